// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/aead.h"

#include <QtTest>

#include "tests/crypto/suites.h"

using namespace crypto;

/// Sealing under a shared key: every changed byte, other key, other associated data and cut is refused.
class TestAead : public QObject {
    Q_OBJECT
private slots:
    void roundTrip_data() { addSuites(); }
    void roundTrip();
    void everyByteCounts_data() { addSuites(); }
    void everyByteCounts();
    void shortInput_data() { addSuites(); }
    void shortInput();
    void keptCipherEqualsFreshOne_data() { addSuites(); }
    void keptCipherEqualsFreshOne();
    void goesOnAfterAFailure_data() { addSuites(); }
    void goesOnAfterAFailure();
};

void TestAead::roundTrip() {
    const auto random = systemRandom();
    const Secret key = Secret::random(32, *random);
    const Secret other = Secret::random(32, *random);
    for (const std::size_t size : {0UZ, 1UZ, 15UZ, 16UZ, 17UZ, 600UZ, 16'384UZ, 16'385UZ, 3'000'001UZ}) {
        Bytes plain(size);
        random->fill(plain);
        const Bytes sealed = seal(currentSuite(), key, plain, asBytes("a"), *random);
        QCOMPARE(sealed.size(), size + kAeadNonceSize + kAeadTagSize);
        QVERIFY(open(currentSuite(), key, sealed, asBytes("a")).value() == plain);
        QCOMPARE(open(currentSuite(), key, sealed, asBytes("b")).error(), Fault::wrongKey);
        QCOMPARE(open(currentSuite(), other, sealed, asBytes("a")).error(), Fault::wrongKey);
        QVERIFY(seal(currentSuite(), key, plain, asBytes("a"), *random) != sealed);

        const Bytes once = sealOnce(currentSuite(), key, plain, asBytes("a"));
        QCOMPARE(once.size(), size + kAeadTagSize);
        QVERIFY(openOnce(currentSuite(), key, once, asBytes("a")).value() == plain);
        QCOMPARE(openOnce(currentSuite(), key, once, {}).error(), Fault::wrongKey);
    }
}

void TestAead::everyByteCounts() {
    const auto random = systemRandom();
    const Secret key = Secret::random(32, *random);
    Bytes sealed = seal(currentSuite(), key, asBytes("facts of a case"), asBytes("a"), *random);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            sealed[i] = static_cast<std::uint8_t>(sealed[i] ^ (1 << bit));
            QCOMPARE(open(currentSuite(), key, sealed, asBytes("a")).error(), Fault::wrongKey);
            sealed[i] = static_cast<std::uint8_t>(sealed[i] ^ (1 << bit));
        }
    }
    sealed.push_back(0);
    QCOMPARE(open(currentSuite(), key, sealed, asBytes("a")).error(), Fault::wrongKey);
}

void TestAead::shortInput() {
    const Secret key = Secret::ofSize(32);
    for (std::size_t size = 0; size < kAeadNonceSize + kAeadTagSize; ++size) {
        QCOMPARE(open(currentSuite(), key, Bytes(size), {}).error(), Fault::malformed);
    }
    for (std::size_t size = 0; size < kAeadTagSize; ++size) {
        QCOMPARE(openOnce(currentSuite(), key, Bytes(size), {}).error(), Fault::malformed);
    }
}

void TestAead::keptCipherEqualsFreshOne() {
    const auto random = systemRandom();
    Aead aead(currentSuite());
    Bytes kept;
    Bytes opened;
    for (int i = 0; i < 20; ++i) {
        const Secret key = Secret::random(32, *random);
        const Bytes plain(static_cast<std::size_t>(i) * 100, 5);
        aead.rekey(key.view());
        aead.sealOnce(plain, asBytes("a"), kept);
        QCOMPARE(kept, sealOnce(currentSuite(), key, plain, asBytes("a")));
        QVERIFY(aead.openOnce(kept, asBytes("a"), opened).has_value());
        QCOMPARE(opened, plain);
        const auto secret = aead.openOnceSecret(kept, asBytes("a"));
        QVERIFY(secret && equal(secret->view(), plain));
        QVERIFY(!aead.openOnceSecret(kept, asBytes("b")));
    }
}

void TestAead::goesOnAfterAFailure() {
    Aead aead(currentSuite());
    aead.rekey(Secret::ofSize(32).view());
    Bytes sealed;
    aead.sealOnce(asBytes("one"), {}, sealed);
    Bytes broken = sealed;
    broken[0] ^= 1;
    Bytes out(100, 9);
    QCOMPARE(aead.openOnce(broken, {}, out).error(), Fault::wrongKey);
    QVERIFY(out.empty());
    QVERIFY(aead.openOnce(sealed, {}, out).has_value());
    QCOMPARE(toHex(out), toHex(asBytes("one")));
}

QTEST_GUILESS_MAIN(TestAead)
#include "test_aead.moc"
