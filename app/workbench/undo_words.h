// What undo calls each change of what the user set up.
#pragma once

#include <vector>

#include "views/models/bookmarks.h"
#include "views/models/graph_content.h"
#include "views/models/minify_settings.h"
#include "views/models/saved_searches.h"
#include "views/models/stages.h"

namespace whittle {

/// Which setting differs; empty for several.
QString changedSetting(const MinifySettings& a, const MinifySettings& b);
/// By changedSetting(); options of an oracle are called as the command calls them.
QString settingChange(const QString& setting);
/// Of several modules how many. `was`, `is`: by group, whether it is unfolded.
QString foldChange(const GraphContent& content, const std::vector<bool>& was, const std::vector<bool>& is);
QString bookmarkChange(const QList<Bookmark>& before, const QList<Bookmark>& after);
QString searchChange(const QList<SavedSearch>& before, const QList<SavedSearch>& after);
/// Candidates by the site that they are forced for.
QString forcedChange(const std::map<QString, QString>& before, const std::map<QString, QString>& after);
QString stageChange(const StageController& stages);

}  // namespace whittle
