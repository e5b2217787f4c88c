// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/changes.h"
#include "model/filter/parse.h"
#include "model/vault/vault.h"
#include "tests/support/raw_desk.h"

#include <fstream>

using namespace model;

/// Unread is what was never looked at, and what somebody else has said since; the mark is each person's own.
class TestSeen : public QObject {
    Q_OBJECT

    static std::size_t unread(const Workspace& workspace) {
        auto list = must(workspace.list());
        const auto filter = parseFilter("is:unread")->filter;
        const auto rows = must(list.rows(filter));
        for (const auto& row : must(list.page(rows))) {
            if (!row.unread) qFatal("a row of is:unread is not unread");
        }
        if (must(list.count(filter)) != rows.size()) qFatal("the count is another");
        return rows.size();
    }

    static std::uint64_t headOf(const Workspace& workspace, CaseId id) { return must(workspace.state(id)).head.seq; }

private slots:
    void newCasesAreUnreadUntilLookedAt() {
        TestOffice office;
        auto officer = office.as("officer");
        QCOMPARE(must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {})).taken, 28u);
        QCOMPARE(unread(*officer), 28u); // of one's own import too
        auto supervisor = office.as("supervisor");
        QCOMPARE(unread(*supervisor), 28u);
        auto list = must(officer->list());
        const CaseId id = must(list.page(must(list.rows({}, 1)))).front().id;
        QVERIFY(must(officer->markSeen(id, headOf(*officer, id))));
        QVERIFY(!must(officer->markSeen(id, headOf(*officer, id)))); // once
        QCOMPARE(unread(*officer), 27u);
        QCOMPARE(unread(*supervisor), 28u); // each person's own
        // Who types a report has seen it.
        const CaseId typed = must(officer->receiveReport(aReport()));
        QCOMPARE(unread(*officer), 27u);
        must(supervisor->exchange());
        QCOMPARE(unread(*supervisor), 29u);
        QVERIFY(must(supervisor->markSeen(typed, headOf(*supervisor, typed))));
        QVERIFY(must(supervisor->markUnread(typed)));
        QVERIFY(!must(supervisor->markUnread(typed)));
        QCOMPARE(unread(*supervisor), 29u);
    }

    void whatOthersSayMakesUnread() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        auto supervisor = office.as("supervisor");
        must(supervisor->markSeen(id, headOf(*supervisor, id)));
        // What one says oneself does not, nor that somebody looked.
        must(officer->addNote(id, "Mine"));
        QCOMPARE(unread(*officer), 0u);
        must(supervisor->noteOpened(id));
        must(officer->exchange());
        QCOMPARE(unread(*officer), 0u);
        must(supervisor->exchange());
        QCOMPARE(unread(*supervisor), 1u); // the officer's note
        // Seen up to a place before the last entry of others: that one stays unread.
        const auto shown = must(supervisor->state(id));
        must(officer->addNote(id, "While they were reading"));
        must(supervisor->exchange());
        must(supervisor->markSeen(id, shown.head.seq));
        QCOMPARE(unread(*supervisor), 1u);
        must(supervisor->markSeen(id, headOf(*supervisor, id)));
        QCOMPARE(unread(*supervisor), 0u);
        must(supervisor->markSeen(id, 1)); // a late word of an old look takes nothing back
        QCOMPARE(unread(*supervisor), 0u);
    }

    /// What is told as changed by others is what makes the case unread, and no more of it once it was looked at.
    void whatOthersChangedIsToldFromTheLastLook() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer"), other = office.as("officer-2");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto changes = [&](const std::unique_ptr<Workspace>& desk) {
            must(desk->exchange());
            const auto view = must(desk->view(id));
            std::vector<std::string> fields;
            for (const auto& one : changesByOthers(view.state.facts, desk->me(), view.known))
                fields.push_back(one.field);
            const bool isNew = view.state.lastOfOthers(desk->me()) > view.known;
            if (isNew != (unread(*desk) == 1)) qFatal("unread is another than what is new");
            return fields;
        };
        const auto look = [&](const std::unique_ptr<Workspace>& desk) { must(desk->markSeen(id, headOf(*desk, id))); };
        must(officer->setFacts(id, {{"party", "A company"}}));
        must(other->exchange());
        must(other->setFacts(id, {{"goods", "Antimony"}}));
        using Fields = std::vector<std::string>;
        QCOMPARE(changes(officer), Fields{"goods"});
        // They read it and say nothing: it is not new the next time.
        look(officer);
        QCOMPARE(changes(officer), Fields{});
        QCOMPARE(must(officer->view(id)).known, headOf(*officer, id));
        must(other->setFacts(id, {{"destination", "Somewhere"}}));
        QCOMPARE(changes(officer), Fields{"destination"});
        // What they say themselves without looking makes nothing known.
        must(officer->addNote(id, "From the list"));
        QCOMPARE(changes(officer), Fields{"destination"});
        look(officer);
        QCOMPARE(changes(officer), Fields{});
        // Each person's own: to who never looked it counts from what they said last.
        must(other->exchange());
        QCOMPARE(must(other->view(id)).known, lastOwnEntry(must(other->state(id)), other->me()));
        // Made unread again, all that came after one's own last word is told once more.
        must(other->setFacts(id, {{"title", "Another title"}}));
        must(officer->exchange());
        look(officer);
        must(officer->markUnread(id));
        QCOMPARE(must(officer->view(id)).known, lastOwnEntry(must(officer->state(id)), officer->me()));
        QCOMPARE(changes(officer), Fields{"title"});
    }

    void marksOutliveRebuildAndUnlock() {
        TestOffice office;
        CaseId seen, other;
        {
            auto officer = office.as("officer");
            must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
            auto list = must(officer->list());
            const auto page = must(list.page(must(list.rows({}, 2))));
            seen = page[0].id;
            other = page[1].id;
            must(officer->markSeen(seen, headOf(*officer, seen)));
            must(officer->markSeen(other, headOf(*officer, other)));
            must(officer->markUnread(other));
        }
        auto officer = office.as("officer");
        QCOMPARE(unread(*officer), 27u);
        must(officer->rebuild({}, {}));
        QCOMPARE(unread(*officer), 27u);
        QVERIFY(!must(officer->markSeen(seen, 1)));
    }

    /// The start writes nothing: neither marks nor flags, however often.
    void unlockingLooksAtNothing() {
        TestOffice office;
        must(office.as("officer")->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
        for (int i = 0; i < 2; ++i) {
            auto officer = office.as("officer");
            auto list = must(officer->list());
            must(list.page(must(list.rows({}))));
            QCOMPARE(unread(*officer), 28u);
        }
    }

    /// What lies in a vault from before the marks counts as seen.
    void olderVaultsAreTakenAsSeen() {
        TestOffice office;
        CaseId id;
        {
            auto officer = office.as("officer");
            id = must(officer->receiveReport(aReport()));
            must(officer->markUnread(id));
            QCOMPARE(unread(*officer), 1u);
        }
        {
            const auto keys = must(
                openKeys(must(readIdentityFile(office.folder(), office.id("officer"))), crypto::asBytes("officer")));
            auto database = must(Database::open(personFolder(office.folder(), office.id("officer")) / "vault.db",
                                                keys.vaultKey, OpenMode::readWrite));
            must(database.execute("DROP TABLE seen; UPDATE setting SET value = x'03' WHERE name = 'derived'"));
        }
        auto officer = office.as("officer");
        QCOMPARE(unread(*officer), 0u);
        office.admit("officer-2", {Role::officer});
        must(office.as("officer-2")->addNote(id, "News"));
        must(officer->exchange());
        QCOMPARE(unread(*officer), 1u);
    }

    /// Neither the list of unread cases nor their count reads the table through.
    void unreadIsFoundByItsIndex() {
        TestOffice office;
        auto officer = office.as("officer");
        must(officer->receiveReport(aReport()));
        const auto keys =
            must(openKeys(must(readIdentityFile(office.folder(), office.id("officer"))), crypto::asBytes("officer")));
        auto database = must(Database::open(personFolder(office.folder(), office.id("officer")) / "vault.db",
                                            keys.vaultKey, OpenMode::readOnly));
        for (const char* sql : {"SELECT n FROM case_row WHERE flags & 16 ORDER BY changed DESC, n DESC",
                                "SELECT count(*) FROM case_row WHERE flags & 16"}) {
            auto plan = must(database.prepare(std::string("EXPLAIN QUERY PLAN ") + sql));
            std::string words;
            while (must(plan.step())) words += plan.get<std::string>(3) + "\n";
            QVERIFY2(words.contains("case_row_unread"), words.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestSeen)
#include "test_seen.moc"
