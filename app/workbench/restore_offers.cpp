#include "app/workbench/restore_offers.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace whittle {

RestoreOffers::RestoreOffers(Session& session, QWidget* parent) : QWidget(parent), m_session(session), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 8);
    m_column->setSpacing(6);
    connect(&session, &Session::leftoversChanged, this, &RestoreOffers::rebuild);
    rebuild();
}

void RestoreOffers::rebuild() {
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    for (const Session::Leftover& leftover : m_session.leftovers()) add(leftover);
    setVisible(!m_session.leftovers().isEmpty());
}

void RestoreOffers::add(const Session::Leftover& leftover) {
    const bool crashed = leftover.kind == Session::Leftover::Kind::Crashed;
    const QString what = QFileInfo(leftover.path.isEmpty() ? leftover.document : leftover.path).fileName();
    const QString name = what.isEmpty() ? tr("a session without a graph") : what;
    const QString when = QLocale().toString(leftover.saved, QLocale::ShortFormat);
    auto* row = new QWidget(this);
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* text = new QLabel(crashed ? tr("Whittle ended unexpectedly with %1 open. It was kept at %2.").arg(name, when)
                                    : tr("Last time you had %1 open, until %2.").arg(name, when));
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setToolTip(leftover.path.isEmpty() ? leftover.document : leftover.path);
    auto* restore = new QPushButton(crashed ? tr("&Restore") : tr("&Continue"));
    restore->setAccessibleDescription(text->text());
    auto* discard = new QPushButton(tr("&Discard"));
    discard->setAccessibleDescription(text->text());
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(restore);
    buttons->addWidget(discard);
    buttons->addStretch(1);
    layout->addWidget(text);
    layout->addLayout(buttons);
    m_column->addWidget(row);
    // Later: the row goes with the offer, and it sends the click.
    connect(restore, &QPushButton::clicked, &m_session, [this, leftover] { m_session.restore(leftover); }, Qt::QueuedConnection);
    connect(discard, &QPushButton::clicked, &m_session, [this, leftover] { m_session.discard(leftover); }, Qt::QueuedConnection);
}

}  // namespace whittle
