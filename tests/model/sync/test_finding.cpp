// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"
#include "model/case/body.h"
#include "model/sync/heads.h"
#include "model/sync/proof.h"
#include "tests/docs/example_values.h"

#include <QTest>

#include <random>

using namespace model;
using namespace examples;

/// The files that a desk makes about its hub, read by somebody who believes nothing that they say.
class TestFinding : public QObject {
    Q_OBJECT

    static Event founding() {
        Person founder;
        founder.id = kPerson;
        founder.roles = {Role::administrator};
        founder.identity = author().publicPart();
        const auto body = writeBody(RegisterBody(OfficeFounded{hub().publicPart(), founder, "Canary office"}));
        EventHeader header;
        header.caseId = kCase;
        header.author = kPerson;
        header.kind = body.kind;
        header.time = moment();
        header.nonce = sixteen(0x30);
        header.clear = body.clear;
        header.epoch = 1;
        return makeEvent(header, body.sealed);
    }
    static Link linkOf(std::uint64_t seq, const Digest& previous, std::uint8_t event) {
        return {kCase, seq, previous, *Digest::fromBytes(counting(event, 32)), moment()};
    }
    static Commit commitOf(std::uint64_t number, std::uint8_t previous, std::uint8_t leaf,
                           const crypto::Identity& signer) {
        return signCommit(signer, number, *Digest::fromBytes(counting(previous, 32)), moment(),
                          std::vector{*Digest::fromBytes(counting(leaf, 32))});
    }
    static Finding twoHistories() {
        return findingOf({"Two", "两"}, "commit 7", commitOf(7, 1, 2, hub()), commitOf(7, 1, 3, hub()),
                         hub().publicPart());
    }
    /// The link among others of its commit.
    static PlacedLink placed(const Link& link, std::uint64_t number, std::uint64_t index) {
        std::vector<Digest> hashes;
        for (std::uint8_t i = 0; i < 5; ++i) hashes.push_back(*Digest::fromBytes(counting(i, 32)));
        hashes[index] = linkHash(crypto::Suite::intl1, link);
        return {signCommit(hub(), number, {}, moment(), hashes), link,
                crypto::inclusionProof(crypto::Suite::intl1, hashes, index)};
    }
    static Bytes fileOf(const Finding& finding, bool founded = true) {
        const Event first = founding();
        const auto keys = author();
        return writeProof(finding, {kPerson, keys, first.id, founded ? ByteView(first.bytes) : ByteView()}, moment())
            .value();
    }
    static Contradiction shownBy(const Finding& finding) {
        const auto read = readProof(fileOf(finding));
        return read ? read->proves : Contradiction::none;
    }
    static bool is(const Proof& proof, Contradiction kind) { return proof.proves == kind; }

private slots:
    void twoCommitsOfOneNumberAreShownToAStranger() {
        const Finding finding = twoHistories();
        QVERIFY(finding.kind == Contradiction::twoHistories);
        const auto read = readProof(fileOf(finding));
        QVERIFY(read);
        QVERIFY(is(*read, Contradiction::twoHistories));
        QCOMPARE(read->fingerprint, founding().id);
        QVERIFY(read->hub == hub().publicPart());
        QVERIFY(read->makerKeys == author().publicPart());
        QCOMPARE(read->finding.where, std::string("commit 7"));
        const Text verdict = verdictOf(*read);
        QVERIFY(verdict.en.contains("two histories") && verdict.en.contains(founding().id.hex()));
        QVERIFY(verdict.zh.contains("两份历史"));
        // Nothing of what is sealed is in it.
        QVERIFY(!crypto::asText(fileOf(finding)).contains("Canary"));
        // A commit that does not follow the one before shows the same.
        const auto next =
            findingOf({"Two", "两"}, "", commitOf(7, 1, 2, hub()), commitOf(8, 1, 3, hub()), hub().publicPart());
        QVERIFY(shownBy(next) == Contradiction::twoHistories);
    }

    void twoOrdersOfOneCaseAreShownByPaths() {
        const Link first = linkOf(3, {}, 0x10), second = linkOf(3, {}, 0x20);
        const auto finding =
            findingOf({"Order", "顺序"}, "", placed(first, 4, 2), placed(second, 9, 0), hub().publicPart());
        QVERIFY(finding.kind == Contradiction::twoOrders);
        QVERIFY(shownBy(finding) == Contradiction::twoOrders);
        QVERIFY(verdictOf(*readProof(fileOf(finding))).en.contains(kCase.hex()));
        const auto after =
            findingOf({"", ""}, "", placed(first, 4, 2), placed(linkOf(4, {}, 0x20), 9, 0), hub().publicPart());
        QVERIFY(shownBy(after) == Contradiction::twoOrders);
        // One that follows contradicts nothing, nor does one of another case, nor one far behind.
        const Digest hash = linkHash(crypto::Suite::intl1, first);
        Link elsewhere = second;
        elsewhere.caseId = idFrom<CaseId>(0x55);
        for (const Link& fine : {linkOf(4, hash, 0x20), linkOf(6, {}, 0x20), elsewhere}) {
            const auto none = findingOf({"", ""}, "", placed(first, 4, 2), placed(fine, 9, 0), hub().publicPart());
            QVERIFY(none.kind == Contradiction::none && none.links.empty());
        }
    }

