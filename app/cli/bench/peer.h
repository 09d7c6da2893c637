// PyTorch as the peer of `whittle bench --peer PYTHON`: resources/bench_peer.py in that Python, kept for all rows.
#pragma once

#include <filesystem>

#include "app/cli/bench/contestant.h"

namespace whittle::bench {

struct PeerOptions {
    std::string python;              ///< the interpreter, or a script that behaves like one
    std::vector<std::string> modes;  ///< of kPeerModes
    int threads = 1;
    std::filesystem::path script;    ///< bench_peer.py
    std::filesystem::path scratch;   ///< where it may write
};

/// Ways to run a graph that bench_peer.py knows: "eager" first.
std::span<const char* const> peerModes();

class Peer {
public:
    /// Starts it and lets it compile something small, so that what a process pays once is not in the first row.
    /// Errors: Io, Run with what Python wrote; Cancelled.
    static Result<Peer> start(const PeerOptions& options, const CancelToken& cancel);

    Contestant& contestant() { return m_contestant; }
    const std::vector<std::string>& modes() const { return m_modes; }
    const Json& configuration() const { return m_configuration; }  ///< versions, BLAS, instruction set, threads

private:
    Peer(Contestant contestant, std::vector<std::string> modes, Json configuration)
        : m_contestant(std::move(contestant)), m_modes(std::move(modes)), m_configuration(std::move(configuration)) {}
    Contestant m_contestant;
    std::vector<std::string> m_modes;
    Json m_configuration;
};

}  // namespace whittle::bench
