#include "tests/engine/dispatch/stance_programs.h"

namespace whittle::test {
namespace {

using Args = std::span<const Variable>;

TensorRef parameter(Sizes sizes, bool requiresGrad = true) {
    TensorArg out = tensorArg(Tensor::full(DType::F32, std::move(sizes), 1));
    out.isParameter = true;
    out.requiresGrad = requiresGrad;
    return std::make_shared<const TensorArg>(std::move(out));
}

Variable sum(FunctionRecorder& r, const Variable& x) { return r.call("aten.sum.default", {{"self", x}}); }
// C++ leaves open which operand is worked out first; Python does not.
Variable sumOfSums(FunctionRecorder& r, const Variable& x, const Variable& y) {
    const Variable first = sum(r, x);
    return first + sum(r, y);
}
Variable relay(FunctionRecorder&, Args a) { return a[0] * 2 + 1; }

FunctionSpec spec(std::vector<std::string> parameters, CapturedFn run) {
    return {.name = "f", .where = {}, .parameters = std::move(parameters), .run = std::move(run)};
}

// A module's attributes, which statements between the calls change.
struct Attributes {
    std::map<std::string, CallValue> values;
    BoundValue bound(const std::shared_ptr<Attributes>& self, const std::string& text, std::string name) {
        return {text, std::move(name), [self, text] { return self->values.at(text); }};
    }
};

StanceProgram dropoutModule() {  // S06
    auto self = std::make_shared<Attributes>();
    const std::string drop = "L['self']._modules['drop']", training = drop + ".training", scale = "L['self'].scale";
    const std::string weight = "L['self']._modules['lin']._parameters['weight']", bias = "L['self']._modules['lin']._parameters['bias']";
    self->values = {{training, true}, {drop + ".p", 0.5}, {drop + ".inplace", false}, {scale, 3}, {weight, parameter({4, 8})}, {bias, parameter({4})}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder& r, Args a) {
        const Variable linear = r.call("aten.linear.default", {{"input", a[0]}, {"weight", a[2]}, {"bias", a[3]}});
        const bool inPlace = static_cast<bool>(a[5]);
        if (inPlace) FunctionRecorder::leave(Error{Code::Unsupported, "in place", {}});
        return r.call("aten.dropout.default", {{"input", linear}, {"p", a[4]}, {"train", static_cast<bool>(a[6])}}) * a[1];
    }), {}};
    out.spec.bound = {self->bound(self, scale, "scale"),        self->bound(self, weight, "weight"),           self->bound(self, bias, "bias"),
                      self->bound(self, drop + ".p", "p"), self->bound(self, drop + ".inplace", "inplace"), self->bound(self, training, "training")};
    out.statements = {{"f.eval()", [=] { self->values[training] = false; }},
                      {"f.train()", [=] { self->values[training] = true; }},
                      {"f.scale = 5", [=] { self->values[scale] = 5; }},
                      {"f.scale = 9", [=] { self->values[scale] = 9; }}};
    return out;
}

StanceProgram flagModule() {  // T08
    auto self = std::make_shared<Attributes>();
    self->values = {{"L['self'].flag", true}, {"L['self'].scale", 3}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder&, Args a) { return a[1] ? a[0] * a[2] : a[0] - 1; }), {}};
    out.spec.bound = {self->bound(self, "L['self'].flag", "flag"), self->bound(self, "L['self'].scale", "scale")};
    out.statements = {{"f.flag=False", [=] { self->values["L['self'].flag"] = false; }}, {"f.flag=True", [=] { self->values["L['self'].flag"] = true; }}};
    return out;
}

StanceProgram dropoutOnly() {  // T18
    auto self = std::make_shared<Attributes>();
    const std::string drop = "L['self']._modules['drop']", training = drop + ".training";
    self->values = {{training, true}, {drop + ".p", 0.5}, {drop + ".inplace", false}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder& r, Args a) {
        if (a[2]) FunctionRecorder::leave(Error{Code::Unsupported, "in place", {}});
        return r.call("aten.dropout.default", {{"input", a[0]}, {"p", a[1]}, {"train", static_cast<bool>(a[3])}}) + 1;
    }), {}};
    out.spec.bound = {self->bound(self, drop + ".p", "p"), self->bound(self, drop + ".inplace", "inplace"), self->bound(self, training, "training")};
    out.statements = {{"f.eval()", [=] { self->values[training] = false; }}, {"f.train()", [=] { self->values[training] = true; }}};
    return out;
}

