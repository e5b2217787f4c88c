// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/units.h"

#include "model/workspace/recovery.h"
#include "model/filter/parse.h"
#include "tests/support/far_hub.h"
#include "tests/support/filed_case.h"
#include "tests/support/raw_desk.h"

using namespace model;

/// Units of an office: of a case of one, an officer of another sees nothing, and no door leads around it.
class TestUnits : public QObject {
    Q_OBJECT

    /// officer and supervisor are in Minerals, transit in Transit; admin, an authority head too, is in neither.
    static void twoUnits(TestOffice& office) {
        office.admit("transit", {Role::officer, Role::supervisor});
        auto admin = office.as("admin");
        const PersonId minerals[] = {office.id("officer"), office.id("supervisor")};
        const PersonId transit[] = {office.id("transit")};
        QVERIFY(must(admin->foundUnit("Minerals", minerals)).refused.empty());
        QVERIFY(must(admin->foundUnit("运输 Transit", transit)).refused.empty());
    }
    static UnitId unitOf(const Workspace& workspace, std::string_view name) { return must(workspace.unitNamed(name)); }
    static UnitEntry entryOf(const Workspace& workspace, std::string_view name) {
        const auto all = workspace.units();
        return *std::ranges::find(all, name, &UnitEntry::name);
    }
    static bool reads(const Workspace& workspace, CaseId id) {
        const auto state = workspace.state(id);
        if (!state) return false;
        const auto title = state->facts.find("title");
        return title != state->facts.end() && title->second.readable;
    }
    static std::size_t listed(const Workspace& workspace, const char* words = "") {
        auto list = must(workspace.list());
        return must(list.rows(parseFilter(words).value().filter)).size();
    }
    /// All cases that the overview of an office counts.
    static std::uint64_t counted(const Workspace& workspace) {
        auto list = must(workspace.list());
        std::uint64_t all = 0;
        for (const auto& [stage, count] : must(list.stageCounts())) all += count;
        return all;
    }
    static void holds(Workspace& workspace) {
        const auto found = must(workspace.verify(false, {}, {}));
        QVERIFY2(found.findings.empty(), found.findings.empty() ? "" : found.findings[0].what.en.c_str());
    }
    static void isRefused(const std::string& why, const char* words) {
        QVERIFY2(why.contains(words), why.empty() ? "it was sealed" : why.c_str());
    }
    template <typename T>
    static void isRefused(const Result<T>& result, const char* words) {
        isRefused(result ? std::string() : result.error().what.en, words);
    }
    static CaseId newCase() {
        CaseId id;
        crypto::systemRandom()->fill(id.bytes);
        return id;
    }
    /// The report of a new case, sealed to whoever is named, as somebody could make it without the program.
    static Submission report(RawDesk& raw, std::initializer_list<std::array<std::uint8_t, 16>> to) {
        const auto definition = *parseDefinition(shippedDefinition());
        const auto encoded = writeBody(CaseBody(ReportReceived{
            raw.office().currentWorkflow, definition.initialStage().id, "hotline", "tip", {{"title", "t"}}, {}}));
        EventHeader header = raw.event(newCase(), encoded, {}).header;
        header.keys = Bytes(60, 1);
        std::vector<Envelope> envelopes;
        for (const auto& recipient : to) envelopes.push_back({recipient, Bytes(200, 2)});
        return raw.sign(makeEvent(std::move(header), encoded.sealed), std::move(envelopes));
    }
    /// A unit of these people, whose key really goes to them.
    static UnitFounded founding(const RawDesk& raw, std::string name, std::initializer_list<PersonId> people) {
        const auto random = crypto::systemRandom();
        const auto identity = crypto::Identity::generate(crypto::Suite::intl1, *random);
        UnitFounded out;
        random->fill(out.unit.id.bytes);
        out.unit.name = std::move(name);
        out.unit.identity = identity.publicPart();
        for (const auto id : people) {
            out.unit.members[id] = *crypto::sealTo(raw.office().person(id)->identity, identity.exportSecret().view(),
                                                   out.unit.id.view(), *random);
        }
        return out;
    }

private slots:
    void withoutFurtherUnitsAllIsAsItWas() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto units = officer->units();
        QCOMPARE(units.size(), std::size_t(1));
        QVERIFY(!units[0].further && units[0].mine && units[0].due.empty());
        QCOMPARE(officer->unitsToTakeInFor(), std::vector{units[0].id});
        QVERIFY(must(officer->state(id)).unit == units[0].id);
        QVERIFY(reads(*office.as("supervisor"), id) && reads(*office.as("admin"), id));
        QVERIFY(units[0].whyNot);
        QVERIFY(!office.as("admin")->units()[0].whyNot);
    }

    void anotherUnitSeesNothingOfACase() {
        TestOffice office;
        twoUnits(office);
        auto officer = office.as("officer");
        QCOMPARE(must(officer->unitOfNew({})), unitOf(*officer, "Minerals"));
        const CaseId id = must(officer->receiveReport(aReport("Antimony")));
        must(officer->takeStep(id, "accept", {}));
        const auto reference = must(officer->state(id)).reference;
        QVERIFY(reads(*office.as("supervisor"), id));
        for (const auto* label : {"transit", "admin"}) {
            auto other = office.as(label);
            const auto found = other->find(reference);
            QVERIFY2(!found && found.error().code == Code::notFound, label);
            QVERIFY(!other->state(id) && !other->view(id));
            QVERIFY(listed(*other) == 0 && counted(*other) == 0);
            QCOMPARE(listed(*other, "Antimony"), 0u);
            holds(*other);
            // Nor does the hub give anything to who asks it without the program.
            RawDesk raw(office, label);
            must(raw.exchange(raw.hub()));
            QVERIFY(!must(raw.vault().record().findCase(id)));
            QVERIFY(must(raw.hub().changes(raw.person(), {0, 1'000, true, true})).entries.size() ==
                    raw.office().chain.size());
            QVERIFY(must(raw.hub().history(raw.person(), {id, 0, 100, true})).entries.empty());
        }
        // Who audits sees that there is a case, and nothing of what is in it.
        auto auditor = office.as("auditor");
        QVERIFY(auditor->state(id) && !reads(*auditor, id));
        QVERIFY(listed(*officer) == 1 && counted(*officer) == 1 && listed(*officer, "Antimony") == 1);
        holds(*officer);
    }

    void twoDesksWithAHubElsewhere() {
        TestOffice office;
        twoUnits(office);
        FarHub far(office);
        for (const auto* label : {"officer", "transit"}) must(far.as(label)->connectHub("hub.example", 1, {}));
        auto officer = far.as("officer");
        auto transit = far.as("transit");
        const CaseId theirs = must(officer->receiveReport(aReport("Antimony")));
        const CaseId mine = must(transit->receiveReport(aReport("Gallium")));
        const auto news = must(transit->lookForNew());
        QCOMPARE(news.received, 0u);
        must(officer->exchange());
        QVERIFY(reads(*transit, mine) && !transit->state(theirs));
        QVERIFY(reads(*officer, theirs) && !officer->state(mine));
        // A report that another unit has already is news to this one: else it would tell that there is a case.
        QVERIFY(transit->receiveReport(aReport("Antimony")));
        // Who is let in by name reads it, and nothing else of the unit.
        const CaseId filed = [&] {
            must(officer->setFacts(theirs, {{"party", "A company"}, {"goods", "Antimony"}}));
            must(officer->takeStep(theirs, "accept", {}));
            must(officer->takeStep(theirs, "verify", {{"findings", "f"}}));
            must(officer->takeStep(theirs, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
            must(far.as("supervisor")->takeStep(theirs, "approve_filing", {}));
            return theirs;
        }();
        must(officer->exchange());
        QVERIFY(must(officer->assign(filed, office.id("investigator-1"), "investigator")).refused.empty());
        auto investigator = far.as("investigator-1");
        QVERIFY(reads(*investigator, filed) && !investigator->state(mine));
        holds(*investigator);
        must(transit->exchange());
        QVERIFY(!transit->state(filed));
    }

    void whoJoinsReadsAllAndWhoLeavesNothingThatComesAfter() {
        TestOffice office;
        twoUnits(office);
        const CaseId before = must(office.as("officer")->receiveReport(aReport("Before")));
        const PersonId who = office.id("transit");
        {
            auto admin = office.as("admin");
            const auto minerals = unitOf(*admin, "Minerals");
            QVERIFY(must(admin->staffUnit(minerals, who, true)).refused.empty());
            // Who founded it does not have its key: a member hands it on.
            QCOMPARE(entryOf(*admin, "Minerals").due, std::vector{who});
            QVERIFY(!entryOf(*admin, "Minerals").mine);
        }
        QVERIFY(!office.as("transit")->state(before));
        QCOMPARE(must(office.as("officer")->tendKeys({}, {})).joined.size(), std::size_t(1));
        auto transit = office.as("transit");
        QVERIFY(reads(*transit, before));
        QVERIFY(entryOf(*transit, "Minerals").mine && entryOf(*transit, "Minerals").due.empty());
        {
            auto admin = office.as("admin");
            QVERIFY(must(admin->staffUnit(unitOf(*admin, "Minerals"), who, false)).refused.empty());
            QCOMPARE(entryOf(*admin, "Minerals").leaving, std::vector{who});
        }
        QCOMPARE(must(office.as("officer")->tendKeys({}, {})).turned, std::vector<std::string>{"Minerals"});
        const CaseId after = must(office.as("officer")->receiveReport(aReport("After")));
        must(office.as("officer")->addNote(before, "After"));
        must(transit->exchange());
        QVERIFY(reads(*transit, before)); // what their desk had it keeps
        QVERIFY(must(transit->state(before)).notes.empty());
        QVERIFY(!transit->state(after));
        isRefused(transit->addNote(before, "Still here"), "You are not let into this case");
        // Back again they read what came between.
        {
            auto admin = office.as("admin");
            must(admin->staffUnit(unitOf(*admin, "Minerals"), who, true));
        }
        must(office.as("officer")->tendKeys({}, {}));
        must(transit->exchange());
        QVERIFY(reads(*transit, after));
        QVERIFY(must(transit->state(before)).notes.at(0).readable);
        for (const auto* label : {"officer", "transit", "admin", "auditor"}) holds(*office.as(label));
    }

    void whoIsInSeveralChooses() {
        TestOffice office;
        twoUnits(office);
        {
            auto admin = office.as("admin");
            must(admin->staffUnit(unitOf(*admin, "Minerals"), office.id("transit"), true));
        }
        must(office.as("officer")->tendKeys({}, {}));
        auto transit = office.as("transit");
        QCOMPARE(transit->unitsToTakeInFor().size(), std::size_t(3));
        const auto unsaid = transit->receiveReport(aReport());
        QVERIFY(!unsaid && unsaid.error().code == Code::usage && unsaid.error().where == "unit");
        const CaseId id = must(transit->receiveReport(aReport(), unitOf(*transit, "Minerals")));
        QVERIFY(reads(*office.as("officer"), id));
        const CaseId all = must(transit->receiveReport(aReport("For all"), unitOf(*transit, "Whole office")));
        QVERIFY(reads(*office.as("admin"), all) && !office.as("admin")->state(id));
        auto officer = office.as("officer");
        isRefused(officer->receiveReport(aReport("Another"), unitOf(*officer, "运输 Transit")), "you are not in it");
        isRefused(officer->unitNamed("Nowhere"), "no unit");
        // Files too.
        const auto path = office.scratch() / "reports.jsonl";
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"external_id\": \"1\", \"title\": \"Imported\", \"narrative_en\": \"Text\"}\n");
        file.close();
        QVERIFY(!transit->importReports({path}, {}, {}));
        const auto outcome = must(transit->importReports({path}, {}, {}, unitOf(*transit, "运输 Transit")));
        QCOMPARE(outcome.taken, 1u);
        must(officer->exchange());
        QVERIFY(!officer->state(outcome.cases.at(0)));
    }

    void aCaseGoesOverToAnotherUnit() {
        TestOffice office;
        twoUnits(office);
        const CaseId id = filedCase(office);
        const auto one = office.id("investigator-1");
        auto supervisor = office.as("supervisor");
        must(supervisor->assign(id, one, "investigator"));
        QVERIFY(!office.as("transit")->state(id));
        const auto transitUnit = unitOf(*supervisor, "运输 Transit");
        isRefused(office.as("investigator-1")->handToUnit(id, transitUnit), "assigned by");
        isRefused(supervisor->handToUnit(id, unitOf(*supervisor, "Minerals")), "already");
        const auto receipt = must(supervisor->handToUnit(id, transitUnit));
        QVERIFY(receipt.refused.empty() && receipt.done && receipt.done->words.en.contains("Transit"));
        // The new unit reads everything, and who was assigned goes on.
        auto transit = office.as("transit");
        QVERIFY(reads(*transit, id) && must(transit->state(id)).unit == transitUnit);
        QVERIFY(must(office.as("investigator-1")->addNote(id, "Goes on")).refused.empty());
        must(transit->exchange());
        QVERIFY(must(transit->assign(id, office.id("investigator-2"), "investigator")).refused.empty());
        must(office.as("investigator-2")->addNote(id, "Came with the other unit"));
        must(transit->exchange());
        const auto state = must(transit->state(id));
        QVERIFY(state.notes.size() == 2 && state.notes[0].readable && state.notes[1].readable);
        // The unit before keeps what it had, gets nothing more, and adds nothing more.
        auto officer = office.as("officer");
        must(officer->exchange());
        QVERIFY(reads(*officer, id) && must(officer->state(id)).notes.empty());
        isRefused(supervisor->addNote(id, "Still ours"), "You are not let into this case");
        RawDesk raw(office, "officer");
        must(raw.exchange(raw.hub()));
        QVERIFY(!must(raw.vault().record().findCase(id)));
        for (const auto* label : {"transit", "investigator-1", "auditor", "supervisor"}) holds(*office.as(label));
        // Back again: the unit reads what came between.
        QVERIFY(must(transit->handToUnit(id, unitOf(*transit, "Minerals"))).refused.empty());
        must(officer->exchange());
        QCOMPARE(must(officer->state(id)).notes.size(), std::size_t(2));
        QVERIFY(must(officer->state(id)).notes[1].readable);
        holds(*officer);
    }

    void nobodyPutsThemselvesIn() {
        TestOffice office;
        twoUnits(office);
        RawDesk admin(office, "admin"), officer(office, "officer"), transit(office, "transit");
        for (auto* raw : {&admin, &officer, &transit}) must(raw->exchange(raw->hub()));
        const Unit minerals = *officer.office().unit("Minerals");
        const Unit custody = *officer.office().unit(kCustodyUnit);
        const auto staffed = [](const RawDesk& raw, UnitId unit, PersonId who, bool member) {
            return raw.submit(raw.event(RegisterBody(UnitStaffed{unit, who, member})));
        };
        isRefused(staffed(transit, minerals.id, transit.person(), true), "Only an administrator");
        isRefused(staffed(transit, minerals.id, officer.person(), false), "Only an administrator");
        isRefused(staffed(admin, minerals.id, admin.person(), true), "Nobody puts themselves");
        isRefused(staffed(admin, minerals.id, office.id("investigator-1"), true), "let into cases one by one");
        isRefused(staffed(admin, minerals.id, office.id("transit"), false), "not in the unit");
        isRefused(staffed(admin, minerals.id, officer.person(), true), "in the unit already");
        isRefused(staffed(admin, custody.id, officer.person(), true), "follows from the roles");
        isRefused(staffed(admin, admin.office().unit("运输 Transit")->id, office.id("transit"), false), "They alone");
        // A member lets in whom an administrator put in, and nobody else; who is no member lets in nobody.
        const auto joined = [&](const RawDesk& raw, PersonId who) {
            return raw.submit(raw.event(RegisterBody(UnitJoined{minerals.id, who, Bytes(200, 7)})));
        };
        isRefused(joined(officer, transit.person()), "No administrator has put");
        isRefused(joined(transit, transit.person()), "Only a member");
        isRefused(joined(admin, admin.person()), "Only a member");
        UnitTurned turned{minerals.id,
                          crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom()).publicPart(),
                          {{transit.person(), Bytes(200, 7)}},
                          Bytes{1}};
        isRefused(transit.submit(transit.event(RegisterBody(turned))), "Nobody has left");
    }

    void whatIsNoUnitIsNotFounded() {
        TestOffice office;
        twoUnits(office);
        RawDesk admin(office, "admin"), officer(office, "officer");
        for (auto* raw : {&admin, &officer}) must(raw->exchange(raw->hub()));
        const auto who = office.id("officer");
        const auto found = [](const RawDesk& raw, const UnitFounded& body) {
            return raw.submit(raw.event(RegisterBody(body)));
        };
        isRefused(found(officer, founding(officer, "Own", {who})), "Only an administrator");
        for (const auto* name : {"", " Blank", "Two\nlines", "\xe3\x80\x80Wide"})
            isRefused(found(admin, founding(admin, name, {who})), "cannot be called so");
        isRefused(found(admin, founding(admin, std::string(kUnitNameLimit + 1, 'x'), {who})), "cannot be called so");
        for (const auto* name : {"minerals", "Minerals", "OFFICE", "Custody"})
            isRefused(found(admin, founding(admin, name, {who})), "of this name");
        isRefused(found(admin, founding(admin, "Empty", {})), "first member");
        isRefused(found(admin, founding(admin, "Wrong", {who, office.id("auditor")})), "one by one");
        auto taken = founding(admin, "Taken", {who});
        taken.unit.id.bytes = office.id("auditor").bytes;
        isRefused(found(admin, taken), "id is in the register");
        taken = founding(admin, "Taken", {who});
        taken.unit.identity = admin.office().person(office.id("auditor"))->identity;
        isRefused(found(admin, taken), "used here before");
        QCOMPARE(found(admin, founding(admin, "Dual use 两用物项处", {who})), std::string());
    }

    void noCaseIsOpenedOrWorkedOnFromOutside() {
        TestOffice office;
        twoUnits(office);
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto head = must(officer->state(id)).head;
        RawDesk transit(office, "transit");
        must(transit.exchange(transit.hub()));
        const auto& register_ = transit.office();
        const Unit minerals = *register_.unit("Minerals"), own = *register_.unit("运输 Transit");
        isRefused(transit.submit(report(transit, {minerals.id.bytes})), "you are not in it");
        isRefused(transit.submit(report(transit, {register_.unit(kCustodyUnit)->id.bytes})), "would go to others");
        isRefused(transit.submit(report(transit, {own.id.bytes, minerals.id.bytes})), "would go to others");
        isRefused(transit.submit(report(transit, {own.id.bytes, transit.person().bytes})), "would go to others");
        isRefused(transit.submit(report(transit, {transit.person().bytes})), "would go to others");
        QCOMPARE(transit.submit(report(transit, {own.id.bytes})), std::string());
        // Who has heard of a case, with its head, has roles that would do.
        const auto steps = writeBody(CaseBody(StepDone{"accept", "received", "verification", "officer", {}}));
        isRefused(transit.submit(transit.event(id, steps, head)), "You are not let into this case");
        isRefused(transit.submit(transit.event(id, NoteAdded{"n"}, head)), "You are not let into this case");
        // Nor does it come over by a handing from outside, or to others with it.
        const auto handed = writeBody(CaseBody(CaseHanded{own.id}));
        EventHeader header = transit.event(id, handed, head).header;
        header.keys = Bytes(60, 1);
        const auto event = makeEvent(header, {});
        const auto to = [&](std::initializer_list<std::array<std::uint8_t, 16>> ids) {
            std::vector<Envelope> out;
            for (const auto& one : ids) out.push_back({one, Bytes(200, 2)});
            return out;
        };
        must(officer->takeStep(id, "accept", {}));
        RawDesk inside(office, "officer");
        must(inside.exchange(inside.hub()));
        const auto now = must(officer->state(id)).head;
        const auto hands = [&](RawDesk& raw, UnitId unit, const std::vector<Envelope>& envelopes) {
            EventHeader made = raw.event(id, writeBody(CaseBody(CaseHanded{unit})), now).header;
            made.keys = Bytes(60, 1);
            return raw.submit(raw.sign(makeEvent(std::move(made), {}), envelopes));
        };
        isRefused(hands(transit, own.id, to({own.id.bytes})), "You are not let into this case");
        isRefused(hands(inside, own.id, to({own.id.bytes, minerals.id.bytes})), "would go to others");
        isRefused(hands(inside, own.id, to({own.id.bytes, office.id("auditor").bytes})), "would go to others");
        isRefused(hands(inside, own.id, {}), "would go to others");
        isRefused(hands(inside, minerals.id, to({minerals.id.bytes})), "already");
        isRefused(hands(inside, register_.unit(kCustodyUnit)->id, to({register_.unit(kCustodyUnit)->id.bytes})),
                  "no such unit");
        QVERIFY(must(officer->addNote(id, "Nothing of that happened")).refused.empty());
        holds(*officer);
    }

    /// Who loses the roles that units are for leaves them, and does not come back with the roles.
    void whoLosesTheRoleLeavesTheUnits() {
        TestOffice office;
        twoUnits(office);
        office.admit("second", {Role::officer});
        {
            auto admin = office.as("admin");
            must(admin->staffUnit(unitOf(*admin, "Minerals"), office.id("second"), true));
        }
        must(office.as("officer")->tendKeys({}, {}));
        const auto who = office.id("second");
        must(office.as("admin")->changePerson(who, {Role::auditor}, true, true));
        must(office.as("officer")->tendKeys({}, {}));
        must(office.as("admin")->changePerson(who, {Role::officer}, true, true));
        auto officer = office.as("officer");
        must(officer->tendKeys({}, {}));
        const auto minerals = entryOf(*officer, "Minerals");
        QVERIFY(!std::ranges::contains(minerals.people, who) && minerals.due.empty() && minerals.leaving.empty());
        QVERIFY(std::ranges::contains(entryOf(*officer, "office").people, who));
    }

    /// A unit whose only member has gone begins anew, with those whom an administrator has put in and nobody else.
    void aUnitThatNobodyCanOpenBeginsAnew() {
        TestOffice office;
        twoUnits(office);
        const CaseId before = must(office.as("transit")->receiveReport(aReport("Before")));
        auto admin = office.as("admin");
        const auto unit = unitOf(*admin, "运输 Transit");
        must(admin->changePerson(office.id("transit"), {Role::officer}, true, false));
        isRefused(admin->beginUnitAnew("运输 Transit"), "begins anew with active people");
        must(admin->staffUnit(unit, office.id("officer"), true));
        {
            RawDesk raw(office, "admin");
            must(raw.exchange(raw.hub()));
            const auto keys = crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom()).publicPart();
            const auto anew = [&](PersonId with) {
                return raw.submit(raw.event(RegisterBody(UnitTurned{unit, keys, {{with, Bytes(200, 7)}}, {}, {}})));
            };
            isRefused(anew(raw.person()), "begins anew with active people");
            isRefused(anew(office.id("transit")), "begins anew with active people");
        }
        QVERIFY(must(admin->beginUnitAnew("运输 Transit")).refused.empty());
        auto officer = office.as("officer");
        const CaseId after = must(officer->receiveReport(aReport("After"), unit));
        QVERIFY(reads(*officer, after) && !reads(*officer, before)); // its key is lost
        holds(*officer);
    }

    /// Also out of the whole office's unit: who takes reports in for all may be fewer than all.
    void somebodyIsOfTheirUnitAlone() {
        TestOffice office;
        twoUnits(office);
        const auto who = office.id("transit");
        {
            auto admin = office.as("admin");
            QVERIFY(must(admin->staffUnit(unitOf(*admin, "office"), who, false)).refused.empty());
            QVERIFY(entryOf(*admin, "office").leaving.empty()); // who did it is in it, and has turned its key
        }
        auto admin = office.as("admin");
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport("For all"), unitOf(*officer, "office")));
        auto transit = office.as("transit");
        QVERIFY(!transit->state(id));
        QCOMPARE(transit->unitsToTakeInFor(), std::vector{unitOf(*transit, "运输 Transit")});
        isRefused(transit->receiveReport(aReport(), unitOf(*transit, "office")), "you are not in it");
        // Another change of theirs does not bring them back.
        must(admin->exchange());
        must(admin->changePerson(who, {Role::officer}, true, true));
        must(officer->tendKeys({}, {}));
        must(transit->exchange());
        QVERIFY(!transit->state(id));
        // The case goes from the whole office to their unit: what was read till then stays with those who read it.
        must(officer->exchange());
        must(officer->takeStep(id, "accept", {}));
        QVERIFY(must(officer->handToUnit(id, unitOf(*officer, "运输 Transit"))).refused.empty());
        must(transit->exchange());
        QVERIFY(reads(*transit, id));
        holds(*transit);
    }
};

QTEST_GUILESS_MAIN(TestUnits)
#include "test_units.moc"
