// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/world.h"

#include <QTemporaryDir>
#include <QTest>

namespace {

struct Protection {
    const char* name;
    bool there; ///< found in the sources
};
constexpr Protection kProtections[] = {
#include "switches.inc"
};

const char* off = "";

/// Runs looked at until one fails.
constexpr std::uint64_t kSeeds = 400;
/// Runs that must hold with everything on; the suite has 2,000 of them besides.
constexpr std::uint64_t kControl = 16;
/// Looked at first: between them they missed every protection when this was written.
constexpr std::uint64_t kLikely[] = {2, 3, 5, 7, 10, 14, 20, 21, 35, 37, 85, 197};

} // namespace

/// Asked by the copies of the product's sources that switches.py makes.
bool simulationOff(const char* protection) { return std::string_view(protection) == off; }

/// The simulator is worth what it finds: with each protection of the exchange turned off some run must fail.
class TestSwitches : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<sim::Cast> m_cast;

    /// What did not hold in the run; empty: all did.
    std::string run(std::uint64_t seed) {
        sim::World world(*m_cast, seed, m_folder.path().toStdString() + "/run", false);
        try {
            world.run();
        } catch (const std::exception& broken) {
            return broken.what();
        }
        return {};
    }

private slots:
    void initTestCase() { m_cast.emplace(sim::foundCast(crypto::Suite::intl1, m_folder.path().toStdString())); }

    void allHoldsWithEverythingOn() {
        off = "";
        for (std::uint64_t seed = 1; seed <= kControl; ++seed) {
            const auto broken = run(seed);
            QVERIFY2(broken.empty(), (std::to_string(seed) + ": " + broken).c_str());
        }
    }

    void withoutIt_data() {
        QTest::addColumn<bool>("there");
        for (const auto& one : kProtections) QTest::newRow(one.name) << one.there;
    }
    void withoutIt() {
        QFETCH(bool, there);
        QVERIFY2(there, "this protection is not where tests/sim/sync/switches.py says");
        off = QTest::currentDataTag();
        std::string broken;
        std::uint64_t seed = 0;
        for (const auto likely : kLikely) {
            if (broken.empty()) broken = run(seed = likely);
        }
        for (std::uint64_t next = 1; broken.empty() && next <= kSeeds; ++next) broken = run(seed = next);
        off = "";
        QVERIFY2(!broken.empty(), "no run fails without it");
        qInfo("seed %llu: %s", static_cast<unsigned long long>(seed), broken.c_str());
    }
};

QTEST_APPLESS_MAIN(TestSwitches)
#include "test_switches.moc"
