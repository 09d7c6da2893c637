#include "engine/codegen/cpu_jit.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <fstream>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/Debugging/DebuggerSupport.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/SubtargetFeature.h>

#include "engine/codegen/code_maker.h"
#include "engine/codegen/code_makers.h"
#include "engine/codegen/cpu_emit.h"
#include "engine/codegen/debug_lines.h"
#include "engine/codegen/llvm_build.h"
#include "engine/codegen/readable_code.h"
#include "engine/codegen/schedule_primitives.h"

namespace whittle {
namespace {

using Clock = std::chrono::steady_clock;

bool initialiseLlvm() {
    static const bool kReady = !llvm::InitializeNativeTarget() && !llvm::InitializeNativeTargetAsmPrinter();
    return kReady;
}

double since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

// The last-level cache that one core sees. The kernel knows; the C library adds up all of a socket's on some CPUs.
std::int64_t cacheBytes() {
    static const std::int64_t kBytes = [] {
        std::ifstream file("/sys/devices/system/cpu/cpu0/cache/index3/size");
        std::int64_t kibibytes = 0;
        if (file >> kibibytes) return kibibytes * 1024;
        return std::max<std::int64_t>(sysconf(_SC_LEVEL3_CACHE_SIZE), 0);
    }();
    return kBytes;
}

VectorTarget targetOf(const llvm::TargetMachine& machine) {
    const llvm::Triple& triple = machine.getTargetTriple();
    const llvm::MCSubtargetInfo* features = machine.getMCSubtargetInfo();
    const auto has = [&](std::string_view list) { return features->checkFeatures(std::string(list)); };
    VectorTarget target{.isa = "sse2", .lanes = 4, .cacheBytes = cacheBytes()};
    if (triple.isAArch64()) target.isa = "neon";
    else if (!triple.isX86()) target.isa = "llvm";  // vectors of some kind: LLVM splits ours to fit
    else if (has("+avx512f,+avx512bw,+avx512dq,+avx512vl")) target.isa = "avx512", target.lanes = 16, target.masks = true;
    else if (has("+avx2,+fma")) target.isa = "avx2", target.lanes = 8;
    return target;
}

// LLVM 19 turns the operands of a comparison of f16 (VCMPPH) round where it folds one of them in from the stack, and leaves the predicate as it was:
// x < 0 becomes 0 < x. Our code computes in f32, to and from which every CPU with AVX2 converts f16, so nothing is lost.
llvm::SubtargetFeatures withoutHalfArithmetic(const llvm::SubtargetFeatures& all) {
    llvm::SubtargetFeatures out;
    for (const std::string& feature : all.getFeatures())
        if (feature.substr(1) != "avx512fp16") out.AddFeature(feature.substr(1), feature.front() == '+');
    out.AddFeature("avx512fp16", false);
    return out;
}

// A module while it is written, and the one function in it.
struct Draft {
    std::unique_ptr<llvm::LLVMContext> context = std::make_unique<llvm::LLVMContext>();
    std::unique_ptr<llvm::Module> module;
    llvm::Function* function = nullptr;
};

// The same in every process, or an object could not be found again.
std::string symbolOf(const ObjectKey& key) { return "whittle_" + objectKeyText(key).substr(0, 32); }

// The linker tells addresses only.
Result<std::size_t> functionBytes(const std::string& object, const std::string& symbol) {
    auto file = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(object, symbol));
    if (!file) return llvmError(Code::Internal, "reading an object", file.takeError());
    for (const llvm::object::SymbolRef& one : (*file)->symbols()) {
        auto name = one.getName();
        if (!name) return llvmError(Code::Internal, "reading an object's symbols", name.takeError());
        if (*name == symbol && (*file)->isELF()) return llvm::object::ELFSymbolRef(one).getSize();
    }
    return fail(Code::Unsupported, "the size of a kernel is told by ELF objects only");
}

// What one request became on its thread, before it is linked.
struct Made {
    ObjectKey key{};
    NativeFunction function;
};

}  // namespace

std::string_view codeSourceName(CodeSource source) {
    static constexpr std::string_view kNames[] = {"compiled", "cache", "repeat"};
    return kNames[static_cast<std::size_t>(source)];
}

CompiledKernel PlannedKernel::with(NativeFunction code) const {
    return {.run = reinterpret_cast<KernelFn>(code.address), .steps = steps, .vector = vector, .code = std::move(code.code), .source = code.source,
            .texts = std::move(code.texts), .milliseconds = code.milliseconds};
}

