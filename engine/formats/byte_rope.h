// Bytes in pieces: owned text and borrowed weights one after the other, written to a file without being joined.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace whittle {

class ByteRope {
public:
    ByteRope() = default;
    ByteRope(std::string bytes) { add(std::move(bytes)); }  // NOLINT: a string is a rope of one piece

    void add(std::string bytes) {
        auto owned = std::make_shared<const std::string>(std::move(bytes));
        borrow(*owned, owned);
    }
    /// `owner` keeps the bytes alive.
    void borrow(std::string_view bytes, std::shared_ptr<const void> owner) {
        if (bytes.empty()) return;
        m_size += bytes.size();
        m_parts.push_back(bytes);
        m_owners.push_back(std::move(owner));
    }
    void add(const ByteRope& other) {
        for (std::size_t i = 0; i < other.m_parts.size(); ++i) borrow(other.m_parts[i], other.m_owners[i]);
    }

    std::span<const std::string_view> parts() const { return m_parts; }
    std::size_t size() const { return m_size; }

private:
    std::vector<std::string_view> m_parts;
    std::vector<std::shared_ptr<const void>> m_owners;
    std::size_t m_size = 0;
};

}  // namespace whittle
