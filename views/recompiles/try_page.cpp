#include "views/recompiles/try_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/stance_story.h"
#include "views/recompiles/argument_delegate.h"
#include "views/row_list.h"

namespace whittle {
namespace {

constexpr int kColumn = 190;

}  // namespace

TryPage::TryPage(StanceProbe& probe, QWidget* parent)
    : QWidget(parent), m_probe(probe), m_call(new QTableView), m_try(new QPushButton(icon(Icon::Start), tr("&Try"))), m_stop(new QPushButton(icon(Icon::Stop), tr("Stop"))),
      m_take(new QPushButton(tr("Take the &selected call"))), m_said(new QLabel), m_answer(new StoryBrowser(tr("What every entry says of the call"))) {
    m_call->setModel(&probe.call());
    m_call->setItemDelegate(new ArgumentDelegate(probe.call(), m_call));
    makeRowList(*m_call, tr("Call to try"));
    m_call->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_call->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_call->horizontalHeader()->setDefaultSectionSize(kColumn);
    m_call->horizontalHeader()->setStretchLastSection(true);
    m_call->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_call->setFixedHeight(m_call->horizontalHeader()->sizeHint().height() + m_call->verticalHeader()->defaultSectionSize() + 16);
    m_try->setToolTip(tr("Makes the calls again, then holds this one against every entry without making it"));
    m_said->setWordWrap(true);
    m_said->setForegroundRole(QPalette::PlaceholderText);
    m_said->setAccessibleName(tr("State of the trial"));
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    for (QPushButton* button : {m_try, m_stop, m_take}) row->addWidget(button);
    row->addSpacing(8);
    row->addWidget(m_said, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_call);
    column->addLayout(row);
    column->addWidget(m_answer, 1);
    connect(m_try, &QPushButton::clicked, &probe, &StanceProbe::start);
    connect(m_stop, &QPushButton::clicked, &probe, &StanceProbe::stop);
    connect(m_take, &QPushButton::clicked, this, &TryPage::selectedWanted);
    connect(&probe, &StanceProbe::changed, this, &TryPage::showState);
    showState();
}

void TryPage::showState() {
    using State = StanceProbe::State;
    const State state = m_probe.state();
    const QString trouble = m_probe.trouble();
    m_try->setVisible(state != State::Running);
    m_try->setEnabled(trouble.isEmpty());
    m_stop->setVisible(state == State::Running);
    switch (state) {
        case State::Empty: m_said->setText(trouble.isEmpty() ? tr("Type arguments, then see which guards of which entries they fail.") : trouble); break;
        case State::Running: m_said->setText(tr("Making the calls again…")); break;
        case State::Failed: m_said->setText(tr("It could not be tried: %1").arg(m_probe.errorText())); break;
        case State::Done: m_said->setText(trouble); break;
    }
    m_answer->setStory(m_probe.report() ? probeStory(*m_probe.report()) : QString());
}

}  // namespace whittle
