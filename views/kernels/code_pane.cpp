#include "views/kernels/code_pane.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "views/icons.h"

namespace whittle {

CodePane::CodePane(const QString& name, CodePage::Kind wanted, QWidget* parent)
    : QWidget(parent), m_wanted(wanted), m_kinds(new QComboBox), m_note(new QLabel), m_view(new CodeView), m_search(new QLineEdit), m_found(new QLabel) {
    m_kinds->setAccessibleName(tr("%1: which text").arg(name));
    m_kinds->view()->setAccessibleName(m_kinds->accessibleName());
    m_kinds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_view->setAccessibleName(name);
    m_search->setPlaceholderText(tr("Find in this text"));
    m_search->setAccessibleName(tr("%1: find").arg(name));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(220);
    m_found->setForegroundRole(QPalette::PlaceholderText);
    m_note->setAccessibleName(tr("%1: what to know of it").arg(name));
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setContentsMargins(8, 0, 8, 4);
    const auto step = [this](Icon mark, const QString& text, CodeView::Direction direction) {
        auto* button = new QToolButton;
        button->setIcon(icon(mark));
        button->setAutoRaise(true);
        button->setToolTip(text);
        button->setAccessibleName(text);
        connect(button, &QToolButton::clicked, this, [this, direction] { find(direction); });
        return button;
    };
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 4);
    row->setSpacing(4);
    row->addWidget(m_kinds);
    row->addStretch(1);
    row->addWidget(m_found);
    row->addWidget(m_search, 1);
    row->addWidget(step(Icon::Previous, tr("Previous place (Shift+F3)"), CodeView::Direction::Backward));
    row->addWidget(step(Icon::Next, tr("Next place (F3)"), CodeView::Direction::Forward));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);
    connect(m_kinds, &QComboBox::activated, this, [this](int page) {
        m_wanted = m_unit->pages[static_cast<std::size_t>(page)].kind;
        showPage(page);
    });
    connect(m_view, &CodeView::lineHovered, this, &CodePane::lineHovered);
    connect(m_view, &CodeView::linePicked, this, &CodePane::linePicked);
    connect(m_view, &CodeView::findAgainWanted, this, &CodePane::find);
    connect(m_view, &CodeView::findWanted, this, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(CodeView::Direction::Forward); });
    connect(m_search, &QLineEdit::textChanged, m_found, &QLabel::clear);
    setUnit(nullptr);
}

void CodePane::setUnit(const CodeUnit* unit) {
    m_unit = unit;
    m_kinds->clear();
    m_kinds->setEnabled(unit && !unit->pages.empty());
    if (!unit || unit->pages.empty()) return showPage(-1);
    for (const CodePage& page : unit->pages) m_kinds->addItem(page.title);
    // What a kernel lacks of the later texts, its last has; of the earlier ones, its first.
    auto found = std::ranges::find(unit->pages, m_wanted, &CodePage::kind);
    if (found == unit->pages.end()) found = m_wanted == CodePage::Kind::Source ? unit->pages.begin() : std::prev(unit->pages.end());
    showPage(static_cast<int>(found - unit->pages.begin()));
}

void CodePane::showPage(int page) {
    m_page = page;
    const CodePage* shown = page >= 0 ? &m_unit->pages[static_cast<std::size_t>(page)] : nullptr;
    m_kinds->setCurrentIndex(page);
    m_note->setText(shown ? shown->note : QString());
    m_note->setVisible(shown && !shown->note.isEmpty());
    m_found->clear();
    m_view->setText(shown ? shown->text : nullptr, shown ? shown->language : CodeLanguage::LoopIr);
    if (shown && shown->firstLine > 0) m_view->showLine(shown->firstLine);
    emit pageChanged();
}

void CodePane::find(CodeView::Direction direction) {
    if (m_search->text().isEmpty()) return m_search->setFocus();
    const bool isFound = m_view->find(m_search->text(), direction);
    m_found->setText(isFound ? QString() : tr("not found"));
    if (isFound) emit linePicked(m_view->currentLine());
}

}  // namespace whittle
