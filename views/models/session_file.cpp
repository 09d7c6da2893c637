#include "views/models/session_file.h"

#include <cmath>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include "views/models/text.h"

namespace whittle {
namespace {

constexpr std::size_t kMostResults = 16;
const QString kFormat = QStringLiteral("whittle-session");

QString words(const char* text) { return QCoreApplication::translate("SessionFile", text); }

QString typeName(QJsonValue::Type type) {
    switch (type) {
        case QJsonValue::Null: return words(QT_TRANSLATE_NOOP("SessionFile", "null"));
        case QJsonValue::Bool: return words(QT_TRANSLATE_NOOP("SessionFile", "true or false"));
        case QJsonValue::Double: return words(QT_TRANSLATE_NOOP("SessionFile", "a number"));
        case QJsonValue::String: return words(QT_TRANSLATE_NOOP("SessionFile", "a text"));
        case QJsonValue::Array: return words(QT_TRANSLATE_NOOP("SessionFile", "a list"));
        case QJsonValue::Object: return words(QT_TRANSLATE_NOOP("SessionFile", "an object"));
        case QJsonValue::Undefined: break;
    }
    return words(QT_TRANSLATE_NOOP("SessionFile", "nothing"));
}

// Before the parser recurses: it takes a stack frame a level.
bool isTooDeep(const QByteArray& bytes) {
    int depth = 0;
    bool inText = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (inText) {
            if (c == '\\') ++i;
            else if (c == '"') inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMostSessionDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

QByteArray printSession(const SessionContent& content) {
    QJsonObject parts, results;
    for (const auto& [name, part] : content.parts) parts.insert(name, part);
    for (const auto& [name, result] : content.results) results.insert(name, resultToJson(result->packed()));
    QJsonObject top{{QStringLiteral("format"), kFormat},
                    {QStringLiteral("version"), kSessionVersion},
                    {QStringLiteral("program"), content.program},
                    {QStringLiteral("saved"), content.saved.toUTC().toString(Qt::ISODate)},
                    {QStringLiteral("parts"), parts}};
    if (!results.isEmpty()) top.insert(QStringLiteral("results"), results);
    return QJsonDocument(top).toJson(QJsonDocument::Indented);
}

Result<SessionContent> parseSession(const QByteArray& bytes) {
    if (bytes.size() > kMostSessionBytes)
        return fail(Code::Limit, "a session file has at most {} bytes, this one has {}", kMostSessionBytes, bytes.size());
    if (isTooDeep(bytes)) return fail(Code::Limit, "a session file is at most {} levels deep", kMostSessionDepth);
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return fail(Code::Format, "not JSON at byte {}: {}", parsed.offset, parsed.errorString().toStdString());
    const QJsonObject top = document.object();
    if (!document.isObject() || top.value(QLatin1String("format")) != QJsonValue(kFormat))
        return fail(Code::Format, "no Whittle session: the key \"format\" does not say \"{}\"", kFormat.toStdString());
    QString error;
    SessionReader reader(top, {}, error);
    const int version = reader.integer("version", 0, 1, 1 << 30);
    if (error.isEmpty() && version == 0) reader.refuse("version", words(QT_TRANSLATE_NOOP("SessionFile", "is missing")));
    if (!error.isEmpty()) return fail(Code::Format, "{}", error.toStdString());
    if (version > kSessionVersion)
        return fail(Code::Format, "written by a newer Whittle: it has version {}, this one reads up to {}", version, kSessionVersion);
    SessionContent content;
    content.program = reader.text("program", {}, 256);
    content.saved = QDateTime::fromString(reader.text("saved", {}, 256), Qt::ISODate);
    const QJsonValue parts = top.value(QLatin1String("parts"));
    if (!parts.isUndefined() && !parts.isObject()) reader.refuse("parts", words(QT_TRANSLATE_NOOP("SessionFile", "has to be an object")));
    const QJsonObject all = parts.toObject();
    for (auto part = all.begin(); part != all.end(); ++part) {
        if (part.value().isObject()) content.parts.insert_or_assign(part.key(), part.value().toObject());
        else if (error.isEmpty()) error = words(QT_TRANSLATE_NOOP("SessionFile", "parts.%1 has to be an object, not %2")).arg(part.key().left(80), typeName(part.value().type()));
    }
    if (!error.isEmpty()) return fail(Code::Format, "{}", error.toStdString());
    const QJsonObject results = top.value(QLatin1String("results")).toObject();  // what is wrong here takes nothing else with it
    for (auto result = results.begin(); result != results.end() && content.results.size() < kMostResults; ++result)
        content.results.insert_or_assign(result.key(), std::make_shared<const SessionResult>(resultFromJson(result.value())));
    return content;
}

Result<SessionContent> readSessionFile(const QString& path) {
    QFile file(path);
    const auto read = [&]() -> Result<SessionContent> {
        if (!file.open(QIODevice::ReadOnly)) return fail(Code::Io, "{}", file.errorString().toStdString());
        if (file.isSequential()) return fail(Code::Io, "no regular file");  // a pipe would block
        return parseSession(file.read(kMostSessionBytes + 1));
    };
    return read().context("opening the session {}", path.toStdString());
}

Result<void> writeSessionFile(const QString& path, const SessionContent& content) {
    const auto write = [&]() -> Result<void> {
        if (!QDir().mkpath(QFileInfo(path).absolutePath())) return fail(Code::Io, "the folder cannot be made");
        QSaveFile file(path);
        const QByteArray bytes = printSession(content);
        if (bytes.size() > kMostSessionBytes) return fail(Code::Limit, "a session file has at most {} bytes, this one has {}", kMostSessionBytes, bytes.size());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            return fail(Code::Io, "{}", file.errorString().toStdString());
        return {};
    };
    return write().context("saving the session {}", path.toStdString());
}

QJsonValue SessionReader::value(const char* key, QJsonValue::Type type) {
    const QJsonValue found = m_object.value(QLatin1String(key));
    if (!found.isUndefined() && found.type() != type)
        refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to be %1, not %2")).arg(typeName(type), typeName(found.type())));
    return found;
}

QString SessionReader::text(const char* key, const QString& otherwise, qsizetype most) {
    const QJsonValue found = value(key, QJsonValue::String);
    if (!found.isString()) return otherwise;
    const QString text = found.toString();
    if (text.size() > most) refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has more than %1 letters")).arg(most));
    return text;
}

double SessionReader::number(const char* key, double otherwise, double least, double most) {
    const QJsonValue found = value(key, QJsonValue::Double);
    if (!found.isDouble()) return otherwise;
    const double number = found.toDouble();
    if (number >= least && number <= most) return number;
    refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to be from %1 to %2, not %3")).arg(least).arg(most).arg(number));
    return otherwise;
}

int SessionReader::integer(const char* key, int otherwise, int least, int most) {
    const double found = number(key, otherwise, least, most);
    if (found == std::floor(found)) return static_cast<int>(found);
    refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to be a whole number")));
    return otherwise;
}

bool SessionReader::flag(const char* key, bool otherwise) {
    const QJsonValue found = value(key, QJsonValue::Bool);
    return found.toBool(otherwise);
}

std::vector<SessionReader> SessionReader::objects(const char* key, qsizetype most) {
    std::vector<SessionReader> out;
    const QJsonArray all = value(key, QJsonValue::Array).toArray();
    if (all.size() > most) refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has more than %1 entries")).arg(most));
    for (const QJsonValue& each : all) {
        if (!each.isObject()) refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to hold objects only")));
        const QString place = QStringLiteral("%1[%2]").arg(QLatin1String(key)).arg(out.size());
        out.emplace_back(each.toObject(), m_place.isEmpty() ? place : QStringLiteral("%1.%2").arg(m_place, place), m_error);
    }
    return out;
}

std::map<QString, QString> SessionReader::texts(const char* key) {
    std::map<QString, QString> out;
    const QJsonObject all = value(key, QJsonValue::Object).toObject();
    for (auto each = all.begin(); each != all.end(); ++each) {
        if (!each.value().isString()) refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to hold texts only")));
        out.insert_or_assign(each.key(), each.value().toString());
    }
    return out;
}

std::map<QString, bool> SessionReader::flags(const char* key) {
    std::map<QString, bool> out;
    const QJsonObject all = value(key, QJsonValue::Object).toObject();
    for (auto each = all.begin(); each != all.end(); ++each) {
        if (!each.value().isBool()) refuse(key, words(QT_TRANSLATE_NOOP("SessionFile", "has to hold true and false only")));
        out.insert_or_assign(each.key(), each.value().toBool());
    }
    return out;
}

void SessionReader::refuse(const char* key, const QString& why) {
    if (m_error.isEmpty()) m_error = (m_place.isEmpty() ? QString() : m_place + u'.') + QLatin1String(key) + u' ' + why;
}

}  // namespace whittle
