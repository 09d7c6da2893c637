#include "views/models/query.h"

#include <algorithm>
#include <array>
#include <limits>

#include <QCoreApplication>

#include "views/models/overlay_shades.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

std::unexpected<Error> mistake(const QString& text) { return fail(Code::Argument, "{}", text.toStdString()); }

struct TextField {
    const char* name;
    int column;
    TextPattern::Kind kind;  // of plain words
};
constexpr std::array<TextField, 9> kTextFields{{
    {"op", SearchIndex::Op, TextPattern::Kind::Part},
    {"name", SearchIndex::Name, TextPattern::Kind::Part},
    {"type", SearchIndex::Type, TextPattern::Kind::Part},
    {"shape", SearchIndex::Shape, TextPattern::Kind::Part},
    {"dtype", SearchIndex::Dtype, TextPattern::Kind::Start},  // f16 is not in bf16
    {"module", SearchIndex::Module, TextPattern::Kind::Part},
    {"src", SearchIndex::Source, TextPattern::Kind::Part},
    {"source", SearchIndex::Source, TextPattern::Kind::Part},
    {"weight", SearchIndex::Weights, TextPattern::Kind::Part},
}};
const std::vector<int> kAnywhere{SearchIndex::Title,   SearchIndex::Name,   SearchIndex::Op,    SearchIndex::Type,
                                 SearchIndex::Weights, SearchIndex::Module, SearchIndex::Source};

struct NumberField {
    const char* name;
    QueryTerm::Quantity quantity;
    const char* unit;
};
constexpr std::array<NumberField, 3> kNumberFields{{
    {"users", QueryTerm::Quantity::Users, ""},
    {"inputs", QueryTerm::Quantity::Inputs, ""},
    {"bytes", QueryTerm::Quantity::Bytes, "B"},
}};

// What is measured before one can ask for it, by the key of its colouring.
struct Measured {
    const char* key;
    const char* how;  // untranslated
};
constexpr std::array<Measured, 3> kMeasured{{
    {"time", QT_TRANSLATE_NOOP("whittle", "“%1” is known once the graph was compiled and measured (F5).")},
    {"kernel", QT_TRANSLATE_NOOP("whittle", "“%1” is known once the graph was compiled and measured (F5).")},
    {"error", QT_TRANSLATE_NOOP("whittle", "“%1” is known once the values were compared (F6).")},
}};

// As others call a colouring.
QString overlayKey(const QString& name) { return name.compare(QLatin1String("err"), Qt::CaseInsensitive) == 0 ? QStringLiteral("error") : name; }

// What a unit is of, and how many of the first of its kind it is.
struct Unit {
    const char* name;
    char kind;  // t: time, b: bytes, n: plain numbers
    double factor;
};
constexpr std::array<Unit, 19> kUnits{{{"s", 't', 1}, {"ms", 't', 1e-3}, {"us", 't', 1e-6}, {"µs", 't', 1e-6}, {"ns", 't', 1e-9},
                                       {"b", 'b', 1}, {"kb", 'b', 1e3}, {"mb", 'b', 1e6}, {"gb", 'b', 1e9}, {"tb", 'b', 1e12},
                                       {"kib", 'b', 1024.0}, {"mib", 'b', 1048576.0}, {"gib", 'b', 1073741824.0}, {"bytes", 'b', 1}, {"byte", 'b', 1},
                                       {"", 'n', 1}, {"k", 'n', 1e3}, {"m", 'n', 1e6}, {"g", 'n', 1e9}}};

const Unit* findUnit(const QString& name) {
    const auto found = std::ranges::find_if(kUnits, [&](const Unit& unit) { return name.compare(QString::fromUtf8(unit.name), Qt::CaseInsensitive) == 0; });
    return found == kUnits.end() ? nullptr : &*found;
}

struct Sign {
    const char* text;
    NumberRelation comparison;
};
constexpr std::array<Sign, 7> kSigns{{{">=", NumberRelation::GreaterOrEqual}, {"<=", NumberRelation::LessOrEqual}, {"!=", NumberRelation::NotEqual}, {"==", NumberRelation::Equal},
                                      {">", NumberRelation::Greater}, {"<", NumberRelation::Less}, {"=", NumberRelation::Equal}}};

