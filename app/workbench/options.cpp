#include "app/workbench/options.h"

#include <algorithm>
#include <cstdio>

#include <QCommandLineParser>
#include <QFileInfo>

#include "app/choices/oracle_choice.h"
#include "app/workbench/docks.h"
#include "app/workbench/translations.h"
#include "engine/passes/pipeline.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QSize parseSize(const QString& text) {
    const QStringList parts = text.split(u'x');
    if (parts.size() != 2) return {};
    const QSize size(parts[0].toInt(), parts[1].toInt());
    return size.width() >= 320 && size.height() >= 240 && size.width() <= 8192 && size.height() <= 8192 ? size : QSize();
}

std::optional<WorkbenchOptions> refuse(const QString& message, int& status) {
    std::fprintf(stderr, "whittle-workbench: %s\n", qPrintable(message));
    status = 2;
    return std::nullopt;
}

}  // namespace

std::optional<WorkbenchOptions> parseOptions(const QStringList& arguments, int& status) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("whittle", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Opens graphs that PyTorch captured, and cuts failing ones down to the smallest that still fails."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("FILE"), tr("A PT2 archive, export JSON, .wtl, FX text, reproducer script or .whittle session; or the folder of a reduction, to watch or resume it; or a trace of PyTorch, a log or a folder."), QStringLiteral("[FILE]"));
    const QCommandLineOption minify(QStringLiteral("minify"), tr("Reduce FILE at once, with journal and result in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption resume(QStringLiteral("resume"), tr("With --minify: go on from the journal in DIR."));
    QStringList oracles;
    for (const OracleKind& kind : oracleKinds()) oracles << toQString(kind.name);
    const QCommandLineOption oracle(QStringLiteral("oracle"), tr("Who says that a candidate fails: %1.").arg(oracles.join(QStringLiteral(", "))), QStringLiteral("NAME"));
    const QCommandLineOption signature(QStringLiteral("signature"), tr("Which failures count: exact, kind or a regular expression."), QStringLiteral("RULE"));
    const QCommandLineOption jobs(QStringLiteral("jobs"), tr("Candidates tried at once."), QStringLiteral("N"));
    const QCommandLineOption repeat(QStringLiteral("repeat"), tr("Runs without the failure that make a candidate one that does not fail."), QStringLiteral("N"));
    const QCommandLineOption budget(QStringLiteral("budget"), tr("Seconds for the whole reduction."), QStringLiteral("S"));
    const QCommandLineOption compare(QStringLiteral("compare"), tr("Compare every value of FILE, compiled against eager and float64, at once."));
    const QCommandLineOption against(QStringLiteral("against"), tr("Hold FILE against this one at once; may be given several times."), QStringLiteral("OTHER"));
    const QCommandLineOption theme(QStringLiteral("theme"), tr("light, dark, contrast-light, contrast-dark or system."), QStringLiteral("NAME"));
    const QCommandLineOption dims(QStringLiteral("dims"), tr("Infer at once which sizes of FILE may vary: auto, or dynamic to be told where one may not."), QStringLiteral("HINT"));
    const QCommandLineOption dimsSpec(QStringLiteral("dims-spec"), tr("Infer sizes at once with this said of them: Python's dynamic_shapes or JSON."), QStringLiteral("TEXT"));
    const QCommandLineOption language(QStringLiteral("language"), tr("Language of the window: %1 or system.").arg(languages().join(QStringLiteral(", "))), QStringLiteral("NAME"));
    const QCommandLineOption size(QStringLiteral("size"), tr("Size of the window, as 1360x860."), QStringLiteral("WxH"));
    const QCommandLineOption shot(QStringLiteral("screenshot"), tr("Write a picture of the window to FILE.png when all is done, and end."), QStringLiteral("FILE.png"));
    const QCommandLineOption report(QStringLiteral("report"), tr("Write FILE as a page for a browser, with --compile and --compare what these tell, and end: status 1 when that is a failure. Needs no display."), QStringLiteral("OUT.html"));
    const QCommandLineOption docks(QStringLiteral("docks"), tr("Show these docks only: %1 or none.").arg(dockNames().join(u',')), QStringLiteral("LIST"));
    const QCommandLineOption select(QStringLiteral("select"), tr("Select the node of this name."), QStringLiteral("NODE"));
    const QCommandLineOption search(QStringLiteral("search"), tr("Search for this text."), QStringLiteral("TEXT"));
    const QCommandLineOption colorBy(QStringLiteral("color-by"), tr("Colour boxes by dtype, bytes or users; with --compile by time or kernel too."), QStringLiteral("KEY"));
    const QCommandLineOption compile(QStringLiteral("compile"), tr("Compile and measure FILE at once."));
    const QStringList tabs{QStringLiteral("kernels"), QStringLiteral("candidates"), QStringLiteral("code")};  // as KernelsPanel::Tab
    const QCommandLineOption tab(QStringLiteral("tab"), tr("Of what is known of kernels show this: %1.").arg(tabs.join(QStringLiteral(", "))), QStringLiteral("NAME"));
    const QCommandLineOption stage(QStringLiteral("stage"), tr("With --compile: show what this pass made, beside what it was given."), QStringLiteral("PASS"));
    const QCommandLineOption calls(QStringLiteral("calls"), tr("Make the calls of this file under every stance at once."), QStringLiteral("CALLS.json"));
    const QStringList callTabs{QStringLiteral("story"), QStringLiteral("cache"), QStringLiteral("guards"), QStringLiteral("advice"), QStringLiteral("try")};  // as RecompilesView::Tab
    const QCommandLineOption callTab(QStringLiteral("calls-tab"), tr("With --calls: of what is known of a cell show this: %1.").arg(callTabs.join(QStringLiteral(", "))), QStringLiteral("NAME"));
    const QCommandLineOption bench(QStringLiteral("bench"), tr("Measure how quick the window is with FILE, and end: status 1 when a figure is out of its bounds."));
    const QCommandLineOption single({QStringLiteral("single-instance"), QStringLiteral("reuse")}, tr("Open FILE in the window that was started so before, if there is one."));
    const QCommandLineOption rpc(QStringLiteral("rpc"), tr("Answer programs at this socket of yours: JSON-RPC, a line each. A name, a path, or - for standard input and output."), QStringLiteral("NAME"));
    parser.addOptions({rpc, single, bench, report, minify, resume, oracle, signature, jobs, repeat, budget, compare, against, dims, dimsSpec, theme, language, size, shot, docks, select, search, colorBy, compile, stage, tab, calls, callTab});
    const QCommandLineOption model(QStringLiteral("model"), tr("Which program of an archive that holds several."), QStringLiteral("NAME"));
    const QCommandLineOption inputs(QStringLiteral("inputs"), tr("Take the inputs of the call from this safetensors file: in.0, in.1, …"), QStringLiteral("CASE"));
    const QCommandLineOption seed(QStringLiteral("seed"), tr("Seed of random operators, and of weights and inputs that FILE lacks."), QStringLiteral("N"));
    parser.addOptions({model, inputs, seed});
    for (const OracleSetting& setting : oracleSettings())  // as the command has them
        if (setting.form != SettingForm::Options) parser.addOption({toQString(setting.option.substr(2)), toQString(setting.what), QStringLiteral("VALUE")});
    for (const std::string_view option : compilerOptions())
        parser.addOption({toQString(option.substr(2)), tr("Our compiler's: see whittle compile --help."), isCompilerFlag(option) ? QString() : QStringLiteral("VALUE")});

    if (!parser.parse(arguments)) return refuse(parser.errorText() + tr(" (see --help)"), status);
    status = 0;
    if (parser.isSet(help)) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return std::nullopt;
    }
    if (parser.isSet(version)) {
        std::printf("whittle-workbench %s\n", qPrintable(QCoreApplication::applicationVersion()));
        return std::nullopt;
    }
    WorkbenchOptions out;
    if (parser.positionalArguments().size() > 1) return refuse(tr("one FILE at a time"), status);
    if (!parser.positionalArguments().isEmpty()) out.file = parser.positionalArguments().first();
    out.minify = parser.isSet(minify);
    out.settings.file = out.file;
    out.settings.outputFolder = parser.value(minify);
    out.settings.resume = parser.isSet(resume);
    if (parser.isSet(oracle)) out.settings.oracle = parser.value(oracle);
    if (!oracles.contains(out.settings.oracle)) return refuse(tr("--oracle is one of %1").arg(oracles.join(QStringLiteral(", "))), status);
    for (const OracleSetting& setting : oracleSettings()) {
        if (setting.form == SettingForm::Options) continue;
        if (const QString name = toQString(setting.option.substr(2)); parser.isSet(name)) {
            QString text = parser.value(name);
            if (setting.form == SettingForm::Words) {  // one word each, whatever blanks it has
                QStringList words;
                for (const QString& word : parser.values(name)) words << toQString(shellWord(word.toStdString()));
                text = words.join(u' ');
            }
            OracleChoice tried;
            if (const Result<void> set = setSetting(tried, setting, text.toStdString()); !set)
                return refuse(QStringLiteral("--%1: %2").arg(name, toQString(set.error().message)), status);
            out.settings.oracleSettings.insert_or_assign(toQString(setting.option), text);
        }
    }
    QStringList compiler;
    for (const std::string_view option : compilerOptions()) {
        const QString name = toQString(option.substr(2));
        if (parser.isSet(name) && isCompilerFlag(option)) compiler << toQString(option);
        for (const QString& value : isCompilerFlag(option) ? QStringList() : parser.values(name)) compiler << toQString(option) + u' ' + toQString(shellWord(value.toStdString()));
    }
    if (!compiler.isEmpty()) {
        const QString text = compiler.join(u' ');
        const Result<CompilerChoice> choice = readCompilerWords(text.toStdString());
        if (const Result<void> checked = choice ? checkCompiler(*choice) : Result<void>(std::unexpected(choice.error())); !checked) return refuse(toQString(checked.error().message), status);
        out.settings.oracleSettings.insert_or_assign(kCompilerOptions, text);
    }
    out.settings.model = parser.value(model);
    out.settings.inputs = parser.value(inputs);
    bool isSeed = true;
    if (parser.isSet(seed)) out.settings.seed = parser.value(seed).toULongLong(&isSeed);
    if (!isSeed) return refuse(tr("--seed is a number"), status);
    if (!out.settings.source().isPlain() && (out.file.isEmpty() || out.file.endsWith(QLatin1String(".whittle")) || QFileInfo(out.file).isDir()))
        return refuse(tr("--model, --inputs and --seed go with a graph"), status);
    if (parser.isSet(signature)) out.settings.signature = parser.value(signature);
    struct Number {
        const QCommandLineOption& option;
        int least, most;
        std::function<void(int)> set;
    };
    const Number numbers[] = {{jobs, 1, 256, [&](int value) { out.settings.jobs = value; }},
                              {repeat, 1, 10000, [&](int value) { out.settings.repeat = value; }},
                              {budget, 0, 1000000000, [&](int value) { out.settings.budget = value; }}};
    for (const Number& number : numbers) {
        if (!parser.isSet(number.option)) continue;
        bool isNumber = false;
        const int value = parser.value(number.option).toInt(&isNumber);
        if (!isNumber || value < number.least || value > number.most)
            return refuse(tr("--%1 is a number from %2 to %3").arg(number.option.names().first()).arg(number.least).arg(number.most), status);
        number.set(value);
    }
    out.singleInstance = parser.isSet(single);
    if (out.singleInstance && parser.optionNames().size() > 1) return refuse(tr("--single-instance goes with a FILE alone"), status);
    out.compare = parser.isSet(compare);
    if (out.compare && out.file.isEmpty()) return refuse(tr("--compare needs a FILE"), status);
    out.against = parser.values(against);
    if (!out.against.isEmpty() && out.file.isEmpty()) return refuse(tr("--against needs a FILE"), status);
    if (parser.isSet(dims)) {
        if (parser.value(dims) != QLatin1String("auto") && parser.value(dims) != QLatin1String("dynamic")) return refuse(tr("--dims is auto or dynamic"), status);
        out.sizes = DimSpec{.kind = parser.value(dims) == QLatin1String("auto") ? DimSpec::Kind::Auto : DimSpec::Kind::Dynamic, .name = {}};
    }
    if (parser.isSet(dimsSpec)) {
        Result<ShapeSpec> spec = parseShapeSpec(parser.value(dimsSpec).toStdString());
        if (!spec) return refuse(QStringLiteral("--dims-spec: %1").arg(toQString(spec.error().message)), status);
        out.sizes = *std::move(spec);
    }
    if (out.sizes && out.file.isEmpty()) return refuse(tr("--%1 needs a FILE").arg(parser.isSet(dims) ? dims.names().first() : dimsSpec.names().first()), status);
    out.screenshot = parser.value(shot);
    out.report = parser.value(report);
    if (parser.isSet(report) && out.report.isEmpty()) return refuse(tr("--report needs the name of a file to write"), status);
    if (!out.report.isEmpty() && out.file.isEmpty()) return refuse(tr("--report needs a FILE"), status);
    for (const QCommandLineOption* other : {&shot, &bench, &minify, &stage, &calls, &dims, &dimsSpec, &select, &search})
        if (!out.report.isEmpty() && parser.isSet(*other)) return refuse(tr("--report does not go with --%1").arg(other->names().first()), status);
    out.select = parser.value(select);
    out.search = parser.value(search);
    out.colorBy = parser.value(colorBy);
    out.compile = parser.isSet(compile);
    out.stage = parser.value(stage);
    if (!out.stage.isEmpty() && !out.compile) return refuse(tr("--stage goes with --compile"), status);
    const auto isNamed = [&](const PassDef& pass) { return toQString(pass.name) == out.stage; };
    if (!out.stage.isEmpty() && std::ranges::none_of(allPasses(), isNamed)) return refuse(tr("there is no pass '%1' (see docs/compiler.md)").arg(out.stage), status);
    out.calls = parser.value(calls);
    if (!out.calls.isEmpty() && out.file.isEmpty()) return refuse(tr("--calls needs a FILE"), status);
    if (parser.isSet(callTab)) out.recompilesTab = static_cast<int>(callTabs.indexOf(parser.value(callTab)));
    if (out.recompilesTab < 0) return refuse(tr("--calls-tab is one of %1").arg(callTabs.join(QStringLiteral(", "))), status);
    out.rpc = parser.value(rpc);
    if (parser.isSet(rpc) && out.rpc.isEmpty()) return refuse(tr("--rpc needs the name of a socket, its path, or -"), status);
    for (const QCommandLineOption* other : {&shot, &bench, &report})
        if (!out.rpc.isEmpty() && parser.isSet(*other)) return refuse(tr("--rpc does not go with --%1").arg(other->names().first()), status);
    out.bench = parser.isSet(bench);
    if (out.bench && out.file.isEmpty()) return refuse(tr("--bench needs a FILE"), status);
    if (parser.isSet(tab)) out.kernelsTab = static_cast<int>(tabs.indexOf(parser.value(tab)));
    if (out.kernelsTab < 0) return refuse(tr("--tab is one of %1").arg(tabs.join(QStringLiteral(", "))), status);
    if (out.compile && out.file.isEmpty()) return refuse(tr("--compile needs a FILE"), status);
    if (parser.isSet(minify) && out.file.isEmpty()) return refuse(tr("--minify needs a FILE"), status);
    if (parser.isSet(minify) && out.file.endsWith(QLatin1String(".whittle"))) return refuse(tr("--minify needs a graph, not a session"), status);
    if (parser.isSet(theme)) {
        out.theme = parseTheme(parser.value(theme));
        if (themeName(*out.theme) != parser.value(theme)) return refuse(tr("--theme is light, dark, contrast-light, contrast-dark or system"), status);
    }
    if (parser.isSet(language)) {
        out.language = parser.value(language);
        if (!languages().contains(out.language) && out.language != QLatin1String("system"))
            return refuse(tr("--language is one of %1, or system").arg(languages().join(QStringLiteral(", "))), status);
    }
    if (parser.isSet(size)) {
        out.size = parseSize(parser.value(size));
        if (out.size.isEmpty()) return refuse(tr("--size is WIDTHxHEIGHT, from 320x240 to 8192x8192"), status);
    }
    if (parser.isSet(docks)) {
        out.docks = parser.value(docks).split(u',', Qt::SkipEmptyParts);
        for (const QString& name : std::as_const(out.docks))
            if (!dockNames().contains(name) && name != QLatin1String("none"))
                return refuse(tr("--docks knows %1 and none, not '%2'").arg(dockNames().join(QStringLiteral(", ")), name), status);
    }
    return out;
}

}  // namespace whittle
