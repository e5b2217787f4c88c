// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/consistency.h"

#include <QTest>

using namespace model;
using namespace model::law;

/// How a penalty is held against what was decided in like cases. Distances and places are worked out by hand.
class TestConsistency : public QObject {
    Q_OBJECT

    static PenaltyFeatures at(int place, std::int64_t yuan = 1'000'000) {
        PenaltyFeatures out;
        out.governing = ArticleId("ecl34");
        out.basisFen = yuan * 100;
        out.place = place;
        return out;
    }
    static PenaltyRange range(std::int64_t leastYuan, std::int64_t mostYuan) {
        PenaltyRange out;
        out.governing = ArticleId("ecl34");
        out.facts.violations = {ArticleId("ecl36"), ArticleId("ecl34")};
        out.facts.grounds = {{"apl32-3", "r"}, {"apl32-1", "r"}};
        out.facts.illegalTurnover = Money::fromFen(500'000'00);
        out.fineMin = Money::fromFen(leastYuan * 100);
        out.fineMax = Money::fromFen(mostYuan * 100);
        return out;
    }
    static Proposal fine(std::int64_t yuan, ProposalKind kind = ProposalKind::normal) {
        return {kind, Money::fromFen(yuan * 100), {}};
    }
    using Standing = Consistency::Standing;

private slots:
    void whereAFineStands() {
        const auto law = range(500'000, 3'000'000);
        QCOMPARE(featuresOf(law, fine(500'000)).place, 0);
        QCOMPARE(featuresOf(law, fine(3'000'000)).place, 1000);
        QCOMPARE(featuresOf(law, fine(1'750'000)).place, 500);
        QCOMPARE(featuresOf(law, fine(502'499)).place, 0); // 0.9996 of a thousandth
        QCOMPARE(featuresOf(law, fine(502'500)).place, 1);
        QCOMPARE(featuresOf(law, fine(250'000, ProposalKind::reduced)).place, -100);
        QCOMPARE(featuresOf(law, fine(0, ProposalKind::none)).place, kNoFine);
        QCOMPARE(featuresOf(range(10'000, 10'000), fine(10'000)).place, 500);
        // However far below: no penalty is below it.
        QCOMPARE(featuresOf(range(1'000'000, 1'000'001), fine(1, ProposalKind::reduced)).place, kNoFine + 1);
        const auto features = featuresOf(law, fine(500'000));
        QCOMPARE(features.others, std::vector<std::string>{"ecl36"});
        QCOMPARE(features.grounds, (std::vector<std::string>{"apl32-1", "apl32-3"}));
        QVERIFY(features.basisFen == 500'000'00);
    }

    void howFarFactsAre() {
        const auto a = at(0);
        QVERIFY(distanceOf(a, a) == 0);
        QVERIFY(distanceOf(a, at(900)) == 0); // what was decided does not count
        QVERIFY(distanceOf(a, at(0, 10'000'000)) == 20);
        QVERIFY(distanceOf(a, at(0, 100'000'000'000)) == 60); // five factors of ten, cut
        QVERIFY(distanceOf(at(0, 100'000'000'000), a) == 60);
        auto b = a;
        b.serious = true;
        QVERIFY(distanceOf(a, b) == 40);
        b.grounds = {"apl32-1", "apl32-3"};
        QVERIFY(distanceOf(a, b) == 70);
        b.others = {"ecl36"};
        QVERIFY(distanceOf(a, b) == 80);
        b.basisFen.reset();
        QVERIFY(distanceOf(a, b) == 100);
        b.governing = ArticleId("ecl36");
        QVERIFY(!distanceOf(a, b));
        auto none = a, zero = a;
        none.basisFen.reset();
        QVERIFY(distanceOf(none, none) == 0);
        zero.basisFen = 0;
        QVERIFY(distanceOf(zero, a) == 60);
    }

    void theBandOfTheNearest() {
        const std::vector<PenaltyFeatures> decided{at(400), at(500), at(450)};
        QVERIFY(compare(at(400), decided).standing == Standing::within);
        QVERIFY(compare(at(500), decided).standing == Standing::within);
        const auto below = compare(at(399), decided), above = compare(at(501), decided);
        QVERIFY(below.standing == Standing::below && below.deviates() && above.standing == Standing::above);
        QVERIFY(below.lowest == 400 && below.highest == 500);
        QVERIFY(compare(at(kNoFine), decided).standing == Standing::below);
        QVERIFY(standingText(above).en.contains("40 % of the range to at 50 %"));
        // Two are too few.
        const auto few = compare(at(0), std::span(decided).first(2));
        QVERIFY(few.standing == Standing::unknown && !few.deviates() && few.nearest.size() == 2);
        QVERIFY(compare(at(0), {}).nearest.empty());
    }

    void onlyTheNearestCount() {
        std::vector<PenaltyFeatures> decided;
        for (int i = 0; i < 5; ++i) decided.push_back(at(300 + i));
        decided.push_back(at(900, 100'000'000)); // far
        auto other = at(0);
        other.governing = ArticleId("ecl36");
        decided.insert(decided.begin(), other);
        const auto found = compare(at(304), decided);
        QCOMPARE(found.nearest.size(), kNeighbours);
        QVERIFY(found.nearest.front().index == 1 && found.nearest.back().index == 5); // as near: in the order given
        QVERIFY(found.standing == Standing::within && compare(at(305), decided).standing == Standing::above);
    }
};

QTEST_APPLESS_MAIN(TestConsistency)
#include "test_consistency.moc"
