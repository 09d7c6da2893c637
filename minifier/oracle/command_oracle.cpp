#include "minifier/oracle/command_oracle.h"

#include <cstring>

#include "engine/base/utf8.h"
#include "minifier/oracle/command_words.h"

namespace whittle {
namespace {

constexpr std::string_view kVariable = "WHITTLE_CANDIDATE";
constexpr std::size_t kLineShown = 200;

std::string lastLine(const std::string& text) {
    const std::size_t end = text.find_last_not_of(" \r\n");
    if (end == std::string::npos) return {};
    const std::size_t start = text.rfind('\n', end);
    return validUtf8(std::string_view(text).substr(start + 1, std::min(end - start, kLineShown)));
}

}  // namespace

Result<std::unique_ptr<CommandOracle>> CommandOracle::make(CommandOracleOptions options) {
    WHITTLE_TRY(ScratchFolder scratch, ScratchFolder::make(options.tempFolder));
    return std::unique_ptr<CommandOracle>(new CommandOracle(std::move(options), std::move(scratch)));
}

CommandOracle::CommandOracle(CommandOracleOptions options, ScratchFolder scratch)
    : m_options(std::move(options)),
      m_called(std::filesystem::path(m_options.words.front()).filename().string()),
      m_scratch(std::move(scratch)),
      m_keeper(m_options.program, m_scratch.path()) {}

std::string CommandOracle::identity() const {
    return fmt::format("command '{}' format={} fails-when={}", validUtf8(m_options.command), m_options.format, validUtf8(m_options.failsWhen.text()));
}

std::string CommandOracle::limits() const {
    return fmt::format("{} s, {} MB", std::chrono::duration<double>(m_options.time).count(), m_options.memoryBytes >> 20);
}

std::unique_ptr<Oracle> CommandOracle::another() const {
    Result<std::unique_ptr<CommandOracle>> made = make(m_options);
    return made ? *std::move(made) : nullptr;
}

Result<Verdict> CommandOracle::test(const Graph& candidate, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    const std::filesystem::path folder = m_scratch.path() / std::to_string(m_next++);
    std::error_code trouble;
    std::filesystem::create_directory(folder, trouble);
    if (trouble) return fail(Code::Io, "cannot make a folder for a candidate in {}: {}", m_scratch.path().string(), trouble.message());
    Result<Verdict> verdict = judge(candidate, folder, cancel);
    if (!removeWhole(folder)) return fail(Code::Io, "cannot remove what {} left in {}", m_called, folder.string());
    if (verdict) verdict->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return verdict;
}

Result<Verdict> CommandOracle::judge(const Graph& candidate, const std::filesystem::path& folder, const CancelToken& cancel) {
    const std::filesystem::path file = folder / fmt::format("candidate{}", findGraphWriter(m_options.format)->suffix);
    if (const Result<void> written = write(candidate, file); !written) {
        if (written.error().code == Code::Io) return std::unexpected(written.error());  // a full disk is no answer
        return Verdict{.kind = Verdict::Kind::Invalid, .failure = {}, .note = written.error().describe()};
    }
    const KeptCommand command{.words = wordsFor(m_options.words, file.string()),
                              .environment = {fmt::format("{}={}", kVariable, file.string()), "TMPDIR=" + folder.string()},
                              .folder = folder,
                              .time = m_options.time,
                              .memoryBytes = m_options.memoryBytes,
                              .pattern = m_options.failsWhen.pattern()};
    WHITTLE_TRY(const KeptEnd end, m_keeper.run(command, cancel));
    if (end.notStarted != 0)
        return fail(Code::NotFound, "{} cannot be started: {}; is it there, executable, and is its first line (#!) an interpreter?",
                    m_options.words.front(), std::strerror(end.notStarted));
    return verdictOf(end);
}

// The JSON form is a program without data.
Result<void> CommandOracle::write(const Graph& candidate, const std::filesystem::path& file) const {
    WHITTLE_TRY_VOID(findGraphWriter(m_options.format)->write(candidate, file, Pt2Layout::A));
    if (m_options.format != "json") return {};
    return writeSafetensors(std::filesystem::path(file).replace_extension(".safetensors"), callTensors(candidate));
}

Verdict CommandOracle::verdictOf(const KeptEnd& end) const {
    Verdict verdict;
    if (end.limit != KeptEnd::Limit::None) verdict.limits = limits();
    const std::string said = lastLine(end.err.empty() ? end.out : end.err);
    if (auto failure = m_options.failsWhen.failureOf(end, m_called)) {
        failure->detail = validUtf8(end.err.empty() ? end.out : end.err);
        if (end.leftBehind > 0)
            failure->detail += fmt::format("{}{} processes that it left behind were killed", failure->detail.empty() ? "" : "\n", end.leftBehind);
        verdict.kind = Verdict::Kind::Fails;
        verdict.failure = std::move(failure);
        return verdict;
    }
    // What ran into a limit said nothing: no original "does not fail" for that.
    const bool unjudged = end.lost || end.limit != KeptEnd::Limit::None;
    verdict.kind = unjudged ? Verdict::Kind::Invalid : Verdict::Kind::Passes;
    verdict.note = fmt::format("{}: {}{}{}", m_called, howItEnded(end), said.empty() ? "" : ": ", said);
    if (end.limit != KeptEnd::Limit::None) verdict.note += fmt::format(" ({}; --timeout and --memory widen it)", limits());
    return verdict;
}

}  // namespace whittle
