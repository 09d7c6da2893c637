#include "app/workbench/undo_words.h"

#include <algorithm>

#include "app/workbench/user_undo.h"

namespace whittle {

QString changedSetting(const MinifySettings& a, const MinifySettings& b) {
    QStringList changed;
    const auto look = [&](const char* name, const auto& one, const auto& other) {
        if (one != other) changed << QLatin1String(name);
    };
    look("folder", a.outputFolder, b.outputFolder);
    look("oracle", a.oracle, b.oracle);
    look("signature", a.signature, b.signature);
    look("jobs", a.jobs, b.jobs);
    look("repeat", a.repeat, b.repeat);
    look("budget", a.budget, b.budget);
    look("candidates", a.maxCandidates, b.maxCandidates);
    for (const auto* one : {&a, &b})
        for (const auto& [option, text] : one->oracleSettings) {
            const auto& other = one == &a ? b.oracleSettings : a.oracleSettings;
            const auto found = other.find(option);
            if ((found == other.end() || found->second != text) && !changed.contains(option)) changed << option;
        }
    return changed.size() == 1 ? changed.first() : QString();
}

QString foldChange(const GraphContent& content, const std::vector<bool>& was, const std::vector<bool>& is) {
    int unfolded = 0, folded = 0, last = -1;
    for (std::size_t group = 0; group < is.size(); ++group) {
        if (is[group] == was[group]) continue;
        ++(is[group] ? unfolded : folded);
        last = content.count() + static_cast<int>(group);
    }
    if (unfolded + folded == 1) return (unfolded ? UserUndo::tr("unfold %1") : UserUndo::tr("fold %1")).arg(bookmarkName(QStringLiteral("module:") + content.foldKey(last)));
    if (folded == 0 && unfolded > 0) return UserUndo::tr("unfold %Ln modules", nullptr, unfolded);
    if (unfolded == 0 && folded > 0) return UserUndo::tr("fold %Ln modules", nullptr, folded);
    return UserUndo::tr("fold or unfold");
}

QString settingChange(const QString& setting) {
    static constexpr std::pair<const char*, const char*> kWords[] = {
        {"folder", QT_TRANSLATE_NOOP("whittle::UserUndo", "output folder")}, {"oracle", QT_TRANSLATE_NOOP("whittle::UserUndo", "oracle")},
        {"signature", QT_TRANSLATE_NOOP("whittle::UserUndo", "which failures count")}, {"jobs", QT_TRANSLATE_NOOP("whittle::UserUndo", "candidates at once")},
        {"repeat", QT_TRANSLATE_NOOP("whittle::UserUndo", "runs of each candidate")}, {"budget", QT_TRANSLATE_NOOP("whittle::UserUndo", "time")},
        {"candidates", QT_TRANSLATE_NOOP("whittle::UserUndo", "most candidates")}};
    if (setting.isEmpty()) return UserUndo::tr("change of the reduction");
    const auto found = std::ranges::find_if(kWords, [&](const auto& row) { return setting == QLatin1String(row.first); });
    return UserUndo::tr("change of the reduction: %1").arg(found == std::end(kWords) ? setting : UserUndo::tr(found->second));
}

QString bookmarkChange(const QList<Bookmark>& before, const QList<Bookmark>& after) {
    const auto one = [](const QList<Bookmark>& longer, const QList<Bookmark>& shorter) {
        const auto isNew = [&](const Bookmark& each) { return std::ranges::find(shorter, each.key, &Bookmark::key) == shorter.end(); };
        const auto found = std::ranges::find_if(longer, isNew);
        return found == longer.end() ? QString() : bookmarkName(found->key);
    };
    if (after.size() > before.size()) return UserUndo::tr("bookmark %1").arg(one(after, before));
    if (after.size() < before.size()) return UserUndo::tr("remove the bookmark of %1").arg(one(before, after));
    for (qsizetype row = 0; row < after.size(); ++row)
        if (after[row].key == before[row].key && after[row].label != before[row].label) return UserUndo::tr("rename the bookmark of %1").arg(bookmarkName(after[row].key));
    return UserUndo::tr("move a bookmark");
}

QString searchChange(const QList<SavedSearch>& before, const QList<SavedSearch>& after) {
    const auto isIn = [](const QList<SavedSearch>& all) { return [&all](const SavedSearch& one) { return all.contains(one); }; };
    if (const auto added = std::ranges::find_if_not(after, isIn(before)); added != after.end()) return UserUndo::tr("save the search %1").arg(added->name);
    if (const auto removed = std::ranges::find_if_not(before, isIn(after)); removed != before.end()) return UserUndo::tr("remove the search %1").arg(removed->name);
    return UserUndo::tr("change of the saved searches");
}

QString forcedChange(const std::map<QString, QString>& before, const std::map<QString, QString>& after) {
    for (const auto& [site, candidate] : after)
        if (const auto was = before.find(site); was == before.end() || was->second != candidate) return UserUndo::tr("%1 by %2").arg(site, candidate);
    if (before.size() == after.size() + 1)
        for (const auto& [site, candidate] : before)
            if (!after.contains(site)) return UserUndo::tr("let %1 be chosen").arg(site);
    return UserUndo::tr("let kernels be chosen");
}

QString stageChange(const StageController& stages) {
    const QString current = stages.title(stages.current());
    return stages.isComparing() ? UserUndo::tr("hold %1 against %2").arg(current, stages.title(stages.base())) : UserUndo::tr("look at %1").arg(current);
}

}  // namespace whittle
