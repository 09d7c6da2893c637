// Requests about the lists of the window: the rows of each, as an export of it has them.
#include <algorithm>

#include <QAbstractProxyModel>
#include <QDockWidget>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTableView>
#include <QTreeView>

#include "app/workbench/docks.h"
#include "app/workbench/main_window.h"
#include "app/workbench/rpc_rows.h"
#include "app/workbench/rpc_tables.h"
#include "views/models/table_reader.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// "whittle::KernelsModel" as "kernels": the same in every language, and whatever else there is beside it.
QString nameOf(const QAbstractItemModel* model) {
    while (const auto* proxy = qobject_cast<const QAbstractProxyModel*>(model)) model = proxy->sourceModel();
    if (!model) return {};
    QString name = QString::fromLatin1(model->metaObject()->className()).section(QStringLiteral("::"), -1);
    if (name.endsWith(QLatin1String("Model")) && name.size() > 5) name.chop(5);
    QString out;
    for (const QChar c : std::as_const(name)) {
        if (c.isUpper() && !out.isEmpty()) out += u'-';
        out += c.toLower();
    }
    return out;
}

const char* const kTableWords = QT_TRANSLATE_NOOP("Requests", "as table.list calls it");

void list(MainWindow& window, const RpcCall& call) {
    QJsonArray all;
    for (const NamedTable& table : namedTables(window))
        all.append(QJsonObject{{QStringLiteral("table"), table.name}, {QStringLiteral("title"), table.view->accessibleName()}, {QStringLiteral("rows"), table.view->model()->rowCount()}});
    call.done(compactJson({{QStringLiteral("tables"), all}}));
}

void rows(MainWindow& window, const RpcCall& call) {
    const QAbstractItemView* view = tableOf(window, call);
    if (!view) return;
    const auto read = [&window, call, name = call.text("table")](const Result<TableRef>& table) {
        if (!table) return call.done(rpcError(table.error()));
        submitFor(
            call, window.graph().jobs(), QStringLiteral("table.rows"),
            [table = *table](const CancelToken&) -> Result<QByteArray> { return QJsonDocument(tableRows(*table)).toJson(QJsonDocument::Compact); },
            [done = call.done, name](const Result<QByteArray>& json) {
                if (!json) return done(rpcError(json.error()));
                done(QByteArrayLiteral("{\"table\":") + quotedJson(name) + QByteArrayLiteral(",\"rows\":") + *json + '}');
            });
    };
    new TableReader(*view->model(), view->accessibleName(), TableReader::Cells::Values, read, call.owner);
}

}  // namespace

std::vector<NamedTable> namedTables(MainWindow& window) {
    std::vector<NamedTable> out;
    for (const QString& dock : dockNames())
        for (auto* view : window.dock(dock)->findChildren<QAbstractItemView*>()) {
            if ((!qobject_cast<QTableView*>(view) && !qobject_cast<QTreeView*>(view)) || view->accessibleName().isEmpty() || !view->model()) continue;
            const QString name = dock + u'/' + nameOf(view->model());
            const auto same = std::ranges::count_if(out, [&](const NamedTable& each) { return each.name == name || each.name.startsWith(name + u'.'); });
            out.push_back({same == 0 ? name : QStringLiteral("%1.%2").arg(name).arg(same + 1), view});
        }
    return out;
}

QAbstractItemView* tableOf(MainWindow& window, const RpcCall& call) {
    QStringList names;
    for (const NamedTable& table : namedTables(window)) {
        if (table.name == call.text("table")) return table.view;
        names << table.name;
    }
    call.done(rpcError(RpcCode::Params, requestWords(QT_TRANSLATE_NOOP("Requests", "there is no table '%1'; there are: %2")).arg(call.text("table").left(200), names.join(QStringLiteral(", ")))));
    return nullptr;
}

QString nameOfTable(MainWindow& window, const QAbstractItemView* view) {
    for (const NamedTable& table : namedTables(window))
        if (table.view == view) return table.name;
    return {};
}

std::span<const MethodRow> tableMethods() {
    static const MethodRow all[] = {
        {"table.list", QT_TRANSLATE_NOOP("Requests", "All lists of the window, with how many rows each has."), {}, list},
        {"table.rows", QT_TRANSLATE_NOOP("Requests", "All rows of a list as they stand: an object each, numbers unrounded, in the units that the keys name."), {{"table", kTableWords, kText, kRequired}}, rows},
    };
    return all;
}

}  // namespace whittle
