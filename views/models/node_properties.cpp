#include "views/models/node_properties.h"

#include <algorithm>
#include <map>
#include <optional>

#include <QCoreApplication>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/models/family_words.h"
#include "views/models/format.h"
#include "views/models/node_overlays.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::size_t kUsersListed = 40;

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

QString boxName(const GraphScene& scene, int box) {
    const SceneBox& other = scene.box(box);
    return other.name.isEmpty() ? other.title : other.name;
}

QString inputKindText(InputKind kind) {
    switch (kind) {
        case InputKind::Parameter: return tr("parameter");
        case InputKind::Buffer: return tr("buffer");
        case InputKind::Constant: return tr("constant");
        case InputKind::User: break;
    }
    return tr("user input");
}

QString dataText(const GraphInput& input) {
    if (std::holds_alternative<std::monostate>(input.data)) return tr("no data");
    const Tensor* tensor = asTensor(input.data);
    return tensor ? tr("%1 of data").arg(formatBytes(tensor->byteSize())) : toQString(describe(input.data));
}

// A value that an argument reads: what it is, and where a click leads.
Property valueRow(const GraphScene& scene, const QString& name, ValueId id) {
    const Graph& graph = scene.graph();
    const Value& value = graph.value(id);
    const QString type = toQString(typeText(value.type));
    const int box = scene.boxOf(id);
    if (box >= 0) return {name, QStringLiteral("%1  %2").arg(toQString(value.name), type), {}, box};
    const GraphInput* input = graph.inputOf(id);
    const QString target = input && !input->target.empty() ? toQString(input->target) : toQString(value.name);
    const QString tip = input ? QStringLiteral("%1, %2, %3").arg(target, inputKindText(input->kind), dataText(*input)) : target;
    return {name, QStringLiteral("%1  %2").arg(target, type), tip, -1};
}

void addArgument(const GraphScene& scene, const NamedArg& named, std::vector<Property>& rows) {
    const QString name = toQString(named.name);
    if (const ValueId* id = named.value.as<ValueId>()) return rows.push_back(valueRow(scene, name, *id));
    const Arg::List* list = named.value.as<Arg::List>();
    bool values = false;
    if (list)
        for (const Arg& item : *list) values = values || item.as<ValueId>();
    if (!values) return rows.push_back({name, toQString(printArg(scene.graph(), named.value)), {}, -1});
    for (std::size_t i = 0; i < list->size(); ++i) {
        const QString element = QStringLiteral("%1[%2]").arg(name).arg(i);
        if (const ValueId* id = (*list)[i].as<ValueId>())
            rows.push_back(valueRow(scene, element, *id));
        else
            rows.push_back({element, toQString(printArg(scene.graph(), (*list)[i])), {}, -1});
    }
}

void addIfSet(std::vector<Property>& rows, const QString& name, const std::string& value, const QString& tip = {}) {
    if (!value.empty()) rows.push_back({name, toQString(value), tip, -1});
}

PropertySection originSection(const Origin& origin) {
    PropertySection section{tr("Origin"), {}};
    addIfSet(section.rows, tr("Module"), origin.modulePath);
    addIfSet(section.rows, tr("Module type"), origin.moduleType);
    addIfSet(section.rows, tr("Source"), origin.where(), toQString(origin.file));
    addIfSet(section.rows, tr("Function"), origin.function);
    addIfSet(section.rows, tr("Code"), origin.code);
    addIfSet(section.rows, tr("Name in file"), origin.name);
    addIfSet(section.rows, tr("Was"), origin.op);
    QStringList from;
    for (const std::string& name : origin.from) from << toQString(name);
    if (!from.isEmpty()) section.rows.push_back({tr("Made from"), from.join(QStringLiteral(", ")), {}, -1});
    return section;
}

PropertySection usersSection(const GraphScene& scene, int box) {
    const std::span<const int> users = scene.users(box);
    PropertySection section{tr("Users"), {}};
    for (std::size_t i = 0; i < std::min(users.size(), kUsersListed); ++i)
        section.rows.push_back({scene.box(users[i]).title, boxName(scene, users[i]), {}, users[i]});
    if (users.size() > kUsersListed)
        section.rows.push_back({{}, tr("and %1 more").arg(formatCount(static_cast<qint64>(users.size() - kUsersListed))), {}, -1});
    return section;
}

