// The cache of a stance: entries in lookup order, and how far it is from its limit.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QTableView>

#include "views/models/cache_entries_model.h"
#include "views/models/stance_details.h"

namespace whittle {

class CachePage : public QWidget {
    Q_OBJECT
public:
    explicit CachePage(StanceDetails& details, QWidget* parent = nullptr);
    CacheEntriesModel& model() { return m_model; }
    QTableView& table() { return *m_table; }
    const QLabel& text() const { return *m_text; }

signals:
    void guardsWanted();

private:
    void showRun();
    void follow();

    StanceDetails& m_details;
    CacheEntriesModel m_model;
    QTableView* m_table;
    QLabel* m_text;
    QProgressBar* m_bar;
};

}  // namespace whittle
