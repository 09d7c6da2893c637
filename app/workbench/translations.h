// The language of the window: English in the sources, others as resources.
#pragma once

#include <QCoreApplication>
#include <QStringList>

namespace whittle {

inline const QString kLanguageKey = QStringLiteral("view/language");  ///< in the settings

/// "en", "de", "zh_CN": what --language and the settings take, besides "system".
const QStringList& languages();

/// Installs texts, Qt's own where they are on this machine, and the way to write numbers. `language`: of languages(), or "system", which
/// is the desktop's if there is a translation, else English. Before the first widget is made.
void installLanguage(QCoreApplication& application, const QString& language);

}  // namespace whittle