    void whatProvesNothingIsSaidToProveNothing() {
        const Commit mine = commitOf(7, 1, 2, hub());
        const auto stranger = crypto::Identity::generate(crypto::Suite::intl1, *crypto::seededRandom(4));
        Commit forged = commitOf(7, 1, 3, stranger);
        std::vector<Finding> idle = {
            {{"Seen", "所见"}, "commit 7", Contradiction::none, {}, {}},
            {{"Twice the same", "相同"}, "", Contradiction::twoHistories, {mine, mine}, {}},
            {{"Another key", "其他密钥"}, "", Contradiction::twoHistories, {mine, forged}, {}},
            {{"Far apart", "相隔"}, "", Contradiction::twoHistories, {mine, commitOf(9, 1, 3, hub())}, {}},
        };
        PlacedLink outside = placed(linkOf(3, {}, 0x10), 4, 2);
        outside.link.time += std::chrono::milliseconds(1); // in no commit
        idle.push_back({{"Not in it", "不在其中"},
                        "",
                        Contradiction::twoOrders,
                        {},
                        {placed(linkOf(3, {}, 0x10), 4, 2), outside}});
        for (const auto& finding : idle) {
            const auto read = readProof(fileOf(finding));
            QVERIFY2(read, finding.what.en.c_str());
            QVERIFY2(is(*read, Contradiction::none), finding.what.en.c_str());
            QVERIFY2(verdictOf(*read).en.contains("proves nothing"), finding.what.en.c_str());
        }
        // Without the founding nobody knows whose hub it was.
        const auto unfounded = readProof(fileOf(twoHistories(), false));
        QVERIFY(unfounded && !unfounded->hub && is(*unfounded, Contradiction::none));
        QVERIFY(verdictOf(*unfounded).en.contains("founding"));
    }

    void aHostileFileIsRefused() {
        const Bytes good = fileOf(twoHistories());
        for (std::size_t size = 0; size < good.size(); ++size) QVERIFY(!readProof(ByteView(good).first(size)));
        Bytes longer = good;
        longer.push_back(0);
        QVERIFY(!readProof(longer));
        QVERIFY(readProof(Bytes(kProofLimit + 1)).error().code == Code::tooLarge);
        QVERIFY(readProof(crypto::asBytes("touchstone")).error().code == Code::malformed);
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        for (int i = 0; i < 3'000; ++i) {
            Bytes bad = good;
            bad[dice() % bad.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8);
            const auto read = readProof(bad);
            QVERIFY(!read);
            QVERIFY(read.error().code == Code::malformed || read.error().code == Code::damaged ||
                    read.error().code == Code::newer);
            QVERIFY(!read.error().what.zh.empty());
        }
    }

    /// Who signs what they have spoiled gets past the signature, and still shows nothing that the hub did not sign.
    void whatIsSignedAnewIsReadWithTheSameCare() {
        const Bytes good = fileOf(twoHistories());
        CborReader in(good);
        in.arrayOf(4);
        (void)in.text();
        (void)in.unsignedInt();
        const auto body = in.bytes();
        const auto keys = author();
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        int read = 0;
        for (int i = 0; i < 4'000; ++i) {
            Bytes bad(body.begin(), body.end());
            const auto at = [&] { return static_cast<std::ptrdiff_t>(dice() % bad.size()); };
            switch (dice() % 3) {
            case 0: bad[dice() % bad.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8); break;
            case 1: bad.erase(bad.begin() + at()); break;
            default: bad.insert(bad.begin() + at(), static_cast<std::uint8_t>(dice()));
            }
            Bytes message = crypto::toBytes(crypto::asBytes("touchstone proof\n"));
            message.insert(message.end(), bad.begin(), bad.end());
            CborWriter out;
            out.array(4).text("touchstone proof").unsignedInt(1).bytes(bad).bytes(keys.signHere(message));
            const auto proof = readProof(out.view());
            if (!proof) continue;
            ++read;
            if (is(*proof, Contradiction::none)) continue;
            // Words, times and names are its maker's; what it shows is the hub's own.
            QVERIFY(proof->hub == hub().publicPart() && proof->fingerprint == founding().id);
            QVERIFY(proof->finding.commits[0].hash == twoHistories().commits[0].hash);
            QVERIFY(proof->finding.commits[1].hash == twoHistories().commits[1].hash);
        }
        QVERIFY(read > 0);
    }

