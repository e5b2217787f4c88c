// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/small_groups.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace model;

namespace {

using Counts = std::vector<std::uint64_t>;

/// All that a reader of the numbers learns, the sum included.
std::string published(const Counts& counts, std::uint64_t smallest) {
    const auto shown = hideSmallGroups(counts, smallest);
    std::uint64_t sum = 0;
    for (const auto count : counts) sum += count;
    std::string out = "sum " + std::to_string(sum) + (shown.withheld ? " withheld" : ":");
    for (const auto& one : shown.shown) out += one ? " " + std::to_string(*one) : " ?";
    return out;
}

/// Calls `each` with every way to divide `sum` into so many groups.
template <typename Each>
void divisions(std::size_t groups, std::uint64_t sum, Counts& counts, const Each& each) {
    if (counts.size() + 1 == groups) {
        counts.push_back(sum);
        each(counts);
        counts.pop_back();
        return;
    }
    for (std::uint64_t first = 0; first <= sum; ++first) {
        counts.push_back(first);
        divisions(groups, sum - first, counts, each);
        counts.pop_back();
    }
}

} // namespace

class TestSmallGroups : public QObject {
    Q_OBJECT

private slots:
    void examples() {
        QCOMPARE(published({132, 71, 9}, 3), std::string("sum 212: 132 71 9"));
        // One small group would be the sum less the others, so the next larger one goes with it.
        QCOMPARE(published({132, 71, 2}, 3), std::string("sum 205: 132 ? ?"));
        QCOMPARE(published({132, 2, 1, 0}, 3), std::string("sum 135: 132 ? ? 0"));
        // Two small ones of the same size would each be half of what is missing.
        QCOMPARE(published({132, 71, 2, 2}, 3), std::string("sum 207: 132 ? ? ?"));
        QCOMPARE(published({1, 1, 1}, 3), std::string("sum 3 withheld"));
        QCOMPARE(published({4, 1}, 3), std::string("sum 5 withheld"));
        QCOMPARE(published({0, 0}, 3), std::string("sum 0: 0 0"));
        QCOMPARE(published({2, 1}, 1), std::string("sum 3: 2 1"));
        const auto shown = hideSmallGroups(Counts{132, 71, 2, 2}, 3);
        QCOMPARE(shown.hidden, std::size_t(3));
        QCOMPARE(shown.inThem, std::uint64_t(75));
    }

    /// Every division of every small sum: whoever knows the rule, the sum and all that is shown cannot tell the number
    /// of any hidden group.
    void nothingShownGivesBackWhatIsHidden() {
        std::size_t looked = 0;
        for (std::uint64_t smallest = 2; smallest <= 5; ++smallest) {
            for (std::size_t groups = 1; groups <= 5; ++groups) {
                const std::uint64_t least = std::max(smallest, kSmallGroup); // a smaller sum is hidden itself
                for (std::uint64_t sum = least; sum <= (groups == 5 ? 13U : 16U); ++sum) {
                    // What each publication leaves possible for each group.
                    std::map<std::string, std::vector<std::set<std::uint64_t>>> possible;
                    Counts counts;
                    divisions(groups, sum, counts, [&](const Counts& all) {
                        auto& sets = possible[published(all, smallest)];
                        sets.resize(groups);
                        for (std::size_t i = 0; i < groups; ++i) sets[i].insert(all[i]);
                    });
                    divisions(groups, sum, counts, [&](const Counts& all) {
                        const auto shown = hideSmallGroups(all, smallest);
                        const std::string text = published(all, smallest);
                        for (std::size_t i = 0; i < groups; ++i) {
                            const bool hidden = shown.withheld || !shown.shown[i];
                            const bool small = all[i] != 0 && all[i] < smallest;
                            QVERIFY2(hidden || !small, text.c_str());
                            QVERIFY2(!hidden || possible[text][i].size() > 1, text.c_str());
                            ++looked;
                        }
                    });
                }
            }
        }
        QVERIFY(looked > 50'000);
    }

    /// Large random divisions: any two hidden groups of different size can be exchanged, and there are two of them.
    void hiddenGroupsCanBeExchanged() {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 2'000; ++round) {
            Counts counts(2 + random() % 40);
            for (auto& count : counts) count = random() % 4 == 0 ? random() % 4 : random() % 300;
            const auto shown = hideSmallGroups(counts);
            if (shown.withheld) continue;
            std::vector<std::size_t> hidden;
            for (std::size_t i = 0; i < counts.size(); ++i) {
                if (!shown.shown[i]) hidden.push_back(i);
                else QVERIFY(*shown.shown[i] == counts[i] && (counts[i] == 0 || counts[i] >= kSmallGroup));
            }
            QCOMPARE(hidden.size(), shown.hidden);
            if (hidden.empty()) continue;
            const auto text = published(counts, kSmallGroup);
            bool different = false;
            for (const auto other : hidden) {
                different = different || counts[other] != counts[hidden.front()];
                auto exchanged = counts;
                std::swap(exchanged[other], exchanged[hidden.front()]);
                QCOMPARE(published(exchanged, kSmallGroup), text);
            }
            QVERIFY2(different, text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestSmallGroups)
#include "test_small_groups.moc"
