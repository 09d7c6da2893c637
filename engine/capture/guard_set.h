// All guards of one recording, in the order in which they are checked: the process's settings, each argument's own (local ones before
// global, short names first; an argument that failed more often moves ahead), then conditions on sizes.
#pragma once

#include "engine/capture/guard.h"
#include "engine/capture/size_program.h"

namespace whittle {

struct GuardFailure {
    const Guard* guard = nullptr;
    std::string reason;  ///< in PyTorch's words
    std::string seen;    ///< the value that it met: "f32, size [6, 8], stride [8, 1]"; of a condition "L['x'].size()[0] = 6"
    std::string source;  ///< where that comes from: "L['x']"
    std::size_t index = 0;  ///< of the guard, into GuardSet::all()
};

/// A value that guards ask about, or one of these guards; see GuardSet::tree().
struct GuardPlace {
    int parent = -1;                   ///< the row of the value that it is inside of, or asks about; -1: it is about the call as a whole
    std::string value;                 ///< "L['x']"; empty: a guard
    std::optional<std::size_t> guard;  ///< its index into all()
};

class GuardSet {
public:
    /// `sizes`: every integer that conditions may name.
    GuardSet(std::vector<Guard> guards, std::vector<ShapeGuard> conditions, std::vector<SizeSource> sizes);

    /// Whether all hold; counts a failure, and moves the argument that failed ahead. Not thread-safe.
    /// Cost: no allocation; 8 tensors in below a quarter of a microsecond.
    bool check(const GuardedCall& call);
    /// Only the guards with these indices into all(): what tells entries apart (skip_guard_eval_unsafe).
    bool checkOnly(std::span<const std::size_t> chosen, const GuardedCall& call) const;

    /// In the present order; nothing: all hold. Changes nothing.
    std::optional<GuardFailure> firstFailure(const GuardedCall& call) const;
    std::vector<GuardFailure> failures(const GuardedCall& call) const;

    /// All guards in the present order of checks, under the values that they ask about: a value stands before what is asked of it and what is inside of it.
    std::vector<GuardPlace> tree() const;
    /// What one check takes, in nanoseconds, by index into all(): the median of many, on this thread. Nothing for a guard that does not hold.
    /// Conditions on sizes share what reading the sizes takes. Cost: some 10 microseconds a guard.
    std::vector<std::optional<double>> nanoseconds(const GuardedCall& call) const;

    /// Every guard; those of ShapeEnv last.
    const std::vector<Guard>& all() const { return m_guards; }
    std::size_t shapeGuardCount() const { return m_conditions.size(); }
    /// How often each failed in check(), by index into all().
    const std::vector<std::int64_t>& failureCounts() const { return m_failures; }

private:
    struct Condition {
        SymRelation relation;
        SizeProgram left, right;
    };
    struct Branch {  // one value, and what is inside of it: the process, its arguments and its globals, their items
        std::string name;
        std::vector<std::size_t> guards;  // of the value itself
        std::vector<Branch> inside;
        std::int64_t failures = 0;
    };
    void place(std::size_t guard);
    bool checkBranch(Branch& branch, const GuardedCall& call);
    bool holds(std::size_t guard, const GuardedCall& call) const { return m_checks[guard](m_guards[guard], call); }
    bool loadSizes(const GuardedCall& call, std::span<std::int64_t> sizes) const;
    GuardFailure conditionFailure(std::size_t condition, std::span<const std::int64_t> sizes) const;
    bool conditionHolds(std::size_t index, std::span<const std::int64_t> sizes) const;

    std::vector<Guard> m_guards;
    std::vector<GuardCheck> m_checks;  // of each
    std::vector<std::int64_t> m_failures;
    Branch m_root;
    // What conditions read, by the place where SizeProgram finds it; of one value one after the other, so that it is looked up once.
    std::vector<SizeSource> m_sizes;
    std::vector<Condition> m_conditions;
    std::size_t m_firstCondition = 0;  // into m_guards
    std::vector<std::int64_t> m_loaded;  // of check()
};

}  // namespace whittle
