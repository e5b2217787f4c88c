// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/suite.h"

/// Private to crypto/: what Botan calls the parts of a suite.
namespace crypto {

constexpr const char* hashName(Suite suite) noexcept { return suite == Suite::gm1 ? "SM3" : "SHA-256"; }
constexpr const char* hmacName(Suite suite) noexcept { return suite == Suite::gm1 ? "HMAC(SM3)" : "HMAC(SHA-256)"; }
constexpr const char* aeadName(Suite suite) noexcept { return suite == Suite::gm1 ? "SM4/GCM" : "AES-256/GCM"; }
/// Bytes of a 32-byte key that the suite's cipher takes.
constexpr unsigned cipherKeySize(Suite suite) noexcept { return suite == Suite::gm1 ? 16 : 32; }

} // namespace crypto
