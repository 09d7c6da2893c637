#include "views/models/argument_text.h"

#include <algorithm>
#include <array>
#include <set>

#include <QCoreApplication>
#include <QRegularExpression>

#include "engine/dispatch/call_sequence.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }
auto refuse(const QString& text) { return fail(Code::Format, "{}", text.toStdString()); }

// What may stand behind a tensor's type.
enum class Form { Dims, Number, Word, Flag };
struct WordRow {
    const char* word;
    const char* key;  // in the file
    Form form;
};
constexpr std::array<WordRow, 9> kWords{{{"dynamic", "mark_dynamic", Form::Dims},
                                         {"min", "min", Form::Number},
                                         {"max", "max", Form::Number},
                                         {"maybe", "maybe_mark_dynamic", Form::Dims},
                                         {"static", "mark_static", Form::Dims},
                                         {"unbacked", "mark_unbacked", Form::Dims},
                                         {"stride", "stride", Form::Dims},
                                         {"device", "device", Form::Word},
                                         {"requires_grad", "requires_grad", Form::Flag}}};

const WordRow* rowOfWord(const QString& word) {
    const auto row = std::ranges::find_if(kWords, [&](const WordRow& one) { return word == QLatin1String(one.word); });
    return row == kWords.end() ? nullptr : &*row;
}

// "f32[4,8]" as the object that says the same; null for what is no such text.
std::optional<Json> typeObject(const std::string& text) {
    const auto bracket = text.find('[');
    if (bracket == std::string::npos || !parseDType(text.substr(0, bracket))) return std::nullopt;
    const Result<Json> sizes = parseJson(std::string_view(text).substr(bracket));
    if (!sizes || !sizes->is_array()) return std::nullopt;
    return Json{{"dtype", text.substr(0, bracket)}, {"shape", *sizes}};
}

Result<Json> dimsOf(const QString& text, const QString& word) {
    Json out = Json::array();
    for (const QString& part : QString(text).remove(u'[').remove(u']').split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        out.push_back(part.toLongLong(&isNumber));
        if (!isNumber) return refuse(tr("'%1' is no number: '%2' takes numbers with commas, such as 0,2").arg(part, word));
    }
    if (out.empty()) return refuse(tr("'%1' takes numbers with commas, such as 0,2").arg(word));
    return out;
}

Result<Json> withWords(Json object, const QStringList& words) {
    for (qsizetype i = 0; i < words.size(); ++i) {
        const WordRow* row = rowOfWord(words[i]);
        if (!row) {
            QStringList known;
            for (const WordRow& one : kWords) known << QLatin1String(one.word);
            return refuse(tr("'%1' is not understood; behind the type may stand %2").arg(words[i], known.join(QStringLiteral(", "))));
        }
        if (row->form == Form::Flag) {
            object[row->key] = true;
            continue;
        }
        if (i + 1 == words.size()) return refuse(tr("'%1' needs a value behind it").arg(QLatin1String(row->word)));
        const QString& value = words[++i];
        if (row->form == Form::Word) {
            object[row->key] = value.toStdString();
        } else if (row->form == Form::Number) {
            bool isNumber = false;
            object[row->key] = value.toLongLong(&isNumber);
            if (!isNumber) return refuse(tr("'%1' takes a number, not '%2'").arg(QLatin1String(row->word), value));
        } else {
            WHITTLE_TRY(object[row->key], dimsOf(value, words[i - 1]));
        }
    }
    return object;
}

std::optional<Json> literal(const QString& text) {
    const QString lower = text.toLower();
    if (lower == QLatin1String("none") || lower == QLatin1String("null")) return Json();
    if (lower == QLatin1String("true")) return Json(true);
    if (lower == QLatin1String("false")) return Json(false);
    if (text.size() >= 2 && text.front() == u'\'' && text.back() == u'\'') return Json(text.mid(1, text.size() - 2).toStdString());
    Result<Json> value = parseJson(text.toStdString());
    return value ? std::optional(*std::move(value)) : std::nullopt;
}

