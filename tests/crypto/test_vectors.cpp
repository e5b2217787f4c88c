// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that others published. Where the public face hides a primitive (X25519 behind envelopes), the primitive of
// the library it is made of is tried.
#include "crypto/aead.h"
#include "crypto/derive.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "crypto/passphrase.h"

#include <QtTest>
#include <algorithm>
#include <botan/block_cipher.h>
#include <botan/ml_kem.h>
#include <botan/pubkey.h>
#include <botan/pwdhash.h>
#include <botan/rng.h>
#include <botan/x25519.h>

#include "tests/crypto/vectors.h"

using namespace crypto;

class TestVectors : public QObject {
    Q_OBJECT
private slots:
    void digests();
    void hkdfOfRfc5869();
    void ed25519Signs();
    void ed25519Verifies();
    void x25519Agrees();
    void x25519Iterated();
    void mlKem768();
    void aesGcm_data();
    void aesGcm() { aead(Suite::intl1); }
    void sm4Gcm() { aeadFile(Suite::gm1, "sm4gcm_wycheproof.vec"); }
    void sm4Block();
    void sm2Verifies();
    void argon2idOfRfc9106();
    void argon2idOfTheReference();

private:
    static void aead(Suite suite);
    static void aeadFile(Suite suite, const char* file);
};

void TestVectors::digests() {
    for (const Vector& vector : readVectors("digest.vec")) {
        const Suite suite = vector.text("algorithm") == "SM3" ? Suite::gm1 : Suite::intl1;
        const Bytes message = vector.bytes("message");
        QCOMPARE(digest(suite, message).hex(), vector.text("digest"));
        Hasher hasher(suite);
        for (const std::uint8_t byte : message) hasher.update({&byte, 1});
        QCOMPARE(hasher.finish().hex(), vector.text("digest"));
        QCOMPARE(hasher.update(message).finish().hex(), vector.text("digest"));
    }
}

void TestVectors::hkdfOfRfc5869() {
    for (const Vector& vector : readVectors("hkdf_sha256_wycheproof.vec")) {
        const Bytes out = vector.bytes("out");
        const Secret derived =
            hkdf(Suite::intl1, vector.bytes("secret"), vector.bytes("salt"), vector.bytes("info"), out.size());
        QVERIFY2(equal(derived.view(), out), vector.label());
    }
}

void TestVectors::ed25519Signs() {
    for (const Vector& vector : readVectors("ed25519_rfc8032.vec")) {
        Bytes secret = vector.bytes("seed");
        append(secret, Bytes(96, 1)); // the agreement keys do not matter here
        const auto identity = Identity::import(Suite::intl1, secret);
        QVERIFY(identity.has_value());
        QCOMPARE(identity->publicPart().verifyKey, vector.bytes("key"));
        QCOMPARE(identity->signHere(vector.bytes("message")), vector.bytes("signature"));
        QVERIFY(verify(identity->publicPart(), vector.bytes("message"), vector.bytes("signature")));
    }
}

void TestVectors::ed25519Verifies() {
    for (const Vector& vector : readVectors("ed25519_wycheproof.vec")) {
        const PublicIdentity signer{Suite::intl1, vector.bytes("key"), {}};
        QVERIFY2(verify(signer, vector.bytes("message"), vector.bytes("signature")) == vector.valid(), vector.label());
    }
}

void TestVectors::x25519Agrees() {
    for (const Vector& vector : readVectors("x25519_wycheproof.vec")) {
        const Bytes scalar = vector.bytes("private");
        const Bytes point = vector.bytes("public");
        const Bytes expected = vector.bytes("shared");
        const Botan::X25519_PrivateKey key(Botan::secure_vector<std::uint8_t>(scalar.begin(), scalar.end()));
        const bool isZero = std::ranges::all_of(expected, [](std::uint8_t byte) { return byte == 0; });
        try {
            QVERIFY2(equal(key.agree(point.data(), point.size()), expected), vector.label());
        } catch (const std::exception&) {
            QVERIFY2(isZero, vector.label()); // refusing a shared secret that everyone knows is right
        }
    }
}

void TestVectors::x25519Iterated() {
    for (const Vector& vector : readVectors("x25519_rfc7748.vec")) {
        Bytes scalar = vector.bytes("private");
        Bytes point = vector.bytes("public");
        for (unsigned round = 0; round < vector.number("rounds"); ++round) {
            const Botan::X25519_PrivateKey key(Botan::secure_vector<std::uint8_t>(scalar.begin(), scalar.end()));
            const auto shared = key.agree(point.data(), point.size());
            point = std::exchange(scalar, toBytes(shared));
        }
        QCOMPARE(scalar, vector.bytes("shared"));
    }
}

