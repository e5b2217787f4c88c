// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"

/// Sealing to a person, a unit or the custodians: only the private half of the recipient's identity opens it. It does
/// not say who sealed it; whoever needs that signs.
///
/// Bytes of an envelope (version 1):
///   u8   version = 1
///   u8   suite
///   u16  n, length of the encapsulation
///   n    encapsulation
///          intl-1: X25519 ephemeral public key 32 || ML-KEM-768 ciphertext 1088
///          gm-1:   SM2 ciphertext of 32 random bytes, DER as GM/T 0009 (SEQUENCE of x, y, SM3 digest, ciphertext)
///   ...  the suite's AEAD of the plain bytes, nonce zero: ciphertext || tag 16
///
/// The AEAD key is hkdf(secret = shared, salt = "touchstone envelope 1", info = all bytes above up to the end of the
/// encapsulation || the recipient's agreeKey), 32 bytes. shared is, for intl-1, X25519 shared secret 32 || ML-KEM
/// shared secret 32 (both must be broken to open it); for gm-1, the 32 random bytes. The associated data is the
/// context. Every byte before the AEAD enters the key, so changing any of them makes it fail to open.
namespace crypto {

/// Bytes that sealTo() adds, at most.
inline constexpr std::size_t kEnvelopeOverhead = 2 + 2 + 32 + 1088 + 16;

/// Seals `plain` to the recipient. `context` says what it is (kind of object, its id): it is not in the envelope and
/// must be given again to open it. Fault::malformed when the recipient's key is none. Any thread.
Result<Bytes> sealTo(const PublicIdentity& recipient, ByteView plain, ByteView context, Random& random);

/// Opens what was sealed to this identity. Fault::malformed (not an envelope), Fault::unsupported (newer version, or
/// a suite that is not the recipient's), Fault::wrongKey (another recipient or context, or changed bytes). Any
/// thread.
Result<Secret> openSealed(const Identity& recipient, ByteView sealed, ByteView context);

} // namespace crypto
