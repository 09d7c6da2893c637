#include "tests/support/test.h"

namespace whittle::test {

std::filesystem::path sourceDir() { return WHITTLE_SOURCE_DIR; }
std::filesystem::path sample(const std::string& name) { return sourceDir() / "samples" / name; }
std::filesystem::path golden(const std::string& name) { return sourceDir() / "tests" / "golden" / name; }
std::filesystem::path program() { return std::filesystem::path(WHITTLE_BIN_DIR) / "whittle"; }

}  // namespace whittle::test
