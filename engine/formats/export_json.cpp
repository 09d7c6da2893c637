#include "engine/formats/export_json.h"

#include <algorithm>

#include "engine/formats/export_argument.h"
#include "engine/formats/export_call.h"
#include "engine/formats/export_meta.h"
#include "engine/formats/export_newer.h"
#include "engine/formats/export_origin.h"
#include "engine/formats/export_spec.h"
#include "engine/formats/export_survey.h"
#include "engine/formats/graph_import.h"
#include "engine/formats/positional_args.h"
#include "engine/ops/op_def.h"

namespace whittle {
namespace {

constexpr std::int64_t kMajor = 8;
constexpr std::int64_t kMinor = 20;  // the newest that was looked at; a minor only adds
constexpr std::int64_t kOpset = 10;  // the newest set of ATen operators that was looked at

Result<std::string> operatorWithEffects(std::span<const Json> inputs, std::span<const Json> outputs) {
    if (inputs.size() < 2 || outputs.empty()) return fail(Code::Format, "with_effects takes a token and an operator, and gives a token");
    WHITTLE_TRY(const Json* value, objectField(inputs[1], "arg"));
    WHITTLE_TRY(const std::string target, stringField(*value, "as_operator"));
    return exportOperator(target);
}

class Importer {
public:
    Importer(const Json& program, const ExportData& data) : m_program(program), m_data(data) {}
    Importer(const Importer&) = delete;  // m_scope speaks of this one
    Importer& operator=(const Importer&) = delete;
    Result<ImportedProgram> run(std::string name);

private:
    Result<Arg> inner(const Json& json);
    Result<void> readInnerInputs();
    Result<void> readInnerOutputs();
    Result<void> checkVersion();
    Result<void> readMetadata();
    Result<void> readRanges();
    Result<void> readInputs();
    Result<void> readInput(const Json& argument, const Json& spec);
    Result<void> readConstantInput(const Json& spec);
    Result<void> readNodes();
    Result<void> readNode(const Json& json);
    Result<void> readOutputs();
    Result<void> readOutput(const Json& argument, const Json& spec);

    Result<Arg> argument(const Json& json) { return exportArgument(json, m_scope); }
    Result<std::vector<ValueId>> results(std::span<const Json> outputs);
    Result<ValueId> defineValue(const Json& result, std::string_view tag);
    Result<Type> typeOf(const std::string& name, std::string_view tag);

