// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty.h"

#include <QTest>

using namespace model;
using namespace model::law;

namespace {

Money yuan(const std::string& text) { return parseMoney(text).value(); }

} // namespace

class TestProposal : public QObject {
    Q_OBJECT

    PenaltyBook m_law;

    PenaltyRange rangeOf(const std::string& turnover, const std::string& ground = {},
                         const ArticleId& violation = ArticleId("ecl34")) {
        PenaltyFacts facts{.violations = {violation}};
        if (!turnover.empty()) facts.illegalTurnover = yuan(turnover);
        if (!ground.empty()) facts.grounds = {{ground, "the facts that make it hold"}};
        return computePenalty(m_law, facts).value();
    }

private slots:
    void initTestCase() { m_law = PenaltyBook::shipped().value(); }

    // The verdict is "ok" or the article that stands in the way. Amounts around both bounds, to the fen.
    void verdicts_data() {
        QTest::addColumn<QString>("turnover");
        QTest::addColumn<QString>("ground");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("fine");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* turnover, const char* ground, ProposalKind kind, const char* fine,
                            const char* verdict) {
            const auto name =
                std::string(turnover) + " " + ground + " " + std::string(proposalKindName(kind)) + " " + fine;
            QTest::newRow(name.c_str()) << QString(turnover) << QString(ground) << static_cast<int>(kind)
                                        << QString(fine) << QString(verdict);
        };
        using enum ProposalKind;
        row("510650.53", "", normal, "2553252.64", "APL 32");
        row("510650.53", "", normal, "2553252.65", "ok");
        row("510650.53", "", normal, "5106505.30", "ok");
        row("510650.53", "", normal, "5106505.31", "ECL 34");
        row("", "", normal, "0", "APL 32");
        row("", "apl32-1", normal, "500000", "APL 32(1)"); // the law says shall be lighter or reduced
        row("", "", lighter, "500000", "APL 32");
        row("", "apl32-4", lighter, "500000", "ok"); // Yinzhou's amount, at the minimum exactly
        row("", "apl32-4", lighter, "499999.99", "APL 32");
        row("", "apl32-4", lighter, "5000000.01", "ECL 34");
        row("784700", "", reduced, "235500", "APL 32");
        row("784700", "apl32-5", reduced, "235500", "ok");     // Beilun: 6 % of the minimum
        row("66143.2", "apl32-5", reduced, "20000", "ok");     // Yangshan
        row("", "apl32-1", reduced, "130000", "ok");           // Beilun 574
        row("2038285.45", "apl32-1", reduced, "203000", "ok"); // drone kit, were it an ECL case
        row("", "apl32-1", reduced, "500000", "APL 32");       // not below the range
        row("", "apl32-1", reduced, "499999.99", "ok");
        row("", "apl32-1", reduced, "0", "APL 33");
        row("", "apl32-1", reduced, "6000000", "ECL 34");
        row("208488.06", "", none, "0", "APL 33");
        row("208488.06", "apl32-1", none, "0", "APL 33");   // a ground for less is no ground for nothing
        row("208488.06", "apl33-1-minor", none, "0", "ok"); // the Vietnam magnets
        row("208488.06", "apl33-1-first", none, "0", "ok");
        row("208488.06", "apl33-2", none, "0", "ok");
        row("208488.06", "apl33-1-minor", none, "1", "APL 33");
        row("208488.06", "apl33-1-minor", normal, "500000", "APL 33(1)");
        row("208488.06", "apl33-2", normal, "500000", "APL 33(2)");
        row("208488.06", "apl33-1-first", normal, "500000", "ok"); // may waive, need not
        row("208488.06", "apl33-1-first", reduced, "10000", "APL 32");
    }
    void verdicts() {
        QFETCH(QString, turnover);
        QFETCH(QString, ground);
        QFETCH(int, kind);
        QFETCH(QString, fine);
        QFETCH(QString, verdict);
        const auto range = rangeOf(turnover.toStdString(), ground.toStdString());
        const auto result =
            judgeProposal(m_law, range, {.kind = static_cast<ProposalKind>(kind), .fine = yuan(fine.toStdString())});
        QCOMPARE(result ? QString("ok") : QString::fromStdString(result.error().cite), verdict);
        if (result) {
            QVERIFY(!result->rule.en.empty() && !result->rule.zh.empty() && !result->source.cite.empty());
        } else {
            QCOMPARE(result.error().code, Code::refused);
            QVERIFY(!result.error().cure.en.empty() && !result.error().cure.zh.empty());
        }
    }

    void confiscationIsTheGains() {
        auto facts = PenaltyFacts{.violations = {ArticleId("ecl34")}, .illegalGains = yuan("339500")};
        auto range = computePenalty(m_law, facts).value();
        Proposal proposal{.kind = ProposalKind::normal, .fine = yuan("1300000"), .confiscation = yuan("339500")};
        QVERIFY(judgeProposal(m_law, range, proposal).has_value()); // Wuxi
        proposal.confiscation = yuan("300000");
        QCOMPARE(judgeProposal(m_law, range, proposal).error().cite, std::string("APL 28"));
        proposal.confiscation.reset();
        QVERIFY(judgeProposal(m_law, range, proposal).has_value());
        facts.illegalGains.reset(); // the amount is not known: nothing to compare with
        range = computePenalty(m_law, facts).value();
        proposal.confiscation = yuan("1");
        QVERIFY(judgeProposal(m_law, range, proposal).has_value());
        range = rangeOf("", "", ArticleId("ecl38"));
        proposal.fine = yuan("100000");
        QCOMPARE(judgeProposal(m_law, range, proposal).error().cite, std::string("ECL 38"));
        range = rangeOf("", "apl33-2");
        proposal = {.kind = ProposalKind::none, .confiscation = yuan("1")};
        QCOMPARE(judgeProposal(m_law, range, proposal).error().cite, std::string("APL 33"));
    }

    void kindsHaveNames() {
        for (const auto kind :
             {ProposalKind::normal, ProposalKind::lighter, ProposalKind::reduced, ProposalKind::none}) {
            QCOMPARE(proposalKindFromName(proposalKindName(kind)), kind);
        }
        QVERIFY(!proposalKindFromName("harsh"));
    }
};

QTEST_APPLESS_MAIN(TestProposal)
#include "test_proposal.moc"
