#include "app/workbench/report_run.h"

#include <cstdio>

#include <QApplication>

#include "app/workbench/minify_service.h"
#include "app/workbench/source_words.h"
#include "views/models/text.h"

namespace whittle {
namespace {

constexpr int kPollMs = 20;
constexpr int kQuietLooks = 3;  // what follows an answer begins in between

bool tellsOfFailure(MainWindow& window) {
    const auto& study = window.study().study();
    const auto& numerics = window.numerics().run();
    return window.study().state() == StudyController::State::Failed || window.numerics().state() == NumericsController::State::Failed ||
           (study && (study->failure || study->invalid)) || (numerics && (numerics->comparison.failure || numerics->comparison.invalid || numerics->summary.wrong > 0));
}

}  // namespace

QString reportCommand(const QString& report, const GraphSource& source, const StudyController& study, const NumericsController& numerics) {
    std::string command = "whittle-workbench --report " + shellWord(report.toStdString()) + ' ' + sourceWords(source);
    if (study.study()) command += " --compile";
    if (numerics.run()) command += " --compare";
    const auto& settings = study.study() ? study.settings().compiler : numerics.settings().compiler;
    if (const Result<OracleChoice> choice = engineChoice(settings); choice && (study.study() || numerics.run())) command += oracleWords(*choice);
    return toQString(command);
}

ReportRun::ReportRun(MainWindow& window, const WorkbenchOptions& options) : m_window(window), m_path(options.report) {
    if (options.compare) m_steps.push_back([this] { m_window.compareValues(); });
    if (options.compile) m_steps.push_back([this] { m_window.compileGraph(); });
    connect(&window.reports(), &ReportMaker::written, this, [this] { end(tellsOfFailure(m_window) ? 1 : 0, {}); });
    connect(&window.reports(), &ReportMaker::failed, this, [this](const QString& path, const QString& error) { end(2, QStringLiteral("%1: %2").arg(path, error)); });
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &ReportRun::look);
    m_poll.start();
}

void ReportRun::end(int status, const QString& complaint) {
    if (!complaint.isEmpty()) std::fprintf(stderr, "whittle-workbench: %s\n", qPrintable(complaint));
    QApplication::exit(status);
}

void ReportRun::look() {
    if (!m_window.isIdle()) {
        m_quietLooks = 0;
        return;
    }
    if (++m_quietLooks < kQuietLooks) return;
    m_quietLooks = 0;
    if (m_window.document().state() == Document::State::Failed) {
        m_poll.stop();
        return end(2, m_window.document().errorText());
    }
    if (!m_steps.empty()) {
        const std::function<void()> step = std::move(m_steps.back());
        m_steps.pop_back();
        return step();
    }
    m_poll.stop();
    m_window.writeReport(m_path);
}

}  // namespace whittle
