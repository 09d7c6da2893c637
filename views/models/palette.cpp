#include "views/models/palette.h"

#include <algorithm>
#include <climits>

#include "views/models/item_key.h"

namespace whittle {

void PaletteModel::setContent(QList<PaletteEntry> entries, SceneRef scene) {
    beginResetModel();
    m_entries = std::move(entries);
    m_scene = std::move(scene);
    match();
    endResetModel();
}

void PaletteModel::setQuery(const QString& query) {
    beginResetModel();
    m_query = query;
    match();
    endResetModel();
}

void PaletteModel::match() {
    m_rows.clear();
    const bool items = asksForItems();
    const QStringView letters = items ? QStringView(m_query).mid(1) : QStringView(m_query);
    const FuzzyQuery query(letters);
    const int count = items ? (m_scene ? m_scene->itemCount() : 0) : static_cast<int>(m_entries.size());
    for (int i = 0; i < count; ++i) {
        if (const std::optional<int> score = query.score(items ? m_scene->box(i).name : m_entries[i].text)) m_rows.push_back({i, *score});
        // Last what is found by the place it stands in: "theme" for its choices.
        else if (!items && m_entries[i].detail.contains(letters.trimmed(), Qt::CaseInsensitive)) m_rows.push_back({i, INT_MIN});
    }
    const auto better = [](const Row& a, const Row& b) { return a.score != b.score ? a.score > b.score : a.index < b.index; };
    const auto shown = std::min<std::ptrdiff_t>(kMost, std::ssize(m_rows));
    std::ranges::partial_sort(m_rows, m_rows.begin() + shown, better);
    m_left = static_cast<int>(std::ssize(m_rows) - shown);
    m_rows.resize(static_cast<std::size_t>(shown));
}

QString PaletteModel::hint() const {
    if (m_left > 0) return tr("%n more: type on to narrow it down.", nullptr, m_left);
    if (!m_rows.empty()) return {};
    if (asksForItems()) return m_scene ? tr("No node or module of this name.") : tr("No graph is open, so there are no nodes to go to.");
    return tr("Nothing of this name. Begin with @ for nodes of the graph.");
}

PaletteEntry PaletteModel::entry(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    const int index = m_rows[static_cast<std::size_t>(row)].index;
    if (!asksForItems()) return m_entries[index];
    const SceneBox& box = m_scene->box(index);
    QStringList detail{box.op, box.type};
    if (m_scene->isGroup(index)) detail = {box.type};
    detail.removeAll(QString());
    return {.kind = PaletteEntry::Kind::Item, .id = itemKey(*m_scene, index), .text = box.name, .detail = detail.join(QStringLiteral(" · ")), .keys = {}};
}

int PaletteModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PaletteEntry at = entry(index.row());
    switch (role) {
        case Qt::DisplayRole: return at.text;
        case DetailRole: return at.detail;
        case KeysRole: return at.keys;
        case KindRole: return static_cast<int>(at.kind);
        case MatchesRole: {
            const std::vector<int> positions = FuzzyQuery(QStringView(m_query).mid(asksForItems() ? 1 : 0)).match(at.text).positions;
            return QVariant::fromValue(QList<int>(positions.begin(), positions.end()));
        }
        case Qt::AccessibleTextRole: {
            QStringList words{at.text, at.detail, at.keys};
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        default: return {};
    }
}

}  // namespace whittle
