// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"
#include "model/case/fold.h"
#include "model/sync/exchange.h"

#include <QTest>

using namespace model;

namespace {

/// A unit of two, of whom both gave it a new key at the same time.
struct Office {
    std::unique_ptr<crypto::Random> random = crypto::seededRandom(7);
    crypto::Identity me = crypto::Identity::generate(crypto::Suite::intl1, *random);
    crypto::Identity other = crypto::Identity::generate(crypto::Suite::intl1, *random);
    crypto::Identity first = crypto::Identity::generate(crypto::Suite::intl1, *random);
    crypto::Identity mine = crypto::Identity::generate(crypto::Suite::intl1, *random);
    crypto::Identity theirs = crypto::Identity::generate(crypto::Suite::intl1, *random);
    PersonId myId{{1}}, otherId{{2}};
    UnitId unit{{3}};
    CaseId office{{4}};
    RegisterState state;
    std::uint64_t sealed = 0;

    Bytes seal(const crypto::Identity& what, const crypto::PublicIdentity& to) {
        return *crypto::sealTo(to, what.exportSecret().view(), unit.view(), *random);
    }
    void say(PersonId author, const RegisterBody& body, std::uint64_t seen, bool waits = false) {
        EventHeader header;
        header.suite = crypto::Suite::intl1;
        header.caseId = office;
        header.author = author;
        header.seen = {seen, {}};
        const auto encoded = writeBody(body);
        header.kind = encoded.kind;
        header.clear = encoded.clear;
        const Event event = makeEvent(std::move(header), {});
        Landing landing;
        landing.readable = true;
        if (!waits) {
            landing.seq = ++sealed;
            landing.at = {sealed, 0};
        }
        apply(state, event, body, landing);
    }
    UnitTurned turn(const crypto::Identity& to, const crypto::Identity& before) {
        return {unit,
                to.publicPart(),
                {{myId, seal(to, me.publicPart())}, {otherId, seal(to, other.publicPart())}},
                seal(before, to.publicPart()),
                sealingKeys(before.publicPart(), {})};
    }
    void found() {
        Unit begun;
        begun.id = unit;
        begun.name = kOfficeUnit;
        begun.identity = first.publicPart();
        begun.members = {{myId, seal(first, me.publicPart())}, {otherId, seal(first, other.publicPart())}};
        say(myId, UnitFounded{begun}, 0);
        state.units.at(unit).exposed = true; // somebody lost their keys: a turn is due
    }
    static bool holds(const Keyholder& keys, UnitId id, const crypto::Identity& one) {
        return std::ranges::any_of(keys.units.at(id),
                                   [&](const auto& have) { return have.publicPart() == one.publicPart(); });
    }
};

} // namespace

/// The keys of units that a desk opens, while a turn of its own waits that another was faster than.
class TestOpenUnits : public QObject {
    Q_OBJECT

private slots:
    void aTurnThatWaitsAndWasOvertakenHidesNoKey() {
        Office office;
        office.found();
        office.say(office.otherId, office.turn(office.theirs, office.first), 1);
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        Keyholder keys{office.myId, &office.me, {}};
        QVERIFY(openUnits(keys, office.state).value());
        QVERIFY(keys.units.at(office.unit).front().publicPart() == office.theirs.publicPart());
        QVERIFY(Office::holds(keys, office.unit, office.first));
    }

    /// Who uses two machines may turn the unit at both; the second is refused.
    void aTurnThatWaitsHidesNoneOfAnotherDeskOfTheSamePerson() {
        Office office;
        office.found();
        office.say(office.myId, office.turn(office.theirs, office.first), 1);
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        const Unit& unit = office.state.units.at(office.unit);
        QVERIFY(unit.identity == office.theirs.publicPart() && unit.sealedTo() == office.theirs.publicPart());
    }

    /// The same where a turn is due again: the one that waits was made from a key that the unit has no more.
    void aTurnThatWaitsIsNoneOfTheNextIdentity() {
        Office office;
        office.found();
        office.say(office.myId, office.turn(office.theirs, office.first), 1);
        Unit& unit = office.state.units.at(office.unit);
        unit.exposed = true;
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        QVERIFY(unit.identity == office.theirs.publicPart() && unit.mustTurn());
        office.say(office.myId, office.turn(office.mine, office.theirs), 2, true);
        QVERIFY(unit.identity == office.mine.publicPart() && !unit.mustTurn());
    }

    /// Nor does somebody count as let in by what was made with such a key.
    void whoIsLetInWithAnOldKeyIsNotInYet() {
        Office office;
        office.found();
        const PersonId fresh{{7}};
        const auto joins = [&](const crypto::Identity& key) {
            return UnitJoined{office.unit, fresh, office.seal(key, office.other.publicPart()),
                              sealingKeys(key.publicPart(), {})};
        };
        office.say(office.myId, office.turn(office.theirs, office.first), 1);
        office.say(office.myId, joins(office.first), 1, true);
        QVERIFY(!office.state.units.at(office.unit).members.contains(fresh));
        office.say(office.myId, joins(office.theirs), 2, true);
        QVERIFY(office.state.units.at(office.unit).members.contains(fresh));
    }

    /// What is sealed while a turn waits opens whether that lands or is refused.
    void keysAreSealedToAnIdentityThatTheUnitHas() {
        Office office;
        office.found();
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        const Unit& unit = office.state.units.at(office.unit);
        QVERIFY(unit.identity == office.mine.publicPart() && unit.sealedTo() == office.first.publicPart());
        office.say(office.myId, office.turn(office.mine, office.first), 1);
        QVERIFY(unit.sealedTo() == office.mine.publicPart());
    }

    void aTurnThatWaitsAloneCounts() {
        Office office;
        office.found();
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        Keyholder keys{office.myId, &office.me, {}};
        QVERIFY(openUnits(keys, office.state).value());
        QVERIFY(keys.units.at(office.unit).front().publicPart() == office.mine.publicPart());
        QVERIFY(Office::holds(keys, office.unit, office.first));
    }

    void whatWasOpenStaysOpenWhenAnotherTurnLandsFirst() {
        Office office;
        office.found();
        office.say(office.myId, office.turn(office.mine, office.first), 1, true);
        Keyholder keys{office.myId, &office.me, {}};
        QVERIFY(openUnits(keys, office.state).value());
        office.say(office.otherId, office.turn(office.theirs, office.first), 1);
        QVERIFY(openUnits(keys, office.state).value());
        QVERIFY(keys.units.at(office.unit).front().publicPart() == office.theirs.publicPart());
        QVERIFY(Office::holds(keys, office.unit, office.first));
        QVERIFY(Office::holds(keys, office.unit, office.mine));
    }
};

QTEST_APPLESS_MAIN(TestOpenUnits)
#include "test_open_units.moc"
