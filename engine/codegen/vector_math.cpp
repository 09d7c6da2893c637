#include "engine/codegen/vector_math.h"

#include <limits>
#include <numbers>

#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include "engine/codegen/math_bounds.h"

namespace whittle {
namespace {

using llvm::Value;

// Fits: relative error of the whole function, in bits, after the name.
// exp(r) = 1 + r + r^2 q(r), |r| <= ln(2)/2: 28 and 64; expm1 weighted by its own size: 31.
constexpr double kExp32[] = {0.49999994, 0.166665196, 0.0416683927, 0.00836878084, 0.00138145068};
constexpr double kExpm132[] = {0.5, 0.166666657, 0.0416663587, 0.00833338965, 0.0013940722, 0.000198457608};
constexpr double kExp64[] = {0.5, 0.16666666666666682, 0.041666666666666088, 0.008333333333316921, 0.0013888888889117758,
                             0.00019841269896673429, 2.4801586923740398e-05, 2.755723456414743e-06, 2.7557583447629363e-07,
                             2.5112143191965796e-08, 2.0826358149144797e-09};
// 2^r = 1 + r p(r), |r| <= 1/2: 29 and 64.
constexpr double kExp232[] = {0.693147182, 0.240226477, 0.0555033237, 0.00961843785, 0.00133988995, 0.000153533343};
constexpr double kExp264[] = {0.69314718055994529, 0.24022650695910072, 0.055504108664821687, 0.0096181291076283294,
                              0.0013333558146392634, 0.00015403530393641102, 1.5252733854378652e-05, 1.3215486594708622e-06,
                              1.017805191465535e-07, 7.0549745167962897e-09, 4.4565749343912078e-10, 2.562541588383363e-11};
// log(1+f) = f - f^2/2 + f^3 p(f), sqrt(1/2) <= 1+f <= sqrt(2): 30.
constexpr double kLog32[] = {0.333333135, -0.250000089, 0.200021327, -0.166680053, 0.142192304, -0.124051549, 0.118903145, -0.116796158, 0.0674659014};
// log((1+s)/(1-s)) = 2s + s z p(z), z = s^2: 59.
constexpr double kLog64[] = {0.6666666666666734, 0.39999999999413582, 0.28571428742680849, 0.2222219853883069, 0.18183566307452562,
                             0.15313995289608856, 0.14796545143573167};
// -log(erfc(t)) = t + t g(t), 0 <= t <= 3.95, weighted by its share in erf: 28.
constexpr double kErf32[] = {0.128379166, 0.636619389, 0.102777831, -0.0191530604, -0.000160403244, 0.00166703353, -0.000632839045,
                             0.000117641437, -9.25621862e-06};
constexpr double kErfEnd = 3.95;  // erf is 1 in f32 from 3.83
// exp(x^2) erfc(x) over s = (x-2)/(x+2), 0 <= x <= 10.2: 40.
constexpr double kErfc[] = {0.25539567631065296, -0.42718584741553606, 0.24165819421397869, -0.078978580885412708, 0.0037328933358843704,
                            0.0069974589721987909, -0.00084715553932178725, -0.00098195315997871694, 4.3640792679887132e-05,
                            0.00017426609863867393, 2.7184150815695821e-05, -2.7428894123154048e-05, -1.3173386401139408e-05,
                            1.4650340717626392e-06, 2.7914727847912315e-06, 6.7160058432813967e-07};
constexpr double kErfcEnd = 10.2;
// sin(r) = r + r z p(z) and cos(r) = 1 - z/2 + z^2 p(z), z = r^2, |r| <= pi/4: 37, 33; 58, 64.
constexpr double kSin32[] = {-0.166666672, 0.00833332911, -0.000198393274, 2.71823615e-06};
constexpr double kCos32[] = {0.0416666456, -0.00138873619, 2.44377716e-05};
constexpr double kSin64[] = {-0.16666666666666632, 0.0083333333333223316, -0.00019841269829736226, 2.7557313665098988e-06,
                             -2.5050753636557917e-08, 1.5896521512318152e-10};
constexpr double kCos64[] = {0.041666666666666602, -0.0013888888888873995, 2.4801587289396092e-05, -2.7557314326183238e-07,
                             2.087571956335674e-09, -1.1359448359981394e-11};
// atan(x) = x + x z p(z), z = x^2, x <= 1: 37. asin the same with x <= 1/2: 44.
constexpr double kAtan[] = {-0.33333333130230047, 0.19999985333884293, -0.14285343352128585, 0.11106369667656575, -0.090549527735986554,
                            0.075153761717618534, -0.060686713506635265, 0.044366678371849384, -0.026745702775819381,
                            0.011910867927289079, -0.00337717072183715, 0.00044918493806509342};
constexpr double kAsin[] = {0.16666666669708063, 0.074999995238410527, 0.044643113315980282, 0.030375213648054959, 0.022471551735362392,
                            0.016475961133482278, 0.018637897777292561, -0.0028752937696754988, 0.031975356132340968};

// Cody and Waite: the first parts have so few bits that their product with a quotient is exact, fused or not.
constexpr double kLn2High32 = 0x1.62e4p-1, kLn2Low32 = 0x1.7f7d1cf79abcap-20;
constexpr double kLn2High64 = 0x1.62e42feep-1, kLn2Low64 = 0x1.a39ef35793c76p-33;
constexpr double kHalfPi[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2e037073p-69};
constexpr double kTrigLimit = 1048576.0;  // quotients below 2^20: 33 + 20 bits fit a double
constexpr double kRoundMagic32 = 0x1.8p23, kRoundMagic64 = 0x1.8p52;

// Builds one function's value. Everything is on vectors of one number of lanes (or scalars); constants are splat.
class Math {
public:
    Math(llvm::IRBuilder<>& ir, Value* shape) : m_ir(ir), m_shape(shape->getType()) {}

