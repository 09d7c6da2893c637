#include "minifier/oracle/fails_when.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>

#include "engine/base/line_watch.h"
#include "engine/base/utf8.h"

namespace whittle {
namespace {

// What shells make of a child's death: 128 + N. Only for signals that faults send: a program may well end with status 129.
constexpr std::array kFaults{SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGSYS};

int signalOf(const KeptEnd& end) {
    if (end.limit != KeptEnd::Limit::None) return 0;  // that one was ours
    if (end.end.signal != 0) return end.end.signal;
    const int told = end.end.status - 128;
    return std::ranges::find(kFaults, told) != kFaults.end() ? told : 0;
}

// A limit on address space is met as memory that is not given: what a program makes of that shows in its words only.
bool ranOutOfMemory(const KeptEnd& end) {
    if (end.limit != KeptEnd::Limit::None) return end.limit == KeptEnd::Limit::Memory;
    if (end.end.signal == SIGKILL) return true;  // not by us: by a system without memory
    if (end.end.signal == 0 && end.end.status == 0) return false;
    constexpr std::array<std::string_view, 5> kSigns{"std::bad_alloc", "MemoryError", "out of memory", "annot allocate memory", "memory exhausted"};
    return std::ranges::any_of(kSigns, [&](std::string_view sign) { return end.err.find(sign) != std::string::npos; });
}

FailureKind kindOf(const KeptEnd& end) {
    if (end.limit == KeptEnd::Limit::Time) return FailureKind::Hang;
    if (end.limit == KeptEnd::Limit::Memory) return FailureKind::OutOfMemory;
    return signalOf(end) != 0 ? FailureKind::Crash : FailureKind::RunError;
}

}  // namespace

std::string howItEnded(const KeptEnd& end) {
    if (end.lost) return "it killed the process that watched it";
    if (end.limit == KeptEnd::Limit::Time) return "time limit";
    if (end.limit == KeptEnd::Limit::Memory) return "memory limit";
    return end.end.text();
}

struct FailsWhen::Form {
    std::string_view text;  // what the rule begins with; all of it for a rule without more
    enum class More { Nothing, Status, Pattern } more;
    bool (*holds)(const FailsWhen& rule, const KeptEnd& end);
    OutputPattern::Stream stream = OutputPattern::Stream::Err;
};

const FailsWhen::Form FailsWhen::kForms[] = {
    {"exit==", Form::More::Status,
     [](const FailsWhen& rule, const KeptEnd& end) {
         return end.limit == KeptEnd::Limit::None && end.end.signal == 0 && end.end.status == rule.m_status;
     }},
    {"exit!=", Form::More::Status,
     [](const FailsWhen& rule, const KeptEnd& end) {
         return end.limit == KeptEnd::Limit::None && (end.end.signal != 0 || end.end.status != rule.m_status);
     }},
    {"stderr~", Form::More::Pattern, [](const FailsWhen&, const KeptEnd& end) { return end.matched.has_value(); }},
    {"stdout~", Form::More::Pattern, [](const FailsWhen&, const KeptEnd& end) { return end.matched.has_value(); }, OutputPattern::Stream::Out},
    {"signal", Form::More::Nothing, [](const FailsWhen&, const KeptEnd& end) { return signalOf(end) != 0; }},
    {"timeout", Form::More::Nothing, [](const FailsWhen&, const KeptEnd& end) { return end.limit == KeptEnd::Limit::Time; }},
    {"memory", Form::More::Nothing, [](const FailsWhen&, const KeptEnd& end) { return ranOutOfMemory(end); }},
};

FailsWhen::FailsWhen() : m_form(kForms), m_text("exit==0") {}

Result<FailsWhen> FailsWhen::parse(const std::string& text) {
    for (const Form& form : kForms) {
        if (form.more == Form::More::Nothing ? text != form.text : !text.starts_with(form.text)) continue;
        FailsWhen rule;
        rule.m_form = &form;
        rule.m_text = text;
        const std::string more = text.substr(form.text.size());
        if (form.more == Form::More::Status) {
            const auto [end, error] = std::from_chars(more.data(), more.data() + more.size(), rule.m_status);
            if (error != std::errc() || end != more.data() + more.size() || rule.m_status < 0 || rule.m_status > 255)
                return fail(Code::Argument, "'{}': an exit status is a number from 0 to 255", text);
        } else if (form.more == Form::More::Pattern) {
            if (more.empty()) return fail(Code::Argument, "'{}': a regular expression was expected behind the ~", text);
            WHITTLE_TRY_VOID(checkPattern(more));
            rule.m_pattern = OutputPattern{form.stream, more};
        }
        return rule;
    }
    return fail(Code::Argument, "'{}' is no rule of when a candidate fails: it is exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, "
                "timeout or memory", text);
}

std::optional<Failure> FailsWhen::failureOf(const KeptEnd& end, const std::string& program) const {
    if (end.lost || !m_form->holds(*this, end)) return std::nullopt;
    Failure failure{.kind = kindOf(end), .signature = {}, .phase = "command", .node = {}, .message = {}, .detail = {}};
    const int signal = signalOf(end);
    if (m_pattern) {
        failure.message = validUtf8(*end.matched);
        failure.signature = normaliseSignature(failure.message);
        if (failure.signature.empty()) failure.signature = m_text;
    } else if (m_form->text == "memory") {
        failure.kind = FailureKind::OutOfMemory;
        failure.signature = "out of memory";
        failure.message = fmt::format("{} ran out of memory", program);
    } else if (end.limit == KeptEnd::Limit::Time) {
        failure.signature = "hang";
        failure.message = fmt::format("{} did not end in time", program);
    } else if (signal != 0) {
        failure.signature = signalName(signal);
        failure.message = fmt::format("{} died with {}", program, failure.signature);
    } else {
        failure.signature = end.end.text();
        failure.message = fmt::format("{} ended with {}", program, failure.signature);
    }
    return failure;
}

}  // namespace whittle
