#include "engine/codegen/cpu_jit.h"

#include "engine/codegen/code_makers.h"

#include <cmath>
#include <limits>

#include <QFile>
#include <QTemporaryDir>

#include "engine/base/files.h"
#include "engine/loops/listing.h"
#include "engine/tensor/convert.h"
#include "engine/tensor/tensor.h"
#include "tests/support/loops.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

TensorType typed(DType dtype, SymSizes sizes) { return {dtype, std::move(sizes), {}, {}}; }

Tensor tensorOf(DType dtype, const std::vector<double>& values, Sizes sizes) {
    return Tensor::of<double>(std::span(values), std::move(sizes)).to(dtype);
}

Result<Tensor> run(const LoopKernel& kernel, std::vector<Tensor> inputs, Sizes outSizes, std::vector<std::int64_t> symbols = {},
                   std::int64_t steps = -1) {
    WHITTLE_TRY(CpuJit jit, CpuJit::create());
    WHITTLE_TRY(const CompiledKernel compiled, jit.compile(kernel));
    Tensor out = Tensor::zeros(kernel.buffers.back().dtype, std::move(outSizes));
    std::vector<void*> buffers;
    for (Tensor& input : inputs) buffers.push_back(input.mutableData<std::byte>());
    buffers.push_back(out.mutableData<std::byte>());
    if (steps < 0) {
        WHITTLE_TRY(steps, compiled.steps.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
            for (std::size_t i = 0; i < kernel.symbols.size(); ++i)
                if (kernel.symbols[i] == name) return symbols[i];
            return std::nullopt;
        }));
    }
    // In two halves: a kernel may be split anywhere.
    compiled.run(buffers.data(), symbols.data(), 0, steps / 2);
    compiled.run(buffers.data(), symbols.data(), steps / 2, steps);
    return out;
}

// x * by, for two elements.
LoopKernel scaled(double by, const std::string& name) {
    HandKernel hand({typed(DType::F32, {2})});
    LoopKernel kernel = hand.finish(typed(DType::F32, {2}), [&](LoopBuilder& loops) { loops.store(loops.load(input(0)) * by); });
    kernel.name = name;
    return kernel;
}

// What such a kernel makes of 1 and 2.
QString doubled(const CompiledKernel& kernel) {
    const float in[2] = {1, 2};
    alignas(64) float out[2] = {0, 0};
    void* buffers[] = {const_cast<float*>(in), out};
    kernel.run(buffers, nullptr, 0, *kernel.steps.constant());
    return QString("%1 %2").arg(out[0]).arg(out[1]);
}

QString text(const Result<Tensor>& tensor) {
    if (!tensor) return describe(tensor);
    QStringList parts;
    for (Index i = 0; i < tensor->numel(); ++i)
        parts << (isFloating(tensor->dtype()) ? QString::number(tensor->flat(i), 'g', 6) : QString::number(tensor->flatInt(i)));
    return parts.join(" ");
}

// Whether all of it lies in one mapping of this process that may run.
bool isExecutable(std::uint64_t start, std::uint64_t end) {
    QFile maps("/proc/self/maps");
    if (!maps.open(QIODevice::ReadOnly)) return false;
    for (const QByteArray& line : maps.readAll().split('\n')) {
        const QList<QByteArray> parts = line.split(' '), ends = parts[0].split('-');
        if (parts.size() > 1 && parts[1].size() > 2 && parts[1][2] == 'x' && ends[0].toULongLong(nullptr, 16) <= start && end <= ends[1].toULongLong(nullptr, 16)) return true;
    }
    return false;
}

}  // namespace

Q_DECLARE_METATYPE(whittle::DType)
Q_DECLARE_METATYPE(std::vector<double>)
Q_DECLARE_METATYPE(whittle::LoopOp)
Q_DECLARE_METATYPE(whittle::VectorIsa)
Q_DECLARE_METATYPE(whittle::CodeSource)

