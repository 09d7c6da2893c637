#include "minifier/search/signature_rule.h"

#include <regex>

namespace whittle {

struct SignatureRule::Pattern {
    std::regex regex;
};

namespace {

// The library's matcher recurses once a character, so a message of megabytes would be the end of its stack.
constexpr std::size_t kSeen = 2000;

bool finds(const std::regex& regex, std::string_view text) {
    text = text.substr(0, kSeen);
    try {
        return std::regex_search(text.begin(), text.end(), regex);
    } catch (const std::regex_error&) {  // it gives up on a text that takes it too long: then nothing was found in it
        return false;
    }
}

}  // namespace

Result<SignatureRule> SignatureRule::parse(std::string_view text) {
    if (text == "exact") return SignatureRule(SignatureMatch::Exact);
    if (text == "kind") return SignatureRule(SignatureMatch::Kind);
    if (text.empty()) return fail(Code::Argument, "a signature is 'exact', 'kind' or a regular expression, and not empty");
    SignatureRule rule(SignatureMatch::Text);
    rule.m_text = text;
    try {
        rule.m_pattern = std::make_shared<const Pattern>(std::regex(rule.m_text));
    } catch (const std::regex_error& error) {
        return fail(Code::Argument, "the signature '{}' is neither 'exact' nor 'kind' nor a regular expression: {}", text, error.what());
    }
    return rule;
}

bool SignatureRule::describes(const Failure& failure) const {
    return m_match != SignatureMatch::Text ||
           finds(m_pattern->regex, fmt::format("{}: {}", failureKindName(failure.kind), failure.signature)) ||
           finds(m_pattern->regex, failure.message);
}

bool SignatureRule::accepts(const Failure& failure, const Failure& target) const {
    if (m_match == SignatureMatch::Text) return describes(failure);
    return failure.kind == target.kind && (m_match == SignatureMatch::Kind || failure.signature == target.signature);
}

}  // namespace whittle
