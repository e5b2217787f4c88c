// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/bytes.h"

#include "crypto/digest.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/suite.h"

#include <QtTest>
#include <unordered_set>

using namespace crypto;

/// The small things: hexadecimal, strict reading, names of suites, digests as values, and readers fed with noise.
class TestBytes : public QObject {
    Q_OBJECT
private slots:
    void hexadecimal();
    void equality();
    void readsWhatWasAppended();
    void staysFailed();
    void suites();
    void digestsAreValues();
    void seededBytesAreTheSame();
    void noiseIsRefused();
};

void TestBytes::hexadecimal() {
    QCOMPARE(toHex(Bytes{0, 0x9f, 0xff}), std::string("009fff"));
    QCOMPARE(fromHex("009fFF").value(), (Bytes{0, 0x9f, 0xff}));
    QCOMPARE(fromHex("").value(), Bytes{});
    for (const char* bad : {"0", "0g", "g0", "0x", " 0", "00 ", "中文"}) {
        QCOMPARE(fromHex(bad).error(), Fault::malformed);
    }
    QVERIFY(fromHex(std::string_view("00\0", 3)).error() == Fault::malformed);
}

void TestBytes::equality() {
    QVERIFY(equal({}, {}));
    QVERIFY(equal(Bytes{1, 2}, Bytes{1, 2}));
    QVERIFY(!equal(Bytes{1, 2}, Bytes{1, 3}));
    QVERIFY(!equal(Bytes{1, 2}, Bytes{1}));
    QVERIFY(!equal(Bytes{0x80}, Bytes{0}));
}

void TestBytes::readsWhatWasAppended() {
    Bytes bytes;
    appendU8(bytes, 0xfe);
    appendU16(bytes, 0x0102);
    appendU32(bytes, 0xfffefdfc);
    appendU64(bytes, 0x8000000000000001);
    append(bytes, asBytes("rest"));
    QCOMPARE(toHex(bytes), std::string("fe0102fffefdfc800000000000000172657374"));
    ByteReader reader(bytes);
    QCOMPARE(reader.u8(), 0xfe);
    QCOMPARE(reader.u16(), 0x0102);
    QCOMPARE(reader.u32(), 0xfffefdfc);
    QCOMPARE(reader.u64(), 0x8000000000000001);
    QVERIFY(!reader.finished());
    QCOMPARE(asText(reader.take(4)), std::string_view("rest"));
    QVERIFY(reader.finished());
}

void TestBytes::staysFailed() {
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    QVERIFY(reader.take(4).empty());
    QVERIFY(reader.failed());
    QCOMPARE(reader.u8(), 0);
    QVERIFY(reader.failed() && !reader.finished());
    ByteReader huge(bytes);
    QVERIFY(huge.take(SIZE_MAX).empty() && huge.failed());
}

void TestBytes::suites() {
    for (const Suite suite : {Suite::intl1, Suite::gm1}) {
        QCOMPARE(parseSuite(suiteName(suite)).value(), suite);
        QCOMPARE(suiteFromByte(static_cast<std::uint8_t>(suite)).value(), suite);
    }
    for (const char* bad : {"", "INTL-1", "intl-1 ", "gm-2"}) QCOMPARE(parseSuite(bad).error(), Fault::unsupported);
    for (const int bad : {0, 3, 255}) {
        QCOMPARE(suiteFromByte(static_cast<std::uint8_t>(bad)).error(), Fault::unsupported);
    }
}

void TestBytes::digestsAreValues() {
    const Digest digest = sha256(asBytes("abc"));
    QVERIFY(Digest::fromHex(digest.hex()).value() == digest);
    QVERIFY(Digest::fromBytes(digest.view()).value() == digest);
    QCOMPARE(Digest::fromHex(digest.hex().substr(2)).error(), Fault::malformed);
    QCOMPARE(Digest::fromHex(digest.hex() + "00").error(), Fault::malformed);
    QCOMPARE(Digest::fromHex(std::string(64, 'z')).error(), Fault::malformed);
    QVERIFY(Digest{} < digest);
    std::unordered_set<Digest> set{digest, digest, Digest{}};
    QCOMPARE(set.size(), 2);
}

void TestBytes::seededBytesAreTheSame() {
    Bytes first(1000);
    Bytes second(1000);
    seededRandom(42)->fill(first);
    seededRandom(42)->fill(second);
    QVERIFY(first == second);
    seededRandom(43)->fill(second);
    QVERIFY(first != second);
    seededRandom(1)->fill({});
}

/// Whatever the bytes are, the readers answer; the sanitizers watch.
void TestBytes::noiseIsRefused() {
    const auto random = seededRandom(7);
    const Identity intl1 = Identity::generate(Suite::intl1, *random);
    const Identity gm1 = Identity::generate(Suite::gm1, *random);
    for (int i = 0; i < 2000; ++i) {
        std::uint8_t size[2];
        random->fill(size);
        Bytes noise(static_cast<std::size_t>(size[0]) * (size[1] % 16));
        random->fill(noise);
        if (noise.size() > 4) { // half way into the form
            noise[0] = 1;
            noise[1] = static_cast<std::uint8_t>(1 + i % 2);
            noise[2] = 0;
        }
        QVERIFY(!PublicIdentity::decode(noise));
        QVERIFY(!openSealed(intl1, noise, {}));
        QVERIFY(!openSealed(gm1, noise, {}));
        QVERIFY(!verify(intl1.publicPart(), {}, noise));
        QVERIFY(!verify(gm1.publicPart(), {}, noise));
    }
}

QTEST_GUILESS_MAIN(TestBytes)
#include "test_bytes.moc"
