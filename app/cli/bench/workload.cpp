#include "app/cli/bench/workload.h"

#include <algorithm>
#include <string_view>

namespace whittle::bench {
namespace {

struct Template {
    std::string_view name, summary;
    std::vector<std::string_view> dtypes;  ///< with several, each makes a row named NAME-DTYPE
    std::string_view text;                 ///< $T stands for the dtype
};

constexpr std::string_view kGeluErf = R"(whittle 1
graph @gelu_erf {
  input %x : $T[4096,4096]
  input %y : $T[4096,4096]
  input %z : $T[4096,4096]
  %gelu = aten.gelu.default(%x) : $T[4096,4096]
  %add = aten.add.Tensor(%gelu, %y) : $T[4096,4096]
  %mul = aten.mul.Tensor(%add, %z) : $T[4096,4096]
  return %mul
}
)";

constexpr std::string_view kGeluTanh = R"(whittle 1
graph @gelu_tanh {
  input %x : $T[4096,4096]
  input %y : $T[4096,4096]
  input %z : $T[4096,4096]
  %gelu = aten.gelu.default(%x, approximate="tanh") : $T[4096,4096]
  %add = aten.add.Tensor(%gelu, %y) : $T[4096,4096]
  %mul = aten.mul.Tensor(%add, %z) : $T[4096,4096]
  return %mul
}
)";

constexpr std::string_view kSoftmax = R"(whittle 1
graph @softmax {
  input %x : $T[4096,4096]
  %softmax = aten.softmax.int(%x, -1) : $T[4096,4096]
  return %softmax
}
)";

constexpr std::string_view kLayerNorm = R"(whittle 1
graph @layer_norm {
  param %weight : $T[1024] = "weight"
  param %bias : $T[1024] = "bias"
  input %x : $T[8192,1024]
  %norm = aten.layer_norm.default(%x, [1024], %weight, %bias) : $T[8192,1024]
  return %norm
}
)";

constexpr std::string_view kMatmul = R"(whittle 1
graph @matmul {
  input %x : $T[1024,1024]
  input %y : $T[1024,1024]
  %mm = aten.mm.default(%x, %y) : $T[1024,1024]
  return %mm
}
)";

constexpr std::string_view kLinearGelu = R"(whittle 1
graph @linear_gelu {
  param %weight : $T[4096,1024] = "weight"
  param %bias : $T[4096] = "bias"
  input %x : $T[1024,1024]
  %linear = aten.linear.default(%x, %weight, %bias) : $T[1024,4096]
  %gelu = aten.gelu.default(%linear) : $T[1024,4096]
  return %gelu
}
)";

constexpr std::string_view kConv = R"(whittle 1
graph @conv {
  param %weight : $T[64,64,3,3] = "weight"
  param %bias : $T[64] = "bias"
  input %x : $T[8,64,56,56]
  %conv = aten.convolution.default(%x, %weight, %bias, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : $T[8,64,56,56]
  return %conv
}
)";

constexpr std::string_view kConvBnRelu = R"(whittle 1
graph @conv_bn_relu {
  param %weight : $T[64,64,3,3] = "conv.weight"
  param %scale : $T[64] = "norm.weight"
  param %shift : $T[64] = "norm.bias"
  buffer %mean : $T[64] = "norm.running_mean"
  buffer %var : $T[64] = "norm.running_var"
  input %x : $T[8,64,56,56]
  %conv = aten.convolution.default(%x, %weight, none, [1, 1], [1, 1], [1, 1], false, [0, 0], 1) : $T[8,64,56,56]
  %norm = aten.batch_norm.default(%conv, %scale, %shift, %mean, %var, false, 0.1, 1e-05, true) : $T[8,64,56,56]
  %relu = aten.relu.default(%norm) : $T[8,64,56,56]
  return %relu
}
)";

