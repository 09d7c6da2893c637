#include "tests/support/op_case.h"

#include <limits>

#include "engine/eager/interpreter.h"
#include "engine/ops/kernel_call.h"
#include "engine/ops/op_builder.h"
#include "tests/support/test.h"

namespace whittle::test {
namespace {

// Reads one line. The lines stand in tests, so a mistake in one ends the test program.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    const OpDef& op() { return *need(findOp(upTo("(")), "an operator"); }

    std::vector<NamedArg> args(const OpDef& op, Graph& graph) {
        const Schema& schema = *findSchema(op.name);
        std::vector<NamedArg> out;
        while (!eat(")")) {
            std::string name;
            const std::string_view rest = m_text;
            const std::string_view word = identifier();
            if (!word.empty() && eat("=")) name = word;
            else m_text = rest;
            if (name.empty()) name = schema.args.at(out.size()).name;
            out.push_back({name, value(graph)});
            eat(",");
        }
        return out;
    }

private:
    template <class T>
    const T* need(const T* found, std::string_view what) {
        if (!found) qFatal("op case: expected %s at '%s'", std::string(what).c_str(), std::string(m_text).c_str());
        return found;
    }
    bool eat(std::string_view token) {
        while (m_text.starts_with(' ')) m_text.remove_prefix(1);
        if (!m_text.starts_with(token)) return false;
        m_text.remove_prefix(token.size());
        return true;
    }
    std::string_view upTo(std::string_view stops) {
        eat("");
        const std::size_t end = m_text.find_first_of(stops);
        const std::string_view out = m_text.substr(0, end);
        m_text.remove_prefix(std::min(m_text.size(), out.size() + 1));
        return out;
    }
    std::string_view identifier() {
        eat("");
        std::size_t end = 0;
        while (end < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[end])) || m_text[end] == '_')) ++end;
        const std::string_view out = m_text.substr(0, end);
        if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0]))) return {};
        m_text.remove_prefix(end);
        return out;
    }

    Arg value(Graph& graph) {
        if (eat("[")) {
            Arg::List list;
            while (!eat("]")) {
                list.push_back(value(graph));
                eat(",");
            }
            return list;
        }
        if (eat("\"")) return std::string(upTo("\""));
        if (eat("sym(")) return graph.addInput({}, "n", NumberType{NumberType::Kind::Int, declared(graph, upTo(")"))});
        if (eat("-inf")) return -std::numeric_limits<double>::infinity();
        if (const std::string_view word = identifier(); !word.empty()) {
            if (word == "true" || word == "false") return word == "true";
            if (word == "none") return {};
            if (word == "cpu") return Device{};
            if (word == "int64_max") return std::numeric_limits<std::int64_t>::max();
            const std::optional<DType> dtype = parseDType(word);
            if (!dtype) qFatal("op case: unknown word '%s'", std::string(word).c_str());
            return eat("[") ? tensor(graph, *dtype) : Arg(*dtype);
        }
        return number();
    }

    SymInt declared(Graph& graph, std::string_view text) {
        const Result<SymInt> size = parseSymInt(text);
        if (!size) qFatal("op case: bad size '%s'", std::string(text).c_str());
        for (const std::string& symbol : size->symbols()) graph.symbols[symbol];
        return *size;
    }

    Arg number() {
        const std::size_t end = std::min(m_text.find_first_of(",)]}"), m_text.size());
        const std::string text(m_text.substr(0, end));
        m_text.remove_prefix(end);
        if (text.find_first_of(".e") != std::string::npos) return std::stod(text);
        return static_cast<std::int64_t>(std::stoll(text));
    }

    Arg tensor(Graph& graph, DType dtype) {
        TensorType type{dtype, {}, {}, {}};
        Sizes sizes;
        while (!eat("]")) {
            const std::size_t end = m_text.find_first_of(",]");
            type.sizes.push_back(declared(graph, m_text.substr(0, end)));
            sizes.push_back(type.sizes.back().constant().value_or(0));
            m_text.remove_prefix(end);
            eat(",");
        }
        std::vector<double> elements;
        if (eat("{"))
            while (!eat("}")) {
                const std::size_t end = m_text.find_first_of(",}");
                elements.push_back(std::stod(std::string(m_text.substr(0, end))));
                m_text.remove_prefix(end);
                eat(",");
            }
        else
            for (Index i = 0; i < elementCount(sizes); ++i) elements.push_back(static_cast<double>(i));
        GraphInput input;
        input.data = Tensor::of(std::span<const double>(elements), sizes).to(dtype);
        return graph.addInput(std::move(input), "t", type);
    }

    std::string_view m_text;
};

