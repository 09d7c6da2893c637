// A language that nobody speaks: every text in brackets and longer by 40 %. What is seen without brackets did not go through tr(); what is cut off would be in German too.
#include "tests/views/gui/window_support.h"
#include "tests/views/models/numerics_support.h"
#include "tests/views/models/study_support.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QTableView>
#include <QTextDocumentFragment>
#include <QTranslator>
#include <QTreeView>

#include "app/workbench/docks.h"
#include "app/workbench/shortcuts_dialog.h"

using namespace whittle;
using namespace whittle::test;

namespace {

const QChar kOpen(0x27E6), kClose(0x27E7);

class PseudoTranslator final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override {
        const QString text = QString::fromUtf8(source);
        // The texts of Qt's own widgets are Qt's to translate; whoever asks without a text wants none.
        return text.isEmpty() ? text : kOpen + text + QString((text.size() * 2 + 4) / 5, u'~') + kClose;
    }
};

// What is the same in every language: names of the graph and of files, of the product, numbers with their units, operators, signs.
bool isOfNoLanguage(const QString& text) {
    static const QRegularExpression forms[] = {
        QRegularExpression("^[^\\p{L}]*$"),                                       // no letter at all
        QRegularExpression("^[\\d.,\\s–→]*(ns|µs|ms|s|B|KiB|MiB|GiB|%|×|x|MB)?$"),  // numbers
        QRegularExpression("^(net\\.pt2|small|Whittle|pt2|whittle[ -].*|/tmp/.*|English|Deutsch|简体中文)$"),
        QRegularExpression("^(--[a-z-]+|[a-z0-9_]+\\.(py|pt2|wtl|html).*)$"),
        QRegularExpression("^([a-z0-9_]+  )?[a-z]+[0-9]+\\[[0-9,]*\\]$"),  // a type, with whose it is or without
        QRegularExpression("^[a-z0-9_]+  ·  [a-z0-9_]+\\.py:[0-9]+( .*)?$"),  // a node and its line
    };
    // Words of commands and of torch.compiler.set_stance, which the user writes too.
    static const QSet<QString> words{"engine", "torch", "command", "whittle", "eager", "aot_eager", "default", "force_eager", "eager_on_recompile", "fail_on_recompile", "eager_then_compile", "aot_eager_then_compile"};
    return words.contains(text.trimmed()) || std::ranges::any_of(forms, [&](const QRegularExpression& form) { return form.match(text.trimmed()).hasMatch(); });
}

QString plain(const QString& text) { return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : QString(text).remove(u'&'); }

QString describe(const QWidget& widget) {
    QStringList path;
    for (const QWidget* one = &widget; one && path.size() < 3; one = one->parentWidget()) path << (one->objectName().isEmpty() ? one->metaObject()->className() : one->objectName());
    return path.join(" in ");
}

struct Audit {
    QStringList untranslated, cut;
    QSet<QString> known;  // names of the graph

    void text(const QWidget& widget, const char* what, const QString& raw) {
        const QString said = plain(raw);
        if (said.contains(kOpen) || isOfNoLanguage(said) || known.contains(said.trimmed())) return;
        untranslated << QString("%1 of %2: \"%3\"").arg(what, describe(widget), said.left(80));
    }
    void room(const QWidget& widget, const char* what, const QString& said, QSize needed) {
        // A pixel for how styles round.
        if (needed.width() > widget.width() + 1 || needed.height() > widget.height() + 1)
            cut << QString("%1 %2: \"%3\" needs %4x%5, has %6x%7").arg(what, describe(widget), said.left(60)).arg(needed.width()).arg(needed.height()).arg(widget.width()).arg(widget.height());
    }

