// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include "model/filter/parse.h"

#include <fstream>

/// Bulk imports: in acts, beside the reading, listed at once and found by search after.
class TestImporting : public QObject {
    Q_OBJECT

    static std::filesystem::path file(const TestOffice& office, int from, int count) {
        const auto path = office.scratch() / "reports.jsonl";
        std::ofstream out(path);
        for (int i = from; i < from + count; ++i) {
            const std::string n = std::to_string(i);
            out << "{\"external_id\": \"bulk-" << n << "\", \"title\": \"第" << n
                << "号举报\", \"narrative_zh\": \"锑锭经第三国转运 " << n << "\"}\n";
        }
        return path;
    }
    static std::size_t found(model::Workspace& workspace, const char* words) {
        const auto filter = model::parseFilter(words).value().filter;
        auto list = must(workspace.list());
        return must(list.rows(filter)).size();
    }
    static std::size_t listed(model::Workspace& workspace) {
        auto list = must(workspace.list());
        return must(list.rows({})).size();
    }
    static std::uint64_t unsearchable(model::Workspace& workspace) {
        auto list = must(workspace.list());
        return must(list.unsearchable());
    }

private slots:
    void aFewAreFoundAtOnce() {
        TestOffice office;
        auto officer = office.as("officer");
        QCOMPARE(must(officer->importReports({file(office, 0, 20)}, {}, {})).taken, 20u);
        QCOMPARE(found(*officer, "锑锭"), 20u);
        QCOMPARE(unsearchable(*officer), 0u);
        QCOMPARE(must(officer->indexWords(10)), 0u);
    }

    void manyAreListedAtOnceAndFoundAfter() {
        TestOffice office;
        {
            auto officer = office.as("officer");
            QCOMPARE(must(officer->importReports({file(office, 0, 250)}, {}, {})).taken, 250u);
            QCOMPARE(listed(*officer), 250u);
            QCOMPARE(found(*officer, "锑锭"), 0u);
            QCOMPARE(unsearchable(*officer), 250u);
            QCOMPARE(must(officer->indexWords(100)), 100u);
            QCOMPARE(found(*officer, "锑锭"), 100u);
            QCOMPARE(found(*officer, "第249号"), 1u); // the newest come first
            // A case that is touched before its turn is found, and not owed any more.
            auto list = must(officer->list());
            const auto oldest = must(list.page(std::vector<std::int64_t>{must(list.rows({})).back()})).front().id;
            must(officer->addNote(oldest, "白鹭"));
            QCOMPARE(found(*officer, "白鹭"), 1u);
            QCOMPARE(unsearchable(*officer), 149u);
        }
        auto officer = office.as("officer"); // the rest survived the end of the program
        QCOMPARE(must(officer->indexWords(1'000)), 149u);
        QCOMPARE(must(officer->indexWords(1'000)), 0u);
        QCOMPARE(found(*officer, "锑锭"), 250u);

        // Who takes them in by exchange is not kept waiting at the unlock either.
        auto supervisor = office.as("supervisor");
        QCOMPARE(listed(*supervisor), 250u);
        QCOMPARE(unsearchable(*supervisor), 250u);
        QCOMPARE(must(supervisor->indexWords(1'000)), 250u);
        QCOMPARE(found(*supervisor, "锑锭"), 250u);
        // A rebuild owes nothing.
        QCOMPARE(must(supervisor->rebuild({}, {})), 250u);
        QCOMPARE(unsearchable(*supervisor), 0u);
        QCOMPARE(found(*supervisor, "锑锭"), 250u);
    }

    void severalActs() {
        TestOffice office;
        auto officer = office.as("officer");
        constexpr int kReports = 5'100;
        std::vector<std::uint64_t> steps;
        const auto outcome = must(officer->importReports(
            {file(office, 0, kReports)}, [&](std::uint64_t done, std::uint64_t) { steps.push_back(done); }, {}));
        QCOMPARE(outcome.taken, std::uint64_t(kReports));
        QCOMPARE(outcome.receipt.sealed, std::uint64_t(kReports));
        QVERIFY(outcome.receipt.refused.empty());
        QCOMPARE(steps, (std::vector<std::uint64_t>{2'000, 4'000, kReports, kReports}));
        QCOMPARE(listed(*officer), std::size_t(kReports));
        // What came before is known, also while it is being saved: these overlap with the file and with themselves.
        const auto again = must(officer->importReports({file(office, kReports - 60, 120)}, {}, {}));
        QCOMPARE(again.taken, 60u);
        QCOMPARE(again.duplicates, 60u);
        QCOMPARE(listed(*officer), std::size_t(kReports) + 60);
    }

    void aStopKeepsWhatWasSaved() {
        TestOffice office;
        auto officer = office.as("officer");
        std::stop_source stop;
        const auto outcome = must(officer->importReports(
            {file(office, 0, 20'000)}, [&](std::uint64_t, std::uint64_t) { stop.request_stop(); }, stop.get_token()));
        QVERIFY(outcome.taken >= 2'000u);
        QVERIFY2(outcome.taken < 20'000u, "the stop was not heeded");
        QCOMPARE(listed(*officer), static_cast<std::size_t>(outcome.taken));
    }
};

QTEST_GUILESS_MAIN(TestImporting)
#include "test_importing.moc"
