#include "engine/kernels/onednn/session.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include <sys/mman.h>

#include <fmt/ranges.h>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

#include "engine/kernels/run_trace.h"
#include "engine/ops/layout.h"

namespace whittle::dnn {
namespace {

using Dims = dnnl::memory::dims;
using Desc = dnnl::memory::desc;

// f64 and integers have no row: oneDNN's CPU matmul and convolution do not take them as PyTorch means them.
std::optional<dnnl::memory::data_type> dataType(DType dtype) {
    switch (dtype) {
        case DType::F32: return dnnl::memory::data_type::f32;
        case DType::BF16: return dnnl::memory::data_type::bf16;
        case DType::F16: return dnnl::memory::data_type::f16;
        default: return std::nullopt;
    }
}

// oneDNN 2.6 does not ask whether it got memory for its code, and dies writing there. Under a limit on the address space, which is how
// jobs are bounded, asking first tells; several megabytes, since a primitive has several pieces of code. Costs some microseconds.
bool hasRoomForCode() {
    constexpr std::size_t kBytes = std::size_t{8} << 20;
    void* room = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return room != MAP_FAILED && ::munmap(room, kBytes) == 0;
}

Result<Desc> descOf(const Operand& operand) {
    const auto type = dataType(operand.dtype);
    if (!type) return fail(Code::Unsupported, "oneDNN has no kernels for {}", dtypeName(operand.dtype));
    return Desc(operand.sizes, *type, operand.strides);
}

// The same sizes and dtype in whatever layout oneDNN likes best.
Desc anyLayout(const Operand& operand) { return {operand.sizes, *dataType(operand.dtype), dnnl::memory::format_tag::any}; }
Desc channelsLast(const Operand& operand) { return {operand.sizes, *dataType(operand.dtype), ops::channelsLastStrides(operand.sizes)}; }

// A made primitive and the layouts it wants.
struct Prepared {
    dnnl::primitive primitive;
    std::string implementation;
    Desc first, second, bias, out, scratchpad;
    bool hasBias = false;
};

// oneDNN's elementwise post-ops.
struct Eltwise {
    PostOp::Kind kind;
    dnnl::algorithm algorithm;
};
constexpr Eltwise kEltwise[] = {
    {PostOp::Kind::GeluErf, dnnl::algorithm::eltwise_gelu_erf}, {PostOp::Kind::GeluTanh, dnnl::algorithm::eltwise_gelu_tanh},
    {PostOp::Kind::Sigmoid, dnnl::algorithm::eltwise_logistic}, {PostOp::Kind::Tanh, dnnl::algorithm::eltwise_tanh},
    {PostOp::Kind::Silu, dnnl::algorithm::eltwise_swish},       {PostOp::Kind::Linear, dnnl::algorithm::eltwise_linear},
};

// Those that it computes otherwise than PyTorch: its vector code is not asked.
struct Refused {
    PostOp::Kind kind;
    std::string_view why;
};
constexpr Refused kRefused[] = {
    {PostOp::Kind::Relu, "answers a number for NaN"},
    {PostOp::Kind::Clip, "answers a number for NaN"},
#if DNNL_VERSION_MAJOR >= 3
    {PostOp::Kind::GeluErf, "answers NaN for an infinity"},  // seen in 3.7.2
#endif
};

bool isBinary(const PostOp& op) { return op.kind == PostOp::Kind::Add || op.kind == PostOp::Kind::Multiply; }

void append(dnnl::post_ops& to, const PostOp& op, const Desc& out) {
    if (isBinary(op)) return to.append_binary(op.kind == PostOp::Kind::Add ? dnnl::algorithm::binary_add : dnnl::algorithm::binary_mul, out);
    const auto algorithm = std::ranges::find(kEltwise, op.kind, &Eltwise::kind)->algorithm;
    const float alpha = op.kind == PostOp::Kind::Silu ? 1.0F : static_cast<float>(op.alpha);
#if DNNL_VERSION_MAJOR >= 3
    to.append_eltwise(algorithm, alpha, static_cast<float>(op.beta));
#else
    to.append_eltwise(1.0F, algorithm, alpha, static_cast<float>(op.beta));
#endif
}

Result<void> checkPostOps(std::span<const PostOp> post) {
    if (std::ranges::find(post, PostOp::Kind::Compiled, &PostOp::kind) != post.end()) return fail(Code::Unsupported, "oneDNN does not call other code");
    for (const PostOp& op : post)
        if (const auto refused = std::ranges::find(kRefused, op.kind, &Refused::kind); refused != std::end(kRefused))
            return fail(Code::Unsupported, "oneDNN's {} {}", postOpName(op.kind), refused->why);
    // Seen in 2.6.3: the second of two takes the first one's numbers.
    if (std::ranges::count(post, PostOp::Kind::Linear, &PostOp::kind) > 1)
        return fail(Code::Unsupported, "oneDNN does one scaling or shift after a kernel, not two");
    return {};
}

// Whether each window along a dimension meets the image, in a place that its dilation does not step over.
bool meetsImage(const Convolution& p, std::size_t i) {
    const Index in = p.input.sizes[i + 2], out = p.out.sizes[i + 2], kernel = p.weight.sizes[i + 2];
    for (Index at = 0; at < out; ++at) {
        const Index from = at * p.stride[i] - p.padding[i], skipped = from < 0 ? (-from + p.dilation[i] - 1) / p.dilation[i] : 0;
        if (skipped >= kernel || from + skipped * p.dilation[i] >= in) return false;
    }
    return true;
}

// Seen in 2.6.3: where one window lies in the padding as a whole, what is added or multiplied is the operand's first number everywhere.
Result<void> checkPadding(const Convolution& p) {
    if (p.transposed || std::ranges::none_of(p.post, isBinary)) return {};
    for (std::size_t i = 0; i < p.stride.size(); ++i)
        if (!meetsImage(p, i)) return fail(Code::Unsupported, "oneDNN adds the wrong numbers where a window lies in the padding as a whole");
    return {};
}

template <class Pd>
Prepared prepared(const Pd& pd, dnnl::primitive primitive, bool hasBias) {
    return {std::move(primitive), pd.impl_info_str(), pd.src_desc(), pd.weights_desc(), hasBias ? pd.bias_desc() : Desc(),
            pd.dst_desc(), pd.scratchpad_desc(), hasBias};
}

// Scratch memory belongs to the call, not to the primitive: a primitive made by one thread may then run in another.
dnnl::primitive_attr attributes(std::span<const PostOp> post, const Desc& out) {
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    dnnl::post_ops ops;
    for (const PostOp& op : post) append(ops, op, out);
    attr.set_post_ops(ops);
    return attr;
}

// What is made of a problem: oneDNN names its code before it makes it, and only the making takes time.
enum class Want { Name, Code };

#if DNNL_VERSION_MAJOR >= 3
template <class Primitive, class... Args>
Prepared make(Want want, const dnnl::engine& engine, const dnnl::primitive_attr& attr, bool hasBias, Args&&... args) {
    const typename Primitive::primitive_desc pd(engine, std::forward<Args>(args)..., attr);
    return prepared(pd, want == Want::Code ? dnnl::primitive(Primitive(pd)) : dnnl::primitive(), hasBias);
}
#else
template <class Primitive, class... Args>
Prepared make(Want want, const dnnl::engine& engine, const dnnl::primitive_attr& attr, bool hasBias, Args&&... args) {
    const typename Primitive::primitive_desc pd(typename Primitive::desc(std::forward<Args>(args)...), attr, engine);
    return prepared(pd, want == Want::Code ? dnnl::primitive(Primitive(pd)) : dnnl::primitive(), hasBias);
}
#endif

Prepared prepare(Want want, const dnnl::engine& engine, const Matmul& p, const Desc& a, const Desc& given, const Desc& bias, const Desc& out) {
    const Desc b = p.packed ? anyLayout(p.b) : given;
    const dnnl::primitive_attr attr = attributes(p.post, out);
    if (p.bias) return make<dnnl::matmul>(want, engine, attr, true, a, b, bias, out);
    return make<dnnl::matmul>(want, engine, attr, false, a, b, out);
}

// [groups, out/groups, in/groups, k...] as oneDNN wants the weights of either direction.
Operand groupedWeight(const Convolution& p) {
    Operand w = p.weight;
    if (p.transposed) {
        w.sizes.insert(w.sizes.begin(), p.groups);
        w.strides.insert(w.strides.begin(), w.strides[0] * (w.sizes[1] / p.groups));
        w.sizes[1] /= p.groups;
        std::swap(w.sizes[1], w.sizes[2]);
        std::swap(w.strides[1], w.strides[2]);
    } else {
        w.sizes.insert(w.sizes.begin(), p.groups);
        w.strides.insert(w.strides.begin(), w.strides[0] * (w.sizes[1] / p.groups));
        w.sizes[1] /= p.groups;
    }
    if (p.groups > 1) return w;
    w.sizes.erase(w.sizes.begin());
    w.strides.erase(w.strides.begin());
    return w;
}

Prepared prepare(Want want, const dnnl::engine& engine, const Convolution& p) {
    Dims dilates, padRight;
    for (std::size_t i = 0; i < p.stride.size(); ++i) {
        const Index in = p.input.sizes[i + 2], out = p.out.sizes[i + 2], kernel = p.weight.sizes[i + 2];
        const Index reach = (kernel - 1) * p.dilation[i] + 1;
        dilates.push_back(p.dilation[i] - 1);
        // What is left over on the far side, so that the sizes agree with PyTorch's.
        padRight.push_back(p.transposed ? (in - 1) * p.stride[i] + reach - out - p.padding[i]
                                        : (out - 1) * p.stride[i] + reach - in - p.padding[i]);
    }
    const auto image = p.channelsLast ? channelsLast : anyLayout;
    const Desc src = image(p.input), weight = anyLayout(groupedWeight(p)), dst = image(p.out);
    const bool hasBias = p.bias.has_value();
    constexpr auto kProp = dnnl::prop_kind::forward_inference;
    const dnnl::primitive_attr attr = attributes(p.post, dst);
    if (p.transposed) {
        constexpr auto kAlgorithm = dnnl::algorithm::deconvolution_direct;
        if (!hasBias) return make<dnnl::deconvolution_forward>(want, engine, attr, false, kProp, kAlgorithm, src, weight, dst, p.stride, dilates, p.padding, padRight);
        return make<dnnl::deconvolution_forward>(want, engine, attr, true, kProp, kAlgorithm, src, weight, *descOf(*p.bias), dst, p.stride, dilates, p.padding, padRight);
    }
    constexpr auto kAlgorithm = dnnl::algorithm::convolution_direct;
    if (!hasBias) return make<dnnl::convolution_forward>(want, engine, attr, false, kProp, kAlgorithm, src, weight, dst, p.stride, dilates, p.padding, padRight);
    return make<dnnl::convolution_forward>(want, engine, attr, true, kProp, kAlgorithm, src, weight, *descOf(*p.bias), dst, p.stride, dilates, p.padding, padRight);
}

std::string key(const Operand& o) {
    return fmt::format("{}[{}]{{{}}}", dtypeName(o.dtype), fmt::join(o.sizes, ","), fmt::join(o.strides, ","));
}
std::string key(std::span<const PostOp> post) {
    std::string out;
    for (const PostOp& op : post) out += fmt::format(" +{}({},{})", postOpName(op.kind), op.alpha, op.beta);
    return out;
}
std::string key(const Matmul& p) {
    return fmt::format("mm{} {} {} {} {}{}", p.packed ? "P" : "", key(p.a), key(p.b), key(p.out), p.bias ? key(*p.bias) : "", key(p.post));
}
std::string key(const Convolution& p) {
    return fmt::format("conv{}{} {} {} {} {} s{} p{} d{} g{}{}", p.transposed ? "T" : "", p.channelsLast ? "L" : "", key(p.input), key(p.weight), key(p.out),
                       p.bias ? key(*p.bias) : "", fmt::join(p.stride, ","), fmt::join(p.padding, ","),
                       fmt::join(p.dilation, ","), p.groups, key(p.post));
}

Index multiplyAdds(const Matmul& p) { return elementCount(p.out.sizes) * p.a.sizes.back(); }
Index multiplyAdds(const Convolution& p) {
    const Index channels = std::max<Index>(1, p.transposed ? p.groups * p.weight.sizes[1] : p.weight.sizes[0]);
    return elementCount((p.transposed ? p.input : p.out).sizes) * (elementCount(p.weight.sizes) / channels);
}

// Small problems take one thread: waking a second and waiting for it costs more than it saves (with other work on
// the machine, a hundred times more). oneDNN asks OpenMP both when a primitive is made and when it runs.
constexpr Index kWorthTwo = 1 << 19;  // multiply-adds

class Threads {
public:
    explicit Threads(Index work) : m_before(omp_get_max_threads()) {
        if (work < kWorthTwo) omp_set_num_threads(1);
    }
    ~Threads() { omp_set_num_threads(m_before); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

private:
    int m_before;
};

// The user's tensor in the layout a primitive wants: itself, or a reordered copy.
dnnl::memory asWanted(const dnnl::engine& engine, dnnl::stream& stream, const Desc& have, const Desc& want, const void* data) {
    dnnl::memory given(have, engine, const_cast<void*>(data));  // oneDNN only reads it
    if (have == want) return given;
    dnnl::memory wanted(want, engine);
    dnnl::reorder(given, wanted).execute(stream, given, wanted);
    return wanted;
}

}  // namespace

Operand operandOf(const Tensor& tensor) {
    Operand out{tensor.dtype(), tensor.sizes(), tensor.strides()};
    // A dimension of size 1 may have any stride; oneDNN wants one that nests.
    Index inner = 1;
    for (std::size_t i = out.sizes.size(); i-- > 0;) {
        if (out.sizes[i] == 1) out.strides[i] = inner;
        inner = std::max(inner, out.sizes[i] * out.strides[i]);
    }
    return out;
}

std::string version() {
    const dnnl::version_t* v = dnnl::version();
    return fmt::format("oneDNN {}.{}.{}", v->major, v->minor, v->patch);
}

namespace {

// How the caller's operands lie.
struct Layouts {
    Desc first, second, out;
};
Layouts layoutsOf(const Matmul& problem, const Prepared& prepared) { return {prepared.first, *descOf(problem.b), prepared.out}; }
Layouts layoutsOf(const Convolution& problem, const Prepared&) { return {*descOf(problem.input), *descOf(groupedWeight(problem)), *descOf(problem.out)}; }

}  // namespace

struct Session::State {
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<const Prepared>> made;

