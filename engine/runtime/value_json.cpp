// Values of a comparison as JSON: what a worker leaves for its parent and what `whittle run --numerics --json` prints.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/runtime/report_json.h"
#include "engine/runtime/value_comparison.h"

namespace whittle {
namespace {

using Json = nlohmann::ordered_json;

Json numberJson(double x) {
    if (std::isfinite(x)) return x;
    return std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
}

double numberFrom(const Json& json) {
    if (!json.is_string()) return json.get<double>();
    const auto text = json.get<std::string>();
    return text == "nan" ? std::numeric_limits<double>::quiet_NaN() : text == "inf" ? INFINITY : -INFINITY;
}

// Pairs of an exponent and a count; most of them are 0 and left out.
Json magnitudesJson(const Magnitudes& magnitudes) {
    Json out = Json::array();
    for (int exponent = Magnitudes::kLeast; exponent <= Magnitudes::kMost; ++exponent)
        if (const std::uint64_t count = magnitudes.at(exponent)) out.push_back({exponent, count});
    return out;
}

// Throws Json::exception, as all of these.
Magnitudes magnitudesFrom(const Json& json) {
    Magnitudes out;
    for (const Json& pair : json) out.add(pair.at(0).get<int>(), pair.at(1).get<std::uint64_t>());
    return out;
}

template <class Facts, class T>
struct Field {
    const char* key;
    T Facts::* member;
};
constexpr Field<NumberFacts, std::int64_t> kCounts[] = {{"count", &NumberFacts::count}, {"nan", &NumberFacts::nans}, {"inf", &NumberFacts::infinities},
                                                        {"zero", &NumberFacts::zeros}, {"denormal", &NumberFacts::denormals}};
constexpr Field<NumberFacts, double> kNumbers[] = {{"min", &NumberFacts::least}, {"max", &NumberFacts::most}, {"mean", &NumberFacts::mean}, {"std", &NumberFacts::deviation}};
constexpr Field<ErrorFacts, std::int64_t> kErrorCounts[] = {{"differing", &ErrorFacts::differing}, {"kinds", &ErrorFacts::kinds}, {"worst", &ErrorFacts::worst}};
constexpr Field<ErrorFacts, double> kErrors[] = {{"max_abs", &ErrorFacts::maxAbs}, {"max_rel", &ErrorFacts::maxRel}, {"max_ulp", &ErrorFacts::maxUlp}, {"rmse", &ErrorFacts::rmse}};

Json factsJson(const NumberFacts& facts) {
    Json out;
    for (const auto& field : kCounts) out[field.key] = facts.*field.member;
    for (const auto& field : kNumbers) out[field.key] = numberJson(facts.*field.member);
    out["magnitudes"] = magnitudesJson(facts.magnitudes);
    return out;
}

NumberFacts numbersFrom(const Json& json) {
    NumberFacts out;
    for (const auto& field : kCounts) out.*field.member = json.at(field.key).get<std::int64_t>();
    for (const auto& field : kNumbers) out.*field.member = numberFrom(json.at(field.key));
    out.magnitudes = magnitudesFrom(json.at("magnitudes"));
    return out;
}

Json factsJson(const ErrorFacts& facts) {
    Json out{{"comparable", facts.comparable}};
    for (const auto& field : kErrorCounts) out[field.key] = facts.*field.member;
    for (const auto& field : kErrors) out[field.key] = numberJson(facts.*field.member);
    out["magnitudes"] = magnitudesJson(facts.magnitudes);
    return out;
}

ErrorFacts errorsFrom(const Json& json) {
    ErrorFacts out{.comparable = json.at("comparable").get<bool>()};
    for (const auto& field : kErrorCounts) out.*field.member = json.at(field.key).get<std::int64_t>();
    for (const auto& field : kErrors) out.*field.member = numberFrom(json.at(field.key));
    out.magnitudes = magnitudesFrom(json.at("magnitudes"));
    return out;
}

DType dtypeFrom(const Json& json) { return parseDType(json.get<std::string>()).value_or(DType::F32); }

ComparedValue valueFrom(const Json& json) {
    ComparedValue out{.name = json.at("name").get<std::string>(),
                      .node = json.at("node").get<std::string>(),
                      .order = json.at("order").get<int>(),
                      .kernel = json.at("kernel").get<std::string>(),
                      .dtype = dtypeFrom(json.at("dtype")),
                      .sizes = json.at("sizes").get<Sizes>(),
                      .tapped = json.at("tapped").get<std::string>() == "apart" ? TappedIn::Apart : TappedIn::AsFused,
                      .compiled = numbersFrom(json.at("compiled")),
                      .eager = numbersFrom(json.at("eager")),
                      .exact = numbersFrom(json.at("float64")),
                      .compiledToEager = errorsFrom(json.at("compiled_to_eager")),
                      .compiledToExact = errorsFrom(json.at("compiled_to_float64")),
                      .eagerToExact = errorsFrom(json.at("eager_to_float64")),
                      .wrong = json.at("wrong").get<bool>(),
                      .why = json.at("why").get<std::string>(),
                      .readsWrong = json.at("reads_wrong").get<bool>(),
                      .readsNonFinite = json.at("reads_non_finite").get<bool>()};
    if (json.contains("kept")) {
        const Json& kept = json["kept"];
        out.kept = KeptPlaces{kept.at("compiled").get<std::uint64_t>(), kept.at("eager").get<std::uint64_t>(), kept.at("float64").get<std::uint64_t>(),
                              dtypeFrom(kept.at("compiled_dtype")), dtypeFrom(kept.at("float64_dtype"))};
    }
    return out;
}

}  // namespace

Json valueJson(const ComparedValue& value, bool places) {
    Json out{{"name", value.name},
             {"node", value.node},
             {"order", value.order},
             {"kernel", value.kernel},
             {"dtype", dtypeName(value.dtype)},
             {"sizes", value.sizes},
             {"tapped", value.tapped == TappedIn::Apart ? "apart" : "as fused"},
             {"wrong", value.wrong},
             {"why", value.why},
             {"reads_wrong", value.readsWrong},
             {"reads_non_finite", value.readsNonFinite},
             {"compiled_to_eager", factsJson(value.compiledToEager)},
             {"compiled_to_float64", factsJson(value.compiledToExact)},
             {"eager_to_float64", factsJson(value.eagerToExact)},
             {"compiled", factsJson(value.compiled)},
             {"eager", factsJson(value.eager)},
             {"float64", factsJson(value.exact)}};
    if (places && value.kept)
        out["kept"] = {{"compiled", value.kept->compiled}, {"eager", value.kept->eager}, {"float64", value.kept->exact},
                       {"compiled_dtype", dtypeName(value.kept->compiledDType)}, {"float64_dtype", dtypeName(value.kept->exactDType)}};
    return out;
}

Result<ComparedValue> parseValue(const Json& json) {
    try {
        return valueFrom(json);
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not a compared value: {}", error.what());
    }
}

Result<void> tellComparison(const ValueComparison& comparison, const std::function<Result<void>(std::string_view what, const Json& is)>& tell) {
    constexpr std::size_t kAtOnce = 256;
    const int all = static_cast<int>(comparison.values.size());
    const std::span<const ComparedValue> values = comparison.values;
    for (std::size_t from = 0; from < values.size(); from += kAtOnce) {
        const std::span<const ComparedValue> some = values.subspan(from, std::min(kAtOnce, values.size() - from));
        Json told = Json::array();
        for (const ComparedValue& value : some) told.push_back(valueJson(value));
        WHITTLE_TRY_VOID(tell("values", {{"phase", "run"}, {"done", static_cast<int>(from + some.size())}, {"of", all}, {"values", std::move(told)}}));
    }
    WHITTLE_TRY_VOID(tell("notes", comparison.notes));
    return comparison.failure ? tell("failure", failureJson(*comparison.failure)) : Result<void>();
}

Json newsJson(const ComparisonNews& news) {
    Json values = Json::array();
    for (const ComparedValue& value : news.values) values.push_back(valueJson(value, true));
    return {{"phase", news.progress.phase}, {"done", news.progress.done}, {"of", news.progress.of}, {"values", std::move(values)}};
}

void ComparisonReader::add(const LeftText& left) {
    if (left.what == "kept") return;
    const auto taken = [&]() -> Result<void> {
        WHITTLE_TRY(const std::string text, readText(m_payload, left));
        return read(left.what, Json::parse(text, nullptr, false));
    };
    if (m_read) m_read = taken().context("reading what the worker told");
}

Result<void> ComparisonReader::read(std::string_view what, const Json& json) {
    if (what == "failure") {
        WHITTLE_TRY(m_comparison.failure, parseFailure(json));
        return {};
    }
    if (what != "notes" && what != "values") return {};
    try {
        if (what == "notes") {
            m_comparison.notes = json.get<std::vector<std::string>>();
            return {};
        }
        ComparisonNews news{.values = {}, .progress = {json.at("phase").get<std::string>(), json.at("done").get<int>(), json.at("of").get<int>()}};
        for (const Json& one : json.at("values")) news.values.push_back(valueFrom(one));
        if (m_told) m_told(news);
        std::ranges::move(news.values, std::back_inserter(m_comparison.values));
    } catch (const Json::exception& error) {
        return fail(Code::Format, "not what a comparison tells: {}", error.what());
    }
    return {};
}

Result<ValueComparison> ComparisonReader::take() {
    if (m_payload >= 0) {
        WHITTLE_TRY(m_comparison.memory, MappedPayload::map(m_payload));
    }
    return std::move(m_comparison);
}

Result<std::optional<ThreeTensors>> keptTensors(const ComparedValue& value, const std::shared_ptr<const MappedPayload>& memory) {
    if (!value.kept || !memory) return std::nullopt;
    const auto at = [&](std::uint64_t place, DType dtype) -> Result<Tensor> {
        const std::uint64_t bytes = static_cast<std::uint64_t>(elementCount(value.sizes)) * dtypeSize(dtype);
        const std::span<const std::byte> all = memory->bytes();
        if (place > all.size() || bytes > all.size() - place) return fail(Code::Format, "what %{} held lies outside of the worker's memory file", value.name);
        return Tensor::overStorage(Storage::borrow(all.subspan(place, bytes), memory), dtype, value.sizes, contiguousStrides(value.sizes), 0);
    };
    ThreeTensors out;
    WHITTLE_TRY(out.compiled, at(value.kept->compiled, value.kept->compiledDType));
    WHITTLE_TRY(out.eager, at(value.kept->eager, value.dtype));
    WHITTLE_TRY(out.exact, at(value.kept->exact, value.kept->exactDType));
    return out;
}

}  // namespace whittle
