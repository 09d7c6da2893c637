#include "engine/formats/fx_own_repro.h"

#include <algorithm>

#include "engine/base/machine.h"
#include "engine/formats/base64.h"
#include "engine/formats/fx_filled.h"
#include "engine/formats/fx_values.h"
#include "engine/formats/repro_keys.h"
#include "engine/formats/safetensors.h"
#include "engine/ir/verify.h"

namespace whittle::fx {
namespace {

std::unexpected<Error> expected(const Expr& at, std::string_view wanted) {
    return fail(Code::Format, "{}: expected {}, found '{}'", at.at.text(), wanted, at.source.substr(0, 60));
}

Result<void> eachEntry(const Expr& dict, const std::function<Result<void>(const std::string&, const Expr&)>& visit) {
    if (dict.kind != ExprKind::Dict) return expected(dict, "a dict");
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        if (dict.items[i].kind != ExprKind::String) return expected(dict.items[i], "a string");
        WHITTLE_TRY_VOID(visit(dict.items[i].text, dict.items[i + 1]));
    }
    return {};
}

Result<OwnRepro::Target> target(const Expr& expr) {
    if (expr.kind != ExprKind::Tuple || expr.items.size() != 2 || expr.items[0].kind != ExprKind::String ||
        expr.items[1].kind != ExprKind::String)
        return expected(expr, "a (kind, target) pair");
    return OwnRepro::Target{expr.items[0].text, expr.items[1].text};
}

Result<std::optional<std::int64_t>> optionalInt(const Expr& expr) {
    if (expr.kind == ExprKind::None) return std::nullopt;
    if (expr.kind != ExprKind::Int) return expected(expr, "a number or None");
    return expr.integer;
}

Result<void> readSymbols(const Expr& dict, OwnRepro& out) {
    return eachEntry(dict, [&](const std::string& symbol, const Expr& value) -> Result<void> {
        if (value.kind != ExprKind::Tuple || value.items.size() != 3) return expected(value, "(min, max, hint)");
        SymbolInfo info;
        WHITTLE_TRY(info.min, optionalInt(value.items[0]));
        WHITTLE_TRY(info.max, optionalInt(value.items[1]));
        WHITTLE_TRY(info.hint, optionalInt(value.items[2]));
        out.symbols[symbol] = info;
        return {};
    });
}

Result<void> readInputs(const Expr& dict, OwnRepro& out) {
    return eachEntry(dict, [&](const std::string& name, const Expr& value) -> Result<void> {
        WHITTLE_TRY(out.inputs[name], target(value));
        return {};
    });
}

Result<void> readOutputs(const Expr& list, OwnRepro& out) {
    if (list.kind != ExprKind::List) return expected(list, "a list");
    for (const Expr& item : list.items) {
        WHITTLE_TRY(OwnRepro::Target parsed, target(item));
        out.outputs.push_back(std::move(parsed));
    }
    return {};
}

Result<void> readNumbers(const Expr& dict, OwnRepro& out) {
    return eachEntry(dict, [&](const std::string& name, const Expr& value) -> Result<void> {
        if (value.kind == ExprKind::Int) out.numbers[name] = value.integer;
        else if (value.kind == ExprKind::Float) out.numbers[name] = value.real;
        else if (value.kind == ExprKind::True || value.kind == ExprKind::False) out.numbers[name] = value.kind == ExprKind::True;
        else if (const auto called = parseFloatCall(value)) out.numbers[name] = *called;
        else return expected(value, "a number");
        return {};
    });
}

Result<void> readStrides(const Expr& dict, OwnRepro& out) {
    return eachEntry(dict, [&](const std::string& name, const Expr& value) -> Result<void> {
        if (value.kind != ExprKind::Tuple) return expected(value, "a tuple of strides");
        Sizes strides;
        for (const Expr& item : value.items) {
            if (item.kind != ExprKind::Int || item.integer < 0) return expected(item, "a stride");
            strides.push_back(item.integer);
        }
        out.strides[name] = std::move(strides);
        return {};
    });
}

Result<void> readName(const Expr& value, OwnRepro& out) {
    if (value.kind != ExprKind::String) return expected(value, "a string");
    out.name = value.text;
    return {};
}

constexpr struct {
    std::string_view key;
    Result<void> (*read)(const Expr&, OwnRepro&);
} kReaders[] = {{repro::kName, readName},       {repro::kSymbols, readSymbols}, {repro::kInputs, readInputs},
                {repro::kOutputs, readOutputs}, {repro::kNumbers, readNumbers}, {repro::kStrides, readStrides}};

const Expr* assigned(const Script& script, std::string_view name) {
    for (const Stmt& stmt : script.statements)
        if (stmt.kind == StmtKind::Assign && stmt.targets.size() == 1 && stmt.targets[0].isName(name)) return &stmt.value;
    return nullptr;
}

Result<void> setKinds(const OwnRepro& own, Graph& graph) {
    for (const auto& [name, target] : own.inputs) {
        const auto value = graph.findValue(name);
        const auto* row = std::find_if(repro::kInputWords.begin(), repro::kInputWords.end(),
                                       [&](const auto& r) { return r.word == target.word; });
        if (!value || !graph.inputOf(*value)) return fail(Code::Format, "the GRAPH table names input '{}', which forward lacks", name);
        if (row == repro::kInputWords.end())
            return fail(Code::Format, "the GRAPH table gives input '{}' the unknown kind '{}'", name, target.word);
        graph.setInputKind(*value, row->kind, target.target, row->persistent);
    }
    if (own.outputs.empty()) return {};
    std::vector<GraphOutput> outputs(graph.outputs().begin(), graph.outputs().end());
    if (outputs.size() != own.outputs.size())
        return fail(Code::Format, "the GRAPH table lists {} outputs, forward returns {}", own.outputs.size(), outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const auto* row = std::find_if(repro::kOutputWords.begin(), repro::kOutputWords.end(),
                                       [&](const auto& r) { return r.word == own.outputs[i].word; });
        if (row == repro::kOutputWords.end())
            return fail(Code::Format, "the GRAPH table gives output {} the unknown kind '{}'", i, own.outputs[i].word);
        outputs[i].kind = row->kind;
        outputs[i].target = own.outputs[i].target;
    }
    graph.setOutputs(std::move(outputs));
    return {};
}

// The file holds elements row-major; the strides of the failing run may matter, so they are restored.
Tensor withStrides(const Tensor& tensor, const Sizes& strides) {
    Index span = 1;
    for (std::size_t i = 0; i < strides.size(); ++i)
        if (tensor.sizes()[i] > 1) span += (tensor.sizes()[i] - 1) * strides[i];
    Tensor flat = Tensor::zeros(tensor.dtype(), {tensor.numel() == 0 ? 0 : span});
    auto* to = flat.mutableData<std::byte>();
    const std::size_t size = dtypeSize(tensor.dtype());
    Sizes index(strides.size(), 0);
    const Tensor from = tensor.contiguous();
    for (Index i = 0; i < tensor.numel(); ++i) {
        Index offset = 0;
        for (std::size_t d = 0; d < index.size(); ++d) offset += index[d] * strides[d];
        std::copy_n(from.data<std::byte>() + static_cast<std::size_t>(i) * size, size, to + static_cast<std::size_t>(offset) * size);
        for (std::size_t d = index.size(); d-- > 0;) {
            if (++index[d] < tensor.sizes()[d]) break;
            index[d] = 0;
        }
    }
    return flat.asStrided(tensor.sizes(), strides, 0);
}

Result<Tensor> restride(const std::string& name, Tensor tensor, const OwnRepro& own) {
    const auto found = own.strides.find(name);
    if (found == own.strides.end()) return tensor;
    if (found->second.size() != tensor.sizes().size())
        return fail(Code::Shape, "the GRAPH table gives '{}' {} strides, its data has rank {}", name, found->second.size(), tensor.rank());
    std::int64_t span = 1;
    for (std::size_t i = 0; i < found->second.size(); ++i)
        if (tensor.sizes()[i] > 1) {
            const std::int64_t extent = tensor.sizes()[i] - 1;
            // No more than 64 times the data: strides are for padding and order, not to ask for memory.
            if (found->second[i] > (std::int64_t{1} << 40) / extent) span = std::int64_t{1} << 40;
            else span = std::min<std::int64_t>(span + extent * found->second[i], std::int64_t{1} << 40);
        }
    if (span > 64 * std::max<std::int64_t>(tensor.numel(), 1024))
        return fail(Code::Limit, "the strides of '{}' in the GRAPH table span {} elements for {} of data", name, span, tensor.numel());
    return withStrides(tensor, found->second);
}

}  // namespace

