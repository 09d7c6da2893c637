// Data for the inputs of a random graph: values that arithmetic trips over, within what their readers can take, laid out in
// memory in odd ways.
#pragma once

#include "engine/ir/type.h"
#include "minifier/fuzz/random.h"

namespace whittle {

/// What the readers of an input can take. Floats that no reader bounds may be anything, NaN and infinities included:
/// eager and compiled must agree on those as on any other.
struct Filling {
    enum class Kind {
        Any,
        Position,  ///< integers in [0, bound): what is out of range is refused in both modes, and tests nothing
        NonZero,   ///< integers other than 0: their division by zero is refused
        Positive,  ///< a variance, a scale: a negative one makes every result NaN, which hides all else
        Unit,      ///< in [0, 1]: probabilities
        Tame,      ///< finite and small: weights, whose one NaN would flood everything behind
    };
    Kind kind = Kind::Any;
    SymInt bound;
};

/// How an input lies in memory; every one but RowMajor has strides that a careless kernel gets wrong.
enum class InputLayout { RowMajor, Permuted, Gaps, Expanded };

/// `bound` is the filling's, evaluated. An index into nothing gives zeros, which whoever reads them refuses.
Tensor makeInputData(Random random, DType dtype, const Sizes& sizes, Filling::Kind kind, std::int64_t bound, InputLayout layout);

}  // namespace whittle
