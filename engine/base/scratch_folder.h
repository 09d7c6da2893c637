// A folder for what is only needed while we live, which goes with us: at the latest when the next one is made, should we
// be killed.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

/// Moves only. Not thread-safe.
class ScratchFolder {
public:
    /// Where the system keeps temporary files. Errors: Io.
    static Result<ScratchFolder> make();
    /// `parent`/whittle-candidates-XXXXXX, for us alone. Removes those of its like whose processes are gone. Errors: Io.
    static Result<ScratchFolder> make(const std::filesystem::path& parent);
    ~ScratchFolder();
    ScratchFolder(ScratchFolder&& other) noexcept;
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    ScratchFolder(std::filesystem::path path, int lock) : m_path(std::move(path)), m_lock(lock) {}
    std::filesystem::path m_path;
    int m_lock;
};

/// Removes a folder with all in it, folders that nobody may write to or look into included. @return whether it is gone
bool removeWhole(const std::filesystem::path& folder);

}  // namespace whittle
