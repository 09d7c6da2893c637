#include "app/cli/run_taps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/formats/safetensors.h"
#include "engine/runtime/taps.h"

namespace whittle::cli {
namespace {

struct Summary {
    double min = std::numeric_limits<double>::infinity(), max = -std::numeric_limits<double>::infinity(), sum = 0;
    Index count = 0, nans = 0;  // numbers, and what is none
    std::optional<double> orNone(double value) const { return count > 0 ? std::optional(value) : std::nullopt; }
};

// Of complex elements the absolute values.
Summary summaryOf(const Tensor& tensor) {
    Summary out;
    const bool complex = isComplex(tensor.dtype());
    const Tensor wide = complex ? tensor.contiguous() : tensor.to(DType::F64).contiguous();
    for (Index i = 0; i < wide.numel(); ++i) {
        const double x = complex ? std::abs(wide.flatComplex(i)) : wide.data<double>()[i];
        if (std::isnan(x)) {
            ++out.nans;
            continue;
        }
        ++out.count;
        out.min = std::min(out.min, x);
        out.max = std::max(out.max, x);
        out.sum += x;
    }
    return out;
}

}  // namespace

WantedTap parseTap(const std::string& text) {
    const std::size_t sign = text.find('=');
    if (sign == text.npos) return {text, {}};
    return {text.substr(0, sign), text.substr(sign + 1)};
}

std::vector<std::string> tapNames(std::span<const WantedTap> wanted) {
    std::vector<std::string> out;
    for (const WantedTap& one : wanted) out.push_back(one.name);
    return out;
}

std::string tapText(const Tapped& tapped) {
    const Tensor* tensor = asTensor(tapped.datum);
    if (!tensor) return fmt::format("%{}  {}", tapped.name, describe(tapped.datum));
    const Summary summary = summaryOf(*tensor);
    if (summary.count == 0) return fmt::format("%{}  {}  no numbers, {} NaN", tapped.name, tensor->describe(), summary.nans);
    return fmt::format("%{}  {}  min {:.6g}, max {:.6g}, mean {:.6g}, {} NaN", tapped.name, tensor->describe(), summary.min, summary.max,
                       summary.sum / static_cast<double>(summary.count), summary.nans);
}

Json tapJson(const Tapped& tapped) {
    Json out{{"name", tapped.name}};
    const Tensor* tensor = asTensor(tapped.datum);
    if (!tensor) {
        out["value"] = describe(tapped.datum);
        return out;
    }
    const Summary summary = summaryOf(*tensor);
    const auto number = [&](double value) { return summary.count > 0 && std::isfinite(value) ? Json(value) : summary.count > 0 ? Json(fmt::format("{}", value)) : Json(nullptr); };
    out["dtype"] = dtypeName(tensor->dtype());
    out["sizes"] = tensor->sizes();
    out["min"] = number(summary.min);
    out["max"] = number(summary.max);
    out["mean"] = number(summary.sum / static_cast<double>(summary.count));
    out["nans"] = summary.nans;
    return out;
}

Result<std::vector<std::string>> saveTaps(const Graph& graph, std::span<const WantedTap> wanted, std::span<const Tapped> taps) {
    std::vector<std::string> out;
    for (const WantedTap& one : wanted) {
        if (one.file.empty()) continue;
        WHITTLE_TRY(const std::vector<ValueId> values, tappedValues(graph, std::span(&one.name, 1)));
        NamedTensors tensors;
        for (const ValueId id : values)
            for (const Tapped& tapped : taps)
                if (const Tensor* tensor = asTensor(tapped.datum); tensor && tapped.name == graph.value(id).name) tensors.emplace_back(tapped.name, tensor->contiguous());
        if (tensors.empty()) return fail(Code::Argument, "'{}' is no tensor, which is all that {} could hold", one.name, one.file);
        WHITTLE_TRY_VOID(writeSafetensors(one.file, tensors));
        out.push_back(fmt::format("'{}' in {}", one.name, one.file));
    }
    return out;
}

}  // namespace whittle::cli