    Value* exp32(Value* x) {
        const Reduced r = reduceExp(clamp(x, -104, 89), kLn2High32, kLn2Low32);
        return scale(expFrom(r.rest, kExp32), r.quotient);
    }
    Value* exp64(Value* x) {
        const Reduced r = reduceExp(clamp(x, -746, 710), kLn2High64, kLn2Low64);
        return scale(expFrom(r.rest, kExp64), r.quotient);
    }
    Value* exp2(Value* x, std::span<const double> fit) {
        x = is64(x) ? clamp(x, -1080, 1025) : clamp(x, -151, 129);
        const Reduced r = reduceExp2(x);
        return scale(fma(r.rest, poly(fit, r.rest), 1), r.quotient);
    }
    Value* exp232(Value* x) { return exp2(x, kExp232); }
    Value* exp264(Value* x) { return exp2(x, kExp264); }

    Value* expm132(Value* x) {
        // Through 2^(n-1), since 2^128 is no float.
        const Reduced r = reduceExp(clamp(x, -20, 89), kLn2High32, kLn2Low32);
        Value* half = power2(m_ir.CreateSub(r.quotient, integer(r.quotient, 1)));
        Value* y = fma(half, expm1From(r.rest), m_ir.CreateFSub(half, like(x, 0.5)));
        return copySign(m_ir.CreateFMul(y, like(x, 2)), x);
    }

    Value* tanh32(Value* x) {
        // -t / (t + 2) with t = exp(-2|x|) - 1; from 10 on tanh is 1.
        Value* t = expm1Negative(m_ir.CreateFMul(below(abs(x), 10), like(x, -2)));
        return copySign(m_ir.CreateFDiv(t, m_ir.CreateFAdd(t, like(x, 2))), x);
    }
    Value* erf32(Value* x) {
        Value* t = below(abs(x), kErfEnd);
        return copySign(expm1Negative(m_ir.CreateFNeg(fma(t, poly(kErf32, t), t))), x);
    }

    Value* log32(Value* x) {
        const Split s = split32(x);
        return logSpecial(x, logFrom(s));
    }
    Value* log1p32(Value* x) {
        // The part of x that 1 + x loses comes back as a correction.
        Value* u = m_ir.CreateFAdd(x, like(x, 1));
        Value* lost = m_ir.CreateFSub(x, m_ir.CreateFSub(u, like(x, 1)));
        Value* plain = logSpecial(u, logFrom(split32(u)));
        Value* finite = m_ir.CreateAnd(m_ir.CreateFCmpOGT(u, like(x, 0)), m_ir.CreateFCmpONE(u, like(x, kInf)));
        Value* fixed = m_ir.CreateFAdd(plain, m_ir.CreateFDiv(lost, u));
        Value* y = m_ir.CreateSelect(finite, fixed, plain);
        return m_ir.CreateSelect(isZero(x), x, y);
    }
    Value* log64(Value* x) {
        const Split s = split64(x);
        return logSpecial(x, logFrom64(s));
    }
    Value* log232(Value* x) { return narrow(m_ir.CreateFMul(log64(widen(x)), wide(std::numbers::log2e))); }
    Value* log1032(Value* x) { return narrow(m_ir.CreateFMul(log64(widen(x)), wide(std::numbers::log10e))); }