// Sizes in "f32[4, 8] dynamic 0, 1" may have blanks behind their commas.
QStringList wordsOf(const QString& text) {
    static const QRegularExpression comma(QStringLiteral("\\s*,\\s*")), blanks(QStringLiteral("\\s+"));
    QString joined = text;
    return joined.replace(comma, QStringLiteral(",")).split(blanks, Qt::SkipEmptyParts);
}

QString listText(const Json& list) {
    QStringList parts;
    for (const Json& one : list) parts << toQString(one.dump());
    return parts.join(u',');
}

// With all that the text form can say; else it stays JSON.
std::optional<QString> objectText(const Json& object) {
    if (object.contains("same_as") && object.size() == 1 && object["same_as"].is_string()) return QStringLiteral("same ") + toQString(object["same_as"].get<std::string>());
    QStringList parts;
    const bool hasShape = object.contains("shape"), hasType = object.contains("dtype");
    if (hasShape && !object["shape"].is_array()) return std::nullopt;
    if (hasType && !hasShape) return std::nullopt;
    if (hasType && !object["dtype"].is_string()) return std::nullopt;
    if (hasShape) parts << QStringLiteral("%1[%2]").arg(hasType ? toQString(object["dtype"].get<std::string>()) : QString(), listText(object["shape"]));
    std::size_t said = (hasShape ? 1u : 0u) + (hasType ? 1u : 0u);
    for (const WordRow& row : kWords) {
        if (!object.contains(row.key)) continue;
        const Json& value = object[row.key];
        ++said;
        switch (row.form) {
            case Form::Dims:
                if (!value.is_array() || value.empty()) return std::nullopt;
                parts << QLatin1String(row.word) << listText(value);
                break;
            case Form::Number:
                if (!value.is_number_integer()) return std::nullopt;
                parts << QLatin1String(row.word) << toQString(value.dump());
                break;
            case Form::Word:
                if (!value.is_string()) return std::nullopt;
                parts << QLatin1String(row.word) << toQString(value.get<std::string>());
                break;
            case Form::Flag:
                if (value != Json(true)) return std::nullopt;
                parts << QLatin1String(row.word);
                break;
        }
    }
    if (said != object.size() || parts.isEmpty()) return std::nullopt;
    return parts.join(u' ');
}

std::optional<std::int64_t> hintOf(const Graph& graph, const SymInt& size) {
    const auto value = size.evaluate([&](std::string_view name) -> std::optional<std::int64_t> {
        const auto found = graph.symbols.find(std::string(name));
        if (found == graph.symbols.end()) return std::nullopt;
        return found->second.hint ? found->second.hint : found->second.min;
    });
    return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

Result<std::optional<Json>> argumentJson(const QString& text, bool isTensor) {
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) return std::optional<Json>();
    if (trimmed.startsWith(u'{')) {
        WHITTLE_TRY(Json object, parseJson(trimmed.toStdString()));
        return std::optional(std::move(object));
    }
    const QStringList words = wordsOf(trimmed);
    if (words.first() == QLatin1String("same")) {
        if (words.size() != 2) return refuse(tr("'same' takes the name of an earlier argument"));
        return std::optional(Json{{"same_as", words[1].toStdString()}});
    }
    if (!isTensor) {
        if (auto value = literal(trimmed)) return std::optional(*std::move(value));
        return refuse(tr("expected a number, true, false, none or a text such as 'add', got \"%1\"").arg(trimmed));
    }
    if (rowOfWord(words.first())) {
        WHITTLE_TRY(Json object, withWords(Json::object(), words));
        return std::optional(std::move(object));
    }
    const std::string type = words.first().toStdString();
    if (words.size() == 1) {
        if (trimmed.startsWith(u'[')) {
            WHITTLE_TRY(Json sizes, parseJson(type));
            return std::optional(std::move(sizes));
        }
        // None, or a number in a tensor's place: the program says what it makes of it.
        if (auto value = typeObject(type) ? std::nullopt : literal(trimmed)) return std::optional(*std::move(value));
        return std::optional(Json(type));
    }
    Json object;
    if (trimmed.startsWith(u'[')) {
        WHITTLE_TRY(Json sizes, parseJson(type));
        object = {{"shape", std::move(sizes)}};
    } else if (auto known = typeObject(type)) {
        object = *std::move(known);
    } else {
        return refuse(tr("expected a tensor such as \"f32[4,8]\", got \"%1\"").arg(words.first()));
    }
    WHITTLE_TRY(Json marked, withWords(std::move(object), words.mid(1)));
    return std::optional(std::move(marked));
}

