// The pickle machine, and whole torch.save files.
#include <cstddef>
#include <cstdint>

#include "engine/formats/torch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace whittle;
    const auto bytes = std::as_bytes(std::span(data, size));
    (void)parsePickle(bytes);
    const auto file = readTorchFile(bytes, std::make_shared<int>(0));
    if (file) (void)file->leaves(file->pickle.root);
    return 0;
}
