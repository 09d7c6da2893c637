#include "engine/formats/fx_values.h"

#include <cctype>
#include <charconv>
#include <cmath>
#include <numbers>

#include "engine/base/decimal.h"
#include "engine/base/machine.h"
#include "engine/tensor/convert.h"

namespace whittle::fx {
namespace {

// A file can ask for any size; a tensor that large was never printed as text.

// "4, s0*(s1 + 1)" at commas outside brackets.
std::vector<std::string_view> splitList(std::string_view list) {
    std::vector<std::string_view> out;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= list.size(); ++i) {
        if (i == list.size() || (list[i] == ',' && depth == 0)) {
            const std::string_view item = list.substr(start, i - start);
            if (item.find_first_not_of(' ') != std::string_view::npos) out.push_back(item);
            start = i + 1;
        } else if (list[i] == '(') {
            ++depth;
        } else if (list[i] == ')') {
            --depth;
        }
    }
    return out;
}

Result<SymSizes> parseSizes(std::string_view list, const Expr& annotation) {
    SymSizes out;
    for (const std::string_view item : splitList(list)) {
        WHITTLE_TRY(SymInt size, parseSymInt(item).context("at {}, in the annotation \"{}\"", annotation.at.text(),
                                                           annotation.text.substr(0, 80)));
        out.push_back(std::move(size));
    }
    return out;
}

// "[...]" at the front of `text`, which loses it.
std::optional<std::string_view> takeBrackets(std::string_view& text) {
    if (!text.starts_with('[')) return std::nullopt;
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return inside;
}

std::optional<Device> parseDeviceText(std::string_view text) {
    Device out;
    const std::size_t colon = text.find(':');
    out.type = text.substr(0, colon);
    if (out.type.empty()) return std::nullopt;
    for (const char c : out.type)
        if (!std::islower(static_cast<unsigned char>(c)) && c != '_') return std::nullopt;
    if (colon == std::string_view::npos) return out;
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.index);
    if (error != std::errc() || end != digits.data() + digits.size() || out.index < 0) return std::nullopt;
    return out;
}

SymSizes rowMajor(const SymSizes& sizes) {
    SymSizes out(sizes.size());
    SymInt step = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        out[i] = step;
        step = step * sizes[i];
    }
    return out;
}

// SplitMix64: every counter value gives an independent word, so element i does not depend on the sizes.
std::uint64_t word(std::uint64_t seed, std::uint64_t counter) {
    std::uint64_t z = seed + (counter + 1) * 0x9e3779b97f4a7c15ull;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

}  // namespace

std::optional<double> parseFloatCall(const Expr& expr) {
    if (expr.kind != ExprKind::Call || expr.items.size() != 2 || !expr.items[0].isName("float")) return std::nullopt;
    const char* text = expr.items[1].text.c_str();
    char* end = nullptr;
    const double value = decimal(text, &end);
    if (end == text || *end != '\0') return std::nullopt;
    return value;
}

Result<Sizes> parseSizesExpr(const Expr& list) {
    Sizes out;
    if (list.kind != ExprKind::List && list.kind != ExprKind::Tuple)
        return fail(Code::Format, "{}: expected a list of sizes", list.at.text());
    Index count = 1;
    for (const Expr& item : list.items) {
        if (item.kind != ExprKind::Int || item.integer < 0)
            return fail(Code::Format, "{}: expected a size, found '{}'", item.at.text(), item.source.substr(0, 40));
        out.push_back(item.integer);
        const Index most = machineMemory() / static_cast<Index>(sizeof(double));
        const Index extent = std::max<Index>(item.integer, 1);  // an empty tensor's strides count the other dims
        if (count > most / extent)
            return fail(Code::Limit, "{}: a tensor of more than {} elements, which this machine cannot hold", item.at.text(), most);
        count *= extent;
    }
    return out;
}

