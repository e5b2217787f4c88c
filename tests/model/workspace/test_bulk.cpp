// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/parse.h"
#include "model/store/database.h"
#include "model/workflow/bulk.h"
#include "model/workspace/office_files.h"
#include "tests/support/office.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <set>

using namespace model;

namespace {

/// An office with reports and an officer who took them in.
struct Reports {
    TestOffice office;
    std::unique_ptr<Workspace> officer = office.as("officer");
    std::vector<CaseId> cases;

    explicit Reports(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            intake::Report report;
            report.title = same("Report " + std::to_string(i));
            report.narrativeEn = "Antimony left without a licence, " + std::to_string(i) + ".";
            report.mineral = i % 3 == 0 ? "antimony" : "gallium";
            cases.push_back(must(officer->receiveReport(report)));
        }
    }
    BulkOutcome bulk(const BulkCommand& command, const Progress& progress = {}, std::stop_token stop = {}) const {
        return must(officer->bulk(cases, command, progress, std::move(stop)));
    }
    void holds() const {
        const auto report = must(officer->verify(false, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }
};

/// The hub's store, out of order as long as this lives.
class Outage {
public:
    explicit Outage(const TestOffice& office)
        : m_db(must(Database::open(office.folder() / "hub.db", keyOf(office), OpenMode::readWrite))) {
        must(m_db.execute("ALTER TABLE hub_commit RENAME TO elsewhere"));
    }
    ~Outage() { must(m_db.execute("ALTER TABLE elsewhere RENAME TO hub_commit")); }

private:
    static crypto::Secret keyOf(const TestOffice& office) {
        const auto keys =
            must(openKeys(must(readIdentityFile(office.folder(), office.id("officer"))), crypto::asBytes("officer")));
        return must(openHubKey(office.folder(), office.id("officer"), keys.identity));
    }
    Database m_db;
};

} // namespace

/// One command over several cases: each is judged alone, and what is done stays done.
class TestBulk : public QObject {
    Q_OBJECT

private slots:
    void judgesEachAlone() {
        const Reports reports(60);
        for (const std::size_t i : {3u, 30u, 59u}) must(reports.officer->takeStep(reports.cases[i], "accept", {}));
        std::vector<std::uint64_t> steps;
        const auto outcome = reports.bulk(BulkTakeStep{"accept", {}}, [&](std::uint64_t done, std::uint64_t total) {
            QCOMPARE(total, 60u);
            steps.push_back(done);
        });
        QCOMPARE(outcome.done, 57u);
        QCOMPARE(outcome.refused, 3u);
        QCOMPARE(outcome.left, 0u);
        QVERIFY(!outcome.stopped && !outcome.broken);
        QVERIFY(steps.size() > 2 && steps.front() == 0 && steps.back() == 60 && std::ranges::is_sorted(steps));
        QCOMPARE(outcome.items.size(), 60u);
        std::set<Digest> acts;
        for (std::size_t i = 0; i < outcome.items.size(); ++i) {
            const auto& item = outcome.items[i];
            QCOMPARE(item.id, reports.cases[i]);
            const auto state = must(reports.officer->state(item.id));
            QCOMPARE(item.reference, state.reference);
            QCOMPARE(state.stage, std::string("verification"));
            if (!item.done()) {
                QCOMPARE(item.error->code, Code::refused);
                QVERIFY(!item.error->what.zh.empty() && item.receipt.events.empty());
                continue;
            }
            // Its own act, and the event that did it: what undoes it needs to know.
            QVERIFY(acts.insert(item.receipt.act).second);
            QCOMPARE(item.receipt.events.size(), 1u);
            QCOMPARE(item.receipt.sealed, 1u);
            QVERIFY(state.lastStep("accept")->place.event == item.receipt.events.front());
        }
        reports.holds();
        // The lists know it at once.
        auto list = must(reports.officer->list());
        QCOMPARE(must(list.count({{{FilterField::stage, Comparison::is, false, {"verification"}}}, {}, {}})), 60u);
    }

