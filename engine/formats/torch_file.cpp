#include "engine/formats/torch_file.h"

#include <algorithm>

#include "engine/formats/raw_storage.h"
#include "engine/formats/zip_archive.h"

namespace whittle {
namespace {

constexpr std::uint8_t kLegacyMagic[] = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46,
                                         0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e};

Result<void> refuseOtherKinds(std::span<const std::byte> bytes) {
    if (ZipArchive::looksLikeZip(bytes)) return {};
    const auto raw = std::as_bytes(std::span(kLegacyMagic));
    if (bytes.size() >= raw.size() && std::equal(raw.begin(), raw.end(), bytes.begin()))
        return fail(Code::Unsupported, "torch.save's format from before PyTorch 1.6: load it in PyTorch and save it again");
    if (!bytes.empty() && bytes[0] == std::byte{0x80})
        return fail(Code::Unsupported, "a bare pickle, not a file of torch.save");
    return fail(Code::Format, "not a file of torch.save: not a zip archive");
}

Result<std::string> rootOf(const ZipArchive& zip) {
    if (zip.entries().empty()) return fail(Code::Format, "the archive is empty");
    const std::string& first = zip.entries().front().name;
    const std::string root = first.substr(0, first.find('/') + 1);
    for (const ZipArchive::Entry& entry : zip.entries())
        if (root.empty() || !entry.name.starts_with(root))
            return fail(Code::Format, "entry '{}' lies outside the folder '{}'", entry.name, root);
    return root;
}

Result<ByteOrder> byteOrderOf(ZipArchive& zip, const std::string& root) {
    if (!zip.contains(root + "byteorder")) return ByteOrder::Little;
    WHITTLE_TRY(const ZipRecord record, zip.read(root + "byteorder"));
    if (record.text() == "little") return ByteOrder::Little;
    if (record.text() == "big") return ByteOrder::Big;
    return fail(Code::Format, "unknown byte order '{}'", record.text().substr(0, 20));
}

Result<ZipRecord> storageRecord(ZipArchive& zip, const std::string& root, const PickledStorage& storage) {
    WHITTLE_TRY(ZipRecord record, zip.readData(root + "data/" + storage.key));
    std::uint64_t want = 0;
    const std::uint64_t size = storage.dtype ? storage.dtype->size : 1;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(storage.count), size, &want) || want != record.bytes.size())
        return fail(Code::Format, "the record has {} bytes, {} elements of {} bytes were expected", record.bytes.size(),
                    storage.count, size);
    return record;
}

// The bounds of a tensor of any dtype, through Tensor's own check on a byte-sized stand-in.
Result<void> checkBounds(const PickledTensor& tensor, std::size_t storageBytes) {
    static const std::byte kNothing{};
    const auto owner = std::make_shared<int>(0);
    const std::size_t elements = storageBytes / tensor.dtype->size;
    auto standIn = Storage::borrow({&kNothing, elements}, owner);  // never read
    WHITTLE_TRY_VOID(Tensor::overStorage(std::move(standIn), DType::U8, tensor.sizes, tensor.strides, tensor.offset));
    return {};
}

Tensor negated(const Tensor& tensor) {
    if (isComplex(tensor.dtype())) return negated(tensor.viewAsReal()).viewAsComplex();
    Tensor out = Tensor::empty(tensor.dtype(), tensor.sizes());
    visitReal(tensor.dtype(), [&](auto tag) {
        using T = decltype(tag);
        T* to = out.mutableData<T>();
        for (Index i = 0; i < tensor.numel(); ++i) {
            if constexpr (std::is_integral_v<T>) to[i] = static_cast<T>(0 - static_cast<std::uint64_t>(tensor.flatInt(i)));
            else to[i] = T(static_cast<float>(-tensor.flat(i)));
        }
        if constexpr (std::is_same_v<T, double>)
            for (Index i = 0; i < tensor.numel(); ++i) to[i] = -tensor.flat(i);
    });
    return out;
}

Tensor conjugated(const Tensor& tensor) {
    Tensor out = tensor.contiguous();
    visitDType(tensor.dtype(), [&](auto tag) {
        using T = decltype(tag);
        if constexpr (kIsComplex<T>) {
            T* to = out.mutableData<T>();
            for (Index i = 0; i < out.numel(); ++i) to[i] = std::conj(to[i]);
        }
    });
    return out;
}

}  // namespace

