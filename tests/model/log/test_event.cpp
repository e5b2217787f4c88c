// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"
#include "model/log/act.h"
#include "tests/crypto/suites.h"

#include <QtTest>
#include <functional>

using namespace model;

namespace {

Bytes body(std::string_view text) {
    CborWriter out;
    out.map(1).text("stage").text(text);
    return std::move(out).take();
}

EventHeader header(crypto::Suite suite) {
    EventHeader header;
    header.suite = suite;
    header.caseId.bytes.fill(1);
    header.author.bytes.fill(2);
    header.kind = "step.taken";
    header.time = Instant{std::chrono::milliseconds{1'772'586'000'000}};
    header.seen.seq = 7;
    header.seen.link.bytes.fill(3);
    header.epoch = 1;
    header.nonce = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    header.clear = body("received");
    header.keys = {9, 8, 7};
    return header;
}

crypto::Secret keyOf(std::uint8_t fill) { return crypto::Secret(Bytes(32, fill)); }

Event sealedEvent(crypto::Suite suite) {
    EventHeader bound = header(suite);
    PartSealer sealer(suite);
    Bytes sealed = sealer.seal(bound, keyOf(5), crypto::asBytes("what only the case's readers may see"));
    return makeEvent(std::move(bound), std::move(sealed));
}

} // namespace

/// Events: one encoding each, an id that follows from every bit, and a sealed part that belongs to one header only.
class TestEvent : public QObject {
    Q_OBJECT

private slots:
    void roundTrip_data() { addSuites(); }
    void roundTrip() {
        const Event made = sealedEvent(currentSuite());
        const auto read = readEvent(made.bytes, made.sealed);
        QVERIFY(read);
        QCOMPARE(read->id, made.id);
        QCOMPARE(read->header.kind, made.header.kind);
        QCOMPARE(read->header.seen, made.header.seen);
        QVERIFY(read->header.clear == made.header.clear && read->header.keys == made.header.keys);
        QVERIFY(read->header.sealedHash == made.header.sealedHash);
        QVERIFY(makeEvent(read->header, read->sealed).bytes == made.bytes);
        QVERIFY(readEvent(made.bytes, {})); // a reader who is not given the sealed part
    }

    void everyFlippedBitShows_data() { addSuites(); }
    void everyFlippedBitShows() {
        const Event made = sealedEvent(currentSuite());
        for (std::size_t bit = 0; bit < made.bytes.size() * 8; ++bit) {
            Bytes bytes = made.bytes;
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const auto read = readEvent(bytes, {});
            if (!read) continue;
            QVERIFY2(read->id != made.id, qPrintable(QString::number(bit)));
            // What is accepted is the one encoding of what it says, so no two byte strings are one event.
            EventHeader again = read->header;
            if (!again.sealedHash) QVERIFY(makeEvent(again, {}).bytes == bytes);
        }
        for (std::size_t bit = 0; bit < made.sealed.size() * 8; ++bit) {
            Bytes sealed = made.sealed;
            sealed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const auto read = readEvent(made.bytes, sealed);
            QVERIFY(!read);
            QCOMPARE(read.error().code, Code::damaged);
        }
    }

    void everyCutAndEveryTailIsRefused() {
        const Event made = sealedEvent(crypto::Suite::intl1);
        for (std::size_t size = 0; size < made.bytes.size(); ++size)
            QVERIFY(!readEvent(ByteView(made.bytes).first(size), {}));
        Bytes longer = made.bytes;
        longer.push_back(0);
        QVERIFY(!readEvent(longer, {}));
    }

    void otherEncodingsAreRefused() {
        EventHeader plain = header(crypto::Suite::intl1);
        plain.epoch = 0;
        const Bytes good = makeEvent(plain, {}).bytes;
        QVERIFY(readEvent(good, {}));
        Bytes wide = good; // the array's 13 in two bytes instead of one
        wide[0] = 0x98;
        wide.insert(wide.begin() + 1, 13);
        QVERIFY(!readEvent(wide, {}));
        Bytes indefinite = good;
        indefinite[0] = 0x9f;
        indefinite.push_back(0xff);
        QVERIFY(!readEvent(indefinite, {}));
        Bytes format = good; // format 1 in two bytes
        format[1] = 0x18;
        format.insert(format.begin() + 2, 1);
        QVERIFY(!readEvent(format, {}));
        Bytes tagged = good;
        tagged.insert(tagged.begin(), 0xc1);
        QVERIFY(!readEvent(tagged, {}));
        const std::vector<Bytes> bodies = {
            {0x80},                                   // an array
            {0xa2, 0x61, 'b', 0x01, 0x61, 'a', 0x02}, // keys out of order
            {0xa2, 0x61, 'a', 0x01, 0x61, 'a', 0x02}, // a key twice
            {0xbf, 0xff},                             // indefinite
            {0xa1, 0x61, 'a', 0x18, 0x01},            // 1 in two bytes
            {0xa1, 0x61, 'a', 0xf9, 0x3c, 0x00},      // a float
            {0xa1, 0x61, 0xff, 0x01},                 // not UTF-8
        };
        for (const auto& clear : bodies) {
            EventHeader odd = plain;
            odd.clear = clear;
            QVERIFY2(!readEvent(makeEvent(odd, {}).bytes, {}), crypto::toHex(clear).c_str());
        }
    }