    void assignsAndReleases() {
        const Reports reports(30);
        reports.bulk(BulkTakeStep{"accept", {}});
        const auto who = reports.office.id("investigator-1");
        must(reports.officer->assign(reports.cases[4], who, "investigator"));
        const auto assigned = reports.bulk(BulkAssign{who, "investigator"});
        QCOMPARE(assigned.done, 29u);
        QCOMPARE(assigned.refused, 1u);
        QVERIFY(!assigned.items[4].done());
        {
            // Who was assigned reads them all.
            TestOffice& office = const_cast<TestOffice&>(reports.office);
            auto investigator = office.as("investigator-1");
            for (const auto& id : reports.cases)
                QVERIFY(must(investigator->state(id)).fact("title").starts_with("Report"));
        }
        const auto released = reports.bulk(BulkRelease{who, "investigator"});
        QCOMPARE(released.done, 30u);
        // Each case's key turned, and no act carries the key of another case.
        std::set<Digest> acts;
        for (const auto& item : released.items) {
            QVERIFY(acts.insert(item.receipt.act).second);
            QVERIFY(!must(reports.officer->state(item.id)).isAssigned(who));
        }
        const auto noted = reports.bulk(BulkNote{"Looked at together."});
        QCOMPARE(noted.done, 30u);
        QCOMPARE(must(reports.officer->state(reports.cases[7])).notes.front().text, std::string("Looked at together."));
        {
            TestOffice& office = const_cast<TestOffice&>(reports.office);
            auto investigator = office.as("investigator-1");
            for (const auto& id : reports.cases) {
                const auto state = must(reports.officer->state(id));
                QCOMPARE(state.epoch, 2u);
                const auto left = investigator->state(id);
                QVERIFY(!left || left->notes.empty() || !left->notes.front().readable);
            }
        }
        reports.holds();
    }

    /// What is final or approves is never offered, and never done, to several at once.
    void refusesWhatIsDecidedAlone() {
        const Reports reports(2);
        const auto definition = must(reports.officer->definition(reports.officer->office().currentWorkflow));
        std::set<std::string> refused;
        for (const auto& step : definition->steps) {
            if (const auto allowed = allowedInBulk(step); !allowed) {
                QCOMPARE(allowed.error().code, Code::refused);
                QCOMPARE(allowed.error().where, step.id);
                QVERIFY(!allowed.error().cure.zh.empty());
                refused.insert(step.id);
                const auto outcome = reports.officer->bulk(reports.cases, BulkTakeStep{step.id, {}}, {}, {});
                QVERIFY(!outcome && outcome.error().code == Code::refused);
            }
            QCOMPARE(refused.contains(step.id), step.confirm || !step.approves.empty() || step.id == "propose");
        }
        QVERIFY(refused.contains("reject") && refused.contains("approve") && refused.contains("issue_decision"));
        QCOMPARE(must(reports.officer->state(reports.cases[0])).stage, std::string("received"));
        const auto& office = reports.officer->office();
        const auto me = reports.officer->me();
        auto options = bulkOptions(*definition, office, me, {{"received", 12}, {"verification", 2}, {"closed", 1}});
        QCOMPARE(options.cases, 15u);
        QCOMPARE(options.assignable, 2u);
        QCOMPARE(options.notable, 14u);
        QCOMPARE(options.steps.front().step, std::string("accept"));
        QCOMPARE(options.steps.front().cases, 12u);
        QVERIFY(std::ranges::none_of(options.steps, [](const auto& one) { return one.step == "reject"; }));
        options = bulkOptions(*definition, office, reports.office.id("auditor"), {{"received", 12}});
        QVERIFY(options.steps.empty() && options.assignable == 0 && options.notable == 0);
        const auto people = assignable(*definition, office, "investigator");
        QCOMPARE((std::set<PersonId>(people.begin(), people.end())),
                 (std::set<PersonId>{reports.office.id("investigator-1"), reports.office.id("investigator-2")}));
        QVERIFY(assignable(*definition, office, "supervisor").empty()); // nobody is assigned as that
        // A command that can be done to no case is said once.
        QVERIFY(!reports.officer->bulk(reports.cases, BulkAssign{PersonId{}, "investigator"}, {}, {}));
        QVERIFY(!reports.officer->bulk(reports.cases, BulkNote{std::string(65 * 1024, 'x')}, {}, {}));
    }