class CpuJitTest : public QObject {
    Q_OBJECT
private slots:
    // Each line of the map is one function: where it lies, how long it is, and its name.
    void names_its_code_for_perf() {
        const QTemporaryDir scratch;
        const std::string path = scratch.filePath("perf.map").toStdString();
        VERIFY_OK(writeFileAtomic(path, "of an earlier process\n"));
        const auto map = PerfMap::create(path);
        VERIFY_OK(map);
        const LoopKernel kernels[] = {scaled(2, "doubled"), scaled(3, "in\nthree"), scaled(2, "again")};
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        std::vector<CodeRequest> requests;
        for (const LoopKernel& kernel : kernels) requests.push_back(jit->plan(kernel).value().request);
        const auto made = jit->make(requests, {.perfMap = *map});
        VERIFY_OK(made);
        const auto text = readFile(path);
        VERIFY_OK(text);
        const QStringList lines = toQ(*text).split('\n');
        QCOMPARE(lines.size(), 3);  // the third is the first under another name
        QVERIFY(lines[2].isEmpty());
        for (const int i : {0, 1}) {
            const QStringList parts = lines[i].split(' ');
            QCOMPARE(parts.size(), 3);
            QCOMPARE(parts[2], QString(i == 0 ? "doubled" : "in_three"));
            const auto start = parts[0].toULongLong(nullptr, 16), bytes = parts[1].toULongLong(nullptr, 16);
            QCOMPARE(reinterpret_cast<void*>(start), (*made)[static_cast<std::size_t>(i)].address);
            QVERIFY2(bytes > 0 && bytes < 4096 && isExecutable(start, start + bytes), qPrintable(lines[i]));
        }
    }

    void a_map_for_perf_is_the_users_own() {
        const QTemporaryDir scratch;
        const std::filesystem::path folder(scratch.path().toStdString());
        VERIFY_OK(writeFileAtomic(folder / "other", "kept"));
        std::filesystem::create_symlink(folder / "other", folder / "link");
        std::filesystem::create_hard_link(folder / "other", folder / "second");
        for (const char* name : {"link", "second", ".", "missing/map"}) QVERIFY2(!PerfMap::create(folder / name), name);
        QCOMPARE(readFile(folder / "other").value(), std::string("kept"));
    }

    // Debuggers and profilers show the lines of the listing that `compile --dump` writes beside the object.
    void names_the_lines_of_its_listing() {
        const LoopKernel kernel = scaled(2, "doubled");
        const KernelListing listing = listKernel(kernel);
        const QStringList lines = toQ(listing.text).split('\n');
        QCOMPARE(toQ(listing.text), toQ(printKernel(kernel)));
        QVERIFY(lines[listing.loopLines.at("i0") - 1].contains("for i0 in 2"));
        QVERIFY(lines[listing.storeLines.at(0) - 1].contains("b1[i0] = "));
        int loads = 0;
        for (const auto& [id, line] : listing.lineOf) {
            if (kernel.exprs[id].op != LoopOp::Load) continue;
            ++loads;
            QVERIFY(lines[line - 1].contains("= load b0[i0]"));
        }
        QCOMPARE(loads, 1);
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        const Result<CompiledKernel> code = jit->compile(kernel, KeepText::WithLines);
        VERIFY_OK(code);
        QVERIFY(code->texts.object.find(".debug_line") != std::string::npos);
        QVERIFY(code->texts.object.find("doubled.loops") != std::string::npos);
        QVERIFY2(code->texts.llvmIr.find("!dbg") == std::string::npos, "texts are for reading");
        QCOMPARE(doubled(*code), doubled(jit->compile(kernel).value()));
    }

