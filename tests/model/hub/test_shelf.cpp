// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/folder_shelf.h"

#include "crypto/random.h"
#include "tests/support/office.h"

#include <QDir>

#include <fstream>
#include <thread>

using namespace model;
namespace fs = std::filesystem;

namespace {

template <class T>
T idOf(std::uint8_t fill) {
    T id;
    id.bytes.fill(fill);
    return id;
}
const PersonId kAuthor = idOf<PersonId>(0x90);
const PersonId kOther = idOf<PersonId>(0x10);

/// A file and what a record says of it.
struct Item {
    explicit Item(std::uint64_t size, std::uint8_t fill = 1) : bytes(static_cast<std::size_t>(size)) {
        crypto::seededRandom(fill)->fill(bytes);
        record.name.caseId = idOf<CaseId>(0x55);
        record.name.address.bytes.fill(fill);
        record.size = size;
        record.author = kAuthor;
    }
    [[nodiscard]] ByteView part(std::uint64_t number) const {
        return ByteView(bytes).subspan(static_cast<std::size_t>(number * kPartBytes),
                                       static_cast<std::size_t>(partSize(record.size, number)));
    }
    [[nodiscard]] Digest sum() const {
        PartSums sums;
        for (std::uint64_t i = 0; i < partsOf(record.size); ++i) sums.add(crypto::sha256(part(i)));
        return sums.finish();
    }
    Bytes bytes;
    EvidenceOnRecord record;
};

EvidenceHeld held(FolderShelf& shelf, const Item& item, PersonId asker) {
    return must(shelf.held(std::span(&item.record, 1), asker)).front();
}
Bytes fetched(FolderShelf& shelf, const Item& item, PersonId from) {
    Bytes all;
    for (std::uint64_t i = 0; i < partsOf(item.record.size); ++i) {
        Bytes part(static_cast<std::size_t>(partSize(item.record.size, i)));
        must(shelf.get(item.record, from, i, part));
        crypto::append(all, part);
    }
    return all;
}

} // namespace

/// The hub's folder of evidence: what is whole never changes, what is missing is told, and no crash or disk leaves
/// something half done that counts as whole.
class TestShelf : public QObject {
    Q_OBJECT

    QTemporaryDir m_scratch;
    int m_count = 0;
    fs::path place() { return fs::path(m_scratch.path().toStdString()) / ("shelf-" + std::to_string(m_count++)); }
    static fs::path copyOf(const fs::path& place, const Item& item, PersonId from) {
        return place / item.record.name.caseId.hex() / (item.record.name.address.hex() + "-" + from.hex());
    }

    void handedOverAtOnce(const Item& item, const Item& small) {
        const auto folder = place();
        FolderShelf first(folder), second(folder);
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&, t] {
                    FolderShelf& shelf = t % 2 == 0 ? first : second;
                    for (std::uint64_t i = 0; i < 5; ++i) {
                        const std::uint64_t part = (i + static_cast<std::uint64_t>(t)) % 5;
                        if (!shelf.put(item.record, kAuthor, part, item.part(part))) ++failures;
                        if (!shelf.held(std::span(&item.record, 1), kAuthor)) ++failures;
                        const auto whole = shelf.put(small.record, kAuthor, 0, small.part(0));
                        if (!whole || !*whole) ++failures;
                    }
                });
            }
        }
        QCOMPARE(failures.load(), 0);
        QVERIFY((held(first, item, kOther).copies == std::vector<EvidenceCopy>{{kAuthor, item.sum()}}));
        QCOMPARE(fetched(second, item, kAuthor), item.bytes);
        QCOMPARE(fetched(second, small, kAuthor), small.bytes);
        const auto report = must(first.check(std::vector{item.record, small.record}, false, {}));
        QVERIFY(report.findings.empty() && report.copies == 2 && report.begun == 0);
    }

