#include "views/report/report_maker.h"

#include <QLocale>
#include <QTextDocumentFragment>

#include "engine/base/files.h"
#include "views/models/choices_model.h"
#include "views/models/compile_time_model.h"
#include "views/models/kernels_model.h"
#include "views/models/numerics_model.h"
#include "views/models/text.h"

namespace whittle {

// Models of its own: those of the window may be sorted and filtered meanwhile.
struct ReportMaker::Reading {
    struct Table {
        std::unique_ptr<QAbstractItemModel> model;
        QString title;
        TableRef ReportInput::*into;
    };
    QString path;
    ReportInput input;
    std::vector<Table> tables;
    std::size_t next = 0;
};

ReportMaker::ReportMaker(JobRunner& jobs, Sources sources, QObject* parent) : QObject(parent), m_jobs(jobs), m_sources(sources) {}

void ReportMaker::write(const QString& path, std::vector<ReportInput::Shown> graphs, const QString& notes) {
    if (m_busy) return void(emit failed(path, tr("Another report is being written.")));
    if (graphs.empty()) return void(emit failed(path, tr("No graph is open.")));
    m_busy = true;
    m_reading = std::make_shared<Reading>();
    m_reading->path = path;
    ReportInput& input = m_reading->input;
    const auto& [document, study, kernels, numerics, minify, log] = m_sources;
    input.path = document.path();
    input.format = document.format();
    input.languageName = QLocale().bcp47Name();
    input.documentNotes = document.notes();
    input.graphs = std::move(graphs);
    input.study = study.study();
    input.kernels = kernels.content();
    input.studyStatus = study.statusText();
    input.studyNotes = study.notes();
    input.studyError = study.state() == StudyController::State::Failed ? study.errorText() : kernels.errorText();
    input.numerics = numerics.run();
    input.numericsError = numerics.state() == NumericsController::State::Failed ? numerics.errorText() : QString();
    input.numericsStatus = numerics.statusText();
    input.finding = QTextDocumentFragment::fromHtml(numerics.findingText()).toPlainText();
    input.hasReduction = minify.result() || (minify.isRunning() && minify.progress());
    if (input.hasReduction) {
        input.best = minify.isReduced() ? minify.best() : nullptr;
        input.reduction = minify.result();
        input.reductionStatus = minify.statusText();
        input.reductionLines = minify.resultLines();
        input.otherFailures = minify.others();
    }
    input.commands = log.rowCount() > 0 ? log.script(QStringLiteral("Whittle")) : QString();
    input.notes = notes;

    const auto add = [this](std::unique_ptr<QAbstractItemModel> model, const QString& title, TableRef ReportInput::*into) { m_reading->tables.push_back({std::move(model), title, into}); };
    if (input.kernels) {
        auto rows = std::make_unique<KernelsModel>(m_jobs);
        rows->setContent(input.kernels);
        add(std::move(rows), tr("Kernels"), &ReportInput::kernelTable);
        auto choices = std::make_unique<ChoicesModel>();
        choices->setContent(input.kernels, kernels.before());
        add(std::move(choices), tr("Choices and their candidates"), &ReportInput::choiceTable);
    }
    if (input.study) {
        auto passes = std::make_unique<CompileTimeModel>();
        passes->setReport(std::shared_ptr<const CompileReport>(input.study, &input.study->report));
        add(std::move(passes), tr("Compile time by phase and pass"), &ReportInput::passTable);
    }
    if (input.numerics) {
        auto bad = std::make_unique<NumericsModel>(numerics);
        bad->setOnlyBad(true);
        add(std::move(bad), tr("Values that are wrong, or where NaN or infinities begin"), &ReportInput::badValues);
    }
    readNext();
}

void ReportMaker::readNext() {
    if (m_reading->next == m_reading->tables.size()) return finish();
    const Reading::Table& table = m_reading->tables[m_reading->next++];
    new TableReader(*table.model, table.title, TableReader::Cells::ValuesAndTexts, [this, into = table.into](Result<TableRef> read) {
        if (read) m_reading->input.*into = *read;
        else m_reading->input.studyNotes << errorText(read.error());
        readNext();
    }, this);
}

void ReportMaker::finish() {
    m_reading->tables.clear();  // models belong to this thread
    m_jobs.submit(
        this, QStringLiteral("write"),
        [reading = std::shared_ptr<const Reading>(m_reading)](const CancelToken& cancel) -> Result<void> {
            WHITTLE_TRY(const Report report, makeReport(reading->input, cancel));
            return writeFileAtomic(toPath(reading->path), reportPage(report));
        },
        [this](Result<void> done) {
            const QString path = m_reading->path;
            m_busy = false;
            m_reading = nullptr;
            if (done) emit written(path);
            else emit failed(path, errorText(done.error()));
        });
}

}  // namespace whittle
