#include "app/workbench/engine_minify.h"

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
        EngineOracle oracle(std::move(options));
        return minify(graph, oracle,
                      {.outputFolder = toPath(settings.outputFolder), .resume = settings.resume, .match = settings.match},
                      observer, cancel);
    };
}

}  // namespace whittle
