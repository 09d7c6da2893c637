// A long text, of which only the lines on the screen are ever touched: with line numbers, colours, selection, search, and lines that belong to those of another view.
#pragma once

#include <vector>

#include <QAbstractScrollArea>

#include "views/models/code_lexer.h"
#include "views/models/text_lines.h"

namespace whittle {

class CodeView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit CodeView(QWidget* parent = nullptr);

    void setText(TextLinesRef text, CodeLanguage language);
    const TextLinesRef& text() const { return m_text; }

    int currentLine() const { return m_caret.line; }  ///< where the caret stands; 0 in an empty text
    /// Puts the caret there and scrolls as little as shows it.
    void setCurrentLine(int line);
    /// Lines that belong together, ascending: they have a background, and ticks beside the scroll bar.
    void setLinked(std::vector<int> lines);
    const std::vector<int>& linked() const { return m_linked; }
    /// In the middle, unless it is on the screen.
    void showLine(int line);
    int firstVisibleLine() const;
    int visibleLines() const;  ///< that fit

    enum class Direction { Forward, Backward };
    /// Selects the next place from the selection on, around the end; false where there is none.
    bool find(const QString& wanted, Direction direction);
    QString selectedText() const;
    void selectAll();
    void copy() const;
    QRect lineRect(int line) const;  ///< on the viewport

signals:
    void lineHovered(int line);  ///< -1: none
    /// By a click or a key of the user, not by setCurrentLine() or find().
    void linePicked(int line);
    void findWanted();
    void findAgainWanted(CodeView::Direction direction);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Columns are those of the text with tabs as blanks.
    struct Place {
        int line = 0, column = 0;
        auto operator<=>(const Place&) const = default;
    };
    int lines() const { return m_text ? m_text->count() : 0; }
    QString shown(int line) const;
    Place placeAt(QPoint point) const;
    void moveTo(Place place, bool keepsAnchor);
    void scrollTo(Place place);
    void updateBars();
    void tellLine();
    void paintLine(QPainter& painter, int line) const;
    int gutter() const;
    int lineHeight() const;
    double charWidth() const;  ///< fractions of a pixel add up along a line

    TextLinesRef m_text;
    CodeLanguage m_language = CodeLanguage::LoopIr;
    std::vector<int> m_linked;
    Place m_caret, m_anchor;
    int m_hovered = -1;
};

}  // namespace whittle