struct Case {
    Graph graph;
    const OpDef* op = nullptr;
    std::vector<NamedArg> args;
};

Case read(std::string_view text) {
    Case out;
    Reader reader(text);
    out.op = &reader.op();
    out.args = reader.args(*out.op, out.graph);
    return out;
}

template <class T>
QString failed(const Result<T>& result) {
    return describe(result);
}

QString outputsText(const std::vector<Datum>& outputs) {
    QStringList parts;
    for (const Datum& datum : outputs) {
        QString part = toQ(describe(datum));
        if (const Tensor* tensor = asTensor(datum))
            for (Index i = 0; i < tensor->numel(); ++i) {
                const double x = tensor->flat(i);
                part += x != x ? " nan" : toQ(fmt::format(" {:.4g}", x));  // the sign of a NaN means nothing
            }
        parts << part;
    }
    return parts.join("; ");
}

}  // namespace

QString opTypes(std::string_view text) {
    const Case given = read(text);
    const auto types = inferTypes(*given.op, given.args, [&](ValueId id) -> const Type& { return given.graph.type(id); });
    if (!types) return failed(types);
    QStringList parts;
    for (const Type& type : *types) parts << toQ(typeText(type));
    return parts.join(", ");
}

Result<std::vector<Datum>> opOutputs(std::string_view text, std::uint64_t seed, Precision precision) {
    const Case given = read(text);
    std::map<ValueId, Datum> data;
    std::map<ValueId, Type> types;
    for (const GraphInput& input : given.graph.inputs()) {
        const Tensor* tensor = asTensor(input.data);
        const bool widen = precision == Precision::Float64 && tensor;
        data[input.value] = widen ? Datum(tensor->to(wideDType(tensor->dtype()))) : input.data;
        types[input.value] = typeOf(data[input.value]);
    }
    Generator generator(seed);
    KernelContext context(precision);
    context.generator = &generator;
    context.recorded = [&](ValueId id) -> const Type& { return given.graph.type(id); };
    WHITTLE_TRY(KernelCall call, KernelCall::prepare(*given.op, given.args, [&](ValueId id) -> const Type& { return types[id]; },
                                                     [&](ValueId id) -> const Datum& { return data[id]; }, context));
    WHITTLE_TRY_VOID(call.run());
    return call.takeOutputs();
}

QString opRun(std::string_view text, Precision precision) {
    if (!read(text).op->reference) return opDecomposed(text, precision);
    const auto outputs = opOutputs(text, 0, precision);
    return outputs ? outputsText(*outputs) : failed(outputs);
}

QString opDecomposed(std::string_view text, Precision precision) {
    Case given = read(text);
    OpBuilder build(given.graph, std::make_shared<const Origin>(), NodeId(), precision);
    const auto outputs = build.decompose(*given.op, given.args);
    if (!outputs) return failed(outputs);
    for (const ValueId id : *outputs) given.graph.addOutput({.value = id});
    InterpretOptions options;
    options.precision = precision;
    const auto result = interpret(given.graph, {}, options);
    if (!result) return failed(result);
    return outputsText(result->outputs);
}

}  // namespace whittle::test
