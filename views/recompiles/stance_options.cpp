#include "views/recompiles/stance_options.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>

#include "engine/dispatch/stance.h"
#include "views/models/stance_matrix_model.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QComboBox* choice(const QString& name, const QString& tip, std::initializer_list<std::pair<QString, QString>> values) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->view()->setAccessibleName(name);
    for (const auto& [value, text] : values) box->addItem(text, value);
    return box;
}

}  // namespace

StanceOptionsBar::StanceOptionsBar(StanceController& controller, QWidget* parent)
    : QWidget(parent), m_controller(controller), m_stances(new QPushButton),
      m_dynamic(choice(tr("Dynamic sizes"), tr("As torch.compile(dynamic=…): sizes that change become symbols; all are from the first call; none is"),
                       {{QStringLiteral("auto"), tr("automatic")}, {QStringLiteral("true"), tr("all at once")}, {QStringLiteral("false"), tr("never")}})),
      m_backend(choice(tr("Backend"), tr("Who runs what was recorded: our compiler, the graph node by node, or that after the passes on graphs"),
                       {{QStringLiteral("whittle"), QStringLiteral("whittle")}, {QStringLiteral("eager"), QStringLiteral("eager")}, {QStringLiteral("aot_eager"), QStringLiteral("aot_eager")}})),
      m_warm(new QSpinBox), m_limit(new QSpinBox), m_skip(new QCheckBox(tr("Skip &guards"))) {
    m_stances->setToolTip(tr("Which stances get the calls"));
    auto* menu = new QMenu(m_stances);
    for (const std::string_view each : stanceNames()) {
        const QString name = toQString(each);
        QAction* action = menu->addAction(name);
        action->setCheckable(true);
        action->setToolTip(stanceTip(name));
        connect(action, &QAction::triggered, this, [this] {
            change([this](StanceSettings& settings) {
                settings.stances.clear();
                for (const QAction* one : std::as_const(m_choices))
                    if (one->isChecked()) settings.stances << one->text();
            });
        });
        m_choices << action;
    }
    menu->addSeparator();
    menu->addAction(tr("&All"), this, [this] { change([](StanceSettings& settings) { settings.stances = StanceSettings().stances; }); });
    menu->setToolTipsVisible(true);
    m_stances->setMenu(menu);
    m_warm->setRange(0, 999);
    m_warm->setAccessibleName(tr("Calls to warm up"));
    m_warm->setToolTip(tr("So many calls run under default, then the stance is set: as a server that warms up and then must not recompile"));
    m_limit->setRange(1, 9999);
    m_limit->setAccessibleName(tr("Recompile limit"));
    m_limit->setToolTip(tr("Entries that a function may have before it runs eagerly for good"));
    m_skip->setToolTip(tr("The option skip_guard_eval_unsafe of a stance: only guards that tell entries apart are asked"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& title, QWidget* field) {
        auto* label = new QLabel(title);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field);
        row->addSpacing(8);
    };
    row->addWidget(m_stances);
    row->addSpacing(8);
    add(tr("Dynamic"), m_dynamic);
    add(tr("Backend"), m_backend);
    add(tr("Warm up"), m_warm);
    add(tr("Limit"), m_limit);
    row->addWidget(m_skip);
    row->addStretch(1);
    connect(m_dynamic, &QComboBox::activated, this, [this] { change([this](StanceSettings& settings) { settings.dynamic = m_dynamic->currentData().toString(); }); });
    connect(m_backend, &QComboBox::activated, this, [this] { change([this](StanceSettings& settings) { settings.backend = m_backend->currentData().toString(); }); });
    connect(m_warm, &QSpinBox::valueChanged, this, [this](int value) { change([value](StanceSettings& settings) { settings.warm = value; }); });
    connect(m_limit, &QSpinBox::valueChanged, this, [this](int value) { change([value](StanceSettings& settings) { settings.limit = value; }); });
    connect(m_skip, &QCheckBox::toggled, this, [this](bool on) { change([on](StanceSettings& settings) { settings.skipGuards = on; }); });
    connect(&controller, &StanceController::inputChanged, this, &StanceOptionsBar::showSettings);
    showSettings();
}

void StanceOptionsBar::change(const std::function<void(StanceSettings&)>& edit) {
    StanceSettings settings = m_controller.settings();
    edit(settings);
    m_controller.setSettings(settings);
}

void StanceOptionsBar::showSettings() {
    const StanceSettings& settings = m_controller.settings();
    for (QAction* one : std::as_const(m_choices)) one->setChecked(settings.stances.contains(one->text()));
    const auto all = m_choices.size();
    m_stances->setText(settings.stances.size() == all ? tr("All stances") : settings.stances.size() == 1 ? settings.stances.first() : tr("%1 of %n stances", nullptr, static_cast<int>(all)).arg(settings.stances.size()));
    m_dynamic->setCurrentIndex(m_dynamic->findData(settings.dynamic));
    m_backend->setCurrentIndex(m_backend->findData(settings.backend));
    m_warm->setValue(settings.warm);
    m_limit->setValue(settings.limit);
    m_skip->setChecked(settings.skipGuards);
}

}  // namespace whittle
