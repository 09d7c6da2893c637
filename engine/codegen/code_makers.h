// LLVM's code generators between one compilation and the next: each has the CPU described to it when it makes its first function, which takes 1 ms of
// the 9 that a kernel does.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace whittle {

class CodeMaker;

/// Thread-safe. Belongs to whoever compiles again and again.
class CodeMakers {
public:
    CodeMakers();
    ~CodeMakers();

    /// One that nobody uses; null where there is none. `target`: for which CPU and features.
    std::unique_ptr<CodeMaker> take(const std::string& target);
    void giveBack(const std::string& target, std::unique_ptr<CodeMaker> maker);
    std::size_t idle() const;

private:
    mutable std::mutex m_mutex;
    std::multimap<std::string, std::unique_ptr<CodeMaker>> m_idle;
};

}  // namespace whittle
