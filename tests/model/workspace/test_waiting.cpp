// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database.h"
#include "model/workspace/office_files.h"
#include "tests/support/office.h"

#include <fstream>

using namespace model;

/// What is saved waits while the hub cannot be asked, and is sealed when it can be.
class TestWaiting : public QObject {
    Q_OBJECT

    /// The hub's store, out of order as long as this lives.
    class Outage {
    public:
        explicit Outage(const TestOffice& office)
            : m_db(must(Database::open(office.folder() / "hub.db", keyOf(office), OpenMode::readWrite))) {
            must(m_db.execute("ALTER TABLE hub_commit RENAME TO elsewhere"));
        }
        ~Outage() { must(m_db.execute("ALTER TABLE elsewhere RENAME TO hub_commit")); }

    private:
        static crypto::Secret keyOf(const TestOffice& office) {
            const auto keys = must(
                openKeys(must(readIdentityFile(office.folder(), office.id("officer"))), crypto::asBytes("officer")));
            return must(openHubKey(office.folder(), office.id("officer"), keys.identity));
        }
        Database m_db;
    };

private slots:
    void nothingSavedIsLost() {
        TestOffice office;
        auto officer = office.as("officer");
        intake::Report report;
        report.title = same("A report");
        report.narrativeEn = "Antimony left without a licence.";
        const CaseId id = must(officer->receiveReport(report));
        const auto file = office.scratch() / "file.txt";
        std::ofstream(file) << "what was dropped on the case";
        const auto evidence = [&] {
            return std::distance(std::filesystem::directory_iterator(office.folder() / "evidence"), {});
        };
        const auto before = evidence();
        {
            const Outage outage(office);
            QVERIFY(!officer->addNote(id, "Said while the hub was away"));
            const auto taken = must(officer->addEvidence(id, {file}, "documentary", "", {}, {}));
            QVERIFY(taken[0].error);
            // Both are saved: they show in the case, as what waits. The sealed file is as durable as the event that
            // needs it.
            const auto state = must(officer->state(id));
            QCOMPARE(state.notes.size(), 1u);
            QCOMPARE(state.evidence.size(), 1u);
            QCOMPARE(evidence(), before + 1);
        }
        must(officer->exchange());
        const auto report2 = must(officer->verify(true, {}, {}));
        QVERIFY2(report2.findings.empty(), report2.findings.empty() ? "" : report2.findings[0].place.c_str());
        QCOMPARE(report2.items, 1u);
        auto supervisor = office.as("supervisor");
        const auto state = must(supervisor->state(id));
        QCOMPARE(state.notes.size(), 1u);
        QCOMPARE(state.evidence.size(), 1u);
        must(supervisor->verifyEvidence(id, state.evidence[0].id, {}, {}));
    }
};

QTEST_GUILESS_MAIN(TestWaiting)
#include "test_waiting.moc"