    const Json& m_program;
    const ExportData& m_data;
    const Json* m_graph = nullptr;
    const Json* m_signature = nullptr;
    GraphImport m_import;
    int m_depth = 0;           // graphs around this one
    std::size_t m_sample = 0;  // next leaf of the example call
    std::size_t m_nones = 0;
    NewerFields m_newer;
    Json m_leaves = Json::array();  // of the call: null for a graph input, else a constant
    std::vector<std::string> m_notes;
    const ArgumentScope m_scope{.value = [this](std::string_view name) { return m_import.find(name); },
                                .graph = [this](const Json& json) { return inner(json); }};
};

// ---- values ----

Result<Type> Importer::typeOf(const std::string& name, std::string_view tag) {
    const auto entry = [&](std::string_view table) -> Result<const Json*> {
        WHITTLE_TRY(const Json* values, objectField(*m_graph, table));
        WHITTLE_TRY_VOID(asObject(*values, fmt::format("'{}'", table)));
        const Json* found = optionalField(*values, name);
        if (!found) return fail(Code::Format, "'{}' has no entry for '{}'", table, name);
        return found;
    };
    if (tag == "as_tensor") {
        WHITTLE_TRY(const Json* meta, entry("tensor_values"));
        WHITTLE_TRY(TensorMeta tensor, exportTensorMeta(*meta, m_import.symbols));
        return Type(std::move(tensor.type));
    }
    if (tag == "as_sym_int") {
        WHITTLE_TRY(const Json* meta, entry("sym_int_values"));
        WHITTLE_TRY(SymInt expr, exportSymInt(*meta, m_import.symbols));
        return Type(NumberType{NumberType::Kind::Int, std::move(expr)});
    }
    return Type(NumberType{tag == "as_sym_float" ? NumberType::Kind::Float : NumberType::Kind::Bool, {}});
}

Result<ValueId> Importer::defineValue(const Json& result, std::string_view tag) {
    if (tag != "as_tensor" && tag != "as_sym_int" && tag != "as_sym_float" && tag != "as_sym_bool")
        return fail(Code::Unsupported, "a value of kind '{}'", tag);
    WHITTLE_TRY(std::string name, stringField(result, tag == "as_tensor" ? "name" : "as_name"));
    WHITTLE_TRY(Type type, typeOf(name, tag).context("reading the type of '{}'", name));
    return m_import.define(std::move(name), std::move(type));
}

Result<std::vector<ValueId>> Importer::results(std::span<const Json> outputs) {
    std::vector<ValueId> out;
    for (const Json& output : outputs) {
        WHITTLE_TRY(const Tagged tagged, exportUnion(output, "an output"));
        if (tagged.tag == "as_none") {
            while (m_import.find(fmt::format("none_{}", m_nones))) ++m_nones;
            WHITTLE_TRY(const ValueId none, m_import.define(fmt::format("none_{}", m_nones), std::monostate{}));
            out.push_back(none);
        } else if (tagged.tag == "as_tensors") {
            WHITTLE_TRY_VOID(asArray(*tagged.value, "'as_tensors'"));
            for (const Json& element : *tagged.value) {
                WHITTLE_TRY(const ValueId value, defineValue(element, "as_tensor"));
                out.push_back(value);
            }
        } else {
            WHITTLE_TRY(const ValueId value, defineValue(*tagged.value, tagged.tag));
            out.push_back(value);
        }
    }
    return out;
}

// ---- nodes ----

Result<void> Importer::readNode(const Json& json) {
    m_newer.look(NewerFields::Part::Node, json);
    ImportNode node;
    WHITTLE_TRY(const std::string target, stringField(json, "target"));
    node.op = exportOperator(target);
    WHITTLE_TRY(const Json* inputList, arrayField(json, "inputs"));
    WHITTLE_TRY(const Json* outputList, arrayField(json, "outputs"));
    std::span<const Json> inputs = inputList->get_ref<const Json::array_t&>(), outputs = outputList->get_ref<const Json::array_t&>();
    if (node.op == kExportWithEffects) {
        WHITTLE_TRY(node.op, operatorWithEffects(inputs, outputs));
        inputs = inputs.subspan(2);
        outputs = outputs.subspan(1);
        if (outputs.size() == 1 && outputs[0].is_object() && outputs[0].contains("as_none")) outputs = {};
    }
    const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("._:#").find(c) != std::string_view::npos; };
    if (node.op.empty() || node.op.size() > 300 || !std::all_of(node.op.begin(), node.op.end(), plain))
        return fail(Code::Format, "the target '{}' does not name an operator", target.substr(0, 60));
    std::vector<Arg> unnamed;
    for (const Json& input : inputs) {
        m_newer.look(NewerFields::Part::Argument, input);
        WHITTLE_TRY(const std::string name, stringField(input, "name"));
        WHITTLE_TRY(const Json* value, objectField(input, "arg"));
        WHITTLE_TRY(Arg arg, argument(*value).context("reading argument {} '{}'", unnamed.size() + node.args.size(), name));
        if (name.empty()) unnamed.push_back(std::move(arg));
        else node.args.push_back({name, std::move(arg)});
    }
    if (const Schema* schema = findSchema(node.op); schema && !unnamed.empty()) {
        WHITTLE_TRY(std::vector<NamedArg> named, namePositional(*schema, std::move(unnamed)));
        node.args.insert(node.args.begin(), std::make_move_iterator(named.begin()), std::make_move_iterator(named.end()));
    } else {
        for (std::size_t i = 0; i < unnamed.size(); ++i)
            node.args.insert(node.args.begin() + static_cast<std::ptrdiff_t>(i), NamedArg{{}, std::move(unnamed[i])});
    }
    node.name = exportNodeName(json);
    WHITTLE_TRY(node.outputs, results(outputs));
    Origin origin;
    if (const Json* metadata = optionalField(json, "metadata")) origin = exportOrigin(*metadata);
    if (origin.name.empty()) origin.name = node.name;
    node.origin = std::make_shared<const Origin>(std::move(origin));
    m_import.addNode(std::move(node));
    return {};
}

Result<void> Importer::readNodes() {
    WHITTLE_TRY(const Json* nodes, arrayField(*m_graph, "nodes"));
    for (std::size_t i = 0; i < nodes->size(); ++i) {
        Result<void> read = readNode((*nodes)[i]);
        if (!read) return std::move(read).context("importing {}, number {} of {}", describeExportNode((*nodes)[i]), i + 1, nodes->size());
    }
    return {};
}

// ---- inputs and outputs ----

// An example leaf serves only where its type is the declared one.
bool fits(const Type& declared, const Datum& datum) {
    const Type held = typeOf(datum);
    const TensorType* want = asTensorType(declared);
    const TensorType* have = asTensorType(held);
    if (!want || !have) return held.index() == declared.index();
    if (want->dtype != have->dtype || want->rank() != have->rank()) return false;
    for (std::size_t i = 0; i < want->sizes.size(); ++i)
        if (want->sizes[i].isConstant() && want->sizes[i] != have->sizes[i]) return false;
    return true;
}

Result<void> Importer::readConstantInput(const Json& spec) {
    WHITTLE_TRY(const std::string name, stringField(spec, "name"));
    WHITTLE_TRY(const Json* value, objectField(spec, "value"));
    WHITTLE_TRY(const Tagged tagged, exportUnion(*value, "a constant"));
    const std::string text = tagged.tag == "as_none" ? "None" : tagged.value->dump(-1, ' ', false, Json::error_handler_t::replace);
    m_import.metadata[kConstantInput + name] = text;
    m_leaves.push_back({{"name", name}, {"value", *value}});
    m_notes.push_back(fmt::format("argument '{}' is the constant {} in this program", name, text));
    ++m_sample;
    return {};
}

Result<void> Importer::readInput(const Json& argumentJson, const Json& spec) {
    WHITTLE_TRY(const Tagged tagged, exportUnion(spec, "an input spec"));
    if (tagged.tag == "constant_input") return readConstantInput(*tagged.value);
    if (tagged.tag == kExportToken) return {};
    if (tagged.tag == "custom_obj") return fail(Code::Unsupported, "an input of kind '{}'", tagged.tag);
    WHITTLE_TRY(const Tagged value, exportUnion(argumentJson, "a graph input"));
    if (tagged.tag == "user_input" && !value.value->is_object()) {  // a literal leaf
        m_leaves.push_back({{"name", ""}, {"value", argumentJson}});
        ++m_sample;
        return {};
    }
    WHITTLE_TRY(const ValueId slot, defineValue(*value.value, value.tag));
    GraphInput input;
    if (tagged.tag == "user_input") {
        if (m_sample < m_data.samples.size() && fits(m_import.type(slot), m_data.samples[m_sample]))
            input.data = m_data.samples[m_sample];
        ++m_sample;
        m_leaves.push_back(nullptr);
        m_import.addInput(slot, std::move(input));
        return {};
    }
    const auto row = std::find_if(kExportInputs.begin(), kExportInputs.end(), [&](const auto& r) { return r.tag == tagged.tag; });
    if (row == kExportInputs.end()) return fail(Code::Unsupported, "an input of the unknown kind '{}'", tagged.tag);
    input.kind = row->kind;
    WHITTLE_TRY(input.target, stringField(*tagged.value, row->nameKey));
    if (const Json* persistent = optionalField(*tagged.value, "persistent")) {
        WHITTLE_TRY(input.persistent, asBool(*persistent, "'persistent'"));
    }
    const bool inState = input.kind == InputKind::Parameter || (input.kind == InputKind::Buffer && input.persistent);
    if (const ExportData::Lookup& lookup = inState ? m_data.state : m_data.constants) {
        WHITTLE_TRY(Tensor tensor, lookup(input.target).context("reading the weight '{}'", input.target));
        if (!fits(m_import.type(slot), Datum(tensor)))
            return fail(Code::Shape, "the weight '{}' is {}, the program declares {}", input.target, tensor.describe(),
                        typeText(m_import.type(slot)));
        input.data = std::move(tensor);
    }
    m_import.addInput(slot, std::move(input));
    return {};
}

Result<void> Importer::readInputs() {
    WHITTLE_TRY(const Json* inputs, arrayField(*m_graph, "inputs"));
    WHITTLE_TRY(const Json* specs, arrayField(*m_signature, "input_specs"));
    // Constants of the call have a spec, and since 8.3 an entry among the graph's inputs as well.
    const auto isConstant = [](const Json& spec) { return spec.is_object() && spec.contains("constant_input"); };
    const auto constants = static_cast<std::size_t>(std::count_if(specs->begin(), specs->end(), isConstant));
    const bool listed = inputs->size() == specs->size();
    if (!listed && inputs->size() + constants != specs->size())
        return fail(Code::Format, "{} graph inputs, but {} input specs", inputs->size(), specs->size());
    static const Json kNone;
    std::size_t next = 0;
    for (std::size_t i = 0; i < specs->size(); ++i) {
        const bool has = listed || !isConstant((*specs)[i]);
        const Json& argumentJson = has ? (*inputs)[next++] : kNone;
        WHITTLE_TRY_VOID(readInput(argumentJson, (*specs)[i]).context("importing graph input {}", i));
    }
    if (std::any_of(m_leaves.begin(), m_leaves.end(), [](const Json& leaf) { return !leaf.is_null(); }))
        m_import.metadata[kCallLeaves] = m_leaves.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (!m_data.samples.empty() && m_sample != m_data.samples.size())
        m_notes.push_back(fmt::format("the example call has {} leaves, the program takes {}", m_data.samples.size(), m_sample));
    return {};
}

Result<void> Importer::readOutput(const Json& argumentJson, const Json& spec) {
    WHITTLE_TRY(const Tagged tagged, exportUnion(spec, "an output spec"));
    if (tagged.tag == kExportToken) return {};
    const auto row = std::find_if(kExportOutputs.begin(), kExportOutputs.end(), [&](const auto& r) { return r.tag == tagged.tag; });
    if (row == kExportOutputs.end()) return fail(Code::Unsupported, "an output of kind '{}'", tagged.tag);
    GraphOutput output{.value = {}, .kind = row->kind};
    WHITTLE_TRY(output.value, argument(argumentJson));
    std::string target;
    if (!row->targetKey.empty()) {
        WHITTLE_TRY(target, stringField(*tagged.value, row->targetKey));
    }
    if (!row->note.empty()) {
        m_notes.push_back(fmt::format("an output is {}", fmt::format(fmt::runtime(row->note), target)));
        if (const ValueId* slot = output.value.as<ValueId>())
            m_import.metadata[kOutputRole + m_import.valueName(*slot)] = target.empty() ? std::string(tagged.tag) : fmt::format("{} {}", tagged.tag, target);
    }
    if (row->kind != OutputKind::User) output.target = target;
    m_import.addOutput(std::move(output));
    return {};
}

Result<void> Importer::readOutputs() {
    WHITTLE_TRY(const Json* outputs, arrayField(*m_graph, "outputs"));
    WHITTLE_TRY(const Json* specs, arrayField(*m_signature, "output_specs"));
    if (outputs->size() != specs->size())
        return fail(Code::Format, "{} graph outputs, but {} output specs", outputs->size(), specs->size());
    for (std::size_t i = 0; i < specs->size(); ++i)
        WHITTLE_TRY_VOID(readOutput((*outputs)[i], (*specs)[i]).context("importing graph output {}", i));
    return {};
}

// ---- graphs inside arguments ----

// A sub-graph is read by an importer of its own: its names are its own, the tables of the program are shared.
Result<Arg> Importer::inner(const Json& json) {
    WHITTLE_TRY(const std::string name, stringField(json, "name"));
    WHITTLE_TRY(const Json* graph, objectField(json, "graph"));
    if (m_depth >= kMaxGraphDepth) return fail(Code::Limit, "graphs are nested deeper than {} levels", kMaxGraphDepth);
    Importer inside(m_program, m_data);
    inside.m_depth = m_depth + 1;
    inside.m_graph = graph;
    inside.m_import.name = name;
    inside.m_import.symbols.swap(m_import.symbols);  // buildInner gives them back
    const auto read = [&]() -> Result<GraphRef> {
        WHITTLE_TRY_VOID(inside.readInnerInputs());
        WHITTLE_TRY_VOID(inside.readNodes());
        WHITTLE_TRY_VOID(inside.readInnerOutputs());
        return std::move(inside.m_import).buildInner(m_import);
    };
    WHITTLE_TRY(GraphRef made, read().context("importing the graph '{}'", name));
    return Arg(std::move(made));
}

Result<void> Importer::readInnerInputs() {
    WHITTLE_TRY(const Json* inputs, arrayField(*m_graph, "inputs"));
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        WHITTLE_TRY(const Tagged value, exportUnion((*inputs)[i], "a graph input"));
        WHITTLE_TRY(const ValueId slot, defineValue(*value.value, value.tag).context("importing graph input {}", i));
        m_import.addInput(slot, {});
    }
    return {};
}

