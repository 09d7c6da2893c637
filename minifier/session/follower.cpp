#include "minifier/session/follower.h"

#include <charconv>
#include <thread>

#include "engine/formats/wtl.h"
#include "engine/ir/structural_hash.h"
#include "minifier/edits/data_size.h"
#include "minifier/edits/graph_size.h"
#include "minifier/session/holder.h"
#include "minifier/session/journal.h"
#include "minifier/session/result_files.h"

namespace whittle {
namespace {

constexpr std::chrono::milliseconds kPoll{50};
constexpr int kReadEvery = 4;  // polls: it looks at a disk

// "best-17.wtl" of the largest number; a moment long there may be two, or none.
std::filesystem::path newestBest(const std::filesystem::path& folder) {
    constexpr std::string_view kBefore = "best-", kAfter = ".wtl";
    std::filesystem::path newest;
    int most = -1;
    std::error_code trouble;
    for (std::filesystem::directory_iterator file(folder, trouble), end; !trouble && file != end; file.increment(trouble)) {
        const std::string name = file->path().filename().string();
        int number = 0;
        if (!name.starts_with(kBefore) || !name.ends_with(kAfter)) continue;
        const auto [stop, error] = std::from_chars(name.data() + kBefore.size(), name.data() + name.size() - kAfter.size(), number);
        if (error != std::errc() || stop != name.data() + name.size() - kAfter.size() || number <= most) continue;
        most = number;
        newest = file->path();
    }
    return newest;
}

class Follower {
public:
    Follower(const std::filesystem::path& folder, const GraphRef& original, const MinifyObserver& observer)
        : m_folder(folder), m_reader(folder), m_original(structuralHash(*original).hex()), m_observer(observer) {
        const GraphSize size = graphSize(*original);
        m_progress = {.phase = std::string(kOriginalPhase), .nodesBefore = static_cast<int>(nodesIn(*original)), .nodesNow = static_cast<int>(nodesIn(*original)),
                      .inputsNow = static_cast<int>(original->inputs().size()), .elementsNow = size.elements, .best = original};
        m_history.begin(*original);
        m_observer(m_progress);
    }

    Result<void> read() {
        WHITTLE_TRY(const std::vector<JournalEntry> entries, m_reader.more());
        if (const std::string& of = m_reader.header().original; !of.empty() && of != m_original)
            return fail(Code::Argument, "the reduction in {} is one of another graph", m_folder.string());
        for (const JournalEntry& entry : entries) WHITTLE_TRY_VOID(take(entry));
        return showBest();
    }

private:
    Result<void> take(const JournalEntry& entry) {
        m_progress.seconds = entry.atSeconds;
        if (entry.source == AnswerSource::Guess) return {};
        m_progress.phase = entry.phase;
        m_progress.lastEdit = entry.edit;
        m_progress.accepted = entry.left.has_value();
        if (isOfCandidate(entry.phase)) {
            ++m_progress.candidates;
            m_progress.stored += entry.source == AnswerSource::Store;
            if (entry.verdict.failure && !entry.left) WHITTLE_TRY_VOID(m_others.add(*entry.verdict.failure));
            m_progress.others = m_others.list();
            const TriedCandidate tried{.pass = entry.phase, .edit = entry.edit, .candidate = m_progress.candidates, .seconds = entry.atSeconds, .milliseconds = entry.verdict.milliseconds};
            if (entry.left) m_history.accepted(tried, HistoryPoint{.nodes = entry.left->nodes, .inputs = entry.left->inputs, .elements = entry.left->elements, .pass = {}, .edit = {}});
            else m_history.rejected(tried);
            m_progress.passes = m_history.passes();
        }
        if (entry.left) {
            m_progress.nodesNow = entry.left->nodes;
            m_progress.inputsNow = entry.left->inputs;
            m_progress.elementsNow = entry.left->elements;
            m_isBestOld = true;
        }
        m_observer(m_progress);
        return {};
    }

    // It is written when the next question is asked. One that is replaced while it is read comes with the next look.
    Result<void> showBest() {
        if (!m_isBestOld) return {};
        const std::filesystem::path file = newestBest(m_folder);
        if (file.empty() || file == m_shown) return {};
        Result<Graph> best = readWtl(file);
        if (!best) return {};
        m_isBestOld = static_cast<int>(nodesIn(*best)) != m_progress.nodesNow;
        m_shown = file;
        m_progress.best = std::make_shared<const Graph>(*std::move(best));
        m_observer(m_progress);
        return {};
    }

    std::filesystem::path m_folder, m_shown;
    JournalReader m_reader;
    std::string m_original;
    const MinifyObserver& m_observer;
    MinifyProgress m_progress;
    OtherFailures m_others;
    History m_history;
    bool m_isBestOld = false;  // a better one was found than the last that was shown
};

}  // namespace

Result<FollowEnd> followReduction(const std::filesystem::path& folder, const GraphRef& original, const MinifyObserver& observer, const CancelToken& cancel) {
    Follower follower(folder, original, observer);
    for (int poll = 0;; ++poll) {
        WHITTLE_TRY_VOID(cancel.check());
        if (poll % kReadEvery == 0) {
            const bool isHeld = holderOf(folder).has_value();  // looked at first: what came before its end is read below
            WHITTLE_TRY_VOID(follower.read());
            std::error_code trouble;
            if (!isHeld) return std::filesystem::exists(folder / kCertificateFile, trouble) ? FollowEnd::Finished : FollowEnd::Left;
        }
        std::this_thread::sleep_for(kPoll);
    }
}

}  // namespace whittle
