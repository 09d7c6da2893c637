#include "engine/tensor/storage_part.h"

#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

class StoragePartTest : public QObject {
    Q_OBJECT
private slots:
    // Written where it lies, as memory of its own is, and copied like any other when somebody else reads it.
    void is_written_in_place_unless_shared() {
        std::shared_ptr<Storage> block = Storage::allocate(128);
        std::byte* place = block->mutableData() + 64;
        const auto made = Tensor::overStorage(storagePart({place, 64}, block), DType::F32, {16}, {1}, 0);
        VERIFY_OK(made);
        Tensor tensor = *made;
        QCOMPARE(tensor.storage().use_count(), 2L);
        const Tensor shared = tensor;
        QVERIFY(tensor.mutableData<std::byte>() != place);  // three had it
        auto alone = Tensor::overStorage(storagePart({place, 64}, block), DType::F32, {16}, {1}, 0);
        VERIFY_OK(alone);
        Tensor own = *std::move(alone);
        QVERIFY(own.mutableData<std::byte>() == place);
        own.mutableData<float>()[3] = 2.5f;
        QCOMPARE(reinterpret_cast<const float*>(place)[3], 2.5f);
    }

    void keeps_the_block() {
        std::shared_ptr<Storage> block = Storage::allocate(64);
        const std::weak_ptr<Storage> watched = block;
        std::byte* place = block->mutableData();
        std::shared_ptr<Storage> part = storagePart({place, 64}, std::move(block));
        block.reset();
        QVERIFY(!watched.expired());
        part.reset();  // and does not free what is the block's
        QVERIFY(watched.expired());
    }
};

WHITTLE_TEST(StoragePartTest)
#include "storage_part_test.moc"
