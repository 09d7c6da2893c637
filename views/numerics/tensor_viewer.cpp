#include "views/numerics/tensor_viewer.h"

#include <algorithm>
#include <array>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolTip>
#include <QVBoxLayout>

#include "views/models/format.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr ShownRun kRuns[] = {ShownRun::Compiled, ShownRun::Eager, ShownRun::Float64, ShownRun::CompiledToEager, ShownRun::CompiledToFloat64, ShownRun::EagerToFloat64};
constexpr int kCellWidth = 84;
constexpr qint64 kMostCopied = 100'000;  // cells: text that other programs still take, and that is made while one waits

QString typeText(const ComparedValue& value) {
    QStringList sizes;
    for (const Index size : value.sizes) sizes << QString::number(size);
    return QStringLiteral("%1[%2]").arg(toQString(dtypeName(value.dtype)), sizes.join(u','));
}

// A line of the statistics: what it says of each run.
struct FactRow {
    const char* title;
    QString (*text)(const NumberFacts& facts);
};
QString orDash(const NumberFacts& facts, double number) { return facts.finite() > 0 ? formatNumber(number) : QStringLiteral("–"); }
constexpr std::array<FactRow, 9> kFacts{{
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "elements"), [](const NumberFacts& facts) { return formatCount(facts.count); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "NaN"), [](const NumberFacts& facts) { return formatCount(facts.nans); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "infinite"), [](const NumberFacts& facts) { return formatCount(facts.infinities); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "zero"), [](const NumberFacts& facts) { return formatCount(facts.zeros); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "denormal"), [](const NumberFacts& facts) { return formatCount(facts.denormals); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "min"), [](const NumberFacts& facts) { return orDash(facts, facts.least); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "max"), [](const NumberFacts& facts) { return orDash(facts, facts.most); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "mean"), [](const NumberFacts& facts) { return orDash(facts, facts.mean); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "std. deviation"), [](const NumberFacts& facts) { return orDash(facts, facts.deviation); }},
}};
struct ErrorRow {
    const char* title;
    QString (*text)(const ErrorFacts& facts);
};
constexpr std::array<ErrorRow, 6> kErrors{{
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "elements that differ"), [](const ErrorFacts& facts) { return formatCount(facts.differing); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "NaN or infinite otherwise"), [](const ErrorFacts& facts) { return formatCount(facts.kinds); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "largest error"), [](const ErrorFacts& facts) { return formatNumber(facts.maxAbs); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "largest relative error"), [](const ErrorFacts& facts) { return formatNumber(facts.maxRel); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "largest error in ULP"), [](const ErrorFacts& facts) { return formatNumber(facts.maxUlp); }},
    {QT_TRANSLATE_NOOP("whittle::TensorViewer", "root mean square"), [](const ErrorFacts& facts) { return formatNumber(facts.rmse); }},
}};

QString htmlRow(const QString& title, std::initializer_list<QString> cells, const char* tag = "td") {
    QString out = QStringLiteral("<tr><td>%1</td>").arg(title);
    for (const QString& cell : cells) out += QStringLiteral("<%1 align=\"right\" style=\"padding-left:8px\">%2</%1>").arg(QLatin1String(tag), cell);
    return out + QStringLiteral("</tr>");
}

// Beside each other where both have room, else one below the other: what lies outside nobody finds.
class StackedWhenNarrow final : public QObject {
public:
    StackedWhenNarrow(QWidget& place, QBoxLayout& parts) : QObject(&place), m_place(place), m_parts(parts) {}
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Resize) {
            int needed = m_parts.spacing() * (m_parts.count() - 1);
            for (int i = 0; i < m_parts.count(); ++i) needed += m_parts.itemAt(i)->minimumSize().width();
            m_parts.setDirection(needed > m_place.width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        }
        return false;
    }

private:
    QWidget& m_place;
    QBoxLayout& m_parts;
};

template <class Box>
Box* named(Box* box, const QString& name) {
    box->setAccessibleName(name);
    box->setToolTip(name);
    return box;
}

}  // namespace

