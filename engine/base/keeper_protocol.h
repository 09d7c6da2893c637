// What Keeper and `whittle keeper` say to each other, in frames.
#pragma once

#include "engine/base/keeper.h"

namespace whittle {

std::string commandFrame(const KeptCommand& command);
std::optional<KeptCommand> parseCommand(std::string_view frame);  ///< empty: not one of ours

std::string endFrame(const KeptEnd& end);
std::optional<KeptEnd> parseEnd(std::string_view frame);

/// The first frame of a keeper.
inline constexpr std::string_view kKeeperReady = "keeper ready";
/// The last one that it gets from a parent that lives on and looks after the folder itself.
inline constexpr std::string_view kKeeperStop = "stop";

}  // namespace whittle
