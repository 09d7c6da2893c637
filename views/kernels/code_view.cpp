#include "views/kernels/code_view.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include "views/kernels/code_colors.h"
#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kGap = 8;     // beside the line numbers
constexpr int kTicks = 7;   // of linked lines, at the right edge

int rawColumn(QStringView line, int column) {
    int at = 0, shown = 0;
    while (at < line.size() && shown < column) {
        shown += line[at] == u'\t' ? TextLines::kTab - shown % TextLines::kTab : 1;
        ++at;
    }
    return at;
}

bool isWord(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'%' || c == u'@'; }

}  // namespace

CodeView::CodeView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFrameShape(NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    updateBars();
}

void CodeView::setText(TextLinesRef text, CodeLanguage language) {
    m_text = std::move(text);
    m_language = language;
    m_linked.clear();
    m_caret = m_anchor = {};
    m_hovered = -1;
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    updateBars();
    tellLine();
    viewport()->update();
}

QString CodeView::shown(int line) const { return line < lines() ? withoutTabs(m_text->line(line)) : QString(); }
int CodeView::lineHeight() const { return fontMetrics().lineSpacing() + 1; }
double CodeView::charWidth() const { return std::max(1.0, QFontMetricsF(font()).horizontalAdvance(u'0')); }
int CodeView::gutter() const { return static_cast<int>(static_cast<double>(QString::number(std::max(99, m_text ? m_text->lastNumber() : 0)).size()) * charWidth()) + 2 * kGap; }
int CodeView::firstVisibleLine() const { return verticalScrollBar()->value(); }
int CodeView::visibleLines() const { return std::max(1, viewport()->height() / lineHeight()); }

QRect CodeView::lineRect(int line) const { return {0, (line - firstVisibleLine()) * lineHeight(), viewport()->width(), lineHeight()}; }

void CodeView::updateBars() {
    verticalScrollBar()->setRange(0, std::max(0, lines() - visibleLines()));
    verticalScrollBar()->setPageStep(visibleLines());
    const int columns = std::max(1, static_cast<int>((viewport()->width() - gutter() - kTicks) / charWidth()));
    horizontalScrollBar()->setRange(0, std::max(0, (m_text ? m_text->longest() : 0) + 1 - columns));
    horizontalScrollBar()->setPageStep(columns);
    horizontalScrollBar()->setSingleStep(4);
}

void CodeView::setCurrentLine(int line) {
    if (lines() == 0) return;
    moveTo({std::clamp(line, 0, lines() - 1), 0}, false);
}

void CodeView::setLinked(std::vector<int> lines) {
    if (lines == m_linked) return;
    m_linked = std::move(lines);
    viewport()->update();
}

void CodeView::showLine(int line) {
    if (line < 0 || line >= lines()) return;
    if (line >= firstVisibleLine() && line < firstVisibleLine() + visibleLines()) return;
    verticalScrollBar()->setValue(line - visibleLines() / 2);
}

