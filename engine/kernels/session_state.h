// What a KernelSession holds, for the folders that implement kernels.
#pragma once

#include "engine/kernels/attention/score_code.h"
#include "engine/kernels/gemm/session.h"
#include "engine/kernels/kernel_list.h"
#include "engine/kernels/onednn/session.h"

namespace whittle {

struct KernelSession::State {
    State(std::shared_ptr<CpuJit> jit, std::shared_ptr<ObjectCache> cache, std::size_t mostPackedBytes)
        : weights(mostPackedBytes), dnn(weights), gemm(std::move(jit), std::move(cache), weights) {}

    PackedWeights weights;  // of both libraries
    dnn::Session dnn;
    gemm::Session gemm;  // attention too
    attention::ScoreSession scores{gemm};
};

}  // namespace whittle
