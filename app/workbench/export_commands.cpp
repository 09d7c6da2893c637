#include "app/workbench/export_commands.h"

#include <algorithm>

#include <QFileInfo>

#include "app/workbench/minify_service.h"
#include "app/workbench/source_words.h"
#include "views/models/text.h"

namespace whittle {
namespace {

struct Form {
    const char* suffix;
    std::string_view to;  // of `whittle export`
};
constexpr Form kForms[] = {{"svg", "svg"}, {"dot", "dot"}, {"txt", "wtl"}};

}  // namespace

QString graphExportCommand(const QString& path, const GraphSource& source) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    const auto form = std::ranges::find_if(kForms, [&](const Form& each) { return suffix == QLatin1String(each.suffix); });
    if (form == std::end(kForms)) return {};
    return toQString(fmt::format("whittle export {} --to {} -o {}", sourceWords(source), form->to, shellWord(path.toStdString())));
}

QString timelineCommand(const QString& path, const GraphSource& source, const StudySettings& settings) {
    Result<OracleChoice> choice = engineChoice(settings.compiler);
    if (!choice) return {};
    choice->eager = OracleChoice().eager;  // of reductions alone
    for (const auto& [site, candidate] : settings.forced) choice->compiler.kernels.forced.push_back((site + u'=' + candidate).toStdString());
    return toQString(fmt::format("whittle run {} --mode compiled{} --timeline {}", sourceWords(source), oracleWords(*choice), shellWord(path.toStdString())));
}

}  // namespace whittle
