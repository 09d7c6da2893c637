#include "engine/formats/fx_import.h"

#include <algorithm>
#include <unordered_set>

#include "engine/formats/functional_form.h"
#include "engine/formats/fx_body_scan.h"
#include "engine/formats/fx_literals.h"
#include "engine/formats/fx_origin.h"
#include "engine/formats/fx_values.h"
#include "engine/formats/graph_import.h"
#include "engine/formats/positional_args.h"
#include "engine/formats/print_python.h"
#include "engine/ops/op_call.h"

namespace whittle::fx {
namespace {

/// What a Python name stands for while the body is read.
struct Tuple {
    std::vector<ValueId> values;
};
struct Nothing {};
struct GivenList {};  // a parameter that is a list: its elements become inputs where they are taken out
using Binding = std::variant<Nothing, ValueId, Arg, Tuple, GivenList>;  // an Arg is a literal or a graph

// A list or text is copied, and a graph gone through, wherever its name stands: a few lines of `a = [a, a]` could ask for any memory
// and time.
constexpr std::size_t kMaxCopied = 1'000'000;      // elements of lists, or as many bytes of text as they take
constexpr std::size_t kMaxInnerNodes = 1'000'000;  // of graphs inside graphs, each counted as often as it is named
constexpr int kMaxListDepth = 100;

constexpr std::string_view kWhereTypesComeFrom =
    "Open what print_readable() prints, or the fx_graph_readable.py of the same folder; or give the tensors with --inputs of `whittle`: a "
    "safetensors file with in.0, in.1, ... and the weights by name, as `whittle export MODEL.pt2 --to safetensors` writes";

class Importer {
public:
    explicit Importer(ForwardSource source) : m_source(std::move(source)) {}

    Result<Imported> run() {
        WHITTLE_TRY_VOID(read());
        m_scan = {};  // room for the graph
        m_names = {};
        WHITTLE_TRY(Graph graph, std::move(m_graph).build());
        return Imported{std::move(graph), std::move(m_notes)};
    }

private:
    Result<void> read() {
        if (m_source.module)
            for (const Class& inner : m_source.module->classes) m_classes.try_emplace(inner.name, &inner);
        WHITTLE_TRY(m_scan, scanBody(m_source.tokens, m_source.forward));
        m_graph.strides = Strides::Missing;  // annotations may leave them out, and rules do not tell them
        WHITTLE_TRY_VOID(inputs());
        m_comment = static_cast<std::size_t>(
            std::ranges::lower_bound(m_source.tokens.comments, m_source.forward.at.line, {}, &Comment::line) - m_source.tokens.comments.begin());
        Body body(m_source.tokens, m_source.forward);
        for (;;) {
            WHITTLE_TRY(m_line, body.nextLine());
            if (m_line.empty()) return fail(Code::Format, "{}: forward ends without a return", m_source.forward.at.text());
            for (const Stmt& stmt : m_line) {
                advanceOrigin(stmt.at.line);
                if (stmt.kind == StmtKind::Return) {
                    WHITTLE_TRY_VOID(returns(stmt.value));
                    addReturned();
                    return {};
                }
                m_now = &stmt;
                ++m_statement;
                WHITTLE_TRY_VOID(statement(stmt));
            }
        }
    }

    void advanceOrigin(int line) {
        for (; m_comment < m_source.tokens.comments.size() && m_source.tokens.comments[m_comment].line <= line; ++m_comment) {
            const std::string_view text = m_source.tokens.comments[m_comment].text;
            if (std::optional<Origin> parsed = parseOrigin(text)) m_origin = *std::move(parsed);
            else if (text.empty() || text.starts_with("No stacktrace found")) m_origin = Origin();
        }
    }
    OriginRef origin(const std::string& node) const {
        Origin out = m_origin;
        out.name = node;
        return std::make_shared<const Origin>(std::move(out));
    }

    // A weight: because the signature says so, or since the given tensors have a weight of that name.
    Result<void> sayWhatItIs(const Param& param, InputSpec& spec) const {
        if (spec.kind != InputKind::User || !m_source.inputs.empty()) return {};
        if (m_source.signature) {
            const auto said = m_source.signature->inputs.find(param.name);
            if (said == m_source.signature->inputs.end()) return {};
            spec.kind = said->second.kind;
            spec.target = said->second.target;
            spec.persistent = said->second.persistent;
        } else if (m_source.given && param.annotation) {
            Result<std::optional<InputSpec>> weight = m_source.given->weight(param.name);
            if (!weight) return std::unexpected(locate(param.at.text(), std::move(weight).error()));
            if (!*weight) return {};
            spec.kind = (*weight)->kind;
            spec.target = (*weight)->target;
        }
        return {};
    }

    // Compiled autograd passes all tensors as one list, and lists of other things that its graph need not read.
    bool isGivenList(const Param& param) const {
        if (param.annotation) return param.annotation->isName("list");
        return !m_source.given && m_scan.selections.contains(param.name);
    }

