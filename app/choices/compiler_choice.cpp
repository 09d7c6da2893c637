#include "app/choices/compiler_choice.h"

#include <algorithm>
#include <cstdlib>
#include <charconv>
#include <set>
#include <variant>

#include "engine/codegen/code_makers.h"
#include "engine/kernels/kernel_list.h"
#include "engine/passes/inject_fault.h"
#include "engine/passes/pipeline.h"
#include "minifier/oracle/command_words.h"

namespace whittle {
namespace {

using Member = std::variant<std::vector<std::string> CompilerChoice::*, std::string CompilerChoice::*, int CompilerChoice::*, std::vector<std::string> KernelChoiceOptions::*,
                            std::string KernelChoiceOptions::*, bool KernelChoiceOptions::*>;
struct OptionRow {
    std::string_view option;
    Member member;
};
constexpr OptionRow kOptions[] = {
    {"--skip-pass", &CompilerChoice::skipPasses},          {"--choose", &KernelChoiceOptions::forced},
    {"--no-tuning-store", &KernelChoiceOptions::noStore},  {"--tuning-store", &KernelChoiceOptions::store},
    {"--keep-apart", &CompilerChoice::apart},              {"--without-library", &CompilerChoice::withoutLibraries},
    {"--isa", &CompilerChoice::isa},                       {"--pass-limit", &CompilerChoice::passLimit},
};
const OptionRow* findOption(std::string_view option) {
    const auto found = std::ranges::find(kOptions, option, &OptionRow::option);
    return found == std::end(kOptions) ? nullptr : found;
}

template <class Choice, class T>  // const or not
auto& memberOf(Choice& choice, T CompilerChoice::* member) { return choice.*member; }
template <class Choice, class T>
auto& memberOf(Choice& choice, T KernelChoiceOptions::* member) { return choice.kernels.*member; }

// What the environment says of the caches, asked in the same way for each of them.
std::optional<std::filesystem::path> placeOf(std::optional<std::filesystem::path> (*folder)(const char*, const char*, const char*),
                                             const std::string& cache) {
    return cache.empty() ? folder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))
                         : folder(cache.c_str(), nullptr, nullptr);
}

}  // namespace

