// Chromium events: where the time of a compile went, why a size became dynamic, what the autotuner measured.
#include <algorithm>

#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {
namespace {

// What a size was or is, in words where newer releases print members of their own classes.
std::string sizeWords(std::string_view text) {
    constexpr std::pair<std::string_view, std::string_view> kTokens[] = {{"<AutoDynamic.token: 0>", "dynamic"}, {"<AutoUnset.token: 0>", "unknown"}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto* token = std::ranges::find_if(kTokens, [&](const auto& row) { return text.substr(at).starts_with(row.first); });
        const bool isOne = token != std::end(kTokens);
        out += isOne ? token->second : text.substr(at, 1);
        at += isOne ? token->first.size() : 1;
    }
    return out;
}

}  // namespace

void takeEvent(CompileJoiner& joiner, RecordNews& news) {
    const auto members = jsonMembers(news.payload);
    if (!members) return;
    std::string name;
    std::string_view arguments, phase;
    TimeEvent event{.compile = news.record.compile, .record = news.index};
    for (const auto& [key, value] : *members) {
        if (key == "name") name = jsonWords(value);
        if (key == "args") arguments = value;
        if (key == "ph") phase = value;
        if (key == "ts") event.microseconds = jsonNumber(value).value_or(0);
    }
    if (phase.size() == 3) event.phase = phase[1];
    event.name = joiner.eventName(name);
    joiner.content().events.push_back(event);
    if (name == "automatic_dynamic") {
        const auto said = [&](std::string_view key) { return jsonWords(jsonMember(arguments, key)); };
        news.compile.dynamics.push_back({.source = said("name"), .what = said("dim_changed"), .reason = said("reason"), .before = sizeWords(said("cached")),
                                         .now = sizeWords(said("new")), .record = news.index});
    }
    if (event.phase == 'E')
        if (auto site = readAutotuneEvent(name, arguments)) news.compile.kernels.push_back(*std::move(site));
}

}  // namespace whittle::trace
