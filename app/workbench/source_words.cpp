#include "app/workbench/source_words.h"

#include <fmt/format.h>

#include "app/choices/compiler_choice.h"

namespace whittle {

std::string infoWords(const GraphSource& source) {
    std::string words = shellWord(source.file.toStdString());
    if (!source.model.isEmpty()) words += " --model " + shellWord(source.model.toStdString());
    return words;
}

std::string sourceWords(const GraphSource& source) {
    std::string words = infoWords(source);
    if (!source.inputs.isEmpty()) words += " --inputs " + shellWord(source.inputs.toStdString());
    if (source.seed != 0) words += fmt::format(" --seed {}", source.seed);
    return words;
}

}  // namespace whittle
