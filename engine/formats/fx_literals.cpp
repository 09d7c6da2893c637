#include "engine/formats/fx_literals.h"

#include <algorithm>
#include <limits>

#include "engine/formats/fx_values.h"

namespace whittle::fx {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity(), kNan = std::numeric_limits<double>::quiet_NaN();

constexpr struct {
    std::string_view text;
    MemoryFormat format;
} kFormats[] = {{"torch.contiguous_format", MemoryFormat::Contiguous},
                {"torch.channels_last", MemoryFormat::ChannelsLast},
                {"torch.channels_last_3d", MemoryFormat::ChannelsLast3d},
                {"torch.preserve_format", MemoryFormat::Preserve}};

constexpr struct {
    std::string_view text;
    double value;
} kNumbers[] = {{"inf", kInf}, {"nan", kNan}, {"math.inf", kInf}, {"torch.inf", kInf}, {"math.nan", kNan}, {"torch.nan", kNan}};

Result<Arg> named(const Expr& expr) {
    for (const auto& row : kNumbers)
        if (row.text == expr.text) return Arg(row.value);
    if (expr.kind == ExprKind::Name) return undefinedName(expr);
    if (expr.text == "torch.strided") return Arg(Layout::Strided);
    for (const auto& row : kFormats)
        if (row.text == expr.text) return Arg(row.format);
    if (expr.text.starts_with("torch.ops."))
        return fail(Code::Unsupported, "{}: operator '{}' as an argument is not supported", expr.at.text(), shown(expr));
    WHITTLE_TRY(const DType dtype, parseDTypeExpr(expr));
    return Arg(dtype);
}

// float('inf') and its kin.
std::optional<double> called(const Expr& expr) {
    if (expr.items[0].path() != "float" || expr.items.size() != 2 || expr.items[1].kind != ExprKind::String) return std::nullopt;
    const std::string& text = expr.items[1].text;
    if (text == "inf") return kInf;
    if (text == "-inf") return -kInf;
    if (text == "nan") return kNan;
    return std::nullopt;
}

}  // namespace

std::unexpected<Error> undefinedName(const Expr& expr) { return fail(Code::Format, "{}: '{}' is not defined here", expr.at.text(), shown(expr)); }

Result<Arg> deviceArgument(const Expr& expr) {
    WHITTLE_TRY(Device device, parseDeviceExpr(expr));
    return Arg(std::move(device));
}

Result<Arg> literalArgument(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::None: return Arg();
        case ExprKind::True: return Arg(true);
        case ExprKind::False: return Arg(false);
        case ExprKind::Int: return Arg(expr.integer);
        case ExprKind::Float: return Arg(expr.real);
        case ExprKind::String: return Arg(expr.text);
        case ExprKind::Name:
        case ExprKind::Dotted: return named(expr);
        case ExprKind::Call:
            if (expr.items[0].path() == "device" || expr.items[0].path() == "torch.device") return deviceArgument(expr);
            if (const std::optional<double> number = called(expr)) return Arg(*number);
            break;
        case ExprKind::Unary:
            if (expr.text == "-" && expr.items[0].isName("inf")) return Arg(-kInf);
            break;
        default: break;
    }
    return fail(Code::Unsupported, "{}: '{}' cannot be an argument of a node", expr.at.text(), shown(expr));
}

Extent extentOf(const Arg& arg) {
    Extent out;
    if (const std::string* text = arg.as<std::string>()) out.elements = text->size() / sizeof(Arg);
    if (const Arg::List* list = arg.as<Arg::List>())
        for (const Arg& item : *list) {
            const Extent inner = extentOf(item);
            out.elements += inner.elements + 1;
            out.depth = std::max(out.depth, inner.depth + 1);
        }
    return out;
}

}  // namespace whittle::fx
