#include "app/cli/bench/report.h"

#include <algorithm>

#include "app/cli/command.h"

namespace whittle::bench {
namespace {

// A table whose columns are as wide as their widest cell; the first stands left, the others right.
class Table {
public:
    explicit Table(std::vector<std::string> titles) : m_rows{std::move(titles)} {}
    void add(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    /// A line of its own below the last row.
    void remark(std::string text) { m_remarks.emplace_back(m_rows.size() - 1, std::move(text)); }

    std::string text() const {
        std::vector<std::size_t> widths(m_rows.front().size());
        for (const auto& row : m_rows)
            for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
        std::string out;
        for (std::size_t r = 0; r < m_rows.size(); ++r) {
            std::string line = fmt::format("{:<{}}", m_rows[r][0], widths[0]);
            for (std::size_t i = 1; i < m_rows[r].size(); ++i) line += fmt::format("  {:>{}}", m_rows[r][i], widths[i]);
            out += line + '\n';
            for (const auto& [after, text] : m_remarks)
                if (after == r) out += "    " + text + '\n';
        }
        return out;
    }

private:
    std::vector<std::vector<std::string>> m_rows;
    std::vector<std::pair<std::size_t, std::string>> m_remarks;
};

// Three digits that matter: "0.0123", "4.56", "123".
std::string ms(double value) {
    if (value <= 0) return "-";
    return fmt::format("{:.{}f}", value, value < 0.1 ? 4 : value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0);
}
std::string both(double first, double second) { return ms(first) + " / " + ms(second); }
std::string times(double ratio) { return ratio > 0 ? fmt::format("{:.2f}x", ratio) : "-"; }

std::string firstLine(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

double fraction(const EngineRow& row, const MachineRoof& limits) {
    const double median = row.own.medianMs();
    return median > 0 ? roofline(row.work, limits).leastMs / median : 0;
}

std::string rate(const EngineRow& row, const MachineRoof& limits) {
    const double median = row.own.medianMs();
    if (median <= 0) return "-";
    const bool memory = std::string_view(roofline(row.work, limits).bound) == "triad";
    return memory ? fmt::format("{:.1f} GB/s", row.work.bytes / median / 1e6) : fmt::format("{:.0f} GFLOP/s", row.work.flops / median / 1e6);
}

std::string some(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 4;
    const std::vector<std::string> shown(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kShown)));
    return names.size() > kShown ? fmt::format("{} and {} more", fmt::join(shown, ", "), names.size() - kShown) : fmt::format("{}", fmt::join(shown, ", "));
}

void remarks(Table& table, const EngineRow& row) {
    for (const std::string& note : row.notes) table.remark("note: " + note);
    if (row.failure) table.remark("FAILED: " + firstLine(row.failure->message));
    if (!row.wrong.empty()) table.remark("WRONG: " + row.wrong);
    if (!row.fallbacks.empty()) table.remark(fmt::format("on reference kernels: {}", some(row.fallbacks)));
}

std::string ownTable(const Report& report) {
    Table table({"case", "compile first / warm", "run median / least", "rate", "of", "limit", "peak memory", "error", "against"});
    for (const EngineRow& row : report.engine) {
        table.add({row.name, both(row.compileMs.empty() ? 0 : row.compileMs.front(), row.warmCompileMs()), both(row.own.medianMs(), row.own.leastMs()),
                   rate(row, report.limits), row.own.ms.empty() ? "-" : fmt::format("{:.0f} %", 100 * fraction(row, report.limits)),
                   roofline(row.work, report.limits).bound, row.peakBytes > 0 ? cli::humanBytes(static_cast<std::uint64_t>(row.peakBytes)) : "-",
                   row.error ? fmt::format("{:.0e}", *row.error) : "-", row.checkedAgainst.empty() ? "-" : row.checkedAgainst});
        remarks(table, row);
    }
    return table.text();
}

std::string peerTable(const Report& report) {
    std::vector<std::string> titles{"case", "whittle"};
    for (const PeerResult& peer : report.engine.front().peers) titles.insert(titles.end(), {peer.lane.name, "ratio"});
    titles.insert(titles.end(), {"compile whittle", "compile PyTorch", "ratio"});
    Table table(titles);
    for (const EngineRow& row : report.engine) {
        std::vector<std::string> cells{row.name, ms(row.own.medianMs())};
        double compileMs = 0;
        for (const PeerResult& peer : row.peers) {
            cells.insert(cells.end(), {ms(peer.lane.medianMs()), times(peer.ratio)});
            if (compileMs == 0) compileMs = peer.compileMs.value_or(0);
        }
        cells.resize(titles.size() - 3, "-");
        const double own = row.warmCompileMs();
        cells.insert(cells.end(), {ms(own), ms(compileMs), own > 0 && compileMs > 0 ? fmt::format("{:.0f}x", compileMs / own) : "-"});
        table.add(std::move(cells));
        for (const PeerResult& peer : row.peers) {
            if (peer.lane.error) table.remark(fmt::format("{} failed: {}", peer.lane.name, firstLine(peer.lane.error->message)));
            else if (!peer.wrong.empty()) table.remark(fmt::format("{} is WRONG: {}", peer.lane.name, peer.wrong));
        }
    }
    return table.text();
}

std::string cliffTable(const Report& report) {
    Table table({"case", "threads", "worst", "at", "beside", "ms", "beside it", "of one thread"});
    for (const CliffRow& row : report.cliffs) {
        const CliffTimes* worst = row.worst();
        std::vector<std::string> cells{row.name, std::to_string(row.threads)};
        if (worst) cells.insert(cells.end(), {times(worst->ratio), worst->label, worst->neighbour, ms(worst->ms), ms(worst->neighbourMs)});
        cells.resize(7, "-");
        cells.push_back(times(row.besideOneThread));
        table.add(std::move(cells));
        for (const CliffTimes& point : row.points)
            if (point.ratio > kCliff) table.remark(fmt::format("CLIFF: {} takes {:.2f} times as long for its work as {}", point.label, point.ratio, point.neighbour));
        if (row.besideOneThread > kCliff)
            table.remark(fmt::format("CLIFF: {} takes {:.2f} times as long as with one thread", row.besideOneThreadAt, row.besideOneThread));
        if (row.failure) table.remark("FAILED: " + firstLine(row.failure->message));
    }
    return table.text();
}

std::string cell(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_array()) {
        std::vector<std::string> parts;
        for (const Json& part : value) parts.push_back(cell(part));
        return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, " "));
    }
    return value.dump();
}

