// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/parse.h"
#include "tests/support/raw_desk.h"

#include <QFile>

#include <random>
#include <ranges>

using namespace model;

namespace {

/// What is said of a thing, as far as it shows.
struct Shown {
    bool withdrawn = true;
    Form fields;
    std::vector<EvidenceCitation> evidence;
    friend bool operator==(const Shown&, const Shown&) = default;
};

Shown shownOf(const StatedItem* item) {
    if (item == nullptr || item->withdrawn) return {};
    return {false, item->values(), item->evidence};
}

Digest eventOf(const Receipt& receipt) {
    if (!receipt.done) qFatal("the command said nothing");
    if (!receipt.done->undoable) qFatal("it cannot be undone");
    return receipt.done->event;
}

} // namespace

/// Entries of the chronology and parties: what was stated, changed or withdrawn goes back to what stood before, by the
/// same kinds of events, and never over what somebody else said.
class TestUndoStating : public QObject {
    Q_OBJECT

    template <typename T>
    static void refused(const Result<T>& result, const char* words) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, Code::refused);
        QVERIFY2(result.error().what.en.contains(words), result.error().what.en.c_str());
        QVERIFY(!result.error().what.zh.empty() && !result.error().cure.en.empty() && !result.error().cure.zh.empty());
    }
    static void holds(Workspace& workspace) {
        const auto report = must(workspace.verify(false, {}, {}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].what.en.c_str());
    }
    static Form party(const char* name) { return {{"kind", "company"}, {"name", name}}; }
    static std::size_t found(const Workspace& workspace, const char* words) {
        return must(must(workspace.list()).rows(parseFilter(words)->filter)).size();
    }

