// Light colours for code: a line at a time, without a memory of the lines before. Languages are rows of a table.
#pragma once

#include <vector>

#include <QStringView>

namespace whittle {

enum class CodeLanguage { Python, LoopIr, LlvmIr, Assembly };
enum class CodeStyle { Keyword, TypeName, Name, Number, String, Comment, Label };

struct CodeToken {
    int start = 0, length = 0;
    CodeStyle style = CodeStyle::Keyword;
    friend bool operator==(const CodeToken&, const CodeToken&) = default;
};
/// Ascending, apart; what has no style is left out.
std::vector<CodeToken> lexLine(CodeLanguage language, QStringView line);

}  // namespace whittle
