// How every fallible call of the engine answers: a value, or an Error that says what went wrong,
// where, and on whose behalf. No exception crosses a public header.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace whittle {

/// What kind of thing went wrong; `codeName` gives the word that messages and --json use.
enum class Code {
    Io,           // a file or pipe could not be read or written
    Format,       // bytes that do not follow their format
    Unsupported,  // well formed, but nothing here can do it
    NotFound,     // a name, weight or file that is not there
    Type,         // a dtype or kind of value that does not fit
    Shape,        // sizes that do not fit
    Argument,     // an argument or option outside its domain
    Limit,        // a bound on size, depth, time or memory was reached
    Verify,       // a graph that breaks a rule of the IR
    Compile,      // our compiler failed
    Run,          // a compiled or interpreted program failed while running
    Cancelled,    // the user asked to stop
    Internal,     // a bug in Whittle
};
std::string_view codeName(Code code);

struct Error {
    Code code = Code::Internal;
    std::string message;               ///< one sentence a user can act on
    std::vector<std::string> context;  ///< innermost first: "reading node 17 of model.json"

    /// "shape: cat.2: input 1 is ...\n  while importing node 'cat_7'\n  while importing net.pt2"
    std::string describe() const;
};

/// `return fail(Code::Shape, "input {} is {}", i, type);` from any function that returns a Result.
template <class... Args>
[[nodiscard]] std::unexpected<Error> fail(Code code, fmt::format_string<Args...> text, Args&&... args) {
    return std::unexpected(Error{code, fmt::format(text, std::forward<Args>(args)...), {}});
}

/// std::expected<T, Error> plus `context`, which adds one line to the error's chain.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using Base = std::expected<T, Error>;
    using Base::Base;
    Result() = default;

    template <class... Args>
    Result context(fmt::format_string<Args...> text, Args&&... args) && {
        if (!this->has_value())
            this->error().context.push_back(fmt::format(text, std::forward<Args>(args)...));
        return std::move(*this);
    }
};

}  // namespace whittle

#define WHITTLE_CAT_(a, b) a##b
#define WHITTLE_CAT(a, b) WHITTLE_CAT_(a, b)
#define WHITTLE_TRY_(tmp, decl, ...)                                  \
    auto&& tmp = (__VA_ARGS__);                                       \
    if (!tmp) return std::unexpected(std::move(tmp).error());         \
    decl = *std::move(tmp)

/// WHITTLE_TRY(const std::string bytes, readFile(path)); returns the error or declares the value.
#define WHITTLE_TRY(decl, ...) WHITTLE_TRY_(WHITTLE_CAT(whittle_try_, __COUNTER__), decl, __VA_ARGS__)

/// The same for a Result<void>.
#define WHITTLE_TRY_VOID(...)                                                                   \
    do {                                                                                        \
        if (auto&& whittle_try_void = (__VA_ARGS__); !whittle_try_void)                         \
            return std::unexpected(std::move(whittle_try_void).error());                        \
    } while (false)
