// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/shared_look.h"
#include "tests/app/postgres/stored_office.h"

#include <QTest>
#include <future>

using namespace model;

namespace {

/// A store that counts turns, and can end at the end of one.
class TurnCounter final : public HubStore {
public:
    enum class Fails { never, beforeCommit, afterCommit };
    explicit TurnCounter(HubStore& store) : m_store(store) {}
    Result<std::unique_ptr<HubTurn>> write() override {
        ++turns;
        TRY_ASSIGN(auto turn, m_store.write());
        return std::make_unique<Turn>(std::move(turn), fails);
    }
    Result<std::unique_ptr<HubReading>> read() override { return m_store.read(); }
    [[nodiscard]] std::string name() const override { return m_store.name(); }

    int turns = 0;
    Fails fails = Fails::never;

private:
    class Turn final : public HubTurn {
    public:
        Turn(std::unique_ptr<HubTurn> turn, Fails fails) : m_turn(std::move(turn)), m_fails(fails) {}
        HubReading& reading() override { return m_turn->reading(); }
        Result<void> append(const HubBatch& batch) override { return m_turn->append(batch); }
        Result<void> commit() override {
            if (m_fails != Fails::beforeCommit) TRY(m_turn->commit());
            if (m_fails == Fails::never) return {};
            return fail(Code::network, {"The store is gone", "存储已断开"});
        }

    private:
        std::unique_ptr<HubTurn> m_turn;
        Fails m_fails;
    };
    HubStore& m_store;
};

} // namespace

/// What a hub asks of a store holds for both that there are.
class TestStores : public QObject {
    Q_OBJECT

    PostgresServer m_server;
    StoredOffice m_office;
    int m_made = 0;

    using Open = std::function<std::unique_ptr<HubStore>()>;
    /// Opens one new store as often as it is called, of the kind that the row of the test names.
    Open newStore() {
        QFETCH_GLOBAL(bool, database);
        if (!database) {
            const auto name = "store-" + std::to_string(++m_made);
            return [this, name] { return m_office.inFile(name); };
        }
        const QString name = m_office.makeDatabase(m_server);
        return [this, name]() -> std::unique_ptr<HubStore> { return StoredOffice::inDatabase(m_server, name); };
    }
    [[nodiscard]] std::string everythingIn(HubStore& store, std::span<const Digest> more = {}) const {
        std::vector<Digest> ids{m_office.refused().events.front().id, Digest{}, more.empty() ? Digest{} : more[0]};
        const CaseId cases[] = {m_office.secondCase(), CaseId{}, m_office.firstCase()};
        return told(*must(store.read()), cases, ids);
    }

private slots:
    static void initTestCase_data() {
        QTest::addColumn<bool>("database");
        QTest::newRow("embedded") << false;
        QTest::newRow("postgresql") << true;
    }

