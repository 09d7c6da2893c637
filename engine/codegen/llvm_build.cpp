#include "engine/codegen/llvm_build.h"

#include <cstdint>
#include <cstring>
#include <span>

#include <elf.h>
#include <link.h>
#include <sys/stat.h>

#include <fmt/format.h>

namespace whittle {
namespace {

struct Search {
    std::uintptr_t address;
    std::string found;
};

std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

// A note segment: records of three words, a name and a description, each padded to words.
std::string buildId(std::span<const char> notes) {
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) head;
        std::memcpy(&head, notes.data(), sizeof head);
        const std::size_t description = sizeof head + padded(head.n_namesz), end = description + padded(head.n_descsz);
        if (end > notes.size()) break;
        if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && std::memcmp(notes.data() + sizeof head, "GNU", 4) == 0) {
            std::string out;
            for (std::size_t i = 0; i < head.n_descsz; ++i) out += fmt::format("{:02x}", static_cast<unsigned char>(notes[description + i]));
            return out;
        }
        notes = notes.subspan(end);
    }
    return {};
}

int visit(dl_phdr_info* object, std::size_t, void* data) {
    auto& search = *static_cast<Search*>(data);
    const std::span segments(object->dlpi_phdr, object->dlpi_phnum);
    bool here = false;
    for (const auto& segment : segments) {
        const std::uintptr_t start = object->dlpi_addr + segment.p_vaddr;
        here = here || (segment.p_type == PT_LOAD && search.address >= start && search.address < start + segment.p_memsz);
    }
    if (!here) return 0;
    for (const auto& segment : segments)
        if (segment.p_type == PT_NOTE && search.found.empty())
            search.found = buildId({reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr), segment.p_memsz});
    const char* path = object->dlpi_name && *object->dlpi_name ? object->dlpi_name : "/proc/self/exe";
    struct stat info {};
    if (search.found.empty() && ::stat(path, &info) == 0) search.found = fmt::format("{} {} {}.{}", path, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    return 1;
}

}  // namespace

std::string buildOf(const void* inside) {
    Search search{reinterpret_cast<std::uintptr_t>(inside), {}};
    ::dl_iterate_phdr(visit, &search);
    return search.found;
}

}  // namespace whittle
