// What is typed into the search box, taken apart: words that must all match, in any field or in one, as they stand, as a glob or as an
// expression; numbers to compare with; each can be denied.
//
//     gelu  layers.3  "two words"  /^view(_\d+)?$/  op:conv*  shape:*x64x*  dtype:f16  src:net.py:17  -op:view  users>8  bytes>1MB  time>1ms
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "views/models/node_overlay.h"
#include "views/models/search_index.h"

namespace whittle {

enum class NumberRelation { Less, LessOrEqual, Equal, NotEqual, GreaterOrEqual, Greater };

struct QueryTerm {
    struct Text {
        std::vector<int> columns;  ///< of the SearchIndex
        TextPattern pattern;
    };
    enum class Quantity { Users, Inputs, Bytes, Overlay };
    struct Number {
        Quantity of = Quantity::Users;
        QString overlay;  ///< key
        NumberRelation comparison = NumberRelation::Greater;
        double value = 0;  ///< NaN: what is bad
    };
    struct ClassOf {
        QString overlay;
        TextPattern pattern;
    };
    bool denied = false;
    std::variant<Text, Number, ClassOf> what;
};

/// `overlays`: whose keys are fields too. Errors, in words for the user: Argument. A field with nothing behind it yet is no term.
Result<std::vector<QueryTerm>> parseQuery(const QString& text, const std::vector<OverlayRef>& overlays);

/// One line a kind of term, for whoever asks what can be typed: an example and what it finds.
struct QueryExample {
    const char* text;
    const char* meaning;  ///< untranslated
};
std::span<const QueryExample> queryExamples();
QString queryExampleMeaning(const QueryExample& example);

}  // namespace whittle
