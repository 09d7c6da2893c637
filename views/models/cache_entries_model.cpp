#include "views/models/cache_entries_model.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString lifeText(const ReportedEntry& entry) {
    switch (entry.life) {
        case ReportedEntry::Life::Live: return CacheEntriesModel::tr("live");
        case ReportedEntry::Life::Shadowed: return entry.shadowedBy ? CacheEntriesModel::tr("shadowed by %1").arg(idText(*entry.shadowedBy)) : CacheEntriesModel::tr("shadowed");
        case ReportedEntry::Life::Dead: return CacheEntriesModel::tr("dead");
    }
    return {};
}

QString lifeTip(const ReportedEntry& entry) {
    switch (entry.life) {
        case ReportedEntry::Life::Live: return CacheEntriesModel::tr("Calls of the sequence use it.");
        case ReportedEntry::Life::Shadowed: return CacheEntriesModel::tr("Calls of the sequence would fit it, but an entry before it takes all of them.");
        case ReportedEntry::Life::Dead: return CacheEntriesModel::tr("No call after the one that made it fits it.");
    }
    return {};
}

QString guardsOf(const ReportedEntry& entry) { return formatCount(std::ranges::count(entry.guards, false, &ReportedGuard::isValue)); }

QString symbolsOf(const ReportedEntry& entry) {
    QStringList names;
    for (const ReportedSymbol& symbol : entry.symbols) names << toQString(symbol.name);
    return names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", "));
}

QString partOf(const ReportedEntry& entry) {
    const QString part = entry.frame.empty() ? CacheEntriesModel::tr("whole function") : toQString(entry.frame);
    return entry.graphBreak ? CacheEntriesModel::tr("%1, up to a graph break").arg(part) : part;
}

struct ColumnDef {
    const char* title;
    QString (*text)(const ReportedEntry& entry);
    bool isNumber = false;
};
constexpr std::array<ColumnDef, CacheEntriesModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Entry"), [](const ReportedEntry& one) { return idText(one.id); }},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "State"), lifeText},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Hits"), [](const ReportedEntry& one) { return formatCount(one.hits); }, true},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Made by call"), [](const ReportedEntry& one) { return formatCount(one.madeBy); }, true},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "After a miss of"), [](const ReportedEntry& one) { return one.replaced ? idText(*one.replaced) : QStringLiteral("–"); }},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Recorded in"), [](const ReportedEntry& one) { return formatDuration(one.recordMs); }, true},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Compiled in"), [](const ReportedEntry& one) { return formatDuration(one.compileMs); }, true},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Guards"), guardsOf, true},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Symbols"), symbolsOf},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Backend"), [](const ReportedEntry& one) { return toQString(one.backend); }},
    {QT_TRANSLATE_NOOP("whittle::CacheEntriesModel", "Part"), partOf},
}};

// Entries after the call in lookup order, then those of what follows its graph breaks, part by part.
std::vector<CompileId> orderAfter(const ReportedCall& call) {
    std::vector<CompileId> out = call.order;
    for (const ReportedCall& part : call.resumed) out.insert(out.end(), part.order.begin(), part.order.end());
    return out;
}

}  // namespace

void CacheEntriesModel::setRun(StanceReportRef report, const ReportedRun* run, int call) {
    beginResetModel();
    releaseElsewhere(std::exchange(m_report, std::move(report)));
    m_run = run;
    m_rows.resize(run ? run->entries.size() : 0);
    std::iota(m_rows.begin(), m_rows.end(), std::size_t{0});
    m_there = static_cast<int>(m_rows.size());
    if (run && call >= 0 && call < static_cast<int>(run->calls.size())) {
        const auto later = std::ranges::stable_partition(m_rows, [&](std::size_t row) { return run->entries[row].madeBy <= call; });
        m_there = static_cast<int>(later.begin() - m_rows.begin());
        const std::vector<CompileId> order = orderAfter(run->calls[static_cast<std::size_t>(call)]);
        std::stable_sort(m_rows.begin(), later.begin(), [&](std::size_t a, std::size_t b) {
            return std::ranges::find(order, run->entries[a].id) < std::ranges::find(order, run->entries[b].id);
        });
    }
    endResetModel();
}

int CacheEntriesModel::rowOf(const CompileId& id) const {
    if (!m_run) return -1;
    const auto found = std::ranges::find(m_rows, id, [this](std::size_t row) { return m_run->entries[row].id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int CacheEntriesModel::used() const {
    int out = 0;
    for (int row = 0; m_run && row < m_there; ++row) out += entry(row).frame.empty() ? 1 : 0;
    return out;
}

QVariant CacheEntriesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole: return index.column() == LifeColumn && !isThere(index.row()) ? tr("not made yet") : column.text(entry(index.row()));
        case Qt::ToolTipRole:
            if (index.column() != LifeColumn) return column.text(entry(index.row()));
            return isThere(index.row()) ? lifeTip(entry(index.row())) : tr("Call %1 makes it.").arg(formatCount(entry(index.row()).madeBy));
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case LifeRole: return static_cast<int>(entry(index.row()).life);
        case ThereRole: return isThere(index.row());
        default: return {};
    }
}

QVariant CacheEntriesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
