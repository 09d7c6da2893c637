#include "views/trace/trace_list.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr int kMostOpened = 4000;  // rows that are unfolded without being asked: more take longer than a frame
constexpr int kRoom = 7;           // as rows of all lists have
constexpr int kName = 80, kMostNames = 420;  // of the first column
constexpr int kMark = 9, kMarkRoom = 16;

QColor toneColor(TraceTone tone, const CanvasColors& colors) {
    switch (tone) {
        case TraceTone::Good: return colors.success;
        case TraceTone::Notice: return colors.selection;
        case TraceTone::Doubtful: return colors.user;
        case TraceTone::Bad: return colors.error;
        default: return colors.mutedText;
    }
}

// A shape of its own for each tone, so that none is told by its colour alone.
void paintMark(QPainter& painter, const QRectF& box, TraceTone tone, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF middle = box.center();
    switch (tone) {
        case TraceTone::Good:
            painter.setBrush(color);
            painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5));
            break;
        case TraceTone::Notice: painter.drawPolygon(QPolygonF({{middle.x(), box.top()}, {box.right(), middle.y()}, {middle.x(), box.bottom()}, {box.left(), middle.y()}})); break;
        case TraceTone::Doubtful:
            painter.setBrush(color);
            painter.drawPolygon(QPolygonF({{middle.x(), box.top() + 0.5}, {box.right(), box.bottom() - 0.5}, {box.left(), box.bottom() - 0.5}}));
            break;
        case TraceTone::Bad:
            painter.drawLine(box.topLeft() + QPointF(1, 1), box.bottomRight() - QPointF(1, 1));
            painter.drawLine(box.topRight() + QPointF(-1, 1), box.bottomLeft() + QPointF(1, -1));
            break;
        default: painter.drawEllipse(box.adjusted(1, 1, -1, -1)); break;
    }
    painter.restore();
}

class RowDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override { return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + kRoom}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem styled = option;
        const bool hasMark = index.data(TraceTableModel::MarkRole).toBool();
        const auto tone = static_cast<TraceTone>(index.data(TraceTableModel::ToneRole).toInt());
        if (hasMark) {
            // The background of the whole cell, then the text beside the mark.
            QStyleOptionViewItem whole = option;
            whole.text.clear();
            option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, option.widget);
            styled.rect.setLeft(styled.rect.left() + kMarkRoom);
        }
        QStyledItemDelegate::paint(painter, styled, index);
        if (!hasMark) return;
        const bool isSelected = option.state & QStyle::State_Selected;
        const QColor color = isSelected ? option.palette.color(QPalette::HighlightedText) : toneColor(tone, canvasColors(option.palette));
        paintMark(*painter, QRectF(option.rect.left() + 5, option.rect.center().y() - kMark / 2.0 + 0.5, kMark, kMark), tone, color);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto tone = static_cast<TraceTone>(index.data(TraceTableModel::ToneRole).toInt());
        if (tone == TraceTone::Heading) option->font.setWeight(QFont::DemiBold);
        if (tone == TraceTone::Muted && index.column() > 0) option->palette.setColor(QPalette::Text, canvasColors(option->palette).mutedText);
    }
};

QString keyOf(const QStringList& path) { return path.join(u'\n'); }

}  // namespace

TraceList::TraceList(JobRunner& jobs, const QString& name, const QString& hint, Folds folds, QWidget* parent)
    : QWidget(parent), m_model(jobs), m_folds(folds), m_filter(new QLineEdit), m_note(new QLabel), m_empty(new QLabel), m_tree(new QTreeView) {
    m_filter->setPlaceholderText(hint);
    m_filter->setAccessibleName(hint.isEmpty() ? tr("Search") : hint);
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(140);
    m_filter->setMaximumWidth(320);
    m_filter->installEventFilter(this);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setAccessibleName(tr("%1: what to know of it").arg(name));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new RowDelegate(m_tree));
    m_tree->setAccessibleName(name);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(16);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->header()->setHighlightSections(false);
    m_tree->header()->setStretchLastSection(true);
    auto* strip = new QWidget;
    strip->setVisible(!hint.isEmpty());
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 5, 8, 5);
    row->setSpacing(8);
    row->addWidget(m_filter, 2);
    row->addWidget(m_note, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    column->addWidget(m_tree, 1);
    column->addWidget(m_empty, 1);
    addCopying();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_model.setFilter(words);
        emit filterEdited(words);
    });
    connect(&m_model, &TraceTableModel::aboutToShow, this, &TraceList::keep);
    connect(&m_model, &TraceTableModel::shownChanged, this, &TraceList::restore);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto target = index.data(TraceTableModel::TargetRole).value<TraceTarget>(); target.isSubject()) emit activated(target);
        else m_tree->setExpanded(index.siblingAtColumn(0), !m_tree->isExpanded(index.siblingAtColumn(0)));
    });
    const auto fold = [this](const QModelIndex& index, bool isOpen) {
        if (!m_isRestoring && m_model.shown() == m_model.table()) m_opened[keyOf(m_model.shown()->path(TraceTableModel::rowOf(index)))] = isOpen;
    };
    connect(m_tree, &QTreeView::expanded, this, [fold](const QModelIndex& index) { fold(index, true); });
    connect(m_tree, &QTreeView::collapsed, this, [fold](const QModelIndex& index) { fold(index, false); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_isRestoring || !now.isValid()) return;
        m_wanted = {};
        emit picked(now.data(TraceTableModel::TargetRole).value<TraceTarget>());
    });
    restore();
}

