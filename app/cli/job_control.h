// Ctrl+Z, and `fg` after it: worker processes are in groups of their own, which the terminal does not stop. They are stopped with this process and go on
// with it; what they had to do has its time as if nothing had been (AwakeClock).
#pragma once

#include <thread>

namespace whittle::cli {

/// While it lives. One at a time; where SIGTSTP is ignored it stays so.
class JobControl {
public:
    JobControl();
    ~JobControl();
    JobControl(const JobControl&) = delete;
    JobControl& operator=(const JobControl&) = delete;

private:
    void serve();
    int m_pipe[2] = {-1, -1};
    std::thread m_thread;
};

}  // namespace whittle::cli
