#include "app/workbench/translations.h"

#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace whittle {
namespace {

bool install(QCoreApplication& application, const QLocale& locale, const QString& name, const QString& folder) {
    auto* translator = new QTranslator(&application);
    return translator->load(locale, name, QStringLiteral("_"), folder) && application.installTranslator(translator);
}

}  // namespace

const QStringList& languages() {
    static const QStringList names{QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("zh_CN")};
    return names;
}

void installLanguage(QCoreApplication& application, const QString& language) {
    const bool chosen = languages().contains(language);
    const QLocale locale = chosen ? QLocale(language) : QLocale::system();
    if (chosen) QLocale::setDefault(locale);
    const QString own = QStringLiteral(":/translations"), name = QStringLiteral("whittle");
    // Plurals need a file in English, too. Qt's own texts are English as they are.
    if (!install(application, locale, name, own)) {
        install(application, QLocale(QLocale::English), name, own);
        return;
    }
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

}  // namespace whittle