namespace {

struct Elements {
    std::vector<double> values;
    std::vector<std::int64_t> integers;
    Sizes sizes;
    bool anyFloat = false;
    bool allBool = true;
};

Result<void> collect(const Expr& expr, std::size_t level, Elements& out) {
    if (expr.kind == ExprKind::List || expr.kind == ExprKind::Tuple) {
        const auto length = static_cast<Index>(expr.items.size());
        if (out.sizes.size() == level && out.values.empty()) out.sizes.push_back(length);
        else if (level >= out.sizes.size() || out.sizes[level] != length)
            return fail(Code::Shape, "{}: rows of different lengths in a tensor", expr.at.text());
        for (const Expr& item : expr.items) WHITTLE_TRY_VOID(collect(item, level + 1, out));
        return {};
    }
    if (level != out.sizes.size()) return fail(Code::Shape, "{}: rows of different lengths in a tensor", expr.at.text());
    double value = expr.real;
    if (expr.kind == ExprKind::Int) value = static_cast<double>(expr.integer);
    else if (expr.kind == ExprKind::True || expr.kind == ExprKind::False) value = expr.kind == ExprKind::True;
    else if (expr.isName("inf") || expr.isName("nan")) value = expr.text == "inf" ? HUGE_VAL : std::nan("");
    else if (expr.kind == ExprKind::Unary && expr.items[0].isName("inf")) value = -HUGE_VAL;
    else if (const auto called = parseFloatCall(expr)) value = *called;
    else if (expr.kind != ExprKind::Float)
        return fail(Code::Unsupported, "{}: '{}' is not an element of a tensor", expr.at.text(), expr.source.substr(0, 40));
    if (expr.kind != ExprKind::True && expr.kind != ExprKind::False) {
        out.allBool = false;
        if (expr.kind != ExprKind::Int) out.anyFloat = true;
    }
    out.values.push_back(value);
    out.integers.push_back(expr.kind == ExprKind::Int ? expr.integer : 0);
    return {};
}

}  // namespace

Result<Tensor> parseElements(const Expr& list, std::optional<DType> dtype) {
    Elements elements;
    WHITTLE_TRY_VOID(collect(list, 0, elements));
    const bool isBool = elements.allBool && !elements.values.empty();
    const bool isInt = !isBool && !elements.anyFloat && !elements.values.empty();
    const DType natural = isBool ? DType::Bool : isInt ? DType::I64 : DType::F32;
    // Integers go through int64 so that none loses bits on the way through double.
    const Tensor wide = isInt ? Tensor::of(std::span<const std::int64_t>(elements.integers), elements.sizes)
                              : Tensor::of(std::span<const double>(elements.values), elements.sizes);
    return wide.to(dtype.value_or(natural));
}

Result<std::optional<Type>> parseAnnotation(const Expr& annotation) {
    if (annotation.kind != ExprKind::String) return std::nullopt;
    std::string_view text = annotation.text;
    if (text == "float") return Type(NumberType{NumberType::Kind::Float, {}});
    if (text == "bool") return Type(NumberType{NumberType::Kind::Bool, {}});
    if (text.starts_with("Sym(") && text.ends_with(')')) {
        const Result<SymInt> expr = parseSymInt(text.substr(4, text.size() - 5));
        // 2 / s0 and what is made of it.
        if (!expr && (text.starts_with("Sym(Float") || text.starts_with("Sym(ToFloat("))) return Type(NumberType{NumberType::Kind::Float, {}});
        if (!expr) return std::nullopt;  // a comparison: the operator that makes it says more
        return Type(NumberType{NumberType::Kind::Int, *expr});
    }
    const std::size_t bracket = text.find('[');
    if (bracket == std::string_view::npos) return std::nullopt;
    TensorType out;
    const std::optional<DType> dtype = parseDType(text.substr(0, bracket));
    if (!dtype)
        return fail(Code::Unsupported, "{}: dtype '{}' of the annotation is not supported", annotation.at.text(),
                    text.substr(0, std::min<std::size_t>(bracket, 40)));
    out.dtype = *dtype;
    text.remove_prefix(bracket);
    const std::optional<std::string_view> dims = takeBrackets(text);
    if (!dims) return fail(Code::Format, "{}: the annotation lacks ']'", annotation.at.text());
    WHITTLE_TRY(out.sizes, parseSizes(*dims, annotation));
    if (text.starts_with('[')) {
        const std::optional<std::string_view> strides = takeBrackets(text);
        if (!strides) return fail(Code::Format, "{}: the annotation lacks ']'", annotation.at.text());
        WHITTLE_TRY(out.strides, parseSizes(*strides, annotation));
        if (out.strides.size() != out.sizes.size())
            return fail(Code::Format, "{}: the annotation has {} sizes and {} strides", annotation.at.text(), out.sizes.size(),
                        out.strides.size());
        if (out.strides == rowMajor(out.sizes)) out.strides.clear();
    }
    if (!text.empty()) {
        const std::optional<Device> device = parseDeviceText(text);
        if (!device) return fail(Code::Format, "{}: '{}' is not a device", annotation.at.text(), text.substr(0, 40));
        out.device = *device;
    }
    return Type(std::move(out));
}

Result<DType> parseDTypeExpr(const Expr& expr) {
    const std::optional<DType> dtype = expr.path().starts_with("torch.") ? parseTorchDType(expr.path()) : std::nullopt;
    if (dtype) return *dtype;
    return fail(Code::Unsupported, "{}: '{}' is not a dtype that is supported", expr.at.text(), expr.source.substr(0, 60));
}