    void look(const QWidget& widget) {
        text(widget, "tool tip", widget.toolTip());
        text(widget, "accessible name", widget.accessibleName());
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
            text(widget, "text", label->text());
            // One that takes what room there is says the rest in its tool tip.
            const bool mayElide = label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored && !label->toolTip().isEmpty();
            if (!label->text().isEmpty() && !mayElide && label->pixmap().isNull())
                room(widget, "label", label->text(), label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : QSize(label->sizeHint().width(), 0));
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
            text(widget, "text", button->text());
            const auto* tool = qobject_cast<const QToolButton*>(button);
            const bool showsText = !button->text().isEmpty() && (!tool || tool->toolButtonStyle() != Qt::ToolButtonIconOnly || tool->icon().isNull());
            if (showsText) room(widget, "button", button->text(), {button->minimumSizeHint().width(), 0});
        } else if (const auto* field = qobject_cast<const QLineEdit*>(&widget)) {
            text(widget, "placeholder", field->placeholderText());
        } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
            for (int i = 0; i < box->count(); ++i) text(widget, "choice", box->itemText(i));
        } else if (const auto* group = qobject_cast<const QGroupBox*>(&widget)) {
            text(widget, "title", group->title());
        } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
            for (int i = 0; i < tabs->count(); ++i) text(widget, "tab", tabs->tabText(i));
        } else if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model() && !qobject_cast<const QHeaderView*>(&widget)) {
            const bool hasHeader = qobject_cast<const QTableView*>(view) || qobject_cast<const QTreeView*>(view);
            for (int i = 0; hasHeader && i < view->model()->columnCount(); ++i) text(widget, "column", view->model()->headerData(i, Qt::Horizontal).toString());
        }
    }

    void lookAll(const QWidget& root) {
        look(root);
        for (const QWidget* widget : root.findChildren<QWidget*>())
            if (widget->isVisible() && !widget->objectName().startsWith("qt_") && widget->width() > 0) look(*widget);
    }
    void lookAtMenu(const QMenu& menu) {
        for (const QAction* action : menu.actions()) text(menu, "entry", action->text());
    }
};

struct Opened : OpenedWindow {
    explicit Opened(QSize size = {1600, 1000}) {
        WindowServices services;
        services.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        services.samples = {"/tmp/net.pt2"};
        services.study = [](const Graph&, const StudySettings&, const std::function<void(const PassRecord&)>&, const CancelToken&) -> Result<Study> { return smallStudy(); };
        services.numerics.compare = [](const Graph& graph, const NumericsSettings&, const std::function<void(const ComparisonNews&)>&, const CancelToken&) -> Result<ValueComparison> {
            return chainComparison(graph, 1);
        };
        services.numerics.fetch = [](const Graph&, const NumericsSettings&, const WantedValue&, const CancelToken&) -> Result<ThreeTensors> {
            return ThreeTensors{risingTensor({2, 3}, 2), risingTensor({2, 3}), risingTensor({2, 3}).to(DType::F64)};
        };
        services.minify.work = [](const Graph& graph, const MinifySettings&, const MinifyObserver& observer, const CancelToken&) -> Result<MinifyResult> {
            observer({.phase = "done", .nodesBefore = 4, .nodesNow = 4, .best = snapshot(Graph(graph))});
            return MinifyResult{.status = MinifyResult::Status::Minimal, .failure = {.kind = FailureKind::WrongResult, .signature = "wrong", .phase = "run", .node = {}, .message = {}, .detail = {}},
                                .note = {}, .graph = graph, .reducedFailure = {}, .oneMinimal = true};
        };
        show(std::move(services));
        window->resize(size);  // or as small as it goes
    }
    ~Opened() { window.reset(); }
};

}  // namespace

class PseudoLocaleTest : public QObject {
    Q_OBJECT
    PseudoTranslator m_translator;

    // Each dock in front of those that share its place, as a user would look at them one after the other.
    static void lookAtDocks(Opened& app, Audit& audit) {
        for (const QString& name : dockNames()) {
            QDockWidget* dock = app.window->dock(name);
            dock->show();
            dock->raise();
            QTest::qWait(20);
            audit.text(*dock, "title", dock->windowTitle());
            audit.lookAll(*dock);
        }
        audit.lookAll(*app.window->centralWidget());
    }
    static void report(const Audit& audit) {
        QVERIFY2(audit.untranslated.isEmpty(), qPrintable("not through tr():\n" + audit.untranslated.join('\n')));
        QVERIFY2(audit.cut.isEmpty(), qPrintable("cut off:\n" + audit.cut.join('\n')));
    }
    static QSet<QString> names() {
        QSet<QString> out{"aten.linear.default", "custom.mystery.default", "layers.0.fc", "k0_tanh_mul_add"};
        const Graph graph = smallGraph();
        for (const Node& node : graph.nodes()) out << QString::fromStdString(node.name);
        return out;
    }

private slots:
    void initTestCase() { QCoreApplication::installTranslator(&m_translator); }
    void cleanupTestCase() { QCoreApplication::removeTranslator(&m_translator); }

