// Recurrent networks over whole sequences, and their single steps. Short sequences of known length decompose into
// linear and pointwise operators, as PyTorch does; the reference kernel takes any. Proof: tests/golden/ops/recurrent.
#include <cmath>

#include "engine/ops/all_ops.h"
#include "engine/ops/compute.h"
#include "engine/ops/positions.h"
#include "engine/ops/sizes.h"
#include "engine/ops/steps.h"

namespace whittle::ops {
namespace {

enum class Cell { Lstm, Gru, Tanh, Relu };

Cell cellOf(const OpCall& call) {
    const std::string_view op = call.schema().name;
    if (op.starts_with("lstm")) return Cell::Lstm;
    if (op.starts_with("gru")) return Cell::Gru;
    return op.starts_with("rnn_relu") ? Cell::Relu : Cell::Tanh;
}

int gatesOf(Cell cell) { return cell == Cell::Lstm ? 4 : cell == Cell::Gru ? 3 : 1; }

// --- what a call describes ---

struct Network {
    Cell cell;
    int layers = 1, directions = 1;
    bool biases = true, batchFirst = false, projects = false;
    std::size_t perLayer() const { return (biases ? 4U : 2U) + (projects ? 1U : 0U); }
    int timeDim() const { return batchFirst ? 1 : 0; }
};

Result<void> needSizes(const OpCall& call, std::string_view what, const TensorType& type, const SymSizes& want) {
    bool same = type.sizes.size() == want.size();
    for (std::size_t i = 0; same && i < want.size(); ++i) same = !differ(type.sizes[i], want[i]);
    if (same) return {};
    return fail(Code::Shape, "{}.4: {} is {}, sizes {} are needed", call.schema().name, what, type.text(), sizesText(want));
}

struct States {
    TensorType hidden, cell;  // cell only of an lstm
};

Result<States> statesOf(const OpCall& call, Cell cell) {
    if (cell != Cell::Lstm) return States{call.type("hx"), {}};
    const auto types = call.listTypes("hx");
    if (types.size() != 2) return fail(Code::Argument, "{}.1: expects two hidden states, got {}", call.schema().name, types.size());
    return States{*types[0], *types[1]};
}

Result<Network> networkOf(const OpCall& call) {
    const std::string_view op = call.schema().name;
    Network net{cellOf(call), 1, call.flag("bidirectional") ? 2 : 1, call.flag("has_biases"), call.flag("batch_first"), false};
    WHITTLE_TRY(const std::int64_t layers, call.integer("num_layers"));
    if (layers < 1 || layers > 10000) return fail(Code::Argument, "{}.2: num_layers must be positive, it is {}", op, layers);
    net.layers = static_cast<int>(layers);
    WHITTLE_TRY(const States states, statesOf(call, net.cell));
    const TensorType& input = call.type("input");
    if (input.rank() != 3 || !isFloating(input.dtype)) return fail(Code::Shape, "{}.3: expected a floating input of rank 3, got {}", op, input.text());
    if (layers > 1 && call.flag("train") && call.number("dropout") > 0)
        return fail(Code::Unsupported, "{}.5: dropout between layers while training draws random numbers; export in eval mode", op);
    net.projects = net.cell == Cell::Lstm && states.hidden.rank() == 3 && states.cell.rank() == 3 && differ(states.hidden.sizes[2], states.cell.sizes[2]);
    const auto params = call.listTypes("params");
    if (params.size() != net.perLayer() * static_cast<std::size_t>(net.layers * net.directions))
        return fail(Code::Argument, "{}.6: got an incorrect number of RNN parameters: {} for {} layers in {} directions", op, params.size(), net.layers, net.directions);
    // All weights against the sizes that the first recurrent one says.
    if (params[1]->rank() != 2) return fail(Code::Shape, "{}.4: a recurrent weight is {}, a matrix is needed", op, params[1]->text());
    const SymInt gates = params[1]->sizes[0], state = params[1]->sizes[1], batch = input.sizes[net.batchFirst ? 0 : 1];
    const SymInt hidden = net.cell == Cell::Lstm && states.cell.rank() == 3 ? states.cell.sizes[2] : state;
    const SymInt stacked = net.layers * net.directions;
    WHITTLE_TRY_VOID(needSizes(call, "the hidden state", states.hidden, {stacked, batch, state}));
    if (net.cell == Cell::Lstm) WHITTLE_TRY_VOID(needSizes(call, "the cell state", states.cell, {stacked, batch, hidden}));
    if (differ(gates, hidden * gatesOf(net.cell))) return fail(Code::Shape, "{}.4: {} gates for a hidden size of {}", op, gates.text(), hidden.text());
    for (std::size_t k = 0; k < params.size(); k += net.perLayer()) {
        const bool first = k < net.perLayer() * static_cast<std::size_t>(net.directions);
        WHITTLE_TRY_VOID(needSizes(call, "an input weight", *params[k], {gates, first ? input.sizes[2] : state * net.directions}));
        WHITTLE_TRY_VOID(needSizes(call, "a recurrent weight", *params[k + 1], {gates, state}));
        for (std::size_t b = 2; net.biases && b < 4; ++b) WHITTLE_TRY_VOID(needSizes(call, "a bias", *params[k + b], {gates}));
        if (net.projects) WHITTLE_TRY_VOID(needSizes(call, "a projection", *params[k + net.perLayer() - 1], {state, hidden}));
    }
    for (const TensorType* param : params)
        if (param->dtype != input.dtype) return fail(Code::Type, "{}.7: the input is {} but a parameter {}", op, input.text(), param->text());
    return net;
}

Result<Types> networkType(const OpCall& call) {
    WHITTLE_TRY(const Network net, networkOf(call));
    WHITTLE_TRY(const States states, statesOf(call, net.cell));
    const TensorType& input = call.type("input");
    TensorType out = withSizes(input, input.sizes);
    out.sizes[2] = states.hidden.sizes[2] * net.directions;
    Types types{out, withSizes(states.hidden, states.hidden.sizes)};
    if (net.cell == Cell::Lstm) types.push_back(withSizes(states.cell, states.cell.sizes));
    return types;
}

// --- reference ---

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// The parameters of one layer in one direction, row-major in T.
template <class T>
struct Layer {
    std::vector<Tensor> params;
    Index inputs, state, hidden;
    const T* at(std::size_t i) const { return i < params.size() ? params[i].template data<T>() : nullptr; }
};

template <class T>
double dotRow(const T* row, const T* x, Index count) {
    double sum = 0;
    for (Index i = 0; i < count; ++i) sum += static_cast<double>(row[i]) * static_cast<double>(x[i]);
    return sum;
}

/// One step of one row of the batch: reads x, updates h and (lstm) c.
template <class T>
void stepRow(const Network& net, const Layer<T>& layer, const T* x, T* h, T* c) {
    const Index gates = layer.hidden * gatesOf(net.cell);
    std::vector<double> in(static_cast<std::size_t>(gates)), back(static_cast<std::size_t>(gates));
    for (Index g = 0; g < gates; ++g) {
        const auto k = static_cast<std::size_t>(g);
        in[k] = dotRow(layer.at(0) + g * layer.inputs, x, layer.inputs) + (net.biases ? static_cast<double>(layer.at(2)[g]) : 0.0);
        back[k] = dotRow(layer.at(1) + g * layer.state, h, layer.state) + (net.biases ? static_cast<double>(layer.at(3)[g]) : 0.0);
    }
    std::vector<T> next(static_cast<std::size_t>(layer.hidden));
    for (Index j = 0; j < layer.hidden; ++j) {
        const auto gate = [&](Index g) { return static_cast<std::size_t>(g * layer.hidden + j); };
        const auto both = [&](Index g) { return in[gate(g)] + back[gate(g)]; };
        double y = 0;
        switch (net.cell) {
            case Cell::Lstm: {
                const double cell = sigmoid(both(1)) * static_cast<double>(c[j]) + sigmoid(both(0)) * std::tanh(both(2));
                c[j] = static_cast<T>(cell);
                y = sigmoid(both(3)) * std::tanh(cell);
                break;
            }
            case Cell::Gru: {
                const double n = std::tanh(in[gate(2)] + sigmoid(both(0)) * back[gate(2)]);
                y = n + sigmoid(both(1)) * (static_cast<double>(h[j]) - n);
                break;
            }
            case Cell::Tanh: y = std::tanh(both(0)); break;
            case Cell::Relu: y = both(0) < 0 ? 0 : both(0); break;
        }
        next[static_cast<std::size_t>(j)] = static_cast<T>(y);
    }
    for (Index j = 0; j < layer.state; ++j)
        h[j] = net.projects ? static_cast<T>(dotRow(layer.params.back().template data<T>() + j * layer.hidden, next.data(), layer.hidden))
                            : next[static_cast<std::size_t>(j)];
}

template <class T>
void runNetwork(KernelCall& call, const Network& net, DType compute) {
    const auto params = call.tensors("params");
    const auto states = net.cell == Cell::Lstm ? call.tensors("hx") : std::vector<const Tensor*>{&call.tensor("hx")};
    Tensor sequence = dense(call.tensor("input"), compute);
    const Index time = sequence.dim(net.timeDim()), batch = sequence.dim(1 - net.timeDim());
    const Index state = states[0]->dim(2), hidden = net.cell == Cell::Lstm ? states[1]->dim(2) : state;
    Tensor h = dense(*states[0], compute), c = net.cell == Cell::Lstm ? dense(*states[1], compute) : Tensor();
    T* hData = h.mutableData<T>();
    T* cData = c.defined() ? c.mutableData<T>() : nullptr;
    for (int l = 0; l < net.layers; ++l) {
        const Index inputs = sequence.dim(2), outputs = state * net.directions;
        Tensor next = Tensor::empty(compute, {sequence.dim(0), sequence.dim(1), outputs});
        T* to = next.mutableData<T>();
        for (int d = 0; d < net.directions; ++d) {
            const int k = l * net.directions + d;
            Layer<T> layer{{}, inputs, state, hidden};
            for (std::size_t p = 0; p < net.perLayer(); ++p)
                layer.params.push_back(dense(*params[static_cast<std::size_t>(k) * net.perLayer() + p], compute));
            for (Index t = 0; t < time; ++t)
                for (Index b = 0; b < batch; ++b) {
                    const Index at = d == 0 ? t : time - 1 - t, row = net.batchFirst ? b * time + at : at * batch + b;
                    T* hRow = hData + (k * batch + b) * state;
                    stepRow<T>(net, layer, sequence.data<T>() + row * inputs, hRow, cData ? cData + (k * batch + b) * hidden : nullptr);
                    std::copy_n(hRow, state, to + row * outputs + d * state);
                }
        }
        sequence = next;
    }
    // PyTorch runs time first and shows the result with the batch first.
    const Index width = sequence.dim(2);
    if (net.batchFirst) sequence = laidOutAs(sequence, sequence.asStrided(sequence.sizes(), {width, batch * width, 1}, 0));
    finish(call, 0, sequence);
    finish(call, 1, h);
    if (c.defined()) finish(call, 2, c);
}

Result<void> networkReference(KernelCall& call) {
    WHITTLE_TRY(const Network net, networkOf(call));
    const DType compute = computeDType(call.outputType().dtype);
    visitFloat(compute, [&](auto tag) { runNetwork<decltype(tag)>(call, net, compute); });
    return {};
}

// --- decomposition ---

struct Step {
    ValueId h, c;
};

/// One step in operators. `in` holds the input's part of the gates; w_hh and b_hh give the state's.
Step stepOf(Steps& steps, Cell cell, ValueId in, Step state, const Arg& weight, const Arg& bias) {
    const auto add = [&](ValueId a, ValueId b) { return steps("aten.add.Tensor", {a, b}); };
    const auto mul = [&](ValueId a, ValueId b) { return steps("aten.mul.Tensor", {a, b}); };
    const auto sigmoidOf = [&](ValueId x) { return steps("aten.sigmoid.default", {x}); };
    const auto tanhOf = [&](ValueId x) { return steps("aten.tanh.default", {x}); };
    const auto split = [&](ValueId x, int count) { return steps.several("aten.chunk.default", {x, count, -1}, static_cast<std::size_t>(count)); };
    const ValueId back = steps("aten.linear.default", {state.h, weight, bias});
    if (cell == Cell::Lstm) {
        const auto gate = split(add(in, back), 4);
        const ValueId c = add(mul(sigmoidOf(gate[1]), state.c), mul(sigmoidOf(gate[0]), tanhOf(gate[2])));
        return {mul(sigmoidOf(gate[3]), tanhOf(c)), c};
    }
    if (cell == Cell::Gru) {
        const auto a = split(in, 3), b = split(back, 3);
        const ValueId reset = sigmoidOf(add(a[0], b[0])), update = sigmoidOf(add(a[1], b[1]));
        const ValueId fresh = tanhOf(add(a[2], mul(reset, b[2])));
        return {add(mul(steps("aten.sub.Tensor", {state.h, fresh}), update), fresh), {}};
    }
    const ValueId sum = add(in, back);
    return {cell == Cell::Tanh ? tanhOf(sum) : steps("aten.relu.default", {sum}), {}};
}

Result<std::vector<ValueId>> networkDecompose(const OpCall& call, OpBuilder& build) {
    WHITTLE_TRY(const Network net, networkOf(call));
    const TensorType& input = call.type("input");
    const auto time = input.sizes[static_cast<std::size_t>(net.timeDim())].constant();
    constexpr std::int64_t kMostSteps = 256;  // a step is a dozen nodes
    if (!time || *time < 1 || *time * net.layers * net.directions > kMostSteps)
        return fail(Code::Unsupported, "{}.8: {} steps are not written out one by one", call.schema().name, input.sizes[static_cast<std::size_t>(net.timeDim())].text());
    Steps steps(call, build);
    const Arg::List& params = *call.arg("params").as<Arg::List>();
    const auto stateOf = [&](const ValueId all, int k) { return steps("aten.select.int", {all, 0, k}); };
    const bool lstm = net.cell == Cell::Lstm;
    const ValueId h0 = lstm ? *(*call.arg("hx").as<Arg::List>())[0].as<ValueId>() : steps.value("hx");
    const ValueId c0 = lstm ? *(*call.arg("hx").as<Arg::List>())[1].as<ValueId>() : ValueId();
    ValueId sequence = steps.value("input");
    if (net.batchFirst) sequence = steps("aten.transpose.int", {sequence, 0, 1});
    Arg::List hidden, cells;
    for (int l = 0; l < net.layers && steps.ok(); ++l) {
        Arg::List directions;
        for (int d = 0; d < net.directions; ++d) {
            const int k = l * net.directions + d;
            const auto param = [&](std::size_t i) { return params[static_cast<std::size_t>(k) * net.perLayer() + i]; };
            const Arg none;
            const ValueId in = steps("aten.linear.default", {sequence, param(0), net.biases ? param(2) : none});
            const auto parts = steps.several("aten.unbind.int", {in, 0}, static_cast<std::size_t>(*time));
            Step state{stateOf(h0, k), lstm ? stateOf(c0, k) : ValueId()};
            std::vector<Arg> outputs(static_cast<std::size_t>(*time));
            for (std::int64_t t = 0; t < *time; ++t) {
                const auto at = static_cast<std::size_t>(d == 0 ? t : *time - 1 - t);
                state = stepOf(steps, net.cell, parts[at], state, param(1), net.biases ? param(3) : none);
                if (net.projects) state.h = steps("aten.linear.default", {state.h, param(net.perLayer() - 1)});
                outputs[at] = state.h;
            }
            directions.push_back(steps("aten.stack.default", {Arg(Arg::List(outputs)), 0}));
            hidden.push_back(state.h);
            if (lstm) cells.push_back(state.c);
        }
        sequence = directions.size() == 1 ? *directions[0].as<ValueId>() : steps("aten.cat.default", {Arg(std::move(directions)), 2});
    }
    if (net.batchFirst) sequence = steps("aten.transpose.int", {sequence, 0, 1});
    std::vector<ValueId> out{sequence, steps("aten.stack.default", {Arg(std::move(hidden)), 0})};
    if (lstm) out.push_back(steps("aten.stack.default", {Arg(std::move(cells)), 0}));
    return steps.done(std::move(out));
}

Result<std::vector<ValueId>> cellDecompose(const OpCall& call, OpBuilder& build) {
    const Cell cell = cellOf(call);
    Step state;
    if (cell == Cell::Lstm) {
        const Arg::List* hx = call.arg("hx").as<Arg::List>();
        if (!hx || hx->size() != 2) return fail(Code::Argument, "lstm_cell.1: expects two hidden states");
        state = {*(*hx)[0].as<ValueId>(), *(*hx)[1].as<ValueId>()};
    } else {
        state.h = valueArg(call, "hx");
    }
    if (call.type("input").rank() < 2)
        return fail(Code::Shape, "{}.3: the input is {}, a row for each of the batch is needed", call.schema().name, call.type("input").text());
    Steps steps(call, build);
    const ValueId in = steps("aten.linear.default", {call.arg("input"), call.arg("w_ih"), call.arg("b_ih")});
    const Step next = stepOf(steps, cell, in, state, call.arg("w_hh"), call.arg("b_hh"));
    std::vector<ValueId> out{next.h};
    if (cell == Cell::Lstm) out.push_back(next.c);
    return steps.done(std::move(out));
}

#define WHITTLE_NETWORK(op, hx, result, text) \
    {.name = "aten." op ".input", .schema = op ".input(Tensor input, " hx " hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> " result, \
     .summary = text, .inferType = networkType, .reference = networkReference, .decompose = networkDecompose}
#define WHITTLE_CELL(op, hx, result, text) \
    {.name = "aten." op ".default", .schema = op "(Tensor input, " hx " hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> " result, \
     .summary = text, .inferType = decomposedType, .decompose = cellDecompose}

constexpr OpDef kOps[] = {
    WHITTLE_NETWORK("lstm", "Tensor[]", "(Tensor, Tensor, Tensor)", "Layers of long short-term memory over a sequence; the last hidden and cell states."),
    WHITTLE_NETWORK("gru", "Tensor", "(Tensor, Tensor)", "Layers of gated recurrent units over a sequence; the last hidden states."),
    WHITTLE_NETWORK("rnn_tanh", "Tensor", "(Tensor, Tensor)", "Layers of plain recurrent units with tanh over a sequence; the last hidden states."),
    WHITTLE_NETWORK("rnn_relu", "Tensor", "(Tensor, Tensor)", "Layers of plain recurrent units with relu over a sequence; the last hidden states."),
    WHITTLE_CELL("lstm_cell", "Tensor[]", "(Tensor, Tensor)", "One step of long short-term memory: hidden and cell state."),
    WHITTLE_CELL("gru_cell", "Tensor", "Tensor", "One step of a gated recurrent unit."),
    WHITTLE_CELL("rnn_tanh_cell", "Tensor", "Tensor", "One step of a plain recurrent unit with tanh."),
    WHITTLE_CELL("rnn_relu_cell", "Tensor", "Tensor", "One step of a plain recurrent unit with relu."),
};

#undef WHITTLE_CELL
#undef WHITTLE_NETWORK

}  // namespace

std::span<const OpDef> recurrentOps() { return kOps; }

}  // namespace whittle::ops
