#include "views/models/pass_worth_model.h"

#include <algorithm>

#include "views/models/format.h"
#include "views/models/table_data.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* key;
    const char* title;
    const char* tip;
    double (*number)(const PassWorth& pass);  // null: text
};
constexpr ColumnDef kColumns[PassWorthModel::ColumnCount] = {
    {"pass", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Pass"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "In the order in which they were first tried; the one that is at work is bold"), nullptr},
    {"tried", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Tried"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Candidates that were asked about"), [](const PassWorth& pass) { return static_cast<double>(pass.tried); }},
    {"repeated", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Repeated"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Proposals that led to a graph already asked about"),
     [](const PassWorth& pass) { return static_cast<double>(pass.known); }},
    {"accepted", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Accepted"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Candidates that still failed, and became the best graph"),
     [](const PassWorth& pass) { return static_cast<double>(pass.accepted); }},
    {"operators_removed", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Operators removed"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "The bar is the pass's part of what all removed"),
     [](const PassWorth& pass) { return static_cast<double>(pass.nodesRemoved); }},
    {"inputs_removed", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Inputs removed"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Weights included; below zero where a cut made some"),
     [](const PassWorth& pass) { return static_cast<double>(pass.inputsRemoved); }},
    {"elements_removed", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Elements removed"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Of all input data; below zero where a cut made some"),
     [](const PassWorth& pass) { return static_cast<double>(pass.elementsRemoved); }},
    {"time_ms", QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Time"), QT_TRANSLATE_NOOP("whittle::PassWorthModel", "Of the oracle"), [](const PassWorth& pass) { return pass.milliseconds; }},
};

}  // namespace

PassWorthModel::PassWorthModel(MinifyController& minify, QObject* parent) : GrowingRows(parent), m_minify(minify) {
    connect(&minify, &MinifyController::progressChanged, this, &PassWorthModel::update);
    connect(&minify, &MinifyController::stateChanged, this, &PassWorthModel::update);
    update();
}

void PassWorthModel::update() {
    const auto& progress = m_minify.progress();
    const std::string current = progress && m_minify.isRunning() ? progress->phase : std::string();
    const bool isOther = std::exchange(m_current, current) != current;
    std::vector<PassWorth> rows = progress ? progress->passes : std::vector<PassWorth>();
    m_removed = 0;
    for (const PassWorth& row : rows) m_removed += row.nodesRemoved;
    follow(m_rows, std::move(rows));
    if (isOther && !m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {CurrentRole});
}

int PassWorthModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int PassWorthModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString PassWorthModel::text(const PassWorth& pass, int column) const {
    if (column == PassColumn) return toQString(pass.pass);
    const double number = kColumns[column].number(pass);
    return column == TimeColumn ? formatMilliseconds(number) : formatCount(static_cast<qint64>(number));
}

QVariant PassWorthModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PassWorth& pass = m_rows[static_cast<std::size_t>(index.row())];
    const auto& number = kColumns[index.column()].number;
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole: return text(pass, index.column());
        case Qt::EditRole: return number ? QVariant(number(pass)) : QVariant(toQString(pass.pass));
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
        case CurrentRole: return pass.pass == m_current;
        case ShareRole:
            if (index.column() != OperatorsColumn || m_removed <= 0) return {};
            return std::clamp(static_cast<double>(pass.nodesRemoved) / static_cast<double>(m_removed), 0.0, 1.0);
        default: return {};
    }
}

QVariant PassWorthModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[section];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::EditRole) return QLatin1String(column.key);
    if (role == Qt::ToolTipRole) return tr(column.tip);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