    PackedWeights& weights;
    std::vector<std::pair<Desc, Desc>> reorders;  // by number, which stands in the store's keys: oneDNN gives layouts no name

    explicit State(PackedWeights& store) : weights(store) {}

    std::size_t numberOf(const Desc& have, const Desc& want) {
        const std::lock_guard lock(mutex);
        const auto known = std::ranges::find_if(reorders, [&](const auto& one) { return one.first == have && one.second == want; });
        if (known != reorders.end()) return static_cast<std::size_t>(known - reorders.begin());
        reorders.emplace_back(have, want);
        return reorders.size() - 1;
    }

    // A weight that never changes, in the layout that a primitive wants. One memory may be read in two ways, as it is and transposed.
    dnnl::memory weight(dnnl::stream& stream, const Desc& have, const Desc& want, const Pointers& data) {
        if (!data.keep || have == want) return asWanted(engine, stream, have, want, data.second);
        const std::string key = fmt::format("onednn {} {}", data.second, numberOf(have, want));
        const std::shared_ptr<const Storage> kept = weights.get(data.keep, key, want.get_size(), [&](std::byte* to) {
            dnnl::memory given(have, engine, const_cast<void*>(data.second)), wanted(want, engine, to);  // the first is only read
            dnnl::reorder(given, wanted).execute(stream, given, wanted);
            stream.wait();
        });
        if (!kept) return asWanted(engine, stream, have, want, data.second);
        return dnnl::memory(want, engine, const_cast<std::byte*>(kept->bytes().data()));  // weights are only read
    }

