#include "views/notes/bookmarks_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/row_list.h"

namespace whittle {
namespace {

constexpr int kNumberWidth = 34, kLabelWidth = 120;

}  // namespace

BookmarksView::BookmarksView(Bookmarks& bookmarks, QWidget* parent) : QWidget(parent), m_bookmarks(bookmarks), m_list(new QTableView), m_empty(new QLabel) {
    m_list->setModel(&bookmarks);
    makeRowList(*m_list, tr("Bookmarks"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDragDropOverwriteMode(false);
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->horizontalHeader()->resizeSection(Bookmarks::Number, kNumberWidth);
    m_list->horizontalHeader()->resizeSection(Bookmarks::Label, kLabelWidth);
    m_list->horizontalHeader()->moveSection(Bookmarks::Number, 0);
    m_list->installEventFilter(this);
    m_empty->setText(tr("Nothing is bookmarked.\n\nSelect a node or a module, and Ctrl+Shift+B keeps it here. Alt+1 to Alt+9 go to the first nine."));
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 6);
    buttons->setSpacing(4);
    m_add = addButton(tr("Add"), tr("Bookmark what is selected in the graph (Ctrl+Shift+B)"), &BookmarksView::addWanted);
    m_rename = addButton(tr("Rename"), tr("Give the bookmark a label (F2)"), &BookmarksView::rename);
    m_up = addButton({}, tr("Move the bookmark up (Ctrl+Up)"), &BookmarksView::moveUp);
    m_up->setIcon(icon(Icon::Previous));
    m_down = addButton({}, tr("Move the bookmark down (Ctrl+Down)"), &BookmarksView::moveDown);
    m_down->setIcon(icon(Icon::Next));
    m_remove = addButton({}, tr("Remove the bookmark (Delete)"), &BookmarksView::remove);
    m_remove->setIcon(icon(Icon::Close));
    for (QToolButton* button : {m_add, m_rename}) buttons->addWidget(button);
    buttons->addStretch(1);
    for (QToolButton* button : {m_up, m_down, m_remove}) buttons->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(buttons);
    connect(m_list, &QTableView::clicked, this, [this](const QModelIndex& index) { emit goWanted(index.row()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BookmarksView::showState);
    connect(&bookmarks, &Bookmarks::changed, this, &BookmarksView::showState);
    showState();
}

QToolButton* BookmarksView::addButton(const QString& text, const QString& tip, void (BookmarksView::*act)()) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip.section(QStringLiteral(" ("), 0, 0));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, act);
    return button;
}

void BookmarksView::showState() {
    const bool empty = m_bookmarks.rowCount() == 0;
    m_list->setVisible(!empty);
    m_empty->setVisible(empty);
    const int row = m_list->currentIndex().row();
    for (QToolButton* button : {m_rename, m_remove}) button->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_bookmarks.rowCount());
}

void BookmarksView::showRow(int row) {
    m_list->setCurrentIndex(m_bookmarks.index(row, Bookmarks::Label));
    m_list->scrollTo(m_list->currentIndex());
}

void BookmarksView::rename() {
    const QModelIndex index = m_bookmarks.index(m_list->currentIndex().row(), Bookmarks::Label);
    if (index.isValid()) m_list->edit(index);
}

void BookmarksView::remove() {
    const int row = m_list->currentIndex().row();
    m_bookmarks.remove(row);
    if (row >= 0 && m_bookmarks.rowCount() > 0) showRow(std::min(row, m_bookmarks.rowCount() - 1));
}

void BookmarksView::move(int by) {
    const int row = m_list->currentIndex().row();
    m_bookmarks.move(row, row + by);
}

bool BookmarksView::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    struct Key {
        int key;
        Qt::KeyboardModifiers modifiers;
        void (BookmarksView::*act)();
    };
    static const Key kKeys[] = {
        {Qt::Key_Delete, Qt::NoModifier, &BookmarksView::remove},
        {Qt::Key_F2, Qt::NoModifier, &BookmarksView::rename},
        {Qt::Key_Up, Qt::ControlModifier, &BookmarksView::moveUp},
        {Qt::Key_Down, Qt::ControlModifier, &BookmarksView::moveDown},
    };
    const auto* key = static_cast<QKeyEvent*>(event);
    for (const Key& one : kKeys)
        if (key->key() == one.key && (key->modifiers() & ~Qt::KeypadModifier) == one.modifiers) {
            (this->*one.act)();
            return true;
        }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        if (m_list->currentIndex().isValid()) emit goWanted(m_list->currentIndex().row());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace whittle
