#include "views/minify/minify_panel.h"

#include <utility>

#include "views/models/text.h"

namespace whittle {

MinifyPanel::MinifyPanel(MinifyForm& form, MinifyController& minify, QWidget* parent)
    : QStackedWidget(parent), m_form(form), m_minify(minify), m_settings(new MinifySettingsPage(form, minify)), m_run(new MinifyRunPage(minify)) {
    addWidget(m_settings);
    addWidget(m_run);
    connect(m_settings, &MinifySettingsPage::startWanted, this, &MinifyPanel::start);
    connect(m_run, &MinifyRunPage::settingsWanted, this, &MinifyPanel::showSettings);
    connect(m_run, &MinifyRunPage::resumeWanted, this, &MinifyPanel::resume);
    connect(&m_run->tabs(), &MinifyResultTabs::graphWanted, this, &MinifyPanel::graphWanted);
    connect(&minify, &MinifyController::stateChanged, this, &MinifyPanel::onState);
    connect(&form, &MinifyForm::checked, this, [this] {
        if (std::exchange(m_startWaits, m_startWaits && m_form.isChecking()) && !m_startWaits) begin();
    });
}

void MinifyPanel::start() {
    const auto& result = m_minify.result();
    // What has ended is left as it is: the next one gets a folder of its own.
    if (!showsSettings() && result) {
        if (result->status == MinifyResult::Status::Stopped) return resume();
        m_form.takeFreshFolder();
    }
    begin();
}

void MinifyPanel::begin() {
    m_startWaits = m_form.isChecking();
    if (m_startWaits) return;
    if (m_form.isHeld()) return watch();
    if (m_form.hasProblems()) return setCurrentWidget(m_settings);
    m_minify.start(m_form.settings());
}

// A takeover goes on with what the other process was told.
void MinifyPanel::watch() {
    const QString holder = m_form.holderText();
    if (const Result<void> taken = m_form.takeJobSettings(); !taken) {
        setCurrentWidget(m_settings);
        return m_form.blame(kOutputOption, toQString(taken.error().describe()));
    }
    m_minify.watch(m_form.settings(), holder);
}

void MinifyPanel::resume() {
    MinifySettings settings = m_minify.settings();
    settings.resume = true;
    m_minify.start(settings);
}

void MinifyPanel::showSettings() {
    const auto& result = m_minify.result();
    if (!showsSettings() && result && result->status != MinifyResult::Status::Stopped) m_form.takeFreshFolder();
    m_startWaits = false;
    setCurrentWidget(m_settings);
    m_form.look();
}

void MinifyPanel::watchIfHeld() {
    m_form.isHeld() ? start() : showSettings();
}

// A mistake in a setting is told at its field; all else where the run is looked at.
void MinifyPanel::onState() {
    using State = MinifyController::State;
    switch (m_minify.state()) {
        case State::NoGraph:
        case State::Ready: return setCurrentWidget(m_settings);
        case State::Failed:
            if (m_minify.errorSetting().isEmpty()) return setCurrentWidget(m_run);
            m_form.blame(m_minify.errorSetting(), m_minify.errorText());
            return setCurrentWidget(m_settings);
        case State::Watching:
        case State::Running:
        case State::Paused:
        case State::Stopping:
        case State::Done: return setCurrentWidget(m_run);
    }
}

}  // namespace whittle
