#include "views/palette/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kWidth = 640, kRowHeight = 30, kMostRows = 12, kTop = 48, kPadding = 12;

// The letters that were typed stand out; place and keys are muted, on the right.
class RowPainter final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kWidth, kRowHeight}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool selected = option.state & QStyle::State_Selected;
        const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QColor muted = selected ? text : option.palette.color(QPalette::PlaceholderText);
        if (selected) painter->fillRect(option.rect, option.palette.highlight());
        QRect room = option.rect.adjusted(kPadding, 0, -kPadding, 0);

        const QString keys = index.data(PaletteModel::KeysRole).toString();
        if (!keys.isEmpty()) {
            painter->setPen(muted);
            painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, keys);
            room.setRight(room.right() - option.fontMetrics.horizontalAdvance(keys) - 2 * kPadding);
        }
        const QString title = index.data().toString();
        QTextLayout layout(option.fontMetrics.elidedText(title, Qt::ElideMiddle, room.width()), option.font);
        QList<QTextLayout::FormatRange> marks;
        if (layout.text() == title)
            for (const int at : index.data(PaletteModel::MatchesRole).value<QList<int>>()) {
                QTextCharFormat bold;
                bold.setFontWeight(QFont::Bold);
                if (!selected) bold.setForeground(option.palette.link());
                marks.append({at, 1, bold});
            }
        layout.setFormats(marks);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        layout.endLayout();
        painter->setPen(text);
        layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2));
        room.setLeft(room.left() + static_cast<int>(line.naturalTextWidth()) + kPadding);
        painter->setPen(muted);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data(PaletteModel::DetailRole).toString(), Qt::ElideMiddle, room.width()));
    }
};

}  // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window), m_model(this), m_field(new QLineEdit), m_list(new QListView), m_hint(new QLabel) {
    setObjectName(QStringLiteral("commandPalette"));
    setAutoFillBackground(true);
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Type a command or a file, or @ and a node"));
    m_field->setAccessibleName(tr("Command"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumHeight(34);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new RowPainter(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);  // keys go to the field, which moves through the list
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Commands that fit"));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(kPadding, 4, kPadding, 6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_field);
    column->addWidget(m_list);
    column->addWidget(m_hint);
    hide();
    window->installEventFilter(this);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::setQuery);
    connect(m_list, &QListView::clicked, this, &CommandPalette::take);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::describe);
}

void CommandPalette::open(QList<PaletteEntry> entries, SceneRef scene, const QString& query) {
    if (!isVisible()) m_before = QApplication::focusWidget();
    m_model.setContent(std::move(entries), std::move(scene));
    const QSignalBlocker quiet(m_field);
    m_field->setText(query);
    setQuery(query);
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::setQuery(const QString& query) {
    m_model.setQuery(query);
    if (m_model.rowCount() > 0) m_list->setCurrentIndex(m_model.index(0));
    m_list->scrollToTop();
    m_hint->setText(m_model.hint());
    m_hint->setVisible(!m_model.hint().isEmpty());
    describe();
    place();
}

void CommandPalette::move(int rows) {
    const int count = m_model.rowCount();
    if (count == 0) return;
    const int now = m_list->currentIndex().row();
    const bool isStep = rows == 1 || rows == -1;  // goes around the ends; a page stops there
    m_list->setCurrentIndex(m_model.index(isStep ? (now + rows + count) % count : std::clamp(now + rows, 0, count - 1)));
}

void CommandPalette::take() {
    const int row = m_list->currentIndex().row();
    if (row < 0) return;
    const PaletteEntry entry = m_model.entry(row);
    leave();
    emit chosen(entry);
}

void CommandPalette::leave() {
    hide();
    if (m_before) m_before->setFocus(Qt::PopupFocusReason);
    m_model.setContent({}, nullptr);  // the scene is no longer needed
}

// In the middle of the window's top, as high as its rows.
void CommandPalette::place() {
    const QWidget* window = parentWidget();
    const int rows = std::clamp(m_model.rowCount(), 0, kMostRows);
    m_list->setVisible(rows > 0);
    m_list->setFixedHeight(std::max(1, rows) * kRowHeight);
    layout()->activate();
    const int width = std::min(kWidth, window->width() - 32);
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalSizeHint().height();
    setGeometry((window->width() - width) / 2, kTop, width, std::min(height, window->height() - kTop - 8));
}

// A screen reader follows the field, which is where the focus is.
void CommandPalette::describe() {
    const QModelIndex current = m_list->currentIndex();
    m_field->setAccessibleDescription(current.isValid() ? current.data(Qt::AccessibleTextRole).toString() : m_model.hint());
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible()) place();
        return false;
    }
    if (event->type() == QEvent::FocusOut && isVisible() && static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        m_before = nullptr;  // somebody went elsewhere on purpose
        hide();
        return false;
    }
    // Keys that are shortcuts of the window, too: here they are the palette's.
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    int rows = 0;
    switch (key) {
        case Qt::Key_Up: rows = -1; break;
        case Qt::Key_Down: rows = 1; break;
        case Qt::Key_PageUp: rows = -kMostRows; break;
        case Qt::Key_PageDown: rows = kMostRows; break;
        case Qt::Key_Escape:
        case Qt::Key_Return:
        case Qt::Key_Enter: break;
        case Qt::Key_Tab:
        case Qt::Key_Backtab: break;  // there is nowhere to go
        default: return false;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (rows != 0) move(rows);
    else if (key == Qt::Key_Escape) leave();
    else if (key == Qt::Key_Return || key == Qt::Key_Enter) take();
    return true;
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(canvasColors(palette()).cardBorder);
    painter.setBrush(palette().window());
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace whittle
