// Which reader a file goes to, by its first bytes.
#include "engine/formats/open.h"

#include <algorithm>

#include "engine/base/files.h"
#include "engine/formats/export_json.h"
#include "engine/formats/fill_missing.h"
#include "engine/formats/fx_text.h"
#include "engine/formats/pt2.h"
#include "engine/formats/wtl.h"
#include "engine/ir/verify.h"

namespace whittle {
namespace {

struct Source {
    const std::filesystem::path& path;
    std::shared_ptr<const MappedFile> file;
    const OpenOptions& options;

    std::span<const std::byte> bytes() const { return file->bytes(); }
    std::string_view text() const { return {reinterpret_cast<const char*>(bytes().data()), bytes().size()}; }
};

OpenedGraph opened(ImportedProgram program, std::string format) {
    return {std::move(program.graph), std::move(format), std::move(program.notes)};
}

std::string_view withoutBlanks(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start == text.npos ? std::string_view() : text.substr(start);
}

Result<OpenedGraph> openZip(const Source& source) {
    WHITTLE_TRY(ZipArchive zip, ZipArchive::open(source.bytes(), source.file));
    WHITTLE_TRY(ImportedProgram program, importPt2(zip, source.options.model, source.path.stem().string()));
    return opened(std::move(program), "pt2");
}

Result<OpenedGraph> openJson(const Source& source) {
    WHITTLE_TRY(ImportedProgram program, importExport(source.text(), "graph", {}));
    return opened(std::move(program), "export json");
}

Result<OpenedGraph> openWtl(const Source& source) {
    WHITTLE_TRY(Graph graph, readWtl(source.path));
    return OpenedGraph{std::move(graph), "wtl", {}};
}

Result<OpenedGraph> refuse(const Source& source) {
    const std::string_view text = source.text();
    if (text.empty()) return fail(Code::Format, "the file is empty");
    if (text.starts_with("\x80\x02") || text.starts_with("\x80\x05"))
        return fail(Code::Unsupported, "a bare pickle, not a PT2 archive; export the model with torch.export.save");
    if (text.starts_with("\xfd"
                         "7zXZ") || text.starts_with("\x1f\x8b"))
        return fail(Code::Unsupported, "a compressed file; unpack it first");
    return fail(Code::Format, "not a file Whittle reads (it begins with the bytes {:02x}); a .pt2 archive, an export JSON, "
                ".wtl or Python text was expected",
                fmt::join(source.bytes().first(std::min<std::size_t>(8, source.bytes().size())), " "));
}

constexpr struct {
    bool (*matches)(const Source&);
    Result<OpenedGraph> (*open)(const Source&);
} kReaders[] = {
    {[](const Source& s) { return ZipArchive::looksLikeZip(s.bytes()); }, openZip},
    {[](const Source& s) { return withoutBlanks(s.text()).starts_with('{'); }, openJson},
    {[](const Source& s) { return withoutBlanks(s.text()).starts_with("whittle "); }, openWtl},
    {[](const Source& s) { return looksLikePython(s.text()); },
     [](const Source& s) { return openPython(s.text(), s.path, s.options); }},
    {[](const Source&) { return true; }, refuse},
};

}  // namespace

namespace {

Result<OpenedGraph> open(const std::filesystem::path& path, const OpenOptions& options) {
    WHITTLE_TRY(std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    const Source source{path, std::move(file), options};
    const auto reader = std::find_if(std::begin(kReaders), std::end(kReaders), [&](const auto& row) { return row.matches(source); });
    WHITTLE_TRY(OpenedGraph out, reader->open(source).context("opening {}", path.string()));
    out.graph.metadata.try_emplace("source", path.filename().string());
    if (options.fillMissing) {
        WHITTLE_TRY(std::vector<std::string> notes, fillMissing(out.graph, options.seed).context("opening {}", path.string()));
        out.notes.insert(out.notes.end(), notes.begin(), notes.end());
    }
    WHITTLE_TRY_VOID(verifyStructure(out.graph).context("opening {}", path.string()));
    return out;
}

}  // namespace

Result<OpenedGraph> openGraph(const std::filesystem::path& path, const OpenOptions& options) {
    try {
        return open(path, options);
    } catch (const std::bad_alloc&) {
        return fail(Code::Limit, "{} needs more memory than there is", path.string());
    }
}

}  // namespace whittle
