#include "views/models/choices_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "views/models/format.h"
#include "views/models/table_data.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr quintptr kIsChoice = 0;  // else one more than the place of the choice in the report

struct ColumnDef {
    const char* key;
    const char* title;
    QString (*ofCandidate)(const CandidateRecord& candidate);
    bool isNumber = false;
};

QString time(const std::optional<double>& ms) { return ms ? formatDuration(*ms) : QStringLiteral("–"); }

QString stateText(const CandidateRecord& candidate) {
    if (candidate.chosen) return ChoicesModel::tr("chosen");
    return candidate.refusal.empty() ? ChoicesModel::tr("possible") : ChoicesModel::tr("refused: %1").arg(toQString(candidate.refusal));
}

constexpr std::array<ColumnDef, ChoicesModel::ColumnCount> kColumns{{
    {"name", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "Node and candidates"), [](const CandidateRecord& one) { return toQString(one.name); }},
    {"implementation", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "Implementation"), [](const CandidateRecord& one) { return toQString(one.implementation); }},
    {"estimated_ms", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "Estimated"), [](const CandidateRecord& one) { return time(one.estimatedMs); }, true},
    {"measured_ms", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "Measured"), [](const CandidateRecord& one) { return time(one.measuredMs); }, true},
    {"kernel_ms", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "In the graph"), [](const CandidateRecord&) { return QString(); }, true},
    {"why", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "Why"), stateText},
}};

// As reports name them.
struct ByRow {
    std::string_view by;
    const char* text;
};
constexpr ByRow kBy[] = {{"estimate", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "by estimate")}, {"measured", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "by measurement")},
                         {"stored", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "by a measurement of before")}, {"forced", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "forced")},
                         {"only", QT_TRANSLATE_NOOP("whittle::ChoicesModel", "nothing else can run")}};

QString byText(const std::string& by) {
    const auto row = std::ranges::find(kBy, by, &ByRow::by);
    return row == std::end(kBy) ? toQString(by) : ChoicesModel::tr(row->text);
}

}  // namespace

void ChoicesModel::setContent(KernelContentRef content, KernelContentRef before) {
    beginResetModel();
    m_content = std::move(content);
    m_before = std::move(before);
    arrange();
    endResetModel();
}

std::vector<int> ChoicesModel::order(int count, const std::function<QVariant(int)>& key) const {
    std::vector<int> out(static_cast<std::size_t>(count));
    std::iota(out.begin(), out.end(), 0);
    if (m_sortColumn < 0) return out;
    std::vector<QVariant> keys;
    keys.reserve(out.size());
    for (int i = 0; i < count; ++i) keys.push_back(key(i));
    std::ranges::stable_sort(out, [&](int a, int b) {
        const QVariant &left = keys[static_cast<std::size_t>(a)], &right = keys[static_cast<std::size_t>(b)];
        if (left.isNull() || right.isNull()) return !left.isNull() && right.isNull();
        const QPartialOrdering compared = QVariant::compare(left, right);
        return m_sortOrder == Qt::AscendingOrder ? compared == QPartialOrdering::Less : compared == QPartialOrdering::Greater;
    });
    return out;
}

QVariant ChoicesModel::sortKey(const ChoiceRecord& choice, const CandidateRecord* candidate) const {
    const ColumnDef& column = kColumns[static_cast<std::size_t>(m_sortColumn)];
    if (column.isNumber) return milliseconds(choice, candidate, m_sortColumn);
    return candidate ? column.ofCandidate(*candidate) : choiceText(choice, m_sortColumn);
}

void ChoicesModel::arrange() {
    m_candidates.clear();
    const auto& choices = m_content ? m_content->study().report.choices : std::vector<ChoiceRecord>();
    m_choices = order(static_cast<int>(choices.size()), [&](int i) { return sortKey(choices[static_cast<std::size_t>(i)], nullptr); });
    m_rowOf.resize(m_choices.size());
    for (std::size_t row = 0; row < m_choices.size(); ++row) m_rowOf[static_cast<std::size_t>(m_choices[row])] = static_cast<int>(row);
    for (const ChoiceRecord& each : choices)
        m_candidates.push_back(order(static_cast<int>(each.candidates.size()), [&](int i) { return sortKey(each, &each.candidates[static_cast<std::size_t>(i)]); }));
}

ChoicesModel::Place ChoicesModel::placeOf(const QModelIndex& index) const {
    if (index.internalId() == kIsChoice) return {.choice = m_choices[static_cast<std::size_t>(index.row())]};
    const auto choice = static_cast<std::size_t>(index.internalId()) - 1;
    return {.choice = static_cast<int>(choice), .candidate = m_candidates[choice][static_cast<std::size_t>(index.row())]};
}

