// Texts of kernels and what belongs together in them: by hand, and of a real graph that a worker compiled.
#include "views/models/kernel_code.h"

#include <algorithm>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include "engine/formats/open.h"
#include "tests/views/models/study_support.h"
#include "views/models/text.h"

using namespace whittle;
using namespace whittle::test;

namespace {

KernelContentRef contentOf(Study study, Graph graph = smallGraph()) {
    auto content = KernelContent::build(std::make_shared<const Study>(std::move(study)), snapshot(std::move(graph)), {});
    return content ? *content : nullptr;
}

KernelCodeRef codeOf(const KernelContentRef& content, int kernel) {
    auto code = KernelCode::build(content, kernel, {});
    return code ? *code : nullptr;
}

int pageOf(const CodeUnit& unit, CodePage::Kind kind) {
    const auto found = std::ranges::find(unit.pages, kind, &CodePage::kind);
    return found == unit.pages.end() ? -1 : static_cast<int>(found - unit.pages.begin());
}

QStringList linked(const CodeUnit& unit, const LineLinks::Focus& focus, CodePage::Kind kind) {
    QStringList out;
    const int page = pageOf(unit, kind);
    for (const int line : unit.links.lines(focus, page)) out << unit.pages[static_cast<std::size_t>(page)].text->line(line).toString().trimmed();
    return out;
}

int lineWith(const CodeUnit& unit, CodePage::Kind kind, const QString& text) {
    const TextLines& lines = *unit.pages[static_cast<std::size_t>(pageOf(unit, kind))].text;
    for (int line = 0; line < lines.count(); ++line)
        if (lines.line(line).contains(text)) return line;
    return -1;
}

QString styled(CodeLanguage language, const QString& line) {
    static constexpr const char* kNames[] = {"keyword", "type", "name", "number", "string", "comment", "label"};
    QStringList out;
    for (const CodeToken& token : lexLine(language, line)) out << QString("%1:%2").arg(kNames[static_cast<std::size_t>(token.style)], line.mid(token.start, token.length));
    return out.join(" ");
}

}  // namespace

