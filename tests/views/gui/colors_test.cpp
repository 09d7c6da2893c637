// Colours that stand for different things are told apart, also by those who do not see red or green: distances of CIE 1976 between what is left of a colour after
// the simulation by Machado, Oliveira and Fernandes (2009) at full severity.
#include "tests/views/gui/window_support.h"

#include <cmath>
#include <set>

#include "engine/ops/op_def.h"
#include "views/overlay_colors.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kTold = 12;  // the distance at which two boxes side by side are not taken for the same

using Three = std::array<double, 3>;
using Matrix = std::array<Three, 3>;
struct Sight {
    const char* name;
    Matrix matrix;  // of linear red, green and blue
};
constexpr Sight kSights[] = {
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"no green", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"no red", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
};
constexpr Matrix kToXyz{{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
constexpr Three kWhite{0.95047, 1, 1.08883};

Three times(const Matrix& matrix, const Three& vector) {
    Three out{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) out[i] += matrix[i][j] * vector[j];
    return out;
}

Three labOf(const QColor& color, const Sight& sight) {
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    Three seen = times(sight.matrix, {linear(color.redF()), linear(color.greenF()), linear(color.blueF())});
    for (double& part : seen) part = std::clamp(part, 0.0, 1.0);
    const Three xyz = times(kToXyz, seen);
    Three bent{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double share = xyz[i] / kWhite[i];
        bent[i] = share > 0.008856 ? std::cbrt(share) : 7.787 * share + 16.0 / 116;
    }
    return {116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])};
}

struct Named {
    QString name;
    QColor color;
};

// The pairs that are nearer than they may be, with who sees them so.
QStringList tooNear(const std::vector<Named>& colors) {
    QStringList out;
    for (const Sight& sight : kSights)
        for (std::size_t i = 0; i < colors.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const Three a = labOf(colors[i].color, sight), b = labOf(colors[j].color, sight);
                const double apart = std::sqrt(std::pow(a[0] - b[0], 2) + std::pow(a[1] - b[1], 2) + std::pow(a[2] - b[2], 2));
                if (apart < kTold) out << QStringLiteral("%1 and %2: %3 for %4 sight").arg(colors[j].name, colors[i].name).arg(apart, 0, 'f', 1).arg(QLatin1String(sight.name));
            }
    return out;
}

}  // namespace

class ColorsTest : public QObject {
    Q_OBJECT
private slots:
    void distances_are_those_of_the_books() {
        const Three white = labOf(Qt::white, kSights[0]), red = labOf(QColor(255, 0, 0), kSights[0]);
        QVERIFY(std::fabs(white[0] - 100) < 0.1 && std::fabs(white[1]) < 0.1 && std::fabs(white[2]) < 0.1);
        QVERIFY(std::fabs(red[0] - 53.2) < 0.1 && std::fabs(red[1] - 80.1) < 0.2 && std::fabs(red[2] - 67.2) < 0.2);
        QCOMPARE(tooNear({{"a", QColor(200, 0, 0)}, {"b", QColor(0, 110, 0)}}).filter("normal").size(), 0);
        QVERIFY(!tooNear({{"a", QColor(148, 96, 0)}, {"b", QColor(106, 110, 0)}}).isEmpty());
    }

    void families_and_classes_are_told_apart() {
        std::set<std::string_view> families;
        for (const OpDef* op : allOps()) families.insert(opFamily(op->name));
        QVERIFY(families.size() >= 15);
        for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(theme);
            const QPalette palette = QApplication::palette();
            std::vector<Named> named, classes;
            for (const std::string_view family : families) {
                const auto name = QString::fromUtf8(family.data(), static_cast<qsizetype>(family.size()));
                const QColor color = familyColor(name, palette);
                QVERIFY2(color != familyColor({}, palette), qPrintable("no colour for " + name));
                QVERIFY2(contrast(color, canvasColors(palette).card) >= 2.9, qPrintable(name));
                const ShadeColor box = plainShade(color);
                QVERIFY2(contrast(box.ink, box.fill) >= 4.5, qPrintable(name));
                if (std::ranges::find(named, color, &Named::color) == named.end()) named.push_back({name, color});  // else it shares one
            }
            QVERIFY(named.size() >= 20);
            QCOMPARE(tooNear(named).join('\n'), QString());
            for (int shade = 0; shade < 8; ++shade) classes.push_back({QString::number(shade), shadeColor(NodeOverlay::Scale::Classes, shade, palette).fill});
            QCOMPARE(tooNear(classes).join('\n'), QString());
        }
        applyTheme(ThemeChoice::System);
    }
};

WHITTLE_TEST(ColorsTest)
#include "colors_test.moc"
