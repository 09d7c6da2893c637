// Who might compute each node that libraries know: their times, why one was chosen, and a way to have another.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QWidget>

#include "views/models/choices_model.h"
#include "views/models/kernels_controller.h"

namespace whittle {

class CandidatesPage : public QWidget {
    Q_OBJECT
public:
    explicit CandidatesPage(KernelsController& kernels, QWidget* parent = nullptr);
    QTreeView& tree() { return *m_tree; }

private:
    void showContent();
    void updateButtons();
    void force();
    void takeBack();
    QModelIndex current() const;

    KernelsController& m_kernels;
    ChoicesModel m_model;
    QString m_site;  // that the current row belongs to, to find it again in the next study
    QTreeView* m_tree;
    QLabel* m_empty;
    QLabel* m_forced;
    QPushButton *m_force, *m_takeBack, *m_measure;
};

}  // namespace whittle
