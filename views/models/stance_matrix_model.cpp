#include "views/models/stance_matrix_model.h"

#include <algorithm>
#include <array>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct OutcomeRow {
    CallOutcome outcome;
    const char* text;
};
constexpr std::array<OutcomeRow, 5> kOutcomes{{{CallOutcome::Compiled, QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "compiled")},
                                               {CallOutcome::Recompiled, QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "recompiled")},
                                               {CallOutcome::Reused, QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "reused")},
                                               {CallOutcome::Eager, QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "eager")},
                                               {CallOutcome::Error, QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "error")}}};

struct TotalRow {
    const char* title;
    QString (*text)(const ReportedRun& run);
};
QString timeText(double ms) { return ms > 0 ? formatDuration(ms) : QStringLiteral("–"); }
constexpr std::array<TotalRow, 5> kTotals{{
    {QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "compiles"), [](const ReportedRun& run) { return formatCount(run.compiles); }},
    {QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "eager calls"), [](const ReportedRun& run) { return formatCount(run.eagerCalls); }},
    {QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "errors"), [](const ReportedRun& run) { return formatCount(run.errors); }},
    {QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "compile time"), [](const ReportedRun& run) { return timeText(run.compileMs); }},
    {QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "run time"), [](const ReportedRun& run) { return timeText(run.runMs); }},
}};

struct TipRow {
    const char* stance;
    const char* text;
};
constexpr std::array<TipRow, 6> kTips{{
    {"default", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "Reuses an entry that fits; where none does, compiles")},
    {"force_eager", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "Never asks the cache: every call runs eagerly")},
    {"eager_on_recompile", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "Reuses an entry that fits; where none does, runs eagerly")},
    {"fail_on_recompile", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "Reuses an entry that fits; where none does, is an error")},
    {"eager_then_compile", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "The first call that nothing fits runs eagerly; later ones compile, sizes that differ from it symbolic")},
    {"aot_eager_then_compile", QT_TRANSLATE_NOOP("whittle::StanceMatrixModel", "The first call that nothing fits is compiled node by node; later ones compile, sizes that differ from it symbolic")},
}};

}  // namespace

QString outcomeText(CallOutcome outcome) {
    const auto row = std::ranges::find(kOutcomes, outcome, &OutcomeRow::outcome);
    return row == kOutcomes.end() ? QString() : StanceMatrixModel::tr(row->text);
}

QString idText(const CompileId& id) { return toQString(id.text()); }

QString deathIn(const ReportedRun* run, int call) {
    return run && run->died && call >= static_cast<int>(run->calls.size()) ? toQString(*run->died) : QString();
}

QString stanceTip(const QString& stance) {
    const auto row = std::ranges::find_if(kTips, [&](const TipRow& one) { return stance == QLatin1String(one.stance); });
    return row == kTips.end() ? QString() : StanceMatrixModel::tr(row->text);
}

StanceMatrixModel::StanceMatrixModel(StanceController& controller, QObject* parent)
    : QAbstractTableModel(parent), m_controller(controller), m_stances(controller.settings().stances) {
    followCalls();
    connect(&controller, &StanceController::inputChanged, this, &StanceMatrixModel::onInput);
    connect(&controller, &StanceController::reportChanged, this, [this] {
        if (rowCount() > 0 && !m_stances.isEmpty()) emit dataChanged(index(0, parameterCount()), index(rowCount() - 1, columnCount() - 1));
    });
}

// Rows of the calls are the first rows here; the totals come and go with the first call, as a whole table.
void StanceMatrixModel::followCalls() {
    CallsModel& calls = m_controller.calls();
    connect(&calls, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(&calls, &QAbstractItemModel::modelReset, this, [this] { endResetModel(); });
    connect(&calls, &QAbstractItemModel::rowsAboutToBeInserted, this, [this](const QModelIndex&, int first, int last) {
        if (callCount() == 0) beginResetModel();
        else beginInsertRows({}, first, last);
    });
    connect(&calls, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
        if (callCount() == last - first + 1) endResetModel();
        else endInsertRows();
    });
    connect(&calls, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this](const QModelIndex&, int first, int last) {
        if (callCount() == last - first + 1) beginResetModel();
        else beginRemoveRows({}, first, last);
    });
    connect(&calls, &QAbstractItemModel::rowsRemoved, this, [this] {
        if (callCount() == 0) endResetModel();
        else endRemoveRows();
    });
    connect(&calls, &QAbstractItemModel::rowsAboutToBeMoved, this, [this](const QModelIndex&, int first, int last, const QModelIndex&, int to) { beginMoveRows({}, first, last, {}, to); });
    connect(&calls, &QAbstractItemModel::rowsMoved, this, [this] { endMoveRows(); });
    connect(&calls, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
        emit dataChanged(index(from.row(), from.column()), index(to.row(), to.column()));
    });
}

void StanceMatrixModel::onInput() {
    if (m_stances != m_controller.settings().stances) {
        beginResetModel();
        m_stances = m_controller.settings().stances;
        endResetModel();
    } else if (rowCount() > 0 && !m_stances.isEmpty()) {  // stale by now, or no more
        emit dataChanged(index(0, parameterCount()), index(rowCount() - 1, columnCount() - 1));
        emit headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
    }
}

int StanceMatrixModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || callCount() == 0 ? 0 : callCount() + static_cast<int>(kTotals.size()); }

const ReportedRun* StanceMatrixModel::run(int column) const {
    const StanceReportRef& report = m_controller.report();
    if (!report || !isStance(column)) return nullptr;
    // A run is told by its whole text, such as "default, skip_guard_eval_unsafe"; runs come in the order in which their stances were asked for.
    const qsizetype at = m_controller.ranInput().settings.stances.indexOf(m_stances[column - parameterCount()]);
    return at < 0 || at >= static_cast<qsizetype>(report->runs.size()) ? nullptr : &report->runs[static_cast<std::size_t>(at)];
}

const ReportedCall* StanceMatrixModel::call(const QModelIndex& index) const {
    const ReportedRun* const known = run(index.column());
    const int at = known ? m_controller.reportedCall(index.row()) : -1;
    return at < 0 || at >= static_cast<int>(known->calls.size()) ? nullptr : &known->calls[static_cast<std::size_t>(at)];
}

QVariant StanceMatrixModel::cell(const QModelIndex& index, int role) const {
    const ReportedCall* const known = call(index);
    const ReportedRun* const of = run(index.column());
    const int at = m_controller.reportedCall(index.row());
    const QString death = at < 0 ? QString() : deathIn(of, at);
    const bool isFatal = !death.isEmpty() && at == static_cast<int>(of->calls.size());
    switch (role) {
        case OutcomeRole: return known ? QVariant(static_cast<int>(known->outcome)) : isFatal ? QVariant(static_cast<int>(CallOutcome::Error)) : QVariant();
        case StaleRole: return m_controller.isStale();
        case StanceRole: return m_stances[index.column() - parameterCount()];
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole:
        case Qt::DisplayRole: break;
        default: return {};
    }
    if (!death.isEmpty()) {
        const QString word = isFatal ? tr("died") : tr("not made");
        return role == Qt::DisplayRole ? word : role == Qt::ToolTipRole ? death : word + QStringLiteral("; ") + death;
    }
    if (!known) return role == Qt::DisplayRole && m_controller.state() == StanceController::State::Running && at >= 0 ? QStringLiteral("·") : QString();
    const QString text = known->used ? QStringLiteral("%1 %2").arg(outcomeText(known->outcome), idText(*known->used)) : outcomeText(known->outcome);
    if (role == Qt::DisplayRole) return text;
    QStringList lines{text};
    if (!known->why.empty()) lines << toQString(known->why);
    if (known->error) lines << toQString(known->error->substr(0, known->error->find('\n')));
    if (known->outcome != CallOutcome::Reused)
        for (const ReportedVerdict& verdict : known->asked)
            if (!verdict.failures.empty()) lines << QStringLiteral("%1: %2").arg(idText(verdict.entry), toQString(verdict.failures.front().reason));
    if (m_controller.isStale()) lines << tr("Calls or options have changed since.");
    return lines.join(role == Qt::ToolTipRole ? QStringLiteral("\n") : QStringLiteral("; "));
}

QVariant StanceMatrixModel::total(const QModelIndex& index, int role) const {
    if (role == TotalRole) return true;
    if (role == StaleRole) return m_controller.isStale();
    if (!isStance(index.column())) return {};
    if (role == StanceRole) return m_stances[index.column() - parameterCount()];
    const ReportedRun* const known = run(index.column());
    if (role == Qt::ToolTipRole && known && known->died) return toQString(*known->died);
    if (role != Qt::DisplayRole) return {};
    return known && known->ended ? kTotals[static_cast<std::size_t>(index.row() - callCount())].text(*known) : QStringLiteral("–");  // they come with the end
}

QVariant StanceMatrixModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | Qt::AlignLeft));
    if (index.row() >= callCount()) return total(index, role);
    if (role == TotalRole) return false;
    if (isStance(index.column())) return cell(index, role);
    const CallsModel& calls = m_controller.calls();
    return calls.data(calls.index(index.row(), index.column()), role);
}

bool StanceMatrixModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() >= callCount() || isStance(index.column())) return false;
    CallsModel& calls = m_controller.calls();
    return calls.setData(calls.index(index.row(), index.column()), value, role);
}

Qt::ItemFlags StanceMatrixModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || index.row() >= callCount()) return flags;
    return isStance(index.column()) ? flags : flags | Qt::ItemIsEditable;
}

QVariant StanceMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (role != Qt::DisplayRole || section < 0 || section >= rowCount()) return {};
        return section < callCount() ? QString::number(section) : tr(kTotals[static_cast<std::size_t>(section - callCount())].title);
    }
    if (section < 0 || section >= columnCount()) return {};
    if (!isStance(section)) return m_controller.calls().headerData(section, orientation, role);
    const QString& stance = m_stances[section - parameterCount()];
    if (role == Qt::DisplayRole) return stance;
    if (role == Qt::ToolTipRole) return stanceTip(stance);
    return {};
}

}  // namespace whittle
