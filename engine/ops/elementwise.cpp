#include "engine/ops/elementwise.h"

namespace whittle::ops {

Sizes broadcastStrides(const Tensor& tensor, std::span<const Index> sizes) {
    Sizes out(sizes.size(), 0);
    const std::size_t skip = sizes.size() - static_cast<std::size_t>(tensor.rank());
    for (std::size_t i = skip; i < sizes.size(); ++i)
        if (tensor.sizes()[i - skip] != 1) out[i] = tensor.strides()[i - skip];
    return out;
}

Tensor tensorOf(const Scalar& scalar) {
    switch (scalar.category) {
        case Scalar::Category::Bool: return Tensor::scalar(DType::Bool, scalar.real);
        case Scalar::Category::Int: return Tensor::of<std::int64_t>(std::span(&scalar.integer, 1), {});
        case Scalar::Category::Float: break;
    }
    return Tensor::scalar(DType::F64, scalar.real);
}

Tensor tensorOf(const Scalar& scalar, DType dtype) { return tensorOf(scalar).to(dtype); }

Tensor operand(const KernelCall& call, std::string_view name, DType common, ZeroDim zeroDim) {
    const Tensor* given = call.optionalTensor(name);
    const Tensor tensor = given ? *given : tensorOf(call.scalar(name));
    const DType compute = computeDType(common);
    const bool narrow = common == DType::F16 || common == DType::BF16;
    if (narrow && zeroDim == ZeroDim::Widen && tensor.rank() == 0) return tensor.to(compute);
    return tensor.to(common).to(compute);
}

}  // namespace whittle::ops
