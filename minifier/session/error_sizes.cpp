#include "minifier/session/error_sizes.h"

namespace whittle {
namespace {

// Our engine's message tells which output is wrong and its detail how; PyTorch's judge says both in the message.
std::string measured(const Failure& failure) {
    const std::string detail = failure.detail.substr(0, failure.detail.find('\n'));
    return detail.empty() ? failure.message : failure.message + ": " + detail;
}

}  // namespace

std::optional<ErrorSizes> errorSizes(const MinifyResult& result) {
    if (result.failure.kind != FailureKind::WrongResult || result.failure.signature.empty()) return std::nullopt;
    return ErrorSizes{.original = measured(result.failure), .reduced = measured(result.reducedFailure)};
}

}  // namespace whittle
