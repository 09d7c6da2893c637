// How a graph was opened, as words of a command line, for the log and for what does the same in a terminal.
#pragma once

#include <string>

#include "views/models/graph_source.h"

namespace whittle {

/// "model.pt2 --model decoder --inputs case.safetensors --seed 7".
std::string sourceWords(const GraphSource& source);
/// Of it what `whittle info` takes: inputs it does not look at.
std::string infoWords(const GraphSource& source);

}  // namespace whittle
