#include "app/workbench/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace whittle {
namespace {

struct ViewKey {
    const char* what;
    const char* words;
    const char* keys;  // with blanks between them
};
constexpr ViewKey kCanvasKeys[] = {
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Follow the edges"), "↑ ↓ ← →", "Up Down Left Right"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Move the picture"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Shift+arrows, wheel, drag"), "Shift+Up Shift+Down Shift+Left Shift+Right"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Page up and down"), "PgUp PgDown", "PgUp PgDown"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "First and last box"), "Home End", "Home End"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Zoom to the pointer"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Ctrl+wheel, pinch"), ""},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Zoom"), "+ − 0", "+ - = 0"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Fold or unfold the module"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Space"), "Space"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Into a module, and out of it"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Enter, Backspace"), "Return Enter Backspace"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Clear the highlight, then the selection"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Esc"), "Esc"},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Ways from the selection"), QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Shift+click"), ""},
    {QT_TRANSLATE_NOOP("whittle::ShortcutsDialog", "Copy the selection as text"), "Ctrl+C", "Ctrl+C"},
};

// What was changed stands out, what cannot be is muted.
class KeyPainter final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font.setBold(index.data(ShortcutList::ChangedRole).toBool());
        if (index.data(ShortcutList::FixedRole).toBool()) option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    }
};

}  // namespace

KeyRecorder::KeyRecorder(QWidget* parent) : QLineEdit(parent) {
    setReadOnly(true);
    setPlaceholderText(tr("Press the new key, or Esc"));
    setAccessibleName(tr("New key"));
}

bool KeyRecorder::event(QEvent* event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return QLineEdit::event(event);
    auto* pressed = static_cast<QKeyEvent*>(event);
    if (pressed->key() == Qt::Key_Tab || pressed->key() == Qt::Key_Backtab) return QLineEdit::event(event);
    event->accept();  // also what is a shortcut of the window
    if (event->type() == QEvent::ShortcutOverride) return true;
    for (const int held : {Qt::Key_Control, Qt::Key_Shift, Qt::Key_Alt, Qt::Key_Meta, Qt::Key_AltGr, Qt::Key_unknown, Qt::Key_CapsLock, Qt::Key_NumLock})
        if (pressed->key() == held) return true;
    if (pressed->key() == Qt::Key_Escape) emit cancelled();
    else emit recorded(QKeySequence(QKeyCombination(pressed->modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(pressed->key()))).toString(QKeySequence::PortableText));
    return true;
}

QList<ShortcutRow> ShortcutsDialog::rowsOf(const Actions& actions) {
    QList<ShortcutRow> rows;
    for (const QAction* action : actions.all())
        rows.append({.id = action->objectName(), .what = Actions::plainText(*action), .place = actions.place(*action),
                     .keys = action->shortcut().toString(QKeySequence::PortableText),
                     .standard = actions.standardKeys(action->objectName()).toString(QKeySequence::PortableText), .taken = {}});
    for (const ViewKey& key : kCanvasKeys)
        rows.append({.id = {}, .what = tr(key.what), .place = tr("Graph"), .keys = tr(key.words), .standard = tr(key.words),
                     .taken = QString::fromLatin1(key.keys).split(u' ')});
    return rows;
}

