// Every kind of record that is known, and how its payload reads. Others are kept and listed all the same.
#include "engine/formats/trace/compile_joiner.h"

namespace whittle::trace {
namespace {

using enum ArtifactForm;

constexpr RecordKind kKinds[] = {
    {"dynamo_start", takeStart},
    {"compilation_metrics", takeMetrics, Json, true},
    {"bwd_compilation_metrics", takeMetrics, Json, true},
    {"compilation_metrics_runtime", takeMetrics, Json, true},
    {"bwd_compilation_metrics_runtime", takeMetrics, Json, true},
    {"chromium_event", takeEvent},
    {"artifact", takeArtifact},
    {"describe_tensor", takeTensor},
    {"describe_source", takeSource},
    {"describe_storage", nullptr},
    {"create_symbol", takeSymbol},
    {"create_unbacked_symbol", takeUnbackedSymbol},
    {"guard_added_fast", takeGuard},
    {"guard_added", takeDetailedGuard},
    {"expression_created", takeExpression},
    {"symbolic_shape_specialization", takeSpecialisation},
    {"propagate_real_tensors", takeExportProblem},
    {"propagate_real_tensors_provenance", takeExportProblem},
    {"missing_fake_kernel", takeExportProblem},
    {"mismatched_fake_kernel", takeExportProblem},
    {"dynamo_cpp_guards_str", [](CompileJoiner&, RecordNews& news) { news.compile.guards = news.index; }, Guards},
    {"dynamo_guards", nullptr, Json},
    {"dynamo_output_graph", nullptr, Graph},
    {"aot_inference_graph", nullptr, Graph},
    {"aot_joint_graph", nullptr, Graph},
    {"aot_forward_graph", nullptr, Graph},
    {"aot_backward_graph", nullptr, Graph},
    {"inductor_pre_grad_graph", nullptr, Graph},
    {"inductor_post_grad_graph", nullptr, Graph},
    {"optimize_ddp_split_graph", nullptr, Graph},
    {"optimize_ddp_split_child", nullptr, Graph},
    {"compiled_autograd_graph", nullptr, Graph},
    {"inductor_output_code", nullptr, Code},
    {"graph_dump", nullptr, Code},
    {"dump_file", nullptr, Code},
    {"exported_program", nullptr, Graph},
    {"link", nullptr, Link, true},
};

constexpr struct {
    std::string_view name;
    ArtifactForm form;
} kArtifacts[] = {
    {"recompile_reasons", Json},
    {"before_pre_grad_graph", Graph},
    {"after_pre_grad_graph", Graph},
    {"before_joint_graph", Graph},
    {"after_joint_graph", Graph},
    {"before_post_grad_graph", Graph},
    {"after_post_grad_graph", Graph},
    {"inductor_pre_grad_graph", Graph},
    {"inductor_post_grad_graph", Graph},
    {"before_recompile_pre_grad", Graph},
    {"after_recompile_pre_grad", Graph},
    {"before_recompile_post_grad", Graph},
    {"after_recompile_post_grad", Graph},
    {"fx_graph_runnable", Graph},
    {"make_fx_fail_partial", Graph},
    {"fx_graph_cache_hit", Json},
    {"fx_graph_cache_miss", Json},
    {"fx_graph_cache_bypass", Json},
    {"fx_graph_cache_hash", Json},
    {"aotautograd_cache_hit", Json},
    {"aotautograd_cache_miss", Json},
    {"aotautograd_cache_bypass", Json},
    {"aotautograd_cache_hash", Json},
    {"torch._functorch.config", Json},
    {"triton_kernel_info", Json},
    {"inductor_provenance_tracking_node_mappings", Json},
    {"inductor_provenance_tracking_kernel_stack_traces", Json},
    {"inductor_runtime_and_tensor_meta", Json},
    {"inductor_collective_schedule", Json},
    {"graph_execution", Json},
};

}  // namespace

const RecordKind* findRecordKind(std::string_view name) {
    const auto found = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const RecordKind& row) { return row.name == name; });
    return found == std::end(kKinds) ? nullptr : &*found;
}

ArtifactForm artifactForm(std::string_view name) {
    const auto found = std::find_if(std::begin(kArtifacts), std::end(kArtifacts), [&](const auto& row) { return row.name == name; });
    return found == std::end(kArtifacts) ? Text : found->form;
}

}  // namespace whittle::trace
