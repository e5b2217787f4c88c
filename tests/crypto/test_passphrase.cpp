// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/passphrase.h"

#include <QtTest>

using namespace crypto;

/// The floor and the ceilings of Argon2id; its answers are tried in test_vectors.cpp.
class TestPassphrase : public QObject {
    Q_OBJECT
private slots:
    void refusesWhatIsWeak();
    void refusesWhatIsTooMuch();
    void dependsOnEverything();
    void measuresAboveTheFloor();
};

namespace {
const Bytes kSalt(16, 1);
constexpr PassphraseCost kFloor{.memoryKiB = kMinMemoryKiB, .passes = 1, .lanes = 1};
} // namespace

void TestPassphrase::refusesWhatIsWeak() {
    const ByteView word = asBytes("passphrase");
    QCOMPARE(stretch(word, kSalt, {kMinMemoryKiB - 1, 3, 1}).error(), Fault::weak);
    QCOMPARE(stretch(word, kSalt, {0, 0, 0}).error(), Fault::weak);
    QCOMPARE(stretch(word, kSalt, {kMinMemoryKiB, 0, 1}).error(), Fault::weak);
    QCOMPARE(stretch(word, kSalt, {kMinMemoryKiB, 1, 0}).error(), Fault::weak);
    QCOMPARE(stretch(word, ByteView(kSalt).first(7), kFloor).error(), Fault::weak);
    QCOMPARE(stretch({}, kSalt, kFloor).error(), Fault::weak);
}

void TestPassphrase::refusesWhatIsTooMuch() {
    const ByteView word = asBytes("passphrase");
    QCOMPARE(stretch(word, kSalt, {kMaxMemoryKiB + 1, 1, 1}).error(), Fault::unsupported);
    QCOMPARE(stretch(word, kSalt, {kMinMemoryKiB, kMaxPasses + 1, 1}).error(), Fault::unsupported);
    QCOMPARE(stretch(word, kSalt, {kMinMemoryKiB, 1, kMaxLanes + 1}).error(), Fault::unsupported);
    QCOMPARE(stretch(word, kSalt, {0xffffffff, 0xffffffff, 0xffffffff}).error(), Fault::unsupported);
}

void TestPassphrase::dependsOnEverything() {
    const Secret key = stretch(asBytes("密码 passphrase"), kSalt, kFloor).value();
    QCOMPARE(key.size(), 32);
    QVERIFY(stretch(asBytes("密码 passphrase"), kSalt, kFloor).value() == key);
    QVERIFY(!(stretch(asBytes("密码 passphras"), kSalt, kFloor).value() == key));
    QVERIFY(!(stretch(asBytes("密码 passphrase"), Bytes(16, 2), kFloor).value() == key));
    QVERIFY(!(stretch(asBytes("密码 passphrase"), kSalt, {kMinMemoryKiB, 1, 2}).value() == key));
    QVERIFY(!(stretch(asBytes("密码 passphrase"), kSalt, {kMinMemoryKiB + 1024, 1, 1}).value() == key));
}

void TestPassphrase::measuresAboveTheFloor() {
    using namespace std::chrono_literals;
    const PassphraseCost least = measureCost(1ms);
    QCOMPARE(least.memoryKiB, kMinMemoryKiB);
    QCOMPARE(least.passes, 3u);
    const PassphraseCost more = measureCost(2s);
    QVERIFY(more.memoryKiB >= least.memoryKiB && more.passes >= least.passes);
    QVERIFY(more.memoryKiB <= 512 * 1024 && more.lanes >= 1 && more.lanes <= 4);
    qInfo("2 s: %u KiB, %u passes, %u lanes", more.memoryKiB, more.passes, more.lanes);
}

QTEST_GUILESS_MAIN(TestPassphrase)
#include "test_passphrase.moc"
