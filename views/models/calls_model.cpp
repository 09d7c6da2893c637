#include "views/models/calls_model.h"

#include <algorithm>

#include "views/models/argument_text.h"
#include "views/models/text.h"

namespace whittle {

void CallsModel::setGraph(GraphRef graph) {
    beginResetModel();
    m_calls.clear();
    m_parameters.clear();
    m_errors.clear();
    m_inputs = Graph();
    if (graph) {
        m_inputs.symbols = graph->symbols;
        for (const GraphInput& input : graph->inputs()) {
            if (input.kind != InputKind::User) continue;
            const Type& type = graph->type(input.value);
            const std::string& name = graph->value(input.value).name;
            m_inputs.addInput({.kind = InputKind::User, .target = {}, .data = {}}, name, type);
            m_parameters.push_back({.name = toQString(name), .type = toQString(typeText(type)), .standard = standardArgument(*graph, input), .isTensor = asTensorType(type) != nullptr});
        }
    }
    endResetModel();
    emit edited();
}

void CallsModel::setCalls(QList<CallRow> calls) {
    if (calls == m_calls) return;
    beginResetModel();
    for (CallRow& call : calls) {
        if (call.id == 0) call.id = m_nextId++;
        m_nextId = std::max(m_nextId, call.id + 1);
        call.arguments.resize(m_parameters.size());
    }
    m_calls = std::move(calls);
    endResetModel();
    emit edited();
}

int CallsModel::add(int behind) {
    if (m_parameters.isEmpty() || m_calls.size() >= kMost) return -1;
    CallRow call{.id = m_nextId++, .arguments = {}};
    for (const CallParameter& parameter : m_parameters) call.arguments << parameter.standard;
    const int row = behind < 0 ? rowCount() : std::min(behind + 1, rowCount());
    beginInsertRows({}, row, row);
    m_calls.insert(row, std::move(call));
    endInsertRows();
    emit edited();
    return row;
}

int CallsModel::duplicate(int row) {
    if (row < 0 || row >= rowCount() || m_calls.size() >= kMost) return -1;
    beginInsertRows({}, row + 1, row + 1);
    m_calls.insert(row + 1, {.id = m_nextId++, .arguments = m_calls[row].arguments});
    endInsertRows();
    emit edited();
    return row + 1;
}

void CallsModel::remove(int row) {
    if (row < 0 || row >= rowCount()) return;
    beginRemoveRows({}, row, row);
    m_calls.removeAt(row);
    endRemoveRows();
    emit edited();
}

int CallsModel::move(int row, int by) {
    const int to = row + by;
    if (row < 0 || row >= rowCount() || to < 0 || to >= rowCount() || by == 0) return row;
    beginMoveRows({}, row, row, {}, by > 0 ? to + 1 : to);  // Qt names the row before which it goes
    m_calls.move(row, to);
    endMoveRows();
    emit edited();
    return to;
}

void CallsModel::setArgument(int row, int column, const QString& text) {
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return;
    QString& argument = m_calls[row].arguments[column];
    if (argument == text.trimmed()) return;
    argument = text.trimmed();
    emit dataChanged(index(row, column), index(row, column));
    emit edited();
}

// What stands for it where it is left out: a mark is then put on that.
std::optional<Json> CallsModel::argumentOf(int row, int column) const {
    const CallParameter& parameter = m_parameters[column];
    const QString& text = m_calls[row].arguments[column];
    const Result<std::optional<Json>> read = argumentJson(text.isEmpty() ? parameter.standard : text, parameter.isTensor);
    return read ? *read : std::nullopt;
}

int CallsModel::rankOf(int row, int column) const {
    if (!m_parameters[column].isTensor) return -1;
    const std::optional<Json> argument = argumentOf(row, column);
    const Json marked = argument ? withMark(*argument, "mark_dynamic", {0}) : Json();  // as an object
    if (!argument) return -1;
    const Json& object = argument->is_object() ? *argument : marked;
    return object.is_object() && object.contains("shape") && object["shape"].is_array() ? static_cast<int>(object["shape"].size()) : -1;
}

bool CallsModel::hasMark(int row, int column, const QString& key, int dim) const {
    const std::optional<Json> argument = argumentOf(row, column);
    if (!argument || !argument->is_object() || !argument->contains(key.toStdString())) return false;
    const Json& dims = (*argument)[key.toStdString()];
    return dims.is_array() && std::ranges::find(dims, Json(dim)) != dims.end();
}

void CallsModel::setMark(int row, int column, const QString& key, int dim, bool on) {
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return;
    std::optional<Json> argument = argumentOf(row, column);
    if (!argument) return;
    const std::string name = key.toStdString();
    if (on) {
        argument = withMark(*argument, name, {dim});
    } else if (hasMark(row, column, key, dim)) {
        Json left = Json::array();
        for (const Json& one : (*argument)[name])
            if (one != Json(dim)) left.push_back(one);
        if (left.empty()) argument->erase(name);
        else (*argument)[name] = std::move(left);
    }
    setArgument(row, column, argumentText(*argument, m_parameters[column].isTensor));
}

QString CallsModel::rowText(int row) const {
    QStringList parts;
    for (int column = 0; column < columnCount(); ++column) {
        const QString& text = m_calls[row].arguments[column];
        parts << QStringLiteral("%1=%2").arg(m_parameters[column].name, text.isEmpty() ? m_parameters[column].standard : text);
    }
    return parts.join(QStringLiteral(", "));
}

QString CallsModel::errorOf(int column, const QString& text) const {
    const CallParameter& parameter = m_parameters[column];
    const std::pair<int, QString> key(column, text);
    if (const auto known = m_errors.constFind(key); known != m_errors.constEnd()) return *known;
    const auto find = [&]() -> QString {
        const Result<std::optional<Json>> argument = argumentJson(text, parameter.isTensor);
        if (!argument) return toQString(argument.error().message);
        if (!*argument) return parameter.standard.isEmpty() ? tr("The graph has no example of %1: give it a value").arg(parameter.name) : QString();
        const Result<void> checked = checkArgument(m_inputs, parameter.name.toStdString(), **argument);
        return checked ? QString() : toQString(checked.error().message);
    };
    return *m_errors.insert(key, find());
}

QString CallsModel::trouble() const {
    for (int row = 0; row < rowCount(); ++row)
        for (int column = 0; column < columnCount(); ++column)
            if (const QString error = errorOf(column, m_calls[row].arguments[column]); !error.isEmpty())
                return tr("Call %1, %2: %3").arg(row).arg(m_parameters[column].name, error);
    return {};
}

Json CallsModel::callJson(int row) const {
    Json call = Json::object();
    for (int column = 0; column < columnCount(); ++column) {
        Result<std::optional<Json>> argument = argumentJson(m_calls[row].arguments[column], m_parameters[column].isTensor);
        if (argument && *argument) call[m_parameters[column].name.toStdString()] = **std::move(argument);
    }
    return call;
}

Json CallsModel::json() const {
    Json calls = Json::array();
    for (int row = 0; row < rowCount(); ++row) calls.push_back(callJson(row));
    return {{"calls", std::move(calls)}};
}

Result<QList<CallRow>> CallsModel::parseText(std::string_view text, const QList<CallParameter>& parameters) {
    WHITTLE_TRY(const Json json, parseJson(text));
    return parse(json, parameters);
}

Result<QList<CallRow>> CallsModel::parse(const Json& json, const QList<CallParameter>& parameters) {
    const Json* list = json.is_object() ? optionalField(json, "calls") : &json;
    if (!list || !list->is_array()) return fail(Code::Format, "{}", tr("expected {\"calls\": [...]} or a list of calls").toStdString());
    if (static_cast<qsizetype>(list->size()) > kMost)
        return fail(Code::Limit, "{}", tr("there are %1 calls in it; the window takes %2, the command any number").arg(list->size()).arg(kMost).toStdString());
    QList<CallRow> out;
    for (const Json& call : *list) {
        if (!call.is_object()) return fail(Code::Format, "{}", tr("call %1 is not an object of arguments by name").arg(out.size()).toStdString());
        CallRow row{.id = 0, .arguments = QStringList(parameters.size())};
        for (const auto& [key, value] : call.items()) {
            const auto parameter = std::ranges::find(parameters, toQString(key), &CallParameter::name);
            if (parameter == parameters.end()) {
                QStringList names;
                for (const CallParameter& one : parameters) names << one.name;
                return fail(Code::Argument, "{}", tr("call %1 names '%2'; the program has %3").arg(out.size()).arg(toQString(key), names.join(QStringLiteral(", "))).toStdString());
            }
            row.arguments[parameter - parameters.begin()] = argumentText(value, parameter->isTensor);
        }
        out.push_back(std::move(row));
    }
    return out;
}

QVariant CallsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const QString& text = m_calls[index.row()].arguments[index.column()];
    const CallParameter& parameter = m_parameters[index.column()];
    switch (role) {
        case Qt::DisplayRole: return text.isEmpty() ? parameter.standard : text;
        case Qt::EditRole: return text;
        case ErrorRole: return errorOf(index.column(), text);
        case StandardRole: return text.isEmpty() ? parameter.standard : QString();
        case Qt::ToolTipRole: {
            const QString error = errorOf(index.column(), text);
            return error.isEmpty() ? tr("%1 of call %2: %3").arg(parameter.name).arg(index.row()).arg(text.isEmpty() ? parameter.standard : text) : error;
        }
        default: return {};
    }
}

bool CallsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
    setArgument(index.row(), index.column(), value.toString());
    return true;
}

Qt::ItemFlags CallsModel::flags(const QModelIndex& index) const { return QAbstractTableModel::flags(index) | (index.isValid() ? Qt::ItemIsEditable : Qt::NoItemFlags); }

QVariant CallsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section) : QVariant();
    if (section < 0 || section >= columnCount()) return {};
    const CallParameter& parameter = m_parameters[section];
    if (role == Qt::DisplayRole) return parameter.name;
    if (role == Qt::ToolTipRole) return tr("Input %1 : %2").arg(parameter.name, parameter.type);
    return {};
}

}  // namespace whittle
