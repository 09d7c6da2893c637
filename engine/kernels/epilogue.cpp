#include "engine/kernels/epilogue.h"

#include <algorithm>
#include <limits>

namespace whittle {
namespace {

using Kind = PostOp::Kind;
using Made = std::optional<PostOp>;

std::optional<double> number(const Arg* arg) {
    if (!arg || arg->isNone()) return std::nullopt;
    if (const auto* real = arg->as<double>()) return *real;
    if (const auto* integer = arg->as<std::int64_t>()) return static_cast<double>(*integer);
    return std::nullopt;
}

template <Kind kind>
Made plain(const Node&, ValueId) {
    return PostOp{.kind = kind};
}

Made gelu(const Node& node, ValueId) {
    const Arg* approximate = node.arg("approximate");
    const auto* text = approximate ? approximate->as<std::string>() : nullptr;
    return PostOp{.kind = text && *text == "tanh" ? Kind::GeluTanh : Kind::GeluErf};
}

Made clip(const Node& node, const char* low, const char* high, std::optional<double> otherwiseLow, std::optional<double> otherwiseHigh) {
    const Arg *min = node.arg(low), *max = node.arg(high);
    const std::optional<double> from = number(min), to = number(max);
    if ((min && !min->isNone() && !from) || (max && !max->isNone() && !to)) return std::nullopt;  // known in the run only
    return PostOp{.kind = Kind::Clip, .alpha = from.value_or(*otherwiseLow), .beta = to.value_or(*otherwiseHigh)};
}
Made clamp(const Node& node, ValueId) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return clip(node, "min", "max", -kInfinity, kInfinity);
}
Made hardtanh(const Node& node, ValueId) { return clip(node, "min_val", "max_val", -1, 1); }

// What stands beside `through` among self and other.
const Arg* beside(const Node& node, ValueId through) {
    const Arg *self = node.arg("self"), *other = node.arg("other");
    if (!self || !other) return nullptr;
    const auto is = [&](const Arg& arg) { return arg.as<ValueId>() && *arg.as<ValueId>() == through; };
    if (is(*self) == is(*other)) return nullptr;
    return is(*self) ? other : self;
}

Made add(const Node& node, ValueId through) {
    const Arg *other = beside(node, through), *alpha = node.arg("alpha");
    if (!other || (alpha && number(alpha) != 1.0)) return std::nullopt;
    if (const auto* value = other->as<ValueId>()) return PostOp{.kind = Kind::Add, .value = *value};
    const auto constant = number(other);
    return constant ? Made(PostOp{.kind = Kind::Linear, .alpha = 1, .beta = *constant}) : std::nullopt;
}

Made multiply(const Node& node, ValueId through) {
    const Arg* other = beside(node, through);
    if (!other) return std::nullopt;
    if (const auto* value = other->as<ValueId>()) return PostOp{.kind = Kind::Multiply, .value = *value};
    const auto constant = number(other);
    return constant ? Made(PostOp{.kind = Kind::Linear, .alpha = *constant, .beta = 0}) : std::nullopt;
}

struct Row {
    std::string_view op;
    Made (*make)(const Node& node, ValueId through);
};
constexpr Row kRows[] = {
    {"aten.relu.default", plain<Kind::Relu>},       {"aten.gelu.default", gelu},
    {"aten.sigmoid.default", plain<Kind::Sigmoid>}, {"aten.tanh.default", plain<Kind::Tanh>},
    {"aten.silu.default", plain<Kind::Silu>},       {"aten.clamp.default", clamp},
    {"aten.hardtanh.default", hardtanh},            {"aten.add.Tensor", add},
    {"aten.mul.Tensor", multiply},
};

}  // namespace

std::string_view postOpName(PostOp::Kind kind) {
    constexpr std::string_view kNames[] = {"relu", "gelu", "gelu_tanh", "sigmoid", "tanh", "silu", "clip", "linear", "add", "mul", "compiled"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<PostOp> postOpOf(const Node& node, ValueId through) {
    const auto* row = std::ranges::find(kRows, node.op, &Row::op);
    return row == std::end(kRows) ? std::nullopt : row->make(node, through);
}

}  // namespace whittle
