#include "engine/formats/export_write.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/formats/export_meta.h"
#include "engine/formats/export_newer.h"
#include "engine/formats/export_origin.h"
#include "engine/formats/export_scan.h"
#include "engine/formats/sympy_expr.h"
#include "engine/ops/check.h"

namespace whittle {
namespace {

// Metadata that the program says in a place of its own; everything else is kept as the user's.
const std::set<std::string_view> kPlaced = {"torch_version", "dialect", "schema_version", "in_spec", "out_spec", "forward_arg_names"};

SymSizes stridesOf(const TensorType& type) {
    if (!type.strides.empty()) return type.strides;
    SymSizes out(type.sizes.size());
    SymInt step(1);
    for (std::size_t i = out.size(); i-- > 0; step = step * type.sizes[i]) out[i] = step;
    return out;
}

class Writer {
public:
    Writer(const Graph& graph, const ProgramCall& call, ExportSchema schema)
        : m_graph(graph), m_call(call), m_new(schema == ExportSchema::V8_20),
          m_json(m_new ? JsonWriter::NonFinite::Quoted : JsonWriter::NonFinite::Bare) {}

    Result<std::string> write() {
        m_json.object([&] {
            m_json.key("graph_module").object([&] { graphModule(); });
            m_json.key("opset_version").object([&] { m_json.key("aten").integer(10); });
            m_json.key("range_constraints").object([&] { ranges(); });
            m_json.key("schema_version").object([&] {
                m_json.key("major").integer(8);
                m_json.key("minor").integer(m_new ? 20 : 2);
            });
            m_json.key("verifiers").array([&] { words(metadata("dialect", "TRAINING"), ' '); });
            m_json.key("torch_version").text(metadata("torch_version", m_new ? "2.14.1" : "2.6.0"));
            // 8.2 does not say what tracing assumed; an empty list here would claim that it assumed nothing.
            if (m_new && metadata("schema_version", "") != "8.2") m_json.key("guards_code").array([&] { words(metadata("guards", ""), '\n'); });
            if (m_new) newer("program.");
        });
        if (m_error) return std::unexpected(*std::move(m_error));
        return m_json.take();
    }

private:
    using Text = std::string_view;

