#include "app/workbench/screenshot.h"

#include <cstdio>

#include <QApplication>
#include <QPixmap>

#include "app/workbench/when_idle.h"

namespace whittle {

namespace {

// Of what was asked for. A failure that a study or a comparison found in the graph is what they are for.
QString whatFailed(MainWindow& window) {
    if (window.document().state() == Document::State::Failed) return QCoreApplication::translate("Screenshot", "%1 could not be opened: %2").arg(window.document().requestedPath(), window.document().errorText());
    if (window.graph().state() == GraphController::State::Failed) return QCoreApplication::translate("Screenshot", "the graph could not be arranged: %1").arg(window.graph().errorText());
    if (window.study().state() == StudyController::State::Failed) return QCoreApplication::translate("Screenshot", "the graph could not be compiled: %1").arg(window.study().errorText());
    if (window.numerics().state() == NumericsController::State::Failed) return QCoreApplication::translate("Screenshot", "the values could not be compared: %1").arg(window.numerics().errorText());
    if (window.stances().state() == StanceController::State::Failed) return QCoreApplication::translate("Screenshot", "the calls could not be run: %1").arg(window.stances().errorText());
    if (window.dims().state() == DimsController::State::Failed) return QCoreApplication::translate("Screenshot", "the sizes could not be inferred: %1").arg(window.dims().errorText());
    return {};
}

}  // namespace

void takeScreenshot(MainWindow& window, const QString& file) {
    const auto write = [&window, file](bool) {
        // The picture shows what went wrong, the status tells whoever asked for it.
        const QString failure = whatFailed(window);
        if (!failure.isEmpty()) std::fprintf(stderr, "whittle-workbench: %s\n", qPrintable(failure));
        const bool written = window.grab().save(file, "PNG");
        if (!written) std::fprintf(stderr, "whittle-workbench: %s could not be written\n", qPrintable(file));
        QApplication::exit(written && failure.isEmpty() ? 0 : 1);
    };
    new WhenIdle([&window] { return window.isIdle(); }, WhenIdle::kForever, write, &window);
}

}  // namespace whittle
