// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/suite.h"

#include <memory>

/// Sealing under a key both sides have: AES-256-GCM or SM4-GCM. Keys are 32 bytes in both suites (SM4 takes the first
/// 16).
namespace crypto {

inline constexpr std::size_t kAeadKeySize = 32;
inline constexpr std::size_t kAeadNonceSize = 12;
inline constexpr std::size_t kAeadTagSize = 16;

/// nonce 12 || ciphertext || tag 16, with a random nonce. At most 2^32 messages under one key. Any thread.
Bytes seal(Suite suite, const Secret& key, ByteView plain, ByteView associated, Random& random);
/// Fault::malformed when too short, Fault::wrongKey when it does not authenticate. Any thread.
Result<Bytes> open(Suite suite, const Secret& key, ByteView sealed, ByteView associated);

/// ciphertext || tag 16, nonce zero: for a key that seals ONE message in its life (one derived for one event).
/// Sealing two different messages under one key this way reveals both. Any thread.
Bytes sealOnce(Suite suite, const Secret& key, ByteView plain, ByteView associated);
Result<Bytes> openOnce(Suite suite, const Secret& key, ByteView sealed, ByteView associated);

/// The same with the cipher kept, for many messages: setting a new key reuses everything. One thread at a time.
class Aead {
public:
    explicit Aead(Suite suite);
    Aead(Aead&&) noexcept;
    Aead& operator=(Aead&&) noexcept;
    ~Aead();

    /// Must be called before anything else, and whenever the key changes; `key` has 32 bytes.
    void rekey(ByteView key);

    /// Makes `out` ciphertext || tag 16. `plain` must not lie inside `out`. A nonce (12 bytes) must never be used
    /// twice with one key.
    void sealWith(ByteView nonce, ByteView plain, ByteView associated, Bytes& out);
    /// Makes `out` the plain bytes. On a fault `out` is empty and what it held is wiped.
    Result<void> openWith(ByteView nonce, ByteView sealed, ByteView associated, Bytes& out);

    /// With nonce zero, see crypto::sealOnce().
    void sealOnce(ByteView plain, ByteView associated, Bytes& out);
    Result<void> openOnce(ByteView sealed, ByteView associated, Bytes& out);
    /// For plain bytes that are a secret themselves.
    Result<Secret> openOnceSecret(ByteView sealed, ByteView associated);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace crypto
