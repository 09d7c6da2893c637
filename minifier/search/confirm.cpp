#include "minifier/search/confirm.h"

namespace whittle {
namespace {

constexpr int kRuns = 20;

}  // namespace

Result<void> confirmRate(Trials& trials, Repeats& seen) {
    for (int run = 0; run < kRuns; ++run) {
        WHITTLE_TRY(const bool fails, trials.runBest(run));
        ++seen.runs;
        seen.fails += fails;
    }
    return {};
}

}  // namespace whittle
