// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crypto/suites.h"
#include "tests/support/raw_desk.h"
#include "tests/support/wire_values.h"

using namespace model;

namespace {

/// A hub behind bytes: every call and every answer is written and read again on its way.
class WireHub final : public HubPort {
public:
    WireHub(Hub& hub, Record& record) : m_hub(hub), m_record(record) {}

    Result<void> submit(std::span<const Submission> submissions) override {
        TRY_ASSIGN(const auto bytes, wire::encodeSubmitRequest(submissions));
        TRY_ASSIGN(const auto read, wire::readSubmitRequest(bytes));
        if (auto found = difference::of(submissions, read); !found.empty()) differs(found);
        if (auto done = m_hub.submit(read); !done) return overBytes(done.error());
        TRY_ASSIGN(const auto last, m_record.lastCommit());
        TRY_ASSIGN(const auto told, wire::readSubmitAnswer(wire::encodeSubmitAnswer(last)));
        if (told != last) differs("last commit");
        return {};
    }
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
        TRY_ASSIGN(const auto asked, wire::readChangesRequest(wire::encodeChangesRequest({ask, 30})));
        if (asked.ask != ask) differs("what is asked");
        const auto answer = m_hub.changes(reader, asked.ask);
        if (!answer) return overBytes(answer.error());
        TRY_ASSIGN(const auto bytes, wire::encodeChangesAnswer(*answer, m_record.suite()));
        TRY_ASSIGN(auto read, wire::readChangesAnswer(bytes));
        if (auto found = difference::of(*answer, read); !found.empty()) differs(found);
        entries += read.entries.size();
        return read;
    }
    Result<History> history(PersonId reader, const HistoryAsk& ask) override {
        TRY_ASSIGN(const auto asked, wire::readHistoryRequest(wire::encodeHistoryRequest(ask)));
        if (asked != ask) differs("what is asked");
        const auto answer = m_hub.history(reader, asked);
        if (!answer) return overBytes(answer.error());
        TRY_ASSIGN(const auto bytes, wire::encodeHistoryAnswer(*answer, m_record.suite()));
        TRY_ASSIGN(auto read, wire::readHistoryAnswer(bytes));
        if (auto found = difference::of(*answer, read); !found.empty()) differs(found);
        ofHistories += read.entries.size();
        return read;
    }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override {
        TRY_ASSIGN(const auto question, wire::encodeRefusalsRequest(events));
        TRY_ASSIGN(const auto asked, wire::readRefusalsRequest(question));
        auto answer = m_hub.refusals(asked);
        if (!answer) return overBytes(answer.error());
        TRY_ASSIGN(const auto bytes, wire::encodeRefusalsAnswer(*answer));
        TRY_ASSIGN(auto read, wire::readRefusalsAnswer(bytes));
        if (auto found = difference::of(*answer, read); !found.empty()) differs(found);
        return read;
    }

    std::size_t entries = 0;
    std::size_t ofHistories = 0;

private:
    static void differs(const std::string& what) { qFatal("does not come back: %s", what.c_str()); }
    static std::unexpected<Error> overBytes(const Error& error) {
        const auto read = must(wire::readErrorAnswer(wire::encodeErrorAnswer({error, {}})));
        return std::unexpected(read.error);
    }

    Hub& m_hub;
    Record& m_record;
};

/// Everything that a vault holds of the record, in an order of its own.
std::string recordOf(Vault& vault) {
    std::string out;
    for (
        const char* rows :
        {"SELECT hex(id) || hex(bytes) || act_index FROM event ORDER BY id",
         "SELECT hex(e.id) || hex(s.bytes) FROM sealed s JOIN event e ON e.n = s.event ORDER BY e.id",
         "SELECT hex(id) || hex(bytes) || hex(signature) || hex(events) FROM act ORDER BY id",
         "SELECT number || hex(bytes) || hex(signature) || hex(links) FROM hub_commit ORDER BY number",
         "SELECT hex(e.id) || l.seq || hex(l.hash) || l.time || l.hub_commit || l.commit_index FROM link l JOIN event e "
         "ON e.n = l.event ORDER BY e.id"}) {
        auto query = must(vault.database().prepare(rows));
        while (must(query.step())) out += query.get<std::string>(0) + "\n";
        out += "\n";
    }
    return out;
}

} // namespace

