#include "engine/formats/positional_args.h"

namespace whittle {

Result<std::vector<NamedArg>> namePositional(const Schema& schema, std::vector<Arg> given) {
    std::vector<NamedArg> out;
    auto next = schema.args.begin();
    for (std::size_t i = 0; i < given.size(); ++i, ++next) {
        const auto skips = [&] { return next->defaultValue && !next->isList && next->kind != ArgKind::Dict && given[i].as<Arg::List>(); };
        for (; next != schema.args.end() && skips(); ++next) out.push_back({next->name, *next->defaultValue});
        if (next == schema.args.end())
            return fail(Code::Argument, "{} takes {} arguments, {} are given", schema.name, schema.args.size(), given.size());
        if (next->variadic) {
            Arg::List rest(std::make_move_iterator(given.begin() + static_cast<std::ptrdiff_t>(i)), std::make_move_iterator(given.end()));
            out.push_back({next->name, std::move(rest)});
            return out;
        }
        out.push_back({next->name, std::move(given[i])});
    }
    if (next != schema.args.end() && next->variadic) out.push_back({next->name, Arg::List()});
    return out;
}

}  // namespace whittle
