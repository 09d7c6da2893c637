#include "views/log/task_popup.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/row_list.h"
#include "views/share_bar.h"

namespace whittle {
namespace {

constexpr QSize kSize(620, 240);
constexpr int kProgressWidth = 100, kTimeWidth = 80, kStopWidth = 36;

}  // namespace

TaskPopup::TaskPopup(TaskList& tasks, QWidget* parent) : QFrame(parent, Qt::Popup), m_tasks(tasks), m_list(new QTableView), m_empty(new QLabel(tr("Nothing is going on."))) {
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Tasks"));
    m_list->setModel(&tasks);
    makeRowList(*m_list, tr("Tasks that are going on"));
    m_list->setItemDelegateForColumn(TaskList::Progress, new ShareBar(TaskList::ShareRole, m_list));
    QHeaderView& header = *m_list->horizontalHeader();
    header.setSectionResizeMode(TaskList::Task, QHeaderView::Stretch);
    header.resizeSection(TaskList::Progress, kProgressWidth);
    header.resizeSection(TaskList::Elapsed, kTimeWidth);
    header.resizeSection(TaskList::Left, kProgressWidth);
    header.setMinimumSectionSize(kStopWidth);
    header.resizeSection(TaskList::Stop, kStopWidth);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    addButtons(0, tasks.rowCount() - 1);
    connect(&tasks, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
        addButtons(first, last);
        follow();
    });
    connect(&tasks, &QAbstractItemModel::rowsRemoved, this, &TaskPopup::follow);
    connect(&tasks, &QAbstractItemModel::dataChanged, this, &TaskPopup::follow);
    follow();
}

void TaskPopup::openAt(const QPoint& globalCorner) {
    m_tasks.refresh();
    resize(kSize);
    move(globalCorner - QPoint(width(), height()));
    show();
    if (m_tasks.rowCount() > 0) m_list->selectRow(0);
    m_list->setFocus(Qt::PopupFocusReason);
}

void TaskPopup::addButtons(int first, int last) {
    for (int row = first; row <= last; ++row) {
        auto* stop = new QToolButton;
        stop->setIcon(icon(Icon::Close));
        stop->setAutoRaise(true);
        stop->setAutoFillBackground(true);  // its icon is none for the ground of a row that is selected
        stop->setFocusPolicy(Qt::TabFocus);
        const QPersistentModelIndex place(m_tasks.index(row, TaskList::Stop));
        connect(stop, &QToolButton::clicked, this, [this, place] { m_tasks.stop(place.row()); });
        m_list->setIndexWidget(place, stop);
    }
}

void TaskPopup::follow() {
    m_list->setVisible(m_tasks.rowCount() > 0);
    m_empty->setVisible(m_tasks.rowCount() == 0);
    for (int row = 0; row < m_tasks.rowCount(); ++row) {
        QWidget* stop = m_list->indexWidget(m_tasks.index(row, TaskList::Stop));
        if (!stop) continue;
        stop->setEnabled(m_tasks.canStop(row));
        stop->setToolTip(m_tasks.canStop(row) ? tr("Stop (Delete)") : tr("It ends by itself"));
        stop->setAccessibleName(tr("Stop: %1").arg(m_tasks.index(row, TaskList::Task).data().toString()));
    }
}

void TaskPopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete) return m_tasks.stop(m_list->currentIndex().row());
    QFrame::keyPressEvent(event);
}

}  // namespace whittle