std::string machineText(const Report& report) {
    const MachineRoof& l = report.limits;
    std::string out = fmt::format("{}, {} thread{}; {}: {:.0f} GFLOP/s in f32", report.cpu, report.threads, report.threads == 1 ? "" : "s", l.isa, l.fmaF32);
    if (l.fmaBf16 > 0) out += fmt::format(", {:.0f} in bf16", l.fmaBf16);
    out += fmt::format("; triad {:.1f} GB/s, {:.1f} past the cache\n", l.triad, l.triadNt);
    if (report.peer) {
        std::vector<std::string> parts;
        for (const auto& [key, value] : report.peer->items()) parts.push_back(fmt::format("{} {}", key, cell(value)));
        out += fmt::format("peer: {}\n", fmt::join(parts, ", "));
    }
    return out;
}

Json orNull(double value) { return value > 0 ? Json(value) : Json(nullptr); }

Json errorJson(const std::optional<Error>& error) {
    return error ? Json{{"code", std::string(codeName(error->code))}, {"message", error->message}, {"context", error->context}} : Json(nullptr);
}

Json peerJson(const PeerResult& peer) {
    return {{"run_ms", orNull(peer.lane.medianMs())}, {"run_min_ms", orNull(peer.lane.leastMs())},
            {"compile_ms", peer.compileMs ? Json(*peer.compileMs) : Json(nullptr)}, {"ratio", orNull(peer.ratio)},
            {"max_error", peer.error ? Json(*peer.error) : Json(nullptr)}, {"wrong", peer.wrong.empty() ? Json(nullptr) : Json(peer.wrong)},
            {"failure", errorJson(peer.lane.error)}};
}

