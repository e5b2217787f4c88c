// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>

/// How functions of crypto/ fail: by value. No exception leaves this folder.
namespace crypto {

enum class Fault {
    malformed,   ///< the bytes do not have the form they must have
    wrongKey,    ///< well formed, but this key does not open it: another key, another context, or changed bytes
    damaged,     ///< authentication failed where the key is known to be right, or a known answer did not come out
    unsupported, ///< a suite, version or size that this program does not handle
    weak,        ///< parameters below the floor of safety
    exhausted,   ///< no memory, no randomness, a counter at its end, or work that was cancelled
    away,        ///< the token that holds the key was pulled out, or does not sign any more
};

template <class T>
using Result = std::expected<T, Fault>;

/// A short fixed English name for logs and tests, as "wrongKey".
const char* faultName(Fault fault) noexcept;

} // namespace crypto
