// SPDX-License-Identifier: GPL-3.0-or-later
// Key pairs of suite intl-1: Ed25519 signs; X25519 together with ML-KEM-768 agrees.
#include "crypto/botan_random.h"
#include "crypto/check.h"
#include "crypto/suite_keys.h"

#include <botan/ed25519.h>
#include <botan/ml_kem.h>
#include <botan/pubkey.h>
#include <botan/version.h>
#include <botan/x25519.h>
#include <exception>
#include <sodium.h>

namespace crypto::intl1 {

namespace {

constexpr std::size_t kEd25519Size = 32;
constexpr std::size_t kX25519Size = 32;
constexpr std::size_t kKemKeySize = 1184;
constexpr std::size_t kKemCiphertextSize = 1088;
constexpr std::size_t kKemSharedSize = 32;
constexpr auto kKemMode = Botan::ML_KEM_Mode::ML_KEM_768;

Botan::secure_vector<std::uint8_t> secure(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

/// Both shared secrets in one. A key of small order gives an X25519 secret of zeros that everyone knows.
Result<Secret> joinShared(ByteView classical, ByteView postQuantum) {
    static constexpr std::array<std::uint8_t, kX25519Size> kZero{};
    if (classical.size() != kX25519Size || postQuantum.size() != kKemSharedSize || equal(classical, kZero)) {
        return std::unexpected(Fault::malformed);
    }
    Secret shared = Secret::ofSize(kX25519Size + kKemSharedSize);
    const auto target = shared.mutableView();
    std::copy(classical.begin(), classical.end(), target.begin());
    std::copy(postQuantum.begin(), postQuantum.end(), target.begin() + kX25519Size);
    return shared;
}

Botan::Ed25519_PrivateKey ed25519Key(ByteView seed) {
#if BOTAN_VERSION_CODE >= BOTAN_VERSION_CODE_FOR(3, 8, 0)
    return Botan::Ed25519_PrivateKey::from_seed(seed);
#else
    return Botan::Ed25519_PrivateKey(secure(seed));
#endif
}

class Ed25519Signing final : public SigningKey {
public:
    explicit Ed25519Signing(ByteView seed) : m_key(ed25519Key(seed)) {}

    Result<Bytes> sign(ByteView message) const override {
        try {
            Botan::Null_RNG none; // Ed25519 draws its nonce from the key and the message
            Botan::PK_Signer signer(m_key, none, "Pure");
            return signer.sign_message(message, none);
        } catch (const std::exception&) {
            require(false, "Ed25519 could not sign");
            return std::unexpected(Fault::exhausted);
        }
    }

    Bytes publicKey() const { return m_key.public_key_bits(); }

private:
    Botan::Ed25519_PrivateKey m_key;
};

class TokenSigning final : public SigningKey {
public:
    explicit TokenSigning(std::shared_ptr<TokenKey> key) : m_key(std::move(key)) {}

    Result<Bytes> sign(ByteView message) const override {
        auto signature = m_key->sign(message);
        if (!signature) return std::unexpected(Fault::away);
        return *std::move(signature);
    }

private:
    std::shared_ptr<TokenKey> m_key;
};

class HybridAgreement final : public AgreementKey {
public:
    HybridAgreement(ByteView scalar, ByteView kemSeed) : m_classical(secure(scalar)), m_kem(kemSeed, kKemMode) {}

    Result<Secret> decapsulate(ByteView encapsulation) const override {
        if (encapsulation.size() != kX25519Size + kKemCiphertextSize) return std::unexpected(Fault::malformed);
        try {
            const auto classical = m_classical.agree(encapsulation.data(), kX25519Size);
            Botan::Null_RNG none;
            Botan::PK_KEM_Decryptor decryptor(m_kem, none, "Raw");
            return joinShared(classical, decryptor.decrypt(encapsulation.subspan(kX25519Size)));
        } catch (const std::exception&) {
            return std::unexpected(Fault::malformed);
        }
    }

    Bytes publicKey() const {
        Bytes key = m_classical.public_value();
        append(key, m_kem.public_key_bits());
        return key;
    }

private:
    Botan::X25519_PrivateKey m_classical;
    Botan::ML_KEM_PrivateKey m_kem;
};

} // namespace

Result<KeyPairs> keysFrom(ByteView secret) {
    if (secret.size() != kSecretSize) return std::unexpected(Fault::malformed);
    try {
        auto signing = std::make_unique<Ed25519Signing>(secret.first(32));
        auto agreement = std::make_unique<HybridAgreement>(secret.subspan(32, 32), secret.subspan(64, 64));
        PublicIdentity publicPart{Suite::intl1, signing->publicKey(), agreement->publicKey()};
        return KeyPairs{std::move(publicPart), std::move(signing), std::move(agreement)};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

Result<KeyPairs> keysWith(std::shared_ptr<TokenKey> key, ByteView secret) {
    if (secret.size() != kAgreementSecretSize || key->verifyKey().size() != kEd25519Size)
        return std::unexpected(Fault::malformed);
    try {
        auto agreement = std::make_unique<HybridAgreement>(secret.first(32), secret.subspan(32, 64));
        PublicIdentity publicPart{Suite::intl1, key->verifyKey(), agreement->publicKey()};
        return KeyPairs{std::move(publicPart), std::make_unique<TokenSigning>(std::move(key)), std::move(agreement)};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

namespace {

/// What libsodium asks to be called before anything else, from any thread.
void beginSodium() {
    static const bool begun = sodium_init() >= 0;
    require(begun, "libsodium could not begin");
}

} // namespace

Result<void> checkVerifyKey(ByteView verifyKey) {
    beginSodium();
    if (verifyKey.size() != kEd25519Size || crypto_core_ed25519_is_valid_point(verifyKey.data()) != 1)
        return std::unexpected(Fault::malformed);
    return {};
}

// Checking is what a hub, and a desk that catches up, do most. libsodium does it in less than half of Botan's time, and
// takes no key or point of small order, and no S or point that is not written as RFC 8032 says.
bool check(ByteView verifyKey, ByteView message, ByteView signature) {
    beginSodium();
    static_assert(kSignatureSize == crypto_sign_ed25519_BYTES && kEd25519Size == crypto_sign_ed25519_PUBLICKEYBYTES);
    return verifyKey.size() == kEd25519Size && signature.size() == kSignatureSize &&
           crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(), verifyKey.data()) == 0;
}

Result<void> checkAgreeKey(ByteView agreeKey) {
    if (agreeKey.size() != kX25519Size + kKemKeySize) return std::unexpected(Fault::malformed);
    try {
        const Botan::ML_KEM_PublicKey kem(agreeKey.subspan(kX25519Size), kKemMode);
        Botan::Null_RNG none;
        if (!kem.check_key(none, false)) return std::unexpected(Fault::malformed);
        return {};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

Result<Encapsulation> encapsulate(ByteView agreeKey, Random& random) {
    if (agreeKey.size() != kX25519Size + kKemKeySize) return std::unexpected(Fault::malformed);
    try {
        BotanRandom rng(random);
        const Botan::X25519_PrivateKey ephemeral(rng);
        const auto classical = ephemeral.agree(agreeKey.data(), kX25519Size);
        const Botan::ML_KEM_PublicKey kem(agreeKey.subspan(kX25519Size), kKemMode);
        Botan::PK_KEM_Encryptor encryptor(kem, "Raw");
        const auto [ciphertext, postQuantum] = Botan::KEM_Encapsulation::destructure(encryptor.encrypt(rng));
        auto shared = joinShared(classical, postQuantum);
        if (!shared) return std::unexpected(shared.error());
        Bytes sent = ephemeral.public_value();
        append(sent, ciphertext);
        return Encapsulation{std::move(sent), std::move(*shared)};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

} // namespace crypto::intl1
