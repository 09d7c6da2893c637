#include "engine/formats/functional_form.h"

#include <algorithm>
#include <utility>

#include "engine/formats/view_inverse.h"

namespace whittle {
namespace {

const Arg* argNamed(const std::vector<NamedArg>& args, std::string_view name) {
    const auto found = std::find_if(args.begin(), args.end(), [&](const NamedArg& a) { return a.name == name; });
    return found == args.end() ? nullptr : &found->value;
}

// --- writes that no schema tells -------------------------------------------------------------------------

// The running statistics are updated when `flag` is true and they are there. Without them nothing is written, but
// the operator that takes them is not the one for it.
constexpr struct HiddenWrite {
    std::string_view op, flag;
    std::string_view written[2];
    std::string_view functional, withoutStatistics;
} kHiddenWrites[] = {
    {"aten.batch_norm.default", "training", {"running_mean", "running_var"},
     "aten._native_batch_norm_legit_functional.default", "aten._native_batch_norm_legit.no_stats"},
    {"aten.native_batch_norm.default", "training", {"running_mean", "running_var"},
     "aten._native_batch_norm_legit_functional.default", "aten._native_batch_norm_legit.no_stats"},
    {"aten.instance_norm.default", "use_input_stats", {"running_mean", "running_var"},
     "whittle.instance_norm_functional.default", ""},
};

// Arguments of the node that `target` takes too.
std::vector<NamedArg> argsFor(const Schema& target, const std::vector<NamedArg>& args) {
    std::vector<NamedArg> out;
    for (const NamedArg& arg : args)
        if (target.arg(arg.name)) out.push_back(arg);
    return out;
}

Result<std::optional<FunctionalForm>> hiddenForm(const HiddenWrite& row, const std::vector<NamedArg>& args, std::size_t results) {
    const Arg* flag = argNamed(args, row.flag);
    if (!flag || !flag->as<bool>() || !*flag->as<bool>()) return std::nullopt;
    FunctionalForm out;
    for (const std::string_view name : row.written)
        if (const Arg* written = argNamed(args, name); written && written->as<ValueId>()) out.written.push_back(*written->as<ValueId>());
    if (out.written.empty() && row.withoutStatistics.empty()) return std::nullopt;
    if (out.written.size() == 1 || row.functional.empty())
        return fail(Code::Unsupported, "{} with {}=True updates its running statistics in place, and there is no functional "
                    "operator for that; export the model in eval mode, or run run_decompositions() on the exported program first",
                    row.op, row.flag);
    out.op = out.written.empty() ? row.withoutStatistics : row.functional;
    const Schema* target = findSchema(out.op);
    if (!target) return fail(Code::Unsupported, "its functional form {} is not supported", out.op);
    out.args = argsFor(*target, args);
    out.results.resize(results);
    return out;
}

// --- out= ------------------------------------------------------------------------------------------------

// Overloads that do not end in "out".
constexpr std::pair<std::string_view, std::string_view> kOutNames[] = {
    {"aten.max.dim_max", "aten.max.dim"},           {"aten.min.dim_min", "aten.min.dim"},
    {"aten.topk.values", "aten.topk.default"},      {"aten.sort.values", "aten.sort.default"},
    {"aten.sort.values_stable", "aten.sort.stable"}, {"aten.kthvalue.values", "aten.kthvalue.default"},
    {"aten.mode.values", "aten.mode.default"},      {"aten.median.dim_values", "aten.median.dim"},
    {"aten.nanmedian.dim_values", "aten.nanmedian.dim"},
};

bool takes(const OpDef& op, std::span<const std::string> names, std::size_t positional) {
    const Schema* schema = findSchema(op.name);
    if (!schema || !op.functional.empty() || positional > schema->args.size() ||
        (positional > 0 && schema->args[positional - 1].keywordOnly))
        return false;
    const auto given = [&](const SchemaArg& arg) {
        return static_cast<std::size_t>(&arg - schema->args.data()) < positional || std::find(names.begin(), names.end(), arg.name) != names.end();
    };
    const auto foreign = static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [&](const std::string& name) { return !schema->arg(name); }));
    return foreign == schema->returns.size() && std::all_of(schema->args.begin(), schema->args.end(), [&](const SchemaArg& arg) {
        return arg.defaultValue || arg.isOptional || given(arg);
    });
}