std::vector<PropertySection> describeNode(const GraphScene& scene, int index) {
    const SceneBox& box = scene.box(index);
    const Node& node = scene.graph().node(box.node);
    PropertySection op{tr("Operator"), {{tr("Name"), toQString(node.name), {}, -1}, {tr("Operator"), box.op, {}, -1}}};
    if (const OpDef* def = findOp(node.op)) {
        op.rows.push_back({tr("What it does"), toQString(def->summary), {}, -1});
        op.rows.push_back({tr("Schema"), toQString(def->schema), {}, -1});
        op.rows.push_back({tr("Family"), familyTitle(toQString(opFamily(node.op))), {}, -1});
    } else {
        op.rows.push_back({tr("What it does"), tr("Whittle does not know this operator; it can be shown but not run."), {}, -1});
    }
    PropertySection results{tr("Results"), {}};
    for (const ValueId id : node.outputs)
        results.rows.push_back({toQString(scene.graph().value(id).name), toQString(typeText(scene.graph().type(id))), {}, -1});
    PropertySection arguments{tr("Arguments"), {}};
    for (const NamedArg& named : node.args) addArgument(scene, named, arguments.rows);
    PropertySection stack{tr("Stack"), {}};  // long, so it stands last
    addIfSet(stack.rows, tr("Trace"), node.origin->stackTrace);
    return {op, results, arguments, originSection(*node.origin), usersSection(scene, index), stack};
}

std::vector<PropertySection> describeInput(const GraphScene& scene, int index) {
    const Graph& graph = scene.graph();
    const SceneBox& box = scene.box(index);
    PropertySection section{tr("Input"), {{tr("Name"), box.name, {}, -1}, {tr("Type"), box.type, {}, -1}}};
    if (const GraphInput* input = graph.inputOf(box.value)) section.rows.push_back({tr("Data"), dataText(*input), {}, -1});
    return {section, usersSection(scene, index)};
}

std::vector<PropertySection> describeOutput(const GraphScene& scene, int index) {
    const SceneBox& box = scene.box(index);
    PropertySection section{tr("Output"), {{tr("Name"), box.title, {}, -1}}};
    if (box.value.valid()) section.rows.push_back(valueRow(scene, tr("Value"), box.value));
    return {section};
}

// Boxes outside that a group reads or feeds: as many as can be taken in, each with a way to it.
PropertySection neighboursSection(const GraphScene& scene, const QString& title, std::span<const int> boxes) {
    PropertySection section{title, {}};
    for (std::size_t i = 0; i < std::min(boxes.size(), kUsersListed); ++i)
        section.rows.push_back({boxName(scene, boxes[i]), scene.box(boxes[i]).type, {}, boxes[i]});
    if (boxes.size() > kUsersListed)
        section.rows.push_back({{}, tr("and %1 more").arg(formatCount(static_cast<qint64>(boxes.size() - kUsersListed))), {}, -1});
    return section;
}

PropertySection runSection(const GraphScene& scene, int run) {
    const std::vector<int> blocks = scene.content()->blocksOf(run);
    return {tr("Repeated blocks"),
            {{tr("How many"), formatCount(scene.box(run).blocks), {}, -1},
             {tr("First"), scene.box(blocks.front()).name, {}, blocks.front()},
             {tr("Last"), scene.box(blocks.back()).name, {}, blocks.back()},
             {tr("Hold"), scene.box(run).type, {}, -1},
             {tr("To the next"), scene.content()->passedOn(run), {}, -1},
             {tr("Equal"), repeatsText(), {}, -1}}};
}

std::vector<PropertySection> describeGroup(const GraphScene& scene, int group) {
    const SceneBox& box = scene.box(group);
    PropertySection section = box.blocks > 0 ? runSection(scene, group) : PropertySection{tr("Module"), {{tr("Path"), box.name, {}, -1}, {tr("Holds"), box.type, {}, -1}}};
    if (const int parent = scene.parentOf(group); parent >= 0) section.rows.push_back({tr("In"), scene.box(parent).name, {}, parent});
    std::map<QString, qint64> counts;
    for (int item = 0; item < scene.count(); ++item)
        if (scene.box(item).kind == SceneBox::Kind::Node && scene.content()->isInside(item, group)) ++counts[scene.box(item).op];
    PropertySection operators{tr("Operators"), {}};
    for (const auto& [op, count] : counts) operators.rows.push_back({op, formatCount(count), {}, -1});
    std::ranges::stable_sort(operators.rows, std::ranges::greater{}, [&](const Property& row) { return counts[row.name]; });
    return {section, neighboursSection(scene, tr("Fed by"), scene.producers(group)), neighboursSection(scene, tr("Read by"), scene.users(group)), operators};
}

