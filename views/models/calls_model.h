// The sequence of calls that is replayed, as the user edits it: a row a call, a column an input of the graph, each argument as text that is checked
// at once (argument_text.h). A file of calls is read into it and written from it.
#pragma once

#include <optional>

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>

#include "engine/formats/json.h"
#include "engine/ir/graph.h"

namespace whittle {

/// An input of the graph that a call gives.
struct CallParameter {
    QString name;
    QString type;      ///< "f32[s0,8]"
    QString standard;  ///< what a call that leaves it out has; empty: it must not
    bool isTensor = true;
};

struct CallRow {
    int id = 0;             ///< its own, and kept while the list around it changes; 0: not yet in a list
    QStringList arguments;  ///< by parameter; an empty one is left out
    friend bool operator==(const CallRow&, const CallRow&) = default;
};

class CallsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr qsizetype kMost = 1000;  ///< calls; the command takes any number
    enum Role { ErrorRole = Qt::UserRole, StandardRole };  ///< why the argument cannot be; what stands for one that is left out

    explicit CallsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// Forgets the calls: they are of another graph's inputs.
    void setGraph(GraphRef graph);
    const QList<CallParameter>& parameters() const { return m_parameters; }
    const QList<CallRow>& calls() const { return m_calls; }
    void setCalls(QList<CallRow> calls);

    /// A call of the graph's own examples behind that row, or at the end for -1. Answers its row, -1 where there are too many.
    int add(int behind);
    int duplicate(int row);
    void remove(int row);
    /// By -1 upwards, by 1 downwards. Answers where it is then.
    int move(int row, int by);
    void setArgument(int row, int column, const QString& text);
    /// Marks these dims of a tensor argument, or takes the mark back: "mark_dynamic", "mark_static" and others, as in a file.
    void setMark(int row, int column, const QString& key, int dim, bool on);
    bool hasMark(int row, int column, const QString& key, int dim) const;
    int rankOf(int row, int column) const;  ///< -1: unknown, or no tensor

    QString rowText(int row) const;                          ///< "x=f32[4,8], k=3"
    QString errorOf(int column, const QString& text) const;  ///< why an argument cannot be so; empty: it can
    QString trouble() const;                                 ///< the first error of all, with its place; empty: all can be run
    Json json() const;                                       ///< {"calls": [...]}; only while there is no trouble()
    Json callJson(int row) const;
    /// Thread-safe. Errors: Format for no file of calls, Argument for inputs that the graph lacks, Limit for too many calls. What a single argument cannot
    /// be stays to be mended.
    static Result<QList<CallRow>> parseText(std::string_view text, const QList<CallParameter>& parameters);
    static Result<QList<CallRow>> parse(const Json& json, const QList<CallParameter>& parameters);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_calls.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_parameters.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void edited();  ///< the calls are others now

private:
    std::optional<Json> argumentOf(int row, int column) const;

    QList<CallParameter> m_parameters;
    QList<CallRow> m_calls;
    Graph m_inputs;  // of the graph only what calls are checked against
    mutable QHash<std::pair<int, QString>, QString> m_errors;  // by column and text
    int m_nextId = 1;
};

}  // namespace whittle