Result<void> Importer::readInnerOutputs() {
    WHITTLE_TRY(const Json* outputs, arrayField(*m_graph, "outputs"));
    for (std::size_t i = 0; i < outputs->size(); ++i) {
        WHITTLE_TRY(Arg value, argument((*outputs)[i]).context("importing graph output {}", i));
        if (Arg::List* list = std::get_if<Arg::List>(&value.value))
            for (Arg& item : *list) m_import.addOutput({.value = std::move(item)});
        else
            m_import.addOutput({.value = std::move(value)});
    }
    return {};
}

// ---- the program ----

Result<void> Importer::checkVersion() {
    WHITTLE_TRY(const Json* version, objectField(m_program, "schema_version"));
    WHITTLE_TRY(const Json* majorField, objectField(*version, "major"));
    WHITTLE_TRY(const Json* minorField, objectField(*version, "minor"));
    WHITTLE_TRY(const std::int64_t majorNumber, asInt(*majorField, "'major'"));
    WHITTLE_TRY(const std::int64_t minorNumber, asInt(*minorField, "'minor'"));
    if (majorNumber != kMajor)
        return fail(Code::Unsupported, "schema version {}.{}; version {} is supported (PyTorch 2.6 and later)", majorNumber,
                    minorNumber, kMajor);
    m_import.metadata["schema_version"] = fmt::format("{}.{}", majorNumber, minorNumber);
    if (minorNumber > kMinor)
        m_notes.push_back(fmt::format("schema {}.{} is newer than {}.{}, the newest known", majorNumber, minorNumber, kMajor, kMinor));
    if (const Json* opset = optionalField(m_program, "opset_version"))
        if (const Json* aten = optionalField(*opset, "aten"); aten && aten->is_number_integer() && *aten > kOpset)
            m_notes.push_back(fmt::format("operator set {} is newer than {}, the newest known", aten->dump(), kOpset));
    return {};
}

