// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

#include "crypto/envelope.h"

#include <fstream>
#include <random>

using namespace model;

namespace {

/// A hub that says something else than it has.
class LyingHub final : public HubPort {
public:
    using Lie = std::function<void(Changes&)>;
    LyingHub(Hub& hub, Lie lie) : m_hub(hub), m_lie(std::move(lie)) {}
    Result<void> submit(std::span<const Submission> submissions) override { return m_hub.submit(submissions); }
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
        auto changes = m_hub.changes(reader, ask);
        if (changes && !changes->last) m_lie(*changes);
        return changes;
    }
    Result<History> history(PersonId reader, const HistoryAsk& ask) override { return m_hub.history(reader, ask); }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override { return m_hub.refusals(events); }

private:
    Hub& m_hub;
    Lie m_lie;
};

/// A hub whose register has lost a person.
class ForgetfulHub final : public HubPort {
public:
    Result<void> submit(std::span<const Submission>) override { return forgotten(); }
    Result<Changes> changes(PersonId, const ChangesAsk&) override { return forgotten(); }
    Result<History> history(PersonId, const HistoryAsk&) override { return forgotten(); }
    Result<std::vector<Refusal>> refusals(std::span<const Digest>) override { return {}; }

private:
    static std::unexpected<Error> forgotten() { return fail(Code::locked, same("Never heard of")); }
};

/// A hub at which something happens before each question for what is new, which may fail then. With `changed` it says
/// that its register has changed since somebody began to ask.
class WatchedHub final : public HubPort {
public:
    WatchedHub(Hub& hub, bool changed, std::function<Result<void>(const ChangesAsk&)> before)
        : m_hub(hub), m_changed(changed), m_before(std::move(before)) {}
    Result<void> submit(std::span<const Submission> submissions) override { return m_hub.submit(submissions); }
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
        TRY(m_before(ask));
        auto changes = m_hub.changes(reader, ask);
        if (changes && changes->last && m_changed) changes->last = 0;
        return changes;
    }
    Result<History> history(PersonId reader, const HistoryAsk& ask) override { return m_hub.history(reader, ask); }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override { return m_hub.refusals(events); }

private:
    Hub& m_hub;
    bool m_changed;
    std::function<Result<void>(const ChangesAsk&)> m_before;
};

/// A hub that cannot be reached when everything is asked for once more, so many times. It says that its register has
/// changed since somebody began to ask.
class BrokenLine final : public HubPort {
public:
    explicit BrokenLine(Hub& hub, int times, bool changed = true) : m_hub(hub), m_times(times), m_changed(changed) {}
    Result<void> submit(std::span<const Submission> submissions) override { return m_hub.submit(submissions); }
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
        if (ask.again) ++again;
        if (ask.again && m_times-- > 0) return fail(Code::network, same("No answer"));
        auto changes = m_hub.changes(reader, ask);
        if (changes && changes->last && m_changed) changes->last = 0;
        return changes;
    }
    Result<History> history(PersonId reader, const HistoryAsk& ask) override { return m_hub.history(reader, ask); }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override { return m_hub.refusals(events); }

    int again = 0; ///< how often everything was asked for once more

private:
    Hub& m_hub;
    int m_times;
    bool m_changed;
};

void flip(Bytes& bytes, std::mt19937_64& dice) {
    if (!bytes.empty()) bytes[dice() % bytes.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8);
}

intake::Report report(const std::string& title) {
    intake::Report out;
    out.title = same(title);
    out.narrativeEn = "Antimony left without a licence.";
    return out;
}

} // namespace

/// A desk believes nothing that a hub says, and everyone gets what they may see: no less, no more.
class TestExchange : public QObject {
    Q_OBJECT

    static void someWork(TestOffice& office) {
        auto officer = office.as("officer");
        for (const char* title : {"One", "Two"}) {
            const CaseId id = must(officer->receiveReport(report(title)));
            must(officer->takeStep(id, "accept", {}));
            must(officer->addNote(id, std::string("A note on ") + title));
        }
    }

