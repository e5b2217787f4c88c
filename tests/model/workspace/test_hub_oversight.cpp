// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/hub_oversight.h"
#include "tests/support/far_hub.h"
#include "tests/support/raw_desk.h"

using namespace model;

namespace {

/// An office that is its own hub, whose store somebody exchanges for another history of the same key.
class ForkedOffice {
public:
    ForkedOffice() {
        before = must(office.as("officer")->receiveReport(aReport("Canary before")));
        keep("old");
        must(office.as("officer")->receiveReport(aReport("Canary true")));
        must(office.as("supervisor")->exchange());
        // The hub's own code seals another history, past the true one.
        RawDesk desk(office, "officer");
        must(desk.exchange(desk.hub()));
        const auto other = desk.openHub(office.scratch() / "old");
        for (int i = 0; i < 4; ++i) {
            const auto note = desk.sign(desk.event(before, NoteAdded{"A history that never was"}, {}));
            must(other.hub->submit(std::span(&note, 1)));
        }
        keep("true");
    }
    void keep(const char* name) {
        std::filesystem::create_directories(office.scratch() / name);
        copy(office.folder(), office.scratch() / name);
    }
    void use(const char* name) { copy(office.scratch() / name, office.folder()); }
    std::unique_ptr<Workspace> withoutHub(const std::string& label) {
        auto with = office.with();
        with.opensWithoutHub = true;
        return must(Workspace::unlock(office.folder(), office.id(label), crypto::asBytes(label), with));
    }
    Result<std::unique_ptr<Workspace>> tryAs(const std::string& label) {
        return Workspace::unlock(office.folder(), office.id(label), crypto::asBytes(label), office.with());
    }

    TestOffice office;
    CaseId before;

private:
    static void copy(const std::filesystem::path& from, const std::filesystem::path& to) {
        for (const char* part : {"hub.db-shm", "hub.db-wal", "hub.db"}) {
            std::filesystem::remove(to / part);
            if (std::filesystem::exists(from / part) && std::string_view(part) != "hub.db-shm")
                std::filesystem::copy_file(from / part, to / part);
        }
    }
};

HeadsCompared compared(Workspace& here, Workspace& there) {
    return must(here.hubOversight().compare(must(there.hubOversight().heads())));
}

bool is(const HeadsCompared& compared, HeadsVerdict verdict) { return compared.what.verdict == verdict; }

} // namespace