    Result<void> inputs() {
        const std::vector<Param> params = formals(m_source.forward, m_scan);
        if (!m_source.inputs.empty() && m_source.inputs.size() != params.size())
            return fail(Code::Format, "{}: forward has {} inputs, load_args gives {}", m_source.forward.at.text(), params.size(),
                        m_source.inputs.size());
        std::size_t users = 0;
        const bool hasList = std::any_of(params.begin(), params.end(), [this](const Param& param) { return isGivenList(param); });
        for (std::size_t i = 0; i < params.size(); ++i) {
            const Param& param = params[i];
            InputSpec spec;
            if (!m_source.inputs.empty()) spec = m_source.inputs[i];
            else if (const auto found = m_source.attributes.find(param.name); found != m_source.attributes.end())
                spec = found->second;
            WHITTLE_TRY_VOID(sayWhatItIs(param, spec));
            if (spec.kind == InputKind::User && m_source.given && m_source.given->lacks(param.name) && !m_scan.read.contains(param.name)) {
                // the second name of a tied weight, for one
                m_notes.push_back(fmt::format("input '{}' is left out: nothing reads it, and the file of inputs lacks it", param.name));
                continue;
            }
            if (param.annotation) {
                WHITTLE_TRY(std::optional<Type> annotated, parseAnnotation(*param.annotation));
                if (annotated) spec.type = *std::move(annotated);
            }
            if (spec.type.index() == 0) {
                if (isGivenList(param) || (hasList && !param.annotation && !m_scan.read.contains(param.name))) {
                    m_names[param.name] = GivenList{};
                    continue;
                }
                if (!m_source.given)
                    return fail(Code::Type, "{}: input '{}' has no type: it has no annotation such as \"f32[2, 3]\", and the file has "
                                "no load_args. {}", param.at.text(), param.name, kWhereTypesComeFrom);
                Result<InputSpec> given = m_source.given->parameter(param.name, users);
                if (!given) return std::unexpected(locate(param.at.text(), std::move(given).error()));
                spec = *std::move(given);
            }
            if (spec.kind == InputKind::User) ++users;
            GraphInput input{.kind = spec.kind, .target = std::move(spec.target), .data = std::move(spec.data), .persistent = spec.persistent};
            WHITTLE_TRY(const ValueId value, define(param.at.text(), param.name, std::move(spec.type)));
            m_graph.addInput(value, std::move(input));
            m_names[param.name] = value;
        }
        return {};
    }

    Result<void> statement(const Stmt& stmt) {
        if (stmt.kind == StmtKind::Augmented)
            return fail(Code::Unsupported, "{}: '{} {} ...' changes its operand in place in a graph above the ATen level; "
                        "capture the graph with torch.export or aot_autograd", stmt.at.text(), shown(stmt.targets[0]), stmt.op);
        if (stmt.kind == StmtKind::Declaration) return {};  // formals() took it
        if (stmt.kind == StmtKind::Expression) {
            if (stmt.value.kind == ExprKind::None || stmt.value.kind == ExprKind::String) return {};
            WHITTLE_TRY(const Binding ignored, evaluate(stmt.value, {}, nullptr));
            return {};
        }
        const bool tail = stmt.value.kind == ExprKind::None && !stmt.annotation &&
                          std::all_of(stmt.targets.begin(), stmt.targets.end(), [](const Expr& e) { return e.kind == ExprKind::Name; });
        if (tail) return {};  // a = b = None only ends lifetimes
        if (stmt.targets.size() != 1)
            return fail(Code::Format, "{}: one name is expected on the left", stmt.at.text());
        const Expr& target = stmt.targets[0];
        if (target.kind == ExprKind::Tuple) return unpack(stmt, target);
        if (target.kind == ExprKind::Subscript)
            return fail(Code::Unsupported, "{}: item assignment '{} = ...' is not supported; functionalise the graph first",
                        stmt.at.text(), shown(target));
        if (target.kind != ExprKind::Name)
            return fail(Code::Format, "{}: '{}' cannot be assigned to", target.at.text(), shown(target));
        WHITTLE_TRY(Binding value, evaluate(stmt.value, target.text, &stmt));
        m_names[target.text] = std::move(value);
        return {};
    }

    // x, = fx_pytree.tree_flatten_spec(...): the names are the parameters already.
    Result<void> unpack(const Stmt& stmt, const Expr& target) {
        if (!isFlatten(stmt)) return fail(Code::Unsupported, "{}: unpacking a tuple into names is not supported", stmt.at.text());
        for (const Expr& name : target.items)
            if (name.kind != ExprKind::Name || !m_names.contains(name.text))
                return fail(Code::Format, "{}: '{}' is not an input of forward", name.at.text(), shown(name));
        return {};
    }

    // The right-hand side of an assignment to `name` (empty: a statement of its own).
    Result<Binding> evaluate(const Expr& expr, const std::string& name, const Stmt* stmt) {
        switch (expr.kind) {
            case ExprKind::Call: return call(expr, name, stmt);
            case ExprKind::Binary: return binary(expr, name, stmt);
            case ExprKind::Subscript: return select(expr, name, stmt);
            case ExprKind::Dotted:
                if (expr.text.starts_with("self.")) return attribute(expr.at, expr.text.substr(5), name, stmt);
                if (const auto [object, member] = method(expr.text); object && saysType(name, stmt))
                    return addNode(expr, "torch.Tensor." + member, {{"arg0", Arg(*object)}}, name, stmt);
                break;
            case ExprKind::Name:
                if (const auto found = m_names.find(expr.text); found != m_names.end()) {
                    WHITTLE_TRY_VOID(countCopy(expr, found->second));
                    return found->second;
                }
                break;
            case ExprKind::Unary:
                if (expr.items[0].kind == ExprKind::Name && m_names.contains(expr.items[0].text)) return unary(expr, name, stmt);
                break;
            default: break;
        }
        WHITTLE_TRY(Arg literal, argument(expr));
        return Binding(std::move(literal));
    }

