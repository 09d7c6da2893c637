// The words of a graph's items, ready to be searched as somebody types. Each field is one long text in which equal values stand once, so a
// pattern is matched with what is different only, in one pass.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <QHash>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

namespace whittle {

class GraphContent;

struct TextPattern {
    enum class Kind { Part, Start, End, Expression };
    Kind kind = Kind::Part;
    QString text;                   ///< in lower case; not of an Expression
    QRegularExpression expression;  ///< sees a value as a line
};

class SearchColumn {
public:
    /// Of the next item: what it has to say, of which one has to match. `values` makes it, and is asked once for all items with one `key`.
    template <class Values>
    void add(const QString& key, Values&& values) {
        const auto known = m_known.constFind(key);
        if (known != m_known.constEnd()) return m_entries.push_back(*known);
        m_known.insert(key, m_count);
        addNew(values());
    }
    /// Nothing is like it.
    void addNew(const QStringList& values);
    /// Which entries match. Nothing when the expression was given up as too costly.
    std::optional<std::vector<char>> match(const TextPattern& pattern) const;
    std::size_t entryOf(int item) const { return static_cast<std::size_t>(m_entries[static_cast<std::size_t>(item)]); }
    void settle() { m_known = {}; }  ///< no item comes any more

private:
    qsizetype find(const TextPattern& pattern, qsizetype from, bool& byLine, bool& failed) const;
    qsizetype endOf(std::size_t line) const { return line + 1 < m_lines.size() ? m_lines[line + 1] : m_text.size(); }  ///< behind its line feed
    std::size_t lineAt(qsizetype position) const;

    QString m_text = QStringLiteral("\n");  // lower case; each value between two ends of line
    std::vector<qsizetype> m_lines;         // where values begin
    std::vector<int> m_entryOfLine;
    std::vector<int> m_entries;             // by item
    QHash<QString, int> m_known;
    int m_count = 0;
};

class SearchIndex {
public:
    enum Column { Title, Name, Op, Type, Shape, Dtype, Weights, Module, Source, ColumnCount };

    /// Cost: linear.
    explicit SearchIndex(const GraphContent& content);

    const SearchColumn& column(int column) const { return m_columns[static_cast<std::size_t>(column)]; }
    double bytes(int item) const { return m_bytes[static_cast<std::size_t>(item)]; }  ///< of results; NaN: not known, or a group

private:
    std::vector<SearchColumn> m_columns;
    std::vector<double> m_bytes;  // by item
};

}  // namespace whittle
