// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QDirIterator>
#include <QImageReader>
#include <QMimeDatabase>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString kId = QStringLiteral(APP_ID);

struct Run {
    int exit = -1; ///< -1 where the program is not there or was ended by a signal
    QByteArray out;
    QByteArray err;
};

Run run(const QString& program, const QStringList& arguments, const QMap<QString, QString>& variables = {},
        const QString& input = {}) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LC_ALL", "C.UTF-8");
    environment.remove("DESTDIR");
    for (const auto& [name, value] : variables.asKeyValueRange()) environment.insert(name, value);
    process.setProcessEnvironment(environment);
    if (!input.isEmpty()) process.setStandardInputFile(input);
    process.start(program, arguments);
    if (!process.waitForStarted()) return {-1, {}, program.toUtf8() + " is not installed"};
    if (!process.waitForFinished(120000)) return {-1, {}, program.toUtf8() + " did not end"};
    const bool ended = process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray unpacked(const QString& path) { return run("gzip", {"-dc", path}).out; }

/// The options that a text names, without their dashes: --office, or \-\-office in roff.
QSet<QString> optionsIn(const QByteArray& text) {
    static const QRegularExpression option(QStringLiteral(R"((?<![-\w])--([a-z][-a-z]*))"));
    QSet<QString> names;
    const QString plain = QString::fromUtf8(text).replace(QLatin1String("\\-"), QLatin1String("-"));
    for (const auto& match : option.globalMatch(plain)) names.insert(match.captured(1));
    return names;
}

} // namespace

