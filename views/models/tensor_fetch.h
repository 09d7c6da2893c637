// The tensors of one value that the viewer shows: what the comparison kept at once, the rest by running again, a part of what is too large.
#pragma once

#include <QTimer>

#include "views/models/numerics_controller.h"

namespace whittle {

struct ShownTensors {
    ThreeTensors tensors;
    DType dtype = DType::F32;     ///< of the value in the graph
    Sizes sizes;                  ///< of the whole value
    std::vector<AxisRange> part;  ///< that `tensors` are, one range a dimension

    bool isWhole() const;
    bool holds(std::span<const Index> position) const;
};
using ShownTensorsRef = std::shared_ptr<const ShownTensors>;

/// What to ask for of a tensor of these sizes: all of it where at most `most` elements are, else the last two dimensions around `position`, cut where they are still more.
std::vector<AxisRange> fittingPart(const Sizes& sizes, std::span<const Index> position, Index most);

class TensorFetch : public QObject {
    Q_OBJECT
public:
    enum class State { None, Fetching, Ready, Failed };
    Q_ENUM(State)

    TensorFetch(NumericsController& numerics, JobRunner& jobs, QObject* parent = nullptr);

    /// An index into the controller's values; -1: none.
    void show(int value);
    /// Another part of the same value, that this position is in.
    void showPart(std::vector<Index> position);
    void stop();

    State state() const { return m_state; }
    int value() const { return m_value; }
    const ShownTensorsRef& shown() const { return m_shown; }  ///< of State::Ready
    const QString& errorText() const { return m_error; }      ///< of State::Failed

signals:
    void changed();

private:
    void fetch(const std::vector<Index>& position);
    void run();
    void take(ShownTensors tensors);
    void setState(State state);

    NumericsController& m_numerics;
    JobRunner& m_jobs;
    State m_state = State::None;
    int m_value = -1;
    ShownTensorsRef m_shown;
    QString m_error;
    ShownTensors m_wanted;  // while State::Fetching, without tensors
    QTimer m_rest;          // who goes through values with a key held down does not start a worker for each
};

}  // namespace whittle
