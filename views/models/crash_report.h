// What windows that a signal ended have left in the state folder: found, made readable, forgotten. It goes nowhere by itself.
#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QList>
#include <QStringList>

namespace whittle {

struct CrashReport {
    Q_DECLARE_TR_FUNCTIONS(whittle::CrashReport)
public:
    QString file;    ///< in the state folder
    QString signal;  ///< "SIGSEGV"
    QDateTime when;  ///< invalid: the file does not say
    QString about;   ///< which program it was
    QStringList done;   ///< last of them: what was done before the end
    QStringList stack;  ///< innermost first: function, and the program or library that it is in
    QString text() const;  ///< all of it, to read and to paste; names no place on this machine beyond what was opened
};

/// Of a file as it lies there. Functions have their names where there are some, libraries stand without their folders. Pure.
CrashReport parseCrash(const QString& file, const QByteArray& content);
/// The newest first. Reads the disk: for workers.
QList<CrashReport> findCrashes(const QString& folder);

}  // namespace whittle
