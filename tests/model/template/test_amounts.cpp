// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/amounts.h"

#include <QRandomGenerator>
#include <QTest>

using namespace model;

/// Amounts in capital numerals, read back and held against figures.
class TestAmounts : public QObject {
    Q_OBJECT

private slots:
    void readsThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("fen"); // -1: no amount that can be read
        // Worked by hand.
        QTest::newRow("whole") << QStringLiteral("壹佰捌拾贰万元整") << qint64(182'000'000);
        QTest::newRow("five jiao") << QStringLiteral("壹佰捌拾贰万元伍角") << qint64(182'000'050);
        QTest::newRow("skipped") << QStringLiteral("壹万零伍元零叁分") << qint64(1'000'503);
        QTest::newRow("hundred million") << QStringLiteral("壹亿肆仟陆佰万元整") << qint64(14'600'000'000);
        QTest::newRow("ten") << QStringLiteral("拾万元整") << qint64(-2); // 拾 alone does not begin an amount here
        QTest::newRow("zero") << QStringLiteral("零元整") << qint64(0);
        QTest::newRow("old yuan") << QStringLiteral("叁佰圆整") << qint64(30'000);
        QTest::newRow("two digits") << QStringLiteral("壹贰元整") << qint64(-1);
        QTest::newRow("no unit at the end") << QStringLiteral("壹角贰") << qint64(-1);
        QTest::newRow("no amount") << QStringLiteral("第叁号") << qint64(-2);
    }
    void readsThem() {
        QFETCH(QString, text);
        QFETCH(qint64, fen);
        const auto found = capitalAmounts(("共计" + text + "。").toStdString());
        if (fen == -2) {
            for (const auto& one : found) QVERIFY(one.text != text.toStdString());
            return;
        }
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(found.front().text), text);
        if (fen < 0) QVERIFY(!found.front().amount);
        else QCOMPARE(found.front().amount, std::optional(law::Money::fromFen(fen)));
    }

    /// Whatever the program writes it reads back.
    void readsWhatIsWritten() {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator chance(seed);
        for (int i = 0; i < 20'000; ++i) {
            const auto fen = static_cast<std::int64_t>(chance.generate64() >> (14 + chance.bounded(46)));
            if (fen > 99'999'999'999'999) continue;
            const auto amount = law::Money::fromFen(fen);
            const auto found = capitalAmounts(law::moneyCapitals(amount));
            QVERIFY2(found.size() == 1 && found.front().amount == amount, law::moneyCapitals(amount).c_str());
        }
    }

    void doubtsWhatDiffers() {
        const auto doubts = [](const char* text) { return amountDoubts(text).size(); };
        QCOMPARE(doubts("罚款人民币1,820,000.00元（大写：壹佰捌拾贰万元整）"), std::size_t(0));
        QCOMPARE(doubts("罚款182万元（大写：壹佰捌拾贰万元整）"), std::size_t(0));
        QCOMPARE(doubts("罚款人民币1,280,000.00元（大写：壹佰捌拾贰万元整）"), std::size_t(1));
        QCOMPARE(doubts("没收500,000.00元（伍拾万元整），罚款1,820,000.00元（壹佰捌拾贰万元整）"), std::size_t(0));
        QCOMPARE(doubts("大写：壹佰捌拾贰万元整"), std::size_t(0)); // nothing beside it
        QCOMPARE(doubts("罚款100元（大写：壹壹元整）"), std::size_t(1));
        QCOMPARE(doubts("第34条，2026年3月4日"), std::size_t(0));
    }

    /// Hostile text ends, and is read in one go.
    void anyBytesEnd() {
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += "亿";
        (void)amountDoubts("壹" + text + "元整");
        (void)amountDoubts(std::string(100'000, '9') + std::string("\xE5\xA3"));
        std::string wild;
        for (int i = 0; i < 100'000; ++i) wild += static_cast<char>(i * 7);
        (void)amountDoubts(wild);
    }
};

QTEST_APPLESS_MAIN(TestAmounts)
#include "test_amounts.moc"