Json engineJson(const EngineRow& row, const MachineRoof& limits) {
    const double median = row.own.medianMs();
    Json out{{"name", row.name}, {"summary", row.summary}, {"ok", row.ok()}, {"failure", errorJson(row.failure)}, {"notes", row.notes},
             {"nodes", row.nodes}, {"kernels", row.kernels}, {"eager_fallbacks", row.fallbacks},
             {"compile_first_ms", orNull(row.compileMs.empty() ? 0 : row.compileMs.front())}, {"compile_ms", orNull(row.warmCompileMs())},
             {"compile_samples", row.compileMs.size()}, {"run_ms", orNull(median)}, {"run_min_ms", orNull(row.own.leastMs())},
             {"rounds", row.own.roundMs.size()}, {"calls", row.own.ms.size()}, {"flops", row.work.flops}, {"bytes", row.work.bytes},
             {"gflops", orNull(median > 0 ? row.work.flops / median / 1e6 : 0)}, {"gbytes_s", orNull(median > 0 ? row.work.bytes / median / 1e6 : 0)},
             {"bound", roofline(row.work, limits).bound}, {"of_limit", orNull(fraction(row, limits))}, {"peak_bytes", row.peakBytes},
             {"checked_against", row.checkedAgainst.empty() ? Json(nullptr) : Json(row.checkedAgainst)},
             {"max_error", row.error ? Json(*row.error) : Json(nullptr)}, {"wrong", row.wrong.empty() ? Json(nullptr) : Json(row.wrong)}};
    if (row.peers.empty()) return out;
    Json peers = Json::object();
    for (const PeerResult& peer : row.peers) peers[peer.lane.name] = peerJson(peer);
    out["peers"] = peers;
    const PeerResult* best = row.bestCompiled();
    out["best_compiled"] = best ? Json(best->lane.name) : Json(nullptr);
    return out;
}

Json cliffJson(const CliffRow& row) {
    Json points = Json::array();
    for (const CliffTimes& point : row.points)
        points.push_back({{"at", point.label}, {"beside", point.neighbour}, {"ms", point.ms}, {"beside_ms", point.neighbourMs},
                          {"ratio", point.ratio}, {"cliff", point.ratio > kCliff}});
    const CliffTimes* worst = row.worst();
    return {{"name", row.name}, {"summary", row.summary}, {"threads", row.threads}, {"failure", errorJson(row.failure)},
            {"worst_ratio", worst ? Json(worst->ratio) : Json(nullptr)}, {"of_one_thread", orNull(row.besideOneThread)}, {"points", points}};
}

}  // namespace

bool Report::ok() const {
    return std::ranges::all_of(engine, &EngineRow::ok) && std::ranges::none_of(cliffs, [](const CliffRow& row) { return row.failure.has_value(); });
}

Json reportJson(const Report& report) {
    const MachineRoof& l = report.limits;
    Json engine = Json::array(), cliffs = Json::array();
    for (const EngineRow& row : report.engine) engine.push_back(engineJson(row, l));
    for (const CliffRow& row : report.cliffs) cliffs.push_back(cliffJson(row));
    return {{"ok", report.ok()}, {"stopped", report.stopped},
            {"machine", {{"cpu", report.cpu}, {"threads", report.threads}, {"isa", l.isa}, {"fma_f32_gflops", l.fmaF32},
                         {"fma_bf16_gflops", orNull(l.fmaBf16)}, {"triad_gbytes_s", l.triad}, {"triad_past_cache_gbytes_s", l.triadNt}}},
            {"peer", report.peer ? *report.peer : Json(nullptr)}, {"engine", engine}, {"cliffs", cliffs}};
}

std::string reportText(const Report& report) {
    std::string out = machineText(report);
    if (!report.engine.empty()) {
        out += "\nWhittle; times in ms\n" + ownTable(report);
        if (!report.engine.front().peers.empty()) out += "\nbeside PyTorch; times in ms, ratios above 1: Whittle is quicker\n" + peerTable(report);
    }
    if (!report.cliffs.empty()) out += "\nworst case of each family; times in ms\n" + cliffTable(report);
    if (report.stopped) out += "\nstopped on request: these are the rows so far\n";
    return out;
}

}  // namespace whittle::bench