    template <class Make>
    Result<std::shared_ptr<const Prepared>> get(Want want, std::string problem, Make&& makeIt) {
        problem += fmt::format(" t{}{}", omp_get_max_threads(), want == Want::Name ? " name" : "");
        const std::lock_guard lock(mutex);
        if (const auto found = made.find(problem); found != made.end()) return found->second;
        if (want == Want::Code && !hasRoomForCode()) return fail(Code::Limit, "{}: out of memory", version());
        try {
            auto fresh = std::make_shared<const Prepared>(makeIt());
            // Sizes that change with every call must not fill the memory.
            constexpr std::size_t kMost = 256;
            if (made.size() >= kMost) made.clear();
            made.emplace(std::move(problem), fresh);
            return fresh;
        } catch (const dnnl::error& error) {
            if (error.status == dnnl_out_of_memory) return fail(Code::Limit, "{}: out of memory", version());
            return fail(Code::Unsupported, "{} refuses it: {}", version(), error.what());
        }
    }

    Result<std::shared_ptr<const Prepared>> get(Want want, const Matmul& p) {
        WHITTLE_TRY(const Desc a, descOf(p.a));
        WHITTLE_TRY(const Desc b, descOf(p.b));
        WHITTLE_TRY(const Desc out, descOf(p.out));
        WHITTLE_TRY_VOID(checkPostOps(p.post));
        Desc bias;
        if (p.bias) { WHITTLE_TRY(bias, descOf(*p.bias)); }
        return get(want, key(p), [&] { return prepare(want, engine, p, a, b, bias, out); });
    }
    Result<std::shared_ptr<const Prepared>> get(Want want, const Convolution& p) {
        for (const Operand* operand : {&p.input, &p.weight, &p.out}) WHITTLE_TRY_VOID(descOf(*operand));
        WHITTLE_TRY_VOID(checkPostOps(p.post));
        WHITTLE_TRY_VOID(checkPadding(p));
        return get(want, key(p), [&] { return prepare(want, engine, p); });
    }

