// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/docs/example_values.h"
#include "tests/docs/examples.h"

#include "model/sync/wire_evidence.h"

#include <QTest>

using namespace model;
using namespace examples;

/// The examples of docs/protocol.md are what the program writes, and it reads them.
class TestProtocol : public QObject {
    Q_OBJECT

    static Digest fingerprint() { return *Digest::fromBytes(counting(0xc0, 32)); }
    static Refusal refusal() {
        return signRefusal(hub(), noteEvent().id, {Code::refused, {"no", "否"}, {"do", "做"}, "step", "APL 57"},
                           moment());
    }

private slots:
    void session() {
        const wire::HelloAnswer hello{1, 1, fingerprint(), gmIdentity().publicPart(), moment(), {}};
        IS_EXAMPLE("hello answer", wire::encodeHelloAnswer(hello));
        IS_EXAMPLE("challenge request", wire::encodeChallengeRequest(kPerson));
        IS_EXAMPLE("challenge answer", wire::encodeChallengeAnswer(counting(0x50, 32)));
        const auto message = wire::challengeMessage(counting(0x50, 32), gmIdentity().publicPart(), fingerprint());
        IS_EXAMPLE("challenge message", message);
        const wire::SessionRequest request{kPerson, counting(0x50, 32), author().signHere(message)};
        IS_EXAMPLE("session request", wire::encodeSessionRequest(request));
        IS_EXAMPLE("session answer", wire::encodeSessionAnswer({counting(0x70, 16), moment()}));
        QVERIFY(wire::readHelloAnswer(examples::bytesOf("hello answer")) == hello);
        const auto read = wire::readSessionRequest(examples::bytesOf("session request"));
        QVERIFY(read && crypto::verify(author().publicPart(), message, read->signature));
    }
    void handingOver() {
        const Submission one{act(), {noteEvent()}};
        const auto bytes = wire::encodeSubmitRequest(std::span(&one, 1));
        QVERIFY(bytes);
        IS_EXAMPLE("submit request", *bytes);
        const auto read = wire::readSubmitRequest(examples::bytesOf("submit request"));
        QVERIFY(read && read->front().act.id == act().id && read->front().events.front().bytes == noteEvent().bytes);
        IS_EXAMPLE("submit answer", wire::encodeSubmitAnswer(1));
    }
    void whatIsNew() {
        IS_EXAMPLE("changes request", wire::encodeChangesRequest({{0, 64, true, false}, 30}));
        const auto hash = linkHash(crypto::Suite::intl1, link());
        Changes changes;
        changes.commits.push_back({signCommit(hub(), 1, {}, link().time, std::vector{hash}), {hash}});
        changes.entries.push_back({1, 0, link(), noteEvent(), act().id, 0});
        changes.acts.try_emplace(act().id, ActWithIds{act(), {noteEvent().id}});
        const auto bytes = wire::encodeChangesAnswer(changes, crypto::Suite::intl1);
        QVERIFY(bytes);
        IS_EXAMPLE("changes answer", *bytes);
        const auto read = wire::readChangesAnswer(examples::bytesOf("changes answer"));
        QVERIFY(read && read->commits.front().commit.hash == changes.commits.front().commit.hash &&
                read->entries.front().link == link() && read->acts.contains(act().id));
    }
    void whatWasBefore() {
        IS_EXAMPLE("history request", wire::encodeHistoryRequest({kCase, 0, 1, true}));
        History history;
        history.entries.push_back({1, 0, link(), noteEvent(), act().id, 0});
        history.acts.try_emplace(act().id, ActWithIds{act(), {noteEvent().id}});
        const auto bytes = wire::encodeHistoryAnswer(history, crypto::Suite::intl1);
        QVERIFY(bytes);
        IS_EXAMPLE("history answer", *bytes);
        const auto read = wire::readHistoryAnswer(examples::bytesOf("history answer"));
        QVERIFY(read && read->entries.front().link == link() && read->acts.contains(act().id));
    }
    void refused() {
        const auto ids = wire::encodeRefusalsRequest(std::vector{noteEvent().id});
        const auto refusals = wire::encodeRefusalsAnswer(std::vector{refusal()});
        QVERIFY(ids && refusals);
        IS_EXAMPLE("refusals request", *ids);
        IS_EXAMPLE("refusals answer", *refusals);
    }
    void evidence() {
        Digest address, sum;
        std::ranges::copy(counting(0xa0, 32), address.bytes.begin());
        std::ranges::copy(counting(0xc0, 32), sum.bytes.begin());
        const EvidenceName name{kCase, address};
        const auto fill = [](std::span<std::uint8_t> out) -> Result<void> {
            std::ranges::copy(counting(0xe0, out.size()), out.begin());
            return {};
        };
        IS_EXAMPLE("have request", *wire::encodeEvidenceAsk(std::vector{name, {kCase, sum}}));
        const EvidenceHeld held{{{kPerson, sum}}, {{1, 2}}};
        const auto answer = wire::encodeEvidenceAnswer({held, std::nullopt});
        QVERIFY(answer);
        IS_EXAMPLE("have answer", *answer);
        IS_EXAMPLE("put request", *wire::encodeEvidencePut(name, 300, 2, fill));
        IS_EXAMPLE("put answer", wire::encodeEvidencePutAnswer(true));
        IS_EXAMPLE("get request", wire::encodeEvidenceGet({name, kPerson, 300}));
        IS_EXAMPLE("get answer", *wire::encodeEvidencePart(2, fill));
        const auto read = wire::readEvidenceAnswer(examples::bytesOf("have answer"));
        QVERIFY(read && read->front() == held && !read->back());
        const auto put = wire::readEvidencePut(examples::bytesOf("put request"));
        QVERIFY(put && put->name == name && put->part == 300 && put->bytes.size() == 2);
    }
    void error() { IS_EXAMPLE("error answer", wire::encodeErrorAnswer({refusal().reason, 30})); }
    /// The tables of reactions and of statuses have every code once.
    void everyCodeHasAReactionAndAStatus() {
        QFile file(QStringLiteral(FORMATS_MD));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString all = QString::fromUtf8(file.readAll());
        for (const char* head : {"| code | what a client does |", "| status | code |"}) {
            const auto from = all.indexOf(head);
            QVERIFY2(from >= 0, head);
            const QString table = all.mid(from, all.indexOf("\n\n", from) - from);
            for (int i = 0; i <= static_cast<int>(Code::ended); ++i) {
                const auto name = QString::fromStdString(std::string(codeName(static_cast<Code>(i))));
                QVERIFY2(table.count("`" + name + "`") == 1, qPrintable(name));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestProtocol)
#include "test_protocol.moc"
