#include "engine/formats/export_json.h"

#include <set>

#include "engine/base/files.h"
#include "engine/eager/interpreter.h"
#include "engine/formats/export_write.h"
#include "engine/formats/fill_missing.h"
#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "engine/tensor/compare.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// JSON without the noise: ' stands for ", and ~ for '.
std::string json(std::string text) {
    for (char& c : text) c = c == '\'' ? '"' : c == '~' ? '\'' : c;
    return text;
}

const std::string kMeta = json("{'dtype': 7, 'sizes': [{'as_expr': {'expr_str': 'Symbol(~s0~, integer=True)', 'hint': {'as_int': 4}}},"
         "{'as_int': 2}], 'requires_grad': false, 'device': {'type': 'cpu'}, 'strides': [{'as_int': 2}, {'as_int': 1}],"
         "'storage_offset': {'as_int': 0}, 'layout': 7}");

// x and a parameter w go through the given nodes; `outputs` names what is returned.
std::string program(const std::string& nodes, const std::string& values, const std::string& output) {
    return json("{'graph_module': {'graph': {'inputs': [{'as_tensor': {'name': 'w'}}, {'as_tensor': {'name': 'x'}}],"
         "'outputs': [{'as_tensor': {'name': '") + output + json("'}}], 'nodes': [") + nodes + json("],"
         "'tensor_values': {'w':") + kMeta + json(", 'x': ") + kMeta + values + json("}, 'sym_int_values': {}, 'sym_bool_values': {}},"
         "'signature': {'input_specs': [{'buffer': {'arg': {'name': 'w'}, 'buffer_name': 'state', 'persistent': true}},"
         "{'user_input': {'arg': {'as_tensor': {'name': 'x'}}}}],"
         "'output_specs': [{'user_output': {'arg': {'as_tensor': {'name': '") + output + json("'}}}}]}, 'module_call_graph': []},"
         "'opset_version': {'aten': 10}, 'range_constraints': {'s0': {'min_val': 2, 'max_val': 64}},"
         "'schema_version': {'major': 8, 'minor': 2}, 'verifiers': ['TRAINING'], 'torch_version': '2.6.0'}");
}

std::string node(const std::string& target, const std::string& inputs, const std::string& out) {
    return json("{'target': 'torch.ops.") + target + json("', 'inputs': [") + inputs + json("], 'outputs': [{'as_tensor': {'name': '") + out +
           json("'}}], 'metadata': {'stack_trace': '  File \\'/home/u/net.py\\', line 17, in forward\\n    return self.fc(x)\\n  File \\'/lib/site-packages/torch/nn/linear.py\\', line 3, in forward\\n    return F.linear(x)\\n',"
         "'nn_module_stack': 'L__self__,,net.Net;L__self___fc,fc.slice(1, None),torch.nn.Linear;_empty_nn_module_stack_from_metadata_hook,_empty_nn_module_stack_from_metadata_hook,_empty_nn_module_stack_from_metadata_hook'}}");
}

std::string tensorArg(const std::string& name, const std::string& value) {
    return json("{'name': '") + name + json("', 'arg': {'as_tensor': {'name': '") + value + json("'}}}");
}

std::string relu() { return node("aten.relu.default", tensorArg("self", "x"), "relu"); }

Result<ImportedProgram> import(const std::string& text) { return importExport(text, "net", {}); }