struct CpuJit::Session {
    llvm::orc::JITTargetMachineBuilder builder;
    std::unique_ptr<llvm::TargetMachine> machine;
    std::string reported{};  // the cause, which a failed lookup does not name; the JIT writes here until its end
    std::unique_ptr<llvm::orc::LLJIT> jit;
    VectorTarget target;
    std::shared_ptr<ObjectCache> cache;
    std::string conditions;  ///< of the code, besides the module: part of every key
    std::shared_ptr<CodeMakers> shared{};              // where makers come from and go back to when code is made; may be null
    std::string madeFor{};                             // the CPU and its features
    std::vector<std::unique_ptr<CodeMaker>> makers{};  // by thread
    std::map<ObjectKey, void*> linked{};

    bool debuggers = false;  ///< are told of objects, once one has lines

    enum class Names { Keep, Discard };
    enum class Lines { No, Yes };
    Draft draft(const CodeRequest& request, Names names, Lines lines) const;
    ObjectKey keyOf(const Draft& draft) const;
    Result<CodeMaker*> maker(std::size_t thread);
    void giveBackMakers();
    Result<Made> make(const CodeRequest& request, KeepText texts, std::size_t thread);
    Result<void> keepTexts(const CodeRequest& request, Lines lines, std::size_t thread, CodeTexts& texts);
    Result<void> link(Made& made, const CodeRequest& request, const CodeOptions& options);
};

CpuJit::CpuJit(std::shared_ptr<Session> session) : m_session(std::move(session)) {}
CpuJit::CpuJit(CpuJit&&) noexcept = default;
CpuJit& CpuJit::operator=(CpuJit&&) noexcept = default;
CpuJit::~CpuJit() = default;

Result<CpuJit> CpuJit::create(VectorIsa widest, std::shared_ptr<ObjectCache> cache, std::shared_ptr<CodeMakers> makers) {
    if (!initialiseLlvm()) return fail(Code::Unsupported, "LLVM has no code generator for this machine");
    auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
    if (!host) return llvmError(Code::Unsupported, "detecting the CPU", host.takeError());
    if (llvm::Triple(host->getTargetTriple()).isX86()) {
        host->getFeatures() = widest == VectorIsa::Host ? withoutHalfArithmetic(host->getFeatures()) : llvm::SubtargetFeatures();
        if (widest != VectorIsa::Host) host->setCPU(widest == VectorIsa::Avx2 ? "x86-64-v3" : "x86-64");
        // Those that hasFeature() is asked about: the CPU's name has them, but the text that is searched has only what was added.
        if (widest == VectorIsa::Avx2)
            for (const char* feature : {"avx2", "fma", "f16c"}) host->getFeatures().AddFeature(feature);
    }
    host->setRelocationModel(llvm::Reloc::PIC_);  // what the JIT's linker wants: an object may land anywhere
    host->setCodeModel(llvm::CodeModel::Small);
    // Leaves out the scheduling after registers are given, 5 % of a compilation: the CPU orders instructions by itself. Products, attention, gelu,
    // softmax and layer norm take the same time with it and without.
    host->setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
    auto machine = host->createTargetMachine();
    if (!machine) return llvmError(Code::Unsupported, "opening the code generator", machine.takeError());
    auto jit = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(*host).create();
    if (!jit) return llvmError(Code::Unsupported, "starting the JIT", jit.takeError());
    // libm and the compiler's runtime, from whatever this process has loaded.
    auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess((*jit)->getDataLayout().getGlobalPrefix());
    if (!process) return llvmError(Code::Unsupported, "reading the process's symbols", process.takeError());
    (*jit)->getMainJITDylib().addGenerator(std::move(*process));
    const VectorTarget target = targetOf(**machine);
    std::string conditions;
    if (cache) conditions = fmt::format("LLVM {} {}, {}, pic small O1\n", LLVM_VERSION_STRING, buildOf(&(*machine)->getTarget()), CodeMaker::pipeline());
    std::string madeFor = fmt::format("{} {} {}", (*machine)->getTargetTriple().str(), (*machine)->getTargetCPU().str(), (*machine)->getTargetFeatureString().str());
    auto session = std::make_shared<Session>(Session{.builder = std::move(*host), .machine = std::move(*machine), .jit = std::move(*jit),
                                                     .target = target, .cache = std::move(cache), .conditions = std::move(conditions), .shared = std::move(makers),
                                                     .madeFor = std::move(madeFor)});
    session->jit->getExecutionSession().setErrorReporter(
        [own = session.get()](llvm::Error error) { own->reported = llvm::toString(std::move(error)); });
    return CpuJit(std::move(session));
}

std::string CpuJit::cpuName() const { return m_session->machine->getTargetCPU().str(); }
std::string CpuJit::cpuFeatures() const { return m_session->machine->getTargetFeatureString().str(); }
const std::string& CpuJit::vectorIsa() const { return m_session->target.isa; }