    void refuse(std::unexpected<Error> error) {
        if (!m_error) m_error = std::move(error).error();
    }
    std::string metadata(const char* key, const char* otherwise) const {
        const auto found = m_graph.metadata.find(key);
        return found == m_graph.metadata.end() ? otherwise : found->second;
    }
    void words(const std::string& text, char separator) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(separator, at), text.size());
            m_json.text(Text(text).substr(at, end - at));
            at = end + 1;
        }
    }

    // ---- pieces ----

    template <class F>
    void tagged(Text tag, F&& payload) {
        m_json.object([&] {
            m_json.key(tag);
            payload();
        });
    }
    void none() { tagged("as_none", [&] { m_json.boolean(true); }); }
    void named(Text name) {
        m_json.object([&] { m_json.key("name").text(name); });
    }
    const std::string& nameOf(ValueId id) const { return m_now->value(id).name; }

    void size(const SymInt& value) {
        if (const auto constant = value.constant()) return tagged("as_int", [&] { m_json.integer(*constant); });
        const auto hint = value.evaluate([&](Text symbol) -> std::optional<std::int64_t> {
            const auto found = m_graph.symbols.find(std::string(symbol));
            return found == m_graph.symbols.end() ? std::nullopt : found->second.hint;
        });
        tagged("as_expr", [&] {
            m_json.object([&] {
                m_json.key("expr_str").text(printSympy(value));
                if (hint) m_json.key("hint"), tagged("as_int", [&] { m_json.integer(*hint); });
                else if (m_new) m_json.key("hint").null();
            });
        });
    }
    void device(const Device& value) {
        m_json.object([&] {
            m_json.key("type").text(value.type);
            if (value.index >= 0) m_json.key("index").integer(value.index);
            else if (m_new) m_json.key("index").null();
        });
    }
    void tensorMeta(const TensorType& type, bool requiresGrad) {
        m_json.object([&] {
            m_json.key("dtype").integer(exportNumber(type.dtype));
            m_json.key("sizes").array([&] { for (const SymInt& s : type.sizes) size(s); });
            m_json.key("requires_grad").boolean(requiresGrad);
            m_json.key("device"), device(type.device);
            m_json.key("strides").array([&] { for (const SymInt& s : stridesOf(type)) size(s); });
            m_json.key("storage_offset"), size(SymInt(0));
            m_json.key("layout").integer(exportNumber(Layout::Strided));
        });
    }

    // ---- arguments ----

    /// A value as an argument or a result: {"as_tensor": {"name": n}} or {"as_sym_int": {"as_name": n}}.
    void value(ValueId id) {
        const Type& type = m_now->type(id);
        if (std::holds_alternative<std::monostate>(type)) return none();
        const NumberType* number = asNumberType(type);
        if (!number) return tagged("as_tensor", [&] { named(nameOf(id)); });
        constexpr Text kTags[] = {"as_sym_int", "as_sym_float", "as_sym_bool"};  // by kind
        tagged(kTags[static_cast<int>(number->kind)], [&] { tagged("as_name", [&] { m_json.text(nameOf(id)); }); });
    }

    void argument(const Arg& arg, const SchemaArg* wanted) {
        if (arg.isNone()) return none();
        if (const auto* id = arg.as<ValueId>()) return value(*id);
        if (const auto* list = arg.as<Arg::List>()) return listArgument(*list, wanted);
        if (const auto* inner = arg.as<GraphRef>()) return innerGraph(**inner, wanted && wanted->singleResult);
        if (const auto* v = arg.as<bool>()) return tagged("as_bool", [&] { m_json.boolean(*v); });
        if (const auto* v = arg.as<std::int64_t>()) return tagged("as_int", [&] { m_json.integer(*v); });
        if (const auto* v = arg.as<double>()) return tagged("as_float", [&] { m_json.real(*v); });
        if (const auto* v = arg.as<std::string>()) return tagged("as_string", [&] { m_json.text(*v); });
        if (const auto* v = arg.as<DType>()) return tagged("as_scalar_type", [&] { m_json.integer(exportNumber(*v)); });
        if (const auto* v = arg.as<Device>()) return tagged("as_device", [&] { device(*v); });
        if (const auto* v = arg.as<Layout>()) return tagged("as_layout", [&] { m_json.integer(exportNumber(*v)); });
        if (const auto* v = arg.as<MemoryFormat>()) return tagged("as_memory_format", [&] { m_json.integer(exportNumber(*v)); });
        none();
        refuse(fail(Code::Unsupported, "an argument that the export schema cannot say"));
    }

    /// What an element of a list is, and so which lists it fits.
    enum Element { kTensor, kSymInt, kSymFloat, kSymBool, kInt, kFloat, kBool, kString, kNothing, kList, kOther };
    Element elementOf(const Arg& arg) const {
        if (const auto* id = arg.as<ValueId>()) {
            const NumberType* number = asNumberType(m_now->type(*id));
            return number ? static_cast<Element>(kSymInt + static_cast<int>(number->kind)) : kTensor;
        }
        if (arg.isNone()) return kNothing;
        if (arg.as<std::int64_t>()) return kInt;
        if (arg.as<double>()) return kFloat;
        if (arg.as<bool>()) return kBool;
        if (arg.as<std::string>()) return kString;
        return arg.as<Arg::List>() ? kList : kOther;
    }

    static Text emptyListTag(const SchemaArg* wanted) {
        if (!wanted) return "as_tensors";
        switch (wanted->kind) {
            case ArgKind::Any: return "as_tensors";
            case ArgKind::Tensor: return wanted->elementOptional ? "as_optional_tensors" : "as_tensors";
            case ArgKind::Float: return "as_floats";
            case ArgKind::Bool: return "as_bools";
            case ArgKind::String: return "as_strings";
            default: return "as_ints";
        }
    }

    void listArgument(const Arg::List& list, const SchemaArg* wanted) {
        if (list.empty()) return tagged(emptyListTag(wanted), [&] { m_json.array([] {}); });
        unsigned kinds = 0;
        for (const Arg& element : list) kinds |= 1u << elementOf(element);
        struct Row {
            unsigned allowed;
            Text tag;
            Text literal;  ///< of an element that is a number while others are symbolic
        };
        static constexpr Row kRows[] = {
            {1 << kBool, "as_bools", {}},
            {1 << kInt, "as_ints", {}},
            {1 << kFloat, "as_floats", {}},
            {1 << kString, "as_strings", {}},
            {1 << kInt | 1 << kSymInt, "as_sym_ints", "as_int"},
            {1 << kFloat | 1 << kSymFloat, "as_sym_floats", "as_float"},
            {1 << kBool | 1 << kSymBool, "as_sym_bools", "as_bool"},
            {1 << kTensor, "as_tensors", {}},
            {1 << kTensor | 1 << kNothing, "as_optional_tensors", "as_tensor"},
        };
        for (const Row& row : kRows)
            if ((kinds & ~row.allowed) == 0)
                return tagged(row.tag, [&] { m_json.array([&] { for (const Arg& e : list) element(e, row.literal); }); });
        if (kinds == 1 << kList && m_new) return nestedList(list);
        none();
        refuse(fail(Code::Unsupported, "a list of several kinds of elements, which the export schema cannot say"));
    }

    void element(const Arg& arg, Text literal) {
        if (arg.isNone()) return none();
        if (const auto* id = arg.as<ValueId>()) {
            if (asNumberType(m_now->type(*id))) return tagged("as_name", [&] { m_json.text(nameOf(*id)); });
            if (literal == "as_tensor") return tagged("as_tensor", [&] { named(nameOf(*id)); });
            return named(nameOf(*id));
        }
        const auto number = [&] {
            if (const auto* v = arg.as<bool>()) m_json.boolean(*v);
            else if (const auto* i = arg.as<std::int64_t>()) m_json.integer(*i);
            else if (const auto* r = arg.as<double>()) m_json.real(*r);
            else if (const auto* s = arg.as<std::string>()) m_json.text(*s);
        };
        if (literal.empty()) return number();
        tagged(literal, number);
    }

    void nestedList(const Arg::List& list) {
        unsigned kinds = 0;
        for (const Arg& inner : list)
            for (const Arg& e : *inner.as<Arg::List>()) kinds |= 1u << elementOf(e);
        const Text tag = kinds == 1 << kInt ? "as_int_lists" : kinds == 1 << kFloat ? "as_float_lists" : "as_nested_tensors";
        if (tag == "as_nested_tensors" && (kinds & ~(1u << kTensor)) != 0)
            refuse(fail(Code::Unsupported, "a list of lists, which the export schema cannot say"));
        tagged(tag, [&] {
            m_json.array([&] {
                for (const Arg& inner : list)
                    m_json.array([&] { for (const Arg& e : *inner.as<Arg::List>()) element(e, {}); });
            });
        });
    }

    // A graph inside an argument stands in place, with names of its own; symbols and their hints are the program's.
    void innerGraph(const Graph& inner, bool bareResult) {
        const Graph* around = std::exchange(m_now, &inner);
        tagged("as_graph", [&] {
            m_json.object([&] {
                m_json.key("name").text(inner.name);
                m_json.key("graph").object([&] {
                    m_json.key("inputs").array([&] { for (const GraphInput& input : inner.inputs()) value(input.value); });
                    body(bareResult && inner.outputs().size() == 1);
                });
            });
        });
        m_now = around;
    }

    // ---- nodes ----

    // Higher-order operators have no schema in PyTorch: results stand one by one, and for 2.6 a single one as a list.
    void innerResults(const Node& node) {
        if (m_new || node.outputs.size() != 1) {
            for (const ValueId id : node.outputs) value(id);
            return;
        }
        tagged("as_tensors", [&] { m_json.array([&] { named(nameOf(node.outputs[0])); }); });
    }

    void outputs(const Node& node) {
        if (isHigherOrder(node)) return innerResults(node);
        const Schema* schema = findSchema(node.op);
        const auto isList = [](const SchemaReturn& r) { return r.isList; };
        const std::size_t returns = schema ? schema->returns.size() : 0;
        const bool list = schema && std::count_if(schema->returns.begin(), schema->returns.end(), isList) == 1 &&
                          node.outputs.size() + 1 >= returns;
        if (!list) {
            for (const ValueId id : node.outputs) value(id);
            return;
        }
        std::size_t next = 0;
        for (const SchemaReturn& r : schema->returns) {
            if (!r.isList) {
                value(node.outputs[next++]);
                continue;
            }
            const std::size_t count = node.outputs.size() - (returns - 1);
            tagged("as_tensors", [&] { m_json.array([&] { for (std::size_t i = 0; i < count; ++i) named(nameOf(node.outputs[next++])); }); });
        }
    }

    // In PyTorch a node with several results is one name and each result another; no two may be the same.
    std::string nodeName(const Node& node) const {
        const auto found = m_nodeNames.find(node.id);
        return found == m_nodeNames.end() ? node.name : found->second;
    }
    void nameNodes() {
        m_nodeNames.clear();
        std::set<std::string> taken;
        for (const ValueId id : m_now->values()) taken.insert(nameOf(id));
        for (const Node& node : m_now->nodes()) {
            if (node.outputs.size() == 1 && nameOf(node.outputs[0]) == node.name) continue;
            std::string name = node.name;
            for (int i = 1; !taken.insert(name).second; ++i) name = fmt::format("{}_node_{}", node.name, i);
            if (name != node.name) m_nodeNames.emplace(node.id, std::move(name));
        }
    }

    void nodeMetadata(const Node& node) {
        const bool implied = node.outputs.size() == 1 && nameOf(node.outputs[0]) == node.name;
        Origin origin = *node.origin;
        if (origin.name == node.name) origin.name.clear();
        const bool kept = m_new ? nodeName(node) == node.name : implied;
        const std::map<std::string, std::string> fields = originMetadata(origin, kept ? std::string() : node.name);
        m_json.object([&] { for (const auto& [key, text] : fields) m_json.key(key).text(text); });
    }

    static bool isHigherOrder(const Node& node) { return node.op.starts_with("higher_order."); }

    enum Kind { kPositional = 1, kKeyword = 2 };

    void input(Text name, const Arg& arg, const SchemaArg* wanted, Kind kind) {
        m_json.object([&] {
            m_json.key("name").text(name);
            m_json.key("arg"), argument(arg, wanted);
            if (m_new) m_json.key("kind").integer(kind);
        });
    }

    void node(const Node& node) {
        const bool ownWorld = node.op.starts_with("_operator.") || node.op.starts_with("math.") || node.op.starts_with("torch.") ||
                              node.op.starts_with('#');
        const Schema* schema = findSchema(node.op);
        m_json.object([&] {
            m_json.key("target").text(ownWorld ? node.op : "torch.ops." + node.op);
            m_json.key("inputs").array([&] {
                bool positional = true;  // up to the first gap or the star
                for (std::size_t i = 0; i < node.args.size(); ++i) {
                    const NamedArg& arg = node.args[i];
                    const SchemaArg* wanted = schema ? schema->arg(arg.name) : nullptr;
                    const bool unnamed = isHigherOrder(node);  // PyTorch knows no names for these
                    positional = positional && (!schema || unnamed || (wanted == &schema->args[i] && !wanted->keywordOnly));
                    if (const auto* list = arg.value.as<Arg::List>(); list && wanted && wanted->variadic)
                        for (const Arg& item : *list) input("", item, wanted, kPositional);
                    else
                        input(unnamed ? "" : Text(arg.name), arg.value, wanted, positional ? kPositional : kKeyword);
                }
            });
            m_json.key("outputs").array([&] { outputs(node); });
            m_json.key("metadata"), nodeMetadata(node);
            if (m_new) {
                m_json.key("is_hop_single_tensor_return");
                if (isHigherOrder(node)) m_json.boolean(false);
                else m_json.null();
                m_json.key("name").text(nodeName(node));
            }
        });
        if (m_error && m_error->context.empty()) m_error->context.push_back(fmt::format("writing {}", describeNode(node)));
    }

    // ---- the graph ----

    void leaf(const CallLeaf& leaf) {
        if (leaf.input.valid()) return value(leaf.input);
        m_json.raw(leaf.value);
    }

    /// Calls `f(const GraphInput*, const CallLeaf*)` for every input of the program in order, constants included.
    template <class F>
    void eachInput(F&& f) {
        std::size_t next = 0;
        for (const GraphInput& input : m_graph.inputs()) {
            if (input.kind != InputKind::User) {
                f(&input, nullptr);
                continue;
            }
            while (!m_call.leaves[next].input.valid()) f(nullptr, &m_call.leaves[next++]);
            f(&input, &m_call.leaves[next++]);
        }
        for (; next < m_call.leaves.size(); ++next) f(nullptr, &m_call.leaves[next]);
    }

    void inputs() {
        eachInput([&](const GraphInput* input, const CallLeaf* call) {
            if (!input) return leaf(*call);
            if (!m_new && asNumberType(m_graph.type(input->value)))
                refuse(fail(Code::Unsupported, "input '{}' is a number, which PyTorch 2.6 cannot load; write the current layout",
                            nameOf(input->value)));
            value(input->value);
        });
    }

    void inputSpecs() {
        eachInput([&](const GraphInput* input, const CallLeaf* call) {
            if (!input && call->name.empty())
                return tagged("user_input", [&] { m_json.object([&] { m_json.key("arg"), leaf(*call); }); });
            if (!input)
                return tagged("constant_input", [&] {
                    m_json.object([&] {
                        m_json.key("name").text(call->name);
                        m_json.key("value"), leaf(*call);
                    });
                });
            if (input->kind == InputKind::User)
                return tagged("user_input", [&] { m_json.object([&] { m_json.key("arg"), value(input->value); }); });
            static constexpr struct {
                InputKind kind;
                Text tag, key;
            } kRows[] = {{InputKind::Parameter, "parameter", "parameter_name"},
                         {InputKind::Buffer, "buffer", "buffer_name"},
                         {InputKind::Constant, "tensor_constant", "tensor_constant_name"}};
            const auto& row = *std::find_if(std::begin(kRows), std::end(kRows), [&](const auto& r) { return r.kind == input->kind; });
            if (!asTensorType(m_graph.type(input->value)))
                refuse(fail(Code::Unsupported, "the weight '{}' is no tensor", input->target));
            tagged(row.tag, [&] {
                m_json.object([&] {
                    m_json.key("arg"), named(nameOf(input->value));
                    m_json.key(row.key).text(input->target);
                    if (input->kind == InputKind::Buffer) m_json.key("persistent").boolean(input->persistent);
                });
            });
        });
    }

    // "gradient_to_parameter fc.weight", as the reader keeps what training makes of an output.
    void roleSpec(const std::string& role, ValueId id) {
        const std::size_t blank = std::min(role.find(' '), role.size());
        const Text tag = Text(role).substr(0, blank);
        tagged(tag, [&] {
            m_json.object([&] {
                m_json.key("arg"), named(nameOf(id));
                if (blank < role.size())
                    m_json.key(tag == "gradient_to_parameter" ? "parameter_name" : "user_input_name").text(role.substr(blank + 1));
            });
        });
    }

    void outputSpec(const GraphOutput& output) {
        const ValueId* id = output.value.as<ValueId>();
        if (output.kind == OutputKind::User) {
            if (const auto role = id ? m_graph.metadata.find(kOutputRole + nameOf(*id)) : m_graph.metadata.end();
                role != m_graph.metadata.end())
                return roleSpec(role->second, *id);
            return tagged("user_output", [&] { m_json.object([&] { m_json.key("arg"), argument(output.value, nullptr); }); });
        }
        const bool buffer = output.kind == OutputKind::BufferMutation;
        if (!id) refuse(fail(Code::Unsupported, "'{}' receives a literal, which the export schema cannot say", output.target));
        tagged(buffer ? "buffer_mutation" : "user_input_mutation", [&] {
            m_json.object([&] {
                m_json.key("arg"), named(id ? nameOf(*id) : "");
                m_json.key(buffer ? "buffer_name" : "user_input_name").text(output.target);
            });
        });
    }

    // One of the tables of types: `write` answers false for a value that belongs elsewhere.
    void values(Text table, NumberType::Kind kind) {
        m_json.key(table).object([&] {
            for (const ValueId id : m_now->values())
                if (const NumberType* number = asNumberType(m_now->type(id)); number && number->kind == kind) {
                    m_json.key(nameOf(id));
                    if (kind == NumberType::Kind::Int) size(number->expr);
                    // What such a number is known to equal is not kept; a trace needs some value.
                    else if (kind == NumberType::Kind::Float) tagged("as_float", [&] { m_json.real(1); });
                    else tagged("as_bool", [&] { m_json.boolean(true); });
                }
        });
    }

    void graph() {
        m_json.key("inputs").array([&] { inputs(); });
        body(false);
    }

    // Everything of a graph but its inputs.
    void body(bool bareResult) {
        m_json.key("outputs").array([&] { for (const GraphOutput& output : m_now->outputs()) argument(output.value, nullptr); });
        const auto around = std::exchange(m_nodeNames, {});
        nameNodes();
        m_json.key("nodes").array([&] { for (const Node& n : m_now->nodes()) node(n); });
        m_nodeNames = around;
        m_json.key("tensor_values").object([&] {
            for (const ValueId id : m_now->values())
                if (const TensorType* type = asTensorType(m_now->type(id))) {
                    const GraphInput* input = m_now->value(id).producer.valid() ? nullptr : m_now->inputOf(id);
                    const bool grad = input && input->kind == InputKind::Parameter && isFloating(type->dtype);
                    m_json.key(nameOf(id)), tensorMeta(*type, grad);
                }
        });
        values("sym_int_values", NumberType::Kind::Int);
        values("sym_bool_values", NumberType::Kind::Bool);
        m_json.key("is_single_tensor_return").boolean(bareResult);
        m_json.key("custom_obj_values").object([] {});
        values("sym_float_values", NumberType::Kind::Float);
    }

    bool isPlaced(const std::string& key) const {
        return kPlaced.contains(key) || (m_new && (key == "guards" || key == "treespec_namedtuple_fields" || key.starts_with(kNewerField))) || key == kCallLeaves || key.starts_with(kOutputRole) ||
               key.starts_with(kConstantInput) || key.starts_with(kExtraFile);
    }

    void graphModule() {
        m_json.key("graph").object([&] { graph(); });
        m_json.key("signature").object([&] {
            m_json.key("input_specs").array([&] { inputSpecs(); });
            m_json.key("output_specs").array([&] { for (const GraphOutput& output : m_graph.outputs()) outputSpec(output); });
        });
        m_json.key("module_call_graph").array([&] {
            m_json.object([&] {
                m_json.key("fqn").text("");
                m_json.key("signature").object([&] {
                    m_json.key("inputs").array([] {});
                    m_json.key("outputs").array([] {});
                    m_json.key("in_spec").text(m_call.inSpec);
                    m_json.key("out_spec").text(m_call.outSpec);
                    if (!m_call.argNames.empty()) m_json.key("forward_arg_names").raw(m_call.argNames);
                    else if (m_new) m_json.key("forward_arg_names").null();
                });
            });
        });
        m_json.key("metadata").object([&] {
            m_json.key("graph_name").text(m_graph.name);
            for (const auto& [key, text] : m_graph.metadata)
                if (!isPlaced(key)) m_json.key(key).text(text);
        });
        if (!m_new) return;
        m_json.key("treespec_namedtuple_fields").raw(metadata("treespec_namedtuple_fields", "{}"));
        newer("graph_module.");
    }

    // What a newer PyTorch wrote and nobody here understood goes back where it stood.
    void newer(const std::string& part) {
        const std::string prefix = kNewerField + part;
        for (const auto& [key, text] : m_graph.metadata)
            if (key.starts_with(prefix) && parseJson(text)) m_json.key(key.substr(prefix.size())).raw(text);
    }

    void ranges() {
        for (const auto& [name, info] : m_graph.symbols) {
            if (!info.min && !info.max) continue;
            const auto bound = [&](Text key, const std::optional<std::int64_t>& value) {
                m_json.key(key);
                if (value) m_json.integer(*value);
                else m_json.null();
            };
            m_json.key(name).object([&] {
                bound("min_val", info.min);
                bound("max_val", info.max);
            });
        }
    }

    const Graph& m_graph;
    const Graph* m_now = &m_graph;  // the program's, or the one inside an argument that is being written
    const ProgramCall& m_call;
    std::unordered_map<NodeId, std::string> m_nodeNames;  // of m_now, where they are not the nodes' own
    bool m_new;
    JsonWriter m_json;
    std::optional<Error> m_error;
};

}  // namespace

Result<std::string> printExport(const Graph& graph, const ProgramCall& call, ExportSchema schema) {
    WHITTLE_TRY(const std::optional<Graph> rewritten, withScansFor(graph, schema));
    return Writer(rewritten ? *rewritten : graph, call, schema).write();
}

bool inStateDict(const GraphInput& input) {
    return input.kind == InputKind::Parameter || (input.kind == InputKind::Buffer && input.persistent);
}

}  // namespace whittle
