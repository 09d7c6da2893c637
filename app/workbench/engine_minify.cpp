#include "app/workbench/engine_minify.h"

namespace whittle {

MinifyWork engineMinify(const QString&) {
    return [](const Graph&, const MinifySettings&, const MinifyObserver&, const CancelToken&) -> Result<MinifyResult> {
        return fail(Code::Unsupported, "this build has no minifier yet");
    };
}

}  // namespace whittle