void TraceList::addCopying() {
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* one = new QAction(tr("&Copy row"), m_tree);
    one->setShortcut(QKeySequence::Copy);
    one->setShortcutContext(Qt::WidgetShortcut);
    auto* all = new QAction(tr("Copy &all rows"), m_tree);
    connect(one, &QAction::triggered, this, &TraceList::copyRow);
    connect(all, &QAction::triggered, this, &TraceList::copyAll);
    m_tree->addAction(one);
    m_tree->addAction(all);
}

// From the field to the rows and back, as in all lists that are searched.
bool TraceList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_filter || event->type() != QEvent::KeyPress) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        m_tree->setFocus();
        if (!m_tree->currentIndex().isValid()) m_tree->setCurrentIndex(m_model.index(0, 0));
        return true;
    }
    if (key->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    return false;
}

void TraceList::setTable(TraceTableRef table) {
    if (!table || !m_model.table()) m_opened.clear();
    m_model.setTable(std::move(table));
}

void TraceList::setEmptyText(const QString& text) {
    m_ownEmpty = text;
    if (!m_model.shown() || m_model.shown() == m_model.table()) m_empty->setText(text);
}

void TraceList::setNote(const QString& text) {
    m_own = text;
    m_note->setToolTip(text);
    const bool isFiltered = m_model.shown() && m_model.shown() != m_model.table();
    m_note->setText(isFiltered ? tr("%1 of %2").arg(formatCount(m_model.shown()->hits()), formatCount(m_model.table()->count())) : m_own);
}

TraceTarget TraceList::current() const { return m_tree->currentIndex().data(TraceTableModel::TargetRole).value<TraceTarget>(); }

void TraceList::setCurrent(const TraceTarget& target) {
    if (current() == target) return;
    m_wanted = target;
    const int row = m_model.shown() ? m_model.shown()->find(target) : -1;
    const QScopedValueRollback restoring(m_isRestoring, true);
    if (row < 0) return m_tree->selectionModel()->clear();
    for (QModelIndex above = m_model.indexOf(row).parent(); above.isValid(); above = above.parent()) m_tree->expand(above);
    m_tree->setCurrentIndex(m_model.indexOf(row));
    m_tree->scrollTo(m_model.indexOf(row));
}

void TraceList::keep() {
    m_scrolled = m_tree->verticalScrollBar()->value();
    if (m_model.shown()) m_current = m_tree->currentIndex().isValid() ? m_model.shown()->path(TraceTableModel::rowOf(m_tree->currentIndex())) : QStringList();
    m_isRestoring = true;
}

void TraceList::restore() {
    m_isRestoring = true;
    const TraceTableRef& shown = m_model.shown();
    const bool isFiltered = shown && shown != m_model.table();
    showColumns();
    const int count = shown ? shown->count() : 0;
    if (count > 0 && count <= kMostOpened) {
        if (isFiltered || m_folds == AllOpen) m_tree->expandAll();
        else m_tree->expandToDepth(0);
    } else if (count > 0) {
        for (const int row : shown->children(-1)) m_tree->expand(m_model.indexOf(row));
    }
    // Who has one thing to say has the width of all columns.
    for (int index = 0, left = kMostOpened; index < count && left > 0; ++index)
        if (shown->row(index).cells.size() == 1) {
            m_tree->setFirstColumnSpanned(shown->place(index), m_model.indexOf(shown->row(index).parent), true);
            --left;
        }
    if (!isFiltered && shown)
        for (auto [key, isOpen] : m_opened.asKeyValueRange())
            if (const int row = shown->find(key.split(u'\n')); row >= 0) m_tree->setExpanded(m_model.indexOf(row), isOpen);
    int current = shown && m_wanted.isSubject() ? shown->find(m_wanted) : -1;
    if (current < 0 && shown && !m_current.isEmpty()) current = shown->find(m_current);
    if (current >= 0) m_tree->setCurrentIndex(m_model.indexOf(current));
    m_tree->verticalScrollBar()->setValue(m_scrolled);
    if (current >= 0 && isFiltered) m_tree->scrollTo(m_model.indexOf(current));
    m_tree->setRootIsDecorated(shown && shown->depth() > 0);
    m_tree->setVisible(count > 0);
    m_empty->setVisible(count == 0);
    m_empty->setText(isFiltered ? tr("Nothing here has all of these words.") : m_ownEmpty);
    setNote(m_own);
    m_isRestoring = false;
}

void TraceList::showColumns() {
    const TraceTableRef& shown = m_model.shown();
    if (!shown) return;
    // Names stay in sight however deep they stand; rows of one cell have all of the width.
    const int names = std::min(kMostNames, std::max(shown->columns().front().width, shown->depth() * m_tree->indentation() + kName));
    if (m_columns == m_model.columnCount()) {
        if (m_tree->columnWidth(0) == m_names && names > m_names) m_tree->setColumnWidth(0, m_names = names);
        return;
    }
    m_columns = m_model.columnCount();
    for (int column = 0; column < m_model.columnCount(); ++column) m_tree->setColumnWidth(column, shown->columns()[static_cast<std::size_t>(column)].width);
    m_tree->setColumnWidth(0, m_names = names);
}

void TraceList::copyRow() const {
    if (const int row = TraceTableModel::rowOf(m_tree->currentIndex()); row >= 0) QApplication::clipboard()->setText(m_model.shown()->text(row));
}

void TraceList::copyAll() const {
    if (m_model.shown()) QApplication::clipboard()->setText(m_model.shown()->text());
}

}  // namespace whittle
