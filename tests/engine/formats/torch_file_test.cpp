#include "engine/formats/torch_file.h"

#include "engine/base/files.h"
#include "engine/formats/safetensors.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Result<TorchFile> readFixture(const QString& name) {
    WHITTLE_TRY(const auto file, MappedFile::open(golden("formats/pickle/" + name.toStdString() + ".pt")));
    return readTorchFile(file->bytes(), file);
}

// Tensors by path as the fixtures' value files name them: "model/fc.weight", "optimizer/state/0/step".
void collect(const TorchFile& file, std::uint32_t index, const std::string& path, std::map<std::string, TorchTensor>& out) {
    const PickleItem& item = file.pickle.item(index);
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + "/" + name; };
    if (item.kind == PickleItem::Kind::Tensor)
        out[path.empty() ? "value" : path] = file.tensors[static_cast<std::size_t>(item.integer)];
    if (item.kind == PickleItem::Kind::Tuple || item.kind == PickleItem::Kind::List)
        for (std::size_t i = 0; i < item.children.size(); ++i) collect(file, item.children[i], below(std::to_string(i)), out);
    if (item.kind == PickleItem::Kind::Dict)
        for (std::size_t i = 0; i + 1 < item.children.size(); i += 2) {
            const PickleItem& key = file.pickle.item(item.children[i]);
            collect(file, item.children[i + 1], below(key.kind == PickleItem::Kind::Text ? key.text : std::to_string(key.integer)), out);
        }
}

}  // namespace

class TorchFileTest : public QObject {
    Q_OBJECT
private slots:
    // Files of PyTorch, and of hand; their values were written by PyTorch itself.
    void values_data() {
        QTest::addColumn<int>("tensors");
        for (const auto& [name, count] : std::initializer_list<std::pair<const char*, int>>{
                 {"state_dict", 7}, {"checkpoint", 19}, {"parameters", 4}, {"tensor", 1}, {"views", 7}, {"from_buffer", 1},
                 {"parameter_state", 1}, {"conj_neg", 3}, {"complex128", 1}, {"h_good_control", 1}, {"h_big_endian", 1}, {"h_dup_keys", 0}})
            QTest::newRow(name) << count;
    }
    void values() {
        const QString name = QTest::currentDataTag();
        const auto file = readFixture(name);
        VERIFY_OK(file);
        const auto want = readSafetensors(golden("formats/pickle/" + name.toStdString() + ".values.safetensors"));
        VERIFY_OK(want);
        std::map<std::string, TorchTensor> got;
        collect(*file, file->pickle.root, "", got);
        QTEST(static_cast<int>(got.size()), "tensors");
        for (const auto& [path, tensor] : *want) {
            QVERIFY2(got.contains(path), path.c_str());
            QCOMPARE(toQ(got[path].tensor.describe()), toQ(tensor.describe()));
            for (Index i = 0; i < tensor.numel(); ++i) QVERIFY(got[path].tensor.flatComplex(i) == tensor.flatComplex(i));
        }
    }

    void dtypes_that_we_lack_are_refused_one_by_one() {
        for (const char* name : {"dtypes", "dtypes_v3"}) {
            const auto file = readFixture(name);
            VERIFY_OK(file);
            for (const PickleItem& item : file->pickle.items)
                if (item.kind == PickleItem::Kind::Tensor)
                    if (const auto tensor = file->tensor(item); !tensor)
                        QVERIFY(describe(tensor).startsWith("unsupported: dtype "));
        }
    }

    void equal_keys_keep_the_last() {
        const auto file = readFixture("h_dup_keys");
        VERIFY_OK(file);
        QCOMPARE(file->pickle.item(file->pickle.root).children.size(), std::size_t{2});
    }

    void tensors_of_one_storage_share_it() {
        const auto file = readFixture("views");
        VERIFY_OK(file);
        std::map<std::string, TorchTensor> got;
        collect(*file, file->pickle.root, "", got);
        QCOMPARE(got["base"].tensor.storage(), got["off"].tensor.storage());
    }

