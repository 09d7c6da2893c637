// Traces of PyTorch and TORCH_LOGS text: the lines, the envelopes, the joined data, the texts with a grammar of their own. Read at once and
// as a log that grows, which has to give the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

#include "engine/formats/trace/causes.h"
#include "engine/formats/trace/expression_tree.h"
#include "engine/formats/trace/guard_tree.h"
#include "engine/formats/trace/stack_trie.h"
#include "engine/formats/trace/time_spans.h"

using namespace whittle;
using namespace whittle::trace;

namespace {

void useAll(const TraceLog& log) {
    const LogContent& content = log.content();
    for (const Record& record : content.records) {
        const auto payload = log.payload(record);
        if (!payload) std::abort();
        if (const auto tree = parseGuardTree(*payload))
            for (std::size_t i = 0; i < tree->nodes.size(); ++i)
                if (tree->nodes[i].parent >= static_cast<int>(i)) std::abort();
        (void)log.stack(record, "stack");
        (void)kernelsCalled(*payload);
    }
    const LogContent* one = &content;
    (void)causes({&one, 1});
    (void)stackTrie(content);
    (void)timeSpans(content);
    (void)content.facts.notes();
    for (const Compile& compile : content.compiles) {
        (void)compile.status();
        for (const ShapeGuard& guard : compile.shapeGuards) (void)expressionTree(compile, guard.computedBy);
        for (const ExportProblem& problem : compile.problems)
            for (const ExpressionLine& line : expressionTree(compile, problem.computedBy)) (void)expressionWords(compile, line);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)readAutotuneText(text);
    (void)readAutotuneCache(text);
    (void)readAutotuneResults(text);
    const int file = ::memfd_create("trace", MFD_CLOEXEC);
    if (file < 0) return 0;
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    std::optional<TraceLog> whole, grown;
    if (::write(file, data, size / 2) == static_cast<ssize_t>(size / 2)) {
        Result<TraceLog> log = TraceLog::open(path);
        if (!log || !log->more(TraceLog::End::MayGrow)) std::abort();
        grown = *std::move(log);
    }
    if (grown && ::write(file, data + size / 2, size - size / 2) == static_cast<ssize_t>(size - size / 2)) {
        if (!grown->more()) std::abort();
        Result<TraceLog> log = TraceLog::open(path);
        if (!log || !log->more()) std::abort();
        whole = *std::move(log);
        useAll(*whole);
        if (whole->content().facts.lines != grown->content().facts.lines) std::abort();
    }
    ::close(file);
    return 0;
}
