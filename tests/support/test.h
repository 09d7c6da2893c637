// What every test file includes: Qt Test, Whittle's results as text, and paths of the repository's files.
#pragma once

#include <filesystem>
#include <string>

#include <QtTest>

#include "engine/base/result.h"

/// At the end of tests/.../foo_bar_test.cpp, before its .moc: makes FooBarTest runnable by the folder's program.
#define WHITTLE_TEST(Class)                                   \
    int run##Class(int argc, char** argv);                    \
    int run##Class(int argc, char** argv) {                   \
        Class test;                                           \
        return QTest::qExec(&test, argc, argv);               \
    }

/// Fails the test with the error's whole chain.
#define VERIFY_OK(result)                                                                  \
    do {                                                                                   \
        const auto& whittle_result = (result);                                             \
        QVERIFY2(whittle_result.has_value(),                                               \
                 whittle_result.has_value() ? "" : whittle_result.error().describe().c_str()); \
    } while (false)

namespace whittle::test {

inline QString toQ(const std::string& text) { return QString::fromStdString(text); }

/// "ok" or the error's first line ("shape: cat.2: ...").
template <class T>
QString describe(const Result<T>& result) {
    if (result) return QStringLiteral("ok");
    const std::string text = result.error().describe();
    return toQ(text.substr(0, text.find('\n')));
}

std::filesystem::path sourceDir();
std::filesystem::path sample(const std::string& name);  ///< samples/<name>
std::filesystem::path golden(const std::string& name);  ///< tests/golden/<name>
std::filesystem::path program();                        ///< the whittle executable of this build

}  // namespace whittle::test