std::vector<PropertySection> describeGraph(const GraphScene& scene, const QStringList& notes) {
    const Graph& graph = scene.graph();
    qint64 weights = 0, userInputs = 0;
    std::optional<double> bytes = 0;  // by type: graphs after passes hold no data
    for (const GraphInput& input : graph.inputs()) {
        (input.kind == InputKind::User ? userInputs : weights) += 1;
        if (input.kind == InputKind::User || !bytes) continue;
        const std::optional<double> known = bytesOf(graph, input.value);
        bytes = known ? std::optional(*bytes + *known) : std::nullopt;
    }
    const QString size = bytes && weights > 0 ? QStringLiteral("  (%1)").arg(formatBytes(static_cast<quint64>(*bytes))) : QString();
    PropertySection all{tr("Graph"),
                        {{tr("Name"), toQString(graph.name), {}, -1},
                         {tr("Nodes"), formatCount(static_cast<qint64>(graph.nodes().size())), {}, -1},
                         {tr("Inputs"), formatCount(userInputs), {}, -1},
                         {tr("Outputs"), formatCount(static_cast<qint64>(graph.outputs().size())), {}, -1},
                         {tr("Weights"), formatCount(weights) + size, {}, -1}}};
    std::vector<PropertySection> sections{all};
    PropertySection symbols{tr("Symbols"), {}};
    for (const auto& [name, info] : graph.symbols)
        symbols.rows.push_back({toQString(name),
                                tr("%1 to %2").arg(info.min ? QString::number(*info.min) : QStringLiteral("−∞"),
                                                   info.max ? QString::number(*info.max) : QStringLiteral("∞")) +
                                    (info.hint ? tr(", traced with %1").arg(*info.hint) : QString()),
                                {}, -1});
    PropertySection metadata{tr("File"), {}};
    for (const auto& [name, value] : graph.metadata) metadata.rows.push_back({toQString(name), toQString(value), {}, -1});
    for (const QString& note : notes) metadata.rows.push_back({tr("Note"), note, {}, -1});
    sections.push_back(symbols);
    sections.push_back(metadata);
    return sections;
}

}  // namespace

QString repeatsText() { return tr("Equal are operators, arguments, types, wiring and names inside; the data of weights and what comes in from outside may differ."); }

std::vector<PropertySection> describeBox(const GraphScene& scene, int box, const QStringList& notes) {
    std::vector<PropertySection> sections;
    if (box < 0)
        sections = describeGraph(scene, notes);
    else if (scene.isGroup(box))
        sections = describeGroup(scene, box);
    else if (scene.box(box).kind == SceneBox::Kind::Node)
        sections = describeNode(scene, box);
    else
        sections = scene.box(box).kind == SceneBox::Kind::Input ? describeInput(scene, box) : describeOutput(scene, box);
    std::erase_if(sections, [](const PropertySection& section) { return section.rows.empty(); });
    return sections;
}

void NodePropertiesModel::setSections(std::vector<PropertySection> sections) {
    beginResetModel();
    m_sections = std::move(sections);
    endResetModel();
}

// The internal id is 0 for a section and the section's number from 1 for its rows.
QModelIndex NodePropertiesModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0);
}

QModelIndex NodePropertiesModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0) return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, quintptr(0));
}

int NodePropertiesModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(m_sections.size());
    if (parent.internalId() != 0 || parent.column() != 0) return 0;
    return static_cast<int>(m_sections[static_cast<std::size_t>(parent.row())].rows.size());
}

int NodePropertiesModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant NodePropertiesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (index.internalId() == 0) {
        const PropertySection& section = m_sections[static_cast<std::size_t>(index.row())];
        return index.column() == NameColumn && role == Qt::DisplayRole ? QVariant(section.title) : QVariant();
    }
    const Property& row = m_sections[index.internalId() - 1].rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return index.column() == NameColumn ? row.name : row.value.section(u'\n', 0, 0);
        case Qt::EditRole: return index.column() == NameColumn ? row.name : row.value;
        case Qt::ToolTipRole: return row.tip.isEmpty() ? row.value : row.tip;
        case BoxRole: return row.box;
        default: return {};
    }
}

QVariant NodePropertiesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == NameColumn ? tr("Property") : tr("Value");
}

}  // namespace whittle