    Value* sin32(Value* x) { return trig(LoopOp::Sin, "sinf", x); }
    Value* cos32(Value* x) { return trig(LoopOp::Cos, "cosf", x); }
    Value* tan32(Value* x) { return trig(LoopOp::Tan, "tanf", x); }

    // The rarer ones in f64, where plain formulas leave an error far below half a unit of f32.
    Value* atan32(Value* x) {
        Value* w = widen(x);
        Value* a = abs(w);
        Value* steep = m_ir.CreateFCmpOGT(a, like(w, 1));
        Value* t = m_ir.CreateSelect(steep, m_ir.CreateFDiv(like(w, 1), a), a);
        Value* z = m_ir.CreateFMul(t, t);
        Value* y = fma(m_ir.CreateFMul(t, z), poly(kAtan, z), t);
        y = m_ir.CreateSelect(steep, m_ir.CreateFSub(like(w, std::numbers::pi / 2), y), y);
        return copySign(narrow(y), x);
    }
    Value* asin32(Value* x) {
        const Asin a = asinParts(widen(x));
        Value* y = m_ir.CreateSelect(a.large, fma(a.y, like(a.y, -2), like(a.y, std::numbers::pi / 2)), a.y);
        return copySign(narrow(y), x);
    }
    Value* acos32(Value* x) {
        Value* w = widen(x);
        const Asin a = asinParts(w);
        Value* twice = m_ir.CreateFMul(a.y, like(w, 2));
        Value* negative = m_ir.CreateFCmpOLT(w, like(w, 0));
        Value* large = m_ir.CreateSelect(negative, m_ir.CreateFSub(like(w, std::numbers::pi), twice), twice);
        Value* small = m_ir.CreateFSub(like(w, std::numbers::pi / 2), copySign(a.y, w));
        return narrow(m_ir.CreateSelect(a.large, large, small));
    }
    Value* sinh32(Value* x) {
        Value* w = widen(x);
        Value* a = abs(w);
        Value* e = exp64(a);
        Value* y = m_ir.CreateFMul(m_ir.CreateFSub(e, m_ir.CreateFDiv(like(w, 1), e)), like(w, 0.5));
        return copySign(narrow(nearZero(a, 1.0 / 6, y)), x);
    }
    Value* cosh32(Value* x) {
        Value* e = exp64(abs(widen(x)));
        return narrow(m_ir.CreateFMul(m_ir.CreateFAdd(e, m_ir.CreateFDiv(like(e, 1), e)), like(e, 0.5)));
    }
    Value* asinh32(Value* x) {
        Value* a = abs(widen(x));
        Value* root = unary(llvm::Intrinsic::sqrt, fma(a, a, 1));
        return copySign(narrow(nearZero(a, -1.0 / 6, log64(m_ir.CreateFAdd(a, root)))), x);
    }
    Value* acosh32(Value* x) {
        Value* w = widen(x);
        Value* root = unary(llvm::Intrinsic::sqrt, fma(w, w, -1));
        // Below -1 the root exists, the function does not.
        Value* y = m_ir.CreateSelect(m_ir.CreateFCmpOLT(w, like(w, 1)), like(w, kNan), log64(m_ir.CreateFAdd(w, root)));
        return narrow(y);
    }
    Value* atanh32(Value* x) {
        Value* a = abs(widen(x));
        Value* ratio = m_ir.CreateFDiv(m_ir.CreateFAdd(like(a, 1), a), m_ir.CreateFSub(like(a, 1), a));
        return copySign(narrow(nearZero(a, 1.0 / 3, m_ir.CreateFMul(log64(ratio), like(a, 0.5)))), x);
    }
    Value* erfc32(Value* x) {
        Value* w = widen(x);
        Value* a = below(abs(w), kErfcEnd);
        Value* s = m_ir.CreateFDiv(m_ir.CreateFSub(a, like(a, 2)), m_ir.CreateFAdd(a, like(a, 2)));
        Value* y = m_ir.CreateFMul(exp64(m_ir.CreateFNeg(m_ir.CreateFMul(a, a))), poly(kErfc, s));
        return narrow(m_ir.CreateSelect(m_ir.CreateFCmpOLT(w, like(w, 0)), m_ir.CreateFSub(like(w, 2), y), y));
    }
    Value* pow32(Value* x, Value* y) {
        Value* base = widen(x);
        Value* power = widen(y);
        Value* logarithm = m_ir.CreateFMul(log64(abs(base)), wide(std::numbers::log2e));
        Value* size = exp264(m_ir.CreateFMul(logarithm, power));
        // 1 to the power of anything and anything to the power of 0 are 1, NaN included.
        Value* one = m_ir.CreateOr(m_ir.CreateFCmpOEQ(abs(base), like(base, 1)), isZero(power));
        Value* isNan = m_ir.CreateOr(m_ir.CreateFCmpUNO(base, base), m_ir.CreateFCmpUNO(power, power));
        Value* exactlyOne = m_ir.CreateOr(m_ir.CreateFCmpOEQ(base, like(base, 1)), isZero(power));
        size = m_ir.CreateSelect(one, like(base, 1), size);
        size = m_ir.CreateSelect(m_ir.CreateAnd(isNan, m_ir.CreateNot(exactlyOne)), like(base, kNan), size);
        Value* whole = unary(llvm::Intrinsic::trunc, power);
        Value* isWhole = m_ir.CreateFCmpOEQ(whole, power);
        Value* half = m_ir.CreateFMul(power, like(power, 0.5));
        Value* isOdd = m_ir.CreateAnd(isWhole, m_ir.CreateFCmpONE(unary(llvm::Intrinsic::trunc, half), half));
        Value* signedSize = m_ir.CreateSelect(isOdd, copySign(size, base), size);
        Value* undefined = m_ir.CreateAnd(m_ir.CreateAnd(m_ir.CreateFCmpOLT(base, like(base, 0)), m_ir.CreateNot(isWhole)),
                                          m_ir.CreateAnd(m_ir.CreateFCmpONE(abs(base), like(base, kInf)),
                                                         m_ir.CreateFCmpONE(abs(power), like(power, kInf))));
        return narrow(m_ir.CreateSelect(undefined, like(base, kNan), signedSize));
    }