    // The texts are those of code without lines, to the letter, and each line of them knows where it comes from.
    void texts_know_the_lines_of_the_listing() {
        const LoopKernel kernel = scaled(2, "doubled");
        const KernelListing listing = listKernel(kernel);
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        const Result<CompiledKernel> lined = jit->compile(kernel, KeepText::WithLines), plain = jit->compile(kernel, KeepText::Yes);
        VERIFY_OK(lined);
        VERIFY_OK(plain);
        QCOMPARE(toQ(lined->texts.emittedIr), toQ(plain->texts.emittedIr));
        QCOMPARE(toQ(lined->texts.llvmIr), toQ(plain->texts.llvmIr));
        QCOMPARE(toQ(lined->texts.assembly), toQ(plain->texts.assembly));
        QVERIFY(lined->texts.emittedIr != lined->texts.llvmIr);
        QVERIFY(plain->texts.lines == CodeLines());
        struct Text {
            const std::string& text;
            const std::vector<int>& lines;
            const char* store;  // what an instruction has that writes a result
        };
        const Text all[] = {{lined->texts.emittedIr, lined->texts.lines.emittedIr, " store "}, {lined->texts.llvmIr, lined->texts.lines.llvmIr, " store "}};
        for (const Text& one : all) {
            const QStringList text = toQ(one.text).split('\n');
            int stores = 0, loads = 0;
            for (qsizetype i = 0; i < text.size(); ++i) {
                const int line = static_cast<std::size_t>(i) < one.lines.size() ? one.lines[static_cast<std::size_t>(i)] : 0;
                if (text[i].contains(one.store)) {
                    ++stores;
                    QCOMPARE(line, listing.storeLines.at(0));
                }
                if (text[i].contains(" = load ") && !text[i].contains("load ptr")) {
                    ++loads;
                    QVERIFY(line > 0 && toQ(listing.text).split('\n')[line - 1].contains("= load b0"));
                }
                if (!text[i].startsWith("  ")) QCOMPARE(line, 0);  // no instruction
            }
            QVERIFY2(stores > 0 && loads > 0, one.text.c_str());
        }
        const std::vector<int>& assembly = lined->texts.lines.assembly;
        QVERIFY(std::ranges::find(assembly, listing.storeLines.at(0)) != assembly.end());
        QVERIFY(std::ranges::all_of(assembly, [&](int line) { return line >= 0 && line <= static_cast<int>(listing.values.size()); }));
    }

    void casts_like_the_reference_data() {
        QTest::addColumn<DType>("from");
        QTest::addColumn<DType>("to");
        for (int from = 0; from < kRealDTypeCount; ++from)
            for (int to = 0; to < kRealDTypeCount; ++to)
                QTest::addRow("%s to %s", dtypeName(DType(from)).data(), dtypeName(DType(to)).data()) << DType(from) << DType(to);
    }
    void casts_like_the_reference() {
        QFETCH(DType, from);
        QFETCH(DType, to);
        std::vector<double> values{0, 1, -1, 2.5, -2.5, 127, 128, 255, 256, -129, 1e-8, 6.0e-8, 65504, 65520, 0.333333, 3e9, -3e9};
        if (isFloating(from)) values.insert(values.end(), {kNan, kInf, -kInf, 1e19, -0.0, 1.00390625, 1.01171875});
        const auto n = static_cast<Index>(values.size());
        const Tensor x = tensorOf(from, values, {n});
        HandKernel hand({typed(from, {n})});
        const LoopKernel kernel = hand.finish(typed(to, {n}), [&](LoopBuilder& loops) { loops.store(loops.load(input(0))); });
        const Result<Tensor> got = run(kernel, {x}, {n});
        QCOMPARE(text(got), text(x.to(to)));
    }