Result<std::optional<FunctionalForm>> outForm(std::string_view op, const std::vector<NamedArg>& args, std::size_t results) {
    std::vector<std::string> names;
    for (const NamedArg& arg : args) names.push_back(arg.name);
    const OpDef* target = operatorOfOut(op, names);
    if (!target) return std::nullopt;
    const Schema* schema = findSchema(target->name);
    FunctionalForm out{.op = std::string(target->name), .args = argsFor(*schema, args), .written = {}, .results = {}, .resizes = true};
    for (const NamedArg& arg : args) {
        if (schema->arg(arg.name)) continue;
        if (!arg.value.as<ValueId>()) return fail(Code::Format, "the argument '{}', which {} writes, is not a tensor", arg.name, op);
        out.written.push_back(*arg.value.as<ValueId>());
    }
    if (results > out.written.size())
        return fail(Code::Format, "{} writes {} tensors and gives {} results", op, out.written.size(), results);
    for (std::size_t i = 0; i < results; ++i) out.results.emplace_back(i);
    return out;
}

// --- in place --------------------------------------------------------------------------------------------

Result<std::optional<FunctionalForm>> inPlaceForm(const OpDef& op, const Schema& schema, const std::vector<NamedArg>& args,
                                                  std::size_t results) {
    const Schema* target = op.functional.empty() ? nullptr : findSchema(op.functional);
    if (!target) return fail(Code::Unsupported, "the operator works in place and has no functional form");
    FunctionalForm out{.op = std::string(op.functional), .args = {}, .written = {}, .results = {}};
    for (std::size_t i = 0; i < schema.args.size(); ++i) {
        const SchemaArg& declared = schema.args[i];
        const Arg* given = argNamed(args, declared.name);
        if (declared.mutated) {
            if (given && given->isNone() && declared.isOptional) continue;
            if (!given || !given->as<ValueId>())
                return fail(Code::Format, "the argument '{}', which it writes, is missing", declared.name);
            out.written.push_back(*given->as<ValueId>());
        }
        if (!given) continue;
        // The functional form may name what it reads differently: dropout_ writes self, dropout reads input.
        if (target->arg(declared.name)) out.args.push_back({declared.name, *given});
        else if (!declared.keywordOnly && i < target->args.size()) out.args.push_back({target->args[i].name, *given});
        else if (!declared.mutated)
            return fail(Code::Unsupported, "its functional form {} has no argument '{}'", op.functional, declared.name);
    }
    std::size_t next = 0;
    for (std::size_t i = 0; i < results; ++i) {
        const bool isWritten = i < schema.returns.size() && schema.returns[i].aliased && next < out.written.size();
        out.results.push_back(isWritten ? std::optional(next++) : std::nullopt);
    }
    return out;
}

}  // namespace

const OpDef* operatorOfOut(std::string_view op, std::span<const std::string> names, std::size_t positional) {
    for (const auto& [written, plain] : kOutNames)
        if (written == op) return findOp(plain);
    const std::size_t dot = op.rfind('.');
    if (dot == std::string_view::npos || !op.ends_with("out")) return nullptr;
    const std::string_view family = op.substr(0, dot + 1);
    std::string_view overload = op.substr(dot + 1);
    overload.remove_suffix(3);
    if (overload.ends_with('_')) overload.remove_suffix(1);
    // "Scalar_out" stores what "Scalar" gives, and "out" what the overload for tensors does; where the names do not
    // meet so ("IntList_out" of "dim_IntList"), the arguments tell.
    const std::string_view first[] = {overload, "default", "Tensor", "self"};
    for (const std::string_view one : first)
        if (const OpDef* found = findOp(fmt::format("{}{}", family, one)); found && takes(*found, names, positional)) return found;
    for (const OpDef* found : allOps())
        if (found->name.starts_with(family) && takes(*found, names, positional)) return found;
    return nullptr;
}

Result<std::optional<FunctionalForm>> functionalForm(std::string_view op, const std::vector<NamedArg>& args, std::size_t results) {
    for (const HiddenWrite& row : kHiddenWrites)
        if (row.op == op) return hiddenForm(row, args, results);
    const OpDef* def = findOp(op);
    const Schema* schema = findSchema(op);
    if (!def || !schema) return outForm(op, args, results);
    const bool writes = std::any_of(schema->args.begin(), schema->args.end(), [](const SchemaArg& a) { return a.mutated; });
    if (def->functional.empty() && !writes) return std::nullopt;
    return inPlaceForm(*def, *schema, args, results);
}

Result<Types> resultTypes(const FunctionalForm& form, const OpCall::TypeLookup& type) {
    const OpDef* def = findOp(form.op);
    if (!def) return fail(Code::Unsupported, "its functional form {} is not supported", form.op);
    WHITTLE_TRY(const Types functional, inferTypes(*def, form.args, type));
    Types out;
    std::size_t next = 0;
    for (const auto& written : form.results) {
        if (!written && next + form.written.size() >= functional.size())
            return fail(Code::Format, "{} gives {} results, the node has more", form.op, functional.size());
        // transpose_ and its like write nothing: their result is the view.
        const bool isView = alwaysView(form.op) && !functional.empty();
        out.push_back(isView ? functional.front() : written ? type(form.written[*written]) : functional[next++]);
    }
    return out;
}

}  // namespace whittle
