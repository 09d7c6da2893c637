// How the window reduces: by the same table of oracles, the same search and the same stores as the command.
#pragma once

#include "app/choices/minify_choice.h"
#include "views/models/minify_settings.h"

namespace whittle {

/// `programFolder` holds the whittle command, which the workers run.
MinifyService minifyService(const QString& programFolder);

/// What the command's options would make of the settings. Errors: Argument, with the context "reading --OPTION".
Result<MinifyChoice> minifyChoice(const MinifySettings& settings);

/// What a job of the command's or of a window's was begun with. Errors: Argument, with the option, for one that this Whittle does not know.
Result<MinifySettings> settingsOf(const JobRecord& job);

/// Our own compiler's part of such settings (MinifySettings::oracleSettings). Errors: likewise.
Result<OracleChoice> engineChoice(const std::map<QString, QString>& settings);

}  // namespace whittle
