#include "views/models/numerics_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "views/models/format.h"
#include "views/models/table_data.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// What a cell is made from.
struct Row {
    const ComparedValue& value;
    const Node* node;               // null where the graph lacks it
    const ComparedValue* baseline;  // null without
};

struct ColumnDef {
    const char* key;
    const char* title;
    const char* tip;
    bool isNumber;
    QString (*text)(const Row& row);
    double (*number)(const Row& row);  // sorted by it
    std::string_view (*bytes)(const Row& row) = nullptr;  // else by this, where the text is one that lies there already; else by the text
};

QString sizesText(const Sizes& sizes) {
    QStringList out;
    for (const Index size : sizes) out << QString::number(size);
    return out.join(u',');
}

// Whatever the worst is, it is at one end.
int badness(const Row& row) { return (row.value.isProducer() ? 4 : row.value.wrong ? 2 : 0) + (row.value.startsNonFinite() ? 1 : 0); }

QString verdict(const Row& row) {
    const QString nonFinite = row.value.startsNonFinite() ? (row.value.compiled.nans > 0 ? NumericsModel::tr("NaN begins") : NumericsModel::tr("infinity begins")) : QString();
    const QString wrong = row.value.isProducer() ? NumericsModel::tr("goes wrong") : row.value.wrong ? NumericsModel::tr("wrong") : QString();
    return wrong.isEmpty() ? nonFinite : nonFinite.isEmpty() ? wrong : wrong + QStringLiteral(", ") + nonFinite;
}

template <double NumberFacts::* field>
QString factText(const Row& row) {
    return row.value.compiled.finite() > 0 ? formatNumber(row.value.compiled.*field) : QStringLiteral("–");
}
template <std::int64_t NumberFacts::* field>
QString countText(const Row& row) {
    const std::int64_t count = row.value.compiled.*field;
    return count == 0 ? QString() : formatCount(count);
}

constexpr std::array<ColumnDef, NumericsModel::ColumnCount> kColumns{{
    {"order", QT_TRANSLATE_NOOP("whittle::NumericsModel", "#"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Place of the node in execution order"), true,
     [](const Row& row) { return formatCount(row.value.order); }, [](const Row& row) -> double { return row.value.order; }},
    {"value", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Value"), nullptr, false, [](const Row& row) { return toQString(row.value.name); }, nullptr,
     [](const Row& row) -> std::string_view { return row.value.name; }},
    {"verdict", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Verdict"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "By the rule that the minifier judges outputs by"), false, verdict,
     [](const Row& row) -> double { return badness(row); }},
    {"error", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Error"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Largest error of the compiled run against float64, by the largest number there"), true,
     [](const Row& row) { return formatNumber(relativeError(row.value)); }, [](const Row& row) { return relativeError(row.value); }},
    {"baseline_error", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Baseline"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "The same error in the run kept as baseline"), true,
     [](const Row& row) { return row.baseline ? formatNumber(relativeError(*row.baseline)) : QString(); }, [](const Row& row) { return row.baseline ? relativeError(*row.baseline) : -1; }},
    {"eager_error", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Eager"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "The same error of the eager run"), true,
     [](const Row& row) { return formatNumber(eagerRelativeError(row.value)); }, [](const Row& row) { return eagerRelativeError(row.value); }},
    {"max_abs", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Max abs"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Largest absolute difference of compiled and eager"), true,
     [](const Row& row) { return formatNumber(row.value.compiledToEager.maxAbs); }, [](const Row& row) { return row.value.compiledToEager.maxAbs; }},
    {"max_ulp", QT_TRANSLATE_NOOP("whittle::NumericsModel", "ULP"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Largest difference of compiled and eager in units in the last place"), true,
     [](const Row& row) { return formatNumber(row.value.compiledToEager.maxUlp); }, [](const Row& row) { return row.value.compiledToEager.maxUlp; }},
    {"nans", QT_TRANSLATE_NOOP("whittle::NumericsModel", "NaN"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Elements that are NaN in the compiled run"), true, countText<&NumberFacts::nans>,
     [](const Row& row) -> double { return static_cast<double>(row.value.compiled.nans); }},
    {"infinities", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Inf"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Elements that are infinite in the compiled run"), true, countText<&NumberFacts::infinities>,
     [](const Row& row) -> double { return static_cast<double>(row.value.compiled.infinities); }},
    {"min", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Min"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Of the compiled run's finite numbers"), true, factText<&NumberFacts::least>,
     [](const Row& row) { return row.value.compiled.least; }},
    {"max", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Max"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Of the compiled run's finite numbers"), true, factText<&NumberFacts::most>,
     [](const Row& row) { return row.value.compiled.most; }},
    {"mean", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Mean"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Of the compiled run's finite numbers"), true, factText<&NumberFacts::mean>,
     [](const Row& row) { return row.value.compiled.mean; }},
    {"operator", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Operator"), nullptr, false, [](const Row& row) { return row.node ? toQString(row.node->op) : QString(); }, nullptr,
     [](const Row& row) { return row.node ? std::string_view(row.node->op) : std::string_view(); }},
    {"type", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Type"), nullptr, false,
     [](const Row& row) { return QStringLiteral("%1[%2]").arg(toQString(dtypeName(row.value.dtype)), sizesText(row.value.sizes)); },
     [](const Row& row) { return static_cast<double>(elementCount(row.value.sizes)); }},
    {"from", QT_TRANSLATE_NOOP("whittle::NumericsModel", "From"), QT_TRANSLATE_NOOP("whittle::NumericsModel", "Which compilation the compiled numbers are from: fused as it always is, or with every value kept apart"), false,
     [](const Row& row) { return row.value.tapped == TappedIn::AsFused ? NumericsModel::tr("as fused") : NumericsModel::tr("kept apart"); },
     [](const Row& row) -> double { return static_cast<int>(row.value.tapped); }},
    {"kernel", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Kernel"), nullptr, false, [](const Row& row) { return toQString(row.value.kernel); }, nullptr,
     [](const Row& row) -> std::string_view { return row.value.kernel; }},
    {"module", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Module"), nullptr, false, [](const Row& row) { return row.node ? toQString(row.node->origin->modulePath) : QString(); }, nullptr,
     [](const Row& row) { return row.node ? std::string_view(row.node->origin->modulePath) : std::string_view(); }},
    {"source", QT_TRANSLATE_NOOP("whittle::NumericsModel", "Source"), nullptr, false, [](const Row& row) { return row.node ? toQString(row.node->origin->where()) : QString(); }, nullptr},
}};

