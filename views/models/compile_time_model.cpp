#include "views/models/compile_time_model.h"

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
};
constexpr ColumnDef kColumns[CompileTimeModel::ColumnCount] = {
    {"part", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Phase or pass"), QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "In the order in which they run; passes are a part of the phase above them")},
    {"time_ms", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Time"), QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Of the clock on the wall, threads together")},
    {"share", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Share"), QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Of the whole compilation")},
    {"rewrites", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Rewrites"), QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "That the pass made")},
    {"what", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "What it does"), QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "In a sentence")},
};

struct PhaseText {
    std::string_view name;
    const char* what;
};
constexpr PhaseText kPhases[] = {
    {"check", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Holds the graph to its schemas and types")},
    {"start", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Starts LLVM, which later compilations of the process find running")},
    {"passes", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Rewrites the graph; each pass is a row below")},
    {"choose", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Chooses who computes each product, convolution and attention")},
    {"lower", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Turns operators into loops, joins them to kernels and plans memory")},
    {"codegen", QT_TRANSLATE_NOOP("whittle::CompileTimeModel", "Makes machine code, or finds it in the cache")},
};

}  // namespace

void CompileTimeModel::setReport(std::shared_ptr<const CompileReport> report) {
    if (report == m_report) return;
    beginResetModel();
    m_rows.clear();
    m_report = std::move(report);
    m_whole = m_report ? m_report->milliseconds : 0;
    const auto addPasses = [this] {
        for (const PassRecord& pass : m_report->passes) m_rows.push_back({toQString(pass.name), pass.milliseconds, &pass});
    };
    if (m_report) {
        for (const PhaseRecord& phase : m_report->phases) {
            m_rows.push_back({toQString(phase.name), phase.milliseconds, nullptr});
            if (phase.name == "passes") addPasses();
        }
        // Of a compilation that failed there are the passes alone.
        if (m_report->phases.empty()) addPasses();
        for (const Row& row : m_rows)
            if (m_report->phases.empty()) m_whole += row.milliseconds;
    }
    endResetModel();
}

int CompileTimeModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int CompileTimeModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant CompileTimeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const double share = m_whole > 0 ? std::clamp(row.milliseconds / m_whole, 0.0, 1.0) : 0;
    const bool isNumber = index.column() == TimeColumn || index.column() == ShareColumn || index.column() == RewritesColumn;
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            switch (index.column()) {
                case PartColumn: return row.pass && !m_report->phases.empty() ? QStringLiteral("      %1").arg(row.name) : row.name;
                case TimeColumn: return row.pass && row.pass->skipped ? tr("skipped") : formatDuration(row.milliseconds);
                case ShareColumn: return row.pass && row.pass->skipped ? QString() : formatPercent(share);
                case RewritesColumn: return row.pass ? formatCount(static_cast<qint64>(row.pass->rewrites.size())) : QString();
                default: break;
            }
            if (row.pass) {
                const auto known = std::ranges::find(allPasses(), row.pass->name, &PassDef::name);
                return known == allPasses().end() ? QString() : toQString(known->summary);
            } else {
                const auto known = std::ranges::find(kPhases, row.name.toStdString(), &PhaseText::name);
                return known == std::end(kPhases) ? QString() : tr(known->what);
            }
        case Qt::EditRole: {
            const bool isSkipped = row.pass && row.pass->skipped;
            if (index.column() == PartColumn) return row.name;
            if (index.column() == TimeColumn) return isSkipped ? unknownNumber() : QVariant(row.milliseconds);
            if (index.column() == ShareColumn) return isSkipped ? unknownNumber() : QVariant(share);
            if (index.column() == RewritesColumn) return row.pass ? QVariant(static_cast<qlonglong>(row.pass->rewrites.size())) : unknownNumber();
            return {};
        }
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case ShareRole: return index.column() == ShareColumn && !(row.pass && row.pass->skipped) ? QVariant(share) : QVariant();
        case PassRole: return row.pass ? row.name : QString();
        default: return {};
    }
}

QVariant CompileTimeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[section];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::EditRole) return QLatin1String(column.key);
    if (role == Qt::ToolTipRole) return tr(column.tip);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (section == PartColumn || section == WhatColumn ? Qt::AlignLeft : Qt::AlignRight));
    return {};
}

}  // namespace whittle
