// The kernels as a sortable table.
#pragma once

#include <QTableView>

#include "views/models/kernels_controller.h"
#include "views/models/kernels_model.h"

namespace whittle {

class KernelTable : public QTableView {
    Q_OBJECT
public:
    explicit KernelTable(KernelsController& kernels, QWidget* parent = nullptr);
    bool isSorting() const { return m_model.isSorting(); }

private:
    void follow(int kernel);

    KernelsController& m_kernels;
    KernelsModel m_model;
};

}  // namespace whittle
