#include "engine/formats/export_argument.h"

#include "engine/formats/export_meta.h"

namespace whittle {
namespace {

template <class Convert>
Result<Arg> listOf(const Json& json, Convert convert) {
    WHITTLE_TRY_VOID(asArray(json, "the argument"));
    Arg::List out;
    for (const Json& element : json) {
        WHITTLE_TRY(Arg arg, convert(element));
        out.push_back(std::move(arg));
    }
    return Arg(std::move(out));
}

Result<Arg> intArg(const Json& json) {
    WHITTLE_TRY(const std::int64_t value, asInt(json, "the argument"));
    return Arg(value);
}
Result<Arg> floatArg(const Json& json) {
    WHITTLE_TRY(const double value, asFloat(json, "the argument"));
    return Arg(value);
}
Result<Arg> boolArg(const Json& json) {
    WHITTLE_TRY(const bool value, asBool(json, "the argument"));
    return Arg(value);
}
Result<Arg> stringArg(const Json& json) {
    WHITTLE_TRY(std::string value, asString(json, "the argument"));
    return Arg(std::move(value));
}
template <auto convert>
Result<Arg> numberedArg(const Json& json) {
    WHITTLE_TRY(const std::int64_t number, asInt(json, "the argument"));
    WHITTLE_TRY(auto value, convert(number));
    return Arg(std::move(value));
}
Result<Arg> deviceArg(const Json& json) {
    WHITTLE_TRY(Device device, exportDevice(json));
    return Arg(std::move(device));
}

Result<Arg> valueNamed(const ArgumentScope& scope, const Json& json) {
    WHITTLE_TRY(const std::string name, stringField(json, "name"));
    WHITTLE_TRY(const ValueId slot, scope.value(name));
    return Arg(slot);
}

struct ArgumentKinds {
    using Read = Result<Arg> (*)(const ArgumentScope&, const Json&);
    template <Result<Arg> (*convert)(const Json&)>
    static Result<Arg> plain(const ArgumentScope&, const Json& json) { return convert(json); }
    template <Result<Arg> (*convert)(const Json&)>
    static Result<Arg> list(const ArgumentScope&, const Json& json) { return listOf(json, convert); }
    template <Result<Arg> (*convert)(const Json&)>
    static Result<Arg> lists(const ArgumentScope&, const Json& json) {
        return listOf(json, [](const Json& inner) { return listOf(inner, convert); });
    }
    static Result<Arg> none(const ArgumentScope&, const Json&) { return Arg(); }
    static Result<Arg> value(const ArgumentScope& in, const Json& json) { return valueNamed(in, json); }
    static Result<Arg> values(const ArgumentScope& in, const Json& json) {
        return listOf(json, [&](const Json& element) { return valueNamed(in, element); });
    }
    static Result<Arg> nestedValues(const ArgumentScope& in, const Json& json) {
        return listOf(json, [&](const Json& element) { return values(in, element); });
    }
    static Result<Arg> optional(const ArgumentScope& in, const Json& json) {
        WHITTLE_TRY(const Tagged tagged, exportUnion(json, "an optional tensor"));
        if (tagged.tag == "as_none") return Arg();
        return valueNamed(in, *tagged.value);
    }
    static Result<Arg> optionals(const ArgumentScope& in, const Json& json) {
        return listOf(json, [&](const Json& element) { return optional(in, element); });
    }
    // {"as_name": n} or {"as_int": 3} / {"as_float": ...} / {"as_bool": ...}
    static Result<Arg> symbolic(const ArgumentScope& in, const Json& json) {
        WHITTLE_TRY(const Tagged tagged, exportUnion(json, "a symbolic number"));
        if (tagged.tag == "as_int") return intArg(*tagged.value);
        if (tagged.tag == "as_float") return floatArg(*tagged.value);
        if (tagged.tag == "as_bool") return boolArg(*tagged.value);
        if (tagged.tag != "as_name") return fail(Code::Format, "a symbolic number of kind '{}'", tagged.tag);
        WHITTLE_TRY(const std::string name, asString(*tagged.value, "'as_name'"));
        WHITTLE_TRY(const ValueId slot, in.value(name));
        return Arg(slot);
    }
    static Result<Arg> symbolics(const ArgumentScope& in, const Json& json) {
        return listOf(json, [&](const Json& element) { return symbolic(in, element); });
    }
    static Result<Arg> subgraph(const ArgumentScope& in, const Json& json) { return in.graph(json); }
    template <auto& what>
    static Result<Arg> refused(const ArgumentScope&, const Json&) {
        return fail(Code::Unsupported, "it is {}, which is not supported", what);
    }
    static constexpr char kObject[] = "a script object (as_custom_obj)", kOperator[] = "an operator as a value (as_operator)",
                          kComplex[] = "a complex number (as_complex)", kDict[] = "a dict (as_string_to_argument)";

    struct Row {
        std::string_view tag;
        Read read;
    };
    static constexpr Row kRows[] = {
        {"as_none", none},
        {"as_tensor", value},
        {"as_tensors", values},
        {"as_optional_tensor", optional},
        {"as_optional_tensors", optionals},
        {"as_nested_tensors", nestedValues},
        {"as_int", plain<intArg>},
        {"as_ints", list<intArg>},
        {"as_int_lists", lists<intArg>},
        {"as_float", plain<floatArg>},
        {"as_floats", list<floatArg>},
        {"as_float_lists", lists<floatArg>},
        {"as_bool", plain<boolArg>},
        {"as_bools", list<boolArg>},
        {"as_string", plain<stringArg>},
        {"as_strings", list<stringArg>},
        {"as_sym_int", symbolic},
        {"as_sym_ints", symbolics},
        {"as_sym_float", symbolic},
        {"as_sym_floats", symbolics},
        {"as_sym_bool", symbolic},
        {"as_sym_bools", symbolics},
        {"as_scalar_type", plain<numberedArg<exportDType>>},
        {"as_memory_format", plain<numberedArg<exportMemoryFormat>>},
        {"as_layout", plain<numberedArg<exportLayout>>},
        {"as_device", plain<deviceArg>},
        {"as_graph", subgraph},
        {"as_custom_obj", refused<kObject>},
        {"as_operator", refused<kOperator>},
        {"as_complex", refused<kComplex>},
        {"as_string_to_argument", refused<kDict>},
    };
};

}  // namespace

Result<Arg> exportArgument(const Json& json, const ArgumentScope& scope) {
    WHITTLE_TRY(const Tagged tagged, exportUnion(json, "an argument"));
    for (const ArgumentKinds::Row& row : ArgumentKinds::kRows)
        if (row.tag == tagged.tag) return row.read(scope, *tagged.value);
    return fail(Code::Unsupported, "an argument of the unknown kind '{}'", tagged.tag);
}

}  // namespace whittle
