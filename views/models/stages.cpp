#include "views/models/stages.h"

#include <algorithm>
#include <optional>
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

// What is looked at stays, where it is still there: passes come one by one, and a second compilation brings the same ones again.
void StageController::rebuild() {
    std::optional<StageKey> current, base;
    const PassRecord* shownPass = nullptr;
    if (const Stage* stage = currentStage()) {
        current = {stage->kind, stage->name};
        shownPass = stage->pass.get();
    }
    if (const Stage* stage = baseStage()) base = {stage->kind, stage->name};
    if (m_opened != m_study.graph()) {
        m_opened = m_study.graph();
        m_reduced = nullptr;
        m_files.clear();
        current = base = std::nullopt;
        m_comparesPrevious = false;
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
    m_current = current ? find(*current) : -1;
    if (m_current < 0) m_current = m_stages.empty() ? -1 : 0;
    m_base = base ? find(*base) : -1;
    if (m_comparesPrevious) m_base = m_current - 1;
    const bool isSamePass = currentStage() && currentStage()->pass.get() == shownPass;
    if (!isSamePass) m_rewrite = -1;
    emit stagesChanged();
    emit currentChanged();
    if (!isSamePass) emit rewriteChanged();
    releaseElsewhere(std::move(before));
}

void StageController::setCurrent(int stage) {
    if (!at(stage) || stage == m_current) return;
    m_current = stage;
    if (m_comparesPrevious) m_base = stage - 1;
    m_rewrite = -1;
    emit currentChanged();
    emit rewriteChanged();
}

void StageController::step(int direction) {
    int next = m_current + direction;
    while (at(next) && at(next)->changesNothing()) next += direction;
    setCurrent(next);
}

void StageController::setBase(int stage) {
    if (stage == m_base && !m_comparesPrevious) return;
    m_comparesPrevious = false;
    m_base = at(stage) ? stage : -1;
    emit currentChanged();
}

void StageController::comparePrevious() {
    m_comparesPrevious = true;
    m_base = m_current - 1;
    emit currentChanged();
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
    m_comparesPrevious = false;
    rebuild();
    m_base = find({Stage::Kind::Entry, before});
    m_current = find({Stage::Kind::Entry, after});
    emit currentChanged();
}

void StageController::addFile(const QString& path, GraphRef graph) {
    std::erase_if(m_files, [&](const Stage& stage) { return stage.name == path; });
    m_files.push_back({.kind = Stage::Kind::File, .name = path, .graph = std::move(graph)});
    // Of a file that is read again, what it was held against stays.
    const bool isShown = currentStage() && currentStage()->kind == Stage::Kind::File && currentStage()->name == path;
    const int looked = isShown ? m_base : m_current;
    m_comparesPrevious = false;
    rebuild();
    m_base = looked;
    m_current = find({Stage::Kind::File, path});
    emit currentChanged();
}

}  // namespace whittle
