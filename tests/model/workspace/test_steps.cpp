// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/far_hub.h"

using namespace model;

/// A desk that exchanges with a hub elsewhere in steps, while its commands wait for nobody.
class TestSteps : public QObject {
    Q_OBJECT

private slots:
    void aCommandWaitsForNobody() {
        TestOffice office;
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        const int before = hub.calls;
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto receipt = must(officer->addNote(id, "Said without asking anybody"));
        QVERIFY(receipt.waits);
        QCOMPARE(receipt.sealed, 0u);
        QVERIFY(receipt.done.has_value()); // it can be undone, though it waits
        QVERIFY(officer->hasSaid());
        QCOMPARE(hub.calls, before);

        const auto line = must(officer->hubLine({}));
        const auto news = must(exchangeInSteps(*officer, *line));
        QCOMPARE(news.sealed, 2u);
        QCOMPARE(news.items, 0u); // nothing of others
        QCOMPARE(news.cases, std::vector{id});
        QVERIFY(!officer->hasSaid());
        QCOMPARE(must(officer->view(id)).log.size(), 2u);
        auto supervisor = hub.as("supervisor");
        QCOMPARE(must(supervisor->state(id)).notes.size(), 1u);
        QCOMPARE(must(officer->verify(false, {}, {})).findings.size(), 0u);
    }

    void aReleaseThatWaitsGivesNoKeyYet() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        auto other = hub.as("officer-2");
        const auto line = must(officer->hubLine({}));
        const PersonId person = office.id("investigator-1");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->takeStep(id, "accept", {}));
        must(officer->assign(id, person, "investigator"));
        must(exchangeInSteps(*officer, *line));
        must(other->exchange());
        // Both release the same person; the hub refuses the second release, and its key with it.
        must(officer->release(id, person, "investigator"));
        must(officer->addNote(id, "Said after a release that is refused"));
        must(other->release(id, person, "investigator"));
        QCOMPARE(must(exchangeInSteps(*officer, *line)).refused, 1u);
        must(other->exchange());
        QCOMPARE(must(other->state(id)).notes.back().text, std::string("Said after a release that is refused"));
        // From then on what is said goes under the key that the other release gave.
        must(officer->addNote(id, "Said after both"));
        must(exchangeInSteps(*officer, *line));
        must(other->exchange());
        QCOMPARE(must(other->state(id)).notes.back().text, std::string("Said after both"));
        QCOMPARE(must(other->state(id)).epoch, 2u);
        auto left = hub.as("investigator-1");
        must(left->exchange());
        QCOMPARE(left->state(id).error().code, Code::notFound);
    }

    void newsOfOthersNameTheirCases() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        auto other = hub.as("officer-2");
        const auto line = must(officer->hubLine({}));
        must(exchangeInSteps(*officer, *line));
        const CaseId id = must(other->receiveReport(aReport()));
        QVERIFY(must(line->waitForNews(must(exchangeInSteps(*officer, *line)).commit - 1, 0)));
        QCOMPARE(must(officer->state(id)).reference.empty(), false);
        must(other->addNote(id, "More of it"));
        const CaseId own = must(officer->receiveReport(aReport("Another")));
        const auto news = must(exchangeInSteps(*officer, *line));
        QCOMPARE(news.items, 1u);
        QCOMPARE(news.sealed, 1u);
        QCOMPARE(std::set(news.cases.begin(), news.cases.end()), (std::set{id, own}));
        QVERIFY(!must(line->waitForNews(news.commit, 0)));
    }

    void whatIsSaidMeanwhileIsNotLost() {
        TestOffice office;
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        const auto line = must(officer->hubLine({}));
        const CaseId id = must(officer->receiveReport(aReport()));
        int said = 0;
        must(exchangeInSteps(*officer, *line, [&] { must(officer->addNote(id, "Note " + std::to_string(++said))); }));
        QVERIFY(said > 1);
        QVERIFY(officer->hasSaid());
        must(exchangeInSteps(*officer, *line));
        auto supervisor = hub.as("supervisor");
        const auto notes = must(supervisor->state(id)).notes;
        QCOMPARE(notes.size(), static_cast<std::size_t>(said));
        for (int i = 0; i < said; ++i)
            QCOMPARE(notes[static_cast<std::size_t>(i)].text, "Note " + std::to_string(i + 1));
        QCOMPARE(must(officer->verify(false, {}, {})).findings.size(), 0u);
    }

    void itMayEndAnywhere() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        auto other = hub.as("officer-2");
        const auto line = must(officer->hubLine({}));
        must(exchangeInSteps(*officer, *line));
        bool failed = true;
        std::uint64_t notes = 0;
        CaseId id = must(officer->receiveReport(aReport()));
        must(exchangeInSteps(*officer, *line));
        must(other->exchange());
        for (int after = 0; failed; ++after) {
            must(other->addNote(id, "Theirs"));
            must(officer->addNote(id, "Mine"));
            notes += 2;
            hub.failing = after;
            const auto news = exchangeInSteps(*officer, *line);
            failed = !news;
            hub.failing = -1;
            if (failed) QCOMPARE(news.error().code, Code::network);
            QVERIFY(after < 20);
        }
        must(exchangeInSteps(*officer, *line));
        must(other->exchange());
        QCOMPARE(must(officer->state(id)).notes.size(), notes);
        QCOMPARE(must(other->state(id)).notes.size(), notes);
        QCOMPARE(must(officer->verify(false, {}, {})).findings.size(), 0u);
    }

    void unlockingNeedsTheHubOnlyOnce() {
        TestOffice office;
        FarHub hub(office);
        hub.away = true;
        // Nothing of the office is here yet, so that it cannot be shown.
        office.people()["late"] = [&] {
            hub.away = false;
            auto admin = hub.as("admin");
            return must(admin->addPerson({"late", "late", {Role::officer}, true}, crypto::asBytes("late")));
        }();
        hub.away = true;
        QCOMPARE(
            Workspace::unlock(office.folder(), office.id("late"), crypto::asBytes("late"), hub.with(true)).error().code,
            Code::network);
        hub.away = false;
        (void)hub.as("late", true);
        hub.away = true;
        const int before = hub.calls;
        auto late = hub.as("late", true);
        QCOMPARE(hub.calls, before);
        const auto line = must(late->hubLine({}));
        QCOMPARE(exchangeInSteps(*late, *line).error().code, Code::network);
        QCOMPARE(line->waitForNews(0, 30).error().code, Code::network);
    }

    void whoHasLeftIsTold() {
        TestOffice office;
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        const auto line = must(officer->hubLine({}));
        QVERIFY(!must(exchangeInSteps(*officer, *line)).left);
        must(hub.as("admin")->changePerson(office.id("officer"), {Role::officer}, false, false));
        QCOMPARE(exchangeInSteps(*officer, *line).error().code, Code::ended);
    }

    void aLineCanBeCut() {
        TestOffice office;
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        std::stop_source stop;
        const auto line = must(officer->hubLine(stop.get_token()));
        const auto news = must(exchangeInSteps(*officer, *line));
        std::jthread cut([&] {
            const int before = hub.calls;
            while (hub.calls < before + 2) std::this_thread::yield();
            stop.request_stop();
        });
        QCOMPARE(line->waitForNews(news.commit, 30).error().code, Code::cancelled);
    }

    void anOfficeOfItsOwnHasNoLine() {
        TestOffice office;
        QCOMPARE(office.as("officer")->hubLine({}).error().code, Code::refused);
    }
};

QTEST_GUILESS_MAIN(TestSteps)
#include "test_steps.moc"
