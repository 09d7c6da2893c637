// The desktop application: wiring only.
#include <algorithm>
#include <memory>
#include <string_view>

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QTemporaryDir>

#include "app/choices/given_call.h"
#include "app/workbench/crash_file.h"
#include "app/workbench/docks.h"
#include "app/workbench/main_window.h"
#include "app/workbench/minify_service.h"
#include "app/workbench/numerics_service.h"
#include "app/workbench/options.h"
#include "app/workbench/report_run.h"
#include "app/workbench/screenshot.h"
#include "app/workbench/stance_service.h"
#include "app/workbench/single_instance.h"
#include "app/workbench/study_service.h"
#include "app/workbench/translations.h"
#include "app/workbench/window_bench.h"
#include "app/workbench/window_rpc.h"
#include "engine/base/version.h"
#include "views/models/text.h"

using namespace whittle;

namespace {

// Beside the program when installed, in the source tree when built there.
QStringList findSamples() {
    const QDir program(QCoreApplication::applicationDirPath());
    for (const char* place : {"../share/whittle/samples/torch211", "../../../samples/torch211"}) {
        const QDir folder(program.filePath(QLatin1String(place)));
        QStringList files;
        for (const QFileInfo& file : folder.entryInfoList({QStringLiteral("*.pt2")}, QDir::Files, QDir::Name))
            files << file.canonicalFilePath();
        if (!files.isEmpty()) return files;
    }
    return {};
}

// Qt names this place from 6.7 on only.
QString stateFolder() {
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    return (QDir::isAbsolutePath(given) ? given : QDir::homePath() + QStringLiteral("/.local/state")) + QStringLiteral("/whittle");
}

// The stage that was asked for beside the one before it, at the first node that is new.
void whenCompiled(MainWindow& window, const QString& stage, bool kernelsToo) {
    auto once = std::make_shared<QMetaObject::Connection>();
    *once = QObject::connect(&window.comparison(), &GraphComparison::changed, &window, [&window, once] {
        const auto& difference = window.comparison().difference();
        if (!difference) return;
        QObject::disconnect(*once);
        const auto& rows = difference->diff.rows;
        const auto added = std::ranges::find_if(rows, [](const ManyDiffRow& row) { return !row.base.valid(); });
        if (added != rows.end()) window.comparison().show(static_cast<int>(added - rows.begin()));
    });
    QObject::connect(&window.study(), &StudyController::stateChanged, &window, [&window, stage, kernelsToo] {
        if (window.study().state() != StudyController::State::Done) return;
        const std::vector<Stage>& stages = window.stages().stages();
        const auto found = std::ranges::find_if(stages, [&](const Stage& one) { return one.kind == Stage::Kind::Pass && one.name == stage; });
        if (found == stages.end()) return;
        window.stages().setCurrent(static_cast<int>(found - stages.begin()));
        window.stages().comparePrevious();
        window.dock(QStringLiteral("stages"))->raise();
        window.dock(QStringLiteral("kernels"))->setVisible(kernelsToo);
    });
}

// Things that need the graph: done once, when its scene is there.
void whenShown(MainWindow& window, const WorkbenchOptions& options) {
    auto once = std::make_shared<QMetaObject::Connection>();
    *once = QObject::connect(&window.graph(), &GraphController::stateChanged, &window, [&window, options, once] {
        if (window.graph().state() != GraphController::State::Ready) return;
        QObject::disconnect(*once);
        if (!options.search.isEmpty()) {
            window.graphView().search().setText(options.search);
            window.graph().nextHit();
        }
        for (int box = 0; !options.select.isEmpty() && box < window.graph().scene()->count(); ++box)
            if (window.graph().scene()->box(box).name == options.select) window.graph().select(box);
        if (!options.stage.isEmpty()) whenCompiled(window, options.stage, options.docks.isEmpty() || options.docks.contains(QStringLiteral("kernels")));
        if (options.compile) window.compileGraph();
        window.compareWith(options.against);
        if (options.compare) window.compareValues();
        if (!options.calls.isEmpty()) window.runCalls(options.calls);
        if (options.sizes) {
            window.dims().setSpec(*options.sizes);
            window.inferSizes();
        }
        if (options.minify) window.startMinify(options.settings);
    });
}

// Qt ends the program when it finds no display; a person should read a sentence. A report needs none.
bool hasDisplay(int argc, char** argv) {
    const bool chosen = std::any_of(argv, argv + argc, [](const char* argument) { return std::string_view(argument) == "-platform"; });
    const bool report = std::any_of(argv, argv + argc, [](const char* argument) { return std::string_view(argument).starts_with("--report"); });
    if (report && !chosen && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");  // nothing is shown
    const bool given = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
                       qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
    return chosen || given;
}

}  // namespace

int main(int argc, char** argv) {
    if (!hasDisplay(argc, argv)) {
        // --help, --version and a wrong option need none.
        const QCoreApplication early(argc, argv);
        QCoreApplication::setApplicationName(QStringLiteral("whittle-workbench"));
        QCoreApplication::setApplicationVersion(QString::fromLatin1(kVersion));
        int status = 0;
        if (!parseOptions(QCoreApplication::arguments(), status)) return status;
        fmt::print(stderr, "whittle-workbench: there is no display; set DISPLAY or WAYLAND_DISPLAY, or use the command whittle\n");
        return 2;
    }
    TimedApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Whittle"));
    QCoreApplication::setApplicationName(QStringLiteral("whittle-workbench"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Whittle"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.whittle.Workbench"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kVersion));

    int status = 0;
    const std::optional<WorkbenchOptions> options = parseOptions(QCoreApplication::arguments(), status);
    if (!options) return status;

    const QString socket = SingleInstance::socketPath(stateFolder());
    if (options->singleInstance) {
        const Result<bool> taken = SingleInstance::handOver(socket, options->file);
        if (taken && *taken) return 0;
        if (!taken) fmt::print(stderr, "whittle-workbench: {}; a window of its own opens\n", taken.error().message);
    }

    // A picture or a measurement must not depend on how somebody left the window, nor change it.
    const bool picture = !options->screenshot.isEmpty() || options->bench || !options->report.isEmpty();
    QTemporaryDir scratch;
    const std::unique_ptr<QSettings> settings =
        picture ? std::make_unique<QSettings>(scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
                : std::make_unique<QSettings>();

    installLanguage(application, !options->language.isEmpty() ? options->language : settings->value(kLanguageKey).toString());

    if (!picture) leaveCrashFiles(toPath(stateFolder()), "whittle-workbench " + std::string(kVersion) + ", " WHITTLE_BUILD_TYPE ", Qt " + qVersion());
    MainWindow window({.opener = openCall,
                       .minify = minifyService(QCoreApplication::applicationDirPath()),
                       .samples = findSamples(),
                       .study = studyWork(QCoreApplication::applicationDirPath()),
                       .stateFolder = picture ? QString() : stateFolder(),
                       .numerics = numericsWork(QCoreApplication::applicationDirPath()),
                       .stances = stanceService(QCoreApplication::applicationDirPath())},
                      *settings);
    if (options->settings != MinifySettings{.file = options->file}) window.setMinifySettings(options->settings);
    if (options->theme) window.setTheme(*options->theme);
    if (!options->colorBy.isEmpty()) window.graph().setColorBy(options->colorBy);
    window.kernelsPanel().showTab(static_cast<KernelsPanel::Tab>(options->kernelsTab));
    window.recompilesView().tabs().setCurrentIndex(options->recompilesTab);
    if (!options->size.isEmpty()) window.resize(options->size);
    if (!options->docks.isEmpty())
        for (const QString& name : dockNames()) window.dock(name)->setVisible(options->docks.contains(name));
    if (options->bench) return benchWindow(window, application, options->file);
    if (!options->report.isEmpty()) {
        window.openSource(options->settings.source());
        const ReportRun run(window, *options);
        return application.exec();
    }
    window.show();
    std::unique_ptr<SingleInstance> instance;
    if (options->singleInstance) {
        if (auto listening = SingleInstance::listen(socket)) instance = *std::move(listening);
        else fmt::print(stderr, "whittle-workbench: {}; later starts will not find this window\n", listening.error().message);
    }
    if (instance)
        QObject::connect(instance.get(), &SingleInstance::wanted, &window, [&window](const QString& file) {
            window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
            window.raise();
            window.activateWindow();
            if (!file.isEmpty()) window.openFile(file);
        });
    if (options->rpc == QLatin1String("-")) {
        window.rpc().answerStandard();
    } else if (!options->rpc.isEmpty()) {
        const QString path = WindowRpc::socketPath(options->rpc, stateFolder());
        const Result<void> listening = window.rpc().listen(path);
        fmt::print(stderr, "whittle-workbench: {}\n", listening ? "answers at " + path.toStdString() : listening.error().message);
        if (!listening) return 2;  // a program that waits for it would wait for ever
    }
    if (!options->file.isEmpty()) {
        whenShown(window, *options);
        window.openSource(options->settings.source());
    }
    if (!options->screenshot.isEmpty()) takeScreenshot(window, options->screenshot);
    return application.exec();
}
