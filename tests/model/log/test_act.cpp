// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"
#include "model/log/act.h"
#include "model/log/chain.h"
#include "tests/crypto/suites.h"

#include <QtTest>

using namespace model;

namespace {

const Instant kTime{std::chrono::milliseconds{1'772'586'000'000}};

std::vector<Digest> digests(std::size_t count) {
    std::vector<Digest> out(count);
    for (std::size_t i = 0; i < count; ++i) out[i].bytes.fill(static_cast<std::uint8_t>(i + 1));
    return out;
}

Bytes flipped(Bytes bytes, std::size_t bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    return bytes;
}

} // namespace

/// Acts and commits: one signature over the events of one act, and one of the hub over the links of one transaction.
class TestAct : public QObject {
    Q_OBJECT

    static crypto::Identity identity(std::uint64_t seed) {
        const auto random = crypto::seededRandom(seed);
        return crypto::Identity::generate(currentSuite(), *random);
    }

private slots:
    void actCoversItsEventsInOrder_data() { addSuites(); }
    void actCoversItsEventsInOrder() {
        const auto author = identity(1);
        const auto other = identity(2);
        const auto events = digests(5);
        PersonId me;
        me.bytes.fill(4);
        const Act act = signAct(author, me, kTime, events, {{me.bytes, {1, 2, 3}}}).value();
        const auto read = readAct(act.bytes, act.signature);
        QVERIFY(read);
        QCOMPARE(read->id, act.id);
        QCOMPARE(read->author, me);
        QCOMPARE(read->count, 5u);
        QCOMPARE(read->envelopes.size(), 1u);
        QVERIFY(read->envelopes[0].sealed == (Bytes{1, 2, 3}));
        QVERIFY(verifyAct(*read, author.publicPart(), events));
        QVERIFY(!verifyAct(*read, other.publicPart(), events));

        auto wrong = events;
        std::swap(wrong[1], wrong[3]);
        QVERIFY(!verifyAct(act, author.publicPart(), wrong));
        wrong = events;
        wrong.pop_back();
        QVERIFY(!verifyAct(act, author.publicPart(), wrong));
        wrong = events;
        wrong.push_back(events[0]);
        QVERIFY(!verifyAct(act, author.publicPart(), wrong));
        wrong = events;
        wrong[0].bytes[0] ^= 1;
        QVERIFY(!verifyAct(act, author.publicPart(), wrong));
        QVERIFY(!verifyAct(act, author.publicPart(), {}));
        // The same root under another count is another tree.
        Act counted = act;
        counted.count = 4;
        QVERIFY(!verifyAct(counted, author.publicPart(), events));
    }

    void everyFlippedBitOfAnActShows_data() { addSuites(); }
    void everyFlippedBitOfAnActShows() {
        const auto author = identity(1);
        const auto events = digests(3);
        PersonId me;
        const Act act = signAct(author, me, kTime, events, {{me.bytes, Bytes(40, 7)}}).value();
        for (std::size_t bit = 0; bit < act.bytes.size() * 8; ++bit) {
            const auto read = readAct(flipped(act.bytes, bit), act.signature);
            if (!read) continue;
            QVERIFY(read->id != act.id);
            if (bit % 5 == 0)
                QVERIFY2(!verifyAct(*read, author.publicPart(), events), qPrintable(QString::number(bit)));
        }
        for (std::size_t bit = 0; bit < act.signature.size() * 8; bit += 3) {
            const auto read = readAct(act.bytes, flipped(act.signature, bit));
            QVERIFY(read);
            QVERIFY(!verifyAct(*read, author.publicPart(), events));
        }
        QVERIFY(!verifyAct(*readAct(act.bytes, {}), author.publicPart(), events));
    }

    void anActIsNotACommit_data() { addSuites(); }
    void anActIsNotACommit() {
        // A signature over the same bytes made for another purpose must not pass.
        const auto author = identity(1);
        const auto events = digests(1);
        Act act = signAct(author, {}, kTime, events, {}).value();
        Bytes message = crypto::toBytes(crypto::asBytes("touchstone commit\n"));
        crypto::append(message, act.bytes);
        act.signature = author.signHere(message);
        QVERIFY(!verifyAct(act, author.publicPart(), events));
    }