// Names of nodes, files and operators are ASCII nearly always; other letters have to be the same.
bool holds(std::string_view text, std::string_view lower) {
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
    return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
}

const ColumnDef& columnAt(int column) { return kColumns[static_cast<std::size_t>(column)]; }

// NaN is a number here, and to be known; what a baseline or a tensor without finite numbers lacks is not.
QVariant valueOf(const ColumnDef& column, int place, const Row& row) {
    using Model = NumericsModel;
    if (!column.isNumber) return {};
    const bool lacks = place == Model::BaselineColumn ? !row.baseline : (place == Model::LeastColumn || place == Model::MostColumn || place == Model::MeanColumn) && row.value.compiled.finite() == 0;
    if (lacks) return unknownNumber();
    if (place == Model::OrderColumn || place == Model::NanColumn || place == Model::InfinityColumn) return static_cast<qlonglong>(column.number(row));
    return column.number(row);
}

}  // namespace

NumericsModel::NumericsModel(NumericsController& controller, QObject* parent) : QAbstractTableModel(parent), m_controller(controller) {
    connect(&controller, &NumericsController::valuesChanged, this, &NumericsModel::refill);
    connect(&controller, &NumericsController::valuesAdded, this, &NumericsModel::add);
    connect(&controller, &NumericsController::verdictsChanged, this, &NumericsModel::refill);
    connect(&controller, &NumericsController::stateChanged, this, [this] {
        if (m_controller.state() == NumericsController::State::Done && m_sortColumn != OrderColumn) sort(m_sortColumn, m_sortOrder);
    });
    connect(&controller, &NumericsController::baselineChanged, this, [this] {
        m_baseline.clear();
        if (const NumericsRunRef& run = m_controller.baseline())
            for (int i = 0; i < static_cast<int>(run->comparison.values.size()); ++i) m_baseline.emplace(run->comparison.values[static_cast<std::size_t>(i)].name, i);
        if (!m_rows.empty()) emit dataChanged(index(0, BaselineColumn), index(rowCount() - 1, BaselineColumn));
    });
    refill();
}

int NumericsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int NumericsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant NumericsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = columnAt(index.column());
    const ComparedValue& shown = value(index.row());
    const Row row{shown, m_controller.nodeOf(shown), baselineOf(shown)};
    switch (role) {
        case Qt::DisplayRole: return column.text(row);
        case Qt::EditRole: return valueOf(column, index.column(), row);
        case Qt::ToolTipRole: return shown.why.empty() ? column.text(row) : toQString(shown.why);
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case ValueRole: return m_rows[static_cast<std::size_t>(index.row())];
        case WrongRole: return shown.wrong;
        default: return {};
    }
}

