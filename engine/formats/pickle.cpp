#include "engine/formats/pickle.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "engine/formats/pickle_globals.h"

namespace whittle {
namespace {

using Kind = PickleItem::Kind;

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxItems = 10'000'000;
// Calls such as set() copy what they are given, so a short pickle could ask for any amount of memory.
constexpr std::size_t kMaxContent = std::size_t{512} << 20;
constexpr std::uint32_t kMaxMemo = 1 << 24;
constexpr std::uint32_t kMaxDepth = 1000;
// What one opcode of a few bytes may have gone through again: PyTorch's own are far smaller.
constexpr std::size_t kMaxKeyParts = 64;   // of a tuple that is a key
constexpr std::size_t kMaxMetadata = 64;   // entries beside a tensor: "conj", "neg"
constexpr std::size_t kMaxLabel = 1000;    // bytes of a storage's key and location

constexpr std::string_view kKindNames[] = {"None", "a bool", "an int", "a big int", "a float", "a complex number", "text",
                                           "bytes", "a dtype", "a device", "a layout", "a tuple", "a list", "a dict",
                                           "a set", "a storage", "a tensor", "a global"};

bool isContainer(Kind kind) { return kind >= Kind::Tuple && kind <= Kind::Set; }

class Machine {
public:
    explicit Machine(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    Result<Pickle> run();

private:
    using Handler = Result<void> (Machine::*)();
    struct Op {
        std::uint8_t code;
        std::string_view name;
        Handler handler;
    };
    static const Op kOps[];

    // Reading
    Result<std::span<const std::byte>> take(std::uint64_t count);
    template <class T>
    Result<T> number();
    Result<std::string> line();

    // The stack
    Result<std::uint32_t> push(PickleItem item);
    Result<void> pushItem(PickleItem item);
    Result<std::uint32_t> pop();
    Result<std::vector<std::uint32_t>> popToMark();
    Result<PickleItem*> top();
    PickleItem& item(std::uint32_t index) { return m_out.items[index]; }

    // Arguments of REDUCE
    Result<std::int64_t> intOf(std::uint32_t index, std::string_view what);
    Result<Sizes> intsOf(std::uint32_t index, std::string_view what);
    Result<bool> boolOf(std::uint32_t index, std::string_view what);
    Result<void> noHooks(std::uint32_t index);

    // Opcodes
    Result<void> stop();
    Result<void> protocol();
    Result<void> global();
    Result<void> reduce();
    Result<void> build();
    Result<void> persistentId();
    Result<void> mark();
    Result<void> tuple();
    template <int count>
    Result<void> tupleOf();
    template <Kind kind>
    Result<void> empty();
    Result<void> append();
    Result<void> appends();
    Result<void> setItem();
    Result<void> setItems();
    Result<void> none();
    template <bool value>
    Result<void> boolean();
    template <class T>
    Result<void> integer();
    Result<void> longInteger();
    Result<void> real();
    Result<void> unicode();
    Result<void> shortString();
    template <class T>
    Result<void> put();
    template <class T>
    Result<void> get();

    Result<void> appendTo(std::span<const std::uint32_t> values);
    Result<void> setPairs(std::span<const std::uint32_t> values);
    Result<PickleItem> call(const AllowedGlobal& callee, const std::vector<std::uint32_t>& args);
    Result<PickleItem> rebuildTensor(PickleGlobal kind, const std::vector<std::uint32_t>& args);
    Result<PickleItem> rebuildParameter(const std::vector<std::uint32_t>& args);

    Result<void> checkShape();
    Result<void> keepLastOfEqualKeys();
    std::size_t addTensor(PickledTensor tensor);

    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
    bool m_done = false;
    std::vector<std::uint32_t> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint32_t, std::uint32_t> m_memo;
    std::vector<AllowedGlobal> m_globals;
    std::size_t m_content = 0;  // bytes of text, children and sizes, over all items
    std::unordered_map<std::string, std::size_t> m_storageByKey;
    Pickle m_out;
};

const Machine::Op Machine::kOps[] = {
    {0x80, "PROTO", &Machine::protocol},
    {'.', "STOP", &Machine::stop},
    {'c', "GLOBAL", &Machine::global},
    {'R', "REDUCE", &Machine::reduce},
    {'b', "BUILD", &Machine::build},
    {'Q', "BINPERSID", &Machine::persistentId},
    {'(', "MARK", &Machine::mark},
    {'t', "TUPLE", &Machine::tuple},
    {0x85, "TUPLE1", &Machine::tupleOf<1>},
    {0x86, "TUPLE2", &Machine::tupleOf<2>},
    {0x87, "TUPLE3", &Machine::tupleOf<3>},
    {')', "EMPTY_TUPLE", &Machine::empty<Kind::Tuple>},
    {']', "EMPTY_LIST", &Machine::empty<Kind::List>},
    {'}', "EMPTY_DICT", &Machine::empty<Kind::Dict>},
    {0x8f, "EMPTY_SET", &Machine::empty<Kind::Set>},
    {'a', "APPEND", &Machine::append},
    {'e', "APPENDS", &Machine::appends},
    {'s', "SETITEM", &Machine::setItem},
    {'u', "SETITEMS", &Machine::setItems},
    {'N', "NONE", &Machine::none},
    {0x88, "NEWTRUE", &Machine::boolean<true>},
    {0x89, "NEWFALSE", &Machine::boolean<false>},
    {'K', "BININT1", &Machine::integer<std::uint8_t>},
    {'M', "BININT2", &Machine::integer<std::uint16_t>},
    {'J', "BININT", &Machine::integer<std::int32_t>},
    {0x8a, "LONG1", &Machine::longInteger},
    {'G', "BINFLOAT", &Machine::real},
    {'X', "BINUNICODE", &Machine::unicode},
    {'U', "SHORT_BINSTRING", &Machine::shortString},
    {'q', "BINPUT", &Machine::put<std::uint8_t>},
    {'r', "LONG_BINPUT", &Machine::put<std::uint32_t>},
    {'h', "BINGET", &Machine::get<std::uint8_t>},
    {'j', "LONG_BINGET", &Machine::get<std::uint32_t>},
};

Result<Pickle> Machine::run() {
    if (m_bytes.size() > kMaxBytes)
        return fail(Code::Limit, "a pickle of {} bytes, at most {} are accepted", m_bytes.size(), kMaxBytes);
    if (m_bytes.empty() || m_bytes[0] != std::byte{0x80}) return fail(Code::Format, "does not begin with PROTO, as a pickle does");
    while (!m_done) {
        if (m_at == m_bytes.size()) return fail(Code::Format, "the pickle ends at byte {} without STOP", m_at);
        const std::size_t start = m_at;
        const auto code = static_cast<std::uint8_t>(m_bytes[m_at++]);
        const auto op = std::find_if(std::begin(kOps), std::end(kOps), [&](const Op& row) { return row.code == code; });
        if (op == std::end(kOps))
            return fail(Code::Unsupported, "opcode 0x{:02x} at byte {} is not one that PyTorch writes", code, start);
        WHITTLE_TRY_VOID((this->*op->handler)().context("reading opcode {} at byte {} of the pickle", op->name, start));
    }
    WHITTLE_TRY_VOID(checkShape());
    WHITTLE_TRY_VOID(keepLastOfEqualKeys());
    return std::move(m_out);
}

Result<std::span<const std::byte>> Machine::take(std::uint64_t count) {
    if (count > m_bytes.size() - m_at)
        return fail(Code::Format, "{} bytes are needed, {} are left", count, m_bytes.size() - m_at);
    const auto out = m_bytes.subspan(m_at, count);
    m_at += count;
    return out;
}

template <class T>
Result<T> Machine::number() {
    WHITTLE_TRY(const std::span<const std::byte> bytes, take(sizeof(T)));
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

Result<std::string> Machine::line() {
    constexpr std::size_t kMaxLine = 1000;
    std::string out;
    for (;;) {
        WHITTLE_TRY(const char c, number<char>());
        if (c == '\n') return out;
        if (static_cast<unsigned char>(c) < 0x20 || out.size() == kMaxLine)
            return fail(Code::Format, "a name of a global is damaged");
        out += c;
    }
}

Result<std::uint32_t> Machine::push(PickleItem value) {
    if (m_out.items.size() >= kMaxItems) return fail(Code::Limit, "more than {} objects", kMaxItems);
    m_content += value.children.size() * sizeof(std::uint32_t) + value.text.size();
    if (m_content > kMaxContent) return fail(Code::Limit, "more than {} bytes of decoded content", kMaxContent);
    const auto index = static_cast<std::uint32_t>(m_out.items.size());
    m_out.items.push_back(std::move(value));
    m_stack.push_back(index);
    return index;
}

Result<void> Machine::pushItem(PickleItem value) {
    WHITTLE_TRY_VOID(push(std::move(value)));
    return {};
}

Result<std::uint32_t> Machine::pop() {
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= floor) return fail(Code::Format, "the stack is empty");
    const std::uint32_t index = m_stack.back();
    m_stack.pop_back();
    return index;
}

Result<std::vector<std::uint32_t>> Machine::popToMark() {
    if (m_marks.empty()) return fail(Code::Format, "there is no MARK on the stack");
    const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<std::uint32_t> out(from, m_stack.end());
    m_stack.erase(from, m_stack.end());
    m_marks.pop_back();
    return out;
}

Result<PickleItem*> Machine::top() {
    if (m_stack.empty()) return fail(Code::Format, "the stack is empty");
    return &item(m_stack.back());
}

Result<std::int64_t> Machine::intOf(std::uint32_t index, std::string_view what) {
    const PickleItem& value = item(index);
    if (value.kind == Kind::BigInt) return fail(Code::Format, "{} does not fit 64 bits", what);
    if (value.kind != Kind::Int)
        return fail(Code::Format, "{} is {}, an int was expected", what, kKindNames[static_cast<int>(value.kind)]);
    return value.integer;
}

Result<Sizes> Machine::intsOf(std::uint32_t index, std::string_view what) {
    const PickleItem& value = item(index);
    if (value.kind != Kind::Tuple && value.kind != Kind::List)
        return fail(Code::Format, "{} is {}, a tuple was expected", what, kKindNames[static_cast<int>(value.kind)]);
    constexpr std::size_t kMaxRank = 64;
    if (value.children.size() > kMaxRank)
        return fail(Code::Format, "{} has {} elements, at most {} are accepted", what, value.children.size(), kMaxRank);
    Sizes out;
    for (const std::uint32_t child : value.children) {
        WHITTLE_TRY(const std::int64_t number, intOf(child, what));
        if (number < 0) return fail(Code::Format, "{} holds the negative number {}", what, number);
        out.push_back(number);
    }
    return out;
}

Result<bool> Machine::boolOf(std::uint32_t index, std::string_view what) {
    const PickleItem& value = item(index);
    if (value.kind != Kind::Bool)
        return fail(Code::Format, "{} is {}, a bool was expected", what, kKindNames[static_cast<int>(value.kind)]);
    return value.integer != 0;
}

Result<void> Machine::noHooks(std::uint32_t index) {
    const PickleItem& hooks = item(index);
    if (hooks.kind == Kind::None || (hooks.kind == Kind::Dict && hooks.children.empty())) return {};
    return fail(Code::Unsupported, "a tensor with backward hooks");
}

Result<void> Machine::protocol() {
    if (m_at != 1) return fail(Code::Format, "PROTO stands inside the stream");
    WHITTLE_TRY(const std::uint8_t version, number<std::uint8_t>());
    if (version != 2) return fail(Code::Unsupported, "pickle protocol {}, PyTorch writes protocol 2", version);
    return {};
}

Result<void> Machine::stop() {
    if (m_at != m_bytes.size()) return fail(Code::Format, "{} bytes follow STOP", m_bytes.size() - m_at);
    if (!m_marks.empty()) return fail(Code::Format, "a MARK is left on the stack");
    WHITTLE_TRY(m_out.root, pop());
    if (!m_stack.empty()) return fail(Code::Format, "{} values are left on the stack", m_stack.size());
    m_done = true;
    return {};
}

Result<void> Machine::global() {
    WHITTLE_TRY(const std::string module, line());
    WHITTLE_TRY(const std::string name, line());
    WHITTLE_TRY(const AllowedGlobal found, lookUpGlobal(module, name));
    if (found.kind == PickleGlobal::DType) return pushItem({.kind = Kind::DType, .text = std::string(found.dtype->name)});
    m_globals.push_back(found);
    return pushItem({.kind = Kind::Symbol, .integer = static_cast<std::int64_t>(m_globals.size()) - 1, .text = name});
}

Result<void> Machine::reduce() {
    WHITTLE_TRY(const std::uint32_t args, pop());
    WHITTLE_TRY(const std::uint32_t callee, pop());
    if (item(callee).kind != Kind::Symbol || item(args).kind != Kind::Tuple)
        return fail(Code::Format, "{} is called with {}", kKindNames[static_cast<int>(item(callee).kind)],
                    kKindNames[static_cast<int>(item(args).kind)]);
    const std::string name = item(callee).text;
    const std::vector<std::uint32_t> values = item(args).children;
    WHITTLE_TRY(PickleItem result, call(m_globals[static_cast<std::size_t>(item(callee).integer)], values)
                                       .context("calling {} with {} arguments", name, values.size()));
    return pushItem(std::move(result));
}

Result<PickleItem> Machine::call(const AllowedGlobal& callee, const std::vector<std::uint32_t>& args) {
    const auto wrong = [] { return fail(Code::Format, "these arguments do not fit"); };
    const auto kindIs = [&](std::size_t i, Kind kind) { return i < args.size() && item(args[i]).kind == kind; };
    switch (callee.kind) {
        case PickleGlobal::OrderedDict:
        case PickleGlobal::Counter: {
            PickleItem dict{.kind = Kind::Dict, .text = "ordered"};  // the mark lets BUILD attach attributes
            if (args.empty()) return dict;
            if (args.size() != 1) return wrong();
            if (kindIs(0, Kind::Dict)) {
                dict.children = item(args[0]).children;
                return dict;
            }
            if (callee.kind == PickleGlobal::Counter || !kindIs(0, Kind::List)) return wrong();
            for (const std::uint32_t pair : item(args[0]).children) {
                const PickleItem& entry = item(pair);
                if ((entry.kind != Kind::Tuple && entry.kind != Kind::List) || entry.children.size() != 2) return wrong();
                dict.children.insert(dict.children.end(), entry.children.begin(), entry.children.end());
            }
            return dict;
        }
        case PickleGlobal::RebuildTensor:
        case PickleGlobal::RebuildTensorV2:
        case PickleGlobal::RebuildTensorV3: return rebuildTensor(callee.kind, args);
        case PickleGlobal::RebuildParameter:
            if (args.size() != 3) return wrong();
            return rebuildParameter(args);
        case PickleGlobal::RebuildParameterWithState:
            if (args.size() != 4) return wrong();
            return rebuildParameter(args);
        case PickleGlobal::Size:
            if (args.size() != 1) return wrong();
            WHITTLE_TRY_VOID(intsOf(args[0], "torch.Size"));
            return PickleItem{.kind = Kind::Tuple, .children = item(args[0]).children};
        case PickleGlobal::Device: {
            if (!kindIs(0, Kind::Text) || args.size() > 2) return wrong();
            std::string text = item(args[0]).text;
            if (args.size() == 2) {
                WHITTLE_TRY(const std::int64_t index, intOf(args[1], "a device index"));
                text += fmt::format(":{}", index);
            }
            return PickleItem{.kind = Kind::Device, .text = std::move(text)};
        }
        case PickleGlobal::Layout:
            if (!kindIs(0, Kind::Text) || args.size() != 1) return wrong();
            return PickleItem{.kind = Kind::Layout, .text = item(args[0]).text};
        case PickleGlobal::Complex:
            if (!kindIs(0, Kind::Float) || !kindIs(1, Kind::Float) || args.size() != 2) return wrong();
            return PickleItem{.kind = Kind::Complex, .real = item(args[0]).real, .imag = item(args[1]).real};
        case PickleGlobal::Set:
            if (!kindIs(0, Kind::List) || args.size() != 1) return wrong();
            return PickleItem{.kind = Kind::Set, .children = item(args[0]).children};
        case PickleGlobal::ByteArray:
            if (!kindIs(0, Kind::Bytes) || args.size() != 1) return wrong();
            return PickleItem{.kind = Kind::Bytes, .text = item(args[0]).text};
        case PickleGlobal::Encode: {  // how protocol 2 spells bytes: one code point a byte, as UTF-8
            if (!kindIs(0, Kind::Text) || !kindIs(1, Kind::Text) || args.size() != 2 || item(args[1]).text != "latin1")
                return wrong();
            const std::string& text = item(args[0]).text;
            std::string out;
            for (std::size_t i = 0; i < text.size(); ++i) {
                const auto c = static_cast<unsigned char>(text[i]);
                if (c < 0x80) out += text[i];
                else if ((c == 0xc2 || c == 0xc3) && i + 1 < text.size())
                    out += static_cast<char>((c << 6) | (static_cast<unsigned char>(text[++i]) & 0x3f));
                else return wrong();
            }
            return PickleItem{.kind = Kind::Bytes, .text = std::move(out)};
        }
        case PickleGlobal::Storage:
        case PickleGlobal::UntypedStorage:
        case PickleGlobal::DType: break;
    }
    return fail(Code::Format, "this global cannot be called");
}

Result<PickleItem> Machine::rebuildTensor(PickleGlobal kind, const std::vector<std::uint32_t>& args) {
    const std::size_t needed = kind == PickleGlobal::RebuildTensor ? 4 : kind == PickleGlobal::RebuildTensorV2 ? 6 : 7;
    const std::size_t accepted = kind == PickleGlobal::RebuildTensor ? 4 : needed + 1;
    if (args.size() < needed || args.size() > accepted) return fail(Code::Format, "these arguments do not fit");
    if (item(args[0]).kind != Kind::Storage) return fail(Code::Format, "the first argument is not a storage");
    PickledTensor out{.storage = static_cast<std::size_t>(item(args[0]).integer)};
    out.dtype = m_out.storages[out.storage].dtype;
    WHITTLE_TRY(out.offset, intOf(args[1], "the storage offset"));
    if (out.offset < 0) return fail(Code::Format, "the storage offset {} is negative", out.offset);
    WHITTLE_TRY(out.sizes, intsOf(args[2], "the size"));
    WHITTLE_TRY(out.strides, intsOf(args[3], "the stride"));
    if (out.sizes.size() != out.strides.size())
        return fail(Code::Format, "the size has rank {}, the stride has rank {}", out.sizes.size(), out.strides.size());
    if (needed > 4) {
        WHITTLE_TRY(out.requiresGrad, boolOf(args[4], "requires_grad"));
        WHITTLE_TRY_VOID(noHooks(args[5]));
    }
    if (kind == PickleGlobal::RebuildTensorV3) {
        if (out.dtype) return fail(Code::Format, "an untyped storage was expected");
        if (item(args[6]).kind != Kind::DType) return fail(Code::Format, "the dtype argument is not a dtype");
        WHITTLE_TRY(const AllowedGlobal found, lookUpGlobal("torch", item(args[6]).text));
        out.dtype = found.dtype;
    }
    if (!out.dtype) return fail(Code::Format, "a tensor over an untyped storage needs a dtype");
    if (args.size() > needed && item(args[needed]).kind == Kind::Dict) {
        const std::vector<std::uint32_t>& pairs = item(args[needed]).children;
        if (pairs.size() > 2 * kMaxMetadata)
            return fail(Code::Limit, "{} entries of metadata, at most {} are accepted", pairs.size() / 2, kMaxMetadata);
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
            const bool on = item(pairs[i + 1]).kind == Kind::Bool && item(pairs[i + 1]).integer != 0;
            if (item(pairs[i]).text == "conj") out.conjugate = on;
            if (item(pairs[i]).text == "neg") out.negative = on;
        }
    }
    return PickleItem{.kind = Kind::Tensor, .integer = static_cast<std::int64_t>(addTensor(std::move(out)))};
}

// Its sizes may be shared by any number of tensors in the stream, each of which gets a copy.
std::size_t Machine::addTensor(PickledTensor tensor) {
    m_content += sizeof tensor + (tensor.sizes.size() + tensor.strides.size()) * sizeof(Index);
    m_out.tensors.push_back(std::move(tensor));
    return m_out.tensors.size() - 1;
}

Result<PickleItem> Machine::rebuildParameter(const std::vector<std::uint32_t>& args) {
    if (item(args[0]).kind != Kind::Tensor) return fail(Code::Format, "the first argument is not a tensor");
    WHITTLE_TRY_VOID(noHooks(args[2]));
    PickledTensor tensor = m_out.tensors[static_cast<std::size_t>(item(args[0]).integer)];
    WHITTLE_TRY(tensor.requiresGrad, boolOf(args[1], "requires_grad"));
    tensor.parameter = true;
    return PickleItem{.kind = Kind::Tensor, .integer = static_cast<std::int64_t>(addTensor(std::move(tensor)))};
}

Result<void> Machine::build() {
    WHITTLE_TRY(const std::uint32_t state, pop());
    WHITTLE_TRY(const PickleItem* target, top());
    if (target->kind != Kind::Dict || target->text != "ordered" || item(state).kind != Kind::Dict)
        return fail(Code::Unsupported, "state is set on {}", kKindNames[static_cast<int>(target->kind)]);
    return {};  // module versions and the like: nothing here needs them
}

Result<void> Machine::persistentId() {
    WHITTLE_TRY(const std::uint32_t index, pop());
    const PickleItem& id = item(index);
    const std::vector<std::uint32_t>& part = id.children;
    if (id.kind != Kind::Tuple || part.size() < 5 || part.size() > 6) return fail(Code::Format, "not a storage's description");
    if (item(part[0]).kind != Kind::Text || item(part[0]).text != "storage")
        return fail(Code::Format, "the description begins with '{}', 'storage' was expected", item(part[0]).text.substr(0, 40));
    if (part.size() == 6 && item(part[5]).kind != Kind::None) return fail(Code::Unsupported, "a view of a storage");
    if (item(part[1]).kind != Kind::Symbol) return fail(Code::Format, "the storage class is missing");
    const AllowedGlobal& type = m_globals[static_cast<std::size_t>(item(part[1]).integer)];
    if (type.kind != PickleGlobal::Storage && type.kind != PickleGlobal::UntypedStorage)
        return fail(Code::Format, "'{}' is not a storage class", item(part[1]).text);
    if (item(part[2]).kind != Kind::Text || item(part[3]).kind != Kind::Text)
        return fail(Code::Format, "the key or the location of a storage is not text");
    if (item(part[2]).text.size() > kMaxLabel || item(part[3]).text.size() > kMaxLabel)
        return fail(Code::Limit, "the key or the location of a storage has more than {} bytes", kMaxLabel);
    PickledStorage storage{.key = item(part[2]).text, .dtype = type.dtype, .location = item(part[3]).text};
    const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-'; };
    if (storage.key.empty() || !std::all_of(storage.key.begin(), storage.key.end(), plain) ||
        storage.key.find("..") != std::string::npos)
        return fail(Code::Format, "the storage key is not a plain name");
    WHITTLE_TRY(storage.count, intOf(part[4], "the element count of a storage"));
    if (storage.count < 0) return fail(Code::Format, "the element count {} is negative", storage.count);
    if (storage.location.starts_with("meta")) return fail(Code::Unsupported, "tensors on the meta device have no data");
    const auto [known, fresh] = m_storageByKey.try_emplace(storage.key, m_out.storages.size());
    if (fresh) {
        m_out.storages.push_back(std::move(storage));
    } else if (const PickledStorage& first = m_out.storages[known->second];
               first.dtype != storage.dtype || first.count != storage.count) {
        return fail(Code::Format, "storage '{}' is described in two ways", storage.key);
    }
    return pushItem({.kind = Kind::Storage, .integer = static_cast<std::int64_t>(known->second)});
}

Result<void> Machine::mark() {
    m_marks.push_back(m_stack.size());
    return {};
}

Result<void> Machine::tuple() {
    WHITTLE_TRY(std::vector<std::uint32_t> values, popToMark());
    return pushItem({.kind = Kind::Tuple, .children = std::move(values)});
}

template <int count>
Result<void> Machine::tupleOf() {
    std::vector<std::uint32_t> values(count);
    for (int i = count; i-- > 0;) {
        WHITTLE_TRY(values[static_cast<std::size_t>(i)], pop());
    }
    return pushItem({.kind = Kind::Tuple, .children = std::move(values)});
}

template <Kind kind>
Result<void> Machine::empty() {
    return pushItem({.kind = kind});
}

Result<void> Machine::appendTo(std::span<const std::uint32_t> values) {
    WHITTLE_TRY(PickleItem* list, top());
    if (list->kind != Kind::List) return fail(Code::Format, "append to {}", kKindNames[static_cast<int>(list->kind)]);
    list->children.insert(list->children.end(), values.begin(), values.end());
    return {};
}

Result<void> Machine::append() {
    WHITTLE_TRY(const std::uint32_t value, pop());
    return appendTo({&value, 1});
}

Result<void> Machine::appends() {
    WHITTLE_TRY(const std::vector<std::uint32_t> values, popToMark());
    return appendTo(values);
}

Result<void> Machine::setPairs(std::span<const std::uint32_t> values) {
    WHITTLE_TRY(PickleItem* dict, top());
    if (dict->kind != Kind::Dict) return fail(Code::Format, "a key is set on {}", kKindNames[static_cast<int>(dict->kind)]);
    if (values.size() % 2 != 0) return fail(Code::Format, "a key has no value");
    const auto scalar = [&](std::uint32_t index) {
        const Kind kind = item(index).kind;
        return kind == Kind::Text || kind == Kind::Int || kind == Kind::Bool;
    };
    for (std::size_t i = 0; i < values.size(); i += 2) {
        const PickleItem& key = item(values[i]);
        if (key.kind == Kind::Tuple && key.children.size() > kMaxKeyParts)
            return fail(Code::Limit, "a key of {} values, at most {} are accepted", key.children.size(), kMaxKeyParts);
        const bool fits = key.kind == Kind::Tuple ? std::all_of(key.children.begin(), key.children.end(), scalar)
                                                  : scalar(values[i]);
        if (!fits) return fail(Code::Format, "{} cannot be a key", kKindNames[static_cast<int>(key.kind)]);
    }
    dict->children.insert(dict->children.end(), values.begin(), values.end());
    return {};
}

Result<void> Machine::setItem() {
    WHITTLE_TRY(const std::uint32_t value, pop());
    WHITTLE_TRY(const std::uint32_t key, pop());
    const std::uint32_t pair[] = {key, value};
    return setPairs(pair);
}

Result<void> Machine::setItems() {
    WHITTLE_TRY(const std::vector<std::uint32_t> values, popToMark());
    return setPairs(values);
}

Result<void> Machine::none() { return pushItem({.kind = Kind::None}); }

template <bool value>
Result<void> Machine::boolean() {
    return pushItem({.kind = Kind::Bool, .integer = value});
}

template <class T>
Result<void> Machine::integer() {
    WHITTLE_TRY(const T value, number<T>());
    return pushItem({.kind = Kind::Int, .integer = value});
}

Result<void> Machine::longInteger() {
    WHITTLE_TRY(const std::uint8_t size, number<std::uint8_t>());
    WHITTLE_TRY(const std::span<const std::byte> bytes, take(size));
    const bool negative = !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{0};
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    if (bytes.size() > sizeof value) return pushItem({.kind = Kind::BigInt});
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), bytes.size());
    return pushItem({.kind = Kind::Int, .integer = static_cast<std::int64_t>(value)});
}