    void stopsBetweenCases() {
        const Reports reports(80);
        std::stop_source stop;
        const auto outcome = reports.bulk(
            BulkTakeStep{"accept", {}},
            [&](std::uint64_t done, std::uint64_t) {
                if (done != 0) stop.request_stop();
            },
            stop.get_token());
        QVERIFY(outcome.stopped && !outcome.broken);
        QVERIFY(outcome.done > 0 && outcome.done < 80);
        QCOMPARE(outcome.done + outcome.left, 80u);
        QCOMPARE(outcome.items.size(), outcome.done);
        for (std::size_t i = 0; i < reports.cases.size(); ++i) {
            const auto state = must(reports.officer->state(reports.cases[i]));
            QCOMPARE(state.stage, std::string(i < outcome.done ? "verification" : "received"));
        }
        stop = {};
        stop.request_stop();
        const auto none = reports.bulk(BulkNote{"Never said"}, {}, stop.get_token());
        QCOMPARE(none.left, 80u);
        QVERIFY(none.items.empty());
        reports.holds();
    }

    /// What somebody else did meanwhile is found by the hub, in their cases alone.
    void theHubRefusesWhatIsStale() {
        Reports reports(10);
        auto other = reports.office.as("officer");
        for (const std::size_t i : {2u, 5u}) must(other->takeStep(reports.cases[i], "accept", {}));
        other.reset();
        auto supervisor = reports.office.as("supervisor");
        reports.bulk(BulkTakeStep{"accept", {}}); // the officer's desk has caught up with the first two by now
        const auto who = reports.office.id("investigator-1");
        must(supervisor->exchange());
        for (const std::size_t i : {1u, 7u}) must(supervisor->assign(reports.cases[i], who, "investigator"));
        const auto outcome = reports.bulk(BulkTakeStep{"verify", {{"findings", "Goods without a licence."}}});
        QCOMPARE(outcome.done, 8u);
        QCOMPARE(outcome.refused, 2u);
        for (const std::size_t i : {1u, 7u}) {
            const auto& item = outcome.items[i];
            QVERIFY(!item.done());
            QCOMPARE(item.receipt.refused.size(), 1u);
            QVERIFY(item.error->what.en.contains("Somebody else changed the case"));
            QVERIFY(must(reports.officer->state(item.id)).lastStep("verify") == nullptr);
        }
        reports.holds();
    }

    void whatWasKeptWaits() {
        const Reports reports(40);
        {
            const Outage outage(reports.office);
            const auto outcome = reports.bulk(BulkNote{"Said while the hub was away"});
            QVERIFY(outcome.broken);
            QVERIFY(outcome.done > 0 && outcome.left > 0);
            QVERIFY(!outcome.stopped);
            for (const auto& item : outcome.items) QCOMPARE(item.receipt.sealed, 0u);
            QCOMPARE(must(reports.officer->state(reports.cases.front())).notes.size(), 1u);
            QCOMPARE(must(reports.officer->state(reports.cases.back())).notes.size(), 0u);
        }
        must(reports.officer->exchange());
        reports.holds();
    }

    void doesACaseOnceAndNamesWhatIsMissing() {
        Reports reports(3);
        reports.cases.push_back(reports.cases.front());
        CaseId nowhere;
        nowhere.bytes.fill(9);
        reports.cases.push_back(nowhere);
        const auto outcome = reports.bulk(BulkNote{"Once"});
        QCOMPARE(outcome.done, 3u);
        QCOMPARE(outcome.refused, 1u);
        QCOMPARE(outcome.items.back().error->code, Code::notFound);
        QCOMPARE(must(reports.officer->state(reports.cases.front())).notes.size(), 1u);
    }

    /// Several at a time are kept and sealed together, so that a case costs less than alone.
    void isSealedTogether() {
        const Reports reports(100);
        const auto took = [](const auto& work) {
            const auto begin = std::chrono::steady_clock::now();
            work();
            return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        };
        std::vector<std::uint64_t> commits;
        const auto count = [&] { commits.push_back(must(reports.officer->verify(false, {}, {})).commits); };
        count();
        const double together = took([&] { reports.bulk(BulkNote{"together"}); });
        count();
        const double alone = took([&] {
            for (const auto& id : reports.cases) must(reports.officer->addNote(id, "alone"));
        });
        count();
        qInfo("100 cases: together %.0f ms, one by one %.0f ms", together, alone);
        QCOMPARE(commits[1] - commits[0], 4u);
        QCOMPARE(commits[2] - commits[1], 100u);
    }