    void itSaysWhatItWasGiven() {
        const auto store = newStore()();
        const auto before = everythingIn(*m_office.inFile("as-handed-over"));
        QVERIFY(before.contains("refusal") && before.contains("between") && before.size() > 5'000);
        QCOMPARE(everythingIn(*store), before);
        // Asked for nothing it says nothing, and what was never there is damage.
        const auto reading = must(store->read());
        QVERIFY(must(reading->commits(1, 0)).empty());
        QVERIFY(must(reading->known({})).empty() && must(reading->refusals({})).empty());
        QVERIFY(must(reading->linksOf({})).empty() && must(reading->events({})).empty());
        QVERIFY(must(reading->linksBetween(1'000'000, std::numeric_limits<std::uint64_t>::max() / 2)).empty());
        const std::int64_t missing[] = {1, 1'000'000};
        QCOMPARE(reading->events(missing).error().code, Code::damaged);
        QCOMPARE(reading->actHeaders(missing).error().code, Code::damaged);
        QCOMPARE(reading->acts(missing).error().code, Code::damaged);
        const auto last = must(reading->last())->number;
        QCOMPARE(reading->commits(1, last + 1).error().code, Code::damaged);
    }

    void whatIsCommittedIsThere() {
        const auto open = newStore();
        const auto store = open();
        const auto hub = m_office.hub(*store);
        const auto before = must(hub->lastCommit());
        const Submission said[] = {m_office.note("one"), m_office.refusedStep(), m_office.note("two")};
        must(hub->submit(said));
        const auto another = open();
        const auto reading = must(another->read());
        QCOMPARE(must(reading->last())->number, before + 1);
        const Digest ids[] = {said[0].events[0].id, said[1].events[0].id, said[2].events[0].id};
        QCOMPARE(must(reading->known(ids)).size(), 3u);
        const auto refusals = must(reading->refusals(ids));
        QCOMPARE(refusals.size(), 1u);
        QVERIFY(refusals[0].event == ids[1] && !refusals[0].reason.what.zh.empty());
        const auto links = must(reading->linksBetween(before + 1, before + 1));
        QCOMPARE(links.size(), 2u);
        QVERIFY(links[1].link.previous == links[0].hash && links[0].link.event == ids[0]);
        const std::int64_t rows[] = {links[1].event, links[0].event};
        const auto events = must(reading->events(rows));
        QVERIFY(events[0].event.id == ids[2] && events[0].event.sealed == said[2].events[0].sealed);
        const auto acts = must(reading->acts(std::span(&links[0].act, 1)));
        QVERIFY(acts[0].act.id == said[0].act.id && acts[0].events == std::vector<Digest>{ids[0]});
    }

    /// What several desks hand over at once is one turn, in which each gets its own answer.
    void desksShareATurn() {
        const auto open = newStore();
        const auto store = open();
        TurnCounter counted(*store);
        const auto hub = m_office.hub(counted);
        const auto before = must(hub->lastCommit());
        const Submission first[] = {m_office.note("one"), m_office.note("two")};
        const Submission second[] = {m_office.refusedStep()};
        const Submission third[] = {m_office.note("three")};
        const Hub::Handed handed[] = {{{}, first, {}}, {{}, second, {}}, {{}, first, {}}, {{}, third, {}}};
        const auto answers = hub->submitTogether(handed);
        QCOMPARE(counted.turns, 1);
        for (const auto& answer : answers) QCOMPARE(must(answer), before + 1);
        const auto another = open();
        const auto reading = must(another->read());
        const auto links = must(reading->linksBetween(before + 1, before + 1));
        QCOMPARE(links.size(), 3u); // in the order in which they were handed over, each once
        QCOMPARE(links[0].link.event, first[0].events[0].id);
        QCOMPARE(links[1].link.event, first[1].events[0].id);
        QCOMPARE(links[2].link.event, third[0].events[0].id);
        QCOMPARE(must(reading->refusals(std::span(&second[0].events[0].id, 1))).size(), 1u);
    }

    /// A desk that hands over what is not to be believed, that is not heard, or that has what this hub does not, keeps
    /// no other from anything.
    void aBadOneAmongGoodOnesIsAlone() {
        const auto open = newStore();
        const auto store = open();
        const auto hub = m_office.hub(*store);
        const auto before = must(hub->lastCommit());
        const Submission good[] = {m_office.note("good")};
        const Submission alsoGood[] = {m_office.note("good too")};
        Submission forged[] = {m_office.note("a good one first"), m_office.note("forged")};
        forged[1].act.signature[7] ^= 1;
        const Submission unheard[] = {m_office.note("of nobody")};
        const auto nobody = [](const RegisterState&) -> Result<void> {
            return fail(Code::locked, {"Nobody", "无此人"});
        };
        const Known other{before + 5, {}};
        const Hub::Handed handed[] = {
            {{}, good, {}}, {{}, forged, {}}, {{}, unheard, nobody}, {other, unheard, {}}, {{}, alsoGood, {}}};
        const auto answers = hub->submitTogether(handed);
        QVERIFY(answers[0] && answers[4]);
        QCOMPARE(answers[1].error().code, Code::damaged);
        QCOMPARE(answers[2].error().code, Code::locked);
        QCOMPARE(answers[3].error().code, Code::notFound);
        const Digest ids[] = {good[0].events[0].id, forged[0].events[0].id, forged[1].events[0].id,
                              unheard[0].events[0].id, alsoGood[0].events[0].id};
        const auto known = [&] {
            const auto another = open();
            return must(must(another->read())->known(ids));
        };
        QCOMPARE(known(), (std::set<Digest>{ids[0], ids[4]}));
        // The same as if each had come alone, and the hub goes on.
        must(hub->submit(std::span(forged).first(1)));
        QCOMPARE(known().size(), 3u);
    }

    /// Where the store ends in the middle, nobody is told that anything was kept, and all of it can come again.
    void aTurnThatEndsInTheMiddleIsNobodys() {
        for (const bool kept : {false, true}) {
            const auto open = newStore();
            const auto store = open();
            TurnCounter counted(*store);
            const auto hub = m_office.hub(counted);
            const auto before = must(hub->lastCommit());
            const Submission one[] = {m_office.note("one")}, two[] = {m_office.note("two")};
            const Hub::Handed handed[] = {{{}, one, {}}, {{}, two, {}}};
            counted.fails = kept ? TurnCounter::Fails::afterCommit : TurnCounter::Fails::beforeCommit;
            for (const auto& answer : hub->submitTogether(handed)) QCOMPARE(answer.error().code, Code::network);
            QCOMPARE(counted.turns, 1); // nobody is tried alone against a store that is not there
            const auto another = open();
            QCOMPARE(must(must(another->read())->last())->number, before + (kept ? 1 : 0));
            counted.fails = TurnCounter::Fails::never;
            for (const auto& answer : hub->submitTogether(handed)) QCOMPARE(must(answer), before + 1);
            QCOMPARE(must(must(another->read())->linksBetween(before + 1, before + 1)).size(), 2u);
        }
    }

    void whatIsSentTwiceIsKeptOnce() {
        const auto open = newStore();
        const auto store = open();
        const auto hub = m_office.hub(*store);
        const Submission said[] = {m_office.note("once"), m_office.refusedStep()};
        must(hub->submit(said));
        const auto after = everythingIn(*store);
        must(hub->submit(said));
        must(m_office.hub(*open())->submit(said));
        QCOMPARE(everythingIn(*store), after);
    }

    void whatWasNotCommittedIsGone() {
        const auto store = newStore()();
        const auto before = everythingIn(*store);
        const Submission said[] = {m_office.note("lost")};
        {
            const auto turn = must(store->write());
            const auto batch = m_office.judged(*turn, said);
            must(turn->append(batch));
            // Inside the turn it is there.
            QCOMPARE(must(turn->reading().known(std::span(&said[0].events[0].id, 1))).size(), 1u);
            QCOMPARE(must(turn->reading().last())->number, batch.commits.back().commit.number);
        }
        QCOMPARE(everythingIn(*store), before);
        must(m_office.hub(*store)->submit(said));
        QVERIFY(everythingIn(*store) != before);
    }

    void twoHubsTakeTurns() {
        const auto open = newStore();
        const auto first = open(), second = open();
        const auto one = m_office.hub(*first), other = m_office.hub(*second);
        const auto before = must(one->lastCommit());
        for (int i = 0; i < 6; ++i) {
            const auto said = m_office.note("turn " + std::to_string(i));
            must((i % 2 == 0 ? one : other)->submit(std::span(&said, 1)));
        }
        QCOMPARE(must(one->lastCommit()), before + 6);
        QCOMPARE(everythingIn(*first), everythingIn(*second));
        const auto id = m_office.firstCase();
        const auto links = must(must(first->read())->linksOf(std::span(&id, 1)));
        for (std::size_t i = 1; i < links.size(); ++i)
            QVERIFY(links[i].link.seq == i + 1 && links[i].link.previous == links[i - 1].hash);
    }

    void aTurnWaitsForTheOneBefore() {
        const auto open = newStore();
        const auto first = open(), second = open();
        const Submission said[] = {m_office.note("first"), m_office.note("second")};
        auto turn = must(first->write());
        const auto batch = m_office.judged(*turn, std::span(said, 1));
        const auto number = batch.commits.back().commit.number;
        auto waiting = std::async(std::launch::async, [&]() -> Result<std::uint64_t> {
            TRY_ASSIGN(const auto next, second->write());
            TRY_ASSIGN(const auto last, next->reading().last());
            return last->number;
        });
        must(turn->append(batch));
        must(turn->commit());
        turn.reset();
        QCOMPARE(must(waiting.get()), number);
    }

    void aReadingSeesOneMoment() {
        QFETCH_GLOBAL(bool, database);
        const auto open = newStore();
        const auto first = open(), second = open();
        const auto hub = m_office.hub(*second);
        const auto said = m_office.note("later");
        const auto reading = must(first->read());
        // The embedded store lets nobody write meanwhile; the database does, and does not show it.
        if (database) must(hub->submit(std::span(&said, 1)));
        QVERIFY(must(reading->known(std::span(&said.events[0].id, 1))).empty());
        const auto last = must(reading->last())->number;
        QVERIFY(must(reading->linksBetween(last + 1, last + 5)).empty());
    }

    /// Many who ask for the same are answered from what one of them was told, and all of one moment.
    void oneLookAnswersMany() {
        QFETCH_GLOBAL(bool, database);
        const auto open = newStore();
        const auto store = open();
        const auto before = everythingIn(*store);
        class Counted final : public HubReading {
        public:
            Counted(std::unique_ptr<HubReading> reading, int& asked) : m_reading(std::move(reading)), m_asked(asked) {}
            Result<std::optional<Commit>> last() override { return m_reading->last(); }
            Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override {
                return ++m_asked, m_reading->commits(first, last);
            }
            Result<std::set<Digest>> known(std::span<const Digest> ids) override { return m_reading->known(ids); }
            Result<std::vector<Refusal>> refusals(std::span<const Digest> ids) override {
                return m_reading->refusals(ids);
            }
            Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override {
                return ++m_asked, m_reading->linksBetween(first, last);
            }
            Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) override {
                return m_reading->linksOf(cases);
            }
            Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) override {
                return ++m_asked, m_reading->events(rows);
            }
            Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) override {
                return ++m_asked, m_reading->actHeaders(rows);
            }
            Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) override {
                return ++m_asked, m_reading->acts(rows);
            }

        private:
            std::unique_ptr<HubReading> m_reading;
            int& m_asked;
        };
        int asked = 0;
        {
            SharedLook look(std::make_unique<Counted>(must(store->read()), asked));
            const std::vector<Digest> ids{m_office.refused().events.front().id, Digest{}, Digest{}};
            const CaseId cases[] = {m_office.secondCase(), CaseId{}, m_office.firstCase()};
            for (int i = 0; i < 5; ++i) QCOMPARE(told(look, cases, ids), before);
            const std::int64_t missing[] = {1'000'000};
            QVERIFY(!look.events(missing) && !look.events(missing)); // a failure is not remembered
        }
        QCOMPARE(asked, 5 + 2);
        const auto hub = m_office.hub(*store);
        const auto last = must(hub->lastCommit());
        must(hub->beginLook());
        if (database) { // the embedded store lets nobody write meanwhile
            const auto other = open();
            const auto said = m_office.note("said meanwhile");
            must(m_office.hub(*other)->submit(std::span(&said, 1)));
            QCOMPARE(must(hub->lastCommit()), last);
            QVERIFY(must(hub->changes(m_office.officer(), {last, 10, true, false})).commits.empty());
            hub->endLook();
            QCOMPARE(must(hub->changes(m_office.officer(), {last, 10, true, false})).commits.size(), 1u);
            must(hub->beginLook());
        }
        // Who submits does not wait for the end of their own look.
        const auto own = m_office.note("own");
        must(hub->submit(std::span(&own, 1)));
        QVERIFY(must(hub->lastCommit()) > last);
    }

    /// What a database lost that was set back is appended as it was, and not judged anew.
    void whatWasLostIsTakenBack() {
        const auto whole = newStore()(), setBack = newStore()();
        const auto hub = m_office.hub(*whole);
        const auto before = must(hub->lastCommit());
        for (const char* text : {"lost", "lost too"}) {
            const auto said = m_office.note(text);
            must(hub->submit(std::span(&said, 1)));
        }
        const auto lost = must(hub->changes(m_office.officer(), {before, 10, true, false}));
        const auto poorer = m_office.hub(*setBack);
        QCOMPARE(must(poorer->takeBack(lost)), before + 2);
        QCOMPARE(everythingIn(*setBack), everythingIn(*whole));
        QCOMPARE(must(poorer->takeBack(lost)), before + 2);
        const auto next = m_office.note("next");
        must(poorer->submit(std::span(&next, 1)));
        QCOMPARE(must(poorer->lastCommit()), before + 3);
    }

    /// A database that is restored, or goes over to a copy that lags, has other commits of the same numbers.
    void aHubNoticesThatTheRecordIsAnother() {
        const auto open = newStore();
        const auto store = open();
        const auto hub = m_office.hub(*store);
        const auto said = m_office.note("said to both");
        must(hub->submit(std::span(&said, 1)));
        // The same record with another end, where this hub's store was.
        class Swapped final : public HubStore {
        public:
            explicit Swapped(std::unique_ptr<HubStore> first) : m_store(std::move(first)) {}
            void swap(std::unique_ptr<HubStore> other) { m_store = std::move(other); }
            Result<std::unique_ptr<HubTurn>> write() override { return m_store->write(); }
            Result<std::unique_ptr<HubReading>> read() override { return m_store->read(); }
            [[nodiscard]] std::string name() const override { return m_store->name(); }

        private:
            std::unique_ptr<HubStore> m_store;
        } swapped(open());
        const auto watcher = m_office.hub(swapped);
        QCOMPARE(
            must(watcher->changes(m_office.officer(), {must(hub->lastCommit()) - 1, 10, true, false})).commits.size(),
            1u);
        const auto openOther = newStore();
        const auto other = openOther();
        const auto there = m_office.hub(*other);
        for (const char* text : {"said there", "and there"}) {
            const auto instead = m_office.note(text);
            must(there->submit(std::span(&instead, 1)));
        }
        swapped.swap(openOther());
        const auto next = m_office.note("after");
        must(watcher->submit(std::span(&next, 1)));
        const auto id = m_office.firstCase();
        const auto links = must(must(other->read())->linksOf(std::span(&id, 1)));
        for (std::size_t i = 1; i < links.size(); ++i) QVERIFY(links[i].link.previous == links[i - 1].hash);
        QVERIFY(links.back().link.event == next.events[0].id);
    }
};

QTEST_GUILESS_MAIN(TestStores)
#include "test_stores.moc"
