// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/decoders.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <random>

/// What the fuzzer holds the decoders to, with its seeds, each of them cut and changed a little, and with what it has
/// found.
class TestDecoders : public QObject {
    Q_OBJECT

private slots:
    void hold_data() {
        QTest::addColumn<QString>("name");
        for (const auto& one : fuzz::decoders()) QTest::newRow(one.name) << QString::fromLatin1(one.name);
    }
    void hold() {
        QFETCH(const QString, name);
        const auto* decoder = fuzz::decoder(name.toStdString());
        QVERIFY(decoder != nullptr);
        const auto seeds = decoder->seeds();
        QVERIFY(!seeds.empty());
        const auto number = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                                ? qEnvironmentVariable("TOUCHSTONE_SEED").toULongLong()
                                : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%llu", number);
        std::mt19937_64 dice(number);
        for (const auto& seed : seeds) {
            QCOMPARE(decoder->hold(seed), std::string());
            for (int i = 0; i < 300; ++i) {
                auto changed = seed;
                for (auto times = dice() % 4 + 1; times > 0 && !changed.empty(); --times) {
                    const auto at = dice() % changed.size();
                    switch (dice() % 3) {
                    case 0: changed[at] = static_cast<std::uint8_t>(dice()); break;
                    case 1: changed.resize(at); break;
                    default: changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), changed[at]); break;
                    }
                }
                const auto wrong = decoder->hold(changed);
                if (!wrong.empty()) {
                    QFAIL(qPrintable(QStringLiteral("%1: %2").arg(
                        QString::fromStdString(wrong),
                        QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(changed.data()),
                                                       static_cast<qsizetype>(changed.size()))
                                                .toHex()))));
                }
            }
        }
    }

    /// What the fuzzer has found stays here: tests/data/fuzz/NAME.
    void whatWasFoundHolds() {
        for (const auto& one : fuzz::decoders()) {
            const QDir folder(QStringLiteral(TEST_DATA_DIR "/fuzz/") + one.name);
            for (const auto& entry : folder.entryList(QDir::Files)) {
                QFile file(folder.filePath(entry));
                QVERIFY(file.open(QIODevice::ReadOnly));
                const auto bytes = file.readAll();
                const auto wrong = one.hold(
                    {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
                QVERIFY2(wrong.empty(), qPrintable(file.fileName() + ": " + QString::fromStdString(wrong)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDecoders)
#include "test_decoders.moc"
