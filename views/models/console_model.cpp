#include "views/models/console_model.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QPointer>

namespace whittle {
namespace {

constexpr qsizetype kMostInACell = 300;

struct ColumnDef {
    const char* title;
    const char* key;
};
constexpr ColumnDef kColumns[] = {{QT_TRANSLATE_NOOP("whittle::ConsoleModel", "Time"), "time"},
                                  {QT_TRANSLATE_NOOP("whittle::ConsoleModel", "Request"), "request"},
                                  {QT_TRANSLATE_NOOP("whittle::ConsoleModel", "Answer"), "answer"}};

}  // namespace

void ConsoleModel::append(Row row) {
    if (m_rows.size() == kMost) {
        beginRemoveRows({}, 0, 0);
        m_rows.removeFirst();
        endRemoveRows();
    }
    const int at = static_cast<int>(m_rows.size());
    beginInsertRows({}, at, at);
    row.id = ++m_lastId;
    row.when = QDateTime::currentDateTime();
    m_rows.append(std::move(row));
    endInsertRows();
}

void ConsoleModel::submit(const QString& line) {
    if (line.trimmed().isEmpty()) return;
    auto request = parseTyped(line);
    append({.request = line.trimmed(), .method = request ? request->method : QString(), .params = request ? request->params : QJsonValue(), .state = State::Waiting});
    const quint64 id = m_lastId;
    if (!request) return answer(id, std::unexpected(std::move(request).error()));
    m_dispatcher.call(request->method, request->params, this, [self = QPointer<ConsoleModel>(this), id](const RpcAnswer& result) {
        if (self) self->answer(id, result);
    });
}

void ConsoleModel::addDone(const QString& method, const QJsonObject& params, Repeat repeat) {
    if (!m_rows.isEmpty()) {
        Row& last = m_rows.last();
        if (last.method == method && (last.params.toObject() == params)) return;
        if (repeat == Repeat::Replaces && last.state == State::Done && last.method == method) {
            last.params = params;
            last.request = typedText(method, params);
            last.when = QDateTime::currentDateTime();
            const int row = static_cast<int>(m_rows.size()) - 1;
            return void(emit dataChanged(index(row, 0), index(row, ColumnCount - 1)));
        }
    }
    append({.request = typedText(method, params), .method = method, .params = params, .state = State::Done});
}

// It may be gone since.
void ConsoleModel::answer(quint64 id, const RpcAnswer& answer) {
    const auto row = std::ranges::find(m_rows, id, &Row::id);
    if (row == m_rows.end()) return;
    row->state = answer ? State::Answered : State::Failed;
    if (answer) {
        // Of bytes, before they become letters: an answer may be as long as a graph is large.
        row->left = std::max<qsizetype>(0, answer->size() - kMostOfAnswer);
        row->answer = QString::fromUtf8(answer->left(kMostOfAnswer));
    } else {
        row->answer = answer.error().message;
    }
    const int at = static_cast<int>(row - m_rows.begin());
    emit dataChanged(index(at, 0), index(at, ColumnCount - 1));
    emit answered(at);
}

void ConsoleModel::clear() {
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

QString ConsoleModel::answerText(int row) const {
    const Row& shown = m_rows[row];
    switch (shown.state) {
        case State::Waiting: return tr("No answer yet.");
        case State::Done: return tr("Done in the window.");
        case State::Failed: return shown.answer;
        case State::Answered: break;
    }
    if (shown.left > 0) return shown.answer + u'\n' + tr("%n bytes more are not kept here; a program gets all of them.", nullptr, static_cast<int>(shown.left));
    const QJsonDocument json = QJsonDocument::fromJson(shown.answer.toUtf8());
    return json.isNull() ? shown.answer : QString::fromUtf8(json.toJson()).trimmed();
}

QString ConsoleModel::script() const {
    QString out;
    int id = 0;
    const auto add = [&](const QString& method, const QJsonValue& params) {
        QJsonObject request{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")}, {QStringLiteral("id"), ++id}, {QStringLiteral("method"), method}};
        if ((params.isObject() && !params.toObject().isEmpty()) || params.isArray()) request.insert(QStringLiteral("params"), params);
        out += QString::fromUtf8(compactJson(request)) + u'\n';
    };
    for (const Row& row : m_rows) {
        if (row.state == State::Failed || row.state == State::Waiting || row.method.isEmpty()) continue;
        if (id > 0) add(QStringLiteral("wait"), {});
        add(row.method, row.params);
    }
    return out;
}

QString ConsoleModel::shortAnswer(const Row& row) {
    switch (row.state) {
        case State::Waiting: return tr("…");
        case State::Done: return tr("done in the window");
        case State::Answered:
        case State::Failed: break;
    }
    const QString line = row.answer.left(kMostInACell).replace(u'\n', u' ');
    return row.answer.size() > kMostInACell ? line + u'…' : line;
}

QVariant ConsoleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[index.row()];
    const auto time = [&] { return QLocale().toString(row.when.time(), QLocale::LongFormat).section(u' ', 0, 0); };
    if (role == Qt::DisplayRole) return index.column() == Time ? time() : index.column() == Request ? row.request.left(kMostInACell) : shortAnswer(row);
    if (role == Qt::EditRole) return index.column() == Time ? row.when.toString(Qt::ISODate) : index.column() == Request ? row.request : row.answer;
    if (role == Qt::ToolTipRole && index.column() == Request) return row.request.left(kMostInACell);
    return {};
}

QVariant ConsoleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::EditRole) return QLatin1String(kColumns[section].key);
    return role == Qt::DisplayRole ? QVariant(tr(kColumns[section].title)) : QVariant();
}

}  // namespace whittle
