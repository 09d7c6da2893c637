#include "app/workbench/dims_command.h"

#include "app/choices/oracle_choice.h"
#include "app/workbench/source_words.h"
#include "views/models/text.h"

namespace whittle {

QString dimsCommand(const GraphSource& source, const ShapeSpec& spec) {
    const std::string command = "whittle info " + infoWords(source);
    const auto* all = spec.as<DimSpec>();
    if (all && all->kind == DimSpec::Kind::Auto) return toQString(command + " --dims auto");
    if (all && all->kind == DimSpec::Kind::Dynamic) return toQString(command + " --dims dynamic");
    return toQString(command + " --dims-spec " + shellWord(shapeSpecJson(spec)));
}

}  // namespace whittle