StanceProgram globals() {  // U11
    auto self = std::make_shared<Attributes>();
    self->values = {{"G['K']", 2}, {"L['c']", CallValue::List{1}}, {"G['W']", Tensor::full(DType::F32, {4}, 1)}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder&, Args a) { return a[0] * a[1] + a[2][0] + a[3]; }), {}};
    out.spec.bound = {self->bound(self, "G['K']", "k"), self->bound(self, "L['c']", "c"), self->bound(self, "G['W']", "w")};
    out.statements = {{"K = 3", [=] { self->values["G['K']"] = 3; }},
                      {"K = 2", [=] { self->values["G['K']"] = 2; }},
                      {"K = 2.5", [=] { self->values["G['K']"] = 2.5; }},
                      {"c[0] = 5", [=] { self->values["L['c']"] = CallValue::List{5}; }},
                      {"W = torch.ones(1)", [=] { self->values["G['W']"] = Tensor::full(DType::F32, {1}, 1); }}};
    return out;
}

StanceProgram brokenGlobal() {  // T11
    auto self = std::make_shared<Attributes>();
    self->values = {{"G['K']", 1}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder& r, Args a) {
        const Variable y = r.call("aten.add.Tensor", {{"self", a[0]}, {"other", 1}}, "y");
        r.breakGraph("torch._dynamo.graph_break");
        return y * a[1];
    }), {}};
    out.spec.bound = {self->bound(self, "G['K']", "k")};
    out.statements = {{"K = 2", [=] { self->values["G['K']"] = 2; }}};
    return out;
}

StanceProgram linearModules() {  // U12: `use` says whose parameters the call has
    auto self = std::make_shared<Attributes>();
    const std::string weight = "L['self']._modules['lin']._parameters['weight']", bias = "L['self']._modules['lin']._parameters['bias']";
    StanceProgram out{spec({"x"}, [](FunctionRecorder& r, Args a) { return r.call("aten.linear.default", {{"input", a[0]}, {"weight", a[1]}, {"bias", a[2]}}); }), {}};
    const auto use = [=](Index outputs) {
        return [=] { self->values = {{weight, parameter({outputs, 8})}, {bias, parameter({outputs})}}; };
    };
    use(4)();
    out.spec.bound = {self->bound(self, weight, "weight"), self->bound(self, bias, "bias")};
    out.statements = {{"cs[0](*ARGS)", use(4)}, {"cs[1](*ARGS)", use(4)}, {"cs[2](*ARGS)", use(5)}};
    return out;
}

StanceProgram weightModule() {  // U13, V03
    auto self = std::make_shared<Attributes>();
    const std::string weight = "L['self']._parameters['w']";
    self->values = {{weight, parameter({4})}};
    StanceProgram out{spec({"x"}, [](FunctionRecorder&, Args a) { return a[0] * a[1]; }), {}};
    out.spec.bound = {self->bound(self, weight, "w")};
    const auto change = [=](auto edit) {
        return [=] {
            TensorArg now = **self->values[weight].template as<TensorRef>();
            edit(now);
            self->values[weight] = std::make_shared<const TensorArg>(std::move(now));
        };
    };
    const auto fresh = [=](TensorRef tensor) { return [=] { self->values[weight] = tensor; }; };
    const auto widen = [](TensorArg& now) {
        now.data = now.data.to(DType::F64);
        now.dtype = DType::F64;
    };
    TensorArg wide = tensorArg(Tensor::full(DType::F64, {4}, 1));
    wide.isParameter = true;
    out.statements = {{"f.w.data.add_(1)", change([](TensorArg&) {})},
                      {"f.w.requires_grad_(False)", change([](TensorArg& now) { now.requiresGrad = false; })},
                      {"f.w = torch.nn.Parameter(torch.ones(4), requires_grad=False)", fresh(parameter({4}, false))},
                      {"f.w = torch.nn.Parameter(torch.ones(1), requires_grad=False)", fresh(parameter({1}, false))},
                      {"f.double()", change(widen)},
                      {"f.w = torch.nn.Parameter(torch.ones(4,dtype=torch.float64), requires_grad=False)", fresh(std::make_shared<const TensorArg>(wide))}};
    return out;
}

