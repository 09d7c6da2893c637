#include "app/workbench/docks.h"

namespace whittle {

const QStringList& dockNames() {
    static const QStringList names{QStringLiteral("nodes"), QStringLiteral("stages"), QStringLiteral("inspector"), QStringLiteral("minify"), QStringLiteral("kernels"), QStringLiteral("numerics"),
                                   QStringLiteral("log"), QStringLiteral("notes"), QStringLiteral("profile"), QStringLiteral("recompiles"), QStringLiteral("trace"),
                                   QStringLiteral("bookmarks"), QStringLiteral("history"), QStringLiteral("dims"), QStringLiteral("comparison"), QStringLiteral("console")};
    return names;
}

}  // namespace whittle
