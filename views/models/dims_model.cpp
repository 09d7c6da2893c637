#include "views/models/dims_model.h"

#include <algorithm>
#include <array>

#include "views/models/dim_words.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct ColumnDef {
    const char* title;
    QString (*text)(const DimsController& dims, int row);
    bool isNumber = false;
};

QString inputText(const DimsController& dims, int row) { return dims.nameOf(row); }

QString dimText(const DimsController& dims, int row) {
    const auto dim = dims.places()[static_cast<std::size_t>(row)].dim;
    return dim ? QString::number(*dim) : QString();
}

QString exampleText(const DimsController& dims, int row) {
    const DimPlace& at = dims.places()[static_cast<std::size_t>(row)];
    const CallValue& example = dims.inputs()[at.input].example;
    return at.dim ? QString::number(example.tensor()->sizes[*at.dim]) : toQString(example.text());
}

QString saidText(const DimsController& dims, int row) {
    const DimSpec* said = dims.saidOf(row);
    return said ? toQString(said->text()) : QString();
}

QString isText(const DimsController& dims, int row) {
    if (const DimConclusion* dim = dims.conclusionOf(row)) return dimStateText(*dim);
    return !dims.saidOf(row) && dims.inference() ? DimsModel::tr("constant") : QString();
}

QString sizeText(const DimsController& dims, int row) {
    const DimConclusion* dim = dims.conclusionOf(row);
    return dim ? toQString(dim->size.text()) : QString();
}

QString rangeText(const DimsController& dims, int row) {
    const DimConclusion* dim = dims.conclusionOf(row);
    return dim && dim->isDynamic() ? dimRangeText(dim->range) : QString();
}

QString forcedText(const DimsController& dims, int row) {
    const DimConclusion* dim = dims.conclusionOf(row);
    if (!dim) return {};
    if (dim->isOfSmallExample()) return dims.whyText(row);
    QStringList causes;
    for (const DimCause& cause : dim->causes()) causes << QStringLiteral("%1: %2").arg(toQString(cause.condition), dimCauseText(cause));
    return causes.join(QStringLiteral("; "));
}

constexpr std::array<ColumnDef, DimsModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Input"), inputText},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Dim"), dimText, true},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Example"), exampleText, true},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "You say"), saidText},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "It is"), isText},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Size"), sizeText},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Range"), rangeText},
    {QT_TRANSLATE_NOOP("whittle::DimsModel", "Forced by"), forcedText},
}};

QString refutedText(const DimsController& dims, int row) {
    QStringList lines;
    for (const DimConflict* conflict : dims.conflictsOf(row)) lines << toQString(conflict->text);
    return lines.join(u'\n');
}

}  // namespace

DimsModel::DimsModel(DimsController& dims, QObject* parent) : QAbstractTableModel(parent), m_dims(dims), m_rows(static_cast<int>(dims.places().size())) {
    connect(&dims, &DimsController::inputsChanged, this, [this] {
        beginResetModel();
        m_rows = static_cast<int>(m_dims.places().size());
        m_drafts.clear();
        endResetModel();
    });
    const auto refresh = [this] {
        if (m_rows > 0) emit dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
    };
    connect(&dims, &DimsController::stateChanged, this, refresh);
    connect(&dims, &DimsController::specChanged, this, refresh);
}

QVariant DimsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ColumnDef& column = kColumns[static_cast<std::size_t>(index.column())];
    const auto draft = index.column() == SaidColumn ? m_drafts.find(index.row()) : m_drafts.end();
    const auto refuted = [&] {
        if (draft != m_drafts.end()) return tr("Not taken: %1").arg(m_dims.problemOf(index.row(), draft->second));
        return index.column() == SaidColumn ? refutedText(m_dims, index.row()) : QString();
    };
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole: return draft == m_drafts.end() ? column.text(m_dims, index.row()) : draft->second;
        case DraftRole: return draft == m_drafts.end() ? QString() : draft->second;
        case Qt::ToolTipRole: {
            const QString why = refuted();
            return why.isEmpty() ? column.text(m_dims, index.row()) : why;
        }
        case Qt::AccessibleDescriptionRole:
        case RefutedRole: return refuted();
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (column.isNumber ? Qt::AlignHCenter : Qt::AlignLeft));
        default: return {};
    }
}

QVariant DimsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kColumns[static_cast<std::size_t>(section)].title);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (kColumns[static_cast<std::size_t>(section)].isNumber ? Qt::AlignHCenter : Qt::AlignLeft));
    return {};
}

Qt::ItemFlags DimsModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags plain = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == SaidColumn && m_dims.saidOf(index.row()) ? plain | Qt::ItemIsEditable : plain;
}

bool DimsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if ((role != Qt::EditRole && role != DraftRole) || !(flags(index) & Qt::ItemIsEditable)) return false;
    const QString text = value.toString().trimmed();
    const bool hadDraft = m_drafts.erase(index.row()) > 0;
    const bool isTaken = text == saidText(m_dims, index.row()) || m_dims.say(index.row(), text).isEmpty();
    if (!isTaken && role == DraftRole) m_drafts[index.row()] = text;
    if (hadDraft || m_drafts.contains(index.row())) emit dataChanged(index, index);
    return isTaken || role == DraftRole;
}

}  // namespace whittle