void TestVectors::mlKem768() {
    int valid = 0;
    for (const Vector& vector : readVectors("mlkem768_wycheproof.vec")) {
        try {
            const Botan::ML_KEM_PrivateKey key(vector.bytes("seed"), Botan::ML_KEM_Mode::ML_KEM_768);
            QCOMPARE(key.public_key_bits(), vector.bytes("public"));
            Botan::Null_RNG none;
            Botan::PK_KEM_Decryptor decryptor(key, none, "Raw");
            const bool same = equal(decryptor.decrypt(vector.bytes("ciphertext")), vector.bytes("shared"));
            QVERIFY2(same && vector.valid(), vector.label());
            ++valid;
        } catch (const std::exception& error) {
            QVERIFY2(!vector.valid(), error.what());
        }
    }
    QVERIFY(valid >= 6);
}

void TestVectors::aesGcm_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("NIST") << QByteArray("aes256gcm_nist.vec");
    QTest::newRow("Wycheproof") << QByteArray("aes256gcm_wycheproof.vec");
}

void TestVectors::aead(Suite suite) {
    QFETCH(const QByteArray, file);
    aeadFile(suite, file.constData());
}

void TestVectors::aeadFile(Suite suite, const char* file) {
    Aead cipher(suite);
    for (const Vector& vector : readVectors(file)) {
        Bytes key = vector.bytes("key");
        key.resize(kAeadKeySize); // SM4 takes the first 16 bytes
        cipher.rekey(key);
        const Bytes nonce = vector.bytes("nonce");
        const Bytes associated = vector.bytes("associated");
        const Bytes plain = vector.bytes("plain");
        const Bytes sealed = vector.bytes("sealed");
        Bytes out;
        const auto opened = cipher.openWith(nonce, sealed, associated, out);
        QVERIFY2(opened.has_value() == vector.valid(), vector.label());
        if (!vector.valid()) {
            QVERIFY2(out.empty() && opened.error() == Fault::wrongKey, vector.label());
            continue;
        }
        QVERIFY2(out == plain, vector.label());
        cipher.sealWith(nonce, plain, associated, out);
        QVERIFY2(out == sealed, vector.label());
    }
}

void TestVectors::sm4Block() {
    for (const Vector& vector : readVectors("sm4.vec")) {
        const auto cipher = Botan::BlockCipher::create_or_throw("SM4");
        cipher->set_key(vector.bytes("key"));
        Bytes block = vector.bytes("plain");
        for (unsigned round = 0; round < vector.number("rounds"); ++round) cipher->encrypt(block);
        QCOMPARE(block, vector.bytes("out"));
    }
}

void TestVectors::sm2Verifies() {
    for (const Vector& vector : readVectors("sm2.vec")) {
        if (vector.text("kind") != "signature") continue;
        Bytes secret = vector.bytes("private");
        append(secret, vector.bytes("private"));
        const auto identity = Identity::import(Suite::gm1, secret);
        QVERIFY(identity.has_value());
        QCOMPARE(identity->publicPart().verifyKey, vector.bytes("public"));
        Bytes signature = vector.bytes("signature");
        QVERIFY(verify(identity->publicPart(), vector.bytes("message"), signature));
        signature[40] ^= 1;
        QVERIFY(!verify(identity->publicPart(), vector.bytes("message"), signature));
        // r and s outside of [1, n-1]
        QVERIFY(!verify(identity->publicPart(), vector.bytes("message"), Bytes(64, 0)));
        QVERIFY(!verify(identity->publicPart(), vector.bytes("message"), Bytes(64, 0xff)));
        // scalars outside of [1, n-2]
        QVERIFY(!Identity::import(Suite::gm1, Bytes(64, 0)));
        QVERIFY(!Identity::import(Suite::gm1, Bytes(64, 0xff)));
    }
}

void TestVectors::argon2idOfRfc9106() {
    const Vector vector = readVectors("argon2id.vec").front();
    const auto argon = Botan::PasswordHashFamily::create_or_throw("Argon2id")
                           ->from_params(vector.number("memory"), vector.number("passes"), vector.number("lanes"));
    const Bytes passphrase = vector.bytes("passphrase");
    const Bytes salt = vector.bytes("salt");
    const Bytes secret = vector.bytes("secret");
    const Bytes associated = vector.bytes("associated");
    Bytes out(32);
    argon->derive_key(out.data(), out.size(), reinterpret_cast<const char*>(passphrase.data()), passphrase.size(),
                      salt.data(), salt.size(), associated.data(), associated.size(), secret.data(), secret.size());
    QCOMPARE(out, vector.bytes("out"));
}

void TestVectors::argon2idOfTheReference() {
    for (const Vector& vector : readVectors("argon2id.vec")) {
        if (vector.has("secret")) continue;
        const auto key = stretch(vector.bytes("passphrase"), vector.bytes("salt"),
                                 {vector.number("memory"), vector.number("passes"), vector.number("lanes")});
        QVERIFY(key.has_value());
        QCOMPARE(toHex(key->view()), vector.text("out"));
    }
}

QTEST_GUILESS_MAIN(TestVectors)
#include "test_vectors.moc"
