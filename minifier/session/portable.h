// What leaves this machine names no place on it.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/failure.h"
#include "engine/ir/graph.h"

namespace whittle {

/// Every absolute path cut to its last part; URLs stay. Pure.
std::string withoutFolders(std::string_view text);
/// Message and detail so; the signature holds no paths to begin with.
Failure withoutFolders(Failure failure);

/// Source files and stack traces of origins so, graphs inside arguments included; the line, its function and its text stay.
Graph withoutFolders(Graph graph);

}  // namespace whittle
