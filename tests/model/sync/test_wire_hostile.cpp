// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crypto/suites.h"
#include "tests/support/wire_values.h"

#include <QElapsedTimer>

using namespace model;

namespace {

template <typename T>
T good(Result<T> result) {
    if (!result) qFatal("%s", sentence(result.error(), Language::en).c_str());
    return *std::move(result);
}

/// A message, and the bytes that come of reading and writing it again.
struct Message {
    const char* name;
    Bytes bytes;
    std::function<Result<Bytes>(ByteView)> again;
};

/// Reads with one function and writes what came of it with the other.
template <class Read, class Encode>
std::function<Result<Bytes>(ByteView)> again(Read read, Encode encode) {
    return [read, encode](ByteView bytes) -> Result<Bytes> {
        TRY_ASSIGN(const auto value, read(bytes));
        return encode(value);
    };
}

// An answer may be without anything that has a suite, so that of the message is taken.

Result<Bytes> changesAgain(ByteView bytes) {
    TRY_ASSIGN(const auto read, wire::readChangesAnswer(bytes));
    return wire::encodeChangesAnswer(read, crypto::Suite(bytes[2]));
}

Result<Bytes> historyAgain(ByteView bytes) {
    TRY_ASSIGN(const auto read, wire::readHistoryAnswer(bytes));
    return wire::encodeHistoryAnswer(read, crypto::Suite(bytes[2]));
}

/// Messages with events.
void appendLarge(std::vector<Message>& to, WireValues& values) {
    const auto one = values.id<CaseId>();
    const Seen seen{3, values.digest()};
    auto erased = values.event(values.id<CaseId>(), seen, 240);
    erased.sealed.clear();
    const std::vector<Submission> acts = {
        values.sign({values.event(one, {}, 240, 52, "report.received"), values.event(one, seen, 0)}, true),
        values.sign({erased})};
    to.push_back(
        {"submit", good(wire::encodeSubmitRequest(acts)), again(wire::readSubmitRequest, wire::encodeSubmitRequest)});
    const auto suite = values.suite();
    to.push_back({"changes answer", good(wire::encodeChangesAnswer(values.someOfEverything(), suite)), changesAgain});
    to.push_back({"empty changes answer", good(wire::encodeChangesAnswer(values.changes(), suite)), changesAgain});
    to.push_back({"history answer", good(wire::encodeHistoryAnswer(values.someHistory(), suite)), historyAgain});
    to.push_back({"empty history answer", good(wire::encodeHistoryAnswer({}, suite)), historyAgain});
}

/// One of each, no larger than it has to be.
std::vector<Message> messages(crypto::Suite suite) {
    WireValues values(suite, 7);
    std::vector<Message> out;
    appendLarge(out, values);
    const auto add = [&](const char* name, Bytes bytes, auto read, auto encode) {
        out.push_back({name, std::move(bytes), again(read, encode)});
    };
    using namespace wire;
    add("submit answer", encodeSubmitAnswer(70'000), readSubmitAnswer, encodeSubmitAnswer);
    add("changes request", encodeChangesRequest({{300, 32, true, false}, 30}), readChangesRequest,
        encodeChangesRequest);
    add("history request", encodeHistoryRequest({values.id<CaseId>(), 300, 70'000, true}), readHistoryRequest,
        encodeHistoryRequest);
    const std::vector<Digest> ids = {values.digest(), values.digest()};
    add("refusals request", good(encodeRefusalsRequest(ids)), readRefusalsRequest, encodeRefusalsRequest);
    const std::vector<Refusal> refusals = {values.refusal(), values.refusal()};
    add("refusals answer", good(encodeRefusalsAnswer(refusals)), readRefusalsAnswer, encodeRefusalsAnswer);
    add("error", encodeErrorAnswer({refusals[0].reason, 30}), readErrorAnswer, encodeErrorAnswer);
    const HelloAnswer hello{1, 1, values.digest(), values.hub().publicPart(), values.now(), {}};
    add("hello", encodeHelloAnswer(hello), readHelloAnswer, encodeHelloAnswer);
    add("challenge request", encodeChallengeRequest(values.person()), readChallengeRequest, encodeChallengeRequest);
    add("challenge", encodeChallengeAnswer(values.bytes(32)), readChallengeAnswer, encodeChallengeAnswer);
    add("session request", encodeSessionRequest({values.person(), values.bytes(32), values.bytes(64)}),
        readSessionRequest, encodeSessionRequest);
    add("session", encodeSessionAnswer({values.bytes(32), values.now()}), readSessionAnswer, encodeSessionAnswer);
    return out;
}

/// The encoded items of a message by name, in the order of writing.
using Items = std::vector<std::pair<std::string, Bytes>>;

Bytes item(const std::function<void(CborWriter&)>& write) {
    CborWriter out;
    write(out);
    return std::move(out).take();
}
Bytes number(std::uint64_t value) {
    return item([&](CborWriter& out) { out.unsignedInt(value); });
}
Bytes bytesItem(ByteView value) {
    return item([&](CborWriter& out) { out.bytes(value); });
}
Bytes pairOf(std::uint64_t first, std::uint64_t second) {
    return item([&](CborWriter& out) { out.array(2).unsignedInt(first).unsignedInt(second); });
}
Bytes linkOf(std::uint64_t first, const Digest& second) {
    return item([&](CborWriter& out) { out.array(2).unsignedInt(first).bytes(second.view()); });
}
const Bytes kNull = {0xf6};

Bytes joined(const Items& items) {
    Bytes out;
    for (const auto& [name, bytes] : items) crypto::append(out, bytes);
    return out;
}
/// The message with another item in the place of one of these.
Bytes with(Items items, const std::string& name, const Bytes& bytes) {
    const auto found = std::ranges::find(items, name, &Items::value_type::first);
    if (found == items.end()) qFatal("no item %s", name.c_str());
    found->second = bytes;
    return joined(items);
}

/// An event of a case, after its place or case.
void appendEvent(Items& items, const std::string& prefix, const Bytes& kind) {
    items.insert(items.end(), {{prefix + "kind", kind},
                               {prefix + "time", number(0)},
                               {prefix + "seen", kNull},
                               {prefix + "epoch", number(0)},
                               {prefix + "nonce", bytesItem(Bytes(16, 3))},
                               {prefix + "clear", {0xa0}},
                               {prefix + "keys", {0x40}},
                               {prefix + "sealed", kNull}});
}
const Bytes kNote = {0x64, 'n', 'o', 't', 'e'};

/// Two links of one case in one commit, whose events are of one act.
Items changesItems() {
    Items items = {{"head", {0x89, 1, 1}},
                   {"base", bytesItem(Bytes(32))},
                   {"first", number(1)},
                   {"commits", {0x81, 0x84, 0}},
                   {"signature", bytesItem(Bytes(64))},
                   {"count", number(2)},
                   {"links", {0x40}},
                   {"histories", {0x80}},
                   {"acts", {0x81, 0x86}},
                   {"author", bytesItem(Bytes(16, 1))},
                   {"act", {0, 0x80}},
                   {"act signature", bytesItem(Bytes(64))},
                   {"act count", number(2)},
                   {"ids", {0x40}},
                   {"entries", {0x82}}};
    for (const std::string prefix : {"1 ", "2 "}) {
        const bool second = prefix == "2 ";
        items.push_back({prefix + "entry", {0x85}});
        items.push_back({prefix + "skipped", number(0)});
        items.push_back({prefix + "case", second ? kNull : bytesItem(Bytes(16, 2))});
        items.push_back({prefix + "before", kNull});
        items.push_back({prefix + "since", number(0)});
        items.push_back({prefix + "event", {0x89}});
        items.push_back({prefix + "in act", kNull});
        appendEvent(items, prefix, second ? number(0) : kNote);
    }
    items.push_back({"more", {0xf4}});
    return items;
}

/// Links 5 and 6 of a case, from two commits, whose events are of one act.
Items historyItems() {
    Items items = {{"head", {0x86, 1, 1, 0x83}}, {"case", bytesItem(Bytes(16, 2))},
                   {"first", number(5)},         {"previous", bytesItem(Bytes(32, 9))},
                   {"acts", {0x81, 0x86}},       {"author", bytesItem(Bytes(16, 1))},
                   {"act", {0, 0x80}},           {"act signature", bytesItem(Bytes(64))},
                   {"act count", number(2)},     {"ids", {0x40}},
                   {"entries", {0x82}}};
    for (const std::string prefix : {"1 ", "2 "}) {
        items.push_back({prefix + "entry", {0x84}});
        items.push_back({prefix + "since", number(0)});
        items.push_back({prefix + "commit", number(7)});
        items.push_back({prefix + "index", number(3)});
        items.push_back({prefix + "event", {0x89}});
        items.push_back({prefix + "in act", kNull});
        appendEvent(items, prefix, prefix == "2 " ? number(0) : kNote);
    }
    items.push_back({"more", {0xf4}});
    return items;
}

/// Histories of cases, each up to the same number.
Bytes owed(const std::vector<Bytes>& cases, std::uint64_t upTo) {
    return item([&](CborWriter& out) {
        out.array(cases.size());
        for (const auto& id : cases) out.array(2).bytes(id).unsignedInt(upTo);
    });
}

/// What may come of hostile bytes: an error in words, or a value that has these bytes and no others.
QString wrong(const Message& message, const Bytes& bytes, std::size_t& read) {
    const auto again = message.again(bytes);
    if (again) {
        ++read;
        return *again == bytes ? QString() : QString("%1: a second encoding").arg(message.name);
    }
    const Error& error = again.error();
    // Code::damaged would be the writer's: what was read cannot be written.
    const bool known = error.code == Code::malformed || error.code == Code::newer || error.code == Code::tooLarge;
    if (known && !error.what.en.empty() && !error.what.zh.empty()) return {};
    return QString("%1: %2").arg(message.name, QString::fromStdString(error.what.en));
}

} // namespace

/// Whatever bytes come from the other side, they are refused in words or have exactly one meaning.
class TestWireHostile : public QObject {
    Q_OBJECT

    static std::uint64_t seed() {
        const bool given = qEnvironmentVariableIsSet("TOUCHSTONE_SEED");
        const auto seed = given ? qEnvironmentVariable("TOUCHSTONE_SEED").toULongLong() : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        return seed;
    }

    /// An item that may not be what it is, and the reason that is given for it.
    struct Wrong {
        const char* item;
        Bytes instead;
        const char* why;
    };
    template <class Read>
    static void isRefused(Read read, const Items& items, const Wrong& wrong) {
        const auto refused = read(with(items, wrong.item, wrong.instead));
        QVERIFY2(!refused, qPrintable(QString("%1: %2").arg(wrong.item, wrong.why)));
        QCOMPARE(refused.error().code, Code::malformed);
        QVERIFY2(refused.error().what.en.contains(wrong.why),
                 qPrintable(QString("%1: %2").arg(wrong.item, QString::fromStdString(refused.error().what.en))));
    }

private slots:
    void everyMessageIsItself_data() { addSuites(); }
    void everyMessageIsItself() {
        for (const auto& message : messages(currentSuite())) {
            std::size_t read = 0;
            const auto found = wrong(message, message.bytes, read);
            QVERIFY2(found.isEmpty() && read == 1, qPrintable(message.name + (" " + found)));
        }
    }

    void cutAtEveryByte_data() { addSuites(); }
    void cutAtEveryByte() {
        for (const auto& message : messages(currentSuite())) {
            for (std::size_t size = 0; size < message.bytes.size(); ++size) {
                const auto cut = message.again(ByteView(message.bytes).first(size));
                QVERIFY2(!cut && cut.error().code == Code::malformed,
                         qPrintable(QString("%1 cut at %2").arg(message.name).arg(size)));
                QVERIFY(cut.error().what.en.contains("at byte"));
            }
            Bytes longer = message.bytes;
            longer.push_back(0);
            QCOMPARE(message.again(longer).error().code, Code::malformed);
        }
    }

    void flippedAtEveryByte_data() { addSuites(); }
    void flippedAtEveryByte() {
        std::mt19937_64 dice(seed());
        std::size_t read = 0;
        std::size_t all = 0;
        for (const auto& message : messages(currentSuite())) {
            for (std::size_t at = 0; at < message.bytes.size(); ++at, ++all) {
                Bytes flipped = message.bytes;
                flipped[at] ^= static_cast<std::uint8_t>(1U << dice() % 8);
                const auto found = wrong(message, flipped, read);
                QVERIFY2(found.isEmpty(), qPrintable(found + QString(" with a flip at %1").arg(at)));
            }
        }
        qInfo("%zu flips, %zu of them read as another value", all, read);
    }

    /// A head that promises 2^40 bytes or items in the place of every byte.
    void hugeCountsAreRefusedAtOnce() {
        QElapsedTimer timer;
        timer.start();
        std::size_t read = 0;
        for (const auto& message : messages(crypto::Suite::intl1)) {
            for (std::size_t at = 0; at < message.bytes.size(); at += 1 + at / 200) {
                for (const std::uint8_t major : Bytes{0x1b, 0x3b, 0x5b, 0x7b, 0x9b, 0xbb}) {
                    Bytes bytes(message.bytes.begin(), message.bytes.begin() + static_cast<std::ptrdiff_t>(at));
                    const Bytes head = {major, 0, 0, 1, 0, 0, 0, 0, 0};
                    bytes.insert(bytes.end(), head.begin(), head.end());
                    bytes.insert(bytes.end(), message.bytes.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                 message.bytes.end());
                    const auto found = wrong(message, bytes, read);
                    QVERIFY2(found.isEmpty(), qPrintable(found + QString(" with a count at %1").arg(at)));
                }
            }
        }
        qInfo("%zu were read, as numbers that may be so large; %lld ms", read, static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 60'000);
        // Counts within their limits, and nothing there.
        const auto begin = [](std::uint64_t items) { // a message of the first suite
            CborWriter out;
            out.array(items).unsignedInt(1).unsignedInt(1);
            return out;
        };
        const Bytes signature(64);
        auto links = begin(9);
        links.bytes(Bytes(32)).unsignedInt(1).array(1).array(4).signedInt(0).bytes(signature);
        links.unsignedInt(kCommitLinkLimit).bytes({}).array(0).array(0).array(0).boolean(false);
        QVERIFY(wire::readChangesAnswer(links.view()).error().what.en.contains("a count that is not what is there"));
        auto ids = begin(6);
        ids.null().array(1).array(6).bytes(Bytes(16)).signedInt(0).array(0);
        ids.bytes(signature).unsignedInt(kActEventLimit).bytes({}).array(0).boolean(false);
        QVERIFY(wire::readHistoryAnswer(ids.view()).error().what.en.contains("an act that nothing here is of"));
    }

    /// What follows from the rest of a message must not be said, and what is said must be there.
    void aSecondEncodingOfAnAnswerIsRefused() {
        const auto items = changesItems();
        const auto read = good(wire::readChangesAnswer(joined(items)));
        QCOMPARE(good(wire::encodeChangesAnswer(read, crypto::Suite::intl1)), joined(items));
        const auto hash = linkHash(crypto::Suite::intl1, read.entries[0].link);
        const Digest other{};
        const std::vector<Wrong> wrongs = {
            {"2 case", bytesItem(Bytes(16, 2)), "named in full again"},
            {"2 case", number(0), "the same case again"},
            {"2 case", number(1), "number of nothing"},
            {"1 case", kNull, "not a byte string"},
            {"1 before", linkOf(1, other), "said what was due"},
            {"2 before", linkOf(2, hash), "said what was due"},
            {"2 before", linkOf(0, hash), "number of no link"},
            {"1 skipped", number(1), "place in no commit that is here"}, // the second one then
            {"2 skipped", number(1), "place in no commit that is here"},
            {"2 skipped", number(wire::kNumberLimit + 1), "number out of range"},
            {"2 in act", pairOf(0, 1), "said what was due"},
            {"2 in act", pairOf(0, 0), "the same place twice"},
            {"2 in act", pairOf(0, 2), "index out of range"},
            {"2 in act", pairOf(1, 0), "number of no act"},
            {"2 kind", kNote, "named in full again"},
            {"2 kind", number(1), "number of nothing"},
            {"2 seen", number(1), "said what was due"},
            {"2 seen", linkOf(1, hash), "the hash of a link that is here"},
            {"2 seen", linkOf(0, other), "the hash of a link that is here"},
            {"2 seen", number(7), "number of no link that is here"},
            {"2 epoch", number(1), "no event"},
            {"2 epoch", number(std::uint64_t{1} << 32), "epoch out of range"},
            {"2 clear", {0x80}, "no event"},
            {"2 sealed", {0x40}, "sealed part empty"},
            {"2 sealed", {0x41, 0}, "no event"},
            {"2 sealed", linkOf(5, other), "byte string"},
            {"histories", owed({Bytes(16, 2)}, 0), "number of no link"},
            {"histories", owed({Bytes(16, 2), Bytes(16, 2)}, 1), "named in full again"},
            {"more", kNull, "not true or false"},
        };
        for (const auto& wrong : wrongs) isRefused(wire::readChangesAnswer, items, wrong);
        Bytes twice = owed({Bytes(16, 2), Bytes(16, 3)}, 1);
        twice[0] = 0x83; // the first of them once more, by its number
        crypto::append(twice, Bytes{0x82, 0, 1});
        isRefused(wire::readChangesAnswer, items, {"histories", twice, "the same history twice"});
        // The same rules let other values pass.
        for (const auto& [name, instead] : Items{{"2 seen", number(0)},
                                                 {"2 seen", linkOf(1, other)},
                                                 {"2 before", linkOf(5, hash)},
                                                 {"2 before", linkOf(2, other)},
                                                 {"2 case", bytesItem(Bytes(16, 9))},
                                                 {"histories", owed({Bytes(16, 7), Bytes(16, 8)}, 1)},
                                                 {"more", {0xf5}}}) {
            const auto bytes = with(items, name, instead);
            QCOMPARE(good(wire::encodeChangesAnswer(good(wire::readChangesAnswer(bytes)), crypto::Suite::intl1)),
                     bytes);
        }
    }

    void anAnswerWithWrongCountsIsRefused() {
        const std::vector<Wrong> wrongs = {
            {"count", number(3), "a count that is not what is there"},
            {"count", number(0), "count out of range"},
            {"links", bytesItem(Bytes(31)), "no whole number of digests"},
            {"links", bytesItem(Bytes(32)), "a count that is not what is there"},
            {"act count", number(3), "a count that is not what is there"},
            {"ids", bytesItem(Bytes(32)), "a count that is not what is there"},
            {"signature", bytesItem(Bytes(63)), "byte string of the wrong length"},
            {"first", number(0), "commits without a number"},
            {"first", number(wire::kNumberLimit + 1), "number out of range"},
            {"head", {0x89, 1, 3}, "unknown suite"},
            {"head", {0x88, 1, 1}, "array of the wrong length"},
        };
        for (const auto& wrong : wrongs) isRefused(wire::readChangesAnswer, changesItems(), wrong);
    }

    void aSecondEncodingOfASubmissionIsRefused() {
        Items items = {{"head", {0x83, 1, 1, 0x81, 0x85}},
                       {"author", bytesItem(Bytes(16, 1))},
                       {"time", number(0)},
                       {"envelopes", {0x80}},
                       {"signature", bytesItem(Bytes(64))},
                       {"events", {0x82}},
                       {"1 event", {0x89}},
                       {"1 case", bytesItem(Bytes(16, 2))}};
        appendEvent(items, "1 ", kNote);
        items.insert(items.end(), {{"2 event", {0x89}}, {"2 case", kNull}});
        appendEvent(items, "2 ", number(0));
        const auto read = good(wire::readSubmitRequest(joined(items)));
        QCOMPARE(good(wire::encodeSubmitRequest(read)), joined(items));
        Bytes envelope = {0x81, 0x82};
        crypto::append(envelope, bytesItem(Bytes(16, 1)));
        envelope.push_back(0x40);
        const auto tooMuch = item(
            [](CborWriter& out) { out.array(1).array(2).bytes(Bytes(16, 7)).bytes(Bytes(wire::kEnvelopesLimit + 1)); });
        const std::vector<Wrong> wrongs = {
            {"head", {0x83, 1, 1, 0x80}, "no acts"},
            {"events", {0x80}, "an act without events"},
            {"envelopes", tooMuch, "envelopes over their limit"},
            {"envelopes", envelope, "named in full again"}, // the author by another name
            {"1 case", kNull, "not a byte string"},
            {"2 case", bytesItem(Bytes(16, 2)), "named in full again"},
            {"2 case", number(0), "the same case again"},
            {"1 seen", linkOf(0, {}), "the same place again"},
            {"2 seen", linkOf(0, {}), "the same place again"},
            {"2 kind", kNote, "named in full again"},
            {"2 kind", {0x60}, "no event"},
        };
        for (const auto& wrong : wrongs) isRefused(wire::readSubmitRequest, items, wrong);
    }

    void aSecondEncodingOfAHistoryIsRefused() {
        const auto items = historyItems();
        const auto read = good(wire::readHistoryAnswer(joined(items)));
        QCOMPARE(good(wire::encodeHistoryAnswer(read, crypto::Suite::intl1)), joined(items));
        QCOMPARE(read.entries[1].link.seq, 6u);
        QCOMPARE(read.entries[1].commit, 14u);
        QCOMPARE(read.entries[1].commitIndex, 3u);
        const auto hash = linkHash(crypto::Suite::intl1, read.entries[0].link);
        const std::vector<Wrong> wrongs = {
            {"first", number(0), "number of no link"},
            {"first", number(wire::kNumberLimit), "number out of range"},
            {"entries", {0x80}, "links of no case, or a case without links"},
            {"1 commit", number(0), "place out of range"},
            {"2 commit", number(wire::kNumberLimit), "place out of range"},
            {"2 index", number(kCommitLinkLimit), "place out of range"},
            {"act count", number(3), "a count that is not what is there"},
            {"2 in act", pairOf(0, 1), "said what was due"},
            {"2 in act", pairOf(0, 0), "the same place twice"},
            {"2 seen", number(5), "said what was due"},
            {"2 seen", number(3), "number of no link that is here"},
            {"2 seen", linkOf(5, hash), "the hash of a link that is here"},
            {"more", kNull, "not true or false"},
        };
        for (const auto& wrong : wrongs) isRefused(wire::readHistoryAnswer, items, wrong);
        for (const auto& [name, instead] : Items{{"2 seen", number(4)},
                                                 {"2 commit", number(0)},
                                                 {"2 index", number(0)},
                                                 {"1 since", number(77)},
                                                 {"more", {0xf5}}}) {
            const auto bytes = with(items, name, instead);
            QCOMPARE(good(wire::encodeHistoryAnswer(good(wire::readHistoryAnswer(bytes)), crypto::Suite::intl1)),
                     bytes);
        }
    }

    void theLimitOfEventsIsOfAllActs() {
        const auto message = [](std::size_t each) {
            Items items = {{"head", {0x83, 1, 1, 0x82}}};
            for (const bool second : {false, true}) {
                items.push_back({"act", {0x85}});
                items.push_back({"author", second ? number(0) : bytesItem(Bytes(16, 1))});
                items.push_back({"time and envelopes", {0, 0x80}});
                items.push_back({"signature", bytesItem(Bytes(64))});
                items.push_back({"events", item([&](CborWriter& out) { out.array(each); })});
                for (std::size_t i = 0; i < each; ++i) {
                    const bool first = !second && i == 0;
                    items.push_back({"event", {0x89}});
                    items.push_back({"case", first ? bytesItem(Bytes(16, 2)) : kNull});
                    appendEvent(items, "", first ? kNote : number(0));
                }
            }
            return joined(items);
        };
        QVERIFY(wire::readSubmitRequest(message(kBatchEvents / 2)));
        const auto refused = wire::readSubmitRequest(message(kBatchEvents / 2 + 1));
        QVERIFY(!refused && refused.error().code == Code::malformed);
    }

    void limitsAreKept() {
        const auto tooLarge = [](const auto& result) { return !result && result.error().code == Code::tooLarge; };
        QVERIFY(tooLarge(wire::readSubmitRequest(Bytes(wire::kSubmitLimit + 1))));
        QVERIFY(tooLarge(wire::readChangesAnswer(Bytes(wire::kAnswerLimit + 1))));
        QVERIFY(tooLarge(wire::readHistoryAnswer(Bytes(wire::kAnswerLimit + 1))));
        QVERIFY(tooLarge(wire::readRefusalsRequest(Bytes(wire::kAskLimit + 1))));
        QVERIFY(tooLarge(wire::readRefusalsAnswer(Bytes(wire::kAnswerLimit + 1))));
        QVERIFY(tooLarge(wire::readErrorAnswer(Bytes(wire::kSmallLimit + 1))));
        for (const wire::ChangesRequest& wrong : {wire::ChangesRequest{{wire::kNumberLimit + 1, 1, false, false}, 0},
                                                  wire::ChangesRequest{{0, 0, false, false}, 0},
                                                  wire::ChangesRequest{{0, wire::kCommitLimit + 1, false, false}, 0},
                                                  wire::ChangesRequest{{0, 1, false, false}, wire::kWaitLimit + 1}}) {
            QCOMPARE(wire::readChangesRequest(wire::encodeChangesRequest(wrong)).error().code, Code::malformed);
        }
        for (const HistoryAsk& wrong :
             {HistoryAsk{{}, wire::kNumberLimit + 1, 1, false}, HistoryAsk{{}, 1, wire::kNumberLimit + 1, false}})
            QCOMPARE(wire::readHistoryRequest(wire::encodeHistoryRequest(wrong)).error().code, Code::malformed);
        WireValues values(crypto::Suite::intl1);
        std::vector<Event> events;
        for (std::size_t i = 0; i <= kBatchEvents; ++i) events.push_back(values.event(values.id<CaseId>(), {}, 0));
        const auto many = values.sign(events);
        QVERIFY(tooLarge(wire::encodeSubmitRequest(std::span(&many, 1))));
        std::vector<Event> large;
        for (int i = 0; i < 9; ++i) large.push_back(values.event(values.id<CaseId>(), {}, 1'000'000));
        const auto act = values.sign(large); // 9 MB
        auto changes = values.changes();
        values.seal(changes, {act}, [](const auto&) { return WireValues::Sight::all; });
        QVERIFY(tooLarge(wire::encodeSubmitRequest(std::span(&act, 1))));
        QVERIFY(tooLarge(wire::encodeChangesAnswer(changes, values.suite())));
        for (const auto& wrong : {wire::Limits{0, 1, 1, 1, 0}, wire::Limits{1, 1, wire::kAnswerLimit + 1, 1, 0},
                                  wire::Limits{1, 1, 1, 1, wire::kWaitLimit + 1}}) {
            const wire::HelloAnswer hello{1, 1, {}, values.hub().publicPart(), values.now(), wrong};
            QVERIFY(
                wire::readHelloAnswer(wire::encodeHelloAnswer(hello)).error().what.en.contains("limit out of range"));
        }
        // Another version is told from damage, however many members it has.
        const Bytes next = {0x81, 0x02};
        QCOMPARE(wire::readChangesAnswer(next).error().code, Code::newer);
        QCOMPARE(wire::readHelloAnswer(next).error().code, Code::newer);
    }

    void randomMutations() {
        std::mt19937_64 dice(seed());
        auto all = messages(crypto::Suite::intl1);
        std::ranges::move(messages(crypto::Suite::gm1), std::back_inserter(all));
        const std::vector<Bytes> odd = {{0xf6},       {0x00},
                                        {0x40},       {0x80},
                                        {0xa0},       {0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
                                        {0x20},       {0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
                                        {0x18, 0x17}, {0x9f},
                                        {0xff},       {0xc0, 0x00},
                                        {0xfb}};
        std::size_t read = 0;
        for (int round = 0; round < 20'000; ++round) {
            const auto& message = all[dice() % all.size()];
            Bytes bytes = message.bytes;
            for (auto left = 1 + dice() % 3; left > 0 && !bytes.empty(); --left) {
                const auto at = static_cast<std::ptrdiff_t>(dice() % bytes.size());
                const auto rest = static_cast<std::ptrdiff_t>(bytes.size()) - at;
                const auto size = static_cast<std::ptrdiff_t>(
                    1 + dice() % static_cast<std::size_t>(std::min<std::ptrdiff_t>(rest, 40)));
                const Bytes piece(bytes.begin() + at, bytes.begin() + at + size);
                const auto& insert = odd[dice() % odd.size()];
                const auto& other = all[dice() % all.size()].bytes;
                switch (dice() % 6) {
                case 0: bytes[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << dice() % 8); break;
                case 1: bytes.erase(bytes.begin() + at, bytes.begin() + at + size); break;
                case 2: bytes.insert(bytes.begin() + at, piece.begin(), piece.end()); break;
                case 3: bytes.insert(bytes.begin() + at, insert.begin(), insert.end()); break;
                case 4:
                    bytes.erase(bytes.begin() + at);
                    bytes.insert(bytes.begin() + at, insert.begin(), insert.end());
                    break;
                default: {
                    const auto from = static_cast<std::ptrdiff_t>(dice() % other.size());
                    bytes.resize(static_cast<std::size_t>(at));
                    bytes.insert(bytes.end(), other.begin() + from, other.end());
                }
                }
            }
            const auto found = wrong(message, bytes, read);
            QVERIFY2(found.isEmpty(), qPrintable(found + QString(" in round %1").arg(round)));
        }
        qInfo("20,000 mutations, %zu of them read as another value", read);
    }
};

QTEST_GUILESS_MAIN(TestWireHostile)
#include "test_wire_hostile.moc"
