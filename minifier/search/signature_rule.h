// How alike a candidate's failure must be to the original's to count: it keeps a reduction from slipping to another bug.
#pragma once

#include <memory>
#include <string>

#include "engine/base/failure.h"
#include "engine/base/result.h"

namespace whittle {

enum class SignatureMatch {
    Exact,  ///< same kind and signature
    Kind,   ///< same kind
    Text,   ///< a regular expression finds something in "kind: signature" or in the message
};

class SignatureRule {
public:
    /// Exact or Kind; a Text rule comes from parse().
    SignatureRule(SignatureMatch match = SignatureMatch::Exact) : m_match(match), m_text(match == SignatureMatch::Kind ? "kind" : "exact") {}
    /// "exact", "kind", or else an ECMAScript regular expression. Errors: Argument for one that is none.
    static Result<SignatureRule> parse(std::string_view text);

    SignatureMatch match() const { return m_match; }
    const std::string& text() const { return m_text; }  ///< parse() makes the same rule of it

    /// Whether `failure` counts as the failure `target`. Of signature and message a Text rule sees the first 2,000 bytes each.
    bool accepts(const Failure& failure, const Failure& target) const;
    /// What a Text rule says of a failure by itself; the others accept any as a target.
    bool describes(const Failure& failure) const;

private:
    struct Pattern;
    SignatureMatch m_match;
    std::string m_text;
    std::shared_ptr<const Pattern> m_pattern;  // of Text
};

}  // namespace whittle
