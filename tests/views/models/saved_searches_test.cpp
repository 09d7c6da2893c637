// Searches that are kept: under names, replaced, removed, and the earlier ones; all of it in the settings.
#include "views/models/saved_searches.h"

#include <QTemporaryDir>

#include "tests/support/test.h"

using namespace whittle;

namespace {

struct Kept {
    QTemporaryDir folder;
    QSettings settings{folder.filePath("s.ini"), QSettings::IniFormat};
    SavedSearches searches{settings};
    QStringList names(const SavedSearches& of) {
        QStringList out;
        for (const SavedSearch& one : of.saved()) out << one.name + "=" + one.query;
        return out;
    }
    QStringList names() { return names(searches); }
};

}  // namespace

class SavedSearchesTest : public QObject {
    Q_OBJECT
private slots:
    void names_are_sorted_and_replaced() {
        Kept kept;
        QSignalSpy changed(&kept.searches, &SavedSearches::changed);
        QVERIFY(kept.searches.save("slow", "time>1ms"));
        QVERIFY(kept.searches.save("  half \n precision ", " dtype:f16 "));
        QVERIFY(kept.searches.save("slow", "time>2ms"));
        QVERIFY(kept.searches.save("slow", "time>2ms"));
        QCOMPARE(changed.size(), 3);
        QCOMPARE(kept.names(), QStringList({"half precision=dtype:f16", "slow=time>2ms"}));
        QCOMPARE(kept.searches.queryOf("slow"), QString("time>2ms"));
        QCOMPARE(kept.searches.nameOf("dtype:f16"), QString("half precision"));
        QCOMPARE(kept.searches.queryOf("absent") + kept.searches.nameOf("absent"), QString());
        kept.searches.remove("half precision");
        kept.searches.remove("absent");
        QCOMPARE(changed.size(), 4);
        QCOMPARE(kept.names(), QStringList("slow=time>2ms"));
    }

    void what_cannot_be_kept_is_refused() {
        Kept kept;
        QVERIFY(!kept.searches.save("", "gelu"));
        QVERIFY(!kept.searches.save("  ", "gelu"));
        QVERIFY(!kept.searches.save("name", " "));
        QVERIFY(!kept.searches.save(QString(1001, 'a'), "gelu"));
        QVERIFY(!kept.searches.save("name", QString(1001, 'a')));
        for (int i = 0; i < 100; ++i) QVERIFY(kept.searches.save(QString::number(i), "gelu"));
        QVERIFY(!kept.searches.save("one more", "gelu"));
        QVERIFY(kept.searches.save("7", "relu"));  // in the place of another
    }

    void the_last_used_is_the_first() {
        Kept kept;
        for (const char* query : {"a", "b", " a ", "", "a"}) kept.searches.use(query);
        QCOMPARE(kept.searches.earlier(), QStringList({"a", "b"}));
        for (int i = 0; i < 50; ++i) kept.searches.use(QString::number(i));
        QCOMPARE(kept.searches.earlier().size(), 30);
        QCOMPARE(kept.searches.earlier().first(), QString("49"));
        kept.searches.forgetEarlier();
        QCOMPARE(kept.searches.earlier(), QStringList());
    }

    void the_next_start_has_them_again() {
        Kept kept;
        for (const char* name : {"a", "b", "看"}) kept.searches.save(name, QString("op:%1, \"x y\"").arg(name));
        kept.searches.remove("a");
        kept.searches.use("users>8");
        kept.settings.sync();
        QSettings again(kept.folder.filePath("s.ini"), QSettings::IniFormat);
        const SavedSearches next(again);
        QCOMPARE(next.saved(), kept.searches.saved());
        QCOMPARE(kept.names(next), QStringList({"b=op:b, \"x y\"", "看=op:看, \"x y\""}));
        QCOMPARE(next.earlier(), QStringList("users>8"));
    }

    void settings_of_other_hands_are_read_with_care() {
        Kept kept;
        kept.settings.setValue("search/earlier", QStringList({"a", "", "a", QString(1001, 'b'), "c"}));
        kept.settings.beginWriteArray("search/saved");
        const std::pair<QString, QString> rows[] = {{"z", "zz"}, {"", "x"}, {"y", ""}, {"z", "other"}, {"a", "aa"}};
        for (int i = 0; i < 5; ++i) {
            kept.settings.setArrayIndex(i);
            kept.settings.setValue("name", rows[i].first);
            kept.settings.setValue("query", rows[i].second);
        }
        kept.settings.endArray();
        const SavedSearches read(kept.settings);
        QCOMPARE(kept.names(read), QStringList({"a=aa", "z=zz"}));
        QCOMPARE(read.earlier(), QStringList({"a", "c"}));
    }
};

WHITTLE_TEST(SavedSearchesTest)
#include "saved_searches_test.moc"
