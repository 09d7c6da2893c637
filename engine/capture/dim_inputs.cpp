#include "engine/capture/dim_inputs.h"

#include <algorithm>
#include <map>

#include <fmt/ranges.h>

#include "engine/ir/affine_size.h"

namespace whittle {
namespace {

struct Walk {
    std::vector<DimInput> out;

    Result<void> add(const ShapeSpec& spec, const CallValue& value, Source source, std::string path, const std::string& said) {
        if (const auto* list = value.as<CallValue::List>()) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                WHITTLE_TRY(const ShapeSpec item, itemOf(spec, std::to_string(i), i, list->size(), said));
                WHITTLE_TRY_VOID(add(item, (*list)[i], source.item(i), fmt::format("{}[{}]", path, i), fmt::format("{}[{}]", said, i)));
            }
            return {};
        }
        if (const auto* dict = value.as<CallValue::Dict>()) {
            std::size_t i = 0;
            for (const auto& [key, held] : *dict) {
                WHITTLE_TRY(const ShapeSpec item, itemOf(spec, key, i++, dict->size(), said));
                WHITTLE_TRY_VOID(add(item, held, source.key(key), fmt::format("{}['{}']", path, key), fmt::format("{}['{}']", said, key)));
            }
            return {};
        }
        DimInput input{.path = std::move(path), .source = std::move(source), .example = value, .dims = {}};
        if (const TensorArg* tensor = value.tensor()) {
            WHITTLE_TRY(input.dims, dimsOf(spec, *tensor, said));
        } else if (!spec.isNothing()) {
            const auto* dim = spec.as<DimSpec>();
            return fail(Code::Argument, "Cannot associate shape {} specified at `dynamic_shapes{}` to non-tensor type <class '{}'> at `inputs{}` (expected None)",
                        dim ? dim->text() : "of several dimensions", said, value.typeName(), said);
        }
        out.push_back(std::move(input));
        return {};
    }

    static Result<ShapeSpec> itemOf(const ShapeSpec& spec, const std::string& key, std::size_t index, std::size_t count, const std::string& said) {
        if (const auto* list = spec.as<ShapeSpec::List>()) {
            if (list->size() != count) return fail(Code::Argument, "`dynamic_shapes{}` has {} items, `inputs{}` has {}", said, list->size(), said, count);
            return (*list)[index];
        }
        if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
            for (const auto& [name, item] : *dict)
                if (name == key) return item;
            return ShapeSpec{};
        }
        return spec;  // one hint for all of them
    }

    static Result<std::vector<DimSpec>> dimsOf(const ShapeSpec& spec, const TensorArg& tensor, const std::string& said) {
        const std::size_t rank = tensor.sizes.size();
        std::vector<DimSpec> dims(rank);
        const auto put = [&](std::size_t dim, const ShapeSpec& item) -> Result<void> {
            if (dim >= rank) return fail(Code::Argument, "`dynamic_shapes{}` says something of dimension {}, the input has {}", said, dim, rank);
            if (item.isNothing()) return {};
            if (!item.as<DimSpec>()) return fail(Code::Argument, "`dynamic_shapes{}` has several items for dimension {}", said, dim);
            dims[dim] = *item.as<DimSpec>();
            return {};
        };
        if (const auto* list = spec.as<ShapeSpec::List>()) {
            for (std::size_t i = 0; i < list->size(); ++i) WHITTLE_TRY_VOID(put(i, (*list)[i]));
        } else if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
            for (const auto& [key, item] : *dict) {
                if (key.empty() || key.size() > 4 || key.find_first_not_of("0123456789") != std::string::npos)
                    return fail(Code::Argument, "`dynamic_shapes{}` has the key '{}', where the number of a dimension belongs", said, key);
                WHITTLE_TRY_VOID(put(static_cast<std::size_t>(std::stoi(key)), item));
            }
        } else if (const auto* all = spec.as<DimSpec>()) {
            if (all->hasName() || all->kind == DimSpec::Kind::Int)
                return fail(Code::Argument, "`dynamic_shapes{}` is {} for a whole tensor; say it of a dimension, as in {{0: {}}}", said, all->text(), all->text());
            dims.assign(rank, *all);
        }
        return dims;
    }
};

