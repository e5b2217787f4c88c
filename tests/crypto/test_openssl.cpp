// SPDX-License-Identifier: GPL-3.0-or-later
// A second implementation does the same work: OpenSSL opens what we seal and checks what we sign, from the
// description of the bytes in the headers alone. So the formats are what they are said to be, and not whatever our
// own code makes of them.
#include "crypto/aead.h"
#include "crypto/derive.h"
#include "crypto/envelope.h"

#include <QtTest>
#include <algorithm>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <string>

#include "tests/crypto/suites.h"

using namespace crypto;

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* params) const { OSSL_PARAM_free(params); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

int sizeOf(ByteView bytes) { return static_cast<int>(bytes.size()); }
std::uint8_t* mutableBytes(ByteView bytes) { return const_cast<std::uint8_t*>(bytes.data()); } // OpenSSL's parameters

void must(bool done, const char* what) {
    if (!done) qFatal("OpenSSL: %s", what);
}

Bytes opensslHkdf(Suite suite, ByteView secret, ByteView salt, ByteView info, std::size_t size) {
    const Owned<EVP_KDF> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    const Owned<EVP_KDF_CTX> context(EVP_KDF_CTX_new(kdf.get()));
    std::string name = suite == Suite::gm1 ? "SM3" : "SHA256";
    const auto bytes = [](const char* key, ByteView view) {
        return OSSL_PARAM_construct_octet_string(key, mutableBytes(view), view.size());
    };
    std::vector<OSSL_PARAM> params{OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name.data(), 0),
                                   bytes(OSSL_KDF_PARAM_KEY, secret)};
    if (!salt.empty()) params.push_back(bytes(OSSL_KDF_PARAM_SALT, salt));
    params.push_back(bytes(OSSL_KDF_PARAM_INFO, info));
    params.push_back(OSSL_PARAM_construct_end());
    Bytes out(size);
    must(EVP_KDF_derive(context.get(), out.data(), out.size(), params.data()) == 1, "HKDF");
    return out;
}

/// The plain bytes, or nothing when the tag does not fit.
std::optional<Bytes> opensslOpen(Suite suite, ByteView key, ByteView nonce, ByteView sealed, ByteView associated) {
    const Owned<EVP_CIPHER> cipher(EVP_CIPHER_fetch(nullptr, suite == Suite::gm1 ? "SM4-GCM" : "AES-256-GCM", nullptr));
    must(cipher != nullptr, "no cipher");
    const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
    must(EVP_DecryptInit_ex2(context.get(), cipher.get(), key.data(), nonce.data(), nullptr) == 1, "key");
    int length = 0;
    if (!associated.empty()) {
        must(EVP_DecryptUpdate(context.get(), nullptr, &length, associated.data(), sizeOf(associated)) == 1, "context");
    }
    const ByteView ciphertext = sealed.first(sealed.size() - kAeadTagSize);
    Bytes tag = toBytes(sealed.last(kAeadTagSize));
    Bytes plain(ciphertext.size() + 1);
    must(EVP_DecryptUpdate(context.get(), plain.data(), &length, ciphertext.data(), sizeOf(ciphertext)) == 1, "bytes");
    must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, sizeOf(tag), tag.data()) == 1, "tag");
    int rest = 0;
    if (EVP_DecryptFinal_ex(context.get(), plain.data() + length, &rest) != 1) return std::nullopt;
    plain.resize(ciphertext.size());
    return plain;
}

Owned<EVP_PKEY> fromParams(const char* type, int selection, OSSL_PARAM* params) {
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata_init(context.get()) == 1, type);
    must(EVP_PKEY_fromdata(context.get(), &key, selection, params) == 1, type);
    return Owned<EVP_PKEY>(key);
}

/// An SM2 key from its point and, where given, its scalar.
Owned<EVP_PKEY> sm2Key(ByteView point, ByteView scalar = {}) {
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    BIGNUM* number = nullptr;
    if (!scalar.empty()) {
        number = BN_bin2bn(scalar.data(), sizeOf(scalar), nullptr);
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number);
    }
    const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(builder.get()));
    auto key = fromParams("SM2", scalar.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, params.get());
    BN_free(number);
    return key;
}

