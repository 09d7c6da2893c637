#include "engine/ops/op_call.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace whittle {
namespace {

bool numberOf(const Type& type) { return asNumberType(type) != nullptr; }

// Whether one argument (not a list) can stand where the schema wants `kind`.
bool fits(const Arg& arg, ArgKind kind, const OpCall::TypeLookup& types) {
    const ValueId* value = arg.as<ValueId>();
    const bool isInt = arg.as<std::int64_t>() != nullptr;
    const bool isBool = arg.as<bool>() != nullptr;
    const bool isFloat = arg.as<double>() != nullptr;
    switch (kind) {
        case ArgKind::Tensor: return value && asTensorType(types(*value));
        case ArgKind::Scalar:
        case ArgKind::Float: return isInt || isFloat || isBool || (value && numberOf(types(*value)));
        case ArgKind::Int: return isInt || isBool || (value && numberOf(types(*value)));
        case ArgKind::Bool: return isBool || isInt || (value && numberOf(types(*value)));
        case ArgKind::String: return arg.as<std::string>();
        case ArgKind::DType: return arg.as<DType>();
        case ArgKind::Layout: return arg.as<Layout>();
        case ArgKind::Device: return arg.as<Device>();
        case ArgKind::MemoryFormat: return arg.as<MemoryFormat>();
        case ArgKind::Generator: return false;
        case ArgKind::Graph: return arg.as<GraphRef>();
        case ArgKind::Any: return true;
        case ArgKind::Dict: {
            const auto* entries = arg.as<Arg::List>();
            return entries && std::all_of(entries->begin(), entries->end(), [](const Arg& entry) {
                const auto* pair = entry.as<Arg::List>();
                return pair && pair->size() == 2 && (*pair)[0].as<std::string>();
            });
        }
    }
    return false;
}

bool fitsArg(const Arg& arg, const SchemaArg& schema, const OpCall::TypeLookup& types) {
    if (arg.isNone()) return schema.isOptional;
    if (!schema.isList) return fits(arg, schema.kind, types);
    const Arg::List* list = arg.as<Arg::List>();
    if (!list) return schema.listSize > 0 && fits(arg, schema.kind, types);
    return std::all_of(list->begin(), list->end(), [&](const Arg& item) {
        return item.isNone() ? schema.elementOptional : fits(item, schema.kind, types);
    });
}

}  // namespace

Result<OpCall> OpCall::bind(const OpDef& op, std::span<const NamedArg> args, TypeLookup types, Precision precision) {
    OpCall call;
    call.m_op = &op;
    call.m_schema = findSchema(op.name);
    call.m_types = std::move(types);
    call.m_precision = precision;
    call.m_args.resize(call.m_schema->args.size());
    std::vector<bool> given(call.m_schema->args.size(), false);
    for (const NamedArg& named : args) {
        const SchemaArg* wanted = call.m_schema->arg(named.name);
        if (!wanted) return fail(Code::Argument, "{} has no argument '{}'; its schema is {}", op.name, named.name, op.schema);
        const bool numberForTensor = op.numbersAsTensors && wanted->kind == ArgKind::Tensor && !wanted->isList &&
                                     fits(named.value, ArgKind::Scalar, call.m_types);
        if (!numberForTensor && !fitsArg(named.value, *wanted, call.m_types))
            return fail(Code::Argument, "argument '{}' of {} is of the wrong kind; its schema is {}", named.name, op.name,
                        op.schema);
        const auto at = static_cast<std::size_t>(wanted - call.m_schema->args.data());
        call.m_args[at] = named.value;
        given[at] = true;
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        const SchemaArg& wanted = call.m_schema->args[i];
        if (given[i]) continue;
        if (wanted.defaultValue) call.m_args[i] = *wanted.defaultValue;
        else if (!wanted.isOptional)
            return fail(Code::Argument, "{} needs argument '{}'; its schema is {}", op.name, wanted.name, op.schema);
    }
    for (const Arg& arg : call.m_args)
        forEachValue(arg, [&](ValueId id) {
            if (const TensorType* type = asTensorType(call.m_types(id))) call.m_tensors.push_back(type);
        });
    if (op.reference && !op.complex && call.isComplexCall())
        return fail(Code::Type, "\"{}\" not implemented for 'ComplexFloat' or 'ComplexDouble'; view_as_real gives the parts",
                    call.m_schema->name);
    return call;
}