    void hostile_files_data() {
        QTest::addColumn<QString>("want");
        QTest::newRow("quantized") << "unsupported: torch._utils._rebuild_qtensor: quantised tensors are not supported";
        QTest::newRow("sparse") << "unsupported: torch._utils._rebuild_sparse_tensor: sparse tensors are not supported";
        QTest::newRow("meta") << "unsupported: torch._utils._rebuild_meta_tensor_no_storage: tensors on the meta device have no data";
        QTest::newRow("subclass") << "unsupported: torch._tensor._rebuild_from_type_v2: tensor subclasses are not supported";
        QTest::newRow("legacy") << "unsupported: torch.save's format from before PyTorch 1.6: load it in PyTorch and save it again";
        QTest::newRow("protocol4") << "unsupported: pickle protocol 4, PyTorch writes protocol 2";
        QTest::newRow("h_os_system") << "unsupported: refused hostile global os.system: not on the allow list";
        QTest::newRow("h_builtins_eval") << "unsupported: refused hostile global builtins.eval: not on the allow list";
        QTest::newRow("h_py2_name") << "unsupported: refused hostile global builtins.eval: not on the allow list";
        QTest::newRow("h_inst") << "unsupported: opcode 0x69 at byte 3 is not one that PyTorch writes";
        QTest::newRow("h_stack_global") << "unsupported: pickle protocol 4, PyTorch writes protocol 2";
        QTest::newRow("h_reduce_ordereddict_args") << "format: these arguments do not fit";
        QTest::newRow("h_numel_too_big") << "format: the record has 16 bytes, 1099511627776 elements of 4 bytes were expected";
        QTest::newRow("h_size_overflow") << "shape: sizes [4611686018427387904,4] with strides [4,1] overflow";
        QTest::newRow("h_neg_size") << "format: the size holds the negative number -4";
        QTest::newRow("h_neg_offset") << "format: the storage offset -1 is negative";
        QTest::newRow("h_offset_oob") << "shape: sizes [4], strides [1], offset 2 reach past a storage of 4 elements";
        QTest::newRow("h_stride_oob") << "shape: sizes [2,2], strides [3,1], offset 0 reach past a storage of 4 elements";
        QTest::newRow("h_neg_stride") << "format: the stride holds the negative number -1";
        QTest::newRow("h_rank_mismatch") << "format: the size has rank 2, the stride has rank 1";
        QTest::newRow("h_missing_record") << "not_found: no entry 'a/data/7' in this archive; it holds a/data.pkl, a/byteorder, a/data/0, a/version";
        QTest::newRow("h_key_traversal") << "format: the storage key is not a plain name";
        QTest::newRow("h_short_record") << "format: the record has 12 bytes, 4 elements of 4 bytes were expected";
        QTest::newRow("h_wrong_tag") << "format: the description begins with 'module', 'storage' was expected";
        QTest::newRow("h_bad_byteorder") << "format: unknown byte order 'middle'";
        QTest::newRow("h_deflated") << "ok";
        QTest::newRow("h_zip_bomb") << "limit: 65232 bytes pack 67108864: more than 200 to 1 is refused";
        QTest::newRow("h_two_roots") << "format: entry 'b/data.pkl' lies outside the folder 'a/'";
        QTest::newRow("h_memo_missing") << "format: memo slot 5 is empty";
        QTest::newRow("h_stack_underflow") << "format: there is no MARK on the stack";
        QTest::newRow("h_no_stop") << "format: the pickle ends at byte 3 without STOP";
        QTest::newRow("h_truncated_string") << "format: 2147483647 bytes are needed, 3 are left";
        QTest::newRow("h_self_list") << "format: a list contains itself";
        QTest::newRow("h_setitem_on_tensor") << "format: a key is set on a tensor";
        QTest::newRow("h_unhashable_key") << "format: a list cannot be a key";
        QTest::newRow("h_version_missing") << "format: the record 'a/version' is missing: PyTorch refuses such files too";
        QTest::newRow("h_bad_crc") << "format: the checksum is 470d14ca, 8ba71454 was expected: the file is damaged";
        QTest::newRow("h_truncated") << "format: the end record of the archive is missing: the file is cut short or not a zip";
        QTest::newRow("h_not_zip") << "format: not a file of torch.save: not a zip archive";
    }
    void hostile_files() { QTEST(describe(readFixture(QTest::currentDataTag())), "want"); }

