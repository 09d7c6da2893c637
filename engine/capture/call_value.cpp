#include "engine/capture/call_value.h"

#include <array>
#include <cmath>

#include "engine/base/decimal.h"

namespace whittle {

Result<void> TensorArg::setMark(int dim, DimMark mark) {
    if (dim < 0 || dim >= static_cast<int>(sizes.size()))
        return fail(Code::Shape, "dim {} cannot be marked: the tensor has {} dimensions", dim, sizes.size());
    marks.resize(sizes.size());
    marks[static_cast<std::size_t>(dim)] = mark;
    return {};
}

TensorArg tensorArg(Tensor data) {
    TensorArg out;
    out.dtype = data.dtype();
    out.sizes = data.sizes();
    out.strides = data.strides();
    out.data = std::move(data);
    return out;
}

TensorArg metaTensorArg(DType dtype, Sizes sizes, Sizes strides) {
    TensorArg out;
    out.dtype = dtype;
    out.strides = strides.empty() ? contiguousStrides(sizes) : std::move(strides);
    out.sizes = std::move(sizes);
    out.device.type = "meta";
    return out;
}

std::string TensorArg::text() const {
    std::string out = fmt::format("{}[{}]", dtypeName(dtype), fmt::join(sizes, ","));
    if (strides != contiguousStrides(sizes)) out += fmt::format(" stride {}", fmt::join(strides, ","));
    if (device.type != "cpu") out += fmt::format(" device {}", device.type);
    if (requiresGrad) out += " requires_grad";
    if (isParameter) out += " parameter";
    static constexpr std::array<std::string_view, 5> kMarks{"", "dynamic", "maybe", "static", "unbacked"};
    for (std::size_t kind = 1; kind < kMarks.size(); ++kind) {
        std::vector<std::size_t> dims;
        std::string range;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            if (marks[i].kind != static_cast<DimMark::Kind>(kind)) continue;
            dims.push_back(i);
            range.clear();
            if (marks[i].min) range += fmt::format(" min {}", *marks[i].min);
            if (marks[i].max) range += fmt::format(" max {}", *marks[i].max);
        }
        if (!dims.empty()) out += fmt::format(" {} {}{}", kMarks[kind], fmt::join(dims, ","), range);
    }
    return out;
}

std::string CallValue::typeName() const {
    static constexpr std::array<std::string_view, 8> kNames{"NoneType", "bool", "int", "float", "str", "torch.Tensor", "list", "dict"};
    const TensorArg* given = tensor();
    return std::string(given && given->isParameter ? "torch.nn.parameter.Parameter" : kNames[value.index()]);
}

std::string CallValue::text() const {
    struct Text {
        std::string operator()(std::monostate) const { return "None"; }
        std::string operator()(bool v) const { return v ? "True" : "False"; }
        std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
        std::string operator()(double v) const {  // as Python's repr: a float always looks like one
            std::string out = fmt::format("{}", v);
            if (std::isfinite(v) && out.find_first_of(".e") == std::string::npos) out += ".0";
            return out;
        }
        std::string operator()(const std::string& v) const { return fmt::format("'{}'", v); }
        std::string operator()(const TensorRef& v) const { return v->text(); }
        std::string operator()(const List& v) const {
            std::vector<std::string> items;
            for (const CallValue& item : v) items.push_back(item.text());
            return fmt::format("[{}]", fmt::join(items, ", "));
        }
        std::string operator()(const Dict& v) const {
            std::vector<std::string> items;
            for (const auto& [key, item] : v) items.push_back(fmt::format("'{}': {}", key, item.text()));
            return fmt::format("{{{}}}", fmt::join(items, ", "));
        }
    };
    return std::visit(Text{}, value);
}

}  // namespace whittle