    // `x: "f32[2]" = inputs[0]`.
    Result<Binding> elementOfList(const Expr& expr, const std::string& name, const Stmt* stmt) {
        std::optional<Type> type;
        if (stmt && stmt->annotation) {
            WHITTLE_TRY(type, parseAnnotation(*stmt->annotation));
        }
        if (!type) return fail(Code::Type, "{}: '{}' has no type: an annotation such as \"f32[2, 3]\" is expected", expr.at.text(), shown(expr));
        WHITTLE_TRY(const ValueId value, define(expr.at.text(), name, *std::move(type)));
        m_graph.addInput(value, GraphInput{.value = value});
        return Binding(value);
    }

    // `x[:, 0]`: what is no operand is kept as its text, for people.
    Result<Arg> indexArgument(const Expr& expr) {
        const bool isSlice = expr.kind == ExprKind::Slice || (expr.kind == ExprKind::Call && expr.items[0].isName("slice"));
        if (isSlice || expr.kind == ExprKind::Ellipsis) return Arg(std::string(expr.source));
        if (expr.kind != ExprKind::Tuple) return argument(expr);
        Arg::List list;
        for (const Expr& item : expr.items) {
            WHITTLE_TRY(Arg value, indexArgument(item));
            list.push_back(std::move(value));
        }
        return Arg(std::move(list));
    }

    Result<Binding> select(const Expr& expr, const std::string& name, const Stmt* stmt) {
        const Expr& base = expr.items[0];
        const auto found = base.kind == ExprKind::Name ? m_names.find(base.text) : m_names.end();
        if (found == m_names.end()) return undefinedName(base);
        if (std::holds_alternative<GivenList>(found->second)) return elementOfList(expr, name, stmt);
        const Tuple* tuple = std::get_if<Tuple>(&found->second);
        if (!tuple && saysType(name, stmt)) {
            WHITTLE_TRY(Arg of, argument(base));
            WHITTLE_TRY(Arg at, indexArgument(expr.items[1]));
            return addNode(expr, "torch.Tensor.__getitem__", {{"arg0", std::move(of)}, {"arg1", std::move(at)}}, name, stmt);
        }
        if (!tuple)
            return fail(Code::Unsupported, "{}: indexing the tensor '{}' with [...] belongs to a graph above the ATen level; "
                        "capture it with torch.export or aot_autograd", expr.at.text(), shown(base));
        const Expr& index = expr.items[1];
        const auto count = static_cast<std::int64_t>(tuple->values.size());
        if (index.kind != ExprKind::Int || index.integer < -count || index.integer >= count)
            return fail(Code::Format, "{}: '{}' has {} results, [{}] is none of them", index.at.text(), base.text, count, shown(index));
        return Binding(tuple->values[static_cast<std::size_t>(index.integer < 0 ? index.integer + count : index.integer)]);
    }

    Result<Binding> attribute(Position at, const std::string& path, const std::string& name, const Stmt* stmt) {
        if (const auto inner = m_classes.find(path); inner != m_classes.end()) return innerGraph(at, *inner->second);
        if (m_source.depth > 0)
            return fail(Code::Unsupported, "{}: 'self.{}' in a graph inside another is neither a graph nor an operand; weights have to be "
                        "passed as operands", at.text(), path.substr(0, 80));
        if (const auto known = m_attributes.find(path); known != m_attributes.end()) return Binding(known->second);
        if (m_scan.graphOperands.contains(name))
            return fail(Code::Unsupported, "{}: the graph 'self.{}' is not in this text; open what print_readable() prints, which has "
                        "the graphs inside operators too", at.text(), path.substr(0, 80));
        InputSpec spec;
        spec.kind = InputKind::Parameter;
        if (const auto found = m_source.attributes.find(path); found != m_source.attributes.end()) spec = found->second;
        if (stmt && stmt->annotation) {
            WHITTLE_TRY(std::optional<Type> annotated, parseAnnotation(*stmt->annotation));
            if (annotated) spec.type = *std::move(annotated);
        }
        if (spec.type.index() == 0) {
            if (!m_source.given)
                return fail(Code::Type, "{}: attribute 'self.{}' has no type: no annotation says it and __init__ does not register it. {}",
                            at.text(), path.substr(0, 80), kWhereTypesComeFrom);
            Result<InputSpec> given = m_source.given->attribute(path);
            if (!given) return std::unexpected(locate(at.text(), std::move(given).error()));
            spec = *std::move(given);
        }
        GraphInput input{.kind = spec.kind, .target = path, .data = std::move(spec.data)};
        WHITTLE_TRY(const ValueId value, define(at.text(), name, std::move(spec.type)));
        m_graph.addInput(value, std::move(input));
        m_attributes.emplace(path, value);
        return Binding(value);
    }

