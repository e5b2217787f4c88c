// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/suite.h"
#include "crypto/token.h"

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

/// The private half. Its key for signing lies in memory or on a token; that for agreement in memory, because no token
/// makes such keys. Movable; const members may be called from several threads at once.
class Identity {
public:
    static Identity generate(Suite suite, Random& random);
    /// One of suite intl-1 that signs with this key, and has a new one for agreement.
    static Identity generateWith(std::shared_ptr<TokenKey> signing, Random& random);
    /// The private keys in one string, to be sealed before it is stored:
    ///   intl-1  Ed25519 seed 32 || X25519 scalar 32 || ML-KEM seed d || z 64, together 128 bytes
    ///   gm-1    SM2 signing scalar 32 || SM2 decryption scalar 32, together 64 bytes
    /// Of one that signs with a token, what is not on it: X25519 scalar 32 || ML-KEM seed 64, together 96 bytes.
    Secret exportSecret() const;
    /// The inverse. Fault::malformed for another size or a scalar out of range.
    static Result<Identity> import(Suite suite, ByteView secret);
    static Result<Identity> importWith(std::shared_ptr<TokenKey> signing, ByteView secret);
    /// A second one with the same keys, for another thread. On a token they share the session in which the PIN was
    /// right.
    Identity share() const;

    Identity(Identity&&) noexcept;
    Identity& operator=(Identity&&) noexcept;
    ~Identity();

    const PublicIdentity& publicPart() const noexcept;
    Suite suite() const noexcept { return publicPart().suite; }

    /// kSignatureSize bytes. The same message gives the same signature in both suites: SM2's nonce is drawn from the
    /// key and the message (as RFC 6979 does for ECDSA), so no weak generator can give the key away. Fault::away where
    /// the token that holds the key does not sign; a key in memory always does.
    Result<Bytes> sign(ByteView message) const;
    /// The same for an identity whose key lies in memory, which that of a hub or a unit always does; any other ends the
    /// program.
    Bytes signHere(ByteView message) const;
    /// The token with the key that signs; null: it lies in memory.
    const TokenName* token() const noexcept;
    /// Removes the key that signs from its token, for an identity that came to nothing; nothing where it lies in
    /// memory.
    void discard() noexcept;
    /// Ends the session with the token, for all that share it: nothing is signed with it any more.
    void letGo() noexcept;

    struct Keys; ///< private to crypto/
    const Keys& keys() const noexcept { return *m_keys; }

private:
    explicit Identity(std::shared_ptr<const Keys> keys);
    std::shared_ptr<const Keys> m_keys;
};

/// Checks one signature. False for anything but a valid one: also for a malformed key or a wrong size. Any thread.
bool verify(const PublicIdentity& signer, ByteView message, ByteView signature);

} // namespace crypto
