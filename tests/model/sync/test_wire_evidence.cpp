// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_evidence.h"

#include "crypto/random.h"
#include "model/base/cbor.h"

#include <QTest>

#include <random>

using namespace model;

namespace {

template <typename T>
T good(Result<T> result) {
    if (!result) qFatal("%s", sentence(result.error(), Language::en).c_str());
    return *std::move(result);
}

template <class T>
T idOf(std::uint8_t fill) {
    T id;
    id.bytes.fill(fill);
    return id;
}
Digest digestOf(std::uint8_t fill) {
    Digest digest;
    digest.bytes.fill(fill);
    return digest;
}
const EvidenceName kName{idOf<CaseId>(1), digestOf(2)};

wire::FillPart counting() {
    return [](std::span<std::uint8_t> out) -> Result<void> {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i);
        return {};
    };
}
wire::FillPart copying(ByteView bytes) {
    return [bytes](std::span<std::uint8_t> out) -> Result<void> {
        std::ranges::copy(bytes, out.begin());
        return {};
    };
}

wire::EvidenceAnswer someAnswer() {
    EvidenceHeld whole;
    whole.copies = {{idOf<PersonId>(3), digestOf(4)}, {idOf<PersonId>(1), digestOf(4)}};
    EvidenceHeld begun;
    begun.missing = {{0, 2}, {3, 1}, {70'000, 500}};
    return {whole, std::nullopt, begun};
}

/// A message, and the bytes that come of reading and writing it again.
struct Message {
    const char* name;
    Bytes bytes;
    std::function<Result<Bytes>(ByteView)> again;
};

std::vector<Message> messages() {
    using namespace wire;
    const std::vector<EvidenceName> names = {
        kName, {kName.caseId, digestOf(7)}, {idOf<CaseId>(9), digestOf(7)}, {kName.caseId, digestOf(8)}};
    return {
        {"have", good(encodeEvidenceAsk(names)),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidenceAsk(bytes));
             return encodeEvidenceAsk(read);
         }},
        {"have answer", good(encodeEvidenceAnswer(someAnswer())),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidenceAnswer(bytes));
             return encodeEvidenceAnswer(read);
         }},
        {"put", good(encodeEvidencePut(kName, 300, 40, counting())),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidencePut(bytes));
             return encodeEvidencePut(read.name, read.part, read.bytes.size(), copying(read.bytes));
         }},
        {"put answer", encodeEvidencePutAnswer(true),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidencePutAnswer(bytes));
             return encodeEvidencePutAnswer(read);
         }},
        {"get", encodeEvidenceGet({kName, idOf<PersonId>(5), 12}),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidenceGet(bytes));
             return encodeEvidenceGet(read);
         }},
        {"part", good(encodeEvidencePart(300, counting())),
         [](ByteView bytes) -> Result<Bytes> {
             TRY_ASSIGN(const auto read, readEvidencePart(bytes));
             return encodeEvidencePart(read.size(), copying(read));
         }},
    };
}

} // namespace

/// The messages about evidence come back as they were, have one encoding, and are refused in words where they have not
/// theirs.
class TestWireEvidence : public QObject {
    Q_OBJECT

    static void isRefused(const Result<wire::EvidenceAnswer>& read, const char* why) {
        QVERIFY2(!read, why);
        QCOMPARE(read.error().code, Code::malformed);
        QVERIFY2(read.error().what.en.contains(why), read.error().what.en.c_str());
    }
    /// An answer about one item.
    static Bytes answerOf(const std::function<void(CborWriter&)>& held) {
        CborWriter out;
        out.array(2).unsignedInt(1).array(1);
        held(out);
        return std::move(out).take();
    }

private slots:
    void everyMessageIsItself() {
        for (const auto& message : messages()) QCOMPARE(good(message.again(message.bytes)), message.bytes);
        QVERIFY(good(wire::readEvidenceAnswer(good(wire::encodeEvidenceAnswer(someAnswer())))) == someAnswer());
        for (const std::size_t size : {1UL, 23UL, 24UL, 255UL, 256UL, 65'535UL, 65'536UL, std::size_t{kPartBytes}}) {
            const auto bytes = good(wire::encodeEvidencePut(kName, kPartsLimit - 1, size, counting()));
            QVERIFY(bytes.size() <= wire::kPartMessageLimit);
            const auto read = good(wire::readEvidencePut(bytes));
            QVERIFY(read.name == kName && read.part == kPartsLimit - 1 && read.bytes.size() == size);
            QCOMPARE(read.bytes.back(), static_cast<std::uint8_t>(size - 1));
        }
        const auto failed = wire::encodeEvidencePart(
            9, [](std::span<std::uint8_t>) -> Result<void> { return fail(Code::failed, same("disk")); });
        QCOMPARE(failed.error().what.en, std::string("disk"));
    }

