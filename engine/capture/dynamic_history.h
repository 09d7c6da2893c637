// Automatic dynamic sizes: what earlier traces of a function saw of each input, so that what differed becomes a symbol.
// Follows PyTorch 2.6 (torch/_dynamo/variables/builder.py, its frame state): only calls that are traced teach it anything.
#pragma once

#include <map>
#include <string>

#include "engine/capture/call_value.h"

namespace whittle {

class DynamicHistory {
public:
    /// Nothing seen, one value, or several.
    struct Seen {
        enum class Kind { Nothing, One, Several };
        Kind kind = Kind::Nothing;
        std::int64_t value = 0;
        void add(std::int64_t other);
        bool several() const { return kind == Kind::Several; }
    };
    /// Of sizes or strides. A rank that changes makes all of them dynamic.
    struct SeenList {
        Seen::Kind kind = Seen::Kind::Nothing;
        std::vector<Seen> items;  // of One
        void add(const std::vector<std::int64_t>& values);
        void addAnything() { kind = Seen::Kind::Several; }
        bool several(int index) const;
    };
    struct Input {
        Seen scalar;
        SeenList sizes, strides;
    };

    /// Adds what a trace sees, and answers all that was seen by now. A mark for a dynamic dimension counts as several sizes.
    const Input& addTensor(const std::string& source, const TensorArg& tensor);
    const Input& addScalar(const std::string& source, std::int64_t value);
    /// A floating number: only its being equal counts.
    const Input& addFloat(const std::string& source, double value);

private:
    std::map<std::string, Input> m_inputs;
};

}  // namespace whittle
