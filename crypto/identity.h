// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/suite.h"

#include <memory>

/// Who signs, and whom things are sealed to: a person, a unit, or the hub. Each identity has one key pair for signing
/// and another for agreement, so that one can be handed to a custodian or a token without the other.
namespace crypto {

/// A signature is 64 bytes in both suites: R || S of Ed25519, r || s of SM2.
inline constexpr std::size_t kSignatureSize = 64;

/// The half that everyone may see. Bytes:
///   intl-1  verifyKey Ed25519 32; agreeKey X25519 32 || ML-KEM-768 encapsulation key 1184
///   gm-1    verifyKey SM2 point 65 (04 || x || y); agreeKey SM2 point 65
struct PublicIdentity {
    Suite suite = Suite::intl1;
    Bytes verifyKey;
    Bytes agreeKey;

    /// u8 version (1) || u8 suite || u16 length || verifyKey || u16 length || agreeKey.
    Bytes encode() const;
    /// Strict: the exact form of encode() and nothing after it, and both keys are valid keys of their algorithm.
    /// Fault::unsupported for a newer version or suite, else Fault::malformed.
    static Result<PublicIdentity> decode(ByteView bytes);

    friend bool operator==(const PublicIdentity&, const PublicIdentity&) = default;
};

/// The private half. Movable; const members may be called from several threads at once.
class Identity {
public:
    static Identity generate(Suite suite, Random& random);
    /// The private keys in one string, to be sealed before it is stored:
    ///   intl-1  Ed25519 seed 32 || X25519 scalar 32 || ML-KEM seed d || z 64, together 128 bytes
    ///   gm-1    SM2 signing scalar 32 || SM2 decryption scalar 32, together 64 bytes
    Secret exportSecret() const;
    /// The inverse. Fault::malformed for another size or a scalar out of range.
    static Result<Identity> import(Suite suite, ByteView secret);

    Identity(Identity&&) noexcept;
    Identity& operator=(Identity&&) noexcept;
    ~Identity();

    const PublicIdentity& publicPart() const noexcept;
    Suite suite() const noexcept { return publicPart().suite; }

    /// kSignatureSize bytes. The same message gives the same signature in both suites: SM2's nonce is drawn from the
    /// key and the message (as RFC 6979 does for ECDSA), so no weak generator can give the key away.
    Bytes sign(ByteView message) const;

    struct Keys; ///< private to crypto/
    const Keys& keys() const noexcept { return *m_keys; }

private:
    explicit Identity(std::unique_ptr<Keys> keys);
    std::unique_ptr<Keys> m_keys;
};

/// Checks one signature. False for anything but a valid one: also for a malformed key or a wrong size. Any thread.
bool verify(const PublicIdentity& signer, ByteView message, ByteView signature);

} // namespace crypto