void ChoicesModel::sort(int column, Qt::SortOrder order) {
    if (column == m_sortColumn && order == m_sortOrder) return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<Place> places;
    for (const QModelIndex& index : before) places.push_back(placeOf(index));
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto [choice, candidate] = places[static_cast<std::size_t>(i)];
        const auto& candidates = m_candidates[static_cast<std::size_t>(choice)];
        const int row = candidate < 0 ? m_rowOf[static_cast<std::size_t>(choice)] : static_cast<int>(std::ranges::find(candidates, candidate) - candidates.begin());
        after << createIndex(row, before[i].column(), before[i].internalId());
    }
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

QModelIndex ChoicesModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(placeOf(parent).choice) + 1 : kIsChoice);
}

QModelIndex ChoicesModel::parent(const QModelIndex& index) const {
    return index.isValid() && index.internalId() != kIsChoice ? createIndex(m_rowOf[static_cast<std::size_t>(index.internalId()) - 1], 0, kIsChoice) : QModelIndex();
}

int ChoicesModel::rowCount(const QModelIndex& parent) const {
    if (!m_content || parent.column() > 0) return 0;
    if (!parent.isValid()) return static_cast<int>(m_content->study().report.choices.size());
    return parent.internalId() == kIsChoice ? static_cast<int>(choice(placeOf(parent).choice).candidates.size()) : 0;
}

int ChoicesModel::columnCount(const QModelIndex&) const { return ColumnCount; }

// "12.3 µs → 10.1 µs" where the study before had another candidate.
QString ChoicesModel::kernelTime(const ChoiceRecord& choice) const {
    const auto timeIn = [&](const KernelContentRef& content) {
        const int kernel = content ? content->kernelOfSite(choice.site) : -1;
        return kernel >= 0 ? content->row(kernel).milliseconds : kUnknownNumber;
    };
    const QString now = formatDuration(timeIn(m_content));
    const double before = timeIn(m_before);
    return std::isfinite(before) ? tr("%1 → %2").arg(formatDuration(before), now) : now;
}

QString ChoicesModel::choiceText(const ChoiceRecord& choice, int column) const {
    const auto chosen = std::ranges::find(choice.candidates, true, &CandidateRecord::chosen);
    switch (column) {
        case NameColumn: return tr("%1  (%2, %3)").arg(toQString(choice.site), toQString(choice.op), toQString(choice.operands));
        case KernelTimeColumn: return kernelTime(choice);
        case StateColumn: return tr("%1: %2").arg(byText(choice.by), toQString(choice.reason));
        default: return chosen == choice.candidates.end() ? QString() : kColumns[static_cast<std::size_t>(column)].ofCandidate(*chosen);
    }
}

// Of a choice those of the candidate that was chosen.
QVariant ChoicesModel::milliseconds(const ChoiceRecord& choice, const CandidateRecord* candidate, int column) const {
    if (column == KernelTimeColumn) {
        const int kernel = candidate ? -1 : m_content->kernelOfSite(choice.site);
        return kernel >= 0 ? knownNumber(m_content->row(kernel).milliseconds) : unknownNumber();
    }
    const auto chosen = std::ranges::find(choice.candidates, true, &CandidateRecord::chosen);
    if (!candidate && chosen == choice.candidates.end()) return unknownNumber();
    const CandidateRecord& one = candidate ? *candidate : *chosen;
    const std::optional<double>& known = column == EstimatedColumn ? one.estimatedMs : one.measuredMs;
    return known ? QVariant(*known) : unknownNumber();
}

QVariant ChoicesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Place place = placeOf(index);
    const ChoiceRecord& choice = this->choice(place.choice);
    const CandidateRecord* candidate = place.candidate < 0 ? nullptr : &choice.candidates[static_cast<std::size_t>(place.candidate)];
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole: return candidate ? column.ofCandidate(*candidate) : choiceText(choice, index.column());
        case Qt::EditRole: return column.isNumber ? milliseconds(choice, candidate, index.column()) : QVariant();
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
        case SiteRole: return toQString(choice.site);
        case CandidateRole: return candidate ? toQString(candidate->name) : QString();
        case MayForceRole: return candidate && candidate->refusal.empty() && !candidate->chosen;
        case ForcedRole: return choice.by == "forced";
        case KernelRole: return m_content->kernelOfSite(choice.site);
        case ChosenRole: return candidate && candidate->chosen;
        default: return {};
    }
}

QVariant ChoicesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kColumns[static_cast<std::size_t>(section)].title);
    if (role == Qt::EditRole) return QLatin1String(kColumns[static_cast<std::size_t>(section)].key);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (kColumns[static_cast<std::size_t>(section)].isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QModelIndex ChoicesModel::choiceOf(const QString& site) const {
    for (int row = 0; row < rowCount(); ++row)
        if (toQString(choice(m_choices[static_cast<std::size_t>(row)]).site) == site) return index(row, NameColumn);
    return {};
}

}  // namespace whittle
