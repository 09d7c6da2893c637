// Failures met on the way that are not the one reduced: each kind and signature once, with an example to start another reduction from.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/base/failure.h"
#include "engine/base/result.h"

namespace whittle {

struct OtherFailure {
    Failure failure;
    int count = 0;
    std::filesystem::path example;  ///< its graph, relative to the output folder
};

class OtherFailures {
public:
    /// Counts one. The first of its kind and signature is listed when `keep` has written its example, a file relative to the output folder.
    /// Errors: those of `keep`.
    Result<void> add(const Failure& failure, const std::function<Result<void>(const std::filesystem::path& example)>& keep = {});
    /// The first hundred, in the order in which they were met; immutable, for other threads too.
    std::shared_ptr<const std::vector<OtherFailure>> list();
    int beyond() const { return m_beyond; }  ///< failures of yet other signatures, which were counted and no more

private:
    std::vector<OtherFailure> m_all;
    std::shared_ptr<const std::vector<OtherFailure>> m_list;  // null: has to be made anew
    int m_beyond = 0;
};

}  // namespace whittle