const Expr* findOwnTable(const Script& script) {
    const Expr* table = assigned(script, repro::kGraph);
    return table && table->kind == ExprKind::Dict ? table : nullptr;
}

Result<OwnRepro> readOwnTable(const Expr& table, const Script& script) {
    OwnRepro out;
    WHITTLE_TRY_VOID(eachEntry(table, [&](const std::string& key, const Expr& value) -> Result<void> {
        for (const auto& row : kReaders)
            if (row.key == key) return row.read(value, out);
        return {};  // a later version may say more
    }));
    if (const Expr* data = assigned(script, repro::kData)) {
        if (data->kind != ExprKind::String || data->text.find_first_of("/\\") != std::string::npos || data->text.starts_with(".."))
            return expected(*data, "the name of a file beside the script");
        out.dataFile = data->text;
    }
    if (const Expr* data = assigned(script, repro::kDataBase64)) {
        if (data->kind != ExprKind::String) return expected(*data, "a string");
        out.dataBase64 = data->text;
    }
    if (const Expr* values = assigned(script, repro::kValues)) {
        std::size_t bytes = 0;
        WHITTLE_TRY_VOID(eachEntry(*values, [&](const std::string& name, const Expr& value) -> Result<void> {
            WHITTLE_TRY(Tensor tensor, parseFilled(value).context("the value of '{}'", name));
            bytes += tensor.byteSize();
            if (bytes > static_cast<std::size_t>(machineMemory()))
                return fail(Code::Limit, "{}: the values up to '{}' take more memory than this machine has", value.at.text(), name);
            out.values[name] = std::move(tensor);
            return {};
        }));
    }
    return out;
}

