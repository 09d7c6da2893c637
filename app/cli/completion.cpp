// `whittle completion`: shell completion, made from the same description as --help, so it cannot go stale.
#include "app/cli/command.h"

namespace whittle::cli {
namespace {

struct Word {
    std::string command;               // subcommand
    std::string summary;
    std::vector<std::string> options;  // "--json", "-o"
};

std::vector<Word> describeCommands(const CLI::App& app) {
    std::vector<Word> words;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_group().empty()) continue;
        Word word{command->get_name(), command->get_description(), {}};
        for (const CLI::Option* option : command->get_options()) {
            for (const std::string& name : option->get_lnames()) word.options.push_back("--" + name);
            for (const std::string& name : option->get_snames()) word.options.push_back("-" + name);
        }
        words.push_back(std::move(word));
    }
    return words;
}

std::string bashScript(const std::vector<Word>& words) {
    std::string commands, cases;
    for (const Word& word : words) {
        commands += (commands.empty() ? "" : " ") + word.command;
        cases += fmt::format("        {}) words=\"{}\" ;;\n", word.command, fmt::join(word.options, " "));
    }
    return fmt::format(R"(_whittle() {{
    local cur="${{COMP_WORDS[COMP_CWORD]}}" words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{} --help --version" -- "$cur"))
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{}    esac
    if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); else COMPREPLY=($(compgen -f -- "$cur")); fi
}}
complete -o filenames -F _whittle whittle
)",
                       commands, cases);
}

std::string zshScript(const std::vector<Word>& words) {
    std::string commands, cases;
    for (const Word& word : words) {
        commands += fmt::format("        '{}:{}'\n", word.command, word.summary);
        cases += fmt::format("        {}) options=({}) ;;\n", word.command, fmt::join(word.options, " "));
    }
    return fmt::format(R"(#compdef whittle
_whittle() {{
    local -a commands options
    commands=(
{}    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    case "$words[2]" in
{}    esac
    if [[ "$words[CURRENT]" == -* ]]; then compadd -- $options; else _files; fi
}}
compdef _whittle whittle
)",
                       commands, cases);
}

std::string fishScript(const std::vector<Word>& words) {
    std::string out;
    for (const Word& word : words) {
        out += fmt::format("complete -c whittle -n __fish_use_subcommand -a {} -d '{}'\n", word.command, word.summary);
        for (const std::string& option : word.options) {
            const bool isLong = option.starts_with("--");
            out += fmt::format("complete -c whittle -n '__fish_seen_subcommand_from {}' {} {}\n", word.command,
                               isLong ? "-l" : "-s", option.substr(isLong ? 2 : 1));
        }
    }
    return out;
}

}  // namespace

void addCompletion(CLI::App& app, Selection& selection) {
    auto shell = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("completion", "Print a completion script for your shell");
    command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([&app, &selection, shell] {
        selection.run = [&app, shell]() -> int {
            const std::vector<Word> words = describeCommands(app);
            fmt::print("{}", *shell == "bash" ? bashScript(words) : *shell == "zsh" ? zshScript(words) : fishScript(words));
            return kOk;
        };
    });
}

}  // namespace whittle::cli
