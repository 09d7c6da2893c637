#include "engine/kernels/result_place.h"

namespace whittle {

Tensor takeResult(KernelCall& call, int index) {
    const DType dtype = call.outputType(index).dtype;
    Sizes sizes = call.outputSizes(index);
    Datum given = call.given(index);
    call.setOutput(index, {});  // then `given` alone holds the memory, and may be written to
    if (Tensor* place = std::get_if<Tensor>(&given); place && place->dtype() == dtype && place->sizes() == sizes && place->isContiguous()) return std::move(*place);
    return Tensor::empty(dtype, std::move(sizes));
}

}  // namespace whittle
