// What is read has 4.5:1, in the themes of high contrast 7:1, what a line or a border says 3:1, in widgets and in what we paint; and the choice is kept.
#include "tests/views/gui/window_support.h"

#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

#include "views/kernels/code_colors.h"
#include "views/overlay_colors.h"
#include "views/theme.h"
#include "views/warning_mark.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr ThemeChoice kContrast[] = {ThemeChoice::ContrastLight, ThemeChoice::ContrastDark};

// What the guidelines ask of each: AA of the plain ones, AAA of the others.
struct Wanted {
    ThemeChoice theme;
    double text, off;  // off: what is switched off, which they ask nothing of; it can be read all the same
};
constexpr Wanted kThemes[] = {{ThemeChoice::Light, 4.5, 3}, {ThemeChoice::Dark, 4.5, 3}, {ThemeChoice::ContrastLight, 7, 4.5}, {ThemeChoice::ContrastDark, 7, 4.5}};

QByteArray told(ThemeChoice theme, const QString& what, const QColor& a, const QColor& b) {
    return QStringLiteral("%1: %2, %3 on %4 is %5").arg(themeName(theme), what, a.name(), b.name()).arg(contrast(a, b)).toUtf8();
}

struct Opened : OpenedWindow {
    Opened() {
        WindowServices services;
        services.opener = [](const std::filesystem::path&) -> Result<OpenedGraph> { return OpenedGraph{smallGraph(), "pt2", {}}; };
        show(std::move(services));
    }
};

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT
private slots:
    // Also where the theme changes while it is on show.
    void the_mark_of_a_warning_stands_out() {
        WarningMark mark(28);
        mark.show();
        for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(theme);
            const QImage picture = mark.grab().toImage();
            double most = 0;
            for (int x = 0; x < picture.width(); ++x)
                for (int y = 0; y < picture.height(); ++y) most = std::max(most, contrast(picture.pixelColor(x, y), QApplication::palette().color(QPalette::Window)));
            QVERIFY2(most >= 4.5, qPrintable(themeName(theme)));
        }
        applyTheme(ThemeChoice::System);
    }

    void cleanup() { applyTheme(ThemeChoice::Light); }

    void contrast_is_that_of_the_guidelines() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(QColor(0x777777), QColor(0x777777)), 1.0);
        QVERIFY(std::abs(contrast(QColor(0x767676), Qt::white) - 4.54) < 0.01);
    }

    void names_read_back() {
        for (const ThemeChoice theme : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::ContrastLight, ThemeChoice::ContrastDark}) QCOMPARE(parseTheme(themeName(theme)), theme);
    }

    void text_of_widgets_can_be_read() {
        using P = QPalette;
        const std::pair<P::ColorRole, P::ColorRole> pairs[] = {{P::WindowText, P::Window}, {P::Text, P::Base}, {P::Text, P::AlternateBase}, {P::ButtonText, P::Button}, {P::HighlightedText, P::Highlight},
                                                              {P::ToolTipText, P::ToolTipBase}, {P::PlaceholderText, P::Base}, {P::PlaceholderText, P::Window}, {P::PlaceholderText, P::AlternateBase}, {P::Link, P::Base}, {P::LinkVisited, P::Base},
                                                              {P::BrightText, P::Window}};
        for (const auto& [theme, least, off] : kThemes) {
            const QPalette palette = themePalette(theme);
            for (const auto& [ink, paper] : pairs) {
                const QString what = QStringLiteral("roles %1 and %2").arg(ink).arg(paper);
                QVERIFY2(contrast(palette.color(ink), palette.color(paper)) >= least, told(theme, what, palette.color(ink), palette.color(paper)).constData());
            }
            // What is off must be told from what is on, and can still be read.
            for (const P::ColorRole ink : {P::WindowText, P::Text, P::ButtonText})
                QVERIFY2(contrast(palette.color(P::Disabled, ink), palette.color(P::Window)) >= off, told(theme, "off", palette.color(P::Disabled, ink), palette.color(P::Window)).constData());
            QVERIFY(contrast(palette.color(P::Highlight), palette.color(P::Base)) >= 3);
        }
    }

    void text_that_we_paint_can_be_read() {
        for (const auto& [theme, least, off] : kThemes) {
            const QPalette palette = themePalette(theme);
            const CanvasColors& c = canvasColors(palette);
            const auto reads = [&](const char* what, const QColor& ink, const QColor& paper) { QVERIFY2(contrast(ink, paper) >= least, told(theme, what, ink, paper).constData()); };
            for (const QColor& paper : {c.canvas, c.card, c.inputFill, c.hit, c.stub}) {
                reads("text", c.text, paper);
                reads("muted text", c.mutedText, paper);
            }
            reads("error", c.error, c.card);
            reads("success", c.success, c.card);
            for (int style = 0; style <= static_cast<int>(CodeStyle::Label); ++style) reads("code", codeColor(static_cast<CodeStyle>(style), palette), palette.color(QPalette::Base));
        }
    }

    void lines_that_mean_something_are_seen() {
        for (const auto& [theme, least, off] : kThemes) {
            const QPalette palette = themePalette(theme);
            const CanvasColors& c = canvasColors(palette);
            const auto seen = [&](const QString& what, const QColor& line) {
                for (const QColor& paper : {c.canvas, c.card}) QVERIFY2(contrast(line, paper) >= 3, told(theme, what, line, paper).constData());
            };
            seen("border of cards", c.cardBorder);
            seen("line", c.line);
            seen("border of inputs", c.inputBorder);
            seen("selection", c.selection);
            seen("producer", c.producer);
            seen("user", c.user);
            seen("border of hits", c.hitBorder);
            seen("curve", c.plotLine);
            if (!isHighContrast(palette)) continue;  // of the plain themes no name stands on a family's colour
            for (const char* family : {"", "matmul", "conv", "attention", "norm", "softmax", "pointwise", "reduction", "view", "index", "pool", "factory", "random", "sort", "symbolic", "activation",
                                       "comparison", "slicing", "join", "einsum", "resample", "one that came later", "another"}) {
                const ShadeColor box = plainShade(familyColor(QLatin1String(family), palette));
                seen(QStringLiteral("family %1").arg(QLatin1String(family)), box.fill);
                QVERIFY2(contrast(box.ink, box.fill) >= 7, told(theme, family, box.ink, box.fill).constData());  // its name
            }
        }
    }

    // Boxes are filled with them and have their names on them.
    void text_on_colourings_can_be_read() {
        for (const ThemeChoice theme : kContrast) {
            const QPalette palette = themePalette(theme);
            const auto reads = [&](const QString& what, const ShadeColor& shade) { QVERIFY2(contrast(shade.ink, shade.fill) >= 7, told(theme, what, shade.ink, shade.fill).constData()); };
            for (int step = 0; step < OverlayShades::kSteps; ++step) reads(QStringLiteral("step %1").arg(step), shadeColor(NodeOverlay::Scale::Linear, step, palette));
            for (int one = 0; one < 32; ++one) reads(QStringLiteral("class %1").arg(one), shadeColor(NodeOverlay::Scale::Classes, one, palette));
            for (int one = 0; one < 5; ++one) reads(QStringLiteral("difference %1").arg(one), shadeColor(NodeOverlay::Scale::Difference, one, palette));
            for (const int one : {OverlayShades::kBad, OverlayShades::kMissing}) reads("bad or missing", shadeColor(NodeOverlay::Scale::Linear, one, palette));
        }
    }

    void borders_of_widgets_are_seen() {
        for (const ThemeChoice theme : kContrast) {
            applyTheme(theme);
            QWidget host;
            host.resize(220, 120);
            auto* button = new QPushButton("On", &host);
            auto* box = new QComboBox(&host);
            button->setGeometry(10, 10, 90, 30);
            box->setGeometry(10, 60, 90, 30);
            const QImage picture = host.grab().toImage();
            const QColor paper = host.palette().color(QPalette::Window);
            for (const QWidget* widget : {static_cast<QWidget*>(button), static_cast<QWidget*>(box)}) {
                const QPoint left(widget->x(), widget->geometry().center().y()), top(widget->geometry().center().x(), widget->y());
                for (const QPoint& edge : {left, top}) QVERIFY2(contrast(picture.pixelColor(edge), paper) >= 3, told(theme, widget->metaObject()->className(), picture.pixelColor(edge), paper).constData());
            }
        }
    }

    void the_choice_is_live_and_kept() {
        Opened app;
        app.open("x.pt2");
        app.window->actions().action("view.theme.contrast-dark")->trigger();
        QTRY_COMPARE(app.canvas().palette().color(QPalette::Window), QColor(Qt::black));
        QVERIFY(app.window->grab().toImage().pixelColor(app.canvas().mapTo(app.window.get(), QPoint(3, app.canvas().height() / 2))) == canvasColors(themePalette(ThemeChoice::ContrastDark)).canvas);
        app.window->close();
        app.show({});
        QVERIFY(app.window->actions().action("view.theme.contrast-dark")->isChecked());
        app.window->actions().action("view.theme.light")->trigger();
        QTRY_COMPARE(app.canvas().palette().color(QPalette::Window), themePalette(ThemeChoice::Light).color(QPalette::Window));
        QCOMPARE(QApplication::style()->metaObject()->className(), QString("QFusionStyle"));
    }
};

WHITTLE_TEST(ThemeTest)
#include "theme_test.moc"
