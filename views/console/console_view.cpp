#include "views/console/console_view.h"

#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSaveFile>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/row_list.h"
#include "views/theme.h"

namespace whittle {
namespace {

// What failed is red, what waits or was done by hand is muted; the words say so too.
class AnswerColors final : public QStyledItemDelegate {
public:
    AnswerColors(const ConsoleModel& console, QObject* parent) : QStyledItemDelegate(parent), m_console(console) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != ConsoleModel::Answer) return;
        const ConsoleModel::State state = m_console.state(index.row());
        if (state == ConsoleModel::State::Failed) option->palette.setColor(QPalette::Text, canvasColors(option->palette).error);
        else if (state != ConsoleModel::State::Answered) option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    }

private:
    const ConsoleModel& m_console;
};

}  // namespace

ConsoleView::ConsoleView(ConsoleModel& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_table(new QTableView), m_answer(new QPlainTextEdit), m_empty(new QLabel), m_hint(new QLabel), m_said(new QLabel), m_line(new QLineEdit),
      m_completer(new QCompleter(&m_names, this)), m_send(new QPushButton(tr("&Send"))), m_copy(new QPushButton(icon(Icon::Copy), tr("&Copy requests"))),
      m_export(new QPushButton(icon(Icon::Export), tr("&Export requests…"))), m_clear(new QPushButton(tr("C&lear"))) {
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_table->setModel(&console);
    makeRowList(*m_table, tr("Requests and answers"));
    m_table->setItemDelegate(new AnswerColors(console, m_table));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->resizeSection(ConsoleModel::Time, 80);
    m_table->horizontalHeader()->resizeSection(ConsoleModel::Request, 300);
    m_table->installEventFilter(this);
    m_answer->setReadOnly(true);
    m_answer->setFont(fixed);
    m_answer->setFrameShape(QFrame::NoFrame);
    m_answer->setAccessibleName(tr("Answer of the selected request"));
    m_answer->setPlaceholderText(tr("The whole answer of the selected request"));
    m_answer->setTabChangesFocus(true);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(m_table);
    split->addWidget(m_answer);
    split->setSizes({600, 400});
    m_split = split;
    m_empty->setText(tr("Whatever the window does can be asked for by a request: its name, then what it takes as JSON. Type one below, such as\n\n"
                        "state\nview.dock.kernels {\"checked\": true}\nnode.search {\"query\": \"op:mm\"}\n\n"
                        "What you do by hand is listed here as the requests that do the same; a program sends them through whittle-workbench --rpc."));
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_line->setFont(fixed);
    m_line->setAccessibleName(tr("Request"));
    m_line->setPlaceholderText(tr("method {\"name\": value}"));
    m_line->setClearButtonEnabled(true);
    m_line->setMaxLength(RpcDispatcher::kMostBytes / 4);
    m_line->installEventFilter(this);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setAccessibleName(tr("Methods"));
    m_line->setCompleter(m_completer);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setContentsMargins(10, 0, 10, 0);
    m_said->setForegroundRole(QPalette::PlaceholderText);
    m_said->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_copy->setToolTip(tr("Those that did something, as JSON-RPC: a line each"));
    m_export->setToolTip(tr("The same as a file for whittle-workbench --rpc - < FILE"));

    auto* typed = new QHBoxLayout;
    typed->setContentsMargins(8, 4, 8, 0);
    typed->setSpacing(6);
    typed->addWidget(m_line, 1);
    typed->addWidget(m_send);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 2, 8, 6);
    buttons->setSpacing(6);
    for (QPushButton* button : {m_copy, m_export, m_clear}) buttons->addWidget(button);
    buttons->addWidget(m_said, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_split, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(typed);
    column->addWidget(m_hint);
    column->addLayout(buttons);

    connect(m_line, &QLineEdit::returnPressed, this, &ConsoleView::send);
    connect(m_line, &QLineEdit::textChanged, this, &ConsoleView::showHint);
    connect(m_send, &QPushButton::clicked, this, &ConsoleView::send);
    connect(m_copy, &QPushButton::clicked, this, &ConsoleView::copy);
    connect(m_export, &QPushButton::clicked, this, &ConsoleView::exportScript);
    connect(m_clear, &QPushButton::clicked, &console, &ConsoleModel::clear);
    // Behind what the completer itself makes of the line.
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &ConsoleView::complete, Qt::QueuedConnection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ConsoleView::showAnswer);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        m_line->setText(m_console.request(index.row()));
        m_line->setFocus();
    });
    connect(&console, &QAbstractItemModel::modelReset, this, &ConsoleView::showState);
    connect(&console, &QAbstractItemModel::rowsInserted, this, [this] {
        m_table->scrollToBottom();
        showState();
    });
    connect(&console, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
        const int row = m_table->currentIndex().row();
        if (row >= from.row() && row <= to.row()) showAnswer();
    });
    connect(&console, &ConsoleModel::answered, this, [this](int row) {
        m_table->setCurrentIndex(m_console.index(row, ConsoleModel::Request));
        showAnswer();  // the row may have been the current one already
    });
    showState();
    showHint();
}

