// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/evidence_fetching.h"
#include "model/sync/evidence_sending.h"

#include <QTest>

#include <random>

using namespace model;

namespace {

template <class T>
T idOf(std::uint8_t fill) {
    T id;
    id.bytes.fill(fill);
    return id;
}
Digest digestOf(std::uint8_t fill) {
    Digest digest;
    digest.bytes.fill(fill);
    return digest;
}
const PersonId kMe = idOf<PersonId>(1), kOther = idOf<PersonId>(2);

std::uint64_t seed() {
    const bool given = qEnvironmentVariableIsSet("TOUCHSTONE_SEED");
    const auto seed = given ? qEnvironmentVariable("TOUCHSTONE_SEED").toULongLong() : std::random_device{}();
    qInfo("TOUCHSTONE_SEED=%llu", static_cast<unsigned long long>(seed));
    return seed;
}

/// What a hub has of one item, as far as these machines see it.
struct Shelf {
    std::uint64_t size = 0;
    Digest sum{};
    std::set<std::uint64_t> mine; ///< parts of my copy
    std::vector<EvidenceCopy> others;
    bool known = true;
    bool forgets = false; ///< loses what it was given

    [[nodiscard]] bool whole() const { return mine.size() == partsOf(size) && size > 0; }
    [[nodiscard]] std::optional<EvidenceHeld> held() const {
        if (!known) return std::nullopt;
        EvidenceHeld held{others, {}};
        if (whole()) held.copies.push_back({kMe, sum});
        for (std::uint64_t part = 0; !whole() && part < partsOf(size); ++part) {
            if (mine.contains(part)) continue;
            auto& ranges = held.missing;
            if (!ranges.empty() && ranges.back().first + ranges.back().count == part) ++ranges.back().count;
            else if (ranges.size() == kRangesLimit) break;
            else ranges.push_back({part, 1});
        }
        return held;
    }
};

/// Takes steps as they come, and ends one of those under way whose turn is thrown, as many at once as there are hands.
template <class Machine, class Finish>
int runThrough(Machine& machine, std::mt19937_64& dice, const Finish& finish) {
    std::vector<typename Machine::Step> underWay;
    int steps = 0;
    while (!machine.finished() && ++steps < 100'000) {
        while (underWay.size() < 3) {
            auto step = machine.next();
            if (!step) break;
            underWay.push_back(std::move(*step));
        }
        if (underWay.empty()) return -1; // nothing to do, and not through: it would wait for ever
        const auto which = static_cast<std::ptrdiff_t>(dice() % underWay.size());
        const auto step = underWay[static_cast<std::size_t>(which)];
        underWay.erase(underWay.begin() + which);
        finish(step);
    }
    for (const auto& step : underWay) finish(step); // what was under way is told at the end as well
    return machine.finished() ? steps : -2;
}

} // namespace

