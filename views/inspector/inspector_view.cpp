#include "views/inspector/inspector_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace whittle {
namespace {

// Paths and dotted names may break after their separators; without this they would be cut or split anywhere.
QString breakable(QString text) {
    for (const QChar separator : {u'/', u'.', u'_', u',', u'(', u'='})
        text.replace(separator, QString(separator) + QChar(0x200b));
    return text;
}

// As much of a value as is laid out in no time; all of it can be copied.
QString shownPart(const QString& text) {
    constexpr int kMostShown = 6000;  // characters: twice the longest stack traces
    if (text.size() <= kMostShown) return text;
    return text.left(kMostShown) + u'\n' + InspectorView::tr("… and %n more characters; copied, the value is whole", nullptr, static_cast<int>(text.size()) - kMostShown);
}

// Sections as headings, values wrapped to the column, rows that lead somewhere in the colour of a link.
class PropertyDelegate final : public QStyledItemDelegate {
public:
    PropertyDelegate(QTreeView& tree) : QStyledItemDelegate(&tree), m_tree(tree) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QFontMetrics metrics(m_tree.font());
        if (!index.parent().isValid()) return {40, metrics.height() + 14};
        const QModelIndex value = index.siblingAtColumn(NodePropertiesModel::ValueColumn);
        const int width = std::max(40, m_tree.columnWidth(NodePropertiesModel::ValueColumn) - 14);
        const QRect bounds = metrics.boundingRect(QRect(0, 0, width, 4000), kWrap, breakable(shownPart(value.data(Qt::EditRole).toString())));
        Q_UNUSED(option);
        return {40, bounds.height() + 7};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem background(option);
        initStyleOption(&background, index);
        background.text.clear();
        m_tree.style()->drawControl(QStyle::CE_ItemViewItem, &background, painter, &m_tree);
        const bool selected = option.state & QStyle::State_Selected;
        const QPalette& palette = option.palette;
        const bool heading = !index.parent().isValid();
        const bool value = index.column() == NodePropertiesModel::ValueColumn;
        QPalette::ColorRole role = heading || value ? QPalette::Text : QPalette::PlaceholderText;
        if (value && index.data(NodePropertiesModel::BoxRole).toInt() >= 0 && !heading) role = QPalette::Link;
        if (selected) role = QPalette::HighlightedText;
        painter->save();
        painter->setPen(palette.color(QPalette::Active, role));
        QFont font = option.font;
        if (heading) font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        const QRect rect = option.rect.adjusted(value ? 6 : 12, heading ? 8 : 3, -8, -2);
        const QString text = index.data(value ? Qt::EditRole : Qt::DisplayRole).toString();
        if (value)
            painter->drawText(rect, kWrap, breakable(shownPart(text)));
        else
            painter->drawText(rect, Qt::AlignLeft | Qt::AlignTop, QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
        painter->restore();
    }

private:
    static constexpr int kWrap = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
    QTreeView& m_tree;
};

}  // namespace

InspectorView::InspectorView(GraphController& graph, QWidget* parent)
    : QWidget(parent), m_graph(graph), m_title(new QLabel), m_subtitle(new QLabel), m_tree(new QTreeView) {
    QFont bold = m_title->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    for (QLabel* label : {m_title, m_subtitle}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setWordWrap(true);
        label->setContentsMargins(12, 0, 12, 0);
    }
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);

    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new PropertyDelegate(*m_tree));
    m_tree->setAccessibleName(tr("Properties"));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setItemsExpandable(false);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->setSectionResizeMode(NodePropertiesModel::NameColumn, QHeaderView::Interactive);
    m_tree->header()->resizeSection(NodePropertiesModel::NameColumn, 110);
    auto* copy = new QAction(tr("&Copy value"), m_tree);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(copy);
    m_tree->installEventFilter(this);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_subtitle);
    column->addSpacing(4);
    column->addWidget(m_tree, 1);

    connect(copy, &QAction::triggered, this, &InspectorView::copyCurrent);
    // Values wrap to the new width, which a scroll bar or the column of names may have changed. Not at once: this comes in the middle of a layout.
    connect(m_tree->header(), &QHeaderView::sectionResized, m_tree, &QTreeView::doItemsLayout, Qt::QueuedConnection);
    connect(m_tree, &QTreeView::activated, this, &InspectorView::follow);
    connect(m_tree, &QTreeView::clicked, this, &InspectorView::follow);
    connect(&graph, &GraphController::sceneChanged, this, [this] {  // folding alone changes nothing here
        if (const ContentRef content = m_graph.scene() ? m_graph.scene()->content() : nullptr; content != m_shown || !content) refresh();
    });
    connect(&graph, &GraphController::selectionChanged, this, &InspectorView::refresh);
    refresh();
}

void InspectorView::setNotes(const QStringList& notes) {
    m_notes = notes;
    refresh();
}

void InspectorView::refresh() {
    const SceneRef& scene = m_graph.scene();
    m_shown = scene ? scene->content() : nullptr;
    if (!scene) {
        m_title->setText(tr("Nothing open"));
        m_subtitle->setText(tr("Open a graph to inspect its nodes."));
        return m_model.setSections({});
    }
    const int box = m_graph.selected();
    m_title->setText(box < 0 ? tr("Graph") : scene->box(box).title);
    m_subtitle->setText(box < 0 ? tr("Select a node to see its details.") : scene->box(box).type);
    for (QLabel* label : {m_title, m_subtitle}) label->setToolTip(label->text());  // a long name has no place where its line may end
    m_model.setSections(describeBox(*scene, box, m_notes));
    for (int row = 0; row < m_model.rowCount(); ++row) m_tree->setFirstColumnSpanned(row, {}, true);
    m_tree->expandAll();
}

void InspectorView::follow(const QModelIndex& index) {
    const int box = index.data(NodePropertiesModel::BoxRole).toInt();
    if (index.parent().isValid() && index.column() == NodePropertiesModel::ValueColumn && box >= 0) m_graph.select(box);
}

void InspectorView::copyCurrent() {
    const QModelIndex value = m_tree->currentIndex().siblingAtColumn(NodePropertiesModel::ValueColumn);
    if (value.parent().isValid()) QApplication::clipboard()->setText(value.data(Qt::EditRole).toString());
}

// Enter follows the row, whichever column has the focus.
bool InspectorView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            follow(m_tree->currentIndex().siblingAtColumn(NodePropertiesModel::ValueColumn));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace whittle
