// The minifier's progress on standard error: a bar on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>

#include "minifier/search/minify.h"

namespace whittle::cli {

class Progress {
public:
    enum class Style { Auto, Quiet };
    explicit Progress(Style style);
    ~Progress();  ///< leaves the cursor on a fresh line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(const MinifyProgress& progress);

private:
    void showBar(const MinifyProgress& progress);
    void showLine(const MinifyProgress& progress);

    bool m_quiet;
    bool m_terminal;
    bool m_drawn = false;
    int m_lastNodes = -1;
    std::string m_lastPhase;
    std::chrono::steady_clock::time_point m_lastDraw;
};

}  // namespace whittle::cli
