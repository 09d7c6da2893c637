// Zip archives as PyTorch and Python read them: every entry stored, its payload at a multiple of 64 bytes so that a
// reader can map it, no clock and no chance in them. The counterpart of zip_archive.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/formats/byte_rope.h"

namespace whittle {

class ZipWriter {
public:
    /// The caller gives every name once, and none that checkName of zip_archive.cpp would refuse.
    void add(const std::string& name, const ByteRope& content);
    ByteRope finish() &&;

private:
    struct Entry {
        std::string name;
        std::uint32_t crc;
        std::uint64_t size;
        std::uint64_t header;  ///< offset of the local header
    };
    ByteRope m_out;
    std::vector<Entry> m_entries;
};

}  // namespace whittle
