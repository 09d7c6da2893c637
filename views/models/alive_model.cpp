#include "views/models/alive_model.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "views/models/format.h"
#include "views/models/sorted_model.h"
#include "views/models/table_data.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct Cell {
    const HeldValue& value;
    const KernelContent& kernels;
};

struct ColumnDef {
    const char* key;
    const char* title;
    const char* tip;
    QString (*text)(const Cell& cell);
    double (*number)(const HeldValue& value);  ///< null: sorted by its text
};

QString kernelName(const Cell& cell, int kernel) { return kernel >= 0 && kernel < cell.kernels.count() ? cell.kernels.row(kernel).name : QStringLiteral("–"); }

constexpr std::array<ColumnDef, AliveModel::ColumnCount> kColumns{{
    {"tensor", QT_TRANSLATE_NOOP("whittle::AliveModel", "Tensor"), QT_TRANSLATE_NOOP("whittle::AliveModel", "The value, as the compiler's texts name it"),
     [](const Cell& cell) { return u'%' + toQString(cell.value.name); }, nullptr},
    {"bytes", QT_TRANSLATE_NOOP("whittle::AliveModel", "Bytes"), QT_TRANSLATE_NOOP("whittle::AliveModel", "That it holds, as a part of all that is there"),
     [](const Cell& cell) { return cell.value.bytes ? formatBytes(*cell.value.bytes) : QStringLiteral("–"); }, [](const HeldValue& value) { return value.bytes ? static_cast<double>(*value.bytes) : -1.0; }},
    {"kind", QT_TRANSLATE_NOOP("whittle::AliveModel", "Kind"), QT_TRANSLATE_NOOP("whittle::AliveModel", "Weights and inputs are given, results go to the caller, intermediates share an arena"),
     [](const Cell& cell) { return memoryKindText(cell.value.kind); }, nullptr},
    {"node", QT_TRANSLATE_NOOP("whittle::AliveModel", "Node"), QT_TRANSLATE_NOOP("whittle::AliveModel", "That makes it, after the passes"), [](const Cell& cell) { return toQString(cell.value.node); }, nullptr},
    {"from", QT_TRANSLATE_NOOP("whittle::AliveModel", "From"), QT_TRANSLATE_NOOP("whittle::AliveModel", "The first kernel that it is there for"),
     [](const Cell& cell) { return kernelName(cell, cell.value.first); }, [](const HeldValue& value) { return static_cast<double>(value.first); }},
    {"until", QT_TRANSLATE_NOOP("whittle::AliveModel", "Until"), QT_TRANSLATE_NOOP("whittle::AliveModel", "The last kernel that it is there for"),
     [](const Cell& cell) { return kernelName(cell, cell.value.last); }, [](const HeldValue& value) { return static_cast<double>(value.last); }},
}};

constexpr const char* kKinds[kMemoryKinds] = {QT_TRANSLATE_NOOP("whittle::AliveModel", "Weights"), QT_TRANSLATE_NOOP("whittle::AliveModel", "Inputs"),
                                              QT_TRANSLATE_NOOP("whittle::AliveModel", "Intermediates"), QT_TRANSLATE_NOOP("whittle::AliveModel", "Results")};

}  // namespace

QString memoryKindText(MemoryKind kind) { return AliveModel::tr(kKinds[static_cast<std::size_t>(kind)]); }

void AliveModel::show(ProfileContentRef content, int kernel) {
    if (content == m_content && kernel == m_kernel) return;
    beginResetModel();
    m_content = std::move(content);
    m_kernel = kernel;
    m_alive.clear();
    m_bytes = 0;
    if (m_content && kernel >= 0) m_alive = aliveDuring(m_content->memory(), kernel);
    for (const std::size_t i : m_alive) m_bytes += m_content->memory().values[i].bytes.value_or(0);
    arrange();
    endResetModel();
}

void AliveModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= ColumnCount || (column == m_column && order == m_order)) return;
    beginResetModel();
    m_column = column;
    m_order = order;
    arrange();
    endResetModel();
}

// An unknown size is below all others. Of equals the order is that of the sizes, which aliveDuring() gave.
void AliveModel::arrange() {
    if (!m_content || m_kernel < 0) return;
    m_alive = aliveDuring(m_content->memory(), m_kernel);
    const ColumnDef& column = kColumns[static_cast<std::size_t>(m_column)];
    const std::vector<HeldValue>& values = m_content->memory().values;
    if (column.number) sortByKey(m_alive, m_order, [&](std::size_t i) { return column.number(values[i]); });
    else sortByKey(m_alive, m_order, [&](std::size_t i) { return column.text({values[i], m_content->kernels()}); });
}

const HeldValue* AliveModel::value(const QModelIndex& index) const { return index.isValid() ? &m_content->memory().values[m_alive[static_cast<std::size_t>(index.row())]] : nullptr; }

int AliveModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_alive.size()); }
int AliveModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant AliveModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    const Cell cell{*value(index), m_content->kernels()};
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole: return column.text(cell);
        case Qt::EditRole:
            if (index.column() != BytesColumn) return {};
            return cell.value.bytes ? QVariant(static_cast<qulonglong>(*cell.value.bytes)) : unknownNumber();
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (index.column() == BytesColumn ? Qt::AlignRight : Qt::AlignLeft));
        case ShareRole: return index.column() == BytesColumn && cell.value.bytes && m_bytes > 0 ? QVariant(static_cast<double>(*cell.value.bytes) / static_cast<double>(m_bytes)) : QVariant();
        default: return {};
    }
}

QVariant AliveModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::EditRole) return QLatin1String(column.key);
    if (role == Qt::ToolTipRole) return tr(column.tip);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (section == BytesColumn ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
