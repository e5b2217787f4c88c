// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/read_ahead.h"

#include <QtTest>

#include <atomic>

using namespace model;

namespace {

/// A hub with so many commits, which gives two at a time and remembers what it was asked.
class CountingHub final : public HubPort {
public:
    explicit CountingHub(std::uint64_t commits) : m_last(commits) {}

    Result<void> submit(std::span<const Submission>) override {
        note("submit");
        ++m_last;
        return {};
    }
    Result<std::uint64_t> takeBack(const Changes&) override {
        note("takeBack");
        return ++m_last;
    }
    Result<Changes> changes(PersonId, const ChangesAsk& ask) override {
        note("changes " + std::to_string(ask.after));
        if (failsAfter == ask.after) return fail(Code::network, same("cut"));
        Changes answer;
        for (auto number = ask.after + 1; number <= m_last && answer.commits.size() < 2; ++number)
            answer.commits.emplace_back().commit.number = number;
        answer.more = ask.after + 2 < m_last;
        return answer;
    }
    Result<History> history(PersonId, const HistoryAsk&) override {
        note("history");
        return History{};
    }
    Result<std::vector<Refusal>> refusals(std::span<const Digest>) override {
        note("refusals");
        return std::vector<Refusal>{};
    }

    std::optional<std::uint64_t> failsAfter = {};
    QStringList heard; ///< read it only when nothing is being fetched

private:
    void note(const std::string& what) {
        const bool alone = !m_busy.exchange(true);
        QVERIFY2(alone, "two questions at once");
        heard.append(QString::fromStdString(what));
        m_busy = false;
    }

    std::atomic<std::uint64_t> m_last;
    std::atomic<bool> m_busy = false;
};

ChangesAsk after(std::uint64_t commit) { return {commit, 64, false, false}; }

} // namespace

class TestReadAhead : public QObject {
    Q_OBJECT

private slots:
    void asksWhatFollowsOnce() {
        CountingHub hub(5);
        ReadAhead ahead(hub);
        std::uint64_t last = 0;
        for (bool more = true; more;) {
            const auto answer = ahead.changes({}, after(last));
            QVERIFY(answer.has_value());
            QCOMPARE(answer->commits.front().commit.number, last + 1);
            last = answer->commits.back().commit.number;
            more = answer->more;
        }
        QCOMPARE(last, 5u);
        ahead.settle();
        QCOMPARE(hub.heard, (QStringList{"changes 0", "changes 2", "changes 4"}));
    }

    void anotherQuestionIsPutItself() {
        CountingHub hub(9);
        ReadAhead ahead(hub);
        QVERIFY(ahead.changes({}, after(0)).has_value());
        auto own = after(2);
        own.withOwn = true; // the desk found that it lacks its own events
        QCOMPARE(ahead.changes({}, own)->commits.front().commit.number, 3u);
        QCOMPARE(ahead.changes({}, after(7))->commits.front().commit.number, 8u);
        ahead.settle();
        QCOMPARE(hub.heard, (QStringList{"changes 0", "changes 2", "changes 2", "changes 4", "changes 7"}));
    }

    void whatChangesTheHubDropsWhatWasFetched() {
        CountingHub hub(3);
        ReadAhead ahead(hub);
        QVERIFY(ahead.changes({}, after(0)).has_value());
        QVERIFY(ahead.submitFrom({}, {}).has_value());
        QCOMPARE(ahead.changes({}, after(2))->commits.size(), 2u); // with what was sealed in between
        QVERIFY(ahead.changes({}, after(0)).has_value());
        QVERIFY(ahead.takeBack({}).has_value());
        QCOMPARE(ahead.changes({}, after(2))->commits.size(), 2u);
        QVERIFY(ahead.submit({}).has_value());
        QCOMPARE(hub.heard.count("changes 2"), 4);
    }

    void othersWaitAndDropNothing() {
        CountingHub hub(4);
        ReadAhead ahead(hub);
        QVERIFY(ahead.changes({}, after(0)).has_value());
        QVERIFY(ahead.history({}, {}).has_value());
        QVERIFY(ahead.refusals({}).has_value());
        QVERIFY(ahead.changes({}, after(2)).has_value());
        QCOMPARE(hub.heard, (QStringList{"changes 0", "changes 2", "history", "refusals"}));
    }

    void anErrorIsToldToWhoAsks() {
        CountingHub hub(9);
        hub.failsAfter = 2;
        ReadAhead ahead(hub);
        QVERIFY(ahead.changes({}, after(0)).has_value());
        QVERIFY(ahead.history({}, {}).has_value());
        const auto answer = ahead.changes({}, after(2));
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, Code::network);
        hub.failsAfter = {};
        QVERIFY(ahead.changes({}, after(2)).has_value());
    }
};

QTEST_GUILESS_MAIN(TestReadAhead)
#include "test_read_ahead.moc"
