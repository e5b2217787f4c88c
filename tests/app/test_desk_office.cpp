// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/office_folder.h"
#include "tests/app/ctl_runner.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace fs = std::filesystem;

/// Which office the desk opens by what it is given; the windows themselves are tested in tests/ui.
class TestDeskOffice : public QObject {
    Q_OBJECT

private slots:
    void anOfficeIsNamedByItsFolderOrItsFile() {
        const QTemporaryDir folder;
        const fs::path office = folder.path().toStdString();
        writeBytes(folder.filePath("office.cbor"), "x");
        QCOMPARE(app::officeFolder(office), office);
        QCOMPARE(app::officeFolder(office / "office.cbor"), office);
        QVERIFY(QDir::setCurrent(folder.path()));
        QCOMPARE(app::officeFolder("office.cbor"), fs::path("."));
        QCOMPARE(app::officeFolder("./office.cbor"), fs::path("."));
        // Given back as they are, for the unlock page to say what is wrong.
        QCOMPARE(app::officeFolder(office / "hub.db"), office / "hub.db");
        QCOMPARE(app::officeFolder(office / "no" / "office.cbor"), office / "no" / "office.cbor");
        QVERIFY(QDir(folder.path()).mkdir("b"));
        fs::create_directory(office / "b" / "office.cbor");
        QCOMPARE(app::officeFolder(office / "b" / "office.cbor"), office / "b" / "office.cbor");
    }

    void theOfficeUsedLastIsComeBackTo() {
        const fs::path own = "/data/touchstone";
        QCOMPARE(app::firstOffice({}, {}, own), own);
        QCOMPARE(app::firstOffice({}, "/used/last", own), fs::path("/used/last"));
        QCOMPARE(app::firstOffice("/named", "/used/last", own), fs::path("/named"));
        QCOMPARE(app::firstOffice("/named/", {}, own), fs::path("/named"));
        const QTemporaryDir folder;
        QVERIFY(QDir::setCurrent(folder.path()));
        const fs::path here = fs::current_path();
        writeBytes(folder.filePath("office.cbor"), "x");
        for (const char* word : {".", "office.cbor", "./office.cbor"}) QCOMPARE(app::firstOffice(word, {}, own), here);
        QCOMPARE(app::firstOffice("b", {}, own), here / "b");
    }

    /// On a machine without a screen, as over ssh, what only prints still prints.
    void helpNeedsNoScreen() {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(name));
        for (const auto& [word, says] : {std::pair{"--help", "--office"}, std::pair{"--version", "touchstone "}}) {
            QProcess desk;
            desk.setProcessEnvironment(environment);
            desk.start(QString(PROGRAM_DIR) + "/touchstone", {QLatin1String(word)});
            QVERIFY(desk.waitForFinished());
            QCOMPARE(desk.exitStatus(), QProcess::NormalExit);
            QCOMPARE(desk.exitCode(), 0);
            const QByteArray said = desk.readAllStandardOutput();
            QVERIFY2(said.contains(says), said.constData());
        }
    }

    /// Without a screen the desk says so in its own words, and does not end in a crash.
    void withoutAScreenItSaysWhatToDo() {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"})
            environment.remove(QLatin1String(name));
        QProcess desk;
        desk.setProcessEnvironment(environment);
        desk.start(QString(PROGRAM_DIR) + "/touchstone", {});
        QVERIFY(desk.waitForFinished());
        QCOMPARE(desk.exitStatus(), QProcess::NormalExit);
        QCOMPARE(desk.exitCode(), 1);
        const QByteArray said = desk.readAllStandardError();
        QVERIFY2(said.startsWith("touchstone: there is no screen here") && said.contains("touchstonectl"),
                 said.constData());
    }

    void twoOfficesAreRefused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("two words") << QStringList{"a", "b"};
        QTest::newRow("a word and the option") << QStringList{"--office", "a", "b"};
    }
    void twoOfficesAreRefused() {
        QFETCH(QStringList, arguments);
        QProcess desk;
        desk.start(QString(PROGRAM_DIR) + "/touchstone", arguments);
        QVERIFY(desk.waitForFinished());
        QCOMPARE(desk.exitCode(), 1);
        // fontconfig may complain after it: its thread was still reading the fonts when the program ended.
        const QByteArray said = desk.readAllStandardError();
        QVERIFY2(said.startsWith("touchstone: one office is opened at a time\n"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestDeskOffice)
#include "test_desk_office.moc"