QVariant NumericsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnDef& column = columnAt(section);
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::EditRole) return QLatin1String(column.key);
    if (role == Qt::ToolTipRole && column.tip) return tr(column.tip);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

const ComparedValue* NumericsModel::baselineOf(const ComparedValue& value) const {
    const auto found = m_baseline.find(value.name);
    return found == m_baseline.end() ? nullptr : &m_controller.baseline()->comparison.values[static_cast<std::size_t>(found->second)];
}

void NumericsModel::order(std::vector<int>& rows) const {
    const bool down = m_sortOrder == Qt::DescendingOrder;
    if (m_sortColumn == OrderColumn) {
        std::ranges::sort(rows);
        if (down) std::ranges::reverse(rows);
        return;
    }
    const auto& values = m_controller.values();
    const ColumnDef& column = columnAt(m_sortColumn);
    const auto rowAt = [&](int index) {
        const ComparedValue& one = values[static_cast<std::size_t>(index)];
        return Row{one, m_controller.nodeOf(one), baselineOf(one)};
    };
    // Keys once for each row; equal ones stay in execution order.
    const auto by = [&]<class Key>(Key&& keyOf) {
        std::vector<std::pair<std::decay_t<decltype(keyOf(0))>, int>> keyed;
        keyed.reserve(rows.size());
        for (const int index : rows) keyed.emplace_back(keyOf(index), index);
        std::ranges::sort(keyed, [down](const auto& a, const auto& b) {
            if (a.first < b.first) return !down;
            return b.first < a.first ? down : a.second < b.second;
        });
        std::ranges::transform(keyed, rows.begin(), [](const auto& one) { return one.second; });
    };
    // NaN is less than nothing and more than nothing; here it stands beyond the largest number.
    const auto numberKey = [&](int index) {
        const double number = column.number(rowAt(index));
        return std::isnan(number) ? std::pair(true, 0.0) : std::pair(false, number);
    };
    if (column.number) by(numberKey);
    else if (column.bytes) by([&](int index) { return column.bytes(rowAt(index)); });
    else by([&](int index) { return column.text(rowAt(index)); });
}

void NumericsModel::sort(int column, Qt::SortOrder sortOrder) {
    if (column < 0 || column >= ColumnCount) column = OrderColumn;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    m_sortColumn = column;
    m_sortOrder = sortOrder;
    const QModelIndexList before = persistentIndexList();
    std::vector<int> held;
    for (const QModelIndex& one : before) held.push_back(m_rows[static_cast<std::size_t>(one.row())]);
    order(m_rows);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) after << index(rowOf(held[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

int NumericsModel::rowOf(int value) const {
    const auto found = std::ranges::find(m_rows, value);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

bool NumericsModel::isShown(int index) const {
    const ComparedValue& one = m_controller.values()[static_cast<std::size_t>(index)];
    const bool isBad = one.wrong || one.startsNonFinite();
    if (m_onlyBad && !isBad) return false;
    if (m_text.empty()) return true;
    const auto has = [&](std::string_view text) { return holds(text, m_text); };
    const Node* node = m_controller.nodeOf(one);
    return has(one.name) || has(one.kernel) || (node && (has(node->name) || has(node->op) || has(node->origin->modulePath) || has(node->origin->where())));
}

void NumericsModel::refill() {
    beginResetModel();
    m_rows.clear();
    for (int i = 0; i < static_cast<int>(m_controller.values().size()); ++i)
        if (isShown(i)) m_rows.push_back(i);
    order(m_rows);
    endResetModel();
}

// Behind the others, whatever these are sorted by: they find their places when the run has ended.
void NumericsModel::add(int from) {
    std::vector<int> rows;
    for (int i = from; i < static_cast<int>(m_controller.values().size()); ++i)
        if (isShown(i)) rows.push_back(i);
    if (rows.empty()) return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void NumericsModel::setOnlyBad(bool only) {
    if (only == m_onlyBad) return;
    m_onlyBad = only;
    refill();
}

void NumericsModel::setText(const QString& text) {
    std::string lower = text.toLower().toStdString();
    if (lower == m_text) return;
    m_text = std::move(lower);
    refill();
}

}  // namespace whittle