/// What `cmake --install` puts onto a system, from which the packages are made.
class TestInstall : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_prefix;

    [[nodiscard]] Run install(const QString& prefix) const {
        return run(CMAKE_PROGRAM, {"--install", BUILD_DIR, "--prefix", prefix}, {{"SOURCE_DATE_EPOCH", "1767225600"}});
    }
    [[nodiscard]] QString path(const QString& relative) const { return m_prefix + "/" + relative; }
    [[nodiscard]] QString share(const char* pattern) const { return path("share/" + QString(pattern).arg(kId)); }

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_prefix = m_folder.filePath("usr");
        const Run done = install(m_prefix);
        QVERIFY2(done.exit == 0, done.err.constData());
        // Before anything asks for a MIME type: those of this tree, and no others.
        qputenv("XDG_DATA_DIRS", path("share").toUtf8());
        qputenv("XDG_DATA_HOME", m_folder.filePath("none").toUtf8());
    }

    void theTreeIsTheOneThatIsListed() {
        QFile list(QString(RESOURCES_DIR) + "/package/files.txt");
        QVERIFY(list.open(QIODevice::ReadOnly));
        QStringList expected = QString::fromUtf8(list.readAll()).replace("@ID@", kId).split('\n', Qt::SkipEmptyParts);
        QStringList found;
        QDirIterator each(m_prefix, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QFileInfo file = each.nextFileInfo();
            found += file.filePath().mid(m_prefix.size() + 1);
            QVERIFY2(file.size() > 0, qPrintable(file.filePath()));
            QCOMPARE(file.isExecutable(), found.last().startsWith("bin/"));
        }
        found.sort();
        expected.sort();
        QCOMPARE(found, expected);
    }

    void theSameTreeIsInstalledTwice() {
        const QString second = m_folder.filePath("second");
        QCOMPARE(install(second).exit, 0);
        QCOMPARE(digests(second), digests(m_prefix));
    }

    void theDesktopEntryIsValid() {
        const QString entry = share("applications/%1.desktop");
        const Run judged = run("desktop-file-validate", {entry});
        QVERIFY2(judged.exit == 0 && judged.out.isEmpty() && judged.err.isEmpty(),
                 (judged.out + judged.err).constData());
        const QString text = QString::fromUtf8(readBytes(entry));
        for (const char* key : {"Name", "GenericName", "Comment", "Keywords"}) {
            QVERIFY2(text.contains(QString("\n%1=").arg(key)), key);
            QVERIFY2(text.contains(QString("\n%1[zh_CN]=").arg(key)), key);
        }
        // What it names is there.
        QVERIFY(text.contains("\nExec=touchstone %f\n"));
        QVERIFY(QFileInfo(path("bin/touchstone")).isExecutable());
        QVERIFY(text.contains("\nIcon=" + kId + "\n"));
        QVERIFY(QFile::exists(share("icons/hicolor/scalable/apps/%1.svg")));
    }

    void theWindowsHaveTheNameOfTheEntry() {
        const QByteArray program = readBytes(path("bin/touchstone"));
        const QByteArray name(reinterpret_cast<const char*>(kId.utf16()), 2 * kId.size());
        QVERIFY2(program.contains(name), "app/desk/main.cpp sets another desktop file name");
    }

    void theMetadataIsValid() {
        const QString file = share("metainfo/%1.metainfo.xml");
        const Run judged = run("appstreamcli", {"validate", "--strict", "--no-net", file});
        QVERIFY2(judged.exit == 0, (judged.out + judged.err).constData());
        const QByteArray text = readBytes(file);
        QVERIFY(text.contains("<id>" APP_ID "</id>"));
        QVERIFY(text.contains("<launchable type=\"desktop-id\">" APP_ID ".desktop</launchable>"));
        QVERIFY2(text.contains("<release version=\"" APP_VERSION "\""),
                 "CHANGELOG.md does not tell of the version in CMakeLists.txt");
        QVERIFY(text.contains("<content_rating type=\"oars-1.1\""));
        QVERIFY(!text.contains('@'));
    }

    void theIconIsDrawn() {
        QImageReader reader(share("icons/hicolor/scalable/apps/%1.svg"));
        reader.setScaledSize({256, 256});
        const QImage icon = reader.read();
        QVERIFY2(!icon.isNull(), qPrintable(reader.errorString()));
        QCOMPARE(icon.pixelColor(0, 0).alpha(), 0);
        QCOMPARE(icon.pixelColor(128, 152).alpha(), 255);
        QVERIFY(icon.pixelColor(128, 152) != icon.pixelColor(128, 60)); // the streak on the stone
    }

    void anOfficeFileIsKnown() {
        Ctl ctl;
        ctl.office = m_folder.filePath("office");
        ctl.passphrase = "for the file only";
        const CtlResult founded = ctl.words({"office", "found", "--label", "a", "--office-name", "A"});
        QVERIFY2(founded.exit == 0, founded.err.constData());
        const QMimeDatabase types;
        const QString office = ctl.office + "/office.cbor";
        const QString type = QStringLiteral("application/vnd.touchstone.office");
        QCOMPARE(types.mimeTypeForFile(office, QMimeDatabase::MatchDefault).name(), type);
        QCOMPARE(types.mimeTypeForFile(office, QMimeDatabase::MatchContent).name(), type);
        QVERIFY(types.mimeTypeForFile(ctl.office + "/hub.db", QMimeDatabase::MatchContent).name() != type);
        QVERIFY(readBytes(share("applications/%1.desktop")).contains("\nMimeType=" + type.toUtf8() + ";\n"));
        QVERIFY(readBytes(share("metainfo/%1.metainfo.xml")).contains("<mediatype>" + type.toUtf8() + "</mediatype>"));
    }

    void theManualsNameEveryOption_data() {
        QTest::addColumn<QString>("page");
        QTest::newRow("en") << "share/man/man1/touchstone.1.gz";
        QTest::newRow("zh") << "share/man/zh_CN/man1/touchstone.1.gz";
    }
    void theManualsNameEveryOption() {
        QFETCH(QString, page);
        const Run help = run(path("bin/touchstone"), {"--help"});
        QCOMPARE(help.exit, 0);
        const QSet<QString> options = optionsIn(help.out);
        QVERIFY(options.contains("office") && options.contains("lang"));
        QCOMPARE(optionsIn(unpacked(path(page))), options);
    }

    void theManualsAreReadByMan_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("word");
        QTest::newRow("touchstone") << "man1/touchstone.1.gz" << "TOUCHSTONE";
        QTest::newRow("touchstonectl") << "man1/touchstonectl.1.gz" << "TOUCHSTONECTL";
        QTest::newRow("touchstone-hub") << "man1/touchstone-hub.1.gz" << "TOUCHSTONE-HUB";
        QTest::newRow("touchstone, zh") << "zh_CN/man1/touchstone.1.gz" << "办公室";
        QTest::newRow("touchstonectl, zh") << "zh_CN/man1/touchstonectl.1.gz" << "办公室";
    }
    void theManualsAreReadByMan() {
        QFETCH(QString, page);
        QFETCH(QString, word);
        const Run man = run("man", {"--warnings", "-E", "UTF-8", "-l", path("share/man/" + page)},
                            {{"MANROFFSEQ", ""}, {"MANWIDTH", "100"}});
        QCOMPARE(man.exit, 0);
        QCOMPARE(man.err, QByteArray());
        QVERIFY(QString::fromUtf8(man.out).contains(word));
    }

    void theCompletionIsReadByBash() {
        const QString script = path("share/bash-completion/completions/touchstonectl");
        const Run read = run("bash", {"-n", script});
        QVERIFY2(read.exit == 0, read.err.constData());
        QVERIFY(readBytes(path("share/zsh/vendor-completions/_touchstonectl")).startsWith("#compdef touchstonectl\n"));
        QVERIFY(readBytes(path("share/fish/vendor_completions.d/touchstonectl.fish"))
                    .contains("complete -c touchstonectl"));
    }

    void theChangelogIsDebians() {
        const QString log = m_folder.filePath("changelog");
        writeBytes(log, unpacked(path("share/doc/touchstone/changelog.gz")));
        const Run parsed = run("dpkg-parsechangelog", {"-l", log, "--show-field", "Version"});
        QVERIFY2(parsed.exit == 0 && parsed.err.isEmpty(), parsed.err.constData());
        QCOMPARE(parsed.out.trimmed(), QByteArray(APP_VERSION));
        for (const QByteArray& line : readBytes(log).split('\n')) {
            QVERIFY2(line.size() <= 80 || line.startsWith(" -- "), line.constData());
        }
    }

    void aHeadingWithoutAVersionIsRefused() {
        const QString script = QString(SOURCE_DIR) + "/cmake/changelog.sh";
        const QString log = m_folder.filePath("log.md");
        writeBytes(log,
                   "# Changelog\n\n## 0.2.0 (2026-12-01)\n\n- One `thing` & another\n  of it\n\n## Soon\n\n- two\n");
        const Run refused = run(script, {"appstream"}, {}, log);
        QVERIFY(refused.exit > 0);
        QVERIFY2(refused.err.contains("## Soon"), refused.err.constData());
        writeBytes(log, readBytes(log).replace("## Soon", "## 0.1.0 (2026-11-30)"));
        const Run told = run(script, {"appstream"}, {}, log);
        QVERIFY2(told.exit == 0, told.err.constData());
        QVERIFY(told.out.contains("<li>One thing &amp; another of it</li>"));
        QVERIFY(told.out.indexOf("version=\"0.2.0\" date=\"2026-12-01\" type=\"stable\"") <
                told.out.indexOf("version=\"0.1.0\" date=\"2026-11-30\" type=\"stable\""));
    }
};

QTEST_GUILESS_MAIN(TestInstall)
#include "test_install.moc"
