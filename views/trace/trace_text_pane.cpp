#include "views/trace/trace_text_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/icons.h"

namespace whittle {

TraceTextPane::TraceTextPane(TraceController& trace, QWidget* parent)
    : QWidget(parent), m_trace(trace), m_name(new QLabel), m_message(new QLabel), m_found(new QLabel), m_pages(new QStackedWidget), m_view(new CodeView), m_search(new QLineEdit), m_open(new QToolButton), m_compare(new QToolButton),
      m_copy(new QToolButton) {
    QFont bold = m_name->font();
    bold.setWeight(QFont::DemiBold);
    m_name->setFont(bold);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_view->setAccessibleName(tr("Text of the artifact"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setAccessibleName(tr("What there is to say of the text"));
    m_found->setForegroundRole(QPalette::PlaceholderText);
    m_search->setPlaceholderText(tr("Find in this text"));
    m_search->setAccessibleName(tr("Find in this text"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(96);
    m_search->setMaximumWidth(220);
    m_open->setText(tr("Open graph"));
    m_open->setIcon(icon(Icon::Graph));
    m_open->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_open->setToolTip(tr("Shows it in the graph view (Enter in the list)"));
    m_compare->setText(tr("Compare"));
    m_compare->setToolTip(tr("Shows it beside the graph that is open, with what differs"));
    m_copy->setIcon(icon(Icon::Copy));
    m_copy->setAutoRaise(true);
    m_copy->setToolTip(tr("Copy the whole text"));
    m_copy->setAccessibleName(m_copy->toolTip());
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 6, 4);
    row->setSpacing(4);
    row->addWidget(m_name, 1);
    row->addWidget(m_open);
    row->addWidget(m_compare);
    row->addWidget(m_found);
    row->addWidget(m_search);
    const auto step = [this](Icon mark, const QString& text, CodeView::Direction direction) {
        auto* button = new QToolButton;
        button->setIcon(icon(mark));
        button->setAutoRaise(true);
        button->setToolTip(text);
        button->setAccessibleName(text);
        connect(button, &QToolButton::clicked, this, [this, direction] { find(direction); });
        return button;
    };
    row->addWidget(step(Icon::Previous, tr("Previous place (Shift+F3)"), CodeView::Direction::Backward));
    row->addWidget(step(Icon::Next, tr("Next place (F3)"), CodeView::Direction::Forward));
    row->addWidget(m_copy);
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_view);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_pages, 1);
    connect(m_view, &CodeView::findAgainWanted, this, &TraceTextPane::find);
    connect(m_view, &CodeView::findWanted, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(CodeView::Direction::Forward); });
    connect(m_search, &QLineEdit::textChanged, m_found, &QLabel::clear);
    connect(m_open, &QToolButton::clicked, this, [this] { m_trace.openGraph(m_trace.text().of); });
    connect(m_compare, &QToolButton::clicked, this, [this] { emit compareWanted(m_trace.text().of); });
    connect(m_copy, &QToolButton::clicked, this, [this] {
        if (m_trace.text().lines) QApplication::clipboard()->setText(m_trace.text().lines->text());
    });
    connect(&trace, &TraceController::textChanged, this, &TraceTextPane::showText);
    showText();
}

void TraceTextPane::showText() {
    const TraceText& text = m_trace.text();
    const bool isThere = text.lines != nullptr;
    m_name->setText(!text.of.isText() ? QString() : text.of.artifact >= 0 ? text.name : tr("%1: record in the log").arg(text.name));
    m_name->setToolTip(m_name->text());
    m_open->setVisible(m_trace.canOpenGraph(text.of));
    m_compare->setVisible(m_trace.canOpenGraph(text.of));
    m_copy->setEnabled(isThere);
    m_search->setEnabled(isThere);
    m_found->clear();
    m_view->setText(text.lines, CodeLanguage::Python);
    m_pages->setCurrentWidget(isThere ? static_cast<QWidget*>(m_view) : m_message);
    if (isThere) return;
    m_message->setText(!text.of.isText() ? tr("Select an artifact to read it. Enter, or a double click, opens a graph in the graph view.")
                       : text.error.isEmpty() ? tr("Reading…")
                                              : tr("It cannot be read.\n%1").arg(text.error));
}

void TraceTextPane::find(CodeView::Direction direction) {
    if (m_search->text().isEmpty()) return m_search->setFocus();
    m_found->setText(m_view->find(m_search->text(), direction) ? QString() : tr("not found"));
}

}  // namespace whittle
