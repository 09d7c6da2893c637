#include "views/models/minify_settings.h"

#include "views/models/text.h"

namespace whittle {

QString settingOf(const Error& error) {
    constexpr std::string_view kReading = "reading --";
    for (const std::string& context : error.context)
        if (context.starts_with(kReading)) return toQString(std::string_view(context).substr(kReading.size() - 2));
    return {};
}

}  // namespace whittle
