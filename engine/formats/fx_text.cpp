#include "engine/formats/fx_text.h"

#include <algorithm>

#include "engine/base/machine.h"
#include "engine/formats/fx_launcher.h"
#include "engine/formats/fx_load_args.h"
#include "engine/formats/fx_own_repro.h"
#include "engine/formats/fx_values.h"

namespace whittle {
namespace {

using namespace fx;

const Function* functionNamed(std::span<const Function> functions, std::string_view name) {
    const auto found = std::find_if(functions.begin(), functions.end(), [&](const Function& f) { return f.name == name; });
    return found == functions.end() ? nullptr : &*found;
}

// The settings that PyTorch's scripts carry; shown to the user, never applied.
void keepSettings(const Script& script, Graph& graph) {
    std::string config;
    for (const Stmt& stmt : script.statements) {
        if (stmt.targets.size() == 1 && stmt.kind == StmtKind::Assign) {
            const std::string_view target = stmt.targets[0].path();
            if (target == "config_patches") graph.metadata["config_patches"] = stmt.value.source;
            else if (target.starts_with("torch.") && target.find(".config.") != std::string_view::npos)
                config += fmt::format("{} = {}\n", target, stmt.value.source);
        }
        if (stmt.value.kind == ExprKind::Call && stmt.value.items[0].isName("run_repro"))
            for (const char* key : {"command", "check_str", "accuracy", "tracing_mode"})
                if (const Expr* value = stmt.value.keyword(key); value && value->kind != ExprKind::None)
                    graph.metadata[key] = value->kind == ExprKind::String ? value->text : std::string(value->source);
    }
    if (!config.empty()) graph.metadata["config"] = std::move(config);
}

// Buffers and parameters that __init__ registers with their values or shapes.
Result<std::map<std::string, InputSpec>> registered(const Class& module, const OpenOptions& options, std::vector<std::string>& notes) {
    std::map<std::string, InputSpec> out;
    const Function* init = functionNamed(module.functions, "__init__");
    if (!init) return out;
    std::vector<std::string> random;
    std::size_t filled = 0;
    for (const Stmt& stmt : init->body) {
        std::string name;
        const Expr* value = nullptr;
        InputKind kind = InputKind::Buffer;
        if (stmt.value.kind == ExprKind::Call && stmt.value.items[0].path() == "self.register_buffer" && stmt.value.items.size() >= 3) {
            name = stmt.value.items[1].text;
            value = &stmt.value.items[2];
        } else if (stmt.targets.size() == 1 && stmt.targets[0].path().starts_with("self.") && stmt.value.kind == ExprKind::Call &&
                   stmt.value.items[0].path().ends_with("Parameter")) {
            name = stmt.targets[0].path().substr(5);
            value = &stmt.value;
            kind = InputKind::Parameter;
        }
        if (!value) continue;
        const auto seed = options.fillMissing ? std::optional(options.seed + out.size()) : std::nullopt;
        WHITTLE_TRY(TensorValue parsed, parseTensorExpr(*value, seed));
        if (parsed.random) random.push_back(name);
        filled += parsed.tensor.defined() ? parsed.tensor.byteSize() : 0;
        if (filled > static_cast<std::size_t>(machineMemory()))
            return fail(Code::Limit, "{}: the tensors of __init__ up to '{}' take more memory than this machine has", stmt.at.text(), name);
        InputSpec spec{.type = std::move(parsed.type), .kind = kind, .target = name};
        if (parsed.tensor.defined()) spec.data = std::move(parsed.tensor);
        out.emplace(std::move(name), std::move(spec));
    }
    if (!random.empty())
        notes.push_back(fmt::format("the script keeps only the shape of {} constants ('{}'{}): their values are example data",
                                    random.size(), random.front(), random.size() > 1 ? ", ..." : ""));
    return out;
}

// `s77 = 4` at the top of a script traced with symbols.
std::map<std::string, std::int64_t> topLevelNumbers(const Script& script) {
    std::map<std::string, std::int64_t> out;
    for (const Stmt& stmt : script.statements)
        if (stmt.kind == StmtKind::Assign && stmt.value.kind == ExprKind::Int && stmt.targets.size() == 1 && stmt.targets[0].kind == ExprKind::Name)
            out[stmt.targets[0].text] = stmt.value.integer;
    return out;
}

Result<OpenedGraph> openModule(std::string_view text, const Script& script, const Tokens& tokens, const std::filesystem::path& path,
                               const OpenOptions& options) {
    OpenedGraph out;
    const Class* module = nullptr;
    const Function* forward = functionNamed(script.functions, "forward");
    for (const Class& candidate : script.classes)
        if (const Function* method = functionNamed(candidate.functions, "forward")) {
            module = &candidate;
            forward = method;
            break;
        }
    if (!forward)
        return fail(Code::Format, "no graph in this Python text: expected a class with a forward method, `def forward(self, ...)`, or "
                    "`torch.export.load('...')`");
    ForwardSource source{.forward = *forward, .module = module, .tokens = tokens};
    if (module) {
        WHITTLE_TRY(source.attributes, registered(*module, options, out.notes));
    }
    std::optional<OwnRepro> own;
    LoadedArgs args;
    if (const Expr* table = findOwnTable(script)) {
        WHITTLE_TRY(own, readOwnTable(*table, script));
    } else if (const Function* load = functionNamed(script.functions, "load_args")) {
        const bool fill = options.fillMissing && options.inputs.empty();  // else the inputs are there
        WHITTLE_TRY(args, readLoadArgs(*load, {.storage = storageLookup(script, path), .fill = fill, .seed = options.seed,
                                               .numbers = topLevelNumbers(script)}));
        source.inputs = args.inputs;
        std::move(args.notes.begin(), args.notes.end(), std::back_inserter(out.notes));
    }
    std::optional<GivenTensors> given;
    if (!options.inputs.empty()) {
        WHITTLE_TRY(CaseTensors tensors, readCase(options.inputs, {}));
        source.given = &given.emplace(std::move(tensors), options.inputs);
    }
    Result<std::optional<Signature>> signature = readSignature(text);
    if (!signature) out.notes.push_back(fmt::format("the graph signature is not used: {}", signature.error().message));
    else if (*signature) source.signature = &**signature;
    WHITTLE_TRY(Imported imported, importForward(source));
    std::move(imported.notes.begin(), imported.notes.end(), std::back_inserter(out.notes));
    out.graph = std::move(imported.graph);
    for (const auto& [symbol, info] : args.symbols)
        if (const auto found = out.graph.symbols.find(symbol); found != out.graph.symbols.end()) found->second.hint = info.hint;
    out.graph.name = path.stem().string().empty() ? "graph" : path.stem().string();
    keepSettings(script, out.graph);
    if (own) {
        WHITTLE_TRY_VOID(applyOwnTable(*own, path, out.graph, out.notes));
        out.format = "repro";
    } else {
        out.format = source.inputs.empty() ? "fx text" : "repro";
    }
    return out;
}

}  // namespace

bool looksLikePython(std::string_view text) {
    return text.find("def forward(") != std::string_view::npos || text.find("torch.export.load(") != std::string_view::npos;
}

Result<OpenedGraph> openPython(std::string_view text, const std::filesystem::path& path, const OpenOptions& options) {
    const std::string clean = fx::stripColours(text);
    WHITTLE_TRY(const Tokens tokens, tokenise(clean));
    WHITTLE_TRY(const Script script, parseScript(tokens));
    if (const Expr* load = findProgramLoad(script)) {
        WHITTLE_TRY(OpenedGraph out, openLauncher(*load, path, options));
        keepSettings(script, out.graph);
        return out;
    }
    return openModule(clean, script, tokens, path, options);
}

}  // namespace whittle
