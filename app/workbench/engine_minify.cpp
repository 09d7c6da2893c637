#include "app/workbench/engine_minify.h"

#include <cstdlib>

#include "engine/codegen/object_cache.h"
#include "minifier/oracle/engine_oracle.h"
#include "views/models/text.h"

namespace whittle {

MinifyWork engineMinify(const QString& programFolder) {
    const std::filesystem::path program = toPath(programFolder) / "whittle";
    return [program](const Graph& graph, const MinifySettings& settings, const MinifyObserver& observer,
                     const CancelToken& cancel) -> Result<MinifyResult> {
        EngineOracleOptions options{.program = program};
        if (!settings.inject.isEmpty()) {
            WHITTLE_TRY(options.compile.inject, parseInjections(settings.inject.toStdString()));
        }
        if (const auto folder = objectCacheFolder(std::getenv("WHITTLE_CACHE_DIR"), std::getenv("XDG_CACHE_HOME"), std::getenv("HOME")))
            options.compile.cache = std::make_shared<ObjectCache>(std::filesystem::absolute(*folder));
        EngineOracle oracle(std::move(options));
        return minify(graph, oracle,
                      {.outputFolder = toPath(settings.outputFolder), .resume = settings.resume, .match = settings.match, .program = program},
                      observer, cancel);
    };
}

}  // namespace whittle
