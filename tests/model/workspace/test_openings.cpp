// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

#include "model/filter/parse.h"

using namespace model;

/// That somebody looked at a case is in its log, once a day, and disturbs nobody.
class TestOpenings : public QObject {
    Q_OBJECT

    static model::CaseRow rowOf(const Workspace& workspace, CaseId id) {
        auto list = must(workspace.list());
        const auto row = must(list.rowOf(id));
        return must(list.page(std::span(&*row, 1))).front();
    }

    static std::size_t rows(const Workspace& workspace, const char* filter) {
        auto list = must(workspace.list());
        return must(list.rows(parseFilter(filter)->filter)).size();
    }

    static Event openingBy(const RawDesk& raw, CaseId id, Seen seen, Instant time) {
        Event event = raw.event(id, CaseOpened{}, seen);
        event.header.time = time;
        return makeEvent(event.header, {});
    }

private slots:
    void oncePerPersonAndDayInChina() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        office.clock().set(*parseInstant("2026-03-04T15:30:00Z")); // half past eleven at night in China
        QVERIFY(must(officer->noteOpened(id)));
        QVERIFY(!must(officer->noteOpened(id)));
        auto supervisor = office.as("supervisor");
        QVERIFY(must(supervisor->noteOpened(id)));
        office.clock().set(*parseInstant("2026-03-04T16:30:00Z")); // the next day there
        QVERIFY(must(officer->noteOpened(id)));
        QVERIFY(!must(officer->noteOpened(id)));
        const auto view = must(officer->view(id));
        QCOMPARE(view.state.openings.size(), 3u);
        QCOMPARE(view.state.openings[1].by, office.id("supervisor"));
        QCOMPARE(view.log.back().kind, std::string("case.opened"));
        QVERIFY(view.log.back().signatureValid && view.log.back().readable);
        QVERIFY(view.refused.empty());
    }

    /// A clock that runs behind does not keep it from being said that somebody looked.
    void aClockSetBackHidesNothing() {
        TestOffice office;
        office.clock().set(*parseInstant("2026-03-10T02:00:00Z"));
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        office.clock().set(*parseInstant("2026-03-01T02:00:00Z"));
        auto supervisor = office.as("supervisor");
        QVERIFY(must(supervisor->noteOpened(id)));
        QVERIFY(!must(supervisor->noteOpened(id)));
        const auto state = must(supervisor->state(id));
        QCOMPARE(state.openings.size(), 1u);
        QVERIFY(state.openings[0].by == office.id("supervisor"));
        QVERIFY(state.openings[0].day == *parseDate("2026-03-10"));
        const auto verified = must(supervisor->verify(false, {}, {}));
        QVERIFY2(verified.findings.empty(), verified.findings.empty() ? "" : verified.findings[0].what.en.c_str());
        // Set right again it goes on as before.
        office.clock().set(*parseInstant("2026-03-11T02:00:00Z"));
        QVERIFY(must(supervisor->noteOpened(id)));
    }

    void changesNothingThatListsShow() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto before = rowOf(*officer, id);
        office.clock().advance(std::chrono::hours(30));
        auto supervisor = office.as("supervisor");
        must(supervisor->noteOpened(id));
        must(officer->exchange());
        for (auto* one : {officer.get(), supervisor.get()}) {
            const auto after = rowOf(*one, id);
            QVERIFY(after.changed == before.changed);
            QVERIFY(!after.waiting && !after.refused);
            QCOMPARE(rows(*one, "is:waiting"), std::size_t{0});
        }
        // Nor when the tables are made anew, or caught up with at the next unlock.
        must(officer->rebuild({}, {}));
        QVERIFY(rowOf(*officer, id).changed == before.changed);
        QVERIFY(rowOf(*office.as("officer"), id).changed == before.changed);
    }

    void decisionsOfOthersStayValidPastIt() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        RawDesk raw(office, "officer");
        const Seen before = must(officer->state(id)).head;
        must(office.as("supervisor")->noteOpened(id));
        // Decided on the head before the opening, which this desk has not heard of.
        const StepDone accept{"accept", "received", "verification", "officer", {}};
        const auto encoded = writeBody(CaseBody(accept));
        QCOMPARE(raw.submit(raw.event(id, {encoded.kind, encoded.clear, {1}}, before)), std::string());
        auto view = must(office.as("supervisor")->view(id));
        QCOMPARE(view.state.stage, std::string("verification"));
        QVERIFY(!view.log.back().behind);
        // A note of somebody else after it still makes it stale.
        must(office.as("supervisor")->noteOpened(id));
        office.admit("officer-2", {Role::officer});
        must(office.as("officer-2")->addNote(id, "Something that changes what is known"));
        const auto stale = writeBody(CaseBody(StepDone{"verify", "verification", "verification", "officer", {}}));
        QVERIFY(!raw.submit(raw.event(id, {stale.kind, stale.clear, {1}}, view.state.head)).empty());
    }

    void refusedToThoseWhoCannotRead() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->exchange());
        // An auditor sees the log only, an investigator who is not on the case not even that.
        QVERIFY(!must(office.as("auditor")->noteOpened(id)));
        for (const char* who : {"auditor", "investigator-1", "custodian"}) {
            const RawDesk raw(office, who);
            QVERIFY2(!raw.submit(openingBy(raw, id, {}, office.clock().now())).empty(), who);
        }
        QCOMPARE(must(officer->state(id)).openings.size(), 0u);
    }

    void craftedOpeningsAreRefused() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const Instant now = office.clock().now();
        RawDesk raw(office, "officer");
        const Seen head = must(officer->state(id)).head;
        const auto clearOnly = raw.event(id, CaseOpened{}, head);
        // With something sealed, with keys for somebody, on a day to come, before the case was, on a case that is not.
        const EncodedBody body = writeBody(CaseBody(CaseOpened{}));
        QVERIFY(!raw.submit(raw.event(id, {body.kind, body.clear, {1, 2}}, head)).empty());
        EventHeader keys = clearOnly.header;
        keys.keys = {1, 2, 3};
        QVERIFY(!raw.submit(makeEvent(keys, {})).empty());
        QVERIFY(!raw.submit(openingBy(raw, id, head, now + std::chrono::days(3))).empty());
        QVERIFY(!raw.submit(openingBy(raw, id, head, now - std::chrono::days(3))).empty());
        CaseId nowhere;
        nowhere.bytes.fill(9);
        QVERIFY(!raw.submit(raw.event(nowhere, CaseOpened{}, {})).empty());
        // A form of the kind that is not exactly known is no opening.
        QVERIFY(!raw.submit(raw.event(id, {body.kind, *crypto::fromHex("a161610a"), {}}, head)).empty());
        // The plain one lands, once.
        QCOMPARE(raw.submit(clearOnly), std::string());
        QVERIFY(!raw.submit(openingBy(raw, id, head, now)).empty());
        const auto report = must(officer->verify(false, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }

    void endedCasesAreLookedAtToo() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->takeStep(id, "reject", {{"reason", "Not of this office"}}));
        QVERIFY(must(office.as("supervisor")->noteOpened(id)));
        auto again = office.as("officer");
        QVERIFY(must(again->noteOpened(id)));
        const auto state = must(again->state(id));
        QCOMPARE(state.stage, std::string("not_accepted"));
        QCOMPARE(state.openings.size(), 2u);
        const auto report = must(again->verify(false, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }

    /// What one costs, for docs/decisions/access-log.md.
    void staysSmall() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto bytes = [&] {
            const auto size = [](auto&& database) {
                return must(database.template value<std::int64_t>("SELECT sum(length(bytes)) FROM event")) +
                       must(database.template value<std::int64_t>(
                           "SELECT sum(length(bytes) + length(signature) + length(events)) FROM act")) +
                       must(database.template value<std::int64_t>(
                           "SELECT sum(length(bytes) + length(signature) + length(links)) FROM hub_commit"));
            };
            RawDesk raw(office, "officer", std::to_string(++m_vaults));
            return size(raw.hubRecord().database());
        };
        const auto before = bytes();
        constexpr int kDays = 20;
        for (int day = 0; day < kDays; ++day) {
            office.clock().advance(std::chrono::hours(24));
            QVERIFY(must(officer->noteOpened(id)));
        }
        const auto each = (bytes() - before) / kDays;
        qInfo("%lld bytes an opening in each store", static_cast<long long>(each));
        QVERIFY2(each < 1200, "an opening is an event, an act and a commit, and no more");
    }

private:
    int m_vaults = 0;
};

QTEST_GUILESS_MAIN(TestOpenings)
#include "test_openings.moc"
