// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/selection.h"

#include <QTest>

#include <random>
#include <set>

using namespace model;

class TestRowSet : public QObject {
    Q_OBJECT

private slots:
    void isASet() {
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toUInt()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 200; ++round) {
            RowSet rows;
            std::set<std::int64_t> expected;
            const std::int64_t last = 1 + static_cast<std::int64_t>(random() % 400);
            const auto count = random() % 800;
            for (unsigned i = 0; i < count; ++i) {
                const auto row = static_cast<std::int64_t>(random() % static_cast<unsigned>(last)) + 1;
                if (random() % 3 != 0) QCOMPARE(rows.insert(row), expected.insert(row).second);
                else QCOMPARE(rows.erase(row), expected.erase(row) != 0);
            }
            QCOMPARE(rows.size(), expected.size());
            std::set<std::int64_t> spread;
            std::int64_t before = -1;
            for (const auto& [from, to] : rows.ranges()) {
                QVERIFY(from > before + 1 && from <= to); // as few runs as there can be, ascending
                before = to;
                for (auto row = from; row <= to; ++row) spread.insert(row);
            }
            QVERIFY(spread == expected);
            RowSet other;
            std::size_t both = 0;
            for (std::int64_t row = 1; row <= 500; row += 1 + static_cast<std::int64_t>(random() % 3)) {
                other.insert(row);
                both += expected.count(row);
            }
            QCOMPARE(rows.common(other), both);
            QCOMPARE(other.common(rows), both);
            for (std::int64_t row = 0; row <= last + 70; ++row) QCOMPARE(rows.contains(row), expected.contains(row));
        }
    }

    void edges() {
        RowSet rows;
        QVERIFY(!rows.insert(0) && !rows.insert(-1) && !rows.contains(-64) && rows.empty());
        for (std::int64_t row = 1; row <= 256; ++row) rows.insert(row);
        const std::vector<std::pair<std::int64_t, std::int64_t>> whole{{1, 256}};
        QVERIFY(rows.ranges() == whole);
        RowSet same = rows;
        same.insert(1000);
        QVERIFY(same != rows);
        same.erase(1000);
        QVERIFY(same == rows);
    }

    void meansRowsOrAllButSome() {
        CaseSelection some;
        QVERIFY(some.empty() && !some.contains(5));
        some.set(5, true);
        some.set(6, true);
        some.set(6, false);
        QVERIFY(some.contains(5) && !some.contains(6) && some.rows.size() == 1);
        CaseSelection all;
        all.everything = CaseFilter{};
        QVERIFY(!all.empty() && all.contains(5));
        all.set(5, false);
        QVERIFY(!all.contains(5) && all.contains(6) && all.rows.size() == 1);
        all.set(5, true);
        QVERIFY(all.contains(5) && all.rows.empty());
    }

    /// A million rows are selected while a finger is still on the key.
    void isQuick() {
        RowSet rows;
        QBENCHMARK_ONCE {
            for (std::int64_t row = 1'000'000; row > 0; --row) rows.insert(row);
        }
        QCOMPARE(rows.size(), 1'000'000u);
        QCOMPARE(rows.ranges().size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestRowSet)
#include "test_row_set.moc"