TensorViewer::TensorViewer(NumericsController& numerics, TensorFetch& fetch, QWidget* parent) : QWidget(parent), m_numerics(numerics), m_fetch(fetch) {
    m_title = new QLabel;
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setAccessibleName(tr("Value"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Ways to look at the value"));
    m_tabs->addTab(makeTable(), tr("Table"));
    m_tabs->addTab(makeHeatMap(), tr("Heat map"));
    m_tabs->addTab(makeStatistics(), tr("Statistics"));
    m_message = new QLabel;
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setAccessibleName(tr("State of the viewer"));
    m_stop = new QPushButton(tr("Stop"));
    m_again = new QPushButton(tr("Try again"));
    auto* empty = new QWidget;
    auto* emptyLayout = new QVBoxLayout(empty);
    emptyLayout->addStretch();
    emptyLayout->addWidget(m_message);
    emptyLayout->addWidget(m_stop, 0, Qt::AlignHCenter);
    emptyLayout->addWidget(m_again, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();
    auto* content = new QWidget;
    auto* contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(0, 0, 0, 0);
    contentLayout->setSpacing(2);
    contentLayout->addWidget(makeBar());
    contentLayout->addWidget(m_tabs, 1);
    m_stack = new QStackedWidget;
    m_stack->addWidget(empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_stack, 1);

    connect(m_stop, &QPushButton::clicked, &fetch, &TensorFetch::stop);
    connect(m_again, &QPushButton::clicked, this, [this] { m_fetch.show(m_fetch.value()); });
    connect(&fetch, &TensorFetch::changed, this, &TensorViewer::refresh);
    connect(&m_slice, &TensorSlice::partWanted, &fetch, &TensorFetch::showPart);
    connect(&m_slice, &TensorSlice::sliceChanged, this, [this] {
        fillAxes();
        fillPositions();
    });
    refresh();
}

QWidget* TensorViewer::makeBar() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_run = named(new QComboBox, tr("Which run is shown"));
    for (const ShownRun run : kRuns) m_run->addItem(TensorSlice::runTitle(run), static_cast<int>(run));
    m_rows = named(new QComboBox, tr("Dimension that is rows"));
    m_columns = named(new QComboBox, tr("Dimension that is columns"));
    m_positions = new QWidget;
    new QHBoxLayout(m_positions);
    m_positions->layout()->setContentsMargins(0, 0, 0, 0);
    m_worst = new QPushButton(tr("Worst"));
    m_worst->setToolTip(tr("Go to the element that is furthest from eager's"));
    layout->addWidget(m_run);
    layout->addWidget(m_rows);
    layout->addWidget(m_columns);
    layout->addWidget(m_positions);
    layout->addStretch();
    layout->addWidget(m_worst);
    connect(m_run, &QComboBox::currentIndexChanged, this, [this] { m_slice.setRun(static_cast<ShownRun>(m_run->currentData().toInt())); });
    connect(m_rows, &QComboBox::activated, this, [this](int axis) { m_slice.setRowAxis(axis); });
    connect(m_columns, &QComboBox::activated, this, [this](int axis) { m_slice.setColumnAxis(axis); });
    connect(m_worst, &QPushButton::clicked, this, &TensorViewer::goToWorst);
    return bar;
}

QWidget* TensorViewer::makeTable() {
    m_table = new QTableView;
    m_table->setModel(&m_slice);
    m_table->setAccessibleName(tr("Elements of the slice"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->horizontalHeader()->setDefaultSectionSize(kCellWidth);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(copyAction);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copyAction, &QAction::triggered, this, &TensorViewer::copy);
    return m_table;
}

QWidget* TensorViewer::makeHeatMap() {
    auto* page = new QWidget;
    m_heatMap = new HeatMap(m_slice);
    auto* bar = new QHBoxLayout;
    m_least = named(new QLineEdit, tr("Least number of the colours"));
    m_most = named(new QLineEdit, tr("Largest number of the colours"));
    for (QLineEdit* field : {m_least, m_most}) {
        auto* validator = new QDoubleValidator(field);
        validator->setLocale(QLocale::c());
        field->setValidator(validator);
        field->setMaximumWidth(90);
        field->setPlaceholderText(tr("fitted"));
        connect(field, &QLineEdit::editingFinished, this, &TensorViewer::setRange);
    }
    auto* fit = new QPushButton(tr("Fit"));
    fit->setToolTip(tr("Let the colours go from the least to the largest number of the slice"));
    connect(fit, &QPushButton::clicked, this, [this] {
        m_least->clear();
        m_most->clear();
        setRange();
    });
    m_cell = new QLabel;
    m_cell->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cell->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_cell->setAccessibleName(tr("Element under the cursor"));
    bar->addWidget(new QLabel(tr("Colours from")));
    bar->addWidget(m_least);
    bar->addWidget(new QLabel(tr("to")));
    bar->addWidget(m_most);
    bar->addWidget(fit);
    bar->addWidget(m_cell, 1);
    connect(m_heatMap, &HeatMap::rangeDragged, this, [this](double least, double most) {
        m_least->setText(QString::number(least, 'g', 6));
        m_most->setText(QString::number(most, 'g', 6));
    });
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(bar);
    layout->addWidget(m_heatMap, 1);
    connect(m_heatMap, &HeatMap::cellChanged, this, [this](int row, int column) { m_cell->setText(m_slice.tipText(row, column).replace(u'\n', QStringLiteral("   "))); });
    return page;
}

QWidget* TensorViewer::makeStatistics() {
    m_statistics = new QLabel;
    m_statistics->setTextFormat(Qt::RichText);
    m_statistics->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_statistics->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_statistics->setAccessibleName(tr("Statistics"));
    m_statistics->setMargin(4);
    m_magnitudes = new MagnitudePlot;
    auto* inner = new QWidget;
    auto* layout = new QHBoxLayout(inner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_statistics);
    layout->addWidget(m_magnitudes, 1);
    auto* scroll = new QScrollArea;
    scroll->setAccessibleName(tr("Statistics of the value"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    scroll->viewport()->installEventFilter(new StackedWhenNarrow(*scroll->viewport(), *layout));
    return scroll;
}

void TensorViewer::refresh() {
    using State = TensorFetch::State;
    const bool isReady = m_fetch.state() == State::Ready;
    const ComparedValue* value = m_fetch.value() >= 0 && m_fetch.value() < static_cast<int>(m_numerics.values().size()) ? &m_numerics.values()[static_cast<std::size_t>(m_fetch.value())] : nullptr;
    m_title->setText(value ? QStringLiteral("<b>%1</b> &nbsp;%2").arg(toQString(value->name).toHtmlEscaped(), typeText(*value)) : QString());
    m_title->setVisible(value != nullptr);
    m_stack->setCurrentIndex(isReady ? 1 : 0);
    m_stop->setVisible(m_fetch.state() == State::Fetching);
    m_again->setVisible(m_fetch.state() == State::Failed);
    switch (m_fetch.state()) {
        case State::None: m_message->setText(tr("Select a value to look at its numbers.")); break;
        case State::Fetching: m_message->setText(tr("Running again to look at this value…")); break;
        case State::Failed: m_message->setText(m_fetch.errorText()); break;
        case State::Ready: break;
    }
    m_slice.setTensors(isReady ? m_fetch.shown() : nullptr);
    m_worst->setEnabled(value && value->compiledToEager.worst >= 0);
    m_magnitudes->setValue(value);
    fillStatistics();
}

void TensorViewer::fillAxes() {
    for (QComboBox* box : {m_rows, m_columns}) {
        const QSignalBlocker quiet(box);
        box->clear();
        for (int axis = 0; axis < m_slice.rank(); ++axis)
            box->addItem(box == m_rows ? tr("rows: dim %1").arg(axis) : tr("columns: dim %1").arg(axis));
        box->setCurrentIndex(box == m_rows ? m_slice.rowAxis() : m_slice.columnAxis());
        box->setVisible(m_slice.rank() > 1);
    }
}

// A spin box for each dimension that is neither rows nor columns; those that are there stay, with the focus that one may have.
void TensorViewer::fillPositions() {
    QList<int> axes;
    for (int axis = 0; axis < m_slice.rank(); ++axis)
        if (axis != m_slice.rowAxis() && axis != m_slice.columnAxis()) axes << axis;
    QList<QSpinBox*> boxes = m_positions->findChildren<QSpinBox*>(QString(), Qt::FindDirectChildrenOnly);
    while (boxes.size() > axes.size()) {
        QSpinBox* last = boxes.takeLast();
        last->setParent(nullptr);
        last->deleteLater();
    }
    while (boxes.size() < axes.size()) {
        auto* box = new QSpinBox;
        connect(box, &QSpinBox::valueChanged, this, [this, box](int at) { m_slice.setPosition(box->property("axis").toInt(), at); });
        m_positions->layout()->addWidget(box);
        boxes << box;
    }
    for (qsizetype i = 0; i < axes.size(); ++i) {
        const QSignalBlocker quiet(boxes[i]);
        const int axis = axes[i];
        boxes[i]->setProperty("axis", axis);
        boxes[i]->setPrefix(tr("dim %1: ").arg(axis));
        boxes[i]->setRange(0, static_cast<int>(std::clamp<Index>(m_slice.shown()->sizes[static_cast<std::size_t>(axis)] - 1, 0, INT_MAX)));
        boxes[i]->setValue(static_cast<int>(m_slice.position(axis)));
        named(boxes[i], tr("Place in dimension %1").arg(axis));
    }
}

void TensorViewer::fillStatistics() {
    if (m_fetch.value() < 0 || m_fetch.value() >= static_cast<int>(m_numerics.values().size())) return m_statistics->clear();
    const ComparedValue& value = m_numerics.values()[static_cast<std::size_t>(m_fetch.value())];
    QString html = QStringLiteral("<table>") + htmlRow({}, {tr("compiled"), tr("eager"), tr("float64")}, "th");
    for (const FactRow& row : kFacts) html += htmlRow(tr(row.title), {row.text(value.compiled), row.text(value.eager), row.text(value.exact)});
    html += htmlRow(QStringLiteral("&nbsp;"), {}) + htmlRow({}, {tr("compiled − eager"), tr("compiled − float64"), tr("eager − float64")}, "th");
    for (const ErrorRow& row : kErrors) html += htmlRow(tr(row.title), {row.text(value.compiledToEager), row.text(value.compiledToExact), row.text(value.eagerToExact)});
    html += QStringLiteral("</table>");
    if (!value.why.empty()) html += QStringLiteral("<p>%1</p>").arg(toQString(value.why).toHtmlEscaped());
    m_statistics->setText(html);
}

void TensorViewer::setRange() {
    bool hasLeast = false, hasMost = false;
    const double least = QLocale::c().toDouble(m_least->text(), &hasLeast), most = QLocale::c().toDouble(m_most->text(), &hasMost);
    const auto [fittedLeast, fittedMost] = m_slice.range();
    if (!hasLeast && !hasMost) return m_heatMap->setRange(0, 0);
    m_heatMap->setRange(hasLeast ? least : fittedLeast, hasMost ? most : fittedMost);
}

void TensorViewer::copy() {
    const QItemSelection selection = m_table->selectionModel()->selection();
    qint64 cells = 0;
    for (const QItemSelectionRange& range : selection) cells += static_cast<qint64>(range.width()) * range.height();
    if (cells > kMostCopied)
        return QToolTip::showText(m_table->viewport()->mapToGlobal(m_table->viewport()->rect().center()),
                                  tr("Not copied: %1 cells are selected, at most %2 can be copied at once.").arg(formatCount(cells), formatCount(kMostCopied)), m_table);
    if (cells > 0) QApplication::clipboard()->setText(m_slice.copyText(selection.indexes()));
}

void TensorViewer::goToWorst() {
    const ComparedValue& value = m_numerics.values()[static_cast<std::size_t>(m_fetch.value())];
    // Of complex elements it is the place among their parts.
    const QModelIndex cell = m_slice.reveal(isComplex(value.dtype) ? value.compiledToEager.worst / 2 : value.compiledToEager.worst);
    if (!cell.isValid()) return;
    m_table->setCurrentIndex(cell);
    m_table->scrollTo(cell, QAbstractItemView::PositionAtCenter);
    m_tabs->setCurrentIndex(0);
}

}  // namespace whittle
