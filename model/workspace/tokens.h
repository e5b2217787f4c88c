// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/token.h"
#include "model/workspace/workspace.h"

// Keys on tokens, as far as one sees them without a PIN (docs/decisions/token.md). Where tokens are is the machine's
// matter and handed in with the Surroundings. Not on the thread of the user interface: a reader of cards can be slow.

namespace model {

/// The error of a program to which nobody has said how tokens are reached.
Error noTokens();

/// The tokens that are plugged in, by label.
Result<std::vector<crypto::TokenInfo>> tokensHere(const Surroundings& with);

/// The one that a word means: its label, or its serial number. Errors as of tokenError().
Result<crypto::TokenInfo> tokenCalled(std::string_view word, const Surroundings& with);

/// Whether keys can be made on it, as far as it says so before its PIN is typed. Pure.
Result<void> checkToken(const crypto::TokenInfo& token);
/// Not empty, and not over the limit of what is typed. Pure.
Result<void> checkPin(ByteView pin);
/// Whether an office of this suite can have keys on tokens. Pure.
Result<void> checkTokenSuite(crypto::Suite suite);

/// The token whose PIN opens a person's keys, and what it says of itself now; nothing: a passphrase opens them. Where
/// that of the keys they have is not plugged in and new keys wait, it is what opens those. Code::failed if it is not
/// plugged in.
Result<std::optional<crypto::TokenInfo>> tokenAsked(const std::filesystem::path& folder, const Profile& profile,
                                                    const Surroundings& with);

} // namespace model
