// The tensors that are there at the cursor: a table; a click goes to the node that makes one, and the cursor stays.
#pragma once

#include <QLabel>
#include <QTableView>

#include "views/models/alive_model.h"
#include "views/models/profile_controller.h"

namespace whittle {

class AliveTable : public QWidget {
    Q_OBJECT
public:
    explicit AliveTable(ProfileController& profile, QWidget* parent = nullptr);
    QTableView& table() { return *m_table; }
    QString title() const { return m_title->text(); }

private:
    void follow();
    void goTo(const QModelIndex& index);

    ProfileController& m_profile;
    AliveModel m_model;
    QLabel* m_title;
    QTableView* m_table;
};

}  // namespace whittle
