// Golden files: text under tests/golden/ that a test's output is compared with. Run the test program
// with `--update` to write them anew, then read the diff as you read code.
#pragma once

#include "tests/support/test.h"

namespace whittle::test {

/// Set once by the test program's main from `--update`.
void setUpdateGolden(bool update);

/// Empty when `actual` equals tests/golden/<name>, else the first line that differs. Under `--update`
/// the file is written and the answer is empty.
std::string goldenDifference(const std::string& name, std::string_view actual);

}  // namespace whittle::test

#define COMPARE_GOLDEN(name, actual)                                                       \
    do {                                                                                   \
        const std::string whittle_difference = whittle::test::goldenDifference(name, actual); \
        QVERIFY2(whittle_difference.empty(), whittle_difference.c_str());                  \
    } while (false)