bool CpuJit::hasFeature(std::string_view feature) const {
    // LLVM's own check takes a feature that it does not know for one that is there.
    const std::string wanted = fmt::format(",+{},", feature);
    return fmt::format(",{},", m_session->machine->getTargetFeatureString().str()).find(wanted) != std::string::npos;
}

// Names of values are for readers: code is made without, so that it does not depend on them and is quicker to write.
Draft CpuJit::Session::draft(const CodeRequest& request, Names names, Lines lines) const {
    Draft draft;
    draft.context->setDiscardValueNames(names == Names::Discard);
    draft.module = std::make_unique<llvm::Module>("whittle", *draft.context);
    draft.module->setDataLayout(jit->getDataLayout());
    draft.module->setTargetTriple(machine->getTargetTriple().str());
    if (lines == Lines::Yes) askForLines(*draft.module);
    llvm::Function& function = request.build(*draft.module);
    function.setName(names == Names::Keep ? request.name : "kernel");
    function.addFnAttr("target-cpu", machine->getTargetCPU());
    function.addFnAttr("target-features", machine->getTargetFeatureString());
    if (target.isa == "avx512") function.addFnAttr("prefer-vector-width", "512");
    draft.function = &function;
    return draft;
}

// The module as the emitter wrote it, CPU and features included, decides the code; so does LLVM. Nothing of ours has to be counted
// up when the emitter changes.
ObjectKey CpuJit::Session::keyOf(const Draft& draft) const {
    std::string content = conditions;
    llvm::raw_string_ostream stream(content);
    llvm::WriteBitcodeToFile(*draft.module, stream);
    return objectKey(content);
}

Result<CodeMaker*> CpuJit::Session::maker(std::size_t thread) {
    std::unique_ptr<CodeMaker>& own = makers[thread];
    if (!own && shared) own = shared->take(madeFor);
    if (!own) {
        WHITTLE_TRY(own, CodeMaker::create(builder));
    }
    return own.get();
}

void CpuJit::Session::giveBackMakers() {
    if (!shared) return;
    for (std::unique_ptr<CodeMaker>& own : makers)
        if (own) shared->giveBack(madeFor, std::move(own));
}

Result<void> CpuJit::Session::keepTexts(const CodeRequest& request, Lines lines, std::size_t thread, CodeTexts& texts) {
    WHITTLE_TRY(CodeMaker* const own, maker(thread));
    LinedText emitted = takeLines(*draft(request, Names::Keep, lines).module);
    const Draft readable = draft(request, Names::Keep, lines);
    WHITTLE_TRY_VOID(own->optimise(*readable.module, request.name));
    std::string lined;
    if (lines == Lines::Yes) {
        WHITTLE_TRY(lined, own->assembly(*readable.module));
    }
    LinedText optimised = takeLines(*readable.module);
    WHITTLE_TRY(texts.assembly, own->assembly(*readable.module));
    texts.emittedIr = std::move(emitted.text);
    texts.llvmIr = std::move(optimised.text);
    if (lines == Lines::Yes) texts.lines = {.emittedIr = std::move(emitted.lines), .llvmIr = std::move(optimised.lines), .assembly = assemblyLines(texts.assembly, lined)};
    return {};
}

Result<Made> CpuJit::Session::make(const CodeRequest& request, KeepText texts, std::size_t thread) {
    const auto begin = Clock::now();
    Made out;
    const Lines lines = texts == KeepText::WithLines ? Lines::Yes : Lines::No;
    const Draft code = draft(request, Names::Discard, lines);
    out.key = keyOf(code);
    std::optional<std::string> known = cache ? cache->find(out.key) : std::nullopt;
    out.function.source = known ? CodeSource::Cache : CodeSource::Compiled;
    if (known) out.function.texts.object = *std::move(known);
    else {
        WHITTLE_TRY(CodeMaker* const own, maker(thread));
        code.function->setName(symbolOf(out.key));
        WHITTLE_TRY_VOID(own->optimise(*code.module, request.name));
        WHITTLE_TRY(out.function.texts.object, own->object(*code.module));
        if (cache) cache->store(out.key, out.function.texts.object);
    }
    if (texts != KeepText::No) WHITTLE_TRY_VOID(keepTexts(request, lines, thread, out.function.texts));
    out.function.milliseconds = since(begin);
    return out;
}

