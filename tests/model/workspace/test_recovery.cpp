// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/recovery.h"

#include "model/workspace/invitation.h"
#include "tests/support/filed_case.h"
#include "tests/support/far_hub.h"
#include "tests/support/raw_desk.h"

using namespace model;

/// Who lost their passphrase or their machine gets new keys by two people, and the keys that they had by whoever holds
/// them; the keys that they lost are worth nothing from then on.
class TestRecovery : public QObject {
    Q_OBJECT

    static constexpr std::string_view kFresh = "a new passphrase";

    /// A case in which investigator-1 is assigned and has said something.
    static CaseId investigated(TestOffice& office) {
        const CaseId id = filedCase(office);
        must(office.as("supervisor")->assign(id, office.id("investigator-1"), "investigator"));
        must(office.as("investigator-1")->addNote(id, "Said with the old keys"));
        return id;
    }
    static JoinRequest asks(TestOffice& office, const std::string& label) {
        return must(
            Workspace::askForNewKeys(office.folder(), office.id(label), crypto::asBytes(kFresh), office.with()));
    }
    static void recover(TestOffice& office, const std::string& label) {
        const auto keys = keyFingerprint(asks(office, label).identity);
        QVERIFY(must(office.as("admin")->proposeIdentity(office.id(label), keys, "Forgot it")).refused.empty());
        QVERIFY(must(office.as("supervisor")->approveIdentity(office.id(label), keys)).refused.empty());
    }
    static Result<std::unique_ptr<Workspace>> fresh(TestOffice& office, const std::string& label) {
        return Workspace::unlock(office.folder(), office.id(label), crypto::asBytes(kFresh), office.with());
    }
    static bool reads(const Workspace& workspace, CaseId id) {
        const auto state = must(workspace.state(id));
        const auto title = state.facts.find("title");
        return title != state.facts.end() && title->second.readable;
    }
    static void holds(Workspace& workspace) {
        const auto found = must(workspace.verify(false, {}, {}));
        QVERIFY2(found.findings.empty(), found.findings.empty() ? "" : found.findings[0].what.en.c_str());
    }
    static void isRefused(const std::string& why, const char* words) {
        QVERIFY2(why.contains(words), why.empty() ? "it was sealed" : why.c_str());
    }
    static crypto::Identity newIdentity() {
        return crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom());
    }
    /// A unit turned as the program would turn it, but for these people.
    static UnitTurned turnedFor(const RawDesk& raw, std::string_view name, const std::vector<PersonId>& people) {
        const auto random = crypto::systemRandom();
        const Unit& unit = *raw.office().unit(name);
        const auto identity = newIdentity();
        UnitTurned out{unit.id, identity.publicPart(), {}, Bytes{1}};
        for (const auto id : people) {
            out.members[id] = *crypto::sealTo(raw.office().person(id)->identity, identity.exportSecret().view(),
                                              unit.id.view(), *random);
        }
        out.with = raw.office().sealingKeys(unit, out.to());
        return out;
    }

