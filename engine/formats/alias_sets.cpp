#include "engine/formats/alias_sets.h"

#include <algorithm>

namespace whittle {

CellId AliasSets::addRoot(ValueId value, std::size_t lastUse) {
    const auto cell = static_cast<CellId>(m_cells.size());
    m_cells.push_back({.value = value, .view = {}, .root = cell, .lastUse = lastUse, .version = 0, .written = 0, .members = {cell}});
    return cell;
}

CellId AliasSets::addView(View view, ValueId value, std::size_t lastUse) {
    const auto cell = static_cast<CellId>(m_cells.size());
    const CellId memory = root(view.of);
    m_cells.push_back({.value = value, .view = view, .root = memory, .lastUse = lastUse, .version = at(memory).written,
                       .written = 0, .members = {}});
    at(memory).members.push_back(cell);
    return cell;
}

void AliasSets::keepUntil(CellId cell, std::size_t lastUse) { at(cell).lastUse = std::max(at(cell).lastUse, lastUse); }

void AliasSets::write(CellId cell, ValueId value) {
    ++at(root(cell)).written;
    refresh(cell, value);
}

void AliasSets::refresh(CellId cell, ValueId value) {
    at(cell).value = value;
    at(cell).version = at(root(cell)).written;
}

bool AliasSets::seenThrough(CellId cell, CellId through) const {
    while (cell != through && at(cell).view) cell = at(cell).view->of;
    return cell == through;
}

bool AliasSets::readOutside(CellId cell, std::size_t position) const {
    const std::vector<CellId>& members = at(root(cell)).members;
    return std::any_of(members.begin(), members.end(), [&](CellId other) {
        return at(other).lastUse > position && !seenThrough(other, cell);
    });
}

}  // namespace whittle