    // A nested class, read once: names and statements of its own, symbols shared.
    Result<Binding> innerGraph(Position at, const Class& module) {
        if (const auto known = m_inner.find(module.name); known != m_inner.end()) return Binding(Arg(known->second));
        const auto forward = std::find_if(module.functions.begin(), module.functions.end(), [](const Function& f) { return f.name == "forward"; });
        if (forward == module.functions.end()) return fail(Code::Format, "{}: class '{}' has no forward", module.at.text(), module.name);
        if (m_source.depth >= kMaxGraphDepth)
            return fail(Code::Limit, "{}: graphs are nested deeper than {} levels", module.at.text(), kMaxGraphDepth);
        Importer inside({.forward = *forward, .module = &module, .tokens = m_source.tokens, .inputs = {}, .attributes = {},
                         .depth = m_source.depth + 1});
        inside.m_graph.name = module.name;
        WHITTLE_TRY_VOID(inside.read());
        std::move(inside.m_notes.begin(), inside.m_notes.end(), std::back_inserter(m_notes));
        Result<GraphRef> graph = std::move(inside.m_graph).buildInner(m_graph);
        if (!graph) return std::unexpected(locate(at.text(), std::move(graph).error()));
        m_inner.emplace(module.name, *graph);
        m_nodesOf[graph->get()] = (*graph)->nodes().size() + inside.m_innerNodes;
        return Binding(Arg(*std::move(graph)));
    }

    Result<Binding> call(const Expr& expr, const std::string& name, const Stmt* stmt) {
        const Expr& callee = expr.items.front();
        const std::string_view path = callee.path();
        const std::string at = expr.at.text();
        if (path == "getattr" && expr.items.size() == 3 && expr.items[1].isName("self") && expr.items[2].kind == ExprKind::String)
            return attribute(expr.at, expr.items[2].text, name, stmt);
        if (path == "getattr" && expr.items.size() == 3 && expr.items[1].path().starts_with("self.") && expr.items[2].kind == ExprKind::String)
            return attribute(expr.at, fmt::format("{}.{}", expr.items[1].path().substr(5), expr.items[2].text), name, stmt);
        if (path.starts_with("torch.ops.higher_order.")) return higherOrderCall(expr, std::string(path.substr(10)), name, stmt);
        if (path.starts_with("torch.ops.")) {
            std::string op(path.substr(10));
            const auto dots = std::count(op.begin(), op.end(), '.');
            if (dots == 1) op += ".default";
            if (dots < 1 || dots > 2) return fail(Code::Format, "{}: '{}' is not NAMESPACE.OPERATOR.OVERLOAD", at, op);
            return operatorCall(expr, op, name, stmt);
        }
        if (findOp(path) || path.starts_with("torch.sym_") || path.starts_with("math."))
            return operatorCall(expr, std::string(path), name, stmt);
        if (path == "float" || path == "device" || path == "torch.device") {
            WHITTLE_TRY(Arg literal, argument(expr));
            return Binding(std::move(literal));
        }
        if (path.starts_with("self."))
            if (const auto inner = m_classes.find(path.substr(5)); inner != m_classes.end()) return moduleCall(expr, *inner->second, name);
        if (path.starts_with("self.") && saysType(name, stmt)) return torchCall(expr, {}, "torch.call_module", name, stmt, std::string(path.substr(5)));
        const auto [object, member] = method(path);
        const std::string_view root = path.substr(0, path.find('.'));
        const bool isFunction = !path.empty() && root != "self" && !m_names.contains(std::string(root));
        if ((object || isFunction) && saysType(name, stmt)) return torchCall(expr, object, object ? "torch.Tensor." + member : std::string(path), name, stmt);
        const std::string_view kind = root == "self"                               ? "module"
                                      : m_names.contains(std::string(root))        ? "method"
                                      : path.empty()                               ? "expression"
                                                                                   : "function";
        return fail(Code::Unsupported, "{}: the call of {} '{}' belongs to a graph above the ATen level, which has to be lowered "
                    "first; capture it with torch.export or aot_autograd", at, kind, shown(callee));
    }

    // Whether the text says what a call of this name gives, or that nothing uses it.
    bool saysType(const std::string& name, const Stmt* stmt) const {
        if (!stmt || name.empty()) return false;
        if (stmt->annotation) return true;
        const auto selected = m_scan.selections.find(name);
        const bool annotated = selected != m_scan.selections.end() &&
                               std::ranges::all_of(selected->second, [](const auto& row) { return row.second.annotation.has_value(); });
        return annotated || (selected == m_scan.selections.end() && freedAtOnce(name));
    }

    // "x.view" of a value x.
    std::pair<std::optional<ValueId>, std::string> method(std::string_view path) const {
        const std::size_t dot = path.find('.');
        if (dot == path.npos || path.find('.', dot + 1) != path.npos) return {};
        const auto found = m_names.find(std::string(path.substr(0, dot)));
        if (found == m_names.end()) return {};
        const ValueId* value = std::get_if<ValueId>(&found->second);
        return value ? std::pair(std::optional(*value), std::string(path.substr(dot + 1))) : std::pair<std::optional<ValueId>, std::string>();
    }