void CodeView::tellLine() {
    setAccessibleDescription(lines() == 0 ? tr("Empty") : tr("Line %1 of %2: %3").arg(formatCount(m_text->number(m_caret.line)), formatCount(m_text->lastNumber()), shown(m_caret.line).trimmed()));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void CodeView::moveTo(Place place, bool keepsAnchor) {
    const bool changesLine = place.line != m_caret.line;
    m_caret = place;
    if (!keepsAnchor) m_anchor = place;
    scrollTo(place);
    viewport()->update();
    if (changesLine) tellLine();
}

void CodeView::scrollTo(Place place) {
    QScrollBar& down = *verticalScrollBar();
    if (place.line < down.value()) down.setValue(place.line);
    if (place.line >= down.value() + visibleLines()) down.setValue(place.line - visibleLines() + 1);
    QScrollBar& across = *horizontalScrollBar();
    if (place.column < across.value()) across.setValue(std::max(0, place.column - 4));
    if (place.column >= across.value() + across.pageStep()) across.setValue(place.column - across.pageStep() + 4);
}

CodeView::Place CodeView::placeAt(QPoint point) const {
    if (lines() == 0) return {};
    const int line = std::clamp(firstVisibleLine() + (point.y() < 0 ? -1 : point.y() / lineHeight()), 0, lines() - 1);
    const int column = horizontalScrollBar()->value() + static_cast<int>(std::floor((point.x() - gutter()) / charWidth() + 0.5));
    return {line, std::clamp(column, 0, static_cast<int>(shown(line).size()))};
}

bool CodeView::find(const QString& wanted, Direction direction) {
    if (wanted.isEmpty() || lines() == 0) return false;
    const QString& text = m_text->text();
    const auto [low, high] = std::minmax(m_anchor, m_caret);
    const auto offset = [&](Place place) { return m_text->startOf(place.line) + rawColumn(m_text->line(place.line), place.column); };
    qsizetype at;
    if (direction == Direction::Forward) {
        at = text.indexOf(wanted, offset(high), Qt::CaseInsensitive);
        if (at < 0) at = text.indexOf(wanted, 0, Qt::CaseInsensitive);
    } else {
        const qsizetype before = offset(low) - 1;
        at = before < 0 ? -1 : text.lastIndexOf(wanted, before, Qt::CaseInsensitive);
        if (at < 0) at = text.lastIndexOf(wanted, -1, Qt::CaseInsensitive);
    }
    if (at < 0) return false;
    int first = 0, last = lines() - 1;
    while (first < last) {
        const int middle = (first + last + 1) / 2;
        if (m_text->startOf(middle) <= at) first = middle;
        else last = middle - 1;
    }
    const QStringView line = m_text->line(first);
    const qsizetype column = at - m_text->startOf(first);
    const auto shownColumn = [&](qsizetype raw) { return static_cast<int>(withoutTabs(line.left(std::min(raw, line.size()))).size()); };
    m_anchor = {first, shownColumn(column)};
    moveTo({first, shownColumn(column + wanted.size())}, true);
    tellLine();
    return true;
}

QString CodeView::selectedText() const {
    const auto [low, high] = std::minmax(m_anchor, m_caret);
    if (low == high || lines() == 0) return {};
    const qsizetype from = m_text->startOf(low.line) + rawColumn(m_text->line(low.line), low.column);
    const qsizetype to = m_text->startOf(high.line) + rawColumn(m_text->line(high.line), high.column);
    return m_text->text().mid(from, to - from);
}

void CodeView::selectAll() {
    if (lines() == 0) return;
    m_anchor = {};
    m_caret = {lines() - 1, static_cast<int>(shown(lines() - 1).size())};
    tellLine();
    viewport()->update();
}

// Without a selection the line, as editors do.
void CodeView::copy() const {
    if (lines() == 0) return;
    const QString chosen = selectedText();
    QApplication::clipboard()->setText(chosen.isEmpty() ? m_text->line(m_caret.line).toString() + u'\n' : chosen);
}

// Keys that the window has too: here they mean this text.
bool CodeView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto& key = *static_cast<QKeyEvent*>(event);
        for (const QKeySequence::StandardKey standard : {QKeySequence::Find, QKeySequence::FindNext, QKeySequence::FindPrevious, QKeySequence::Copy, QKeySequence::SelectAll})
            if (key.matches(standard)) key.accept();
    }
    return QAbstractScrollArea::event(event);
}

void CodeView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (event->matches(QKeySequence::Find)) return emit findWanted();
    if (event->matches(QKeySequence::FindNext)) return emit findAgainWanted(Direction::Forward);
    if (event->matches(QKeySequence::FindPrevious)) return emit findAgainWanted(Direction::Backward);
    if (lines() == 0) return QAbstractScrollArea::keyPressEvent(event);
    const bool isControl = event->modifiers() & Qt::ControlModifier;
    const int lastLine = lines() - 1;
    const auto end = [this](int line) { return static_cast<int>(shown(line).size()); };
    const auto inLine = [&](int line) { return Place{std::clamp(line, 0, lastLine), std::min(m_caret.column, end(std::clamp(line, 0, lastLine)))}; };
    Place to = m_caret;
    switch (event->key()) {
        case Qt::Key_Up: to = inLine(m_caret.line - 1); break;
        case Qt::Key_Down: to = inLine(m_caret.line + 1); break;
        case Qt::Key_PageUp: to = inLine(m_caret.line - visibleLines()); break;
        case Qt::Key_PageDown: to = inLine(m_caret.line + visibleLines()); break;
        case Qt::Key_Home: to = isControl ? Place{} : Place{m_caret.line, 0}; break;
        case Qt::Key_End: to = isControl ? Place{lastLine, end(lastLine)} : Place{m_caret.line, end(m_caret.line)}; break;
        case Qt::Key_Left: to = m_caret.column > 0 ? Place{m_caret.line, m_caret.column - 1} : m_caret.line > 0 ? Place{m_caret.line - 1, end(m_caret.line - 1)} : m_caret; break;
        case Qt::Key_Right: to = m_caret.column < end(m_caret.line) ? Place{m_caret.line, m_caret.column + 1} : m_caret.line < lastLine ? Place{m_caret.line + 1, 0} : m_caret; break;
        default: return QAbstractScrollArea::keyPressEvent(event);
    }
    const bool changesLine = to.line != m_caret.line;
    moveTo(to, event->modifiers() & Qt::ShiftModifier);
    if (changesLine) emit linePicked(to.line);
}

