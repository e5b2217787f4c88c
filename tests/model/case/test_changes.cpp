// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/changes.h"

#include <QtTest>

using namespace model;

namespace {

PersonId person(std::uint8_t value) {
    PersonId id;
    id.bytes.fill(value);
    return id;
}
const PersonId kMe = person(1);
const PersonId kOther = person(2);
const PersonId kThird = person(3);

Place at(std::uint64_t seq, PersonId by) { return {{}, by, Instant{std::chrono::seconds{seq}}, seq}; }

/// A field stated by these people, one entry of the log after the other from `first` on.
Fact fact(std::uint64_t first, const std::vector<std::pair<PersonId, std::string>>& said) {
    Fact one;
    for (const auto& [by, value] : said) one.state(value, at(first++, by), true);
    return one;
}

} // namespace

/// What others changed since a person looked, and whose value was overwritten.
class TestChanges : public QObject {
    Q_OBJECT

private slots:
    void changeOfAnotherIsTold() {
        const std::map<std::string, Fact> facts{{"goods", fact(3, {{kOther, "tin"}, {kThird, "antimony"}})}};
        const auto changes = changesByOthers(facts, kMe, 3);
        QCOMPARE(changes.size(), 1u);
        QCOMPARE(changes[0].field, std::string("goods"));
        QCOMPARE(changes[0].before, std::string("tin"));
        QVERIFY(changes[0].place.by == kThird && changes[0].place.seq == 4);
        QVERIFY(!changes[0].mine);
        QVERIFY(changesByOthers(facts, kMe, 4).empty());    // seen
        QVERIFY(changesByOthers(facts, kThird, 0).empty()); // one's own
        QVERIFY(changesByOthers(facts, kMe, 2).at(0).before.empty());
    }

    void whoWasOverwrittenGetsTheirValue() {
        // Two more edits by others after mine: what I said is what stands beside what shows.
        const auto changes =
            changesByOthers({{"goods", fact(1, {{kOther, "a"}, {kMe, "b"}, {kOther, "c"}, {kThird, "d"}})}}, kMe, 0);
        QCOMPARE(changes.size(), 1u);
        QCOMPARE(changes[0].mine, std::optional<std::string>("b"));
        QCOMPARE(changes[0].before, std::string("b"));
        QVERIFY(changes[0].place.by == kThird);
    }

    void whatIsAsItWasIsNoChange() {
        QVERIFY(changesByOthers({{"x", fact(1, {{kMe, "a"}, {kOther, "b"}, {kThird, "a"}})}}, kMe, 0).empty());
        QVERIFY(changesByOthers({{"x", Fact{}}}, kMe, 0).empty());
    }

    void whatWaitsHereIsMine() {
        Fact one = fact(1, {{kOther, "a"}});
        one.state("b", at(0, kMe), true);
        QVERIFY(changesByOthers({{"x", one}}, kMe, 0).empty());
    }

    void itemsAreNewChangedOrWithdrawn() {
        StatedItem item;
        item.id.bytes.fill(1);
        item.entered = item.place = at(5, kOther);
        item.fields["name"] = fact(5, {{kOther, "A"}});
        QVERIFY(changesByOthers({item}, kMe, 5).empty());
        auto changes = changesByOthers({item}, kMe, 4);
        QVERIFY(changes.size() == 1 && changes[0].isNew && changes[0].fields.empty());
        item.place = at(7, kThird);
        item.fields["name"].state("B", item.place, true);
        changes = changesByOthers({item}, kMe, 6);
        QVERIFY(changes.size() == 1 && !changes[0].isNew);
        QCOMPARE(changes[0].fields.at(0).before, std::string("A"));
        item.place = at(8, kThird);
        item.withdrawn = true;
        changes = changesByOthers({item}, kMe, 7);
        QVERIFY(changes.size() == 1 && changes[0].withdrawn && changes[0].fields.empty());
        QVERIFY(changesByOthers({item}, kMe, 4).empty()); // came and went
    }

    void lastOwnEntryOrAllOfIt() {
        CaseState state;
        state.head.seq = 3;
        state.chain = {{kOther, {}}, {kMe, {}}, {kOther, {}}};
        QCOMPARE(lastOwnEntry(state, kMe), 2u);
        QCOMPARE(lastOwnEntry(state, kOther), 3u);
        QCOMPARE(lastOwnEntry(state, kThird), 3u);
    }
};

QTEST_APPLESS_MAIN(TestChanges)
#include "test_changes.moc"
