#include "views/models/dim_names_model.h"

#include <algorithm>
#include <array>

#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::array<const char*, DimNamesModel::ColumnCount> kTitles{QT_TRANSLATE_NOOP("whittle::DimNamesModel", "Name"), QT_TRANSLATE_NOOP("whittle::DimNamesModel", "Least"),
                                                                      QT_TRANSLATE_NOOP("whittle::DimNamesModel", "Most"), QT_TRANSLATE_NOOP("whittle::DimNamesModel", "Example"),
                                                                      QT_TRANSLATE_NOOP("whittle::DimNamesModel", "Stands for")};

QString endText(const std::optional<std::int64_t>& end) { return end ? QString::number(*end) : QString(); }
bool isNumber(int column) { return column >= DimNamesModel::LeastColumn && column <= DimNamesModel::ExampleColumn; }

}  // namespace

DimNamesModel::DimNamesModel(DimsController& dims, QObject* parent) : QAbstractTableModel(parent), m_dims(dims) {
    connect(&dims, &DimsController::specChanged, this, &DimNamesModel::collect);
    connect(&dims, &DimsController::inputsChanged, this, &DimNamesModel::collect);
    connect(&dims, &DimsController::stateChanged, this, &DimNamesModel::collect);
    collect();
}

void DimNamesModel::collect() {
    std::vector<Name> names;
    for (int place = 0; place < static_cast<int>(m_dims.places().size()); ++place) {
        const DimSpec* said = m_dims.saidOf(place);
        if (!said || !said->hasName()) continue;
        auto found = std::ranges::find(names, toQString(said->name), &Name::name);
        if (found == names.end()) {
            const auto example = exampleOf(m_dims.inputs(), said->name);
            found = names.insert(names.end(), {.name = toQString(said->name), .range = said->range, .example = endText(example), .places = {}});
        }
        const QString where = QStringLiteral("%1.shape[%2]").arg(m_dims.nameOf(place)).arg(*m_dims.places()[static_cast<std::size_t>(place)].dim);
        found->places << (said->kind == DimSpec::Kind::Named ? where : QStringLiteral("%1 = %2").arg(where, toQString(said->text())));
    }
    if (std::ranges::equal(names, m_names, {}, &Name::name, &Name::name)) {  // an editor that is open stays so
        m_names = std::move(names);
        if (!m_names.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_names = std::move(names);
    endResetModel();
}

QString DimNamesModel::text(const Name& name, int column) const {
    switch (column) {
        case NameColumn: return name.name;
        case LeastColumn: return name.range.min == 0 ? QString() : endText(name.range.min);
        case MostColumn: return endText(name.range.max);
        case ExampleColumn: return name.example;
        default: return name.places.join(QStringLiteral(", "));
    }
}

QVariant DimNamesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Name& name = m_names[static_cast<std::size_t>(index.row())];
    const bool isEnd = index.column() == LeastColumn || index.column() == MostColumn;
    switch (role) {
        case Qt::DisplayRole:
            if (const QString shown = text(name, index.column()); !isEnd || !shown.isEmpty()) return shown;
            return index.column() == LeastColumn ? QStringLiteral("0") : QStringLiteral("inf");
        case Qt::EditRole:
        case Qt::ToolTipRole: return text(name, index.column());
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignHCenter : Qt::AlignLeft));
        default: return {};
    }
}

QVariant DimNamesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kTitles[static_cast<std::size_t>(section)]);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignHCenter : Qt::AlignLeft));
    return {};
}

Qt::ItemFlags DimNamesModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags plain = QAbstractTableModel::flags(index);
    return index.isValid() && (index.column() == LeastColumn || index.column() == MostColumn) ? plain | Qt::ItemIsEditable : plain;
}

bool DimNamesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid) || !(flags(index) & Qt::ItemIsEditable)) return false;
    const Name name = m_names[static_cast<std::size_t>(index.row())];
    const QString text = value.toString().trimmed();
    SymRange range = name.range;
    std::optional<std::int64_t>& end = index.column() == LeastColumn ? range.min : range.max;
    bool isGood = true;
    end = text.isEmpty() ? std::nullopt : std::optional<std::int64_t>(text.toLongLong(&isGood));
    if (!isGood || end.value_or(0) < 0) {
        emit refused(tr("'%1' is no size: give a number, or nothing for no end").arg(text));
        return false;
    }
    if (index.column() == LeastColumn && !end) end = 0;
    if (range == name.range) return true;
    const QString why = m_dims.setRange(name.name, range);
    if (!why.isEmpty()) emit refused(why);
    return why.isEmpty();
}

}  // namespace whittle
