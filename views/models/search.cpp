#include "views/models/search.h"

#include <array>

namespace whittle {
namespace {

struct Field {
    const char* prefix;
    QString SceneBox::*text;
};

constexpr std::array<Field, 7> kFields{{
    {"op:", &SceneBox::op},
    {"name:", &SceneBox::name},
    {"type:", &SceneBox::type},
    {"dtype:", &SceneBox::type},
    {"shape:", &SceneBox::type},
    {"module:", &SceneBox::modulePath},
    {"src:", &SceneBox::source},
}};

constexpr std::array<QString SceneBox::*, 7> kAnywhere{&SceneBox::title, &SceneBox::name,       &SceneBox::op,
                                                       &SceneBox::type,  &SceneBox::modulePath, &SceneBox::source,
                                                       &SceneBox::weights};

struct Word {
    QString text;
    QString SceneBox::*field = nullptr;  // null: anywhere
};

std::vector<Word> parseQuery(const QString& query) {
    std::vector<Word> words;
    for (const QString& piece : query.split(u' ', Qt::SkipEmptyParts)) {
        Word word{piece};
        for (const Field& field : kFields) {
            const QLatin1String prefix(field.prefix);
            if (!piece.startsWith(prefix, Qt::CaseInsensitive)) continue;
            word = {piece.mid(prefix.size()), field.text};
            break;
        }
        if (!word.text.isEmpty()) words.push_back(word);
    }
    return words;
}

bool matches(const SceneBox& box, const Word& word) {
    if (word.field) return (box.*word.field).contains(word.text, Qt::CaseInsensitive);
    for (const auto field : kAnywhere)
        if ((box.*field).contains(word.text, Qt::CaseInsensitive)) return true;
    return false;
}

}  // namespace

std::vector<int> searchBoxes(const GraphScene& scene, const QString& query) {
    std::vector<int> hits;
    const std::vector<Word> words = parseQuery(query);
    if (words.empty()) return hits;
    for (int i = 0; i < scene.count(); ++i) {
        bool all = true;
        for (const Word& word : words) all = all && matches(scene.box(i), word);
        if (all) hits.push_back(i);
    }
    return hits;
}

}  // namespace whittle
