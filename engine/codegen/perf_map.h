// Names of machine code for `perf`, which looks for them in /tmp/perf-PID.map: code made in memory has none otherwise.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include "engine/base/result.h"

namespace whittle {

/// The file of one process. Lines are whole: any thread may add some.
class PerfMap {
public:
    /// An empty file that this user alone may write, in place of one that an earlier process with the same number left. Errors: Io when it cannot
    /// be written, is a link (its folder is open to everyone) or belongs to someone else, whose names perf would not take.
    static Result<std::shared_ptr<PerfMap>> create(const std::filesystem::path& file);
    ~PerfMap();
    PerfMap(const PerfMap&) = delete;
    PerfMap& operator=(const PerfMap&) = delete;

    /// `bytes` from `start` on are `name`; what would end the line stands there as '_'. Errors: Io.
    Result<void> add(const void* start, std::size_t bytes, std::string_view name);

private:
    PerfMap(int descriptor, std::filesystem::path file) : m_descriptor(descriptor), m_file(std::move(file)) {}
    int m_descriptor;
    std::filesystem::path m_file;
};

}  // namespace whittle