    // libm, once a lane, in a loop: the code stays small and the other lanes' registers are spilled once.
    Value* callPerLane(llvm::StringRef name, std::span<Value* const> args) {
        llvm::Type* real = m_shape->getScalarType();
        llvm::Module* module = m_ir.GetInsertBlock()->getModule();
        llvm::FunctionCallee callee =
            module->getOrInsertFunction(name, llvm::FunctionType::get(real, std::vector<llvm::Type*>(args.size(), real), false));
        auto* function = llvm::cast<llvm::Function>(callee.getCallee());
        function->setDoesNotThrow();
        function->setDoesNotAccessMemory();  // errno is nobody's here
        function->setWillReturn();
        const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(m_shape);
        if (!vector) return m_ir.CreateCall(callee, llvm::ArrayRef<Value*>(args.data(), args.size()));
        llvm::Function* kernel = m_ir.GetInsertBlock()->getParent();
        llvm::IRBuilder<> entry(&kernel->getEntryBlock(), kernel->getEntryBlock().begin());
        std::vector<Value*> slots;
        for (Value* arg : args) {
            slots.push_back(entry.CreateAlloca(m_shape));
            m_ir.CreateStore(arg, slots.back());
        }
        auto* head = llvm::BasicBlock::Create(m_ir.getContext(), "lane.loop", kernel);
        auto* done = llvm::BasicBlock::Create(m_ir.getContext(), "lane.done", kernel);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateBr(head);
        m_ir.SetInsertPoint(head);
        llvm::PHINode* lane = m_ir.CreatePHI(m_ir.getInt64Ty(), 2, "lane");
        lane->addIncoming(m_ir.getInt64(0), before);
        std::vector<Value*> scalars;
        for (Value* slot : slots) scalars.push_back(m_ir.CreateLoad(real, m_ir.CreateInBoundsGEP(real, slot, lane)));
        m_ir.CreateStore(m_ir.CreateCall(callee, scalars), m_ir.CreateInBoundsGEP(real, slots[0], lane));
        Value* next = m_ir.CreateAdd(lane, m_ir.getInt64(1));
        lane->addIncoming(next, head);
        m_ir.CreateCondBr(m_ir.CreateICmpULT(next, m_ir.getInt64(vector->getNumElements())), head, done);
        m_ir.SetInsertPoint(done);
        return m_ir.CreateLoad(m_shape, slots[0]);
    }

private:
    static constexpr double kInf = std::numeric_limits<double>::infinity();
    static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

