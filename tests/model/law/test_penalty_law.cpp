// SPDX-License-Identifier: GPL-3.0-or-later
// The rule table is data that an office can replace, so every way of getting it wrong must be named with its place.
#include "model/law/penalty_law.h"

#include <QFile>
#include <QTest>

using namespace model;
using namespace model::law;

class TestPenaltyLaw : public QObject {
    Q_OBJECT

    std::string m_pack;

    // The shipped pack with the first `from` replaced.
    Checked<PenaltyLaw> with(const std::string& from, const std::string& to) {
        auto pack = m_pack;
        const auto at = pack.find(from);
        if (at == std::string::npos) return std::unexpected(std::vector<Error>{});
        return PenaltyLaw::parse(pack.replace(at, from.size(), to));
    }

private slots:
    void initTestCase() {
        QFile file(RESOURCES_DIR "/law/ecl-2020.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_pack = file.readAll().toStdString();
    }

    void shippedIsTheFile() {
        const auto& book = PenaltyBook::shipped();
        QVERIFY2(book.has_value(), book ? ""
                                        : qPrintable(QString::fromStdString(book.error().front().where + " " +
                                                                            book.error().front().what.en)));
        const auto* law = book->pack(kFirstPack);
        QVERIFY(law != nullptr);
        QCOMPARE(law->id, std::string("ecl-2020"));
        QCOMPARE(formatDate(law->effective), std::string("2020-12-01"));
        QCOMPARE(law->rules.size(), std::size_t{7});
        QCOMPARE(law->grounds.size(), std::size_t{8});
        QCOMPARE(law->bar->years, 5);
        QCOMPARE(law->criminal->kilograms, 20'000);
        QVERIFY(PenaltyLaw::parse(m_pack).has_value());
        for (const auto& rule : law->rules) QVERIFY(!rule.summary.zh.empty());
        QVERIFY(law->ground("apl32-3") != nullptr);
        QVERIFY(law->ground("apl32-6") == nullptr);
    }

    void refusesBadTables_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* from, const char* to, const char* place) {
            QTest::newRow(to) << QByteArray(from) << QByteArray(to) << QByteArray(place);
        };
        row("touchstone-penalty-1", "touchstone-penalty-3", "/format");
        row("\"ecl33\"", "\"ecl34\"", "/articles/1");
        row("\"threshold\": \"500000\",", "", "/articles/0");
        row("\"threshold\": \"500000\"", "\"threshold\": 500000", "/articles/0/threshold");
        row("\"threshold\": \"500000\"", "\"threshold\": \"0\"", "/articles/0/threshold");
        row("[5, 10]", "[10, 5]", "/articles/0/multiples");
        row("[5, 10]", "[5, 10, 20]", "/articles/0/multiples");
        row("[5, 10]", "[0.5, 10]", "/articles/0/multiples/0");
        row("[\"500000\", \"5000000\"]", "[\"5000000\", \"500000\"]", "/articles/0/flat");
        row("[\"500000\", \"5000000\"]", "[\"500000\", \"many\"]", "/articles/0/flat/1");
        row("\"warning\"", "\"flogging\"", "/articles/0/measures/0");
        row("\"suspendBusiness\"", "\"warning\"", "/articles/1/serious/0");
        row("\"lighterOrReduced\"", "\"doubled\"", "/grounds/0/effect");
        row("\"apl32-2\"", "\"apl32-1\"", "/grounds/1");
        row("\"years\": 5", "\"years\": 0", "/bar/years");
        row("2020-12-01", "2020-13-01", "/effective");
        row("\"kilograms\"", "\"kilos\"", "/criminal/kilos");
    }
    void refusesBadTables() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, place);
        const auto law = with(from.toStdString(), to.toStdString());
        QVERIFY(!law);
        QVERIFY(!law.error().empty());
        QCOMPARE(QByteArray::fromStdString(law.error().front().where), place);
    }
};

QTEST_APPLESS_MAIN(TestPenaltyLaw)
#include "test_penalty_law.moc"
