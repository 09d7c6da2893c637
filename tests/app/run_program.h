// Runs the built `whittle` as a user would and collects what it says.
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include "tests/support/test.h"

namespace whittle::test {

struct ProgramRun {
    int status = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

inline ProgramRun runProgram(const QStringList& arguments, int timeoutMs = 120000) {
    QProcess process;
    process.start(QString::fromStdString(program().string()), arguments);
    ProgramRun run;
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
        run.err = "timed out\n" + process.readAllStandardError();
        return run;
    }
    run.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

inline QString samplePath(const char* name) { return QString::fromStdString(sample(name).string()); }

inline QString goldenPath(const char* name) { return QString::fromStdString(golden(name).string()); }

}  // namespace whittle::test
