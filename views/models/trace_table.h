// A listing of what a trace says: rows of words in a tree, made on a worker and never changed. Stacks, causes, guards, symbols, metrics, ranks and choices are
// all shown so, searched so and copied so.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <QMetaType>
#include <QStringList>

#include "engine/base/cancel.h"

namespace whittle {

/// What a row leads to: a compile of a log, a graph of a debug folder, and of these an artifact or any record.
struct TraceTarget {
    int log = -1;         ///< of TraceContent::logs()
    int compile = -1;     ///< of its compiles
    int debugGraph = -1;  ///< of TraceContent::debugGraphs()
    int artifact = -1;    ///< of the compile, or a file of the debug folder
    qint64 record = -1;   ///< of the log

    bool isSubject() const { return (log >= 0 && compile >= 0) || debugGraph >= 0; }
    bool isText() const { return isSubject() && (artifact >= 0 || record >= 0); }
    TraceTarget subject() const { return {.log = log, .compile = compile, .debugGraph = debugGraph}; }
    friend bool operator==(const TraceTarget&, const TraceTarget&) = default;
};

/// How good or bad what a row says is: a shape and a colour beside its word.
enum class TraceTone { Plain, Good, Notice, Doubtful, Bad, Muted, Heading };

struct TraceRow {
    QStringList cells;
    QString tip = {};  ///< what the cells have no room for; searched and copied too
    int parent = -1;   ///< a row before this one
    TraceTone tone = TraceTone::Plain;
    TraceTarget target = {};
};

struct TraceColumn {
    QString title;
    int width = 120;
    bool isNumber = false;
};

class TraceTable {
public:
    explicit TraceTable(std::vector<TraceColumn> columns, int markColumn = -1) : m_columns(std::move(columns)), m_markColumn(markColumn) {}

    int add(TraceRow row);  ///< its index
    /// A row that others stand below.
    int addHeading(const QString& title) { return add({.cells = {title}, .tone = TraceTone::Heading}); }
    /// Nothing is added behind this; what stands below what is known then.
    void finish();

    const std::vector<TraceColumn>& columns() const { return m_columns; }
    int markColumn() const { return m_markColumn; }  ///< that has the tone's mark; -1: none
    int count() const { return static_cast<int>(m_rows.size()); }
    const TraceRow& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    std::span<const int> children(int row) const;  ///< of -1: those that stand below nothing
    int depth() const { return m_depth; }          ///< how many rows stand above the deepest one that has several cells
    int place(int row) const { return m_places[static_cast<std::size_t>(row)]; }  ///< among its siblings
    int hits() const { return m_hits; }            ///< of a filter, else all rows

    /// Rows that have all of these words, without regard to case, with what stands above and below them. Cost: linear.
    std::shared_ptr<const TraceTable> filtered(const QString& words, const CancelToken& cancel) const;
    /// Cells with tabs between them, the tip behind them where it says more.
    QString text(int row) const;
    QString text() const;  ///< all rows, indented
    /// Names of the row and of those above it; finds the row again in a later table.
    QStringList path(int row) const;
    int find(const QStringList& path) const;          ///< -1: none
    int find(const TraceTarget& target) const;        ///< the first row that leads exactly there; -1: none

private:
    std::vector<TraceColumn> m_columns;
    int m_markColumn;
    std::vector<TraceRow> m_rows;
    std::vector<int> m_children, m_starts, m_places;  // m_starts: by row + 1, and the end
    int m_hits = 0, m_depth = 0;
};

using TraceTableRef = std::shared_ptr<const TraceTable>;

}  // namespace whittle

Q_DECLARE_METATYPE(whittle::TraceTarget)
