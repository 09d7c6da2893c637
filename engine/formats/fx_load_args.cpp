#include "engine/formats/fx_load_args.h"

#include <algorithm>
#include <set>

#include "engine/base/machine.h"
#include "engine/formats/fx_values.h"

namespace whittle::fx {
namespace {

class Reader {
public:
    Reader(const Function& function, const LoadArgsOptions& options) : m_function(function), m_options(options) {}

    Result<LoadedArgs> run() {
        bindSymbols();
        for (const Stmt& stmt : m_function.body) {
            const Expr& call = stmt.value;
            if (call.kind != ExprKind::Call) continue;
            const std::string_view path = call.items[0].path();
            const std::string_view method = path.substr(path.rfind('.') + 1);
            if (method == "storage") {
                if (stmt.targets.size() != 1) return fail(Code::Format, "{}: the storage has no name", stmt.at.text());
                WHITTLE_TRY_VOID(storage(stmt.targets[0].text, call));
            } else if (method == "tensor") {
                WHITTLE_TRY_VOID(tensor(call));
            } else if (method == "symint") {
                WHITTLE_TRY_VOID(symint(call));
            } else if (method == "const") {
                m_out.inputs.emplace_back();  // filtered out while compiling: the graph never reads it
                m_out.inputs.back().type = NumberType{NumberType::Kind::Int, 0};
            } else {
                return fail(Code::Unsupported, "{}: load_args calls '{}', which is not known", call.at.text(),
                            call.items[0].source.substr(0, 60));
            }
        }
        if (m_filled > 0)
            m_out.notes.push_back(fmt::format("{} of {} inputs are not stored beside the script and got example data from seed {}: "
                                              "standard normal for floats, 0 or 1 for integers and bools",
                                              m_filled, m_out.inputs.size(), m_options.seed));
        return std::move(m_out);
    }

private:
    struct Buffer {
        std::string hash;  // empty: not stored
        std::optional<std::int64_t> bytes;
        std::shared_ptr<Storage> storage;
        std::optional<DType> dtype;
    };

    std::optional<std::int64_t> lookup(std::string_view symbol) const {
        const auto found = m_out.symbols.find(std::string(symbol));
        return found == m_out.symbols.end() ? std::nullopt : found->second.hint;
    }

    // A script traced with symbols writes sizes as (s0, 3). Newer ones begin with `s0 = 4`; older ones never say which
    // number s0 is: PyTorch itself cannot run them. Symbols appear in the order of their numbers, so as many of both are
    // matched in order.
    void bindSymbols() {
        std::vector<std::int64_t> numbers;
        std::vector<std::string> order;
        std::set<std::string> seen;
        for (const Stmt& stmt : m_function.body) {
            if (stmt.value.kind != ExprKind::Call || stmt.value.items.size() < 2) continue;
            const std::string_view path = stmt.value.items[0].path();
            if (path.ends_with(".symint") && stmt.value.items[1].kind == ExprKind::Int) numbers.push_back(stmt.value.items[1].integer);
            if (!path.ends_with(".tensor") || stmt.value.items.size() < 3) continue;
            for (const Expr& size : stmt.value.items[2].items)
                if (const auto parsed = parseSymInt(size.source))
                    for (const std::string& symbol : parsed->symbols())
                        if (seen.insert(symbol).second) order.push_back(symbol);
        }
        if (order.empty()) return;
        if (std::all_of(order.begin(), order.end(), [&](const std::string& symbol) { return m_options.numbers.contains(symbol); })) {
            for (const std::string& symbol : order) m_out.symbols.emplace(symbol, SymbolInfo{.hint = m_options.numbers.at(symbol)});
            for (const std::int64_t number : numbers) {
                const auto same = [&](const std::string& symbol) { return m_options.numbers.at(symbol) == number; };
                m_symbolOf.push_back(std::count_if(order.begin(), order.end(), same) == 1 ? *std::find_if(order.begin(), order.end(), same) : std::string());
            }
            return;
        }
        std::string text;
        for (std::size_t i = 0; i < order.size(); ++i) {
            SymbolInfo info;
            if (order.size() == numbers.size()) {
                info.hint = numbers[i];
                text += fmt::format("{}{} = {}", i ? ", " : "", order[i], numbers[i]);
                m_symbolOf.push_back(order[i]);
            }
            m_out.symbols.emplace(order[i], info);
        }
        if (order.size() == numbers.size())
            m_out.notes.push_back("the script does not say what its symbols are; matched in order: " + text);
        else
            m_out.notes.push_back(fmt::format("the script uses {} symbols and gives {} numbers, so inputs with symbolic sizes have no data",
                                              order.size(), numbers.size()));
    }

