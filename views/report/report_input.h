// What of the window a report is made of: values and immutable snapshots, taken at one moment, from which a worker writes it.
#pragma once

#include <optional>
#include <vector>

#include <QFont>
#include <QStringList>

#include "views/graph/scene_painter.h"
#include "views/models/kernel_content.h"
#include "views/models/minify_controller.h"
#include "views/models/numerics_controller.h"
#include "views/models/report_page.h"

namespace whittle {

struct ReportInput {
    QString path, format, languageName;
    QStringList documentNotes;
    struct Shown {
        QString title;
        ShownGraph graph;
    };
    std::vector<Shown> graphs;  ///< as they are shown, folds and colours included

    std::shared_ptr<const Study> study;  ///< null: not compiled
    KernelContentRef kernels;            ///< null: there are none
    QString studyStatus;
    QStringList studyNotes;
    QString studyError, numericsError;   ///< why there is none, although it was asked for

    NumericsRunRef numerics, baseline;  ///< null: not compared; none is kept
    QString numericsStatus, finding;    ///< the finding in plain text

    bool hasReduction = false;
    GraphRef best;  ///< null: none that is smaller
    std::optional<MinifyResult> reduction;
    QString reductionStatus, reductionFolder;
    QStringList reductionLines;
    std::vector<OtherFailureRow> otherFailures;

    QString commands;  ///< as a script
    QString notes;

    // Null where there is nothing of the kind, or too much of it.
    TableRef kernelTable, choiceTable, passTable, badValues;
};

/// Errors: Cancelled. Any thread; reads what the reduction left on the disk. Cost: painting each picture twice, a second for 20,000 boxes.
Result<Report> makeReport(const ReportInput& input, const CancelToken& cancel);

}  // namespace whittle
