#include "engine/formats/fx_body_scan.h"

#include "engine/formats/fx_values.h"
#include "engine/ops/op_def.h"

namespace whittle::fx {
namespace {

void noteGraphOperands(const Expr& expr, BodyScan& out) {
    const std::string_view path = expr.kind == ExprKind::Call ? expr.items.front().path() : std::string_view();
    const Schema* schema = path.starts_with("torch.ops.higher_order.") ? findSchema(path.substr(10)) : nullptr;
    if (!schema) return;
    for (std::size_t i = 0; i < expr.positionalCount() && i < schema->args.size(); ++i)
        if (schema->args[i].kind == ArgKind::Graph && expr.items[i + 1].kind == ExprKind::Name) out.graphOperands.insert(expr.items[i + 1].text);
}

void noteSelection(const Stmt& stmt, BodyScan& out) {
    if (stmt.kind != StmtKind::Assign || stmt.targets.size() != 1) return;
    const Expr& value = stmt.value;
    if (value.kind != ExprKind::Subscript || value.items[0].kind != ExprKind::Name) return;
    if (value.items[1].kind != ExprKind::Int || value.items[1].integer < 0) return;
    out.selections[value.items[0].text].try_emplace(value.items[1].integer, BodyScan::Selection{stmt.targets[0].text, stmt.annotation, stmt.at});
}

void noteReads(const Expr& expr, const std::unordered_set<std::string_view>& params, BodyScan& out) {
    if (expr.kind == ExprKind::Name && params.contains(expr.text)) out.read.insert(expr.text);
    for (const Expr& item : expr.items) noteReads(item, params, out);
}

}  // namespace

bool isFlatten(const Stmt& stmt) {
    return stmt.kind == StmtKind::Assign && stmt.value.kind == ExprKind::Call && stmt.value.items[0].path() == "fx_pytree.tree_flatten_spec" &&
           stmt.targets.size() == 1 && stmt.targets[0].kind == ExprKind::Tuple;
}

Result<BodyScan> scanBody(const Tokens& tokens, const Function& forward) {
    BodyScan out;
    std::unordered_set<std::string_view> params;
    for (const Param& param : forward.params) params.insert(param.name);
    Body body(tokens, forward);
    for (;;) {
        WHITTLE_TRY(const std::vector<Stmt> line, body.nextLine());
        if (line.empty()) return out;
        for (const Stmt& stmt : line) {
            noteGraphOperands(stmt.value, out);
            noteSelection(stmt, out);
            noteReads(stmt.value, params, out);
            if (stmt.kind == StmtKind::Declaration && stmt.targets[0].kind == ExprKind::Name) out.declared.insert_or_assign(stmt.targets[0].text, *stmt.annotation);
            if (isFlatten(stmt) && stmt.value.items.size() > 1)
                for (const Expr& packed : stmt.value.items[1].items)
                    if (packed.kind == ExprKind::Name) out.packed.insert(packed.text);
            if (isFlatten(stmt))
                for (const Expr& name : stmt.targets[0].items)
                    if (name.kind == ExprKind::Name) out.flattened.push_back({.name = name.text, .annotation = {}, .at = name.at});
        }
    }
}

std::vector<Param> formals(const Function& forward, const BodyScan& scan) {
    std::vector<Param> out;
    std::unordered_set<std::string_view> known;
    for (const Param& param : forward.params) {
        // `primals, tangents`: a nest of tensors, each of which is named where it is taken apart.
        const bool isNest = !param.annotation && scan.packed.contains(param.name) &&
                            std::any_of(scan.flattened.begin(), scan.flattened.end(), [&](const Param& leaf) { return leaf.name != param.name; }) &&
                            std::none_of(scan.flattened.begin(), scan.flattened.end(), [&](const Param& leaf) { return leaf.name == param.name; });
        if (isNest) continue;
        known.insert(param.name);
        out.push_back(param);
    }
    for (const Param& param : scan.flattened) {
        if (!known.insert(param.name).second) continue;
        out.push_back(param);
        if (const auto found = scan.declared.find(param.name); found != scan.declared.end()) out.back().annotation = found->second;
    }
    return out;
}

Result<Annotations> annotationsOf(bool isTuple, const std::map<std::int64_t, BodyScan::Selection>* selections, const Stmt* stmt) {
    Annotations out;
    if (!isTuple) {
        if (!stmt || !stmt->annotation) return out;
        WHITTLE_TRY(std::optional<Type> type, parseAnnotation(*stmt->annotation));
        if (type) out.types.emplace(0, *std::move(type));
        return out;
    }
    if (!selections) return out;
    for (const auto& [index, selection] : *selections) {
        if (!selection.annotation) continue;
        if (index >= 10000) return fail(Code::Limit, "{}: result {} of a node", selection.at.text(), index);
        WHITTLE_TRY(std::optional<Type> type, parseAnnotation(*selection.annotation));
        if (type) out.types.emplace(index, *std::move(type));
    }
    return out;
}

}  // namespace whittle::fx