bool OpCall::isComplexCall() const {
    const auto complexType = [](const TensorType* type) { return isComplex(type->dtype); };
    const auto complexArg = [](const Arg& arg) {
        const auto* dtype = arg.as<DType>();
        return dtype && isComplex(*dtype);
    };
    return std::any_of(m_tensors.begin(), m_tensors.end(), complexType) || std::any_of(m_args.begin(), m_args.end(), complexArg);
}

const Arg& OpCall::arg(std::string_view name) const {
    for (std::size_t i = 0; i < m_args.size(); ++i)
        if (m_schema->args[i].name == name) return m_args[i];
    fmt::print(stderr, "operator table: {} asks for an argument '{}' that its schema lacks\n", m_op->name, name);
    std::abort();  // a bug in the op's own file; ops_test runs every rule
}

const TensorType* OpCall::optionalType(std::string_view name) const {
    const ValueId* value = arg(name).as<ValueId>();
    return value ? asTensorType(m_types(*value)) : nullptr;
}

const TensorType& OpCall::type(std::string_view name) const { return *optionalType(name); }

std::vector<const TensorType*> OpCall::listTypes(std::string_view name) const {
    std::vector<const TensorType*> out;
    if (const Arg::List* list = arg(name).as<Arg::List>())
        for (const Arg& item : *list) {
            const ValueId* value = item.as<ValueId>();
            out.push_back(value ? asTensorType(m_types(*value)) : nullptr);
        }
    return out;
}

Type OpCall::typeOf(const Arg& item) const {
    if (const auto* value = item.as<ValueId>()) return m_types(*value);
    if (const auto* number = item.as<std::int64_t>()) return NumberType{NumberType::Kind::Int, *number};
    if (item.as<double>()) return NumberType{NumberType::Kind::Float, {}};
    if (item.as<bool>()) return NumberType{NumberType::Kind::Bool, {}};
    return {};
}

SymInt OpCall::argSymInt(const Arg& arg) const {
    if (const auto* value = arg.as<std::int64_t>()) return *value;
    if (const auto* value = arg.as<bool>()) return *value ? 1 : 0;
    if (const auto* value = arg.as<ValueId>())
        if (const NumberType* number = asNumberType(m_types(*value))) return number->expr;
    return 0;
}

SymInt OpCall::symInt(std::string_view name) const { return argSymInt(arg(name)); }

SymSizes OpCall::symInts(std::string_view name) const {
    const Arg& given = arg(name);
    const int wanted = m_schema->arg(name)->listSize;
    SymSizes out;
    if (const Arg::List* list = given.as<Arg::List>())
        for (const Arg& item : *list) out.push_back(argSymInt(item));
    else if (!given.isNone())
        out.push_back(argSymInt(given));
    if (out.size() == 1 && wanted > 1) out.resize(static_cast<std::size_t>(wanted), out[0]);
    return out;
}

Result<std::int64_t> OpCall::integer(std::string_view name) const {
    const SymInt value = symInt(name);
    if (const auto known = value.constant()) return *known;
    return fail(Code::Argument, "argument '{}' of {} is {}, a known integer is needed", name, m_op->name, value.text());
}

Result<std::vector<std::int64_t>> OpCall::integers(std::string_view name) const {
    std::vector<std::int64_t> out;
    for (const SymInt& value : symInts(name)) {
        const auto known = value.constant();
        if (!known)
            return fail(Code::Argument, "argument '{}' of {} holds {}, known integers are needed", name, m_op->name,
                        value.text());
        out.push_back(*known);
    }
    return out;
}