    Result<SymSizes> sizes(const Expr& expr) const {
        if (expr.kind != ExprKind::Tuple && expr.kind != ExprKind::List)
            return fail(Code::Format, "{}: expected a tuple of sizes, found '{}'", expr.at.text(), expr.source.substr(0, 40));
        SymSizes out;
        for (const Expr& item : expr.items) {
            WHITTLE_TRY(SymInt size, parseSymInt(item.source).context("at {}", item.at.text()));
            if (size.constant().value_or(0) < 0) return fail(Code::Format, "{}: a negative size", item.at.text());
            out.push_back(std::move(size));
        }
        return out;
    }
    std::optional<Sizes> known(const SymSizes& symbolic) const {
        Sizes out;
        for (const SymInt& size : symbolic) {
            const Result<std::int64_t> value = size.evaluate([this](std::string_view s) { return lookup(s); });
            if (!value || *value < 0) return std::nullopt;
            out.push_back(*value);
        }
        return out;
    }

    Result<void> storage(const std::string& name, const Expr& call) {
        if (call.positionalCount() < 2) return fail(Code::Format, "{}: storage(hash, bytes) is expected", call.at.text());
        Buffer buffer;
        const Expr& hash = call.items[1];
        if (hash.kind == ExprKind::String) {
            // It becomes a file name, so it must look like the hash it is.
            if (hash.text.empty() || hash.text.size() > 128 || hash.text.find_first_not_of("0123456789abcdef") != std::string::npos)
                return fail(Code::Format, "{}: '{}' is not a storage's hash", hash.at.text(), hash.text.substr(0, 60));
            buffer.hash = hash.text;
        } else if (hash.kind != ExprKind::None) {
            return fail(Code::Format, "{}: expected a hash or None", hash.at.text());
        }
        WHITTLE_TRY(const SymInt bytes, parseSymInt(call.items[2].source).context("at {}", call.items[2].at.text()));
        if (const auto value = bytes.evaluate([this](std::string_view s) { return lookup(s); })) {
            if (*value < 0 || *value > machineMemory()) return fail(Code::Limit, "{}: a storage of {} bytes", call.items[2].at.text(), *value);
            buffer.bytes = *value;
        }
        if (const Expr* given = call.keyword("device")) {
            WHITTLE_TRY(m_device[name], parseDeviceExpr(*given));
        }
        m_buffers[name] = std::move(buffer);
        return {};
    }

