#include "views/models/text_lines.h"

#include <algorithm>

namespace whittle {

TextLines::TextLines(QString text, std::vector<int> numbers) : m_text(std::move(text)), m_numbers(std::move(numbers)) {
    if (m_text.endsWith(u'\n')) m_text.chop(1);  // ends the last line, begins none
    const auto* const letters = m_text.utf16();
    const qsizetype size = m_text.size();
    int width = 0;  // of the line so far
    if (size > 0) m_starts.push_back(0);
    for (qsizetype at = 0; at < size; ++at) {
        width += letters[at] == u'\t' ? kTab : 1;
        if (letters[at] != u'\n') continue;
        m_longest = std::max(m_longest, width);
        width = 0;
        m_starts.push_back(at + 1);
    }
    m_longest = std::max(m_longest, width);
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
