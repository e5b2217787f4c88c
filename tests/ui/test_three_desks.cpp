// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/unsettled.h"
#include "tests/support/far_hub.h"
#include "ui/session/hub_link.h"
#include "ui/session/live_office.h"
#include "ui/session/session.h"

#include <QTest>

using namespace model;
using ui::LinkState;

/// Three people at three desks work on the same case, on line and off: the desks' own sessions over a hub of their own.
class TestThreeDesks : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    std::unique_ptr<FarHub> m_hub;

    /// A desk, without its windows.
    struct Desk {
        Desk(TestOffice& office, FarHub& hub, const std::string& label)
            : session(ui::liveOffice(office.folder(), hub.with())) {
            session.unlock(office.id(label), crypto::Secret(crypto::asBytes(label)));
        }
        /// Runs a command on the writer's thread and waits for it.
        template <typename Job>
        auto run(Job job) {
            std::optional<std::invoke_result_t<Job&, ui::WriterPort&>> answer;
            session.write(&session, job, [&](auto got) { answer = std::move(got); });
            const bool came = QTest::qWaitFor([&] { return answer.has_value(); }, 20'000);
            if (!came) qFatal("no answer");
            return *std::move(answer);
        }
        CaseView view(CaseId id) {
            return must(run([id](ui::WriterPort& office) { return office.view(id); }));
        }
        [[nodiscard]] LinkState state() { return session.hubLink().view().state; }
        [[nodiscard]] bool upToDate() { return state() == LinkState::upToDate && session.hubLink().resting(); }
        ui::Session session;
    };
    std::unique_ptr<Desk> desk(const char* label) {
        auto made = std::make_unique<Desk>(*m_office, *m_hub, label);
        if (!QTest::qWaitFor([&] { return made->session.isOpen() && made->upToDate(); }, 20'000)) qFatal("%s", label);
        return made;
    }
    static Result<Receipt> note(Desk& at, CaseId id, const char* text) {
        return at.run([id, text](ui::WriterPort& office) { return office.addNote(id, text); });
    }

private slots:
    void init() {
        m_office = std::make_unique<TestOffice>();
        m_office->admit("officer-2", {Role::officer});
        m_office->admit("officer-3", {Role::officer});
        m_hub = std::make_unique<FarHub>(*m_office);
    }
    void cleanup() {
        m_hub.reset();
        m_office.reset();
    }

    void whatOneSaysTheOthersSee() {
        auto officer = desk("officer"), second = desk("officer-2"), admin = desk("admin");
        const CaseId id =
            must(officer->run([](ui::WriterPort& office) { return office.receiveReport(aReport(), std::nullopt); }));
        for (auto* other : {second.get(), admin.get()}) {
            QTRY_VERIFY_WITH_TIMEOUT(other->run([id](ui::WriterPort& office) { return office.view(id); }).has_value(),
                                     20'000);
        }
        must(note(*second, id, "Seen by all"));
        QTRY_COMPARE_WITH_TIMEOUT(officer->view(id).state.notes.size(), 1u, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(admin->view(id).state.notes.size(), 1u, 20'000);
        QTRY_VERIFY(officer->upToDate());
    }

    void offlineTheyGoOnAndMeetAgain() {
        auto officer = desk("officer"), other = desk("officer-2"), third = desk("officer-3");
        const CaseId id =
            must(officer->run([](ui::WriterPort& office) { return office.receiveReport(aReport(), std::nullopt); }));
        QTRY_VERIFY_WITH_TIMEOUT(third->run([id](ui::WriterPort& office) { return office.view(id); }).has_value(),
                                 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(other->run([id](ui::WriterPort& office) { return office.view(id); }).has_value(),
                                 20'000);
        m_hub->away = true;
        must(note(*officer, id, "Officer"));
        must(note(*other, id, "Supervisor"));
        must(note(*third, id, "Third"));
        const auto fact = [id](const char* value) {
            return [id, value](ui::WriterPort& office) { return office.setFacts(id, {{"title", value}}); };
        };
        must(officer->run(fact("By the officer")));
        must(other->run(fact("By the supervisor")));
        QTRY_COMPARE_WITH_TIMEOUT(officer->state(), LinkState::away, 20'000);
        QCOMPARE(officer->view(id).state.notes.size(), 1u);
        m_hub->away = false;
        for (auto* one : {officer.get(), other.get(), third.get()}) one->session.hubLink().exchangeNow();
        for (auto* one : {officer.get(), other.get(), third.get()})
            QTRY_COMPARE_WITH_TIMEOUT(one->view(id).state.notes.size(), 3u, 20'000);
        const auto same = [&] {
            const auto a = officer->view(id), b = other->view(id), c = third->view(id);
            return a.state.head == b.state.head && b.state.head == c.state.head &&
                   a.state.fact("title") == b.state.fact("title") && b.state.fact("title") == c.state.fact("title");
        };
        QTRY_VERIFY_WITH_TIMEOUT(same(), 20'000);
        // Exactly one of both was overwritten, and is told.
        const auto told = [](Desk& at) {
            return must(at.run([](ui::WriterPort& office) { return office.standing(); })).overwritten.size();
        };
        QCOMPARE(told(*officer) + told(*other), 1u);
    }

    void aLockedDeskAsksNothing() {
        auto officer = desk("officer");
        officer->session.lock({"Locked", "已锁定"});
        QTRY_COMPARE(officer->state(), LinkState::own);
        // The request for news that was under way ends with the lock.
        int before = -1;
        QTRY_VERIFY_WITH_TIMEOUT(std::exchange(before, m_hub->calls.load()) == m_hub->calls, 20'000);
    }

    /// A backup of the server is put back: the desk asks its person, gives back when they agree, and the others go on.
    void aHubThatWasSetBackIsAskedAbout() {
        auto officer = desk("officer");
        const CaseId id =
            must(officer->run([](ui::WriterPort& office) { return office.receiveReport(aReport(), std::nullopt); }));
        QTRY_VERIFY_WITH_TIMEOUT(officer->upToDate(), 20'000);
        m_hub->keep(m_office->scratch() / "backup");
        must(note(*officer, id, "Lost by the server"));
        must(officer->run([](ui::WriterPort& office) { return office.askAbove({0, 0}); }));
        QTRY_VERIFY_WITH_TIMEOUT(officer->view(id).state.head.seq >= 2 && officer->upToDate(), 20'000);
        const auto last = m_hub->lastCommit();
        officer->session.hubLink().setPaused(true);
        m_hub->setBack(m_office->scratch() / "backup");
        officer->session.hubLink().setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(officer->state(), LinkState::asks, 20'000);
        const auto question = officer->session.hubLink().view().question;
        QVERIFY(question && question->what == HubQuestion::What::givesBack && question->commits >= 1);
        QVERIFY(m_hub->lastCommit() < last);
        std::uint64_t given = 0;
        QObject::connect(&officer->session.hubLink(), &ui::HubLink::gaveBack, &officer->session,
                         [&](std::uint64_t commits) { given = commits; });
        officer->session.hubLink().agree(*question);
        QTRY_VERIFY_WITH_TIMEOUT(officer->upToDate(), 20'000);
        QCOMPARE(given, question->commits);
        QCOMPARE(m_hub->lastCommit(), last);
        QCOMPARE(desk("officer-2")->view(id).state.notes.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestThreeDesks)
#include "test_three_desks.moc"