    struct Reduced {
        Value* rest;
        Value* quotient;  // integer of the same width
    };
    struct Split {
        Value* fraction;  // m - 1 with m in [sqrt(1/2), sqrt(2))
        Value* exponent;  // floating
    };
    struct Asin {
        Value* large;  // |x| > 1/2
        Value* y;      // asin(|x|), or asin(sqrt((1 - |x|) / 2)) where large
    };

    static bool is64(Value* x) { return x->getType()->getScalarType()->isDoubleTy(); }
    llvm::Type* shaped(llvm::Type* scalar) {
        const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(m_shape);
        return vector ? llvm::FixedVectorType::get(scalar, vector->getNumElements()) : scalar;
    }
    llvm::Type* integers(Value* x) { return shaped(is64(x) ? m_ir.getInt64Ty() : m_ir.getInt32Ty()); }
    static Value* like(Value* x, double value) { return llvm::ConstantFP::get(x->getType(), value); }
    static Value* integer(Value* x, std::int64_t value) { return llvm::ConstantInt::get(x->getType(), static_cast<std::uint64_t>(value), true); }
    Value* wide(double value) { return llvm::ConstantFP::get(shaped(m_ir.getDoubleTy()), value); }
    Value* widen(Value* x) { return m_ir.CreateFPExt(x, shaped(m_ir.getDoubleTy())); }
    Value* narrow(Value* x) { return m_ir.CreateFPTrunc(x, shaped(m_ir.getFloatTy())); }
    Value* unary(llvm::Intrinsic::ID id, Value* x) { return m_ir.CreateUnaryIntrinsic(id, x); }
    Value* abs(Value* x) { return unary(llvm::Intrinsic::fabs, x); }
    Value* copySign(Value* size, Value* sign) { return m_ir.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, size, sign); }
    Value* isZero(Value* x) { return m_ir.CreateFCmpOEQ(x, like(x, 0)); }
    // Fused where the CPU has the instruction; the error bounds hold either way.
    Value* fma(Value* a, Value* b, Value* c) { return m_ir.CreateIntrinsic(llvm::Intrinsic::fmuladd, {a->getType()}, {a, b, c}); }
    Value* fma(Value* a, Value* b, double c) { return fma(a, b, like(a, c)); }
    // NaN fails both comparisons and stays.
    Value* below(Value* x, double high) { return m_ir.CreateSelect(m_ir.CreateFCmpOGT(x, like(x, high)), like(x, high), x); }
    Value* clamp(Value* x, double low, double high) {
        x = below(x, high);
        return m_ir.CreateSelect(m_ir.CreateFCmpOLT(x, like(x, low)), like(x, low), x);
    }

    // c0 + c1 x + ...: even and odd terms apart, which halves the chain of dependent operations.
    Value* poly(std::span<const double> c, Value* x) {
        if (c.size() < 4) return horner(c, 1, x);
        Value* square = m_ir.CreateFMul(x, x);
        Value* even = horner(c, 2, square);
        Value* odd = horner(c.subspan(1), 2, square);
        return fma(odd, x, even);
    }
    Value* horner(std::span<const double> c, std::size_t step, Value* x) {
        std::size_t i = (c.size() - 1) / step * step;
        Value* y = like(x, c[i]);
        while (i > 0) {
            i -= step;
            y = fma(y, x, c[i]);
        }
        return y;
    }

    // The nearest integer, by adding a number whose last place is 1; its low bits are the integer. |x| stays small.
    struct Rounded {
        Value* real;
        Value* bits;
    };
    Rounded round(Value* x, double factor) {
        Value* magic = like(x, is64(x) ? kRoundMagic64 : kRoundMagic32);
        Value* shifted = fma(x, like(x, factor), magic);
        Value* bits = m_ir.CreateSub(m_ir.CreateBitCast(shifted, integers(x)), m_ir.CreateBitCast(magic, integers(x)));
        return {m_ir.CreateFSub(shifted, magic), bits};
    }
    Reduced reduceExp(Value* x, double high, double low) {
        const Rounded n = round(x, std::numbers::log2e);
        Value* rest = fma(n.real, like(x, -high), x);
        return {fma(n.real, like(x, -low), rest), n.bits};
    }
    Reduced reduceExp2(Value* x) {
        const Rounded n = round(x, 1);
        return {m_ir.CreateFSub(x, n.real), n.bits};
    }
    Value* expFrom(Value* r, std::span<const double> fit) {
        Value* square = m_ir.CreateFMul(r, r);
        return m_ir.CreateFAdd(fma(square, poly(fit, r), r), like(r, 1));
    }
    Value* expm1From(Value* r) { return fma(m_ir.CreateFMul(r, r), poly(kExpm132, r), r); }
    // exp(x) - 1 for -40 <= x <= 0.
    Value* expm1Negative(Value* x) {
        const Reduced r = reduceExp(x, kLn2High32, kLn2Low32);
        Value* power = power2(r.quotient);
        return fma(power, expm1From(r.rest), m_ir.CreateFSub(power, like(x, 1)));
    }

