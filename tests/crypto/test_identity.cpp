// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/identity.h"

#include "tests/crypto/suites.h"

#include <QtTest>
#include <array>
#include <thread>

using namespace crypto;

/// Identities of both suites: signing, checking, encoding, and refusing what is none.
class TestIdentity : public QObject {
    Q_OBJECT
private slots:
    void signsAndVerifies_data() { addSuites(); }
    void signsAndVerifies();
    void secretRoundTrip_data() { addSuites(); }
    void secretRoundTrip();
    void encodingIsStrict_data() { addSuites(); }
    void encodingIsStrict();
    void refusesForeignKeys_data() { addSuites(); }
    void refusesForeignKeys();
    void signsFromSeveralThreads_data() { addSuites(); }
    void signsFromSeveralThreads();
};

void TestIdentity::signsAndVerifies() {
    const auto random = systemRandom();
    const Identity signer = Identity::generate(currentSuite(), *random);
    const Identity other = Identity::generate(currentSuite(), *random);
    const Bytes message = toBytes(asBytes("a penalty decision"));
    Bytes signature = signer.signHere(message);
    QCOMPARE(signature.size(), kSignatureSize);
    QCOMPARE(signer.signHere(message), signature);
    QVERIFY(verify(signer.publicPart(), message, signature));
    QVERIFY(!verify(other.publicPart(), message, signature));
    QVERIFY(!verify(signer.publicPart(), asBytes("a penalty Decision"), signature));
    QVERIFY(!verify(signer.publicPart(), message, {}));
    QVERIFY(!verify(signer.publicPart(), message, ByteView(signature).first(63)));

    for (std::size_t i = 0; i < signature.size(); ++i) {
        signature[i] ^= 1;
        QVERIFY(!verify(signer.publicPart(), message, signature));
        signature[i] ^= 1;
    }
    QVERIFY(verify(signer.publicPart(), message, signature));
    QVERIFY(verify(signer.publicPart(), {}, signer.signHere({})));
}

void TestIdentity::secretRoundTrip() {
    const auto random = systemRandom();
    const Identity first = Identity::generate(currentSuite(), *random);
    const Secret secret = first.exportSecret();
    const auto second = Identity::import(currentSuite(), secret.view());
    QVERIFY(second.has_value());
    QVERIFY(second->publicPart() == first.publicPart());
    QVERIFY(verify(first.publicPart(), asBytes("x"), second->signHere(asBytes("x"))));
    QVERIFY(!Identity::import(currentSuite(), secret.view().first(secret.size() - 1)));
    QVERIFY(!Identity::import(currentSuite(), {}));
}

void TestIdentity::encodingIsStrict() {
    const auto random = systemRandom();
    const PublicIdentity identity = Identity::generate(currentSuite(), *random).publicPart();
    const Bytes encoded = identity.encode();
    const auto decoded = PublicIdentity::decode(encoded);
    QVERIFY(decoded.has_value());
    QVERIFY(*decoded == identity);
    for (std::size_t size = 0; size < encoded.size(); ++size) {
        QVERIFY(!PublicIdentity::decode(ByteView(encoded).first(size)));
    }
    Bytes longer = encoded;
    longer.push_back(0);
    QVERIFY(!PublicIdentity::decode(longer));
    Bytes newer = encoded;
    newer[0] = 2;
    QCOMPARE(PublicIdentity::decode(newer).error(), Fault::unsupported);
    newer = encoded;
    newer[1] = 9;
    QCOMPARE(PublicIdentity::decode(newer).error(), Fault::unsupported);
}

void TestIdentity::refusesForeignKeys() {
    const auto random = systemRandom();
    PublicIdentity identity = Identity::generate(currentSuite(), *random).publicPart();
    identity.verifyKey.assign(identity.verifyKey.size(), 0xff);
    QVERIFY(!PublicIdentity::decode(identity.encode()));
    QVERIFY(!verify(identity, asBytes("m"), std::array<std::uint8_t, 64>{}));
    // Points that nobody needs a secret for: the neutral one (y = 1), and one of order four (y = 0).
    for (const auto y : {std::uint8_t{1}, std::uint8_t{0}}) {
        if (currentSuite() != Suite::intl1) break;
        identity.verifyKey.assign(32, 0);
        identity.verifyKey[0] = y;
        QVERIFY(!PublicIdentity::decode(identity.encode()));
        Bytes signature(identity.verifyKey);
        signature.resize(kSignatureSize); // R is the key, S is 0
        QVERIFY(!verify(identity, asBytes("m"), signature));
    }
    identity.verifyKey.clear();
    QVERIFY(!PublicIdentity::decode(identity.encode()));
    QVERIFY(!verify(identity, asBytes("m"), std::array<std::uint8_t, 64>{}));
    PublicIdentity agree = Identity::generate(currentSuite(), *random).publicPart();
    agree.agreeKey.assign(agree.agreeKey.size(), 0xff);
    QVERIFY(!PublicIdentity::decode(agree.encode()));
}

void TestIdentity::signsFromSeveralThreads() {
    const auto random = systemRandom();
    const Identity signer = Identity::generate(currentSuite(), *random);
    const Bytes expected = signer.signHere(asBytes("m"));
    std::array<bool, 4> same{};
    {
        std::vector<std::jthread> threads;
        for (bool& result : same) {
            threads.emplace_back([&] {
                result = true;
                for (int i = 0; i < 20; ++i) result = result && signer.signHere(asBytes("m")) == expected;
            });
        }
    }
    for (const bool result : same) QVERIFY(result);
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "test_identity.moc"
