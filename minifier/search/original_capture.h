// The original's eager run. It takes as long as the oracle's own, and the oracle is asked about the original more than once: from the first
// failure on it goes on beside the next question, in another process. What it gives does not depend on when it was begun.
#pragma once

#include <future>

#include "minifier/edits/recorder.h"

namespace whittle {

class OriginalCapture {
public:
    OriginalCapture(const Graph& original, Recorder& recorder, CancelToken cancel)
        : m_original(original), m_recorder(recorder), m_cancel(std::move(cancel)) {}
    ~OriginalCapture() { m_stop.cancel(); }  // and the future waits
    OriginalCapture(const OriginalCapture&) = delete;
    OriginalCapture& operator=(const OriginalCapture&) = delete;

    /// It will probably be wanted. Nothing happens when it has begun, or would run in this process. Until take() nobody else may use
    /// the recorder.
    void begin();
    /// Waits for it. Errors: Recorder::record's.
    Result<Capture> take();

private:
    const Graph& m_original;
    Recorder& m_recorder;
    CancelToken m_cancel;
    CancelSource m_stop;
    std::future<Result<Capture>> m_running;
};

}  // namespace whittle
