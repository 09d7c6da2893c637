#include "engine/formats/pt2.h"

#include <algorithm>
#include <memory>

#include "engine/formats/export_call.h"
#include "engine/formats/export_meta.h"
#include "engine/formats/raw_storage.h"
#include "engine/formats/torch_file.h"

namespace whittle {
namespace {

constexpr std::string_view kCompiled = "a package that AOTInductor compiled: it holds machine code, not a graph. Open the program it was "
                                       "compiled from, as torch.export.save writes it";
constexpr std::size_t kMaxExtra = 1 << 20;
constexpr std::string_view kProgramA = "serialized_exported_program.json";

// A graph's name is an identifier; a file's stem need not be.
std::string graphName(std::string_view wanted) {
    std::string out;
    for (const char c : wanted) out += std::isalnum(static_cast<unsigned char>(c)) || c == '_' ? c : '_';
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0]))) out.insert(out.begin(), 'g');
    return out;
}

// ---- torch.save files inside an archive ----

Result<std::shared_ptr<const TorchFile>> readInner(ZipArchive& zip, const std::string& entry) {
    WHITTLE_TRY(const ZipRecord record, zip.readData(entry));
    if (record.bytes.empty()) return std::make_shared<const TorchFile>();  // an empty entry means "nothing"
    WHITTLE_TRY(TorchFile file, readTorchFile(record.bytes, record.owner, zip.later()).context("reading entry '{}'", entry));
    return std::make_shared<const TorchFile>(std::move(file));
}

Result<ExportData::Lookup> lookupIn(ZipArchive& zip, const std::string& entry) {
    WHITTLE_TRY(const std::shared_ptr<const TorchFile> file, readInner(zip, entry));
    std::map<std::string, std::uint32_t> items;
    if (!file->pickle.items.empty()) {
        WHITTLE_TRY(items, file->namedItems().context("reading entry '{}'", entry));
    }
    return ExportData::Lookup([file, items = std::move(items), entry](std::string_view name) -> Result<Tensor> {
        const auto found = items.find(std::string(name));
        if (found == items.end()) return fail(Code::NotFound, "'{}' holds no tensor of that name", entry);
        return file->tensor(file->pickle.item(found->second)).context("reading entry '{}'", entry);
    });
}

// The example call as data; what a graph input cannot hold stays empty.
Result<std::vector<Datum>> readSamples(ZipArchive& zip, const std::string& entry) {
    if (!zip.contains(entry)) return std::vector<Datum>();
    WHITTLE_TRY(const std::shared_ptr<const TorchFile> file, readInner(zip, entry));
    if (file->pickle.items.empty()) return std::vector<Datum>();
    WHITTLE_TRY(const std::vector<const PickleItem*> leaves, file->leaves(file->pickle.root).context("reading entry '{}'", entry));
    std::vector<Datum> out;
    for (const PickleItem* leaf : leaves) {
        switch (leaf->kind) {
            case PickleItem::Kind::Tensor:
                if (const Result<Tensor> tensor = file->tensor(*leaf)) out.emplace_back(*tensor);
                else out.emplace_back();
                break;
            case PickleItem::Kind::Int: out.emplace_back(leaf->integer); break;
            case PickleItem::Kind::Float: out.emplace_back(leaf->real); break;
            case PickleItem::Kind::Bool: out.emplace_back(leaf->integer != 0); break;
            default: out.emplace_back();
        }
    }
    return out;
}

// Texts that the user packed along: kept, and written back.
Result<void> readExtraFiles(ZipArchive& zip, const std::string& folder, ImportedProgram& program) {
    std::size_t kept = 0;
    for (const ZipArchive::Entry& entry : zip.entries()) {
        if (!entry.name.starts_with(folder) || entry.name.size() == folder.size()) continue;
        const std::string name = entry.name.substr(folder.size());
        if (kept + entry.size > kMaxExtra) {
            program.notes.push_back(fmt::format("the extra file '{}' of {} bytes is left out: at most {} are kept", name, entry.size, kMaxExtra));
            continue;
        }
        WHITTLE_TRY(const ZipRecord record, zip.read(entry.name));
        kept += record.bytes.size();
        program.graph.metadata[kExtraFile + name] = std::string(record.text());
    }
    return {};
}

// ---- layout A ----

Result<ImportedProgram> importLayoutA(ZipArchive& zip, std::string_view fileStem) {
    for (const std::string_view old : {"serialized_state_dict.json", "serialized_constants.json"})
        if (zip.contains(old))
            return fail(Code::Unsupported, "the entry '{}' is of a PyTorch before 2.2; export the model again", old);
    WHITTLE_TRY(const ZipRecord version, zip.read("version"));
    const std::string_view number = version.text();
    if (!number.starts_with("8."))
        return fail(Code::Unsupported, "schema version '{}'; version 8 is supported (PyTorch 2.6 and later)", number.substr(0, 20));
    ExportData data;
    WHITTLE_TRY(data.state, lookupIn(zip, "serialized_state_dict.pt"));
    WHITTLE_TRY(data.constants, lookupIn(zip, "serialized_constants.pt"));
    WHITTLE_TRY(data.samples, readSamples(zip, "serialized_example_inputs.pt"));
    WHITTLE_TRY(const ZipRecord json, zip.read(kProgramA));
    WHITTLE_TRY(ImportedProgram out, importExport(json.text(), graphName(fileStem), data).context("reading entry '{}'", kProgramA));
    WHITTLE_TRY_VOID(readExtraFiles(zip, "extra_files/", out));
    return out;
}

