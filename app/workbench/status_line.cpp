#include "app/workbench/status_line.h"

#include "views/icons.h"

namespace whittle {

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent), m_facts(new QLabel), m_text(new QLabel), m_bar(new QProgressBar), m_stop(new QToolButton), m_tasks(new QToolButton) {
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_facts->setContentsMargins(8, 0, 0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumSize(150, 10);
    m_bar->setAccessibleName(tr("Progress"));
    m_stop->setIcon(icon(Icon::Close));
    m_stop->setAutoRaise(true);
    m_stop->setToolTip(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop what is running"));
    m_tasks->setAutoRaise(true);
    m_tasks->setFocusPolicy(Qt::TabFocus);
    m_tasks->setToolTip(tr("Everything that is going on (Ctrl+T)"));
    addWidget(m_facts, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_text, m_bar, m_stop, m_tasks}) addPermanentWidget(widget);
    connect(m_stop, &QToolButton::clicked, this, &StatusLine::stopWanted);
    setBusy({});
    setTaskCount(0);
}

void StatusLine::setTaskCount(int count) {
    m_tasks->setVisible(count > 0);
    if (count == m_count) return;
    m_count = count;
    m_tasks->setText(tr("%n tasks ▴", nullptr, count));
    m_tasks->setAccessibleName(tr("%n tasks are going on", nullptr, count));
}

void StatusLine::setFacts(const QStringList& facts) {
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    m_facts->setToolTip(facts.join(u'\n'));
}

void StatusLine::setBusy(const Busy& busy) {
    m_text->setText(busy.text);
    m_bar->setUpdatesEnabled(false);  // a bar paints a new value at once, and with it all of the window that waits to be painted
    m_bar->setRange(0, busy.of);
    m_bar->setValue(busy.done);
    m_bar->setUpdatesEnabled(true);
    m_text->setVisible(!busy.text.isEmpty());
    m_bar->setVisible(!busy.text.isEmpty());
    m_stop->setVisible(busy.canStop);
}

}  // namespace whittle
