#include "engine/capture/variable.h"

#include <algorithm>

#include "engine/capture/recorder.h"

namespace whittle {
namespace {

std::shared_ptr<Cell> constantCell(decltype(Cell::state) state) {
    auto cell = std::make_shared<Cell>();
    cell->state = std::move(state);
    return cell;
}

FunctionRecorder* recorderOf(const Variable& variable) { return variable.cell() ? variable.cell()->recorder : nullptr; }

const Cell& cellOf(const Variable& variable) {
    static const Cell kNone;
    if (!variable.cell()) return kNone;
    FunctionRecorder* recorder = variable.cell()->recorder;
    return recorder ? recorder->resolve(variable) : *variable.cell();
}

[[noreturn]] void refuse(std::string_view what) { FunctionRecorder::leave(Error{Code::Type, fmt::format("{}", what), {}}); }

template <class T>
const T& expect(const Variable& variable, std::string_view what) {
    const T* held = cellOf(variable).as<T>();
    if (!held) refuse(fmt::format("expected {}", what));
    return *held;
}

struct ArithmeticOp {
    std::string_view op;  // of tensors
    SymInt (*integers)(const SymInt&, const SymInt&);
    double (*floats)(double, double);
};

double floorDivided(double a, double b) { return std::floor(a / b); }
double pythonMod(double a, double b) { return a - b * std::floor(a / b); }

constexpr ArithmeticOp kAdd{"aten.add.Tensor", [](const SymInt& a, const SymInt& b) { return a + b; }, [](double a, double b) { return a + b; }};
constexpr ArithmeticOp kSub{"aten.sub.Tensor", [](const SymInt& a, const SymInt& b) { return a - b; }, [](double a, double b) { return a - b; }};
constexpr ArithmeticOp kMul{"aten.mul.Tensor", [](const SymInt& a, const SymInt& b) { return a * b; }, [](double a, double b) { return a * b; }};
constexpr ArithmeticOp kDiv{"aten.div.Tensor", nullptr, [](double a, double b) { return a / b; }};
constexpr ArithmeticOp kFloorDiv{"aten.floor_divide.default", [](const SymInt& a, const SymInt& b) { return floorDiv(a, b); }, floorDivided};
constexpr ArithmeticOp kMod{"aten.remainder.Tensor", [](const SymInt& a, const SymInt& b) { return mod(a, b); }, pythonMod};

// The number as Python's float would be; a symbolic one is needed as it is.
std::optional<double> floatOf(const Variable& variable) {
    const Cell& cell = cellOf(variable);
    if (const double* v = cell.as<double>()) return *v;
    if (const bool* v = cell.as<bool>()) return *v ? 1.0 : 0.0;
    if (cell.as<NumberCell>()) return recorderOf(variable)->numberOf(variable);
    if (const SymInt* v = cell.as<SymInt>())
        return v->isConstant() ? static_cast<double>(v->constantTerm()) : static_cast<double>(recorderOf(variable)->specialize(variable));
    return std::nullopt;
}

std::optional<SymInt> integerOf(const Cell& cell) {
    if (const SymInt* v = cell.as<SymInt>()) return *v;
    if (const bool* v = cell.as<bool>()) return SymInt(*v ? 1 : 0);
    return std::nullopt;
}

FunctionRecorder* either(const Variable& a, const Variable& b) { return recorderOf(a) ? recorderOf(a) : recorderOf(b); }

// The recorder has to know it: a size may outlive the part of the function that it is a size of.
Variable variableOf(FunctionRecorder* recorder, decltype(Cell::state) state) {
    return recorder ? recorder->made({std::move(state)}) : Variable(constantCell(std::move(state)));
}

Variable arithmetic(const ArithmeticOp& op, const Variable& a, const Variable& b) {
    const Cell &x = cellOf(a), &y = cellOf(b);
    FunctionRecorder* recorder = either(a, b);
    if (x.as<TensorCell>() || y.as<TensorCell>()) {
        // PyTorch's operators take the tensor first; 1 - x is rsub.
        if (x.as<TensorCell>()) return recorder->call(op.op, {{"self", a}, {"other", b}});
        if (op.op == kAdd.op || op.op == kMul.op) return recorder->call(op.op, {{"self", b}, {"other", a}});
        if (op.op == kSub.op) return recorder->call("aten.rsub.Scalar", {{"self", b}, {"other", a}});
        if (op.op == kDiv.op) return recorder->call("aten.mul.Tensor", {{"self", recorder->call("aten.reciprocal.default", {{"self", b}})}, {"other", a}});
        refuse("this operation takes the tensor first");
    }
    const auto i = integerOf(x), k = integerOf(y);
    if (i && k && op.integers) {
        SymInt result = op.integers(*i, *k);
        if (result == SymInt::overflow()) FunctionRecorder::leave(Error{Code::Limit, "an integer leaves 64 bits", {}});
        return variableOf(recorder, std::move(result));
    }
    const auto u = floatOf(a), v = floatOf(b);
    if (!u || !v) refuse("numbers or tensors are needed for arithmetic");
    return variableOf(recorder, op.floats(*u, *v));
}

struct ComparisonOp {
    std::string_view op;  // "aten.lt"
    SymRelation relation;
};

// a < b is b > a.
ComparisonOp mirrored(const ComparisonOp& op) {
    switch (op.relation) {
        case SymRelation::Lt: return {"aten.gt", SymRelation::Gt};
        case SymRelation::Le: return {"aten.ge", SymRelation::Ge};
        case SymRelation::Gt: return {"aten.lt", SymRelation::Lt};
        case SymRelation::Ge: return {"aten.le", SymRelation::Le};
        default: return op;
    }
}

Variable compare(const ComparisonOp& op, const Variable& a, const Variable& b) {
    const Cell &x = cellOf(a), &y = cellOf(b);
    FunctionRecorder* recorder = either(a, b);
    if (x.as<TensorCell>()) return recorder->call(fmt::format("{}.{}", op.op, y.as<TensorCell>() ? "Tensor" : "Scalar"), {{"self", a}, {"other", b}});
    if (y.as<TensorCell>()) return compare(mirrored(op), b, a);
    if (x.as<SymCondition>() || y.as<SymCondition>())
        return compare(op, x.as<SymCondition>() ? Variable(recorder->truth(a)) : a, y.as<SymCondition>() ? Variable(recorder->truth(b)) : b);
    const auto i = integerOf(x), k = integerOf(y);
    if (i && k) {
        const SymCondition condition = SymCondition::of(*i, op.relation, *k);
        if (const auto known = condition.constant()) return variableOf(recorder, *known);
        return variableOf(recorder, condition);
    }
    const bool equality = op.relation == SymRelation::Eq || op.relation == SymRelation::Ne;
    const auto u = floatOf(a), v = floatOf(b);
    if (u && v) {
        const bool less = *u < *v, same = *u == *v;
        switch (op.relation) {
            case SymRelation::Eq: return same;
            case SymRelation::Ne: return !same;
            case SymRelation::Lt: return less;
            case SymRelation::Le: return less || same;
            case SymRelation::Gt: return *u > *v;
            case SymRelation::Ge: return *u >= *v;
        }
    }
    const std::string *s = x.as<std::string>(), *t = y.as<std::string>();
    if (equality && s && t) return (*s == *t) == (op.relation == SymRelation::Eq);
    const auto* p = x.as<std::vector<Variable>>();
    const auto* q = y.as<std::vector<Variable>>();
    if (equality && p && q) {  // such as two shapes: item by item, up to the first difference
        bool same = p->size() == q->size();
        for (std::size_t n = 0; same && n < p->size(); ++n) same = static_cast<bool>((*p)[n] == (*q)[n]);
        return same == (op.relation == SymRelation::Eq);
    }
    const bool none = x.as<std::monostate>() || y.as<std::monostate>();
    const bool other = x.state.index() != y.state.index();  // of another class: never equal
    const auto isPlain = [](const Cell& cell) { return cell.as<std::string>() || cell.as<std::vector<Variable>>() || cell.as<DictCell>() || cell.as<SymInt>() || cell.as<double>() || cell.as<bool>(); };
    if (equality && (none || (other && isPlain(x) && isPlain(y)))) return !other == (op.relation == SymRelation::Eq);
    refuse("these values cannot be compared");
}

}  // namespace

Variable::Variable(bool v) : m_cell(constantCell(v)) {}
Variable::Variable(int v) : m_cell(constantCell(SymInt(v))) {}
Variable::Variable(std::int64_t v) : m_cell(constantCell(SymInt(v))) {}
Variable::Variable(double v) : m_cell(constantCell(v)) {}
Variable::Variable(const char* v) : m_cell(constantCell(std::string(v))) {}
Variable::Variable(std::vector<Variable> v) {
    FunctionRecorder* recorder = nullptr;
    for (const Variable& item : v)
        if (FunctionRecorder* own = recorderOf(item)) recorder = own;
    m_cell = constantCell(std::move(v));
    m_cell->recorder = recorder;
}

Variable Variable::literal(const Arg& arg) {
    if (arg.isNone()) return {};
    if (const bool* v = arg.as<bool>()) return *v;
    if (const auto* v = arg.as<std::int64_t>()) return *v;
    if (const double* v = arg.as<double>()) return *v;
    if (const auto* v = arg.as<std::string>()) return v->c_str();
    return Variable(constantCell(arg));
}

Variable Variable::graph(GraphCell graph) { return Variable(constantCell(std::move(graph))); }

bool Variable::isNone() const { return cellOf(*this).as<std::monostate>() != nullptr; }
bool Variable::isTensor() const { return cellOf(*this).as<TensorCell>() != nullptr; }
int Variable::rank() const { return expect<TensorCell>(*this, "a tensor").type.rank(); }
DType Variable::dtype() const { return expect<TensorCell>(*this, "a tensor").type.dtype; }

Variable Variable::size(int dim) const {
    const TensorType& type = expect<TensorCell>(*this, "a tensor").type;
    const auto axis = wrapDim(dim, type.rank());
    if (!axis) FunctionRecorder::leave(axis.error());
    return variableOf(recorderOf(*this), type.sizes[static_cast<std::size_t>(*axis)]);
}

std::vector<Variable> Variable::sizes() const {
    std::vector<Variable> out;
    for (int i = 0; i < rank(); ++i) out.push_back(size(i));
    return out;
}

Variable Variable::numel() const { return variableOf(recorderOf(*this), expect<TensorCell>(*this, "a tensor").type.numel()); }

Variable Variable::item() const {
    expect<TensorCell>(*this, "a tensor");
    return recorderOf(*this)->item(*this);
}

std::size_t Variable::length() const {
    const Cell& cell = cellOf(*this);
    if (const auto* list = cell.as<std::vector<Variable>>()) return list->size();
    if (const auto* dict = cell.as<DictCell>()) return dict->size();
    return expect<std::string>(*this, "a list, a dict or a string").size();
}

Variable Variable::operator[](std::size_t index) const {
    const auto& list = expect<std::vector<Variable>>(*this, "a list");
    if (index >= list.size()) FunctionRecorder::leave(Error{Code::Argument, fmt::format("list index {} out of range ({} items)", index, list.size()), {}});
    return list[index];
}

Variable Variable::at(std::string_view key) const {
    for (const auto& [name, value] : expect<DictCell>(*this, "a dict"))
        if (name == key) return value;
    FunctionRecorder::leave(Error{Code::NotFound, fmt::format("the dict has no key '{}'", key), {}});
}

std::string Variable::text() const { return expect<std::string>(*this, "a string"); }

Variable::operator bool() const {
    const Cell& cell = cellOf(*this);
    if (const bool* v = cell.as<bool>()) return *v;
    if (const double* v = cell.as<double>()) return *v != 0;
    if (const std::string* v = cell.as<std::string>()) return !v->empty();
    if (cell.as<std::monostate>()) return false;
    if (const auto* v = cell.as<std::vector<Variable>>()) return !v->empty();
    if (const auto* v = cell.as<DictCell>()) return !v->empty();
    if (cell.as<Arg>() || cell.as<GraphCell>()) refuse("a dtype, device, layout or graph has no truth");
    if (const auto* v = cell.as<SymInt>(); v && v->isConstant()) return v->constantTerm() != 0;
    return recorderOf(*this)->truth(*this);
}

Variable operator+(const Variable& a, const Variable& b) { return arithmetic(kAdd, a, b); }
Variable operator-(const Variable& a, const Variable& b) { return arithmetic(kSub, a, b); }
Variable operator*(const Variable& a, const Variable& b) { return arithmetic(kMul, a, b); }
Variable operator/(const Variable& a, const Variable& b) { return arithmetic(kDiv, a, b); }
Variable floorDiv(const Variable& a, const Variable& b) { return arithmetic(kFloorDiv, a, b); }
Variable operator%(const Variable& a, const Variable& b) { return arithmetic(kMod, a, b); }
Variable operator==(const Variable& a, const Variable& b) { return compare({"aten.eq", SymRelation::Eq}, a, b); }
Variable operator!=(const Variable& a, const Variable& b) { return compare({"aten.ne", SymRelation::Ne}, a, b); }
Variable operator<(const Variable& a, const Variable& b) { return compare({"aten.lt", SymRelation::Lt}, a, b); }
Variable operator<=(const Variable& a, const Variable& b) { return compare({"aten.le", SymRelation::Le}, a, b); }
Variable operator>(const Variable& a, const Variable& b) { return compare({"aten.gt", SymRelation::Gt}, a, b); }
Variable operator>=(const Variable& a, const Variable& b) { return compare({"aten.ge", SymRelation::Ge}, a, b); }

}  // namespace whittle
