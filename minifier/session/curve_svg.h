// A quantity that only falls, as a plot of steps: the reduction curve of report.html.
#pragma once

#include <string>
#include <vector>

namespace whittle {

struct StepPoint {
    double x = 0;
    double y = 0;
    std::string tip;  ///< told by the pointer over the point
};

struct StepPlot {
    std::string title;   ///< what is counted upwards
    std::string across;  ///< what goes along: "candidates"
    std::vector<StepPoint> points;  ///< from the first on; x rises
    double end = 0;      ///< where the last value ends, at least the last x
    bool whole = false;  ///< x counts things
};

/// An SVG element that takes its colours from the page (plotStyle). The vertical axis is logarithmic where the values are far apart. Pure.
std::string stepPlotSvg(const StepPlot& plot);
std::string_view plotStyle();

}  // namespace whittle
