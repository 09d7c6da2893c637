#include "views/models/guard_tree_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "views/models/format.h"
#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* title;
    bool isNumber = false;
};
constexpr std::array<ColumnDef, GuardTreeModel::ColumnCount> kColumns{{{QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Value and guard")},
                                                                       {QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Kind")},
                                                                       {QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Cost"), true},
                                                                       {QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Share"), true},
                                                                       {QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Failed"), true},
                                                                       {QT_TRANSLATE_NOOP("whittle::GuardTreeModel", "Needed by")}}};

QString titleOf(const ReportedGuard& guard) {
    if (guard.isValue) return toQString(guard.source);
    return toQString(guard.text.empty() ? guard.kind : guard.text);
}

QString whereOf(const ReportedGuard& guard) {
    QStringList parts;
    if (!guard.node.empty()) parts << toQString(guard.node);
    if (!guard.line.empty()) parts << toQString(guard.line);
    return parts.join(QStringLiteral(", "));
}

bool has(const ReportedGuard& guard, const QString& text) {
    return titleOf(guard).contains(text, Qt::CaseInsensitive) || toQString(guard.kind).contains(text, Qt::CaseInsensitive) || toQString(guard.source).contains(text, Qt::CaseInsensitive) ||
           whereOf(guard).contains(text, Qt::CaseInsensitive);
}

}  // namespace

void GuardTreeModel::setEntry(StanceReportRef report, const ReportedEntry* entry) {
    const auto same = [](const ReportedGuard& a, const ReportedGuard& b) { return a.failures == b.failures && a.nanoseconds == b.nanoseconds && a.text == b.text && a.source == b.source; };
    if (entry == m_entry || (entry && m_entry && entry->id == m_entry->id && std::ranges::equal(entry->guards, m_entry->guards, same))) return;
    beginResetModel();
    releaseElsewhere(std::exchange(m_report, std::move(report)));
    m_entry = entry;
    arrange();
    endResetModel();
}

void GuardTreeModel::setSearch(const QString& text) {
    if (text.trimmed() == m_search) return;
    beginResetModel();
    m_search = text.trimmed();
    arrange();
    endResetModel();
}

// A parent stands before its parts, and one that does not is taken for the process's own.
void GuardTreeModel::arrange() {
    const int count = m_entry ? static_cast<int>(m_entry->guards.size()) : 0;
    std::vector<bool> shown(static_cast<std::size_t>(count), m_search.isEmpty());
    m_failed.assign(static_cast<std::size_t>(count), false);
    m_nanoseconds = 0;
    m_checks = 0;
    const auto parentOf = [&](int index) { return guard(index).parent < index ? guard(index).parent : -1; };
    for (int i = 0; i < count; ++i) {
        const ReportedGuard& one = guard(i);
        if (!one.isValue) {
            ++m_checks;
            m_nanoseconds += one.nanoseconds;
        }
        // Of a value that has the text all parts are of interest, of a part what it is inside of.
        const int above = parentOf(i);
        const bool isInside = above >= 0 && shown[static_cast<std::size_t>(above)] && !m_search.isEmpty() && has(guard(above), m_search);
        if (isInside || (!m_search.isEmpty() && has(one, m_search)))
            for (int up = i; up >= 0 && !shown[static_cast<std::size_t>(up)]; up = parentOf(up)) shown[static_cast<std::size_t>(up)] = true;
        if (one.failures > 0)
            for (int up = i; up >= 0; up = parentOf(up)) m_failed[static_cast<std::size_t>(up)] = true;
    }
    m_children.assign(static_cast<std::size_t>(count) + 1, {});
    m_rows.assign(static_cast<std::size_t>(count), -1);
    for (int i = 0; i < count; ++i) {
        if (!shown[static_cast<std::size_t>(i)]) continue;
        const int above = parentOf(i);
        auto& siblings = m_children[static_cast<std::size_t>(above < 0 ? count : above)];
        m_rows[static_cast<std::size_t>(i)] = static_cast<int>(siblings.size());
        siblings.push_back(i);
    }
}

int GuardTreeModel::shown() const {
    int out = 0;
    for (int i = 0; m_entry && i < static_cast<int>(m_rows.size()); ++i) out += m_rows[static_cast<std::size_t>(i)] >= 0 && !guard(i).isValue;
    return out;
}

const std::vector<int>& GuardTreeModel::childrenOf(const QModelIndex& parent) const {
    return parent.isValid() ? m_children[parent.internalId()] : m_children.back();
}

QModelIndex GuardTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, static_cast<quintptr>(childrenOf(parent)[static_cast<std::size_t>(row)]));
}

QModelIndex GuardTreeModel::indexOf(int guard) const {
    if (guard < 0 || guard >= static_cast<int>(m_rows.size()) || m_rows[static_cast<std::size_t>(guard)] < 0) return {};
    return createIndex(m_rows[static_cast<std::size_t>(guard)], 0, static_cast<quintptr>(guard));
}

QModelIndex GuardTreeModel::parent(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const int at = static_cast<int>(index.internalId()), above = guard(at).parent;
    return above < at ? indexOf(above) : QModelIndex();
}

int GuardTreeModel::rowCount(const QModelIndex& parent) const { return !m_entry || parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size()); }

QVariant GuardTreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int at = static_cast<int>(index.internalId());
    const ReportedGuard& one = guard(at);
    const double share = m_nanoseconds > 0 ? one.nanoseconds / m_nanoseconds : 0;
    switch (role) {
        case GuardRole: return at;
        case FailedRole: return static_cast<bool>(m_failed[static_cast<std::size_t>(at)]);
        case ShareRole: return index.column() == ShareColumn && m_nanoseconds > 0 ? QVariant(std::clamp(share, 0.0, 1.0)) : QVariant();
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (kColumns[static_cast<std::size_t>(index.column())].isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::DisplayRole:
        case Qt::ToolTipRole: break;
        default: return {};
    }
    switch (index.column()) {
        case GuardColumn: return titleOf(one);
        case KindColumn: return one.isValue ? tr("value") : toQString(one.kind);
        case CostColumn: return one.nanoseconds > 0 ? formatDuration(one.nanoseconds * 1e-6) : QString();
        case ShareColumn: return one.nanoseconds > 0 ? formatPercent(share) : QString();
        case FailuresColumn: return one.isValue ? QString() : one.failures > 0 ? formatCount(one.failures) : QStringLiteral("–");
        case LineColumn: return whereOf(one);
        default: return {};
    }
}

QVariant GuardTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kColumns[static_cast<std::size_t>(section)].title);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (kColumns[static_cast<std::size_t>(section)].isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

}  // namespace whittle
