#include "engine/schedule/rewrite_exprs.h"

namespace whittle {
namespace {

std::size_t at(ExprId id) { return static_cast<std::size_t>(id.index()); }

}  // namespace

void rewriteExprs(LoopKernel& kernel, const ExprRewriting& rewriting) {
    const std::span<const LoopExpr> all = kernel.exprs.all();
    const auto place = [&](ExprId id) { return at(rewriting.instead ? rewriting.instead(id) : id); };
    std::vector<bool> needed(all.size(), false);
    for (const LoopStore& store : kernel.stores) {
        needed[place(store.value)] = true;
        for (const ExprId named : kernel.exprs.indirects(store.offset)) needed[place(named)] = true;
    }
    for (std::size_t i = all.size(); i-- > 0;)
        if (needed[i])
            for (const ExprId arg : all[i].args) needed[place(arg)] = true;
    ExprPool pool;
    std::vector<ExprId> now(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!needed[i]) continue;
        LoopExpr expr = all[i];
        for (ExprId& arg : expr.args) arg = now[place(arg)];
        if (rewriting.change) rewriting.change(expr);
        pool.setMaker(kernel.exprs.makerOf(ExprId(static_cast<std::int32_t>(i))));
        now[i] = pool.add(std::move(expr));
    }
    for (LoopStore& store : kernel.stores) store.value = now[place(store.value)];
    kernel.exprs = std::move(pool);
}

}  // namespace whittle