Result<void> fits(const DimInput& input, std::size_t dim, std::int64_t size) {
    const DimSpec& said = input.dims[dim];
    if (said.kind == DimSpec::Kind::Int && said.value != size)
        return fail(Code::Argument, "Static shape constraint of {} does not match input size of {}, for {}", said.value, size, input.sizeText(dim));
    if (!said.hasName()) return {};
    const auto value = AffineSize{said.factor, said.name, said.rest}.symbolWhere(size);
    if (!value) return fail(Code::Argument, "Expected shape[{}] = {} of input Tensor to be of the form {}, where {} is an integer", dim, size, said.text(), said.name);
    if (!said.range.holds(*value))
        return fail(Code::Argument, "{} not in range [{}, {}] of {}, for {}", *value, said.range.min.value_or(0), said.range.max ? std::to_string(*said.range.max) : "oo",
                    said.name, input.sizeText(dim));
    return {};
}

std::string shortDefinition(const DimSpec& dim) {
    return fmt::format("Dim('{}', min={}{})", dim.name, dim.range.min.value_or(0), dim.range.max ? fmt::format(", max={}", *dim.range.max) : "");
}

// One name is one range, and one size of the example.
Result<void> checkNames(std::span<const DimInput> inputs) {
    struct Use {
        const DimSpec* dim;
        std::int64_t value;
        std::string where;
    };
    std::map<std::string, Use> seen;
    for (const DimInput& input : inputs)
        for (std::size_t i = 0; i < input.dims.size(); ++i) {
            const DimSpec& dim = input.dims[i];
            if (!dim.hasName()) continue;
            const std::int64_t size = input.example.tensor()->sizes[i];
            const std::int64_t value = *AffineSize{dim.factor, dim.name, dim.rest}.symbolWhere(size);
            const auto [use, fresh] = seen.try_emplace(dim.name, Use{&dim, value, fmt::format("{} = {}", input.sizeText(i), size)});
            if (fresh) continue;
            if (!(use->second.dim->range == dim.range))
                return fail(Code::Argument, "Found different definitions {} and {} for the same symbolic dimension {}!", shortDefinition(*use->second.dim),
                            shortDefinition(dim), dim.name);
            if (use->second.value != value)
                return fail(Code::Argument, "{} is {} by {}, but {} by {} = {}", dim.name, use->second.value, use->second.where, value, input.sizeText(i), size);
        }
    return {};
}

std::string quotedNames(const std::vector<std::string>& names) { return fmt::format("['{}']", fmt::join(names, "', '")); }

}  // namespace

std::string DimInput::nameFrom(std::span<const std::string> parameters) const {
    std::string out = parameters[static_cast<std::size_t>(source.root)];
    for (const auto& step : source.steps)
        out += std::holds_alternative<std::size_t>(step) ? fmt::format("[{}]", std::get<std::size_t>(step)) : fmt::format("['{}']", std::get<std::string>(step));
    return out;
}

