// What stands in the place of the kernels while there are none: what to do, how far it is, or why it failed and what to try.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "views/models/study_controller.h"

namespace whittle {

/// What the user might do about it.
QString whatToTry(FailureKind kind);
/// Likewise, of what failed in this graph: nothing helps where nobody knows the operator. Null: only the kind counts. Cost: linear.
QString whatToTry(const Failure& failure, const GraphRef& graph);

/// What the place is for that it fills.
enum class StudyPurpose { Kernels, Profile };

class StudyMessage : public QWidget {
    Q_OBJECT
public:
    StudyMessage(StudyController& study, StudyPurpose purpose, QWidget* parent = nullptr);
    QString text() const { return m_text->text(); }
    /// Why a study that has ended cannot be shown; empty: it can.
    void setTrouble(const QString& trouble);

signals:
    void compileWanted();

private:
    void showState();

    StudyController& m_study;
    StudyPurpose m_purpose;
    QString m_trouble;
    QLabel *m_mark, *m_title, *m_text;
    QProgressBar* m_bar;
    QPushButton *m_compile, *m_stop, *m_takeBack, *m_copy;
};

}  // namespace whittle
