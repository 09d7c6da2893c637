// Memory that one run hands to the next: fresh pages cost more than most kernels that fill them.
#pragma once

#include <map>
#include <mutex>

#include "engine/tensor/tensor.h"

namespace whittle {

/// Thread-safe.
class BufferPool {
public:
    /// Row-major, content unspecified; from the pool when it holds a block of fitting size.
    Tensor take(DType dtype, Sizes sizes) {
        const std::size_t bytes = static_cast<std::size_t>(elementCount(sizes)) * dtypeSize(dtype);
        {
            const std::lock_guard lock(m_mutex);
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
        constexpr std::size_t kMost = 64;  // blocks; more means that sizes change from run to run
        if (m_free.size() >= kMost) m_free.clear();
        const std::size_t bytes = storage->bytes().size();
        m_free.emplace(bytes, std::move(storage));
    }

private:
    std::mutex m_mutex;
    std::multimap<std::size_t, std::shared_ptr<Storage>> m_free;
};

}  // namespace whittle
