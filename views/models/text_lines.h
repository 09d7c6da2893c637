// A long text as lines, for views that show a few of them at a time. Immutable; thread-safe.
#pragma once

#include <memory>
#include <vector>

#include <QString>
#include <QStringView>

namespace whittle {

class TextLines {
public:
    /// `numbers`: how the lines are counted, by line, where that is not 1, 2, 3. Cost: linear.
    explicit TextLines(QString text, std::vector<int> numbers = {});

    int count() const { return static_cast<int>(m_starts.size()); }
    QStringView line(int index) const;
    int number(int index) const { return m_numbers.empty() ? index + 1 : m_numbers[static_cast<std::size_t>(index)]; }
    int lastNumber() const { return count() ? number(count() - 1) : 0; }
    int longest() const { return m_longest; }  ///< characters of the longest line, a tab counted as kTab
    const QString& text() const { return m_text; }
    qsizetype startOf(int index) const { return m_starts[static_cast<std::size_t>(index)]; }  ///< in text()

    static constexpr int kTab = 8;

private:
    QString m_text;
    std::vector<qsizetype> m_starts;
    std::vector<int> m_numbers;
    int m_longest = 0;
};

using TextLinesRef = std::shared_ptr<const TextLines>;

/// With tabs as blanks, as a view of characters of one width shows it.
QString withoutTabs(QStringView line);

}  // namespace whittle