Result<void> applyOwnTable(const OwnRepro& own, const std::filesystem::path& path, Graph& graph, std::vector<std::string>& notes) {
    if (!own.name.empty()) graph.name = own.name;
    for (const auto& [symbol, info] : own.symbols) graph.symbols[symbol] = info;
    WHITTLE_TRY_VOID(setKinds(own, graph));
    std::map<std::string, Tensor> tensors = own.values;
    const std::filesystem::path file = path.parent_path() / own.dataFile;
    if (!own.dataBase64.empty()) {
        WHITTLE_TRY(std::string bytes, base64Bytes(own.dataBase64).context("reading {}", repro::kDataBase64));
        const auto owner = std::make_shared<const std::string>(std::move(bytes));
        WHITTLE_TRY(auto stored, parseSafetensors(std::as_bytes(std::span(*owner)), owner).context("reading {}", repro::kDataBase64));
        tensors.merge(stored);
    } else if (std::error_code error; !own.dataFile.empty() && std::filesystem::exists(file, error)) {
        WHITTLE_TRY(auto stored, readSafetensors(file));
        tensors.merge(stored);
    } else if (!own.dataFile.empty()) {
        notes.push_back(fmt::format("data file {} is not there: the inputs it holds are without their values", file.string()));
    }
    std::vector<std::pair<ValueId, Datum>> data;
    for (const GraphInput& input : graph.inputs()) {
        const std::string& name = graph.value(input.value).name;
        if (const auto number = own.numbers.find(name); number != own.numbers.end()) data.emplace_back(input.value, number->second);
        else if (const auto tensor = tensors.find(name); tensor != tensors.end()) {
            WHITTLE_TRY(Tensor strided, restride(name, tensor->second, own));
            data.emplace_back(input.value, Datum(std::move(strided)));
        }
    }
    for (auto& [id, datum] : data) graph.setInputData(id, std::move(datum));
    return verifyStructure(graph);
}

}  // namespace whittle::fx
