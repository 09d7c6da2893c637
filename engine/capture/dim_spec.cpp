#include "engine/capture/dim_spec.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace whittle {
namespace {

std::string endText(const std::optional<std::int64_t>& end) { return end ? std::to_string(*end) : "oo"; }

std::optional<std::int64_t> scaled(const std::optional<std::int64_t>& end, std::int64_t factor, std::int64_t rest) {
    std::int64_t out = 0;
    if (!end || __builtin_mul_overflow(*end, factor, &out) || __builtin_add_overflow(out, rest, &out)) return std::nullopt;
    return out;
}

// As Python writes one, for it reads no 01; and as a dimension may have.
bool isNumber(const std::string& text) {
    constexpr std::size_t kMostDigits = 18;
    return !text.empty() && text.size() <= kMostDigits && text.find_first_not_of("0123456789") == std::string::npos && (text == "0" || text.front() != '0');
}

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string valueText(const ShapeSpec& spec) {
    if (const auto* dim = spec.as<DimSpec>()) return dim->text();
    if (const auto* list = spec.as<ShapeSpec::List>()) {
        std::vector<std::string> items;
        for (const ShapeSpec& item : *list) items.push_back(valueText(item));
        return fmt::format("({}{})", fmt::join(items, ", "), items.size() == 1 ? "," : "");
    }
    if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
        std::vector<std::string> items;
        for (const auto& [key, item] : *dict) items.push_back(fmt::format("{}: {}", isNumber(key) ? key : quoted(key), valueText(item)));
        return fmt::format("{{{}}}", fmt::join(items, ", "));
    }
    return "None";
}

template <class Visit>
void eachDim(const ShapeSpec& spec, const Visit& visit) {
    if (const auto* dim = spec.as<DimSpec>()) visit(*dim);
    if (const auto* list = spec.as<ShapeSpec::List>())
        for (const ShapeSpec& item : *list) eachDim(item, visit);
    if (const auto* dict = spec.as<ShapeSpec::Dict>())
        for (const auto& [key, item] : *dict) eachDim(item, visit);
}

DimSpec withFix(const DimSpec& dim, const DimFix& fix) {
    if (!dim.hasName() || dim.name != fix.name) return dim;
    DimSpec out = fix.to;
    if (dim.kind == DimSpec::Kind::Named) return out;
    if (out.kind == DimSpec::Kind::Int) {
        out.value = dim.factor * out.value + dim.rest;
    } else if (out.hasName()) {
        out.rest = dim.factor * out.rest + dim.rest;
        out.factor *= dim.factor;
        out.kind = DimSpec::Kind::Derived;
    }
    return out;
}

}  // namespace

DimSpec DimSpec::named(std::string name, SymRange range) {
    DimSpec out{.kind = Kind::Named};
    out.name = std::move(name);
    out.range = range;
    return out;
}

SymRange DimSpec::ownRange() const { return {scaled(range.min, factor, rest), scaled(range.max, factor, rest)}; }

std::string DimSpec::text() const {
    switch (kind) {
        case Kind::Auto: return "Dim.AUTO";
        case Kind::Dynamic: return "Dim.DYNAMIC";
        case Kind::Static: return "Dim.STATIC";
        case Kind::Int: return std::to_string(value);
        case Kind::Named: return name;
        case Kind::Derived: break;
    }
    const std::string product = factor == 1 ? name : fmt::format("{}*{}", factor, name);
    if (rest == 0) return product;
    return fmt::format("{} {} {}", product, rest < 0 ? '-' : '+', rest < 0 ? 0 - static_cast<std::uint64_t>(rest) : static_cast<std::uint64_t>(rest));
}

ShapeSpec::ShapeSpec() = default;
ShapeSpec::ShapeSpec(DimSpec dim) : value(std::move(dim)) {}
ShapeSpec::ShapeSpec(List list) : value(std::move(list)) {}
ShapeSpec::ShapeSpec(Dict dict) : value(std::move(dict)) {}

bool operator==(const ShapeSpec& a, const ShapeSpec& b) { return a.value == b.value; }

std::string definitionText(const std::string& name, const SymRange& range) {
    std::string out = fmt::format("Dim({}", quoted(name));
    if (range.min.value_or(0) != 0) out += fmt::format(", min={}", *range.min);
    if (range.max) out += fmt::format(", max={}", *range.max);
    return out + ")";
}