Result<void> Machine::real() {
    WHITTLE_TRY(const std::uint64_t bits, number<std::uint64_t>());
    return pushItem({.kind = Kind::Float, .real = std::bit_cast<double>(__builtin_bswap64(bits))});
}

Result<void> Machine::unicode() {
    WHITTLE_TRY(const std::uint32_t size, number<std::uint32_t>());
    WHITTLE_TRY(const std::span<const std::byte> bytes, take(size));
    return pushItem({.kind = Kind::Text, .text = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
}

Result<void> Machine::shortString() {
    WHITTLE_TRY(const std::uint8_t size, number<std::uint8_t>());
    WHITTLE_TRY(const std::span<const std::byte> bytes, take(size));
    return pushItem({.kind = Kind::Text, .text = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
}

template <class T>
Result<void> Machine::put() {
    WHITTLE_TRY(const T slot, number<T>());
    if (slot > kMaxMemo) return fail(Code::Limit, "memo slot {} is past {}", slot, kMaxMemo);
    WHITTLE_TRY_VOID(top());
    m_memo[slot] = m_stack.back();
    return {};
}

template <class T>
Result<void> Machine::get() {
    WHITTLE_TRY(const T slot, number<T>());
    const auto found = m_memo.find(slot);
    if (found == m_memo.end()) return fail(Code::Format, "memo slot {} is empty", slot);
    m_stack.push_back(found->second);
    return {};
}

// Depth first without recursion: a list may hold itself, and a stream of "[" can nest as deep as it is long.
Result<void> Machine::checkShape() {
    std::vector<std::uint32_t> height(m_out.items.size(), 0);  // 0: not seen
    std::vector<bool> open(m_out.items.size(), false);
    struct Visit {
        std::uint32_t index;
        std::size_t next = 0;
    };
    std::vector<Visit> path{{m_out.root}};
    open[m_out.root] = true;
    while (!path.empty()) {
        Visit& visit = path.back();
        const std::vector<std::uint32_t>& children = item(visit.index).children;
        if (visit.next == children.size()) {
            std::uint32_t tallest = 0;
            for (const std::uint32_t child : children) tallest = std::max(tallest, height[child]);
            height[visit.index] = tallest + 1;
            open[visit.index] = false;
            if (tallest >= kMaxDepth) return fail(Code::Limit, "values nested deeper than {} levels", kMaxDepth);
            path.pop_back();
            continue;
        }
        const std::uint32_t child = children[visit.next++];
        if (open[child]) return fail(Code::Format, "{} contains itself", kKindNames[static_cast<int>(item(child).kind)]);
        if (height[child] != 0) continue;
        if (path.size() > kMaxDepth) return fail(Code::Limit, "values nested deeper than {} levels", kMaxDepth);
        open[child] = true;
        path.push_back({child});
    }
    return {};
}

// As in Python: the first place, the last value. One long text may be the key of any number of dicts.
Result<void> Machine::keepLastOfEqualKeys() {
    std::size_t bytes = 0;
    const auto spell = [&](const PickleItem& key) { return key.kind == Kind::Text ? "t" + key.text : fmt::format("i{}", key.integer); };
    for (PickleItem& dict : m_out.items) {
        if (dict.kind != Kind::Dict) continue;
        std::unordered_map<std::string, std::size_t> places;
        std::vector<std::uint32_t> kept;
        for (std::size_t i = 0; i + 1 < dict.children.size(); i += 2) {
            const PickleItem& key = item(dict.children[i]);
            std::string spelled = spell(key);
            if (isContainer(key.kind)) {
                spelled = "(";
                for (const std::uint32_t child : key.children) {
                    const std::string part = spell(item(child));
                    spelled += fmt::format("{}:{},", part.size(), part);
                }
            }
            bytes += spelled.size();
            if (bytes > kMaxContent) return fail(Code::Limit, "the keys of all dicts have more than {} bytes", kMaxContent);
            const auto [place, fresh] = places.try_emplace(std::move(spelled), kept.size());
            if (fresh) kept.insert(kept.end(), {dict.children[i], dict.children[i + 1]});
            else kept[place->second + 1] = dict.children[i + 1];
        }
        dict.children = std::move(kept);
    }
    return {};
}

}  // namespace

Result<Pickle> parsePickle(std::span<const std::byte> bytes) { return Machine(bytes).run(); }

}  // namespace whittle