// ---- layout B ----

Result<ByteOrder> byteOrderOf(ZipArchive& zip, const std::string& root) {
    if (!zip.contains(root + "byteorder")) return ByteOrder::Little;
    WHITTLE_TRY(const ZipRecord record, zip.read(root + "byteorder"));
    if (record.text() == "little") return ByteOrder::Little;
    if (record.text() == "big") return ByteOrder::Big;
    return fail(Code::Format, "unknown byte order '{}'", record.text().substr(0, 20));
}

/// The tensors that one PayloadConfig names. Several names may share a storage.
class Payload {
public:
    Payload(ZipArchive& zip, std::string folder, ByteOrder order) : m_zip(zip), m_folder(std::move(folder)), m_order(order) {}

    Result<void> read(const std::string& entry) {
        m_entry = entry;
        WHITTLE_TRY(const ZipRecord record, m_zip.read(entry));
        WHITTLE_TRY(m_json, parseJson(record.text()).context("reading entry '{}'", entry));
        WHITTLE_TRY(const Json* config, objectField(m_json, "config").context("reading entry '{}'", entry));
        WHITTLE_TRY_VOID(asObject(*config, "'config'").context("reading entry '{}'", entry));
        m_config = config;
        return {};
    }

    Result<Tensor> tensor(std::string_view name) {
        const Json* row = optionalField(*m_config, name);
        if (!row) return fail(Code::NotFound, "'{}' does not list it", m_entry);
        return tensorOf(*row).context("reading entry '{}'", m_entry);
    }

private:
    Result<Tensor> tensorOf(const Json& row) {
        WHITTLE_TRY(const Json* pathField, objectField(row, "path_name"));
        WHITTLE_TRY(const std::string path, asString(*pathField, "'path_name'"));
        if (const Json* pickled = optionalField(row, "use_pickle"); pickled && *pickled == true)
            return fail(Code::Unsupported, "the record '{}' is a pickled object", path.substr(0, 60));
        WHITTLE_TRY(const Json* metaJson, objectField(row, "tensor_meta"));
        Symbols symbols;
        WHITTLE_TRY(const TensorMeta meta, exportTensorMeta(*metaJson, symbols));
        const auto constants = [](const SymSizes& sizes) -> Result<Sizes> {
            Sizes out;
            for (const SymInt& size : sizes) {
                if (!size.isConstant()) return fail(Code::Format, "the symbolic size {} in a weight", size.text());
                out.push_back(*size.constant());
            }
            return out;
        };
        WHITTLE_TRY(Sizes sizes, constants(meta.type.sizes));
        WHITTLE_TRY(Sizes strides, constants(meta.strides));
        WHITTLE_TRY(const Sizes offset, constants({meta.storageOffset}));
        WHITTLE_TRY(std::shared_ptr<Storage> storage, storageAt(path, meta.type.dtype));
        if (storage->bytes().empty() && elementCount(sizes) != 0)
            return fail(Code::Unsupported, "the record '{}' is empty: the program was exported from fake tensors", path);
        return Tensor::overStorage(std::move(storage), meta.type.dtype, std::move(sizes), std::move(strides), offset[0])
            .context("reading record '{}'", path);
    }

    Result<std::shared_ptr<Storage>> storageAt(const std::string& path, DType dtype) {
        auto& shared = m_storages[{path, dtype}];
        if (shared) return shared;
        WHITTLE_TRY(const ZipRecord record, m_zip.readData(m_folder + path));
        if (record.bytes.size() % dtypeSize(dtype) != 0)
            return fail(Code::Format, "the record '{}' has {} bytes, no whole number of {} elements", path, record.bytes.size(),
                        dtypeName(dtype));
        shared = storageOver(record.bytes, record.owner, dtype, m_order);
        return shared;
    }

    ZipArchive& m_zip;
    std::string m_folder;
    ByteOrder m_order;
    std::string m_entry;
    Json m_json;
    const Json* m_config = nullptr;
    std::map<std::pair<std::string, DType>, std::shared_ptr<Storage>> m_storages;
};

