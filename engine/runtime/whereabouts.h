// Where in the compiler or in compiled code a process is, written into memory that another process sees before it goes there: what
// kills it leaves the last word.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace whittle {

struct Whereabouts {
    std::string part;                ///< "pass decompose", "lower", "kernel k3_add_gelu"
    std::vector<std::string> nodes;  ///< that it computes; as many as there was room for
};

/// What it takes at the beginning of a memory file; whole pages.
inline constexpr std::size_t kWhereaboutsBytes = 16384;

/// Not thread-safe. A file that cannot be mapped is told nothing.
class WhereaboutsWriter {
public:
    explicit WhereaboutsWriter(int fd);
    ~WhereaboutsWriter();
    WhereaboutsWriter(const WhereaboutsWriter&) = delete;
    WhereaboutsWriter& operator=(const WhereaboutsWriter&) = delete;
    void say(std::string_view part, std::span<const std::string> nodes);
    void forget();  ///< it is nowhere that has a name

private:
    struct Page;
    Page* m_page;
};

/// What was said last; nothing where nothing was.
std::optional<Whereabouts> readWhereabouts(int fd);

}  // namespace whittle
