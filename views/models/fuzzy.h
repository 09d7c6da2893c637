// How well a few typed letters fit a text: the letters in order, at beginnings of words or side by side where that can be.
#pragma once

#include <optional>
#include <vector>

#include <QString>

namespace whittle {

struct FuzzyMatch {
    int score = 0;                ///< larger is better; comparable for one query
    std::vector<int> positions;  ///< of the letters in the text, ascending
};

/// Case does not count, nor do blanks in the query. An empty query fits everything alike. Cost: text times query.
std::optional<FuzzyMatch> fuzzyMatch(QStringView text, QStringView query);

/// The same for many texts: the query is prepared once, and positions are found only where they are asked for.
class FuzzyQuery {
public:
    explicit FuzzyQuery(QStringView query);
    std::optional<int> score(QStringView text) const;
    FuzzyMatch match(QStringView text) const;  ///< of one that has a score

private:
    std::optional<int> best(QStringView text, std::vector<int>* positions) const;
    QString m_letters;
};

}  // namespace whittle
