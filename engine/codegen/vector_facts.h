// What compiled code does with the vector unit, as data for reports and views.
#pragma once

#include <string>
#include <vector>

#include "engine/loops/primitive.h"

namespace whittle {

/// The widest vectors to use. Less than the host has is for comparing: the same code serves every width.
enum class VectorIsa { Baseline, Avx2, Host };

struct VectorFacts {
    std::string isa;           ///< "avx512", "avx2", "sse2", "neon", or "scalar"
    int width = 1;             ///< lanes of a register in use
    bool nonTemporal = false;  ///< stores go past the cache
    std::string text;          ///< "vector width 16 x 2 over i0"; "scalar: the loop over neighbouring elements has 3 steps"
    std::vector<SchedulePrimitive> schedule;  ///< how its loops run
};

}  // namespace whittle