    void newerFormatSaysSo() {
        Bytes bytes = sealedEvent(crypto::Suite::intl1).bytes;
        bytes[1] = 2;
        const auto read = readEvent(bytes, {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, Code::newer);
    }

    void sealedPartIsBoundToEveryClearField_data() { addSuites(); }
    void sealedPartIsBoundToEveryClearField() {
        const crypto::Suite suite = currentSuite();
        const Event made = sealedEvent(suite);
        PartSealer sealer(suite);
        const auto opened = sealer.open(made, keyOf(5));
        QVERIFY(opened);
        QCOMPARE(crypto::asText(*opened), "what only the case's readers may see");
        QVERIFY(!sealer.open(made, keyOf(6)));
        const std::vector<std::pair<const char*, std::function<void(EventHeader&)>>> changes = {
            {"case", [](EventHeader& h) { h.caseId.bytes[15] ^= 1; }},
            {"author", [](EventHeader& h) { h.author.bytes[0] ^= 1; }},
            {"kind", [](EventHeader& h) { h.kind = "step.takeN"; }},
            {"time", [](EventHeader& h) { h.time += std::chrono::milliseconds(1); }},
            {"seen number", [](EventHeader& h) { ++h.seen.seq; }},
            {"seen link", [](EventHeader& h) { h.seen.link.bytes[31] ^= 1; }},
            {"epoch", [](EventHeader& h) { ++h.epoch; }},
            {"nonce", [](EventHeader& h) { h.nonce[0] ^= 1; }},
            {"last of the nonce", [](EventHeader& h) { h.nonce[15] ^= 1; }},
            {"clear body", [](EventHeader& h) { h.clear = body("receiveD"); }},
            {"keys", [](EventHeader& h) { h.keys.push_back(1); }},
            {"suite",
             [](EventHeader& h) {
                 h.suite = h.suite == crypto::Suite::intl1 ? crypto::Suite::gm1 : crypto::Suite::intl1;
             }},
        };
        for (const auto& [name, change] : changes) {
            Event other = made;
            change(other.header);
            const auto refused = sealer.open(other, keyOf(5));
            QVERIFY2(!refused, name);
            QCOMPARE(refused.error().code, Code::damaged);
        }
    }

    void caseKeysOpenForTheirEventOnly_data() { addSuites(); }
    void caseKeysOpenForTheirEventOnly() {
        const crypto::Suite suite = currentSuite();
        const EventHeader at = header(suite);
        KeyWrapper wrapper(suite, keyOf(1));
        std::vector<KeyGrant> grants;
        grants.push_back({1, keyOf(11)});
        grants.push_back({0xfffffffe, keyOf(12)});
        const Bytes wrapped = wrapper.wrap(at.caseId, at.nonce, grants);
        const auto opened = wrapper.unwrap(at.caseId, at.nonce, wrapped);
        QVERIFY(opened && opened->size() == 2);
        QCOMPARE((*opened)[1].epoch, 0xfffffffeU);
        QVERIFY((*opened)[0].key == keyOf(11) && (*opened)[1].key == keyOf(12));

        CaseId otherCase = at.caseId;
        otherCase.bytes[3] ^= 1;
        QVERIFY(!wrapper.unwrap(otherCase, at.nonce, wrapped));
        for (std::size_t i = 0; i < at.nonce.size(); ++i) {
            auto nonce = at.nonce;
            nonce[i] ^= 1;
            QVERIFY(!wrapper.unwrap(at.caseId, nonce, wrapped));
        }
        QVERIFY(!KeyWrapper(suite, keyOf(2)).unwrap(at.caseId, at.nonce, wrapped));
        for (std::size_t i = 0; i < wrapped.size(); ++i) {
            Bytes changed = wrapped;
            changed[i] ^= 0x10;
            QVERIFY(!wrapper.unwrap(at.caseId, at.nonce, changed));
        }
        QVERIFY(!wrapper.unwrap(at.caseId, at.nonce, {}));
    }
};

QTEST_APPLESS_MAIN(TestEvent)
#include "test_event.moc"