    static std::size_t count(Workspace& workspace) { return must(must(workspace.list()).rows({})).size(); }

private slots:
    void everyLieIsNoticed() {
        TestOffice office;
        someWork(office);
        const std::vector<std::pair<const char*, LyingHub::Lie>> lies = {
            {"a commit is left out", [](Changes& c) { c.commits.erase(c.commits.begin() + 3); }},
            {"the first commit is left out", [](Changes& c) { c.commits.erase(c.commits.begin()); }},
            {"commits are swapped", [](Changes& c) { std::swap(c.commits[2], c.commits[3]); }},
            {"a commit comes twice under another number",
             [](Changes& c) { c.commits[4].commit = c.commits[3].commit; }},
            {"a commit's signature", [](Changes& c) { c.commits[2].commit.signature[5] ^= 1; }},
            {"a commit's links", [](Changes& c) { c.commits[2].links[0].bytes[5] ^= 1; }},
            {"a commit's links grow", [](Changes& c) { c.commits[2].links.push_back(c.commits[1].links[0]); }},
            {"entries are swapped",
             [](Changes& c) { std::swap(c.entries[c.entries.size() - 1], c.entries[c.entries.size() - 2]); }},
            {"the founding is left out", [](Changes& c) { c.entries.erase(c.entries.begin()); }},
            {"an entry of the register is left out", [](Changes& c) { c.entries.erase(c.entries.begin() + 1); }},
            {"an entry of a case is left out", [](Changes& c) { c.entries.erase(c.entries.end() - 2); }},
            {"an event's bytes", [](Changes& c) { c.entries.back().event.bytes[40] ^= 1; }},
            {"another event", [](Changes& c) { c.entries.back().event = c.entries[c.entries.size() - 2].event; }},
            {"a sealed part", [](Changes& c) { c.entries.back().event.sealed[0] ^= 1; }},
            {"a link's time", [](Changes& c) { c.entries.back().link.time += std::chrono::milliseconds(1); }},
            {"a link's number", [](Changes& c) { ++c.entries.back().link.seq; }},
            {"a link's case", [](Changes& c) { c.entries.back().link.caseId.bytes[0] ^= 1; }},
            {"a link's event", [](Changes& c) { c.entries.back().link.event.bytes[0] ^= 1; }},
            {"a link's place", [](Changes& c) { ++c.entries.back().commitIndex; }},
            {"a link's commit", [](Changes& c) { --c.entries.back().commit; }},
            {"an act's signature", [](Changes& c) { c.acts.begin()->second.act.signature[3] ^= 1; }},
            {"an act's author", [](Changes& c) { c.acts.begin()->second.act.author.bytes[3] ^= 1; }},
            {"an act's events", [](Changes& c) { c.acts.begin()->second.ids.push_back({}); }},
            {"an act is missing", [](Changes& c) { c.acts.erase(c.acts.begin()); }},
            {"an event that was never said", [](Changes& c) { c.entries.back().event.bytes.clear(); }},
        };
        int number = 0;
        for (const auto& [name, lie] : lies) {
            RawDesk desk(office, "supervisor", std::to_string(++number));
            LyingHub liar(desk.hub(), lie);
            const auto noticed = desk.exchange(liar);
            QVERIFY2(!noticed, name);
            QVERIFY2(noticed.error().code == Code::damaged || noticed.error().code == Code::malformed, name);
            QCOMPARE(must(desk.vault().record().lastCommit()), 0u); // nothing of it was taken
            QVERIFY2(!desk.office().exists(), name);
            must(desk.exchange(desk.hub())); // the truth is still welcome
        }
    }