    void envelopeIsBoundToAuthorAndReader_data() { addSuites(); }
    void envelopeIsBoundToAuthorAndReader() {
        const auto random = crypto::seededRandom(3);
        const auto reader = identity(5);
        PersonId author;
        author.bytes.fill(1);
        PersonId other;
        other.bytes.fill(2);
        const auto sealed = crypto::sealTo(reader.publicPart(), crypto::asBytes("secret"),
                                           envelopeContext(author, other.bytes), *random);
        QVERIFY(sealed);
        QVERIFY(crypto::openSealed(reader, *sealed, envelopeContext(author, other.bytes)));
        QVERIFY(!crypto::openSealed(reader, *sealed, envelopeContext(other, other.bytes)));
        QVERIFY(!crypto::openSealed(reader, *sealed, envelopeContext(author, author.bytes)));
        QVERIFY(!crypto::openSealed(identity(6), *sealed, envelopeContext(author, other.bytes)));
    }

    void linkHashFollowsEveryField_data() { addSuites(); }
    void linkHashFollowsEveryField() {
        const crypto::Suite suite = currentSuite();
        Link link;
        link.caseId.bytes.fill(1);
        link.seq = 3;
        link.previous.bytes.fill(2);
        link.event.bytes.fill(3);
        link.time = kTime;
        const Digest hash = linkHash(suite, link);
        std::vector<Link> others(5, link);
        others[0].caseId.bytes[0] ^= 1;
        ++others[1].seq;
        others[2].previous.bytes[31] ^= 1;
        others[3].event.bytes[0] ^= 128;
        others[4].time += std::chrono::milliseconds(1);
        for (const auto& other : others) QVERIFY(linkHash(suite, other) != hash);
        QCOMPARE(linkHash(suite, link), crypto::digest(suite, encodeLink(link)));
    }

    void commitsAreAChain_data() { addSuites(); }
    void commitsAreAChain() {
        const auto hub = identity(9);
        const auto links = digests(4);
        const Commit first = signCommit(hub, 1, {}, kTime, links);
        const Commit second = signCommit(hub, 2, first.hash, kTime, std::span(links).first(1));
        const auto read = readCommit(second.bytes, second.signature);
        QVERIFY(read);
        QCOMPARE(read->hash, second.hash);
        QVERIFY(verifyCommit(first, hub.publicPart(), {}, links));
        QVERIFY(verifyCommit(*read, hub.publicPart(), first.hash, std::span(links).first(1)));

        QVERIFY(!verifyCommit(*read, hub.publicPart(), {}, std::span(links).first(1)));
        QVERIFY(!verifyCommit(*read, hub.publicPart(), second.hash, std::span(links).first(1)));
        QVERIFY(!verifyCommit(*read, hub.publicPart(), first.hash, std::span(links).first(2)));
        QVERIFY(!verifyCommit(*read, hub.publicPart(), first.hash, std::span(links).subspan(1, 1)));
        QVERIFY(!verifyCommit(*read, identity(10).publicPart(), first.hash, std::span(links).first(1)));
        auto reordered = links;
        std::swap(reordered[0], reordered[1]);
        QVERIFY(!verifyCommit(first, hub.publicPart(), {}, reordered));
    }

    void everyFlippedBitOfACommitShows_data() { addSuites(); }
    void everyFlippedBitOfACommitShows() {
        const auto hub = identity(9);
        const auto links = digests(2);
        const Commit commit = signCommit(hub, 1, {}, kTime, links);
        for (std::size_t bit = 0; bit < commit.bytes.size() * 8; ++bit) {
            const auto read = readCommit(flipped(commit.bytes, bit), commit.signature);
            if (!read) continue;
            QVERIFY(read->hash != commit.hash);
            if (bit % 3 == 0)
                QVERIFY2(!verifyCommit(*read, hub.publicPart(), {}, links), qPrintable(QString::number(bit)));
        }
        for (std::size_t bit = 0; bit < commit.signature.size() * 8; bit += 3) {
            QVERIFY(
                !verifyCommit(*readCommit(commit.bytes, flipped(commit.signature, bit)), hub.publicPart(), {}, links));
        }
    }
};

QTEST_APPLESS_MAIN(TestAct)
#include "test_act.moc"