Result<void> Importer::readMetadata() {
    const auto joined = [&](std::string_view key, char separator) {
        std::string out;
        if (const Json* list = optionalField(m_program, key); list && list->is_array())
            for (const Json& element : *list)
                if (element.is_string()) out += (out.empty() ? "" : std::string(1, separator)) + element.get_ref<const std::string&>();
        return out;
    };
    const auto keep = [&](std::string key, std::string value) {
        if (!value.empty()) m_import.metadata[std::move(key)] = std::move(value);
    };
    if (const Json* version = optionalField(m_program, "torch_version"); version && version->is_string())
        keep("torch_version", version->get<std::string>());
    keep("dialect", joined("verifiers", ' '));
    keep("guards", joined("guards_code", '\n'));
    WHITTLE_TRY(const Json* module, objectField(m_program, "graph_module"));
    if (const Json* user = optionalField(*module, "metadata"); user && user->is_object())
        for (const auto& [key, value] : user->items()) {
            if (!value.is_string() || key == "schema_version") continue;
            if (key == "graph_name") m_import.name = value.get<std::string>();  // our writer's
            else keep(key, value.get<std::string>());
        }
    if (const Json* fields = optionalField(*module, "treespec_namedtuple_fields"); fields && !fields->empty())
        keep("treespec_namedtuple_fields", fields->dump(-1, ' ', true, Json::error_handler_t::replace));
    if (const Json* calls = optionalField(*module, "module_call_graph"); calls && calls->is_array() && !calls->empty())
        if (const Json* signature = optionalField(calls->front(), "signature")) {
            if (const Json* names = optionalField(*signature, "forward_arg_names")) keep("forward_arg_names", names->dump());
            for (const std::string_view key : {"in_spec", "out_spec"})
                if (const Json* spec = optionalField(*signature, key); spec && spec->is_string())
                    keep(std::string(key), spec->get<std::string>());
        }
    return {};
}

