#include "views/kernels/study_message.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "engine/ops/op_def.h"
#include "views/icons.h"
#include "views/models/failure_words.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kWidth = 760;

struct Hint {
    FailureKind kind;
    const char* text;
};
constexpr Hint kHints[] = {
    {FailureKind::CompileError, QT_TRANSLATE_NOOP("whittle::StudyMessage", "Minify it (Ctrl+M) for the smallest graph that our compiler refuses, or leave out a pass in the settings there.")},
    {FailureKind::Crash, QT_TRANSLATE_NOOP("whittle::StudyMessage", "The window is safe: the code ran in a process of its own. Minify it (Ctrl+M) for the smallest graph that still dies.")},
    {FailureKind::Hang, QT_TRANSLATE_NOOP("whittle::StudyMessage", "Give it more time in the settings of Minify (Ctrl+Shift+M), or minify it for the smallest graph that still hangs.")},
    {FailureKind::OutOfMemory, QT_TRANSLATE_NOOP("whittle::StudyMessage", "Give it more memory in the settings of Minify (Ctrl+Shift+M).")},
    {FailureKind::RunError, QT_TRANSLATE_NOOP("whittle::StudyMessage", "Look at the node in the graph: its operands may be none that it takes. Minify it (Ctrl+M) for the smallest graph that says the same.")},
};

// What is said before there is a study, by purpose.
struct Invitation {
    const char* noGraph;
    const char* ready;
};
constexpr Invitation kInvitations[] = {
    {QT_TRANSLATE_NOOP("whittle::StudyMessage", "Open a graph (Ctrl+O); then compile it to see its kernels, what they reach and their code."),
     QT_TRANSLATE_NOOP("whittle::StudyMessage", "Compiling shows every kernel with its time against what this machine can do, who might have computed it instead, and its code from the model's lines to the assembly. "
                                                "It runs in a process of its own, with the compiler settings of Minify.")},
    {QT_TRANSLATE_NOOP("whittle::StudyMessage", "Open a graph (Ctrl+O); then compile it to see when each kernel runs, on which thread, and what memory it takes."),
     QT_TRANSLATE_NOOP("whittle::StudyMessage", "Compiling shows when each kernel runs and on which thread, which tensors are alive at any point, and what each phase and pass of the compiler takes. "
                                                "It runs in a process of its own, with the compiler settings of Minify.")},
};

}  // namespace

QString whatToTry(FailureKind kind) {
    const auto hint = std::ranges::find(kHints, kind, &Hint::kind);
    return hint == std::end(kHints) ? QString() : StudyMessage::tr(hint->text);
}

QString whatToTry(const Failure& failure, const GraphRef& graph) {
    const auto isKnown = [&] {
        const auto node = std::ranges::find(graph->nodes(), failure.node, &Node::name);
        return node == graph->nodes().end() || findOp(node->op);
    };
    if (!graph || failure.node.empty() || isKnown()) return whatToTry(failure.kind);
    return StudyMessage::tr("Whittle does not know what this operator computes, so it can show it but not compile it. Export the model with a decomposition of it (run_decompositions), or the part of the model without it.");
}

StudyMessage::StudyMessage(StudyController& study, StudyPurpose purpose, QWidget* parent)
    : QWidget(parent), m_study(study), m_purpose(purpose), m_mark(new WarningMark(22)), m_title(new QLabel), m_text(new QLabel), m_bar(new QProgressBar), m_compile(new QPushButton(icon(Icon::Start), tr("&Compile and measure (F5)"))),
      m_stop(new QPushButton(icon(Icon::Stop), tr("&Stop"))), m_takeBack(new QPushButton(tr("Take &back what was forced"))), m_copy(new QPushButton(icon(Icon::Copy), tr("Cop&y the message"))) {
    QFont bold = m_title->font();
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("What there is to say of the compilation"));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    m_bar->setAccessibleName(tr("Compiling"));
    auto* holder = new QWidget;
    holder->setMaximumWidth(kWidth);
    auto* column = new QVBoxLayout(holder);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_mark);
    head->addWidget(m_title, 1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_compile, m_stop, m_takeBack, m_copy}) buttons->addWidget(button);
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
    connect(m_compile, &QPushButton::clicked, this, &StudyMessage::compileWanted);
    connect(m_stop, &QPushButton::clicked, &study, &StudyController::stop);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_title->text() + u'\n' + m_text->text()); });
    connect(m_takeBack, &QPushButton::clicked, this, [this] {
        StudySettings settings = m_study.settings();
        settings.forced.clear();
        m_study.start(settings);
    });
    connect(&study, &StudyController::stateChanged, this, &StudyMessage::showState);
    connect(&study, &StudyController::passed, this, &StudyMessage::showState);
    showState();
}

void StudyMessage::setTrouble(const QString& trouble) {
    m_trouble = trouble;
    showState();
}

void StudyMessage::showState() {
    using State = StudyController::State;
    const State state = m_study.state();
    const std::optional<Failure> failure = m_study.study() ? m_study.study()->failure : std::nullopt;
    const bool failed = state == State::Failed || (state == State::Done && (failure || !m_trouble.isEmpty()));
    const Invitation& invitation = kInvitations[static_cast<std::size_t>(m_purpose)];
    QString title, text;
    if (state == State::NoGraph) {
        title = tr("No graph is open");
        text = tr(invitation.noGraph);
    } else if (state == State::Ready) {
        title = tr("Not compiled yet");
        text = tr(invitation.ready);
    } else if (state == State::Running) {
        title = m_study.statusText();
        text = tr("Passes done: %1").arg(formatCount(static_cast<qint64>(m_study.passes().size())));
    } else if (state == State::Failed) {
        title = tr("The graph could not be compiled");
        text = m_study.errorText();
    } else if (failure) {
        const QString phase = phaseToSay(*failure), message = toQString(failure->message);
        title = phase.isEmpty() ? tr("Fails: %1").arg(message) : tr("Fails in %1: %2").arg(phase, message);
        QStringList lines{tr("Kind: %1").arg(toQString(failureKindName(failure->kind)))};
        if (!failure->node.empty()) lines << tr("Node: %1").arg(toQString(failure->node));
        if (!failure->detail.empty()) lines << toQString(failure->detail);
        if (const QString hint = whatToTry(*failure, m_study.graph()); !hint.isEmpty()) lines << QString() << hint;
        text = lines.join(u'\n');
    } else if (!m_trouble.isEmpty()) {
        title = tr("The kernels cannot be shown");
        text = m_trouble;
    } else if (m_study.study() && !m_study.study()->report.kernels.empty()) {
        title = m_study.statusText();  // a worker makes tables of it
    } else {
        title = tr("Nothing is left to run");
        text = tr("The passes made all of this graph into constants, or left nothing of it: there is no kernel.");
    }
    m_title->setText(title);
    m_text->setText(text);
    m_mark->setVisible(failed);
    m_bar->setVisible(state == State::Running);
    m_stop->setVisible(state == State::Running);
    m_compile->setVisible(m_study.canStart());
    m_copy->setVisible(failed);
    m_takeBack->setVisible(failed && !m_study.settings().forced.empty());
}

}  // namespace whittle
