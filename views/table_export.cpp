#include "views/table_export.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QTableView>
#include <QTreeView>

#include "views/models/format.h"
#include "views/models/table_reader.h"
#include "views/models/text.h"

namespace whittle {
namespace {

// A combo box has a list of its own, and a header is a view too: these have no name.
bool isTable(const QAbstractItemView& view) {
    return (qobject_cast<const QTableView*>(&view) || qobject_cast<const QTreeView*>(&view)) && !view.accessibleName().isEmpty();
}

}  // namespace

TableExport::TableExport(JobRunner& jobs, QWidget& window) : QObject(&window), m_jobs(jobs), m_window(window) {
    for (QAbstractItemView* view : window.findChildren<QAbstractItemView*>())
        if (isTable(*view)) offer(*view);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        auto* view = qobject_cast<QAbstractItemView*>(now);
        if (view && isTable(*view) && m_window.isAncestorOf(view)) m_last = view;
    });
}

void TableExport::offer(QAbstractItemView& view) {
    if (!view.actions().isEmpty()) {
        auto* line = new QAction(&view);
        line->setSeparator(true);
        view.addAction(line);
    }
    const auto add = [&](const QString& name, const QString& text, auto act) {
        auto* action = new QAction(text, &view);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, act);
        view.addAction(action);
    };
    add(QStringLiteral("table.csv"), tr("Copy all rows as &CSV"), [this, &view] { copy(&view, tableFormats()[0]); });
    add(QStringLiteral("table.tsv"), tr("Copy all rows with &tabs"), [this, &view] { copy(&view, tableFormats()[1]); });
    add(QStringLiteral("table.export"), tr("&Export table…"), [this, &view] { chooseFile(&view); });
    // A list with a menu of its own shows its actions there.
    if (view.contextMenuPolicy() == Qt::DefaultContextMenu) view.setContextMenuPolicy(Qt::ActionsContextMenu);
}

QAbstractItemView* TableExport::current() const { return m_last && m_last->isVisible() ? m_last.data() : nullptr; }

bool TableExport::hasRows(const QAbstractItemView* view) {
    if (!view) emit said(tr("Go to a table first: the one with the focus is what is taken."));
    else if (!view->model() || view->model()->rowCount() == 0) emit said(tr("%1: there are no rows yet.").arg(view->accessibleName()));
    else return true;
    return false;
}

void TableExport::read(QAbstractItemView& view, std::function<void(Result<TableRef>)> done) {
    ++m_working;
    auto* reader = new TableReader(*view.model(), view.accessibleName(), TableReader::Cells::Values, std::move(done), this);
    connect(reader, &QObject::destroyed, this, [this] { --m_working; });
}

void TableExport::copy(QAbstractItemView* view, const TableFormat& format) {
    if (!hasRows(view)) return;
    read(*view, [this, &format](Result<TableRef> table) {
        if (!table) return void(emit said(errorText(table.error())));
        m_jobs.submit(
            this, QStringLiteral("copy"), [table = *table, &format](const CancelToken&) { return toQString(format.write(*table)); },
            [this, rows = (*table)->rows.size()](const QString& text) {
                QApplication::clipboard()->setText(text);
                emit said(tr("%n rows copied.", nullptr, static_cast<int>(rows)));
            });
    });
}

void TableExport::exportTo(QAbstractItemView& view, const QString& path) {
    if (!hasRows(&view)) return;
    read(view, [this, path, view = QPointer<QAbstractItemView>(&view)](Result<TableRef> table) {
        if (!table) return void(emit exportFailed(path, errorText(table.error())));
        ++m_working;
        m_jobs.submit(
            this, QStringLiteral("export %1").arg(path), [table = *table, path](const CancelToken&) { return writeTable(*table, path); },
            [this, path, view](Result<void> written) {
                --m_working;
                if (written) emit exported(path, view);
                else emit exportFailed(path, errorText(written.error()));
            });
    });
}

void TableExport::chooseFile(QAbstractItemView* view) {
    if (!hasRows(view)) return;
    QStringList filters;
    for (const TableFormat& format : tableFormats()) filters << QStringLiteral("%1 (*.%2)").arg(tableFormatTitle(format), QLatin1String(format.suffix));
    auto* dialog = new QFileDialog(&m_window, tr("Export table"), view->accessibleName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    const auto follow = [dialog, filters](const QString& filter) { dialog->setDefaultSuffix(QLatin1String(tableFormats()[static_cast<std::size_t>(filters.indexOf(filter))].suffix)); };
    connect(dialog, &QFileDialog::filterSelected, dialog, follow);
    follow(filters.first());
    connect(dialog, &QFileDialog::fileSelected, view, [this, view](const QString& path) { exportTo(*view, path); });
    dialog->open();
}

}  // namespace whittle
