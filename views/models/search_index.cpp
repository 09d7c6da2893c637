#include "views/models/search_index.h"

#include <algorithm>
#include <limits>

#include "views/models/graph_content.h"
#include "views/models/node_overlays.h"
#include "views/models/text.h"

namespace whittle {
namespace {

std::span<const ValueId> resultsOf(const Graph& graph, const SceneBox& box) {
    if (box.kind == SceneBox::Kind::Node) return graph.node(box.node).outputs;
    return box.value.valid() ? std::span(&box.value, 1) : std::span<const ValueId>();
}

QStringList sizesOf(const TensorType& type) {
    QStringList sizes;
    for (const SymInt& size : type.sizes) sizes << toQString(size.text());
    return sizes;
}

// Of all results of a box. Few types stand on many boxes.
struct ResultWords {
    QStringList types, shapes, dtypes;
    double bytes = 0;
};

ResultWords wordsOf(const Graph& graph, std::span<const ValueId> results) {
    ResultWords words;
    for (const ValueId result : results) {
        words.bytes += bytesOf(graph, result).value_or(std::numeric_limits<double>::quiet_NaN());
        words.types << toQString(typeText(graph.type(result)));
        const TensorType* type = asTensorType(graph.type(result));
        if (!type) continue;
        const QStringList sizes = sizesOf(*type);
        words.shapes << sizes.join(u'x') << QStringLiteral("[%1]").arg(sizes.join(u','));
        words.dtypes << toQString(dtypeInfo(type->dtype).name) << toQString(dtypeInfo(type->dtype).torchName);
    }
    return words;
}

}  // namespace

void SearchColumn::addNew(const QStringList& values) {
    for (const QString& value : values) {
        if (value.isEmpty()) continue;
        m_lines.push_back(m_text.size());
        m_entryOfLine.push_back(m_count);
        m_text += value.toLower();
        m_text += u'\n';
    }
    m_entries.push_back(m_count++);
}

std::size_t SearchColumn::lineAt(qsizetype position) const {
    return static_cast<std::size_t>(std::upper_bound(m_lines.begin(), m_lines.end(), position) - m_lines.begin()) - 1;
}

// Where the next value that matches has a letter of its own; -1: there is none.
qsizetype SearchColumn::find(const TextPattern& pattern, qsizetype from, bool& byLine, bool& failed) const {
    switch (pattern.kind) {
        case TextPattern::Kind::Part: return m_text.indexOf(pattern.text, from);
        case TextPattern::Kind::Start:
            if (const qsizetype at = m_text.indexOf(u'\n' + pattern.text, from - 1); at >= 0) return at + 1;
            return -1;
        case TextPattern::Kind::End: return m_text.indexOf(pattern.text + u'\n', from);
        case TextPattern::Kind::Expression: break;
    }
    // One match over all values is quicker than one for each, as long as it stays within a value. [^a] goes on over the end of its line: of an expression
    // that does, the rest is asked line by line, for each of its matches may run through all that is left.
    const auto checked = QRegularExpression::DontCheckSubjectStringMatchOption;  // it came out of UTF-8
    if (!byLine) {
        const QRegularExpressionMatch found = pattern.expression.match(m_text, from, QRegularExpression::NormalMatch, checked);
        failed = !found.isValid();
        if (failed || !found.hasMatch() || found.capturedStart() >= m_text.size()) return -1;
        from = found.capturedStart();
        const std::size_t line = lineAt(from);
        if (found.capturedEnd() < endOf(line)) return from;
        byLine = true;
    }
    for (std::size_t line = lineAt(from); line < m_lines.size(); ++line) {
        const QString value = m_text.mid(m_lines[line], endOf(line) - 1 - m_lines[line]);
        const QRegularExpressionMatch found = pattern.expression.match(value, 0, QRegularExpression::NormalMatch, checked);
        failed = !found.isValid();
        if (failed) return -1;
        if (found.hasMatch()) return m_lines[line];
    }
    return -1;
}

std::optional<std::vector<char>> SearchColumn::match(const TextPattern& pattern) const {
    std::vector<char> matches(static_cast<std::size_t>(m_count), 0);
    bool failed = false, byLine = false;
    for (qsizetype from = 1, at; m_count > 0 && from < m_text.size() && (at = find(pattern, from, byLine, failed)) >= 0;) {
        const std::size_t line = lineAt(at);
        matches[static_cast<std::size_t>(m_entryOfLine[line])] = 1;
        if (line + 1 == m_lines.size()) break;
        from = m_lines[line + 1];
    }
    if (failed) return std::nullopt;
    return matches;
}

SearchIndex::SearchIndex(const GraphContent& content) : m_columns(ColumnCount), m_bytes(static_cast<std::size_t>(content.itemCount())) {
    const Graph& graph = *content.graph();
    QHash<QString, ResultWords> known;
    for (int item = 0; item < content.itemCount(); ++item) {
        const SceneBox& box = content.items()[static_cast<std::size_t>(item)];
        const std::span<const ValueId> results = resultsOf(graph, box);
        // The text on a card says all of one result, and of several only how many there are.
        QString type = results.size() == 1 ? box.type : QString();
        if (results.size() > 1) type = wordsOf(graph, results).types.join(u'\n');
        auto words = known.find(type);
        if (words == known.end()) words = known.insert(type, wordsOf(graph, results));
        m_bytes[static_cast<std::size_t>(item)] = box.kind == SceneBox::Kind::Group ? std::numeric_limits<double>::quiet_NaN() : words->bytes;
        m_columns[Type].add(type, [&] { return words->types; });
        m_columns[Shape].add(type, [&] { return words->shapes; });
        m_columns[Dtype].add(type, [&] { return words->dtypes; });
        m_columns[Name].addNew({box.name});
        m_columns[Op].add(box.op, [&] { return box.kind == SceneBox::Kind::Node ? QStringList{box.op, box.title} : QStringList{box.op}; });
        const auto plain = [&](Column column, const QString& value) { m_columns[static_cast<std::size_t>(column)].add(value, [&] { return QStringList{value}; }); };
        plain(Title, box.title);
        plain(Weights, box.weights);
        plain(Module, box.modulePath);
        plain(Source, box.source);
    }
    for (SearchColumn& column : m_columns) column.settle();
}

}  // namespace whittle
