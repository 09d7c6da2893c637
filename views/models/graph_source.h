// Where a graph comes from: its file, and how that was read where it was not read as it comes.
#pragma once

#include <QString>

#include "engine/formats/open.h"

namespace whittle {

struct GraphSource {
    QString file;
    QString model;    ///< which program of an archive that holds several; empty: the only or first one
    QString inputs;   ///< a file with the inputs of the call, in the place of the file's own; empty: none
    quint64 seed = 0; ///< of weights and inputs that the file lacks, and of random operators
    bool isPlain() const { return model.isEmpty() && inputs.isEmpty() && seed == 0; }
    OpenOptions options() const;
    QString how() const;  ///< "--model decoder --seed 7", to be read; as words of a command sourceWords() has it
    friend bool operator==(const GraphSource&, const GraphSource&) = default;
};

}  // namespace whittle