    Result<Binding> torchCall(const Expr& expr, std::optional<ValueId> object, const std::string& op, const std::string& name, const Stmt* stmt,
                              std::string module = {}) {
        std::vector<NamedArg> args;
        std::unordered_set<std::string> given;
        if (!module.empty()) args.push_back({"module", Arg(std::move(module))});
        if (object) args.push_back({"arg0", Arg(*object)});
        for (std::size_t i = 1; i < expr.items.size(); ++i) {
            const std::size_t position = i - 1;
            std::string argName = position < expr.positionalCount() ? fmt::format("arg{}", args.size()) : expr.keywords[position - expr.positionalCount()];
            if (!given.insert(argName).second) return fail(Code::Argument, "{}: argument '{}' is given twice", expr.items[i].at.text(), argName);
            WHITTLE_TRY(Arg value, argument(expr.items[i]));
            args.push_back({std::move(argName), std::move(value)});
        }
        return addNode(expr, op, std::move(args), name, stmt);
    }

    // A graph that was split calls its parts, whose own results say the types.
    Result<Binding> moduleCall(const Expr& expr, const Class& module, const std::string& name) {
        const std::string at = expr.at.text();
        WHITTLE_TRY(Binding inner, innerGraph(expr.at, module));
        const GraphRef graph = *std::get<Arg>(inner).as<GraphRef>();
        m_innerNodes += m_nodesOf.at(graph.get());
        if (m_innerNodes > kMaxInnerNodes)
            return fail(Code::Limit, "{}: the graphs inside operators have more than {} nodes, each counted as often as it is named", at, kMaxInnerNodes);
        std::vector<NamedArg> args{{"graph", Arg(graph)}};
        for (std::size_t i = 1; i < expr.items.size(); ++i) {
            WHITTLE_TRY(Arg value, argument(expr.items[i]));
            args.push_back({fmt::format("arg{}", i - 1), std::move(value)});
        }
        std::vector<ValueId> outputs;
        const auto selections = m_scan.selections.find(name);
        for (const GraphOutput& output : graph->outputs()) {
            const ValueId* value = output.value.as<ValueId>();
            if (!value) return fail(Code::Unsupported, "{}: '{}' gives something that is no value", at, module.name);
            const bool isTuple = graph->outputs().size() > 1;
            std::string wanted = isTuple ? fmt::format("{}.{}", name, outputs.size()) : name;
            if (isTuple && selections != m_scan.selections.end())
                if (const auto chosen = selections->second.find(static_cast<std::int64_t>(outputs.size())); chosen != selections->second.end())
                    wanted = chosen->second.name;
            WHITTLE_TRY(const ValueId id, define(at, wanted.empty() ? fmt::format("unnamed_{}", m_statement) : wanted, Type(graph->type(*value))));
            outputs.push_back(id);
        }
        m_graph.addNode({.name = name, .op = "torch.call_module", .args = std::move(args), .outputs = outputs, .origin = origin(name)});
        if (outputs.size() == 1) return Binding(outputs.front());
        return Binding(Tuple{std::move(outputs)});
    }

    Result<Binding> higherOrderCall(const Expr& expr, const std::string& op, const std::string& name, const Stmt* stmt) {
        const Schema* schema = findSchema(op);
        if (!schema) return operatorCall(expr, op, name, stmt);
        std::vector<Arg> positional;
        for (std::size_t i = 1; i <= expr.positionalCount(); ++i) {
            WHITTLE_TRY(Arg value, expr.items[i].kind == ExprKind::Dict ? dictArgument(expr.items[i]) : argument(expr.items[i]));
            positional.push_back(std::move(value));
        }
        Result<std::vector<NamedArg>> args = namePositional(*schema, std::move(positional));
        if (!args) return std::unexpected(locate(expr.at.text(), std::move(args).error()));
        for (std::size_t i = 0; i < expr.keywords.size(); ++i) {
            const Expr& item = expr.items[1 + expr.positionalCount() + i];
            if (!schema->arg(expr.keywords[i]))
                return fail(Code::Argument, "{}: {} has no argument '{}'", item.at.text(), op, expr.keywords[i]);
            if (std::any_of(args->begin(), args->end(), [&](const NamedArg& a) { return a.name == expr.keywords[i]; }))
                return fail(Code::Argument, "{}: argument '{}' is given twice", item.at.text(), expr.keywords[i]);
            WHITTLE_TRY(Arg value, item.kind == ExprKind::Dict ? dictArgument(item) : argument(item));
            args->push_back({expr.keywords[i], std::move(value)});
        }
        std::sort(args->begin(), args->end(), [&](const NamedArg& a, const NamedArg& b) { return schema->arg(a.name) < schema->arg(b.name); });
        return addNode(expr, op, *std::move(args), name, stmt);
    }

    // {'KEY': value}, as a list of [key, value].
    Result<Arg> dictArgument(const Expr& expr) {
        Arg::List entries;
        for (std::size_t i = 0; i + 1 < expr.items.size(); i += 2) {
            WHITTLE_TRY(Arg key, argument(expr.items[i]));
            WHITTLE_TRY(Arg value, argument(expr.items[i + 1]));
            entries.push_back(Arg(Arg::List{std::move(key), std::move(value)}));
        }
        return Arg(std::move(entries));
    }

