// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"

#include <QTest>

#include <random>

using model::CborReader;
using model::CborWriter;

/// Reads and writes deterministic CBOR. The vectors are those of RFC 8949, Appendix A, that lie inside our subset.
class TestCbor : public QObject {
    Q_OBJECT

private slots:
    void integersOfTheStandard_data() {
        QTest::addColumn<qlonglong>("value");
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("0") << 0LL << QByteArray("00");
        QTest::newRow("23") << 23LL << QByteArray("17");
        QTest::newRow("24") << 24LL << QByteArray("1818");
        QTest::newRow("100") << 100LL << QByteArray("1864");
        QTest::newRow("1000") << 1000LL << QByteArray("1903e8");
        QTest::newRow("1000000") << 1000000LL << QByteArray("1a000f4240");
        QTest::newRow("1000000000000") << 1000000000000LL << QByteArray("1b000000e8d4a51000");
        QTest::newRow("-1") << -1LL << QByteArray("20");
        QTest::newRow("-100") << -100LL << QByteArray("3863");
        QTest::newRow("-1000") << -1000LL << QByteArray("3903e7");
    }
    void integersOfTheStandard() {
        QFETCH(qlonglong, value);
        QFETCH(QByteArray, hex);
        CborWriter writer;
        writer.signedInt(value);
        QCOMPARE(QByteArray::fromStdString(crypto::toHex(writer.view())), hex);
        CborReader reader(writer.view());
        QCOMPARE(reader.signedInt(), value);
        QVERIFY(reader.finish("integer"));
    }

    void compositesOfTheStandard() {
        CborWriter writer;
        writer.map(2).text("a").unsignedInt(1).text("b").array(2).unsignedInt(2).unsignedInt(3);
        QCOMPARE(crypto::toHex(writer.view()), std::string("a26161016162820203"));
        writer = {};
        writer.text("水").bytes(std::array<std::uint8_t, 4>{1, 2, 3, 4}).boolean(false).boolean(true).null();
        QCOMPARE(crypto::toHex(writer.view()), std::string("63e6b0b44401020304f4f5f6"));
    }

    void tellsWhatComesNext() {
        CborWriter writer;
        writer.array(6).unsignedInt(30).signedInt(-30).bytes({}).text("").map(0).null();
        CborReader reader(writer.view());
        const std::vector<std::uint8_t> majors = {4, 0, 1, 2, 3, 5, 7};
        for (const auto major : majors) {
            QCOMPARE(reader.nextMajor(), major);
            if (major == 4) reader.arrayOf(6);
            else (void)reader.skip();
        }
        QCOMPARE(reader.nextMajor(), std::uint8_t{8});
        QVERIFY(reader.finish("items"));
        reader.fault("wrong");
        QCOMPARE(reader.nextMajor(), std::uint8_t{8});
    }
    void refusesOtherEncodings_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("0 in two bytes") << QByteArray("1800");
        QTest::newRow("23 in two bytes") << QByteArray("1817");
        QTest::newRow("255 in three bytes") << QByteArray("1900ff");
        QTest::newRow("indefinite array") << QByteArray("9fff");
        QTest::newRow("indefinite text") << QByteArray("7f6161ff");
        QTest::newRow("tag") << QByteArray("c001");
        QTest::newRow("half float") << QByteArray("f93c00");
        QTest::newRow("undefined") << QByteArray("f7");
        QTest::newRow("keys out of order") << QByteArray("a2616201616102");
        QTest::newRow("double key") << QByteArray("a2616101616102");
        QTest::newRow("array past the end") << QByteArray("9b7fffffffffffffff");
        QTest::newRow("text past the end") << QByteArray("7b7fffffffffffffff61");
        QTest::newRow("broken UTF-8") << QByteArray("62c328");
        QTest::newRow("overlong UTF-8") << QByteArray("62c080");
        QTest::newRow("surrogate") << QByteArray("63eda080");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("left over") << QByteArray("0000");
        QTest::newRow("nested 100 deep") << QByteArray("81").repeated(100) + QByteArray("00");
    }
    void refusesOtherEncodings() {
        QFETCH(QByteArray, hex);
        const QByteArray raw = QByteArray::fromHex(hex);
        CborReader reader(crypto::ByteView(reinterpret_cast<const std::uint8_t*>(raw.constData()),
                                           static_cast<std::size_t>(raw.size())));
        reader.skip();
        const auto result = reader.finish("item");
        QVERIFY(!result);
        QCOMPARE(result.error().code, model::Code::malformed);
        QVERIFY(result.error().what.en.find("at byte") != std::string::npos);
    }

    void randomBytesNeverCrash() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 20000; ++round) {
            crypto::Bytes data(random() % 64);
            for (auto& byte : data) byte = static_cast<std::uint8_t>(random());
            CborReader reader(data);
            const auto item = reader.skip();
            if (!reader.ok()) continue;
            QVERIFY(!item.empty());
            QVERIFY(item.size() <= data.size());
        }
    }
};

QTEST_APPLESS_MAIN(TestCbor)
#include "test_cbor.moc"
