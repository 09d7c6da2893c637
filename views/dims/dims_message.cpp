#include "views/dims/dims_message.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kWidth = 760;

}  // namespace

DimsMessage::DimsMessage(DimsController& dims, QWidget* parent)
    : QWidget(parent), m_dims(dims), m_mark(new WarningMark(22)), m_title(new QLabel), m_text(new QLabel), m_bar(new QProgressBar), m_infer(new QPushButton(icon(Icon::Start), tr("&Infer sizes (F8)"))),
      m_stop(new QPushButton(icon(Icon::Stop), tr("&Stop"))), m_forget(new QPushButton(tr("&Forget what was said"))), m_copy(new QPushButton(icon(Icon::Copy), tr("Cop&y the message"))) {
    QFont bold = m_title->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("What there is to say of the sizes"));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    m_bar->setAccessibleName(tr("Inferring"));
    auto* holder = new QWidget;
    holder->setMaximumWidth(kWidth);
    auto* head = new QHBoxLayout;
    head->addWidget(m_mark);
    head->addWidget(m_title, 1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_infer, m_stop, m_forget, m_copy}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(holder);
    column->setSpacing(8);
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
    connect(m_infer, &QPushButton::clicked, this, &DimsMessage::inferWanted);
    connect(m_stop, &QPushButton::clicked, &dims, &DimsController::stop);
    connect(m_forget, &QPushButton::clicked, &dims, [&dims] { dims.sayOfAll(DimSpec::Kind::Auto); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_title->text() + u'\n' + m_text->text()); });
    connect(&dims, &DimsController::stateChanged, this, &DimsMessage::showState);
    connect(&dims, &DimsController::specChanged, this, &DimsMessage::showState);
    showState();
}

void DimsMessage::showState() {
    using State = DimsController::State;
    const State state = m_dims.state();
    switch (state) {
        case State::NoGraph:
            m_title->setText(tr("No graph is open"));
            m_text->setText(tr("Open a graph (Ctrl+O) to see which sizes of its inputs may vary, within what, and which line of yours forced that."));
            break;
        case State::Ready:
            m_title->setText(m_dims.statusText());
            m_text->setText(m_dims.saysNothing() ? tr("The program is recorded once with every size of its inputs as a symbol: that tells which may vary, within what, and who needs otherwise. Nothing runs.")
                                                 : tr("What you said of the sizes is held against the program: it is recorded once with every size that may vary as a symbol. Nothing runs."));
            break;
        case State::Running:
        case State::Done:
            m_title->setText(m_dims.statusText());
            m_text->setText(tr("The program is recorded with every size as a symbol."));
            break;
        case State::Failed:
            m_title->setText(tr("The sizes could not be inferred"));
            m_text->setText(m_dims.errorText());
            break;
    }
    m_mark->setVisible(state == State::Failed);
    m_bar->setVisible(state == State::Running);
    m_stop->setVisible(state == State::Running);
    m_infer->setVisible(m_dims.canStart());
    m_forget->setVisible(m_dims.canStart() && !m_dims.saysNothing());
    m_copy->setVisible(state == State::Failed);
}

}  // namespace whittle
