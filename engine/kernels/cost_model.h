// How long a way to compute a site may take: a roofline of what each implementation reaches. It tells apart what differs by its kind, as
// reference code from vector code; good kernels only a measurement tells apart.
#pragma once

#include "engine/kernels/site.h"

namespace whittle {

/// Which code, and for how much work.
struct CostQuestion {
    std::string_view library;         ///< "onednn", "gemm", "attention", or the way: "loops", "parts", "reference"
    std::string_view implementation;  ///< "brgemm:avx512_core"
    int tileRows = 0, tileColumns = 0;  ///< of what computes in whole tiles; 0: it does not
    std::size_t followersLeft = 0;    ///< pointwise nodes after it that it does not do on the way
    int threads = 1;
};

struct Cost {
    double milliseconds = 0;
    std::string_view why;  ///< the row of the table: "vector code of the CPU"
};

/// Nothing where the site's work is not known.
std::optional<Cost> estimateCost(const Site& site, const CostQuestion& question);

/// Estimates closer than this are taken for equal: a part of the smaller one. Small sites take up to twice what the roofline says, and
/// not all kernels alike.
inline constexpr double kEstimateTrust = 1;

}  // namespace whittle
