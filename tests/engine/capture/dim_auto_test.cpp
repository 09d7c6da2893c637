// Replays what torch.export of PyTorch 2.6 was recorded to infer about sizes (tests/golden/dynamic/dim_auto.json): outcome, shapes, ranges,
// replacements, errors with their suggested fixes, and what calls of the exported program are accepted. What we answer otherwise is in
// kDifferences with its reason, and in docs/dim-auto.md; a difference that is not there any more fails the test too.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "tests/engine/capture/dim_programs.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

struct Difference {
    QString experiment;
    QString about;  // the beginning of what is found different
    QString reason;
};

const std::vector<Difference>& knownDifferences();

CallValue argument(const QJsonValue& given) {
    const QJsonArray list = given.toArray();
    const QString kind = list.isEmpty() ? QString() : list[0].toString();
    if (kind == "int") return static_cast<std::int64_t>(list[1].toDouble());
    if (kind == "dict") {
        CallValue::Dict items;
        const QJsonObject object = list[1].toObject();
        for (auto item = object.begin(); item != object.end(); ++item) items.emplace_back(item.key().toStdString(), argument(item.value()));
        return items;
    }
    Sizes sizes;
    for (const QJsonValue& size : kind == "i64" ? list[1].toArray() : list) sizes.push_back(size.toInt());
    return std::make_shared<const TensorArg>(metaTensorArg(kind == "i64" ? DType::I64 : DType::F32, sizes));
}

std::vector<CallValue> arguments(const QJsonArray& given) {
    std::vector<CallValue> out;
    for (const QJsonValue& value : given) out.push_back(argument(value));
    return out;
}

// The forms of Python that are more than a specification: a function of a Dim, and ShapesCollection.
std::string specText(QString text) {
    static const QRegularExpression kLambda(R"(^\(lambda b: (.*)\)\((Dim\(.*\))\)$)");
    if (const auto match = kLambda.match(text); match.hasMatch()) return ("b = " + match.captured(2) + "\n" + match.captured(1)).toStdString();
    if (text.contains("ShapesCollection")) return "b = Dim('b')\n{'x': (b, Dim.STATIC), 'd': {'y': {0: b}}}";
    return text.toStdString();
}

QString rangeText(const SymRange& range) {
    return QString("[%1, %2]").arg(range.min ? QString::number(*range.min) : "-int_oo", range.max ? QString::number(*range.max) : "int_oo");
}

QString shapeText(const QJsonValue& shape) {
    if (!shape.isArray()) return shape.toString();
    QStringList out;
    for (const QJsonValue& size : shape.toArray()) {  // PyTorch sets more brackets
        const auto parsed = parseSymInt(size.toString().toStdString());
        out.append(parsed ? toQ(parsed->text()) : size.toString());
    }
    return "[" + out.join(", ") + "]";
}

template <class Sizes>
QString shapeText(const Sizes& sizes) {
    QStringList out;
    for (const SymInt& size : sizes) out.append(toQ(size.text()));
    return "[" + out.join(", ") + "]";
}

// PyTorch's advice on its own logs, and the names of its wrapper's arguments, are not ours to say.
QString comparableError(QString text, const DimProgram& program) {
    text.remove(" For more information, run with TORCH_LOGS=\"+dynamic\".");
    for (std::size_t i = 0; i < program.parameters.size(); ++i)
        text.replace(QString("L['args'][0][%1]").arg(i), toQ(fmt::format("L['{}']", program.parameters[i])));
    text.replace("\n\nSuggested fixes", "\nSuggested fixes");
    return text.section("\nFor more information", 0, 0).section(" Alternatively, you could", 0, 0).section(" (unhinted", 0, 0);
}

class Replay {
public:
    explicit Replay(const QJsonObject& experiment) : m_experiment(experiment) {}

