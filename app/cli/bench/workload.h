// What `whittle bench` measures: graphs as `.wtl` text, made from a table, or files that the user names.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace whittle::bench {

/// One row of the suite `engine`: `text` is `.wtl`, or else `file` is any file that `whittle run` opens, of a model of the suite beside the
/// programs (`findModels`).
struct Workload {
    std::string name;     ///< "matmul-bf16"
    std::string summary;  ///< "1024x1024 times 1024x1024"
    std::string text;
    std::string file;
    int batch = 0;        ///< first size of every input instead of the one in the file; 0: that
};

/// Kernels and layers, in the order of docs/bench.md.
std::vector<Workload> kernelWorkloads();
/// Whole models; `file` is a name inside `samples/large`.
std::vector<Workload> modelWorkloads();

using Substitutions = std::vector<std::pair<std::string, std::string>>;

/// Replaces $KEY in `text`; keys are upper-case letters, and every one in the text must be among `with`.
std::string substituted(std::string text, const Substitutions& with);

}  // namespace whittle::bench
