#include "engine/base/system_facts.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class SystemFactsTest : public QObject {
    Q_OBJECT
private slots:
    void instruction_sets_data() {
        QTest::addColumn<QString>("cpuinfo");
        QTest::addColumn<QString>("want");
        QTest::newRow("x86") << "processor\t: 0\nmodel name\t: X\nflags\t\t: fpu avx f16c fma avx2 avx512f avx512_vnni\nbugs\t\t: none\n" << "AVX AVX2 FMA F16C AVX-512F AVX-512-VNNI";
        QTest::newRow("ARM") << "processor : 0\nFeatures : fp asimd asimdhp sve bf16\n" << "NEON FP16 BF16 SVE";
        QTest::newRow("names that only begin alike") << "flags : avx512fp avxx\n" << "";
        QTest::newRow("the last word") << "flags : fpu amx_tile" << "AMX";
        QTest::newRow("nothing") << "" << "";
    }
    void instruction_sets() {
        QFETCH(QString, cpuinfo);
        QTEST(toQ(cpuExtensions(cpuinfo.toStdString())), "want");
    }

    // A report is handed on: the host's name is nobody's business.
    void the_system_is_named_and_its_host_is_not() {
        QVERIFY(!cpuModel().empty());
        const QString system = toQ(systemName());
        QVERIFY2(system.contains(QSysInfo::currentCpuArchitecture()) || system.contains("aarch64"), qPrintable(system));
        if (QSysInfo::machineHostName().size() > 6) QVERIFY(!system.contains(QSysInfo::machineHostName()));
    }
};

WHITTLE_TEST(SystemFactsTest)
#include "system_facts_test.moc"