private slots:
    void aRecoveredPersonReadsWhatTheyReadAndGoesOn() {
        TestOffice office;
        const CaseId id = investigated(office);
        const auto who = office.id("investigator-1");
        const auto request = asks(office, "investigator-1");
        const auto keys = keyFingerprint(request.identity);
        const auto early = fresh(office, "investigator-1");
        QVERIFY(!early && early.error().what.en.contains("wait to be approved"));

        auto admin = office.as("admin");
        // What is signed is what was compared.
        QVERIFY(!admin->proposeIdentity(who, Digest{}, "Forgot it"));
        QVERIFY(must(admin->proposeIdentity(who, keys, "Forgot it")).refused.empty());
        const auto mine = admin->approveIdentity(who, keys);
        QVERIFY(!mine && mine.error().what.en.contains("second person"));
        auto supervisor = office.as("supervisor");
        const auto people = must(supervisor->people());
        const auto entry = std::ranges::find(people, who, &PersonEntry::id);
        QVERIFY(entry->renewal && entry->renewal->proposed && !entry->renewal->whyNot && entry->renewal->mayDecline);
        QCOMPARE(entry->renewal->why, std::string("Forgot it"));
        QVERIFY(entry->renewal->fingerprint == keys);
        QVERIFY(!supervisor->approveIdentity(who, Digest{}));
        QVERIFY(must(supervisor->approveIdentity(who, keys)).refused.empty());

        const auto old = Workspace::unlock(office.folder(), who, crypto::asBytes("investigator-1"), office.with());
        QVERIFY(!old && old.error().code == Code::locked);
        auto back = must(fresh(office, "investigator-1"));
        QVERIFY(back->me() == who);
        const auto view = must(back->view(id));
        QCOMPARE(view.state.notes.size(), std::size_t(1));
        QVERIFY(view.state.notes[0].readable);
        QVERIFY(must(back->addNote(id, "Said with the new keys")).refused.empty());
        const auto after = must(office.as("supervisor")->view(id));
        QVERIFY(after.state.notes.size() == 2 && after.state.notes[1].readable);
        for (const auto& one : after.log) QVERIFY2(one.signatureValid, one.summary.en.c_str());
        for (const auto* label : {"admin", "officer", "supervisor", "auditor"}) holds(*office.as(label));
        holds(*back);
        // All is handed on, and nothing twice.
        QVERIFY(must(office.as("officer")->tendKeys({}, {})).nothing());
        QVERIFY(must(office.as("supervisor")->tendKeys({}, {})).nothing());
    }

    void aRecoveredMemberOfAUnitReadsEverythingOfIt() {
        TestOffice office;
        const CaseId before = must(office.as("officer")->receiveReport(aReport("Before")));
        recover(office, "officer");
        auto back = must(fresh(office, "officer"));
        QVERIFY(reads(*back, before));
        const auto& unit = *back->office().unit(kOfficeUnit);
        QCOMPARE(unit.former.size(), std::size_t(1)); // who finds the lost keys opens nothing new with them
        QVERIFY(!unit.mustTurn());
        const CaseId after = must(back->receiveReport(aReport("After")));
        QVERIFY(reads(*office.as("supervisor"), after));
        QVERIFY(reads(*office.as("supervisor"), before));
        office.admit("later", {Role::officer});
        auto later = office.as("later");
        for (const auto id : {before, after}) QVERIFY(reads(*later, id));
        for (const auto* label : {"admin", "supervisor", "auditor", "later"}) holds(*office.as(label));
        holds(*back);
    }

    void theOldKeysAreWorthNothing() {
        TestOffice office;
        const CaseId id = investigated(office);
        RawDesk old(office, "investigator-1");
        must(old.exchange(old.hub()));
        const Seen head = must(office.as("supervisor")->state(id)).head;
        const auto late = old.say(id, writeBody(CaseBody(NoteAdded{"Too late"})), head);
        auto open = office.as("investigator-1"); // on a desk that was left unlocked
        recover(office, "investigator-1");
        const auto submitted = old.hub().submit(std::span(&late, 1));
        QVERIFY(!submitted && submitted.error().what.en.contains("keys were replaced"));
        const auto said = open->addNote(id, "Too late as well");
        QVERIFY(!said && said.error().what.en.contains("keys were replaced"));
        // Also not where they are called somebody else's.
        QVERIFY(must(must(fresh(office, "investigator-1"))->addNote(id, "In time")).refused.empty());
        QCOMPARE(must(office.as("supervisor")->state(id)).notes.size(), std::size_t(2));
        // And not in another place of the order: a desk takes nothing that was sealed after they were replaced.
        auto person = *office.as("admin")->office().person(office.id("investigator-1"));
        QCOMPARE(person.former.size(), std::size_t(1));
        const Moment since = person.identitySince();
        QVERIFY(verifyAct(late.act, person, Moment{since.commit - 1, 0}, std::vector{late.events.front().id}));
        QVERIFY(!verifyAct(late.act, person, since, std::vector{late.events.front().id}));
    }

    void nobodyAloneReplacesKeys() {
        TestOffice office;
        office.admit("second", {Role::administrator});
        const auto who = office.id("supervisor");
        RawDesk admin(office, "admin");
        must(admin.exchange(admin.hub()));
        const auto lost = newIdentity().publicPart(), other = newIdentity().publicPart();
        const auto propose = [&](RawDesk& raw, PersonId person, const crypto::PublicIdentity& identity) {
            const auto said =
                raw.say(must(readOfficeFile(office.folder())).office,
                        writeBody(RegisterBody(IdentityProposed{person, identity, "w"})), raw.office().head);
            const auto why = raw.submit(said);
            must(raw.exchange(raw.hub()));
            return why.empty() ? std::pair(why, said.events.front().id) : std::pair(why, Digest{});
        };
        const auto approve = [&](const char* label, const Digest& proposal, const crypto::PublicIdentity& identity) {
            static int n = 0;
            RawDesk raw(office, label, std::to_string(++n));
            must(raw.exchange(raw.hub()));
            return raw.submit(raw.event(RegisterBody(IdentityReplaced{who, proposal, identity})));
        };
        isRefused(propose(admin, office.id("admin"), lost).first, "for themselves");
        isRefused(propose(admin, who, admin.office().person(office.id("officer"))->identity).first, "used here before");
        RawDesk officer(office, "officer");
        must(officer.exchange(officer.hub()));
        isRefused(propose(officer, who, lost).first, "Only an administrator");

        const auto [first, proposal] = propose(admin, who, lost);
        QCOMPARE(first, std::string());
        isRefused(approve("admin", proposal, lost), "second person");
        isRefused(approve("supervisor", proposal, lost), "second person");
        isRefused(approve("officer", proposal, lost), "approved by an administrator or an authority head");
        isRefused(approve("second", proposal, other), "not the keys that were proposed");
        const auto [again, newer] = propose(admin, who, other);
        QCOMPARE(again, std::string());
        isRefused(approve("second", proposal, lost), "no such proposal");
        // Who still has their keys stops it.
        QVERIFY(must(office.as("supervisor")->declineIdentity(who)).refused.empty());
        isRefused(approve("second", newer, other), "no such proposal");
        must(admin.exchange(admin.hub()));
        const auto [third, last] = propose(admin, who, other);
        QCOMPARE(third, std::string());
        QCOMPARE(approve("second", last, other), std::string());
        holds(*office.as("auditor"));
    }

    void aUnitTurnsToExactlyThoseWhoStay() {
        TestOffice office;
        office.admit("second", {Role::officer});
        const auto admin = office.id("admin"), supervisor = office.id("supervisor"), second = office.id("second");
        RawDesk raw(office, "supervisor");
        must(raw.exchange(raw.hub()));
        isRefused(raw.submit(raw.event(turnedFor(raw, kOfficeUnit, {admin, supervisor, second}))), "Nobody has left");
        RawDesk chief(office, "admin");
        must(chief.exchange(chief.hub()));
        QCOMPARE(chief.submit(chief.event(PersonChanged{office.id("officer"), {Role::officer}, false, false})),
                 std::string());
        must(raw.exchange(raw.hub()));
        for (const auto& to : std::vector<std::vector<PersonId>>{{admin, supervisor},
                                                                 {admin, supervisor, second, office.id("officer")},
                                                                 {},
                                                                 {supervisor},
                                                                 {admin, supervisor, second, office.id("auditor")}}) {
            isRefused(raw.submit(raw.event(turnedFor(raw, kOfficeUnit, to))), "would go to others");
        }
        RawDesk auditor(office, "auditor");
        must(auditor.exchange(auditor.hub()));
        isRefused(auditor.submit(auditor.event(turnedFor(auditor, kOfficeUnit, {admin, supervisor, second}))),
                  "Only who stays");
        auto without = turnedFor(raw, kOfficeUnit, {admin, supervisor, second});
        without.former.clear();
        isRefused(raw.submit(raw.event(without)), "earlier key must come");
        QCOMPARE(raw.submit(raw.event(turnedFor(raw, kOfficeUnit, {admin, supervisor, second}))), std::string());
    }

    void nobodyIsLetIntoAUnitWithKeysThatWereReplaced() {
        TestOffice office;
        office.admit("second", {Role::officer});
        const auto second = office.id("second");
        const auto keys = keyFingerprint(asks(office, "second").identity);
        QVERIFY(must(office.as("admin")->proposeIdentity(second, keys, "Forgot it")).refused.empty());
        RawDesk head(office, "supervisor");
        must(head.exchange(head.hub()));
        const UnitId unit = head.office().unit(kOfficeUnit)->id;
        const auto sealed = crypto::sealTo(head.office().person(second)->identity, newIdentity().exportSecret().view(),
                                           unit.view(), *crypto::systemRandom());
        // Both by the same person, who at the one machine has not seen yet what they approved at the other.
        const auto joining = [&](PersonId who) {
            return head.event(
                UnitJoined{unit, who, *sealed, head.office().sealingKeys(*head.office().unit(kOfficeUnit), {who})});
        };
        const auto joins = joining(second);
        const auto& proposal = head.office().proposals.at(second);
        const auto early = joining(office.id("auditor"));
        const auto replaces = head.event(IdentityReplaced{second, proposal.place.event, proposal.identity});
        QCOMPARE(head.submit(replaces), std::string());
        isRefused(head.submit(joins), "has other keys now");
        must(head.exchange(head.hub()));
        QVERIFY(!head.office().unit(kOfficeUnit)->members.contains(second));
        // Nor with a key that the unit has no more.
        const auto staying = head.office().unit(kOfficeUnit)->staying();
        QCOMPARE(head.submit(head.event(turnedFor(head, kOfficeUnit, {staying.begin(), staying.end()}))),
                 std::string());
        isRefused(head.submit(early), "has other keys now");
    }

    void aUnitIsTurnedFromTheKeyThatItHas() {
        TestOffice office;
        office.admit("second", {Role::officer});
        // An administrator at two machines, so that nothing that the one says makes what the other says old.
        RawDesk desk(office, "admin"), other(office, "admin", "other.db");
        const auto leaves = [&](const std::string& label) {
            must(desk.exchange(desk.hub()));
            QCOMPARE(desk.submit(desk.event(PersonChanged{office.id(label), {Role::officer}, false, false})),
                     std::string());
            for (auto* one : {&desk, &other}) must(one->exchange(one->hub()));
        };
        const auto turn = [](const RawDesk& raw) {
            const auto staying = raw.office().unit(kOfficeUnit)->staying();
            return turnedFor(raw, kOfficeUnit, {staying.begin(), staying.end()});
        };
        leaves("officer");
        const auto there = turn(other);
        QCOMPARE(desk.submit(desk.event(turn(desk))), std::string());
        isRefused(other.submit(other.event(there)), "Nobody has left");
        leaves("second");
        auto crafted = turn(other);
        crafted.with = there.with;
        isRefused(other.submit(other.event(crafted)), "has other keys now");
        QCOMPARE(other.submit(other.event(turn(other))), std::string());
    }

    void whoLeavesTheUnitIsGivenNothingNew() {
        TestOffice office;
        office.admit("second", {Role::officer});
        const CaseId before = must(office.as("second")->receiveReport(aReport("Before")));
        auto leaver = office.as("officer");
        QVERIFY(reads(*leaver, before));
        // Another role, in which one works on: an auditor sees the log and no contents.
        QVERIFY(
            must(office.as("admin")->changePerson(office.id("officer"), {Role::auditor}, false, true)).refused.empty());
        const CaseId after = must(office.as("second")->receiveReport(aReport("After")));
        leaver = office.as("officer");
        QVERIFY(reads(*leaver, before)); // what they had they keep
        QVERIFY(!reads(*leaver, after));
        QVERIFY(!leaver->office().unit(kOfficeUnit)->members.contains(office.id("officer")));
        // Back again they read everything, also what was said meanwhile.
        QVERIFY(
            must(office.as("admin")->changePerson(office.id("officer"), {Role::officer}, false, true)).refused.empty());
        leaver = office.as("officer");
        for (const auto id : {before, after}) QVERIFY(reads(*leaver, id));
        for (const auto* label : {"admin", "supervisor", "officer"}) holds(*office.as(label));
    }

    void keysAreGivenAgainOnlyToWhoHasNewOnes() {
        TestOffice office;
        const CaseId id = investigated(office);
        const auto who = office.id("investigator-1");
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        const auto give = [&](PersonId person, const std::vector<PersonId>& to) {
            must(raw.exchange(raw.hub()));
            RawDesk::Gift gift{{}, {}};
            gift.grants.push_back({1, raw.keys(id).at(1).copy()});
            for (const auto one : to) gift.to.emplace_back(one.bytes, raw.office().person(one)->identity);
            return raw.submit(raw.say(id, writeBody(CaseBody(KeysGiven{person})), {}, 1, gift));
        };
        isRefused(give(who, {who}), "given the keys already");
        isRefused(give(office.id("investigator-2"), {office.id("investigator-2")}), "not let into");
        const auto keys = keyFingerprint(asks(office, "investigator-1").identity);
        must(office.as("admin")->proposeIdentity(who, keys, "Lost"));
        // Approved by hand, so that nobody has handed anything on yet.
        RawDesk supervisor(office, "supervisor");
        must(supervisor.exchange(supervisor.hub()));
        const auto& proposal = supervisor.office().proposals.at(who);
        QCOMPARE(supervisor.submit(
                     supervisor.event(RegisterBody(IdentityReplaced{who, proposal.place.event, proposal.identity}))),
                 std::string());
        isRefused(give(who, {office.id("investigator-2")}), "would go to others");
        isRefused(give(who, {}), "would go to others");
        const auto tended = must(office.as("officer")->tendKeys({}, {}));
        QCOMPARE(tended.cases.done, 1u);
        QCOMPARE(tended.cases.refused, 0u);
        isRefused(give(who, {who}), "given the keys already");
    }

    void keysThatNobodyHasAnyMoreAreSaidToBeLost() {
        TestOffice office;
        recover(office, "custodian"); // the only one
        auto admin = office.as("admin");
        const Unit lost = *admin->office().unit(kCustodyUnit);
        QVERIFY(lost.members.empty() && lost.mustTurn());
        QVERIFY(!office.as("supervisor")->beginUnitAnew(std::string(kCustodyUnit)));
        QVERIFY(must(admin->beginUnitAnew(std::string(kCustodyUnit))).refused.empty());
        const Unit& anew = *admin->office().unit(kCustodyUnit);
        QVERIFY(anew.members.contains(office.id("custodian")) && anew.identity != lost.identity);
        QVERIFY(!admin->beginUnitAnew(std::string(kCustodyUnit)));
        must(fresh(office, "custodian"));
    }

    void onANewMachineByAnInvitation() {
        TestOffice office;
        const CaseId id = investigated(office);
        FarHub hub(office);
        const auto who = office.id("investigator-1");
        auto old = hub.as("investigator-1", true);
        auto line = must(old->hubLine({}));
        must(exchangeInSteps(*old, *line));

        auto invitation = must(invitationOf(office.folder()));
        invitation.person = who;
        QVERIFY(must(readInvitation(writeInvitation(invitation))) == invitation);
        const auto place = office.scratch() / "new machine";
        const auto request = must(joinByInvitation(place, invitation, {"Investigator", "me again", {}, false},
                                                   crypto::asBytes(kFresh), hub.with()));
        QVERIFY(request.person == who);
        const auto unlock = [&] { return Workspace::unlock(place, who, crypto::asBytes(kFresh), hub.with()); };
        QVERIFY(!unlock());
        auto admin = hub.as("admin");
        QVERIFY(must(admin->takeInRequest(place / kRequestFile)) == who);
        const auto keys = keyFingerprint(request.identity);
        QVERIFY(must(admin->proposeIdentity(who, keys, "The machine was stolen")).refused.empty());
        QVERIFY(!unlock());
        auto supervisor = hub.as("supervisor");
        QVERIFY(must(supervisor->approveIdentity(who, keys)).refused.empty());
        auto back = must(unlock());
        QVERIFY(must(back->state(id)).notes.at(0).readable);
        QVERIFY(must(back->addNote(id, "From the new machine")).refused.empty());
        holds(*back);

        // The old desk was not there when it happened, and says something: it is told what has become of its keys, and
        // that is no alarm about the hub. What it said stays on it.
        const auto waits = must(old->addNote(id, "From the stolen machine"));
        QVERIFY(waits.waits);
        const auto told = exchangeInSteps(*old, *line);
        QVERIFY(!told);
        QCOMPARE(told.error().code, Code::ended);
        QVERIFY(told.error().what.en.contains("keys were replaced"));
        old.reset();
        old = must(Workspace::unlock(office.folder(), who, crypto::asBytes("investigator-1"), hub.with()));
        QVERIFY(old->ended() && old->ended()->what.en.contains("keys were replaced"));
        QVERIFY(must(old->state(id)).notes.at(1).readable);
        QVERIFY(!old->addNote(id, "Once more"));
        must(supervisor->exchange());
        QCOMPARE(must(supervisor->state(id)).notes.size(), std::size_t(2));
    }

    void inTheSameFolderWithAHubElsewhere() {
        TestOffice office;
        const CaseId id = investigated(office);
        FarHub hub(office);
        const auto who = office.id("investigator-1");
        const auto keys = keyFingerprint(asks(office, "investigator-1").identity);
        const auto unlock = [&] {
            return Workspace::unlock(office.folder(), who, crypto::asBytes(kFresh), hub.with());
        };
        must(hub.as("admin")->proposeIdentity(who, keys, "Forgot it"));
        const auto early = unlock();
        QVERIFY(!early && early.error().what.en.contains("wait to be approved"));
        must(hub.as("supervisor")->approveIdentity(who, keys));
        QVERIFY(must(must(unlock())->state(id)).notes.at(0).readable);
        QVERIFY(must(must(unlock())->addNote(id, "Once more")).refused.empty());
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "test_recovery.moc"
