#include "app/workbench/diagnostics.h"

#include <algorithm>

#include <QGuiApplication>
#include <QLocale>
#include <QScreen>
#include <QStyle>

#include "app/workbench/main_window.h"
#include "engine/base/version.h"
#include "views/models/format.h"

namespace whittle {
namespace {

constexpr int kLastDone = 20;

#if defined(__clang__)
constexpr const char* kCompiler = "Clang " __clang_version__;
#else
constexpr const char* kCompiler = "GCC " __VERSION__;
#endif

// Only what differs from what everybody has.
QString compilerSettings(const MinifySettings& settings) {
    QStringList out{QStringLiteral("--oracle ") + settings.oracle};
    for (const auto& [option, text] : settings.oracleSettings)
        if (!text.isEmpty()) out << option + u' ' + text;
    return out.join(u' ');
}

QString environment() {
    QStringList out;
    for (const char* name : {"QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "LANG", "OMP_NUM_THREADS", "WHITTLE_CACHE_DIR"})
        if (qEnvironmentVariableIsSet(name)) out << QStringLiteral("%1=%2").arg(QLatin1String(name), qEnvironmentVariable(name));
    return out.join(u' ');
}

}  // namespace

DiagnosticFacts windowFacts(MainWindow& window) {
    const QScreen* screen = window.screen();
    const QSize size = screen ? screen->size() : QSize();
    const Document& document = window.document();
    const SceneRef& scene = window.graph().scene();
    return {{MainWindow::tr("Whittle"), QStringLiteral("%1, %2").arg(QString::fromLatin1(kVersion), QStringLiteral(WHITTLE_BUILD_TYPE))},
            {MainWindow::tr("Built with"), QString::fromLatin1(kCompiler)},
            {MainWindow::tr("Qt"), MainWindow::tr("%1, built with %2, platform %3, style %4").arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR), QGuiApplication::platformName(), window.style()->name())},
            {MainWindow::tr("Screen"), MainWindow::tr("%1 × %2 at %3").arg(size.width()).arg(size.height()).arg(window.devicePixelRatioF())},
            {MainWindow::tr("Language"), QLocale().name()},
            {MainWindow::tr("Theme"), themeName(window.theme())},
            {MainWindow::tr("Environment"), environment()},
            {MainWindow::tr("Open"), document.graph() ? QStringLiteral("%1, %2, %3").arg(document.path(), document.format(), formatNodes(static_cast<qint64>(document.graph()->nodes().size()))) : QString()},
            {MainWindow::tr("Boxes in sight"), scene ? formatCount(scene->count()) : QString()},
            {MainWindow::tr("Compilation"), window.study().study() ? window.study().statusText() : QString()},
            {MainWindow::tr("Values"), window.numerics().run() ? window.numerics().statusText() : QString()},
            {MainWindow::tr("Reduction"), window.minify().result() || window.minify().isRunning() ? window.minify().statusText() : QString()},
            {MainWindow::tr("Settings of the compiler"), compilerSettings(window.minifyForm().settings())}};
}

QStringList lastDone(MainWindow& window) {
    const ActionLog& log = window.log();
    QStringList out;
    for (int row = std::max(0, log.rowCount() - kLastDone); row < log.rowCount(); ++row) {
        const QString what = log.index(row, ActionLog::What).data().toString();
        out << (log.command(row).isEmpty() ? what : QStringLiteral("%1: %2").arg(what, log.command(row)));
    }
    return out;
}

}  // namespace whittle
