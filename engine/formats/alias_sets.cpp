#include "engine/formats/alias_sets.h"

#include <algorithm>

namespace whittle {

CellId AliasSets::addRoot(ValueId value, std::size_t lastUse) {
    const auto cell = static_cast<CellId>(m_cells.size());
    m_cells.push_back({.value = value, .view = {}, .root = cell, .lastUse = lastUse, .version = 0, .written = 0, .place = 0, .members = {cell}});
    return cell;
}

CellId AliasSets::addView(View view, ValueId value, std::size_t lastUse) {
    const auto cell = static_cast<CellId>(m_cells.size());
    const CellId memory = root(view.of);
    m_cells.push_back({.value = value, .view = view, .root = memory, .lastUse = lastUse, .version = at(memory).written,
                       .written = 0, .place = at(memory).members.size(), .members = {}});
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

bool AliasSets::readOutside(CellId cell, std::size_t position) const {
    const std::vector<CellId>& members = at(root(cell)).members;
    // A view is made after what it is a view of: one pass tells which members are seen through `cell`.
    std::vector<bool> through(members.size(), false);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Cell& member = at(members[i]);
        through[i] = members[i] == cell || (member.view && through[at(member.view->of).place]);
        if (member.lastUse > position && !through[i]) return true;
    }
    return false;
}

}  // namespace whittle