    void operations_data() {
        QTest::addColumn<LoopOp>("op");
        QTest::addColumn<DType>("dtype");
        QTest::addColumn<std::vector<double>>("a");
        QTest::addColumn<std::vector<double>>("b");
        QTest::addColumn<QString>("want");
        using V = std::vector<double>;
        QTest::newRow("maximum lets NaN win") << LoopOp::Maximum << DType::F32 << V{1, kNan, 2, -kInf} << V{2, 0, kNan, -1} << "2 nan nan -1";
        QTest::newRow("minimum lets NaN win") << LoopOp::Minimum << DType::F64 << V{1, kNan, 2, kInf} << V{2, 0, kNan, -1} << "1 nan nan -1";
        QTest::newRow("u8 compares unsigned") << LoopOp::Maximum << DType::U8 << V{200, 1} << V{100, 255} << "200 255";
        QTest::newRow("i8 compares signed") << LoopOp::Maximum << DType::I8 << V{-56, 1} << V{100, -1} << "100 1";
        QTest::newRow("i8 addition wraps") << LoopOp::Add << DType::I8 << V{127, -128} << V{1, -1} << "-128 127";
        QTest::newRow("i64 product is exact") << LoopOp::Mul << DType::I64 << V{3000000000, -3} << V{3, 5} << "9000000000 -15";
        QTest::newRow("bool sum is or") << LoopOp::Add << DType::Bool << V{0, 1, 1} << V{0, 0, 1} << "0 1 1";
        QTest::newRow("bool xor") << LoopOp::Xor << DType::Bool << V{0, 1, 1} << V{0, 0, 1} << "0 1 0";
        QTest::newRow("equality with NaN") << LoopOp::Eq << DType::F32 << V{1, kNan} << V{1, kNan} << "1 0";
        QTest::newRow("inequality with NaN") << LoopOp::Ne << DType::F32 << V{1, kNan} << V{1, kNan} << "0 1";
        QTest::newRow("less with NaN") << LoopOp::Lt << DType::F32 << V{1, kNan} << V{2, 1} << "1 0";
        QTest::newRow("pow") << LoopOp::Pow << DType::F32 << V{2, -2, 0} << V{10, 3, 0} << "1024 -8 1";
        QTest::newRow("fmod keeps the sign of a") << LoopOp::Fmod << DType::F64 << V{7, -7} << V{3, 3} << "1 -1";
        QTest::newRow("division by zero") << LoopOp::Div << DType::F32 << V{1, -1, 0} << V{0, 0, 0} << "inf -inf nan";
    }
    void operations() {
        QFETCH(LoopOp, op);
        QFETCH(DType, dtype);
        QFETCH(std::vector<double>, a);
        QFETCH(std::vector<double>, b);
        const auto n = static_cast<Index>(a.size());
        HandKernel hand({typed(dtype, {n}), typed(dtype, {n})});
        const DType result = op >= LoopOp::Eq ? DType::Bool : dtype;
        const LoopKernel kernel = hand.finish(typed(result, {n}), [&](LoopBuilder& loops) {
            loops.store(binary(op, loops.load(input(0), dtype), loops.load(input(1), dtype)));
        });
        QString got = text(run(kernel, {tensorOf(dtype, a, {n}), tensorOf(dtype, b, {n})}, {n}));
        QTEST(got.replace("-nan", "nan"), "want");
    }

    void libm_on_both_precisions_data() {
        QTest::addColumn<LoopOp>("op");
        for (int op = 0; op <= static_cast<int>(LoopOp::Ge); ++op)
            if (loopOpInfo(LoopOp(op)).operands == 1 && !loopOpInfo(LoopOp(op)).libm.empty())
                QTest::addRow("%s", loopOpInfo(LoopOp(op)).name.data()) << LoopOp(op);
    }
    void libm_on_both_precisions() {
        QFETCH(LoopOp, op);
        const std::vector<double> values{0.25, 0.5, 0.75, 1.0, 1.5};
        std::array<Tensor, 2> results;
        for (const DType dtype : {DType::F32, DType::F64}) {
            HandKernel hand({typed(dtype, {5})});
            const LoopKernel kernel = hand.finish(typed(dtype, {5}), [&](LoopBuilder& loops) { loops.store(unary(op, loops.load(input(0)))); });
            const Result<Tensor> got = run(kernel, {tensorOf(dtype, values, {5})}, {5});
            VERIFY_OK(got);
            results[dtype == DType::F64] = *got;
        }
        for (Index i = 0; i < 5; ++i) {
            const double a = results[0].flat(i), b = results[1].flat(i);
            QVERIFY2((std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) < 1e-5, qPrintable(QString("%1 %2").arg(a).arg(b)));
        }
    }

    void reductions_data() {
        QTest::addColumn<int>("combiner");
        QTest::addColumn<DType>("dtype");
        QTest::addColumn<QString>("want");
        QTest::newRow("sum") << int(Combiner::Sum) << DType::F32 << "3 7";
        QTest::newRow("product") << int(Combiner::Product) << DType::F64 << "-8 12";
        QTest::newRow("max") << int(Combiner::Max) << DType::I32 << "4 3";
        QTest::newRow("min") << int(Combiner::Min) << DType::I64 << "-2 2";
        QTest::newRow("any") << int(Combiner::Any) << DType::Bool << "1 1";
        QTest::newRow("all") << int(Combiner::All) << DType::Bool << "1 1";
    }
    void reductions() {
        QFETCH(int, combiner);
        QFETCH(DType, dtype);
        HandKernel hand({typed(dtype, {3, 2})});  // reduced over dim 0, so the loop order is not the memory order
        const LoopKernel kernel = hand.finish(typed(dtype, {2}), [&](LoopBuilder& loops) {
            loops.store(loops.reduce(Combiner(combiner), {3}, [&](const SymSizes& r) { return loops.at(input(0), {r[0], loops.index(0)}); }));
        });
        QTEST(text(run(kernel, {tensorOf(dtype, {1, 2, 4, 3, -2, 2}, {3, 2})}, {2})), "want");
    }