void CodeView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || lines() == 0) return;
    moveTo(placeAt(event->position().toPoint()), event->modifiers() & Qt::ShiftModifier);
    if (!(event->modifiers() & Qt::ShiftModifier)) emit linePicked(m_caret.line);
}

void CodeView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint point = event->position().toPoint();
    if (event->buttons() & Qt::LeftButton) return moveTo(placeAt(point), true);
    const int line = firstVisibleLine() + point.y() / lineHeight();
    const int hovered = point.y() >= 0 && line < lines() ? line : -1;
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    emit lineHovered(hovered);
}

void CodeView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Place at = placeAt(event->position().toPoint());
    const QString line = shown(at.line);
    int from = std::min(at.column, static_cast<int>(line.size())), to = from;
    while (from > 0 && isWord(line[from - 1])) --from;
    while (to < line.size() && isWord(line[to])) ++to;
    m_anchor = {at.line, from};
    moveTo({at.line, to}, true);
}

bool CodeView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave && m_hovered >= 0) {
        m_hovered = -1;
        emit lineHovered(-1);
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void CodeView::resizeEvent(QResizeEvent*) { updateBars(); }

void CodeView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}
void CodeView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}
void CodeView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateBars();
}

void CodeView::paintLine(QPainter& painter, int line) const {
    const CanvasColors& colors = canvasColors(palette());
    const QRect rect = lineRect(line);
    const int left = gutter(), scrolled = horizontalScrollBar()->value();
    const double width = charWidth();
    const auto x = [&](int column) { return left + (column - scrolled) * width; };
    const QRect textArea = rect.adjusted(left - kGap / 2, 0, 0, 0);
    if (std::ranges::binary_search(m_linked, line)) painter.fillRect(textArea, colors.hit);
    else if (line == m_caret.line && hasFocus()) painter.fillRect(textArea, palette().color(QPalette::AlternateBase).darker(isDark(palette()) ? 80 : 103));
    const QString text = shown(line);
    const auto [low, high] = std::minmax(m_anchor, m_caret);
    if (low != high && line >= low.line && line <= high.line) {
        const int from = line == low.line ? low.column : 0, to = line == high.line ? high.column : static_cast<int>(text.size()) + 1;
        QColor fill = palette().color(QPalette::Highlight);
        fill.setAlpha(90);
        const double begin = std::max<double>(left, x(from));
        painter.fillRect(QRectF(begin, rect.top(), x(to) - begin, rect.height()), fill);
    }
    painter.setClipRect(QRect(left, rect.top(), viewport()->width() - left, rect.height()));
    const int baseline = rect.top() + fontMetrics().ascent() + 1;
    const int firstColumn = scrolled, lastColumn = scrolled + static_cast<int>((viewport()->width() - left) / width) + 2;
    const auto draw = [&](int from, int to, const QColor& color) {
        from = std::max(from, firstColumn);
        to = std::min(to, lastColumn);
        if (from >= to) return;
        painter.setPen(color);
        painter.drawText(QPointF(x(from), baseline), text.mid(from, to - from));
    };
    int done = 0;
    for (const CodeToken& token : lexLine(m_language, text)) {
        draw(done, token.start, palette().color(QPalette::Text));
        draw(token.start, token.start + token.length, codeColor(token.style, palette()));
        done = token.start + token.length;
    }
    draw(done, static_cast<int>(text.size()), palette().color(QPalette::Text));
    if (hasFocus() && line == m_caret.line) painter.fillRect(QRectF(x(m_caret.column), rect.top() + 1, 1, rect.height() - 2), palette().color(QPalette::Text));
    painter.setClipping(false);
    painter.setPen(line == m_caret.line && hasFocus() ? palette().color(QPalette::Text) : colors.mutedText);
    painter.drawText(QRect(0, rect.top(), left - kGap, rect.height()), Qt::AlignRight | Qt::AlignVCenter, QString::number(m_text->number(line)));
}

void CodeView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.setFont(font());
    const CanvasColors& colors = canvasColors(palette());
    painter.fillRect(QRect(0, 0, gutter() - kGap / 2, viewport()->height()), palette().color(QPalette::AlternateBase));
    const int from = firstVisibleLine() + event->rect().top() / lineHeight();
    const int to = std::min(lines() - 1, firstVisibleLine() + event->rect().bottom() / lineHeight());
    for (int line = from; line <= to; ++line) paintLine(painter, line);
    if (lines() > visibleLines())  // where the linked lines are that do not show
        for (const int line : m_linked)
            painter.fillRect(QRect(viewport()->width() - kTicks, static_cast<int>(static_cast<qint64>(line) * (viewport()->height() - 2) / lines()), kTicks - 2, 2), colors.hitBorder);
    if (!hasFocus()) return;
    painter.setPen(QPen(colors.selection, 1));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

}  // namespace whittle
