#include "views/models/other_failures_model.h"

#include "views/models/format.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* key;
    const char* title;
};
constexpr ColumnDef kColumns[OtherFailuresModel::ColumnCount] = {
    {"kind", QT_TRANSLATE_NOOP("whittle::OtherFailuresModel", "Kind")},
    {"times", QT_TRANSLATE_NOOP("whittle::OtherFailuresModel", "Times")},
    {"message", QT_TRANSLATE_NOOP("whittle::OtherFailuresModel", "Message")},
};

}  // namespace

OtherFailuresModel::OtherFailuresModel(MinifyController& minify, QObject* parent) : GrowingRows(parent), m_minify(minify) {
    connect(&minify, &MinifyController::progressChanged, this, &OtherFailuresModel::update);
    update();
}

int OtherFailuresModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int OtherFailuresModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant OtherFailuresModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const OtherFailureRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            if (index.column() == KindColumn) return row.kind;
            if (index.column() == TimesColumn) return role == Qt::EditRole ? QVariant(row.count) : QVariant(formatCount(row.count));
            return row.message;
        case Qt::ToolTipRole: return row.message;
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (index.column() == TimesColumn ? Qt::AlignRight : Qt::AlignLeft));
        case ExampleRole: return row.example;
        default: return {};
    }
}

QVariant OtherFailuresModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kColumns[section].title);
    if (role == Qt::EditRole) return QLatin1String(kColumns[section].key);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (section == TimesColumn ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
