#include "engine/dispatch/compiled_function.h"

#include "engine/dispatch/function_cache.h"

namespace whittle {

CompiledFunction::CompiledFunction(DispatchContext& context, FunctionSpec spec, FunctionOptions options)
    : m_cache(std::make_shared<FunctionCache>(context, std::move(spec))), m_options(std::move(options)) {}

CompiledFunction CompiledFunction::with(FunctionOptions options) const { return {m_cache, std::move(options)}; }

Result<CallValue> CompiledFunction::operator()(std::vector<CallValue> arguments, const CancelToken& cancel) const {
    return m_cache->call(m_options, std::move(arguments), cancel);
}

void CompiledFunction::reset() const { m_cache->reset(); }
std::vector<std::shared_ptr<const CacheEntry>> CompiledFunction::entries() const { return m_cache->entries(); }
std::vector<std::pair<CompileId, std::vector<GuardFailure>>> CompiledFunction::explain(std::vector<CallValue> arguments) const {
    return m_cache->explain(std::move(arguments));
}
const std::string& CompiledFunction::name() const { return m_cache->spec().name; }

}  // namespace whittle
