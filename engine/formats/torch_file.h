// Files of torch.save: a zip with one pickle and the raw bytes of the storages it names. Used for the weights
// of older PT2 archives, for sample inputs and for checkpoints. Nothing in the file is executed.
#pragma once

#include <functional>
#include <map>

#include "engine/formats/pickle.h"
#include "engine/tensor/datum.h"

namespace whittle {

class PendingChecks;

/// A tensor of the file. `tensor` is undefined when Whittle lacks the dtype; everything else is checked anyway.
struct TorchTensor {
    PickledTensor saved;
    Tensor tensor;
};

struct TorchFile {
    Pickle pickle;
    std::vector<TorchTensor> tensors;  ///< by PickleItem::integer; those of one storage share it

    /// The tensor of an item. Errors: Type when it is not a tensor, Unsupported when Whittle lacks its dtype.
    Result<Tensor> tensor(const PickleItem& item) const;
    /// A root dict's tensors by name. Errors: Format when the root is not a dict with text keys.
    Result<std::map<std::string, std::uint32_t>> namedItems() const;
    /// The leaves under an item in order: tuples, lists and the values of dicts are opened. Errors: Limit.
    Result<std::vector<const PickleItem*>> leaves(std::uint32_t item) const;
};

/// `owner` keeps `bytes` alive; storages are mapped when aligned, their checksums left to `later` when it is given. Errors: as zip and pickle; Format when a storage's
/// record is absent or has another size than the pickle says; Unsupported for legacy and TorchScript files.
Result<TorchFile> readTorchFile(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                std::shared_ptr<PendingChecks> later = nullptr);

}  // namespace whittle
