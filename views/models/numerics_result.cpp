#include "views/models/numerics_result.h"

#include <algorithm>
#include <limits>

#include "views/models/settings_json.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostDims = 64;

Result<NumericsSettings> settingsFrom(const Json& json) {
    try {
        return NumericsSettings{.compiler = textsFrom(json.at("compiler")), .seed = json.at("seed").get<std::uint64_t>()};
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not the settings of a comparison: {}", error.what());
    }
}

// Elements of these sizes; -1 for sizes that no tensor has.
std::int64_t countOf(const Sizes& sizes) {
    std::int64_t count = 1;
    for (const Index size : sizes)
        if (size < 0 || __builtin_mul_overflow(count, size, &count)) return -1;
    return sizes.size() > kMostDims || count > std::numeric_limits<std::int64_t>::max() / 2 ? -1 : count;
}

// What a worker never tells, and views take for granted.
Result<void> check(const ComparedValue& value, const Graph& graph) {
    const std::int64_t count = countOf(value.sizes);
    if (value.order < 0 || value.order >= static_cast<int>(graph.nodes().size()) || graph.nodes()[static_cast<std::size_t>(value.order)].name != value.node)
        return fail(Code::Format, "%{} is of no node of the graph", value.name);
    if (count < 0) return fail(Code::Format, "%{} has sizes that no tensor has", value.name);
    const std::int64_t places = isComplex(value.dtype) ? count * 2 : count;
    for (const ErrorFacts* facts : {&value.compiledToEager, &value.compiledToExact, &value.eagerToExact})
        if (facts->worst < -1 || facts->worst >= std::max<std::int64_t>(places, 0)) return fail(Code::Format, "%{} has its worst element outside", value.name);
    return {};
}

}  // namespace

std::vector<ResultTeller> numericsTellers(NumericsRunRef run) {
    return {[run = std::move(run)](const TellResult& tell) -> Result<void> {
        WHITTLE_TRY_VOID(tell("settings", {{"compiler", textsJson(run->settings.compiler)}, {"seed", std::uint64_t{run->settings.seed}}}));
        return tellComparison(run->comparison, tell);
    }};
}

Result<NumericsRunRef> readNumericsResult(const PackedResult& result, const Graph& graph, const CancelToken& cancel) {
    ComparisonReader reader;
    NumericsSettings settings;
    WHITTLE_TRY_VOID(unpackResult(result, cancel, [&](std::string_view what, const Json& is) -> Result<void> {
        if (what != "settings") return reader.read(what, is);
        WHITTLE_TRY(settings, settingsFrom(is));
        return {};
    }));
    WHITTLE_TRY(ValueComparison comparison, reader.take());
    for (const ComparedValue& value : comparison.values) WHITTLE_TRY_VOID(check(value, graph));
    std::shared_ptr<NumericsRun> run = NumericsController::runOf(settings, std::move(comparison));
    run->restored = result.made;
    return run;
}

}  // namespace whittle
