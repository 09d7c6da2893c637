#include "views/models/search.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "views/models/query.h"
#include "views/models/text.h"

namespace whittle {
namespace {

bool holds(NumberRelation comparison, double a, double b) {
    switch (comparison) {
        case NumberRelation::Less: return a < b;
        case NumberRelation::LessOrEqual: return a <= b;
        case NumberRelation::Equal: return a == b;
        case NumberRelation::NotEqual: return a != b;
        case NumberRelation::GreaterOrEqual: return a >= b;
        case NumberRelation::Greater: return a > b;
    }
    return false;
}

// A term that is ready to be asked about items.
class Matcher {
public:
    Matcher(const GraphContent& content, const SearchOverlays& overlays, const QueryTerm& term) : m_content(content), m_term(term) {
        if (const auto* text = std::get_if<QueryTerm::Text>(&term.what)) {
            for (const int column : text->columns) {
                std::optional<std::vector<char>> matches = content.search().column(column).match(text->pattern);
                m_gaveUp = !matches;
                if (m_gaveUp) break;
                m_columns.emplace_back(&content.search().column(column), *std::move(matches));
            }
        } else if (const auto* number = std::get_if<QueryTerm::Number>(&term.what)) {
            if (number->of == QueryTerm::Quantity::Overlay) m_shades = &overlays.shades(number->overlay);
        } else if (const auto* one = std::get_if<QueryTerm::ClassOf>(&term.what)) {
            m_shades = &overlays.shades(one->overlay);
            SearchColumn names;
            for (const QString& name : m_shades->overlay().classes) names.addNew({name});
            const auto matches = names.match(one->pattern);
            m_gaveUp = !matches;
            for (int i = 0; matches && i < m_shades->overlay().classes.size(); ++i) m_classes.push_back((*matches)[names.entryOf(i)]);
        }
    }

    bool gaveUp() const { return m_gaveUp; }
    bool isOfWords() const { return std::holds_alternative<QueryTerm::Text>(m_term.what) && !m_term.denied; }
    bool matches(int item) const { return isTrue(item) != m_term.denied; }

private:
    bool isTrue(int item) const {
        if (const auto* number = std::get_if<QueryTerm::Number>(&m_term.what)) return compares(*number, item);
        if (!m_shades) return std::ranges::any_of(m_columns, [&](const auto& column) { return column.second[column.first->entryOf(item)] != 0; });
        const int shade = item < m_content.count() ? m_shades->shade(item) : OverlayShades::kMissing;
        return shade >= 0 && m_classes[static_cast<std::size_t>(shade)] != 0;
    }
    // Of a module no number is known: what it shows is of something inside.
    bool compares(const QueryTerm::Number& number, int item) const {
        double value = 0;
        switch (number.of) {
            case QueryTerm::Quantity::Users: value = static_cast<double>(m_content.users(item).size()); break;
            case QueryTerm::Quantity::Inputs: value = static_cast<double>(m_content.producers(item).size()); break;
            case QueryTerm::Quantity::Bytes: value = m_content.search().bytes(item); break;
            case QueryTerm::Quantity::Overlay:
                if (item >= m_content.count() || m_shades->shade(item) == OverlayShades::kMissing) return false;
                if (std::isnan(number.value)) return (m_shades->shade(item) == OverlayShades::kBad) == (number.comparison == NumberRelation::Equal);
                value = m_shades->value(item);
        }
        return !std::isnan(value) && holds(number.comparison, value, number.value);
    }

    const GraphContent& m_content;
    const QueryTerm& m_term;
    std::vector<std::pair<const SearchColumn*, std::vector<char>>> m_columns;
    const OverlayShades* m_shades = nullptr;
    std::vector<char> m_classes;
    bool m_gaveUp = false;
};

}  // namespace

std::pair<int, int> searchOrder(const GraphContent& content, int item) {
    return {content.firstBox(item), item < content.count() ? content.itemCount() : item};  // groups around others have lower numbers
}

SearchAnswer searchItems(const GraphContent& content, const QString& query, const SearchOverlays& overlays) {
    const Result<std::vector<QueryTerm>> terms = parseQuery(query, overlays.overlays);
    if (!terms) return {{}, toQString(terms.error().message)};
    if (terms->empty()) return {};
    std::vector<Matcher> matchers;
    bool groups = false;
    for (const QueryTerm& term : *terms) {
        matchers.emplace_back(content, overlays, term);
        if (matchers.back().gaveUp()) return {{}, QCoreApplication::translate("whittle", "This expression takes too long; make it simpler.")};
        groups = groups || matchers.back().isOfWords();
    }
    const auto matches = [&](int item) { return std::ranges::all_of(matchers, [&](const Matcher& matcher) { return matcher.matches(item); }); };
    std::vector<int> boxes, modules;
    for (int box = 0; box < content.count(); ++box)
        if (matches(box)) boxes.push_back(box);
    // A run of equal modules is no module: who searches for one of them is not to find all.
    const auto isModule = [&](int group) { return content.items()[static_cast<std::size_t>(group)].blocks == 0; };
    const auto around = [&](int group) {
        do group = content.parentOf(group);
        while (group >= 0 && !isModule(group));
        return group;
    };
    for (int group = content.count(); groups && group < content.itemCount(); ++group)
        if (isModule(group) && matches(group) && (around(group) < 0 || !matches(around(group)))) modules.push_back(group);
    const auto before = [&](int a, int b) { return searchOrder(content, a) < searchOrder(content, b); };
    std::ranges::sort(modules, before);
    SearchAnswer answer;
    answer.hits.reserve(boxes.size() + modules.size());
    std::ranges::merge(modules, boxes, std::back_inserter(answer.hits), before);
    return answer;
}

}  // namespace whittle
