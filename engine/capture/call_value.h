// What a compiled function is called with: tensors with all that guards look at, Python-like scalars and strings, None, and lists and
// dicts of these.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/ir/type.h"
#include "engine/tensor/tensor.h"

namespace whittle {

/// What the user said about a dimension of a tensor, as torch._dynamo.mark_dynamic and its relatives.
struct DimMark {
    enum class Kind {
        None,
        Dynamic,       ///< symbolic from the first compile, an error when the program needs one value
        MaybeDynamic,  ///< symbolic, may become one value
        Static,        ///< one value, whatever earlier calls had
        Unbacked,      ///< symbolic without a value: nothing may be decided by it, 0 and 1 are like any other
    };
    Kind kind = Kind::None;
    std::optional<std::int64_t> min, max;  ///< of Dynamic
    friend bool operator==(const DimMark&, const DimMark&) = default;
};

/// A tensor argument. The same object given twice is one tensor given twice (aliasing).
struct TensorArg {
    DType dtype = DType::F32;
    Sizes sizes, strides;
    Device device;
    bool requiresGrad = false;
    bool isParameter = false;   ///< torch.nn.Parameter: sizes are never symbolic
    Tensor data;                ///< undefined on device meta
    std::vector<DimMark> marks; ///< one a dimension, or none at all

    DimMark mark(int dim) const { return marks.empty() ? DimMark{} : marks[static_cast<std::size_t>(dim)]; }
    /// Errors: Shape for a dimension outside the rank.
    Result<void> setMark(int dim, DimMark mark);
    /// Its type, and behind it what is not as usual: "f32[4,8]", "f32[4,8] stride 1,4 device meta requires_grad dynamic 0 min 2".
    std::string text() const;
};
using TensorRef = std::shared_ptr<const TensorArg>;

TensorArg tensorArg(Tensor data);
/// On device meta: sizes without data. Strides row-major where none are given.
TensorArg metaTensorArg(DType dtype, Sizes sizes, Sizes strides = {});

struct CallValue {
    using List = std::vector<CallValue>;
    using Dict = std::vector<std::pair<std::string, CallValue>>;  // in the order given
    std::variant<std::monostate, bool, std::int64_t, double, std::string, TensorRef, List, Dict> value;

    CallValue() = default;
    CallValue(bool v) : value(v) {}                    // NOLINT: an argument is any of these
    CallValue(int v) : value(std::int64_t{v}) {}       // NOLINT
    CallValue(std::int64_t v) : value(v) {}            // NOLINT
    CallValue(double v) : value(v) {}                  // NOLINT
    CallValue(std::string v) : value(std::move(v)) {}  // NOLINT
    CallValue(const char* v) : value(std::string(v)) {}  // NOLINT
    CallValue(TensorRef v) : value(std::move(v)) {}    // NOLINT: never null
    CallValue(Tensor v) : value(std::make_shared<const TensorArg>(tensorArg(std::move(v)))) {}  // NOLINT
    CallValue(List v) : value(std::move(v)) {}         // NOLINT
    CallValue(Dict v) : value(std::move(v)) {}         // NOLINT

    template <class T>
    const T* as() const { return std::get_if<T>(&value); }
    const TensorArg* tensor() const {
        const TensorRef* ref = as<TensorRef>();
        return ref ? ref->get() : nullptr;
    }
    /// Python's name of its class: "NoneType", "bool", "int", "torch.Tensor", "torch.nn.parameter.Parameter".
    std::string typeName() const;
    std::string text() const;  ///< "f32[4,8] dynamic 0", "3", "'add'", "[1, 2]"
};

}  // namespace whittle