    Result<Binding> binary(const Expr& expr, const std::string& name, const Stmt* stmt) {
        const auto words = py::operatorWords();
        const auto row = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.text == expr.text; });
        if (row == words.end()) return fail(Code::Unsupported, "{}: operator '{}' is not supported", expr.at.text(), expr.text);
        WHITTLE_TRY(Arg left, argument(expr.items[0]));
        WHITTLE_TRY(Arg right, argument(expr.items[1]));
        const bool isTensor = holdsTensor(left) || holdsTensor(right);
        if (isTensor && saysType(name, stmt))
            return addNode(expr, fmt::format("torch.Tensor.__{}__", row->op.substr(row->op.rfind('.') + 1)), {{"arg0", std::move(left)}, {"arg1", std::move(right)}}, name, stmt);
        if (isTensor)
            return fail(Code::Unsupported, "{}: '{}' on tensors belongs to a graph above the ATen level, which has to be lowered first; "
                        "capture it with torch.export or aot_autograd", expr.at.text(), expr.text);
        return addNode(expr, std::string(row->op), {{"a", std::move(left)}, {"b", std::move(right)}}, name, stmt);
    }

    // -s0 is the only unary operator that symbol arithmetic prints; as 0 - s0 it needs no operator of its own.
    Result<Binding> unary(const Expr& expr, const std::string& name, const Stmt* stmt) {
        WHITTLE_TRY(Arg operand, argument(expr.items[0]));
        if (holdsTensor(operand) && saysType(name, stmt))
            return addNode(expr, expr.text == "-" ? "torch.Tensor.__neg__" : "torch.Tensor.__invert__", {{"arg0", std::move(operand)}}, name, stmt);
        if (holdsTensor(operand) || expr.text != "-")
            return fail(Code::Unsupported, "{}: '{}' on '{}' belongs to a graph above the ATen level", expr.at.text(), expr.text,
                        shown(expr.items[0]));
        return addNode(expr, "_operator.sub", {{"a", Arg(0)}, {"b", std::move(operand)}}, name, stmt);
    }

    bool holdsTensor(const Arg& arg) const {
        const ValueId* value = arg.as<ValueId>();
        return value && asTensorType(m_graph.type(*value));
    }

    // Arguments by the schema's names; those of an unknown operator are called arg0, arg1, ...
    Result<Binding> operatorCall(const Expr& expr, const std::string& op, const std::string& name, const Stmt* stmt) {
        const Schema* schema = findSchema(op);
        const std::size_t positionals = expr.positionalCount();
        const OpDef* stores = schema ? nullptr : operatorOfOut(op, expr.keywords, positionals);
        if (stores) schema = findSchema(stores->name);
        std::vector<NamedArg> args;
        std::unordered_set<std::string> given;
        for (std::size_t i = 1; i < expr.items.size(); ++i) {
            const Expr& item = expr.items[i];
            const std::size_t position = i - 1;
            const bool positional = position < expr.positionalCount();
            std::string argName;
            if (!positional) {
                argName = expr.keywords[position - expr.positionalCount()];
            } else if (!schema) {
                argName = fmt::format("arg{}", position);
            } else {
                if (position >= schema->args.size() || schema->args[position].keywordOnly)
                    return fail(Code::Argument, "{}: {} takes at most {} positional arguments", item.at.text(), op,
                                std::count_if(schema->args.begin(), schema->args.end(), [](const SchemaArg& a) { return !a.keywordOnly; }));
                argName = schema->args[position].name;
            }
            const SchemaArg* wanted = schema ? schema->arg(argName) : nullptr;
            if (schema && !stores && !wanted) return fail(Code::Argument, "{}: {} has no argument '{}'", item.at.text(), op, argName);
            if (!given.insert(argName).second)
                return fail(Code::Argument, "{}: argument '{}' is given twice", item.at.text(), argName);
            WHITTLE_TRY(Arg value, wanted && wanted->kind == ArgKind::Device && item.kind == ExprKind::String
                                       ? deviceArgument(item)
                                       : argument(item));
            args.push_back({std::move(argName), std::move(value)});
        }
        if (schema && !stores)  // keyword arguments may stand in any order; nodes keep the schema's
            std::sort(args.begin(), args.end(),
                      [&](const NamedArg& a, const NamedArg& b) { return schema->arg(a.name) < schema->arg(b.name); });
        return addNode(expr, op, std::move(args), name, stmt);
    }