    QStringList run() {
        QString id = m_experiment["id"].toString();
        if (id.endsWith('s')) id.chop(1);
        const auto program = dimProgram(id.toStdString());
        if (!program) return {"no program"};
        const auto spec = parseShapeSpec(specText(m_experiment["dynamic_shapes"].toString()));
        if (!spec) return {"specification: " + describe(spec)};
        const auto inference = inferDims(*program, arguments(m_experiment["example_shapes"].toArray()), *spec);
        const bool failed = !inference || !inference->conflicts.empty();
        const QString message = !inference ? toQ(inference.error().message) : toQ(inference->message());
        differs("outcome", m_experiment["outcome"].toString(), failed ? "error" : "ok", failed ? message : QString());
        if (m_experiment.contains("error") && failed) {
            const QString want = comparableError(m_experiment["error"].toObject()["text"].toString(), *program);
            differs("error", want, message);
            if (inference && !inference->fixes.empty()) verifyFixes(*program, *inference);
        }
        if (m_experiment["outcome"].toString() != "ok" || failed) return m_found;
        compareShapes(*inference);
        compareRanges(*inference);
        for (const QJsonValue& probe : m_experiment["probes"].toArray()) compareProbe(*inference, probe.toObject());
        return m_found;
    }

private:
    void differs(const QString& what, const QString& want, const QString& got, const QString& more = {}) {
        if (want != got) m_found.append(QString("%1: PyTorch '%2', we '%3'%4").arg(what, want, got, more.isEmpty() ? more : " (" + more + ")"));
    }

    // What is suggested is accepted: as data, and as code that is read back.
    void verifyFixes(const DimProgram& program, const DimInference& refuted) {
        const std::vector<CallValue> example = arguments(m_experiment["example_shapes"].toArray());
        const auto read = parseShapeSpec(shapeSpecCode(refuted.fixedSpec));
        if (!read || !(*read == refuted.fixedSpec)) m_found.append("code to paste is not read back: " + toQ(shapeSpecCode(refuted.fixedSpec)) + describe(read));
        const auto again = inferDims(program, example, refuted.fixedSpec);
        if (!again || !again->conflicts.empty()) m_found.append("the fix is refuted: " + (again ? toQ(again->message()) : describe(again)));
    }

    void compareShapes(const DimInference& inference) {
        const QJsonObject wanted = m_experiment["input_shapes"].toObject();
        for (std::size_t i = 0; i < inference.inputs.size(); ++i) {
            QString name = toQ(inference.parameters[static_cast<std::size_t>(inference.inputs[i].source.root)]);
            for (const auto& step : inference.inputs[i].source.steps) name += "_" + toQ(std::get<std::string>(step));
            QStringList got;
            for (const DimConclusion& dim : inference.dims[i]) got.append(toQ(dim.size.text()));
            const QString text = inference.inputs[i].example.tensor() ? "[" + got.join(", ") + "]" : toQ(inference.inputs[i].example.text());
            differs("input " + name, shapeText(wanted[name]), text);
        }
        QStringList want, got;
        for (const QJsonValue& shape : m_experiment["output_shapes"].toArray()) want.append(shapeText(shape));
        for (const GraphOutput& output : inference.recording.graph.outputs())
            got.append(shapeText(asTensorType(inference.recording.graph.type(*output.value.as<ValueId>()))->sizes));
        differs("outputs", want.join(" "), got.join(" "));
    }

    void compareRanges(const DimInference& inference) {
        QStringList want, got;
        const QJsonObject ranges = m_experiment["range_constraints"].toObject();
        for (auto range = ranges.begin(); range != ranges.end(); ++range)
            want.append(range.key() + " [" + range.value()[0].toString() + ", " + range.value()[1].toString() + "]");
        for (const auto& [size, range] : inference.ranges) got.append(toQ(size.text()) + " " + rangeText(range));
        want.sort();
        got.sort();
        differs("ranges", want.join(", "), got.join(", "));
        QStringList replaced, ours;
        const QJsonObject replacements = m_experiment["shape_env"].toObject()["replacements"].toObject();
        for (auto item = replacements.begin(); item != replacements.end(); ++item) replaced.append(item.key() + " -> " + item.value().toString());
        for (const auto& [name, by] : inference.recording.env.replacements()) ours.append(toQ(name + " -> " + by.text()));
        differs("replacements", replaced.join(", "), ours.join(", "));
    }

