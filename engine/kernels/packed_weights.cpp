#include "engine/kernels/packed_weights.h"

namespace whittle {

std::shared_ptr<const Storage> PackedWeights::get(const std::shared_ptr<const Storage>& source, const std::string& key, std::size_t bytes,
                                                  const std::function<void(std::byte*)>& make) {
    const std::lock_guard lock(m_mutex);
    const Place place{source.get(), key};
    if (const auto known = m_packed.find(place); known != m_packed.end()) return known->second.made;
    if (bytes > m_mostBytes - m_bytes) {
        if (m_refused.insert(place).second) m_refusedBytes += bytes;
        return nullptr;
    }
    std::shared_ptr<Storage> made = Storage::allocate(bytes);
    make(made->mutableData());
    m_bytes += bytes;
    return m_packed.emplace(place, Packed{source, std::move(made)}).first->second.made;
}

PackedWeights::Refused PackedWeights::refused() const {
    const std::lock_guard lock(m_mutex);
    return {m_refused.size(), m_refusedBytes};
}

}  // namespace whittle