// Methods may be added until then, so they are asked for late.
void ConsoleView::showEvent(QShowEvent* event) {
    if (m_names.rowCount() == 0) {
        QStringList names;
        for (const auto& [name, method] : m_console.dispatcher().methods()) names << name;
        m_names.setStringList(names);
    }
    QWidget::showEvent(event);
}

void ConsoleView::showState() {
    const bool empty = m_console.rowCount() == 0;
    m_split->setVisible(!empty);
    m_empty->setVisible(empty);
    for (QPushButton* button : {m_copy, m_export, m_clear}) button->setEnabled(!empty);
    m_said->clear();
    if (empty) m_answer->clear();
}

void ConsoleView::showAnswer() {
    const int row = m_table->currentIndex().row();
    m_answer->setPlainText(row < 0 ? QString() : m_console.answerText(row));
}

// What the method does that stands in the line.
void ConsoleView::showHint() {
    const auto request = parseTyped(m_line->text().section(u' ', 0, 0).section(u'{', 0, 0));
    const auto& methods = m_console.dispatcher().methods();
    const auto method = request ? methods.find(request->method) : methods.end();
    if (method == methods.end()) m_hint->setText(tr("Up and Down: what was typed before. Letters of a name complete it; methods lists all."));
    else if (method->second.params.isEmpty()) m_hint->setText(method->second.what);
    else m_hint->setText(tr("%1 Takes: %2").arg(method->second.what, paramsText(method->second)));
    m_hint->setToolTip(m_hint->text());
}

// With the params that it must have, ready to be filled in.
void ConsoleView::complete(const QString& name) {
    const auto method = m_console.dispatcher().methods().find(name);
    if (method == m_console.dispatcher().methods().end()) return;
    QString params;
    int cursor = -1;
    for (const RpcParam& param : method->second.params) {
        if (param.need != RpcParam::Need::Required) continue;
        params += (params.isEmpty() ? QStringLiteral(" {\"") : QStringLiteral(", \"")) + param.name + QStringLiteral("\": ");
        if (param.type == RpcParam::Type::Text) params += QStringLiteral("\"\"");
        if (cursor < 0) cursor = static_cast<int>(name.size() + params.size()) - (param.type == RpcParam::Type::Text ? 1 : 0);
    }
    if (params.isEmpty()) return;
    m_line->setText(name + params + u'}');
    m_line->setCursorPosition(cursor);
}

void ConsoleView::send() {
    const QString line = m_line->text().trimmed();
    if (line.isEmpty()) return;
    m_history.add(line);
    m_line->clear();
    m_console.submit(line);
}

void ConsoleView::copy() {
    const QString script = m_console.script();
    if (!script.isEmpty()) QApplication::clipboard()->setText(script);
    m_said->setText(tr("%n requests copied.", nullptr, static_cast<int>(script.count(u'\n'))));
}

void ConsoleView::exportScript() {
    auto* dialog = new QFileDialog(window(), tr("Export requests"), QStringLiteral("whittle.jsonl"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Requests, one a line (*.jsonl)"), tr("All files (*)")});
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(m_console.script().toUtf8()) >= 0 && file.commit();
        m_said->setText(written ? tr("Requests written to %1").arg(path) : tr("%1 could not be written: %2").arg(path, file.errorString()));
    });
    dialog->open();
}

// Up and Down in the line; Ctrl+C in the list.
bool ConsoleView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_line && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down) && !m_completer->popup()->isVisible()) {
        m_line->setText(key->key() == Qt::Key_Up ? m_history.older(m_line->text()) : m_history.newer(m_line->text()));
        return true;
    }
    const int row = m_table->currentIndex().row();
    if (watched == m_table && key->matches(QKeySequence::Copy) && row >= 0) {
        QApplication::clipboard()->setText(m_console.request(row));
        m_said->setText(tr("The request is copied."));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace whittle
