#include "views/report/report_input.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include "engine/base/files.h"
#include "engine/base/system_facts.h"
#include "engine/base/version.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "minifier/session/result_files.h"
#include "views/graph/graph_export.h"
#include "views/graph/svg_device.h"
#include "views/kernels/roofline_picture.h"
#include "views/kernels/study_message.h"
#include "views/models/format.h"
#include "views/models/text.h"
#include "views/numerics/error_picture.h"
#include "views/report/report_maker.h"
#include "views/theme.h"

namespace whittle {
namespace {

constexpr QSize kPlot(1040, 300), kRoofline(1040, 420);
constexpr std::uint64_t kMostScript = 400'000;  // bytes; with more data inside, the file itself is handier than the page

QFont plotFont() {
    QFont font;
    font.setPixelSize(11);
    return font;
}

// By `paint`, given a painter and a palette, in the units of `size`.
template <class Paint>
ReportPicture plotted(QSize size, const char* ids, const QString& what, Paint&& paint) {
    const auto draw = [&](ThemeChoice theme) {
        SvgDevice device(QRectF(QPointF(), size), ids);
        QPainter painter(&device);
        paint(painter, themePalette(theme));
        painter.end();
        return device.svg();
    };
    return {.light = draw(ThemeChoice::Light), .dark = draw(ThemeChoice::Dark), .what = what};
}

ReportSection graphSection(const ReportInput& input) {
    ReportSection out{ReportMaker::tr("The graph"), ReportMaker::tr("As it was shown: folded modules are cards that say how many operators they hold."), {}};
    for (std::size_t i = 0; i < input.graphs.size(); ++i) {
        const ReportInput::Shown& shown = input.graphs[i];
        const QByteArray ids = "graph" + QByteArray::number(static_cast<int>(i)) + '-';
        QStringList lines;
        if (input.graphs.size() > 1) lines << shown.title;
        if (shown.graph.shades) lines << ReportMaker::tr("Colours: %1").arg(shown.graph.shades->overlay().title);
        out.blocks.push_back(ReportText{lines});
        out.blocks.push_back(ReportPicture{.light = graphSvg(shown.graph, themePalette(ThemeChoice::Light), ids), .dark = graphSvg(shown.graph, themePalette(ThemeChoice::Dark), ids),
                                           .what = ReportMaker::tr("Picture of %1").arg(shown.title), .isLarge = true});
    }
    return out;
}

ReportSection failureSection(const QString& title, const Failure& failure) {
    return {title, whatToTry(failure.kind),
            {ReportFactsTable{{{ReportMaker::tr("Kind"), toQString(failureKindName(failure.kind))}, {ReportMaker::tr("Phase"), toQString(failure.phase)}, {ReportMaker::tr("Node"), toQString(failure.node)},
                               {ReportMaker::tr("Signature"), toQString(failure.signature)}}},
             ReportCode{toQString(failure.message + (failure.detail.empty() ? "" : "\n" + failure.detail)), {}}}};
}

ReportSection kernelSection(const ReportInput& input) {
    ReportSection out{ReportMaker::tr("Kernels"), input.studyStatus, {}};
    if (const auto& roof = input.study->roof)
        out.blocks.push_back(ReportText{{ReportMaker::tr("The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n threads.", nullptr, roof->threads)
                                             .arg(formatRate(roof->fmaF32), toQString(roof->isa), formatRate(std::max(roof->triad, roof->triadNt)))}});
    if (input.kernels)
        if (const Roofline roofline = makeRoofline(*input.kernels); !roofline.points.empty())
            out.blocks.push_back(plotted(kRoofline, "roof-", ReportMaker::tr("Kernels under the roofline: circles are loops, squares libraries' kernels, diamonds all others"), [&](QPainter& painter, const QPalette& palette) {
                RooflinePicture{.roofline = roofline, .content = input.kernels, .size = kRoofline, .font = plotFont(), .palette = palette}.paint(painter, {});
            }));
    if (input.kernelTable) out.blocks.push_back(ReportTable{input.kernelTable, QStringLiteral("time_ms"), {QStringLiteral("share"), QStringLiteral("roof_share")}});
    out.blocks.push_back(ReportText{input.studyNotes});
    return out;
}

ReportSection numericsSection(const ReportInput& input) {
    ReportSection out{ReportMaker::tr("Values"), ReportMaker::tr("Every tensor of a compiled run against eager and float64."), {ReportText{{input.finding}}}};
    const std::vector<ComparedValue>& values = input.numerics->comparison.values;
    if (!values.empty())
        out.blocks.push_back(plotted(kPlot, "error-", ReportMaker::tr("Error along the graph"), [&](QPainter& painter, const QPalette& palette) {
            ErrorPicture picture(plotFont(), kPlot);
            picture.values = values;
            picture.summary = &input.numerics->summary;
            picture.palette = palette;
            picture.paint(painter);
        }));
    if (input.badValues && !input.badValues->rows.empty()) out.blocks.push_back(ReportTable{input.badValues, {}});
    return out;
}

// The script that needs no other file where there is one, else the one that reads its inputs from beside it.
ReportCode reproducer(const QString& folder) {
    for (const char* name : {kSingleFile, kScriptFile}) {
        const Result<std::string> script = readFile(toPath(folder) / name, kMostScript);
        if (script) return {toQString(*script), QLatin1String(name)};
    }
    return {};
}

ReportSection reductionSection(const ReportInput& input) {
    ReportSection out{ReportMaker::tr("Reduction"), input.reductionStatus, {ReportText{input.reductionLines}}};
    if (input.best) out.blocks.push_back(ReportCode{toQString(printGraph(*input.best, findSchema)), {}});
    if (input.reduction) {
        QStringList essentials;
        for (const std::string& edit : input.reduction->essentials) essentials << toQString(edit);
        out.blocks.push_back(ReportCode{essentials.join(u'\n'), ReportMaker::tr("%n single edits, each of which ends the failure", nullptr, static_cast<int>(essentials.size()))});
        if (!input.reduction->reproducer.empty()) out.blocks.push_back(reproducer(fromPath(input.reduction->reproducer)));
    }
    QStringList others;
    for (const OtherFailureRow& row : input.otherFailures) others << QStringLiteral("%1× %2: %3").arg(formatCount(row.count), row.kind, row.message);
    out.blocks.push_back(ReportCode{others.join(u'\n'), ReportMaker::tr("%n other failures met on the way", nullptr, static_cast<int>(others.size()))});
    return out;
}

ReportSection machineSection(const ReportInput& input) {
    const auto& graph = input.graphs.front().graph.scene->graph();
    qint64 weights = 0;
    for (const GraphInput& one : graph.inputs()) weights += one.kind != InputKind::User;
    QString torch;
    if (const auto found = graph.metadata.find("torch_version"); found != graph.metadata.end()) torch = toQString(found->second);
    return {ReportMaker::tr("File and machine"), {},
            {ReportFactsTable{{{ReportMaker::tr("File"), input.path},
                               {ReportMaker::tr("Format"), input.format},
                               {ReportMaker::tr("Graph"), toQString(graph.name)},
                               {ReportMaker::tr("Operators"), formatCount(static_cast<qint64>(graph.nodes().size()))},
                               {ReportMaker::tr("Weights"), formatCount(weights)},
                               {ReportMaker::tr("PyTorch of the file"), torch},
                               {ReportMaker::tr("Notes of its reader"), input.documentNotes.join(QStringLiteral("; "))},
                               {ReportMaker::tr("Whittle"), QString::fromLatin1(kVersion)},
                               {ReportMaker::tr("Qt"), QString::fromLatin1(qVersion())},
                               {ReportMaker::tr("Processor"), toQString(cpuModel())},
                               {ReportMaker::tr("Its extensions"), toQString(cpuExtensions())},
                               {ReportMaker::tr("System"), toQString(systemName())}}}}};
}

QList<ReportChip> chips(const ReportInput& input) {
    using Tone = ReportChip::Tone;
    QList<ReportChip> out{{formatNodes(static_cast<qint64>(input.graphs.front().graph.scene->graph().nodes().size())), Tone::Plain}};
    if (input.study) out << ReportChip{input.studyStatus, input.study->failure || input.study->invalid ? Tone::Bad : Tone::Plain};
    if (input.numerics) {
        const bool fails = input.numerics->comparison.failure || input.numerics->comparison.invalid;
        const int wrong = input.numerics->summary.wrong;
        out << ReportChip{input.numericsStatus, fails || wrong > 0 ? Tone::Bad : Tone::Good};
    }
    if (input.hasReduction) out << ReportChip{input.reductionStatus, Tone::Plain};
    return out;
}

}  // namespace

Result<Report> makeReport(const ReportInput& input, const CancelToken& cancel) {
    Report out{.title = QFileInfo(input.path).fileName(),
               .eyebrow = ReportMaker::tr("Whittle %1 · %2").arg(QString::fromLatin1(kVersion), QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat)),
               .language = input.languageName, .chips = chips(input), .sections = {}};
    const auto add = [&](ReportSection section) { out.sections.push_back(std::move(section)); };
    if (!input.notes.trimmed().isEmpty()) add({ReportMaker::tr("Notes"), {}, {ReportText{input.notes.split(u'\n')}}});
    if (input.study && input.study->failure) add(failureSection(ReportMaker::tr("The compilation or run fails"), *input.study->failure));
    if (input.study && input.study->invalid) add({ReportMaker::tr("It could not be compiled"), {}, {ReportCode{errorText(*input.study->invalid), {}}}});
    if (input.numerics && input.numerics->comparison.failure) add(failureSection(ReportMaker::tr("The compared run fails"), *input.numerics->comparison.failure));
    if (input.numerics && input.numerics->comparison.invalid) add({ReportMaker::tr("The values could not be compared"), {}, {ReportCode{errorText(*input.numerics->comparison.invalid), {}}}});
    for (const auto& [title, error] : {std::pair(ReportMaker::tr("It could not be compiled"), input.studyError), std::pair(ReportMaker::tr("The values could not be compared"), input.numericsError)})
        if (!error.isEmpty()) add({title, {}, {ReportCode{error, {}}}});
    if (input.hasReduction) add(reductionSection(input));
    if (input.numerics) add(numericsSection(input));
    WHITTLE_TRY_VOID(cancel.check());
    add(graphSection(input));
    WHITTLE_TRY_VOID(cancel.check());
    if (input.study && input.kernelTable) add(kernelSection(input));
    if (input.choiceTable && !input.choiceTable->rows.empty())
        add({ReportMaker::tr("Choices"), ReportMaker::tr("Who might have computed each product, convolution and attention, and why one was chosen."), {ReportTable{input.choiceTable, {}}}});
    if (input.passTable && !input.passTable->rows.empty())
        add({ReportMaker::tr("Compile time"), ReportMaker::tr("Phases, and the passes below theirs."), {ReportTable{input.passTable, {}, {QStringLiteral("share")}}}});
    if (!input.commands.isEmpty()) add({ReportMaker::tr("Commands"), ReportMaker::tr("What was done, as a script that does the same again."), {ReportCode{input.commands, {}}}});
    add(machineSection(input));
    return out;
}

}  // namespace whittle
