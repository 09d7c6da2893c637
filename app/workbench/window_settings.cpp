// What the window keeps from one start to the next: where it stands, its colours and its language.
#include "app/workbench/main_window.h"

#include "app/workbench/translations.h"

namespace whittle {
namespace {

const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kStateKey = QStringLiteral("window/state");
const QString kThemeKey = QStringLiteral("view/theme");
const QString kMinifyKey = QStringLiteral("minify/settings");
const QString kColorKeyKey = QStringLiteral("view/colorKey");
const QString kSystemLanguage = QStringLiteral("system");
const QString kColorKeyAction = QStringLiteral("view.color-key");
const QString kColorByKey = QStringLiteral("view/colorBy");

}  // namespace

void MainWindow::restoreSettings() {
    restoreGeometry(m_settings.value(kGeometryKey).toByteArray());
    restoreState(m_settings.value(kStateKey).toByteArray(), kLayoutVersion);
    m_actions.action(kColorKeyAction)->setChecked(m_settings.value(kColorKeyKey, true).toBool());
    showColorKey();
    for (GraphController* graph : {&m_graph, &m_reducedGraph}) graph->setColorBy(m_settings.value(kColorByKey).toString());
    m_form.restore(m_settings.value(kMinifyKey).toMap());
    if (QAction* language = m_actions.action(QStringLiteral("view.language.") + m_settings.value(kLanguageKey, kSystemLanguage).toString())) language->setChecked(true);
    setTheme(parseTheme(m_settings.value(kThemeKey).toString()));
}

void MainWindow::saveSettings() {
    m_settings.setValue(kGeometryKey, saveGeometry());
    m_settings.setValue(kStateKey, saveState(kLayoutVersion));
    m_settings.setValue(kMinifyKey, m_form.kept());
    m_settings.setValue(kThemeKey, themeName(m_theme));
    m_settings.setValue(kColorKeyKey, m_actions.action(kColorKeyAction)->isChecked());
    m_settings.setValue(kColorByKey, m_graph.colorBy());
}

void MainWindow::setTheme(ThemeChoice choice) {
    m_theme = choice;
    applyTheme(choice);
    m_actions.action(QStringLiteral("view.theme.") + themeName(choice))->setChecked(true);
}

void MainWindow::setLanguage(const QString& language) {
    if (m_settings.value(kLanguageKey, kSystemLanguage).toString() == language) return;
    m_settings.setValue(kLanguageKey, language);
    m_notice->say(tr("The language changes when Whittle is started again."));
}

void MainWindow::showColorKey() {
    for (GraphView* view : {m_before, m_after}) view->setColorKeyShown(m_actions.action(kColorKeyAction)->isChecked());
}

}  // namespace whittle
