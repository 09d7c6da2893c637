#include "tests/support/opcases.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/formats/safetensors.h"
#include "tests/support/run_op.h"

namespace whittle::test {
namespace {

using Json = nlohmann::json;

Result<Arg> argFrom(const Json& json) {
    if (json.is_null()) return Arg();
    if (json.is_boolean()) return Arg(json.get<bool>());
    if (json.is_number_integer()) return Arg(json.get<std::int64_t>());
    if (json.is_number()) return Arg(json.get<double>());
    if (json.is_string()) return Arg(json.get<std::string>());
    if (json.is_array()) {
        Arg::List items;
        for (const Json& item : json) {
            WHITTLE_TRY(Arg arg, argFrom(item));
            items.push_back(std::move(arg));
        }
        return Arg(std::move(items));
    }
    if (json.contains("tensor")) return tensorArg(json["tensor"].get<int>());
    if (json.contains("float")) return Arg(json["float"].get<std::string>() == "-inf" ? -INFINITY : json["float"] == "nan" ? NAN : INFINITY);
    if (json.contains("dtype"))
        if (const auto dtype = parseTorchDType(json["dtype"].get<std::string>())) return Arg(*dtype);
    if (json.contains("memory_format"))
        return Arg(json["memory_format"] == "channels_last" ? MemoryFormat::ChannelsLast : MemoryFormat::Contiguous);
    return fail(Code::Format, "unknown argument {}", json.dump());
}

/// The same elements in the layout that PyTorch saw.
Result<Tensor> withStrides(const Tensor& dense, const Sizes& strides) {
    if (dense.numel() == 0 || strides == dense.strides()) return dense;
    Index last = 0;
    for (std::size_t d = 0; d < strides.size(); ++d) last += (dense.sizes()[d] - 1) * strides[d];
    const auto storage = Storage::allocate(static_cast<std::size_t>(last + 1) * dtypeSize(dense.dtype()));
    WHITTLE_TRY(const Tensor out, Tensor::overStorage(storage, dense.dtype(), dense.sizes(), strides, 0));
    visitDType(dense.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = reinterpret_cast<T*>(storage->mutableData());
        Sizes at(strides.size(), 0);
        for (Index i = 0; i < dense.numel(); ++i) {
            Index offset = 0, rest = i;
            for (std::size_t d = strides.size(); d-- > 0; rest /= dense.sizes()[d])
                offset += rest % dense.sizes()[d] * strides[d];
            to[offset] = dense.data<T>()[i];
        }
    });
    return out;
}

bool isComplex(const Json& tensors) {
    return std::any_of(tensors.begin(), tensors.end(), [](const Json& tensor) {
        return tensor.contains("dtype") && tensor["dtype"].get<std::string>().starts_with("complex");
    });
}

Result<OpCase> caseFrom(const Json& json, const Schema& schema, const std::map<std::string, Tensor>& tensors) {
    OpCase out;
    out.id = json["id"].get<int>();
    out.note = json.value("note", "");
    out.tolerance = {json.value("rtol", 0.0), json.value("atol", 0.0)};
    const auto stored = [&](const char* what, std::size_t i) -> Result<Tensor> {
        const auto found = tensors.find(fmt::format("{}.{}.{}", out.id, what, i));
        if (found == tensors.end()) return fail(Code::Format, "case {} lacks tensor {}.{}", out.id, what, i);
        return found->second;
    };
    for (std::size_t i = 0; i < json["args"].size(); ++i) {
        if (i >= schema.args.size()) return fail(Code::Format, "case {} has too many arguments", out.id);
        WHITTLE_TRY(Arg arg, argFrom(json["args"][i]));
        out.args.push_back({schema.args[i].name, std::move(arg)});
    }
    for (const auto& [name, value] : json["kwargs"].items()) {
        WHITTLE_TRY(Arg arg, argFrom(value));
        out.args.push_back({name, std::move(arg)});
    }
    for (std::size_t i = 0; i < json["inputs"].size(); ++i) {
        WHITTLE_TRY(const Tensor dense, stored("in", i));
        WHITTLE_TRY(Tensor tensor, withStrides(dense, json["inputs"][i]["stride"].get<Sizes>()));
        out.tensors.emplace_back(std::move(tensor));
    }
    out.fails = json.contains("error");
    if (out.fails) {
        out.error = json["error"].get<std::string>();
        return out;
    }
    for (std::size_t i = 0; i < json["outputs"].size(); ++i) {
        WHITTLE_TRY(Tensor tensor, stored("out", i));
        out.outputs.push_back(std::move(tensor));
    }
    return out;
}

OpVerdict failed(std::string reason) { return {OpVerdict::Kind::Failed, std::move(reason)}; }

}  // namespace

Result<OpCases> readOpCases(const std::filesystem::path& folder) {
    WHITTLE_TRY(const std::string text, readFile(folder / "opcases.json"));
    WHITTLE_TRY(const auto tensors, readSafetensors(folder / "opcases.safetensors"));
    const Json root = Json::parse(text, nullptr, false);
    if (root.is_discarded()) return fail(Code::Format, "opcases.json is not JSON");
    OpCases out;
    for (const Json& json : root["cases"]) {
        std::string op = "aten." + json["op"].get<std::string>();
        if (std::count(op.begin(), op.end(), '.') == 1) op += ".default";
        const Schema* schema = findSchema(op);
        const bool complex = isComplex(json["inputs"]) || (json.contains("outputs") && isComplex(json["outputs"]));
        if (!schema || complex) {
            if (std::find(out.absent.begin(), out.absent.end(), op) == out.absent.end()) out.absent.push_back(op);
            continue;
        }
        WHITTLE_TRY(OpCase opCase, caseFrom(json, *schema, tensors).context("reading case {}", json["id"].dump()));
        opCase.op = op;
        out.cases.push_back(std::move(opCase));
    }
    return out;
}

OpVerdict judge(const OpCase& opCase) {
    const auto got = runOp(opCase.op, opCase.args, opCase.tensors);
    if (opCase.fails) {
        if (got) return failed("PyTorch refuses this: " + opCase.error);
        return {};
    }
    if (!got) {
        if (got.error().code == Code::NotFound) return {OpVerdict::Kind::Absent, {}};
        return failed(got.error().describe());
    }
    if (got->size() != opCase.outputs.size())
        return failed(fmt::format("{} outputs, PyTorch gives {}", got->size(), opCase.outputs.size()));
    for (std::size_t i = 0; i < got->size(); ++i) {
        const Tensor* actual = asTensor((*got)[i]);
        const Tensor& expected = opCase.outputs[i];
        if (!actual) return failed(fmt::format("output {} is {}", i, describe((*got)[i])));
        if (actual->describe() != expected.describe())
            return failed(fmt::format("output {} is {}, PyTorch gives {}", i, actual->describe(), expected.describe()));
        const Comparison comparison = compareTensors(expected, *actual, opCase.tolerance);
        if (!comparison.ok) return failed(fmt::format("output {}: {}", i, comparison.reason));
    }
    return {};
}

}  // namespace whittle::test
