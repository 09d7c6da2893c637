// The constants among the arguments of FX text, which say by themselves what they are.
#pragma once

#include "engine/formats/fx_parser.h"
#include "engine/ir/graph.h"

namespace whittle::fx {

/// Numbers, texts, None, dtypes, devices, layouts, memory formats; inf and nan where no value has that name.
/// Errors: Format for a name that nothing defines; Unsupported for what cannot be an argument.
Result<Arg> literalArgument(const Expr& expr);
/// device(type='cuda', index=0) or a string, as an argument. Errors: Format.
Result<Arg> deviceArgument(const Expr& expr);

std::unexpected<Error> undefinedName(const Expr& expr);
inline std::string_view shown(const Expr& expr) { return expr.source.substr(0, 60); }  ///< in a message

/// What a copy of `arg` takes.
struct Extent {
    std::size_t elements = 0;  ///< of lists, those of lists inside them included; texts by their size
    int depth = 0;
};
Extent extentOf(const Arg& arg);

}  // namespace whittle::fx
