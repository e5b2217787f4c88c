// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/money.h"

#include <QTest>

#include <limits>
#include <random>

using namespace model;
using namespace model::law;

class TestMoney : public QObject {
    Q_OBJECT

private slots:
    void reads_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("fen");
        const auto row = [](const char* text, qlonglong fen) { QTest::newRow(text) << QString::fromUtf8(text) << fen; };
        row("0", 0);
        row("26", 2600);
        row("174.4", 17440);
        row("208488.06", 20848806);
        row("1,820,000.50", 182000050);
        row("1820000.50元", 182000050);
        row("¥ 1,000", 100000);
        row("￥1,000圆", 100000);
        row("CNY 26.5", 2650);
        row("人民币50万元", 50000000);
        row("182万", 182000000);
        row("1.23456万", 1234560);
        row("1.46亿元", 14600000000);
        row("１８２万", 182000000);
        row("１，８２０，０００．５０", 182000050);
        row("  7336　", 733600);
        row("0.010", 1);
        row("92233720368547758.07", std::numeric_limits<qlonglong>::max());
    }
    void reads() {
        QFETCH(QString, text);
        QFETCH(qlonglong, fen);
        const auto money = parseMoney(text.toStdString());
        QVERIFY2(money.has_value(), money ? "" : money.error().what.en.c_str());
        QCOMPARE(money->fen(), fen);
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("code");
        for (const char* bad :
             {"",      "元",     "abc",  "1.", ".5",  "1.2.3", "-5",    "+5",  "－5",        "0.005",  "1.2345678万",
              "12,34", "1,2345", ",123", "1,", "1e6", "0x10",  "USD 5", "5 6", "1,000,00.5", "五十万", "1万万"}) {
            QTest::newRow(*bad ? bad : "empty") << QString::fromUtf8(bad) << static_cast<int>(Code::malformed);
        }
        QTest::newRow("over") << "92233720368547758.08" << static_cast<int>(Code::tooLarge);
        QTest::newRow("far over") << QString(90, '9') << static_cast<int>(Code::tooLarge);
        QTest::newRow("too long") << QString(200, '9') << static_cast<int>(Code::malformed);
    }
    void refuses() {
        QFETCH(QString, text);
        QFETCH(int, code);
        const auto money = parseMoney(text.toStdString());
        QVERIFY(!money);
        QCOMPARE(static_cast<int>(money.error().code), code);
        QVERIFY(!money.error().what.en.empty() && !money.error().what.zh.empty());
    }

    void formats() {
        QCOMPARE(formatMoney(Money::fromFen(182000050)), std::string("1,820,000.50"));
        QCOMPARE(formatMoney(Money::fromFen(0)), std::string("0.00"));
        QCOMPARE(formatMoney(Money::fromFen(7)), std::string("0.07"));
        QCOMPARE(formatMoney(Money::fromFen(-100000)), std::string("-1,000.00"));
        QCOMPARE(formatMoney(Money::fromFen(std::numeric_limits<std::int64_t>::min())),
                 std::string("-92,233,720,368,547,758.08"));
        QCOMPARE(moneyText(Money::fromFen(100)).zh, std::string("1.00元"));
    }

    // The first seven are the examples of the People's Bank of China's rules for bills (支付结算办法, annex 1).
    void capitals_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("capitals");
        const auto row = [](const char* text, const char* capitals) {
            QTest::newRow(text) << QString(text) << QString::fromUtf8(capitals);
        };
        row("1,409.50", "壹仟肆佰零玖元伍角");
        row("6,007.14", "陆仟零柒元壹角肆分");
        row("1,680.32", "壹仟陆佰捌拾元零叁角贰分");
        row("107,000.53", "壹拾万柒仟元零伍角叁分");
        row("16,409.02", "壹万陆仟肆佰零玖元零贰分");
        row("325.04", "叁佰贰拾伍元零肆分");
        row("1,820,000", "壹佰捌拾贰万元整");
        row("0", "零元整");
        row("0.53", "伍角叁分");
        row("0.05", "伍分");
        row("10", "壹拾元整");
        row("2,553,252.65", "贰佰伍拾伍万叁仟贰佰伍拾贰元陆角伍分");
        row("100,000,000", "壹亿元整");
        row("100,000,001", "壹亿零壹元整");
        row("1,000,010,000", "壹拾亿零壹万元整");
        row("10,500", "壹万零伍佰元整");
        row("100,500", "壹拾万零伍佰元整");
        row("1,234,500,000,000", "壹万贰仟叁佰肆拾伍亿元整");
    }
    void capitals() {
        QFETCH(QString, text);
        QFETCH(QString, capitals);
        QCOMPARE(QString::fromStdString(moneyCapitals(*parseMoney(text.toStdString()))), capitals);
    }

    void arithmeticIsExactOrRefused() {
        const auto most = Money::fromFen(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(add(Money::fromFen(25413651), Money::fromFen(25651402))->fen(), 51065053);
        QCOMPARE(add(most, Money::fromFen(1)).error().code, Code::tooLarge);
        QCOMPARE(subtract(Money::fromFen(std::numeric_limits<std::int64_t>::min()), Money::fromFen(1)).error().code,
                 Code::tooLarge);
        QCOMPARE(multiply(most, 2).error().code, Code::tooLarge);
        QCOMPARE(multiply(Money::fromFen(51065053), 5)->fen(), 255325265);
        // The product leaves 64 bits but the quotient does not.
        QCOMPARE(multiply(most, Ratio{2, 2}, Rounding::down)->fen(), most.fen());
        QCOMPARE(multiply(Money::fromFen(1), Ratio{1, 0}, Rounding::down).error().code, Code::malformed);
    }
    void roundingIsAsAsked() {
        QCOMPARE(multiply(Money::fromFen(5), Ratio{1, 2}, Rounding::down)->fen(), 2);
        QCOMPARE(multiply(Money::fromFen(5), Ratio{1, 2}, Rounding::halfUp)->fen(), 3);
        QCOMPARE(multiply(Money::fromFen(-5), Ratio{1, 2}, Rounding::halfUp)->fen(), -3);
        QCOMPARE(multiply(Money::fromFen(4), Ratio{1, 3}, Rounding::halfUp)->fen(), 1);
        QCOMPARE(multiply(Money::fromFen(100), Ratio{3, 100}, Rounding::halfUp)->fen(), 3); // 3 % of a fine a day
    }

    void whatIsFormattedReadsBack() {
        std::mt19937_64 random(20260622);
        for (int i = 0; i < 20000; ++i) {
            const auto fen = static_cast<std::int64_t>(random() >> (1 + random() % 62));
            const auto back = parseMoney(formatMoney(Money::fromFen(fen)));
            QVERIFY(back && back->fen() == fen);
        }
    }
    void anyBytesAreSurvived() {
        std::mt19937_64 random(7);
        static constexpr std::string_view kPieces[] = {"0",  "9",  ",", ".", "万", "亿",   "元",
                                                       "５", "，", "-", "¥", " ",  "\xff", "CNY"};
        for (int i = 0; i < 20000; ++i) {
            std::string text;
            for (auto n = random() % 12; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
            if (const auto money = parseMoney(text)) QVERIFY(money->fen() >= 0);
        }
    }
};

QTEST_APPLESS_MAIN(TestMoney)
#include "test_money.moc"
