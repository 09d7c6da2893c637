// A length, a JSON header, raw data without gaps. Everything the header says is checked against the
// file before a tensor is made of it.
#include "engine/formats/safetensors.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include <fmt/ranges.h>

#include "engine/base/files.h"
#include "engine/formats/json.h"
#include "engine/formats/raw_storage.h"

namespace whittle {
namespace {

constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own limit
constexpr std::size_t kPrefix = 8;

constexpr struct {
    std::string_view name;
    DType dtype;
// "C128" is ours: the format has C64 only, and no reader of its may take it for something else.
} kNames[] = {{"F64", DType::F64}, {"F32", DType::F32}, {"F16", DType::F16}, {"BF16", DType::BF16},
              {"I64", DType::I64}, {"I32", DType::I32}, {"I16", DType::I16}, {"I8", DType::I8},
              {"U8", DType::U8},   {"BOOL", DType::Bool}, {"C64", DType::C64}, {"C128", DType::C128}};

Result<DType> dtypeOf(std::string_view name) {
    for (const auto& row : kNames)
        if (row.name == name) return row.dtype;
    return fail(Code::Unsupported, "dtype {} is not supported", name);
}

std::string_view nameOf(DType dtype) {
    return std::find_if(std::begin(kNames), std::end(kNames), [&](const auto& row) { return row.dtype == dtype; })->name;
}

struct Entry {
    std::string name;
    DType dtype = DType::F32;
    Sizes sizes;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

Result<std::uint64_t> offsetAt(const Json& offsets, std::size_t i) {
    WHITTLE_TRY(const std::int64_t value, asInt(offsets[i], "'data_offsets'"));
    if (value < 0) return fail(Code::Format, "negative data offset {}", value);
    return static_cast<std::uint64_t>(value);
}

Result<Entry> parseEntry(const std::string& name, const Json& json) {
    Entry entry{.name = name};
    WHITTLE_TRY(const Json* dtype, objectField(json, "dtype"));
    WHITTLE_TRY(const std::string dtypeText, asString(*dtype, "'dtype'"));
    WHITTLE_TRY(entry.dtype, dtypeOf(dtypeText));
    WHITTLE_TRY(const Json* shape, objectField(json, "shape"));
    WHITTLE_TRY_VOID(asArray(*shape, "'shape'"));
    std::uint64_t bytes = dtypeSize(entry.dtype);
    for (const Json& size : *shape) {
        WHITTLE_TRY(const std::int64_t value, asInt(size, "a size in 'shape'"));
        if (value < 0) return fail(Code::Format, "negative size {}", value);
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(value), &bytes))
            return fail(Code::Format, "the sizes overflow 64 bits");
        entry.sizes.push_back(value);
    }
    WHITTLE_TRY(const Json* offsets, objectField(json, "data_offsets"));
    if (!offsets->is_array() || offsets->size() != 2)
        return fail(Code::Format, "expected 'data_offsets' to be two numbers, found {}", describeJson(*offsets));
    WHITTLE_TRY(entry.begin, offsetAt(*offsets, 0));
    WHITTLE_TRY(entry.end, offsetAt(*offsets, 1));
    if (entry.end < entry.begin) return fail(Code::Format, "data ends at {} before it begins at {}", entry.end, entry.begin);
    if (entry.end - entry.begin != bytes)
        return fail(Code::Format, "the shape needs {} bytes, data_offsets give {}", bytes, entry.end - entry.begin);
    return entry;
}

// The format allows no holes and no overlaps, which also makes every byte of the file accounted for.
Result<void> checkLayout(std::vector<Entry>& entries, std::uint64_t dataSize) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
    });
    std::uint64_t at = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != at)
            return fail(Code::Format, "tensor '{}' begins at {}, the data before it ends at {}", entry.name, entry.begin, at);
        at = entry.end;
    }
    if (at != dataSize) return fail(Code::Format, "the tensors end at byte {} of {} bytes of data", at, dataSize);
    return {};
}

}  // namespace

Result<std::map<std::string, Tensor>> parseSafetensors(std::span<const std::byte> bytes,
                                                       std::shared_ptr<const void> owner) {
    std::uint64_t headerSize = 0;
    if (bytes.size() < kPrefix) return fail(Code::Format, "{} bytes are too few for a safetensors file", bytes.size());
    std::memcpy(&headerSize, bytes.data(), kPrefix);
    if (headerSize > kMaxHeader || headerSize > bytes.size() - kPrefix)
        return fail(Code::Format, "the header length {} reaches past the file of {} bytes", headerSize, bytes.size());
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kPrefix, headerSize);
    if (!text.starts_with('{')) return fail(Code::Format, "the header does not begin with '{{'");
    WHITTLE_TRY(const Json header, parseJson(text).context("reading the header"));
    const std::span<const std::byte> data = bytes.subspan(kPrefix + headerSize);

    std::vector<Entry> entries;
    for (const auto& [name, json] : header.items()) {
        if (name == "__metadata__") {
            WHITTLE_TRY_VOID(asObject(json, "'__metadata__'"));
            for (const Json& value : json) WHITTLE_TRY_VOID(asString(value, "a value in '__metadata__'"));
            continue;
        }
        WHITTLE_TRY(Entry entry, parseEntry(name, json).context("reading tensor '{}'", name));
        entries.push_back(std::move(entry));
    }
    WHITTLE_TRY_VOID(checkLayout(entries, data.size()));

    std::map<std::string, Tensor> out;
    for (Entry& entry : entries) {
        auto storage = storageOver(data.subspan(entry.begin, entry.end - entry.begin), owner, entry.dtype);
        Sizes strides = contiguousStrides(entry.sizes);
        WHITTLE_TRY(Tensor tensor, Tensor::overStorage(std::move(storage), entry.dtype, std::move(entry.sizes),
                                                       std::move(strides), 0)
                                       .context("reading tensor '{}'", entry.name));
        out.emplace(std::move(entry.name), std::move(tensor));
    }
    return out;
}

Result<std::map<std::string, Tensor>> readSafetensors(const std::filesystem::path& path) {
    WHITTLE_TRY(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    return parseSafetensors(file->bytes(), file).context("reading {}", path.string());
}

std::string safetensorsBytes(const NamedTensors& tensors) {
    std::string header = "{";
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : tensors) {
        if (header.size() > 1) header += ",";
        const std::uint64_t end = at + tensor.byteSize();
        header += Json(name).dump(-1, ' ', false, Json::error_handler_t::replace);
        header += fmt::format(":{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", nameOf(tensor.dtype()),
                              fmt::join(tensor.sizes(), ","), at, end);
        at = end;
    }
    header += "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');  // data starts 8-aligned

    const std::uint64_t headerSize = header.size();
    std::string out;
    out.reserve(kPrefix + header.size() + at);
    out.append(reinterpret_cast<const char*>(&headerSize), kPrefix).append(header);
    for (const auto& [name, tensor] : tensors) {
        const Tensor dense = tensor.contiguous();
        out.append(reinterpret_cast<const char*>(dense.data<std::byte>()), dense.byteSize());
    }
    return out;
}

Result<void> writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors) {
    return writeFileAtomic(path, safetensorsBytes(tensors));
}

}  // namespace whittle
