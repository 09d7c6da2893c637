#include "views/models/family_words.h"

#include <algorithm>

#include <QCoreApplication>

namespace whittle {
namespace {

struct Word {
    const char* family;
    const char* title;
};
constexpr Word kWords[] = {
    {"fault", QT_TRANSLATE_NOOP("OpFamily", "fault")},
    {"symbolic", QT_TRANSLATE_NOOP("OpFamily", "symbolic")},
    {"view", QT_TRANSLATE_NOOP("OpFamily", "view")},
    {"slicing", QT_TRANSLATE_NOOP("OpFamily", "slicing")},
    {"join", QT_TRANSLATE_NOOP("OpFamily", "join")},
    {"matmul", QT_TRANSLATE_NOOP("OpFamily", "matmul")},
    {"einsum", QT_TRANSLATE_NOOP("OpFamily", "einsum")},
    {"conv", QT_TRANSLATE_NOOP("OpFamily", "conv")},
    {"pool", QT_TRANSLATE_NOOP("OpFamily", "pool")},
    {"resample", QT_TRANSLATE_NOOP("OpFamily", "resample")},
    {"attention", QT_TRANSLATE_NOOP("OpFamily", "attention")},
    {"control", QT_TRANSLATE_NOOP("OpFamily", "control")},
    {"norm", QT_TRANSLATE_NOOP("OpFamily", "norm")},
    {"quantize", QT_TRANSLATE_NOOP("OpFamily", "quantize")},
    {"softmax", QT_TRANSLATE_NOOP("OpFamily", "softmax")},
    {"loss", QT_TRANSLATE_NOOP("OpFamily", "loss")},
    {"pointwise", QT_TRANSLATE_NOOP("OpFamily", "pointwise")},
    {"activation", QT_TRANSLATE_NOOP("OpFamily", "activation")},
    {"comparison", QT_TRANSLATE_NOOP("OpFamily", "comparison")},
    {"factory", QT_TRANSLATE_NOOP("OpFamily", "factory")},
    {"prims", QT_TRANSLATE_NOOP("OpFamily", "prims")},
    {"random", QT_TRANSLATE_NOOP("OpFamily", "random")},
    {"reduction", QT_TRANSLATE_NOOP("OpFamily", "reduction")},
    {"index", QT_TRANSLATE_NOOP("OpFamily", "index")},
    {"rearrange", QT_TRANSLATE_NOOP("OpFamily", "rearrange")},
    {"stacking", QT_TRANSLATE_NOOP("OpFamily", "stacking")},
    {"difference", QT_TRANSLATE_NOOP("OpFamily", "difference")},
    {"positional", QT_TRANSLATE_NOOP("OpFamily", "positional")},
    {"recurrent", QT_TRANSLATE_NOOP("OpFamily", "recurrent")},
    {"product", QT_TRANSLATE_NOOP("OpFamily", "product")},
    {"distance", QT_TRANSLATE_NOOP("OpFamily", "distance")},
    {"statistics", QT_TRANSLATE_NOOP("OpFamily", "statistics")},
    {"special", QT_TRANSLATE_NOOP("OpFamily", "special")},
    {"elementwise_more", QT_TRANSLATE_NOOP("OpFamily", "elementwise more")},
    {"padding", QT_TRANSLATE_NOOP("OpFamily", "padding")},
    {"upsample", QT_TRANSLATE_NOOP("OpFamily", "upsample")},
    {"unfold", QT_TRANSLATE_NOOP("OpFamily", "unfold")},
    {"grid", QT_TRANSLATE_NOOP("OpFamily", "grid")},
    {"embedding_bag", QT_TRANSLATE_NOOP("OpFamily", "embedding bag")},
    {"gradient", QT_TRANSLATE_NOOP("OpFamily", "gradient")},
    {"sort", QT_TRANSLATE_NOOP("OpFamily", "sort")},
    {"complex", QT_TRANSLATE_NOOP("OpFamily", "complex")},
    {"fft", QT_TRANSLATE_NOOP("OpFamily", "fft")},
    {"linalg", QT_TRANSLATE_NOOP("OpFamily", "linalg")},
};

}  // namespace

QString familyTitle(const QString& family) {
    const auto word = std::ranges::find_if(kWords, [&](const Word& each) { return family == QLatin1String(each.family); });
    return word == std::end(kWords) ? family : QCoreApplication::translate("OpFamily", word->title);
}

}  // namespace whittle