constexpr std::string_view kBertLayer = R"(whittle 1
graph @bert_layer {
  param %q_w : $T[768,768] = "q.weight"
  param %q_b : $T[768] = "q.bias"
  param %k_w : $T[768,768] = "k.weight"
  param %k_b : $T[768] = "k.bias"
  param %v_w : $T[768,768] = "v.weight"
  param %v_b : $T[768] = "v.bias"
  param %o_w : $T[768,768] = "o.weight"
  param %o_b : $T[768] = "o.bias"
  param %n1_w : $T[768] = "n1.weight"
  param %n1_b : $T[768] = "n1.bias"
  param %up_w : $T[3072,768] = "up.weight"
  param %up_b : $T[3072] = "up.bias"
  param %down_w : $T[768,3072] = "down.weight"
  param %down_b : $T[768] = "down.bias"
  param %n2_w : $T[768] = "n2.weight"
  param %n2_b : $T[768] = "n2.bias"
  input %x : $T[8,128,768]
  %q = aten.linear.default(%x, %q_w, %q_b) : $T[8,128,768]
  %k = aten.linear.default(%x, %k_w, %k_b) : $T[8,128,768]
  %v = aten.linear.default(%x, %v_w, %v_b) : $T[8,128,768]
  %q_split = aten.view.default(%q, [8, 128, 12, 64]) : $T[8,128,12,64]
  %k_split = aten.view.default(%k, [8, 128, 12, 64]) : $T[8,128,12,64]
  %v_split = aten.view.default(%v, [8, 128, 12, 64]) : $T[8,128,12,64]
  %q_heads = aten.permute.default(%q_split, [0, 2, 1, 3]) : $T[8,12,128,64]
  %k_heads = aten.permute.default(%k_split, [0, 2, 1, 3]) : $T[8,12,128,64]
  %v_heads = aten.permute.default(%v_split, [0, 2, 1, 3]) : $T[8,12,128,64]
  %heads = aten.scaled_dot_product_attention.default(%q_heads, %k_heads, %v_heads) : $T[8,12,128,64]
  %back = aten.permute.default(%heads, [0, 2, 1, 3]) : $T[8,128,12,64]
  %joined = aten.reshape.default(%back, [8, 128, 768]) : $T[8,128,768]
  %o = aten.linear.default(%joined, %o_w, %o_b) : $T[8,128,768]
  %x1 = aten.add.Tensor(%x, %o) : $T[8,128,768]
  %n1 = aten.layer_norm.default(%x1, [768], %n1_w, %n1_b, 1e-12) : $T[8,128,768]
  %up = aten.linear.default(%n1, %up_w, %up_b) : $T[8,128,3072]
  %gelu = aten.gelu.default(%up) : $T[8,128,3072]
  %down = aten.linear.default(%gelu, %down_w, %down_b) : $T[8,128,768]
  %x2 = aten.add.Tensor(%n1, %down) : $T[8,128,768]
  %n2 = aten.layer_norm.default(%x2, [768], %n2_w, %n2_b, 1e-12) : $T[8,128,768]
  return %n2
}
)";

