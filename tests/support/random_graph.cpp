#include "tests/support/random_graph.h"

#include <array>
#include <bit>
#include <cmath>

#include "engine/ops/op_builder.h"
#include "engine/tensor/convert.h"

namespace whittle::test {
namespace {

const std::string& pick(Random& random, std::span<const std::string> from) {
    return from[static_cast<std::size_t>(random.below(static_cast<int>(from.size())))];
}

const std::string kOddWords[] = {"plain",       "dotted.name", "7",       "with space", "q\"uote", "back\\slash",
                                 "tab\tnew\nl", "h\xc3\xa9",   "a#b:c@d", "%x, (y) = ", "\x01",    "-inf",
                                 "from",        "module",      "in",      "nonpersistent", "return"};

// Grows one arbitrary graph.
class Arbitrary {
public:
    Arbitrary(std::uint64_t seed, int nodes, int depth = 0) : m_random(seed), m_depth(depth) {
        m_graph.name = pick(m_random, kOddWords);
        for (const char* symbol : {"s0", "s1", "u0"}) m_graph.symbols[symbol] = symbolInfo();
        for (int i = m_random.below(4); i > 0; --i)
            m_graph.metadata[pick(m_random, kOddWords)] = pick(m_random, kOddWords);
        for (int i = 1 + m_random.below(5); i > 0; --i) addInput();
        for (int i = 0; i < nodes; ++i) addNode();
        for (int i = m_random.below(5); i > 0; --i) addOutput();
    }
    Graph take() { return std::move(m_graph); }

private:
    std::int64_t integer() {
        switch (m_random.below(4)) {
            case 0: return m_random.below(10);
            case 1: return -m_random.below(1000);
            case 2: return std::numeric_limits<std::int64_t>::max();
            default: return std::numeric_limits<std::int64_t>::min();
        }
    }
    double real() {
        static constexpr double kReals[] = {0.0, -0.0, 1.0, -2.5, 1e-5, 1e300, 5e-324, 0.1, 123456789012345680.0};
        switch (m_random.below(5)) {
            case 0: return m_random.chance(50) ? INFINITY : -INFINITY;
            case 1: return std::bit_cast<double>(0x7ff8000000000000ull);
            case 2: return std::bit_cast<double>(m_random.next());
            default: return kReals[m_random.below(9)];
        }
    }
    SymInt size() {
        const SymInt s0 = SymInt::symbol("s0"), s1 = SymInt::symbol("s1"), u0 = SymInt::symbol("u0");
        switch (m_random.below(7)) {
            case 0: return s0;
            case 1: return SymInt(2) * s0 * s1 - u0 + 3;
            case 2: return floorDiv(s0 + 1, 2) * mod(s1, 4);
            case 3: return max(s0, SymInt(1)) - min(u0, s1);
            case 4: return floorDiv(s0 * s1, u0 + 1);
            default: return m_random.below(9);
        }
    }
    Device device() {
        if (m_random.chance(70)) return {};
        return m_random.chance(70) ? Device{"cuda", m_random.below(3) - 1} : Device{pick(m_random, kOddWords), 1};
    }
    Type type() {
        switch (m_random.below(8)) {
            case 0: return std::monostate{};
            case 1: return NumberType{NumberType::Kind::Int, size()};
            case 2: return NumberType{NumberType::Kind::Float, {}};
            case 3: return NumberType{NumberType::Kind::Bool, {}};
            default: break;
        }
        TensorType tensor{static_cast<DType>(m_random.below(kDTypeCount)), {}, {}, device()};
        for (int i = m_random.below(4); i > 0; --i) tensor.sizes.push_back(size());
        if (m_random.chance(20))
            for (std::size_t i = 0; i < tensor.sizes.size(); ++i) tensor.strides.push_back(size());
        return tensor;
    }
    SymbolInfo symbolInfo() {
        SymbolInfo out;
        if (m_random.chance(60)) out.min = integer();
        if (m_random.chance(60)) out.max = integer();
        if (m_random.chance(60)) out.hint = integer();
        return out;
    }
    ValueId value() {
        const std::vector<ValueId> all = m_graph.values();
        return all[static_cast<std::size_t>(m_random.below(static_cast<int>(all.size())))];
    }
    Arg arg(int depth = 0) {
        if (m_depth < 2 && m_random.chance(3)) return Arg(std::make_shared<const Graph>(Arbitrary(m_random.next(), 3, m_depth + 1).take()));
        switch (m_random.below(depth < 3 ? 14 : 11)) {
            case 0: return Arg();
            case 1: return Arg(m_random.chance(50));
            case 2: return Arg(integer());
            case 3: return Arg(real());
            case 4: return Arg(pick(m_random, kOddWords));
            case 5: return Arg(static_cast<DType>(m_random.below(kDTypeCount)));
            case 6: return Arg(device());
            case 7: return Arg(Layout::Strided);
            case 8: return Arg(static_cast<MemoryFormat>(m_random.below(4)));
            case 9:
            case 10: return Arg(value());
            default: break;
        }
        Arg::List items;
        for (int i = m_random.below(4); i > 0; --i) items.push_back(arg(depth + 1));
        return Arg(std::move(items));
    }
    OriginRef origin() {
        if (m_random.chance(30)) return nullptr;
        Origin out;
        const auto maybe = [&](std::string& field) {
            if (m_random.chance(50)) field = pick(m_random, kOddWords);
        };
        for (std::string* field : {&out.name, &out.op, &out.modulePath, &out.moduleType, &out.function, &out.code, &out.file})
            maybe(*field);
        if (m_random.chance(50)) out.file = "/home/user/net.py";
        if (m_random.chance(60)) out.line = 1 + m_random.below(1000);
        for (int i = m_random.below(3); i > 0; --i) out.from.push_back(pick(m_random, kOddWords));
        return std::make_shared<const Origin>(std::move(out));
    }
    std::string valueName() { return m_random.chance(60) ? "v" : pick(m_random, kOddWords); }

