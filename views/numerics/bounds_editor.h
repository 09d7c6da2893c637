// From which error on a value is called wrong, for each dtype of the comparison; what is typed shows at once in what stands behind.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "views/models/numerics_controller.h"

class QFormLayout;

namespace whittle {

class BoundsEditor : public QDialog {
    Q_OBJECT
public:
    explicit BoundsEditor(NumericsController& numerics, QWidget* parent = nullptr);

private:
    void fill();
    void take();
    void tell();

    NumericsController& m_numerics;
    QFormLayout* m_form;
    std::map<DType, QLineEdit*> m_fields;
    QLabel* m_said;
    QPushButton* m_reset;
};

}  // namespace whittle
