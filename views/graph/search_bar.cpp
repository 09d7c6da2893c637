#include "views/graph/search_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>

#include "views/icons.h"
#include "views/models/format.h"
#include "views/models/query.h"

namespace whittle {

SearchBar::SearchBar(GraphController& graph, QWidget* parent)
    : QWidget(parent), m_graph(graph), m_field(new QLineEdit(this)), m_count(new QLabel(this)), m_help(new QToolButton(this)), m_examples(new QMenu(this)),
      m_previous(new QToolButton(this)), m_next(new QToolButton(this)) {
    m_field->setPlaceholderText(tr("Search: words, op:conv*, /regex/, users>8"));
    m_field->setAccessibleName(tr("Search the graph"));
    m_field->setToolTip(tr("Words that must all match, fields, expressions and numbers; the button beside lists them (Ctrl+F)"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(icon(Icon::Search), QLineEdit::LeadingPosition);
    m_field->setMinimumWidth(120);
    m_field->installEventFilter(this);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("000 / 000")));
    m_count->setAlignment(Qt::AlignCenter);
    m_previous->setIcon(icon(Icon::Previous));
    m_previous->setAutoRaise(true);
    m_previous->setAccessibleName(tr("Previous hit"));
    m_previous->setToolTip(tr("Previous hit (Shift+F3)"));
    m_next->setIcon(icon(Icon::Next));
    m_next->setAutoRaise(true);
    m_next->setAccessibleName(tr("Next hit"));
    m_next->setToolTip(tr("Next hit (F3)"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(3);
    row->addWidget(m_field, 1);
    row->addWidget(m_help);
    row->addWidget(m_count);
    row->addWidget(m_previous);
    row->addWidget(m_next);

    makeExamples();
    connect(m_help, &QToolButton::clicked, this, [this] { m_examples->popup(m_help->mapToGlobal(m_help->rect().bottomLeft())); });
    connect(m_field, &QLineEdit::textChanged, &graph, &GraphController::setQuery);
    connect(m_previous, &QToolButton::clicked, &graph, &GraphController::previousHit);
    connect(m_next, &QToolButton::clicked, &graph, &GraphController::nextHit);
    connect(&graph, &GraphController::searchChanged, this, &SearchBar::showHits);
    connect(&graph, &GraphController::selectionChanged, this, &SearchBar::showHits);
    showHits();
}

// Each adds itself to what is there, to be changed into what is wanted.
void SearchBar::makeExamples() {
    m_help->setText(QStringLiteral("?"));
    m_help->setAutoRaise(true);
    m_help->setFocusPolicy(Qt::TabFocus);
    m_help->setAccessibleName(tr("What can be typed"));
    m_help->setToolTip(tr("What can be typed"));
    m_examples->setAccessibleName(tr("What can be typed"));
    for (const QueryExample& example : queryExamples()) {
        const QString text = QString::fromUtf8(example.text);
        m_examples->addAction(QStringLiteral("%1\t%2").arg(text, queryExampleMeaning(example)), this, [this, text] {
            m_field->setText((m_field->text() + u' ' + text).trimmed());
            m_field->setFocus(Qt::OtherFocusReason);
        });
    }
}

void SearchBar::keepIn(SavedSearches& searches) {
    m_saved = new SavedSearchButton(searches, m_graph, *m_field);
    static_cast<QHBoxLayout*>(layout())->insertWidget(1, m_saved);
    setTabOrder(m_field, m_saved);
}

void SearchBar::focusField() {
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SearchBar::showHits() {
    const auto hits = static_cast<int>(m_graph.hits().size());
    const int current = m_graph.currentHit();
    m_previous->setEnabled(hits > 0);
    m_next->setEnabled(hits > 0);
    m_field->setAccessibleDescription(m_graph.queryMistake());
    if (m_graph.query().isEmpty())
        m_count->clear();
    else if (!m_graph.queryMistake().isEmpty())
        m_count->setText(tr("mistake"));
    else if (hits == 0)
        m_count->setText(tr("no hit"));
    else
        m_count->setText(QStringLiteral("%1 / %2").arg(current < 0 ? QStringLiteral("–") : formatCount(current + 1), formatCount(hits)));
}

bool SearchBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            (key->modifiers() & Qt::ShiftModifier) ? m_graph.previousHit() : m_graph.nextHit();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            emit left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace whittle
