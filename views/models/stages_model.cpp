#include "views/models/stages_model.h"

#include <array>

#include "views/models/format.h"
#include "views/models/table_data.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::array<const char*, StagesModel::ColumnCount> kStageTitles{
    QT_TRANSLATE_NOOP("whittle::StagesModel", "Stage"), QT_TRANSLATE_NOOP("whittle::StagesModel", "Nodes"), QT_TRANSLATE_NOOP("whittle::StagesModel", "Rewrites"),
    QT_TRANSLATE_NOOP("whittle::StagesModel", "Time")};
constexpr std::array<const char*, StagesModel::ColumnCount> kStageKeys{"stage", "nodes", "rewrites", "time_ms"};
constexpr std::array<const char*, RewritesModel::ColumnCount> kRewriteTitles{
    QT_TRANSLATE_NOOP("whittle::RewritesModel", "Rule"), QT_TRANSLATE_NOOP("whittle::RewritesModel", "Before"), QT_TRANSLATE_NOOP("whittle::RewritesModel", "After"),
    QT_TRANSLATE_NOOP("whittle::RewritesModel", "Detail")};

QString nameText(const StageController& stages, int row) {
    const Stage& stage = stages.stages()[static_cast<std::size_t>(row)];
    if (stage.graph) return stages.title(row);
    return (stage.error.isEmpty() ? StagesModel::tr("%1: being read…") : StagesModel::tr("%1: not read")).arg(stages.title(row));
}

QString nodesText(const std::vector<RewrittenNode>& nodes) {
    QStringList names;
    for (const RewrittenNode& node : nodes) names << toQString(node.name);
    return names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", "));
}

}  // namespace

StagesModel::StagesModel(StageController& stages, QObject* parent) : QAbstractTableModel(parent), m_stages(stages) {
    const auto reset = [this] {
        beginResetModel();
        m_rows = static_cast<int>(m_stages.stages().size());
        endResetModel();
    };
    connect(&stages, &StageController::stagesChanged, this, reset);
    connect(&stages, &StageController::currentChanged, this, [this] {
        if (m_rows > 0) emit dataChanged(index(0, NameColumn), index(m_rows - 1, NameColumn), {Qt::CheckStateRole});
    });
    reset();
}

int StagesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }
int StagesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant StagesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Stage& stage = m_stages.stages()[static_cast<std::size_t>(index.row())];
    if (role == ChangesNothingRole) return stage.changesNothing();
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignVCenter | (index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) return !stage.error.isEmpty() ? stage.error : stage.kind == Stage::Kind::File ? stage.name : m_stages.title(index.row());
    if (role == Qt::CheckStateRole && index.column() == NameColumn && index.row() != m_stages.base()) return m_stages.isKept(index.row()) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole && index.column() == NameColumn) return nameText(m_stages, index.row());
    if (role == Qt::EditRole) {
        if (index.column() == NodesColumn) return stage.graph ? QVariant(static_cast<qlonglong>(stage.graph->nodes().size())) : unknownNumber();
        if (index.column() == RewritesColumn) return stage.pass ? QVariant(static_cast<qlonglong>(stage.rewrites().size())) : unknownNumber();
        if (index.column() == TimeColumn) return stage.pass ? QVariant(stage.pass->milliseconds) : unknownNumber();
    }
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case NameColumn: return stage.kind == Stage::Kind::Pass ? stage.name : nameText(m_stages, index.row());
        case NodesColumn: return stage.graph ? formatCount(static_cast<qint64>(stage.graph->nodes().size())) : QString();
        case RewritesColumn: return stage.pass ? formatCount(static_cast<qint64>(stage.rewrites().size())) : QString();
        case TimeColumn: return stage.pass ? formatMilliseconds(stage.pass->milliseconds) : QString();
    }
    return {};
}

QVariant StagesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kStageTitles[static_cast<std::size_t>(section)]);
    return role == Qt::EditRole ? QVariant(QLatin1String(kStageKeys[static_cast<std::size_t>(section)])) : QVariant();
}

Qt::ItemFlags StagesModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == NameColumn && index.row() != m_stages.base() ? usual | Qt::ItemIsUserCheckable : usual;
}

bool StagesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole || index.column() != NameColumn) return false;
    m_stages.setKept(index.row(), value.toInt() == Qt::Checked);
    return true;
}

RewritesModel::RewritesModel(StageController& stages, QObject* parent) : QAbstractTableModel(parent), m_stages(stages) {
    const auto reset = [this] {
        const Stage* const stage = m_stages.currentStage();
        const Stage next = stage ? *stage : Stage();
        if (next.pass == m_stage.pass) return;
        beginResetModel();
        m_stage = next;
        endResetModel();
    };
    connect(&stages, &StageController::currentChanged, this, reset);
    reset();
}

int RewritesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_stage.rewrites().size()); }
int RewritesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RewritesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Rewrite& rewrite = m_stage.rewrites()[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) return toQString(rewrite.rule + ": " + rewriteText(rewrite));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case RuleColumn: return toQString(rewrite.rule);
        case BeforeColumn: return nodesText(rewrite.before);
        case AfterColumn: return nodesText(rewrite.after);
        case DetailColumn: return toQString(rewrite.detail);
    }
    return {};
}

QVariant RewritesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount) return {};
    return tr(kRewriteTitles[static_cast<std::size_t>(section)]);
}

}  // namespace whittle
