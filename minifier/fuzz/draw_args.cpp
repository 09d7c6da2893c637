#include "minifier/fuzz/draw_args.h"

#include "minifier/fuzz/arg_rules.h"

namespace whittle {
namespace {

bool isLeftOut(const SchemaArg& arg, Random& random) {
    switch (arg.kind) {
        case ArgKind::Layout:
        case ArgKind::Device:
        case ArgKind::MemoryFormat:
        case ArgKind::Generator: return arg.defaultValue || arg.isOptional;
        case ArgKind::DType: return (arg.defaultValue || arg.isOptional) && random.chance(70);
        default: return arg.defaultValue && random.chance(50);
    }
}

}  // namespace

std::optional<std::vector<NamedArg>> drawArgs(Draft& draft, const OpDef& op) {
    const Schema& schema = *findSchema(op.name);
    ArgDraw draw{draft, op, nullptr, {}};
    // Two rounds: an addend is drawn when the product that it must fit is known.
    for (const bool late : {false, true})
        for (const SchemaArg& arg : schema.args) {
            const ArgRule* rule = findArgRule(op.name, arg.name);
            if ((rule && rule->late) != late) continue;
            if (!(rule && rule->always) && isLeftOut(arg, draft.random())) continue;
            draw.arg = &arg;
            if (arg.isOptional && !(rule && rule->always) && draft.random().chance(40)) {
                draw.sofar.push_back({arg.name, Arg()});
                continue;
            }
            std::optional<Arg> value = rule ? rule->draw(draw) : drawByKind(draw);
            if (!value) return std::nullopt;
            draw.sofar.push_back({arg.name, *std::move(value)});
        }
    std::vector<NamedArg> ordered;
    for (const SchemaArg& arg : schema.args)
        for (NamedArg& given : draw.sofar)
            if (given.name == arg.name) ordered.push_back(std::move(given));
    return ordered;
}

}  // namespace whittle
