#include "app/workbench/options.h"

#include <cstdio>

#include <QCommandLineParser>

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

std::optional<WorkbenchOptions> parseOptions(const QCoreApplication& application, int& status) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Options", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Opens graphs that PyTorch captured, and cuts failing ones down to the smallest that still fails."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("FILE"), tr("A PT2 archive, export JSON, .wtl, FX text or reproducer script."), QStringLiteral("[FILE]"));
    const QCommandLineOption minify(QStringLiteral("minify"), tr("Reduce FILE at once, with journal and result in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption resume(QStringLiteral("resume"), tr("With --minify: go on from the journal in DIR."));
    const QCommandLineOption inject(QStringLiteral("inject"), tr("Developer: plant a fault in Whittle's own compiler, OP=KIND."), QStringLiteral("OP=KIND"));
    const QCommandLineOption theme(QStringLiteral("theme"), tr("light, dark or system."), QStringLiteral("NAME"));
    const QCommandLineOption size(QStringLiteral("size"), tr("Size of the window, as 1360x860."), QStringLiteral("WxH"));
    const QCommandLineOption shot(QStringLiteral("screenshot"), tr("Write a picture of the window to FILE.png when all is done, and end."), QStringLiteral("FILE.png"));
    const QCommandLineOption docks(QStringLiteral("docks"), tr("Show these docks only: nodes,inspector,minify or none."), QStringLiteral("LIST"));
    const QCommandLineOption select(QStringLiteral("select"), tr("Select the node of this name."), QStringLiteral("NODE"));
    const QCommandLineOption search(QStringLiteral("search"), tr("Search for this text."), QStringLiteral("TEXT"));
    parser.addOptions({minify, resume, inject, theme, size, shot, docks, select, search});

    if (!parser.parse(application.arguments())) return refuse(parser.errorText() + tr(" (see --help)"), status);
    status = 0;
    if (parser.isSet(help)) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return std::nullopt;
    }
    if (parser.isSet(version)) {
        std::printf("whittle-workbench %s\n", qPrintable(application.applicationVersion()));
        return std::nullopt;
    }
    WorkbenchOptions out;
    if (parser.positionalArguments().size() > 1) return refuse(tr("one FILE at a time"), status);
    if (!parser.positionalArguments().isEmpty()) out.file = parser.positionalArguments().first();
    out.minifyFolder = parser.value(minify);
    out.resume = parser.isSet(resume);
    out.inject = parser.value(inject);
    out.screenshot = parser.value(shot);
    out.select = parser.value(select);
    out.search = parser.value(search);
    if (parser.isSet(minify) && out.file.isEmpty()) return refuse(tr("--minify needs a FILE"), status);
    if (parser.isSet(theme)) {
        out.theme = parseTheme(parser.value(theme));
        if (themeName(*out.theme) != parser.value(theme)) return refuse(tr("--theme is light, dark or system"), status);
    }
    if (parser.isSet(size)) {
        out.size = parseSize(parser.value(size));
        if (out.size.isEmpty()) return refuse(tr("--size is WIDTHxHEIGHT, from 320x240 to 8192x8192"), status);
    }
    if (parser.isSet(docks)) {
        out.docks = parser.value(docks).split(u',', Qt::SkipEmptyParts);
        for (const QString& name : std::as_const(out.docks))
            if (name != QLatin1String("nodes") && name != QLatin1String("inspector") && name != QLatin1String("minify") && name != QLatin1String("none"))
                return refuse(tr("--docks knows nodes, inspector, minify and none, not '%1'").arg(name), status);
    }
    return out;
}

}  // namespace whittle