Result<void> Importer::readRanges() {
    const Json* ranges = optionalField(m_program, "range_constraints");
    if (!ranges) return {};
    WHITTLE_TRY_VOID(asObject(*ranges, "'range_constraints'"));
    for (const auto& [symbol, range] : ranges->items()) {
        const auto known = m_import.symbols.find(symbol);
        if (known == m_import.symbols.end()) continue;  // of a derived size, or of one that is not used
        const auto bound = [&](std::string_view key, std::optional<std::int64_t>& out) -> Result<void> {
            if (const Json* value = optionalField(range, key)) {
                WHITTLE_TRY(out, asInt(*value, fmt::format("'{}' of symbol {}", key, symbol)));
            }
            return {};
        };
        WHITTLE_TRY_VOID(bound("min_val", known->second.min));
        WHITTLE_TRY_VOID(bound("max_val", known->second.max));
    }
    const Json* version = optionalField(m_program, "torch_version");
    if (m_import.symbols.size() > 1 && version && version->is_string() && !optionalField(m_program, "guards_code"))
        m_notes.push_back(fmt::format("PyTorch {} did not save what tracing assumed about sizes: results may be wrong for "
                                      "sizes far from the example's", version->get<std::string>()));
    return {};
}

Result<ImportedProgram> Importer::run(std::string name) {
    WHITTLE_TRY_VOID(asObject(m_program, "the program"));
    WHITTLE_TRY(const Json* module, objectField(m_program, "graph_module"));
    WHITTLE_TRY_VOID(checkVersion());
    WHITTLE_TRY(m_graph, objectField(*module, "graph"));
    WHITTLE_TRY(m_signature, objectField(*module, "signature"));
    m_import.name = std::move(name);
    WHITTLE_TRY_VOID(readMetadata());
    m_newer.look(NewerFields::Part::Program, m_program);
    m_newer.look(NewerFields::Part::GraphModule, *module);
    m_newer.look(NewerFields::Part::Graph, *m_graph);
    WHITTLE_TRY_VOID(readInputs());
    WHITTLE_TRY_VOID(readNodes());
    WHITTLE_TRY_VOID(readOutputs());
    WHITTLE_TRY_VOID(readRanges());
    for (std::string& note : m_newer.notes()) m_notes.push_back(std::move(note));
    m_import.metadata.insert(m_newer.kept().begin(), m_newer.kept().end());
    WHITTLE_TRY(Graph graph, std::move(m_import).build());
    return ImportedProgram{std::move(graph), std::move(m_notes)};
}

}  // namespace

Result<ImportedProgram> importExport(std::string_view text, std::string name, const ExportData& data) {
    WHITTLE_TRY(const Json program, parseJson(text));
    Result<ImportedProgram> out = Importer(program, data).run(std::move(name));
    if (!out) out.error().message += alsoUnread(program, out.error());
    return out;
}

}  // namespace whittle
