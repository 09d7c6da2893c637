#include "engine/formats/fx_launcher.h"

#include "engine/base/files.h"
#include "engine/formats/raw_storage.h"
#include "engine/formats/zip_archive.h"

namespace whittle::fx {
namespace {

namespace fs = std::filesystem;

// The few path expressions that PyTorch's and our scripts use; anything else would have to be run.
Result<fs::path> pathOf(const Expr& expr, const fs::path& script) {
    if (expr.kind == ExprKind::String) {
        if (expr.text.empty() || expr.text.size() > 4096 || expr.text.find('\0') != std::string::npos)
            return fail(Code::Format, "{}: not a file name", expr.at.text());
        return fs::path(expr.text);
    }
    if (expr.isName("__file__")) return script;
    if (expr.kind == ExprKind::Call && expr.items.size() >= 2) {
        const std::string_view callee = expr.items[0].path();
        if (callee == "os.path.abspath" || callee == "os.path.realpath") return pathOf(expr.items[1], script);
        if (callee == "os.path.dirname") {
            WHITTLE_TRY(const fs::path inner, pathOf(expr.items[1], script));
            return inner.parent_path();
        }
        if (callee == "os.path.join") {
            fs::path out;
            for (std::size_t i = 1; i < expr.items.size(); ++i) {
                WHITTLE_TRY(const fs::path part, pathOf(expr.items[i], script));
                out /= part;
            }
            return out;
        }
    }
    return fail(Code::Unsupported, "{}: the path '{}' is computed by code, which is never run; write it as a string", expr.at.text(),
                expr.source.substr(0, 80));
}

bool isFile(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

const Expr* keywordOfRun(const Script& script, std::string_view key) {
    for (const Stmt& stmt : script.statements)
        if (stmt.value.kind == ExprKind::Call && stmt.value.items[0].isName("run_repro"))
            if (const Expr* found = stmt.value.keyword(key)) return found;
    return nullptr;
}

// torch.save(storage.untyped_storage()): a zip archive with the bytes in "<root>/data/0".
Result<std::shared_ptr<Storage>> readStorage(const fs::path& path) {
    WHITTLE_TRY(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    WHITTLE_TRY(ZipArchive archive, ZipArchive::open(file->bytes(), file));
    for (const ZipArchive::Entry& entry : archive.entries())
        if (entry.name.ends_with("/data/0")) {
            WHITTLE_TRY(const ZipRecord record, archive.read(entry.name));
            return Storage::borrow(record.bytes, record.owner);
        }
    return fail(Code::Format, "the archive holds no storage (entries: {})", archive.listing());
}

}  // namespace

const Expr* findProgramLoad(const Script& script) {
    for (const Stmt& stmt : script.statements)
        if (stmt.value.kind == ExprKind::Call && stmt.value.items[0].path() == "torch.export.load" && stmt.value.items.size() >= 2)
            return &stmt.value.items[1];
    return nullptr;
}

Result<OpenedGraph> openLauncher(const Expr& load, const fs::path& script, const OpenOptions& options) {
    WHITTLE_TRY(const fs::path named, pathOf(load, script));
    const fs::path folder = script.parent_path();
    const struct {
        fs::path path;
        std::string_view how;
    } places[] = {{named, "as the script names it"},
                  {folder / named, "relative to the script"},
                  {folder / "checkpoints" / named.filename(), "in the checkpoints folder beside the script"},
                  {folder / named.filename(), "beside the script"}};
    for (const auto& place : places) {
        if (!isFile(place.path)) continue;
        WHITTLE_TRY(const std::shared_ptr<const MappedFile> file, MappedFile::open(place.path));
        if (!ZipArchive::looksLikeZip(file->bytes()))
            return fail(Code::Format, "{}: {} is not a PT2 archive", load.at.text(), place.path.string());
        WHITTLE_TRY(OpenedGraph out, openGraph(place.path, options));
        out.format = "minifier launcher";
        out.notes.insert(out.notes.begin(), fmt::format("program: {} ({})", place.path.string(), place.how));
        return out;
    }
    std::string tried;
    for (const auto& place : places) tried += fmt::format("{}{}", tried.empty() ? "" : ", ", place.path.string());
    return fail(Code::NotFound, "{}: the program '{}' is not there; looked for {}. Copy the .pt2 beside the script", load.at.text(),
                named.string(), tried);
}

StorageLookup storageLookup(const Script& script, const fs::path& path) {
    const fs::path folder = path.parent_path();
    std::vector<fs::path> folders{folder / "storages"};
    if (const Expr* given = keywordOfRun(script, "save_dir"); given && given->kind != ExprKind::None)
        if (const Result<fs::path> saved = pathOf(*given, path)) {
            folders.insert(folders.begin(), *saved / "storages");
            folders.push_back(folder / saved->filename() / "storages");
        }
    return [folders](std::string_view hash, DType dtype) -> Result<std::optional<std::shared_ptr<Storage>>> {
        for (const fs::path& candidate : folders) {
            const fs::path file = candidate / hash;
            if (!isFile(file)) continue;
            WHITTLE_TRY(std::shared_ptr<Storage> bytes, readStorage(file).context("reading {}", file.string()));
            return storageOver(bytes->bytes(), bytes, dtype);
        }
        return std::nullopt;
    };
}

}  // namespace whittle::fx
