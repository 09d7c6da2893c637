// How many questions a search needed for its nodes, told from its journal.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include <nlohmann/json.hpp>

namespace whittle::test {

/// Candidates asked about until no pass over nodes, inputs and outputs found more to remove: those before the first
/// one that only makes smaller what is left.
inline int candidatesForNodes(const std::filesystem::path& folder) {
    constexpr std::string_view kPhases[] = {"hint",      "halves",      "essentials",   "bypass-node", "inline-branch", "remove-nodes",
                                            "cut-after", "make-inputs", "drop-outputs", "drop-inputs"};
    std::ifstream in(folder / "journal.jsonl");
    int count = 0;
    for (std::string line; std::getline(in, line);) {
        const auto entry = nlohmann::json::parse(line);
        if (!entry.contains("phase") || entry["phase"] == "original" || entry["phase"] == "look") continue;
        if (std::ranges::find(kPhases, entry["phase"].get<std::string>()) == std::end(kPhases)) break;
        ++count;
    }
    return count;
}

}  // namespace whittle::test