Result<std::vector<DimInput>> saidInputs(std::span<const std::string> parameters, std::span<const CallValue> example, const ShapeSpec& spec) {
    if (parameters.size() != example.size()) return fail(Code::Argument, "the program takes {} arguments, the example has {}", parameters.size(), example.size());
    if (const auto* dict = spec.as<ShapeSpec::Dict>()) {
        std::vector<std::string> given;
        bool unknown = false;
        for (const auto& [name, item] : *dict) {
            given.push_back(name);
            unknown |= std::ranges::find(parameters, name) == parameters.end();
        }
        if (unknown)
            return fail(Code::Argument, "When `dynamic_shapes` is specified as a dict, its top-level keys must be the arg names {} of `inputs`, but here they are {}.",
                        quotedNames({parameters.begin(), parameters.end()}), quotedNames(given));
    }
    if (const auto* one = spec.as<DimSpec>(); one && (one->hasName() || one->kind == DimSpec::Kind::Int))
        return fail(Code::Argument, "{} is said of all inputs; say it of a dimension of one, as in {{'{}': {{0: {}}}}}", one->text(),
                    parameters.empty() ? "x" : parameters[0], one->text());
    Walk walk;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        WHITTLE_TRY(ShapeSpec said, Walk::itemOf(spec, parameters[i], i, parameters.size(), ""));
        if (spec.as<DimSpec>() && !example[i].tensor() && !example[i].as<CallValue::List>() && !example[i].as<CallValue::Dict>()) said = {};
        Source source{.root = static_cast<int>(i), .steps = {}, .text = fmt::format("L['{}']", parameters[i])};
        WHITTLE_TRY_VOID(walk.add(said, example[i], std::move(source), fmt::format("*args[{}]", i), fmt::format("['{}']", parameters[i])));
    }
    return std::move(walk.out);
}

Result<void> checkSaid(std::span<const DimInput> inputs) {
    for (const DimInput& input : inputs)
        for (std::size_t i = 0; i < input.dims.size(); ++i) WHITTLE_TRY_VOID(fits(input, i, input.example.tensor()->sizes[i]));
    return checkNames(inputs);
}

Result<std::vector<DimInput>> dimInputs(std::span<const std::string> parameters, std::span<const CallValue> example, const ShapeSpec& spec) {
    WHITTLE_TRY(std::vector<DimInput> out, saidInputs(parameters, example, spec));
    WHITTLE_TRY_VOID(checkSaid(out));
    return out;
}

namespace {

ShapeSpec specOfTensor(const DimInput& input) {
    if (!input.example.tensor()) return {};
    ShapeSpec::List dims;
    for (const DimSpec& dim : input.dims) dims.push_back({dim});
    return {std::move(dims)};
}

// Places the specification of one input below the steps that lead to it.
void place(ShapeSpec& at, std::span<const std::variant<std::size_t, std::string>> steps, ShapeSpec spec) {
    if (steps.empty()) {
        at = std::move(spec);
        return;
    }
    if (const auto* index = std::get_if<std::size_t>(&steps[0])) {
        if (!at.as<ShapeSpec::List>()) at.value = ShapeSpec::List{};
        auto& list = std::get<ShapeSpec::List>(at.value);
        if (list.size() <= *index) list.resize(*index + 1);
        return place(list[*index], steps.subspan(1), std::move(spec));
    }
    if (!at.as<ShapeSpec::Dict>()) at.value = ShapeSpec::Dict{};
    auto& dict = std::get<ShapeSpec::Dict>(at.value);
    const auto& key = std::get<std::string>(steps[0]);
    if (dict.empty() || dict.back().first != key) dict.emplace_back(key, ShapeSpec{});
    place(dict.back().second, steps.subspan(1), std::move(spec));
}

}  // namespace

ShapeSpec shapeSpecOf(std::span<const std::string> parameters, std::span<const DimInput> inputs) {
    ShapeSpec::Dict out;
    for (const std::string& name : parameters) out.emplace_back(name, ShapeSpec{});
    for (const DimInput& input : inputs) place(out[static_cast<std::size_t>(input.source.root)].second, input.source.steps, specOfTensor(input));
    return {std::move(out)};
}

std::optional<std::int64_t> exampleOf(std::span<const DimInput> inputs, std::string_view name) {
    for (const DimInput& input : inputs)
        for (std::size_t i = 0; i < input.dims.size(); ++i)
            if (const DimSpec& dim = input.dims[i]; dim.hasName() && dim.name == name)
                return AffineSize{dim.factor, dim.name, dim.rest}.symbolWhere(input.example.tensor()->sizes[i]);
    return std::nullopt;
}

}  // namespace whittle
