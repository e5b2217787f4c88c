// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_desk.h"

#include "model/case/body.h"

#include <algorithm>

using namespace model;

class TestOfficeLog : public QObject {
    Q_OBJECT

    static std::vector<OfficeLogEntry> all(OfficeLog& log, const LogQuery& query = {}) {
        const auto keys = must(log.keys(query));
        if (must(log.count(query)) != keys.size()) qFatal("counted otherwise");
        return must(log.page(keys));
    }

private slots:
    /// Who is on one case of many sees nothing of most commits; the log is caught up with all the same.
    void commitsOfWhichNothingIsHereAreGoneOver() {
        TestOffice office;
        {
            auto officer = office.as("officer");
            CaseId last;
            for (int i = 0; i < 12; ++i)
                last = must(officer->receiveReport(aReport(("Report " + std::to_string(i)).c_str())));
            must(officer->takeStep(last, "accept", {}));
            must(office.as("supervisor")->assign(last, office.id("investigator-1"), "investigator"));
        }
        RawDesk desk(office, "investigator-1");
        must(desk.exchange(desk.hub()));
        const auto commits = must(desk.vault().record().lastCommit());
        std::uint64_t rounds = 1;
        while (must(desk.vault().putLog(1))) QVERIFY2(++rounds <= commits, "it does not come to an end");
        QVERIFY(rounds < commits); // there were commits to go over
        const auto entries = must(desk.vault().database().value<std::int64_t>("SELECT count(*) FROM log_entry"));
        QCOMPARE(entries, must(desk.vault().database().value<std::int64_t>("SELECT count(*) FROM link")));
    }

    /// Every sealed entry of all cases and the register, newest first, whoever asks.
    void everyEntryInTheOrderOfTheHub() {
        TestOffice office;
        CaseId id;
        {
            auto officer = office.as("officer");
            const auto made = must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
            id = made.cases.front();
            office.clock().advance(std::chrono::hours{30});
            must(officer->addNote(id, "CanaryContents"));
            must(officer->takeStep(id, "accept", {}));
        }
        auto officer = office.as("officer");
        auto log = must(officer->officeLog());
        const auto entries = all(log);
        const auto verified = must(officer->verify(false, {}, {}));
        QCOMPARE(entries.size(), std::size_t(verified.links));
        QVERIFY(std::ranges::is_sorted(entries, std::greater{}, &OfficeLogEntry::key));
        QVERIFY(std::ranges::is_sorted(entries, std::greater{}, &OfficeLogEntry::time));
        QCOMPARE(std::ranges::count(entries, std::string(ReportReceived::kKind), &OfficeLogEntry::kind), 28);
        for (const auto& entry : entries) {
            QVERIFY(entry.signature == SignatureState::valid);
            QVERIFY(!entry.what.en.empty() && !entry.what.zh.empty() && !entry.authorName.empty());
            QCOMPARE(entry.reference.empty(), entry.inRegister);
        }
        QCOMPARE(entries.front().kind, std::string(StepDone::kKind));
        QCOMPARE(entries.front().caseId, id);
        QCOMPARE(entries.front().authorName, std::string("officer"));
        // What kind of thing was said, and not what: that is read in the case, where it is noted who looked.
        QCOMPARE(entries[1].what.en, std::string("Note"));
        QVERIFY(!entries[1].readable);
        for (const auto& entry : entries) QVERIFY(!entry.what.en.contains("Canary"));
        QVERIFY(must(officer->state(id)).openings.empty());
        QVERIFY(entries.back().inRegister);
        QCOMPARE(entries.back().kind, std::string(OfficeFounded::kKind));

        // An auditor sees the same entries, and nothing of the contents.
        auto auditor = office.as("auditor");
        auto theirs = must(auditor->officeLog());
        const auto seen = all(theirs);
        QCOMPARE(seen.size(), entries.size());
        for (std::size_t i = 0; i < seen.size(); ++i) {
            QCOMPARE(seen[i].key, entries[i].key);
            QCOMPARE(seen[i].kind, entries[i].kind);
            QVERIFY(seen[i].signature == SignatureState::valid);
            QVERIFY(!seen[i].what.en.contains("Canary"));
        }
        QVERIFY(!seen[1].readable);
        QCOMPARE(seen[1].what.en, std::string("Note"));
    }

    void queries() {
        TestOffice office;
        CaseId id;
        {
            auto officer = office.as("officer");
            id = must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {})).cases.front();
            office.clock().advance(std::chrono::hours{48});
            must(officer->takeStep(id, "accept", {}));
        }
        auto officer = office.as("officer");
        auto log = must(officer->officeLog());
        const auto entries = all(log);
        const auto count = [&](const LogQuery& query) { return all(log, query).size(); };
        QCOMPARE(count({.caseId = id}), std::size_t(2));
        QCOMPARE(count({.person = office.id("officer")}), std::size_t(29));
        QCOMPARE(count({.kinds = {"step.taken"}}), std::size_t(1));
        QCOMPARE(count({.kinds = {"step.taken", "report.received"}}), std::size_t(29));
        QCOMPARE(count({.person = office.id("officer"), .kinds = {"office.founded"}}), std::size_t(0));
        QCOMPARE(count({.caseId = officer->office().office}),
                 std::size_t(std::ranges::count(entries, true, &OfficeLogEntry::inRegister)));
        QCOMPARE(count({.caseId = CaseId{}}), std::size_t(0));
        // Days are those of China: the clock began at nine in the morning there.
        const Date first = *parseDate("2026-03-04");
        QCOMPARE(count({.first = first, .last = first}), entries.size() - 1);
        QCOMPARE(count({.first = *parseDate("2026-03-05")}), std::size_t(1));
        QCOMPARE(count({.last = *parseDate("2026-03-03")}), std::size_t(0));
        QCOMPARE(must(log.keys({}, 5)).size(), std::size_t(5));
        // What comes while the reader is open is there when it is asked for again, people too.
        must(officer->addNote(id, "later"));
        QCOMPARE(all(log).size(), entries.size() + 1);
        auto admin = office.as("admin");
        must(admin->addPerson({"Wang Wu", "wang", {Role::officer}, false}, crypto::asBytes("wang")));
        must(officer->exchange());
        const auto now = all(log, {.kinds = {"person.added"}});
        QVERIFY(now.front().what.en.contains("Wang Wu"));
    }

    /// The tables can be made anew, and a vault from before there was a log gets one.
    void aRebuildMakesTheSameLog() {
        TestOffice office;
        must(office.as("officer")->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
        auto officer = office.as("officer");
        auto log = must(officer->officeLog());
        const auto before = must(log.keys({}));
        must(officer->rebuild({}, {}));
        auto after = must(officer->officeLog());
        QVERIFY(must(after.keys({})) == before);
    }

    void everyKindHasWords() {
        QVERIFY(logKinds().size() >= 15);
        for (const auto& one : logKinds()) {
            QVERIFY(!one.title.en.empty() && !one.title.zh.empty());
            QCOMPARE(std::ranges::count(logKinds(), one.kind, &LogKind::kind), 1);
            QVERIFY(logKindTitle(one.kind) == one.title);
        }
        QCOMPARE(logKindTitle("of.tomorrow").en, std::string("of.tomorrow"));
    }
};

QTEST_GUILESS_MAIN(TestOfficeLog)
#include "test_office_log.moc"