    void an_empty_reduction_is_neutral() {
        const SymInt n = SymInt::symbol("n");
        for (const auto& [combiner, want] : {std::pair(Combiner::Sum, "0"), std::pair(Combiner::Max, "-inf"), std::pair(Combiner::Product, "1")}) {
            HandKernel hand({typed(DType::F32, {n})});
            const LoopKernel kernel = hand.finish(typed(DType::F32, {}), [&](LoopBuilder& loops) {
                loops.store(loops.reduce(combiner, {n}, [&](const SymSizes& r) { return loops.at(input(0), r); }));
            });
            QCOMPARE(text(run(kernel, {Tensor::zeros(DType::F32, {0})}, {}, {0}, 1)), QString(want));
        }
    }

    void one_kernel_serves_all_sizes() {
        const SymInt s0 = SymInt::symbol("s0"), s1 = SymInt::symbol("s1");
        HandKernel hand({typed(DType::F32, {s0, s1})});
        const LoopKernel kernel = hand.finish(typed(DType::F32, {s1, s0}), [](LoopBuilder& loops) {
            loops.store(loops.at(input(0), {loops.index(1), loops.index(0)}) * 2.0);
        });
        QCOMPARE(text(run(kernel, {tensorOf(DType::F32, {1, 2, 3, 4, 5, 6}, {2, 3})}, {3, 2}, {2, 3})), QString("2 8 4 10 6 12"));
        QCOMPARE(text(run(kernel, {tensorOf(DType::F32, {1, 2}, {2, 1})}, {1, 2}, {2, 1})), QString("2 4"));
        QCOMPARE(text(run(kernel, {Tensor::zeros(DType::F32, {0, 3})}, {3, 0}, {0, 3})), QString(""));
    }

    // cat as a lowering says it: the untaken side may lie outside its tensor.
    void masked_loads_touch_nothing_outside() {
        HandKernel hand({typed(DType::F32, {2}), typed(DType::F32, {0}), typed(DType::F32, {3})});
        const LoopKernel kernel = hand.finish(typed(DType::F32, {5}), [](LoopBuilder& loops) {
            const Expr at = loops.position(loops.index(0));
            const Expr tail = loops.masked(at >= 2.0, [&] { return loops.at(input(2), {loops.index(0) - 2}); }, loops.number(DType::F32, 0));
            const Expr none = loops.masked(at < 0.0, [&] { return loops.at(input(1), {loops.index(0)}); }, tail);
            loops.store(loops.masked(at < 2.0, [&] { return loops.at(input(0), {loops.index(0)}); }, none));
        });
        QCOMPARE(text(run(kernel, {tensorOf(DType::F32, {1, 2}, {2}), Tensor::zeros(DType::F32, {0}), tensorOf(DType::F32, {3, 4, 5}, {3})}, {5})),
                 QString("1 2 3 4 5"));
    }

    void softmax_rows() {
        HandKernel hand({typed(DType::F16, {2, 3})});
        const LoopKernel kernel = hand.finish(typed(DType::F16, {2, 3}), [](LoopBuilder& loops) {
            const auto row = [&](const SymSizes& r) { return loops.at(input(0), {loops.index(0), r[0]}).to(DType::F32); };
            const Expr top = loops.reduce(Combiner::Max, {3}, row);
            const Expr sum = loops.reduce(Combiner::Sum, {3}, [&](const SymSizes& r) { return unary(LoopOp::Exp, row(r) - top); });
            loops.store(unary(LoopOp::Exp, loops.load(input(0), DType::F32) - top) / sum);
        });
        QCOMPARE(text(run(kernel, {tensorOf(DType::F16, {0, 0, 0, 1000, 0, 1000}, {2, 3})}, {2, 3})),
                 QString("0.333252 0.333252 0.333252 0.5 0 0.5"));
    }

