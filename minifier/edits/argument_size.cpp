#include "minifier/edits/argument_size.h"

#include <bit>
#include <cmath>

#include "engine/ops/op_def.h"

namespace whittle {
namespace {

constexpr std::int64_t kWord = 3;  // a dtype, a device, a string, a value that is read

std::int64_t sizeOf(std::int64_t value) {
    const auto magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
    return 1 + 2 * std::bit_width(magnitude) + (magnitude > 0 && !std::has_single_bit(magnitude)) + (value < 0);
}

// The shortest decimal that is the number: what a reader has to look at.
std::int64_t sizeOf(double value) {
    if (value == 0 && !std::signbit(value)) return 1;
    if (value == 1) return 2;
    return 2 + static_cast<std::int64_t>(fmt::format("{}", value).size());
}

struct Size {
    std::int64_t operator()(std::monostate) const { return 1; }
    std::int64_t operator()(bool value) const { return value ? 2 : 1; }
    std::int64_t operator()(std::int64_t value) const { return sizeOf(value); }
    std::int64_t operator()(double value) const { return sizeOf(value); }
    std::int64_t operator()(const Arg::List& list) const {
        std::int64_t size = 1;
        for (const Arg& item : list) size += std::visit(*this, item.value);
        return size;
    }
    std::int64_t operator()(const GraphRef&) const { return 0; }
    template <class T>
    std::int64_t operator()(const T&) const { return kWord; }
};

}  // namespace

std::int64_t argumentSize(const SchemaArg* row, const Arg& arg) {
    if (row && row->defaultValue && *row->defaultValue == arg) return 0;
    return std::visit(Size{}, arg.value);
}

std::int64_t argumentsSize(const Graph& graph) {
    std::int64_t size = 0;
    for (const Node& node : graph.nodes()) {
        const Schema* schema = findSchema(node.op);
        for (const NamedArg& arg : node.args) {
            size += argumentSize(schema ? schema->arg(arg.name) : nullptr, arg.value);
            forEachGraph(arg.value, [&](const GraphRef& inner) { size += argumentsSize(*inner); });
        }
    }
    return size;
}

}  // namespace whittle
