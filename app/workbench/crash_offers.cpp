#include "app/workbench/crash_offers.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace whittle {
namespace {

QString textOf(const QList<CrashReport>& reports) {
    QStringList texts;
    for (const CrashReport& report : reports) texts << report.text();
    return texts.join(u'\n');
}

}  // namespace

CrashOffers::CrashOffers(JobRunner& jobs, NoticeBar& notice, const QString& folder, QWidget* window) : QObject(window), m_notice(notice), m_window(window) {
    if (folder.isEmpty()) return;
    jobs.submit(this, QStringLiteral("look"), [folder](const CancelToken&) { return findCrashes(folder); }, [this](const QList<CrashReport>& found) { offer(found); });
}

void CrashOffers::offer(const QList<CrashReport>& reports) {
    if (reports.isEmpty()) return;
    const CrashReport& last = reports.first();
    m_notice.say(tr("The window ended unexpectedly on %1 (%2). What is known of it was kept on this machine.").arg(QLocale().toString(last.when, QLocale::ShortFormat), last.signal),
                 {{tr("Show"), [this, reports] { show(reports); }}, {tr("Copy"), [reports] { copy(reports); }}, {tr("Forget"), [reports] { forget(reports); }}});
}

void CrashOffers::show(const QList<CrashReport>& reports) {
    auto* dialog = new QDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("crash"));
    dialog->setWindowTitle(tr("How the window ended"));
    dialog->resize(820, 520);
    auto* text = new QPlainTextEdit(textOf(reports));
    text->setAccessibleName(tr("What is known of the end"));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copyAll = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copyAll->setIcon(icon(Icon::Copy));
    auto* forgetAll = buttons->addButton(tr("&Forget"), QDialogButtonBox::DestructiveRole);
    forgetAll->setToolTip(tr("Deletes what was kept"));
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    connect(copyAll, &QPushButton::clicked, dialog, [reports] { copy(reports); });
    connect(forgetAll, &QPushButton::clicked, dialog, [dialog, reports] {
        forget(reports);
        dialog->close();
    });
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    dialog->open();
}

void CrashOffers::copy(const QList<CrashReport>& reports) { QApplication::clipboard()->setText(textOf(reports)); }

void CrashOffers::forget(const QList<CrashReport>& reports) {
    for (const CrashReport& report : reports) QFile::remove(report.file);
}

}  // namespace whittle