    // The audit finds what it is there for.
    void what_is_wrong_is_found() {
        QWidget host;
        host.resize(400, 100);
        auto* untranslated = new QLabel("Plain words", &host);
        auto* translated = new QPushButton(QCoreApplication::translate("X", "Cut here, please"), &host);
        untranslated->setGeometry(0, 0, 300, 30);
        translated->setGeometry(0, 40, 40, 30);
        host.show();
        Audit audit;
        audit.lookAll(host);
        QCOMPARE(audit.untranslated.size(), 1);
        QVERIFY(audit.untranslated.first().contains("Plain words"));
        QCOMPARE(audit.cut.size(), 1);
        QVERIFY(audit.cut.first().contains("Cut here"));
        QVERIFY(isOfNoLanguage("12.5 ms") && isOfNoLanguage("--isa") && !isOfNoLanguage("12 nodes"));
    }

    void menus_and_toolbar() {
        Opened app;
        Audit audit;
        for (const QMenu* menu : app.window->findChildren<QMenu*>()) audit.lookAtMenu(*menu);
        for (const QAction* action : app.window->actions().all()) audit.text(*app.window, "tool tip", action->toolTip());
        report(audit);
    }

    void the_empty_window_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("large") << QSize(1600, 1000);
        QTest::newRow("as small as it goes") << QSize(320, 240);
    }
    void the_empty_window() {
        QFETCH(QSize, size);
        Opened app(size);
        Audit audit;
        lookAtDocks(app, audit);
        report(audit);
    }

    void the_window_with_all_that_it_can_show_data() { the_empty_window_data(); }
    void the_window_with_all_that_it_can_show() {
        QFETCH(QSize, size);
        Opened app(size);
        app.open("net.pt2");
        app.window->compileGraph();
        QTRY_VERIFY(app.window->isIdle());
        app.window->compareValues();
        QTRY_VERIFY(app.window->isIdle());
        app.window->startMinify({.file = "/tmp/net.pt2", .outputFolder = app.folder.filePath("out")});
        QTRY_COMPARE(app.window->minify().state(), MinifyController::State::Done);
        app.graph().select(2);
        QTRY_VERIFY(app.window->isIdle());
        Audit audit{.untranslated = {}, .cut = {}, .known = names()};
        lookAtDocks(app, audit);
        for (int tab = 0; tab < 3; ++tab) {
            app.window->kernelsPanel().showTab(static_cast<KernelsPanel::Tab>(tab));
            app.window->dock("kernels")->raise();
            QTRY_VERIFY(app.window->isIdle());
            audit.lookAll(*app.window->dock("kernels"));
        }
        report(audit);
    }

    void dialogs() {
        Opened app;
        Audit audit;
        for (const char* id : {"help.shortcuts", "help.about"}) {
            app.window->actions().action(id)->trigger();
            QDialog* dialog = nullptr;
            for (QDialog* one : app.window->findChildren<QDialog*>())
                if (one->isVisible()) dialog = one;
            QVERIFY2(dialog, id);
            QTest::qWait(20);
            audit.text(*dialog, "title", dialog->windowTitle());
            audit.lookAll(*dialog);
            dialog->close();
            QTRY_VERIFY(!app.window->findChild<QDialog*>());
        }
        app.window->showPalette();
        audit.lookAll(app.window->commandPalette());
        report(audit);
    }
};

WHITTLE_TEST(PseudoLocaleTest)
#include "pseudo_locale_test.moc"
