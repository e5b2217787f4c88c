// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/filed_case.h"
#include "tests/support/raw_desk.h"

using namespace model;

namespace {

/// A hub that keeps one link of a case back.
class HidingHub final : public HubPort {
public:
    HidingHub(Hub& hub, CaseId caseId, std::uint64_t seq) : m_hub(hub), m_case(caseId), m_seq(seq) {}
    Result<void> submit(std::span<const Submission> submissions) override { return m_hub.submit(submissions); }
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override {
        TRY_ASSIGN(auto changes, m_hub.changes(reader, ask));
        hide(changes.entries);
        return changes;
    }
    Result<History> history(PersonId reader, const HistoryAsk& ask) override {
        TRY_ASSIGN(auto history, m_hub.history(reader, ask));
        hide(history.entries);
        return history;
    }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override { return m_hub.refusals(events); }

private:
    void hide(std::vector<Entry>& entries) const {
        std::erase_if(entries, [&](const Entry& one) { return one.link.caseId == m_case && one.link.seq == m_seq; });
    }

    Hub& m_hub;
    CaseId m_case;
    std::uint64_t m_seq;
};

/// An investigator's desk that is let into a case and out of it, and does not hear what becomes of what it hands over.
class Investigator {
public:
    explicit Investigator(TestOffice& office)
        : m_supervisor(office.as("supervisor")), m_id(filedCase(office)), m_desk(office, "investigator-1") {
        must(m_supervisor->assign(m_id, office.id("investigator-2"), "investigator"));
        m_other = office.as("investigator-2");
        letIn();
        must(m_desk.exchange(m_desk.hub()));
        m_row = must(m_desk.vault().record().caseRow(m_id));
    }

    void letIn() {
        must(m_supervisor->exchange());
        QVERIFY(must(m_supervisor->assign(m_id, m_desk.person(), "investigator")).refused.empty());
    }
    void letOut() {
        must(m_supervisor->exchange());
        QVERIFY(must(m_supervisor->release(m_id, m_desk.person(), "investigator")).refused.empty());
    }
    /// The number of the link, as of says().
    std::uint64_t anotherSays(const char* text) {
        must(m_other->addNote(m_id, text));
        return atHub();
    }
    std::uint64_t says(const char* text) {
        must(m_other->exchange());
        const Seen seen = must(m_other->state(m_id)).head;
        const auto said = m_desk.say(m_id, writeBody(CaseBody(NoteAdded{text})), seen);
        const Event& event = said.events.front();
        Record& record = m_desk.vault().record();
        const auto act = must(record.addAct(said.act, std::span(&event.id, 1)));
        must(m_desk.vault().addPending(must(record.addEvent(act, 0, m_row, event)).row));
        must(m_desk.hub().submit(std::span(&said, 1)));
        return atHub();
    }

    [[nodiscard]] RawDesk& desk() { return m_desk; }
    [[nodiscard]] CaseId id() const { return m_id; }
    [[nodiscard]] std::uint64_t atHub() {
        must(m_other->exchange());
        return must(m_other->state(m_id)).head.seq;
    }
    [[nodiscard]] std::uint64_t atDesk() { return must(m_desk.vault().record().head(m_row))->link.seq; }
    [[nodiscard]] bool waits() { return !must(m_desk.vault().pending()).empty(); }
    /// Whether the desk has the contents of a link.
    [[nodiscard]] bool hasContents(std::uint64_t seq) {
        return must(m_desk.vault().database().value<std::int64_t>(
                   "SELECT count(*) FROM sealed s JOIN link l ON l.event = s.event WHERE l.subject = ?1 AND l.seq = ?2",
                   m_row, static_cast<std::int64_t>(seq))) != 0;
    }

private:
    std::unique_ptr<Workspace> m_supervisor, m_other;
    CaseId m_id;
    RawDesk m_desk;
    std::int64_t m_row = 0;
};

} // namespace

/// Who was let out of a case before they heard where their own words landed is given its log up to there: no contents,
/// nothing that came after, and nothing of it can be hidden.
class TestGathering : public QObject {
    Q_OBJECT

private slots:
    void whatWasSaidBetweenOwnWordsIsGiven() {
        TestOffice office;
        Investigator one(office);
        const auto first = one.says("First");
        const auto between = one.anotherSays("Between");
        const auto second = one.says("Second");
        const auto after = one.anotherSays("After");
        QVERIFY(first < between && between < second && second < after);
        one.letOut();
        HidingHub hiding(one.desk().hub(), one.id(), between);
        const auto noticed = one.desk().exchange(hiding);
        QVERIFY(!noticed && noticed.error().code == Code::damaged);
        QCOMPARE(must(one.desk().exchange(one.desk().hub())).sealed, 2u);
        QVERIFY(!one.waits());
        QCOMPARE(one.atDesk(), second);
        QVERIFY(one.hasContents(first) && !one.hasContents(between) && one.hasContents(second));
        // What was not given then is given when they are let in again.
        one.letIn();
        must(one.desk().exchange(one.desk().hub()));
        QCOMPARE(one.atDesk(), one.atHub());
        QVERIFY(one.hasContents(between) && one.hasContents(after));
    }

    /// What they were not given while they were out, because nothing of theirs followed it yet.
    void whatCameWhileTheyWereOutIsOwed() {
        TestOffice office;
        Investigator one(office);
        const auto before = one.atDesk();
        one.letOut();
        const auto out = one.anotherSays("While they are out");
        must(one.desk().exchange(one.desk().hub()));
        QCOMPARE(one.atDesk(), before);
        one.letIn();
        const auto again = one.says("In again");
        one.letOut();
        HidingHub hiding(one.desk().hub(), one.id(), out);
        const auto noticed = one.desk().exchange(hiding);
        QVERIFY(!noticed && noticed.error().code == Code::damaged);
        QCOMPARE(must(one.desk().exchange(one.desk().hub())).sealed, 1u);
        QVERIFY(!one.waits());
        QCOMPARE(one.atDesk(), again);
        QVERIFY(!one.hasContents(out) && one.hasContents(again));
    }
};

QTEST_GUILESS_MAIN(TestGathering)
#include "test_gathering.moc"
