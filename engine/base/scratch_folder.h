// A folder of temporary files that goes with the object.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "engine/base/result.h"

namespace whittle {

class ScratchFolder {
public:
    /// An empty folder, `name` and a few letters, where the system keeps temporary files. Errors: Io.
    static Result<ScratchFolder> make(std::string_view name);
    ScratchFolder(ScratchFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    ~ScratchFolder();
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit ScratchFolder(std::filesystem::path path) : m_path(std::move(path)) {}
    std::filesystem::path m_path;
};

}  // namespace whittle
