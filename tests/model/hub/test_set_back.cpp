// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/giving_back.h"
#include "tests/support/raw_desk.h"

using namespace model;

namespace {

/// A hub's store that can be exchanged for another while the hub runs, as a failover does it.
class MovingStore final : public HubStore {
public:
    explicit MovingStore(HubStore& store) : m_store(&store) {}
    void moveTo(HubStore& store) { m_store = &store; }
    Result<std::unique_ptr<HubTurn>> write() override { return m_store->write(); }
    Result<std::unique_ptr<HubReading>> read() override { return m_store->read(); }
    [[nodiscard]] std::string name() const override { return m_store->name(); }

private:
    HubStore* m_store;
};

/// An office whose hub is set back to before the last two cases, and a desk of an officer that has them.
class Scene {
public:
    Scene() {
        must(office.as("officer")->receiveReport(aReport("Before")));
        old = office.scratch() / "old";
        std::filesystem::create_directories(old);
        for (const char* part : {"hub.db", "hub.db-wal"}) {
            if (std::filesystem::exists(office.folder() / part))
                std::filesystem::copy_file(office.folder() / part, old / part);
        }
        auto officer = office.as("officer");
        must(officer->receiveReport(aReport("Lost")));
        lost = must(officer->receiveReport(aReport("Lost too")));
        officer.reset();
        desk.emplace(office, "officer");
        must(desk->exchange(desk->hub()));
        setBack.emplace(desk->openHub(old));
        lastBefore = must(setBack->hub->lastCommit());
        last = must(desk->vault().record().lastCommit());
    }

    /// The case that the hub still has.
    CaseId before() {
        return must(must(setBack->store->read())->linksBetween(lastBefore, lastBefore)).back().link.caseId;
    }
    /// What that desk would give back.
    Changes given() { return must(commitsAfter(desk->vault().record(), lastBefore, 64)); }

    TestOffice office;
    std::filesystem::path old;
    CaseId lost;
    std::optional<RawDesk> desk;
    std::optional<EmbeddedHub> setBack;
    std::uint64_t lastBefore = 0, last = 0;
};

} // namespace

/// A hub that was set back is given back by its desks what it lost, and seals nothing over it.
class TestSetBack : public QObject {
    Q_OBJECT

private slots:
    void whatWasLostIsGivenBack() {
        Scene scene;
        QVERIFY(scene.lastBefore < scene.last);
        const auto exchanged = must(scene.desk->exchange(*scene.setBack->hub));
        QCOMPARE(exchanged.givenBack, scene.last - scene.lastBefore);
        QCOMPARE(must(scene.setBack->hub->lastCommit()), scene.last);
        for (auto number = scene.lastBefore + 1; number <= scene.last; ++number) {
            const auto mine = must(scene.desk->vault().record().commit(number));
            const auto hubs = must(scene.setBack->store->record().commit(number));
            QCOMPARE(hubs.commit.bytes, mine.commit.bytes);
            QCOMPARE(hubs.commit.signature, mine.commit.signature);
            QVERIFY(hubs.links == mine.links);
        }
        // It goes on from there, and others take what it took back like everything else.
        RawDesk other(scene.office, "supervisor");
        must(other.exchange(*scene.setBack->hub));
        QCOMPARE(other.keys(scene.lost).size(), std::size_t{1});
        QCOMPARE(must(scene.desk->exchange(*scene.setBack->hub)).givenBack, 0u);
    }

    void nothingIsSealedOverWhatADeskHas() {
        Scene scene;
        const auto tip = must(scene.desk->vault().record().commit(scene.last));
        const CaseId before = scene.before();
        const auto note = scene.desk->sign(scene.desk->event(before, NoteAdded{"A note"}, {}));
        const auto refused = scene.setBack->hub->submitFrom({scene.last, tip.commit.hash}, std::span(&note, 1));
        QVERIFY(!refused && refused.error().code == Code::notFound);
        QCOMPARE(must(scene.setBack->hub->lastCommit()), scene.lastBefore);
        // The same number with another hash is another history.
        const auto other = scene.setBack->hub->submitFrom({scene.lastBefore, tip.commit.hash}, std::span(&note, 1));
        QVERIFY(!other && other.error().code == Code::notFound);
    }

    void aHubThatGoesOnWithAnotherHistoryIsNamed() {
        Scene scene;
        const CaseId before = scene.before();
        // With fewer commits than the desk has, and with more.
        for (int i = 0; i < 4; ++i) {
            const auto note = scene.desk->sign(scene.desk->event(before, NoteAdded{"A history that never was"}, {}));
            must(scene.setBack->hub->submit(std::span(&note, 1)));
            if (must(scene.setBack->hub->lastCommit()) == scene.lastBefore) continue;
            const auto noticed = scene.desk->exchange(*scene.setBack->hub);
            QVERIFY(!noticed);
            QCOMPARE(noticed.error().code, Code::damaged);
        }
        must(scene.desk->exchange(scene.desk->hub())); // the truth is still welcome
    }