bool OpCall::isKnown(const Arg& arg) const {
    const auto* value = arg.as<ValueId>();
    const NumberType* number = value ? asNumberType(m_types(*value)) : nullptr;
    return !number || (number->kind == NumberType::Kind::Int && number->expr.constant());
}

std::optional<double> OpCall::knownNumber(std::string_view name) const { return isKnown(arg(name)) ? std::optional(number(name)) : std::nullopt; }

Result<void> OpCall::needKnown() const {
    if (m_unknown.empty()) return {};
    return fail(Code::Unsupported, "argument '{}' of {} is a number that only a run knows, and it is needed before", std::exchange(m_unknown, {}), m_op->name);
}

bool OpCall::flag(std::string_view name) const { return number(name) != 0; }

Scalar OpCall::scalar(std::string_view name) const {
    asking(name);
    const Arg& given = arg(name);
    if (const auto* value = given.as<double>()) return {Scalar::Category::Float, 0, *value};
    if (const auto* value = given.as<bool>()) return {Scalar::Category::Bool, *value, *value ? 1.0 : 0.0};
    const std::int64_t integer = argSymInt(given).constant().value_or(0);
    return {scalarCategory(name), integer, static_cast<double>(integer)};
}

double OpCall::number(std::string_view name) const { return scalar(name).real; }

Scalar::Category OpCall::scalarCategory(std::string_view name) const {
    const Arg& given = arg(name);
    if (given.as<double>()) return Scalar::Category::Float;
    if (given.as<bool>()) return Scalar::Category::Bool;
    if (const auto* value = given.as<ValueId>())
        if (const NumberType* number = asNumberType(m_types(*value))) {
            if (number->kind == NumberType::Kind::Float) return Scalar::Category::Float;
            if (number->kind == NumberType::Kind::Bool) return Scalar::Category::Bool;
        }
    return Scalar::Category::Int;
}

std::string_view OpCall::text(std::string_view name) const {
    const auto* value = arg(name).as<std::string>();
    return value ? std::string_view(*value) : std::string_view();
}

std::optional<DType> OpCall::dtype(std::string_view name) const {
    const auto* value = arg(name).as<DType>();
    if (!value) return std::nullopt;
    return m_precision == Precision::Float64 ? wideDType(*value) : *value;
}

Result<int> wrapDim(std::int64_t dim, int rank) {
    const int span = std::max(rank, 1);
    if (dim < -span || dim >= span)
        return fail(Code::Shape, "dim {} is outside rank {}: it must be from {} to {}", dim, rank, -span, span - 1);
    return static_cast<int>(dim < 0 ? dim + span : dim);
}

Result<int> OpCall::dim(std::string_view name, int rank) const {
    WHITTLE_TRY(const std::int64_t value, integer(name));
    return wrapDim(value, rank);
}

Result<std::vector<int>> OpCall::dims(std::string_view name, int rank) const {
    WHITTLE_TRY(const std::vector<std::int64_t> given, integers(name));
    std::vector<int> out;
    if (given.empty())
        for (int i = 0; i < rank; ++i) out.push_back(i);
    for (const std::int64_t value : given) {
        WHITTLE_TRY(const int wrapped, wrapDim(value, rank));
        if (std::find(out.begin(), out.end(), wrapped) != out.end())
            return fail(Code::Shape, "dim {} appears twice in argument '{}' of {}", wrapped, name, m_op->name);
        out.push_back(wrapped);
    }
    return out;
}

Result<Types> inferTypes(const OpDef& op, std::span<const NamedArg> args, OpCall::TypeLookup types, Precision precision) {
    if (!op.inferType)  // readers replace these; text of our own may still name one
        return fail(Code::Unsupported, "{} works in place, which no graph holds; write {} instead", op.name, op.functional);
    WHITTLE_TRY(const OpCall call, OpCall::bind(op, args, std::move(types), precision));
    Result<Types> out = op.inferType(call);
    WHITTLE_TRY_VOID(call.needKnown());  // first: what the rule refuses it may refuse for the 0 in its place
    return out;
}

}  // namespace whittle
