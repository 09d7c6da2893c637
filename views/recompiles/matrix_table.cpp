#include "views/recompiles/matrix_table.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QShortcut>

#include "views/models/text.h"
#include "views/recompiles/argument_delegate.h"
#include "views/row_list.h"

namespace whittle {
namespace {

constexpr int kNarrowest = 84, kWidest = 260;
constexpr int kLooked = 60;  // rows that decide how wide a column is
constexpr int kRoom = 8, kMarkRoom = 34;  // beside a text; of an outcome also its mark, and that some words are bold

struct MarkRow {
    const char* key;
    const char* text;
};
constexpr std::array<MarkRow, 4> kMarks{{{"mark_dynamic", QT_TRANSLATE_NOOP("whittle::MatrixTable", "Dim %1 dynamic")},
                                         {"maybe_mark_dynamic", QT_TRANSLATE_NOOP("whittle::MatrixTable", "Dim %1 dynamic, if it can be")},
                                         {"mark_static", QT_TRANSLATE_NOOP("whittle::MatrixTable", "Dim %1 static")},
                                         {"mark_unbacked", QT_TRANSLATE_NOOP("whittle::MatrixTable", "Dim %1 unbacked")}}};

}  // namespace

MatrixTable::MatrixTable(StanceController& controller, StanceDetails& details, QWidget* parent) : QTableView(parent), m_controller(controller), m_details(details), m_model(controller) {
    setModel(&m_model);
    setItemDelegate(new ArgumentDelegate(controller.calls(), this));
    makeRowList(*this, tr("Calls and what became of them under each stance"));
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    verticalHeader()->show();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultAlignment(Qt::AlignCenter);
    horizontalHeader()->setResizeContentsPrecision(kLooked);
    horizontalHeader()->setMinimumSectionSize(40);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QWidget::customContextMenuRequested, this, &MatrixTable::showMenu);
    addKeys();
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) { onCurrent(current); });
    connect(&details, &StanceDetails::cellChanged, this, &MatrixTable::follow);
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        const int row = currentCall();
        m_keptCall = row >= 0 && !m_model.isStance(currentIndex().column()) ? m_controller.calls().calls()[row].id : 0;
        m_keptColumn = currentIndex().column();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &MatrixTable::onReset);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &MatrixTable::fitColumns);
    connect(&controller, &StanceController::stateChanged, this, [this, before = controller.state()]() mutable {
        if (std::exchange(before, m_controller.state()) != m_controller.state()) fitColumns();
    });
    fitColumns();
}

void MatrixTable::addKeys() {
    const auto key = [this](const QKeySequence& keys, auto act) {
        auto* shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QKeySequence(Qt::Key_Insert), [this] { addCall(); });
    key(QKeySequence(Qt::ALT | Qt::Key_Insert), [this] { duplicateCall(); });
    key(QKeySequence(Qt::Key_Delete), [this] { removeCall(); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Up), [this] { moveCall(-1); });
    key(QKeySequence(Qt::CTRL | Qt::Key_Down), [this] { moveCall(1); });
    key(QKeySequence::Copy, [this] { copyCalls(); });
    key(QKeySequence::Paste, [this] { paste(); });
}

int MatrixTable::currentCall() const {
    const QModelIndex now = currentIndex();
    return now.isValid() && now.row() < m_model.callCount() ? now.row() : -1;
}

void MatrixTable::addCall() {
    const int row = m_controller.calls().add(currentCall());
    if (row < 0) return;
    setCurrentIndex(m_model.index(row, 0));
    setFocus();
}

void MatrixTable::duplicateCall() {
    const int column = std::max(currentIndex().column(), 0), row = m_controller.calls().duplicate(currentCall());
    if (row >= 0) setCurrentIndex(m_model.index(row, column));
}

void MatrixTable::removeCall() {
    const int row = currentCall(), column = currentIndex().column();
    if (row < 0) return;
    m_controller.calls().remove(row);
    if (m_model.callCount() > 0) setCurrentIndex(m_model.index(std::min(row, m_model.callCount() - 1), column));
}

void MatrixTable::moveCall(int by) {
    const int row = currentCall(), column = currentIndex().column();
    if (row >= 0) setCurrentIndex(m_model.index(m_controller.calls().move(row, by), column));
}

void MatrixTable::copyCalls() const {
    if (currentCall() >= 0) QApplication::clipboard()->setText(toQString(m_controller.calls().callJson(currentCall()).dump()));
}

// A list of calls, or a single one as it was copied here.
void MatrixTable::paste() {
    const QString text = QApplication::clipboard()->text().trimmed();
    const bool isOne = text.startsWith(u'{') && !text.contains(QLatin1String("\"calls\""));
    m_controller.pasteCalls(isOne ? u'[' + text + u']' : text);
}