    void keeps_text_and_says_the_cpu() {
        HandKernel hand({typed(DType::F32, {4})});
        const LoopKernel kernel = hand.finish(typed(DType::F32, {4}), [](LoopBuilder& loops) { loops.store(-loops.load(input(0))); });
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        QVERIFY(!jit->cpuName().empty());
        const Result<CompiledKernel> compiled = jit->compile(kernel, KeepText::Yes);
        VERIFY_OK(compiled);
        QVERIFY(compiled->texts.llvmIr.find("fneg") != std::string::npos);
        QVERIFY(compiled->milliseconds > 0);
        VERIFY_OK(jit->compile(kernel));  // the same name twice is no conflict
    }

    void code_is_found_again_data() {
        QTest::addColumn<double>("factor");
        QTest::addColumn<VectorIsa>("isa");
        QTest::addColumn<QString>("name");
        QTest::addColumn<CodeSource>("want");
        QTest::newRow("the same kernel") << 2.0 << VectorIsa::Host << "k0_mul" << CodeSource::Cache;
        QTest::newRow("under another name") << 2.0 << VectorIsa::Host << "k7_mul" << CodeSource::Cache;
        QTest::newRow("another number in it") << 3.0 << VectorIsa::Host << "k0_mul" << CodeSource::Compiled;
        QTest::newRow("for another CPU") << 2.0 << VectorIsa::Baseline << "k0_mul" << CodeSource::Compiled;
    }
    void code_is_found_again() {
        QFETCH(double, factor);
        QFETCH(VectorIsa, isa);
        QFETCH(QString, name);
        QFETCH(CodeSource, want);
        const QTemporaryDir scratch;
        const auto folder = std::filesystem::path(scratch.path().toStdString()) / "objects";
        const auto compiled = [&](double by, VectorIsa widest, const std::string& as) -> Result<CompiledKernel> {
            WHITTLE_TRY(CpuJit jit, CpuJit::create(widest, std::make_shared<ObjectCache>(folder)));  // as another process would
            return jit.compile(scaled(by, as), KeepText::Yes);
        };
        const Result<CompiledKernel> first = compiled(2.0, VectorIsa::Host, "k0_mul");
        VERIFY_OK(first);
        QCOMPARE(first->source, CodeSource::Compiled);
        const Result<CompiledKernel> second = compiled(factor, isa, name.toStdString());
        VERIFY_OK(second);
        QCOMPARE(second->source, want);
        QCOMPARE(second->texts.object == first->texts.object, want == CodeSource::Cache);
        QVERIFY(second->texts.llvmIr.find(name.toStdString()) != std::string::npos);
        QCOMPARE(doubled(*second), QString("%1 %2").arg(factor).arg(2 * factor));
    }

    // A code generator goes from session to session of its kind, and makes the code that a new one would.
    void code_generators_are_taken_over() {
        const auto makers = std::make_shared<CodeMakers>();
        const auto compiled = [&](double by, VectorIsa widest) -> Result<CompiledKernel> {
            WHITTLE_TRY(CpuJit jit, CpuJit::create(widest, nullptr, makers));
            return jit.compile(scaled(by, "k0_mul"), KeepText::Yes);
        };
        Result<CpuJit> alone = CpuJit::create();
        VERIFY_OK(alone);
        const Result<CompiledKernel> want = alone->compile(scaled(3, "k0_mul"), KeepText::Yes);
        VERIFY_OK(want);
        VERIFY_OK(compiled(2, VectorIsa::Host));
        QCOMPARE(makers->idle(), std::size_t{1});
        const Result<CompiledKernel> again = compiled(3, VectorIsa::Host);
        VERIFY_OK(again);
        QCOMPARE(makers->idle(), std::size_t{1});
        QVERIFY(again->texts.object == want->texts.object);
        QVERIFY(again->texts.assembly == want->texts.assembly);
        QCOMPARE(doubled(*again), QString("3 6"));
        const Result<CompiledKernel> narrow = compiled(2, VectorIsa::Baseline);
        VERIFY_OK(narrow);
        QCOMPARE(makers->idle(), std::size_t{2});
        QCOMPARE(doubled(*narrow), QString("2 4"));
    }

