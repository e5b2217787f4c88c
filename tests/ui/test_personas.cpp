// SPDX-License-Identifier: GPL-3.0-or-later
// A day of three people at real windows, by keyboard alone, with the keys counted: who needs more of them than before
// has made somebody's day longer.
#include "model/filter/parse.h"
#include "tests/ui/walk/days.h"
#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/stage.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using walk::Person;

class TestPersonas : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const std::filesystem::path folder = m_folder.path().toStdString();
        walk::makePracticeOffice(folder / "practice");
        m_stage = std::make_unique<walk::Stage>(folder / "practice", folder / "visit");
        m_stage->setLook({ui::Language::zh, ui::Scheme::light, {1280, 720}});
    }
    void cleanupTestCase() { m_stage.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void cleanup() { m_stage->leave(); }

    void theOfficerTriages() {
        day("officer", [this](Person& at) {
            const int received = count("stage:received");
            within(walk::officersDay(at, m_stage->window()), 90);
            QCOMPARE(count("stage:received"), received - 12);
        });
    }
    void theInvestigatorSubmits() {
        day("investigator-1", [this](Person& at) {
            within(walk::investigatorsDay(at, m_stage->window(), walk::practicePapers(m_stage->office())), 120);
            QCOMPARE(count("stage:proposed"), 2);
        });
    }
    void theSupervisorDecides() {
        day("supervisor", [this](Person& at) {
            const int decided = count("stage:decided");
            within(walk::supervisorsDay(at, m_stage->window()), 60);
            QCOMPARE(count("stage:decided"), decided + 1);
        });
    }

private:
    void day(const char* who, const std::function<void(Person&)>& work) {
        try {
            m_stage->enter(QString::fromLatin1(who));
            work(m_stage->person());
            QCOMPARE(m_stage->person().mouseEvents(), 0);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
    }
    static void within(int keys, int budget) {
        qInfo("%d keys of %d", keys, budget);
        QVERIFY2(keys <= budget, qPrintable(QString::number(keys)));
    }
    /// Cases of the office, not what the list shows.
    int count(const char* filter) {
        int found = -1;
        const auto parsed = model::parseFilter(filter);
        if (!parsed) qFatal("%s", filter);
        m_stage->session().read(
            0, &m_stage->window(), [filter = parsed->filter](ui::ReaderPort& reader) { return reader.count(filter); },
            [&found](const model::Result<std::uint64_t>& answer) { found = answer ? static_cast<int>(*answer) : -2; });
        m_stage->person().until([&] { return found != -1; }, QStringLiteral("the count"));
        return found;
    }
    QTemporaryDir m_folder;
    std::unique_ptr<walk::Stage> m_stage;
};

QTEST_MAIN(TestPersonas)
#include "test_personas.moc"