constexpr std::string_view kGptBlock = R"(whittle 1
graph @gpt2_block {
  param %n1_w : $T[768] = "n1.weight"
  param %n1_b : $T[768] = "n1.bias"
  param %qkv_w : $T[2304,768] = "qkv.weight"
  param %qkv_b : $T[2304] = "qkv.bias"
  param %o_w : $T[768,768] = "o.weight"
  param %o_b : $T[768] = "o.bias"
  param %n2_w : $T[768] = "n2.weight"
  param %n2_b : $T[768] = "n2.bias"
  param %up_w : $T[3072,768] = "up.weight"
  param %up_b : $T[3072] = "up.bias"
  param %down_w : $T[768,3072] = "down.weight"
  param %down_b : $T[768] = "down.bias"
  input %x : $T[4,256,768]
  %n1 = aten.layer_norm.default(%x, [768], %n1_w, %n1_b) : $T[4,256,768]
  %qkv = aten.linear.default(%n1, %qkv_w, %qkv_b) : $T[4,256,2304]
  %q, %k, %v = aten.split.Tensor(%qkv, 768, 2) as split : $T[4,256,768], $T[4,256,768], $T[4,256,768]
  %q_split = aten.view.default(%q, [4, 256, 12, 64]) : $T[4,256,12,64]
  %k_split = aten.view.default(%k, [4, 256, 12, 64]) : $T[4,256,12,64]
  %v_split = aten.view.default(%v, [4, 256, 12, 64]) : $T[4,256,12,64]
  %q_heads = aten.permute.default(%q_split, [0, 2, 1, 3]) : $T[4,12,256,64]
  %k_heads = aten.permute.default(%k_split, [0, 2, 1, 3]) : $T[4,12,256,64]
  %v_heads = aten.permute.default(%v_split, [0, 2, 1, 3]) : $T[4,12,256,64]
  %heads = aten.scaled_dot_product_attention.default(%q_heads, %k_heads, %v_heads, is_causal=true) : $T[4,12,256,64]
  %back = aten.permute.default(%heads, [0, 2, 1, 3]) : $T[4,256,12,64]
  %joined = aten.reshape.default(%back, [4, 256, 768]) : $T[4,256,768]
  %o = aten.linear.default(%joined, %o_w, %o_b) : $T[4,256,768]
  %x1 = aten.add.Tensor(%x, %o) : $T[4,256,768]
  %n2 = aten.layer_norm.default(%x1, [768], %n2_w, %n2_b) : $T[4,256,768]
  %up = aten.linear.default(%n2, %up_w, %up_b) : $T[4,256,3072]
  %gelu = aten.gelu.default(%up, approximate="tanh") : $T[4,256,3072]
  %down = aten.linear.default(%gelu, %down_w, %down_b) : $T[4,256,768]
  %x2 = aten.add.Tensor(%x1, %down) : $T[4,256,768]
  return %x2
}
)";

constexpr std::string_view kAttention = R"(whittle 1
graph @attention {
  input %q : $T[1,16,1024,64]
  input %k : $T[1,16,1024,64]
  input %v : $T[1,16,1024,64]
  %out = aten.scaled_dot_product_attention.default(%q, %k, %v, is_causal=true) : $T[1,16,1024,64]
  return %out
}
)";

constexpr std::string_view kFlexAttention = R"(whittle 1
graph @flex_attention {
  buffer %slopes : f32[16] = "slopes"
  input %q : $T[1,16,1024,64]
  input %k : $T[1,16,1024,64]
  input %v : $T[1,16,1024,64]
  %out, %lse = higher_order.flex_attention(%q, %k, %v, graph @score_mod {
    input %score : f32[]
    input %b : i32[]
    input %h : i32[]
    input %row : i32[]
    input %key : i32[]
    input %slopes : f32[16]
    %slope = aten.index.Tensor(%slopes, [%h]) : f32[]
    %distance = aten.sub.Tensor(%key, %row) : i32[]
    %bias = aten.mul.Tensor(%slope, %distance) : f32[]
    %biased = aten.add.Tensor(%score, %bias) : f32[]
    return %biased
  }, [1024, 1024, none, none, none, none, none, none, none, none, 128, 128, graph @mask_mod {
    input %b : i32[]
    input %h : i32[]
    input %row : i32[]
    input %key : i32[]
    %causal = aten.ge.Tensor(%row, %key) : bool[]
    %distance = aten.sub.Tensor(%row, %key) : i32[]
    %near = aten.lt.Scalar(%distance, 256) : bool[]
    %visible = aten.bitwise_and.Tensor(%causal, %near) : bool[]
    return %visible
  }], 0.125, [], [%slopes], []) : $T[1,16,1024,64], f32[1,16,1024]
  return %out
}
)";

