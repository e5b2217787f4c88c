// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"
#include "model/base/result.h"

namespace model {

using crypto::Bytes;
using crypto::ByteView;

/// How a token is called in a sentence: its label, and its serial number, which stands on many of them.
Text tokenTitle(const crypto::TokenName& token);

/// What a token says of the tries that are left, as a sentence; empty where there is nothing to say. None says a
/// number.
Text tokenTries(const crypto::TokenInfo& token);

/// What kept a token from being used, where and what would cure it. Code::locked for a PIN that was not taken, else
/// Code::failed or Code::refused. Secrets of the token are in none of it.
Error tokenError(const crypto::TokenFault& fault);

/// A signature of this identity, or why its token gave none.
Result<Bytes> signWith(const crypto::Identity& identity, ByteView message);

} // namespace model
