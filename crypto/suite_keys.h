// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"

#include <memory>

/// Private to crypto/: what a suite must be able to do with key pairs. identity.cpp and envelope.cpp are written
/// against this; keys_intl1.cpp and keys_gm1.cpp are the two that exist.
namespace crypto {

class SigningKey {
public:
    virtual ~SigningKey() = default;
    /// kSignatureSize bytes; Fault::away only of a token. Any thread.
    virtual Result<Bytes> sign(ByteView message) const = 0;
};

class AgreementKey {
public:
    virtual ~AgreementKey() = default;
    /// The shared secret behind an encapsulation. Any thread.
    virtual Result<Secret> decapsulate(ByteView encapsulation) const = 0;
};

/// A fresh shared secret, and the bytes from which the recipient gets it.
struct Encapsulation {
    Bytes sent;
    Secret shared;
};

/// Both key pairs of an identity.
struct KeyPairs {
    PublicIdentity publicPart;
    std::unique_ptr<SigningKey> signing;
    std::unique_ptr<AgreementKey> agreement;
};

namespace intl1 {
inline constexpr std::size_t kSecretSize = 128;
inline constexpr std::size_t kAgreementSecretSize = 96;
Result<KeyPairs> keysFrom(ByteView secret);
/// With a key for signing that is on a token; `secret` is the rest.
Result<KeyPairs> keysWith(std::shared_ptr<TokenKey> signing, ByteView secret);
Result<void> checkVerifyKey(ByteView verifyKey);
bool check(ByteView verifyKey, ByteView message, ByteView signature);
Result<void> checkAgreeKey(ByteView agreeKey);
Result<Encapsulation> encapsulate(ByteView agreeKey, Random& random);
} // namespace intl1

namespace gm1 {
inline constexpr std::size_t kSecretSize = 64;
Result<KeyPairs> keysFrom(ByteView secret);
Result<void> checkVerifyKey(ByteView verifyKey);
bool check(ByteView verifyKey, ByteView message, ByteView signature);
Result<void> checkAgreeKey(ByteView agreeKey);
Result<Encapsulation> encapsulate(ByteView agreeKey, Random& random);
} // namespace gm1

/// The same by suite.
Result<KeyPairs> keysFrom(Suite suite, ByteView secret);
Result<void> checkVerifyKey(Suite suite, ByteView verifyKey);
Result<void> checkAgreeKey(Suite suite, ByteView agreeKey);
Result<Encapsulation> encapsulate(Suite suite, ByteView agreeKey, Random& random);

struct Identity::Keys {
    Secret secret; ///< the exported form
    KeyPairs pairs;
    std::shared_ptr<TokenKey> token = {}; ///< with the key that signs; null: it lies in memory
};

} // namespace crypto
