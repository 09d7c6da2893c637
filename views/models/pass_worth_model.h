// What each pass of a reduction tried, and what came of it: as it goes, and when it has ended.
#pragma once

#include <vector>

#include "views/models/growing_rows.h"
#include "views/models/minify_controller.h"

namespace whittle {

class PassWorthModel : public GrowingRows {
    Q_OBJECT
public:
    enum Column { PassColumn, TriedColumn, RepeatedColumn, AcceptedColumn, OperatorsColumn, InputsColumn, ElementsColumn, TimeColumn, ColumnCount };
    enum Role {
        ShareRole = Qt::UserRole,  ///< 0 to 1, in OperatorsColumn: of what all passes removed together
        CurrentRole,               ///< whether the reduction is at this pass
    };

    explicit PassWorthModel(MinifyController& minify, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void update();
    QString text(const PassWorth& pass, int column) const;

    MinifyController& m_minify;
    std::vector<PassWorth> m_rows;
    std::int64_t m_removed = 0;  // operators, by all
    std::string m_current;       // name; empty: none
};

}  // namespace whittle
