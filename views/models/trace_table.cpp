#include "views/models/trace_table.h"

#include <algorithm>

namespace whittle {
namespace {

constexpr int kPollEvery = 4096;  // rows

}  // namespace

int TraceTable::add(TraceRow row) {
    m_rows.push_back(std::move(row));
    return count() - 1;
}

void TraceTable::finish() {
    m_starts.assign(m_rows.size() + 2, 0);
    for (const TraceRow& row : m_rows) ++m_starts[static_cast<std::size_t>(row.parent) + 2];
    for (std::size_t i = 1; i < m_starts.size(); ++i) m_starts[i] += m_starts[i - 1];
    m_children.resize(m_rows.size());
    m_places.resize(m_rows.size());
    std::vector<int> depths(m_rows.size(), 0);
    std::vector<int> filled(m_starts.begin(), m_starts.end() - 1);
    for (int index = 0; index < count(); ++index) {
        const auto above = static_cast<std::size_t>(row(index).parent + 1);
        m_places[static_cast<std::size_t>(index)] = filled[above] - m_starts[above];
        m_children[static_cast<std::size_t>(filled[above]++)] = index;
        int& depth = depths[static_cast<std::size_t>(index)];
        if (row(index).parent >= 0) depth = depths[above - 1] + 1;
        if (row(index).cells.size() > 1) m_depth = std::max(m_depth, depth);
    }
    if (m_hits == 0) m_hits = count();
}

std::span<const int> TraceTable::children(int row) const {
    if (m_starts.empty()) return {};
    const auto above = static_cast<std::size_t>(row + 1);
    return std::span(m_children).subspan(static_cast<std::size_t>(m_starts[above]), static_cast<std::size_t>(m_starts[above + 1] - m_starts[above]));
}

std::shared_ptr<const TraceTable> TraceTable::filtered(const QString& words, const CancelToken& cancel) const {
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    auto out = std::make_shared<TraceTable>(m_columns, m_markColumn);
    enum : char { Hidden, Above, Below, Hit };
    std::vector<char> states(m_rows.size(), Hidden);
    int hits = 0;
    for (int index = 0; index < count(); ++index) {
        if (index % kPollEvery == 0 && cancel.cancelled()) return out;
        const TraceRow& row = this->row(index);
        const auto has = [&](const QString& word) {
            return row.tip.contains(word, Qt::CaseInsensitive) || std::ranges::any_of(row.cells, [&](const QString& cell) { return cell.contains(word, Qt::CaseInsensitive); });
        };
        char& state = states[static_cast<std::size_t>(index)];
        if (std::ranges::all_of(wanted, has)) {
            state = Hit;
            ++hits;
            for (int above = row.parent; above >= 0 && states[static_cast<std::size_t>(above)] == Hidden; above = this->row(above).parent) states[static_cast<std::size_t>(above)] = Above;
        } else if (row.parent >= 0 && states[static_cast<std::size_t>(row.parent)] >= Below) {
            state = Below;
        }
    }
    std::vector<int> indexes(m_rows.size(), -1);
    for (int index = 0; index < count(); ++index) {
        if (states[static_cast<std::size_t>(index)] == Hidden) continue;
        TraceRow row = this->row(index);
        if (row.parent >= 0) row.parent = indexes[static_cast<std::size_t>(row.parent)];
        indexes[static_cast<std::size_t>(index)] = out->add(std::move(row));
    }
    out->finish();
    out->m_hits = hits;
    return out;
}

QString TraceTable::text(int index) const {
    const TraceRow& row = this->row(index);
    QStringList parts = row.cells;
    while (!parts.isEmpty() && parts.last().isEmpty()) parts.removeLast();
    if (!row.tip.isEmpty() && !parts.contains(row.tip)) parts << row.tip;
    return parts.join(u'\t');
}

QString TraceTable::text() const {
    QString out;
    for (int index = 0; index < count(); ++index) {
        for (int above = row(index).parent; above >= 0; above = row(above).parent) out += QLatin1String("  ");
        out += text(index) + u'\n';
    }
    return out;
}

QStringList TraceTable::path(int index) const {
    QStringList out;
    for (; index >= 0; index = row(index).parent) out.prepend(row(index).cells.value(0));
    return out;
}

int TraceTable::find(const QStringList& path) const {
    int at = -1;
    for (const QString& name : path) {
        const auto below = children(at);
        const auto found = std::ranges::find_if(below, [&](int child) { return row(child).cells.value(0) == name; });
        if (found == below.end()) return -1;
        at = *found;
    }
    return at;
}

int TraceTable::find(const TraceTarget& target) const {
    const auto found = std::ranges::find(m_rows, target, &TraceRow::target);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

}  // namespace whittle
