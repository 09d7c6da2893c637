#include "views/models/kernels_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "views/models/format.h"
#include "views/models/table_data.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* key;
    const char* title;
    const char* tip;
    QString (*text)(const KernelRow& row, int place);
    double (*number)(const KernelRow& row, int place);  ///< null: sorted by its text
    bool isShare = false;
};

QString bytesText(double bytes) { return std::isfinite(bytes) ? formatBytes(static_cast<quint64>(bytes)) : QStringLiteral("–"); }

constexpr std::array<ColumnDef, KernelsModel::ColumnCount> kColumns{{
    {"order", QT_TRANSLATE_NOOP("whittle::KernelsModel", "#"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "In the order in which they run"),
     [](const KernelRow&, int place) { return formatCount(place); }, [](const KernelRow&, int place) { return static_cast<double>(place); }},
    {"kernel", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Kernel"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Its name, as in the compiler's texts"),
     [](const KernelRow& row, int) { return row.name; }, nullptr},
    {"by", QT_TRANSLATE_NOOP("whittle::KernelsModel", "By"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Who computes it, and how"), [](const KernelRow& row, int) { return row.what; }, nullptr},
    {"time_ms", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Time"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Median of the measured runs"),
     [](const KernelRow& row, int) { return formatDuration(row.milliseconds); }, [](const KernelRow& row, int) { return row.milliseconds; }},
    {"share", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Share"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Of the time of all kernels"),
     [](const KernelRow& row, int) { return formatPercent(row.share); }, [](const KernelRow& row, int) { return row.share; }, true},
    {"roof_share", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Of roof"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "The least time that the machine allows for its work, as a part of its time"),
     [](const KernelRow& row, int) { return formatPercent(row.rate.share); }, [](const KernelRow& row, int) { return row.rate.share; }, true},
    {"bytes", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Bytes"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Every operand read once, every result written once"),
     [](const KernelRow& row, int) { return bytesText(row.bytes); }, [](const KernelRow& row, int) { return row.bytes; }},
    {"gb_per_s", QT_TRANSLATE_NOOP("whittle::KernelsModel", "GB/s"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Those bytes over the time"),
     [](const KernelRow& row, int) { return formatRate(row.rate.gbPerS); }, [](const KernelRow& row, int) { return row.rate.gbPerS; }},
    {"gflop_per_s", QT_TRANSLATE_NOOP("whittle::KernelsModel", "GFLOP/s"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Operations over the time; in loops a function like exp counts as many additions as it takes"),
     [](const KernelRow& row, int) { return formatRate(row.rate.gflopPerS); }, [](const KernelRow& row, int) { return row.rate.gflopPerS; }},
    {"flop_per_byte", QT_TRANSLATE_NOOP("whittle::KernelsModel", "FLOP/B"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Arithmetic intensity: operations a byte"),
     [](const KernelRow& row, int) { return formatRate(row.rate.intensity); }, [](const KernelRow& row, int) { return row.rate.intensity; }},
    {"nodes", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Nodes"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "Of the opened graph, that it computes"),
     [](const KernelRow& row, int) { return row.nodeNames.join(QStringLiteral(", ")); }, nullptr},
    {"sources", QT_TRANSLATE_NOOP("whittle::KernelsModel", "Source"), QT_TRANSLATE_NOOP("whittle::KernelsModel", "The user's lines that these come from"),
     [](const KernelRow& row, int) { return row.sources.join(QStringLiteral(", ")); }, nullptr},
}};

}  // namespace

void KernelsModel::setContent(KernelContentRef content) {
    reset([&] { m_content = std::move(content); });
}

SortedModel::Sorter KernelsModel::sorterOf(int column, Qt::SortOrder direction) const {
    if (column == OrderColumn && direction == Qt::AscendingOrder) return nullptr;
    return [content = m_content, &column = kColumns[static_cast<std::size_t>(column)], direction](std::vector<int>& kernels) {
        const auto number = [&](int kernel) {
            const double known = column.number(content->row(kernel), kernel);
            return std::isfinite(known) ? known : -1.0;
        };
        if (column.number) sortByKey(kernels, direction, number);
        else sortByKey(kernels, direction, [&](int kernel) { return column.text(content->row(kernel), kernel); });
    };
}

int KernelsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_content ? 0 : m_content->count(); }
int KernelsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant KernelsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    const int kernel = itemAt(index.row());
    const KernelRow& row = m_content->row(kernel);
    switch (role) {
        case Qt::DisplayRole: return column.text(row, kernel);
        case Qt::EditRole: return column.number ? knownNumber(column.number(row, kernel)) : QVariant();
        case Qt::ToolTipRole:
            if (index.column() == RoofColumn && !row.rate.bound.isEmpty()) return tr("%1 of what %2 allows").arg(formatPercent(row.rate.share), row.rate.bound);
            return column.text(row, kernel);
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
        case KernelRole: return kernel;
        case ShareRole: {
            const double share = column.isShare ? column.number(row, kernel) : kUnknownNumber;
            return std::isfinite(share) ? QVariant(std::clamp(share, 0.0, 1.0)) : QVariant();
        }
        default: return {};
    }
}

QVariant KernelsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::EditRole) return QLatin1String(column.key);
    if (role == Qt::ToolTipRole) return tr(column.tip);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