Result<void> CpuJit::Session::link(Made& made, const CodeRequest& request, const CodeOptions& options) {
    const auto begin = Clock::now();
    NativeFunction& function = made.function;
    void*& address = linked[made.key];
    if (address) function.source = CodeSource::Repeat;
    else {
        const std::string symbol = symbolOf(made.key);
        if (options.texts == KeepText::WithLines && !debuggers) {
            if (auto error = llvm::orc::enableDebuggerSupport(*jit)) return llvmError(Code::Unsupported, "telling debuggers of code", std::move(error));
            debuggers = true;
        }
        if (auto error = jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(function.texts.object, symbol)))
            return llvmError(Code::Compile, "adding an object", std::move(error));
        reported.clear();
        auto found = jit->lookup(symbol);
        if (!found) {
            std::unexpected<Error> error = llvmError(Code::Compile, "linking", found.takeError());
            if (!reported.empty()) error.error().message += ": " + reported;
            return error;
        }
        address = found->toPtr<void*>();
        if (options.perfMap) {
            WHITTLE_TRY(const std::size_t bytes, functionBytes(function.texts.object, symbol));
            WHITTLE_TRY_VOID(options.perfMap->add(address, bytes, request.name));
        }
    }
    function.address = address;
    if (options.texts == KeepText::No) function.texts.object = {};
    function.milliseconds += since(begin);
    return {};
}

Result<PlannedKernel> CpuJit::plan(const LoopKernel& kernel) const {
    WHITTLE_TRY_VOID(checkKernel(kernel));
    auto placement = std::make_shared<const Placement>(placeExprs(kernel));
    auto plan = std::make_shared<const VectorPlan>(planVectors(kernel, *placement, m_session->target));
    const int width = widthOf(*plan, m_session->target);
    PlannedKernel out;
    out.steps = plan->steps;
    out.vector = {width > 1 ? m_session->target.isa : "scalar", width, plan->nonTemporal, describe(*plan, kernel, m_session->target),
                  primitivesOf(*plan, kernel, *placement, m_session->target)};
    out.request = {kernel.name, [&kernel, placement, plan](llvm::Module& module) -> llvm::Function& {
                       emitKernel(kernel, *placement, *plan, module);
                       return *module.getFunction(kernel.name);
                   }};
    return out;
}

Result<std::vector<NativeFunction>> CpuJit::make(std::span<const CodeRequest> requests, const CodeOptions& options) {
    WHITTLE_TRY_VOID(options.cancel.check());
    std::vector<Result<Made>> made(requests.size(), Made{});
    std::exception_ptr thrown;  // out of memory, which ends no thread but the caller's
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stop = false;
    std::mutex throwing;
    const auto work = [&](std::size_t thread) {
        // Taken in order: when one fails, all before it are done, and the error told is that of the first.
        for (std::size_t i = 0; !stop && !options.cancel.cancelled() && (i = next++) < requests.size();) {
            try {
                made[i] = m_session->make(requests[i], options.texts, thread);
            } catch (...) {
                const std::lock_guard lock(throwing);
                thrown = std::current_exception();
                stop = true;
            }
            if (!made[i]) stop = true;
        }
    };
    const std::size_t threads = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(options.threads, 1)), 1, std::max<std::size_t>(requests.size(), 1));
    if (m_session->makers.size() < threads) m_session->makers.resize(threads);
    {
        std::vector<std::jthread> others;
        try {
            for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work, i);
        } catch (const std::system_error&) {  // no room for one more: those that there are do it
        }
        work(0);
    }
    if (thrown) {
        m_session->makers.clear();  // which may be in the midst of something
        std::rethrow_exception(thrown);
    }
    std::vector<NativeFunction> out;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto named = [&](auto result) { return std::move(result).context("compiling kernel {}{}{}", requests[i].name, requests[i].purpose.empty() ? "" : " for ", requests[i].purpose); };
        if (made[i]) WHITTLE_TRY_VOID(options.cancel.check());
        WHITTLE_TRY(Made one, named(std::move(made[i])));
        Result<void> linked = m_session->link(one, requests[i], options);
        // Whole and ours, yet no object. What else goes wrong, as in writing a perf map, no other object would mend.
        if (!linked && linked.error().code == Code::Compile && one.function.source == CodeSource::Cache) {
            m_session->cache->drop(one.key);
            WHITTLE_TRY(one, named(m_session->make(requests[i], options.texts, 0)));
            linked = m_session->link(one, requests[i], options);
        }
        WHITTLE_TRY_VOID(named(std::move(linked)));
        out.push_back(std::move(one.function));
        out.back().code = m_session;
    }
    m_session->giveBackMakers();  // after an error they end with the session
    return out;
}

Result<CompiledKernel> CpuJit::compile(const LoopKernel& kernel, KeepText texts) {
    WHITTLE_TRY(const PlannedKernel planned, plan(kernel));
    WHITTLE_TRY(std::vector<NativeFunction> made, make({&planned.request, 1}, {.texts = texts, .threads = 1, .cancel = {}}));
    return planned.with(std::move(made.front()));
}

}  // namespace whittle
