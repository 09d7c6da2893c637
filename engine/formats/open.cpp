// Which reader a file goes to, by its first bytes.
#include "engine/formats/open.h"

#include <algorithm>

#include "engine/base/files.h"
#include "engine/base/machine.h"
#include "engine/formats/case_file.h"
#include "engine/formats/export_json.h"
#include "engine/formats/fill_missing.h"
#include "engine/formats/fx_text.h"
#include "engine/formats/pt2.h"
#include "engine/formats/wtl.h"
#include "engine/formats/xz.h"
#include "engine/ir/verify.h"

namespace whittle {
namespace {

struct Source {
    const std::filesystem::path& path;
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
    const OpenOptions& options;

    std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

OpenedGraph opened(ImportedProgram program, std::string format) {
    return {.graph = std::move(program.graph), .format = std::move(format), .notes = std::move(program.notes),
            .models = std::move(program.models)};
}

std::string_view withoutBlanks(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start == text.npos ? std::string_view() : text.substr(start);
}

Result<OpenedGraph> openZip(const Source& source) {
    const auto owed = source.options.check == DataCheck::Later ? std::make_shared<PendingChecks>() : nullptr;
    WHITTLE_TRY(ZipArchive zip, ZipArchive::open(source.bytes, source.owner, owed));
    WHITTLE_TRY(ImportedProgram program, importPt2(zip, source.options.model, source.path.stem().string()));
    OpenedGraph out = opened(std::move(program), "pt2");
    out.owed = owed;
    return out;
}

Result<OpenedGraph> openJson(const Source& source) {
    WHITTLE_TRY(ImportedProgram program, importExport(source.text(), "graph", {}));
    return opened(std::move(program), "export json");
}

Result<OpenedGraph> openWtl(const Source& source) {
    if (source.path.extension() == ".xz") return fail(Code::Unsupported, "a packed .wtl text; unpack it first, its tensors stand in a file beside it");
    WHITTLE_TRY(Graph graph, readWtl(source.path));
    return OpenedGraph{.graph = std::move(graph), .format = "wtl"};
}

// What people try, told apart from garbage so that the answer can say what to open instead.
constexpr struct {
    std::string_view start;  ///< of the text, blanks left out
    std::string_view answer;
} kKnown[] = {
    {"\x80\x02", "a bare pickle, not a PT2 archive; export the model with torch.export.save"},
    {"\x80\x05", "a bare pickle, not a PT2 archive; export the model with torch.export.save"},
    {"\x1f\x8b", "a compressed file; unpack it first"},
    {"graph():", "the text of str(gm.graph), which has no types; print the graph with gm.print_readable()"},
    {"op0: ", "Inductor's loop IR, not a graph; open fx_graph_readable.py or fx_graph_runnable.py of the same folder"},
    {"#include", "generated code, not a graph; open fx_graph_readable.py or fx_graph_runnable.py of the same folder"},
    {"ExportGraphSignature(", "the signature of an exported program without its graph; save the program with torch.export.save"},
};

bool looksLikeSafetensors(std::span<const std::byte> bytes) { return bytes.size() > 10 && bytes[8] == std::byte{'{'} && bytes[7] == std::byte{0}; }

// The first line of what a person could read, as one knows a file again; else its bytes.
std::string beginning(const Source& source) {
    constexpr std::size_t kLetters = 40;
    const std::string_view text = source.text();
    const std::string_view line = withoutBlanks(text.substr(0, text.find('\0'))).substr(0, kLetters);
    const std::string_view shown = line.substr(0, line.find_first_of("\r\n"));
    if (!shown.empty() && std::ranges::all_of(shown, [](unsigned char c) { return c >= ' ' && c < 0x7f; }))
        return fmt::format("'{}{}'", shown, shown.size() == kLetters ? "..." : "");
    return fmt::format("the bytes {:02x}", fmt::join(source.bytes.first(std::min<std::size_t>(8, source.bytes.size())), " "));
}

Result<OpenedGraph> refuse(const Source& source) {
    const std::string_view text = source.text();
    if (text.empty()) return fail(Code::Format, "the file is empty");
    for (const auto& row : kKnown)
        if (withoutBlanks(text).starts_with(row.start)) return fail(Code::Unsupported, "{}", row.answer);
    if (looksLikeSafetensors(source.bytes))
        return fail(Code::Unsupported, "a safetensors file holds tensors, not a graph; it can serve as --inputs or --check");
    const std::filesystem::path kind = source.path.extension();
    if (kind == ".py")
        return fail(Code::Format, "Python text without a graph (it begins with {}): there is neither 'def forward(', as gm.print_readable() prints it, nor "
                    "'torch.export.load('; save a model with torch.export.save", beginning(source));
    if (kind == ".wtl") return fail(Code::Format, "not .wtl text: it begins with {}, not with 'whittle 1'", beginning(source));
    return fail(Code::Format, "not a file Whittle reads (it begins with {}); a .pt2 archive, an export JSON, "
                ".wtl or the Python text of a graph was expected", beginning(source));
}

constexpr struct {
    bool (*matches)(const Source&);
    Result<OpenedGraph> (*open)(const Source&);
} kReaders[] = {
    {[](const Source& s) { return ZipArchive::looksLikeZip(s.bytes); }, openZip},
    {[](const Source& s) { return withoutBlanks(s.text()).starts_with('{'); }, openJson},
    {[](const Source& s) { return withoutBlanks(s.text()).starts_with("whittle "); }, openWtl},
    {[](const Source& s) { return looksLikePython(s.text()); },
     [](const Source& s) { return openPython(s.text(), s.path, s.options); }},
    {[](const Source&) { return true; }, refuse},
};

}  // namespace

namespace {

// An expanded tensor (stride 0) may claim any size over a few bytes; the first operator that copies it would ask for it.
Result<void> checkExpanded(const Graph& graph) {
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data)) {
            const auto size = static_cast<Index>(dtypeSize(tensor->dtype()));
            if (tensor->numel() > machineMemory() / size)
                return fail(Code::Limit, "the tensor of input '{}' is {}, which this machine cannot hold", graph.value(input.value).name,
                            tensor->describe());
        }
    return {};
}

// Weights that the file came without, by qualified name.
Result<void> takeWeights(Graph& graph, const CaseTensors& tensors, const std::string& file) {
    std::vector<std::pair<ValueId, Tensor>> taken;
    for (const GraphInput& input : graph.inputs()) {
        if (input.kind == InputKind::User || !std::holds_alternative<std::monostate>(input.data) || isOfTheCall(input.target)) continue;
        const auto found = tensors.find(input.target);
        if (found == tensors.end()) continue;
        if (!sameShape(graph.type(input.value), typeOf(Datum(found->second))))
            return fail(Code::Shape, "the weight '{}' is {} in {}, the graph declares {}", input.target, found->second.describe(), file,
                        typeText(graph.type(input.value)));
        taken.emplace_back(input.value, found->second);
    }
    for (auto& [id, tensor] : taken) graph.setInputData(id, std::move(tensor));
    return {};
}

Result<void> takeInputs(Graph& graph, const OpenOptions& options) {
    WHITTLE_TRY(const CaseTensors tensors, readCase(options.inputs, options.model));
    WHITTLE_TRY_VOID(takeWeights(graph, tensors, options.inputs));
    WHITTLE_TRY(std::vector<Datum> inputs, caseInputs(graph, tensors, options.inputs, MayLackInputs::Yes));
    if (inputs.empty()) return {};
    std::vector<ValueId> users;
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) users.push_back(input.value);
    for (std::size_t i = 0; i < users.size(); ++i) graph.setInputData(users[i], std::move(inputs[i]));
    return {};
}

