// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/evidence_store.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace model;
using crypto::Bytes;
using crypto::ByteView;
using crypto::Suite;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

crypto::Secret keyOf(std::uint8_t filling) { return crypto::Secret(Bytes(32, filling)); }

Bytes randomBytes(std::uint64_t size, unsigned seed) {
    std::mt19937_64 random(seed);
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

void write(const fs::path& path, ByteView bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

Bytes contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return Bytes(text.begin(), text.end());
}

std::set<std::string> namesIn(const fs::path& directory) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) names.insert(entry.path().filename().string());
    return names;
}

/// Another opinion than ours about the digest.
std::string qtSha256(ByteView bytes) {
    const QByteArrayView view(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    return QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex().toStdString();
}

Result<Bytes> readAll(const EvidenceStore& store, const crypto::Digest& address, const crypto::Secret& key) {
    Bytes bytes;
    const auto done = store.read(address, key, [&](ByteView part) -> Result<void> {
        bytes.insert(bytes.end(), part.begin(), part.end());
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return bytes;
}

} // namespace

class TestEvidenceStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_count = 0;
    fs::path place(const char* what) {
        return fs::path(m_dir.path().toStdString()) / (what + std::to_string(++m_count));
    }

private slots:
    void whatGoesInComesOut_data() {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<int>("suite");
        for (const quint64 size :
             {quint64(0), quint64(1), quint64(4096), quint64(100'000), quint64(kMiB - 1), quint64(kMiB),
              quint64(kMiB + 1), quint64(4 * kMiB), quint64(5 * kMiB + 12345), quint64(17 * kMiB)}) {
            QTest::addRow("intl-1 %llu", size) << size << 1;
            if (size < 2 * kMiB) QTest::addRow("gm-1 %llu", size) << size << 2;
        }
    }
    void whatGoesInComesOut() {
        QFETCH(quint64, size);
        QFETCH(int, suite);
        const auto store = EvidenceStore::open(place("evidence"));
        QVERIFY(store);
        const Bytes plain = randomBytes(size, 7);
        const fs::path source = place("source");
        write(source, plain);
        const auto item = store->take(source, static_cast<Suite>(suite), keyOf(3));
        QVERIFY2(item, item ? "" : item.error().what.en.c_str());
        QCOMPARE(item->plainSize, size);
        QCOMPARE(item->chunkSize, kMiB);
        QCOMPARE(item->sha256.hex(), qtSha256(plain));
        QVERIFY(store->has(item->address));

        const fs::path file = store->pathOf(item->address);
        QCOMPARE(fs::file_size(file), item->storedSize);
        QVERIFY(item->storedSize >= paddedSize(size));
        QVERIFY(item->storedSize <= paddedSize(size) + 16 * (paddedSize(size) / kMiB + 1) + 40);
        QCOMPARE(namesIn(store->directory()), std::set<std::string>{item->address.hex()});
        struct stat info{};
        QCOMPARE(::stat(file.c_str(), &info), 0);
        QCOMPARE(info.st_mtim.tv_sec, 946684800);
        QCOMPARE(info.st_mode & 0777, 0600U);

        QVERIFY(*readAll(*store, item->address, keyOf(3)) == plain);
        QVERIFY(store->verify(item->address, keyOf(3), item->sha256));
        QVERIFY(readAll(*store, item->address, keyOf(4)).error().code == Code::damaged);
        QVERIFY(store->verify(item->address, keyOf(3), crypto::Digest{}).error().code == Code::damaged);

        // The same again is the same item.
        const auto again = store->take(source, static_cast<Suite>(suite), keyOf(3));
        QVERIFY(again && again->address == item->address);
        QCOMPARE(store->list()->size(), 1U);
        QVERIFY(store->erase(item->address));
        QVERIFY(!store->has(item->address));
        QVERIFY(store->erase(item->address).error().code == Code::notFound);
        QVERIFY(readAll(*store, item->address, keyOf(3)).error().code == Code::notFound);
    }

    void sizesTellOnlyTheirOrder() {
        // Padmé's own examples, and its bound.
        QCOMPARE(paddedSize(0), 4096U);
        QCOMPARE(paddedSize(4096), 4096U);
        QCOMPARE(paddedSize(1ULL << 31), 1ULL << 31);
        QCOMPARE(paddedSize((1ULL << 31) + 1), (1ULL << 31) + (1ULL << 26));
        std::mt19937_64 random(1);
        for (int i = 0; i < 10000; ++i) {
            const std::uint64_t size = 4097 + random() % (1ULL << (13 + i % 30));
            QVERIFY(paddedSize(size) >= size);
            QVERIFY(static_cast<double>(paddedSize(size)) <= static_cast<double>(size) * 1.12);
            QCOMPARE(paddedSize(paddedSize(size)), paddedSize(size));
        }
        const auto store = EvidenceStore::open(place("evidence"));
        const fs::path a = place("a"), b = place("b");
        write(a, randomBytes(1, 1));
        write(b, randomBytes(4000, 1));
        QCOMPARE(store->take(a, Suite::intl1, keyOf(1))->storedSize,
                 store->take(b, Suite::intl1, keyOf(2))->storedSize);
    }

    void oneFlippedBitAnywhereIsFound() {
        const auto store = EvidenceStore::open(place("evidence"));
        const Bytes plain = randomBytes(2 * kMiB + 70'000, 8);
        const fs::path source = place("source");
        write(source, plain);
        const auto item = store->take(source, Suite::intl1, keyOf(3));
        QVERIFY(item);
        const fs::path file = store->pathOf(item->address);
        const Bytes good = contents(file);
        const std::uint64_t padding = 16 + plain.size() + 3 * 16;
        QVERIFY(padding < good.size() - 24); // this size has some
        struct Place {
            std::uint64_t at;
            std::string name;
        };
        const std::vector<Place> places = {{0, "header"},
                                           {7, "header"},
                                           {8, "header"},
                                           {15, "header"},
                                           {16, "chunk 0 of 3"},
                                           {16 + kMiB + 15, "chunk 0 of 3"},
                                           {16 + kMiB + 16, "chunk 1 of 3"},
                                           {16 + 2 * (kMiB + 16), "chunk 2 of 3"},
                                           {padding - 1, "chunk 2 of 3"},
                                           {padding, "padding"},
                                           {good.size() - 25, "padding"},
                                           {good.size() - 24, "footer"},
                                           {good.size() - 1, "footer"}};
        for (const auto& [at, name] : places) {
            Bytes bad = good;
            bad[at] ^= 1;
            write(file, bad);
            const auto verified = store->verify(item->address, keyOf(3), item->sha256);
            QVERIFY2(!verified, name.c_str());
            QVERIFY(verified.error().code == Code::damaged);
            QVERIFY2(verified.error().where.contains(": " + name), verified.error().where.c_str());
            QCOMPARE(contents(file), bad);
        }
        for (const std::size_t length : {std::size_t(0), std::size_t(30), good.size() - 1, good.size() - 16 - kMiB}) {
            write(file, ByteView(good).first(length));
            const auto verified = store->verify(item->address, keyOf(3), item->sha256);
            QVERIFY(!verified && verified.error().code == Code::damaged);
        }
        // Chunks that are exchanged, and another sound item under this name.
        Bytes swapped = good;
        std::swap_ranges(swapped.begin() + 16, swapped.begin() + 16 + kMiB + 16, swapped.begin() + 32 + kMiB);
        write(file, swapped);
        QVERIFY(store->verify(item->address, keyOf(3), item->sha256).error().where.contains("chunk 0"));
        write(source, randomBytes(10, 9));
        const auto other = store->take(source, Suite::intl1, keyOf(3));
        fs::rename(store->pathOf(other->address), file);
        QVERIFY(store->verify(item->address, keyOf(3), item->sha256).error().where.contains("SHA-256"));
        QVERIFY(store->verify(item->address, keyOf(3), other->sha256).error().where.contains("address"));
        Bytes newer = good;
        newer[6] = 2;
        write(file, newer);
        QVERIFY(store->verify(item->address, keyOf(3), item->sha256).error().code == Code::newer);
    }

    void changedSourceIsReported() {
        const auto store = EvidenceStore::open(place("evidence"));
        const fs::path source = place("source");
        for (const bool grow : {true, false}) {
            write(source, randomBytes(20 * kMiB, 1));
            bool touched = false;
            const auto item = store->take(source, Suite::intl1, keyOf(1), [&](std::uint64_t, std::uint64_t all) {
                QCOMPARE(all, 20 * kMiB);
                if (touched) return;
                touched = true;
                if (grow) std::ofstream(source, std::ios::binary | std::ios::app) << "more";
                else fs::resize_file(source, kMiB);
            });
            QVERIFY(!item);
            QVERIFY(item.error().code == Code::failed && item.error().what.en.contains("changed"));
            QCOMPARE(item.error().where, source.string());
            QVERIFY(namesIn(store->directory()).empty());
        }
    }

    void cancellingLeavesNothing() {
        const auto store = EvidenceStore::open(place("evidence"));
        const fs::path source = place("source");
        write(source, randomBytes(30 * kMiB, 1));
        std::stop_source stop;
        std::uint64_t last = 0;
        const auto item = store->take(
            source, Suite::intl1, keyOf(1),
            [&](std::uint64_t done, std::uint64_t) {
                QVERIFY(done > last);
                last = done;
                if (done > 8 * kMiB) stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!item && item.error().code == Code::cancelled);
        QVERIFY(last < 30 * kMiB);
        QVERIFY(namesIn(store->directory()).empty());
    }

    void badSourcesAreRefused() {
        const auto store = EvidenceStore::open(place("evidence"));
        QVERIFY(store->take(place("nothing"), Suite::intl1, keyOf(1)).error().code == Code::notFound);
        QVERIFY(store->take(fs::path(m_dir.path().toStdString()), Suite::intl1, keyOf(1)).error().code == Code::usage);
        const fs::path pipe = place("pipe");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(store->take(pipe, Suite::intl1, keyOf(1)).error().code == Code::usage);
        QVERIFY(store->take(fs::path("/dev/zero"), Suite::intl1, keyOf(1)).error().code == Code::usage);
        // A source that breaks off: its own error comes back.
        int calls = 0;
        const auto broken = store->take(
            [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
                if (++calls < 3) return out.size();
                return fail(Code::network, {"gone", "断开"});
            },
            0, Suite::intl1, keyOf(1));
        QVERIFY(!broken && broken.error().code == Code::network);
        QVERIFY(namesIn(store->directory()).empty());
        QVERIFY(EvidenceStore::open("/nowhere/at/all").error().code == Code::notFound);
    }

    void fullDiskIsToldAndLeavesNothing() {
        const fs::path small = place("small");
        fs::create_directory(small);
        if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=8m") != 0) QSKIP("needs to mount a small file system");
        const auto store = EvidenceStore::open(small / "evidence");
        QVERIFY(store);
        const fs::path source = place("source");
        write(source, randomBytes(10 * kMiB, 1));
        int calls = 0;
        const auto known = store->take(source, Suite::intl1, keyOf(1), [&](std::uint64_t, std::uint64_t) { ++calls; });
        const auto unknown = store->take([](std::span<std::uint8_t> out) -> Result<std::size_t> { return out.size(); },
                                         0, Suite::intl1, keyOf(2));
        const auto left = namesIn(small / "evidence");
        write(source, randomBytes(2 * kMiB, 1));
        const auto fits =
            store->take(source, Suite::intl1, keyOf(3)); // through the page cache: tmpfs knows no other way
        const bool sound = fits && store->verify(fits->address, keyOf(3), fits->sha256);
        ::umount2(small.c_str(), MNT_DETACH);
        QVERIFY(!known && known.error().what.en.contains("full") && !known.error().cure.en.empty());
        QCOMPARE(calls, 0); // told before the work
        QVERIFY(!unknown && unknown.error().what.en.contains("full"));
        QVERIFY(left.empty());
        QVERIFY(sound);
    }

    void sweepRemovesWhatACrashLeft() {
        const auto store = EvidenceStore::open(place("evidence"));
        const fs::path source = place("source");
        write(source, randomBytes(20 * kMiB, 1));
        const auto item = store->take(source, Suite::intl1, keyOf(1));
        const fs::path leftover = store->directory() / ("incoming-" + std::string(32, 'a'));
        write(leftover, randomBytes(10, 1));
        write(store->directory() / "notes.txt", randomBytes(10, 1)); // not ours: left alone, and not listed
        // Not while someone takes something in.
        int removed = -1;
        QVERIFY(store->take(source, Suite::intl1, keyOf(2), [&](std::uint64_t, std::uint64_t) {
            if (removed < 0) removed = *store->sweep();
        }));
        QCOMPARE(removed, 0);
        QVERIFY(fs::exists(leftover));
        QCOMPARE(*store->sweep(), 1);
        QVERIFY(!fs::exists(leftover));
        QCOMPARE(*store->sweep(), 0);
        QVERIFY(store->has(item->address));
        QCOMPARE(store->list()->size(), 2U);
    }

    void manyAtATime() {
        const auto store = EvidenceStore::open(place("evidence"));
        std::vector<Result<StoredItem>> items(6, fail(Code::failed, {}));
        {
            std::vector<std::jthread> threads;
            for (unsigned i = 0; i < items.size(); ++i) {
                const fs::path source = place("source");
                write(source, randomBytes(3 * kMiB + i, i));
                threads.emplace_back([&, i, source] {
                    items[i] = store->take(source, Suite::intl1, keyOf(static_cast<std::uint8_t>(i)));
                });
            }
        }
        for (unsigned i = 0; i < items.size(); ++i) {
            QVERIFY(items[i]);
            QVERIFY(store->verify(items[i]->address, keyOf(static_cast<std::uint8_t>(i)), items[i]->sha256));
        }
        QCOMPARE(store->list()->size(), items.size());
    }

    void sinkCanStop() {
        const auto store = EvidenceStore::open(place("evidence"));
        const fs::path source = place("source");
        write(source, randomBytes(3 * kMiB, 1));
        const auto item = store->take(source, Suite::intl1, keyOf(1));
        int calls = 0;
        const auto stopped = store->read(item->address, keyOf(1), [&](ByteView) -> Result<void> {
            ++calls;
            return fail(Code::cancelled, {"enough", "够了"});
        });
        QVERIFY(!stopped && stopped.error().what.en == "enough");
        QCOMPARE(calls, 1);
    }
};

QTEST_APPLESS_MAIN(TestEvidenceStore)
#include "test_evidence_store.moc"