    // 2^n as bits, n in the range of normal numbers.
    Value* power2(Value* n) {
        const bool wide = n->getType()->getScalarSizeInBits() == 64;
        Value* bits = m_ir.CreateShl(m_ir.CreateAdd(n, integer(n, wide ? 1023 : 127)), integer(n, wide ? 52 : 23));
        return m_ir.CreateBitCast(bits, shaped(wide ? m_ir.getDoubleTy() : m_ir.getFloatTy()));
    }
    // y 2^n in two steps, so that results below the smallest normal number are rounded once and large ones overflow.
    Value* scale(Value* y, Value* n) {
        Value* half = m_ir.CreateAShr(n, integer(n, 1));
        return m_ir.CreateFMul(m_ir.CreateFMul(y, power2(half)), power2(m_ir.CreateSub(n, half)));
    }

    struct FloatLayout {
        double smallestNormal, denormalScale;
        int denormalShift, fractionBits;
        std::int64_t rootHalf;  // bits of sqrt(1/2)
    };
    static constexpr FloatLayout kLayout32{0x1p-126, 0x1p23, 23, 23, 0x3f3504f3};
    static constexpr FloatLayout kLayout64{0x1p-1022, 0x1p54, 54, 52, 0x3fe6a09e667f3bcd};
    Split split32(Value* x) { return splitBy(x, kLayout32); }
    Split split64(Value* x) { return splitBy(x, kLayout64); }
    Split splitBy(Value* x, const FloatLayout& f) {
        Value* tiny = m_ir.CreateFCmpOLT(x, like(x, f.smallestNormal));
        Value* normal = m_ir.CreateSelect(tiny, m_ir.CreateFMul(x, like(x, f.denormalScale)), x);
        Value* bits = m_ir.CreateBitCast(normal, integers(x));
        Value* exponent = m_ir.CreateAShr(m_ir.CreateSub(bits, integer(bits, f.rootHalf)), integer(bits, f.fractionBits));
        Value* mantissa = m_ir.CreateBitCast(m_ir.CreateSub(bits, m_ir.CreateShl(exponent, integer(bits, f.fractionBits))), x->getType());
        exponent = m_ir.CreateSub(exponent, m_ir.CreateSelect(tiny, integer(bits, f.denormalShift), integer(bits, 0)));
        // i64 to double is no instruction below AVX-512; an exponent fits i32.
        Value* narrowExponent = m_ir.CreateTrunc(exponent, shaped(m_ir.getInt32Ty()));
        return {m_ir.CreateFSub(mantissa, like(x, 1)), m_ir.CreateSIToFP(narrowExponent, x->getType())};
    }
    Value* logFrom(const Split& s) {
        Value* f = s.fraction;
        Value* square = m_ir.CreateFMul(f, f);
        Value* y = m_ir.CreateFMul(m_ir.CreateFMul(f, square), poly(kLog32, f));
        y = fma(s.exponent, like(f, kLn2Low32), y);
        y = fma(square, like(f, -0.5), y);
        return fma(s.exponent, like(f, kLn2High32), m_ir.CreateFAdd(f, y));
    }
    // f - (f^2/2 - s (f^2/2 + r)): what f loses when halved squares are taken off stays small.
    Value* logFrom64(const Split& split) {
        Value* f = split.fraction;
        Value* s = m_ir.CreateFDiv(f, m_ir.CreateFAdd(f, like(f, 2)));
        Value* z = m_ir.CreateFMul(s, s);
        Value* r = m_ir.CreateFMul(z, poly(kLog64, z));
        Value* half = m_ir.CreateFMul(m_ir.CreateFMul(f, f), like(f, 0.5));
        Value* inner = fma(split.exponent, like(f, kLn2Low64), m_ir.CreateFMul(s, m_ir.CreateFAdd(half, r)));
        Value* small = m_ir.CreateFSub(m_ir.CreateFSub(half, inner), f);
        return m_ir.CreateFSub(m_ir.CreateFMul(split.exponent, like(f, kLn2High64)), small);
    }
    Value* logSpecial(Value* x, Value* y) {
        y = m_ir.CreateSelect(m_ir.CreateFCmpUEQ(x, like(x, kInf)), x, y);  // infinity and NaN
        y = m_ir.CreateSelect(m_ir.CreateFCmpOLT(x, like(x, 0)), like(x, kNan), y);
        return m_ir.CreateSelect(isZero(x), like(x, -kInf), y);
    }

