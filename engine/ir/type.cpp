#include "engine/ir/type.h"

namespace whittle {
namespace {

std::string joined(const SymSizes& sizes) {
    std::string out;
    for (const SymInt& size : sizes) {
        if (!out.empty()) out += ",";
        out += size.text();
    }
    return out;
}

}  // namespace

SymInt TensorType::numel() const {
    SymInt count(1);
    for (const SymInt& size : sizes) count = count * size;
    return count;
}

std::string TensorType::text() const {
    std::string out = fmt::format("{}[{}]", dtypeName(dtype), joined(sizes));
    if (!strides.empty()) out += "{" + joined(strides) + "}";
    if (device != Device{}) out += " " + device.text();
    return out;
}

std::string NumberType::text() const {
    switch (kind) {
        case Kind::Int: return "int(" + expr.text() + ")";
        case Kind::Float: return "float";
        case Kind::Bool: break;
    }
    return "bool";
}

std::string typeText(const Type& type) {
    if (const TensorType* tensor = asTensorType(type)) return tensor->text();
    if (const NumberType* number = asNumberType(type)) return number->text();
    return "none";
}

bool sameShape(const Type& a, const Type& b) {
    const TensorType* x = asTensorType(a);
    const TensorType* y = asTensorType(b);
    if (x && y) return x->dtype == y->dtype && x->sizes == y->sizes;
    return a == b;
}

Type typeOf(const Datum& datum) {
    struct Visitor {
        Type operator()(std::monostate) const { return std::monostate{}; }
        Type operator()(const Tensor& tensor) const {
            TensorType type{tensor.dtype(), {tensor.sizes().begin(), tensor.sizes().end()}, {}, {}};
            if (!tensor.isContiguous()) type.strides.assign(tensor.strides().begin(), tensor.strides().end());
            return type;
        }
        Type operator()(std::int64_t value) const { return NumberType{NumberType::Kind::Int, value}; }
        Type operator()(double) const { return NumberType{NumberType::Kind::Float, {}}; }
        Type operator()(bool) const { return NumberType{NumberType::Kind::Bool, {}}; }
    };
    return std::visit(Visitor{}, datum);
}

}  // namespace whittle
