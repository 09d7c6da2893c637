#include "engine/formats/trace/kernel_site.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "engine/formats/json.h"
#include "engine/formats/trace/json_members.h"
#include "engine/formats/trace/log_prefix.h"
#include "engine/formats/trace/text_parts.h"

namespace whittle::trace {
namespace {

constexpr struct {
    std::string_view start, family;
} kFamilies[] = {
    {"triton_", "triton"}, {"cuda_cutlass", "cutlass"}, {"cutlass_", "cutlass"}, {"rocm_", "ck"}, {"ck_", "ck"}, {"cpp_", "cpp"},
};

// The line without the prefix of a logger.
std::string_view withoutPrefix(std::string_view line) {
    const auto prefix = parsePrefix(line);
    if (!prefix) return line;
    std::string_view rest = prefix->rest;
    while (rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        if (end == rest.npos) break;
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return rest;
}

std::optional<double> leadingNumber(std::string_view text) { return jsonNumber(text.substr(0, text.find(' '))); }

// "  triton_mm_12 0.0527 ms 100.0% BLOCK_M=64, ...", "  cpp_packed_gemm_1 inf ms 0.0%"
std::optional<KernelChoice> readChoice(std::string_view line) {
    if (!line.starts_with("  ")) return {};
    const std::string_view text = trimmed(line);
    const std::size_t name = text.find(' '), unit = text.find(" ms ");
    if (name == text.npos || unit == text.npos || unit <= name) return {};
    const std::string_view time = text.substr(name + 1, unit - name - 1);
    const auto milliseconds = jsonNumber(time);
    if (!milliseconds && time != "inf" && time != "nan") return {};
    const std::size_t percent = text.find('%', unit);
    KernelChoice out{.name = std::string(text.substr(0, name)), .milliseconds = milliseconds};
    if (percent != text.npos) out.description = trimmed(text.substr(percent + 1));
    return out;
}

// "SingleProcess AUTOTUNE benchmarking takes 0.2946 seconds and 6.3259 seconds precompiling for 2 choices"
void readSummary(std::string_view line, KernelSite& site) {
    if (const std::size_t at = line.find(" takes "); at != line.npos) site.benchmarkSeconds = leadingNumber(line.substr(at + 7));
    if (const std::size_t at = line.find(" and "); at != line.npos) site.precompileSeconds = leadingNumber(line.substr(at + 5));
    if (const std::size_t at = line.find(" for "); at != line.npos)
        if (const auto count = jsonInt(line.substr(at + 5, line.find(' ', at + 5) - at - 5))) site.choiceCount = *count;
}

// {"num_choices": 21, "best_kernel": "triton_mm_14", "best_kernel_desc": "...", "best_time": 0.0138, ...}
bool readStats(std::string_view json, KernelSite& site) {
    const auto members = jsonMembers(json);
    if (!members) return false;
    KernelChoice best, triton;
    for (const auto& [key, value] : *members) {
        if (key == "num_choices") site.choiceCount = jsonInt(value).value_or(0);
        if (key == "best_kernel") best.name = jsonWords(value);
        if (key == "best_kernel_desc") best.description = jsonWords(value);
        if (key == "best_time") best.milliseconds = jsonNumber(value);
        if (key == "best_triton_kernel") triton.name = jsonWords(value);
        if (key == "best_triton_kernel_desc") triton.description = jsonWords(value);
        if (key == "best_triton_time") triton.milliseconds = jsonNumber(value);
    }
    const auto known = [&](const std::string& name) {
        return std::any_of(site.choices.begin(), site.choices.end(), [&](const KernelChoice& choice) { return choice.name == name; });
    };
    if (!best.name.empty() && !known(best.name)) site.choices.push_back(best);
    if (!triton.name.empty() && !known(triton.name)) site.choices.push_back(triton);
    return true;
}

void fastestFirst(KernelSite& site) {
    std::stable_sort(site.choices.begin(), site.choices.end(), [](const KernelChoice& a, const KernelChoice& b) {
        constexpr double kNever = std::numeric_limits<double>::infinity();
        return a.milliseconds.value_or(kNever) < b.milliseconds.value_or(kNever);
    });
    site.choiceCount = std::max<std::int64_t>(site.choiceCount, static_cast<std::int64_t>(site.choices.size()));
}

}  // namespace

std::string_view KernelChoice::family() const {
    const auto found = std::find_if(std::begin(kFamilies), std::end(kFamilies), [&](const auto& row) { return name.starts_with(row.start); });
    return found == std::end(kFamilies) ? "extern" : found->family;
}

const KernelChoice* KernelSite::winner() const { return choices.empty() || !choices[0].milliseconds ? nullptr : &choices[0]; }

std::optional<double> KernelSite::margin() const {
    if (choices.size() < 2 || !choices[0].milliseconds || !choices[1].milliseconds || *choices[0].milliseconds <= 0) return {};
    return *choices[1].milliseconds / *choices[0].milliseconds - 1;
}

std::vector<KernelSite> readAutotuneText(std::string_view text) {
    std::vector<KernelSite> out;
    KernelSite* open = nullptr;
    std::string errors;     // of the choices of the next table
    bool inError = false;
    std::uint64_t number = 0;
    forEachLine(text, [&](std::string_view full) {
        ++number;
        const std::string_view line = withoutPrefix(full);
        if (line.starts_with("AUTOTUNE ")) {
            const std::size_t start = line.find('('), end = line.rfind(')');
            if (start == line.npos || end == line.npos || end < start) return;
            open = &out.emplace_back(KernelSite{.op = std::string(line.substr(9, start - 9)), .shapes = std::string(line.substr(start + 1, end - start - 1)),
                                                .origin = "printed", .line = number});
            inError = false;
        } else if (open && line.starts_with("strides: ")) {
            open->strides = line.substr(9);
        } else if (open && line.starts_with("dtypes: ")) {
            open->dtypes = line.substr(8);
        } else if (open && line.find(" AUTOTUNE benchmarking takes ") != line.npos) {
            readSummary(line, *open);
            for (KernelChoice& choice : open->choices)
                if (!choice.milliseconds) choice.error = errors;
            errors.clear();
            fastestFirst(*open);
            open = nullptr;
        } else if (auto choice = open ? readChoice(line) : std::nullopt) {
            open->choices.push_back(*std::move(choice));
        } else if (line.starts_with("Exception ") || line.starts_with("Runtime error during autotuning")) {
            inError = true;
            errors = line;
        } else if (inError && full.size() != line.size()) {
            if (errors.size() < 64 << 10) errors.append("\n").append(line);
            inError = line.find("Ignoring this choice") == line.npos;
        }
        // After the table, on a line of its own.
        if (!out.empty() && line.starts_with('{') && line.find("\"num_choices\"") != line.npos && readStats(line, out.back())) fastestFirst(out.back());
    });
    for (KernelSite& site : out) fastestFirst(site);
    return out;
}

std::vector<KernelSite> readAutotuneCache(std::string_view text) {
    std::vector<KernelSite> out;
    const auto ops = jsonMembers(jsonMember(text, "cache"));
    if (!ops) return out;
    for (const auto& [op, inputs] : *ops) {
        const auto sites = jsonMembers(inputs);
        if (!sites) continue;
        for (const auto& [key, precisions] : *sites) {
            const auto levels = jsonMembers(precisions);
            if (!levels) continue;
            for (const auto& [precision, choices] : *levels) {
                const auto rows = jsonMembers(choices);
                if (!rows) continue;
                KernelSite& site = out.emplace_back(KernelSite{.op = std::string(op), .shapes = std::string(key), .dtypes = std::string(precision), .origin = "autotune cache"});
                for (const auto& [name, time] : *rows) site.choices.push_back({.name = std::string(name), .milliseconds = jsonNumber(time)});
                fastestFirst(site);
            }
        }
    }
    return out;
}

std::vector<KernelSite> readAutotuneResults(std::string_view text) {
    std::vector<KernelSite> out;
    forEachLine(text, [&](std::string_view line) {
        const auto members = jsonMembers(line);
        if (!members || jsonMember(line, "autotuning_choices").empty()) return;
        KernelSite& site = out.emplace_back(KernelSite{.origin = "debug folder"});
        for (const auto& [key, value] : *members) {
            if (key == "op" || key == "op_name") site.op = jsonWords(value);
            if (key == "input_nodes" || key == "inputs") site.shapes = jsonWords(value);
            if (key != "autotuning_choices") continue;
            if (const auto choices = jsonElements(value))
                for (const std::string_view choice : *choices) {
                    KernelChoice one{.name = jsonWords(jsonMember(choice, "name"))};
                    if (one.name.empty()) one.name = jsonWords(jsonMember(choice, "type"));
                    for (const std::string_view time : {"benchmark_result", "time_ms", "benchmark_time"})
                        if (!one.milliseconds) one.milliseconds = jsonNumber(jsonMember(choice, time));
                    one.description = std::string(choice);
                    site.choices.push_back(std::move(one));
                }
        }
        fastestFirst(site);
    });
    return out;
}

std::optional<KernelSite> readAutotuneEvent(std::string_view eventName, std::string_view arguments) {
    constexpr std::string_view kEnd = "_template_autotuning";
    if (!eventName.ends_with(kEnd)) return {};
    KernelSite out{.op = std::string(eventName.substr(0, eventName.size() - kEnd.size())), .origin = "trace"};
    const auto members = jsonMembers(arguments);
    if (!members) return {};
    for (const auto& [key, value] : *members) {
        if (key == "autotune_shape") out.shapes = jsonWords(value);
        if (key == "autotune_strides") out.strides = jsonWords(value);
        if (key == "autotune_dtypes") out.dtypes = jsonWords(value);
        if (key == "autotune_choices_stats") readStats(jsonWords(value), out);
    }
    if (out.choices.empty()) return {};  // a span of an older version, which only has its time
    fastestFirst(out);
    return out;
}

std::vector<std::string> kernelsCalled(std::string_view code) {
    std::vector<std::string> out;
    std::set<std::string, std::less<>> defined;
    forEachLine(code, [&](std::string_view line) {
        const std::string_view text = trimmed(line);
        // name = async_compile.triton('name', '''
        if (const std::size_t compile = text.find(" = async_compile."); compile != text.npos && !line.starts_with(' ')) {
            defined.emplace(text.substr(0, compile));
            return;
        }
        if (const std::size_t external = text.find("extern_kernels."); external != text.npos) {
            const std::size_t end = text.find('(', external);
            if (end != text.npos) out.emplace_back(text.substr(external, end - external));
            return;
        }
        const std::size_t end = text.find_first_of(".(");
        if (end == text.npos || !defined.contains(text.substr(0, end))) return;
        if (text[end] == '(' || text.substr(end).starts_with(".run(")) out.emplace_back(text.substr(0, end));
    });
    return out;
}

}  // namespace whittle::trace