    /// Any selection names the cases that it says, and counts them as their lines do.
    void selectionsNameTheirCases() {
        Reports reports(90);
        const std::vector<CaseId> some(reports.cases.begin(), reports.cases.begin() + 40);
        must(reports.officer->bulk(some, BulkTakeStep{"accept", {}}, {}, {}));
        must(reports.officer->bulk(std::span(some).first(15),
                                   BulkAssign{reports.office.id("investigator-1"), "investigator"}, {}, {}));
        must(reports.officer->bulk(std::span(some).subspan(10, 10),
                                   BulkAssign{reports.office.id("investigator-2"), "investigator"}, {}, {}));
        auto list = must(reports.officer->list());
        const auto vocabulary = reports.officer->vocabulary();
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toUInt()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%u", seed);
        std::mt19937 random(seed);
        const char* const lines[] = {"",
                                     "mineral:antimony",
                                     "stage:received -mineral:antimony",
                                     "assigned:nobody",
                                     "licence",
                                     "Report -licence",
                                     "。",
                                     "sort:due is:open",
                                     "stage:closed"};
        for (int i = 0; i < 200; ++i) {
            CaseSelection selection;
            std::set<std::int64_t> expected;
            const auto every = must(list.rows({}));
            if (i % 2 == 0) {
                selection.everything = parseFilter(lines[random() % std::size(lines)], vocabulary)->filter;
                for (const auto row : must(list.rows(*selection.everything))) expected.insert(row);
            }
            for (auto n = random() % 60; n > 0; --n) {
                const auto row = every[random() % every.size()];
                const bool meant = random() % 3 != 0;
                if (selection.everything && meant && !expected.contains(row)) continue; // not of its list
                selection.set(row, meant);
                if (meant) expected.insert(row);
                else expected.erase(row);
            }
            const auto chosen = must(list.chosen(selection));
            std::vector<std::int64_t> rows;
            for (const auto& one : chosen) rows.push_back(one.row);
            QCOMPARE(rows, std::vector<std::int64_t>(expected.begin(), expected.end()));
            std::map<std::string, std::uint64_t> stages;
            std::map<std::string, std::uint64_t> people;
            std::uint64_t nobody = 0;
            const auto page = must(list.page(rows));
            for (std::size_t at = 0; at < page.size(); ++at) {
                ++stages[page[at].stage];
                nobody += page[at].assignees.empty() ? 1 : 0;
                for (const char* name : {"investigator-1", "investigator-2"})
                    people[name] += page[at].assignees.contains(name) ? 1 : 0;
                QCOMPARE(chosen[at].id, page[at].id);
                QCOMPARE(chosen[at].reference, page[at].reference);
            }
            const auto summary = must(list.summary(selection));
            QCOMPARE(summary.cases, page.size());
            QCOMPARE(summary.nobody, nobody);
            QVERIFY((std::map<std::string, std::uint64_t>(summary.stages.begin(), summary.stages.end()) == stages));
            QVERIFY(
                std::ranges::is_sorted(summary.stages, std::greater{}, &std::pair<std::string, std::uint64_t>::second));
            for (const auto& [id, count] : summary.people) {
                QCOMPARE(people[reports.officer->nameOf(id)], count);
                people.erase(reports.officer->nameOf(id));
            }
            for (const auto& [name, count] : people) QCOMPARE(count, 0u);
        }
        // Days that are over count as overdue.
        auto supervisor = reports.office.as("supervisor");
        for (const auto& id : std::span(some).first(3)) {
            must(reports.officer->setFacts(id, {{"party", "A trading company"},
                                                {"party_address", "1 Harbour Road"},
                                                {"violation", "ecl34"},
                                                {"goods", "Antimony ingots"}}));
            must(reports.officer->takeStep(id, "verify", {{"findings", "Goods without a licence."}}));
            must(reports.officer->takeStep(id, "propose_filing",
                                           {{"filing_reason", "A violation is likely."}, {"jurisdiction", "Ours."}}));
            must(supervisor->exchange());
            must(supervisor->takeStep(id, "approve_filing", {}));
        }
        must(reports.officer->exchange());
        reports.office.clock().advance(std::chrono::hours{24 * 100});
        CaseSelection all;
        all.everything = CaseFilter{};
        CaseFilter overdue;
        overdue.conditions.push_back({FilterField::is, Comparison::is, false, {"overdue"}});
        const auto late = must(list.count(overdue));
        QCOMPARE(must(list.summary(all)).overdue, late);
        QCOMPARE(late, 3u);
    }
};

QTEST_GUILESS_MAIN(TestBulk)
#include "test_bulk.moc"
