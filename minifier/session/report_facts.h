// What report.json, report.html and issue.md all say, gathered once.
#pragma once

#include <utility>

#include "minifier/search/minify.h"

namespace whittle {

/// Label and value, in the order to show: "CPU", "AMD EPYC 9R14".
using Facts = std::vector<std::pair<std::string, std::string>>;

struct ReportFacts {
    Graph original;
    MinifyResult result;         ///< its failures without folders
    std::string match;           ///< SignatureRule::text()
    std::string command;         ///< that made the reduction; may be empty
    std::string again;           ///< that asks the same of repro.wtl; may be empty
    Facts environment;
    std::vector<std::string> files;             ///< written, report.json included
    Facts notWritten;                           ///< file and why
    std::string singleFile;                     ///< the script that needs no other file; empty when there is none
    std::string script;                         ///< its text
    std::string backend;                        ///< what the oracle compares with eager; empty: it compares neither
    std::optional<ScriptRun> scriptRun;         ///< what repro.py did when the oracle ran it
};

/// "gelu", "relu, softmax and 3 more": the operators of the graph as people say them, each once.
std::string operatorWords(const Graph& graph);

/// Says of two reductions that they led to one bug: the graph, names aside, with its data, and how it fails. Empty when nothing failed.
std::string fingerprint(const MinifyResult& result);

/// One line, as the title of an issue: "Crash in compiled gelu: died with SIGSEGV in run".
std::string failureTitle(const Failure& failure, const Graph& graph);
/// "at node relu_3", "at nodes add_2, relu_3 and 7 more"; empty where it is not known.
std::string failurePlace(const Failure& failure);
/// What should have happened instead, one sentence.
std::string_view expectedInstead(FailureKind kind);

/// printFx of the graph; of a large one, left by a job that was stopped, whole lines from the beginning and how many there are more.
std::string programText(const Graph& graph);

}  // namespace whittle
