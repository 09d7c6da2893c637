// Schedules as a line of text, for tests of what became one kernel.
#pragma once

#include "engine/schedule/schedule.h"
#include "tests/support/test.h"

namespace whittle::test {

enum class StepResults { Hidden, Shown };

/// "loops(a b) view(c)": kinds and nodes of the steps; with their results "loops(a b: b) view(c: c)".
inline QString stepsText(const Graph& graph, const Schedule& schedule, StepResults results = StepResults::Hidden) {
    constexpr const char* kKinds[] = {"loops", "view", "library", "eager", "host"};
    QStringList steps;
    for (const Step& step : schedule.steps) {
        QStringList nodes, outputs;
        for (const NodeId id : step.nodes) nodes << toQ(graph.node(id).name);
        for (const ValueId id : step.outputs)
            if (static_cast<std::size_t>(id.index()) < graph.valueIdBound()) outputs << toQ(graph.value(id).name);  // not those between kernels
        QString inside = nodes.join(" ");
        if (results == StepResults::Shown) inside += ": " + outputs.join(" ");
        steps << QString("%1(%2)").arg(kKinds[static_cast<int>(step.kind)], inside);
    }
    return steps.join(" ");
}

}  // namespace whittle::test
