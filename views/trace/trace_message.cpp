#include "views/trace/trace_message.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kWidth = 760;

}  // namespace

TraceMessage::TraceMessage(TraceController& trace, QWidget* parent)
    : QWidget(parent), m_trace(trace), m_mark(new WarningMark(22)), m_title(new QLabel), m_text(new QLabel), m_bar(new QProgressBar), m_open(new QPushButton(icon(Icon::Open), tr("Open a &log…"))),
      m_folder(new QPushButton(icon(Icon::Folder), tr("Open a &folder…"))), m_stop(new QPushButton(icon(Icon::Stop), tr("&Stop"))), m_back(new QPushButton(tr("&Back"))),
      m_copy(new QPushButton(icon(Icon::Copy), tr("Cop&y the message"))) {
    QFont bold = m_title->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(1);  // a command is a long word: its width would be taken for the text's, and its height be that of fewer lines
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("What there is to say of the trace"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    m_bar->setAccessibleName(tr("Reading"));
    auto* holder = new QWidget;
    holder->setMaximumWidth(kWidth);
    auto* column = new QVBoxLayout(holder);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_mark);
    head->addWidget(m_title, 1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_open, m_folder, m_stop, m_back, m_copy}) buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_bar);
    column->addLayout(buttons);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(holder, 8);
    row->addStretch(1);
    auto* rows = new QVBoxLayout(this);
    rows->addStretch(2);
    rows->addLayout(row);
    rows->addStretch(3);
    connect(m_open, &QPushButton::clicked, this, &TraceMessage::openWanted);
    connect(m_folder, &QPushButton::clicked, this, &TraceMessage::folderWanted);
    connect(m_stop, &QPushButton::clicked, &trace, &TraceController::stop);
    connect(m_back, &QPushButton::clicked, &trace, &TraceController::dismissError);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    connect(&trace, &TraceController::stateChanged, this, &TraceMessage::showState);
    connect(&trace, &TraceController::progressChanged, this, &TraceMessage::showProgress);
    showState();
}

void TraceMessage::showState() {
    using State = TraceController::State;
    const State state = m_trace.state();
    const QString file = QFileInfo(m_trace.requestedPath()).fileName();
    if (state == State::Reading) {
        m_title->setText(tr("Reading %1…").arg(file));
        showProgress();
    } else if (state == State::Failed) {
        m_title->setText(tr("%1 cannot be shown").arg(file));
        m_text->setText(m_trace.errorText());
    } else {
        m_title->setText(tr("No trace is open"));
        m_text->setText(tr("A trace tells what PyTorch compiled, recompiled and failed on, and why, with every graph. To make one:\n\n"
                           "    TORCH_TRACE=/tmp/trace python3 model.py\n\n"
                           "Then open the folder here, also while the program runs. Texts of TORCH_LOGS and folders of TORCH_COMPILE_DEBUG open the same way."));
    }
    m_mark->setVisible(state == State::Failed);
    m_bar->setVisible(state == State::Reading);
    m_stop->setVisible(state == State::Reading);
    m_back->setVisible(state == State::Failed && m_trace.content());
    m_copy->setVisible(state == State::Failed);
    m_open->setVisible(state != State::Reading);
    m_folder->setVisible(state != State::Reading);
}

void TraceMessage::showProgress() {
    if (m_trace.state() != TraceController::State::Reading) return;
    const qint64 all = m_trace.bytesOfAll();
    m_bar->setRange(0, all > 0 ? 1000 : 0);
    if (all > 0) m_bar->setValue(static_cast<int>(m_trace.bytesDone() * 1000 / all));
    m_text->setText(all > 0 ? tr("%1 of %2").arg(formatBytes(static_cast<quint64>(m_trace.bytesDone())), formatBytes(static_cast<quint64>(all))) : tr("Looking for logs"));
}

}  // namespace whittle