Bytes x25519(ByteView scalar, ByteView point) {
    const Owned<EVP_PKEY> key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, scalar.data(), scalar.size()));
    const Owned<EVP_PKEY> peer(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, point.data(), point.size()));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.get(), nullptr));
    Bytes shared(32);
    std::size_t size = shared.size();
    must(EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1 &&
             EVP_PKEY_derive(context.get(), shared.data(), &size) == 1,
         "X25519");
    return shared;
}

Bytes mlKem768(ByteView seed, ByteView ciphertext) {
    OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_string("seed", mutableBytes(seed), seed.size()),
                           OSSL_PARAM_construct_end()};
    const auto key = fromParams("ML-KEM-768", EVP_PKEY_KEYPAIR, params);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.get(), nullptr));
    Bytes shared(32);
    std::size_t size = shared.size();
    must(EVP_PKEY_decapsulate_init(context.get(), nullptr) == 1 &&
             EVP_PKEY_decapsulate(context.get(), shared.data(), &size, ciphertext.data(), ciphertext.size()) == 1,
         "ML-KEM-768");
    return shared;
}

Bytes sm2Decrypt(ByteView point, ByteView scalar, ByteView ciphertext) {
    const auto key = sm2Key(point, scalar);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.get(), nullptr));
    Bytes plain(256);
    std::size_t size = plain.size();
    must(EVP_PKEY_decrypt_init(context.get()) == 1 &&
             EVP_PKEY_decrypt(context.get(), plain.data(), &size, ciphertext.data(), ciphertext.size()) == 1,
         "SM2 decryption");
    plain.resize(size);
    return plain;
}

/// r || s in the DER form that OpenSSL takes.
Bytes derSignature(ByteView raw) {
    const auto integer = [](ByteView bytes) {
        while (bytes.size() > 1 && bytes[0] == 0) bytes = bytes.subspan(1);
        Bytes out{2, static_cast<std::uint8_t>(bytes.size() + (bytes[0] >> 7))};
        if (bytes[0] >= 0x80) out.push_back(0);
        append(out, bytes);
        return out;
    };
    Bytes both = integer(raw.first(32));
    append(both, integer(raw.subspan(32)));
    Bytes out{0x30, static_cast<std::uint8_t>(both.size())};
    append(out, both);
    return out;
}

bool opensslVerify(const PublicIdentity& signer, ByteView message, ByteView signature) {
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    if (signer.suite == Suite::intl1) {
        const Owned<EVP_PKEY> key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, signer.verifyKey.data(), 32));
        must(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1, "Ed25519");
        return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
    }
    const auto key = sm2Key(signer.verifyKey);
    EVP_PKEY_CTX* keyContext = EVP_PKEY_CTX_new(key.get(), nullptr);
    const Owned<EVP_PKEY_CTX> owned(keyContext);
    must(EVP_PKEY_CTX_set1_id(keyContext, "1234567812345678", 16) == 1, "SM2 user id");
    EVP_MD_CTX_set_pkey_ctx(context.get(), keyContext);
    must(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, key.get()) == 1, "SM2");
    const Bytes der = derSignature(signature);
    return EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
}

} // namespace

class TestOpenssl : public QObject {
    Q_OBJECT
private slots:
    void checksOurSignatures_data() { addSuites(); }
    void checksOurSignatures();
    void opensOurEnvelopes_data() { addSuites(); }
    void opensOurEnvelopes();
    void opensOurSealedBytes_data() { addSuites(); }
    void opensOurSealedBytes();
    void derivesOurKeys_data() { addSuites(); }
    void derivesOurKeys();
};

