// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/result.h"

#include <cstdint>
#include <string_view>

/// Suites: which algorithms stand behind a signed or sealed object.
///
///              intl-1                        gm-1
/// sign         Ed25519 (RFC 8032)            SM2 with SM3 (GB/T 32918.2), user id 1234567812345678
/// agree        X25519 and ML-KEM-768         SM2 encryption of a fresh 32-byte secret (GB/T 32918.4)
/// seal         AES-256-GCM                   SM4-GCM (RFC 8998), key = the first 16 of 32 bytes
/// digest       SHA-256                       SM3 (GB/T 32905)
/// derive       HKDF with HMAC-SHA-256        HKDF with HMAC-SM3
/// passphrase   Argon2id                      Argon2id
///
/// An organisation chooses one when it is founded. The number is written into every object and never reused.
/// No code outside crypto/ may branch on it.
namespace crypto {

enum class Suite : std::uint8_t { intl1 = 1, gm1 = 2 };

/// "intl-1" or "gm-1".
std::string_view suiteName(Suite suite) noexcept;
/// The inverse of suiteName(). Fault::unsupported for any other text.
Result<Suite> parseSuite(std::string_view name) noexcept;
/// From the number in an object. Fault::unsupported for a number this program does not know.
Result<Suite> suiteFromByte(std::uint8_t number) noexcept;

} // namespace crypto
