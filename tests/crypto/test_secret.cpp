// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secret.h"

#include "crypto/bytes.h"

#include <QFile>
#include <QtTest>
#include <algorithm>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace crypto;

/// Secrets are wiped when they end, stay out of dumps, and can be made by the hundred thousand.
class TestSecret : public QObject {
    Q_OBJECT
private slots:
    void holdsItsBytes();
    void moves();
    void isWiped_data();
    void isWiped();
    void staysOutOfDumps();
    void staysOutOfChildren();
    void isCheap();
    void threads();
    void hardens();
};

void TestSecret::holdsItsBytes() {
    for (const std::size_t size : {0UZ, 1UZ, 31UZ, 32UZ, 33UZ, 4096UZ, 4097UZ, 100'000UZ}) {
        Secret zero = Secret::ofSize(size);
        QCOMPARE(zero.size(), size);
        QVERIFY(std::ranges::all_of(zero.view(), [](std::uint8_t byte) { return byte == 0; }));
        std::ranges::fill(zero.mutableView(), std::uint8_t{0xaa});
        const Secret copy = zero.copy();
        QVERIFY(copy == zero);
        QVERIFY(equal(Secret(Bytes(size, 0xaa)).view(), copy.view()));
    }
    QVERIFY(Secret().empty());
    const auto random = systemRandom();
    QVERIFY(!(Secret::random(32, *random) == Secret::random(32, *random)));
    QVERIFY(Secret::random(32, *seededRandom(1)) == Secret::random(32, *seededRandom(1)));
    QVERIFY(!(Secret::random(32, *seededRandom(1)) == Secret::random(32, *seededRandom(2))));
}

void TestSecret::moves() {
    Secret first(asBytes("first"));
    Secret second(std::move(first));
    QVERIFY(first.empty()); // NOLINT: what is left is defined
    QCOMPARE(asText(second.view()), std::string_view("first"));
    Secret third(asBytes("third"));
    third = std::move(second);
    QCOMPARE(asText(third.view()), std::string_view("first"));
    Secret& self = third;
    third = std::move(self);
    QCOMPARE(asText(third.view()), std::string_view("first"));
}

void TestSecret::isWiped_data() {
    QTest::addColumn<int>("size");
    for (const int size : {8, 32, 128, 4096}) QTest::addRow("%d", size) << size;
}

/// The arena keeps its pages, so what a slot holds after its Secret ended can be looked at: nothing of it, but for
/// the link to the next free slot at its beginning.
void TestSecret::isWiped() {
    QFETCH(const int, size);
    const auto count = static_cast<std::size_t>(size);
    const std::uint8_t* where = nullptr;
    {
        const Secret secret(Bytes(count, 0xa5));
        where = secret.view().data();
        QCOMPARE(where[count - 1], 0xa5);
    }
    const std::span rest(where, count);
    QVERIFY(!std::ranges::contains(rest.subspan(std::min(count, sizeof(void*))), 0xa5));
    const Secret again = Secret::ofSize(count);
    QVERIFY(again.view().data() == where);
    QVERIFY(std::ranges::all_of(again.view(), [](std::uint8_t byte) { return byte == 0; }));
}

void TestSecret::staysOutOfDumps() {
    const Secret secret = Secret::ofSize(32);
    const auto address = reinterpret_cast<std::uintptr_t>(secret.view().data());
    QFile maps(QStringLiteral("/proc/self/smaps"));
    QVERIFY(maps.open(QIODevice::ReadOnly));
    bool inside = false;
    bool found = false;
    for (const QByteArray& line : maps.readAll().split('\n')) {
        const auto dash = line.indexOf('-');
        bool isRange = false;
        const auto from = line.first(std::max<qsizetype>(dash, 0)).toULongLong(&isRange, 16);
        if (isRange && dash > 0) {
            const auto to = line.sliced(dash + 1).split(' ').first().toULongLong(nullptr, 16);
            inside = address >= from && address < to;
        } else if (inside && line.startsWith("VmFlags:")) {
            found = true;
            QVERIFY2(line.contains(" dd"), line.constData()); // not dumped
            QVERIFY2(line.contains(" wf"), line.constData()); // wiped on fork
        }
    }
    QVERIFY(found);
}

void TestSecret::staysOutOfChildren() {
    const Secret secret(Bytes(32, 0xa5));
    const pid_t child = fork();
    if (child == 0) _exit(std::ranges::all_of(secret.view(), [](std::uint8_t byte) { return byte == 0; }) ? 0 : 1);
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(WEXITSTATUS(status), 0);
}

void TestSecret::isCheap() {
    QElapsedTimer timer;
    timer.start();
    std::vector<Secret> many;
    many.reserve(100'000);
    for (int i = 0; i < 100'000; ++i) many.push_back(Secret::ofSize(32));
    many.clear();
    qInfo("100,000 secrets made and ended: %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 5000);
}

void TestSecret::threads() {
    std::vector<std::jthread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([t, &wrong] {
            for (int i = 0; i < 2000; ++i) {
                const Secret secret(Bytes(32, static_cast<std::uint8_t>(t)));
                if (!std::ranges::all_of(secret.view(), [t](std::uint8_t byte) { return byte == t; })) ++wrong;
            }
        });
    }
    threads.clear();
    QCOMPARE(wrong.load(), 0);
}

void TestSecret::hardens() {
    const pid_t child = fork(); // in a child, so that the test itself can still be debugged
    if (child == 0) {
        rlimit limit{1, 1};
        const bool hardened = hardenProcess();
        getrlimit(RLIMIT_CORE, &limit);
        _exit(hardened && limit.rlim_cur == 0 && limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(WEXITSTATUS(status), 0);
}

QTEST_GUILESS_MAIN(TestSecret)
#include "test_secret.moc"
