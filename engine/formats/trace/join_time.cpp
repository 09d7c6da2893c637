// Chromium events: where the time of a compile went, why a size became dynamic, what the autotuner measured.
#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {

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
        news.compile.dynamics.push_back({.source = said("name"), .what = said("dim_changed"), .reason = said("reason"), .before = said("cached"),
                                         .now = said("new"), .record = news.index});
    }
    if (event.phase == 'E')
        if (auto site = readAutotuneEvent(name, arguments)) news.compile.kernels.push_back(*std::move(site));
}

}  // namespace whittle::trace