    Result<void> tensor(const Expr& call) {
        if (call.positionalCount() < 2) return fail(Code::Format, "{}: tensor(storage, sizes) is expected", call.at.text());
        const auto found = m_buffers.find(call.items[1].text);
        if (found == m_buffers.end())
            return fail(Code::Format, "{}: storage '{}' is not defined", call.items[1].at.text(), call.items[1].source.substr(0, 40));
        Buffer& buffer = found->second;
        InputSpec spec;
        TensorType type;
        WHITTLE_TRY(type.sizes, sizes(call.items[2]));
        if (call.positionalCount() > 2) {
            WHITTLE_TRY(type.strides, sizes(call.items[3]));
            if (type.strides.size() != type.sizes.size())
                return fail(Code::Shape, "{}: {} sizes and {} strides", call.at.text(), type.sizes.size(), type.strides.size());
        }
        if (const Expr* dtype = call.keyword("dtype")) {
            WHITTLE_TRY(type.dtype, parseDTypeExpr(*dtype));
        }
        if (const auto device = m_device.find(call.items[1].text); device != m_device.end()) type.device = device->second;
        for (const char* flag : {"conj", "neg"})
            if (const Expr* given = call.keyword(flag); given && given->kind == ExprKind::True)
                return fail(Code::Unsupported, "{}: a tensor with its {} bit set is not supported", given->at.text(), flag);
        Index offset = 0;
        if (const Expr* given = call.keyword("storage_offset")) {
            if (given->kind != ExprKind::Int) return fail(Code::Format, "{}: expected a number", given->at.text());
            offset = given->integer;
        }
        WHITTLE_TRY(spec.data, data(buffer, type, offset, call));
        spec.type = std::move(type);
        m_out.inputs.push_back(std::move(spec));
        return {};
    }

    Result<Datum> data(Buffer& buffer, const TensorType& type, Index offset, const Expr& call) {
        const std::optional<Sizes> sizes = known(type.sizes);
        const std::optional<Sizes> strides = type.strides.empty() && sizes ? contiguousStrides(*sizes) : known(type.strides);
        if (!sizes || !strides || !buffer.bytes) return Datum();
        if (!buffer.storage && !buffer.hash.empty() && m_options.storage) {
            WHITTLE_TRY(const std::optional<std::shared_ptr<Storage>> stored, m_options.storage(buffer.hash, type.dtype));
            if (stored) buffer.storage = *stored;
        }
        if (!buffer.storage) {
            if (!m_options.fill) return Datum();
            const auto count = static_cast<Index>(*buffer.bytes / static_cast<std::int64_t>(dtypeSize(type.dtype)));
            m_filledBytes += *buffer.bytes;  // each is below the machine's memory, so no sum of a text's lines overflows
            if (m_filledBytes > machineMemory())
                return fail(Code::Limit, "{}: filling the inputs takes more memory than this machine has", call.at.text());
            buffer.storage = exampleTensor(type.dtype, {count}, m_options.seed + m_buffers.size() * 977 + m_out.inputs.size()).storage();
            buffer.dtype = type.dtype;
            m_filledBuffers.insert(buffer.storage.get());
        }
        if (m_filledBuffers.contains(buffer.storage.get())) ++m_filled;
        WHITTLE_TRY(Tensor out, Tensor::overStorage(buffer.storage, type.dtype, *sizes, *strides, offset)
                                    .context("at {}, '{}'", call.at.text(), call.source.substr(0, 80)));
        return Datum(std::move(out));
    }

    Result<void> symint(const Expr& call) {
        if (call.items.size() < 2 || call.items[1].kind != ExprKind::Int)
            return fail(Code::Format, "{}: expected a number", call.at.text());
        InputSpec spec;
        spec.data = call.items[1].integer;
        const bool known = m_symint < m_symbolOf.size() && !m_symbolOf[m_symint].empty();
        const SymInt value = known ? SymInt::symbol(m_symbolOf[m_symint]) : SymInt(call.items[1].integer);
        ++m_symint;
        spec.type = NumberType{NumberType::Kind::Int, value};
        m_out.inputs.push_back(std::move(spec));
        return {};
    }

    const Function& m_function;
    const LoadArgsOptions& m_options;
    LoadedArgs m_out;
    std::map<std::string, Buffer> m_buffers;
    std::map<std::string, Device> m_device;
    std::vector<std::string> m_symbolOf;  // of the i-th symint; empty: of none
    std::set<const Storage*> m_filledBuffers;
    std::size_t m_symint = 0;
    std::size_t m_filled = 0;
    std::int64_t m_filledBytes = 0;
};

}  // namespace

Result<LoadedArgs> readLoadArgs(const Function& function, const LoadArgsOptions& options) { return Reader(function, options).run(); }

}  // namespace whittle::fx
