#include "engine/ir/sym_atom.h"

namespace whittle {

SymInt sizeOf(const SymInt::Atom& atom) {
    switch (atom.fn) {
        case SymFn::FloorDiv: return floorDiv(atom.args[0], atom.args[1]);
        case SymFn::Mod: return mod(atom.args[0], atom.args[1]);
        case SymFn::Max: return max(atom.args[0], atom.args[1]);
        case SymFn::Min: return min(atom.args[0], atom.args[1]);
        case SymFn::Symbol: break;
    }
    return SymInt::symbol(atom.name);
}

}  // namespace whittle