    /// Who comes into a unit is given the past once more with its keys; where that was cut short, a later exchange does
    /// it.
    void thePastIsReadAgainUntilItIsDone() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(report("From before")));
        office.admit("late", {Role::officer});
        RawDesk desk(office, "late");
        BrokenLine line(desk.hub(), 2);
        for (int i = 0; i < 2; ++i) {
            const auto cut = desk.exchange(line);
            QVERIFY(!cut && cut.error().code == Code::network);
            QVERIFY(desk.keys(id).empty());
        }
        must(desk.exchange(line));
        QCOMPARE(desk.keys(id).size(), std::size_t{1});
    }

    /// What was given of it before it was cut short is not asked for again.
    void thePastIsReadOnWhereItWasCutShort() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(report("From before")));
        for (int i = 0; i < 150; ++i) must(officer->addNote(id, "Note " + std::to_string(i)));
        office.admit("late", {Role::officer});
        RawDesk desk(office, "late");
        std::vector<std::uint64_t> asked; // after which commit, in one exchange
        std::uint64_t reached = 0;
        int left = 2;
        WatchedHub line(desk.hub(), true, [&](const ChangesAsk& ask) -> Result<void> {
            if (!ask.again) return {};
            asked.push_back(ask.after);
            // Each time a little more comes.
            if (ask.after > reached && left-- > 0) {
                reached = ask.after;
                return fail(Code::network, same("No answer"));
            }
            return {};
        });
        for (int i = 0; i < 3; ++i) {
            asked.clear();
            const auto before = reached;
            QCOMPARE(desk.exchange(line).has_value(), i == 2);
            QVERIFY(!asked.empty() && asked.front() == before && std::ranges::is_sorted(asked));
        }
        QVERIFY(reached > 64);
        QCOMPARE(desk.keys(id).size(), std::size_t{1});
        QVERIFY(desk.findings().empty());
    }

    /// Who may read more of the past is given it before what comes next, also if they were cut off in between.
    void whatComesNextWaitsForWhatWasNotGivenYet() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(report("From before")));
        office.admit("late", {Role::investigator});
        RawDesk desk(office, "late");
        must(desk.exchange(desk.hub()));
        must(office.as("admin")->changePerson(office.id("late"), {Role::officer}, false, true));
        BrokenLine line(desk.hub(), 1, false);
        const auto cut = desk.exchange(line);
        QVERIFY(!cut && cut.error().code == Code::network);
        must(office.as("officer")->addNote(id, "What comes next"));
        must(desk.exchange(line));
        QVERIFY(desk.findings().empty());
        QCOMPARE(desk.keys(id).size(), std::size_t{1});
        QCOMPARE(line.again, 2); // once in vain
    }

    /// Who is let into a unit anew while everything is asked for once more opens what was sealed in between.
    void whoIsLetInMeanwhileAsksOnceMore() {
        TestOffice office;
        office.admit("late", {Role::investigator});
        RawDesk desk(office, "late");
        must(desk.exchange(desk.hub()));
        const auto as = [&](Role role) {
            must(office.as("admin")->changePerson(office.id("late"), {role}, false, true));
        };
        as(Role::officer);
        CaseId between;
        WatchedHub line(desk.hub(), false, [&](const ChangesAsk& ask) -> Result<void> {
            if (!ask.again || !between.isNull()) return {};
            as(Role::investigator); // the unit gets another key
            between = must(office.as("officer")->receiveReport(report("In between")));
            as(Role::officer);
            return {};
        });
        must(desk.exchange(line));
        must(desk.exchange(line));
        QVERIFY(!between.isNull());
        QCOMPARE(desk.keys(between).size(), std::size_t{1});
    }

    /// A new desk is given everything once: what was sealed to a unit before the person came into it is opened with the
    /// unit's key when that is there.
    void aNewDeskIsGivenEverythingOnce() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(report("From before")));
        office.admit("late", {Role::officer});
        RawDesk desk(office, "late");
        BrokenLine line(desk.hub(), 0, false);
        must(desk.exchange(line));
        QCOMPARE(line.again, 0);
        QCOMPARE(desk.keys(id).size(), std::size_t{1});
        must(desk.exchange(line));
        QCOMPARE(line.again, 0);
    }

    /// More waits than goes in one message, as after weeks without a hub.
    void whatWaitsGoesInSeveralMessages() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(report("One")));
        RawDesk desk(office, "officer");
        must(desk.exchange(desk.hub()));
        const Seen head = must(office.as("officer")->view(id)).state.head;
        constexpr std::size_t kEvents = kBatchEvents + 10;
        {
            Record& record = desk.vault().record();
            auto transaction = must(Transaction::begin(desk.vault().database()));
            for (std::size_t i = 0; i < kEvents; ++i) {
                const auto said = desk.sign(desk.event(id, NoteAdded{"note"}, head));
                const auto row = must(record.addAct(said.act, std::span(&said.events.front().id, 1)));
                must(desk.vault().addPending(
                    must(record.addEvent(row, 0, must(record.caseRow(id)), said.events.front())).row));
            }
            must(transaction.commit());
        }
        QCOMPARE(must(desk.exchange(desk.hub())).sealed, kEvents);
        QVERIFY(must(desk.vault().pending()).empty());
    }

    void aHubThatForgotWhomItAdmittedIsNoticed() {
        TestOffice office;
        RawDesk desk(office, "supervisor");
        ForgetfulHub forgetful;
        QVERIFY(desk.exchange(forgetful).error().code == Code::locked); // this vault cannot know better yet
        must(desk.exchange(desk.hub()));
        const auto noticed = desk.exchange(forgetful);
        QVERIFY(noticed.error().code == Code::damaged);
        QCOMPARE(noticed.error().where, desk.office().office.hex() + " link " + std::to_string(desk.office().head.seq));
    }

    void everyFlippedBitOfAnAnswerIsNoticed() {
        TestOffice office;
        someWork(office);
        const std::uint64_t seed = std::random_device{}();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        std::mt19937_64 dice(seed);
        RawDesk honest(office, "supervisor", "honest");
        must(honest.exchange(honest.hub()));
        const auto truth = must(honest.vault().record().commit(must(honest.vault().record().lastCommit()))).commit.hash;
        for (int round = 0; round < 60; ++round) {
            RawDesk desk(office, "supervisor", "bit" + std::to_string(round));
            LyingHub liar(desk.hub(), [&](Changes& changes) {
                auto& entry = changes.entries[dice() % changes.entries.size()];
                auto& commit = changes.commits[dice() % changes.commits.size()];
                switch (round % 4) {
                case 0: flip(entry.event.bytes, dice); break;
                case 1: flip(entry.event.sealed.empty() ? entry.event.bytes : entry.event.sealed, dice); break;
                case 2: commit.links[dice() % commit.links.size()].bytes[dice() % 32] ^= 4; break;
                default: flip(commit.commit.signature, dice); break;
                }
            });
            QVERIFY2(!desk.exchange(liar), qPrintable(QString::number(round)));
            must(desk.exchange(desk.hub()));
            QCOMPARE(must(desk.vault().record().commit(must(desk.vault().record().lastCommit()))).commit.hash, truth);
        }
    }

    void aHubThatIsForkedIsNoticed() {
        TestOffice office;
        someWork(office);
        const auto old = office.scratch() / "old";
        std::filesystem::create_directories(old);
        std::filesystem::copy_file(office.folder() / "hub.db", old / "hub.db");
        if (std::filesystem::exists(office.folder() / "hub.db-wal"))
            std::filesystem::copy_file(office.folder() / "hub.db-wal", old / "hub.db-wal");
        auto officer = office.as("officer");
        must(officer->receiveReport(report("Three")));
        RawDesk desk(office, "officer");
        must(desk.exchange(desk.hub()));
        const auto setBack = desk.openHub(old);
        // The old store goes on with another history, past what the desk has. (One that only was set back is given back
        // what it lost: tests/model/hub/test_set_back.cpp.)
        CaseId one;
        {
            auto list = must(officer->list());
            const auto rows = must(list.rows({}));
            for (const auto& row : must(list.page(rows))) {
                if (row.title == "One") one = row.id;
            }
        }
        for (int i = 0; i < 4; ++i) {
            const auto note = desk.sign(desk.event(one, NoteAdded{"A history that never was"}, {}));
            must(setBack.hub->submit(std::span(&note, 1)));
        }
        const auto noticed = desk.exchange(*setBack.hub);
        QVERIFY(!noticed);
        QCOMPARE(noticed.error().code, Code::damaged);
        must(desk.exchange(desk.hub()));
    }

    void whoIsLetInLaterGetsWhatWasBefore() {
        TestOffice office;
        auto officer = office.as("officer");
        auto investigator = office.as("investigator-1"); // a desk that is up to date before the case begins
        const CaseId id = must(officer->receiveReport(report("Later")));
        must(officer->setFacts(id, {{"party", "P"}, {"goods", "G"}}));
        must(investigator->exchange());
        QCOMPARE(count(*investigator), 0u);
        // More than one batch of commits lies between.
        for (int i = 0; i < 40; ++i) must(officer->addNote(id, "Note " + std::to_string(i)));
        must(officer->takeStep(id, "accept", {}));
        must(officer->assign(id, office.id("investigator-1"), "investigator"));
        must(officer->addNote(id, "After"));
        must(investigator->exchange());
        QCOMPARE(count(*investigator), 1u);
        const auto state = must(investigator->state(id));
        QCOMPARE(state.fact("party"), std::string("P"));
        QCOMPARE(state.notes.size(), 41u);
        QVERIFY(std::ranges::all_of(state.notes, &Note::readable));
        QVERIFY(must(investigator->verify(false, {}, {})).findings.empty());
        QCOMPARE(count(*office.as("investigator-2")), 0u);
    }

    void whoBecomesAnOfficerOrAuditorGetsWhatWasBefore() {
        TestOffice office;
        auto officer = office.as("officer");
        auto custodian = office.as("custodian");
        const CaseId id = must(officer->receiveReport(report("Before")));
        must(officer->addNote(id, "One"));
        must(custodian->exchange());
        auto admin = office.as("admin");
        must(admin->changePerson(office.id("custodian"), {Role::custodian, Role::auditor}, false, true));
        must(officer->addNote(id, "Two"));
        must(custodian->exchange());
        auto view = must(custodian->view(id));
        QCOMPARE(view.log.size(), 3u);
        QVERIFY(view.state.fact("title").empty());
        QVERIFY(must(custodian->verify(false, {}, {})).findings.empty());
        must(admin->changePerson(office.id("custodian"), {Role::custodian, Role::auditor, Role::officer}, false, true));
        must(officer->addNote(id, "Three"));
        must(custodian->exchange());
        view = must(custodian->view(id));
        QCOMPARE(view.state.fact("title"), std::string("Before"));
        QCOMPARE(view.state.notes.size(), 3u);
        QVERIFY(must(custodian->verify(false, {}, {})).findings.empty());
    }

    void aLostVaultIsFilledAgain() {
        TestOffice office;
        CaseId id;
        {
            auto officer = office.as("officer");
            id = must(officer->receiveReport(report("Kept by the hub")));
            for (int i = 0; i < 70; ++i) must(officer->addNote(id, "Note " + std::to_string(i)));
        }
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(personFolder(office.folder(), office.id("officer")) /
                                    (std::string("vault.db") + suffix));
        }
        auto officer = office.as("officer");
        QCOMPARE(must(officer->state(id)).notes.size(), 70u);
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
    }

    void aVaultFromABackupGoesOn() {
        TestOffice office;
        const auto vault = personFolder(office.folder(), office.id("officer")) / "vault.db";
        const auto backup = office.scratch() / "backup.db";
        CaseId id = must(office.as("officer")->receiveReport(report("Kept by the hub")));
        std::filesystem::copy_file(vault, backup);
        for (int i = 0; i < 40; ++i) must(office.as("officer")->addNote(id, "Said after the backup"));
        must(office.as("officer")->receiveReport(report("Received after the backup")));
        std::filesystem::copy_file(backup, vault, std::filesystem::copy_options::overwrite_existing);
        auto officer = office.as("officer");
        QCOMPARE(must(officer->state(id)).notes.size(), 40u);
        QCOMPARE(count(*officer), 2u);
        QVERIFY(must(officer->verify(false, {}, {})).findings.empty());
        must(officer->addNote(id, "And on"));
    }

    void aVaultThatWasNotFinishedIsMadeAnew() {
        TestOffice office;
        must(office.as("officer")->receiveReport(report("One")));
        const auto folder = personFolder(office.folder(), office.id("supervisor"));
        QVERIFY(!std::filesystem::exists(folder / "vault.db"));
        for (const char* name : {"vault.db.new", "vault.db.new-wal", "vault.db.new-shm"}) {
            std::ofstream(folder / name) << "half of a store";
        }
        QCOMPARE(count(*office.as("supervisor")), 1u);
        QVERIFY(!std::filesystem::exists(folder / "vault.db.new"));
    }

    void othersGetNothing() {
        TestOffice office;
        someWork(office);
        RawDesk auditor(office, "auditor");
        must(auditor.exchange(auditor.hub()));
        // The auditor has every event and no sealed part but the register's, whose key they hold.
        auto& db = auditor.vault().database();
        QVERIFY(must(db.value<std::int64_t>("SELECT count(*) FROM event WHERE subject <> 1")) >= 6);
        QCOMPARE(must(db.value<std::int64_t>(
                     "SELECT count(*) FROM sealed s JOIN event e ON e.n = s.event WHERE e.subject <> 1")),
                 std::int64_t{0});
        for (const char* label : {"custodian", "investigator-1"}) {
            RawDesk other(office, label);
            must(other.exchange(other.hub()));
            QCOMPARE(
                must(other.vault().database().value<std::int64_t>("SELECT count(*) FROM event WHERE subject <> 1")),
                std::int64_t{0});
            QCOMPARE(must(other.vault().database().value<std::int64_t>("SELECT count(*) FROM subject")),
                     std::int64_t{1});
        }
    }

    void rubbishFromAnInsiderStopsNobody() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(report("One")));
        RawDesk raw(office, "officer");
        // A sealed part that no key opens, and an envelope to the supervisor that is none.
        const Event event = raw.event(id, NoteAdded{"not sealed at all"}, {});
        Submission submission = raw.sign(event);
        PersonKeys keys =
            must(openKeys(must(readIdentityFile(office.folder(), office.id("officer"))), crypto::asBytes("officer")));
        submission.act = signAct(keys.identity, raw.person(), office.clock().now(), std::span(&event.id, 1),
                                 {{office.id("supervisor").bytes, Bytes(100, 3)}})
                             .value();
        must(raw.hub().submit(std::span(&submission, 1)));
        auto supervisor = office.as("supervisor");
        const auto state = must(supervisor->state(id));
        QCOMPARE(state.fact("title"), std::string("One"));
        QCOMPARE(state.notes.size(), 1u);
        QVERIFY(!state.notes[0].readable);
        auto again = office.as("officer"); // whose own vault has not said this either, but whose signature it carries
        must(again->addNote(id, "Life goes on"));
        for (auto* one : {again.get(), supervisor.get()}) { // it says so, and nothing else
            const auto findings = must(one->verify(false, {}, {})).findings;
            QCOMPARE(findings.size(), 1u);
            QVERIFY(findings[0].what.en.contains("do not open"));
        }
    }

    /// Who lets a person into a unit seals its key to them; what is sealed nobody else can check.
    void aUnitKeyThatIsNoneStopsNobody() {
        TestOffice office;
        must(office.as("officer")->receiveReport(report("One")));
        const auto random = crypto::systemRandom();
        const auto other = crypto::Identity::generate(crypto::Suite::intl1, *random);
        for (const bool opens : {false, true}) {
            const std::string label = opens ? "other-key" : "rubbish";
            const auto person = must(Workspace::requestToJoin(office.folder(), {label, label, {Role::officer}, true},
                                                              crypto::asBytes(label), office.with()));
            office.people()[label] = person;
            const auto identity = must(readIdentityFile(office.folder(), person)).identity;
            RawDesk admin(office, "admin", label);
            must(admin.exchange(admin.hub()));
            const Unit unit = *admin.office().unit("office");
            const auto sealed =
                opens ? *crypto::sealTo(identity, other.exportSecret().view(), unit.id.view(), *random) : Bytes(200, 7);
            for (const RegisterBody& body :
                 {RegisterBody(PersonAdded{{person, label, {Role::officer}, true, true, identity, {}}}),
                  RegisterBody(
                      UnitJoined{unit.id, person, sealed, sealingKeys(unit.identity, std::span(&identity, 1))})}) {
                const auto said = admin.sign(admin.event(body));
                must(admin.hub().submit(std::span(&said, 1)));
                QVERIFY(must(admin.hub().refusals(std::span(&said.events.front().id, 1))).empty());
                must(admin.exchange(admin.hub()));
            }
            admin.shareHub(person, identity);
            auto desk = office.as(label);
            QCOMPARE(count(*desk), 1u);
            const auto rows = must(must(desk->list()).rows({}));
            QVERIFY(must(must(desk->list()).page(rows)).front().title.empty()); // a case is there, and its key is not
            QVERIFY(must(desk->verify(false, {}, {})).findings.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "test_exchange.moc"
