#include "views/models/dim_reasons_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "views/models/text.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* title;
    QString DimReason::*text;
};

constexpr std::array<ColumnDef, DimReasonsModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Of"), &DimReason::what},
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Condition"), &DimReason::condition},
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Node"), &DimReason::node},
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Operator"), &DimReason::op},
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Where"), &DimReason::where},
    {QT_TRANSLATE_NOOP("whittle::DimReasonsModel", "Your line"), &DimReason::code},
}};

DimReason reasonOf(const QString& what, const DimCause& cause) {
    DimReason out{.what = what, .condition = toQString(cause.condition), .node = toQString(cause.node), .op = toQString(cause.op), .where = {}, .code = {}, .given = cause.given, .noNode = {}};
    if (cause.origin) {
        out.where = toQString(cause.origin->where());
        out.code = toQString(cause.origin->code);
    }
    if (cause.stated) out.code = DimReasonsModel::tr("what you said");
    if (cause.given.valid()) return out;
    out.noNode = cause.stated ? DimReasonsModel::tr("No node asked for it: you said so.") : DimReasonsModel::tr("No node asked for it: the file declares it of its inputs.");
    return out;
}

}  // namespace

std::vector<DimReason> causesOf(const DimConclusion& dim) {
    std::vector<DimReason> out;
    for (const DimCause& cause : dim.because) out.push_back(reasonOf(dim.isDynamic() ? DimReasonsModel::tr("relation") : DimReasonsModel::tr("size"), cause));
    if (dim.min) out.push_back(reasonOf(DimReasonsModel::tr("least size"), *dim.min));
    if (dim.max) out.push_back(reasonOf(DimReasonsModel::tr("most size"), *dim.max));
    return out;
}

std::vector<DimReason> conditionsOf(const DimInference& inference) {
    std::vector<DimReason> out;
    for (const DimCondition& each : inference.conditions) {
        out.push_back(reasonOf(each.onlyARunKnows ? DimReasonsModel::tr("each run") : each.ofSmallSizes ? DimReasonsModel::tr("sizes of 0 and 1") : DimReasonsModel::tr("each call"), each.cause));
        out.back().condition = toQString(each.condition.text());
    }
    return out;
}

std::vector<DimReason> conflictsOf(const DimInference& inference) {
    std::vector<DimReason> out;
    for (const DimConflict& conflict : inference.conflicts) {
        QString about = toQString(conflict.about);
        for (const DimCause& cause : conflict.because) out.push_back(reasonOf(std::exchange(about, {}), cause));
    }
    return out;
}

void DimReasonsModel::setRows(std::vector<DimReason> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QVariant DimReasonsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    return reason(index.row()).*kColumns[static_cast<std::size_t>(index.column())].text;
}

QVariant DimReasonsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kColumns[static_cast<std::size_t>(section)].title);
}

}  // namespace whittle
