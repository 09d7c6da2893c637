// Progress on standard error: of the minifier a bar on a terminal, of the autotuner a line that is written over; plain lines elsewhere.
#pragma once

#include <chrono>

#include "engine/runtime/choice_record.h"
#include "minifier/search/minify.h"

namespace whittle::cli {

class Progress {
public:
    enum class Style { Auto, Quiet, Objects };  ///< Objects: one in JSON for each news, one a line
    explicit Progress(Style style);
    ~Progress();  ///< leaves the cursor on a fresh line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(const MinifyProgress& progress);

private:
    void showBar(const MinifyProgress& progress);
    void showLine(const MinifyProgress& progress);
    void showJson(const MinifyProgress& progress);

    Style m_style;
    bool m_terminal;
    bool m_drawn = false;
    int m_lastNodes = -1;
    std::string m_lastPhase;
    std::chrono::steady_clock::time_point m_lastDraw;
};

/// What is being measured.
class TuneLines {
public:
    enum class Style { Auto, Quiet };
    explicit TuneLines(Style style);
    ~TuneLines() { end(); }
    TuneLines(const TuneLines&) = delete;
    TuneLines& operator=(const TuneLines&) = delete;

    void show(const TuneProgress& progress);
    void end();  ///< takes the line away

private:
    bool m_quiet, m_terminal;
    bool m_drawn = false;
    std::string m_lastSite;
};

}  // namespace whittle::cli