private slots:
    void aStatementGoesBackToWhatStood() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto stated = must(officer->stateItem(id, ItemSort::party, {}, party("Ocean Star"), {}));
        const ItemId item = stated.item;
        const auto changed = must(officer->stateItem(id, ItemSort::party, item, party("Polar Star"), {}));
        const auto withdrawn = must(officer->withdrawItem(id, ItemSort::party, item));
        QVERIFY(stated.done->words.en.contains("Stated the party Ocean Star"));
        QVERIFY(changed.done->words.en.contains("Changed the party Polar Star"));
        QVERIFY(withdrawn.done->words.en.contains("Withdrew Polar Star") && !withdrawn.done->words.zh.empty());
        const auto name = [&] {
            const auto state = must(officer->state(id));
            return state.party(item)->withdrawn ? std::string("-") : state.party(item)->value("name");
        };
        // From the last to the first, and the other way round.
        refused(officer->undo(id, eventOf(changed)), "stated anew or withdrawn");
        must(officer->undo(id, eventOf(withdrawn)));
        QCOMPARE(name(), std::string("Polar Star"));
        QCOMPARE(found(*officer, "\"Polar Star\""), 1u);
        must(officer->undo(id, eventOf(changed)));
        QCOMPARE(name(), std::string("Ocean Star"));
        must(officer->undo(id, eventOf(stated)));
        QCOMPARE(name(), std::string("-"));
        QCOMPARE(found(*officer, "\"Ocean Star\""), 0u);
        must(officer->redo(id, eventOf(stated)));
        QCOMPARE(name(), std::string("Ocean Star"));
        must(officer->redo(id, eventOf(changed)));
        const auto again = must(officer->redo(id, eventOf(withdrawn)));
        QCOMPARE(name(), std::string("-"));
        refused(officer->redo(id, eventOf(changed)), "changed after it was undone");
        // What was done again is undone as it was the first time.
        must(officer->undo(id, eventOf(again)));
        QCOMPARE(name(), std::string("Polar Star"));
        holds(*officer);
    }

    void citationsGoBackToo() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto file = office.scratch() / "contract.txt";
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("contract") > 0);
        out.close();
        const ItemId paper = *must(officer->addEvidence(id, {file}, "documentary", "", {}, {})).front().item;
        const Form entry{{"from", "2025-11"}, {"text", "Loaded"}};
        const auto made = must(officer->stateItem(id, ItemSort::chronology, {}, entry, {{paper, "page 3"}}));
        const auto bare = must(officer->stateItem(id, ItemSort::chronology, made.item, entry, {}));
        QVERIFY(bare.done->words.en.contains("Changed the entry of 2025-11"));
        must(officer->undo(id, eventOf(bare)));
        const auto state = must(officer->state(id));
        QCOMPARE(state.entry(made.item)->evidence, (std::vector<EvidenceCitation>{{paper, "page 3"}}));
        QCOMPARE(state.entry(made.item)->values(), entry);
        holds(*officer);
    }

    void notOverWhatSomebodyElseSaid() {
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        const auto made = must(officer->stateItem(id, ItemSort::party, {}, party("Ocean Star"), {}));
        const auto changed = must(officer->stateItem(id, ItemSort::party, made.item, party("Polar Star"), {}));
        {
            auto other = office.as("officer-2");
            refused(other->undo(id, eventOf(changed)), "Only who said it");
            must(other->stateItem(id, ItemSort::party, made.item, party("Theirs"), {}));
        }
        // This desk has not heard of it yet; undoing asks.
        refused(officer->undo(id, eventOf(changed)), "stated anew or withdrawn");
        const auto undoable = [&](const Digest& event) {
            const auto view = must(officer->view(id));
            return std::ranges::find(view.log, event, &LogEntry::event)->undoable;
        };
        QVERIFY(!undoable(eventOf(changed)));
        QCOMPARE(must(officer->state(id)).party(made.item)->value("name"), std::string("Theirs"));
        // Said anew as it was is a statement of its own, behind which theirs stands.
        const auto mine = must(officer->stateItem(id, ItemSort::party, made.item, party("Polar Star"), {}));
        refused(officer->undo(id, eventOf(changed)), "stated anew or withdrawn");
        QVERIFY(undoable(eventOf(mine)));
        must(officer->undo(id, eventOf(mine)));
        QCOMPARE(must(officer->state(id)).party(made.item)->value("name"), std::string("Theirs"));
        // Another thing of the case stands in nobody's way, nor does an ended case take anything.
        const auto entry =
            must(officer->stateItem(id, ItemSort::chronology, {}, {{"from", "2026"}, {"text", "Seen"}}, {}));
        must(office.as("officer-2")->stateItem(id, ItemSort::party, made.item, party("Again theirs"), {}));
        must(officer->undo(id, eventOf(entry)));
        const auto last =
            must(officer->stateItem(id, ItemSort::chronology, {}, {{"from", "2026"}, {"text", "Seen"}}, {}));
        must(officer->takeStep(id, "reject", {{"reason", "r"}}));
        QVERIFY(!officer->undo(id, eventOf(last)));
        holds(*officer);
    }

    /// Two people state, change, withdraw and undo at random. Exactly what nobody else has spoken over and what still
    /// says what was said can be undone; undoing makes that thing as it stood and leaves the others alone; and both
    /// desks fold the same.
    void whateverIsUndoneStoodBefore() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 dice(seed);
        const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
        TestOffice office;
        office.admit("officer-2", {Role::officer});
        std::unique_ptr<Workspace> desks[] = {office.as("officer"), office.as("officer-2")};
        const CaseId id = must(desks[0]->receiveReport(aReport()));
        must(desks[1]->exchange());
        std::vector<ItemId> items;
        for (int i = 0; i < 3; ++i)
            items.push_back(must(desks[0]->stateItem(id, ItemSort::party, {}, party("first"), {})).item);
        struct Statement {
            Digest event;
            std::size_t item, by;
            Shown before, after;
        };
        std::vector<Statement> log;
        const auto shown = [&](std::size_t desk, std::size_t item) {
            return shownOf(must(desks[desk]->state(id)).party(items[item]));
        };
        const auto remember = [&](const Result<Receipt>& receipt, std::size_t who, std::size_t item,
                                  const Shown& before) {
            if (!receipt || receipt->events.empty()) return; // withdrawn already, or as it is
            log.push_back({receipt->events.front(), item, who, before, shown(who, item)});
        };
        int undone = 0, kept = 0;
        for (int round = 0; round < 60; ++round) {
            const auto who = below(2), item = below(items.size());
            auto& desk = *desks[who];
            must(desk.exchange());
            const auto before = shown(who, item);
            const auto said = below(5);
            if (said < 2) {
                const char* names[] = {"a", "b", "c"};
                remember(desk.stateItem(id, ItemSort::party, items[item], party(names[below(3)]), {}), who, item,
                         before);
                continue;
            }
            if (said == 2) {
                remember(desk.withdrawItem(id, ItemSort::party, items[item]), who, item, before);
                continue;
            }
            if (log.empty()) continue;
            const auto at = log.size() - 1 - below(std::min<std::size_t>(log.size(), 4));
            const Statement one = log[at];
            auto& own = *desks[one.by];
            must(own.exchange());
            const bool alone = std::ranges::none_of(log | std::views::drop(at), [&](const Statement& later) {
                return later.item == one.item && later.by != one.by;
            });
            const bool may = alone && shown(one.by, one.item) == one.after;
            const auto view = must(own.view(id));
            QCOMPARE(std::ranges::find(view.log, one.event, &LogEntry::event)->undoable, may);
            std::vector<Shown> all;
            for (std::size_t i = 0; i < items.size(); ++i) all.push_back(shown(one.by, i));
            const auto stood = shown(one.by, one.item);
            const auto receipt = own.undo(id, one.event);
            if (may) all[one.item] = one.before;
            QCOMPARE(receipt.has_value(), may);
            for (std::size_t i = 0; i < items.size(); ++i) QCOMPARE(shown(one.by, i), all[i]);
            remember(receipt, one.by, one.item, stood);
            ++(may ? undone : kept);
            if (!may || below(2) == 0) continue;
            const auto again = own.redo(id, one.event);
            QVERIFY(again.has_value());
            QCOMPARE(shown(one.by, one.item), one.after);
            remember(again, one.by, one.item, one.before);
        }
        qInfo("%d undone, %d refused", undone, kept);
        for (auto& desk : desks) must(desk->exchange());
        for (std::size_t i = 0; i < items.size(); ++i) QCOMPARE(shown(0, i), shown(1, i));
        holds(*desks[0]);
        must(desks[1]->rebuild({}, {}));
        for (std::size_t i = 0; i < items.size(); ++i) QCOMPARE(shown(0, i), shown(1, i));
    }
};

QTEST_GUILESS_MAIN(TestUndoStating)
#include "test_undo_stating.moc"