/// The machines that hand over and fetch come to an end whatever the hub says and in whatever order, and to the right
/// one.
class TestEvidenceSteps : public QObject {
    Q_OBJECT

private slots:
    void sendingEnds() {
        std::mt19937_64 dice(seed());
        for (int round = 0; round < 400; ++round) {
            std::vector<Shelf> hub(1 + dice() % 6);
            std::vector<EvidenceSending::Item> items;
            std::vector<int> sent(hub.size());
            for (std::size_t i = 0; i < hub.size(); ++i) {
                auto& shelf = hub[i];
                shelf.size = 1 + dice() % (60 * kPartBytes);
                shelf.sum = digestOf(static_cast<std::uint8_t>(i + 10));
                shelf.known = dice() % 8 != 0;
                shelf.forgets = dice() % 8 == 0;
                for (std::uint64_t part = 0; part < partsOf(shelf.size); ++part)
                    if (dice() % 3 == 0) shelf.mine.insert(part);
                if (dice() % 4 == 0) shelf.others.push_back({kOther, dice() % 2 ? shelf.sum : digestOf(200)});
                const bool isKnown = dice() % 2 == 0;
                items.push_back({{idOf<CaseId>(1), digestOf(static_cast<std::uint8_t>(i))},
                                 shelf.size,
                                 isKnown ? std::optional(shelf.sum) : std::nullopt,
                                 dice() % 10 != 0});
            }
            EvidenceSending machine(items, kMe);
            const int steps = runThrough(machine, dice, [&](const EvidenceSending::Step& step) {
                if (const auto* const ask = std::get_if<EvidenceSending::Ask>(&step)) {
                    std::vector<std::optional<EvidenceHeld>> held;
                    for (const auto item : ask->items) held.push_back(hub[item].held());
                    QVERIFY(machine.asked(*ask, held));
                } else if (const auto* const examine = std::get_if<EvidenceSending::Examine>(&step)) {
                    machine.examined(*examine, hub[examine->item].sum);
                } else {
                    const auto& put = std::get<EvidenceSending::Put>(step);
                    auto& shelf = hub[put.item];
                    QVERIFY(put.part < partsOf(shelf.size));
                    if (!shelf.forgets) QVERIFY2(shelf.mine.insert(put.part).second, "a part that was there");
                    ++sent[put.item];
                    machine.put(put, shelf.whole());
                }
            });
            QVERIFY2(steps > 0, qPrintable(QString("round %1: %2").arg(round).arg(steps)));
            for (std::size_t i = 0; i < hub.size(); ++i) {
                const auto& shelf = hub[i];
                const bool there = std::ranges::contains(shelf.others, shelf.sum, &EvidenceCopy::sum) || shelf.whole();
                switch (machine.end(i)) {
                case SendingEnd::onHub: QVERIFY(there && shelf.known); break;
                case SendingEnd::unknown: QVERIFY(!shelf.known && sent[i] == 0); break;
                case SendingEnd::failed: QVERIFY(shelf.forgets && !shelf.whole()); break;
                case SendingEnd::waits: QVERIFY(!items[i].examinable); break;
                }
            }
            QVERIFY(machine.bytesSent() <= machine.bytesInAll() || std::ranges::any_of(hub, &Shelf::forgets) ||
                    machine.bytesInAll() > 0);
        }
    }

