// The table of all actions, in the order of the menus.
#include "app/workbench/actions.h"
#include "app/workbench/main_window.h"

namespace whittle {

std::span<const ActionRow> actionRows() {
    using Step = GraphController::Step;
    using enum ActionRow::Flag;
    static const ActionRow rows[] = {
        {"file", QT_TRANSLATE_NOOP("Actions", "&File")},
        {"file.open", QT_TRANSLATE_NOOP("Actions", "&Open…"), "Ctrl+O", OnToolbar, Icon::Open, [](MainWindow& w) { w.chooseFile(); }},
        {"file.trace", QT_TRANSLATE_NOOP("Actions", "O&pen trace…"), "Ctrl+Shift+T", 0, Icon::Count, [](MainWindow& w) { w.chooseTrace(); }},
        {"file.recent", QT_TRANSLATE_NOOP("Actions", "Open &recent")},
        {"file.save-session", QT_TRANSLATE_NOOP("Actions", "&Save session"), "Ctrl+S", NewSection, Icon::Count, [](MainWindow& w) { w.saveSession(); }},
        {"file.save-session-as", QT_TRANSLATE_NOOP("Actions", "Save session &as…"), "Ctrl+Shift+S", 0, Icon::Count, [](MainWindow& w) { w.saveSessionAs(); }},
        {"file.picture", QT_TRANSLATE_NOOP("Actions", "&Export graph…"), "Ctrl+E", NeedsGraph | OnToolbar | NewSection, Icon::Export, [](MainWindow& w) { w.exportPicture(); }},
        {"file.timeline", QT_TRANSLATE_NOOP("Actions", "Export &timeline…"), "", 0, Icon::Count, [](MainWindow& w) { w.exportTimeline(); }},
        {"file.report", QT_TRANSLATE_NOOP("Actions", "Export re&port…"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.exportReport(); }},
        {"file.table", QT_TRANSLATE_NOOP("Actions", "Export ta&ble…"), "", 0, Icon::Count, [](MainWindow& w) { w.exportTable(); }},
        {"file.copy-table", QT_TRANSLATE_NOOP("Actions", "Copy table as CS&V"), "", 0, Icon::Count, [](MainWindow& w) { w.copyTable(); }},
        {"file.copy-text", QT_TRANSLATE_NOOP("Actions", "&Copy graph as text"), "Ctrl+Shift+C", NeedsGraph, Icon::Copy, [](MainWindow& w) { w.copyGraphText(); }},
        {"file.copy-selection", QT_TRANSLATE_NOOP("Actions", "Copy se&lection as text"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeView().canvas().copyText(); }},
        {"file.copy-markdown", QT_TRANSLATE_NOOP("Actions", "Copy selection as &Markdown"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeView().canvas().copyMarkdown(); }},
        {"file.quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q", NewSection, Icon::Count, [](MainWindow& w) { w.close(); }},

        {"edit", QT_TRANSLATE_NOOP("Actions", "&Edit")},
        {"edit.undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", 0, Icon::Count, [](MainWindow& w) { w.undo().stack().undo(); }},
        {"edit.redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Shift+Z", 0, Icon::Count, [](MainWindow& w) { w.undo().stack().redo(); }},

        {"go", QT_TRANSLATE_NOOP("Actions", "&Go")},
        {"go.back", QT_TRANSLATE_NOOP("Actions", "&Back"), "Alt+Left", 0, Icon::Count, [](MainWindow& w) { w.goBack(); }},
        {"go.forward", QT_TRANSLATE_NOOP("Actions", "F&orward"), "Alt+Right", 0, Icon::Count, [](MainWindow& w) { w.goForward(); }},
        {"go.find", QT_TRANSLATE_NOOP("Actions", "&Find…"), "Ctrl+F", NeedsGraph | NewSection, Icon::Search, [](MainWindow& w) { w.activeView().search().focusField(); }},
        {"go.next-hit", QT_TRANSLATE_NOOP("Actions", "&Next hit"), "F3", NeedsGraph, Icon::Next, [](MainWindow& w) { w.activeGraph().nextHit(); }},
        {"go.previous-hit", QT_TRANSLATE_NOOP("Actions", "&Previous hit"), "Shift+F3", NeedsGraph, Icon::Previous, [](MainWindow& w) { w.activeGraph().previousHit(); }},
        {"go.producer", QT_TRANSLATE_NOOP("Actions", "To a p&roducer"), "Alt+Up", NeedsGraph | NewSection, Icon::Count, [](MainWindow& w) { w.activeGraph().step(Step::Producer); }},
        {"go.user", QT_TRANSLATE_NOOP("Actions", "To a &user"), "Alt+Down", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().step(Step::User); }},
        {"go.left", QT_TRANSLATE_NOOP("Actions", "To the &left"), "Alt+Shift+Left", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().step(Step::Left); }},
        {"go.right", QT_TRANSLATE_NOOP("Actions", "To the ri&ght"), "Alt+Shift+Right", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().step(Step::Right); }},
        {"go.feeding", QT_TRANSLATE_NOOP("Actions", "Highlight what f&eeds the selection"), "Ctrl+Shift+Up", NeedsGraph | NewSection, Icon::Count, [](MainWindow& w) { w.activeGraph().highlight(Highlight::Kind::Producers); }},
        {"go.fed", QT_TRANSLATE_NOOP("Actions", "Highlight what the selection fee&ds"), "Ctrl+Shift+Down", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().highlight(Highlight::Kind::Users); }},
        {"go.ways", QT_TRANSLATE_NOOP("Actions", "&Ways from the selection to…"), "Ctrl+Shift+Right", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().pickOtherEnd(); }},
        {"go.only", QT_TRANSLATE_NOOP("Actions", "S&how only what is highlighted"), "Ctrl+Shift+O", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().isolate(); }},
        {"go.all", QT_TRANSLATE_NOOP("Actions", "Show ever&ything again"), "Ctrl+Shift+Left", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().widen(); }},

        {"go.bookmark", QT_TRANSLATE_NOOP("Actions", "Bookmar&k the selection, or not"), "Ctrl+Shift+B", NeedsGraph | NewSection, Icon::Count, [](MainWindow& w) { w.toggleBookmark(); }},
        {"go.bookmarks", QT_TRANSLATE_NOOP("Actions", "To a book&mark")},
        {"go.bookmarks.1", QT_TRANSLATE_NOOP("Actions", "Bookmark &1"), "Alt+1", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(0); }},
        {"go.bookmarks.2", QT_TRANSLATE_NOOP("Actions", "Bookmark &2"), "Alt+2", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(1); }},
        {"go.bookmarks.3", QT_TRANSLATE_NOOP("Actions", "Bookmark &3"), "Alt+3", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(2); }},
        {"go.bookmarks.4", QT_TRANSLATE_NOOP("Actions", "Bookmark &4"), "Alt+4", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(3); }},
        {"go.bookmarks.5", QT_TRANSLATE_NOOP("Actions", "Bookmark &5"), "Alt+5", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(4); }},
        {"go.bookmarks.6", QT_TRANSLATE_NOOP("Actions", "Bookmark &6"), "Alt+6", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(5); }},
        {"go.bookmarks.7", QT_TRANSLATE_NOOP("Actions", "Bookmark &7"), "Alt+7", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(6); }},
        {"go.bookmarks.8", QT_TRANSLATE_NOOP("Actions", "Bookmark &8"), "Alt+8", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(7); }},
        {"go.bookmarks.9", QT_TRANSLATE_NOOP("Actions", "Bookmark &9"), "Alt+9", NeedsGraph, Icon::Count, [](MainWindow& w) { w.goToBookmark(8); }},
        {"go.command", QT_TRANSLATE_NOOP("Actions", "Command pale&tte…"), "Ctrl+K", NewSection, Icon::Count, [](MainWindow& w) { w.showPalette(); }},
        {"go.node", QT_TRANSLATE_NOOP("Actions", "To &a node…"), "Ctrl+G", NeedsGraph, Icon::Count, [](MainWindow& w) { w.showPalette(QStringLiteral("@")); }},

        {"view", QT_TRANSLATE_NOOP("Actions", "&View")},
        {"view.fit", QT_TRANSLATE_NOOP("Actions", "&Fit"), "F", NeedsGraph | OnToolbar, Icon::Fit, [](MainWindow& w) { w.activeView().canvas().fit(); }},
        {"view.zoom-in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), "Ctrl++", NeedsGraph | OnToolbar, Icon::ZoomIn, [](MainWindow& w) { w.activeView().canvas().zoomIn(); }},
        {"view.zoom-out", QT_TRANSLATE_NOOP("Actions", "Zoom &out"), "Ctrl+-", NeedsGraph | OnToolbar, Icon::ZoomOut, [](MainWindow& w) { w.activeView().canvas().zoomOut(); }},
        {"view.actual-size", QT_TRANSLATE_NOOP("Actions", "&Actual size"), "Ctrl+0", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeView().canvas().resetZoom(); }},
        {"view.fold", QT_TRANSLATE_NOOP("Actions", "Fo&ld or unfold module"), "Ctrl+Return", NeedsGraph | NewSection, Icon::Count, [](MainWindow& w) { w.activeGraph().toggleFold(); }},
        {"view.fold-all", QT_TRANSLATE_NOOP("Actions", "Fold all &modules"), "Ctrl+Shift+-", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().setAllOpen(false); }},
        {"view.unfold-all", QT_TRANSLATE_NOOP("Actions", "&Unfold all modules"), "Ctrl+Shift++", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().setAllOpen(true); }},
        {"view.deeper", QT_TRANSLATE_NOOP("Actions", "U&nfold one level more"), "Ctrl+Shift+PgDown", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().deeper(); }},
        {"view.shallower", QT_TRANSLATE_NOOP("Actions", "Fol&d one level more"), "Ctrl+Shift+PgUp", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeGraph().shallower(); }},
        {"view.depth", QT_TRANSLATE_NOOP("Actions", "Unfold to a de&pth…"), "Ctrl+L", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeView().foldDepth().openMenu(); }},
        {"view.dock", nullptr, "", NewSection},
        {"view.color-key", QT_TRANSLATE_NOOP("Actions", "&Colour key"), "Ctrl+Shift+K", Checkable | NewSection, Icon::Count, [](MainWindow& w) { w.showColorKey(); }},
        {"view.color-by", QT_TRANSLATE_NOOP("Actions", "Colour b&y…"), "Ctrl+B", NeedsGraph, Icon::Count, [](MainWindow& w) { w.activeView().colorBy().openMenu(); }},
        {"view.theme", QT_TRANSLATE_NOOP("Actions", "&Theme"), "", NewSection},
        {"view.theme.system", QT_TRANSLATE_NOOP("Actions", "&As the desktop"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setTheme(ThemeChoice::System); }},
        {"view.theme.light", QT_TRANSLATE_NOOP("Actions", "&Light"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setTheme(ThemeChoice::Light); }},
        {"view.theme.dark", QT_TRANSLATE_NOOP("Actions", "&Dark"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setTheme(ThemeChoice::Dark); }},
        {"view.theme.contrast-light", QT_TRANSLATE_NOOP("Actions", "&High contrast, light"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setTheme(ThemeChoice::ContrastLight); }},
        {"view.theme.contrast-dark", QT_TRANSLATE_NOOP("Actions", "High &contrast, dark"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setTheme(ThemeChoice::ContrastDark); }},
        {"view.language", QT_TRANSLATE_NOOP("Actions", "Lan&guage")},
        {"view.language.system", QT_TRANSLATE_NOOP("Actions", "&As the desktop"), "", OneOf, Icon::Count, [](MainWindow& w) { w.setLanguage(QStringLiteral("system")); }},
        {"view.language.en", "&English", "", OneOf, Icon::Count, [](MainWindow& w) { w.setLanguage(QStringLiteral("en")); }},  // names in their own languages
        {"view.language.de", "&Deutsch", "", OneOf, Icon::Count, [](MainWindow& w) { w.setLanguage(QStringLiteral("de")); }},
        {"view.language.zh_CN", "简体中文", "", OneOf, Icon::Count, [](MainWindow& w) { w.setLanguage(QStringLiteral("zh_CN")); }},
        {"view.reset-layout", QT_TRANSLATE_NOOP("Actions", "&Reset layout"), "", 0, Icon::Count, [](MainWindow& w) { w.resetLayout(); }},

        {"compile", QT_TRANSLATE_NOOP("Actions", "&Compile")},
        {"compile.start", QT_TRANSLATE_NOOP("Actions", "&Compile and measure"), "F5", NamedOnToolbar, Icon::Start, [](MainWindow& w) { w.compileGraph(); }},
        {"compile.stop", QT_TRANSLATE_NOOP("Actions", "&Stop compiling"), "Shift+F5", 0, Icon::Count, [](MainWindow& w) { w.study().stop(); }},
        {"compile.values", QT_TRANSLATE_NOOP("Actions", "Compare &values"), "F6", NewSection, Icon::Count, [](MainWindow& w) { w.compareValues(); }},
        {"compile.values-stop", QT_TRANSLATE_NOOP("Actions", "Stop c&omparing values"), "Shift+F6", 0, Icon::Count, [](MainWindow& w) { w.numerics().stop(); }},

        {"compile.stances", QT_TRANSLATE_NOOP("Actions", "&Run calls under stances"), "F7", NewSection, Icon::Count, [](MainWindow& w) { w.runStances(); }},
        {"compile.stances-stop", QT_TRANSLATE_NOOP("Actions", "S&top the calls"), "Shift+F7", 0, Icon::Count, [](MainWindow& w) { w.stances().stop(); }},
        {"compile.calls", QT_TRANSLATE_NOOP("Actions", "Open c&alls…"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.openCalls(); }},
        {"compile.calls-save", QT_TRANSLATE_NOOP("Actions", "Save ca&lls…"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.saveCalls(); }},

        {"compile.next-stage", QT_TRANSLATE_NOOP("Actions", "To the &next stage"), "Ctrl+]", NeedsGraph | NewSection, Icon::Count, [](MainWindow& w) { w.stages().step(1); }},
        {"compile.previous-stage", QT_TRANSLATE_NOOP("Actions", "To the stage &before"), "Ctrl+[", NeedsGraph, Icon::Count, [](MainWindow& w) { w.stages().step(-1); }},
        {"compile.compare", QT_TRANSLATE_NOOP("Actions", "Compare with the stage be&fore"), "Ctrl+D", NeedsGraph, Icon::Count, [](MainWindow& w) { w.stages().comparePrevious(); }},
        {"compile.compare-nothing", QT_TRANSLATE_NOOP("Actions", "Co&mpare with nothing"), "Ctrl+Shift+D", NeedsGraph, Icon::Count, [](MainWindow& w) { w.stages().setBase(-1); }},
        {"compile.compare-file", QT_TRANSLATE_NOOP("Actions", "Compare with a f&ile…"), "", NeedsGraph, Icon::Count, [](MainWindow& w) { w.chooseOther(); }},

        {"minify", QT_TRANSLATE_NOOP("Actions", "&Minify")},
        {"minify.start", QT_TRANSLATE_NOOP("Actions", "&Start"), "Ctrl+M", NamedOnToolbar, Icon::Start, [](MainWindow& w) { w.startMinify(); }},
        {"minify.pause", QT_TRANSLATE_NOOP("Actions", "&Pause"), "Ctrl+P", Checkable, Icon::Pause, [](MainWindow& w) { w.minify().setPaused(w.minify().state() == MinifyController::State::Running); }},
        {"minify.settings", QT_TRANSLATE_NOOP("Actions", "S&ettings…"), "Ctrl+Shift+M", 0, Icon::Count, [](MainWindow& w) { w.showMinifySettings(); }},
        {"minify.whole", QT_TRANSLATE_NOOP("Actions", "Take the &whole graph again"), "", 0, Icon::Count, [](MainWindow& w) { w.takeWholeGraph(); }},
        {"minify.stop", QT_TRANSLATE_NOOP("Actions", "S&top"), "Ctrl+.", OnToolbar, Icon::Stop, [](MainWindow& w) { w.minify().stop(); }},
        {"minify.open", QT_TRANSLATE_NOOP("Actions", "&Open a reduction…"), "", NewSection, Icon::Count, [](MainWindow& w) { w.chooseReduction(); }},
        {"minify.take-over", QT_TRANSLATE_NOOP("Actions", "Ta&ke over"), "", 0, Icon::Count, [](MainWindow& w) { w.minify().takeOver(); }},

        {"trace", QT_TRANSLATE_NOOP("Actions", "&Trace")},
        {"trace.open", QT_TRANSLATE_NOOP("Actions", "&Open a log…"), "", 0, Icon::Count, [](MainWindow& w) { w.chooseTrace(); }},
        {"trace.folder", QT_TRANSLATE_NOOP("Actions", "Open a &folder…"), "", 0, Icon::Count, [](MainWindow& w) { w.chooseTraceFolder(); }},
        {"trace.follow", QT_TRANSLATE_NOOP("Actions", "Follow while it &grows"), "Ctrl+Shift+F", Checkable | NewSection, Icon::Count, [](MainWindow& w) { w.followTrace(); }},
        {"trace.reload", QT_TRANSLATE_NOOP("Actions", "&Read it again"), "", 0, Icon::Count, [](MainWindow& w) { w.trace().reload(); }},
        {"trace.export", QT_TRANSLATE_NOOP("Actions", "&Export the times…"), "", 0, Icon::Count, [](MainWindow& w) { w.exportTrace(); }},
        {"trace.close", QT_TRANSLATE_NOOP("Actions", "&Close"), "", NewSection, Icon::Count, [](MainWindow& w) { w.trace().close(); }},

        {"help", QT_TRANSLATE_NOOP("Actions", "&Help")},
        {"help.shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts…"), "F1", 0, Icon::Count, [](MainWindow& w) { w.showShortcuts(); }},
        {"help.diagnostics", QT_TRANSLATE_NOOP("Actions", "&Copy diagnostics"), "", 0, Icon::Count, [](MainWindow& w) { w.copyDiagnostics(); }},
        {"help.about", QT_TRANSLATE_NOOP("Actions", "&About Whittle"), "", 0, Icon::Count, [](MainWindow& w) { w.showAbout(); }},
    };
    return rows;
}

}  // namespace whittle
