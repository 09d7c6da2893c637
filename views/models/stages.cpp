#include "views/models/stages.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "views/models/release.h"
#include "views/models/text.h"

namespace whittle {

StageController::StageController(StudyController& study, QObject* parent) : QObject(parent), m_study(study) {
    connect(&study, &StudyController::passed, this, &StageController::rebuild);
    connect(&study, &StudyController::stateChanged, this, &StageController::rebuild);
    rebuild();
}

QString StageController::title(int stage) const {
    const Stage* const one = at(stage);
    if (!one) return {};
    switch (one->kind) {
        case Stage::Kind::Opened: return tr("As opened");
        case Stage::Kind::Pass: return tr("After %1").arg(one->name);
        case Stage::Kind::Kernels: return tr("By kernel");
        case Stage::Kind::Reduced: return tr("Reduced");
        case Stage::Kind::File: return QFileInfo(one->name).fileName();
        case Stage::Kind::Entry: return tr("Entry %1").arg(one->name);
    }
    return {};
}

int StageController::find(const StageKey& key) const {
    const auto found = std::ranges::find_if(m_stages, [&](const Stage& stage) { return stage.kind == key.first && stage.name == key.second; });
    return found == m_stages.end() ? -1 : static_cast<int>(found - m_stages.begin());
}

std::optional<StageKey> StageController::keyOf(int stage) const {
    const Stage* const one = at(stage);
    return one ? std::optional(StageKey(one->kind, one->name)) : std::nullopt;
}

// What is looked at stays, where it is still there: passes come one by one, and a second compilation brings the same ones again.
void StageController::rebuild() {
    const PassRecord* const shownPass = currentStage() ? currentStage()->pass.get() : nullptr;
    if (m_opened != m_study.graph()) {
        m_opened = m_study.graph();
        m_reduced = nullptr;
        m_files.clear();
        m_choice = {};
    }
    std::vector<Stage> before = std::exchange(m_stages, {});
    if (m_opened) {
        m_stages.push_back({.kind = Stage::Kind::Opened, .name = {}, .graph = m_opened});
        for (const auto& pass : m_study.passes()) {
            const GraphRef after = pass->rewrites.empty() || !pass->after ? m_stages.back().graph : pass->after;
            m_stages.push_back({.kind = Stage::Kind::Pass, .name = toQString(pass->name), .graph = after, .pass = pass});
        }
        if (const GraphRef& byKernel = m_study.byKernel()) m_stages.push_back({.kind = Stage::Kind::Kernels, .name = {}, .graph = byKernel});
        if (m_reduced) m_stages.push_back({.kind = Stage::Kind::Reduced, .name = {}, .graph = m_reduced});
        m_stages.insert(m_stages.end(), m_files.begin(), m_files.end());
    }
    follow();
    const bool isSamePass = currentStage() && currentStage()->pass.get() == shownPass;
    if (!isSamePass) m_rewrite = -1;
    emit stagesChanged();
    emit currentChanged();
    if (!isSamePass) emit rewriteChanged();
    releaseElsewhere(std::move(before));
}

// From what was chosen to what of it is there.
void StageController::follow() {
    m_current = m_choice.current ? find(*m_choice.current) : -1;
    if (m_current < 0 || !at(m_current)->graph) m_current = m_stages.empty() ? -1 : 0;
    m_base = m_choice.comparesPrevious ? m_current - 1 : m_choice.base ? find(*m_choice.base) : -1;
    m_others.clear();
    if (!at(m_base) || !at(m_base)->graph) return;
    for (int stage = 0; stage < static_cast<int>(m_stages.size()); ++stage)
        if (stage != m_base && at(stage)->graph && (stage == m_current || isKept(stage))) m_others.push_back(stage);
}

void StageController::setCurrent(int stage) {
    if (!at(stage) || !at(stage)->graph || stage == m_current) return;
    m_choice.current = keyOf(stage);
    m_rewrite = -1;
    follow();
    emit currentChanged();
    emit rewriteChanged();
}

void StageController::step(int direction) {
    int next = m_current + direction;
    while (at(next) && (at(next)->changesNothing() || !at(next)->graph)) next += direction;
    setCurrent(next);
}

void StageController::setBase(int stage) {
    if (stage == m_base && !m_choice.comparesPrevious && (stage >= 0 || m_choice.kept.empty())) return;
    m_choice.comparesPrevious = false;
    m_choice.base = keyOf(stage);
    if (!m_choice.base) m_choice.kept.clear();
    follow();
    emit currentChanged();
}

void StageController::comparePrevious() {
    m_choice.comparesPrevious = true;
    m_choice.base.reset();
    follow();
    emit currentChanged();
}

int StageController::beside() const {
    if (m_others.empty()) return -1;
    return std::ranges::find(m_others, m_current) == m_others.end() ? m_others.front() : m_current;
}

void StageController::stepBeside(int direction) {
    const int count = static_cast<int>(m_others.size());
    if (count == 0) return;
    const int place = static_cast<int>(std::ranges::find(m_others, beside()) - m_others.begin());
    const int next = m_others[static_cast<std::size_t>((place + direction + count) % count)];
    // The base follows nobody then: each of them is held against the same.
    if (m_choice.comparesPrevious) {
        m_choice.base = keyOf(m_base);
        m_choice.comparesPrevious = false;
    }
    setCurrent(next);
}

bool StageController::isKept(int stage) const {
    const std::optional<StageKey> key = keyOf(stage);
    return key && std::ranges::find(m_choice.kept, *key) != m_choice.kept.end();
}

void StageController::setKept(int stage, bool kept) {
    const std::optional<StageKey> key = keyOf(stage);
    if (!key || kept == isKept(stage)) return;
    if (kept) {
        const int base = m_base >= 0 ? m_base : stage != m_current ? m_current : 0;
        if (stage == base) return;  // there is nothing that it could be held against
        m_choice.kept.push_back(*key);
        if (m_base < 0) m_choice.base = keyOf(base);
    } else {
        std::erase(m_choice.kept, *key);
        // One that is current would stay for that alone.
        if (stage == m_current && stage != m_base && m_base >= 0) {
            const auto left = std::ranges::find_if(m_others, [&](int other) { return other != stage; });
            m_choice.current = keyOf(left == m_others.end() ? m_base : *left);
            m_rewrite = -1;
        }
    }
    follow();
    emit currentChanged();
}

void StageController::setChoice(StageChoice choice) {
    m_choice = std::move(choice);
    m_awaited.reset();
    m_rewrite = -1;
    follow();
    emit currentChanged();
    emit rewriteChanged();
}

void StageController::setRewrite(int rewrite) {
    const Stage* const stage = currentStage();
    const bool exists = stage && rewrite >= 0 && rewrite < static_cast<int>(stage->rewrites().size());
    if (const int next = exists ? rewrite : -1; next != m_rewrite) {
        m_rewrite = next;
        emit rewriteChanged();
    }
}

void StageController::setReduced(GraphRef graph) {
    if (graph == m_reduced) return;
    m_reduced = std::move(graph);
    rebuild();
}

void StageController::addEntries(const QString& before, GraphRef beforeGraph, const QString& after, GraphRef afterGraph) {
    if (!m_opened) return;
    std::erase_if(m_files, [](const Stage& stage) { return stage.kind == Stage::Kind::Entry; });
    m_files.push_back({.kind = Stage::Kind::Entry, .name = before, .graph = std::move(beforeGraph)});
    m_files.push_back({.kind = Stage::Kind::Entry, .name = after, .graph = std::move(afterGraph)});
    m_choice = {.current = StageKey(Stage::Kind::Entry, after), .base = StageKey(Stage::Kind::Entry, before), .comparesPrevious = false, .kept = {}};
    rebuild();
}

void StageController::addFile(const QString& path, GraphRef graph, const QString& error) {
    if (!m_opened) return;
    const StageKey key(Stage::Kind::File, path);
    const bool isNew = find(key) < 0 && std::ranges::find(m_choice.kept, key) == m_choice.kept.end();
    if (isNew) {
        m_awaited = key;
        if (m_choice.comparesPrevious || m_base < 0) m_choice.base = keyOf(m_current);
        m_choice.comparesPrevious = false;
        m_choice.kept.push_back(key);
    }
    if (graph && m_awaited == key) {
        m_choice.current = key;
        m_awaited.reset();
    }
    Stage file{.kind = Stage::Kind::File, .name = path, .graph = std::move(graph), .error = error};
    const auto known = std::ranges::find_if(m_files, [&](const Stage& stage) { return stage.kind == Stage::Kind::File && stage.name == path; });
    if (known == m_files.end()) m_files.push_back(std::move(file));
    else releaseElsewhere(std::exchange(*known, std::move(file)));
    rebuild();
}

void StageController::removeFile(const QString& path) {
    const StageKey key(Stage::Kind::File, path);
    if (m_choice.current == key) setKept(find(key), false);
    std::erase(m_choice.kept, key);
    if (m_choice.current == key) m_choice.current.reset();
    if (m_choice.base == key) m_choice.base.reset();
    std::erase_if(m_files, [&](const Stage& stage) { return stage.kind == Stage::Kind::File && stage.name == path; });
    rebuild();
}

namespace {

struct KindName {
    Stage::Kind kind;
    const char* name;
};
constexpr KindName kKindNames[] = {{Stage::Kind::Opened, "opened"}, {Stage::Kind::Pass, "pass"}, {Stage::Kind::Kernels, "kernels"},
                                   {Stage::Kind::Reduced, "reduced"}, {Stage::Kind::File, "file"}, {Stage::Kind::Entry, "entry"}};

}  // namespace

QString stageKeyText(const StageKey& key) {
    const auto found = std::ranges::find(kKindNames, key.first, &KindName::kind);
    return QLatin1String(found->name) + (key.second.isEmpty() ? QString() : u':' + key.second);
}

std::optional<StageKey> parseStageKey(const QString& text) {
    const qsizetype colon = text.indexOf(u':');
    const QString name = text.left(colon);
    const auto found = std::ranges::find_if(kKindNames, [&](const KindName& one) { return name == QLatin1String(one.name); });
    if (found == std::end(kKindNames)) return std::nullopt;
    const bool isNamed = found->kind == Stage::Kind::Pass || found->kind == Stage::Kind::File || found->kind == Stage::Kind::Entry;
    if (isNamed != (colon >= 0 && colon + 1 < text.size())) return std::nullopt;
    return StageKey(found->kind, isNamed ? text.mid(colon + 1) : QString());
}

}  // namespace whittle