    void fetchingEnds() {
        std::mt19937_64 dice(seed());
        for (int round = 0; round < 400; ++round) {
            const std::size_t count = 1 + dice() % 5;
            const Digest right = digestOf(100);
            std::vector<std::vector<EvidenceCopy>> copies(count);
            std::vector<EvidenceFetching::Item> items;
            std::vector<std::set<std::uint64_t>> here(count);
            std::vector<std::uint64_t> already(count);
            std::vector<bool> broken(count), kept(count), gone(count);
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint64_t size = 1 + dice() % (20 * kPartBytes);
                items.push_back({{idOf<CaseId>(1), digestOf(static_cast<std::uint8_t>(i))}, size});
                for (std::uint64_t n = dice() % 4; n > 0; --n)
                    copies[i].push_back(
                        {idOf<PersonId>(static_cast<std::uint8_t>(n)), dice() % 2 ? right : digestOf(9)});
                already[i] = dice() % 2 ? dice() % (partsOf(size) + 1) : 0;
                broken[i] = dice() % 3 == 0; // what is here from before is not what it should be
                gone[i] = dice() % 6 == 0;   // the first copy vanishes
            }
            EvidenceFetching machine(items);
            const int steps = runThrough(machine, dice, [&](const EvidenceFetching::Step& step) {
                if (const auto* const ask = std::get_if<EvidenceFetching::Ask>(&step)) {
                    std::vector<std::optional<EvidenceHeld>> held;
                    for (const auto item : ask->items) held.emplace_back(EvidenceHeld{copies[item], {}});
                    QVERIFY(machine.asked(*ask, held));
                } else if (const auto* const begin = std::get_if<EvidenceFetching::Begin>(&step)) {
                    here[begin->item].clear();
                    for (std::uint64_t part = 0; part < already[begin->item]; ++part) here[begin->item].insert(part);
                    machine.begun(*begin, already[begin->item]);
                } else if (const auto* const get = std::get_if<EvidenceFetching::Get>(&step)) {
                    const bool there = !(gone[get->item] && get->copy == copies[get->item].front());
                    if (there) QVERIFY2(here[get->item].insert(get->part).second, "a part that was here");
                    machine.got(*get, there);
                } else {
                    const auto& end = std::get<EvidenceFetching::End>(step);
                    QCOMPARE(here[end.item].size(), partsOf(items[end.item].size));
                    const bool ok = end.copy.sum == right && !(broken[end.item] && already[end.item] > 0);
                    if (!ok) already[end.item] = 0; // nothing of it is left
                    kept[end.item] = ok;
                    machine.ended(end, ok);
                }
            });
            QVERIFY2(steps > 0, qPrintable(QString("round %1: %2").arg(round).arg(steps)));
            for (std::size_t i = 0; i < count; ++i) {
                if (machine.end(i) == FetchingEnd::here) QVERIFY(kept[i]);
                else if (copies[i].empty()) QCOMPARE(machine.end(i), FetchingEnd::notOnHub);
                else QVERIFY(!kept[i] && (machine.end(i) == FetchingEnd::damaged || gone[i]));
                const bool some = std::ranges::contains(
                    std::span(copies[i]).subspan(gone[i] && !copies[i].empty() ? 1 : 0), right, &EvidenceCopy::sum);
                if (some) QCOMPARE(machine.end(i), FetchingEnd::here);
            }
        }
    }

    /// Whoever has no connection gets what needs none, and whoever has one asks first.
    void handsGetWhatNeedsNoHub() {
        const EvidenceName first{idOf<CaseId>(1), digestOf(1)}, second{idOf<CaseId>(1), digestOf(2)};
        EvidenceFetching machine({{first, kPartBytes}, {second, kPartBytes}});
        QVERIFY(!machine.next(false));
        const EvidenceHeld held{{{kOther, digestOf(9)}}, {}};
        QVERIFY(machine.asked(std::get<EvidenceFetching::Ask>(*machine.next()), {held, held}));
        machine.begun(std::get<EvidenceFetching::Begin>(*machine.next(false)), 0);
        const auto get = std::get<EvidenceFetching::Get>(*machine.next(true)); // before the other is begun
        machine.begun(std::get<EvidenceFetching::Begin>(*machine.next(true)), 0);
        QVERIFY(!machine.next(false));
        machine.got(get, true);
        const auto other = std::get<EvidenceFetching::Get>(*machine.next(true)); // before the first is ended
        machine.ended(std::get<EvidenceFetching::End>(*machine.next(false)), true);
        machine.got(other, true);
        machine.ended(std::get<EvidenceFetching::End>(*machine.next(true)), true);
        QVERIFY(machine.finished());
    }

    /// A hub that says what cannot be is not followed.
    void nonsenseIsRefused() {
        EvidenceSending sending({{{idOf<CaseId>(1), digestOf(1)}, kPartBytes, digestOf(1), true}}, kMe);
        const auto first = sending.next();
        const auto& ask = std::get<EvidenceSending::Ask>(*first);
        QCOMPARE(sending.asked(ask, {}).error().code, Code::malformed);
        EvidenceHeld beyond;
        beyond.missing = {{5, 100}};
        QVERIFY(sending.asked(ask, {beyond}));
        sending.examined(std::get<EvidenceSending::Examine>(*sending.next()), digestOf(1));
        QVERIFY(sending.finished());
        QCOMPARE(sending.end(0), SendingEnd::failed);
        EvidenceFetching fetching({{{idOf<CaseId>(1), digestOf(1)}, ~0ULL}});
        const auto other = std::get<EvidenceFetching::Ask>(*fetching.next());
        QVERIFY(fetching.asked(other, {EvidenceHeld{{{kOther, digestOf(1)}}, {}}}));
        QCOMPARE(fetching.end(0), FetchingEnd::notOnHub);
    }
};

QTEST_GUILESS_MAIN(TestEvidenceSteps)
#include "test_evidence_steps.moc"
