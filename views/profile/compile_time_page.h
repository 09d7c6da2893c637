// Where the time of the compilation went: phases and passes with bars. Enter or a double click on a pass shows what it rewrote.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "views/models/compile_time_model.h"
#include "views/models/profile_controller.h"

namespace whittle {

class CompileTimePage : public QWidget {
    Q_OBJECT
public:
    explicit CompileTimePage(ProfileController& profile, QWidget* parent = nullptr);
    QTableView& table() { return *m_table; }

signals:
    void passWanted(const QString& pass);  ///< the user wants to see what it rewrote

private:
    void follow();
    void openPass(const QModelIndex& index);

    ProfileController& m_profile;
    CompileTimeModel m_model;
    QLabel* m_title;
    QPushButton* m_open;
    QTableView* m_table;
};

}  // namespace whittle
