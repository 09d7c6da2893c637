// The state that one call of `whittle run` hands to the next.
#pragma once

#include "app/cli/run_check.h"

namespace whittle::cli {

/// Buffers by name from `path`, a safetensors file or another program: the state to start from. Answers how many
/// were taken over. Errors: NotFound when it holds none of the graph's buffers; Shape when one does not fit.
Result<int> takeState(Graph& graph, const std::string& path);

/// Mutated buffers become the graph's own, so that the next call starts from them. Answers whether there were any.
bool carryState(Graph& graph, std::span<const Datum> outputs);

/// Whether the program was saved after the calls that end with `last`: its own buffers are, bit for bit, what `last`
/// records after the call. Then no file tells where the calls started, and mut.<buffer> is not what this program gives.
bool savedAfter(const Graph& graph, const CaseTensors& last);

/// Puts what the float64 interpreter makes of the buffers in the place of the recorded mut.<buffer>, so that a program
/// saved after its calls is still judged. Errors: those of the run.
Result<void> expectOwnBuffers(const Graph& graph, std::span<const Datum> inputs, CaseTensors& expected);

}  // namespace whittle::cli