Result<TorchFile> readTorchFile(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                std::shared_ptr<PendingChecks> later) {
    WHITTLE_TRY_VOID(refuseOtherKinds(bytes));
    WHITTLE_TRY(ZipArchive zip, ZipArchive::open(bytes, std::move(owner), std::move(later)));
    WHITTLE_TRY(const std::string root, rootOf(zip));
    const auto isCode = [&](const ZipArchive::Entry& e) { return e.name.starts_with(root + "code/"); };
    if (zip.contains(root + "constants.pkl") || std::any_of(zip.entries().begin(), zip.entries().end(), isCode))
        return fail(Code::Unsupported, "a TorchScript archive; export the model with torch.export instead");
    if (!zip.contains(root + "version"))
        return fail(Code::Format, "the record '{}version' is missing: PyTorch refuses such files too", root);
    WHITTLE_TRY(const ByteOrder order, byteOrderOf(zip, root));
    WHITTLE_TRY(const ZipRecord record, zip.read(root + "data.pkl"));

    TorchFile out;
    WHITTLE_TRY(out.pickle, parsePickle(record.bytes).context("reading entry '{}data.pkl'", root));
    std::map<std::pair<std::size_t, DType>, std::shared_ptr<Storage>> storages;
    std::vector<ZipRecord> records;
    for (const PickledStorage& storage : out.pickle.storages) {
        WHITTLE_TRY(ZipRecord data, storageRecord(zip, root, storage).context("reading storage '{}'", storage.key));
        records.push_back(std::move(data));
    }
    for (const PickledTensor& saved : out.pickle.tensors) {
        const ZipRecord& data = records[saved.storage];
        const std::string& key = out.pickle.storages[saved.storage].key;
        WHITTLE_TRY_VOID(checkBounds(saved, data.bytes.size()).context("reading a {} tensor of storage '{}'",
                                                                       saved.dtype->name, key));
        TorchTensor tensor{saved, {}};
        if (const std::optional<DType> dtype = parseTorchDType(saved.dtype->name)) {
            auto& shared = storages[{saved.storage, *dtype}];
            if (!shared) shared = storageOver(data.bytes, data.owner, *dtype, order);
            WHITTLE_TRY(tensor.tensor, Tensor::overStorage(shared, *dtype, saved.sizes, saved.strides, saved.offset));
            // Resolving the bit writes every element, and an expanded tensor may claim any number of them.
            if ((saved.negative || saved.conjugate) && tensor.tensor.numel() > static_cast<Index>(data.bytes.size() / saved.dtype->size))
                return fail(Code::Limit, "a negative or conjugated tensor of {} elements over a storage of {} bytes",
                            tensor.tensor.numel(), data.bytes.size());
            if (saved.conjugate) tensor.tensor = conjugated(tensor.tensor);
            if (saved.negative) tensor.tensor = negated(tensor.tensor);
        }
        out.tensors.push_back(std::move(tensor));
    }
    return out;
}

Result<Tensor> TorchFile::tensor(const PickleItem& item) const {
    if (item.kind != PickleItem::Kind::Tensor) return fail(Code::Type, "not a tensor");
    const TorchTensor& found = tensors[static_cast<std::size_t>(item.integer)];
    if (!found.tensor.defined()) return fail(Code::Unsupported, "dtype {} is not supported", found.saved.dtype->name);
    return found.tensor;
}

Result<std::map<std::string, std::uint32_t>> TorchFile::namedItems() const {
    const PickleItem& root = pickle.item(pickle.root);
    if (root.kind != PickleItem::Kind::Dict) return fail(Code::Format, "the file does not hold a dict of tensors");
    std::map<std::string, std::uint32_t> out;
    for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
        const PickleItem& key = pickle.item(root.children[i]);
        if (key.kind != PickleItem::Kind::Text) return fail(Code::Format, "a key of the dict is not text");
        out[key.text] = root.children[i + 1];
    }
    return out;
}

Result<std::vector<const PickleItem*>> TorchFile::leaves(std::uint32_t from) const {
    constexpr std::size_t kMaxLeaves = 1'000'000;  // one list may be named many times over
    std::vector<const PickleItem*> out;
    std::vector<std::uint32_t> todo{from};
    for (std::size_t steps = 0; !todo.empty(); ++steps) {
        if (steps > kMaxLeaves || todo.size() > kMaxLeaves) return fail(Code::Limit, "more than {} values", kMaxLeaves);
        const PickleItem& item = pickle.item(todo.back());
        todo.pop_back();
        switch (item.kind) {
            case PickleItem::Kind::Tuple:
            case PickleItem::Kind::List: todo.insert(todo.end(), item.children.rbegin(), item.children.rend()); break;
            case PickleItem::Kind::Dict:
                for (std::size_t i = item.children.size(); i >= 2; i -= 2) todo.push_back(item.children[i - 1]);
                break;
            default: out.push_back(&item);
        }
    }
    return out;
}

}  // namespace whittle