// The file's arguments name tensors that nothing defines; here they are all 'w'.
void nameTensors(Json& arg) {
    if (arg.is_object() && arg.size() == 1 && arg.contains("name")) arg["name"] = "w";
    else if (arg.is_structured())
        for (Json& part : arg) nameTensors(part);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

class ExportJsonTest : public QObject {
    Q_OBJECT
private slots:
    void a_program_becomes_a_graph() {
        const auto got = import(program(relu(), ", \"relu\": " + kMeta, "relu"));
        VERIFY_OK(got);
        const Graph& graph = got->graph;
        QCOMPARE(graph.nodes().size(), std::size_t{1});
        const Node& made = graph.nodes()[0];
        QCOMPARE(toQ(made.op), QString("aten.relu.default"));
        QCOMPARE(toQ(made.name), QString("relu"));
        QCOMPARE(toQ(typeText(graph.type(made.output()))), QString("f32[s0,2]"));
        QCOMPARE(toQ(made.origin->where()), QString("net.py:17"));
        QCOMPARE(toQ(made.origin->code), QString("return self.fc(x)"));
        QCOMPARE(toQ(made.origin->modulePath), QString("fc.slice(1, None)"));
        QCOMPARE(toQ(made.origin->moduleType), QString("torch.nn.Linear"));
        const SymbolInfo& s0 = graph.symbols.at("s0");
        QVERIFY(s0.min == 2 && s0.max == 64 && s0.hint == 4);
        QVERIFY(graph.inputs()[0].kind == InputKind::Buffer);
        QCOMPARE(toQ(graph.inputs()[0].target), QString("state"));
    }

    // What a script itself defines is in "__main__".
    void modules_of_a_script_count() {
        const auto got = import(replaced(program(relu(), ", \"relu\": " + kMeta, "relu"), "torch.nn.Linear", "__main__.Linear"));
        VERIFY_OK(got);
        QCOMPARE(toQ(got->graph.nodes()[0].origin->moduleType), QString("__main__.Linear"));
    }

    void arguments_of_every_kind_arrive_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("want");
        QTest::newRow("none") << json("{'as_none': true}") << "none";
        QTest::newRow("int64") << json("{'as_int': 9223372036854775807}") << "9223372036854775807";
        QTest::newRow("float") << json("{'as_float': 1e-05}") << "1e-05";
        QTest::newRow("bool") << json("{'as_bool': true}") << "true";
        QTest::newRow("ints") << json("{'as_ints': [1, -2]}") << "[1, -2]";
        QTest::newRow("int lists") << json("{'as_int_lists': [[1], []]}") << "[[1], []]";
        QTest::newRow("symbolic") << json("{'as_sym_ints': [{'as_int': 3}]}") << "[3]";
        QTest::newRow("optional tensors") << json("{'as_optional_tensors': [{'as_none': true}, {'as_tensor': {'name': 'x'}}]}") << "[none, %x]";
        QTest::newRow("unknown value") << json("{'as_tensor': {'name': 'q'}}") << "format: reads 'q', which nothing before it defines";
        QTest::newRow("unknown kind") << json("{'as_matrix': 1}") << "unsupported: an argument of the unknown kind 'as_matrix'";
        QTest::newRow("two kinds") << json("{'as_int': 1, 'as_bool': true}")
                                   << "format: expected an argument to be an object with one key, its kind; found an object with 'as_bool'";
        QTest::newRow("wrong payload") << json("{'as_int': '1'}") << "format: expected the argument to be an integer, found the text '1'";
        QTest::newRow("complex") << json("{'as_complex': {'real': 1, 'imag': 2}}") << "unsupported: it is a complex number (as_complex), which is not supported";
        QTest::newRow("complex dtype") << json("{'as_scalar_type': 9}") << "unsupported: dtype complex32 is not supported";
        QTest::newRow("sparse layout") << json("{'as_layout': 2}") << "unsupported: the layout SparseCsr is not supported, only strided tensors are";
        QTest::newRow("graph") << json("{'as_graph': {'name': 'body', 'graph': {'inputs': [{'as_tensor': {'name': 'x'}}], 'outputs': [{'as_tensor': "
                                       "{'name': 'x'}}], 'nodes': [], 'tensor_values': {'x': ") + kMeta + "}}}}" << "graph @body (0 nodes)";
        QTest::newRow("graph without nodes") << json("{'as_graph': {'name': 'body', 'graph': {}}}") << "format: the key 'inputs' is missing";
        QTest::newRow("graph that reads the outside")
            << json("{'as_graph': {'name': 'body', 'graph': {'inputs': [], 'outputs': [{'as_tensor': {'name': 'x'}}], 'nodes': [], 'tensor_values': {}}}}")
            << "format: reads 'x', which nothing before it defines";
        QTest::newRow("graph that writes in place")
            << json("{'as_graph': {'name': 'body', 'graph': {'inputs': [{'as_tensor': {'name': 'a'}}], 'outputs': [{'as_tensor': {'name': 'r'}}], "
                    "'nodes': [{'target': 'torch.ops.aten.relu_.default', 'inputs': [{'name': 'self', 'arg': {'as_tensor': {'name': 'a'}}}], "
                    "'outputs': [{'as_tensor': {'name': 'r'}}], 'metadata': {}}], 'tensor_values': {'a': ") + kMeta + ", \"r\": " + kMeta + "}}}}"
            << "unsupported: the graph 'body' inside an operator writes in place to its input 'a', which is not supported; run "
               "run_decompositions() on the exported program first";
    }
    void arguments_of_every_kind_arrive() {
        QFETCH(std::string, text);
        const std::string arg = json("{'name': 'a', 'arg': ") + text + "}";
        const auto got = import(program(node("mine.op.default", arg, "out"), ", \"out\": " + kMeta, "out"));
        QTEST(got ? toQ(printArg(got->graph, got->graph.nodes()[0].args[0].value)) : describe(got), "want");
    }

    void non_finite_numbers_come_bare_or_quoted() {
        for (const char* spelling : {"-Infinity", "\"-Infinity\""}) {
            const std::string arg = std::string(json("{'name': 'a', 'arg': {'as_float': ")) + spelling + "}}";
            const auto got = import(program(node("mine.op.default", arg, "out"), ", \"out\": " + kMeta, "out"));
            VERIFY_OK(got);
            QCOMPARE(*got->graph.nodes()[0].args[0].value.as<double>(), -std::numeric_limits<double>::infinity());
        }
    }

    void wrong_shapes_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("want");
        const std::string good = program(relu(), ", \"relu\": " + kMeta, "relu");
        QTest::newRow("not json") << std::string("{\"a\": }") << "format: not valid JSON at byte 7: expected a value, found '}'";
        QTest::newRow("a list") << std::string("[]") << "format: expected the program to be an object, found a list of 0";
        QTest::newRow("no graph") << std::string("{}") << "format: the key 'graph_module' is missing";
        QTest::newRow("version") << replaced(good, "\"major\": 8", "\"major\": 5") << "unsupported: schema version 5.2; version 8 is supported (PyTorch 2.6 and later)";
        QTest::newRow("nodes not a list") << replaced(good, "\"nodes\": [", "\"nodes\": 3, \"x\": [") << "format: expected 'nodes' to be a list, found the number 3";
        QTest::newRow("no target") << replaced(good, "\"target\"", "\"tarjet\"") << "format: the key 'target' is missing";
        QTest::newRow("no type") << replaced(good, "\"relu\": {", "\"rely\": {") << "format: 'tensor_values' has no entry for 'relu'";
        QTest::newRow("complex value") << replaced(good, "\"relu\": {\"dtype\": 7", "\"relu\": {\"dtype\": 9") << "unsupported: dtype complex32 is not supported";
        QTest::newRow("defined twice") << program(relu() + "," + relu(), ", \"relu\": " + kMeta, "relu") << "format: the value 'relu' is defined twice";
        QTest::newRow("name") << replaced(good, json("'outputs': [{'as_tensor': {'name': 'relu'}}], 'metadata'"), json("'outputs': [{'as_tensor': {'name': '%'}}], 'metadata'"))
                              << "format: 'tensor_values' has no entry for '%'";
        QTest::newRow("specs") << replaced(good, json(","
         "{'user_input': {'arg': {'as_tensor': {'name': 'x'}}}}"), "") << "format: 2 graph inputs, but 1 input specs";
        QTest::newRow("script object") << replaced(good, "{\"user_input\"", "{\"custom_obj\"") << "unsupported: an input of kind 'custom_obj'";
        QTest::newRow("depth") << std::string(300, '[') << "limit: nested deeper than 200 levels";
        QTest::newRow("key twice") << std::string(json("{'a': 1, 'a': 2}")) << "format: the key 'a' occurs twice";
    }
    void wrong_shapes() {
        QFETCH(std::string, text);
        QTEST(describe(import(text)), "want");
    }

    void errors_name_the_node() {
        const auto got = import(program(node("aten.relu.default", tensorArg("self", "q"), "relu"), ", \"relu\": " + kMeta, "relu"));
        QVERIFY(!got);
        QCOMPARE(toQ(got.error().describe()),
                 QString("format: reads 'q', which nothing before it defines\n  while reading argument 0 'self'\n"
                         "  while importing node 'relu' (aten.relu.default, net.py:17), number 1 of 1"));
    }

    void in_place_operators_become_functional() {
        const std::string meta = ", \"a\": " + kMeta + ", \"b\": " + kMeta + ", \"c\": " + kMeta;
        // a = relu_(w); b = relu_(a); c = add(w, b): every name reads the newest value, and w is a buffer.
        const auto got = import(program(node("aten.relu_.default", tensorArg("self", "w"), "a") + "," +
                                            node("aten.relu_.default", tensorArg("self", "a"), "b") + "," +
                                            node("aten.add.Tensor", tensorArg("self", "w") + "," + tensorArg("other", "b"), "c"),
                                        meta, "c"));
        VERIFY_OK(got);
        const Graph& graph = got->graph;
        QCOMPARE(toQ(graph.nodes()[0].op), QString("aten.relu.default"));
        QCOMPARE(graph.nodes()[1].inputs()[0], graph.nodes()[0].output());
        QCOMPARE(graph.nodes()[2].inputs()[0], graph.nodes()[1].output());
        QCOMPARE(graph.nodes()[2].inputs()[1], graph.nodes()[1].output());
        QCOMPARE(graph.outputs().size(), std::size_t{2});
        QVERIFY(graph.outputs()[0].kind == OutputKind::BufferMutation);
        QCOMPARE(toQ(graph.outputs()[0].target), QString("state"));
        QCOMPARE(*graph.outputs()[0].value.as<ValueId>(), graph.nodes()[1].output());
    }

    void a_write_through_a_view_reaches_the_input() {
        const std::string meta = ", \"v\": " + kMeta + ", \"r\": " + kMeta;
        const std::string size = json(",{'name': 'size', 'arg': {'as_ints': [4, 2]}}");
        const auto got = import(program(node("aten.view.default", tensorArg("self", "x") + size, "v") + "," +
                                            node("aten.relu_.default", tensorArg("self", "v"), "r"), meta, "r"));
        VERIFY_OK(got);
        QCOMPARE(got->graph.outputs().size(), std::size_t{2});
        QVERIFY(got->graph.outputs()[0].kind == OutputKind::InputMutation);
        QCOMPARE(toQ(got->graph.outputs()[0].target), QString("x"));
    }

    void running_statistics_need_each_other() {
        const std::string args = tensorArg("input", "x") + "," + tensorArg("running_mean", "w") + json(",{'name': 'training', 'arg': {'as_bool': true}}");
        const auto got = import(program(node("aten.batch_norm.default", args, "out"), ", \"out\": " + kMeta, "out"));
        QCOMPARE(describe(got), QString("unsupported: aten.batch_norm.default with training=True updates its running statistics in place, "
                                        "and there is no functional operator for that; export the model in eval mode, or run "
                                        "run_decompositions() on the exported program first"));
    }

    // A file that PyTorch's own writer made of every kind of argument and every number of schema 8.20. Not a program:
    // its arguments name values that nothing defines. Each kind must be known, whether or not a graph can hold it.
    void every_variant_of_the_schema_is_known() {
        const auto text = readFile(golden("formats/schema_all_variants.json"));
        VERIFY_OK(text);
        QVERIFY(describe(importExport(*text, "all", {})).startsWith("format: 0 graph inputs, but 12 input specs"));
        const auto all = parseJson(*text);
        VERIFY_OK(all);
        std::set<std::string> tags;
        for (const Json& made : (*all)["graph_module"]["graph"]["nodes"]) {
            const Json& arg = made["inputs"][0]["arg"];
            tags.insert(arg.begin().key());
            const auto got = import(program(node("aten.relu.default", "{\"name\": \"self\", \"arg\": " + arg.dump() + "}", "relu"),
                                            ", \"relu\": " + kMeta, "relu"));
            const QString answer = describe(got);
            QVERIFY2(!answer.contains("unknown kind") && !answer.contains("not in schema"), qPrintable(toQ(arg.dump()) + ": " + answer));
        }
        QCOMPARE(tags.size(), std::size_t{31});
    }

    // ... and what a graph can hold is written back as it was, under an operator that nobody knows.
    void every_variant_that_loads_is_written_back_unchanged() {
        const auto text = readFile(golden("formats/schema_all_variants.json"));
        VERIFY_OK(text);
        const auto all = parseJson(*text);
        VERIFY_OK(all);
        std::set<std::string> refused, changed;
        for (const Json& made : (*all)["graph_module"]["graph"]["nodes"]) {
            Json arg = made["inputs"][0]["arg"];
            nameTensors(arg);
            const std::string tag = arg.begin().key();
            const auto got = import(program(node("test.op.default", "{\"name\": \"x\", \"arg\": " + arg.dump() + "}", "y"), ", \"y\": " + kMeta, "y"));
            if (!got) {
                refused.insert(tag);
                continue;
            }
            const auto written = printExport(got->graph, programCall(got->graph), ExportSchema::V8_20);
            VERIFY_OK(written);
            const auto back = parseJson(*written);
            VERIFY_OK(back);
            const std::string now = (*back)["graph_module"]["graph"]["nodes"][0]["inputs"][0]["arg"].dump();
            if (now != arg.dump()) changed.insert(fmt::format("{} -> {}", arg.dump(), now));
        }
        // A tensor that could have been None is written as a tensor, since no schema says it could.
        const std::set<std::string> kChanged{R"({"as_optional_tensor":{"as_tensor":{"name":"w"}}} -> {"as_tensor":{"name":"w"}})",
                                             R"({"as_optional_tensors":[{"as_tensor":{"name":"w"}}]} -> {"as_tensors":[{"name":"w"}]})"};
        QCOMPARE(toQ(fmt::format("{}", fmt::join(changed, "\n"))), toQ(fmt::format("{}", fmt::join(kChanged, "\n"))));
        // No graph holds the first four; symbols and a graph that are not there; a device, layouts and dtypes that are not.
        const std::set<std::string> kRefused{"as_complex", "as_custom_obj", "as_operator", "as_string_to_argument", "as_sym_bool", "as_sym_bools",
                                             "as_sym_float", "as_sym_floats", "as_sym_int", "as_sym_ints", "as_graph", "as_device", "as_layout",
                                             "as_memory_format", "as_scalar_type"};
        QCOMPARE(toQ(fmt::format("{}", fmt::join(refused, " "))), toQ(fmt::format("{}", fmt::join(kRefused, " "))));
    }

    // The whole file names values that it does not define: refused, and told at once are all the kinds that no graph holds.
    void a_refused_program_names_all_that_is_not_read() {
        const auto text = readFile(golden("formats/schema_all_variants.json"));
        VERIFY_OK(text);
        const auto whole = importExport(*text, "g", {});
        QVERIFY(!whole);
        const QString told = toQ(whole.error().message);
        QVERIFY2(told.startsWith("0 graph inputs, but 12 input specs; not read either: an input of kind 'custom_obj' (the signature); an output of "
                                 "kind 'parameter_mutation'"), qPrintable(told));
        for (const char* part : {"it is a script object (as_custom_obj), which is not supported (node 'n21' (test.op.default))", "an operator as a value (as_operator)",
                                 "a complex number (as_complex)", "a dict (as_string_to_argument)", "dtype uint64 is not supported", "the layout SparseCoo"})
            QVERIFY2(told.contains(part), qPrintable(QString(part) + " is not in: " + told));
        for (const char* part : {"as_tensors", "as_sym_int", "as_graph", "unknown kind"}) QVERIFY2(!told.contains(part), qPrintable(told));
    }

    // run_decompositions puts operators with effects in order by tokens; here one without a result and one with.
    void tokens_are_left_out() {
        const auto effect = [](const std::string& token, const std::string& op, const std::string& args, const std::string& results) {
            return json("{'target': 'torch.ops.higher_order.with_effects', 'inputs': [{'name': '', 'arg': {'as_tensor': {'name': '") + token +
                   json("'}}, 'kind': 1}, {'name': '', 'arg': {'as_operator': 'torch.ops.") + op + json("'}, 'kind': 1}") + json(args) +
                   json("], 'outputs': [") + json(results) + json("], 'metadata': {}}");
        };
        const std::string check = effect("token", "aten._assert_async.msg", ", {'name': '', 'arg': {'as_tensor': {'name': 'x'}}, 'kind': 1}, {'name': '', 'arg': {'as_string': 'no'}, 'kind': 1}",
                                         "{'as_tensor': {'name': 't1'}}, {'as_none': true}");
        const std::string work = effect("t1", "aten.relu.default", ", {'name': '', 'arg': {'as_tensor': {'name': 'x'}}, 'kind': 1}",
                                        "{'as_tensor': {'name': 't2'}}, {'as_tensor': {'name': 'relu'}}");
        std::string text = program(check + "," + work, ", \"token\": " + kMeta + ", \"t1\": " + kMeta + ", \"t2\": " + kMeta + ", \"relu\": " + kMeta, "relu");
        text = replaced(text, json("'inputs': [{'as_tensor': {'name': 'w'}}"), json("'inputs': [{'as_tensor': {'name': 'token'}}, {'as_tensor': {'name': 'w'}}"));
        text = replaced(text, json("'input_specs': ["), json("'input_specs': [{'token': {'arg': {'name': 'token'}}}, "));
        text = replaced(text, json("'outputs': [{'as_tensor': {'name': 'relu'}}], 'nodes'"), json("'outputs': [{'as_tensor': {'name': 't2'}}, {'as_tensor': {'name': 'relu'}}], 'nodes'"));
        text = replaced(text, json("'output_specs': ["), json("'output_specs': [{'token': {'arg': {'name': 't2'}}}, "));
        const auto got = import(text);
        VERIFY_OK(got);
        QStringList ops;
        for (const Node& made : got->graph.nodes()) ops << toQ(made.op);
        QCOMPARE(ops, (QStringList{"aten._assert_async.msg", "aten.relu.default"}));
        QCOMPARE(got->graph.inputs().size(), std::size_t{2});
        QCOMPARE(got->graph.outputs().size(), std::size_t{1});
        QCOMPARE(describe(import(replaced(text, json("{'as_operator': 'torch.ops.aten.relu.default'}"), json("{'as_int': 3}")))),
                 QString("format: the key 'as_operator' is missing"));
    }

    // In PyTorch 2.14 an operator of several results has a name beside theirs, and what follows a gap is given by name.
    void names_and_kinds_of_the_current_schema() {
        const auto graph = parseGraph("whittle 1\ngraph @g {\n  input %x : f32[4,2]\n"
                                      "  %values, %indices = aten.topk.default(%x, 2) as values : f32[4,2], i64[4,2]\n"
                                      "  aten._assert_tensor_metadata.default(%values, dtype=f32) as metadata\n"
                                      "  return %values, %indices\n}\n", findSchema);
        VERIFY_OK(graph);
        const auto written = printExport(*graph, programCall(*graph), ExportSchema::V8_20);
        VERIFY_OK(written);
        const auto program = parseJson(*written);
        VERIFY_OK(program);
        const Json& nodes = (*program)["graph_module"]["graph"]["nodes"];
        QCOMPARE(toQ(nodes[0]["name"].get<std::string>()), QString("values_node_1"));
        QCOMPARE(toQ(nodes[1]["name"].get<std::string>()), QString("metadata"));
        for (const Json& input : nodes[0]["inputs"]) QCOMPARE(input["kind"].get<int>(), 1);
        QCOMPARE(nodes[1]["inputs"][0]["kind"].get<int>(), 1);
        QCOMPARE(nodes[1]["inputs"][1]["kind"].get<int>(), 2);
        const auto back = importExport(*written, "g", {});
        VERIFY_OK(back);
        QCOMPARE(toQ(back->graph.nodes()[0].name), QString("values"));
    }

    // `scan` takes six arguments in 2.6 and four later; what the others said is done around it, in graphs inside operators too.
    void scans_are_written_for_their_reader_data() {
        QTest::addColumn<QString>("tail");
        QTest::addColumn<int>("around");  // nodes beside it, in the current schema
        QTest::newRow("as it is") << "" << 0;
        QTest::newRow("plain") << ", 0, false, [%k]" << 0;
        QTest::newRow("another dim") << ", 1" << 1;
        QTest::newRow("backwards") << ", 0, true, [%k]" << 2;
        QTest::newRow("both") << ", 1, true" << 3;
    }
    void scans_are_written_for_their_reader() {
        QFETCH(QString, tail);
        QFETCH(int, around);
        const bool extra = tail.endsWith("[%k]");
        const std::string scan = "%s, %o = higher_order.scan(graph @combine {\n input %c : f32[3]\n input %a : f32[3]\n" + std::string(extra ? " input %k : f32[3]\n" : "") +
                                 " %mul = aten.mul.Tensor(%c, 2) : f32[3]\n %n = aten.sub.Tensor(%a, %mul) : f32[3]\n %y = aten.neg.default(%n) : f32[3]\n return %n, %y\n }, "
                                 "[%c], [%x]" + tail.toStdString() + ") as scan : f32[3], f32[3,3]\n";
        const std::string inputs = "input %p : bool[]\ninput %c : f32[3]\ninput %x : f32[3,3]\ninput %k : f32[3]\n";
        const std::string inner = "graph @yes {\ninput %c : f32[3]\ninput %x : f32[3,3]\ninput %k : f32[3]\n" + scan + "return %s, %o\n}, graph @no {\n"
                                  "input %c : f32[3]\ninput %x : f32[3,3]\ninput %k : f32[3]\nreturn %c, %x\n}";
        for (const std::string& body : {scan + "return %s, %o\n", "%s, %o = higher_order.cond(%p, " + inner + ", [%c, %x, %k]) : f32[3], f32[3,3]\nreturn %s, %o\n"}) {
            const auto graph = parseGraph("whittle 1\ngraph @g {\n" + inputs + body + "}\n", findSchema);
            VERIFY_OK(graph);
            const auto datum = [](std::vector<float> v, Sizes sizes) { return Datum(Tensor::of<float>(v, std::move(sizes))); };
            const std::vector<Datum> call{Datum(Tensor::full(DType::Bool, {}, 1)), datum({1, 2, 3}, {3}), datum({1, 2, 3, 4, 5, 6, 7, 8, 9}, {3, 3}), datum({5, 6, 7}, {3})};
            const auto wanted = interpret(*graph, call, {});
            VERIFY_OK(wanted);
            for (const ExportSchema schema : {ExportSchema::V8_2, ExportSchema::V8_20}) {
                const auto written = printExport(*graph, programCall(*graph), schema);
                VERIFY_OK(written);
                const auto program = parseJson(*written);
                VERIFY_OK(program);
                Json part = (*program)["graph_module"]["graph"];
                if (part["nodes"][0]["target"] == "torch.ops.higher_order.cond") part = part["nodes"][0]["inputs"][1]["arg"]["as_graph"]["graph"];
                QCOMPARE(part["nodes"].size(), static_cast<std::size_t>(1 + (schema == ExportSchema::V8_20 ? around : 0)));
                for (const Json& made : part["nodes"])
                    if (made["target"] == "torch.ops.higher_order.scan") {
                        QCOMPARE(made["inputs"].size(), std::size_t{schema == ExportSchema::V8_20 ? 4u : 6u});
                        for (const Json& input : made["inputs"]) QCOMPARE(toQ(input["name"].get<std::string>()), QString());
                    }
                const auto back = importExport(*written, "g", {});
                VERIFY_OK(back);
                const auto got = interpret(back->graph, call, {});
                VERIFY_OK(got);
                for (std::size_t i = 0; i < 2; ++i) QVERIFY(compareTensors(std::get<Tensor>(wanted->outputs[i]), std::get<Tensor>(got->outputs[i]), {.rtol = 0, .atol = 0}).ok);
            }
        }
    }

    void newer_fields_are_kept_and_told() {
        std::string text = program(relu(), ", \"relu\": " + kMeta, "relu");
        text = replaced(text, "{\"graph_module\": {", "{\"later\": {\"a\": [1]}, \"graph_module\": {\"extra\": 7, ");
        text = replaced(text, "{\"target\"", "{\"stream\": 0, \"target\"");
        text = replaced(text, "\"minor\": 2", "\"minor\": 31");
        const auto got = import(text);
        VERIFY_OK(got);
        QCOMPARE(toQ(got->notes[0]), QString("schema 8.31 is newer than 8.20, the newest known"));
        QCOMPARE(toQ(got->notes.back()), QString("the program has fields that are newer than schema 8.20, and not understood: 'later' of the "
                                                 "program, 'extra' of the graph_module, 'stream' of the node"));
        // ... and stand in what we write for PyTorch versions that skip what they do not know.
        const auto written = printExport(got->graph, programCall(got->graph), ExportSchema::V8_20);
        VERIFY_OK(written);
        const auto back = parseJson(*written);
        VERIFY_OK(back);
        QCOMPARE((*back)["later"]["a"][0], Json(1));
        QCOMPARE((*back)["graph_module"]["extra"], Json(7));
        const auto older = printExport(got->graph, programCall(got->graph), ExportSchema::V8_2);
        QVERIFY(older && !(*parseJson(*older)).contains("later"));
    }

    void missing_data_is_filled_from_the_seed() {
        const std::string text = program(relu(), ", \"relu\": " + kMeta, "relu");
        const auto filled = [&](std::uint64_t seed) {
            auto got = import(text);
            const auto notes = fillMissing(got->graph, seed);
            return std::pair(got->graph, notes ? *notes : std::vector<std::string>());
        };
        const auto [graph, notes] = filled(1);
        QCOMPARE(notes.size(), std::size_t{2});
        QCOMPARE(toQ(notes[0]), QString("weights absent: 1 filled from seed 1"));
        const auto values = [](const Graph& g) { return std::get<Tensor>(g.inputs()[1].data); };
        QCOMPARE(toQ(values(graph).describe()), QString("f32[4,2]"));  // s0 takes its hint
        QCOMPARE(values(graph).flat(3), values(filled(1).first).flat(3));
        QVERIFY(values(graph).flat(3) != values(filled(2).first).flat(3));
    }

    void filling_is_bounded_by_the_machine() {
        auto got = import(replaced(program(relu(), ", \"relu\": " + kMeta, "relu"), "{\"as_int\": 2}", "{\"as_int\": 1000000000000}"));
        VERIFY_OK(got);
        QVERIFY(describe(fillMissing(got->graph, 0)).startsWith("limit: filling the inputs up to 'w' (f32[s0,1000000000000]{2,1}) takes more memory"));
    }
};

WHITTLE_TEST(ExportJsonTest)
#include "export_json_test.moc"
