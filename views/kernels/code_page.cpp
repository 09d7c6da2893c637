#include "views/kernels/code_page.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {

KernelCodePage::KernelCodePage(KernelsController& kernels, QWidget* parent)
    : QStackedWidget(parent), m_kernels(kernels), m_message(new QLabel), m_left(new CodePane(tr("Left text"), CodePage::Kind::LoopIr)),
      m_right(new CodePane(tr("Right text"), CodePage::Kind::Assembly)) {
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    addWidget(m_message);
    addWidget(makeTexts());
    for (CodePane* pane : {m_left, m_right}) {
        connect(pane, &CodePane::linePicked, this, [this, pane](int line) { pick(*pane, line); });
        connect(pane, &CodePane::lineHovered, this, [this, pane](int line) { hover(*pane, line); });
        connect(pane, &CodePane::pageChanged, this, [this, pane] {
            mark(m_picked);
            scrollOthers(pane == m_left ? m_right : m_left);
        });
    }
    connect(m_units, &QComboBox::activated, this, &KernelCodePage::showUnit);
    connect(&kernels, &KernelsController::codeChanged, this, &KernelCodePage::showCode);
    connect(&kernels, &KernelsController::nodeChanged, this, &KernelCodePage::followNode);
    showCode();
}

QWidget* KernelCodePage::makeTexts() {
    auto* texts = new QWidget;
    m_name = new QLabel;
    QFont bold = m_name->font();
    bold.setWeight(QFont::DemiBold);
    m_name->setFont(bold);
    m_units = new QComboBox;
    m_units->setAccessibleName(tr("Function"));
    m_units->view()->setAccessibleName(m_units->accessibleName());
    m_units->setToolTip(tr("The kernel's functions in machine code"));
    m_where = new QLabel;
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_where->setAccessibleName(tr("What the line belongs to"));
    m_where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_where->setAccessibleName(tr("Function"));
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 0);
    row->addWidget(m_name);
    row->addWidget(m_units);
    row->addSpacing(8);
    row->addWidget(m_where, 1);
    auto* panes = new QSplitter(Qt::Horizontal);
    panes->setChildrenCollapsible(false);
    panes->addWidget(m_left);
    panes->addWidget(m_right);
    panes->setSizes({1000, 1000});
    auto* column = new QVBoxLayout(texts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(panes, 1);
    return texts;
}

const CodeUnit* KernelCodePage::unit() const {
    const int index = m_units->currentIndex();
    return m_code && index >= 0 ? &m_code->units[static_cast<std::size_t>(index)] : nullptr;
}

void KernelCodePage::showCode() {
    m_left->setUnit(nullptr);
    m_right->setUnit(nullptr);
    m_units->clear();
    m_code = m_kernels.code();
    m_picked = {};
    if (!m_code) {
        m_message->setText(m_kernels.selected() >= 0 ? tr("Reading its texts…") : tr("Select a kernel, or a node of the graph, to read its code."));
        return setCurrentIndex(0);
    }
    const KernelRow& row = m_kernels.content()->row(m_code->kernel);
    m_name->setText(row.name);
    for (const CodeUnit& one : m_code->units) m_units->addItem(one.name);
    m_units->setVisible(m_code->units.size() > 1);
    if (m_code->units.front().pages.empty()) {
        m_message->setText(m_code->none);
        return setCurrentIndex(0);
    }
    setCurrentIndex(1);
    showUnit(0);
}

void KernelCodePage::showUnit(int index) {
    m_units->setCurrentIndex(index);
    m_left->setUnit(unit());
    m_right->setUnit(unit());
    m_right->setVisible(unit()->pages.size() > 1);  // of a library's kernel there is nothing but the user's lines
    m_picked = {};
    tell({});
    followNode();
}

void KernelCodePage::mark(const LineLinks::Focus& focus) {
    if (const CodeUnit* shown = unit())
        for (CodePane* pane : {m_left, m_right})
            if (pane->page() >= 0) pane->view().setLinked(shown->links.lines(focus, pane->page()));
}

void KernelCodePage::scrollOthers(const CodePane* but) {
    for (CodePane* pane : {m_left, m_right})
        if (pane != but && !pane->view().linked().empty()) pane->view().showLine(pane->view().linked().front());
}

void KernelCodePage::pick(const CodePane& pane, int line) {
    if (!unit() || pane.page() < 0) return;
    m_picked = unit()->links.at(pane.page(), line);
    mark(m_picked);
    scrollOthers(&pane);
    tell(m_picked);
    // A line of what the kernel reads leads to where that is made, in the graph; only what it computes is selected there.
    const std::vector<NodeId>& own = m_kernels.content()->row(m_code->kernel).nodes;
    for (const std::int32_t node : m_picked.nodes)
        if (std::ranges::find(own, NodeId(node)) != own.end()) return m_kernels.selectNode(NodeId(node));
}

void KernelCodePage::hover(const CodePane& pane, int line) {
    if (!unit() || pane.page() < 0) return;
    const LineLinks::Focus focus = line >= 0 ? unit()->links.at(pane.page(), line) : LineLinks::Focus();
    mark(focus.isEmpty() ? m_picked : focus);
    tell(focus.isEmpty() ? m_picked : focus);
}

void KernelCodePage::followNode() {
    const NodeId node = m_kernels.node();
    if (!unit() || !node.valid() || std::ranges::find(m_picked.nodes, node.index()) != m_picked.nodes.end()) return;
    m_picked = unit()->links.of(node.index());
    mark(m_picked);
    scrollOthers(nullptr);
    tell(m_picked);
}

// "gelu · net.py:105 · x = x + self.act(x)".
void KernelCodePage::tell(const LineLinks::Focus& focus) {
    if (!m_code) return;
    if (focus.nodes.empty()) {
        const bool isTold = m_code->none.isEmpty();
        m_where->setText(isTold ? tr("Point at a line to see what belongs to it; click to keep it") : m_code->none);
        return m_where->setToolTip(isTold ? QString() : m_code->none);
    }
    QStringList names;
    for (const std::int32_t node : focus.nodes) names << toQString(m_kernels.content()->graph().node(NodeId(node)).name);
    QStringList parts{names.join(QStringLiteral(", "))};
    const Origin& origin = *m_kernels.content()->graph().node(NodeId(focus.nodes.front())).origin;
    if (const std::string where = origin.where(); !where.empty()) parts << toQString(where);
    if (!origin.code.empty()) parts << toQString(origin.code).trimmed();
    m_where->setText(parts.join(QStringLiteral("  ·  ")));
    m_where->setToolTip(m_where->text());
}

}  // namespace whittle
