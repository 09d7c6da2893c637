#include "engine/formats/fx_filled.h"

#include <cstring>

#include "engine/formats/fx_values.h"
#include "engine/formats/tensor_fill.h"

namespace whittle::fx {
namespace {

std::unexpected<Error> unknown(const Expr& expr) {
    return fail(Code::Unsupported, "{}: '{}' is not a value of an input that this reader knows", expr.at.text(), expr.source.substr(0, 60));
}

Result<std::optional<DType>> dtypeOf(const Expr& call) {
    const Expr* given = call.keyword("dtype");
    if (!given) return std::nullopt;
    WHITTLE_TRY(const DType dtype, parseDTypeExpr(*given));
    return dtype;
}

// generator=torch.Generator().manual_seed(3)
Result<std::uint64_t> seedOf(const Expr& call) {
    const Expr* given = call.keyword("generator");
    const auto isCall = [](const Expr& expr, std::size_t items) { return expr.kind == ExprKind::Call && expr.items.size() == items; };
    if (!given || !isCall(*given, 2)) return unknown(call);
    const Expr& method = given->items[0];
    const Expr& seed = given->items[1];
    if (method.kind != ExprKind::Attribute || method.text != "manual_seed" || !isCall(method.items[0], 1) ||
        method.items[0].items[0].path() != "torch.Generator" || seed.kind != ExprKind::Int || seed.integer < 0)
        return unknown(call);
    return static_cast<std::uint64_t>(seed.integer);
}

Result<Sizes> sizesArgument(const Expr& call, std::size_t position) {
    if (call.positionalCount() <= position) return unknown(call);
    const Expr& given = call.items[1 + position];
    if (given.kind != ExprKind::Int) return parseSizesExpr(given);
    Expr list{.kind = ExprKind::Tuple, .at = given.at, .source = given.source};
    list.items.push_back(given);
    return parseSizesExpr(list);
}

struct Word {
    std::string_view name;
    Fill how;
    std::size_t sizesAt;  // position of the sizes among the arguments
    DType natural;
    bool drawn = false;
};
constexpr Word kWords[] = {{"torch.zeros", Fill::Zeros, 0, DType::F32},
                           {"torch.ones", Fill::Ones, 0, DType::F32},
                           {"torch.arange", Fill::Arange, 0, DType::I64},
                           {"torch.randint", Fill::Integers, 2, DType::I64, true},
                           {"torch.rand", Fill::Uniform, 0, DType::F32, true},
                           {"torch.randn", Fill::Normal, 0, DType::F32, true}};

Result<Tensor> parseWord(const Expr& call, const Word& word) {
    WHITTLE_TRY(const std::optional<DType> given, dtypeOf(call));
    const DType dtype = given.value_or(word.natural);
    WHITTLE_TRY(Sizes sizes, sizesArgument(call, word.sizesAt));
    TensorFill fill{.how = word.how};
    if (word.drawn) {
        WHITTLE_TRY(fill.seed, seedOf(call));
    }
    if (word.how == Fill::Integers) {
        const auto [from, to] = drawnIntegers(dtype);
        const auto is = [](const Expr& expr, std::int64_t value) { return expr.kind == ExprKind::Int && expr.integer == value; };
        if (!is(call.items[1], from) || !is(call.items[2], to)) return unknown(call);
    }
    std::optional<Tensor> made = filled(fill, dtype, std::move(sizes));
    if (!made) return unknown(call);
    return *std::move(made);
}

// torch.full((2, 3), 0.5)
Result<Tensor> parseFull(const Expr& call) {
    WHITTLE_TRY(const std::optional<DType> dtype, dtypeOf(call));
    WHITTLE_TRY(Sizes sizes, sizesArgument(call, 0));
    if (call.positionalCount() != 2) return unknown(call);
    WHITTLE_TRY(const Tensor value, parseElements(call.items[2], dtype));
    if (value.rank() != 0) return unknown(call);
    return value.asStrided(sizes, Sizes(sizes.size(), 0), value.offset()).contiguous();
}

Result<Tensor> scattered(Tensor into, const Expr& call) {
    if (call.positionalCount() != 3 || call.items[1].kind != ExprKind::Int || call.items[1].integer != 0 || into.rank() != 1) return unknown(call);
    WHITTLE_TRY(const Tensor positions, parseFilled(call.items[2]));
    WHITTLE_TRY(const Tensor values, parseFilled(call.items[3]));
    if (positions.dtype() != DType::I64 || positions.sizes() != values.sizes() || values.dtype() != into.dtype() || values.rank() != 1)
        return unknown(call);
    const std::size_t size = dtypeSize(into.dtype());
    auto* to = into.mutableData<std::byte>();
    for (Index i = 0; i < positions.numel(); ++i) {
        const Index at = positions.flatInt(i);
        if (at < 0 || at >= into.numel())
            return fail(Code::Shape, "{}: position {} is outside a tensor of {} elements", call.at.text(), at, into.numel());
        std::memcpy(to + static_cast<std::size_t>(at) * size, values.data<std::byte>() + static_cast<std::size_t>(i) * size, size);
    }
    return into;
}

Result<Tensor> reshaped(const Tensor& tensor, const Expr& call) {
    WHITTLE_TRY(Sizes sizes, sizesArgument(call, 0));
    if (elementCount(sizes) != tensor.numel())
        return fail(Code::Shape, "{}: {} elements do not fill the shape '{}'", call.at.text(), tensor.numel(), call.items[1].source);
    return tensor.viewAs(std::move(sizes));
}

}  // namespace

Result<Tensor> parseFilled(const Expr& expr) {
    if (expr.kind != ExprKind::Call) return unknown(expr);
    const Expr& callee = expr.items.front();
    if (callee.kind == ExprKind::Attribute && (callee.text == "reshape" || callee.text == "scatter")) {
        WHITTLE_TRY(Tensor inner, parseFilled(callee.items.front()));
        return callee.text == "reshape" ? reshaped(inner, expr) : scattered(std::move(inner), expr);
    }
    if (callee.path() == "torch.full") return parseFull(expr);
    if (callee.path() == "torch.tensor") {
        if (expr.positionalCount() != 1) return unknown(expr);
        WHITTLE_TRY(const std::optional<DType> dtype, dtypeOf(expr));
        return parseElements(expr.items[1], dtype);
    }
    for (const Word& word : kWords)
        if (word.name == callee.path()) return parseWord(expr, word);
    return unknown(expr);
}

}  // namespace whittle::fx