private slots:
    void partsComeInAnyOrder() {
        const auto folder = place();
        FolderShelf shelf(folder);
        const Item item(2 * kPartBytes + 100);
        QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{0, 3}}));
        QVERIFY(!fs::exists(folder)); // a question makes nothing
        QVERIFY(!must(shelf.put(item.record, kAuthor, 2, item.part(2))));
        QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{0, 2}}));
        QVERIFY(!must(shelf.put(item.record, kAuthor, 0, item.part(0))));
        QVERIFY(held(shelf, item, kAuthor).copies.empty());
        Bytes out(kPartBytes);
        QCOMPARE(shelf.get(item.record, kAuthor, 0, out).error().code, Code::notFound); // not before it is whole
        // Another process goes on with it.
        FolderShelf second(folder);
        QVERIFY(must(second.put(item.record, kAuthor, 1, item.part(1))));
        const auto whole = held(shelf, item, kOther);
        QVERIFY((whole.copies == std::vector<EvidenceCopy>{{kAuthor, item.sum()}}));
        QVERIFY((whole.missing == std::vector<PartRange>{{0, 3}})); // of the asker's own copy
        QVERIFY(held(shelf, item, kAuthor).missing.empty());
        QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        QCOMPARE(
            QDir(QString::fromStdString(folder.string()) + "/" + QString::fromStdString(item.record.name.caseId.hex()))
                .entryList(QDir::NoDotAndDotDot | QDir::AllEntries)
                .size(),
            2);
        QCOMPARE(static_cast<int>(fs::status(copyOf(folder, item, kAuthor)).permissions()), 0600);
    }

    void whatIsWholeNeverChanges() {
        const auto folder = place();
        FolderShelf shelf(folder);
        const Item item(5'000), other(5'000, 2);
        QVERIFY(must(shelf.put(item.record, kAuthor, 0, item.part(0))));
        QVERIFY(must(shelf.put(item.record, kAuthor, 0, other.part(0))));
        QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        // Somebody else's copy stands beside it, and the author's comes first though it came later.
        const Item late(kPartBytes + 1, 3);
        QVERIFY(!must(shelf.put(late.record, kOther, 0, late.part(0))));
        QVERIFY(must(shelf.put(late.record, kOther, 1, Bytes{0})));
        for (std::uint64_t i = 0; i < 2; ++i) must(shelf.put(late.record, kAuthor, i, late.part(i)));
        const auto both = held(shelf, late, kOther);
        QCOMPARE(both.copies.size(), std::size_t(2));
        QVERIFY((both.copies.front() == EvidenceCopy{kAuthor, late.sum()}));
        QCOMPARE(both.copies.back().from, kOther);
        QVERIFY(both.copies.back().sum != late.sum());
        QCOMPARE(fetched(shelf, late, kAuthor), late.bytes);
    }

    void whatDoesNotFitIsRefused() {
        const auto folder = place();
        FolderShelf shelf(folder);
        const Item item(kPartBytes + 100);
        for (const auto& [part, size] :
             {std::pair(0, std::size_t(kPartBytes - 1)), std::pair(0, std::size_t(0)), std::pair(1, std::size_t(99)),
              std::pair(1, std::size_t(kPartBytes)), std::pair(2, std::size_t(1))})
            QCOMPARE(shelf.put(item.record, kAuthor, static_cast<std::uint64_t>(part), Bytes(size)).error().code,
                     Code::malformed);
        auto empty = item.record;
        empty.size = 0;
        QCOMPARE(shelf.put(empty, kAuthor, 0, {}).error().code, Code::malformed);
        auto huge = item.record;
        huge.size = ~0ULL;
        QCOMPARE(shelf.put(huge, kAuthor, 0, Bytes(kPartBytes)).error().code, Code::tooLarge);
        for (const auto& record : {empty, huge}) {
            const auto none = must(shelf.held(std::span(&record, 1), kAuthor)).front();
            QVERIFY(none.copies.empty() && none.missing.empty());
        }
        QVERIFY(!fs::exists(folder));
    }

    void aFullDiskTakesNothingAndLosesNothing() {
        const auto folder = place();
        std::uint64_t free = 0;
        FolderShelf shelf(folder, {1'000, [&](const fs::path&) { return free; }});
        const Item item(2 * kPartBytes);
        free = 1'000 + 2 * kPartBytes - 1; // not all of it would fit
        const auto refused = shelf.put(item.record, kAuthor, 0, item.part(0));
        QCOMPARE(refused.error().code, Code::failed);
        QVERIFY(held(shelf, item, kAuthor).missing.size() == 1);
        QVERIFY(!fs::exists(folder / item.record.name.caseId.hex()));
        free += 1;
        QVERIFY(!must(shelf.put(item.record, kAuthor, 0, item.part(0))));
        free = 1'000 + kPartBytes - 1;
        QCOMPARE(shelf.put(item.record, kAuthor, 1, item.part(1)).error().code, Code::failed);
        QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{1, 1}}));
        free = 1'000 + kPartBytes;
        QVERIFY(must(shelf.put(item.record, kAuthor, 1, item.part(1))));
        QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
    }

    /// Stopped at each place of its work, it goes on as if nothing had been.
    void aCrashLeavesNothingThatCountsAsWhole() {
        const Item item(kPartBytes + 10);
        // After the bytes of a part, before its digest.
        {
            const auto folder = place();
            FolderShelf shelf(folder);
            must(shelf.put(item.record, kAuthor, 0, item.part(0)));
            const auto parts = copyOf(folder, item, kAuthor).concat(".parts");
            std::ofstream(parts / "bytes", std::ios::app) << std::string(10, 'x');
            QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{1, 1}}));
            QVERIFY(must(shelf.put(item.record, kAuthor, 1, item.part(1))));
            QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        }
        // With all parts, before the renames, and between them.
        for (const bool between : {false, true}) {
            const auto folder = place();
            FolderShelf shelf(folder);
            must(shelf.put(item.record, kAuthor, 0, item.part(0)));
            must(shelf.put(item.record, kAuthor, 1, item.part(1)));
            const auto copy = copyOf(folder, item, kAuthor);
            const auto parts = fs::path(copy).concat(".parts");
            fs::create_directory(parts);
            fs::rename(fs::path(copy).concat(".sums"), parts / "sums");
            if (!between) fs::rename(copy, parts / "bytes");
            const auto found = held(shelf, item, kAuthor);
            QVERIFY((found.copies == std::vector<EvidenceCopy>{{kAuthor, item.sum()}}));
            QVERIFY(!fs::exists(parts));
            QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        }
        // Sums that were cut: what they do not say is missing.
        {
            const auto folder = place();
            FolderShelf shelf(folder);
            must(shelf.put(item.record, kAuthor, 1, item.part(1)));
            fs::resize_file(copyOf(folder, item, kAuthor).concat(".parts") / "sums", 70);
            QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{0, 2}}));
            must(shelf.put(item.record, kAuthor, 0, item.part(0)));
            QVERIFY(must(shelf.put(item.record, kAuthor, 1, item.part(1))));
            QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        }
        // A file whose sums are gone is nothing; it is kept, and the copy comes anew.
        {
            const auto folder = place();
            FolderShelf shelf(folder);
            for (std::uint64_t i = 0; i < 2; ++i) must(shelf.put(item.record, kAuthor, i, item.part(i)));
            const auto copy = copyOf(folder, item, kAuthor);
            fs::remove(fs::path(copy).concat(".sums"));
            QVERIFY(held(shelf, item, kAuthor).copies.empty());
            must(shelf.put(item.record, kAuthor, 0, item.part(0)));
            QVERIFY(fs::exists(fs::path(copy).concat(".damaged")));
            QVERIFY(must(shelf.put(item.record, kAuthor, 1, item.part(1))));
            QCOMPARE(fetched(shelf, item, kAuthor), item.bytes);
        }
    }

    /// Four threads with two shelves on one folder, each handing over everything; many times, because what they do to
    /// each other is a matter of moments.
    void severalAtOnce() {
        const Item item(4 * kPartBytes + 1), small(70'000, 2);
        for (int i = 0; i < 25; ++i) {
            handedOverAtOnce(item, small);
            if (QTest::currentTestFailed()) return;
        }
    }

    void whatWasGivenUpIsSwept() {
        const auto folder = place();
        FolderShelf shelf(folder);
        const Item item(kPartBytes + 10), whole(10, 2);
        must(shelf.put(item.record, kAuthor, 0, item.part(0)));
        must(shelf.put(whole.record, kAuthor, 0, whole.part(0)));
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        QCOMPARE(must(shelf.sweep(now + EvidenceShelf::kAbandonedAfter - std::chrono::hours(1))), 0);
        std::ofstream(copyOf(folder, whole, kOther).concat(".new-0123456789abcdef")) << "cut off";
        QCOMPARE(must(shelf.sweep(now + EvidenceShelf::kAbandonedAfter + std::chrono::hours(1))), 2);
        QVERIFY((held(shelf, item, kAuthor).missing == std::vector<PartRange>{{0, 2}}));
        QCOMPARE(fetched(shelf, whole, kAuthor), whole.bytes);
        QCOMPARE(must(FolderShelf(place()).sweep(now)), 0);
    }

    void theCheckNamesWhatDoesNotHold() {
        const auto folder = place();
        FolderShelf shelf(folder);
        const Item sound(kPartBytes + 10), rotten(kPartBytes + 20, 2), away(30, 3), begun(kPartBytes + 1, 4);
        for (std::uint64_t i = 0; i < 2; ++i) {
            must(shelf.put(sound.record, kAuthor, i, sound.part(i)));
            must(shelf.put(rotten.record, kAuthor, i, rotten.part(i)));
        }
        must(shelf.put(begun.record, kOther, 1, begun.part(1)));
        const std::vector record = {sound.record, rotten.record, away.record, begun.record};
        const auto before = must(shelf.check(record, false, {}));
        QCOMPARE(before.findings.size(), std::size_t(0));
        QCOMPARE(before.copies, 2u);
        QCOMPARE(before.bytes, sound.record.size + rotten.record.size);
        QCOMPARE(before.begun, 1u);
        QCOMPARE(before.missing, 2u);

        const auto path = copyOf(folder, rotten, kAuthor);
        {
            std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(kPartBytes + 7);
            file.put(static_cast<char>(rotten.bytes[kPartBytes + 7] ^ 1));
        }
        std::ofstream(folder / "readme") << "x";
        std::ofstream(path.parent_path() / "notes.txt") << "x";
        auto report = must(shelf.check(record, false, {}));
        QCOMPARE(report.findings.size(), std::size_t(3));
        QCOMPARE(report.missing, 3u);
        QVERIFY(fs::exists(path));
        // Set aside, its desk hands it over again.
        report = must(shelf.check(record, true, {}));
        QVERIFY(!fs::exists(path));
        QVERIFY((held(shelf, rotten, kAuthor).missing == std::vector<PartRange>{{0, 2}}));
        for (std::uint64_t i = 0; i < 2; ++i) must(shelf.put(rotten.record, kAuthor, i, rotten.part(i)));
        QCOMPARE(fetched(shelf, rotten, kAuthor), rotten.bytes);
        report = must(shelf.check(record, false, {}));
        QCOMPARE(report.missing, 2u);
        QCOMPARE(report.findings.size(), std::size_t(3)); // two strays, and the one that was set aside
        // What no event names is a stray too; of another case as well.
        report = must(shelf.check(std::span(record).first(1), false, {}));
        QVERIFY(report.findings.size() > 3);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(shelf.check(record, false, stop.get_token()).error().code, Code::cancelled);
    }
};

QTEST_GUILESS_MAIN(TestShelf)
#include "test_shelf.moc"