    void deep_nesting_is_bounded() {
        std::string pickle = "\x80\x02" + std::string(100'000, ']');
        pickle += std::string(99'999, 'a') + ".";
        QCOMPARE(describe(parsePickle(std::as_bytes(std::span(pickle)))), QString("limit: values nested deeper than 1000 levels"));
    }

    // What stands in the memo is named again by two bytes, however large it is.
    void short_pickles_that_stand_for_much_data() {
        QTest::addColumn<std::string>("pickle");
        QTest::addColumn<QString>("want");
        const auto text = [](std::size_t size) {
            std::string out = "X";
            for (int byte = 0; byte < 4; ++byte) out += static_cast<char>(size >> (8 * byte) & 0xff);
            return out + std::string(size, 'k');
        };
        const auto times = [](int count, const std::string& piece) {
            std::string out;
            for (int i = 0; i < count; ++i) out += piece;
            return out;
        };
        const std::string begin("\x80\x02", 2), zero("\0", 1);
        const std::string forget0 = "q" + zero, get0 = "h" + zero;
        // [key, {key: None}, {key: None}, ...]
        QTest::newRow("one key of many dicts") << begin + "](" + text(100'000) + forget0 + times(20'000, "}" + get0 + "Ns") + "e."
                                               << "limit: the keys of all dicts have more than 536870912 bytes";
        QTest::newRow("a long tuple as a key") << begin + "}(" + times(1000, "N") + "tNs." << "limit: a key of 1000 values, at most 64 are accepted";
        // ((storage type, 'storage', key, location, count)) with a long location
        QTest::newRow("a long location") << begin + "(" + text(7).replace(5, 7, "storage") + "ctorch\nFloatStorage\n" + text(1) + text(2000) + "K\x01tQ."
                                         << "limit: the key or the location of a storage has more than 1000 bytes";
        // [tensor, tensor, ...], each with the same 64 sizes
        const std::string storage = "(" + text(7).replace(5, 7, "storage") + "ctorch\nFloatStorage\n" + text(1) + text(3) + "K\x01tQ";
        const std::string sizes = "(" + times(64, "K\x01") + "t";
        const std::string arguments = "(" + storage + "K" + zero + sizes + "q\x01" + "h\x01\x89}t";
        QTest::newRow("sizes of many tensors") << begin + "](" + "ctorch._utils\n_rebuild_tensor_v2\n" + forget0 + arguments + "q\x02R" +
                                                      times(600'000, get0 + "h\x02R") + "e." << "limit: more than 536870912 bytes of decoded content";
    }
    void short_pickles_that_stand_for_much() {
        QFETCH(std::string, pickle);
        QTEST(describe(parsePickle(std::as_bytes(std::span(pickle)))), "want");
    }

    void errors_say_where() {
        const auto file = readFixture("h_neg_offset");
        QVERIFY(!file);
        QCOMPARE(toQ(file.error().describe()),
                 QString("format: the storage offset -1 is negative\n  while calling _rebuild_tensor_v2 with 6 arguments\n"
                         "  while reading opcode REDUCE at byte 136 of the pickle\n  while reading entry 'a/data.pkl'"));
    }
};

WHITTLE_TEST(TorchFileTest)
#include "torch_file_test.moc"
