// SPDX-License-Identifier: GPL-3.0-or-later
// One case all the way, by keyboard, through the real window on a real office: report, assignment, evidence, proposal,
// approval, decision; then everything is verified.
#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/ui/walk/walk.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {

using model::Role;

QByteArray passphraseOf(const QString& label) { return "passphrase of " + label.toUtf8(); }

crypto::ByteView view(const QByteArray& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class TestWholeWay : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_clock = model::systemClock();
        m_random = crypto::systemRandom();
        QVERIFY(m_folder.isValid());
        m_office = m_folder.filePath(QStringLiteral("office")).toStdString();
        const model::Surroundings with{m_clock.get(), m_random.get()};
        model::FoundRequest found;
        found.folder = m_office;
        found.officeName = "Test office";
        found.name = found.label = "supervisor";
        found.roles = {Role::supervisor, Role::administrator};
        found.cost = {crypto::kMinMemoryKiB, 1, 1};
        auto office = model::Workspace::found(found, view(passphraseOf(QStringLiteral("supervisor"))), with);
        QVERIFY2(office.has_value(), office ? "" : office.error().what.en.c_str());
        const std::tuple<const char*, Role, bool> others[] = {{"officer", Role::officer, false},
                                                              {"investigator-1", Role::investigator, true},
                                                              {"investigator-2", Role::investigator, true}};
        model::PersonId officer;
        for (const auto& [label, role, certified] : others) {
            const auto added =
                (*office)->addPerson({label, label, {role}, certified}, view(passphraseOf(QLatin1String(label))));
            QVERIFY2(added.has_value(), added ? "" : added.error().what.en.c_str());
            if (role == Role::officer) officer = *added;
        }
        auto desk = model::Workspace::unlock(m_office, officer, view(passphraseOf(QStringLiteral("officer"))), with);
        QVERIFY2(desk.has_value(), desk ? "" : desk.error().what.en.c_str());
        const auto imported =
            (*desk)->importReports({std::filesystem::path(RESOURCES_DIR) / "practice" / "decisions.csv"}, {}, {});
        QVERIFY2(imported.has_value(), imported ? "" : imported.error().what.en.c_str());
        QVERIFY(imported->taken >= 20);
        for (int i = 1; i <= 2; ++i) {
            QFile paper(m_folder.filePath(QStringLiteral("paper-%1.txt").arg(i)));
            QVERIFY(paper.open(QIODevice::WriteOnly));
            paper.write("What was found at the inspection, paper " + QByteArray::number(i) + "\n");
            m_papers.emplace_back(paper.fileName().toStdString());
        }
    }

    void theWholeWay() {
        QTest::failOnWarning();
        ui::LanguageSwitch languages;
        languages.show(ui::Language::en);
        ui::applyTheme(*qApp, ui::Scheme::light);
        ui::Session session(ui::liveOffice(m_office, {m_clock.get(), m_random.get()}));
        ui::MainWindow window(session);
        window.resize(1280, 720);
        window.start();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window, 20'000));
        const std::filesystem::path decision = m_folder.filePath(QStringLiteral("decision.pdf")).toStdString();
        const QString pictures = qEnvironmentVariable("TOUCHSTONE_PICTURES");
        walk::Person person(session, window, pictures.toStdString());
        try {
            walk::wholeWay(person,
                           walk::Cast{[](const QString& label) { return QString::fromUtf8(passphraseOf(label)); }},
                           QStringLiteral("锑锭"), m_papers, decision);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
        QFile pdf(QString::fromStdString(decision.string()));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        QVERIFY(pdf.read(5) == "%PDF-");
        // A budget: the way gets no longer without somebody noticing. Typed words count too.
        QVERIFY2(person.keys() < 1'500, qPrintable(QString::number(person.keys())));
        person.lock();
    }

    void everythingHolds() {
        const auto info = model::inspectOffice(m_office);
        QVERIFY(info.has_value());
        const auto supervisor = std::ranges::find(info->profiles, "supervisor", &model::Profile::label);
        QVERIFY(supervisor != info->profiles.end());
        auto office =
            model::Workspace::unlock(m_office, supervisor->id, view(passphraseOf(QStringLiteral("supervisor"))),
                                     {m_clock.get(), m_random.get()});
        QVERIFY(office.has_value());
        const auto report = (*office)->verify(true, {}, {});
        QVERIFY(report.has_value());
        for (const auto& finding : report->findings) qInfo("%s: %s", finding.place.c_str(), finding.what.en.c_str());
        QCOMPARE(report->findings.size(), std::size_t{0});
        QVERIFY(report->items >= 2);
    }

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_office;
    std::vector<std::filesystem::path> m_papers;
    std::unique_ptr<model::Clock> m_clock;
    std::unique_ptr<crypto::Random> m_random;
};

QTEST_MAIN(TestWholeWay)
#include "test_whole_way.moc"
