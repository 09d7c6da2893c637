#include "engine/formats/fx_signature.h"

#include "engine/formats/export_py.h"
#include "engine/formats/fx_text.h"
#include "engine/ir/structural_hash.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

QString shown(const Result<std::optional<fx::Signature>>& read) {
    if (!read) return describe(read);
    if (!*read) return "none";
    QStringList out;
    for (const auto& [name, input] : (*read)->inputs)
        out << QString("%1:%2:%3%4").arg(toQ(name)).arg(static_cast<int>(input.kind)).arg(toQ(input.target), input.persistent ? "" : "~");
    for (const auto& output : (*read)->outputs) out << QString("->%1:%2").arg(static_cast<int>(output.kind)).arg(toQ(output.target));
    return out.join(' ');
}

}  // namespace

class FxSignatureTest : public QObject {
    Q_OBJECT
private slots:
    void forms_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        const QString lines = "    # inputs\n    p_w: PARAMETER target='a.w'\n    b_n: BUFFER target='n' persistent=False\n    c_t: CONSTANT_TENSOR target='t'\n"
                              "    x: USER_INPUT\n    \n    # outputs\n    add: BUFFER_MUTATION target='n'\n    y: USER_OUTPUT\n";
        const QString wanted = "b_n:2:n~ c_t:3:t p_w:1:a.w x:0: ->1:n ->0:";
        QTest::newRow("lines") << "    return (y,)\nGraph signature:\n" + lines + "Range constraints: {}\n" << wanted;
        QTest::newRow("the last lines of the text") << "Graph signature:\n" + lines << wanted;
        QTest::newRow("comments") << "# Graph signature:\n# " + lines.chopped(1).replace("\n", "\n# ") << wanted;
        QTest::newRow("code after comments") << "# Graph signature:\n#     x: USER_INPUT\nz: PARAMETER\n" << "x:0:";
        QTest::newRow("a repr")
            << "Graph signature: ExportGraphSignature(input_specs=[InputSpec(kind=<InputKind.PARAMETER: 2>, arg=TensorArgument(name='p_w'), "
               "target='a.w', persistent=None), InputSpec(kind=<InputKind.BUFFER: 3>, arg=TensorArgument(name='b_n'), target='n', "
               "persistent=False), InputSpec(kind=<InputKind.USER_INPUT: 1>, arg=ConstantArgument(name='k', value='name'), target=None, "
               "persistent=None)], output_specs=[OutputSpec(kind=<OutputKind.BUFFER_MUTATION: 3>, arg=TensorArgument(name='add'), target='n'), "
               "OutputSpec(kind=<OutputKind.LOSS_OUTPUT: 2>, arg=TensorArgument(name='y'), target=None)])\nRange constraints: {}\n"
            << "b_n:2:n~ k:0:None p_w:1:a.w ->1:n ->0:";
        QTest::newRow("a kind that no graph has") << "Graph signature:\n    # inputs\n    t: TOKEN target=''\n    # outputs\n    t2: TOKEN\n" << "->0:";
        QTest::newRow("literals among the outputs") << "Graph signature:\n    # outputs\n    : USER_OUTPUT\n    None: USER_OUTPUT\n    [1, 'a:b']: USER_OUTPUT\n"
                                                    << "->0: ->0: ->0:";
        QTest::newRow("a name with a quote and a sign") << "# Graph signature:\n#     # inputs\n#     p: PARAMETER target=\"it's #1\"\n" << "p:1:it's #1";
        QTest::newRow("not at the start of a line") << "x = 'Graph signature:'\n" << "none";
        QTest::newRow("no kind") << "Graph signature:\n    p_w\n" << "format: expected NAME: KIND, found 'p_w'";
        QTest::newRow("not a signature") << "Graph signature: <hidden>\n" << "format: no specification in the graph signature";
    }
    void forms() {
        QFETCH(QString, text);
        QTEST(shown(fx::readSignature(text.toStdString())), "wanted");
    }

    // What is printed gives the graph back with the kinds of inputs and outputs, names that Python lacks included.
    void printed_and_read() {
        Graph graph;
        const Type type = TensorType{.dtype = DType::F32, .sizes = {SymInt(2)}, .strides = {}, .device = {}};
        const ValueId weight = graph.addInput({.kind = InputKind::Parameter, .target = "it's\nhere"}, "p.w", type);
        const ValueId buffer = graph.addInput({.kind = InputKind::Buffer, .target = "n", .persistent = false}, "b_n", type);
        const ValueId x = graph.addInput({}, "x.1", type);
        const NodeId add = graph.addNode({.name = "add", .op = "aten.add.Tensor", .args = {{"self", Arg(weight)}, {"other", Arg(buffer)}}, .outputTypes = {type}});
        const ValueId sum = graph.node(add).output();
        graph.addOutput({.value = Arg(sum), .kind = OutputKind::BufferMutation, .target = "n"});
        graph.addOutput({.value = Arg(sum), .kind = OutputKind::InputMutation, .target = "x.1"});
        graph.addOutput({.value = Arg(x)});
        graph.addOutput({.value = Arg()});
        const std::string text = printFx(graph);
        const auto again = openPython(text, "/tmp/g.py", {.fillMissing = false});
        VERIFY_OK(again);
        QVERIFY(again->notes.empty());
        QCOMPARE(toQ(printFx(again->graph)), toQ(text));
        const auto inputs = again->graph.inputs();
        QCOMPARE(toQ(inputs[0].target), QString("it's\nhere"));
        QVERIFY(inputs[0].kind == InputKind::Parameter && inputs[1].kind == InputKind::Buffer && !inputs[1].persistent);
        const auto outputs = again->graph.outputs();
        QCOMPARE(outputs.size(), std::size_t{4});
        QVERIFY(outputs[0].kind == OutputKind::BufferMutation && outputs[1].kind == OutputKind::InputMutation && outputs[3].value.isNone());
        QCOMPARE(toQ(outputs[1].target), toQ(again->graph.value(inputs[2].value).name));
    }

    void what_does_not_fit_is_told() {
        const std::string body = "def forward(self, x: \"f32[2]\"):\n    return (x,)\n\n# Graph signature:\n#     # inputs\n#     x: USER_INPUT\n#     # outputs\n";
        const auto two = openPython(body + "#     x: USER_OUTPUT\n#     y: USER_OUTPUT\n", "g.py");
        VERIFY_OK(two);
        QCOMPARE(toQ(two->notes.at(0)), QString("the graph signature lists 2 outputs and forward returns 1: all are taken as the user's"));
        const auto broken = openPython(body + "#     x\n", "g.py");
        VERIFY_OK(broken);
        QCOMPARE(toQ(broken->notes.at(0)), QString("the graph signature is not used: expected NAME: KIND, found 'x'"));
    }
};

WHITTLE_TEST(FxSignatureTest)
#include "fx_signature_test.moc"
