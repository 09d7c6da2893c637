#include "views/models/bookmarks.h"

#include <algorithm>

#include <QMimeData>
#include <QSet>

#include "views/models/item_key.h"

namespace whittle {
namespace {

const QString kRowType = QStringLiteral("application/x-whittle-bookmark");  // a drag inside the list

constexpr const char* kTitles[Bookmarks::ColumnCount] = {QT_TRANSLATE_NOOP("whittle::Bookmarks", "Bookmark"), QT_TRANSLATE_NOOP("whittle::Bookmarks", "Where"),
                                                         QT_TRANSLATE_NOOP("whittle::Bookmarks", "#")};

}  // namespace

QString bookmarkName(const QString& key) {
    QString name = key.mid(key.indexOf(u':') + 1);
    if (!key.startsWith(QLatin1String("module:"))) return name;
    const qsizetype times = name.lastIndexOf(u'#');
    const int time = name.mid(times + 1).toInt();
    name.truncate(times);
    return time == 0 ? name : QStringLiteral("%1 (%2)").arg(name).arg(time + 1);
}

Bookmarks::Bookmarks(GraphController& graph, QObject* parent) : QAbstractTableModel(parent), m_graph(graph) { showIn(graph); }

void Bookmarks::showIn(GraphController& graph) {
    m_flagged << &graph;
    connect(&graph, &GraphController::sceneChanged, this, [this, &graph] {
        if (&graph == &m_graph) look();
        flag(graph);
    });
    flag(graph);
}

void Bookmarks::setAll(QList<Bookmark> bookmarks) {
    QSet<QString> seen;
    bookmarks.removeIf([&](const Bookmark& one) { return one.key.isEmpty() || seen.contains(one.key) || (seen.insert(one.key), false); });
    bookmarks.resize(std::min(bookmarks.size(), kMost));
    if (bookmarks == m_all) return;
    beginResetModel();
    m_all = std::move(bookmarks);
    m_content.reset();
    m_items.assign(static_cast<std::size_t>(m_all.size()), -1);
    endResetModel();
    onChange();
}

int Bookmarks::rowOf(const QString& key) const {
    const auto found = std::ranges::find(m_all, key, &Bookmark::key);
    return found == m_all.end() ? -1 : static_cast<int>(found - m_all.begin());
}

int Bookmarks::add(const QString& key) {
    if (const int known = rowOf(key); known >= 0) return known;
    if (key.isEmpty() || m_all.size() >= kMost) return -1;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_all.append({key, {}});
    m_items.push_back(-1);
    m_content.reset();
    endInsertRows();
    onChange();
    return row;
}

void Bookmarks::remove(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    m_all.removeAt(row);
    m_items.erase(m_items.begin() + row);
    endRemoveRows();
    if (row < rowCount()) emit dataChanged(index(row, Number), index(rowCount() - 1, Number));
    onChange();
}

void Bookmarks::rename(int row, const QString& label) {
    if (row < 0 || row >= rowCount()) return;
    const QString plain = label.simplified().left(kLongestLabel);
    if (plain == m_all[row].label) return;
    m_all[row].label = plain;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    onChange();
}

void Bookmarks::move(int row, int to) {
    if (row < 0 || row >= rowCount() || to < 0 || to >= rowCount() || row == to) return;
    beginMoveRows({}, row, row, {}, to > row ? to + 1 : to);
    m_all.move(row, to);
    const int item = m_items[static_cast<std::size_t>(row)];
    m_items.erase(m_items.begin() + row);
    m_items.insert(m_items.begin() + to, item);
    endMoveRows();
    emit dataChanged(index(std::min(row, to), Number), index(std::max(row, to), Number));
    onChange();
}

void Bookmarks::onChange() {
    look();
    for (GraphController* graph : std::as_const(m_flagged)) flag(*graph);
    emit changed();
}

// Once a version of the graph, and not at every fold.
void Bookmarks::look() {
    const ContentRef content = m_graph.scene() ? m_graph.scene()->content() : nullptr;
    if (content && content == m_content) return;
    m_content = content;
    QStringList keys;
    for (const Bookmark& one : std::as_const(m_all)) keys << one.key;
    m_items = content ? findItems(*m_graph.scene(), keys) : std::vector<int>(static_cast<std::size_t>(keys.size()), -1);
    if (!m_all.isEmpty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void Bookmarks::flag(GraphController& graph) const {
    std::map<int, QString> flags;
    if (graph.scene() && !m_all.isEmpty()) {
        std::vector<int> items = m_items;
        if (&graph != &m_graph) {
            QStringList keys;
            for (const Bookmark& one : m_all) keys << one.key;
            items = findItems(*graph.scene(), keys);
        }
        for (std::size_t row = 0; row < items.size(); ++row)
            if (items[row] >= 0) flags.emplace(items[row], row < kWithKeys ? QString::number(row + 1) : QStringLiteral("•"));
    }
    graph.setFlags(std::move(flags));
}

QVariant Bookmarks::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Bookmark& one = m_all[index.row()];
    const QString name = bookmarkName(one.key);
    const QString missing = m_content && !isThere(index.row()) ? tr("not in this version of the graph") : QString();
    if (role == Qt::ToolTipRole) return missing.isEmpty() ? name : tr("%1: %2").arg(name, missing);
    if (role == Qt::EditRole && index.column() == Label) return one.label;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Label: return one.label.isEmpty() ? name : one.label;
        case Place:
            if (!missing.isEmpty()) return missing;
            if (m_content && one.label.isEmpty()) return m_content->items()[static_cast<std::size_t>(m_items[static_cast<std::size_t>(index.row())])].type;
            return name;
        case Number: return QString::number(index.row() + 1);
    }
    return {};
}

bool Bookmarks::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole || index.column() != Label) return false;
    rename(index.row(), value.toString());
    return true;
}

QVariant Bookmarks::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kTitles[section]);
}

Qt::ItemFlags Bookmarks::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::ItemIsDropEnabled;  // between rows
    const Qt::ItemFlags common = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    return index.column() == Label ? common | Qt::ItemIsEditable : common;
}

QStringList Bookmarks::mimeTypes() const { return {kRowType}; }

QMimeData* Bookmarks::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) return nullptr;
    auto* data = new QMimeData;
    data->setData(kRowType, m_all[indexes.first().row()].key.toUtf8());
    return data;
}

// The view removes nothing afterwards: this model has no removeRows().
bool Bookmarks::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int, const QModelIndex& parent) {
    if (action != Qt::MoveAction || !data->hasFormat(kRowType)) return false;
    const int from = rowOf(QString::fromUtf8(data->data(kRowType)));
    if (from < 0) return false;
    const int before = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();  // the row that it is to stand before
    move(from, before > from ? before - 1 : before);
    return true;
}

}  // namespace whittle
