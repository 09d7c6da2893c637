// What a KernelSession holds, for the folders that implement kernels.
#pragma once

#include <map>
#include <mutex>

#include "engine/kernels/attention/score_code.h"
#include "engine/kernels/gemm/session.h"
#include "engine/kernels/kernel_list.h"
#include "engine/kernels/onednn/session.h"

namespace whittle {

struct KernelSession::State {
    /// `tile`: the only one that our own products may use; empty: any. Variants share all but their code and scratch memory.
    State(std::shared_ptr<CpuJit> j, std::shared_ptr<ObjectCache> c, std::shared_ptr<std::mutex> code, std::shared_ptr<PackedWeights> store, std::string tile)
        : jit(std::move(j)), cache(std::move(c)), codeMutex(std::move(code)), weights(std::move(store)), dnn(*weights), gemm(jit, cache, codeMutex, *weights, std::move(tile)) {}

    std::shared_ptr<CpuJit> jit;
    std::shared_ptr<ObjectCache> cache;
    std::shared_ptr<std::mutex> codeMutex;   // of `jit`
    std::shared_ptr<PackedWeights> weights;  // of both libraries
    dnn::Session dnn;
    gemm::Session gemm;  // attention too
    attention::ScoreSession scores{gemm};
    std::mutex mutex;    // of what follows
    std::map<std::string, std::unique_ptr<KernelSession>, std::less<>> variants;
    std::unique_ptr<KernelSession> probe;
};

}  // namespace whittle