std::string shellWord(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.,:/=@%";
    if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string compilerWords(const CompilerChoice& choice) {
    static const CompilerChoice standard;
    std::vector<std::string> words;
    for (const auto& [option, member] : kOptions) {
        const auto add = [&, name = std::string(option)](const std::string& text) { words.push_back(name + " " + shellWord(text)); };
        std::visit(
            [&](auto pointer) {
                const auto& value = memberOf(choice, pointer);
                if (value == memberOf(standard, pointer)) return;
                if constexpr (std::is_same_v<decltype(value), const std::vector<std::string>&>) std::ranges::for_each(value, add);
                else if constexpr (std::is_same_v<decltype(value), const bool&>) words.emplace_back(option);
                else if constexpr (std::is_same_v<decltype(value), const int&>) add(fmt::format("{}", value));
                else add(value);
            },
            member);
    }
    return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string_view> compilerOptions() {
    std::vector<std::string_view> out;
    std::ranges::transform(kOptions, std::back_inserter(out), &OptionRow::option);
    return out;
}

bool isCompilerOption(std::string_view option) { return findOption(option) != nullptr; }

bool isCompilerFlag(std::string_view option) {
    const OptionRow* row = findOption(option);
    return row && std::holds_alternative<bool KernelChoiceOptions::*>(row->member);
}

Result<void> setCompilerOption(CompilerChoice& choice, std::string_view option, const std::string& value) {
    const OptionRow* row = findOption(option);
    if (!row) return fail(Code::Argument, "'{}' is no option of the compiler; there are {}", option, fmt::join(compilerOptions(), ", "));
    return std::visit(
        [&](auto pointer) -> Result<void> {
            auto& member = memberOf(choice, pointer);
            if constexpr (std::is_same_v<decltype(member), std::vector<std::string>&>) {
                member.push_back(value);
            } else if constexpr (std::is_same_v<decltype(member), bool&>) {
                member = true;
            } else if constexpr (std::is_same_v<decltype(member), int&>) {
                const auto [end, trouble] = std::from_chars(value.data(), value.data() + value.size(), member);
                if (trouble != std::errc() || end != value.data() + value.size() || member < 0) return fail(Code::Argument, "{} '{}' is no number of passes", option, value);
            } else {
                member = value;
            }
            return {};
        },
        row->member);
}

Result<CompilerChoice> readCompilerWords(std::string_view text) {
    CompilerChoice choice;
    if (text.find_first_not_of(" \t\n") == text.npos) return choice;
    WHITTLE_TRY(const std::vector<std::string> words, splitWords(text));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& option = words[i];
        const bool takesValue = isCompilerOption(option) && !isCompilerFlag(option);
        if (takesValue && i + 1 == words.size()) return fail(Code::Argument, "{} needs a value", option);
        WHITTLE_TRY_VOID(setCompilerOption(choice, option, takesValue ? words[++i] : std::string()));
    }
    return choice;
}

std::shared_ptr<TuningStore> openTuningStore(const KernelChoiceOptions& kernels, const std::string& cache) {
    if (kernels.noStore) return nullptr;
    const auto folder = kernels.store.empty() ? placeOf(tuningStoreFolder, cache) : std::optional<std::filesystem::path>(kernels.store);
    return folder ? std::make_shared<TuningStore>(std::filesystem::absolute(*folder)) : nullptr;
}

namespace {

Result<std::vector<ForcedChoice>> forcedChoices(const KernelChoiceOptions& kernels) {
    std::vector<ForcedChoice> out;
    for (const std::string& text : kernels.forced) {
        const std::size_t equals = text.rfind('=');
        if (equals == text.npos || equals == 0 || equals + 1 == text.size()) return fail(Code::Argument, "--choose '{}' is not SITE=CANDIDATE", text);
        ForcedChoice forced{.site = text.substr(0, equals), .candidate = text.substr(equals + 1)};
        if (std::ranges::find(out, forced.site, &ForcedChoice::site) != out.end()) return fail(Code::Argument, "--choose names '{}' twice", forced.site);
        out.push_back(std::move(forced));
    }
    return out;
}

}  // namespace

Result<ChoiceOptions> choiceOptions(const KernelChoiceOptions& kernels, const std::string& cache) {
    ChoiceOptions out;
    WHITTLE_TRY(out.forced, forcedChoices(kernels));
    out.measure = kernels.autotune;
    out.seconds = kernels.seconds;
    out.store = openTuningStore(kernels, cache);
    return out;
}

std::shared_ptr<ObjectCache> openCache(const CompilerChoice& choice) {
    if (choice.noCache) return nullptr;
    const auto folder = choice.cache.empty() ? placeOf(objectCacheFolder, {}) : std::optional<std::filesystem::path>(choice.cache);
    return folder ? std::make_shared<ObjectCache>(std::filesystem::absolute(*folder)) : nullptr;
}

std::shared_ptr<AnswerStore> openAnswers(const CompilerChoice& choice) {
    const auto folder = placeOf(answerStoreFolder, choice.cache);
    return folder ? std::make_shared<AnswerStore>(std::filesystem::absolute(*folder)) : nullptr;
}

namespace {

Result<void> checkLibrary(const std::string& name) {
    std::set<std::string_view> libraries;
    for (const KernelCandidate& one : kernelCandidates()) libraries.insert(one.library);
    if (libraries.contains(name)) return {};
    return fail(Code::Argument, "there is no library '{}' to leave out. There are: {}", name, fmt::join(libraries, ", "));
}

Result<VectorIsa> isaOf(const CompilerChoice& choice) {
    const auto isa = std::ranges::find(kIsaNames, choice.isa);
    if (isa == std::end(kIsaNames)) return fail(Code::Argument, "'{}' is none of {}", choice.isa, fmt::join(kIsaNames, ", "));
    return static_cast<VectorIsa>(isa - std::begin(kIsaNames));
}

}  // namespace

Result<void> checkCompiler(const CompilerChoice& choice) {
    for (const std::string& name : choice.skipPasses)
        if (std::ranges::find(allPasses(), name, &PassDef::name) == allPasses().end()) return fail(Code::Argument, "--skip-pass: there is no pass '{}'", name);
    for (const std::string& name : choice.withoutLibraries) WHITTLE_TRY_VOID(checkLibrary(name));
    if (choice.kernels.noStore && !choice.kernels.store.empty()) return fail(Code::Argument, "--tuning-store and --no-tuning-store exclude each other");
    WHITTLE_TRY_VOID(forcedChoices(choice.kernels));
    WHITTLE_TRY_VOID(isaOf(choice));
    return {};
}

Result<CompileOptions> compileOptions(const CompilerChoice& choice, std::shared_ptr<ObjectCache> cache, CancelToken cancel) {
    CompileOptions out;
    WHITTLE_TRY(out.isa, isaOf(choice));
    for (const std::string& library : choice.withoutLibraries) WHITTLE_TRY_VOID(checkLibrary(library).context("reading --without-library"));
    out.apart = choice.apart;
    out.skipPasses = choice.skipPasses;
    out.passLimit = choice.passLimit;
    out.keepArtefacts = choice.debugInfo;
    out.cache = std::move(cache);
    out.makers = std::make_shared<CodeMakers>();
    out.cancel = std::move(cancel);
    WHITTLE_TRY(out.choices, choiceOptions(choice.kernels, choice.cache));
    out.choices.withoutLibraries = choice.withoutLibraries;
    return out;
}

std::vector<std::string> idleInjections(const Graph& graph, std::span<const Injection> injections) {
    std::vector<std::string> notes;
    for (const Injection& injection : injections) {
        const auto isNamed = [&](const Node& node) { return namesOperator(injection.op, node.op); };
        if (std::ranges::none_of(graph.nodes(), isNamed))
            notes.push_back(fmt::format("no fault planted: the graph has no operator '{}' (in-place operators are imported as functional ones)",
                                        injection.op));
        else if (std::ranges::none_of(graph.nodes(), [&](const Node& node) { return isNamed(node) && canStrike(injection, graph, node); }))
            notes.push_back(fmt::format("no fault planted: nothing that '{}' answers here can show {}", injection.op, injection.text()));
    }
    return notes;
}

}  // namespace whittle
