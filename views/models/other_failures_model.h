// Failures of candidates that are not the original's, as a reduction meets them.
#pragma once

#include <vector>

#include "views/models/growing_rows.h"
#include "views/models/minify_controller.h"

namespace whittle {

class OtherFailuresModel : public GrowingRows {
    Q_OBJECT
public:
    enum Column { KindColumn, TimesColumn, MessageColumn, ColumnCount };
    enum Role { ExampleRole = Qt::UserRole };  ///< file of the first graph that failed so

    explicit OtherFailuresModel(MinifyController& minify, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void update() { follow(m_rows, m_minify.others()); }

    MinifyController& m_minify;
    std::vector<OtherFailureRow> m_rows;
};

}  // namespace whittle
