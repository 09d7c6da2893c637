// What somebody who helps from afar asks first: versions, machine, settings, what was done last; as text to paste. No place on this machine is named beyond what
// was opened, and home folders are "~".
#pragma once

#include <QList>
#include <QPair>
#include <QStringList>

namespace whittle {

/// Label and value, in the order to show.
using DiagnosticFacts = QList<QPair<QString, QString>>;

/// Of this machine and this process. Reads the system's own files: for workers.
DiagnosticFacts machineFacts();
/// Rows without a value are left out. Pure.
QString diagnosticsText(const DiagnosticFacts& facts, const QStringList& lastDone, const QString& home);

}  // namespace whittle