// The names changed without a new version number; the first is what PyTorch looks for first.
Result<ExportData::Lookup> layoutBLookup(ZipArchive& zip, const std::string& root, std::string_view kind, std::string_view model) {
    const std::string folder = fmt::format("{}data/{}/", root, kind);
    if (const std::string whole = fmt::format("{}{}.pt", folder, model); zip.contains(whole)) return lookupIn(zip, whole);
    WHITTLE_TRY(const ByteOrder order, byteOrderOf(zip, root));
    const std::string newName = fmt::format("{}{}_{}_config.json", folder, model, kind);
    const std::string oldName = kind == "weights" ? fmt::format("{}{}_model_param_config.json", folder, model)
                                                  : fmt::format("{}{}_model_constants_config.json", folder, model);
    auto payload = std::make_shared<Payload>(zip, folder, order);
    WHITTLE_TRY_VOID(payload->read(zip.contains(newName) || !zip.contains(oldName) ? newName : oldName));
    return ExportData::Lookup([payload](std::string_view name) { return payload->tensor(name); });
}

std::vector<std::string> modelNames(const ZipArchive& zip, const std::string& root) {
    const std::string folder = root + "models/";
    constexpr std::string_view kSuffix = ".json";
    std::vector<std::string> out;
    for (const ZipArchive::Entry& entry : zip.entries())
        if (entry.name.starts_with(folder) && entry.name.ends_with(kSuffix) && entry.name.size() > folder.size() + kSuffix.size())
            out.push_back(entry.name.substr(folder.size(), entry.name.size() - folder.size() - kSuffix.size()));
    std::sort(out.begin(), out.end());
    return out;
}

Result<ImportedProgram> importLayoutB(ZipArchive& zip, const std::string& root, std::string_view model, std::string_view fileStem) {
    const std::vector<std::string> models = modelNames(zip, root);
    const auto compiled = [&](const ZipArchive::Entry& e) { return e.name.starts_with(root + "data/aotinductor/"); };
    if (models.empty() && std::any_of(zip.entries().begin(), zip.entries().end(), compiled))
        return fail(Code::Unsupported, "{}", kCompiled);
    if (models.empty()) return fail(Code::NotFound, "no program in this archive: the export failed or was interrupted");
    const std::string chosen = model.empty() ? models.front() : std::string(model);
    if (std::find(models.begin(), models.end(), chosen) == models.end())
        return fail(Code::NotFound, "no model '{}' in this archive; it holds {}", chosen, fmt::join(models, ", "));
    if (zip.contains(root + "archive_version")) {
        WHITTLE_TRY(const ZipRecord version, zip.read(root + "archive_version"));
        if (version.text() != "0") return fail(Code::Unsupported, "archive version '{}', 0 is supported", version.text().substr(0, 20));
    }
    ExportData data;
    WHITTLE_TRY(data.state, layoutBLookup(zip, root, "weights", chosen));
    WHITTLE_TRY(data.constants, layoutBLookup(zip, root, "constants", chosen));
    WHITTLE_TRY(data.samples, readSamples(zip, fmt::format("{}data/sample_inputs/{}.pt", root, chosen)));
    const std::string entry = fmt::format("{}models/{}.json", root, chosen);
    WHITTLE_TRY(const ZipRecord json, zip.read(entry));
    const std::string name = graphName(models.size() == 1 && chosen == "model" ? fileStem : std::string_view(chosen));
    WHITTLE_TRY(ImportedProgram out, importExport(json.text(), name, data).context("reading entry '{}'", entry));
    WHITTLE_TRY_VOID(readExtraFiles(zip, root + "extra/", out));
    out.models = models;
    if (model.empty() && models.size() > 1)
        out.notes.push_back(fmt::format("the archive holds the models {}; '{}' is shown", fmt::join(models, ", "), chosen));
    return out;
}

}  // namespace

Result<ImportedProgram> importPt2(ZipArchive& zip, std::string_view model, std::string_view fileStem) {
    if (zip.contains(kProgramA)) {
        if (!model.empty()) return fail(Code::NotFound, "no model '{}' in this archive; it holds one program without a name", model);
        return importLayoutA(zip, fileStem);
    }
    if (zip.contains("archive_format"))
        return fail(Code::Unsupported, "{}", kCompiled);
    if (zip.entries().empty()) return fail(Code::Format, "the archive is empty");
    const std::string& first = zip.entries().front().name;
    const std::string root = first.substr(0, first.find('/') + 1);
    if (!root.empty() && zip.contains(root + "archive_format")) {
        WHITTLE_TRY(const ZipRecord format, zip.read(root + "archive_format"));
        if (format.text() != "pt2") return fail(Code::Unsupported, "archive format '{}', pt2 was expected", format.text().substr(0, 20));
        return importLayoutB(zip, root, model, fileStem);
    }
    if (!root.empty() && zip.contains(root + "constants.pkl"))
        return fail(Code::Unsupported, "a TorchScript archive; export the model with torch.export instead");
    if (!root.empty() && zip.contains(root + "data.pkl"))
        return fail(Code::Unsupported, "a file of torch.save holds tensors, not a graph; export the model with torch.export");
    return fail(Code::Format, "not a PT2 archive: it holds {}", zip.listing());
}

}  // namespace whittle