    void cutAndFlippedAtEveryByte() {
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toULongLong()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        for (const auto& message : messages()) {
            for (std::size_t at = 0; at < message.bytes.size(); ++at) {
                const auto cut = message.again(ByteView(message.bytes).first(at));
                QVERIFY2(!cut && cut.error().code == Code::malformed, message.name);
                for (int round = 0; round < 8; ++round) {
                    Bytes flipped = message.bytes;
                    flipped[at] ^= static_cast<std::uint8_t>(1U << dice() % 8);
                    const auto again = message.again(flipped);
                    if (again) QCOMPARE(*again, flipped);
                    else
                        QVERIFY2(again.error().code == Code::malformed || again.error().code == Code::newer,
                                 again.error().what.en.c_str());
                }
                Bytes huge(message.bytes.begin(), message.bytes.begin() + static_cast<std::ptrdiff_t>(at));
                crypto::append(huge, Bytes{0x9b, 0, 0, 1, 0, 0, 0, 0, 0});
                // Within a byte string these are bytes like others.
                if (const auto read = message.again(huge)) QCOMPARE(*read, huge);
            }
            Bytes longer = message.bytes;
            longer.push_back(0);
            QCOMPARE(message.again(longer).error().code, Code::malformed);
        }
    }

    void overTheirLimits() {
        const std::vector<EvidenceName> many(kEvidenceNamesLimit + 1, kName);
        QCOMPARE(wire::encodeEvidenceAsk(many).error().code, Code::tooLarge);
        QCOMPARE(wire::encodeEvidenceAsk({}).error().code, Code::tooLarge);
        const auto most = good(wire::encodeEvidenceAsk(std::span(many).first(kEvidenceNamesLimit)));
        QVERIFY(most.size() <= wire::kSmallLimit);
        QCOMPARE(good(wire::readEvidenceAsk(most)).size(), kEvidenceNamesLimit);
        Bytes none = {0x82, 1, 0x80};
        QVERIFY(wire::readEvidenceAsk(none).error().what.en.contains("no items"));
        QCOMPARE(wire::readEvidencePut(Bytes(wire::kPartMessageLimit + 1)).error().code, Code::tooLarge);
        QCOMPARE(wire::readEvidencePart(Bytes(wire::kPartMessageLimit + 1)).error().code, Code::tooLarge);
        const auto part = [](std::uint64_t number, std::size_t size) {
            CborWriter out;
            out.array(5).unsignedInt(1).bytes(kName.caseId.view()).bytes(kName.address.view()).unsignedInt(number);
            out.bytes(Bytes(size));
            return std::move(out).take();
        };
        QVERIFY(wire::readEvidencePut(part(kPartsLimit, 1)).error().what.en.contains("out of range"));
        QVERIFY(wire::readEvidencePut(part(0, 0)).error().what.en.contains("empty or over its limit"));
        QVERIFY(wire::readEvidencePut(part(0, kPartBytes + 1)).error().what.en.contains("empty or over its limit"));
        QVERIFY(wire::readEvidencePut(part(kPartsLimit - 1, kPartBytes)));
        // The largest answer that there is fits.
        EvidenceHeld full;
        for (std::size_t i = 0; i < kCopiesLimit; ++i)
            full.copies.push_back({idOf<PersonId>(static_cast<std::uint8_t>(i)), digestOf(1)});
        for (std::size_t i = 0; i < kRangesLimit; ++i) full.missing.push_back({900'000 + 2 * i, 1});
        const wire::EvidenceAnswer all(kEvidenceNamesLimit, full);
        const auto bytes = good(wire::encodeEvidenceAnswer(all));
        QVERIFY(bytes.size() <= wire::kAnswerLimit);
        QVERIFY(good(wire::readEvidenceAnswer(bytes)) == all);
    }

    void anAnswerHasOneForm() {
        const auto ranges = [](std::vector<PartRange> all) {
            return answerOf([&](CborWriter& out) {
                out.array(2).array(0).array(all.size());
                for (const auto& one : all) out.array(2).unsignedInt(one.first).unsignedInt(one.count);
            });
        };
        QVERIFY(wire::readEvidenceAnswer(ranges({{0, 1}, {2, kPartsLimit - 2}})));
        for (const auto& all : {std::vector<PartRange>{{0, 0}},
                                {{0, 1}, {1, 1}},
                                {{5, 1}, {0, 1}},
                                {{1, kPartsLimit}},
                                {{kPartsLimit, 1}},
                                {{~0ULL, 1}},
                                {{0, ~0ULL}}})
            isRefused(wire::readEvidenceAnswer(ranges(all)), "ranges of parts not in their order");
        const auto twice = answerOf([](CborWriter& out) {
            out.array(2).array(2);
            for (int i = 0; i < 2; ++i) out.array(2).bytes(Bytes(16)).bytes(Bytes(32));
            out.array(0);
        });
        isRefused(wire::readEvidenceAnswer(twice), "two copies of one person");
        EvidenceHeld untidy;
        untidy.missing = {{1, 1}, {2, 1}};
        QCOMPARE(wire::encodeEvidenceAnswer({{untidy}}).error().code, Code::damaged);
    }

    void partsOfSizes() {
        QCOMPARE(partsOf(0), 0u);
        QCOMPARE(partsOf(1), 1u);
        QCOMPARE(partsOf(kPartBytes), 1u);
        QCOMPARE(partsOf(kPartBytes + 1), 2u);
        QCOMPARE(partSize(kPartBytes + 1, 0), kPartBytes);
        QCOMPARE(partSize(kPartBytes + 1, 1), 1u);
        QCOMPARE(partSize(kPartBytes + 1, 2), 0u);
        QCOMPARE(partSize(2 * kPartBytes, 1), kPartBytes);
        QVERIFY(partsOf(~0ULL) > kPartsLimit);
        QCOMPARE(partSize(~0ULL, partsOf(~0ULL)), 0u);
    }
};

QTEST_GUILESS_MAIN(TestWireEvidence)
#include "test_wire_evidence.moc"