    Result<void> run(const Prepared& prepared, const Layouts& layouts, std::span<const PostOp> post, const Pointers& data,
                     const std::optional<dnnl::memory>& known = {}) {
        try {
            dnnl::stream stream(engine);
            const Desc& out = layouts.out;
            std::unordered_map<int, dnnl::memory> args{
                {DNNL_ARG_SRC, asWanted(engine, stream, layouts.first, prepared.first, data.first)},
                {DNNL_ARG_WEIGHTS, known ? *known : weight(stream, layouts.second, prepared.second, data)}};
            if (prepared.hasBias) args.emplace(DNNL_ARG_BIAS, dnnl::memory(prepared.bias, engine, const_cast<void*>(data.bias)));
            dnnl::memory target(out, engine, data.out);
            dnnl::memory result = out == prepared.out ? target : dnnl::memory(prepared.out, engine);
            args.emplace(DNNL_ARG_DST, result);
            for (std::size_t i = 0; i < post.size(); ++i)
                if (isBinary(post[i]))
                    args.emplace(DNNL_ARG_ATTR_MULTIPLE_POST_OP(static_cast<int>(i)) | DNNL_ARG_SRC_1,
                                 dnnl::memory(prepared.out, engine, const_cast<std::byte*>(post[i].operand.data<std::byte>())));
            args.emplace(DNNL_ARG_SCRATCHPAD, dnnl::memory(prepared.scratchpad, engine));
            prepared.primitive.execute(stream, args);
            if (!(out == prepared.out)) dnnl::reorder(result, target).execute(stream, result, target);
            stream.wait();
            return {};
        } catch (const dnnl::error& error) {
            return fail(Code::Run, "{} failed: {}", version(), error.what());
        }
    }

