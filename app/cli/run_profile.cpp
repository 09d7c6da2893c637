#include "app/cli/run_profile.h"

#include <algorithm>

namespace whittle::cli {
namespace {

constexpr double kPerMs = 1e6;  // a GB/s or GFLOP/s is so many a millisecond

// Work of 0 has no rate: nobody counted it, or there was none.
std::optional<double> rate(double amount, double milliseconds) {
    if (amount <= 0 || milliseconds <= 0) return std::nullopt;
    return amount / (milliseconds * kPerMs);
}

std::optional<double> bandwidth(const ProfileRow& row) {
    return row.work ? rate(row.work->bytesRead + row.work->bytesWritten, row.milliseconds) : std::nullopt;
}
std::optional<double> throughput(const ProfileRow& row) { return row.work ? rate(row.work->flops, row.milliseconds) : std::nullopt; }

double total(const std::vector<ProfileRow>& rows) {
    double out = 0;
    for (const ProfileRow& row : rows) out += row.milliseconds;
    return out;
}

Json orNull(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

std::string cell(std::optional<double> value) { return value ? fmt::format("{:.1f}", *value) : "-"; }

}  // namespace

std::vector<ProfileRow> medianRows(const std::vector<std::vector<ProfileRow>>& runs) {
    std::vector<ProfileRow> out = runs.empty() ? std::vector<ProfileRow>() : runs.back();
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::vector<double> times;
        for (const std::vector<ProfileRow>& run : runs)
            if (i < run.size()) times.push_back(run[i].milliseconds);
        out[i].milliseconds = median(std::move(times));
    }
    return out;
}

Json profileJson(const std::vector<ProfileRow>& rows) {
    const double all = total(rows);
    Json out = Json::array();
    for (const ProfileRow& row : rows) {
        out.push_back({{"name", row.name}, {"what", row.what}, {"nodes", row.nodes}, {"ms", row.milliseconds}, {"share", all > 0 ? row.milliseconds / all : 0.0}});
        out.back()["bytes_read"] = row.work ? Json(row.work->bytesRead) : Json(nullptr);
        out.back()["bytes_written"] = row.work ? Json(row.work->bytesWritten) : Json(nullptr);
        out.back()["flops"] = row.work ? Json(row.work->flops) : Json(nullptr);
        out.back()["gb_per_s"] = orNull(bandwidth(row));
        out.back()["gflop_per_s"] = orNull(throughput(row));
    }
    return out;
}

std::string profileText(const std::vector<ProfileRow>& rows) {
    const double all = total(rows);
    std::vector<const ProfileRow*> order;
    for (const ProfileRow& row : rows) order.push_back(&row);
    std::ranges::stable_sort(order, std::greater(), &ProfileRow::milliseconds);
    std::string out = fmt::format("{:>10} {:>6} {:>8} {:>8}  {:24} {:30} nodes\n", "ms", "share", "GB/s", "GFLOP/s", "name", "what");
    for (const ProfileRow* row : order)
        out += fmt::format("{:>10.3f} {:>5.1f}% {:>8} {:>8}  {:24} {:30} {}\n", row->milliseconds, all > 0 ? 100 * row->milliseconds / all : 0.0, cell(bandwidth(*row)),
                           cell(throughput(*row)), row->name, row->what, fmt::join(row->nodes, " "));
    return out;
}

}  // namespace whittle::cli