QString argumentText(const Json& argument, bool isTensor) {
    if (argument.is_object()) {
        const auto text = objectText(argument);
        return text ? *text : toQString(argument.dump());
    }
    if (argument.is_string() && isTensor) return toQString(argument.get<std::string>());
    if (argument.is_string()) return u'\'' + toQString(argument.get<std::string>()) + u'\'';
    if (argument.is_null()) return QStringLiteral("none");
    if (argument.is_array()) return QStringLiteral("[%1]").arg(listText(argument));
    return toQString(argument.dump());
}

// On device meta a tensor has no elements; what else is said of it is checked as a run does.
Result<void> checkArgument(const Graph& graph, const std::string& parameter, const Json& argument) {
    Json checked = argument;
    if (argument.is_array()) checked = {{"shape", argument}};
    if (argument.is_string())
        if (auto object = typeObject(argument.get<std::string>())) checked = *std::move(object);
    if (checked.is_object() && !checked.contains("same_as") && (!checked.contains("device") || checked["device"] == "cpu")) checked["device"] = "meta";
    Json call = Json::object();
    for (const GraphInput& input : graph.inputs())
        if (input.kind == InputKind::User) call[graph.value(input.value).name] = Json();
    call[parameter] = std::move(checked);
    const Result<std::vector<SequencedCall>> parsed = parseCalls(Json::array({std::move(call)}), graph, 0);
    if (!parsed) return std::unexpected(parsed.error());
    return {};
}

QString standardArgument(const Graph& graph, const GraphInput& input) {
    if (const Tensor* tensor = asTensor(input.data)) {
        QStringList sizes;
        for (const Index size : tensor->sizes()) sizes << QString::number(size);
        return QStringLiteral("%1[%2]").arg(toQString(dtypeName(tensor->dtype())), sizes.join(u','));
    }
    if (const auto* integer = std::get_if<std::int64_t>(&input.data)) return QString::number(*integer);
    if (const auto* real = std::get_if<double>(&input.data)) return toQString(Json(*real).dump());
    if (const auto* flag = std::get_if<bool>(&input.data)) return *flag ? QStringLiteral("true") : QStringLiteral("false");
    const Type& type = graph.type(input.value);
    if (const NumberType* number = asNumberType(type)) {
        const auto value = number->kind == NumberType::Kind::Int ? hintOf(graph, number->expr) : std::nullopt;
        return value ? QString::number(*value) : QString();
    }
    const TensorType* tensor = asTensorType(type);
    if (!tensor) return {};
    QStringList sizes;
    for (const SymInt& size : tensor->sizes) {
        const auto value = hintOf(graph, size);
        if (!value) return {};
        sizes << QString::number(*value);
    }
    return QStringLiteral("%1[%2]").arg(toQString(dtypeName(tensor->dtype)), sizes.join(u','));
}

Json withMark(const Json& argument, const std::string& key, const std::vector<int>& dims) {
    Json out = argument;
    if (argument.is_array()) out = {{"shape", argument}};
    if (argument.is_string())
        if (auto object = typeObject(argument.get<std::string>())) out = *std::move(object);
    if (!out.is_object() || out.contains("same_as")) return argument;
    const bool hasShape = out.contains("shape") && out["shape"].is_array();
    std::set<std::int64_t> marked;
    if (const auto known = out.find(key); known != out.end() && known->is_array())
        for (const Json& dim : *known)
            if (dim.is_number_integer()) marked.insert(dim.get<std::int64_t>());
    for (const int dim : dims)
        if (!hasShape || dim < static_cast<int>(out["shape"].size())) marked.insert(dim);
    if (marked.empty()) return argument;
    out[key] = marked;
    return out;
}

}  // namespace whittle
