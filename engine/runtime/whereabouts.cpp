#include "engine/runtime/whereabouts.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

namespace whittle {
namespace {

constexpr std::size_t kSlots = 2, kText = kWhereaboutsBytes / kSlots - 64;

}  // namespace

// Written where the reader does not look, then shown: a death in the middle of a word leaves the one before.
struct WhereaboutsWriter::Page {
    std::atomic<std::uint32_t> said;  // how often; the last one is in slot said % kSlots
    struct Slot {
        std::uint32_t bytes;
        char text[kText];  // the part and the nodes, a line each
    } slots[kSlots];
};

WhereaboutsWriter::WhereaboutsWriter(int fd) {
    static_assert(sizeof(Page) <= kWhereaboutsBytes && std::atomic<std::uint32_t>::is_always_lock_free);
    void* memory = ::mmap(nullptr, kWhereaboutsBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    m_page = memory == MAP_FAILED ? nullptr : static_cast<Page*>(memory);
}

WhereaboutsWriter::~WhereaboutsWriter() {
    if (m_page) ::munmap(m_page, kWhereaboutsBytes);
}

void WhereaboutsWriter::say(std::string_view part, std::span<const std::string> nodes) {
    if (!m_page) return;
    const std::uint32_t next = m_page->said.load(std::memory_order_relaxed) + 1;
    Page::Slot& slot = m_page->slots[next % kSlots];
    slot.bytes = 0;
    const auto add = [&](std::string_view line) {
        if (slot.bytes + line.size() + 1 > kText) return false;
        std::memcpy(slot.text + slot.bytes, line.data(), line.size());
        slot.bytes += static_cast<std::uint32_t>(line.size());
        slot.text[slot.bytes++] = '\n';
        return true;
    };
    if (!add(part)) return;
    for (const std::string& node : nodes)
        if (!add(node)) break;
    m_page->said.store(next, std::memory_order_release);
}

void WhereaboutsWriter::forget() {
    if (m_page) m_page->said.store(0, std::memory_order_release);
}

std::optional<Whereabouts> readWhereabouts(int fd) {
    struct Bytes {
        alignas(64) char data[kWhereaboutsBytes];
    };
    const auto bytes = std::make_unique<Bytes>();
    if (::pread(fd, bytes->data, kWhereaboutsBytes, 0) != static_cast<ssize_t>(kWhereaboutsBytes)) return std::nullopt;
    std::uint32_t said = 0, length = 0;
    std::memcpy(&said, bytes->data, sizeof said);
    constexpr std::size_t kSlotBytes = sizeof(length) + kText;
    const char* slot = bytes->data + sizeof said + said % kSlots * kSlotBytes;
    std::memcpy(&length, slot, sizeof length);
    if (said == 0 || length > kText) return std::nullopt;  // a stray write may have been here
    std::string_view text(slot + sizeof length, length);
    Whereabouts out;
    bool isFirst = true;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == text.npos) return std::nullopt;
        (std::exchange(isFirst, false) ? out.part : out.nodes.emplace_back()) = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    return out.part.empty() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace whittle
