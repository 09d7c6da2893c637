#include "engine/capture/dynamic_history.h"

#include <bit>

namespace whittle {

void DynamicHistory::Seen::add(std::int64_t other) {
    if (kind == Kind::Nothing) *this = {Kind::One, other};
    else if (kind == Kind::One && value != other) kind = Kind::Several;
}

void DynamicHistory::SeenList::add(const std::vector<std::int64_t>& values) {
    if (kind == Seen::Kind::Several) return;
    if (kind == Seen::Kind::One && items.size() != values.size()) return addAnything();
    kind = Seen::Kind::One;
    items.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) items[i].add(values[i]);
}

bool DynamicHistory::SeenList::several(int index) const {
    if (kind != Seen::Kind::One) return kind == Seen::Kind::Several;
    return items[static_cast<std::size_t>(index)].several();
}

const DynamicHistory::Input& DynamicHistory::addTensor(const std::string& source, const TensorArg& tensor) {
    Input& input = m_inputs[source];
    input.scalar.kind = Seen::Kind::Several;  // no number any more
    input.sizes.add(tensor.sizes);
    input.strides.add(tensor.strides);
    for (std::size_t i = 0; input.sizes.kind == Seen::Kind::One && i < tensor.marks.size(); ++i)
        if (tensor.marks[i].kind == DimMark::Kind::Dynamic || tensor.marks[i].kind == DimMark::Kind::MaybeDynamic)
            input.sizes.items[i].kind = Seen::Kind::Several;
    return input;
}

const DynamicHistory::Input& DynamicHistory::addScalar(const std::string& source, std::int64_t value) {
    Input& input = m_inputs[source];
    input.scalar.add(value);
    input.sizes.addAnything();
    input.strides.addAnything();
    return input;
}

const DynamicHistory::Input& DynamicHistory::addFloat(const std::string& source, double value) {
    return addScalar(source, std::bit_cast<std::int64_t>(value));
}

}  // namespace whittle
