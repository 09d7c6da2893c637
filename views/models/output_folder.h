// Where a reduction goes: what a folder holds already, and which one to suggest.
#pragma once

#include <QString>

#include "engine/base/result.h"
#include "minifier/session/holder.h"

namespace whittle {

struct FolderState {
    enum class Kind {
        Free,      ///< no journal
        Unfinished,  ///< a journal of this graph
        Finished,  ///< likewise, that went to its end
        Held,      ///< a journal of this graph, in which another process works now
        Foreign,   ///< a journal of another graph
        Broken,    ///< a journal that cannot be read
    };
    Kind kind = Kind::Free;
    QString oracle, match;  ///< that the journal was begun with; empty where that is not known
    int candidates = 0;
    double seconds = 0;
    std::optional<JobRecord> job = {};  ///< the last that worked there, where that is known; of Held always
    QString trouble;        ///< of Broken
    bool canResume() const { return kind == Kind::Unfinished || kind == Kind::Finished; }
    friend bool operator==(const FolderState&, const FolderState&) = default;
};

/// `graph`: hash of the graph to reduce. Reads the disk: for workers.
FolderState lookAtFolder(const QString& folder, const std::string& graph);

/// "BASE", "BASE-2", ...: the first that does not exist; one that cannot be looked at counts as such, and whoever makes it says why it cannot be.
QString freshFolder(const QString& base);

/// freshFolder(), unless the last that does holds an unfinished reduction of the graph, or one that another process is at.
/// Reads the disk: for workers.
QString suggestFolder(const QString& base, const std::string& graph);

}  // namespace whittle
