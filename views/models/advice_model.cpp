#include "views/models/advice_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString callsOf(const ReportedAdvice& advice) {
    constexpr std::size_t kMost = 8;
    QStringList calls;
    for (std::size_t i = 0; i < std::min(advice.calls.size(), kMost); ++i) calls << QString::number(advice.calls[i]);
    if (advice.calls.size() > kMost) calls << QStringLiteral("…");
    return calls.join(QStringLiteral(", "));
}

struct ColumnDef {
    const char* title;
    QString (*text)(const ReportedAdvice& advice);
    bool isNumber = false;
};
constexpr std::array<ColumnDef, AdviceModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::AdviceModel", "What to do"), [](const ReportedAdvice& one) { return toQString(one.text); }},
    {QT_TRANSLATE_NOOP("whittle::AdviceModel", "Compiles without"), [](const ReportedAdvice& one) { return formatCount(one.compiles + one.saved); }, true},
    {QT_TRANSLATE_NOOP("whittle::AdviceModel", "Compiles with"), [](const ReportedAdvice& one) { return formatCount(one.compiles); }, true},
    {QT_TRANSLATE_NOOP("whittle::AdviceModel", "Saved"), [](const ReportedAdvice& one) { return formatCount(one.saved); }, true},
    {QT_TRANSLATE_NOOP("whittle::AdviceModel", "In calls"), callsOf},
}};

}  // namespace

AdviceModel::AdviceModel(StanceController& controller, QObject* parent) : QAbstractTableModel(parent), m_report(controller.report()) {
    connect(&controller, &StanceController::reportChanged, this, [this, &controller] {
        const std::size_t before = m_report ? m_report->advice.size() : 0, now = controller.report() ? controller.report()->advice.size() : 0;
        if (before == 0 && now == 0) return;  // the rest of a report is none of its business
        beginResetModel();
        releaseElsewhere(std::exchange(m_report, controller.report()));
        endResetModel();
    });
}

QString AdviceModel::code(int row) const { return row < 0 || row >= rowCount() ? QString() : toQString(m_report->advice[static_cast<std::size_t>(row)].code); }

int AdviceModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->advice.size()); }

QVariant AdviceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return column.text(m_report->advice[static_cast<std::size_t>(index.row())]);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QVariant AdviceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