void TestOpenssl::checksOurSignatures() {
    const auto random = systemRandom();
    for (int i = 0; i < 20; ++i) {
        const Identity signer = Identity::generate(currentSuite(), *random);
        Bytes message(static_cast<std::size_t>(i) * 37);
        random->fill(message);
        const Bytes signature = signer.signHere(message);
        QVERIFY(opensslVerify(signer.publicPart(), message, signature));
        message.push_back(0);
        QVERIFY(!opensslVerify(signer.publicPart(), message, signature));
    }
}

void TestOpenssl::opensOurEnvelopes() {
    const auto random = systemRandom();
    for (int i = 0; i < 10; ++i) {
        const Identity recipient = Identity::generate(currentSuite(), *random);
        const Bytes plain(static_cast<std::size_t>(i) * 11, 4);
        const Bytes sealed = sealTo(recipient.publicPart(), plain, asBytes("the context"), *random).value();
        QCOMPARE(sealed[0], 1);
        QCOMPARE(sealed[1], static_cast<std::uint8_t>(currentSuite()));
        const std::size_t length = static_cast<std::size_t>(sealed[2] << 8 | sealed[3]);
        const ByteView header = ByteView(sealed).first(4 + length);
        const ByteView encapsulation = header.subspan(4);
        const Secret secret = recipient.exportSecret();
        const Bytes& agreeKey = recipient.publicPart().agreeKey;
        Bytes shared;
        if (currentSuite() == Suite::gm1) {
            shared = sm2Decrypt(agreeKey, secret.view().subspan(32), encapsulation);
        } else {
            QCOMPARE(length, 32 + 1088);
            shared = x25519(secret.view().subspan(32, 32), encapsulation.first(32));
            append(shared, mlKem768(secret.view().subspan(64), encapsulation.subspan(32)));
        }
        Bytes info = toBytes(header);
        append(info, agreeKey);
        const Bytes key = opensslHkdf(currentSuite(), shared, asBytes("touchstone envelope 1"), info, 32);
        const auto opened =
            opensslOpen(currentSuite(), key, Bytes(12), ByteView(sealed).subspan(4 + length), asBytes("the context"));
        QVERIFY(opened.has_value());
        QCOMPARE(*opened, plain);
    }
}

void TestOpenssl::opensOurSealedBytes() {
    const auto random = systemRandom();
    for (const std::size_t size : {0UZ, 1UZ, 63UZ, 64UZ, 16'384UZ, 16'400UZ, 100'003UZ}) {
        const Secret key = Secret::random(32, *random);
        Bytes plain(size);
        random->fill(plain);
        const Bytes sealed = seal(currentSuite(), key, plain, asBytes("a"), *random);
        const ByteView view(sealed);
        const auto opened = opensslOpen(currentSuite(), key.view(), view.first(12), view.subspan(12), asBytes("a"));
        QVERIFY(opened && *opened == plain);
    }
}

void TestOpenssl::derivesOurKeys() {
    const auto random = systemRandom();
    for (int i = 0; i < 10; ++i) {
        const Secret secret = Secret::random(static_cast<std::size_t>(8 + 8 * i), *random);
        const Bytes context(static_cast<std::size_t>(i) * 20, 3);
        const std::string label = "label " + std::to_string(i);
        Bytes info{static_cast<std::uint8_t>(label.size())};
        append(info, asBytes(label));
        append(info, context);
        const Bytes expected = opensslHkdf(currentSuite(), secret.view(), {}, info, 32);
        QVERIFY(equal(deriveKey(currentSuite(), secret.view(), label, context).view(), expected));
        Deriver deriver(currentSuite(), secret.view());
        QVERIFY(equal(deriver.derive(label, context).view(), expected));
        QVERIFY(equal(deriver.derive(label, context).view(), expected));
        const Bytes longer = opensslHkdf(currentSuite(), secret.view(), asBytes("salt"), info, 100);
        QVERIFY(equal(hkdf(currentSuite(), secret.view(), asBytes("salt"), info, 100).view(), longer));
    }
}

QTEST_GUILESS_MAIN(TestOpenssl)
#include "test_openssl.moc"