    // a + c a^3 where a is so small that y has lost its digits: for odd functions of a >= 0, in f64.
    Value* nearZero(Value* a, double c, Value* y) {
        Value* series = fma(m_ir.CreateFMul(m_ir.CreateFMul(a, a), like(a, c)), a, a);
        return m_ir.CreateSelect(m_ir.CreateFCmpOLT(a, like(a, 0x1p-10)), series, y);
    }

    Asin asinParts(Value* w) {
        Value* a = abs(w);
        Value* large = m_ir.CreateFCmpOGT(a, like(w, 0.5));
        Value* folded = m_ir.CreateFMul(m_ir.CreateFSub(like(w, 1), a), like(w, 0.5));
        Value* z = m_ir.CreateSelect(large, folded, m_ir.CreateFMul(a, a));
        Value* s = m_ir.CreateSelect(large, unary(llvm::Intrinsic::sqrt, folded), a);
        return {large, fma(m_ir.CreateFMul(s, z), poly(kAsin, z), s)};
    }

    // Reduced in f64 up to kTrigLimit; a vector with a larger argument calls libm for those lanes.
    Value* trig(LoopOp op, llvm::StringRef libm, Value* x) {
        Value* w = widen(x);
        const Rounded n = round(w, 2 / std::numbers::pi);
        Value* r = w;
        for (const double part : kHalfPi) r = fma(n.real, like(w, -part), r);
        Value* quadrant = m_ir.CreateTrunc(n.bits, shaped(m_ir.getInt32Ty()));
        Value* y = op == LoopOp::Tan ? narrow(tanFrom(r, quadrant)) : sinCosFrom(narrow(r), quadrant, op);
        if (op != LoopOp::Cos) y = m_ir.CreateSelect(isZero(x), x, y);
        Value* large = m_ir.CreateFCmpOGT(abs(x), like(x, kTrigLimit));
        Value* any = m_shape->isVectorTy() ? m_ir.CreateOrReduce(large) : large;
        llvm::Function* kernel = m_ir.GetInsertBlock()->getParent();
        auto* slow = llvm::BasicBlock::Create(m_ir.getContext(), "large", kernel);
        auto* join = llvm::BasicBlock::Create(m_ir.getContext(), "reduced", kernel);
        llvm::BasicBlock* before = m_ir.GetInsertBlock();
        m_ir.CreateCondBr(any, slow, join);
        m_ir.SetInsertPoint(slow);
        Value* exact = m_ir.CreateSelect(large, callPerLane(libm, {{x}}), y);
        llvm::BasicBlock* slowEnd = m_ir.GetInsertBlock();
        m_ir.CreateBr(join);
        m_ir.SetInsertPoint(join);
        llvm::PHINode* result = m_ir.CreatePHI(x->getType(), 2);
        result->addIncoming(y, before);
        result->addIncoming(exact, slowEnd);
        return result;
    }
    Value* sine(Value* r, Value* z, std::span<const double> fit) { return fma(m_ir.CreateFMul(r, z), poly(fit, z), r); }
    Value* cosine(Value* z, std::span<const double> fit) {
        return fma(m_ir.CreateFMul(z, z), poly(fit, z), fma(z, like(z, -0.5), 1));
    }
    Value* isOdd(Value* quadrant) { return m_ir.CreateICmpNE(m_ir.CreateAnd(quadrant, integer(quadrant, 1)), integer(quadrant, 0)); }
    Value* sinCosFrom(Value* r, Value* quadrant, LoopOp op) {
        if (op == LoopOp::Cos) quadrant = m_ir.CreateAdd(quadrant, integer(quadrant, 1));
        Value* z = m_ir.CreateFMul(r, r);
        Value* y = m_ir.CreateSelect(isOdd(quadrant), cosine(z, kCos32), sine(r, z, kSin32));
        Value* sign = m_ir.CreateShl(m_ir.CreateAnd(quadrant, integer(quadrant, 2)), integer(quadrant, 30));
        return m_ir.CreateBitCast(m_ir.CreateXor(m_ir.CreateBitCast(y, quadrant->getType()), sign), r->getType());
    }
    Value* tanFrom(Value* r, Value* quadrant) {
        Value* z = m_ir.CreateFMul(r, r);
        Value* s = sine(r, z, kSin64);
        Value* c = cosine(z, kCos64);
        Value* odd = isOdd(quadrant);
        return m_ir.CreateFDiv(m_ir.CreateSelect(odd, m_ir.CreateFNeg(c), s), m_ir.CreateSelect(odd, s, c));
    }

