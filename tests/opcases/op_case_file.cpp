#include "tests/opcases/op_case_file.h"

#include <cmath>

#include "engine/base/files.h"
#include "engine/formats/fx_text.h"
#include "engine/formats/json.h"
#include "engine/formats/positional_args.h"
#include "engine/formats/safetensors.h"

namespace whittle::test {
namespace {

using Tensors = std::map<std::string, Tensor>;

Result<DType> dtypeFrom(const Json& json) {
    WHITTLE_TRY(const std::string name, asString(json, "dtype"));
    if (const auto dtype = parseTorchDType(name)) return *dtype;
    return fail(Code::Unsupported, "there is no dtype {} here", name);
}

// {"tensor": 0}, {"dtype": "float16"}, {"float": "-inf"}, {"memory_format": "channels_last"}, {"graph": "class ..."}, ...
Result<Arg> markedArg(const Json& json, std::size_t tensorCount) {
    if (const Json* index = optionalField(json, "tensor")) {
        WHITTLE_TRY(const std::int64_t at, asInt(*index, "tensor"));
        if (at < 0 || static_cast<std::size_t>(at) >= tensorCount)
            return fail(Code::Format, "an argument names tensor {} of {}", at, tensorCount);
        return Arg(ValueId(static_cast<int>(at)));
    }
    if (const Json* dtype = optionalField(json, "dtype")) {
        WHITTLE_TRY(const DType known, dtypeFrom(*dtype));
        return Arg(known);
    }
    if (const Json* graph = optionalField(json, "graph")) {
        WHITTLE_TRY(const std::string text, asString(*graph, "graph"));
        WHITTLE_TRY(OpenedGraph opened, openPython(text, {}, {.fillMissing = false}));
        return Arg(GraphRef(std::make_shared<const Graph>(std::move(opened.graph))));
    }
    if (const Json* number = optionalField(json, "float")) {
        WHITTLE_TRY(const std::string text, asString(*number, "float"));
        if (text == "nan") return Arg(NAN);
        if (text == "inf" || text == "-inf") return Arg(text == "inf" ? INFINITY : -INFINITY);
    }
    if (const Json* format = optionalField(json, "memory_format")) {
        static const std::map<std::string, MemoryFormat> kFormats = {{"contiguous", MemoryFormat::Contiguous},
                                                                     {"contiguous_format", MemoryFormat::Contiguous},
                                                                     {"channels_last", MemoryFormat::ChannelsLast},
                                                                     {"channels_last_3d", MemoryFormat::ChannelsLast3d},
                                                                     {"preserve_format", MemoryFormat::Preserve}};
        WHITTLE_TRY(const std::string name, asString(*format, "memory_format"));
        if (const auto found = kFormats.find(name); found != kFormats.end()) return Arg(found->second);
    }
    if (optionalField(json, "device")) return Arg(Device{});
    if (optionalField(json, "layout")) return Arg(Layout::Strided);
    return fail(Code::Unsupported, "there is no argument of the kind {} here", json.dump());
}

Result<Arg> argFrom(const Json& json, std::size_t tensorCount) {
    if (json.is_null()) return Arg();
    if (json.is_boolean()) return Arg(json.get<bool>());
    if (json.is_number_integer()) return Arg(json.get<std::int64_t>());
    if (json.is_number()) return Arg(json.get<double>());
    if (json.is_string()) return Arg(json.get<std::string>());
    if (json.is_object()) return markedArg(json, tensorCount);
    Arg::List items;
    for (const Json& item : json) {
        WHITTLE_TRY(Arg arg, argFrom(item, tensorCount));
        items.push_back(std::move(arg));
    }
    return Arg(std::move(items));
}

Result<Sizes> sizesFrom(const Json& object, std::string_view key) {
    WHITTLE_TRY(const Json* field, objectField(object, key));
    WHITTLE_TRY(const Json* list, asArray(*field, key));
    Sizes out;
    for (const Json& item : *list) {
        WHITTLE_TRY(const std::int64_t value, asInt(item, key));
        out.push_back(value);
    }
    return out;
}

// One stored tensor under the dtype and sizes of its entry. A complex one is stored as pairs of reals, so its
// bytes only need reading as what they are.
Result<Tensor> storedTensor(const Json& entry, const Tensors& tensors, const std::string& fallbackName) {
    WHITTLE_TRY(const Json* dtypeField, objectField(entry, "dtype"));
    WHITTLE_TRY(const DType dtype, dtypeFrom(*dtypeField));
    WHITTLE_TRY(Sizes sizes, sizesFrom(entry, "shape"));
    std::string name = fallbackName;
    if (const Json* data = optionalField(entry, "data")) {
        WHITTLE_TRY(name, asString(*data, "data"));
    }
    const auto found = tensors.find(name);
    if (found == tensors.end()) return fail(Code::Format, "the tensors lack '{}'", name);
    const Tensor& held = found->second;
    if (held.dtype() == dtype && held.sizes() == sizes) return held;
    Sizes pairs = sizes;
    pairs.push_back(2);
    if (held.sizes() != pairs || dtypeSize(held.dtype()) * 2 != dtypeSize(dtype))
        return fail(Code::Format, "'{}' is stored as {}, not as {}[{}]", name, held.describe(), dtypeName(dtype), fmt::join(sizes, ","));
    const Tensor copy = Tensor::empty(dtype, sizes);
    std::copy_n(held.data<std::byte>(), held.byteSize(), copy.storage()->mutableData());
    return copy;
}

/// The same elements in the layout that PyTorch saw.
Result<Tensor> withStrides(const Tensor& dense, const Sizes& strides) {
    if (strides.size() != dense.sizes().size())
        return fail(Code::Format, "{} has {} strides", dense.describe(), strides.size());
    if (strides == dense.strides()) return dense;
    constexpr Index kMostElements = 1 << 26;  // a hostile file may not ask for more
    Index last = 0;
    for (std::size_t d = 0; d < strides.size() && dense.numel() > 0; ++d) {
        Index reach = 0;
        if (strides[d] < 0 || __builtin_mul_overflow(dense.sizes()[d] - 1, strides[d], &reach) || reach > kMostElements)
            return fail(Code::Format, "strides [{}] do not fit {}", fmt::join(strides, ","), dense.describe());
        last += reach;
    }
    const std::size_t item = dtypeSize(dense.dtype());
    const auto storage = Storage::allocate(static_cast<std::size_t>(last + 1) * item);
    std::fill_n(storage->mutableData(), storage->bytes().size(), std::byte{0});
    WHITTLE_TRY(Tensor out, Tensor::overStorage(storage, dense.dtype(), dense.sizes(), strides, 0));
    for (Index i = 0; i < dense.numel(); ++i) {
        Index offset = 0, rest = i;
        for (std::size_t d = strides.size(); d-- > 0; rest /= dense.sizes()[d]) offset += rest % dense.sizes()[d] * strides[d];
        std::copy_n(dense.data<std::byte>() + static_cast<std::size_t>(i) * item, item,
                    storage->mutableData() + static_cast<std::size_t>(offset) * item);
    }
    return out;
}

// Arguments are named by the schema of the operator that runs: the functional one for an in-place form.
Result<void> readArgs(const Json& json, OpCase& out) {
    const OpDef* op = findOp(out.op);
    if (!op) return fail(Code::Unsupported, "the operator table lacks it");
    const Schema& written = *findSchema(out.op);
    const Schema& schema = op->functional.empty() ? written : *findSchema(op->functional);
    if (const Json* args = optionalField(json, "args")) {
        WHITTLE_TRY_VOID(asArray(*args, "args"));
        std::vector<Arg> given;
        for (const Json& item : *args) {
            WHITTLE_TRY(Arg arg, argFrom(item, out.tensors.size()));
            given.push_back(std::move(arg));
        }
        WHITTLE_TRY(out.args, namePositional(schema, std::move(given)));
    }
    if (const Json* kwargs = optionalField(json, "kwargs"))
        for (const auto& [name, value] : kwargs->items()) {
            WHITTLE_TRY(Arg arg, argFrom(value, out.tensors.size()));
            out.args.push_back({name, std::move(arg)});
        }
    return {};
}

Result<void> readTensors(const Json& json, const Tensors& tensors, OpCase& out) {
    const auto each = [&](std::string_view key, std::string_view what, auto&& use) -> Result<void> {
        const Json* list = optionalField(json, key);
        if (!list) return {};
        WHITTLE_TRY_VOID(asArray(*list, key));
        for (std::size_t i = 0; i < list->size(); ++i) {
            WHITTLE_TRY(Tensor tensor, storedTensor((*list)[i], tensors, fmt::format("{}.{}.{}", out.id, what, i)));
            WHITTLE_TRY_VOID(use((*list)[i], std::move(tensor)));
        }
        return {};
    };
    WHITTLE_TRY_VOID(each("inputs", "in", [&](const Json& entry, Tensor dense) -> Result<void> {
        WHITTLE_TRY(const Sizes strides, sizesFrom(entry, "stride"));
        WHITTLE_TRY(Tensor tensor, withStrides(dense, strides));
        out.tensors.emplace_back(std::move(tensor));
        return {};
    }));
    WHITTLE_TRY_VOID(each("outputs", "out", [&](const Json& entry, Tensor dense) -> Result<void> {
        WHITTLE_TRY(Sizes strides, sizesFrom(entry, "stride"));
        out.outputs.push_back({std::move(dense), std::move(strides)});
        return {};
    }));
    return each("outputs64", "out64", [&](const Json&, Tensor dense) -> Result<void> {
        out.outputs64.push_back(std::move(dense));
        return {};
    });
}

Result<OpCase> caseFrom(const Json& json, const Tensors& tensors) {
    OpCase out;
    WHITTLE_TRY(const Json* id, objectField(json, "id"));
    out.id = id->is_string() ? id->get<std::string>() : id->dump();
    WHITTLE_TRY(const Json* op, objectField(json, "op"));
    WHITTLE_TRY(out.op, asString(*op, "op"));
    // "add.Tensor" is ATen's; operators of others say whose: "prims::inductor_lookup_seed".
    const auto colons = out.op.find("::");
    out.op = colons == out.op.npos ? "aten." + out.op : out.op.substr(0, colons) + "." + out.op.substr(colons + 2);
    if (std::count(out.op.begin(), out.op.end(), '.') == 1 && !findOp(out.op)) out.op += ".default";
    if (const Json* note = optionalField(json, "note")) {
        WHITTLE_TRY(out.note, asString(*note, "note"));
    }
    for (const auto& [key, slot] : {std::pair{"rtol", &out.tolerance.rtol}, std::pair{"atol", &out.tolerance.atol}}) {
        *slot = 0;
        if (const Json* value = optionalField(json, key)) {
            WHITTLE_TRY(*slot, asFloat(*value, key));
        }
    }
    if (const Json* error = optionalField(json, "error")) {
        out.fails = true;
        WHITTLE_TRY(out.error, asString(*error, "error"));
    }
    const auto posed = [&]() -> Result<void> {
        WHITTLE_TRY_VOID(readTensors(json, tensors, out));
        return readArgs(json, out);
    }();
    if (!posed && posed.error().code != Code::Unsupported) return std::unexpected(posed.error());
    if (!posed) out.unreadable = posed.error().message;
    return out;
}

}  // namespace

Result<std::vector<OpCase>> readOpCases(const std::filesystem::path& path) {
    const auto read = [&]() -> Result<std::vector<OpCase>> {
        WHITTLE_TRY(const std::string text, readFile(path));
        WHITTLE_TRY(const Json root, parseJson(text));
        WHITTLE_TRY_VOID(asObject(root, "the file"));
        std::filesystem::path tensorPath = path;
        tensorPath.replace_extension(".safetensors");
        if (const Json* name = optionalField(root, "tensors")) {
            WHITTLE_TRY(const std::string given, asString(*name, "tensors"));
            tensorPath.replace_filename(std::filesystem::path(given).filename());
        }
        WHITTLE_TRY(const Tensors tensors, readSafetensors(tensorPath));
        WHITTLE_TRY(const Json* cases, objectField(root, "cases"));
        WHITTLE_TRY_VOID(asArray(*cases, "cases"));
        std::vector<OpCase> out;
        for (const Json& json : *cases) {
            WHITTLE_TRY(OpCase one, caseFrom(json, tensors).context("reading case {} of {}", out.size(), cases->size()));
            out.push_back(std::move(one));
        }
        return out;
    };
    return read().context("reading {}", path.string());
}

}  // namespace whittle::test