Result<Device> parseDeviceExpr(const Expr& expr) {
    if (expr.kind == ExprKind::String) {
        if (const std::optional<Device> device = parseDeviceText(expr.text)) return *device;
    } else if (expr.kind == ExprKind::Call && (expr.items[0].isName("device") || expr.items[0].path() == "torch.device")) {
        const Expr* type = expr.positionalCount() > 0 ? &expr.items[1] : expr.keyword("type");
        const Expr* index = expr.positionalCount() > 1 ? &expr.items[2] : expr.keyword("index");
        if (type && type->kind == ExprKind::String)
            if (std::optional<Device> device = parseDeviceText(type->text)) {
                if (!index || index->kind == ExprKind::None) return *device;
                if (index->kind == ExprKind::Int && index->integer >= 0 && index->integer < 1024) {
                    device->index = static_cast<int>(index->integer);
                    return *device;
                }
            }
    }
    return fail(Code::Format, "{}: '{}' is not a device", expr.at.text(), expr.source.substr(0, 60));
}

Tensor exampleTensor(DType dtype, Sizes sizes, std::uint64_t seed) {
    if (isComplex(dtype)) {
        sizes.push_back(2);
        return exampleTensor(realOf(dtype), std::move(sizes), seed).viewAsComplex();
    }
    const auto count = static_cast<std::size_t>(elementCount(sizes));
    if (!isFloating(dtype)) {
        Tensor out = Tensor::empty(DType::U8, sizes);
        auto* data = out.mutableData<std::uint8_t>();
        for (std::size_t i = 0; i < count; ++i) data[i] = static_cast<std::uint8_t>(word(seed, i) >> 63);
        return out.to(dtype);
    }
    Tensor out = Tensor::empty(DType::F32, std::move(sizes));
    auto* data = out.mutableData<float>();
    for (std::size_t i = 0; i < count; ++i) {
        // Box-Muller; 53 bits, and the +1 keeps the logarithm away from 0.
        const double u = static_cast<double>((word(seed, 2 * i) >> 11) + 1) * 0x1p-53;
        const double v = static_cast<double>(word(seed, 2 * i + 1) >> 11) * 0x1p-53;
        data[i] = static_cast<float>(std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v));
    }
    return out.to(dtype);
}

Result<TensorValue> parseTensorExpr(const Expr& expr, std::optional<std::uint64_t> seed) {
    const auto unknown = [&] {
        return fail(Code::Unsupported, "{}: '{}' is not a tensor value this reader knows", expr.at.text(), expr.source.substr(0, 60));
    };
    if (expr.kind != ExprKind::Call) return unknown();
    const Expr& callee = expr.items.front();
    if (callee.kind == ExprKind::Attribute && callee.text == "cuda" && expr.items.size() == 1) {
        WHITTLE_TRY(TensorValue out, parseTensorExpr(callee.items.front(), seed));
        if (out.type.device.type == "cpu") out.type.device = Device{"cuda", -1};
        return out;
    }
    const std::string_view name = callee.path();
    if (expr.items.size() < 2) return unknown();
    if (name == "torch.nn.Parameter" || name == "Parameter") return parseTensorExpr(expr.items[1], seed);
    TensorValue out;
    Device device;
    std::optional<DType> dtype;
    if (const Expr* given = expr.keyword("dtype")) {
        WHITTLE_TRY(dtype, parseDTypeExpr(*given));
    }
    if (const Expr* given = expr.keyword("device")) {
        WHITTLE_TRY(device, parseDeviceExpr(*given));
    }
    if (name == "tensor" || name == "torch.tensor") {
        WHITTLE_TRY(out.tensor, parseElements(expr.items[1], dtype));
        out.type = std::get<TensorType>(typeOf(Datum(out.tensor)));
    } else if (name == "torch.randn" || name == "torch.randint") {
        const Expr* size = name == "torch.randint" ? expr.keyword("size") : &expr.items[1];
        if (!size) return unknown();
        WHITTLE_TRY(Sizes sizes, parseSizesExpr(*size));
        out.random = true;
        out.type.dtype = dtype.value_or(name == "torch.randint" ? DType::I64 : DType::F32);
        out.type.sizes.assign(sizes.begin(), sizes.end());
        // randint(1, ...) is all zeros by its definition.
        if (seed) out.tensor = name == "torch.randint" ? Tensor::zeros(out.type.dtype, std::move(sizes))
                                                       : exampleTensor(out.type.dtype, std::move(sizes), *seed);
    } else {
        return unknown();
    }
    out.type.device = std::move(device);
    return out;
}

}  // namespace whittle::fx
