// What a mask says of a whole tile, by arithmetic on intervals: most tiles are seen by all or by nobody, and asking every
// element of a long sequence would take as long as the attention itself.
#pragma once

#include <optional>

#include "engine/loops/kernel.h"

namespace whittle::attention {

struct TilePlace;

/// The loops of mask_mod, ready to be asked. Only integers and bools are followed; memory says anything.
class MaskBounds {
public:
    MaskBounds() = default;  ///< knows nothing
    /// `mask`: a kernel with one bool store, over the symbols of score_code.cpp. It is not needed afterwards.
    explicit MaskBounds(const LoopKernel& mask);

    /// What mask_mod answers at every point of the tile, where that is certainly the same.
    std::optional<bool> over(const TilePlace& place) const;

private:
    struct Interval {
        std::int64_t from = 0, to = 0;
    };
    using Bound = std::optional<Interval>;  // nothing: not known
    // An index that is constant + sum of coefficient * place.
    struct Linear {
        std::int64_t constant = 0;
        std::vector<std::pair<std::int64_t, std::size_t>> terms;
    };
    struct Step {
        LoopOp op = LoopOp::Const;
        DType dtype = DType::I64, from = DType::I64;  // of the result, of the first operand
        std::vector<std::size_t> args;
        std::int64_t integer = 0;
        std::optional<Linear> index;
    };
    static Bound apply(const Step& step, const std::vector<Bound>& known);
    static std::optional<Linear> linear(const SymInt& index);

    std::vector<Step> m_steps;
    std::size_t m_result = 0;
};

}  // namespace whittle::attention
