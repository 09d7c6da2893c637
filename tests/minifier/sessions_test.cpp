// Whole reductions by oracles that look at a candidate, as their journals tell them: what is asked in which order, and what
// it leads to. Together they cover every edit and every pass.
#include <fstream>
#include <regex>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/ir/text.h"
#include "engine/ops/check.h"
#include "tests/minifier/fake.h"
#include "tests/support/golden.h"

using namespace whittle;
using namespace whittle::test;

namespace {

Predicate unless(std::function<bool(const Graph&)> fails) {
    return [=](const Graph& graph) -> std::optional<Failure> { return fails(graph) ? std::optional(boom()) : std::nullopt; };
}

const Node* find(const Graph& graph, std::string_view op) {
    const auto found = std::ranges::find(graph.nodes(), op, &Node::op);
    return found == graph.nodes().end() ? nullptr : &*found;
}

// Also inside the graphs of nodes.
bool hasAnywhere(const Graph& graph, std::string_view op) {
    bool found = hasOp(graph, op);
    for (const Node& node : graph.nodes())
        for (const NamedArg& arg : node.args) forEachGraph(arg.value, [&](const GraphRef& inner) { found = found || hasAnywhere(*inner, op); });
    return found;
}

bool allOf(const Graph& graph, std::initializer_list<std::string_view> ops) {
    return std::ranges::all_of(ops, [&](std::string_view op) { return hasOp(graph, op); });
}

struct Session {
    const char* name;
    const char* graph;  // its body
    Predicate fails;
};

// In file order; what a symbol is comes from its hint.
std::vector<Session> sessions() {
    return {
        {"branch",
         " input %x : f32[2,3]\n input %p : bool[]\n %a = aten.neg.default(%x) : f32[2,3]\n"
         " %b = higher_order.cond(%p, graph @yes {\n  input %a : f32[2,3]\n  %n = aten.neg.default(%a) : f32[2,3]\n  %t = aten.tanh.default(%n) : f32[2,3]\n  return %t\n },"
         " graph @no {\n  input %a : f32[2,3]\n  return %a\n }, [%a]) : f32[2,3]\n return %b\n",
         unless([](const Graph& graph) { return hasAnywhere(graph, "aten.tanh.default"); })},
        {"symbols",
         " symbol s0 in [2, 16] hint 4\n input %x : f32[s0,3]\n input %y : f32[2*s0]\n %n = aten.neg.default(%y) : f32[2*s0]\n"
         " %t = aten.tanh.default(%x) : f32[s0,3]\n return %n, %t\n",
         unless([](const Graph& graph) { return allOf(graph, {"aten.neg.default", "aten.tanh.default"}) && !graph.symbols.empty(); })},
        {"plain",
         " input %x : f64[4,6]\n %r = aten.relu.default(%x) : f64[4,6]\n %p = aten.permute.default(%r, [1, 0]) : f64[6,4]\n"
         " %e = aten.exp.default(%p) : f64[6,4]\n return %e\n",
         needsPath("aten.relu.default", "aten.exp.default")},
        {"any_value",
         " input %x : f32[2,3]\n %s = aten.sigmoid.default(%x) : f32[2,3]\n %e = aten.exp.default(%s) : f32[2,3]\n return %e\n",
         unless([](const Graph& graph) {
             const Node* exp = find(graph, "aten.exp.default");
             return exp && graph.value(exp->inputs()[0]).producer.valid();
         })},
        {"weights",
         " param %w : f32[2,3] = \"w\"\n input %x : f32[2,3]\n input %unread : f32[2,3]\n %a = aten.sub.Tensor(%x, %w, alpha=3) : f32[2,3]\n %m = aten.sum.dim_IntList(%a, [1], true) : f32[2,1]\n return %m\n",
         unless([](const Graph& graph) {
             const Node* sub = find(graph, "aten.sub.Tensor");
             return sub && hasOp(graph, "aten.sum.dim_IntList") && graph.type(sub->output()) == Type(TensorType{DType::F32, {2, 3}, {}, {}});
         })},
        {"one_element",
         " input %x : f32[4]\n %r = aten.relu.default(%x) : f32[4]\n return %r\n",
         unless([](const Graph& graph) {
             const Tensor* tensor = graph.inputs().empty() ? nullptr : asTensor(graph.inputs()[0].data);
             constexpr Index kThird[] = {2};
             return tensor && tensor->sizes() == Sizes{4} && hasOp(graph, "aten.relu.default") && tensor->at(kThird) > 2;  // no zero, no one, not the third of counted numbers
         })},
        {"outputs",
         " input %x : f32[2]\n input %y : f32[2]\n %a = aten.add.Tensor(%x, %y) : f32[2]\n %r = aten.relu.default(%a) : f32[2]\n %e = aten.exp.default(%r) : f32[2]\n return %r, %e, %a\n",
         unless([](const Graph& graph) { return needsPath("aten.add.Tensor", "aten.exp.default")(graph).has_value() && hasOp(graph, "aten.relu.default"); })},
        {"twice", " input %x : f32[2]\n %r = aten.relu.default(%x) : f32[2]\n return %r, %r, %r\n", unless([](const Graph& graph) { return graph.outputs().size() > 1; })},
        {"layout",
         " input %x : f32[2,3]{1,2}\n input %y : f32[2,3]{1,2}\n %a = aten.sub.Tensor(%x, %y) : f32[2,3]{1,2}\n return %a\n",
         unless([](const Graph& graph) {  // of the second operand
             const Node* sub = find(graph, "aten.sub.Tensor");
             const TensorType* type = sub && sub->inputs().size() == 2 ? asTensorType(graph.type(sub->inputs()[1])) : nullptr;
             return type && !type->strides.empty() && graph.inputs().size() == 2;
         })},
        {"parts",
         " input %x : f32[2,4]\n input %t : f32[2,4]\n %k = aten.kl_div.default(%x, %t) : f32[]\n %n = aten.neg.default(%k) : f32[]\n return %n\n",
         unless([](const Graph& graph) { return hasOp(graph, "aten.kl_div.default") || hasOp(graph, "aten.xlogy.Tensor"); })},
    };
}

Graph graphOf(const Session& session) {
    auto graph = parseGraph(fmt::format("whittle 1\ngraph @{} {{\n{}}}\n", session.name, session.graph), findSchema);
    if (!graph) qFatal("%s: %s", session.name, graph.error().describe().c_str());
    std::vector<GraphInput> inputs(graph->inputs().begin(), graph->inputs().end());
    float next = 0.5f;
    for (const GraphInput& input : inputs) {
        const TensorType& type = *asTensorType(graph->type(input.value));
        Sizes sizes;
        for (const SymInt& size : type.sizes) sizes.push_back(*size.evaluate([&](std::string_view name) { return graph->symbols.at(std::string(name)).hint; }));
        std::vector<float> elements(static_cast<std::size_t>(elementCount(sizes)));
        for (float& element : elements) element = next += 0.625f;
        graph->setInputData(input.value, Tensor::of<float>(elements, sizes).to(type.dtype));
    }
    return *std::move(graph);
}

// One of each kind of edit, and how a journal's words tell that kind from all others.
const std::vector<std::pair<Edit, const char*>>& kinds() {
    static const std::vector<std::pair<Edit, const char*>> all{
        {CutAfter{}, "cut after .*"},
        {MakeInputs{{ValueId()}}, "make inputs of .*"},
        {KeepNodes{{NodeId()}}, "(remove|keep only) .*"},
        {ReplaceUses{}, "replace .* by .*"},
        {DropInputs{{ValueId()}}, "drop inputs .*"},
        {KeepOutputs{{0}}, "keep outputs .*"},
        {InlineBranch{}, "inline .*"},
        {ResizeDims{{DimRef{}}, 1, false}, "resize dim .*"},
        {ResizeSymbol{"s0", 1}, "resize [su][0-9]+ to .*"},
        {FixSymbol{"s0"}, "fix .*"},
        {DropRange{"s0"}, "drop the range of .*"},
        {ChangeDType{DType::F64, DType::F32, {ValueId()}, false}, "make [a-z0-9]+ [a-z0-9]+: .*"},
        {DropDims{{DimRef{}}}, "drop dim .*"},
        {ConvertOperand{}, "make ('|node #).* of .*"},
        {FillResult{}, "fill ('|node #).* with .*"},
        {FillInputs{{ValueId()}, Fill::Zeros}, "fill (%|value #).* with .*"},
        {WeightsToInputs{{ValueId()}}, "make plain inputs of .*"},
        {SetElements{ValueId(), 0, 1, 0, false}, "set (all but )?elements .*"},
        {SetArgument{NodeId(), "dim", {}}, "(leave out|set (?!(all but )?elements )).*"},
        {SimplifySize{"2*s0", "s0"}, "simplify .* to .*"},
        {KeepPart{}, "keep part .*"},
        {PlainLayout{{ValueId()}}, "lay out .*"},
    };
    return all;
}

}  // namespace