    void compareProbe(const DimInference& inference, const QJsonObject& probe) {
        const QString where = "probe " + QJsonDocument(probe["shapes"].toArray()).toJson(QJsonDocument::Compact);
        const auto verdict = checkInputs(inference, arguments(probe["shapes"].toArray()));
        const bool right = probe["ok"].toBool() && probe["matches_eager"].toBool();
        if (right != verdict.has_value()) {
            m_found.append(QString("%1: the program %2, we say %3").arg(where, right ? "gives what it should" : "does not run or gives something else", describe(verdict)));
            return;
        }
        if (probe["ok"].toBool() || verdict) return;
        differs(where, probe["error"].toString().remove("RuntimeError: "), toQ(verdict.error().message));
    }

    QJsonObject m_experiment;
    QStringList m_found;
};

}  // namespace

class DimAutoTest : public QObject {
    Q_OBJECT
private slots:
    void experiment_data() {
        QTest::addColumn<QJsonObject>("given");
        QFile file(toQ(golden("dynamic/dim_auto.json").string()));
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonArray experiments = QJsonDocument::fromJson(file.readAll())["experiments"].toArray();
        QCOMPARE(experiments.size(), 71);
        for (const QJsonValue& value : experiments)
            QTest::newRow(qPrintable(value["id"].toString() + " " + value["title"].toString())) << value.toObject();
    }
    void experiment() {
        QFETCH(QJsonObject, given);
        QStringList found = Replay(given).run();
        for (const Difference& known : knownDifferences()) {
            if (known.experiment != given["id"].toString()) continue;
            QVERIFY(!known.reason.isEmpty());
            const auto count = found.size();
            found.removeIf([&](const QString& text) { return text.startsWith(known.about); });
            QVERIFY2(found.size() < count, qPrintable("no longer different: " + known.about + " (" + known.reason + ")"));
        }
        QVERIFY2(found.isEmpty(), qPrintable("\n" + found.join('\n')));
    }
};

namespace {

const std::vector<Difference>& knownDifferences() {
    static const std::vector<Difference> kDifferences{
        {"D05", "probe [[10]]", "refused before the run, by the condition that PyTorch's view finds violated"},
        {"D05s", "probe [[10]]", "refused before the run, by the condition that PyTorch's view finds violated"},
        {"D19", "probe [[6],[4]]", "the message names the sizes and the operator that asked, instead of a node of the assertion"},
        {"D24", "outcome", "a size that is said to be dynamic and would be a number is refused, also where the example's size is 1"},
        {"D24s", "outcome", "a size that is said to be dynamic and would be a number is refused, also where the example's size is 1"},
        {"D28", "probe [[1,8]]", "a lower bound that the user gave is checked, also one of 2"},
        {"D33", "error", "the divisibility itself is named, not what PyTorch's view asks on the way to it"},
        {"D33s", "outcome", "a name whose values do not all work is refused; strict export keeps an assertion and says nothing"},
        {"D43", "ranges", "a size that data decides has no upper end; PyTorch's is the largest 64-bit number less one"},
        {"D48", "outputs", "the same value, written as the operator works it out: ((s0 - 2)//2) + 1 is s0//2"},
        {"D48", "probe [[2,3,1,8]]", "refused before the run, by the condition that PyTorch's operator finds violated"},
        {"D51", "error", "the specification is named as users write it, Dim.AUTO"},
        {"D53", "outcome", "a specification of more dimensions than the input has is a mistake, and refused"},
        {"D54", "specification", "a name with two ranges is refused with its line and column, before anything is recorded"},
        {"D59", "ranges", "heads of size 1 are no other case for our operators, so s2 may be 2 and 3 is refused by divisibility alone"},
        {"D59", "probe [[3,5,9]]", "the message names the sizes and the operator that asked, instead of a node of the assertion"},
    };
    return kDifferences;
}

}  // namespace

WHITTLE_TEST(DimAutoTest)
#include "dim_auto_test.moc"