    // A damaged entry is never run: it is compiled anew and put right.
    void damaged_code_is_made_anew() {
        const QTemporaryDir scratch;
        const auto folder = std::filesystem::path(scratch.path().toStdString()) / "objects";
        for (const CodeSource want : {CodeSource::Compiled, CodeSource::Compiled, CodeSource::Cache}) {
            auto cache = std::make_shared<ObjectCache>(folder);
            Result<CpuJit> jit = CpuJit::create(VectorIsa::Host, cache);
            VERIFY_OK(jit);
            const Result<CompiledKernel> kernel = jit->compile(scaled(2, "k0"));
            VERIFY_OK(kernel);
            QCOMPARE(kernel->source, want);
            QCOMPARE(doubled(*kernel), QString("2 4"));
            QCOMPARE(cache->notes().size(), std::size_t(m_damaged ? 1 : 0));
            if (want == CodeSource::Cache || m_damaged) {
                m_damaged = false;
                continue;
            }
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
                if (!entry.is_regular_file()) continue;
                Result<std::string> bytes = readFile(entry.path());
                VERIFY_OK(bytes);
                (*bytes)[bytes->size() / 2] ^= 4;
                VERIFY_OK(writeFileAtomic(entry.path(), *bytes));
                m_damaged = true;
            }
        }
    }

    void any_number_of_threads_makes_the_same() {
        std::vector<LoopKernel> kernels;
        for (int i = 0; i < 12; ++i) kernels.push_back(scaled(i % 5 + 1, fmt::format("k{}", i)));
        std::vector<std::vector<std::string>> objects;
        for (const int threads : {1, 4, 64}) {
            Result<CpuJit> jit = CpuJit::create();
            VERIFY_OK(jit);
            std::vector<PlannedKernel> planned;
            std::vector<CodeRequest> requests;
            for (const LoopKernel& kernel : kernels) {
                Result<PlannedKernel> plan = jit->plan(kernel);
                VERIFY_OK(plan);
                requests.push_back(plan->request);
                planned.push_back(*std::move(plan));
            }
            Result<std::vector<NativeFunction>> made = jit->make(requests, {.texts = KeepText::Yes, .threads = threads, .cancel = {}});
            VERIFY_OK(made);
            QCOMPARE(made->size(), kernels.size());
            objects.emplace_back();
            for (std::size_t i = 0; i < made->size(); ++i) {
                QCOMPARE((*made)[i].source, i < 5 ? CodeSource::Compiled : CodeSource::Repeat);
                objects.back().push_back((*made)[i].texts.object);
                const int by = static_cast<int>(i) % 5 + 1;
                QCOMPARE(doubled(planned[i].with(std::move((*made)[i]))), QString("%1 %2").arg(by).arg(2 * by));
            }
            QCOMPARE(objects.back() == objects.front(), true);
        }
    }

    // Memory that runs out on a thread of ours is the caller's trouble, as on its own.
    void exceptions_reach_the_caller() {
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        const LoopKernel kernel = scaled(2, "k");
        Result<PlannedKernel> plan = jit->plan(kernel);
        VERIFY_OK(plan);
        std::vector<CodeRequest> requests(9, plan->request);
        requests[4].build = [](llvm::Module&) -> llvm::Function& { throw std::bad_alloc(); };
        QVERIFY_THROWS_EXCEPTION(std::bad_alloc, (void)jit->make(requests, {.texts = KeepText::No, .threads = 3, .cancel = {}}));
        VERIFY_OK(jit->make({requests.data(), 1}, {}));  // and the session goes on
    }

    void stops_on_request() {
        Result<CpuJit> jit = CpuJit::create();
        VERIFY_OK(jit);
        const LoopKernel kernel = scaled(2, "k");
        Result<PlannedKernel> plan = jit->plan(kernel);
        VERIFY_OK(plan);
        CancelSource source;
        std::vector<CodeRequest> requests(200, plan->request);
        requests[2].build = [&, inner = plan->request.build](llvm::Module& module) -> llvm::Function& {
            source.cancel();
            return inner(module);
        };
        int begun = 0;
        requests[100].build = [&, inner = plan->request.build](llvm::Module& module) -> llvm::Function& {
            ++begun;
            return inner(module);
        };
        QVERIFY(describe(jit->make(requests, {.texts = KeepText::No, .threads = 2, .cancel = source.token()})).startsWith("cancelled: "));
        QCOMPARE(begun, 0);
    }

private:
    bool m_damaged = false;
};

WHITTLE_TEST(CpuJitTest)
#include "cpu_jit_test.moc"