// So little work that what is left is the call itself: binding of inputs, steps, results. One reduction, so that it is two kernels.
constexpr std::string_view kOverhead = R"(whittle 1
graph @overhead {
  input %x : $T[64,64]
  input %y : $T[64,64]
  %add = aten.add.Tensor(%x, %y) : $T[64,64]
  %relu = aten.relu.default(%add) : $T[64,64]
  %mul = aten.mul.Tensor(%relu, %y) : $T[64,64]
  %sum = aten.sum.dim_IntList(%mul, [0], true) : $T[1,64]
  %sub = aten.sub.Tensor(%mul, %sum) : $T[64,64]
  %abs = aten.abs.default(%sub) : $T[64,64]
  %neg = aten.neg.default(%abs) : $T[64,64]
  return %neg
}
)";

const std::vector<Template>& templates() {
    static const std::vector<Template> rows = {
        {"gelu-erf", "(gelu(x) + y) * z, 4096x4096", {"f32"}, kGeluErf},
        {"gelu-tanh", "(gelu(x, tanh) + y) * z, 4096x4096", {"f32"}, kGeluTanh},
        {"softmax", "softmax of rows, 4096x4096", {"f32"}, kSoftmax},
        {"layer-norm", "layer_norm of rows, 8192x1024", {"f32"}, kLayerNorm},
        {"matmul", "1024x1024 times 1024x1024", {"f32", "bf16", "f16"}, kMatmul},
        {"linear-gelu", "1024x1024 to 4096, then gelu", {"f32", "bf16"}, kLinearGelu},
        {"conv", "3x3, 64 to 64 channels, 56x56, batch 8", {"f32", "bf16"}, kConv},
        {"conv-bn-relu", "the same without bias, batch_norm, relu", {"f32"}, kConvBnRelu},
        {"bert-layer", "an encoder layer of BERT-base, 128 tokens, batch 8", {"f32", "bf16"}, kBertLayer},
        {"gpt2-block", "a block of GPT-2 small, 256 tokens, batch 4", {"f32", "bf16"}, kGptBlock},
        {"attention", "causal, 16 heads of 64, 1024 tokens", {"f32", "f16", "bf16"}, kAttention},
        {"flex-attention", "causal, 256 keys back, ALiBi, 16 heads of 64, 1024 tokens", {"f32", "bf16"}, kFlexAttention},
        {"overhead", "seven small operators, 64x64: what a call costs", {"f32"}, kOverhead},
    };
    return rows;
}

}  // namespace

std::string substituted(std::string text, const Substitutions& with) {
    for (const auto& [key, value] : with) {
        const std::string mark = '$' + key;
        for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + value.size()))
            text.replace(at, mark.size(), value);
    }
    return text;
}

std::vector<Workload> kernelWorkloads() {
    std::vector<Workload> out;
    for (const Template& row : templates())
        for (const std::string_view dtype : row.dtypes) {
            Workload workload{.name = std::string(row.name), .summary = std::string(row.summary), .text = {}, .file = {}, .batch = 0};
            if (row.dtypes.size() > 1) workload.name += '-' + std::string(dtype);
            workload.text = substituted(std::string(row.text), {{"T", std::string(dtype)}});
            out.push_back(std::move(workload));
        }
    return out;
}

std::vector<Workload> modelWorkloads() {
    const auto row = [](const char* name, const char* summary, const char* file, int batch = 0) {
        return Workload{.name = name, .summary = summary, .text = {}, .file = file, .batch = batch};
    };
    return {
        row("resnet18-b1", "ResNet-18, one image of 224x224", "resnet18_full.json.xz", 1),
        row("resnet18-b8", "ResNet-18, 8 images of 224x224", "resnet18_full.json.xz"),
        row("bert-base", "12 layers of BERT-base, 128 tokens, batch 8", "bert_base_layers12.json.xz"),
        row("gpt2-small", "GPT-2 small, 256 tokens", "gpt2_small.json.xz"),
        row("vit-b16", "ViT-B/16, one image of 224x224", "vit_b_16.json.xz"),
        row("resnet152", "ResNet-152 in core operators, one image of 224x224", "resnet152_core.json.xz"),
        row("llama-32l", "a narrow Llama of 32 layers in core operators, 16 tokens", "llama_32l_core.json.xz"),
    };
}

}  // namespace whittle::bench
