// Memory of results, and of what has no place in an arena, that one run hands to the next: fresh pages cost more than most kernels that
// fill them.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

#include "engine/tensor/tensor.h"

namespace whittle {

/// Thread-safe. Results of a run are lent: once the caller has dropped one, its block serves again.
class BufferPool {
public:
    /// Row-major, content unspecified; from the pool when it holds a block of fitting size.
    Tensor take(DType dtype, Sizes sizes) {
        const std::size_t bytes = static_cast<std::size_t>(elementCount(sizes)) * dtypeSize(dtype);
        {
            const std::lock_guard lock(m_mutex);
            takeBack();
            if (const auto found = m_free.lower_bound(bytes); bytes > 0 && found != m_free.end() && found->first / 2 <= bytes) {
                std::shared_ptr<Storage> storage = std::move(found->second);
                m_free.erase(found);
                Sizes strides = contiguousStrides(sizes);
                if (auto tensor = Tensor::overStorage(std::move(storage), dtype, sizes, std::move(strides), 0)) return *std::move(tensor);
            }
        }
        return Tensor::empty(dtype, std::move(sizes));
    }

    /// Takes the memory back if nobody else holds it.
    void give(Tensor&& tensor) {
        std::shared_ptr<Storage> storage = tensor.storage();
        tensor = Tensor();
        if (!storage || storage.use_count() != 1 || !storage->writable() || storage->bytes().empty()) return;
        const std::lock_guard lock(m_mutex);
        if (m_free.size() >= kMost) m_free.clear();
        const std::size_t bytes = storage->bytes().size();
        m_free.emplace(bytes, std::move(storage));
    }

    /// A block that leaves the executable as a result.
    void lend(const Tensor& tensor) {
        const std::lock_guard lock(m_mutex);
        if (m_lent.size() < kMost) m_lent.push_back(tensor.storage());
    }

    /// Frees what is not lent; what is lent goes when its holder lets it go.
    void clear() {
        const std::lock_guard lock(m_mutex);
        m_free.clear();
        m_lent.clear();
    }

private:
    // Nobody but the pool can make a second owner of a block that only it holds.
    void takeBack() {
        std::erase_if(m_lent, [this](std::shared_ptr<Storage>& block) {
            if (block.use_count() != 1) return false;
            std::atomic_thread_fence(std::memory_order_acquire);  // what its last reader did comes before what we write
            const std::size_t bytes = block->bytes().size();
            m_free.emplace(bytes, std::move(block));
            return true;
        });
    }

    static constexpr std::size_t kMost = 64;  // blocks; more means that sizes change from run to run
    std::mutex m_mutex;
    std::multimap<std::size_t, std::shared_ptr<Storage>> m_free;
    std::vector<std::shared_ptr<Storage>> m_lent;
};

}  // namespace whittle
