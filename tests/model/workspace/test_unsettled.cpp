// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/parse.h"
#include "model/workspace/unsettled.h"
#include "tests/support/far_hub.h"

using namespace model;

/// What is open between a desk and its hub: what waits, what was refused, and where somebody was overwritten.
class TestUnsettled : public QObject {
    Q_OBJECT

    static std::vector<std::int64_t> rowsOf(Workspace& desk, const char* filter) {
        auto list = must(desk.list());
        return must(list.rows(parseFilter(filter).value().filter));
    }
    static std::string fieldOf(Workspace& desk, CaseId id, const char* field) {
        return must(desk.state(id)).fact(field);
    }

    /// Two desks that state the same field without having seen each other's; `first` lands first.
    struct Clash {
        explicit Clash(FarHub& hub)
            : first(hub.as("officer", true)), second(hub.as("officer-2", true)), firstLine(must(first->hubLine({}))),
              secondLine(must(second->hubLine({}))) {
            id = must(first->receiveReport(aReport()));
            both();
            must(first->setFacts(id, {{"title", "Agreed title"}}));
            both();
        }
        void both() {
            must(exchangeInSteps(*first, *firstLine));
            must(exchangeInSteps(*second, *secondLine));
            must(exchangeInSteps(*first, *firstLine));
        }
        void state(const char* mine, const char* theirs) {
            must(first->setFacts(id, {{"title", mine}}));
            must(second->setFacts(id, {{"title", theirs}}));
            both();
        }
        std::unique_ptr<Workspace> first, second;
        std::unique_ptr<HubLine> firstLine, secondLine;
        CaseId id;
    };

private slots:
    void whatWaitsIsNamedUntilItHasItsPlace() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        auto officer = hub.as("officer", true);
        const auto line = must(officer->hubLine({}));
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->addNote(id, "Said on the road"));
        auto standing = must(officer->standing());
        QCOMPARE(standing.waiting.size(), 2u);
        QCOMPARE(standing.waiting[1].caseId, id);
        QVERIFY(standing.waiting[1].summary.en.find("Said on the road") != std::string::npos);
        QCOMPARE(standing.waiting[1].title, std::string("A report"));
        QCOMPARE(rowsOf(*officer, "is:waiting").size(), 1u);
        // That somebody looked is nobody's business here.
        must(officer->noteOpened(id));
        QCOMPARE(must(officer->standing()).waiting.size(), 2u);
        must(exchangeInSteps(*officer, *line));
        QCOMPARE(must(officer->standing()).waiting.size(), 0u);
        QCOMPARE(rowsOf(*officer, "is:waiting").size(), 0u);
    }

    void whoWasOverwrittenIsTold() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        Clash clash(hub);
        clash.state("Mine", "Theirs");
        QCOMPARE(fieldOf(*clash.first, clash.id, "title"), std::string("Theirs"));
        const auto standing = must(clash.first->standing());
        QCOMPARE(standing.overwritten.size(), 1u);
        const auto& one = standing.overwritten[0];
        QCOMPARE(one.what.base, std::string("Agreed title"));
        QCOMPARE(one.what.mine, std::string("Mine"));
        QCOMPARE(one.what.theirs, std::string("Theirs"));
        QCOMPARE(one.by, std::string("officer-2"));
        QCOMPARE(one.field.id, std::string("title"));
        QCOMPARE(rowsOf(*clash.first, "is:overwritten").size(), 1u);
        // The other one overwrote and was not overwritten.
        QCOMPARE(must(clash.second->standing()).overwritten.size(), 0u);
        QCOMPARE(rowsOf(*clash.second, "is:overwritten").size(), 0u);
    }

    void whoKnewAndDecidedOverwritesNobody() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        Clash clash(hub);
        must(clash.first->setFacts(clash.id, {{"title", "Mine"}}));
        clash.both();
        must(clash.second->setFacts(clash.id, {{"title", "Corrected"}}));
        clash.both();
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 0u);
        // The same words said twice are no conflict either.
        clash.state("Same", "Same");
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 0u);
    }

    void putBackItIsOnesOwnAgainAndCanBeUndone() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        Clash clash(hub);
        clash.state("Mine", "Theirs");
        const auto receipt = must(clash.first->putBack(clash.id, "title"));
        QCOMPARE(fieldOf(*clash.first, clash.id, "title"), std::string("Mine"));
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 0u);
        clash.both();
        QCOMPARE(fieldOf(*clash.second, clash.id, "title"), std::string("Mine"));
        // It was said by somebody who knew: the other is not overwritten by it.
        QCOMPARE(must(clash.second->standing()).overwritten.size(), 0u);
        must(clash.first->undo(clash.id, receipt.done->event));
        QCOMPARE(fieldOf(*clash.first, clash.id, "title"), std::string("Theirs"));
        QCOMPARE(clash.first->putBack(clash.id, "narrative").error().code, Code::notFound);
    }

    void keepingTheirsIsRememberedAndCanBeUndone() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        Clash clash(hub);
        clash.state("Mine", "Theirs");
        const auto one = must(clash.first->standing()).overwritten.front();
        const Settlement decided{clash.id, one.what.place.event, "title"};
        must(clash.first->setSettled(std::span(&decided, 1), true));
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 0u);
        QCOMPARE(rowsOf(*clash.first, "is:overwritten").size(), 0u);
        clash.first.reset();
        clash.first = hub.as("officer", true);
        must(clash.first->rebuild({}, {}));
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 0u);
        must(clash.first->setSettled(std::span(&decided, 1), false));
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 1u);
        // Being overwritten once more asks once more.
        must(clash.first->setSettled(std::span(&decided, 1), true));
        clash.firstLine = must(clash.first->hubLine({}));
        clash.state("Mine again", "Theirs again");
        QCOMPARE(must(clash.first->standing()).overwritten.size(), 1u);
        // What is no such thing is not settled.
        const Settlement wrong{clash.id, one.what.place.event, "narrative"};
        QCOMPARE(clash.first->setSettled(std::span(&wrong, 1), true).error().code, Code::notFound);
    }

    void whatWasRefusedAsksUntilItsAuthorDecides() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        FarHub hub(office);
        Clash clash(hub);
        // Both decide on the same state; the second lands on another.
        must(clash.second->takeStep(clash.id, "accept", {}));
        must(clash.first->takeStep(clash.id, "accept", {}));
        must(exchangeInSteps(*clash.second, *clash.secondLine));
        const auto news = must(exchangeInSteps(*clash.first, *clash.firstLine));
        QCOMPARE(news.refused, 1u);
        auto standing = must(clash.first->standing());
        QCOMPARE(standing.refused.size(), 1u);
        QVERIFY(standing.refused[0].reason.has_value());
        QCOMPARE(rowsOf(*clash.first, "is:refused").size(), 1u);
        const Settlement decided{clash.id, standing.refused[0].event, {}};
        must(clash.first->setSettled(std::span(&decided, 1), true));
        QCOMPARE(must(clash.first->standing()).refused.size(), 0u);
        QCOMPARE(rowsOf(*clash.first, "is:refused").size(), 0u);
        QCOMPARE(must(clash.first->view(clash.id)).refused.size(), 0u);
        must(clash.first->setSettled(std::span(&decided, 1), false));
        QCOMPARE(must(clash.first->standing()).refused.size(), 1u);
        // Or it is kept as a note, with its reason.
        must(clash.first->noteRefused(standing.refused[0].event));
        QCOMPARE(must(clash.first->standing()).refused.size(), 0u);
        const auto notes = must(clash.first->state(clash.id)).notes;
        QVERIFY(notes.back().text.find(standing.refused[0].reason->what.en) != std::string::npos);
        QCOMPARE(clash.first->noteRefused(standing.refused[0].event).error().code, Code::notFound);
    }
};

QTEST_GUILESS_MAIN(TestUnsettled)
#include "test_unsettled.moc"
