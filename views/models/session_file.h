// The session file: JSON that may come from anyone, and so is read with every type and size checked. docs/session-file.md has the format.
#pragma once

#include <map>

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include "engine/base/result.h"
#include "views/models/session_result.h"

namespace whittle {

inline constexpr int kSessionVersion = 1;
inline constexpr qint64 kMostSessionBytes = 64 << 20;
inline constexpr int kMostSessionDepth = 32;

struct SessionContent {
    std::map<QString, QJsonObject> parts;  ///< by name; a part that nobody here knows is kept out
    QString program;                       ///< that saved it
    QDateTime saved;
    SessionResults results = {};           ///< what runs found
};

/// Packs what is not packed yet: for workers.
QByteArray printSession(const SessionContent& content);
/// Errors: Format for what is no session, of a newer version, or of wrong types; Limit for what is too large or too deep.
Result<SessionContent> parseSession(const QByteArray& bytes);

/// For workers. Errors: Io, and those of parseSession(), with the file as their context.
Result<SessionContent> readSessionFile(const QString& path);
/// The whole file or none: what stood there before stays until the new content is on the disk. Makes the folder. Errors: Io; Limit for what
/// could not be read again.
Result<void> writeSessionFile(const QString& path, const SessionContent& content);

/// Reads one object. A key that is absent gives what stands for it; one of another type, or outside its bounds, is an error in words,
/// of which the first is kept.
class SessionReader {
public:
    SessionReader(QJsonObject object, QString place, QString& error) : m_object(std::move(object)), m_place(std::move(place)), m_error(error) {}

    QString text(const char* key, const QString& otherwise = {}, qsizetype most = 1 << 20);
    double number(const char* key, double otherwise, double least, double most);
    int integer(const char* key, int otherwise, int least, int most);
    bool flag(const char* key, bool otherwise);
    std::map<QString, QString> texts(const char* key);  ///< an object of strings
    std::map<QString, bool> flags(const char* key);     ///< an object of booleans
    std::vector<SessionReader> objects(const char* key, qsizetype most);  ///< a list of objects
    bool has(const char* key) const { return m_object.contains(QLatin1String(key)); }
    void refuse(const char* key, const QString& why);  ///< what only the caller can tell
    bool failed() const { return !m_error.isEmpty(); }

private:
    QJsonValue value(const char* key, QJsonValue::Type type);

    QJsonObject m_object;
    QString m_place;
    QString& m_error;
};

}  // namespace whittle