std::string shapeSpecCode(const ShapeSpec& spec) {
    std::vector<std::string> names;
    std::string out = "from torch.export import Dim\n";
    eachDim(spec, [&](const DimSpec& dim) {
        if (!dim.hasName() || std::ranges::find(names, dim.name) != names.end()) return;
        names.push_back(dim.name);
        out += fmt::format("{} = {}\n", dim.name, definitionText(dim.name, dim.range));
    });
    return out + fmt::format("dynamic_shapes = {}\n", valueText(spec));
}

namespace {

// A name with its range is told where it stands first; one that is also the word for a hint, wherever it stands.
class JsonWriter {
public:
    std::string text(const ShapeSpec& spec) {
        if (const auto* dim = spec.as<DimSpec>()) return text(*dim);
        std::vector<std::string> items;
        if (const auto* list = spec.as<ShapeSpec::List>()) {
            for (const ShapeSpec& item : *list) items.push_back(text(item));
            return fmt::format("[{}]", fmt::join(items, ", "));
        }
        if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
            for (const auto& [key, item] : *dict) items.push_back(fmt::format("{}: {}", inQuotes(key), text(item)));
            return fmt::format("{{{}}}", fmt::join(items, ", "));
        }
        return "null";
    }

private:
    std::string text(const DimSpec& dim) {
        switch (dim.kind) {
            case DimSpec::Kind::Auto: return R"("auto")";
            case DimSpec::Kind::Dynamic: return R"("dynamic")";
            case DimSpec::Kind::Static: return R"("static")";
            case DimSpec::Kind::Int: return std::to_string(dim.value);
            case DimSpec::Kind::Named:
            case DimSpec::Kind::Derived: break;
        }
        constexpr std::string_view kHints[] = {"auto", "dynamic", "static"};
        const bool isKnown = std::ranges::find(m_told, dim.name) != m_told.end(), isHint = std::ranges::find(kHints, dim.name) != std::end(kHints);
        if (!isHint && (isKnown || dim.range == kAnySize)) return inQuotes(dim.text());
        m_told.push_back(dim.name);
        std::string out = fmt::format("{{\"name\": {}", inQuotes(dim.name));
        if (dim.range.min.value_or(0) != 0) out += fmt::format(", \"min\": {}", *dim.range.min);
        if (dim.range.max) out += fmt::format(", \"max\": {}", *dim.range.max);
        if (dim.factor != 1) out += fmt::format(", \"times\": {}", dim.factor);
        if (dim.rest != 0) out += fmt::format(", \"plus\": {}", dim.rest);
        return out + "}";
    }
    static std::string inQuotes(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + "\"";
    }

    std::vector<std::string> m_told;
};

}  // namespace

std::string shapeSpecJson(const ShapeSpec& spec) { return JsonWriter().text(spec); }

std::vector<std::string> DimFix::lines() const {
    if (to.kind == DimSpec::Kind::Named && to.name == name) return {fmt::format("{} = {}", name, definitionText(name, to.range))};
    std::vector<std::string> out;
    if (to.hasName() && to.name == "_" + name)
        out.push_back(fmt::format("{0} = Dim('{0}', min={1}, max={2})", to.name, to.range.min.value_or(0), endText(to.range.max)));
    out.push_back(fmt::format("{} = {}", name, to.text()));
    return out;
}

ShapeSpec withFixes(const ShapeSpec& spec, const std::vector<DimFix>& fixes) {
    if (const auto* dim = spec.as<DimSpec>()) {
        DimSpec out = *dim;
        for (std::size_t round = 0; round < fixes.size(); ++round)  // what a fix names may have one of its own
            for (const DimFix& fix : fixes) out = withFix(out, fix);
        return {out};
    }
    if (const auto* list = spec.as<ShapeSpec::List>()) {
        ShapeSpec::List out;
        for (const ShapeSpec& item : *list) out.push_back(withFixes(item, fixes));
        return {std::move(out)};
    }
    if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
        ShapeSpec::Dict out;
        for (const auto& [key, item] : *dict) out.emplace_back(key, withFixes(item, fixes));
        return {std::move(out)};
    }
    return spec;
}

}  // namespace whittle
