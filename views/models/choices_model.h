// Who might have computed each node that libraries know: a tree of choices and, below each, its candidates with their times and refusals.
#pragma once

#include <functional>
#include <vector>

#include <QAbstractItemModel>

#include "views/models/kernel_content.h"

namespace whittle {

class ChoicesModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ImplementationColumn, EstimatedColumn, MeasuredColumn, KernelTimeColumn, StateColumn, ColumnCount };
    enum Role {
        SiteRole = Qt::UserRole,  ///< of choices and candidates: the node's name
        CandidateRole,            ///< its name; empty of a choice
        MayForceRole,             ///< a candidate that can run and was not chosen
        ForcedRole,               ///< a choice that the user forced, and its candidates
        KernelRole,               ///< that computes the site, -1: none
        ChosenRole,               ///< a candidate that was chosen
    };

    using QAbstractItemModel::QAbstractItemModel;
    /// `before`: the study that stood here before, to tell times beside; may be null.
    void setContent(KernelContentRef content, KernelContentRef before);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Choices, and the candidates of each among themselves; what is not known comes last either way. Column -1: as the compiler has them.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    QModelIndex choiceOf(const QString& site) const;  ///< invalid: none

private:
    struct Place {
        int choice = -1, candidate = -1;  // of the report; candidate -1: the choice itself
    };
    const ChoiceRecord& choice(int choice) const { return m_content->study().report.choices[static_cast<std::size_t>(choice)]; }
    Place placeOf(const QModelIndex& index) const;
    void arrange();
    std::vector<int> order(int count, const std::function<QVariant(int)>& key) const;
    QVariant sortKey(const ChoiceRecord& choice, const CandidateRecord* candidate) const;
    QString choiceText(const ChoiceRecord& choice, int column) const;
    QString kernelTime(const ChoiceRecord& choice) const;
    QVariant milliseconds(const ChoiceRecord& choice, const CandidateRecord* candidate, int column) const;

    KernelContentRef m_content, m_before;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<int> m_choices, m_rowOf;            // by row, and the other way round
    std::vector<std::vector<int>> m_candidates;     // by choice, then by row
};

}  // namespace whittle
