#include "views/graph/saved_search_button.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStringListModel>

namespace whittle {
namespace {

constexpr int kNameLetters = 80;

QString entry(QString text) { return text.replace(u'&', QStringLiteral("&&")); }

}  // namespace

SavedSearchButton::SavedSearchButton(SavedSearches& searches, GraphController& graph, QLineEdit& field, QWidget* parent)
    : QToolButton(parent), m_searches(searches), m_graph(graph), m_field(field), m_menu(new QMenu(this)), m_earlier(new QStringListModel(this)), m_completer(new QCompleter(m_earlier, this)) {
    setText(QStringLiteral("▾"));
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Saved and earlier searches"));
    setToolTip(tr("Saved and earlier searches (Ctrl+Alt+F; Down in the field lists the earlier ones)"));
    m_menu->setAccessibleName(tr("Saved and earlier searches"));
    m_completer->setWidget(&field);  // asked for by a key, and not at every letter
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->popup()->setAccessibleName(tr("Earlier searches"));
    field.installEventFilter(this);
    connect(this, &QToolButton::clicked, this, &SavedSearchButton::openMenu);  // a menu of the button itself would wait for the choice
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &SavedSearchButton::take);
    connect(&field, &QLineEdit::textEdited, this, [this] {
        if (m_completer->popup()->isVisible()) offerEarlier();
    });
}

void SavedSearchButton::openMenu() {
    fill();
    m_menu->popup(mapToGlobal(rect().bottomLeft()));
}

void SavedSearchButton::fill() {
    m_menu->clear();
    for (QMenu* old : m_menu->findChildren<QMenu*>()) old->deleteLater();
    const QString query = m_field.text().trimmed();
    if (m_searches.saved().isEmpty()) m_menu->addAction(tr("No search is saved yet"))->setEnabled(false);
    for (const SavedSearch& one : m_searches.saved()) {
        QAction* action = m_menu->addAction(QStringLiteral("%1\t%2").arg(entry(one.name), entry(one.query)), this, [this, query = one.query] { take(query); });
        action->setCheckable(true);
        action->setChecked(one.query == query);
    }
    m_menu->addSeparator();
    const bool isFull = m_searches.saved().size() >= SavedSearches::kMostSaved;
    m_menu->addAction(isFull ? tr("&Save this search: remove one before") : tr("&Save this search…"), this, &SavedSearchButton::askName)
        ->setEnabled(!isFull && !query.isEmpty() && query.size() <= SavedSearches::kLongest && m_graph.queryMistake().isEmpty());
    QMenu* remove = m_menu->addMenu(tr("&Remove"));
    remove->setEnabled(!m_searches.saved().isEmpty());
    for (const SavedSearch& one : m_searches.saved()) remove->addAction(entry(one.name), &m_searches, [this, name = one.name] { m_searches.remove(name); });
    QMenu* earlier = m_menu->addMenu(tr("&Earlier searches"));
    earlier->setEnabled(!m_searches.earlier().isEmpty());
    for (const QString& one : m_searches.earlier()) earlier->addAction(entry(one), this, [this, one] { take(one); });
    earlier->addSeparator();
    earlier->addAction(tr("&Forget them"), &m_searches, &SavedSearches::forgetEarlier);
}

void SavedSearchButton::take(const QString& query) {
    m_field.setText(query);
    m_field.setFocus(Qt::OtherFocusReason);
    noteUse();
}

void SavedSearchButton::askName() {
    const QString query = m_field.text().trimmed();
    auto* dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save search"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setTextValue(m_searches.nameOf(query));
    const auto follow = [this, dialog, query](const QString& name) {
        const bool isKnown = !m_searches.queryOf(name.simplified()).isEmpty();
        dialog->setLabelText(isKnown ? tr("Name of the search “%1”\nIt takes the place of the one that has this name.").arg(query) : tr("Name of the search “%1”\n").arg(query));
        if (auto* buttons = dialog->findChild<QDialogButtonBox*>()) buttons->button(QDialogButtonBox::Ok)->setEnabled(!name.simplified().isEmpty());
    };
    connect(dialog, &QInputDialog::textValueChanged, dialog, follow);
    connect(dialog, &QInputDialog::textValueSelected, &m_searches, [this, query](const QString& name) { m_searches.save(name, query); });
    connect(dialog, &QDialog::finished, &m_field, [this] { m_field.setFocus(Qt::OtherFocusReason); });
    dialog->open();
    if (auto* field = dialog->findChild<QLineEdit*>()) field->setMaxLength(kNameLetters);
    follow(dialog->textValue());
}

// Those that hold what was typed; all of them when it is one of them, which would only find itself.
void SavedSearchButton::offerEarlier() {
    m_earlier->setStringList(m_searches.earlier());
    const QString typed = m_field.text().trimmed();
    m_completer->setCompletionPrefix(m_searches.earlier().contains(typed) ? QString() : typed);
    if (m_completer->completionCount() == 0) return m_completer->popup()->hide();
    m_completer->complete();
}

void SavedSearchButton::noteUse() {
    if (!m_graph.hits().empty()) m_searches.use(m_graph.query());
}

bool SavedSearchButton::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_field && event->type() == QEvent::FocusOut) {
        // A list or a menu that opens does not end the search, nor does another window.
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason && reason != Qt::MenuBarFocusReason) noteUse();
    }
    if (watched == &m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) noteUse();
        if (key == Qt::Key_Down) {
            offerEarlier();
            return true;
        }
    }
    return QToolButton::eventFilter(watched, event);
}

}  // namespace whittle
