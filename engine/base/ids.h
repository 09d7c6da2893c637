// Typed ids: a NodeId cannot be passed where a ValueId is meant. An id stays valid across edits and
// copies of its graph, so ids, not pointers, are what other parts of the program hold.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace whittle {

template <class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int32_t index) : m_index(index) {}
    constexpr std::int32_t index() const { return m_index; }
    constexpr bool valid() const { return m_index >= 0; }
    friend constexpr auto operator<=>(Id, Id) = default;

private:
    std::int32_t m_index = -1;
};

using NodeId = Id<struct NodeTag>;
using ValueId = Id<struct ValueTag>;

}  // namespace whittle

template <class Tag>
struct std::hash<whittle::Id<Tag>> {
    std::size_t operator()(whittle::Id<Tag> id) const noexcept { return std::hash<std::int32_t>{}(id.index()); }
};