    llvm::IRBuilder<>& m_ir;
    llvm::Type* m_shape;
};

struct Row {
    MathBound bound;
    Value* (Math::*f32)(Value*) = nullptr;
    Value* (Math::*f64)(Value*) = nullptr;
    Value* (Math::*pair32)(Value*, Value*) = nullptr;
};

constexpr Row kRows[] = {
    {{LoopOp::Exp, 1.5, 1.5}, &Math::exp32, &Math::exp64},
    {{LoopOp::Exp2, 1.5, 1.5}, &Math::exp232, &Math::exp264},
    {{LoopOp::Expm1, 2, 0}, &Math::expm132},
    {{LoopOp::Log, 1, 1}, &Math::log32, &Math::log64},
    {{LoopOp::Log2, 0.6, 0}, &Math::log232},
    {{LoopOp::Log10, 0.6, 0}, &Math::log1032},
    {{LoopOp::Log1p, 2, 0}, &Math::log1p32},
    {{LoopOp::Sin, 2, 0}, &Math::sin32},
    {{LoopOp::Cos, 2, 0}, &Math::cos32},
    {{LoopOp::Tan, 1, 0}, &Math::tan32},
    {{LoopOp::Asin, 0.6, 0}, &Math::asin32},
    {{LoopOp::Acos, 0.6, 0}, &Math::acos32},
    {{LoopOp::Atan, 0.6, 0}, &Math::atan32},
    {{LoopOp::Sinh, 0.6, 0}, &Math::sinh32},
    {{LoopOp::Cosh, 0.6, 0}, &Math::cosh32},
    {{LoopOp::Tanh, 3, 0}, &Math::tanh32},
    {{LoopOp::Asinh, 0.6, 0}, &Math::asinh32},
    {{LoopOp::Acosh, 0.6, 0}, &Math::acosh32},
    {{LoopOp::Atanh, 0.6, 0}, &Math::atanh32},
    {{LoopOp::Erf, 2, 0}, &Math::erf32},
    {{LoopOp::Erfc, 0.6, 0}, &Math::erfc32},
    {{LoopOp::Pow, 0.6, 0}, nullptr, nullptr, &Math::pow32},
};

const Row* rowOf(LoopOp op) {
    for (const Row& row : kRows)
        if (row.bound.op == op) return &row;
    return nullptr;
}

}  // namespace

std::span<const MathBound> mathBounds() {
    static const std::vector<MathBound> kBounds = [] {
        std::vector<MathBound> out;
        for (const Row& row : kRows) out.push_back(row.bound);
        return out;
    }();
    return kBounds;
}

bool hasInlineMath(LoopOp op, DType dtype) {
    const Row* row = rowOf(op);
    return row && (dtype == DType::F32 ? row->f32 || row->pair32 : row->f64 != nullptr);
}

Value* emitMath(llvm::IRBuilder<>& ir, LoopOp op, std::span<Value* const> args) {
    Math math(ir, args[0]);
    const bool wide = args[0]->getType()->getScalarType()->isDoubleTy();
    if (const Row* row = rowOf(op)) {
        if (!wide && row->f32) return (math.*row->f32)(args[0]);
        if (!wide && row->pair32) return (math.*row->pair32)(args[0], args[1]);
        if (wide && row->f64) return (math.*row->f64)(args[0]);
    }
    return math.callPerLane(std::string(loopOpInfo(op).libm) + (wide ? "" : "f"), args);
}

}  // namespace whittle
