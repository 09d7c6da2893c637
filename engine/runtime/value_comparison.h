// Every tensor that a graph computes, in three runs: compiled, eager in the graph's own dtypes, and eager in float64. The worker tells of one value after
// the other in execution order, of each its numbers and how far the runs are apart, and keeps what it can of the values themselves.
//
// A compiler that is asked for every value can fuse nothing, and a fault of fusion goes away. So there are two compilations: one keeps all values apart, the
// other keeps only what kernels hand out anyway and is fused as the user's program is. A value says which of them it comes from.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/runtime/value_facts.h"
#include "engine/runtime/worker_protocol.h"

namespace whittle {

enum class TappedIn {
    AsFused,  ///< a kernel hands it out in the program as it is compiled without anybody looking
    Apart,    ///< only the compilation that keeps every value has it; also where that alone has it wrong
};

/// Places of a value's tensors in the job's memory file, dense and row-major.
struct KeptPlaces {
    std::uint64_t compiled = 0, eager = 0, exact = 0;
    DType compiledDType = DType::F32, exactDType = DType::F64;
    friend bool operator==(const KeptPlaces&, const KeptPlaces&) = default;
};

struct ComparedValue {
    std::string name;      ///< %NAME
    std::string node;      ///< that computes it
    int order = 0;         ///< of the node, in execution order
    std::string kernel;    ///< that computes the node in the fused program; empty where none does alone
    DType dtype = DType::F32;  ///< eager's
    Sizes sizes;
    TappedIn tapped = TappedIn::AsFused;
    NumberFacts compiled, eager, exact;
    ErrorFacts compiledToEager, compiledToExact, eagerToExact;  ///< what is expected stands last
    bool wrong = false;        ///< by judgeOutputs()
    std::string why;           ///< of a wrong value: where, and what it should be
    bool readsWrong = false;   ///< a value that its node reads is wrong
    bool readsNonFinite = false;  ///< likewise isNonFinite(), or an input of the graph has NaN
    std::optional<KeptPlaces> kept = {};

    bool isProducer() const { return wrong && !readsWrong; }
    /// The compiled run has NaN, or infinities where float64 has none. A mask of minus infinities is the program's own.
    bool isNonFinite() const { return compiled.nans > 0 || (compiled.infinities > 0 && exact.infinities == 0); }
    bool startsNonFinite() const { return isNonFinite() && !readsNonFinite; }
    friend bool operator==(const ComparedValue&, const ComparedValue&) = default;
};

struct ComparisonProgress {
    std::string phase;  ///< "compile", "run", "eager", "reference"
    int done = 0, of = 0;  ///< values of the whole comparison that have been told
};
struct ComparisonNews {
    std::vector<ComparedValue> values;  ///< more of them, in execution order
    ComparisonProgress progress;
};

struct ValueComparison {
    std::vector<ComparedValue> values;
    std::optional<Failure> failure = {};  ///< what ended a compiled run; values told before are there
    std::optional<Error> invalid = {};    ///< eager cannot run the graph
    std::vector<std::string> notes = {};
    std::shared_ptr<const MappedPayload> memory = {};  ///< where kept values lie
};

/// What a reader wants to know first; indices into the values, -1: none.
struct ComparisonSummary {
    int firstWrong = -1;
    int firstNonFinite = -1;  ///< that starts it, in the compiled run
    int largest = -1;         ///< the largest relativeError() that is a number
    int wrong = 0, producers = 0, asFused = 0;
};
ComparisonSummary summaryOf(std::span<const ComparedValue> values);
/// How far off the compiled value is, as a share of what it should be: the largest error against float64 by the largest number there; infinite where NaN or
/// infinities stand where float64 has none. What plots and overlays of errors show.
double relativeError(const ComparedValue& value);
/// The same of the eager run.
double eagerRelativeError(const ComparedValue& value);

/// The same value in three runs, or the part of it that was asked for.
struct ThreeTensors {
    Tensor compiled, eager, exact;
};
/// Nothing where the value was not kept. Errors: Format for a place outside of the memory file.
Result<std::optional<ThreeTensors>> keptTensors(const ComparedValue& value, const std::shared_ptr<const MappedPayload>& memory);

/// NaN and infinities are the texts "nan", "inf" and "-inf". Without KeptPlaces where `places` is false: they mean something to the parent only.
nlohmann::ordered_json valueJson(const ComparedValue& value, bool places = false);
/// Errors: Format.
Result<ComparedValue> parseValue(const nlohmann::ordered_json& json);

/// What the worker's side reports of itself.
struct ComparisonHooks {
    std::function<void(std::string_view phase)> enter;
    std::function<void(std::string_view part)> compiling;
    /// For a compiled graph what RunOptions::entering is to be.
    std::function<std::function<void(std::size_t)>(const CompileReport&)> running;
    std::function<void()> left;  ///< neither compiles nor runs any longer
    std::function<Result<void>(const ComparisonNews&)> tell;
    std::function<Result<std::uint64_t>(const Tensor&)> keep;  ///< answers the place; null: keeps nothing
};

/// The worker's side. Memory: values are compared in as many parts as fit into a quarter of `memoryBytes`, each with runs of its own; a note says so.
/// Errors: those of the phase entered last; Io.
Result<std::vector<std::string>> compareValues(const WorkerJob& job, std::uint64_t memoryBytes, const ComparisonHooks& hooks);

/// The worker's side of Worker::fetch(): runs again with what the comparison tapped. Errors: NotFound for a value that the graph lacks, Argument for a
/// part outside of it, Limit for one larger than kMostFetched.
Result<ThreeTensors> fetchValue(const WorkerJob& job, std::uint64_t memoryBytes, const ComparisonHooks& hooks);
inline constexpr std::uint64_t kMostFetched = 64ull << 20;  ///< bytes of each of the three

/// Everything of a comparison but what its memory holds, in the order in which a worker tells it: what ComparisonReader::read() takes. Ends with the first error
/// of `tell`.
Result<void> tellComparison(const ValueComparison& comparison, const std::function<Result<void>(std::string_view what, const nlohmann::ordered_json& is)>& tell);

/// The parent's side: takes what the worker leaves in the memory file, in its order.
class ComparisonReader {
public:
    /// `payload`: the memory file of add(), and of the values' memory; -1: there is none.
    explicit ComparisonReader(int payload = -1, std::function<void(const ComparisonNews&)> told = {}) : m_payload(payload), m_told(std::move(told)) {}
    void add(const LeftText& left);
    /// One part; of a name that is not known nothing. Errors: Format.
    Result<void> read(std::string_view what, const nlohmann::ordered_json& is);
    /// What could be read. Errors: Io when the memory file cannot be mapped.
    Result<ValueComparison> take();
    /// Errors: Format or Io of what was left.
    const Result<void>& readAll() const { return m_read; }

private:
    int m_payload;
    std::function<void(const ComparisonNews&)> m_told;
    Result<void> m_read;
    ValueComparison m_comparison;
};

nlohmann::ordered_json newsJson(const ComparisonNews& news);

}  // namespace whittle