    // Types of a node's outputs: what the annotations say, else what the operator's rule gives.
    Result<Binding> addNode(const Expr& expr, const std::string& op, std::vector<NamedArg> args, const std::string& name,
                            const Stmt* stmt) {
        const std::string at = expr.at.text();
        const OpDef* def = findOp(op);
        std::vector<std::string> argNames;
        for (const NamedArg& arg : args) {
            argNames.push_back(arg.name);
            forEachGraph(arg.value, [&](const GraphRef& inner) { m_innerNodes += m_nodesOf.at(inner.get()); });
        }
        if (m_innerNodes > kMaxInnerNodes)
            return fail(Code::Limit, "{}: the graphs inside operators have more than {} nodes, each counted as often as it is named", at, kMaxInnerNodes);
        const OpDef* stores = def ? nullptr : operatorOfOut(op, argNames);
        const Schema* schema = findSchema(stores ? stores->name : op);
        const auto selections = m_scan.selections.find(name);
        const bool selected = selections != m_scan.selections.end();
        const bool isTuple = schema ? schema->returns.size() > 1 || (schema->returns.size() == 1 && schema->returns[0].isList)
                                    : selected && !(stmt && stmt->annotation);
        WHITTLE_TRY(const Annotations annotated, annotationsOf(isTuple, selected ? &selections->second : nullptr, stmt));

        const auto lookup = [this](ValueId id) -> const Type& {
            const auto viewed = m_viewed.find(id);
            return viewed == m_viewed.end() ? m_graph.type(id) : viewed->second;
        };
        const Result<std::optional<FunctionalForm>> writes = functionalForm(op, args, schema ? schema->returns.size() : 1);
        if (!writes) return std::unexpected(locate(at, writes.error()));
        Types types;
        if (def || *writes) {
            Result<Types> inferred = *writes ? resultTypes(**writes, lookup) : inferTypes(*def, args, lookup);
            if (inferred) {
                types = *std::move(inferred);
                if (*writes && alwaysView((*writes)->op) && !types.empty())
                    for (const ValueId id : (*writes)->written) m_viewed[id] = types.front();
            } else if (schema && annotated.complete(isTuple ? schema->returns.size() : 1) && !annotated.types.empty()) {
                m_notes.push_back(fmt::format("{}: '{}' keeps its annotated type, since {}", at, name, inferred.error().message));
                types.resize(static_cast<std::size_t>(annotated.types.rbegin()->first) + 1);
            } else {
                return std::unexpected(locate(at, std::move(inferred).error()));
            }
        } else if (annotated.types.empty()) {
            if (!name.empty() && !freedAtOnce(name))
                return fail(Code::Unsupported, "{}: operator {} is not supported, and no annotation of '{}' says its type", at, op, name);
        } else {
            types.resize(static_cast<std::size_t>(annotated.types.rbegin()->first) + 1);
        }
        for (const auto& [index, type] : annotated.types) {
            if (static_cast<std::size_t>(index) >= types.size())
                return fail(Code::Format, "{}: {} gives {} results, result {} is used", at, op, types.size(), index);
            types[static_cast<std::size_t>(index)] = type;
        }

        std::vector<std::string> outputNames;
        if (isTuple)
            for (std::size_t i = 0; i < types.size(); ++i) {
                // FX numbers its names, so "pair_1" may be another node's: an unread result gets a name FX never makes.
                outputNames.push_back(fmt::format("{}.{}", name.empty() ? "v" : name, i));
                if (!selected) continue;
                const auto chosen = selections->second.find(static_cast<std::int64_t>(i));
                if (chosen != selections->second.end()) outputNames.back() = chosen->second.name;
            }
        std::vector<ValueId> outputs;
        for (std::size_t i = 0; i < types.size(); ++i) {
            const std::string& wanted = isTuple ? outputNames[i] : name;
            WHITTLE_TRY(const ValueId output, define(at, wanted.empty() ? fmt::format("unnamed_{}", m_statement) : wanted, std::move(types[i])));
            outputs.push_back(output);
        }
        m_graph.addNode({.name = name, .op = op, .args = std::move(args), .outputs = outputs, .origin = origin(name)});
        if (isTuple) return Binding(Tuple{std::move(outputs)});
        if (outputs.empty()) return Binding(Nothing{});
        return Binding(outputs.front());
    }

    // A new value, with its symbols declared. PyTorch makes no symbol for a size of 0 or 1, so a size symbol is at
    // least 2; one that depends on data ("u0") can be 0.
    Result<ValueId> define(const std::string& at, const std::string& name, Type type) {
        const auto declare = [this](const SymInt& expr) {
            for (const std::string& symbol : expr.symbols()) m_graph.symbols.try_emplace(symbol, SymbolInfo{.min = symbol.starts_with("u") ? 0 : 2});
        };
        if (const TensorType* tensor = asTensorType(type)) {
            for (const SymInt& size : tensor->sizes) declare(size);
            for (const SymInt& stride : tensor->strides) declare(stride);
        } else if (const NumberType* number = asNumberType(type)) {
            declare(number->expr);
        }
        Result<ValueId> value = m_graph.define(name, std::move(type));
        if (!value) return std::unexpected(locate(at, std::move(value).error()));
        return value;
    }

    static Error locate(const std::string& at, Error error) {
        error.message = fmt::format("{}: {}", at, error.message);
        return error;
    }

    // `x = op(...);  x = None`: the result is never used.
    bool freedAtOnce(const std::string& name) const {
        const auto rest = std::ranges::subrange(m_line.begin() + (m_now - m_line.data()) + 1, m_line.end());
        return std::ranges::any_of(rest, [&](const Stmt& stmt) {
            return stmt.value.kind == ExprKind::None && std::ranges::any_of(stmt.targets, [&](const Expr& target) { return target.text == name; });
        });
    }

