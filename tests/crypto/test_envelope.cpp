// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"

#include "tests/crypto/suites.h"

#include <QtTest>

using namespace crypto;

/// Envelopes of both suites open for their recipient in their context, and in no other case.
class TestEnvelope : public QObject {
    Q_OBJECT
private slots:
    void opensForTheRecipient_data() { addSuites(); }
    void opensForTheRecipient();
    void everyByteCounts_data() { addSuites(); }
    void everyByteCounts();
    void refusesWhatIsNone_data() { addSuites(); }
    void refusesWhatIsNone();
};

void TestEnvelope::opensForTheRecipient() {
    const auto random = systemRandom();
    const Identity recipient = Identity::generate(currentSuite(), *random);
    const Identity other = Identity::generate(currentSuite(), *random);
    for (const std::size_t size : {0UZ, 1UZ, 32UZ, 1000UZ, 1'000'000UZ}) {
        const Bytes plain(size, 7);
        const auto sealed = sealTo(recipient.publicPart(), plain, asBytes("case 1"), *random);
        QVERIFY(sealed.has_value());
        QVERIFY(sealed->size() <= plain.size() + kEnvelopeOverhead);
        const auto opened = openSealed(recipient, *sealed, asBytes("case 1"));
        QVERIFY(opened.has_value());
        QVERIFY(equal(opened->view(), plain));
        QCOMPARE(openSealed(recipient, *sealed, asBytes("case 2")).error(), Fault::wrongKey);
        QCOMPARE(openSealed(other, *sealed, asBytes("case 1")).error(), Fault::wrongKey);
        QVERIFY(*sealTo(recipient.publicPart(), plain, asBytes("case 1"), *random) != *sealed);
    }
}

void TestEnvelope::everyByteCounts() {
    const auto random = systemRandom();
    const Identity recipient = Identity::generate(currentSuite(), *random);
    Bytes sealed = *sealTo(recipient.publicPart(), asBytes("the key of a case"), {}, *random);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        sealed[i] ^= 0x40;
        QVERIFY2(!openSealed(recipient, sealed, {}), qPrintable(QString("byte %1").arg(i)));
        sealed[i] ^= 0x40;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        QVERIFY(!openSealed(recipient, ByteView(sealed).first(size), {}));
    }
    QVERIFY(openSealed(recipient, sealed, {}).has_value());
    sealed.push_back(0);
    QVERIFY(!openSealed(recipient, sealed, {}));
}

void TestEnvelope::refusesWhatIsNone() {
    const auto random = systemRandom();
    const Identity recipient = Identity::generate(currentSuite(), *random);
    QCOMPARE(openSealed(recipient, {}, {}).error(), Fault::malformed);
    Bytes sealed = *sealTo(recipient.publicPart(), asBytes("x"), {}, *random);
    Bytes newer = sealed;
    newer[0] = 2;
    QCOMPARE(openSealed(recipient, newer, {}).error(), Fault::unsupported);
    const Identity foreign = Identity::generate(currentSuite() == Suite::intl1 ? Suite::gm1 : Suite::intl1, *random);
    QCOMPARE(openSealed(foreign, sealed, {}).error(), Fault::unsupported);
    QVERIFY(!openSealed(recipient, Bytes(1'000'000, 1), {}));

    PublicIdentity broken = recipient.publicPart();
    broken.agreeKey.pop_back();
    QCOMPARE(sealTo(broken, {}, {}, *random).error(), Fault::malformed);
    broken.agreeKey.assign(broken.agreeKey.size() + 1, 0);
    QCOMPARE(sealTo(broken, {}, {}, *random).error(), Fault::malformed);
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "test_envelope.moc"