    // The weight is brought into its layout once for all pieces, and a piece is one thread's: it wakes no other.
    template <class Problem>
    Result<void> runEach(const Problem& problem, const Problem& end, const Pieces& pieces, int threads) {
        const Threads one(0);  // so are the primitives made
        struct Kind {
            std::shared_ptr<const Prepared> prepared{};
            Layouts layouts{};
            std::optional<dnnl::memory> second{};
        };
        std::array<Kind, 2> kinds;  // of all but the last piece, and of that
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            const Problem& own = i == 0 ? problem : end;
            WHITTLE_TRY(kinds[i].prepared, get(Want::Code, own));
            kinds[i].layouts = layoutsOf(own, *kinds[i].prepared);
            if (pieces.ownSecond) continue;
            try {
                dnnl::stream stream(engine);
                const bool same = i > 0 && kinds[0].prepared->second == kinds[1].prepared->second && kinds[0].layouts.second == kinds[1].layouts.second;
                kinds[i].second = same ? *kinds[0].second : weight(stream, kinds[i].layouts.second, kinds[i].prepared->second, pieces.place(0, 0));
                stream.wait();
            } catch (const dnnl::error& error) {
                return fail(Code::Run, "{} failed: {}", version(), error.what());
            }
        }
        std::vector<Result<void>> results(static_cast<std::size_t>(pieces.count));
        SpanRecorder* const spans = ThreadSpan::wanted();
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
        for (Index i = 0; i < pieces.count; ++i) {
            const ThreadSpan span(spans, omp_get_thread_num());
            const int thread = omp_get_thread_num();
            Result<void>& result = results[static_cast<std::size_t>(i)];
            const Kind& kind = kinds[i + 1 == pieces.count ? 1 : 0];
            result = run(*kind.prepared, kind.layouts, {}, pieces.place(i, thread), kind.second);
            if (result) pieces.done(i, thread);
        }
        for (Result<void>& result : results) WHITTLE_TRY_VOID(std::move(result));
        return {};
    }
};

Session::Session(PackedWeights& weights) : m_state(std::make_unique<State>(weights)) {}
Session::~Session() = default;

Result<std::string> Session::implementation(const Matmul& problem) {
    const Threads threads(multiplyAdds(problem));
    WHITTLE_TRY(const auto prepared, m_state->get(Want::Name, problem));
    return prepared->implementation;
}

Result<std::string> Session::implementation(const Convolution& problem) {
    const Threads threads(multiplyAdds(problem));
    WHITTLE_TRY(const auto prepared, m_state->get(Want::Name, problem));
    return prepared->implementation;
}

Result<void> Session::run(const Matmul& problem, const Pointers& data) {
    const Threads threads(multiplyAdds(problem));
    WHITTLE_TRY(const auto prepared, m_state->get(Want::Code, problem));
    return m_state->run(*prepared, layoutsOf(problem, *prepared), problem.post, data);
}

Result<void> Session::run(const Convolution& problem, const Pointers& data) {
    const Threads threads(multiplyAdds(problem));
    WHITTLE_TRY(const auto prepared, m_state->get(Want::Code, problem));
    return m_state->run(*prepared, layoutsOf(problem, *prepared), problem.post, data);
}

Result<void> Session::runEach(const Matmul& problem, const Matmul& last, const Pieces& pieces, int threads) { return m_state->runEach(problem, last, pieces, threads); }
Result<void> Session::runEach(const Convolution& problem, const Pieces& pieces, int threads) { return m_state->runEach(problem, problem, pieces, threads); }

int threadsFor(Index multiplyAdds) { return multiplyAdds < kWorthTwo ? 1 : omp_get_max_threads(); }

}  // namespace whittle::dnn
