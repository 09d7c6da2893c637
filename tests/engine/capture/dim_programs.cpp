#include "tests/engine/capture/dim_programs.h"

namespace whittle::test {
namespace {

using Args = std::span<const Variable>;
using List = std::vector<Variable>;

Variable sum(FunctionRecorder& r, const Variable& x) { return r.call("aten.sum.default", {{"self", x}}); }
Variable view(FunctionRecorder& r, const Variable& x, List sizes) { return r.call("aten.view.default", {{"self", x}, {"size", Variable(std::move(sizes))}}); }
Variable cat(FunctionRecorder& r, List tensors, int dim = 0) { return r.call("aten.cat.default", {{"tensors", Variable(std::move(tensors))}, {"dim", dim}}); }
Variable slice(FunctionRecorder& r, const Variable& x, int dim, const Variable& start, const Variable& end) {
    return r.call("aten.slice.Tensor", {{"self", x}, {"dim", dim}, {"start", start}, {"end", end}});
}
Variable from(FunctionRecorder& r, const Variable& x, int start) { return slice(r, x, 0, start, std::int64_t{std::numeric_limits<std::int64_t>::max()}); }
Variable unsqueeze(FunctionRecorder& r, const Variable& x, int dim) { return r.call("aten.unsqueeze.default", {{"self", x}, {"dim", dim}}); }
Variable transpose(FunctionRecorder& r, const Variable& x, int a, int b) { return r.call("aten.transpose.int", {{"self", x}, {"dim0", a}, {"dim1", b}}); }
Variable matmul(FunctionRecorder& r, const Variable& x, const Variable& y) { return r.call("aten.matmul.default", {{"self", x}, {"other", y}}); }

Variable weight(FunctionRecorder& r, const std::string& name, SymSizes sizes) {
    GraphInput input;
    input.kind = InputKind::Parameter;
    input.target = name;
    return r.constant(std::move(input), name, TensorType{DType::F32, std::move(sizes), {}, {}});
}
Variable linear(FunctionRecorder& r, Args a) {
    return r.call("aten.linear.default", {{"input", a[0]}, {"weight", weight(r, "weight", {3, 8})}, {"bias", weight(r, "bias", {3})}});
}
Variable add(FunctionRecorder&, Args a) { return a[0] + a[1]; }
Variable twice(FunctionRecorder&, Args a) { return a[0] * 2; }
Variable quarters(FunctionRecorder& r, Args a) { return view(r, a[0], {-1, 4}); }
Variable addRest(FunctionRecorder& r, Args a) { return a[0] + from(r, a[1], 1); }
Variable addToPair(FunctionRecorder& r, Args a) { return cat(r, {a[0], a[0]}) + a[1]; }
Variable isLong(FunctionRecorder&, Args a) { return a[0].size(0) > 5 ? a[0] * 2 : a[0] + 1; }
Variable isEight(FunctionRecorder&, Args a) { return a[0].size(0) == 8 ? a[0] * 2 : a[0] + 1; }
Variable sums(FunctionRecorder& r, Args a) {
    const Variable first = sum(r, a[0]);
    return first + sum(r, a[1]);
}
Variable scaled(FunctionRecorder&, Args a) { return a[0] * a[1]; }

Variable attention(FunctionRecorder& r, Args a) {
    const Variable b = a[0].size(0), t = a[0].size(1), c = a[0].size(2);
    const Variable q = transpose(r, view(r, a[0], {b, t, 2, floorDiv(c, 2)}), 1, 2);
    const Variable scores = r.call("aten.softmax.int", {{"self", matmul(r, q, transpose(r, q, -1, -2))}, {"dim", -1}});
    return matmul(r, scores, q);
}

}  // namespace

std::optional<DimProgram> dimProgram(const std::string& id) {
    struct Known {
        std::vector<std::string> parameters;
        CapturedFn run;
    };
    const Known one{{"x"}, twice}, two{{"x", "y"}, add}, lin{{"x"}, linear}, quarter{{"x"}, quarters}, rest{{"x", "y"}, addRest}, pair{{"x", "y"}, addToPair}, length{{"x"}, isLong},
        twoSums{{"x", "y"}, sums}, eight{{"x"}, isEight}, scale{{"x", "k"}, scaled};
    const std::map<std::string, Known> kPrograms{
        {"D01", {{"x"}, [](FunctionRecorder&, Args a) { return a[0] * 2 + 1; }}},
        {"D02", two}, {"D03", two}, {"D29", two}, {"D30", two}, {"D39", two},
        {"D04", {{"x", "y"}, [](FunctionRecorder& r, Args a) { return cat(r, {a[0], a[1]}); }}},
        {"D05", quarter}, {"D33", quarter}, {"D34", quarter},
        {"D06", {{"x"}, [](FunctionRecorder& r, Args a) { return r.call("aten.reshape.default", {{"self", a[0]}, {"shape", List{2, 4}}}); }}},
        {"D07", {{"x"}, [](FunctionRecorder& r, Args a) { return r.call("aten.flatten.using_ints", {{"self", a[0]}}); }}},
        {"D08", {{"x", "y"}, [](FunctionRecorder& r, Args a) { return matmul(r, a[0], a[1]); }}},
        {"D09", lin}, {"D23", lin}, {"D31", lin},
        {"D10", {{"x"}, [](FunctionRecorder& r, Args a) {
             return r.call("aten.conv2d.default", {{"input", a[0]}, {"weight", weight(r, "weight", {6, 3, 5, 5})}, {"bias", weight(r, "bias", {6})}, {"stride", List{2, 2}}});
         }}},
        {"D11", {{"x"}, [](FunctionRecorder& r, Args a) { return slice(r, a[0], 0, 1, 5); }}},
        {"D12", {{"x"}, [](FunctionRecorder& r, Args a) { return slice(r, a[0], 0, 0, -2); }}},
        {"D13", length}, {"D32", length},
        {"D14", eight}, {"D15", eight},
        {"D16", {{"x"}, [](FunctionRecorder&, Args a) { return a[0].size(0) % 3 == 0 ? a[0] * 2 : a[0] + 1; }}},
        {"D17", rest}, {"D35", rest}, {"D37", rest},
        {"D18", pair}, {"D36", pair},
        {"D19", {{"x", "y"}, [](FunctionRecorder& r, Args a) { return r.call("aten.select.int", {{"self", view(r, a[0], {2, -1})}, {"dim", 0}, {"index", 0}}) + a[1]; }}},
        {"D20", one}, {"D21", one}, {"D22", one}, {"D24", one}, {"D25", one}, {"D26", one}, {"D27", one}, {"D28", one}, {"D38", one}, {"D52", one}, {"D53", one},
        {"D40", {{"x", "y"}, [](FunctionRecorder& r, Args a) { return cat(r, {a[0], a[1]}, 1); }}},
        {"D41", {{"x", "d"}, [](FunctionRecorder&, Args a) { return a[0] + a[1].at("y"); }}},
        {"D42", {{"x"}, [](FunctionRecorder& r, Args a) {
             r.check(a[0].size(0) >= 4, "at least 4");
             r.check(a[0].size(0) <= 20, "at most 20");
             return a[0] * 2;
         }}},
        {"D43", {{"x"}, [](FunctionRecorder& r, Args a) { return r.call("aten.nonzero.default", {{"self", a[0]}}); }}},
        {"D44", {{"x", "y"}, [](FunctionRecorder& r, Args a) {
             const Variable n = a[1].item();
             r.check(n >= 0, "a size");
             r.check(n <= a[0].size(0), "within x");
             return r.call("aten.narrow.default", {{"self", a[0]}, {"dim", 0}, {"start", 0}, {"length", n}});
         }}},
        {"D45", {{"x", "y"}, [](FunctionRecorder&, Args a) { return a[1].item() > 3 ? a[0] * 2 : a[0]; }}},
        {"D46", {{"x", "y"}, [](FunctionRecorder& r, Args a) { return a[0].size(0) + a[1].size(0) < 20 ? sums(r, a) : sum(r, a[0]); }}},
        {"D47", {{"x"}, [](FunctionRecorder&, Args a) { return a[0].numel() > 100 ? a[0] * 2 : a[0] + 1; }}},
        {"D48", {{"x"}, [](FunctionRecorder& r, Args a) { return r.call("aten.max_pool2d.default", {{"self", a[0]}, {"kernel_size", List{2, 2}}}); }}},
        {"D49", {{"x", "y"}, [](FunctionRecorder& r, Args a) {
             const Variable wide = r.call("aten.expand.default", {{"self", unsqueeze(r, a[0], 0)}, {"size", List{a[1].size(0), a[0].size(0)}}});
             return wide * unsqueeze(r, a[1], 1);
         }}},
        {"D50", scale}, {"D51", scale},
        {"D54", twoSums}, {"D57", twoSums},
        {"D55", {{"x"}, [](FunctionRecorder& r, Args a) {
             return r.call("aten.select.int", {{"self", slice(r, a[0], 0, 0, std::int64_t{std::numeric_limits<std::int64_t>::max()})}, {"dim", 1}, {"index", 0}}) * 2;
         }}},
        {"D56", {{"x"}, [](FunctionRecorder& r, Args a) { return a[0] + r.call("aten.t.default", {{"self", a[0]}}); }}},
        {"D58", {{"x"}, [](FunctionRecorder& r, Args a) {
             return r.call("aten.layer_norm.default", {{"input", a[0]}, {"normalized_shape", List{8}}, {"weight", weight(r, "weight", {8})}, {"bias", weight(r, "bias", {8})}});
         }}},
        {"D59", {{"x"}, attention}},
        {"D60", {{"x"}, [](FunctionRecorder& r, Args a) {
             const Variable embedded = r.call("aten.embedding.default", {{"weight", weight(r, "table", {10, 4})}, {"indices", a[0]}});
             return embedded + slice(r, weight(r, "positions", {16, 4}), 0, 0, a[0].size(1));
         }}},
    };
    const auto known = kPrograms.find(id);
    if (known == kPrograms.end()) return std::nullopt;
    return DimProgram{.name = id, .parameters = known->second.parameters, .run = known->second.run};
}

}  // namespace whittle::test
