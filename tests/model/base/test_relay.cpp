// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/relay.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

class TestRelay : public QObject {
    Q_OBJECT

private slots:
    void everyValueOnceAndInOrder() {
        model::Relay<std::unique_ptr<int>> relay;
        std::jthread giver([&] {
            for (int i = 0; i < 10'000; ++i) {
                if (!relay.put(std::make_unique<int>(i))) return;
            }
            relay.close();
        });
        int next = 0;
        while (const auto value = relay.take()) QCOMPARE(**value, next++);
        QCOMPARE(next, 10'000);
        QVERIFY(!relay.take()); // closed for good
    }

    void theFasterWaits() {
        model::Relay<int> relay;
        std::atomic<int> given = 0;
        std::jthread giver([&] {
            for (int i = 0; i < 100 && relay.put(i); ++i) ++given;
        });
        while (given.load() < 1) std::this_thread::yield(); // one lies there; the second waits
        for (int taken = 1; taken <= 5; ++taken) {
            QCOMPARE(relay.take(), std::optional<int>(taken - 1));
            QVERIFY(given.load() <= taken + 1);
        }
        relay.close();
        giver.join();
        QVERIFY(given.load() <= 7);
    }

    void closingSetsBothFree() {
        model::Relay<int> relay;
        QVERIFY(relay.put(1));
        std::atomic<bool> refused = false;
        std::jthread giver([&] { refused = !relay.put(2); });
        relay.close();
        giver.join();
        QVERIFY(refused);
        QCOMPARE(relay.take(), std::optional<int>(1)); // what was handed over is not lost
        QVERIFY(!relay.take());
    }
};

QTEST_APPLESS_MAIN(TestRelay)
#include "test_relay.moc"