class KernelCodeTest : public QObject {
    Q_OBJECT
private slots:
    void text_is_cut_into_lines_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("lines");
        QTest::newRow("none") << "" << "";
        QTest::newRow("one") << "a" << "[a]";
        QTest::newRow("an end is no line") << "a\nb\n" << "[a][b]";
        QTest::newRow("empty lines are") << "\na\n\n" << "[][a][]";
    }
    void text_is_cut_into_lines() {
        QFETCH(QString, text);
        const TextLines lines(text);
        QString out;
        for (int i = 0; i < lines.count(); ++i) out += "[" + lines.line(i).toString() + "]";
        QTEST(out, "lines");
    }

    void tabs_are_as_wide_as_they_reach() {
        QCOMPARE(withoutTabs(u"ab\tc\t"), QString("ab      c       "));
        QVERIFY(TextLines("\tx").longest() >= 9);
        QCOMPARE(TextLines("a\nb", {7, 12}).number(1), 12);
    }

    void code_has_colours_data() {
        QTest::addColumn<CodeLanguage>("language");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("want");
        QTest::newRow("loops") << CodeLanguage::LoopIr << "  v2 = mul v1, 0.5 : f32  # %x" << "name:v2 name:v1 number:0.5 type:f32 comment:# %x";
        QTest::newRow("loop") << CodeLanguage::LoopIr << "for i0 in 16 parallel" << "keyword:for name:i0 keyword:in number:16 keyword:parallel";
        QTest::newRow("LLVM") << CodeLanguage::LlvmIr << "  %7 = fmul <8 x float> %b0, %1 ; why" << "name:%7 keyword:fmul number:8 type:x type:float name:%b0 name:%1 comment:; why";
        QTest::newRow("label") << CodeLanguage::LlvmIr << "r0.loop:  ; preds = %a" << "label:r0.loop: comment:; preds = %a";
        QTest::newRow("assembly") << CodeLanguage::Assembly << "\tvaddps\t%ymm1, $32, 8(%rdi)" << "keyword:vaddps name:%ymm1 number:$32 number:8 name:%rdi";
        QTest::newRow("directive") << CodeLanguage::Assembly << "\t.p2align\t4, 0x90" << "comment:.p2align number:4 number:0x90";
        QTest::newRow("assembly label") << CodeLanguage::Assembly << ".LBB0_2:" << "label:.LBB0_2:";
        QTest::newRow("Python") << CodeLanguage::Python << "return self.a('x # y', 2)  # z" << "keyword:return string:'x # y' number:2 comment:# z";
        QTest::newRow("string without an end") << CodeLanguage::Python << "x = \"a\\" << "string:\"a\\";
    }
    void code_has_colours() {
        QFETCH(CodeLanguage, language);
        QFETCH(QString, line);
        QTEST(styled(language, line), "want");
    }

    void lines_of_all_texts_belong_together() {
        const KernelCodeRef code = codeOf(contentOf(smallStudy()), 1);
        QVERIFY(code && code->none.isEmpty());
        QCOMPARE(code->units.size(), std::size_t{1});
        const CodeUnit& unit = code->units.front();
        using Kind = CodePage::Kind;
        QCOMPARE(unit.pages.size(), std::size_t{5});
        // From the user's line to all the code that it became, through what a pass made of it.
        const LineLinks::Focus gelu = unit.links.at(pageOf(unit, Kind::Source), 0);
        QCOMPARE(linked(unit, gelu, Kind::LoopIr), QStringList({"v0 = load b0[i0] : f32", "v1 = tanh v0 : f32", "v2 = mul v1, v0 : f32"}));
        QCOMPARE(linked(unit, gelu, Kind::Assembly), QStringList({"movss\t(%rdi), %xmm0", "call\ttanhf", "mulss\t%xmm1, %xmm0"}));
        QCOMPARE(linked(unit, gelu, Kind::LlvmIr).size(), 3);
        QCOMPARE(linked(unit, gelu, Kind::EmittedIr).size(), 3);
        // And back from one instruction.
        const LineLinks::Focus add = unit.links.at(pageOf(unit, Kind::Assembly), lineWith(unit, Kind::Assembly, "addss"));
        QCOMPARE(linked(unit, add, Kind::LoopIr), QStringList({"v3 = add v2, v0 : f32"}));
        QCOMPARE(linked(unit, add, Kind::LlvmIr), QStringList({"%v3 = fadd float %v2, %v0"}));
        QCOMPARE(unit.pages.front().text->number(unit.links.lines(add, 0).front()), 12);
        QVERIFY(unit.links.at(pageOf(unit, Kind::Assembly), 0).isEmpty());  // a label
        const Graph graph = smallGraph();
        const NodeId node = std::ranges::find(graph.nodes(), "gelu", &Node::name)->id;
        QCOMPARE(unit.links.of(node.index()), gelu);
    }

    void the_users_file_is_shown_where_it_is() {
        QTemporaryDir folder;
        const QString path = folder.filePath("net.py");
        const auto graphWith = [&] {
            Graph graph = smallGraph();
            for (const Node& node : std::vector<Node>(graph.nodes().begin(), graph.nodes().end())) {
                Origin moved = *node.origin;
                moved.file = path.toStdString();
                graph.setOrigin(node.id, std::make_shared<const Origin>(std::move(moved)));
            }
            return graph;
        };
        const auto first = [&] { return codeOf(contentOf(smallStudy(), graphWith()), 1)->units.front().pages.front(); };
        QVERIFY(first().note.contains("net.py is not on this machine"));
        QCOMPARE(first().text->count(), 2);
        const auto write = [&](const QByteArray& line) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            for (int i = 0; i < 20; ++i) file.write(line);
        };
        write("    x = self.fc(x)\n");
        QVERIFY(first().note.isEmpty());
        QCOMPARE(first().text->count(), 20);
        QCOMPARE(first().firstLine, 10);
        write("another program\n");  // lines that are not those the graph knows would mislead
        QVERIFY(!first().note.isEmpty());
    }

    void a_kernel_without_code_says_why_data() {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<QString>("why");
        QTest::newRow("library") << 0 << "onednn makes the code";
        QTest::newRow("reference") << 2 << "reference kernel";
    }
    void a_kernel_without_code_says_why() {
        QFETCH(int, kernel);
        QFETCH(QString, why);
        const KernelCodeRef code = codeOf(contentOf(smallStudy()), kernel);
        QVERIFY2(code->none.contains(why), qPrintable(code->none));
        QCOMPARE(code->units.front().pages.size(), std::size_t{1});  // the user's line is there all the same
    }

    void shared_code_is_shown_for_each_kernel() {
        Study study = smallStudy();
        KernelRecord twin = study.report.kernels[1];
        twin.name = "k1_twin";
        twin.llvmIr = twin.emittedIr = twin.assembly = {};
        twin.lines = {};
        twin.code = "repeat";
        twin.sameCodeAs = "k0_tanh_mul_add";
        study.report.kernels.push_back(twin);
        study.profile.kernelMs.push_back(0.01);
        const KernelCodeRef code = codeOf(contentOf(study), 3);
        QCOMPARE(code->units.front().pages.size(), std::size_t{5});
        QVERIFY(code->units.front().pages.back().note.contains("k0_tanh_mul_add"));
        QVERIFY(!code->units.front().links.at(4, 3).isEmpty());
    }

    // Every statement of every kernel of loops is found in its LLVM IR and assembly, or is one that the code needs no instruction for; every line of code leads back.
    void real_kernels_are_linked_from_source_to_assembly() {
        Worker worker(program(), {.time = std::chrono::milliseconds(120000)});
        const auto opened = openGraph(sample("torch211/gpt_2l_core.pt2"));
        VERIFY_OK(opened);
        const auto study = worker.study({.graph = opened->graph, .compile = {}, .tolerance = {}, .measuredRuns = 2}, {});
        VERIFY_OK(study);
        QVERIFY(!study->failure && study->roof);
        const KernelContentRef content = contentOf(*study, opened->graph);
        QVERIFY(content);
        using Kind = CodePage::Kind;
        int kernels = 0, stores = 0, nodes = 0;
        for (int kernel = 0; kernel < content->count(); ++kernel) {
            const KernelRow& row = content->row(kernel);
            QVERIFY2(row.milliseconds >= 0, qPrintable(row.name));
            const KernelCodeRef texts = codeOf(content, kernel);
            for (const CodeUnit& unit : texts->units) {
                const int loops = pageOf(unit, Kind::LoopIr), assembly = pageOf(unit, Kind::Assembly), ir = pageOf(unit, Kind::LlvmIr), emitted = pageOf(unit, Kind::EmittedIr);
                if (loops < 0) continue;
                QVERIFY2(assembly >= 0 && ir >= 0 && emitted >= 0, qPrintable(unit.name));
                ++kernels;
                const TextLines& text = *unit.pages[static_cast<std::size_t>(loops)].text;
                for (int line = 0; line < text.count(); ++line) {
                    const QString statement = text.line(line).trimmed().toString();
                    if (!statement.startsWith("b")) continue;  // a store is never optimised away
                    ++stores;
                    const LineLinks::Focus focus = unit.links.at(loops, line);
                    const QStringList irLines = linked(unit, focus, Kind::LlvmIr);
                    QVERIFY2(irLines.join("\n").contains("store"), qPrintable(unit.name + ": " + statement + "\n" + irLines.join("\n")));
                    QVERIFY2(linked(unit, focus, Kind::EmittedIr).join("\n").contains("store"), qPrintable(unit.name));
                    QVERIFY2(!unit.links.lines(focus, assembly).empty(), qPrintable(unit.name + ": " + statement));
                    QVERIFY2(!focus.nodes.empty(), qPrintable(unit.name + ": " + statement));
                }
                // Instructions lead back to the loops, and from there to the user's lines.
                const TextLines& code = *unit.pages[static_cast<std::size_t>(assembly)].text;
                for (int line = 0; line < code.count(); ++line) {
                    const LineLinks::Focus focus = unit.links.at(assembly, line);
                    if (!focus.isEmpty()) QVERIFY(!unit.links.lines(focus, loops).empty());
                }
                for (const NodeId node : row.nodes)
                    if (const LineLinks::Focus focus = unit.links.of(node.index()); !focus.loopLines.empty()) {
                        ++nodes;
                        QVERIFY(!unit.links.lines(focus, 0).empty() || unit.pages.front().kind != Kind::Source);
                    }
            }
        }
        QVERIFY2(kernels >= 5 && stores >= kernels && nodes >= kernels, qPrintable(QString("%1 kernels, %2 stores, %3 nodes").arg(kernels).arg(stores).arg(nodes)));
    }

    void long_texts_open_at_once() {
        QString text;
        for (int i = 0; i < 200000; ++i) text += QString("\tvaddps\t%ymm%1, %ymm2, %ymm3\n").arg(i % 16);
        qint64 best = 1000000;  // other work on the machine only makes it slower
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            const TextLines lines(text);
            QCOMPARE(lines.count(), 200000);
            best = std::min(best, timer.elapsed());
        }
        QVERIFY2(best < 100, qPrintable(QString::number(best)));
    }
};

WHITTLE_TEST(KernelCodeTest)
#include "kernel_code_test.moc"