Result<OpenedGraph> open(const std::filesystem::path& path, const OpenOptions& options) {
    WHITTLE_TRY(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    Source source{path, file->bytes(), file, options};
    if (looksLikeXz(source.bytes)) {
        WHITTLE_TRY(std::string text, unpackXz(source.bytes).context("opening {}", path.string()));
        const auto owned = std::make_shared<const std::string>(std::move(text));
        source.bytes = std::as_bytes(std::span(*owned));
        source.owner = owned;
    }
    const auto reader = std::find_if(std::begin(kReaders), std::end(kReaders), [&](const auto& row) { return row.matches(source); });
    WHITTLE_TRY(OpenedGraph out, reader->open(source).context("opening {}", path.string()));
    WHITTLE_TRY_VOID(checkExpanded(out.graph).context("opening {}", path.string()));
    out.graph.metadata.try_emplace("source", path.filename().string());
    if (!options.inputs.empty()) WHITTLE_TRY_VOID(takeInputs(out.graph, options));
    if (options.fillMissing) {
        WHITTLE_TRY(std::vector<std::string> notes, fillMissing(out.graph, options.seed).context("opening {}", path.string()));
        out.notes.insert(out.notes.end(), notes.begin(), notes.end());
    }
    WHITTLE_TRY_VOID(verifyStructure(out.graph).context("opening {}", path.string()));
    return out;
}

}  // namespace

Result<void> OpenedGraph::checkData() const {
    if (owed) return owed->run();
    return {};
}

Result<OpenedGraph> openGraph(const std::filesystem::path& path, const OpenOptions& options) {
    try {
        return open(path, options);
    } catch (const std::bad_alloc&) {
        return fail(Code::Limit, "{} needs more memory than there is", path.string());
    }
}

}  // namespace whittle
