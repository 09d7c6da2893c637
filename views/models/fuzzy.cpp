#include "views/models/fuzzy.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr int kWordStart = 12, kNext = 8, kFirst = 6;  // a letter that begins a word, that follows the one before, that begins the text

bool beginsWord(QStringView text, qsizetype at) {
    if (at == 0) return true;
    const QChar before = text[at - 1], here = text[at];
    return !before.isLetterOrNumber() || (before.isLower() && here.isUpper()) || (before.isLetter() != here.isLetter() && before.isDigit() != here.isDigit());
}

// From one beginning on, each next letter: beside the last if it is there, else at the next beginning of a word, else wherever it comes first.
std::optional<int> scoreFrom(QStringView text, QStringView letters, qsizetype first, std::vector<int>* positions) {
    int score = first == 0 ? kFirst : 0;
    qsizetype at = first;
    for (qsizetype i = 0; i < letters.size(); ++i) {
        if (i > 0) {
            qsizetype found = -1;
            for (qsizetype next = at + 1; next < text.size(); ++next) {
                if (text[next].toCaseFolded() != letters[i]) continue;
                if (found < 0) found = next;
                if (next == at + 1 || beginsWord(text, next)) {
                    found = next;
                    break;
                }
            }
            if (found < 0) return std::nullopt;
            score += found == at + 1 ? kNext : -static_cast<int>(std::min<qsizetype>(found - at, 5));
            at = found;
        }
        if (beginsWord(text, at)) score += kWordStart;
        if (positions) positions->push_back(static_cast<int>(at));
    }
    return score;
}

bool hasInOrder(QStringView text, QStringView letters) {
    qsizetype next = 0;
    for (const QChar letter : text)
        if (next < letters.size() && letter.toCaseFolded() == letters[next]) ++next;
    return next == letters.size();
}

}  // namespace

FuzzyQuery::FuzzyQuery(QStringView query) {
    for (const QChar letter : query)
        if (!letter.isSpace()) m_letters += letter.toCaseFolded();
}

std::optional<int> FuzzyQuery::best(QStringView text, std::vector<int>* positions) const {
    if (m_letters.isEmpty()) return 0;
    if (!hasInOrder(text, m_letters)) return std::nullopt;
    std::optional<int> best;
    qsizetype from = -1;
    for (qsizetype first = 0; first + m_letters.size() <= text.size(); ++first) {
        if (text[first].toCaseFolded() != m_letters[0]) continue;
        const std::optional<int> score = scoreFrom(text, m_letters, first, nullptr);
        if (!score) break;  // further on there is even less
        if (best && *score <= *best) continue;
        best = score;
        from = first;
    }
    if (!best) return std::nullopt;
    if (positions) scoreFrom(text, m_letters, from, positions);
    return *best - static_cast<int>(text.size() / 8);  // of two that fit alike the shorter one
}

std::optional<int> FuzzyQuery::score(QStringView text) const { return best(text, nullptr); }

FuzzyMatch FuzzyQuery::match(QStringView text) const {
    FuzzyMatch match;
    match.score = best(text, &match.positions).value_or(0);
    return match;
}

std::optional<FuzzyMatch> fuzzyMatch(QStringView text, QStringView query) {
    const FuzzyQuery prepared(query);
    return prepared.score(text) ? std::optional(prepared.match(text)) : std::nullopt;
}

}  // namespace whittle
