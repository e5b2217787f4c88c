// SPDX-License-Identifier: GPL-3.0-or-later
// docs/checklist.md against the tests that there are: every expectation has its row, and every test that a row names
// exists and is run by ctest, or is a benchmark of `./dev bench`.
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <filesystem>

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = fs::path(RESOURCES_DIR).parent_path();

QString read(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// All build files of tests/, in which a test is registered by its path without the ending.
QString registrations() {
    QString all;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tests")) {
        if (entry.path().filename() == "CMakeLists.txt") all += read(entry.path());
    }
    return all;
}

struct Row {
    int number = 0;
    QString expectation;
    QString shown;
};

QList<Row> rows() {
    QList<Row> all;
    const QRegularExpression line(QStringLiteral("^\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|$"),
                                  QRegularExpression::MultilineOption);
    auto found = line.globalMatch(read(kRoot / "docs" / "checklist.md"));
    while (found.hasNext()) {
        const auto match = found.next();
        all.append({match.captured(1).toInt(), match.captured(2), match.captured(3)});
    }
    return all;
}

} // namespace

class TestChecklist : public QObject {
    Q_OBJECT

private slots:
    void everyExpectationHasItsRow() {
        const auto all = rows();
        QCOMPARE(all.size(), 60);
        for (int i = 0; i < all.size(); ++i) QCOMPARE(all[i].number, i + 1);
    }

    /// A row names a test, or says what will bring it; often both, because the part that is here is tested.
    void everyRowIsShownOrSaysWhatIsMissing() {
        for (const auto& row : rows()) {
            const bool tested =
                row.shown.contains(QStringLiteral("::")) || row.shown.contains(QStringLiteral("bench "));
            QVERIFY2(tested || row.shown.startsWith(QStringLiteral("Later: ")),
                     qPrintable(QString::number(row.number)));
        }
    }

    void everyNamedTestExistsAndIsRun() {
        const QString registered = registrations();
        const QRegularExpression test(QStringLiteral("`([a-z_/]+)::([A-Za-z0-9]+)`"));
        const QRegularExpression bench(QStringLiteral("`bench ([a-z]+)`"));
        int named = 0;
        for (const auto& row : rows()) {
            auto found = test.globalMatch(row.shown);
            while (found.hasNext()) {
                const auto match = found.next();
                const QString where = QStringLiteral("row %1: %2").arg(row.number).arg(match.captured());
                const QString source = read(kRoot / "tests" / (match.captured(1).toStdString() + ".cpp"));
                QVERIFY2(!source.isEmpty(), qPrintable(where + QStringLiteral(": no such file")));
                const QRegularExpression slot(QStringLiteral("\\n    void %1\\(\\) \\{").arg(match.captured(2)));
                QVERIFY2(source.contains(slot), qPrintable(where + QStringLiteral(": no such function")));
                QVERIFY2(registered.contains(QRegularExpression(
                             QStringLiteral("touchstone(_ctl)?_test\\((app/)?%1[ )\\n]")
                                 .arg(match.captured(1).section(
                                     u'/', match.captured(1).startsWith(QStringLiteral("app/")) ? 1 : 0)))),
                         qPrintable(where + QStringLiteral(": ctest does not run it")));
                ++named;
            }
            auto benches = bench.globalMatch(row.shown);
            while (benches.hasNext()) {
                const auto match = benches.next();
                QVERIFY2(registered.contains(QStringLiteral("touchstone_bench(bench_%1 ").arg(match.captured(1))),
                         qPrintable(QStringLiteral("row %1: %2").arg(row.number).arg(match.captured())));
                ++named;
            }
        }
        QVERIFY2(named > 50, qPrintable(QString::number(named)));
    }
};

QTEST_GUILESS_MAIN(TestChecklist)
#include "test_checklist.moc"