class SessionsTest : public QObject {
    Q_OBJECT
private:
    static std::vector<std::string> goldenLines() {
        std::vector<std::string> lines;
        for (const Session& session : sessions()) {
            std::ifstream in(golden(fileOf(session.name)));
            for (std::string line; std::getline(in, line);) lines.push_back(line);
        }
        return lines;
    }
    static std::string fileOf(std::string_view session) { return fmt::format("minify/{}.jsonl", session); }
    static std::string withoutTimes(const std::filesystem::path& journal) {
        std::ifstream in(journal);
        std::string text;
        for (std::string line; std::getline(in, line);) {
            auto entry = nlohmann::ordered_json::parse(line);
            for (const char* key : {"ms", "at"}) entry.erase(key);
            text += entry.dump() + "\n";
        }
        return text;
    }

private slots:
    void journals_data() {
        QTest::addColumn<int>("index");
        const auto all = sessions();
        for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name) << static_cast<int>(i);
    }
    void journals() {
        QFETCH(int, index);
        const Session session = sessions()[static_cast<std::size_t>(index)];
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        FakeOracle oracle(session.fails);
        const auto result = minify(graphOf(session), oracle, {.outputFolder = path}, {}, {});
        VERIFY_OK(result);
        QVERIFY2(result->oneMinimal, result->note.c_str());
        const std::string journal = withoutTimes(path / "journal.jsonl");
        std::string accepted;  // the cache answers some of it, of which a journal says nothing
        for (const HistoryPoint& point : result->history.curve())
            if (!point.pass.empty()) accepted += nlohmann::ordered_json{{"accepted", point.candidate}, {"phase", point.pass}, {"edit", point.edit}, {"nodes", point.nodes}}.dump() + "\n";
        const std::string end = accepted + nlohmann::ordered_json{{"result", *readFile(path / "repro.wtl")}}.dump() + "\n";
        COMPARE_GOLDEN(fileOf(session.name), journal + end);
    }
    void words_tell_kinds_apart() {
        QCOMPARE(kinds().size(), std::variant_size_v<Edit>);
        const Graph none;
        for (std::size_t i = 0; i < kinds().size(); ++i) {
            QCOMPARE(kinds()[i].first.index(), i);
            const std::string text = editText(kinds()[i].first, none);
            for (std::size_t k = 0; k < kinds().size(); ++k) QVERIFY2(std::regex_match(text, std::regex(kinds()[k].second)) == (i == k), text.c_str());
        }
    }
    void every_edit_and_every_pass_is_in_one() {
        std::set<std::string> phases;
        std::set<std::size_t> edits;
        for (const std::string& line : goldenLines()) {
            const auto entry = nlohmann::json::parse(line);
            if (!entry.contains("phase")) continue;
            phases.insert(entry["phase"].get<std::string>());
            if (!entry.contains("edit")) continue;
            const std::string text = entry["edit"].get<std::string>();
            for (std::size_t i = 0; i < kinds().size(); ++i)
                if (std::regex_match(text, std::regex(kinds()[i].second))) edits.insert(i);
        }
        QStringList missing;
        for (const auto& pass : allEdits())
            if (!phases.contains(std::string(pass->name()))) missing << toQ(std::string(pass->name()));
        for (std::size_t i = 0; i < kinds().size(); ++i)
            if (!edits.contains(i)) missing << kinds()[i].second;
        QVERIFY2(missing.isEmpty(), qPrintable("in no session: " + missing.join(", ")));
    }
};

WHITTLE_TEST(SessionsTest)
#include "sessions_test.moc"
