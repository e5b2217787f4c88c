// SPDX-License-Identifier: GPL-3.0-or-later
// The line between the windows and the threads behind them: what is handed over arrives once, in order, on the right
// thread, and not at those who have gone. What is counted here is not atomic: ThreadSanitizer judges the handing over.
#include "tests/ui/fake_office.h"
#include "ui/session/mailbox.h"
#include "ui/session/worker.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <numeric>

namespace {

std::vector<int> upTo(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private slots:
    void init() { m_office = std::make_shared<fake::Office>(); }

    void aWorkerKeepsTheOrder() {
        std::vector<int> done;
        std::set<std::thread::id> threads;
        {
            ui::Worker worker("order");
            for (int i = 0; i < 1000; ++i) {
                worker.post([&, i] {
                    done.push_back(i);
                    threads.insert(std::this_thread::get_id());
                });
            }
        }
        QCOMPARE(done, upTo(1000));
        QCOMPARE(threads.size(), std::size_t{1});
        QVERIFY(!threads.contains(std::this_thread::get_id()));
    }

    void aWorkerEndsWithWhatWaits() {
        int done = 0;
        {
            ui::Worker worker("end");
            worker.post([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50)); // the end has begun by then
                worker.post([] {});                                         // dropped, and does no harm
                ++done;
            });
            for (int i = 0; i < 10; ++i) worker.post([&] { ++done; });
        }
        QCOMPARE(done, 11);
    }

    void lettersComeInOrderHere() {
        std::vector<int> first;
        std::vector<int> second;
        bool elsewhere = false;
        ui::Mailbox mailbox;
        ui::Worker one("one");
        ui::Worker two("two");
        const auto tell = [&, here = std::this_thread::get_id()](std::vector<int>& to, int value) {
            mailbox.post([&, value] {
                to.push_back(value);
                elsewhere = elsewhere || std::this_thread::get_id() != here;
            });
        };
        for (int i = 0; i < 1000; ++i) {
            one.post([&, i] { tell(first, i); });
            two.post([&, i] { tell(second, i); });
        }
        QTRY_VERIFY(first.size() == 1000 && second.size() == 1000);
        QCOMPARE(first, upTo(1000));
        QCOMPARE(second, upTo(1000));
        QVERIFY(!elsewhere);
    }

    void aLetterThatWaitsHoldsNobodyUp() {
        ui::Mailbox mailbox;
        bool ended = false;
        QEventLoop inner; // as a question that a letter asks
        mailbox.post([&] {
            QTimer::singleShot(5000, &inner, [&] { inner.exit(1); });
            mailbox.post([] {}); // a loop of GLib's looks for what waits when there is something new
            ended = inner.exec() == 0;
        });
        mailbox.post([&] { inner.quit(); });
        QTRY_VERIFY(ended);
    }

    void aMailboxThatDiedOpensNothing() {
        const auto seen = std::make_shared<int>(0);
        auto mailbox = std::make_unique<ui::Mailbox>();
        mailbox->post([&mailbox, seen] {
            ++*seen;
            mailbox.reset(); // by its own letter
        });
        mailbox->post([seen] { ++*seen; });
        QTRY_VERIFY(!mailbox);
        QCoreApplication::processEvents();
        QCOMPARE(*seen, 1);
        QCOMPARE(seen.use_count(), 1L); // no letter is left lying about
    }

    void aReceiverThatDiedIsToldNothing() {
        const auto session = open();
        auto receiver = std::make_unique<QObject>();
        std::atomic<bool> go = false;
        int told = 0;
        int answered = 0;
        session->write(
            receiver.get(),
            [&, context = QPointer<QObject>(receiver.get())](ui::WriterPort&) {
                session->tell(context, [&] { ++told; });
                while (!go) std::this_thread::yield();
                session->tell(context, [&] { ++told; });
                return 0;
            },
            [&](int) { ++answered; });
        QTRY_COMPARE(told, 1);
        QVERIFY(!session->quiet());
        receiver.reset();
        go = true;
        QTRY_VERIFY(session->quiet());
        QCOMPARE(told, 1);
        QCOMPARE(answered, 0);
    }

    void whatIsToldComesBeforeTheAnswer() {
        const auto session = open();
        std::vector<int> heard;
        session->write(
            this,
            [&session, context = QPointer<QObject>(this), &heard](ui::WriterPort&) {
                for (int i = 0; i < 100; ++i) session->tell(context, [&heard, i] { heard.push_back(i); });
                return 100;
            },
            [&heard](int last) { heard.push_back(last); });
        QTRY_VERIFY(session->quiet());
        QCOMPARE(heard, upTo(101));
    }

    void aSessionEndsWhileItsJobsRun() {
        m_office->unsearchable = 1000; // the writer has more to do behind each job
        auto session = open();
        int answered = 0;
        session->write(
            this,
            [stop = session->newStop()](ui::WriterPort&) {
                while (!stop.stop_requested()) std::this_thread::yield();
                std::this_thread::sleep_for(std::chrono::milliseconds(50)); // the session waits for its threads by then
                return 0;
            },
            [&](int) { ++answered; });
        session->read(1, this, [](ui::ReaderPort&) { return 0; }, [&](int) { ++answered; });
        session->keepDraft("half", "a sentence");
        session.reset();
        QCoreApplication::processEvents();
        QCOMPARE(answered, 0);
        QCOMPARE(m_office->drafts["half"], std::string("a sentence"));
    }

private:
    std::shared_ptr<fake::Office> m_office;

    std::unique_ptr<ui::Session> open() {
        auto session = std::make_unique<ui::Session>(std::make_unique<fake::Gate>(m_office));
        session->unlock(m_office->me, fake::secret());
        if (!QTest::qWaitFor([&] { return session->isOpen(); }))
            QTest::qFail("the office stays locked", __FILE__, __LINE__);
        return session;
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
