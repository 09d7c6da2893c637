#include "views/models/text_lines.h"

#include <algorithm>

namespace whittle {

TextLines::TextLines(QString text, std::vector<int> numbers) : m_text(std::move(text)), m_numbers(std::move(numbers)) {
    if (m_text.endsWith(u'\n')) m_text.chop(1);  // ends the last line, begins none
    qsizetype at = 0;
    while (!m_text.isEmpty() && at <= m_text.size()) {
        m_starts.push_back(at);
        qsizetype end = m_text.indexOf(u'\n', at);
        if (end < 0) end = m_text.size();
        const QStringView line = QStringView(m_text).mid(at, end - at);
        m_longest = std::max(m_longest, static_cast<int>(line.size() + (kTab - 1) * line.count(u'\t')));
        at = end + 1;
    }
    m_numbers.resize(m_numbers.empty() ? 0 : m_starts.size());
}

QStringView TextLines::line(int index) const {
    const qsizetype start = startOf(index);
    const qsizetype end = index + 1 < count() ? startOf(index + 1) - 1 : m_text.size();
    return QStringView(m_text).mid(start, end - start);
}

QString withoutTabs(QStringView line) {
    QString out;
    out.reserve(line.size());
    for (const QChar letter : line) {
        if (letter == u'\t') out.append(QString(TextLines::kTab - out.size() % TextLines::kTab, u' '));
        else out.append(letter);
    }
    return out;
}

}  // namespace whittle
