// The reduction: what to do it with, how it goes, what it brought. The graphs before and after stand in the main area; here are
// the settings, and in their place, once one was started, the run.
#pragma once

#include <QStackedWidget>

#include "views/minify/run_page.h"
#include "views/minify/settings_page.h"

namespace whittle {

class MinifyPanel : public QStackedWidget {
    Q_OBJECT
public:
    MinifyPanel(MinifyForm& form, MinifyController& minify, QWidget* parent = nullptr);

    /// With the settings as they stand, once they are checked; where something is wrong with them, shows them instead.
    void start();
    void showSettings();
    /// The reduction that another process is at in the folder of the settings; where there is none, the settings.
    void watchIfHeld();
    bool showsSettings() const { return currentWidget() == m_settings; }
    MinifySettingsPage& settingsPage() { return *m_settings; }
    MinifyRunPage& runPage() { return *m_run; }

signals:
    void graphWanted(const QString& path);

private:
    void begin();
    void watch();
    void resume();
    void onState();

    MinifyForm& m_form;
    MinifyController& m_minify;
    bool m_startWaits = false;  ///< for the settings to be checked
    MinifySettingsPage* m_settings;
    MinifyRunPage* m_run;
};

}  // namespace whittle
