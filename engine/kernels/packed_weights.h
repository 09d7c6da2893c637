// Weights in the order in which kernels read them, of all libraries: they stand beside the weights themselves, and a model that fits into
// memory must still fit.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "engine/base/machine.h"
#include "engine/tensor/tensor.h"

namespace whittle {

/// Thread-safe. What is kept stays as long as the store, and so does what it was made of.
class PackedWeights {
public:
    explicit PackedWeights(std::size_t mostBytes = static_cast<std::size_t>(machineMemory() / 8)) : m_mostBytes(mostBytes) {}

    /// What `key` names, made by `make` once from memory that never changes; null when there is no room. `bytes`: its size.
    std::shared_ptr<const Storage> get(const std::shared_ptr<const Storage>& source, const std::string& key, std::size_t bytes,
                                       const std::function<void(std::byte*)>& make);

    /// Those for which there was no room: each run brings them into order again.
    struct Refused {
        std::size_t count = 0, bytes = 0;
    };
    Refused refused() const;

private:
    using Place = std::pair<const Storage*, std::string>;
    struct Packed {
        std::shared_ptr<const Storage> source;  // the address stays this weight's while we hold it
        std::shared_ptr<const Storage> made;
    };

    std::size_t m_mostBytes;
    mutable std::mutex m_mutex;
    std::map<Place, Packed> m_packed;
    std::size_t m_bytes = 0;
    std::set<Place> m_refused;
    std::size_t m_refusedBytes = 0;
};

}  // namespace whittle
