// What must hold for a recorded graph to be used again, as data: checked on every call, shown to people, searched and counted.
// Kinds, order and reasons follow PyTorch 2.6 (torch/_C/_dynamo/guards.cpp), so that people can compare.
#pragma once

#include "engine/capture/global_state.h"
#include "engine/capture/shape_env.h"
#include "engine/capture/source.h"

namespace whittle {

enum class GuardKind {
    DefaultDevice,
    GlobalState,
    TypeMatch,         ///< the class of a value
    TensorMatch,       ///< class, keys, dtype, requires_grad, rank, sizes, strides
    DynamicIndices,    ///< which dimensions the user marked
    NoTensorAliasing,  ///< all tensors read are different ones
    ObjectAliasing,    ///< two arguments are the same tensor
    EqualsMatch,       ///< a number or a string by value
    IdMatch,           ///< True, False, None
    LengthCheck,       ///< of a list
    DictLength,
    DictKeys,          ///< in order: who goes through a dict meets them so
    FloatIsNan,
    FloatIsNotNan,
    ShapeEnv,          ///< a condition on sizes
};
std::string_view guardKindName(GuardKind kind);  ///< "TENSOR_MATCH"

/// What a tensor must be like. A size or stride that may be anything is kAny.
struct TensorMatch {
    static constexpr std::int64_t kAny = -1;
    bool isParameter = false;
    DispatchKeys keys;
    DType dtype = DType::F32;
    int deviceIndex = -1;
    bool requiresGrad = false;
    Sizes sizes, strides;
};

struct Guard {
    GuardKind kind = GuardKind::TypeMatch;
    Source source;
    std::string text;  ///< "L['k'] == 3", the condition; of a tensor empty: its reasons say more
    std::variant<std::monostate, GlobalState, TensorMatch, CallValue, std::vector<int>, std::vector<Source>, std::size_t, SymCondition> want{};
    OriginRef cause;   ///< the line that needed it; null: that the value was used at all
    std::optional<std::size_t> node = {};  ///< of ShapeEnv: what asked, among the recording's nodes
};

/// One call, as guards see it.
struct GuardedCall {
    std::span<const CallValue> values;
    const GlobalState& state;
};

/// Whether a guard of the kind holds, as cheaply as can be: asked of every guard on every call. Of ShapeEnv always: GuardSet checks it.
using GuardCheck = bool (*)(const Guard& guard, const GuardedCall& call);
GuardCheck checkOf(GuardKind kind);
/// Nothing when the guard holds; else the reason, in PyTorch's words: "tensor 'L['x']' size mismatch at index 0. expected 4, actual 6".
std::optional<std::string> whyNot(const Guard& guard, const GuardedCall& call);
/// The value that the guard saw, for the log, a tensor's as wantedBy() has it: "f32, size [6, 8], stride [8, 1]", "4".
std::string seenBy(const Guard& guard, const GuardedCall& call);
/// What it asks for, in words: "f32, size [4, any], stride [8, 1]", "L['k'] == 3".
std::string wantedBy(const Guard& guard);

/// An integer that conditions on sizes speak of.
struct SizeSource {
    enum class Part { Value, Size, Stride };
    std::string name;  ///< "L['x'].size()[0]", "L['k']"
    Source source;
    Part part = Part::Size;
    int dim = 0;

    /// Nothing where the call has no such value.
    std::optional<std::int64_t> in(std::span<const CallValue> values) const;
};

}  // namespace whittle
