#include "views/models/code_lexer.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace whittle {
namespace {

struct Language {
    char16_t comment;           // begins one, up to the end of the line
    std::u16string_view names;  // what a name of a value begins with: "%@"
    bool firstIsKeyword;        // the first word of a line is an instruction, or with a colon a label
    std::u16string_view keywords, types;  // with blanks around each
};

constexpr std::array<Language, 4> kLanguages{{
    {u'#', u"", false,
     u" and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield self ", u""},
    {u'#', u"", false,
     u" kernel turnwise in out upd check require size for parallel below if else load scan along index overwritten channels_last sum product max min any all inf nan true false ",
     u" f16 bf16 f32 f64 i8 u8 i16 i32 i64 bool "},
    {u';', u"%@", false,
     u" define declare entry ret br switch phi call load store getelementptr inbounds icmp fcmp select add sub mul shl lshr ashr and or xor fadd fsub fmul fdiv fneg frem sdiv udiv srem urem "
     u"shufflevector extractelement insertelement extractvalue insertvalue bitcast fpext fptrunc sext zext trunc sitofp uitofp fptosi fptoui ptrtoint inttoptr freeze unreachable alloca "
     u"target triple datalayout source_filename attributes align nsw nuw noalias readonly nounwind to label true false poison zeroinitializer undef null tail ",
     u" void ptr half bfloat float double i1 i8 i16 i32 i64 i128 x vscale label metadata "},
    {u'#', u"%", true, u"", u""},
}};

bool isWordStart(QChar c) { return c.isLetter() || c == u'_' || c == u'.'; }
bool isWordPart(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'$'; }

bool has(std::u16string_view list, QStringView word) {
    const std::u16string padded = u" " + std::u16string(word.utf16(), static_cast<std::size_t>(word.size())) + u" ";
    return list.find(padded) != std::u16string_view::npos;
}

// "v12", "b0", "i1": what a kernel's text calls values, buffers, loops, positions, checks.
bool isLoopName(QStringView word) {
    return word.size() > 1 && QStringView(u"vbirgc").contains(word.front()) && std::all_of(word.begin() + 1, word.end(), [](QChar c) { return c.isDigit(); });
}

class Lexer {
public:
    Lexer(CodeLanguage language, QStringView line) : m_language(language), m_rules(kLanguages[static_cast<std::size_t>(language)]), m_line(line) {}

    std::vector<CodeToken> run() {
        bool isFirst = true;
        while (m_at < m_line.size()) {
            const QChar c = m_line[m_at];
            if (c.isSpace()) {
                ++m_at;
                continue;
            }
            if (isComment(c)) {
                take(m_line.size() - m_at, CodeStyle::Comment);
            } else if (c == u'"' || (c == u'\'' && m_language == CodeLanguage::Python)) {
                take(stringLength(c), CodeStyle::String);
            } else if (m_rules.names.find(c.unicode()) != std::u16string_view::npos) {
                take(wordLength(1), CodeStyle::Name);
            } else if (c.isDigit() || (c == u'$' && m_language == CodeLanguage::Assembly)) {
                take(std::max<qsizetype>(1, wordLength(1)), CodeStyle::Number);
            } else if (isWordStart(c)) {
                word(isFirst);
            } else {
                ++m_at;
            }
            isFirst = false;
        }
        return std::move(m_out);
    }

private:
    // In LLVM's text "#0" names attributes.
    bool isComment(QChar c) const { return c == m_rules.comment; }

    void word(bool isFirst) {
        const qsizetype length = wordLength(0);
        const QStringView text = m_line.mid(m_at, length);
        const bool endsLabel = m_at + length < m_line.size() && m_line[m_at + length] == u':';
        if (isFirst && endsLabel && m_language != CodeLanguage::Python && m_language != CodeLanguage::LoopIr) return take(length + 1, CodeStyle::Label);
        if (m_rules.firstIsKeyword) {
            if (isFirst) return take(length, text.front() == u'.' ? CodeStyle::Comment : CodeStyle::Keyword);
        } else if (has(m_rules.types, text)) {
            return take(length, CodeStyle::TypeName);
        } else if (has(m_rules.keywords, text)) {
            return take(length, CodeStyle::Keyword);
        } else if (m_language == CodeLanguage::LoopIr && isLoopName(text)) {
            return take(length, CodeStyle::Name);
        }
        m_at += length;
    }

    qsizetype wordLength(qsizetype from) const {
        qsizetype length = from;
        while (m_at + length < m_line.size() && isWordPart(m_line[m_at + length])) ++length;
        return std::max<qsizetype>(length, 1);
    }

    qsizetype stringLength(QChar quote) const {
        qsizetype length = 1;
        while (m_at + length < m_line.size() && m_line[m_at + length] != quote) length += m_line[m_at + length] == u'\\' ? 2 : 1;
        return std::min(length + 1, m_line.size() - m_at);
    }

    void take(qsizetype length, CodeStyle style) {
        m_out.push_back({static_cast<int>(m_at), static_cast<int>(length), style});
        m_at += length;
    }

    CodeLanguage m_language;
    const Language& m_rules;
    QStringView m_line;
    qsizetype m_at = 0;
    std::vector<CodeToken> m_out;
};

}  // namespace

std::vector<CodeToken> lexLine(CodeLanguage language, QStringView line) { return Lexer(language, line).run(); }

}  // namespace whittle
