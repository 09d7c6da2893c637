#include "app/choices/minify_choice.h"

namespace whittle {
namespace {

// What the report says was run: every option that shapes the result.
std::string commandLine(const MinifyChoice& choice) {
    const MinifyChoice standard;
    std::string line = fmt::format("whittle minify {} -o {}", shellWord(choice.file), shellWord(choice.output));
    if (!choice.node.empty()) line += " --node " + shellWord(choice.node);
    line += oracleWords(choice.oracle);
    if (choice.signature != standard.signature) line += " --signature " + shellWord(choice.signature);
    if (choice.repeat != standard.repeat) line += fmt::format(" --repeat {}", choice.repeat);
    if (!choice.inputs.empty()) line += " --inputs " + shellWord(choice.inputs);
    if (!choice.model.empty()) line += " --model " + shellWord(choice.model);
    if (choice.seed != standard.seed) line += fmt::format(" --seed {}", choice.seed);
    return line;
}

// The same question about the reproducer, which carries its inputs.
std::string againLine(MinifyChoice choice) {
    choice.file = "repro.wtl";
    choice.output = "again";
    choice.inputs.clear();
    choice.model.clear();
    choice.node.clear();
    return commandLine(choice);
}

// What the certificate says that makes the same oracle again. A path from the root would name a place on this machine.
std::string portableOracleWords(const OracleChoice& choice) {
    std::string words = oracleWords(choice);
    for (std::size_t at = words.find('/'); at != words.npos; at = words.find('/', at + 1))
        if (std::string_view(" '\"=:,").contains(words[at - 1])) return {};
    return words;
}

}  // namespace

std::string minifyCommand(const MinifyChoice& choice) {
    const MinifyChoice standard;
    std::string line = commandLine(choice);
    if (choice.jobs != standard.jobs) line += fmt::format(" --jobs {}", choice.jobs);
    if (choice.budget != standard.budget) line += fmt::format(" --budget {}", choice.budget);
    if (choice.maxCandidates != standard.maxCandidates) line += fmt::format(" --max-candidates {}", choice.maxCandidates);
    if (choice.noAnswers) line += " --no-answers";
    if (choice.resume) line += " --resume";
    return line;
}

Result<MinifyOptions> minifyOptions(const MinifyChoice& choice, const std::filesystem::path& program) {
    WHITTLE_TRY(SignatureRule match, SignatureRule::parse(choice.signature).context("reading --signature"));
    return MinifyOptions{.outputFolder = choice.output,
                         .resume = choice.resume,
                         .match = std::move(match),
                         .jobs = choice.jobs,
                         .answers = choice.noAnswers ? nullptr : openAnswers(choice.oracle.compiler),
                         .oracleOptions = portableOracleWords(choice.oracle),
                         .repeat = choice.repeat,
                         .budget = std::chrono::milliseconds(static_cast<std::int64_t>(choice.budget * 1000)),
                         .maxCandidates = choice.maxCandidates,
                         .program = program,
                         .seed = choice.seed,
                         .commandLine = commandLine(choice),
                         .againLine = againLine(choice)};
}

}  // namespace whittle
