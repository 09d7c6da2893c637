#include "engine/kernels/convolution_window.h"

namespace whittle {

Result<ConvolutionWindow> windowOf(const OpCall& call, std::size_t spatial) {
    ConvolutionWindow out;
    const auto list = [&](std::string_view name) -> Result<Sizes> {
        WHITTLE_TRY(Sizes values, call.integers(name));
        if (values.size() == 1) values.resize(spatial, values[0]);
        return values;
    };
    WHITTLE_TRY(out.stride, list("stride"));
    WHITTLE_TRY(out.padding, list("padding"));
    WHITTLE_TRY(out.dilation, list("dilation"));
    WHITTLE_TRY(out.groups, call.integer("groups"));
    out.transposed = call.flag("transposed");
    return out;
}

}  // namespace whittle
