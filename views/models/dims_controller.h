// Which sizes of the open graph's inputs may vary: what the user says of each, what the program needs, found on a worker, and where the two disagree. Nothing
// runs: the program is recorded with every size as a symbol. Once asked for, the answer follows each change of what is said.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>

#include "engine/capture/dim_inference.h"
#include "views/models/job_runner.h"

namespace whittle {

/// A dimension of an input; of an input that is no tensor the whole of it.
struct DimPlace {
    std::size_t input = 0;
    std::optional<std::size_t> dim;
};

class DimsController : public QObject {
    Q_OBJECT
public:
    enum class State { NoGraph, Ready, Running, Done, Failed };
    Q_ENUM(State)

    explicit DimsController(JobRunner& jobs, QObject* parent = nullptr);

    /// Forgets what was said and found, and stops what runs.
    void setGraph(GraphRef graph);
    void start();
    void stop();

    State state() const { return m_state; }
    bool canStart() const { return m_state != State::NoGraph && m_state != State::Running; }
    const GraphRef& graph() const { return m_graph; }
    const QString& errorText() const { return m_error; }  ///< of State::Failed
    QString statusText() const;                           ///< one line: what goes on, or how it ended

    /// What is said: Dim.AUTO of all to begin with; written out for each input once that is known and something else is said.
    const ShapeSpec& spec() const { return m_spec; }
    bool saysNothing() const;  ///< Dim.AUTO of all
    /// As nobody edited it: of a session, or undone.
    void setSpec(ShapeSpec spec);

    // Edits. What comes back is why it cannot be said, in words; empty: it is.
    QString take(const QString& text);                                    ///< the whole, in Python or JSON
    QString say(int place, const QString& text);                          ///< of one dimension, as parseDimSpec reads it
    QString problemOf(int place, const QString& text) const;              ///< of say(), without saying it
    QString setRange(const QString& name, const SymRange& range);         ///< wherever the name stands
    void sayOfAll(DimSpec::Kind hint);
    void applyFixes();  ///< says what the program accepts

    /// Empty until a first answer came; what is said of them is up to date.
    const std::vector<DimInput>& inputs() const { return m_inputs; }
    const std::vector<DimPlace>& places() const { return m_places; }  ///< one row each
    const QString& exampleText() const { return m_exampleText; }      ///< "ids=i64[2,12], mask=f32[2,12]"
    QString nameOf(int place) const;                                  ///< "ids", "d['y']"
    const DimSpec* saidOf(int place) const;                           ///< null: of no tensor

    /// Of spec() while State::Done, of the one before while State::Running; else null.
    const std::shared_ptr<const DimInference>& inference() const { return m_inference; }
    const DimConclusion* conclusionOf(int place) const;  ///< null: none, or of no tensor
    QString whyText(int place) const;                    ///< where no condition forced it: why it is as it is
    std::vector<const DimConflict*> conflictsOf(int place) const;
    bool isRefuted() const { return m_inference && !m_inference->conflicts.empty(); }
    QString conflictsText() const; ///< all of them in words, a line each
    QString fixesCode() const;     ///< as PyTorch suggests them, a line each

signals:
    void stateChanged();
    void inputsChanged();  ///< other ones altogether, or none
    void specChanged();
    void edited();         ///< after specChanged(), where somebody wanted it so

private:
    struct Answer;
    void change(ShapeSpec spec);
    void tidy();
    void show(Result<Answer> answer);
    void setInputs(std::vector<DimInput> inputs);
    void forgetAnswer();
    void setState(State state);
    Result<std::vector<DimInput>> said(int place, const QString& text) const;
    ShapeSpec written(const std::vector<DimInput>& inputs) const { return shapeSpecOf(m_parameters, inputs); }

    JobRunner& m_jobs;
    State m_state = State::NoGraph;
    GraphRef m_graph;
    ShapeSpec m_spec;
    std::vector<std::string> m_parameters;
    std::vector<CallValue> m_example;
    QString m_exampleText;
    std::vector<DimInput> m_inputs;
    std::vector<DimPlace> m_places;
    std::shared_ptr<const DimInference> m_inference;
    QString m_error;
    bool m_follows = false;  // was asked for
};

/// The node of the graph that is shown, which may be a stage of the opened one, by name and operator or by what it was made of; invalid: it has none.
NodeId shownNode(const Graph& shown, const Graph& opened, NodeId node);

}  // namespace whittle
