#include "views/models/table_reader.h"

#include <algorithm>

#include <QElapsedTimer>

namespace whittle {
namespace {

constexpr qint64 kSliceNs = 4'000'000;

bool hasRowsBelow(const QAbstractItemModel& model) {
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.rowCount(model.index(row, 0)) > 0) return true;
    return false;
}

}  // namespace

TableReader::TableReader(const QAbstractItemModel& model, const QString& title, Cells cells, std::function<void(Result<TableRef>)> done, QObject* parent)
    : QObject(parent), m_model(&model), m_cells(cells), m_done(std::move(done)) {
    m_table.title = title;
    connect(&model, &QAbstractItemModel::modelReset, this, &TableReader::begin);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &TableReader::begin);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &TableReader::begin);
    connect(&model, &QAbstractItemModel::rowsMoved, this, &TableReader::begin);
    connect(&model, &QObject::destroyed, this, &QObject::deleteLater);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &TableReader::readSlice);
    begin();
    m_timer.start();
}

void TableReader::begin() {
    m_table.columns.clear();
    m_table.keys.clear();
    m_table.rows.clear();
    m_isTree = hasRowsBelow(*m_model);
    if (m_isTree) {
        m_table.columns << tr("Under");
        m_table.keys << QStringLiteral("under");
    }
    for (int column = 0; column < m_model->columnCount(); ++column) {
        m_table.columns << m_model->headerData(column, Qt::Horizontal).toString();
        const QString key = m_model->headerData(column, Qt::Horizontal, Qt::EditRole).toString();
        QString unique = key.isEmpty() ? m_table.columns.last() : key;
        for (int i = 2; m_table.keys.contains(unique); ++i) unique = QStringLiteral("%1_%2").arg(key.isEmpty() ? m_table.columns.last() : key).arg(i);
        m_table.keys << unique;
    }
    m_places = {Place{}};
}

void TableReader::readRow(const Place& place) {
    std::vector<TableData::Cell> cells;
    cells.reserve(static_cast<std::size_t>(m_table.columns.size()));
    if (m_isTree) cells.push_back({.text = place.under, .value = place.under});
    const int columns = m_model->columnCount(place.parent);
    for (int column = 0; column < columns; ++column) {
        const QModelIndex index = m_model->index(place.next, column, place.parent);
        TableData::Cell cell{.text = {}, .value = m_model->data(index, Qt::EditRole)};
        const bool hasValue = cell.value.isValid();
        if (!hasValue || m_cells == Cells::ValuesAndTexts) cell.text = m_model->data(index, Qt::DisplayRole).toString();
        if (!hasValue) cell.value = cell.text;
        if (m_cells == Cells::Values) cell.text.clear();
        cells.push_back(std::move(cell));
    }
    m_table.rows.push_back(std::move(cells));
}

void TableReader::readSlice() {
    QElapsedTimer clock;
    clock.start();
    if (static_cast<qint64>(m_model->rowCount()) * m_model->columnCount() > kMostCells)
        return end(fail(Code::Limit, "the table has {} rows and {} columns; of more than {} cells in all no copy is made", m_model->rowCount(), m_model->columnCount(), kMostCells));
    while (!m_places.empty()) {
        if (Place& place = m_places.back(); place.next >= m_model->rowCount(place.parent)) m_places.pop_back();
        else {
            readRow(place);
            const QModelIndex first = m_model->index(place.next++, 0, place.parent);
            if (m_isTree && m_model->rowCount(first) > 0) {
                const QString name = m_model->data(first, Qt::DisplayRole).toString();
                const QString under = place.under.isEmpty() ? name : QStringLiteral("%1 › %2").arg(place.under, name);
                m_places.push_back({first, under, 0});
            }
        }
        if (clock.nsecsElapsed() > kSliceNs) return;
    }
    end(std::make_shared<const TableData>(std::move(m_table)));
}

void TableReader::end(Result<TableRef> result) {
    m_timer.stop();
    disconnect(m_model, nullptr, this, nullptr);
    deleteLater();
    m_done(std::move(result));
}

}  // namespace whittle
