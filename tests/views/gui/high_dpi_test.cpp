// A screen of more dots: the same window, no more cut off, and drawn in all the dots there are.
#include <cmath>

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/views/models/models_support.h"
#include "views/models/paths.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QImage windowAt(double scale, const QString& folder) {
    QProcess workbench;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("QT_SCALE_FACTOR", QString::number(scale));
    environment.insert("QT_SCALE_FACTOR_ROUNDING_POLICY", "PassThrough");
    workbench.setProcessEnvironment(environment);
    const QString picture = QString("%1/%2.png").arg(folder).arg(scale);
    workbench.start(fromPath(program().parent_path() / "whittle-workbench"), {"--screenshot", picture, "--size", "1200x800", "--theme", "light", "--language", "en", fromPath(sample("torch211/conv_bn_core.pt2"))});
    if (!workbench.waitForFinished(120'000) || workbench.exitCode() != 0) return {};
    return QImage(picture).convertToFormat(QImage::Format_Grayscale8);
}

// Over all dots, of 255.
double difference(const QImage& a, const QImage& b) {
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) sum += std::abs(a.constScanLine(y)[x] - b.constScanLine(y)[x]);
    return sum / a.width() / a.height();
}

}  // namespace

class HighDpiTest : public QObject {
    Q_OBJECT
private slots:
    void the_window_is_the_same_and_sharper_data() {
        QTest::addColumn<double>("scale");
        QTest::newRow("1.5") << 1.5;
        QTest::newRow("2") << 2.0;
    }
    void the_window_is_the_same_and_sharper() {
        QFETCH(double, scale);
        QTemporaryDir folder;
        const QImage plain = windowAt(1, folder.path()), fine = windowAt(scale, folder.path());
        QVERIFY(!plain.isNull() && !fine.isNull());
        QCOMPARE(fine.size(), QSize(static_cast<int>(std::lround(plain.width() * scale)), static_cast<int>(std::lround(plain.height() * scale))));
        const QImage shrunk = fine.scaled(plain.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QVERIFY2(difference(shrunk, plain) < 6, qPrintable(QString::number(difference(shrunk, plain))));  // a shift of all by a few dots has twice that
        // A picture of the canvas that was only blown up would be what its smaller one, blown up, is.
        const auto middle = [](const QImage& picture) { return picture.copy(picture.width() * 3 / 10, picture.height() * 2 / 10, picture.width() * 4 / 10, picture.height() * 6 / 10); };
        const QImage canvas = middle(fine);
        const QImage blown = canvas.scaled(canvas.size() / scale, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).scaled(canvas.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const QImage coarse = middle(plain).scaled(canvas.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const QImage again = coarse.scaled(canvas.size() / scale, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).scaled(canvas.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QVERIFY2(difference(canvas, blown) > 1.5 * difference(coarse, again), qPrintable(QString("%1 and %2").arg(difference(canvas, blown)).arg(difference(coarse, again))));
    }
};

WHITTLE_TEST(HighDpiTest)
#include "high_dpi_test.moc"
