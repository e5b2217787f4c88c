// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include "model/case/changes.h"
#include "model/filter/parse.h"

#include <QFile>

using namespace model;

/// Chronology, parties and facts of one case by two people through the face: stated, changed, withdrawn, found, and
/// told to whom they were changed from under.
class TestStating : public QObject {
    Q_OBJECT

    TestOffice m_office;
    CaseId m_id;
    ItemId m_paper;
    ItemId m_party;

    [[nodiscard]] std::size_t found(Workspace& workspace, const char* words) {
        return must(must(workspace.list()).rows(parseFilter(words).value().filter)).size();
    }
    [[nodiscard]] Result<Receipt> party(Workspace& workspace, ItemId item, Form form,
                                        std::vector<EvidenceCitation> evidence = {}) {
        return workspace.stateItem(m_id, ItemSort::party, item, form, evidence);
    }

private slots:
    void initTestCase() {
        auto officer = m_office.as("officer");
        intake::Report report;
        report.externalId = "t-1";
        report.goodsZh = "锑锭";
        report.narrativeZh = "未经许可出口锑锭。";
        m_id = must(officer->receiveReport(report));
        must(officer->setFacts(m_id, {{"party", "某贸易公司"}, {"party_address", "南宁市"}}));
        const auto file = m_office.scratch() / "contract.txt";
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("contract 合同") > 0);
        out.close();
        m_paper = *must(officer->addEvidence(m_id, {file}, "documentary", "USB", {}, {})).front().item;
    }

    void entriesAreStatedChangedAndWithdrawn() {
        auto officer = m_office.as("officer");
        const auto chronology = ItemSort::chronology;
        const auto made = must(
            officer->stateItem(m_id, chronology, {}, {{"from", "2025年11月"}, {"text", "装船"}}, {{m_paper, "第3页"}}));
        QVERIFY(!made.item.isNull() && made.sealed == 1 && made.refused.empty());
        const auto changed =
            must(officer->stateItem(m_id, chronology, made.item, {{"from", "2025-11-03"}, {"text", "装船"}}, {}));
        QVERIFY(changed.item == made.item && changed.sealed == 1);
        // What is as it was is not said again.
        const auto same =
            must(officer->stateItem(m_id, chronology, made.item, {{"from", "2025-11-03"}, {"text", " 装船"}}, {}));
        QVERIFY(same.events.empty() && same.item == made.item);
        auto view = must(officer->view(m_id));
        QCOMPARE(view.state.chronology.size(), 1u);
        QCOMPARE(view.chronology.size(), 2u); // and the report, told from the log
        QCOMPARE(view.chronology.front().from, std::string("2025-11-03"));
        QCOMPARE(view.log.back().summary.zh, std::string("大事记：更改：2025-11-03 装船"));
        must(officer->withdrawItem(m_id, chronology, made.item));
        QCOMPARE(officer->withdrawItem(m_id, chronology, made.item).error().code, Code::refused);
        view = must(officer->view(m_id));
        QCOMPARE(view.chronology.size(), 1u);
        QVERIFY(view.state.entry(made.item)->withdrawn);
        // A later statement brings it back.
        must(officer->stateItem(m_id, chronology, made.item, {{"from", "2025-11-03"}, {"text", "装船"}}, {}));
        QCOMPARE(must(officer->view(m_id)).chronology.size(), 2u);
    }

    void whatIsWrongIsRefusedBeforeItIsSigned() {
        auto officer = m_office.as("officer");
        const auto events = must(officer->view(m_id)).log.size();
        const auto state = [&](const Form& form, std::vector<EvidenceCitation> evidence = {}) {
            return officer->stateItem(m_id, ItemSort::chronology, {}, form, evidence).error();
        };
        QCOMPARE(state({{"from", "soon"}, {"text", "x"}}).where, std::string("from"));
        QCOMPARE(state({}).where, std::string("from"));
        QCOMPARE(state({{"from", "2026"}}).where, std::string("text"));
        ItemId nothing;
        nothing.bytes.fill(1);
        QCOMPARE(state({{"from", "2026"}, {"text", "x"}}, {{nothing, ""}}).where, std::string("evidence"));
        QCOMPARE(state({{"from", "2026"}, {"text", "x"}}, std::vector<EvidenceCitation>(51)).code, Code::tooLarge);
        QCOMPARE(officer->withdrawItem(m_id, ItemSort::party, nothing).error().code, Code::notFound);
        QCOMPARE(party(*officer, nothing, {{"kind", "company"}, {"name", "x"}}).error().code, Code::notFound);
        QCOMPARE(m_office.as("investigator-1")->withdrawItem(m_id, ItemSort::party, nothing).error().code,
                 Code::notFound);
        QCOMPARE(must(officer->view(m_id)).log.size(), events);
    }

    void caseIsFoundByItsParties() {
        auto officer = m_office.as("officer");
        QCOMPARE(found(*officer, "海洋之星"), 0u);
        m_party = must(party(*officer, {},
                             {{"kind", "vessel"},
                              {"name", "海洋之星"},
                              {"other_names", "Ocean Star\nEx Polar Star"},
                              {"identifier_kind", "imo"},
                              {"identifier", "IMO 9074729"},
                              {"role", "carrier"}},
                             {{m_paper, "page 1"}}))
                      .item;
        for (const char* words : {"海洋之星", "\"Polar Star\"", "IMO9074729"}) QCOMPARE(found(*officer, words), 1u);
        must(officer->withdrawItem(m_id, ItemSort::party, m_party));
        QCOMPARE(found(*officer, "海洋之星"), 0u);
        must(party(*officer, m_party, {{"kind", "vessel"}, {"name", "海洋之星"}, {"address", "Piraeus"}}));
        QCOMPARE(found(*officer, "海洋之星"), 1u);
    }

    void partyBecomesTheRespondent() {
        auto officer = m_office.as("officer");
        must(officer->makeRespondent(m_id, m_party));
        const auto state = must(officer->state(m_id));
        QCOMPARE(state.fact("party"), std::string("海洋之星"));
        QCOMPARE(state.fact("party_address"), std::string("Piraeus"));
        QCOMPARE(state.fact("party_identifier"), std::string());
        must(officer->setFacts(m_id, {{"party", "某贸易公司"}}));
    }

    void whoWasOverwrittenIsTold() {
        auto officer = m_office.as("officer");
        auto admin = m_office.as("admin");
        must(admin->exchange());
        QVERIFY(must(admin->view(m_id)).known > 0);
        must(officer->setFacts(m_id, {{"goods", "锑锭 24 吨"}}));
        must(officer->markSeen(m_id, must(officer->state(m_id)).head.seq));
        const auto before = must(officer->view(m_id));
        QCOMPARE(before.known, before.state.head.seq);
        const PersonId second = must(m_office.as("admin")->addPerson({"officer-2", "officer-2", {Role::officer}, false},
                                                                     crypto::asBytes("officer-2")));
        m_office.people()["officer-2"] = second;
        {
            auto other = m_office.as("officer-2");
            must(other->exchange());
            must(other->setFacts(m_id, {{"goods", "锑锭 17 吨"}}));
            must(party(*other, m_party, {{"kind", "vessel"}, {"name", "海洋之星 2"}, {"address", "Piraeus"}}));
            QVERIFY(
                changesByOthers(must(other->view(m_id)).state.facts, second, must(other->view(m_id)).known).empty());
        }
        must(officer->exchange());
        const auto after = must(officer->view(m_id));
        const auto changes = changesByOthers(after.state.facts, officer->me(), after.known);
        QCOMPARE(changes.size(), 1u);
        QCOMPARE(changes[0].field, std::string("goods"));
        QCOMPARE(changes[0].mine, std::optional<std::string>("锑锭 24 吨"));
        QVERIFY(changes[0].place.by == second);
        const auto parties = changesByOthers(after.state.parties, officer->me(), after.known);
        QCOMPARE(parties.size(), 1u);
        QCOMPARE(parties[0].fields.at(0).before, std::string("海洋之星"));
        // Put back, there is nothing left to tell.
        must(officer->setFacts(m_id, {{"goods", *changes[0].mine}}));
        const auto again = must(officer->view(m_id));
        QVERIFY(changesByOthers(again.state.facts, officer->me(), again.known).empty());
    }

    void everythingHoldsWhenItIsJudgedAnew() {
        auto officer = m_office.as("officer");
        must(officer->exchange());
        const auto report = must(officer->verify(true, {}, {}));
        for (const auto& finding : report.findings) qWarning("%s: %s", finding.place.c_str(), finding.what.en.c_str());
        QVERIFY(report.findings.empty());
        must(officer->rebuild({}, {}));
        QCOMPARE(found(*officer, "海洋之星"), 1u);
        // Who may not see the case sees the kinds, and no contents.
        const auto view = must(m_office.as("auditor")->view(m_id));
        QVERIFY(!view.state.parties.empty() && view.state.parties[0].fields.empty());
        QVERIFY(view.chronology.size() == 1);
    }

    /// Evidence that was taken back under a citation: what cites it stays as it was, and nothing new cites it.
    void whatWasTakenBackIsCitedNoMore() {
        auto officer = m_office.as("officer");
        const auto file = m_office.scratch() / "second.txt";
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("second") > 0);
        out.close();
        const auto taken = must(officer->addEvidence(m_id, {file}, "documentary", "USB", {}, {})).front();
        const Form form{{"from", "2025-11-04"}, {"text", "验货"}};
        const auto chronology = ItemSort::chronology;
        const auto made = must(officer->stateItem(m_id, chronology, {}, form, {{*taken.item, "1"}}));
        must(officer->undo(m_id, taken.done->event));
        const auto anew = officer->stateItem(m_id, chronology, {}, form, {{*taken.item, "2"}});
        QVERIFY(!anew && anew.error().code == Code::refused);
        QVERIFY2(anew.error().what.en.contains("second.txt") && anew.error().where == "evidence",
                 anew.error().what.en.c_str());
        // What was cited before may stay while something else of the entry changes.
        QVERIFY(officer->stateItem(m_id, chronology, made.item, {{"from", "2025-11-05"}, {"text", "验货"}},
                                   {{*taken.item, "1"}}));
        QVERIFY(officer->stateItem(m_id, chronology, {}, form, {{m_paper, "2"}}));
    }
};

QTEST_GUILESS_MAIN(TestStating)
#include "test_stating.moc"