    void addInput() {
        GraphInput input;
        input.kind = static_cast<InputKind>(m_random.below(4));
        if (input.kind != InputKind::User) input.target = pick(m_random, kOddWords);
        input.persistent = input.kind != InputKind::Buffer || m_random.chance(50);
        Type inputType = type();
        if (const NumberType* number = asNumberType(inputType); number && m_random.chance(70)) {
            if (number->kind == NumberType::Kind::Int) input.data = integer();
            if (number->kind == NumberType::Kind::Float) input.data = real();
            if (number->kind == NumberType::Kind::Bool) input.data = m_random.chance(50);
        }
        m_graph.addInput(std::move(input), valueName(), std::move(inputType));
    }
    void addNode() {
        // Known operators print by position, others by name; arguments come in any order and number.
        static const std::string kOps[] = {"_operator.add", "aten.sym_size.int", "my::custom.op", "aten.nothing.default",
                                           "aten.sym_constrain_range_for_size.default", "plain"};
        static const std::string kArgNames[] = {"a", "b", "self", "dim", "size", "min", "max", "odd name", "7"};
        Graph::NodeSpec spec;
        spec.op = pick(m_random, kOps);
        if (m_random.chance(50)) spec.name = pick(m_random, kOddWords);
        for (const std::string& name : kArgNames)
            if (m_random.chance(35)) spec.args.push_back({name, arg()});
        if (m_random.chance(20) && spec.args.size() > 1) std::swap(spec.args.front(), spec.args.back());
        for (int i = m_random.below(4); i > 0; --i) spec.outputTypes.push_back(type());
        if (m_random.chance(50))
            for (std::size_t i = 0; i < spec.outputTypes.size(); ++i) spec.outputNames.push_back(valueName());
        spec.origin = origin();
        m_graph.addNode(std::move(spec));
    }
    void addOutput() {
        GraphOutput output{arg(), static_cast<OutputKind>(m_random.below(3)), {}};
        if (output.kind != OutputKind::User) output.target = pick(m_random, kOddWords);
        m_graph.addOutput(std::move(output));
    }

    Random m_random;
    int m_depth;  // graphs around this one
    Graph m_graph;
};

Tensor randomTensor(Random& random, DType dtype, const Sizes& sizes) {
    Tensor out = Tensor::empty(dtype, sizes);
    visitDType(dtype, [&](auto tag) {
        using T = decltype(tag);
        T* data = out.mutableData<T>();
        for (Index i = 0, n = out.numel(); i < n; ++i)
            data[i] = convertTo<T>(static_cast<float>(random.below(2001) - 1000) / 250.0f);
    });
    return out;
}

}  // namespace

std::uint64_t Random::next() {
    m_state ^= m_state >> 12;
    m_state ^= m_state << 25;
    m_state ^= m_state >> 27;
    return m_state * 0x2545f4914f6cdd1dull;
}

Graph randomGraph(std::uint64_t seed, int nodes) { return Arbitrary(seed, nodes).take(); }

Graph randomProgram(std::uint64_t seed, int nodes) {
    Random random(seed);
    Graph graph;
    graph.name = fmt::format("random_{}", seed);
    std::vector<ValueId> pool;
    const Sizes shapes[] = {{4, 4}, {4, 4}, {1, 4}, {4}};
    for (int i = 0; i < 3; ++i) {
        GraphInput input;
        if (i == 2) {
            input.kind = InputKind::Parameter;
            input.target = "weight";
        }
        const Tensor data = randomTensor(random, DType::F32, shapes[random.below(4)]);
        input.data = data;
        pool.push_back(graph.addInput(std::move(input), fmt::format("x{}", i), typeOf(Datum(data))));
    }
    Origin origin;
    origin.file = "random.py";
    origin.line = 1;
    OpBuilder build(graph, std::make_shared<const Origin>(origin));
    const auto any = [&] { return pool[static_cast<std::size_t>(random.below(static_cast<int>(pool.size())))]; };
    const auto add = [&](std::string_view op, std::vector<NamedArg> args) {
        if (!findOp(op)) return;
        // Operands whose sizes do not fit are refused by the type rule: that draw gives no node.
        if (const auto made = build.one(op, std::move(args))) pool.push_back(*made);
    };
    static constexpr std::string_view kUnary[] = {"aten.relu.default", "aten.sigmoid.default", "aten.tanh.default",
                                                  "aten.neg.default", "aten.abs.default", "aten.exp.default"};
    static constexpr std::string_view kBinary[] = {"aten.add.Tensor", "aten.sub.Tensor", "aten.mul.Tensor",
                                                   "aten.maximum.default"};
    for (int i = 0; i < nodes; ++i) switch (random.below(6)) {
            case 0:
            case 1: add(kUnary[random.below(6)], {{"self", any()}}); break;
            case 2:
            case 3: add(kBinary[random.below(4)], {{"self", any()}, {"other", any()}}); break;
            case 4: add("aten.sum.dim_IntList", {{"self", any()}, {"dim", Arg::List{Arg(-1)}}, {"keepdim", true}}); break;
            default: add("aten.permute.default", {{"self", any()}, {"dims", Arg::List{Arg(1), Arg(0)}}}); break;
        }
    graph.addOutput({pool.back(), OutputKind::User, {}});
    graph.addOutput({any(), OutputKind::User, {}});
    return graph;
}

}  // namespace whittle::test