    /// Who may read the log only has no contents to give back; they say that they wait for others.
    void whoHasNotAllOfItWaitsForOthers() {
        Scene scene;
        RawDesk auditor(scene.office, "auditor");
        must(auditor.exchange(auditor.hub()));
        const auto waits = auditor.exchange(*scene.setBack->hub);
        QVERIFY(!waits);
        QCOMPARE(waits.error().code, Code::network);
        QCOMPARE(must(scene.setBack->hub->lastCommit()), scene.lastBefore);
        must(scene.desk->exchange(*scene.setBack->hub));
        must(auditor.exchange(*scene.setBack->hub));
    }

    void aProcessThatSawItWaitsForAWhile() {
        Scene scene;
        auto& whole = *scene.desk;
        auto current = whole.openHub(scene.office.folder());
        MovingStore store(*current.store);
        Hub hub(store, must(current.store->identity()), scene.office.clock());
        QCOMPARE(must(hub.office())->people.size(), std::size_t{7}); // it has looked
        store.moveTo(*scene.setBack->store);
        const CaseId before = scene.before();
        const auto note = whole.sign(whole.event(before, NoteAdded{"A note"}, {}));
        const auto submit = [&] { return hub.submit(std::span(&note, 1)); };
        QVERIFY(!submit() && submit().error().code == Code::network);
        scene.office.clock().advance(Hub::kGiveBackTime);
        QVERIFY(!submit());
        QCOMPARE(must(scene.setBack->hub->lastCommit()), scene.lastBefore);
        // A desk that has it ends the waiting at once.
        must(whole.exchange(hub));
        must(submit());
    }

    void whereNobodyHasItTimeEndsTheWaiting() {
        Scene scene;
        auto current = scene.desk->openHub(scene.office.folder());
        MovingStore store(*current.store);
        Hub hub(store, must(current.store->identity()), scene.office.clock());
        must(hub.office());
        store.moveTo(*scene.setBack->store);
        const auto note = scene.desk->sign(scene.desk->event(scene.before(), NoteAdded{"A note"}, {}));
        QVERIFY(!hub.submit(std::span(&note, 1)));
        scene.office.clock().advance(Hub::kGiveBackTime + std::chrono::milliseconds(1));
        must(hub.submit(std::span(&note, 1)));
    }

    void onlyWhatTheHubSignedIsTakenBack() {
        Scene scene;
        using Lie = std::function<void(Changes&)>;
        const std::vector<std::pair<const char*, Lie>> lies = {
            {"the first is left out",
             [](Changes& c) {
                 std::erase_if(c.entries, [&](const Entry& e) { return e.commit == c.commits.front().commit.number; });
                 c.commits.erase(c.commits.begin());
             }},
            {"a signature", [](Changes& c) { c.commits.front().commit.signature[3] ^= 1; }},
            {"the links", [](Changes& c) { c.commits.front().links.front().bytes[1] ^= 1; }},
            {"a link's time", [](Changes& c) { c.entries.front().link.time += std::chrono::milliseconds(1); }},
            {"a link's case", [](Changes& c) { c.entries.front().link.caseId.bytes[0] ^= 1; }},
            {"another event", [](Changes& c) { c.entries.front().event = c.entries.back().event; }},
            {"an entry is left out", [](Changes& c) { c.entries.erase(c.entries.begin()); }},
            {"the contents are left out", [](Changes& c) { c.entries.front().event.sealed.clear(); }},
            {"an act is left out", [](Changes& c) { c.acts.clear(); }},
            {"the act's author", [](Changes& c) { c.acts.at(c.entries.front().act).act.author.bytes[2] ^= 1; }},
            {"the act's signature", [](Changes& c) { c.acts.at(c.entries.front().act).act.signature[2] ^= 1; }},
        };
        for (const auto& [name, lie] : lies) {
            auto lost = scene.given();
            lie(lost);
            const auto taken = scene.setBack->hub->takeBack(lost);
            QVERIFY2(!taken || *taken == scene.lastBefore, name);
            QCOMPARE(must(scene.setBack->hub->lastCommit()), scene.lastBefore);
        }
        QCOMPARE(must(scene.setBack->hub->takeBack(scene.given())), scene.last);
        QCOMPARE(must(scene.setBack->hub->takeBack(scene.given())), scene.last); // once more changes nothing
    }
};

QTEST_GUILESS_MAIN(TestSetBack)
#include "test_set_back.moc"
