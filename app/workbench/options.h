// The command line of the workbench.
#pragma once

#include <optional>

#include <QCoreApplication>
#include <QSize>
#include <QStringList>

#include "engine/capture/dim_spec.h"
#include "views/models/minify_settings.h"
#include "views/theme.h"

namespace whittle {

struct WorkbenchOptions {
    QString file;
    bool minify = false;      ///< start a reduction at once
    bool compare = false;     ///< compare every value at once
    std::optional<ShapeSpec> sizes;  ///< infer sizes at once, with this said of them
    MinifySettings settings;  ///< of it, or to begin with
    std::optional<ThemeChoice> theme;
    QString language;       ///< of languages() or "system"; empty: as the settings say
    QSize size;             ///< empty: as the window was left
    QString report;         ///< write a report of the file there and end
    QString screenshot;     ///< write a picture of the finished window and end
    QStringList docks;      ///< show exactly these
    QStringList against;    ///< files to hold it against at once
    QString select;         ///< name of a node to select
    QString search;
    QString colorBy;        ///< key of an overlay
    bool compile = false;   ///< at once, and measure
    QString stage;          ///< name of a pass: show what it made, beside what it was given
    QString calls;          ///< a file of calls: make them under every stance at once
    int recompilesTab = 0;  ///< a RecompilesView::Tab
    bool singleInstance = false;  ///< hand FILE to a window that is there
    bool bench = false;     ///< measure the window itself, and end
    QString rpc;            ///< answer programs there: a socket's name or path, or "-"
    int kernelsTab = 0;     ///< a KernelsPanel::Tab
};

/// Handles --help, --version and mistakes itself: nothing comes back then, and the status is that to exit with.
std::optional<WorkbenchOptions> parseOptions(const QStringList& arguments, int& status);

}  // namespace whittle
