#include "app/cli/bench/engine_row.h"

namespace whittle::bench {
namespace {

constexpr std::chrono::seconds kPatience{600};
constexpr double kCompileSeconds = 20;       // of warm compiles: large models get fewer of them
constexpr double kMostReferenceFlops = 5e9;  // float64 runs on reference kernels, some 0.5 GFLOP/s

class Measurement {
public:
    Measurement(const Workload& workload, const EngineOptions& options, Peer* peer, const CancelToken& cancel)
        : m_workload(workload), m_options(options), m_peer(peer), m_cancel(cancel) {
        m_row.name = workload.name;
        m_row.summary = workload.summary;
        m_row.own.name = "whittle";
    }

    Result<EngineRow> run() {
        if (const Result<void> done = measure(); !done) {
            if (done.error().code == Code::Cancelled) return std::unexpected(done.error());
            m_row.failure = done.error();
        }
        m_row.own.contestant = nullptr;  // they do not outlive the row
        for (PeerResult& peer : m_row.peers) peer.lane.contestant = nullptr;
        return std::move(m_row);
    }

private:
    Result<void> measure() {
        WHITTLE_TRY(Contestant own, Contestant::start("whittle", {m_options.program.string(), "bench-worker"},
                                                      {fmt::format("OMP_NUM_THREADS={}", m_options.threads)}));
        m_row.own.contestant = &own;
        m_row.own.question = {{"do", "run"}};
        WHITTLE_TRY_VOID(open(own));
        WHITTLE_TRY_VOID(compile(own));
        if (m_peer) WHITTLE_TRY_VOID(preparePeer(own));
        WHITTLE_TRY_VOID(takeTurns());
        WHITTLE_TRY(const Json memory, own.ask({{"do", "memory"}}, kPatience, m_cancel));
        m_row.peakBytes = memory.value("peak", 0.0);
        return check(own);
    }

    Result<void> open(Contestant& own) {
        WHITTLE_TRY(const Json opened, own.ask({{"do", "open"}, {"text", m_workload.text}, {"file", m_workload.file}, {"batch", m_workload.batch},
                                                {"seed", m_options.seed}},
                                               kPatience, m_cancel));
        m_row.nodes = opened.value("nodes", 0);
        m_row.notes = opened.value("notes", std::vector<std::string>());
        m_row.work = {.flops = opened.value("flops", 0.0), .flopsBf16 = opened.value("flops_bf16", 0.0), .bytes = opened.value("bytes", 0.0)};
        return {};
    }

    Result<void> compile(Contestant& own) {
        WHITTLE_TRY(const Json compiled, own.ask({{"do", "compile"}, {"times", 1 + m_options.compiles}, {"seconds", kCompileSeconds}, {"kernels", m_options.kernels}}, kPatience, m_cancel));
        m_row.compileMs = compiled.value("ms", std::vector<double>());
        m_row.kernels = compiled.value("kernels", std::map<std::string, int>());
        m_row.fallbacks = compiled.value("fallbacks", std::vector<std::string>());
        return {};
    }

    // What goes wrong on the peer's side is told in its columns.
    Result<void> preparePeer(Contestant& own) {
        const std::string script = (m_options.scratch / "repro.py").string();
        Result<Json> opened = own.ask({{"do", "export"}, {"script", script}}, kPatience, m_cancel);
        if (opened) opened = m_peer->contestant().ask({{"do", "open"}, {"script", script}}, kPatience, m_cancel);
        for (const std::string& mode : m_peer->modes()) {
            WHITTLE_TRY_VOID(m_cancel.check());
            PeerResult result;
            result.lane = {.name = mode, .contestant = &m_peer->contestant(), .question = {{"do", "run"}, {"mode", mode}}};
            const Result<Json> compiled = opened ? m_peer->contestant().ask({{"do", "compile"}, {"mode", mode}}, kPatience, m_cancel) : opened;
            if (!compiled) result.lane.error = compiled.error();
            else if (compiled->contains("ms")) result.compileMs = compiled->value("ms", 0.0);
            m_row.peers.push_back(std::move(result));
        }
        return m_cancel.check();
    }

    Result<void> takeTurns() {
        std::vector<Lane> lanes{std::move(m_row.own)};
        for (PeerResult& peer : m_row.peers) lanes.push_back(std::move(peer.lane));
        const Result<void> done = measureInTurns(lanes, m_options.rounds, m_cancel);
        m_row.own = std::move(lanes[0]);
        for (std::size_t i = 0; i < m_row.peers.size(); ++i) {
            m_row.peers[i].lane = std::move(lanes[i + 1]);
            m_row.peers[i].ratio = pairedRatio(m_row.own, m_row.peers[i].lane);
        }
        for (const std::string& node : m_row.own.last.value("refusals", std::vector<std::string>())) m_row.fallbacks.push_back(node);
        return done;
    }

    Result<void> check(Contestant& own) {
        Json outputs = Json::object();
        for (PeerResult& peer : m_row.peers) {
            if (peer.lane.error) continue;
            const std::string file = (m_options.scratch / ("out." + peer.lane.name + ".safetensors")).string();
            const Result<Json> saved = m_peer->contestant().ask({{"do", "save"}, {"mode", peer.lane.name}, {"file", file}}, kPatience, m_cancel);
            if (saved) outputs[peer.lane.name] = file;
            else peer.wrong = saved.error().message;
        }
        const bool reference = m_row.work.flops <= kMostReferenceFlops;
        WHITTLE_TRY(const Json checked, own.ask({{"do", "check"}, {"reference", reference}, {"outputs", outputs}}, kPatience, m_cancel));
        if (!checked["against"].is_string()) return {};
        m_row.checkedAgainst = checked["against"];
        const double tolerance = checked.value("tolerance", 0.0);
        judge(checked["errors"], "whittle", tolerance, m_row.error, m_row.wrong);
        for (PeerResult& peer : m_row.peers) judge(checked["errors"], peer.lane.name, tolerance, peer.error, peer.wrong);
        return {};
    }

    static void judge(const Json& errors, const std::string& name, double tolerance, std::optional<double>& error, std::string& wrong) {
        if (!errors.contains(name)) return;
        if (errors[name].is_string()) {
            wrong = errors[name];
            return;
        }
        error = errors[name].get<double>();
        if (*error > tolerance) wrong = fmt::format("the largest error is {:.2g} of the largest value, {:.2g} is allowed", *error, tolerance);
    }

    const Workload& m_workload;
    const EngineOptions& m_options;
    Peer* m_peer;
    const CancelToken& m_cancel;
    EngineRow m_row;
};

}  // namespace

double EngineRow::warmCompileMs() const {
    return compileMs.size() > 1 ? median({compileMs.begin() + 1, compileMs.end()}) : median(compileMs);
}

const PeerResult* EngineRow::bestCompiled() const {
    const PeerResult* best = nullptr;
    for (const PeerResult& peer : peers)
        if (peer.compileMs && peer.ratio > 0 && peer.wrong.empty() && (!best || peer.ratio < best->ratio)) best = &peer;
    return best;
}

Result<EngineRow> measureEngineRow(const Workload& workload, const EngineOptions& options, Peer* peer, const CancelToken& cancel) {
    return Measurement(workload, options, peer, cancel).run();
}

}  // namespace whittle::bench
