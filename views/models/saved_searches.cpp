#include "views/models/saved_searches.h"

#include <algorithm>

namespace whittle {
namespace {

const QString kSaved = QStringLiteral("search/saved"), kEarlier = QStringLiteral("search/earlier"), kName = QStringLiteral("name"), kQuery = QStringLiteral("query");

bool isKept(const QString& text) { return !text.isEmpty() && text.size() <= SavedSearches::kLongest; }

}  // namespace

// A file of settings may have been written by anyone: what this would not keep is left out.
SavedSearches::SavedSearches(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
    const int count = settings.beginReadArray(kSaved);
    for (int i = 0; i < std::min<qsizetype>(count, kMostSaved); ++i) {
        settings.setArrayIndex(i);
        SavedSearch one{settings.value(kName).toString(), settings.value(kQuery).toString()};
        if (isKept(one.name) && isKept(one.query) && queryOf(one.name).isEmpty()) m_saved << one;
    }
    settings.endArray();
    std::ranges::sort(m_saved, [](const SavedSearch& a, const SavedSearch& b) { return a.name.localeAwareCompare(b.name) < 0; });
    for (const QString& query : settings.value(kEarlier).toStringList())
        if (isKept(query) && m_earlier.size() < kMostEarlier && !m_earlier.contains(query)) m_earlier << query;
}

QString SavedSearches::queryOf(const QString& name) const {
    const auto found = std::ranges::find(m_saved, name, &SavedSearch::name);
    return found == m_saved.end() ? QString() : found->query;
}

QString SavedSearches::nameOf(const QString& query) const {
    const auto found = std::ranges::find(m_saved, query, &SavedSearch::query);
    return found == m_saved.end() ? QString() : found->name;
}

bool SavedSearches::save(const QString& name, const QString& query) {
    const SavedSearch one{name.simplified(), query.trimmed()};
    if (!isKept(one.name) || !isKept(one.query)) return false;
    QList<SavedSearch> all = m_saved;
    all.removeIf([&](const SavedSearch& each) { return each.name == one.name; });
    if (all.size() >= kMostSaved) return false;
    const auto place = std::ranges::upper_bound(all, one.name, [](const QString& a, const QString& b) { return a.localeAwareCompare(b) < 0; }, &SavedSearch::name);
    all.insert(place, one);
    if (all == m_saved) return true;
    m_saved = std::move(all);
    store();
    return true;
}

void SavedSearches::remove(const QString& name) {
    if (m_saved.removeIf([&](const SavedSearch& each) { return each.name == name; }) > 0) store();
}

void SavedSearches::setSaved(const QList<SavedSearch>& saved) {
    if (saved == m_saved) return;
    m_saved = saved;
    store();
}

void SavedSearches::use(const QString& query) {
    const QString plain = query.trimmed();
    if (!isKept(plain) || (!m_earlier.isEmpty() && m_earlier.first() == plain)) return;
    m_earlier.removeAll(plain);
    m_earlier.prepend(plain);
    if (m_earlier.size() > kMostEarlier) m_earlier.removeLast();
    store();
}

void SavedSearches::forgetEarlier() {
    if (m_earlier.isEmpty()) return;
    m_earlier.clear();
    store();
}

void SavedSearches::store() {
    m_settings.remove(kSaved);  // a shorter list leaves nothing of a longer one behind
    m_settings.beginWriteArray(kSaved, static_cast<int>(m_saved.size()));
    for (int i = 0; i < m_saved.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(kName, m_saved[i].name);
        m_settings.setValue(kQuery, m_saved[i].query);
    }
    m_settings.endArray();
    m_settings.setValue(kEarlier, m_earlier);
    emit changed();
}

}  // namespace whittle