ShortcutsDialog::ShortcutsDialog(Actions& actions, QWidget* parent)
    : QDialog(parent), m_list(rowsOf(actions), this), m_table(new QTableView), m_recorder(new KeyRecorder), m_said(new QLabel),
      m_change(new QPushButton(tr("&Change key"))), m_instead(new QPushButton(tr("Take it &over"))), m_none(new QPushButton(tr("&No key"))),
      m_reset(new QPushButton(tr("&Reset"))), m_resetAll(new QPushButton(tr("Reset &all"))) {
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(640, 600);
    m_found.setSourceModel(&m_list);
    m_found.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found.setFilterKeyColumn(-1);
    auto* search = new QLineEdit;
    search->setPlaceholderText(tr("Search by name or key"));
    search->setAccessibleName(tr("Search"));
    search->setClearButtonEnabled(true);
    m_table->setModel(&m_found);
    m_table->setItemDelegate(new KeyPainter(m_table));
    m_table->setAccessibleName(tr("Keyboard shortcuts"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(ShortcutList::What, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(ShortcutList::Place, 130);
    m_table->horizontalHeader()->resizeSection(ShortcutList::Keys, 190);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_said->setWordWrap(true);
    m_said->setAccessibleName(tr("What stands against the key"));
    m_said->setMinimumHeight(m_said->fontMetrics().height() * 2);
    auto* row = new QHBoxLayout;
    row->addWidget(m_recorder, 1);
    for (QPushButton* button : {m_change, m_instead, m_none, m_reset}) row->addWidget(button);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_resetAll, QDialogButtonBox::ResetRole);
    for (QPushButton* button : {m_change, m_instead, m_none, m_reset, m_resetAll, buttons->button(QDialogButtonBox::Close)}) button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(search);
    column->addWidget(m_table, 1);
    column->addLayout(row);
    column->addWidget(m_said);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found.setFilterFixedString(text.trimmed());
        if (!m_table->currentIndex().isValid()) m_table->setCurrentIndex(m_found.index(0, 0));
        showCurrent();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ShortcutsDialog::showCurrent);
    connect(m_table, &QTableView::activated, this, &ShortcutsDialog::record);
    connect(m_change, &QPushButton::clicked, this, &ShortcutsDialog::record);
    connect(m_recorder, &KeyRecorder::recorded, this, &ShortcutsDialog::take);
    connect(m_recorder, &KeyRecorder::cancelled, this, [this] {
        showCurrent();
        m_table->setFocus();
    });
    connect(m_instead, &QPushButton::clicked, this, [this] {
        m_list.setKeys(currentRow(), m_wanted);
        showCurrent();
        m_table->setFocus();
    });
    connect(m_none, &QPushButton::clicked, this, [this] {
        m_list.setKeys(currentRow(), {});
        showCurrent();
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { take(m_list.row(currentRow()).standard); });
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        m_list.resetAll();
        showCurrent();
    });
    connect(&m_list, &ShortcutList::keysChanged, &actions, [&actions](const QString& id, const QString& keys) {
        actions.setKeys(id, QKeySequence::fromString(keys, QKeySequence::PortableText));
    });
    m_table->setCurrentIndex(m_found.index(0, 0));
    showCurrent();
    search->setFocus();
}

int ShortcutsDialog::currentRow() const { return m_found.mapToSource(m_table->currentIndex()).row(); }

void ShortcutsDialog::record() {
    if (currentRow() < 0 || m_list.isFixed(currentRow())) return;
    m_recorder->clear();
    m_recorder->setFocus();
    m_said->setText(tr("Press the key for “%1”.").arg(m_list.row(currentRow()).what));
}

void ShortcutsDialog::take(const QString& keys) {
    const int row = currentRow();
    const int user = m_list.userOf(keys, row);
    if (user < 0) {
        m_list.setKeys(row, keys);
        showCurrent();
        m_table->setFocus();
        return;
    }
    m_recorder->setText(keys);
    m_wanted = keys;
    m_said->setText(m_list.conflict(row, keys));
    m_instead->setVisible(!m_list.isFixed(user));
    if (m_instead->isVisible()) m_instead->setFocus();
}

void ShortcutsDialog::showCurrent() {
    const int row = currentRow();
    const bool fixed = row < 0 || m_list.isFixed(row);
    m_wanted.clear();
    m_recorder->setText(row < 0 ? QString() : m_list.row(row).keys);
    m_instead->hide();
    m_recorder->setEnabled(!fixed);
    m_change->setEnabled(!fixed);
    m_none->setEnabled(!fixed && !m_list.row(row).keys.isEmpty());
    m_reset->setEnabled(!fixed && m_list.isChanged(row));
    m_resetAll->setEnabled(m_list.hasChanges());
    m_said->setText(row < 0 ? tr("No action of this name or key.") : fixed ? m_list.index(row, 0).data(Qt::ToolTipRole).toString() : QString());
}

}  // namespace whittle
