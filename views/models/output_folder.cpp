#include "views/models/output_folder.h"

#include <filesystem>
#include <utility>

#include "minifier/session/journal.h"
#include "views/models/text.h"

namespace whittle {

FolderState lookAtFolder(const QString& folder, const std::string& graph) {
    FolderState state;
    const Result<std::optional<JournalGlance>> glance = glanceAtJournal(toPath(folder));
    if (!glance) {
        state.kind = FolderState::Kind::Broken;
        state.trouble = toQString(glance.error().message);
        return state;
    }
    if (!*glance) return state;
    const JournalGlance& journal = **glance;
    // A kill can leave a journal without its first line: that is of nobody yet.
    const bool isForeign = !journal.header.original.empty() && journal.header.original != graph;
    state.kind = isForeign              ? FolderState::Kind::Foreign
                 : journal.hasCertificate ? FolderState::Kind::Finished
                                          : FolderState::Kind::Unfinished;
    state.job = readJobRecord(toPath(folder));
    if (const std::optional<JobRecord> holder = holderOf(toPath(folder)); holder && !holder->isThisProcess()) {
        state.job = holder;
        if (!isForeign) state.kind = FolderState::Kind::Held;
    }
    state.oracle = toQString(journal.header.oracle);
    state.match = toQString(journal.header.match);
    state.candidates = journal.candidates;
    state.seconds = journal.seconds;
    return state;
}

namespace {

// The last of the row that exists, empty if none does, and the first that does not.
std::pair<QString, QString> endOfRow(const QString& base) {
    QString last, next = base;
    std::error_code trouble;
    for (int i = 2; std::filesystem::exists(toPath(next), trouble); ++i) {
        last = next;
        next = QStringLiteral("%1-%2").arg(base).arg(i);
    }
    return {last, next};
}

}  // namespace

QString freshFolder(const QString& base) { return endOfRow(base).second; }

QString suggestFolder(const QString& base, const std::string& graph) {
    const auto [last, next] = endOfRow(base);
    if (last.isEmpty()) return next;
    const FolderState state = lookAtFolder(last, graph);
    const bool goesOn = state.kind == FolderState::Kind::Held || (state.kind == FolderState::Kind::Unfinished && state.candidates > 0);
    return goesOn ? last : next;
}

}  // namespace whittle
