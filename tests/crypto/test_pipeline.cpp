// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/pipeline.h"

#include <QtTest>
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/crypto/suites.h"

using namespace crypto;

namespace {

/// Gives `content` in pieces of an odd size.
SealPipeline::Source sourceOf(ByteView content, std::size_t piece) {
    return [content, piece](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const std::size_t size = std::min({piece, out.size(), content.size()});
        std::copy_n(content.begin(), size, out.begin());
        content = content.subspan(size);
        return size;
    };
}

Bytes randomBytes(std::size_t size) {
    Bytes bytes(size);
    seededRandom(size)->fill(bytes);
    return bytes;
}

constexpr std::size_t kChunk = 4096;

} // namespace

/// The pipeline gives the same chunks as sealing one after the other, whatever the threads do, and stops when told
/// to.
class TestPipeline : public QObject {
    Q_OBJECT
private slots:
    void equalsSealingInTurn_data();
    void equalsSealingInTurn();
    void failsWithTheSource();
    void failsWithTheSink();
    void stops();
    void stopsBeforeItBegins();
    void memoryIsBounded();
};

void TestPipeline::equalsSealingInTurn_data() {
    QTest::addColumn<int>("suite");
    QTest::addColumn<qulonglong>("size");
    QTest::addColumn<int>("threads");
    for (const int suite : {1, 2}) {
        for (const std::size_t size : {0UZ, 1UZ, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 100 * kChunk + 7}) {
            for (const int threads : {1, 2, 5}) {
                QTest::addRow("suite %d, %zu bytes, %d threads", suite, size, threads)
                    << suite << static_cast<qulonglong>(size) << threads;
            }
        }
    }
}

void TestPipeline::equalsSealingInTurn() {
    QFETCH(const qulonglong, size);
    QFETCH(const int, threads);
    const Bytes content = randomBytes(size);
    const Secret key = Secret::random(32, *systemRandom());
    SealPipeline pipeline(currentSuite(), key, {.chunkSize = kChunk, .threads = static_cast<unsigned>(threads)});
    ChunkSealer sealer(currentSuite(), key);
    ChunkList list(currentSuite());
    Bytes opened;
    std::uint64_t next = 0;
    std::uint64_t progress = 0;
    bool sawLast = false;
    const auto result = pipeline.run(
        sourceOf(content, 1000),
        [&](std::uint64_t index, bool last, ByteView sealed) -> Result<void> {
            if (index != next++ || sawLast) return std::unexpected(Fault::damaged);
            sawLast = last;
            list.add(sealed);
            Bytes plain;
            if (const auto ok = sealer.open(index, last, sealed, plain); !ok) return ok;
            append(opened, plain);
            return {};
        },
        {}, [&](std::uint64_t done) { progress = done; });
    QVERIFY(result.has_value());
    QVERIFY(sawLast);
    QCOMPARE(opened, content);
    QCOMPARE(progress, size);
    QCOMPARE(result->plainBytes, size);
    QCOMPARE(result->chunks, std::max<std::uint64_t>(1, (size + kChunk - 1) / kChunk));
    QVERIFY(result->plainSha256 == sha256(content));
    QVERIFY(result->address == list.address());
}

void TestPipeline::failsWithTheSource() {
    SealPipeline pipeline(Suite::intl1, Secret::ofSize(32), {.chunkSize = kChunk});
    int calls = 0;
    const auto result = pipeline.run(
        [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
            if (++calls == 5) return std::unexpected(Fault::damaged);
            return out.size();
        },
        [](auto, auto, auto) -> Result<void> { return {}; });
    QCOMPARE(result.error(), Fault::damaged);
}

void TestPipeline::failsWithTheSink() {
    SealPipeline pipeline(Suite::intl1, Secret::ofSize(32), {.chunkSize = kChunk});
    const auto result = pipeline.run([](std::span<std::uint8_t> out) -> Result<std::size_t> { return out.size(); },
                                     [](std::uint64_t index, bool, ByteView) -> Result<void> {
                                         if (index == 3) return std::unexpected(Fault::unsupported);
                                         return {};
                                     });
    QCOMPARE(result.error(), Fault::unsupported);
}

void TestPipeline::stops() {
    SealPipeline pipeline(Suite::intl1, Secret::ofSize(32), {.chunkSize = kChunk});
    std::stop_source stop;
    const auto result = pipeline.run([](std::span<std::uint8_t> out) -> Result<std::size_t> { return out.size(); },
                                     [&](std::uint64_t index, bool, ByteView) -> Result<void> {
                                         if (index == 20) stop.request_stop();
                                         return {};
                                     },
                                     stop.get_token());
    QCOMPARE(result.error(), Fault::exhausted);
}

void TestPipeline::stopsBeforeItBegins() {
    SealPipeline pipeline(Suite::intl1, Secret::ofSize(32), {.chunkSize = kChunk});
    std::stop_source stop;
    stop.request_stop();
    const auto result = pipeline.run([](std::span<std::uint8_t> out) -> Result<std::size_t> { return out.size(); },
                                     [](auto, auto, auto) -> Result<void> { return {}; }, stop.get_token());
    QCOMPARE(result.error(), Fault::exhausted);
}

/// With a sink that is slow the source is asked for no more than the buffers hold.
void TestPipeline::memoryIsBounded() {
    SealPipeline pipeline(Suite::intl1, Secret::ofSize(32), {.chunkSize = kChunk, .threads = 2, .buffers = 4});
    std::atomic<std::uint64_t> asked = 0;
    std::uint64_t most = 0;
    const auto result =
        pipeline.run([&](std::span<std::uint8_t> out) -> Result<std::size_t> { return ++asked > 200 ? 0 : out.size(); },
                     [&](std::uint64_t index, bool, ByteView) -> Result<void> {
                         if (index % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
                         most = std::max(most, asked.load() - index);
                         return {};
                     });
    QVERIFY(result.has_value());
    QVERIFY(most <= 5);
}

QTEST_GUILESS_MAIN(TestPipeline)
#include "test_pipeline.moc"
