// Between the engine's UTF-8 and Qt's strings.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <QString>

#include "engine/base/result.h"

namespace whittle {

inline QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
inline QString errorText(const Error& error) { return toQString(error.describe()); }
inline std::filesystem::path toPath(const QString& path) { return {path.toStdString()}; }
inline QString fromPath(const std::filesystem::path& path) { return toQString(std::string_view(path.native())); }

}  // namespace whittle
