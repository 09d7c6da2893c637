#include "minifier/oracle/command_words.h"

#include <unistd.h>

namespace whittle {
namespace {

constexpr std::string_view kPlace = "{}";

bool isFile(const std::filesystem::path& path) {
    std::error_code trouble;
    return std::filesystem::is_regular_file(path, trouble);
}

Result<std::string> programIn(const std::string& name, const std::filesystem::path& folder, std::string_view path) {
    if (name.find('/') != std::string::npos) {
        const std::filesystem::path file = folder / name;
        if (!isFile(file)) return fail(Code::NotFound, "there is no program {}", file.string());
        if (::access(file.c_str(), X_OK) != 0) return fail(Code::Argument, "{} is not executable (chmod +x it, or name its interpreter)", file.string());
        return file.string();
    }
    while (!path.empty()) {
        const std::size_t end = std::min(path.find(':'), path.size());
        const std::filesystem::path file = folder / path.substr(0, end) / name;
        if (isFile(file) && ::access(file.c_str(), X_OK) == 0) return file.string();
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    const bool isHere = isFile(folder / name);
    return fail(Code::NotFound, "there is no program '{}' in PATH{}", name, isHere ? fmt::format("; write ./{} for the one in this folder", name) : "");
}

}  // namespace

Result<std::vector<std::string>> splitWords(std::string_view text) {
    std::vector<std::string> words;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool blank = c == ' ' || c == '\t' || c == '\n';
        if (quote == 0 && blank) {
            inWord = false;
            continue;
        }
        if (!inWord) words.emplace_back();
        inWord = true;
        if (c == quote) quote = 0;
        else if (quote == 0 && (c == '\'' || c == '"')) quote = c;
        else if (c == '\\' && quote != '\'' && i + 1 < text.size()) words.back() += text[++i];
        else words.back() += c;
    }
    if (quote != 0) return fail(Code::Argument, "a {} is not closed in {}", quote, text);
    if (words.empty()) return fail(Code::Argument, "the command has no word");
    return words;
}

Result<std::vector<std::string>> commandWords(std::string_view text, const std::filesystem::path& folder, std::string_view path) {
    WHITTLE_TRY(std::vector<std::string> words, splitWords(text));
    WHITTLE_TRY(words.front(), programIn(words.front(), folder, path));
    for (std::size_t i = 1; i < words.size(); ++i)
        if (isFile(folder / words[i])) words[i] = (folder / words[i]).string();
    return words;
}

std::vector<std::string> wordsFor(std::vector<std::string> words, const std::string& candidate) {
    bool placed = false;
    for (std::string& word : words)
        for (std::size_t at = 0; (at = word.find(kPlace, at)) != std::string::npos; at += candidate.size()) {
            word.replace(at, kPlace.size(), candidate);
            placed = true;
        }
    if (!placed) words.push_back(candidate);
    return words;
}

}  // namespace whittle
