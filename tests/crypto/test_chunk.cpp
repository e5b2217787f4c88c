// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/chunk.h"

#include "crypto/derive.h"

#include <QtTest>
#include <utility>

#include "tests/crypto/suites.h"

using namespace crypto;

/// A sealed file cannot be cut, reordered, extended or mixed with another.
class TestChunk : public QObject {
    Q_OBJECT
private slots:
    void opensInPlaceOnly_data() { addSuites(); }
    void opensInPlaceOnly();
    void isWhatTheHeaderSays_data() { addSuites(); }
    void isWhatTheHeaderSays();
    void everyByteCounts_data() { addSuites(); }
    void everyByteCounts();
    void addressNamesTheChunks_data() { addSuites(); }
    void addressNamesTheChunks();
};

void TestChunk::opensInPlaceOnly() {
    const Secret key = Secret::random(32, *systemRandom());
    const Secret otherKey = Secret::random(32, *systemRandom());
    ChunkSealer sealer(currentSuite(), key);
    ChunkSealer other(currentSuite(), otherKey);
    const Bytes plain(5000, 3);
    Bytes sealed;
    Bytes out;
    for (const std::uint64_t index : std::initializer_list<std::uint64_t>{0, 1, 255, 256, 1ULL << 40}) {
        for (const bool last : {false, true}) {
            sealer.seal(index, last, plain, sealed);
            QVERIFY(sealer.open(index, last, sealed, out).has_value());
            QVERIFY(out == plain);
            QCOMPARE(sealer.open(index, !last, sealed, out).error(), Fault::wrongKey);
            QVERIFY(out.empty());
            QCOMPARE(sealer.open(index + 1, last, sealed, out).error(), Fault::wrongKey);
            QCOMPARE(sealer.open(index ^ 256, last, sealed, out).error(), Fault::wrongKey);
            QCOMPARE(other.open(index, last, sealed, out).error(), Fault::wrongKey);
        }
    }
    QCOMPARE(sealer.open(0, true, Bytes(15), out).error(), Fault::malformed);
    QCOMPARE(sealer.open(0, true, {}, out).error(), Fault::malformed);
}

void TestChunk::isWhatTheHeaderSays() {
    const Secret key = Secret::random(32, *systemRandom());
    Bytes sealed;
    ChunkSealer(currentSuite(), key).seal(0x0102030405060708, true, asBytes("chunk"), sealed);
    Aead aead(currentSuite());
    aead.rekey(deriveKey(currentSuite(), key.view(), "touchstone chunk 1", {}).view());
    Bytes expected;
    aead.sealWith(fromHex("000000010203040506070801").value(), asBytes("chunk"), {}, expected);
    QCOMPARE(sealed, expected);
}

void TestChunk::everyByteCounts() {
    const Secret key = Secret::random(32, *systemRandom());
    ChunkSealer sealer(currentSuite(), key);
    Bytes sealed;
    Bytes out;
    sealer.seal(0, true, Bytes(300, 1), sealed);
    for (std::uint8_t& byte : sealed) {
        byte ^= 0x10;
        QVERIFY(!sealer.open(0, true, sealed, out));
        byte ^= 0x10;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        QVERIFY(!sealer.open(0, true, ByteView(sealed).first(size), out));
    }
}

void TestChunk::addressNamesTheChunks() {
    const Secret key = Secret::random(32, *systemRandom());
    ChunkSealer sealer(currentSuite(), key);
    Bytes first;
    Bytes second;
    sealer.seal(0, false, Bytes(300, 1), first);
    sealer.seal(1, true, Bytes(200, 2), second);
    const auto addressOf = [&](std::initializer_list<const Bytes*> chunks) {
        ChunkList list(currentSuite());
        for (const Bytes* chunk : chunks) list.add(*chunk);
        return list.address();
    };
    const Digest address = addressOf({&first, &second});
    QVERIFY(address == addressOf({&first, &second}));
    QVERIFY(address != addressOf({&second, &first}));
    QVERIFY(address != addressOf({&first}));
    Bytes bytes = toBytes(asBytes("touchstone chunk list 1"));
    appendU32(bytes, 316);
    append(bytes, ByteView(first).last(16));
    appendU32(bytes, 216);
    append(bytes, ByteView(second).last(16));
    QVERIFY(address == digest(currentSuite(), bytes));
}

QTEST_GUILESS_MAIN(TestChunk)
#include "test_chunk.moc"