StanceProgram convolution() {  // V08
    StanceProgram out{spec({"x"}, [](FunctionRecorder& r, Args a) {
        (void)a[1].rank();  // the module's weight is looked at before the argument
        return r.call("aten.conv2d.default", {{"input", a[0]}, {"weight", a[1]}, {"stride", std::vector<Variable>{2, 2}}});
    }), {}};
    const CallValue w = Tensor::full(DType::F32, {3, 2, 3, 3}, 1);
    out.spec.bound = {{"G['w']", "w", [w] { return w; }}};
    return out;
}

}  // namespace

std::optional<StanceProgram> stanceProgram(const std::string& id) {
    const auto plain = [](std::vector<std::string> parameters, CapturedFn run) { return StanceProgram{spec(std::move(parameters), std::move(run)), {}}; };
    const StanceProgram relayed = plain({"x"}, relay);
    const StanceProgram scaled = plain({"x", "k"}, [](FunctionRecorder&, Args a) { return a[0] * a[1]; });
    const StanceProgram added = plain({"x", "y"}, [](FunctionRecorder&, Args a) { return a[0] + a[1]; });
    const StanceProgram twoSums = plain({"x", "y"}, [](FunctionRecorder& r, Args a) { return sumOfSums(r, a[0], a[1]); });
    const StanceProgram byLength = plain({"x", "mode"}, [](FunctionRecorder&, Args a) { return a[0] + static_cast<std::int64_t>(a[1].length()); });
    const StanceProgram brokenScale = plain({"x", "k"}, [](FunctionRecorder& r, Args a) {
        const Variable y = r.call("aten.add.Tensor", {{"self", a[0]}, {"other", a[1]}}, "y");
        r.breakGraph("torch._dynamo.graph_break");
        return y * a[1];
    });
    const StanceProgram branch = plain({"x"}, [](FunctionRecorder&, Args a) { return a[0].size(0) > 5 ? a[0] * 2 : a[0] + 1; });
    const StanceProgram joined = plain({"x", "y"}, [](FunctionRecorder& r, Args a) {
        const Variable both = r.call("aten.cat.default", {{"tensors", std::vector<Variable>{a[0], a[1]}}, {"dim", 0}});
        return r.call("aten.sum.dim_IntList", {{"self", both}, {"dim", std::vector<Variable>{0}}});
    });
    const auto view = [](FunctionRecorder& r, const Variable& x, std::vector<Variable> sizes) { return r.call("aten.view.default", {{"self", x}, {"size", Variable(std::move(sizes))}}); };
    const std::map<std::string, StanceProgram> kPrograms{
        {"T10", brokenScale}, {"T17", brokenScale},
        {"T11", brokenGlobal()},
        {"T14", plain({"x"}, [](FunctionRecorder& r, Args a) {
             r.breakGraph("torch._dynamo.graph_break");
             return a[0] * 2 + 1;
         })},
        {"S04", scaled}, {"S05", scaled}, {"U30", scaled}, {"V06", scaled},
        {"S06", dropoutModule()},
        {"S10", plain({"x", "opt", "mode"}, [](FunctionRecorder&, Args a) {
             const Variable y = a[1].isNone() ? a[0] : a[0] + a[1];
             return a[2] == "add" ? y + 1 : y * 2;
         })},
        {"S11", plain({"xs", "d"}, [](FunctionRecorder&, Args a) {
             Variable s = 0;
             for (std::size_t i = 0; i < a[0].length(); ++i) s = i == 0 ? a[0][i] + 0 : s + a[0][i];
             return s * a[1].at("a");
         })},
        {"S12", added}, {"U09", added}, {"U10", added}, {"V04", added},
        {"S13", twoSums}, {"S14", twoSums},
        {"V02", plain({"longname", "y"}, [](FunctionRecorder& r, Args a) { return sumOfSums(r, a[0], a[1]); })},
        {"S16", branch}, {"S17", branch}, {"U08", branch},
        {"S18", plain({"x"}, [=](FunctionRecorder& r, Args a) {
             if (a[0].size(0) % 3 == 0) return view(r, a[0], {-1, 2}) * 3;
             return view(r, a[0], {-1, 2});
         })},
        {"S19", byLength}, {"S20", byLength}, {"T16", byLength},
        {"S26", plain({"x", "y", "z"}, [](FunctionRecorder&, Args a) { return a[0] * a[1] + a[2]; })},
        {"S28", plain({"xs"}, [](FunctionRecorder&, Args a) {
             Variable s = 0;
             for (std::size_t row = 0; row < a[0].length(); ++row)
                 for (std::size_t i = 0; i < a[0][row].length(); ++i) s = row + i == 0 ? a[0][row][i] + 0 : s + a[0][row][i];
             return s;
         })},
        {"T08", flagModule()}, {"T18", dropoutOnly()},
        {"U03", plain({"x"}, [=](FunctionRecorder& r, Args a) {
             if (a[0].size(0) == 4) return r.call("aten.select.int", {{"self", view(r, a[0], {4, -1})}, {"dim", 0}, {"index", 0}});
             return a[0];
         })},
        {"U11", globals()}, {"U12", linearModules()}, {"U13", weightModule()}, {"V03", weightModule()},
        {"U14", plain({"x", "k"}, [](FunctionRecorder& r, Args a) { return r.call("aten.slice.Tensor", {{"self", a[0]}, {"dim", 0}, {"start", 0}, {"end", a[1]}}) * 2; })},
        {"U15", plain({"x", "k"}, [](FunctionRecorder& r, Args a) { return r.call("aten.zeros.default", {{"size", std::vector<Variable>{a[1]}}}) + sum(r, a[0]); })},
        {"U16", plain({"x", "a", "b"}, [](FunctionRecorder&, Args a) { return a[0] * a[1] + a[2]; })},
        {"U17", plain({"x", "w"}, [](FunctionRecorder& r, Args a) { return r.call("aten.matmul.default", {{"self", a[0]}, {"other", a[1]}}); })},
        {"U18", joined}, {"U19", joined},
        {"U24", plain({"x", "flag"}, [](FunctionRecorder&, Args a) { return a[1] ? a[0] + 1 : a[0] - 1; })},
        {"U26", plain({"x", "y"}, [](FunctionRecorder& r, Args a) { 
             const Variable n = a[0].size(0);
             return n + a[1].size(0) < 10 ? sum(r, a[0]) + 1 : sum(r, a[1]);
          })},
        {"U27", plain({"x"}, [](FunctionRecorder& r, Args a) {
             r.check(a[0].size(0) <= 16, "the size is at most 16");
             r.check(a[0].size(0) % 2 == 0, "the size is even");
             return a[0] * 2;
         })},
        {"U31", plain({"x"}, [](FunctionRecorder& r, Args a) { return a[0] * sum(r, a[0]).item(); })},
        {"U32", plain({"x"}, [](FunctionRecorder&, Args a) { return a[0] + 1; })},
        {"V07", plain({"x", "n"}, [=](FunctionRecorder& r, Args a) { return view(r, a[0], {a[1][0], a[1][1]}); })},
        {"V08", convolution()},
        {"V09", plain({"x", "y"}, [](FunctionRecorder& r, Args a) {
             const Variable shape = a[0].sizes();
             if (shape == Variable(a[1].sizes())) return a[0] * a[1];
             return sumOfSums(r, a[0], a[1]);
         })},
        {"W01", plain({"x", "y", "z"}, [](FunctionRecorder&, Args a) { return a[0] * a[1] * a[2].at("a"); })},
    };
    if (const auto found = kPrograms.find(id); found != kPrograms.end()) return found->second;
    for (const std::string_view known : {"S01", "S02", "S03", "S07", "S08", "S09", "S15", "S21", "S22", "S23", "S24", "S25", "S27", "T01", "T02", "T03",
                                         "T04", "T05", "T06", "T07", "T09", "T12", "T13", "T15", "U01", "U02", "U04", "U05", "U06", "U07", "U20", "U22", "U23", "U25", "U28", "U29",
                                         "V01", "V05", "W02", "W03", "W04", "W05"})
        if (id == known) return relayed;
    return std::nullopt;
}

}  // namespace whittle::test