/// What is sent over a network comes back as it was, to the byte, and in few bytes.
class TestWire : public QObject {
    Q_OBJECT

    static intake::Report report(const char* title) { return aReport(title); }

    static double perEvent(std::size_t bytes, std::size_t events) {
        return static_cast<double>(bytes) / static_cast<double>(events);
    }

    /// Cases of ten events of 600 bytes each, in acts of `perAct`, sealed many acts at a time or each by itself.
    struct Measure {
        std::size_t cases;
        std::size_t perAct;
        bool envelope; ///< each case has one, for those who may read it
        bool alone;    ///< each act has a commit of its own, as when people work
        double mostSubmitted;
        double mostAnswered;
    };
    static void measure(const Measure& what) {
        WireValues values(crypto::Suite::intl1);
        std::size_t submitted = 0;
        std::size_t answered = 0;
        std::size_t own = 0;
        const auto all = [](const auto&) { return WireValues::Sight::all; };
        const std::size_t atATime = what.alone ? 60 / (10 / what.perAct) : 100; // cases, within the limits of a message
        for (std::size_t done = 0; done < what.cases; done += atATime) {
            std::vector<Submission> acts;
            for (std::size_t i = 0; i < atATime; ++i) {
                const auto id = values.id<CaseId>();
                for (std::size_t said = 0; said < 10; said += what.perAct) {
                    std::vector<Event> events;
                    for (std::size_t k = 0; k < what.perAct; ++k)
                        events.push_back(values.event(id, values.head(id), 600));
                    acts.push_back(values.sign(std::move(events), what.envelope && said == 0));
                }
            }
            submitted += must(wire::encodeSubmitRequest(acts)).size();
            auto changes = values.changes();
            if (!what.alone) values.seal(changes, acts, all);
            else
                for (const auto& act : acts) values.seal(changes, {act}, all);
            const auto answer = must(wire::encodeChangesAnswer(changes, values.suite()));
            answered += answer.size();
            QCOMPARE(difference::of(changes, must(wire::readChangesAnswer(answer))), std::string());
            for (auto& entry : changes.entries) entry.event = {};
            changes.acts.clear();
            own += must(wire::encodeChangesAnswer(changes, values.suite())).size();
        }
        const std::size_t events = (what.cases + atATime - 1) / atATime * atATime * 10;
        qInfo(
            "%zu cases x 10 events of 600 bytes, acts of %zu%s%s: bytes an event: %.1f submitted, %.1f answered, %.1f "
            "of the reader's own",
            what.cases, what.perAct, what.envelope ? ", an envelope for each case" : "",
            what.alone ? ", a commit for each act" : "", perEvent(submitted, events), perEvent(answered, events),
            perEvent(own, events));
        QVERIFY(perEvent(submitted, events) <= what.mostSubmitted);
        QVERIFY(perEvent(answered, events) <= what.mostAnswered);
    }

private slots:
    void whatADeskHasComesBack() {
        WireValues values(crypto::Suite::intl1);
        const auto one = values.sign({values.event(values.id<CaseId>(), {}, 300)});
        const Known known{41, values.digest()};
        const auto bytes = must(wire::encodeSubmitFrom(known, std::span(&one, 1)));
        const auto read = must(wire::readSubmitFrom(bytes));
        QCOMPARE(read.known, known);
        QCOMPARE(difference::of(std::vector{one}, read.submissions), std::string());
        QCOMPARE(must(wire::encodeSubmitFrom(read.known, read.submissions)), bytes);
        QCOMPARE(must(wire::readSubmitFrom(must(wire::encodeSubmitFrom({}, std::span(&one, 1))))).known, Known{});
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!wire::readSubmitFrom(ByteView(bytes).first(size)));
        // Who has no commit says nothing of it: 0 would be a second encoding.
        Bytes none = bytes;
        none[none[1] == 1 ? 4 : 0] = 0;
        QVERIFY(!wire::readSubmitFrom(none));
    }

    void whereAHubEndsThatWasSetBackComesBack() {
        WireValues values(crypto::Suite::intl1);
        for (const std::uint64_t last : {std::uint64_t{0}, std::uint64_t{17}, wire::kNumberLimit - 1}) {
            Changes changes;
            changes.last = last;
            if (last > 0) changes.base = values.digest();
            const auto bytes = must(wire::encodeChangesAnswer(changes, values.suite()));
            const auto read = must(wire::readChangesAnswer(bytes));
            QCOMPARE(read.last, changes.last);
            QCOMPARE(read.base, changes.base);
            QCOMPARE(must(wire::encodeChangesAnswer(read, values.suite())), bytes);
        }
        Changes far;
        far.last = wire::kNumberLimit;
        QVERIFY(!wire::encodeChangesAnswer(far, values.suite()));
    }

    void submissionsComeBack_data() { addSuites(); }
    void submissionsComeBack() {
        WireValues values(currentSuite());
        const auto one = values.id<CaseId>();
        const auto two = values.id<CaseId>();
        const Seen seen{7, values.digest()};
        std::vector<Event> ten;
        for (int i = 0; i < 10; ++i) ten.push_back(values.event(i < 5 ? one : two, i < 3 ? Seen{} : seen, 400));
        auto erased = values.event(one, seen, 300);
        erased.sealed.clear();
        auto early = values.event(one, {}, 0, 0, "case.opened");
        early.header.time = Instant{std::chrono::milliseconds{std::numeric_limits<std::int64_t>::min()}};
        early = makeEvent(early.header, {});
        std::vector<Submission> acts = {values.sign({values.event(one, {}, 600, 52, "report.received")}, true),
                                        values.sign(ten, true), values.sign({erased}), values.sign({early})};
        const auto bytes = must(wire::encodeSubmitRequest(acts));
        QCOMPARE(difference::of(acts, must(wire::readSubmitRequest(bytes))), std::string());
        // A value that would not come back is not sent.
        const std::vector<std::function<void(std::vector<Submission>&)>> wrongs = {
            [](auto& all) { all.clear(); },
            [](auto& all) { all[0].events.clear(); },
            [](auto& all) { all[1].events.pop_back(); },
            [](auto& all) { all[1].act.bytes[40] ^= 1; },
            [](auto& all) { all[1].act.author.bytes[4] ^= 1; },
            [](auto& all) { all[1].act.signature.pop_back(); },
            [](auto& all) { all[1].events[3].bytes[60] ^= 1; },
            [](auto& all) { all[1].events[3].header.author.bytes[0] ^= 1; },
            [](auto& all) { all[1].events[3].sealed.pop_back(); },
        };
        for (const auto& wrong : wrongs) {
            auto copy = acts;
            wrong(copy);
            QCOMPARE(wire::encodeSubmitRequest(copy).error().code, Code::damaged);
        }
    }

    void changesComeBack_data() { addSuites(); }
    void changesComeBack() {
        WireValues values(currentSuite());
        for (const auto& changes : {values.changes(), values.someOfEverything(), values.someOfEverything()}) {
            const auto bytes = must(wire::encodeChangesAnswer(changes, values.suite()));
            const auto read = must(wire::readChangesAnswer(bytes));
            QCOMPARE(difference::of(changes, read), std::string());
            Digest previous = read.base;
            for (const auto& [commit, links] : read.commits) {
                QVERIFY(verifyCommit(commit, values.hub().publicPart(), previous, links));
                previous = commit.hash;
            }
            for (const auto& [id, act] : read.acts) QVERIFY(verifyAct(act.act, values.author(), act.ids));
        }
        const auto whole = values.someOfEverything();
        const std::vector<std::function<void(Changes&)>> wrongs = {
            [](Changes& c) { c.commits.erase(c.commits.begin() + 1); },
            [](Changes& c) { c.commits[1].links.pop_back(); },
            [](Changes& c) { c.commits[1].commit.signature.pop_back(); },
            [](Changes& c) { c.commits[1].commit.bytes[20] ^= 1; },
            [](Changes& c) { c.base.bytes[0] ^= 1; },
            [](Changes& c) { ++c.entries.back().commitIndex; },
            [](Changes& c) { ++c.entries.back().link.seq; },
            [](Changes& c) { c.entries.back().link.event.bytes[0] ^= 1; },
            [](Changes& c) { c.entries.back().event.bytes[50] ^= 1; },
            [](Changes& c) { ++c.entries.back().actIndex; },
            [](Changes& c) { c.entries.push_back(c.entries.back()); },
            [](Changes& c) { c.acts.erase(c.acts.begin()); },
            [](Changes& c) { c.acts.begin()->second.ids.pop_back(); },
            [](Changes& c) { c.acts.begin()->second.act.time += std::chrono::milliseconds(1); },
            [&](Changes& c) {
                const auto unused = values.sign({values.event(values.id<CaseId>(), {}, 0)});
                c.acts.try_emplace(unused.act.id, ActWithIds{unused.act, {unused.events.front().id}});
            },
            [](Changes& c) { std::swap(c.entries[1], c.entries[2]); },
            [](Changes& c) { c.commits.pop_back(), c.commits.pop_back(); },
            [](Changes& c) { c.histories[0].upTo = 0; },
            [](Changes& c) { c.histories.push_back(c.histories[0]); },
        };
        for (std::size_t i = 0; i < wrongs.size(); ++i) {
            auto copy = whole;
            wrongs[i](copy);
            const auto refused = wire::encodeChangesAnswer(copy, values.suite());
            QVERIFY2(!refused && refused.error().code == Code::damaged, qPrintable(QString::number(i)));
        }
    }

    void historiesComeBack_data() { addSuites(); }
    void historiesComeBack() {
        WireValues values(currentSuite());
        const auto whole = values.someHistory();
        QCOMPARE(whole.entries.size(), std::size_t{9});
        for (const auto& history : {History{}, whole, values.someHistory()}) {
            const auto bytes = must(wire::encodeHistoryAnswer(history, values.suite()));
            const auto read = must(wire::readHistoryAnswer(bytes));
            QCOMPARE(difference::of(history, read), std::string());
            for (const auto& [id, act] : read.acts) QVERIFY(verifyAct(act.act, values.author(), act.ids));
        }
        const std::vector<std::function<void(History&)>> wrongs = {
            [](History& h) { h.entries.erase(h.entries.begin() + 1); },
            [](History& h) { h.entries[1].link.caseId.bytes[0] ^= 1; },
            [](History& h) { h.entries[1].link.previous.bytes[0] ^= 1; },
            [](History& h) { h.entries[0].link.time += std::chrono::milliseconds(1); },
            [](History& h) { h.entries[0].link.seq = 0; },
            [](History& h) { h.entries[0].commit = 0; },
            [](History& h) { h.entries[0].commit = 1'000; },
            [](History& h) { h.entries[1].commitIndex = h.entries[0].commitIndex; },
            [](History& h) { h.entries[1].commitIndex = kCommitLinkLimit; },
            [](History& h) { h.entries[0].event.bytes[50] ^= 1; },
            [](History& h) { ++h.entries[0].actIndex; },
            [](History& h) { h.acts.erase(h.acts.begin()); },
            [](History& h) { h.acts.begin()->second.ids.pop_back(); },
        };
        for (std::size_t i = 0; i < wrongs.size(); ++i) {
            auto copy = whole;
            wrongs[i](copy);
            const auto refused = wire::encodeHistoryAnswer(copy, values.suite());
            QVERIFY2(!refused && refused.error().code == Code::damaged, qPrintable(QString::number(i)));
        }
    }

    /// The most that a desk hands over in one go, and a hub tells.
    void aFullBatchFitsIntoAMessage() {
        WireValues values(crypto::Suite::gm1);
        const auto id = values.id<CaseId>();
        std::vector<Event> events;
        std::size_t size = 0;
        while (events.size() < kBatchEvents - 2 && size + 2'200 <= kBatchBytes) {
            events.push_back(values.event(values.id<CaseId>(), {}, 2'090));
            size += sizeOf(events.back());
        }
        QCOMPARE(events.size(), kBatchEvents - 2);
        events.push_back(values.event(id, {}, kSealedLimit));
        auto act = values.sign(std::move(events));
        for (std::size_t i = 0; i < kActEnvelopeLimit; ++i)
            act.act.envelopes.push_back({values.id<CaseId>().bytes, values.bytes(2'000)});
        act.act.bytes = encodeAct(act.act);
        act.act.id = crypto::digest(values.suite(), act.act.bytes);
        QCOMPARE(difference::of(std::span(&act, 1),
                                must(wire::readSubmitRequest(must(wire::encodeSubmitRequest(std::span(&act, 1)))))),
                 std::string());
        auto changes = values.changes();
        values.seal(changes, {act}, [](const auto&) { return WireValues::Sight::all; });
        const auto answer = must(wire::encodeChangesAnswer(changes, values.suite()));
        qInfo("%zu bytes", answer.size());
        QCOMPARE(difference::of(changes, must(wire::readChangesAnswer(answer))), std::string());
        // More envelopes than any act needs would come between a commit and the limit of an answer.
        act.act.envelopes.push_back({values.id<CaseId>().bytes, values.bytes(wire::kEnvelopesLimit)});
        act.act.envelopes.erase(act.act.envelopes.begin());
        act.act.bytes = encodeAct(act.act);
        QCOMPARE(wire::encodeSubmitRequest(std::span(&act, 1)).error().code, Code::tooLarge);
    }

    /// Ids of acts from before there was a limit of 2,000.
    void anOldActComesWithAllItsIds() {
        WireValues values(crypto::Suite::intl1);
        const auto id = values.id<CaseId>();
        std::vector<Event> events;
        for (int i = 0; i < 5'000; ++i) events.push_back(values.event(i == 70 ? id : values.id<CaseId>(), {}, 0));
        auto changes = values.changes();
        values.seal(changes, {values.sign(events)}, [&](const Event& said) {
            return said.header.caseId == id ? WireValues::Sight::all : WireValues::Sight::nothing;
        });
        const auto bytes = must(wire::encodeChangesAnswer(changes, values.suite()));
        QVERIFY(bytes.size() > 64 * 4'999 && bytes.size() < 65 * 5'000); // ids and links
        QCOMPARE(difference::of(changes, must(wire::readChangesAnswer(bytes))), std::string());
        const History history{changes.entries, changes.acts, false};
        QCOMPARE(difference::of(
                     history, must(wire::readHistoryAnswer(must(wire::encodeHistoryAnswer(history, values.suite()))))),
                 std::string());
    }

    void smallMessagesComeBack() {
        WireValues values(crypto::Suite::gm1);
        for (const auto& request :
             {wire::ChangesRequest{{70, 64, true, false}, 30}, wire::ChangesRequest{{0, 1, false, true}, 0}})
            QVERIFY(must(wire::readChangesRequest(wire::encodeChangesRequest(request))) == request);
        const HistoryAsk history{values.id<CaseId>(), 70, 500, true};
        QVERIFY(must(wire::readHistoryRequest(wire::encodeHistoryRequest(history))) == history);
        const Error why{Code::refused, {"no", "否"}, {"do", "做"}, "step", "APL 57"};
        for (const wire::ErrorAnswer& said : {wire::ErrorAnswer{why, {}}, wire::ErrorAnswer{why, 30},
                                              wire::ErrorAnswer{{Code::cancelled, {"x", "y"}, {}, {}, {}}, 0}}) {
            QVERIFY(must(wire::readErrorAnswer(wire::encodeErrorAnswer(said))) == said);
        }
        // A path may have any bytes, and a text any length; both can be told.
        Error odd{Code::failed, {std::string(5'000, 'x'), "锑" + std::string(4'095, 'x')}, {}, "a\xff/\xe9\x94", {}};
        odd.cure.zh = std::string(4'095, 'x') + "锑";
        const auto told = must(wire::readErrorAnswer(wire::encodeErrorAnswer({odd, 100'000'000}))).error;
        QCOMPARE(told.what.en.size(), wire::kTextLimit);
        QCOMPARE(told.what.zh.size(), wire::kTextLimit);
        QCOMPARE(told.cure.zh.size(), wire::kTextLimit - 1);
        QCOMPARE(told.where, std::string("a?/??"));
        // Where on its disk a hub failed is nobody's business; which step refused is.
        odd.where = "/srv/office/hub.db";
        QCOMPARE(wire::forClient(odd).where, std::string());
        QCOMPARE(wire::forClient(odd).what, odd.what);
        odd.code = Code::damaged;
        QCOMPARE(wire::forClient(odd).where, std::string());
        QVERIFY(wire::forClient(why) == why);
        wire::HelloAnswer hello{1, 3, {}, values.hub().publicPart(), values.now(), {}};
        QVERIFY(must(wire::readHelloAnswer(wire::encodeHelloAnswer(hello))) == hello);
        hello.founding = values.digest();
        QVERIFY(must(wire::readHelloAnswer(wire::encodeHelloAnswer(hello))) == hello);
        QCOMPARE(must(wire::readChallengeRequest(wire::encodeChallengeRequest(values.person()))), values.person());
        const auto challenge = values.bytes(32);
        QCOMPARE(must(wire::readChallengeAnswer(wire::encodeChallengeAnswer(challenge))), challenge);
        const wire::SessionRequest asked{values.person(), challenge, values.bytes(64)};
        QVERIFY(must(wire::readSessionRequest(wire::encodeSessionRequest(asked))) == asked);
        const wire::SessionAnswer session{values.bytes(256), values.now()};
        QVERIFY(must(wire::readSessionAnswer(wire::encodeSessionAnswer(session))) == session);
        std::vector<Digest> many(wire::kIdLimit);
        QCOMPARE(must(wire::readRefusalsRequest(must(wire::encodeRefusalsRequest(many)))), many);
        many.emplace_back();
        QCOMPARE(wire::encodeRefusalsRequest(many).error().code, Code::tooLarge);
    }

    void aSignatureOpensOneSessionOnly() {
        WireValues values(crypto::Suite::intl1);
        WireValues other(crypto::Suite::intl1, 2);
        const auto challenge = values.bytes(32);
        const auto office = values.digest();
        const auto message = wire::challengeMessage(challenge, values.hub().publicPart(), office);
        QVERIFY(crypto::asText(message).starts_with("touchstone session\n"));
        QVERIFY(message != wire::challengeMessage(values.bytes(32), values.hub().publicPart(), office));
        QVERIFY(message != wire::challengeMessage(challenge, other.hub().publicPart(), office));
        QVERIFY(message != wire::challengeMessage(challenge, values.hub().publicPart(), values.digest()));
    }

    void aWholeExchangeGoesOverBytes_data() { addSuites(); }
    void aWholeExchangeGoesOverBytes() {
        TestOffice office(currentSuite());
        auto officer = office.as("officer");
        const std::vector<std::string> people = {"officer", "supervisor", "investigator-1", "auditor", "custodian"};
        std::map<std::string, std::unique_ptr<RawDesk>> near;
        std::map<std::string, std::unique_ptr<RawDesk>> far;
        for (const auto& label : people) {
            near[label] = std::make_unique<RawDesk>(office, label, "near");
            far[label] = std::make_unique<RawDesk>(office, label, "far");
        }
        WireHub hub(near["officer"]->hub(), near["officer"]->hubRecord());
        const auto converge = [&] {
            for (const auto& label : people) {
                must(near[label]->exchange(near[label]->hub()));
                must(far[label]->exchange(hub));
                QCOMPARE(recordOf(far[label]->vault()), recordOf(near[label]->vault()));
            }
        };
        converge();
        const CaseId id = must(officer->receiveReport(report("Later")));
        must(officer->setFacts(id, {{"party", "P"}, {"goods", "G"}}));
        converge();
        must(officer->takeStep(id, "accept", {}));
        must(officer->assign(id, office.id("investigator-1"), "investigator")); // who now gets what was before
        must(officer->addNote(id, "After"));
        converge();
        QVERIFY(must(far["investigator-1"]->vault().database().value<std::int64_t>("SELECT count(*) FROM sealed")) > 0);
        // Said over bytes: a note that lands, and a step that does not; both wait in the vault before.
        RawDesk& desk = *far["officer"];
        const Seen head = must(officer->view(id)).state.head;
        const auto note = desk.say(id, writeBody(CaseBody(NoteAdded{"Over bytes"})), head);
        const auto stale =
            desk.say(id, writeBody(CaseBody(StepDone{"accept", "received", "verification", "officer", {}})), head);
        auto transaction = must(Transaction::begin(desk.vault().database()));
        for (const auto* said : {&note, &stale}) {
            Record& record = desk.vault().record();
            const auto act = must(record.addAct(said->act, std::span(&said->events.front().id, 1)));
            const auto row = must(record.addEvent(act, 0, must(record.caseRow(id)), said->events.front())).row;
            must(desk.vault().addPending(row));
        }
        must(transaction.commit());
        const auto exchanged = must(desk.exchange(hub));
        QCOMPARE(exchanged.sealed, 1u);
        QCOMPARE(exchanged.refused.size(), 1u);
        QCOMPARE(exchanged.refused.front().event, stale.events.front().id);
        for (const auto& label : {"supervisor", "investigator-1", "auditor"}) {
            must(near[label]->exchange(near[label]->hub()));
            must(far[label]->exchange(hub));
            QCOMPARE(recordOf(far[label]->vault()), recordOf(near[label]->vault()));
        }
        QCOMPARE(must(far["auditor"]->vault().database().value<std::int64_t>(
                     "SELECT count(*) FROM sealed s JOIN event e ON e.n = s.event WHERE e.subject <> 1")),
                 std::int64_t{0});
        QVERIFY(hub.entries > 40);
        QVERIFY(hub.ofHistories > 0);
        // A hub's refusal to answer comes over as what it was.
        const auto stranger = hub.changes(PersonId{}, {0, 1, false, false});
        QVERIFY(!stranger && stranger.error().code == Code::locked && !stranger.error().what.zh.empty());
    }

    void fewBytesAnEvent() {
        measure({2'000, 10, false, false, 495, 500});
        measure({2'000, 10, false, true, 495, 510});
        measure({2'000, 10, true, true, 615, 625});
        measure({2'000, 1, false, false, 560, 565});
        measure({500, 1, false, true, 560, 645});
        measure({500, 1, true, true, 680, 765});
    }

    void fewBytesAnEventOfAHistory() {
        for (const auto& [perAct, most] : {std::pair<std::size_t, double>{10, 500}, {1, 565}}) {
            WireValues values(crypto::Suite::intl1);
            const auto id = values.id<CaseId>();
            auto sealed = values.changes();
            for (std::size_t said = 0; said < kBatchEvents; said += perAct) {
                std::vector<Event> events;
                for (std::size_t k = 0; k < perAct; ++k) events.push_back(values.event(id, values.head(id), 600));
                values.seal(sealed, {values.sign(std::move(events))},
                            [](const auto&) { return WireValues::Sight::all; });
            }
            History history{std::move(sealed.entries), std::move(sealed.acts), false};
            const auto bytes = must(wire::encodeHistoryAnswer(history, values.suite()));
            QCOMPARE(difference::of(history, must(wire::readHistoryAnswer(bytes))), std::string());
            const auto each = perEvent(bytes.size(), kBatchEvents);
            qInfo("a history of %zu events of 600 bytes, acts of %zu: bytes an event: %.1f", kBatchEvents, perAct,
                  each);
            QVERIFY(each <= most);
        }
    }

    void aMessageByItselfIsSmall() {
        WireValues values(crypto::Suite::intl1);
        const auto id = values.id<CaseId>();
        auto before = values.changes();
        values.seal(before, {values.sign({values.event(id, {}, 600)})},
                    [](const auto&) { return WireValues::Sight::all; });
        // What a desk hands over or is told most often: one note in one act in one commit.
        const auto act = values.sign({values.event(id, values.head(id), 600)});
        auto changes = values.changes();
        values.seal(changes, {act}, [](const auto&) { return WireValues::Sight::all; });
        const auto submitted = must(wire::encodeSubmitRequest(std::span(&act, 1))).size();
        const auto answered = must(wire::encodeChangesAnswer(changes, values.suite())).size();
        qInfo("one event of 600 bytes by itself: %zu bytes submitted, %zu answered", submitted, answered);
        QVERIFY(submitted <= 650);
        QVERIFY(answered <= 770);
    }
};

QTEST_GUILESS_MAIN(TestWire)
#include "test_wire.moc"