/// A desk keeps what shows that its hub lied, compares with other desks without it, and asks before much is given back
/// or taken away.
class TestHubOversight : public QObject {
    Q_OBJECT

private slots:
    void aForkIsKeptOnceAndShownToAStranger() {
        ForkedOffice scene;
        scene.use("old");
        for (int i = 0; i < 3; ++i) {
            const auto named = scene.tryAs("officer");
            QVERIFY(!named && named.error().code == Code::damaged);
        }
        auto officer = scene.withoutHub("officer"); // one can look at it though the hub is at fault
        const auto findings = must(officer->hubOversight().findings());
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].number, std::int64_t{1});
        const Bytes file = must(officer->hubOversight().proof(1));
        QVERIFY(officer->hubOversight().proof(2).error().code == Code::notFound);
        const auto proof = must(readProof(file));
        QVERIFY(proof.proves == Contradiction::twoHistories);
        QCOMPARE(proof.fingerprint, must(inspectOffice(scene.office.folder())).fingerprint);
        QVERIFY(proof.hub == officer->office().hub);
        QVERIFY(proof.maker == officer->me());
        QVERIFY(file.size() < 8'192);
        for (const char* canary : {"Canary", "Test office", "Administrator", "officer"})
            QVERIFY2(!crypto::asText(file).contains(canary), canary);
        // Nobody else's vault has it, and the officer's keeps it when the truth is back.
        scene.use("true");
        QVERIFY(must(scene.office.as("supervisor")->hubOversight().findings()).empty());
        QCOMPARE(must(scene.office.as("officer")->hubOversight().findings()).size(), std::size_t{1});
    }

    /// A vault that knows nothing keeps the word of its owner, and says that it proves nothing.
    void whatCannotBeShownIsKeptAsAWord() {
        TestOffice office;
        must(office.as("officer")->receiveReport(aReport("One")));
        RawDesk desk(office, "officer");
        must(desk.exchange(desk.hub()));
        class Withholding final : public HubPort {
        public:
            explicit Withholding(Hub& hub) : m_hub(hub) {}
            Result<void> submit(std::span<const Submission>) override { return {}; }
            Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
                auto all = m_hub.changes(reader, ask);
                if (all && all->commits.size() > 1) all->commits.erase(all->commits.begin());
                return all;
            }
            Result<History> history(PersonId reader, const HistoryAsk& ask) override {
                return m_hub.history(reader, ask);
            }
            Result<std::vector<Refusal>> refusals(std::span<const Digest>) override { return {}; }

        private:
            Hub& m_hub;
        };
        for (const char* title : {"Two", "Three"}) must(office.as("officer")->receiveReport(aReport(title)));
        Withholding hub(desk.hub());
        QVERIFY(!desk.exchange(hub));
        QCOMPARE(desk.findings().size(), std::size_t{1});
        QVERIFY(desk.findings()[0].kind == Contradiction::none);
        QVERIFY(desk.findings()[0].what.en.contains("left out"));
    }

    /// The hub's key seals two links of one case at one place: what a person with the server can do.
    void twoOrdersAreShown() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(aReport("One")));
        RawDesk desk(office, "officer");
        must(desk.exchange(desk.hub()));
        Record& record = desk.vault().record();
        const auto last = must(record.commit(must(record.lastCommit())));
        const auto key = must(desk.openHub(office.folder()).store->identity()).exportSecret();
        const auto signer = *crypto::Identity::import(crypto::Suite::intl1, key.view());
        const auto note = desk.sign(desk.event(id, NoteAdded{"In the place of another"}, {}));
        Changes forged;
        forged.base = last.commit.hash;
        const Link link{id, 1, {}, note.events.front().id, office.clock().now()};
        const std::vector hashes{linkHash(crypto::Suite::intl1, link)};
        forged.commits.push_back(
            {signCommit(signer, last.commit.number + 1, last.commit.hash, office.clock().now(), hashes), hashes});
        forged.entries.push_back({last.commit.number + 1, 0, link, note.events.front(), note.act.id, 0});
        forged.acts[note.act.id] = {note.act, {note.events.front().id}};
        class Forger final : public HubPort {
        public:
            explicit Forger(Changes changes) : m_changes(std::move(changes)) {}
            Result<void> submit(std::span<const Submission>) override { return {}; }
            Result<Changes> changes(PersonId, const ChangesAsk&) override { return m_changes; }
            Result<History> history(PersonId, const HistoryAsk&) override { return History{}; }
            Result<std::vector<Refusal>> refusals(std::span<const Digest>) override { return {}; }

        private:
            Changes m_changes;
        };
        Forger hub(forged);
        QVERIFY(!desk.exchange(hub));
        QCOMPARE(desk.findings().size(), std::size_t{1});
        QVERIFY(desk.findings()[0].kind == Contradiction::twoOrders);
        QCOMPARE(must(record.lastCommit()), last.commit.number); // nothing of it was taken
        // A commit that does not follow, the same way.
        forged.commits[0].commit = signCommit(signer, last.commit.number + 1, {}, office.clock().now(), hashes);
        Forger loose(forged);
        QVERIFY(!desk.exchange(loose));
        QVERIFY(desk.findings()[0].kind == Contradiction::twoHistories);
    }

    void twoDesksCompareWithoutTheHub() {
        TestOffice office;
        auto officer = office.as("officer");
        must(officer->receiveReport(aReport("One")));
        auto investigator = office.as("investigator-1"); // on no case; commits are the same for all
        QVERIFY(is(compared(*officer, *investigator), HeadsVerdict::same));
        QVERIFY(is(compared(*investigator, *officer), HeadsVerdict::same));
        must(officer->receiveReport(aReport("Two")));
        const auto behind = compared(*officer, *investigator);
        QVERIFY(is(behind, HeadsVerdict::theirsBegins) && behind.vouched);
        QCOMPARE(behind.by, std::string("investigator-1"));
        QVERIFY(is(compared(*investigator, *officer), HeadsVerdict::oursBegins));
        // In short: who is ahead can always tell, who is behind only by the file.
        const auto shown = must(investigator->hubOversight().shownHead());
        const auto ahead = must(officer->hubOversight().shownHead());
        for (const auto& text : {shown.code, shown.words})
            QVERIFY(is(must(officer->hubOversight().compare(crypto::asBytes(text))), HeadsVerdict::theirsBegins));
        must(officer->addNote(must(officer->receiveReport(aReport("Three"))), "More"));
        const auto further = must(officer->hubOversight().shownHead());
        for (const auto& text : {further.code, further.words}) {
            const auto told = must(investigator->hubOversight().compare(crypto::asBytes(text)));
            QVERIFY(is(told, HeadsVerdict::cannotTell));
            QVERIFY(told.what.words.en.contains("Let the other desk compare"));
        }
        QVERIFY(ahead.commit < further.commit && further.code.size() < 700); // a QR code that a camera reads
        QVERIFY(must(officer->hubOversight().findings()).empty());
    }

    void twoHistoriesAreFoundByComparing() {
        ForkedOffice scene;
        scene.use("old");
        auto custodian = scene.office.as("custodian"); // whose first exchange is with the other history
        const Bytes theirs = must(custodian->hubOversight().heads());
        custodian.reset();
        scene.use("true");
        auto officer = scene.office.as("officer");
        const auto told = must(officer->hubOversight().compare(theirs));
        QVERIFY(is(told, HeadsVerdict::twoHistories) && told.finding == 1 && told.vouched);
        QVERIFY(must(readProof(must(officer->hubOversight().proof(1)))).proves == Contradiction::twoHistories);
        const auto again = must(officer->hubOversight().compare(theirs));
        QVERIFY(is(again, HeadsVerdict::twoHistories) && !again.finding);
        QCOMPARE(must(officer->hubOversight().findings()).size(), std::size_t{1});
        // What was only read out shows nothing to others. The other desk is ahead, so it has to be the one that looks.
        auto other = scene.withoutHub("custodian");
        const auto typed =
            must(other->hubOversight().compare(crypto::asBytes(must(officer->hubOversight().shownHead()).words)));
        QVERIFY(is(typed, HeadsVerdict::twoHistories) && !typed.finding && !typed.what.finding);
        QVERIFY(must(other->hubOversight().findings()).empty());
    }

    void whatIsNoneOfTheseIsRefused() {
        TestOffice office, another;
        auto officer = office.as("officer");
        const auto oversight = officer->hubOversight();
        const auto code = [&](ByteView bytes) {
            const auto told = oversight.compare(bytes);
            return told ? std::string("taken") : std::string(codeName(told.error().code));
        };
        QCOMPARE(code(crypto::asBytes("hello")), std::string("malformed"));
        QCOMPARE(code({}), std::string("malformed"));
        QCOMPARE(code(must(another.as("officer")->hubOversight().heads())), std::string("refused"));
        Bytes changed = must(office.as("supervisor")->hubOversight().heads());
        changed.back() ^= 1;
        QCOMPARE(code(changed), std::string("damaged"));
        // A commit of somebody else's making, signed over by a person of the office.
        RawDesk desk(office, "supervisor");
        must(desk.exchange(desk.hub()));
        const auto keys =
            must(openKeys(must(readIdentityFile(office.folder(), desk.person())), crypto::asBytes("supervisor")));
        const auto mine = must(desk.vault().record().commit(2)).commit;
        const auto forged = signCommit(keys.identity, 2, mine.previous, mine.time, std::vector{mine.root});
        const auto fingerprint = must(inspectOffice(office.folder())).fingerprint;
        QCOMPARE(code(writeHeads(fingerprint, desk.person(), keys.identity, office.clock().now(), std::vector{forged})
                          .value()),
                 std::string("refused"));
        QVERIFY(must(oversight.findings()).empty());
    }

    void muchIsGivenBackOnlyWhenAPersonAgrees() {
        TestOffice office;
        FarHub far(office);
        auto officer = far.as("officer");
        const CaseId id = must(officer->receiveReport(aReport("Before")));
        far.keep(office.scratch() / "backup");
        for (int i = 0; i < 4; ++i) must(officer->addNote(id, "Lost " + std::to_string(i)));
        const auto last = must(far.hub().lastCommit());
        const auto oversight = officer->hubOversight();
        QVERIFY(must(oversight.asksAbove()) == HubOversight::kAsksAbove);
        must(oversight.setAsksAbove({3, 20}));
        far.setBack(office.scratch() / "backup");
        const auto before = must(far.hub().lastCommit());
        QCOMPARE(last - before, std::uint64_t{4});
        const auto receipt = must(officer->addNote(id, "Said meanwhile")); // one goes on working
        QVERIFY(receipt.waits);
        const auto stopped = officer->exchange();
        QVERIFY(!stopped && stopped.error().code == Code::refused);
        QVERIFY(stopped.error().what.en.contains("lacks the last 4 commits"));
        const auto news = must(oversight.exchange());
        QVERIFY(news.asks && news.asks->what == HubQuestion::What::givesBack);
        QCOMPARE(news.asks->commits, std::uint64_t{4});
        QCOMPARE(news.asks->cases, std::uint64_t{1});
        QCOMPARE(must(far.hub().lastCommit()), before); // nothing went, neither back nor on
        QVERIFY(must(oversight.findings()).empty());
        QCOMPARE(must(officer->state(id)).notes.size(), std::size_t{5});
        oversight.agree(HubQuestion{HubQuestion::What::givesBack, 3, 9}); // to less than it is
        QVERIFY(must(oversight.exchange()).asks.has_value());
        oversight.agree(*oversight.question());
        const auto given = must(oversight.exchange());
        QVERIFY(!given.asks && !oversight.question());
        QCOMPARE(given.givenBack, std::uint64_t{4});
        QCOMPARE(must(far.hub().lastCommit()), last + 1);
        // The agreement was for this once.
        far.setBack(office.scratch() / "backup");
        QVERIFY(must(oversight.exchange()).asks.has_value());
        // Up to the number nobody is asked.
        must(oversight.setAsksAbove({5, 20}));
        QCOMPARE(must(oversight.exchange()).givenBack, std::uint64_t{5});
    }

    /// The same while exchanges go in steps, as on the desk.
    void inStepsItStopsToo() {
        TestOffice office;
        FarHub far(office);
        auto officer = far.as("officer", true);
        const auto line = must(officer->hubLine({}));
        must(officer->hubOversight().setAsksAbove({0, 20}));
        must(exchangeInSteps(*officer, *line));
        far.keep(office.scratch() / "backup");
        must(officer->receiveReport(aReport("Lost")));
        must(exchangeInSteps(*officer, *line));
        far.setBack(office.scratch() / "backup");
        const auto news = must(exchangeInSteps(*officer, *line));
        QVERIFY(news.asks && news.asks == officer->hubOversight().question());
        officer->hubOversight().agree(*news.asks);
        const auto given = must(exchangeInSteps(*officer, *line));
        QVERIFY(!given.asks && given.givenBack == news.asks->commits);
    }

    void muchIsTakenAwayOnlyWhenAPersonAgrees() {
        TestOffice office;
        // Who is on a case and sees its log otherwise too. Who saw it only by that hears no more of it, nor of this.
        office.admit("both", {Role::officer, Role::investigator});
        FarHub far(office);
        auto officer = far.as("officer");
        auto investigator = far.as("both");
        std::vector<CaseId> cases;
        for (const char* title : {"One", "Two", "Three"}) {
            cases.push_back(must(officer->receiveReport(aReport(title))));
            must(officer->takeStep(cases.back(), "accept", {}));
            must(officer->assign(cases.back(), investigator->me(), "investigator"));
        }
        must(investigator->exchange());
        must(investigator->hubOversight().setAsksAbove({100, 2}));
        const auto releaseAll = [&] {
            for (const auto& id : cases) must(officer->release(id, investigator->me(), "investigator"));
        };
        // Who is put on a case again is not taken off it, and two are not many.
        releaseAll();
        must(officer->assign(cases[0], investigator->me(), "investigator"));
        QVERIFY(!must(investigator->hubOversight().exchange()).asks);
        for (std::size_t i = 1; i < 3; ++i) must(officer->assign(cases[i], investigator->me(), "investigator"));
        must(investigator->exchange());
        releaseAll();
        const auto before = must(investigator->hubOversight().shownHead()).commit;
        const auto asked = must(investigator->hubOversight().exchange());
        QVERIFY(asked.asks && asked.asks->what == HubQuestion::What::releases);
        QCOMPARE(asked.asks->cases, std::uint64_t{3});
        QCOMPARE(must(investigator->hubOversight().shownHead()).commit, before); // nothing of it was taken
        QVERIFY(investigator->exchange().error().what.en.contains("3 cases"));
        investigator->hubOversight().agree(*asked.asks);
        QVERIFY(!must(investigator->hubOversight().exchange()).asks);
        QVERIFY(must(investigator->hubOversight().shownHead()).commit > before);
        for (const auto& id : cases) QCOMPARE(must(investigator->state(id)).fact("title").empty(), false); // it stays
    }

    /// A hub that was handed over keeps its identity; another one is not taken, neither when it is named nor after.
    void anotherIdentityIsNeverTaken() {
        TestOffice office;
        const auto registered = office.as("officer")->office().hub;
        const CaseId id = must(office.as("officer")->receiveReport(aReport("Before the handover")));
        FarHub far(office);
        auto admin = far.as("admin");
        auto officer = far.as("officer");
        must(officer->addNote(id, "After it")); // the desk notices nothing
        QVERIFY(officer->office().hub == registered && far.hub().identity().publicPart() == registered);
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
        QVERIFY(must(officer->hubOversight().findings()).empty());

        auto other = crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom());
        const auto shown = keyFingerprint(other.publicPart()).hex();
        far.changeKeys(std::move(other));
        const auto refused = admin->connectHub("hub.example", 2, {});
        QVERIFY(!refused && refused.error().code == Code::refused);
        QVERIFY(refused.error().what.en.contains(shown));
        QVERIFY(refused.error().what.zh.contains(keyFingerprint(registered).hex()));
        QCOMPARE(admin->hubAddress()->port, std::uint16_t{1});
        // Who was connected before opens no session with it: the person signs for the hub of the register.
        officer = far.as("officer", true);
        const auto line = must(officer->hubLine({}));
        const auto named = exchangeInSteps(*officer, *line);
        QVERIFY(!named && named.error().code == Code::damaged);
        const auto findings = must(officer->hubOversight().findings());
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY(findings[0].proof.proves == Contradiction::none && findings[0].proof.hub == registered);
    }

    /// An office of its own has nobody else's server to ask about.
    void anOfficeOfItsOwnIsNotAsked() {
        ForkedOffice scene;
        auto officer = scene.office.as("officer");
        must(officer->hubOversight().setAsksAbove({0, 0}));
        must(officer->addNote(scene.before, "One more"));
        officer.reset();
        scene.use("true"); // which lacks the note
        QVERIFY(!must(scene.office.as("officer")->hubOversight().exchange()).asks);
    }
};

QTEST_GUILESS_MAIN(TestHubOversight)
#include "test_hub_oversight.moc"