    /// Somebody who signs their own file can claim what they like; the founding is held to the fingerprint.
    void aMadeUpOfficeIsAnotherOffice() {
        Event first = founding();
        const auto keys = author();
        Digest other = first.id;
        other.bytes[0] ^= 1;
        QVERIFY(!readProof(writeProof(twoHistories(), {kPerson, keys, other, first.bytes}, moment()).value()));
        const Event note = noteEvent();
        QVERIFY(!readProof(writeProof(twoHistories(), {kPerson, keys, note.id, note.bytes}, moment()).value()));
    }

    void theSameFindingHasOneKey() {
        Finding again = twoHistories();
        again.what = {"In other words", "换言之"};
        QCOMPARE(keyOf(again), keyOf(twoHistories()));
        Finding seen{{"Seen", "所见"}, "commit 7", Contradiction::none, {}, {}};
        const Digest key = keyOf(seen);
        seen.where = "commit 8";
        QVERIFY(keyOf(seen) != key);
    }

    void headsNameTheLastOnesAndFewBefore() {
        QCOMPARE(headNumbers(1), std::vector<std::uint64_t>{1});
        QVERIFY(headNumbers(0).empty());
        for (const std::uint64_t last : {2ULL, 255ULL, 256ULL, 257ULL, 1'000ULL, 5'000'000ULL}) {
            const auto numbers = headNumbers(last);
            QVERIFY(numbers.size() <= kHeadsCommits);
            QCOMPARE(numbers.front(), last);
            QCOMPARE(numbers.back(), std::uint64_t{1});
            QVERIFY(std::ranges::is_sorted(numbers, std::ranges::greater{}));
            QVERIFY(std::ranges::adjacent_find(numbers) == numbers.end());
            for (std::size_t i = 0; i < std::min<std::size_t>(kHeadsDense, last); ++i) QCOMPARE(numbers[i], last - i);
        }
    }

    void headsTravelAsFileCodeAndWords() {
        const auto keys = author();
        const std::vector commits{commitOf(9, 1, 2, hub()), commitOf(8, 1, 3, hub())};
        const Bytes file = writeHeads(founding().id, kPerson, keys, moment(), commits).value();
        const auto read = readHeads(file);
        QVERIFY(read && read->commits.size() == 2 && read->commits[1].hash == commits[1].hash);
        QVERIFY(isSignedBy(*read, keys.publicPart()) && !isSignedBy(*read, hub().publicPart()));
        for (std::size_t size = 0; size < 40; ++size) { // of every length that bits can end in
            const Bytes some = counting(7, size);
            const auto back = readHeadsCode(headsCode(some));
            QVERIFY(back && *back == some);
        }
        const std::string code = headsCode(file);
        QVERIFY(readHeadsCode(" " + code.substr(0, 60) + "\r\n" + code.substr(60) + "\n") == file);
        QVERIFY(!readHeadsCode(code.substr(1)) && !readHeadsCode(code + "!") && !readHeadsCode(""));
        const std::string words = headWords(commits.front());
        const auto typed = readHeadWords("  " + words);
        QVERIFY(typed && typed->number == 9 && commits.front().hash.hex().starts_with(typed->digits));
        for (const char* bad : {"", "9", "9 abcd", "0 0123456789abcdef", "9abc 0123456789abcdef", "9 0123456789abcdeg",
                                "99999999999999999999999 0123456789abcdef"})
            QVERIFY2(!readHeadWords(bad), bad);
        QVERIFY(readHeadWords("9:0123-4567-89AB-CDEF")->digits == "0123456789abcdef");
    }

    void hostileHeadsAreRefused() {
        const auto keys = author();
        const Bytes good = writeHeads(founding().id, kPerson, keys, moment(),
                                      std::vector{commitOf(9, 1, 2, hub()), commitOf(8, 1, 3, hub())})
                               .value();
        for (std::size_t size = 0; size < good.size(); ++size) QVERIFY(!readHeads(ByteView(good).first(size)));
        QVERIFY(readHeads(Bytes(kHeadsLimit + 1)).error().code == Code::tooLarge);
        const std::vector<std::vector<Commit>> bad = {{},
                                                      {commitOf(8, 1, 3, hub()), commitOf(9, 1, 2, hub())},
                                                      {commitOf(9, 1, 3, hub()), commitOf(9, 1, 2, hub())},
                                                      {commitOf(0, 1, 3, hub())},
                                                      std::vector(kHeadsCommits + 1, commitOf(9, 1, 3, hub()))};
        for (const auto& commits : bad)
            QVERIFY(!readHeads(writeHeads(founding().id, kPerson, keys, moment(), commits).value()));
    }
};

QTEST_GUILESS_MAIN(TestFinding)
#include "test_finding.moc"
