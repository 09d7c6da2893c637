#include "app/cli/bench/peer.h"

#include <array>

#include "engine/runtime/python_scripts.h"

namespace whittle::bench {
namespace {

constexpr std::array<const char*, 4> kModes{"eager", "inductor", "freezing", "max-autotune"};

}  // namespace

std::span<const char* const> peerModes() { return kModes; }

Result<Peer> Peer::start(const PeerOptions& options, const CancelToken& cancel) {
    WHITTLE_TRY(const std::filesystem::path copy, copyScript(options.script, {"answering.py"}, options.scratch));
    WHITTLE_TRY(Contestant contestant,
                Contestant::start("PyTorch", {options.python, copy.string()},
                                  {fmt::format("OMP_NUM_THREADS={}", options.threads), "TORCHINDUCTOR_CACHE_DIR=" + (options.scratch / "inductor").string()}));
    WHITTLE_TRY(Json configuration, contestant.ask({{"do", "start"}, {"threads", options.threads}}, std::chrono::seconds(300), cancel)
                                        .context("starting {}", options.python));
    return Peer(std::move(contestant), options.modes, std::move(configuration));
}

}  // namespace whittle::bench