bool isWord(QStringView text) {
    return !text.isEmpty() && text.front().isLetter() && std::ranges::all_of(text, [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-'; });
}

// Words apart at blanks, but for those in quotes and in expressions. A quote or slash that is not closed yet reaches to the end.
QStringList splitWords(const QString& text) {
    QStringList words;
    QString word;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool opens = word.isEmpty() || word == u"-" || word.endsWith(u':') || word.endsWith(u'=');
        if (opens && (c == u'"' || c == u'/')) {
            qsizetype end = text.indexOf(c, i + 1);
            // Paths have slashes as well: the last one before a blank closes.
            while (c == u'/' && end >= 0 && end + 1 < text.size() && !text[end + 1].isSpace()) end = text.indexOf(c, end + 1);
            if (end < 0) end = text.size();
            word += text.mid(i, end - i) + c;
            i = end;
        } else if (!c.isSpace()) {
            word += c;
        } else if (!word.isEmpty()) {
            words << std::exchange(word, {});
        }
    }
    if (!word.isEmpty()) words << word;
    return words;
}

Result<TextPattern> parsePattern(const QString& value, TextPattern::Kind plain) {
    const auto expression = [&](const QString& pattern) -> Result<TextPattern> {
        QRegularExpression made(pattern, QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
        if (!made.isValid()) return mistake(tr("%1: %2, at letter %3").arg(value, made.errorString()).arg(made.patternErrorOffset()));
        made.optimize();
        return TextPattern{.kind = TextPattern::Kind::Expression, .text = {}, .expression = std::move(made)};
    };
    if (value.size() > 2 && value.startsWith(u'/')) return expression(value.mid(1, value.size() - 2));
    if (value.size() > 1 && value.startsWith(u'"')) return TextPattern{.kind = plain, .text = value.mid(1, value.size() - 2).toLower(), .expression = {}};
    if (value.contains(u'*') || value.contains(u'?'))
        return expression(u'^' + QRegularExpression::escape(value).replace(QStringLiteral("\\*"), QStringLiteral(".*")).replace(QStringLiteral("\\?"), QStringLiteral(".")) + u'$');
    return TextPattern{.kind = plain, .text = value.toLower(), .expression = {}};
}

class Parser {
    Q_DECLARE_TR_FUNCTIONS(whittle)  // as tr() above
public:
    explicit Parser(const std::vector<OverlayRef>& overlays) : m_overlays(overlays) {}

    Result<std::optional<QueryTerm>> parse(QString word) const {
        QueryTerm term;
        if (word.size() > 1 && word.startsWith(u'-')) {
            term.denied = true;
            word.remove(0, 1);
        }
        const auto split = std::ranges::find_if(word, [](QChar c) { return QStringView(u":<>=!\"/").contains(c); });
        const auto length = static_cast<qsizetype>(split - word.begin());
        const QString field = word.left(length), rest = word.mid(length);
        if (isWord(field) && rest.startsWith(u':')) {
            if (rest == u":" || rest == u":\"\"" || rest == u":\"" || rest == u"://") return std::nullopt;
            WHITTLE_TRY(term.what, parseText(field, rest.mid(1)));
            return term;
        }
        for (const Sign& sign : kSigns) {
            const QLatin1String text(sign.text);
            if (!isWord(field) || !rest.startsWith(text)) continue;
            if (rest.size() == text.size()) return std::nullopt;
            WHITTLE_TRY(term.what, parseNumber(field, sign.comparison, rest.mid(text.size())));
            return term;
        }
        WHITTLE_TRY(TextPattern pattern, parsePattern(word, TextPattern::Kind::Part));
        if (pattern.kind != TextPattern::Kind::Expression && pattern.text.isEmpty()) return std::nullopt;
        term.what = QueryTerm::Text{kAnywhere, std::move(pattern)};
        return term;
    }

private:
    const NodeOverlay* overlay(const QString& name) const {
        const QString key = overlayKey(name);
        const auto found = std::ranges::find_if(m_overlays, [&](const OverlayRef& each) { return each->key.compare(key, Qt::CaseInsensitive) == 0; });
        return found == m_overlays.end() ? nullptr : found->get();
    }

    // Empty: nothing that is done makes it known.
    QString howToMeasure(const QString& name) const {
        const QString key = overlayKey(name);
        const auto found = std::ranges::find_if(kMeasured, [&](const Measured& each) { return key.compare(QLatin1String(each.key), Qt::CaseInsensitive) == 0; });
        return found == kMeasured.end() || overlay(name) ? QString() : tr(found->how).arg(name);
    }

    Result<decltype(QueryTerm::what)> parseText(const QString& name, const QString& value) const {
        const auto field = std::ranges::find_if(kTextFields, [&](const TextField& each) { return name.compare(QLatin1String(each.name), Qt::CaseInsensitive) == 0; });
        if (field != kTextFields.end()) {
            WHITTLE_TRY(TextPattern pattern, parsePattern(value, field->kind));
            // net.py:1 is not net.py:17.
            static const QRegularExpression line(QStringLiteral(":\\d+$"));
            if (field->column == SearchIndex::Source && pattern.kind == TextPattern::Kind::Part && line.match(value).hasMatch()) pattern.kind = TextPattern::Kind::End;
            return QueryTerm::Text{{field->column}, std::move(pattern)};
        }
        if (const NodeOverlay* found = overlay(name); found && !OverlayShades::isRamp(*found)) {
            WHITTLE_TRY(TextPattern pattern, parsePattern(value, TextPattern::Kind::Part));
            return QueryTerm::ClassOf{found->key, std::move(pattern)};
        }
        if (const QString how = howToMeasure(name); !how.isEmpty()) return mistake(how);
        return mistake(tr("There is no field “%1”; there are %2. Text with a colon stands in quotes.").arg(name, fieldNames(false).join(QStringLiteral(", "))));
    }

    Result<decltype(QueryTerm::what)> parseNumber(const QString& name, NumberRelation comparison, const QString& value) const {
        QueryTerm::Number number{.comparison = comparison};
        QString unit;
        const auto field = std::ranges::find_if(kNumberFields, [&](const NumberField& each) { return name.compare(QLatin1String(each.name), Qt::CaseInsensitive) == 0; });
        if (field != kNumberFields.end()) {
            number.of = field->quantity;
            unit = QString::fromLatin1(field->unit);
        } else if (const NodeOverlay* found = overlay(name); found && OverlayShades::isRamp(*found)) {
            number.of = QueryTerm::Quantity::Overlay;
            number.overlay = found->key;
            unit = found->unit;
        } else if (const QString how = howToMeasure(name); !how.isEmpty()) {
            return mistake(how);
        } else {
            return mistake(tr("There is no number “%1”; there are %2.").arg(name, fieldNames(true).join(QStringLiteral(", "))));
        }
        WHITTLE_TRY(number.value, parseAmount(name, value, unit));
        return number;
    }

    // In the unit of the field, in which a number stands that says none.
    Result<double> parseAmount(const QString& name, const QString& value, const QString& unit) const {
        if (value.compare(QLatin1String("nan"), Qt::CaseInsensitive) == 0) return std::numeric_limits<double>::quiet_NaN();
        static const QRegularExpression form(QStringLiteral("^([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?)(\\D*)$"), QRegularExpression::CaseInsensitiveOption);
        const QRegularExpressionMatch parts = form.match(value);
        if (!parts.hasMatch()) return mistake(tr("“%1” is no number to compare %2 with.").arg(value, name));
        const double amount = parts.captured(1).toDouble();
        if (parts.captured(2).isEmpty()) return amount;
        const Unit* given = findUnit(parts.captured(2));
        const Unit* own = findUnit(unit);
        if (!given) return mistake(tr("“%1” is no unit; there are ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, k and M.").arg(parts.captured(2)));
        if (given->kind == 'n') return amount * given->factor;
        if (!own || own->kind != given->kind) return mistake(tr("%1 is not counted in %2.").arg(name, parts.captured(2)));
        return amount * given->factor / own->factor;
    }

    QStringList fieldNames(bool numbers) const {
        QStringList names;
        for (const TextField& field : kTextFields)
            if (!numbers) names << QLatin1String(field.name);
        for (const NumberField& field : kNumberFields)
            if (numbers) names << QLatin1String(field.name);
        for (const OverlayRef& overlay : m_overlays)
            if (OverlayShades::isRamp(*overlay) == numbers) names << overlay->key;
        names.removeDuplicates();
        return names;
    }

    const std::vector<OverlayRef>& m_overlays;
};

constexpr std::array<QueryExample, 11> kExamples{{
    {"gelu layers.3", QT_TRANSLATE_NOOP("whittle", "both words, anywhere")},
    {"op:conv*", QT_TRANSLATE_NOOP("whittle", "operators that begin so; also name, type, module, weight")},
    {"shape:*x64x*", QT_TRANSLATE_NOOP("whittle", "results of such a shape; ? is one letter")},
    {"dtype:f16", QT_TRANSLATE_NOOP("whittle", "results of this dtype")},
    {"src:net.py:17", QT_TRANSLATE_NOOP("whittle", "what this line of the source does")},
    {"/^view(_\\d+)?$/", QT_TRANSLATE_NOOP("whittle", "a regular expression; also behind a field")},
    {"-op:view", QT_TRANSLATE_NOOP("whittle", "all but these")},
    {"users>8", QT_TRANSLATE_NOOP("whittle", "read by more than eight; also inputs")},
    {"bytes>=1MiB", QT_TRANSLATE_NOOP("whittle", "large results")},
    {"time>1ms", QT_TRANSLATE_NOOP("whittle", "what was measured, by the name of its colouring")},
    {"\"a b\"", QT_TRANSLATE_NOOP("whittle", "text with blanks or colons")},
}};

}  // namespace

Result<std::vector<QueryTerm>> parseQuery(const QString& text, const std::vector<OverlayRef>& overlays) {
    const Parser parser(overlays);
    std::vector<QueryTerm> terms;
    for (const QString& word : splitWords(text)) {
        WHITTLE_TRY(std::optional<QueryTerm> term, parser.parse(word));
        if (term) terms.push_back(*std::move(term));
    }
    return terms;
}

std::span<const QueryExample> queryExamples() { return kExamples; }

QString queryExampleMeaning(const QueryExample& example) { return tr(example.meaning); }

}  // namespace whittle
