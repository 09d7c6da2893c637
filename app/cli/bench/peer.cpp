#include "app/cli/bench/peer.h"

#include <array>

namespace whittle::bench {
namespace {

constexpr std::array<const char*, 4> kModes{"eager", "inductor", "freezing", "max-autotune"};

}  // namespace

std::span<const char* const> peerModes() { return kModes; }

Result<Peer> Peer::start(const PeerOptions& options, const CancelToken& cancel) {
    // The script is copied beside the data: a Python in a container of its own may not see where it is installed.
    const std::filesystem::path copy = options.scratch / "bench_peer.py";
    std::error_code error;
    std::filesystem::copy_file(options.script, copy, std::filesystem::copy_options::overwrite_existing, error);
    if (error) return fail(Code::Io, "{} could not be copied to {}: {}", options.script.string(), copy.string(), error.message());
    WHITTLE_TRY(Contestant contestant,
                Contestant::start("PyTorch", {options.python, copy.string()},
                                  {fmt::format("OMP_NUM_THREADS={}", options.threads), "TORCHINDUCTOR_CACHE_DIR=" + (options.scratch / "inductor").string()}));
    WHITTLE_TRY(Json configuration, contestant.ask({{"do", "start"}, {"threads", options.threads}}, std::chrono::seconds(300), cancel)
                                        .context("starting {}", options.python));
    return Peer(std::move(contestant), options.modes, std::move(configuration));
}

}  // namespace whittle::bench
