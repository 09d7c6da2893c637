#include "tests/support/golden.h"

#include "engine/base/files.h"

namespace whittle::test {
namespace {

bool& updating() {
    static bool value = false;
    return value;
}

}  // namespace

void setUpdateGolden(bool update) { updating() = update; }

std::string goldenDifference(const std::string& name, std::string_view actual) {
    const std::filesystem::path path = golden(name);
    if (updating()) {
        const Result<void> written = writeFileAtomic(path, actual);
        return written ? std::string() : written.error().describe();
    }
    const Result<std::string> text = readFile(path);
    if (!text) return text.error().describe() + "; run this test with --update to write it";
    std::string_view want = *text;
    for (int line = 1; want != actual; ++line) {
        const std::string_view wanted = want.substr(0, want.find('\n'));
        const std::string_view found = actual.substr(0, actual.find('\n'));
        if (wanted != found || want.empty() || actual.empty())
            return fmt::format("{}:{}: expected '{}', got '{}'; --update rewrites the file", path.string(), line, wanted,
                               found);
        want.remove_prefix(std::min(wanted.size() + 1, want.size()));
        actual.remove_prefix(std::min(found.size() + 1, actual.size()));
    }
    return {};
}

}  // namespace whittle::test
