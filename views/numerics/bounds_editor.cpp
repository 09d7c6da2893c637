#include "views/numerics/bounds_editor.h"

#include <set>

#include <QDialogButtonBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QVBoxLayout>

#include "views/models/text.h"

namespace whittle {

BoundsEditor::BoundsEditor(NumericsController& numerics, QWidget* parent) : QDialog(parent), m_numerics(numerics), m_form(new QFormLayout), m_said(new QLabel) {
    setObjectName(QStringLiteral("bounds"));
    setWindowTitle(tr("Tolerances"));
    auto* what = new QLabel(tr("A value is wrong when its largest error against float64 is a larger part of the largest number there than this. An empty field leaves it to the rule that the minifier judges by. "
                               "NaN and infinities that float64 does not have stay wrong."));
    what->setWordWrap(true);
    m_said->setWordWrap(true);
    m_said->setAccessibleName(tr("What they make of the comparison"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_reset = buttons->addButton(tr("&Reset"), QDialogButtonBox::ResetRole);
    m_reset->setToolTip(tr("Leave all to the rule that the minifier judges by"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(what);
    column->addLayout(m_form);
    column->addWidget(m_said);
    column->addStretch();
    column->addWidget(buttons);
    resize(440, 0);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        for (const auto& [dtype, field] : m_fields) field->clear();
        take();
    });
    connect(&numerics, &NumericsController::verdictsChanged, this, &BoundsEditor::tell);
    connect(&numerics, &NumericsController::stateChanged, this, &BoundsEditor::tell);
    fill();
    tell();
}

void BoundsEditor::fill() {
    std::set<DType> dtypes;
    for (const ComparedValue& value : m_numerics.values())
        if (isInexact(value.dtype)) dtypes.insert(value.dtype);
    for (const auto& [dtype, most] : m_numerics.bounds().most) dtypes.insert(dtype);
    for (const DType dtype : dtypes) {
        const QString name = toQString(dtypeName(dtype));
        auto* field = new QLineEdit;
        auto* validator = new QDoubleValidator(0, 1e6, 1000, field);
        validator->setLocale(QLocale::c());
        field->setValidator(validator);
        field->setAccessibleName(tr("Largest error of %1").arg(name));
        field->setPlaceholderText(tr("as the judge says"));
        field->setClearButtonEnabled(true);
        if (const auto known = m_numerics.bounds().most.find(dtype); known != m_numerics.bounds().most.end()) field->setText(QString::number(known->second, 'g', QLocale::FloatingPointShortest));
        connect(field, &QLineEdit::textChanged, this, &BoundsEditor::take);
        m_form->addRow(name, field);
        m_fields.emplace(dtype, field);
    }
}

// What is not a number yet, "1e-", bounds nothing yet.
void BoundsEditor::take() {
    ErrorBounds bounds;
    for (const auto& [dtype, field] : m_fields) {
        bool isNumber = false;
        const double most = QLocale::c().toDouble(field->text(), &isNumber);
        if (isNumber && most >= 0) bounds.most.emplace(dtype, most);
    }
    m_numerics.setBounds(bounds);
    tell();
}

void BoundsEditor::tell() {
    m_said->setText(m_numerics.statusText());
    m_reset->setEnabled(!m_numerics.bounds().most.empty());
}

}  // namespace whittle
