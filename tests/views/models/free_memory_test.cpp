// A job that had much in hand leaves no hole of that size in the memory of the program.
#include "views/models/free_memory.h"

#include <memory>
#include <vector>

#include <QFile>
#include <QThread>

#include "tests/support/test.h"
#include "views/models/job_runner.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr int kPieces = 200'000, kPieceBytes = 1000;  // 200 MB, each piece too small to be the system's by itself

double residentMegabytes() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:")) return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

using Piece = std::unique_ptr<char[]>;

// All pieces are let go of but the last, which lies on top of them: without a word to the C library they stay where they are.
Piece holeBelow() {
    std::vector<Piece> pieces;
    for (int i = 0; i < kPieces; ++i) {
        pieces.push_back(std::make_unique<char[]>(kPieceBytes));
        pieces.back()[0] = 1;
    }
    return std::move(pieces.back());
}

}  // namespace

class FreeMemoryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
#if defined(WHITTLE_SANITIZED) || !defined(__GLIBC__)
        QSKIP("this allocator keeps or returns memory as it likes");
#endif
    }

    void what_was_freed_goes_back() {
        const double before = residentMegabytes();
        QVERIFY(before > 0);
        const Piece kept = holeBelow();
        const double hole = residentMegabytes() - before;
        QVERIFY2(hole > 100, qPrintable(QString::number(hole)));  // else there is nothing to see here
        returnFreeMemory();
        QVERIFY2(residentMegabytes() - before < hole / 2, qPrintable(QString::number(residentMegabytes() - before)));
    }

    void a_long_job_gives_back_what_it_freed() {
        JobRunner jobs;
        const double before = residentMegabytes();
        std::shared_ptr<Piece> kept;
        double hole = 0;
        jobs.submit(
            this, "long",
            [&hole, before](const CancelToken&) {
                auto piece = std::make_shared<Piece>(holeBelow());
                hole = residentMegabytes() - before;
                QThread::msleep(250);
                return piece;
            },
            [&](const std::shared_ptr<Piece>& piece) { kept = piece; });
        QTRY_VERIFY(kept);
        QVERIFY2(hole > 100, qPrintable(QString::number(hole)));
        QTRY_VERIFY2(residentMegabytes() - before < hole / 2, qPrintable(QString::number(residentMegabytes() - before)));
    }
};

WHITTLE_TEST(FreeMemoryTest)
#include "free_memory_test.moc"
