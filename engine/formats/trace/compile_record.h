// What a trace says about one compile, joined from the records of its id: plain data. Texts that may be large (graphs, code,
// tracebacks) stay in the log and are read when somebody asks for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/formats/trace/kernel_site.h"
#include "engine/formats/trace/log_prefix.h"

namespace whittle::trace {

using RecordIndex = std::uint32_t;  ///< of a record in its log

struct StackFrame {
    std::string file;
    int line = 0;
    std::string function;
    std::string code;  ///< the line's text; newer logs have it

    std::string place() const;  ///< "net.py:17 in forward"
    friend bool operator==(const StackFrame&, const StackFrame&) = default;
};
using Stack = std::vector<StackFrame>;  ///< outermost first

enum class ArtifactForm { Graph, Code, Json, Text, Guards, Link };
std::string_view formName(ArtifactForm form);
std::string_view formExtension(ArtifactForm form);  ///< ".py", ".json", ".txt"

struct Artifact {
    std::string name;      ///< of one compile each is different: "aot_forward_graph", "fx_graph_cache_hit.2"
    std::string kind;      ///< as the log calls it
    ArtifactForm form = ArtifactForm::Text;
    int attempt = 0;
    RecordIndex record = 0;
    std::string where;     ///< the file name or address that the record gives, else empty
};

/// Something that the compile depends on: a tensor or number given to the traced function.
struct Input {
    std::string source;                  ///< "L['x']"
    std::string dtype, device;           ///< empty for what is no tensor or is not described
    std::vector<std::string> size, stride;  ///< numbers or symbols
    bool isParameter = false;
    bool requiresGrad = false;
};

struct Symbol {
    std::string name;    ///< "s0", "u0", "s77"
    std::string hint;    ///< the value it was made for; empty for unbacked ones
    std::string range;   ///< "[2, int_oo]"
    std::string source;  ///< "L['x'].size()[0]"; empty for unbacked ones
    bool unbacked = false;
    StackFrame user;     ///< the innermost line of the user's code; empty when the log has none
    RecordIndex record = 0;
};

struct ExpressionPart {
    std::string text;     ///< "u0", "2"
    int expression = -1;  ///< index into Compile::expressions, always an earlier one; -1: a number, or what the log does not explain
};

/// How a size or a condition came to be, step by step: logs of draft exports say it.
struct Expression {
    std::string text;    ///< "u0 > 2"
    std::string method;  ///< "gt"; empty: a symbol that begins here
    std::vector<ExpressionPart> parts;
    StackFrame user;
    RecordIndex record = 0;
};

/// A condition on sizes that the compiled code relies on.
struct ShapeGuard {
    std::string expression;
    int computedBy = -1;    ///< index into Compile::expressions; -1: the log does not say
    bool detailed = false;  ///< told in full by a draft export, which has not told it in short yet
    StackFrame user;
    RecordIndex record = 0;
};

struct Specialisation {
    std::string symbol, value, reason;
    std::vector<std::string> sources;
    StackFrame user;
    RecordIndex record = 0;
};

/// Why a dimension or a number became dynamic.
struct AutomaticDynamic {
    std::string source;            ///< "L['x']"
    std::string what;              ///< the dimension, "all", "scalar"
    std::string reason;            ///< "size change"
    std::string before, now;       ///< "4"; of all dimensions "(dynamic, 3)"
    RecordIndex record = 0;

    std::string place() const;  ///< "L['x'] dimension 0", "L['x'] all dimensions", of a number "L['k']"
    std::string text() const;  ///< "L['x'] dimension 0: size change, 4 then 6"
};

struct GraphBreak {
    StackFrame user;     ///< only file and line
    std::string reason;  ///< in a few words, the same for the same cause
    std::string detail;  ///< all that is said before a traceback
    RecordIndex record = 0;
};

/// What draft exports report: a condition decided by real data, an operator without a fake kernel.
struct ExportProblem {
    std::string kind;     ///< "missing_fake_kernel"
    std::string subject;  ///< the operator or expression
    std::string detail;   ///< the reason or the result
    int computedBy = -1;  ///< of a condition, as ShapeGuard's
    StackFrame user;
    RecordIndex record = 0;
};

struct CacheEvent {
    std::string cache;    ///< "fx_graph_cache", "aotautograd_cache"
    std::string outcome;  ///< "hit", "miss", "bypass"
    RecordIndex record = 0;
};

struct CompileError {
    std::string type, reason;
    StackFrame user;
    std::string lastLine;                 ///< of the traceback
    std::optional<RecordIndex> traceback;
};

/// The counters and times that the views use; the record has all of them.
struct Metrics {
    std::string kind;       ///< "compilation_metrics", "bwd_compilation_metrics", ...
    RecordIndex record = 0;
    std::string function, file;
    std::optional<std::int64_t> firstLine, cacheSize, accumulatedCacheSize, guards, shapeGuards, graphOps, graphNodes, graphInputs;
    std::optional<double> start, totalSeconds, backendSeconds, inductorSeconds, codegenSeconds;
    std::string failType, failReason, failFile;
    std::optional<std::int64_t> failLine;
    std::vector<std::string> restartReasons;
    std::optional<bool> hasGuardedCode;
};

enum class Status { Ok, Restarted, Empty, Error, LimitHit, Cut };
std::string_view statusName(Status status);     ///< "ok", "restarted", "empty", "error", "limit_hit", "cut"
std::string_view statusMeaning(Status status);  ///< in words

struct Compile {
    CompileId id;
    int occurrence = 1;  ///< how many times the log had this id before, and once more
    int attempts = 1;
    bool started = false;
    bool fromText = false;  ///< of TORCH_LOGS text, which has no metrics: a guard tree is all that tells of success
    Stack stack;         ///< the user's, its last frame is the code that was compiled; where a limit kept it from beginning that frame alone
    std::vector<Artifact> artifacts;
    std::vector<Input> inputs;
    std::vector<std::string> recompileReasons;  ///< one of each cached entry, as PyTorch words it
    std::vector<GraphBreak> breaks;
    std::vector<Symbol> symbols;
    std::vector<Expression> expressions;
    std::vector<ShapeGuard> shapeGuards;
    std::vector<Specialisation> specialisations;
    std::vector<AutomaticDynamic> dynamics;
    std::vector<CacheEvent> cache;
    std::vector<ExportProblem> problems;
    std::vector<KernelSite> kernels;  ///< where the autotuner chose
    std::vector<Metrics> metrics;
    std::optional<CompileError> error;
    std::optional<RecordIndex> guards;  ///< the last guard tree

    std::string name() const;  ///< "0/1", "0/1#2" for the second of that name, "-" without an id
    const Metrics* forward() const;  ///< of the compile itself
    Status status() const;
    const Artifact* artifact(std::string_view named) const;
};

}  // namespace whittle::trace
