#include "engine/formats/torch_file_write.h"

#include <bit>
#include <map>

#include "engine/formats/pickle_globals.h"
#include "engine/formats/zip_write.h"

namespace whittle {
namespace {

using Kind = TorchValue::Kind;

// The opcodes that torch.save uses, by their names in Python's pickletools.
enum Opcode : char {
    kProto = '\x80', kStop = '.', kGlobal = 'c', kReduce = 'R', kBinPersId = 'Q', kMark = '(', kTuple = 't', kTuple2 = '\x86',
    kTuple3 = '\x87', kEmptyTuple = ')', kEmptyList = ']', kEmptyDict = '}', kAppends = 'e', kSetItems = 'u', kNone = 'N',
    kTrue = '\x88', kFalse = '\x89', kBinInt1 = 'K', kBinInt2 = 'M', kBinInt = 'J', kLong1 = '\x8a', kBinFloat = 'G',
    kBinUnicode = 'X', kBinPut = 'q', kLongBinPut = 'r', kBinGet = 'h', kLongBinGet = 'j',
};

class Pickler {
public:
    std::string write(const TorchValue& root) {
        put(kProto);
        put(2);
        value(root);
        put(kStop);
        return std::move(m_out);
    }
    /// In order of first use: the index is the key.
    const std::vector<Tensor>& storages() const { return m_storages; }

private:
    void put(int byte) { m_out += static_cast<char>(byte); }
    void number(std::uint64_t v, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i) put(static_cast<int>(v >> 8 * i & 0xff));
    }

    // A short opcode while the memo's number fits a byte.
    void memoOp(Opcode shortOp, Opcode longOp, std::uint32_t slot) {
        put(slot < 256 ? shortOp : longOp);
        number(slot, slot < 256 ? 1 : 4);
    }

    void global(std::string_view module, std::string_view name) {
        const auto [known, fresh] = m_globals.try_emplace(fmt::format("{}\n{}\n", module, name), static_cast<std::uint32_t>(m_globals.size()));
        if (!fresh) return memoOp(kBinGet, kLongBinGet, known->second);
        put(kGlobal);
        m_out += known->first;
        memoOp(kBinPut, kLongBinPut, known->second);
    }
    void text(std::string_view v) {
        put(kBinUnicode);
        number(v.size(), 4);
        m_out += v;
    }
    void integer(std::int64_t v) {
        const auto bits = static_cast<std::uint64_t>(v);
        if (v >= 0 && v < 256) return put(kBinInt1), number(bits, 1);
        if (v >= 0 && v < 65536) return put(kBinInt2), number(bits, 2);
        if (v >= INT32_MIN && v <= INT32_MAX) return put(kBinInt), number(bits, 4);
        put(kLong1);
        put(8);
        number(bits, 8);
    }
    void integers(std::span<const Index> values) {
        put(values.empty() ? kEmptyTuple : kMark);
        for (const Index v : values) integer(v);
        if (!values.empty()) put(kTuple);
    }
    void emptyOrderedDict() {
        global("collections", "OrderedDict");
        put(kEmptyTuple);
        put(kReduce);
    }

    void storage(const Tensor& tensor, const TorchDType& dtype) {
        const auto [known, fresh] = m_keys.try_emplace({tensor.storage().get(), dtype.name}, m_storages.size());
        if (fresh) m_storages.push_back(tensor);
        const bool typed = !dtype.storage.empty();
        const std::size_t bytes = tensor.storage()->bytes().size() / dtype.size * dtype.size;
        put(kMark);
        text("storage");
        global(typed ? "torch" : "torch.storage", typed ? dtype.storage : "UntypedStorage");
        text(fmt::to_string(known->second));
        text("cpu");
        integer(static_cast<std::int64_t>(typed ? bytes / dtype.size : bytes));
        put(kTuple);
        put(kBinPersId);
    }

    void tensor(const Tensor& v) {
        const TorchDType& dtype = torchDType(dtypeInfo(v.dtype()).torchName);
        const bool typed = !dtype.storage.empty();
        global("torch._utils", typed ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3");
        put(kMark);
        storage(v, dtype);
        integer(v.offset());
        integers(v.sizes());
        integers(v.strides());
        put(kFalse);
        emptyOrderedDict();
        if (!typed) global("torch", dtype.name);
        put(kTuple);
        put(kReduce);
    }

    void value(const TorchValue& v) {
        switch (v.kind) {
            case Kind::None: return put(kNone);
            case Kind::Bool: return put(v.integer != 0 ? kTrue : kFalse);
            case Kind::Int: return integer(v.integer);
            case Kind::Float:
                put(kBinFloat);
                return number(__builtin_bswap64(std::bit_cast<std::uint64_t>(v.real)), 8);
            case Kind::Text: return text(v.text);
            case Kind::Tensor: return tensor(v.tensor);
            case Kind::Parameter:
                global("torch._utils", "_rebuild_parameter");
                tensor(v.tensor);
                put(isFloating(v.tensor.dtype()) ? kTrue : kFalse);  // only such tensors can have gradients
                emptyOrderedDict();
                put(kTuple3);
                return put(kReduce);
            case Kind::Tuple:
                if (v.children.empty()) return put(kEmptyTuple);
                put(kMark);
                for (const TorchValue& child : v.children) value(child);
                return put(kTuple);
            case Kind::List:
                put(kEmptyList);
                put(kMark);
                for (const TorchValue& child : v.children) value(child);
                return put(kAppends);
            case Kind::Dict:
            case Kind::OrderedDict:
                if (v.kind == Kind::Dict) put(kEmptyDict);
                else emptyOrderedDict();
                put(kMark);
                for (std::size_t i = 0; i < v.children.size(); ++i) {
                    text(v.keys[i]);
                    value(v.children[i]);
                }
                return put(kSetItems);
        }
    }

    std::string m_out;
    std::map<std::string, std::uint32_t> m_globals;
    std::map<std::pair<const Storage*, std::string_view>, std::size_t> m_keys;
    std::vector<Tensor> m_storages;
};

}  // namespace

ByteRope storageBytes(const Tensor& tensor) {
    const std::span<const std::byte> bytes = tensor.storage()->bytes();
    const std::size_t whole = bytes.size() / dtypeSize(tensor.dtype()) * dtypeSize(tensor.dtype());
    ByteRope out;
    out.borrow({reinterpret_cast<const char*>(bytes.data()), whole}, tensor.storage());
    return out;
}

ByteRope torchFileBytes(const TorchValue& root) {
    Pickler pickler;
    ZipWriter zip;
    zip.add("archive/data.pkl", pickler.write(root));
    zip.add("archive/byteorder", std::string("little"));
    for (std::size_t i = 0; i < pickler.storages().size(); ++i)
        zip.add(fmt::format("archive/data/{}", i), storageBytes(pickler.storages()[i]));
    zip.add("archive/version", std::string("3\n"));
    return std::move(zip).finish();
}

}  // namespace whittle
