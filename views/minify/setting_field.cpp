#include "views/minify/setting_field.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace whittle {
namespace {

QLabel* smallLabel() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    label->setFont(font);
    label->hide();
    return label;
}

void say(QLabel& label, const QString& text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
}

// Text where the caret stands is not set again while it is what the user just typed.
FieldBox* makeText(MinifyForm& form, const SettingInfo& setting) {
    auto* line = new QLineEdit;
    line->setPlaceholderText(setting.example);
    const auto read = [line, &form, setting] {
        const QString text = form.text(setting);
        if (text == line->text().trimmed()) return;
        line->setText(text);
        line->setCursorPosition(0);  // of what does not fit, how it begins
    };
    QObject::connect(line, &QLineEdit::textEdited, &form, [&form, setting](const QString& text) { form.setText(setting, text.trimmed()); });
    QObject::connect(&form, &MinifyForm::settingsChanged, line, read);
    read();
    if (setting.form != SettingInfo::Form::File) return new FieldBox(line, setting.title);
    auto* choose = new QToolButton;
    choose->setIcon(icon(Icon::Folder));
    choose->setToolTip(FieldBox::tr("Choose the program"));
    choose->setAccessibleName(FieldBox::tr("Choose the program for: %1").arg(setting.title));
    QObject::connect(choose, &QToolButton::clicked, line, [line, &form, setting] {
        auto* dialog = new QFileDialog(line->window(), setting.title, line->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        QObject::connect(dialog, &QFileDialog::fileSelected, &form, [&form, setting](const QString& path) { form.setText(setting, path); });
        dialog->open();
    });
    return new FieldBox(line, setting.title, choose);
}

FieldBox* makeChoice(MinifyForm& form, const SettingInfo& setting) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    for (const SettingInfo::Value& value : setting.values) box->addItem(value.words, value.value);
    const auto read = [box, &form, setting] { box->setCurrentIndex(std::max(0, box->findData(form.text(setting)))); };
    QObject::connect(box, &QComboBox::activated, &form, [box, &form, setting] { form.setText(setting, box->currentData().toString()); });
    QObject::connect(&form, &MinifyForm::settingsChanged, box, read);
    read();
    box->view()->setAccessibleName(setting.title);
    return new FieldBox(box, setting.title);
}

// Empty text is zero here, which the box shows as what is usual.
FieldBox* makeNumber(MinifyForm& form, const OracleInfo& oracle, const SettingInfo& setting) {
    const bool isTime = setting.form == SettingInfo::Form::Seconds;
    auto* box = new QDoubleSpinBox;
    box->setDecimals(isTime ? 1 : 0);
    box->setRange(setting.standard.isEmpty() ? 0 : setting.least, setting.most);
    box->setSingleStep(isTime ? 5 : 512);
    box->setSuffix(isTime ? FieldBox::tr(" s") : FieldBox::tr(" MB"));
    if (setting.standard.isEmpty()) box->setSpecialValueText(FieldBox::tr("%1 s, as usual").arg(oracle.seconds));
    box->setKeyboardTracking(false);
    const auto read = [box, &form, setting] {
        const QSignalBlocker quiet(box);
        box->setValue(form.text(setting).toDouble());
    };
    QObject::connect(box, &QDoubleSpinBox::valueChanged, &form, [&form, setting](double value) {
        form.setText(setting, value == 0 ? QString() : QString::number(value, 'g', 12));
    });
    QObject::connect(&form, &MinifyForm::settingsChanged, box, read);
    read();
    return new FieldBox(box, setting.title);
}

}  // namespace

FieldBox::FieldBox(QWidget* editor, const QString& name, QWidget* beside, QWidget* parent)
    : QWidget(parent), m_editor(editor), m_problem(smallLabel()), m_hint(smallLabel()) {
    editor->setAccessibleName(name);
    m_problem->setForegroundRole(QPalette::BrightText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(editor, 1);
    if (beside) row->addWidget(beside);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(m_hint);
    setFocusProxy(editor);
}

void FieldBox::setProblem(const QString& text) {
    say(*m_problem, text);
    m_editor->setAccessibleDescription(text);
}

void FieldBox::setHint(const QString& text) { say(*m_hint, text); }

FieldBox* makeSettingField(MinifyForm& form, const OracleInfo& oracle, const SettingInfo& setting) {
    const bool isNumber = setting.form == SettingInfo::Form::Seconds || setting.form == SettingInfo::Form::Megabytes;
    FieldBox* field = isNumber                                       ? makeNumber(form, oracle, setting)
                      : setting.form == SettingInfo::Form::OneOf ? makeChoice(form, setting)
                                                                 : makeText(form, setting);
    field->editor()->setToolTip(setting.tip);
    QObject::connect(&form, &MinifyForm::checked, field, [field, &form, option = setting.option] { field->setProblem(form.problem(option)); });
    return field;
}

}  // namespace whittle
