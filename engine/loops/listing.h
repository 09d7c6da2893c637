// A kernel as text together with where in it everything stands: what debuggers show a kernel's machine code by.
#pragma once

#include <string>
#include <unordered_map>

#include "engine/loops/kernel.h"

namespace whittle {

/// Lines count from 1.
struct KernelListing {
    std::string text;                                ///< printKernel
    std::unordered_map<ExprId, int> lineOf;          ///< constants have none; a reduction's is where it joins an element
    std::unordered_map<std::string, int> loopLines;  ///< by variable
    std::vector<int> storeLines;                     ///< by LoopKernel::stores
    std::vector<ValueId> values;                     ///< by line, from 0: of the graph, what it belongs to; invalid: all of the kernel
};
KernelListing listKernel(const LoopKernel& kernel);

}  // namespace whittle
