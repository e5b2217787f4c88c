// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"

#include <expected>
#include <string>

namespace model {

/// What went wrong, as far as a caller may react to it. The command line's exit codes follow from it (exitCode()).
enum class Code {
    failed,    ///< the environment failed: disk, permission, a missing file
    usage,     ///< the request itself is wrong
    locked,    ///< locked, wrong passphrase, or not authorised
    damaged,   ///< stored data is not what was written
    newer,     ///< stored data was written by a newer version of the program
    partial,   ///< some items failed, the others are done
    network,   ///< the other side cannot be reached
    refused,   ///< a rule refuses it
    notFound,  ///< there is no such thing
    tooLarge,  ///< over a stated limit
    malformed, ///< input that does not have the promised form
    cancelled, ///< the person stopped it
    ended,     ///< who asks has no part in the office any more: they left, or other keys are in the place of theirs
};

/// Whether a rule or the register stands against it: the same once more is refused again.
constexpr bool isRefusal(Code code) { return code == Code::refused || code == Code::ended; }

/// A refusal or failure, in words for a person: what happened, where, which article asks for it, and what would cure
/// it.
struct Error {
    Code code = Code::failed;
    Text what;
    Text cure = {};
    std::string where = {}; ///< a path, a line, a field, a case
    std::string cite = {};  ///< the article of a rule, where one refuses

    friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// 0 done, 1 failed, 2 usage, 3 locked, 4 damaged, 5 partial, 6 network, 7 refused or ended, 130 cancelled.
int exitCode(Code code);

/// One stable word for each code, for JSON.
std::string_view codeName(Code code);

/// "what (where; cite). cure" in one language.
std::string sentence(const Error& error, Language language);

inline std::unexpected<Error> fail(Code code, Text what, Text cure = {}, std::string where = {},
                                   std::string cite = {}) {
    return std::unexpected(Error{code, std::move(what), std::move(cure), std::move(where), std::move(cite)});
}

} // namespace model

/// Returns the error of an expression of type Result, or goes on.
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        if (auto tryResult = (expression); !tryResult) return std::unexpected(std::move(tryResult).error());           \
    } while (false)

#define TRY_JOIN_(a, b) a##b
#define TRY_JOIN(a, b) TRY_JOIN_(a, b)
#define TRY_ASSIGN_(result, target, expression)                                                                        \
    auto result = (expression);                                                                                        \
    if (!result) return std::unexpected(std::move(result).error());                                                    \
    target = *std::move(result)
/// TRY_ASSIGN(auto x, f()); gives x the value of f(), or returns its error.
#define TRY_ASSIGN(target, expression) TRY_ASSIGN_(TRY_JOIN(tryResult, __LINE__), target, expression)
