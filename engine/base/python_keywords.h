// Python's keywords: a name in code that we write may be none of them.
#pragma once

#include <string_view>

namespace whittle {

/// Of Python 3.7 and later (keyword.kwlist); the soft ones, such as `match`, are names as well.
inline constexpr std::string_view kPythonKeywords[] = {
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
    "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"};

}  // namespace whittle