    Result<void> countCopy(const Expr& expr, const Binding& bound) {
        Extent extent;
        if (const auto* literal = std::get_if<Arg>(&bound)) extent = extentOf(*literal);
        if (const auto* tuple = std::get_if<Tuple>(&bound)) extent.elements = tuple->values.size();
        m_copied += extent.elements;
        if (extent.depth > kMaxListDepth)
            return fail(Code::Limit, "{}: '{}' is a list nested deeper than {} levels", expr.at.text(), expr.text, kMaxListDepth);
        if (m_copied > kMaxCopied)
            return fail(Code::Limit, "{}: the lists and texts that names stand for have more than {} elements altogether", expr.at.text(), kMaxCopied);
        return {};
    }

    Result<Arg> argument(const Expr& expr) {
        if (expr.kind == ExprKind::List || expr.kind == ExprKind::Tuple) {
            Arg::List list;
            for (const Expr& item : expr.items) {
                WHITTLE_TRY(Arg value, argument(item));
                list.push_back(std::move(value));
            }
            return Arg(std::move(list));
        }
        if (expr.kind == ExprKind::Name && m_names.contains(expr.text)) return nameArgument(expr);
        if (expr.kind == ExprKind::Dotted && expr.text.starts_with("self.")) {
            WHITTLE_TRY(const Binding bound, attribute(expr.at, expr.text.substr(5), expr.text.substr(expr.text.rfind('.') + 1), nullptr));
            if (const auto* value = std::get_if<ValueId>(&bound)) return Arg(*value);
            return std::get<Arg>(bound);
        }
        if (expr.kind == ExprKind::Unary && expr.items[0].kind == ExprKind::Name && m_names.contains(expr.items[0].text))  // a value called inf
            return fail(Code::Unsupported, "{}: '{}' cannot be an argument of a node", expr.at.text(), shown(expr));
        return literalArgument(expr);
    }

    Result<Arg> nameArgument(const Expr& expr) {
        const Binding& bound = m_names.at(expr.text);
        WHITTLE_TRY_VOID(countCopy(expr, bound));
        if (const auto* value = std::get_if<ValueId>(&bound)) return Arg(*value);
        if (const auto* literal = std::get_if<Arg>(&bound)) return *literal;
        if (const auto* tuple = std::get_if<Tuple>(&bound)) {
            Arg::List list;  // a Tensor[] passed on whole
            for (const ValueId value : tuple->values) list.emplace_back(value);
            return Arg(std::move(list));
        }
        return fail(Code::Format, "{}: '{}' has no value", expr.at.text(), expr.text);
    }

    // Outputs are the leaves of whatever nest of tuples, lists and dicts is returned.
    Result<void> returns(const Expr& expr) {
        if (expr.kind == ExprKind::Call && expr.items[0].path() == "pytree.tree_unflatten" && expr.items.size() >= 2)
            return returns(expr.items[1]);
        if (expr.kind == ExprKind::Tuple || expr.kind == ExprKind::List) {
            for (const Expr& item : expr.items) WHITTLE_TRY_VOID(returns(item));
            return {};
        }
        if (expr.kind == ExprKind::Dict) {
            for (std::size_t i = 1; i < expr.items.size(); i += 2) WHITTLE_TRY_VOID(returns(expr.items[i]));
            return {};
        }
        WHITTLE_TRY(Arg value, argument(expr));
        if (Arg::List* list = std::get_if<Arg::List>(&value.value)) {
            for (Arg& item : *list) m_returned.push_back({.value = std::move(item)});
        } else {
            m_returned.push_back({.value = std::move(value)});
        }
        return {};
    }

    void addReturned() {
        if (m_source.signature) {
            const std::vector<Signature::Output>& said = m_source.signature->outputs;
            if (said.size() != m_returned.size())
                m_notes.push_back(fmt::format("the graph signature lists {} outputs and forward returns {}: all are taken as the user's", said.size(),
                                              m_returned.size()));
            else
                for (std::size_t i = 0; i < said.size(); ++i) {
                    m_returned[i].kind = said[i].kind;
                    m_returned[i].target = said[i].target;
                }
        }
        for (GraphOutput& output : m_returned) m_graph.addOutput(std::move(output));
    }

    const ForwardSource m_source;
    BodyScan m_scan;
    GraphImport m_graph;
    std::vector<std::string> m_notes;
    std::vector<GraphOutput> m_returned;
    std::unordered_map<std::string, Binding> m_names;
    std::unordered_map<std::string, ValueId> m_attributes;
    std::unordered_map<ValueId, Type> m_viewed;  // what transpose_ and its like made of a value
    std::unordered_map<std::string, GraphRef> m_inner;  // by class name
    std::unordered_map<std::string_view, const Class*> m_classes;
    std::unordered_map<const Graph*, std::size_t> m_nodesOf;    // an inner graph's nodes and those of the graphs inside it
    std::size_t m_innerNodes = 0;
    std::size_t m_copied = 0;
    Origin m_origin;
    std::size_t m_comment = 0;
    std::size_t m_statement = 0;
    std::vector<Stmt> m_line;     // the statements of the line that is read
    const Stmt* m_now = nullptr;  // the one of them
};

}  // namespace

Result<Imported> importForward(const ForwardSource& source) { return Importer(source).run(); }

}  // namespace whittle::fx