void MatrixTable::fitColumns() {
    resizeColumnsToContents();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const int room = m_model.isStance(column) ? kMarkRoom : kRoom;
        setColumnWidth(column, std::clamp(columnWidth(column) + room, kNarrowest, kWidest));
    }
}

void MatrixTable::onCurrent(const QModelIndex& current) {
    emit currentCallChanged();
    if (m_isFollowing || !current.isValid() || current.row() >= m_model.callCount() || !m_model.isStance(current.column())) return;
    const QScopedValueRollback following(m_isFollowing, true);
    m_details.select(current.data(StanceMatrixModel::StanceRole).toString(), m_controller.calls().calls()[current.row()].id);
}

// What was selected elsewhere, or is somewhere else by now.
void MatrixTable::follow() {
    if (m_isFollowing) return;
    const qsizetype stance = m_model.stances().indexOf(m_details.stance());
    const auto& calls = m_controller.calls().calls();
    const auto call = std::ranges::find(calls, m_details.callId(), &CallRow::id);
    if (stance < 0 || call == calls.end()) return;
    const QModelIndex now = currentIndex();
    if (now.isValid() && (!m_model.isStance(now.column()) || now.row() >= m_model.callCount())) return;  // the user is at the calls
    const QModelIndex wanted = m_model.index(static_cast<int>(call - calls.begin()), m_model.parameterCount() + static_cast<int>(stance));
    if (now == wanted) return;
    const QScopedValueRollback following(m_isFollowing, true);
    setCurrentIndex(wanted);
}

// An undo brings the whole list anew; who was at an argument stays there.
void MatrixTable::onReset() {
    fitColumns();
    const auto& calls = m_controller.calls().calls();
    const auto call = std::ranges::find(calls, m_keptCall, &CallRow::id);
    if (m_keptCall != 0 && call != calls.end() && m_keptColumn < m_model.parameterCount()) setCurrentIndex(m_model.index(static_cast<int>(call - calls.begin()), m_keptColumn));
    else follow();
    emit currentCallChanged();
}

void MatrixTable::addMarks(QMenu& menu, const QModelIndex& index) {
    CallsModel& calls = m_controller.calls();
    const int rank = calls.rankOf(index.row(), index.column());
    if (rank <= 0) return;
    QMenu* marks = menu.addMenu(tr("&Mark %1").arg(calls.parameters()[index.column()].name));
    for (const MarkRow& mark : kMarks) {
        if (&mark != kMarks.data()) marks->addSeparator();
        for (int dim = 0; dim < rank; ++dim) {
            const QString key = QLatin1String(mark.key);
            QAction* action = marks->addAction(tr(mark.text).arg(dim));
            action->setCheckable(true);
            action->setChecked(calls.hasMark(index.row(), index.column(), key, dim));
            connect(action, &QAction::toggled, this, [&calls, row = index.row(), column = index.column(), key, dim](bool on) { calls.setMark(row, column, key, dim, on); });
        }
    }
}

void MatrixTable::showMenu(const QPoint& asked) {
    const QPoint at = menuPlace(*this, asked);
    const QModelIndex index = indexAt(at);
    const bool isCall = index.isValid() && index.row() < m_model.callCount();
    if (index.isValid()) setCurrentIndex(index);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto item = [&](const QString& text, const QKeySequence& keys, bool can, auto act) {
        QAction* action = menu->addAction(text, this, act);
        action->setShortcut(keys);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(can);
    };
    item(tr("&Add a call"), QKeySequence(Qt::Key_Insert), m_model.parameterCount() > 0, [this] { addCall(); });
    item(tr("&Duplicate"), QKeySequence(Qt::ALT | Qt::Key_Insert), isCall, [this] { duplicateCall(); });
    item(tr("&Remove"), QKeySequence(Qt::Key_Delete), isCall, [this] { removeCall(); });
    item(tr("Move &up"), QKeySequence(Qt::CTRL | Qt::Key_Up), isCall && index.row() > 0, [this] { moveCall(-1); });
    item(tr("Move do&wn"), QKeySequence(Qt::CTRL | Qt::Key_Down), isCall && index.row() + 1 < m_model.callCount(), [this] { moveCall(1); });
    menu->addSeparator();
    item(tr("&Copy the call"), QKeySequence::Copy, isCall, [this] { copyCalls(); });
    item(tr("&Paste calls"), QKeySequence::Paste, true, [this] { paste(); });
    if (isCall && !m_model.isStance(index.column())) {
        menu->addSeparator();
        addMarks(*menu, index);
    }
    if (!actions().isEmpty()) menu->addSeparator();
    menu->addActions(actions());
    menu->popup(viewport()->mapToGlobal(at));
}

}  // namespace whittle
