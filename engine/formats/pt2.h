// `.pt2` archives of torch.export.save: layout A (PyTorch up to 2.7, four torch.save files beside the JSON)
// and layout B (2.8 and later, raw storages under one root folder). Compiled packages are recognised, never run.
#pragma once

#include <string_view>

#include "engine/formats/export_json.h"
#include "engine/formats/zip_archive.h"

namespace whittle {

/// The program `model` (empty: the only or first one); weights stay mapped in the archive.
/// Errors: NotFound for a model, weight or record that is not there (the message lists the models), Unsupported for
/// compiled packages, state dicts and TorchScript, and those of the readers below, with the entry as context.
Result<ImportedProgram> importPt2(ZipArchive& zip, std::string_view model, std::string_view fileStem);

}  // namespace whittle
