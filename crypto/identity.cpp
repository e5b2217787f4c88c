// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/identity.h"

#include "crypto/check.h"
#include "crypto/suite_keys.h"

#include <utility>

namespace crypto {

namespace {

constexpr std::uint8_t kEncodingVersion = 1;

std::size_t secretSize(Suite suite) { return suite == Suite::gm1 ? gm1::kSecretSize : intl1::kSecretSize; }

} // namespace

Result<KeyPairs> keysFrom(Suite suite, ByteView secret) {
    return suite == Suite::gm1 ? gm1::keysFrom(secret) : intl1::keysFrom(secret);
}
Result<void> checkVerifyKey(Suite suite, ByteView verifyKey) {
    return suite == Suite::gm1 ? gm1::checkVerifyKey(verifyKey) : intl1::checkVerifyKey(verifyKey);
}
Result<void> checkAgreeKey(Suite suite, ByteView agreeKey) {
    return suite == Suite::gm1 ? gm1::checkAgreeKey(agreeKey) : intl1::checkAgreeKey(agreeKey);
}
Result<Encapsulation> encapsulate(Suite suite, ByteView agreeKey, Random& random) {
    return suite == Suite::gm1 ? gm1::encapsulate(agreeKey, random) : intl1::encapsulate(agreeKey, random);
}

Bytes PublicIdentity::encode() const {
    require(verifyKey.size() <= 0xffff && agreeKey.size() <= 0xffff, "a public key of more than 64 KiB");
    Bytes out;
    out.reserve(6 + verifyKey.size() + agreeKey.size());
    appendU8(out, kEncodingVersion);
    appendU8(out, static_cast<std::uint8_t>(suite));
    appendU16(out, static_cast<std::uint16_t>(verifyKey.size()));
    append(out, verifyKey);
    appendU16(out, static_cast<std::uint16_t>(agreeKey.size()));
    append(out, agreeKey);
    return out;
}

Result<PublicIdentity> PublicIdentity::decode(ByteView bytes) {
    ByteReader reader(bytes);
    const std::uint8_t version = reader.u8();
    const std::uint8_t number = reader.u8();
    if (reader.failed() || version == 0) return std::unexpected(Fault::malformed);
    if (version != kEncodingVersion) return std::unexpected(Fault::unsupported);
    const auto suite = suiteFromByte(number);
    if (!suite) return std::unexpected(suite.error());
    PublicIdentity identity;
    identity.suite = *suite;
    identity.verifyKey = toBytes(reader.take(reader.u16()));
    identity.agreeKey = toBytes(reader.take(reader.u16()));
    if (!reader.finished()) return std::unexpected(Fault::malformed);
    if (!checkVerifyKey(*suite, identity.verifyKey) || !checkAgreeKey(*suite, identity.agreeKey)) {
        return std::unexpected(Fault::malformed);
    }
    return identity;
}

Identity::Identity(std::shared_ptr<const Keys> keys) : m_keys(std::move(keys)) {}
Identity::Identity(Identity&&) noexcept = default;
Identity& Identity::operator=(Identity&&) noexcept = default;
Identity::~Identity() = default;

Identity Identity::generate(Suite suite, Random& random) {
    // Nearly every string of the right size is a key; a scalar outside of SM2's range has a chance of 2^-32.
    for (int attempt = 0; attempt < 100; ++attempt) {
        const Secret secret = Secret::random(secretSize(suite), random);
        auto identity = import(suite, secret.view());
        if (identity) return std::move(*identity);
    }
    require(false, "no key could be generated");
    std::unreachable();
}

Secret Identity::exportSecret() const { return m_keys->secret.copy(); }

Result<Identity> Identity::import(Suite suite, ByteView secret) {
    auto pairs = keysFrom(suite, secret);
    if (!pairs) return std::unexpected(pairs.error());
    return Identity(std::make_shared<const Keys>(Secret(secret), std::move(*pairs)));
}

Identity Identity::generateWith(std::shared_ptr<TokenKey> signing, Random& random) {
    const Secret secret = Secret::random(intl1::kAgreementSecretSize, random); // any bytes are a key
    auto identity = importWith(std::move(signing), secret.view());
    require(identity.has_value(), "no key could be generated");
    return std::move(*identity);
}

Result<Identity> Identity::importWith(std::shared_ptr<TokenKey> signing, ByteView secret) {
    auto pairs = intl1::keysWith(signing, secret);
    if (!pairs) return std::unexpected(pairs.error());
    return Identity(std::make_shared<const Keys>(Secret(secret), std::move(*pairs), std::move(signing)));
}

Identity Identity::share() const { return Identity(m_keys); }

const PublicIdentity& Identity::publicPart() const noexcept { return m_keys->pairs.publicPart; }

Result<Bytes> Identity::sign(ByteView message) const {
    auto signature = m_keys->pairs.signing->sign(message);
    require(!signature || signature->size() == kSignatureSize, "a signature has 64 bytes");
    return signature;
}

Bytes Identity::signHere(ByteView message) const {
    auto signature = sign(message);
    require(signature.has_value() && !m_keys->token, "this identity's key lies in memory");
    return *std::move(signature);
}

const TokenName* Identity::token() const noexcept { return m_keys->token ? &m_keys->token->token() : nullptr; }

void Identity::discard() noexcept {
    if (m_keys && m_keys->token) (void)m_keys->token->remove();
}

void Identity::letGo() noexcept {
    if (m_keys && m_keys->token) m_keys->token->close();
}

bool verify(const PublicIdentity& signer, ByteView message, ByteView signature) {
    return signer.suite == Suite::gm1 ? gm1::check(signer.verifyKey, message, signature)
                                      : intl1::check(signer.verifyKey, message, signature);
}

} // namespace crypto
