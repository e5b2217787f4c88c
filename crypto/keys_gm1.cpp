// SPDX-License-Identifier: GPL-3.0-or-later
// Key pairs of suite gm-1: SM2 signs (GB/T 32918.2) and SM2 encrypts a fresh secret (GB/T 32918.4), with a key pair
// for each, as Chinese practice has it.
#include "crypto/botan_random.h"
#include "crypto/check.h"
#include "crypto/suite_keys.h"

#include <botan/ec_apoint.h>
#include <botan/ec_group.h>
#include <botan/ec_scalar.h>
#include <botan/hash.h>
#include <botan/hmac_drbg.h>
#include <botan/mac.h>
#include <botan/pubkey.h>
#include <botan/sm2.h>
#include <botan/system_rng.h>
#include <exception>

namespace crypto::gm1 {

namespace {

constexpr std::size_t kScalarSize = 32;
constexpr std::size_t kPointSize = 65;
constexpr std::size_t kSharedSize = 32;
constexpr const char* kSignParameters = "1234567812345678,SM3"; // the user id that GM/T 0009 gives where none is agreed

const Botan::EC_Group& group() {
    static const Botan::EC_Group curve = Botan::EC_Group::from_name("sm2p256v1");
    return curve;
}

Botan::SM2_PrivateKey privateKey(ByteView scalar) {
    const auto value = Botan::EC_Scalar::deserialize(group(), scalar);
    if (!value) throw Botan::Invalid_Argument("SM2 scalar out of range");
    Botan::SM2_PrivateKey key(group(), *value);
    if (!key.check_key(Botan::system_rng(), false)) throw Botan::Invalid_Argument("not an SM2 key");
    return key;
}

Botan::SM2_PublicKey publicKey(ByteView point) {
    if (point.size() != kPointSize || point[0] != 4) throw Botan::Invalid_Argument("not an uncompressed point");
    const auto value = Botan::EC_AffinePoint::deserialize(group(), point);
    if (!value || value->is_identity()) throw Botan::Invalid_Argument("not a point of the curve");
    return {group(), *value};
}

class Sm2Signing final : public SigningKey {
public:
    explicit Sm2Signing(ByteView scalar) : m_scalar(scalar), m_key(privateKey(scalar)) {}

    Result<Bytes> sign(ByteView message) const override {
        try {
            // The nonce comes from the key and the message, as in RFC 6979: two messages never share one, whatever
            // the state of the system's generator.
            Botan::HMAC_DRBG drbg(Botan::MessageAuthenticationCode::create_or_throw("HMAC(SM3)"));
            Botan::secure_vector<std::uint8_t> seed(m_scalar.view().begin(), m_scalar.view().end());
            const auto hash = Botan::HashFunction::create_or_throw("SM3");
            hash->update(message);
            seed += hash->final();
            drbg.initialize_with(seed);
            Botan::PK_Signer signer(m_key, drbg, kSignParameters);
            return signer.sign_message(message, drbg);
        } catch (const std::exception&) {
            require(false, "SM2 could not sign");
            return std::unexpected(Fault::exhausted);
        }
    }

    Bytes publicKey() const { return m_key.raw_public_key_bits(); }

private:
    Secret m_scalar;
    Botan::SM2_PrivateKey m_key;
};

class Sm2Agreement final : public AgreementKey {
public:
    explicit Sm2Agreement(ByteView scalar) : m_key(privateKey(scalar)) {}

    Result<Secret> decapsulate(ByteView encapsulation) const override {
        try {
            Botan::PK_Decryptor_EME decryptor(m_key, Botan::system_rng(), "SM3"); // randomness for blinding only
            const auto shared = decryptor.decrypt(encapsulation.data(), encapsulation.size());
            if (shared.size() != kSharedSize) return std::unexpected(Fault::malformed);
            return Secret(shared);
        } catch (const std::exception&) {
            // The digest inside does not match: another recipient, or changed bytes. Which one cannot be told.
            return std::unexpected(Fault::wrongKey);
        }
    }

    Bytes publicKey() const { return m_key.raw_public_key_bits(); }

private:
    Botan::SM2_PrivateKey m_key;
};

} // namespace

Result<KeyPairs> keysFrom(ByteView secret) {
    if (secret.size() != kSecretSize) return std::unexpected(Fault::malformed);
    try {
        auto signing = std::make_unique<Sm2Signing>(secret.first(kScalarSize));
        auto agreement = std::make_unique<Sm2Agreement>(secret.subspan(kScalarSize));
        PublicIdentity publicPart{Suite::gm1, signing->publicKey(), agreement->publicKey()};
        return KeyPairs{std::move(publicPart), std::move(signing), std::move(agreement)};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

Result<void> checkVerifyKey(ByteView verifyKey) { return checkAgreeKey(verifyKey); }

bool check(ByteView verifyKey, ByteView message, ByteView signature) {
    try {
        const auto key = publicKey(verifyKey);
        return signature.size() == kSignatureSize &&
               Botan::PK_Verifier(key, kSignParameters).verify_message(message, signature);
    } catch (const std::exception&) {
        return false;
    }
}

Result<void> checkAgreeKey(ByteView agreeKey) {
    try {
        (void)publicKey(agreeKey);
        return {};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

Result<Encapsulation> encapsulate(ByteView agreeKey, Random& random) {
    try {
        BotanRandom rng(random);
        Secret shared = Secret::random(kSharedSize, random);
        const Botan::SM2_PublicKey key = publicKey(agreeKey);
        Botan::PK_Encryptor_EME encryptor(key, rng, "SM3");
        Bytes sent = encryptor.encrypt(shared.view(), rng);
        return Encapsulation{std::move(sent), std::move(shared)};
    } catch (const std::exception&) {
        return std::unexpected(Fault::malformed);
    }
}

} // namespace crypto::gm1
