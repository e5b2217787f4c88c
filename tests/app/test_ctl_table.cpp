// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"
#include "app/cli/output.h"
#include "app/ctl/commands.h"
#include "app/ctl/manual.h"
#include "tests/app/ctl_runner.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using app::Language;

/// The table of commands, and all that is made from it.
class TestCtlTable : public QObject {
    Q_OBJECT

    app::Program m_program = app::program();

    app::Result<app::Parsed> parse(std::vector<std::string> arguments) const {
        return app::parseArguments(m_program, arguments);
    }

private slots:
    void everythingIsSaidInBothLanguages() {
        std::set<std::string> paths;
        const auto both = [](const app::Text& text, const std::string& where) {
            if (text.en.empty() || text.zh.empty()) qFatal("a text is missing at %s", where.c_str());
        };
        for (const auto& command : m_program.commands) {
            QVERIFY2(paths.insert(command.path()).second, command.path().c_str());
            QVERIFY(command.run != nullptr);
            both(command.help, command.path());
            for (const auto& one : command.operands) both(one.help, command.path() + " " + one.name);
            for (const auto& one : command.options) both(one.help, command.path() + " --" + one.name);
            for (const auto& one : command.members) both(one.help, command.path() + " " + one.path);
            for (std::size_t i = 0; i + 1 < command.operands.size(); ++i) QVERIFY(!command.operands[i].repeats);
            for (const auto& option : command.options) {
                for (const auto& global : m_program.globals) QVERIFY(option.name != global.name);
            }
        }
    }

    void readsOptionsAnywhere() {
        for (const auto& line : std::vector<std::vector<std::string>>{
                 {"--office", "o", "case", "do", "R", "accept", "--set", "a=b", "--set=c=d"},
                 {"case", "--office=o", "do", "--set", "a=b", "R", "--set", "c=d", "accept"},
                 {"case", "do", "--set", "a=b", "--set", "c=d", "--office", "o", "--", "R", "accept"}}) {
            const auto parsed = parse(line);
            QVERIFY(parsed);
            QCOMPARE(parsed->command->path(), std::string("case do"));
            QCOMPARE(parsed->call.value("office"), std::string("o"));
            QCOMPARE(parsed->call.value("REF"), std::string("R"));
            QCOMPARE(parsed->call.value("STEP"), std::string("accept"));
            QCOMPARE(parsed->call.all("set"), (std::vector<std::string>{"a=b", "c=d"}));
        }
        const auto dashes = parse({"case", "note", "--", "R", "--json"});
        QVERIFY(dashes);
        QCOMPARE(dashes->call.value("TEXT"), std::string("--json"));
        QVERIFY(!dashes->call.has("json"));
    }

    void refusesWhatItDoesNotKnow_data() {
        QTest::addColumn<QStringList>("line");
        QTest::addColumn<QString>("hint");
        QTest::newRow("nothing") << QStringList{} << "--help";
        QTest::newRow("command") << QStringList{"csae"} << "case";
        QTest::newRow("command of a group") << QStringList{"case", "shwo"} << "case show";
        QTest::newRow("group alone") << QStringList{"case"} << "";
        QTest::newRow("option") << QStringList{"case", "list", "--limt", "3"} << "--limit";
        QTest::newRow("option of another command") << QStringList{"case", "list", "--category", "x"} << "--help";
        QTest::newRow("passphrase as an argument")
            << QStringList{"--passphrase", "secret", "verify"} << "--passphrase-fd";
        QTest::newRow("no value") << QStringList{"case", "list", "--limit"} << "";
        QTest::newRow("value of a switch") << QStringList{"verify", "--evidence=yes"} << "";
        QTest::newRow("twice") << QStringList{"case", "list", "--limit", "1", "--limit", "2"} << "";
        QTest::newRow("no choice") << QStringList{"office",        "found", "--label", "a",
                                                  "--office-name", "n",     "--suite", "intl1"}
                                   << "intl-1";
        QTest::newRow("missing word") << QStringList{"case", "show"} << "--help";
        QTest::newRow("word too many") << QStringList{"case", "show", "a", "b"} << "--help";
        QTest::newRow("missing option") << QStringList{"evidence", "exclude", "R", "I"} << "--help";
        QTest::newRow("short option") << QStringList{"verify", "-x"} << "--help";
    }
    void refusesWhatItDoesNotKnow() {
        QFETCH(QStringList, line);
        QFETCH(QString, hint);
        std::vector<std::string> arguments;
        for (const QString& word : line) arguments.push_back(word.toStdString());
        const auto parsed = parse(arguments);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, model::Code::usage);
        QVERIFY(!parsed.error().what.zh.empty());
        QVERIFY2(QString::fromStdString(parsed.error().cure.en).contains(hint), parsed.error().cure.en.c_str());
    }

    void helpNamesEverything() {
        for (const auto language : {Language::en, Language::zh}) {
            const std::string all = app::helpText(m_program, {}, language);
            for (const auto& command : m_program.commands) {
                QVERIFY(all.find(command.path()) != std::string::npos);
                app::Parsed parsed;
                parsed.command = &command;
                const std::string one = app::helpText(m_program, parsed, language);
                for (const auto& option : command.options) QVERIFY(one.find("--" + option.name) != std::string::npos);
                for (const auto& member : command.members) QVERIFY(one.find(member.path) != std::string::npos);
            }
        }
    }

    void manualIsTheOneInTheRepository() {
        const QByteArray kept = readBytes(QString(RESOURCES_DIR) + "/../docs/touchstonectl.1");
        const QByteArray made = QByteArray::fromStdString(app::manualPage(m_program, Language::en));
        QVERIFY2(kept == made, "run: touchstonectl --lang en manual > docs/touchstonectl.1");
    }

    void manualDocumentsEveryCommandAndMember() {
        const QString manual =
            QString::fromUtf8(readBytes(QString(RESOURCES_DIR) + "/../docs/touchstonectl.1")).replace("\\-", "-");
        for (const auto& command : m_program.commands) {
            const QString title = "\n.SS " + QString::fromStdString(command.path()) + "\n";
            const auto start = manual.indexOf(title);
            QVERIFY2(start >= 0, command.path().c_str());
            const auto end = manual.indexOf("\n.S", start + 1);
            const QString section = manual.mid(start, end - start);
            QVERIFY(section.contains(QString::fromStdString(app::synopsis(command))));
            for (const auto& member : command.members) {
                QVERIFY2(section.contains("\n.B " + QString::fromStdString(member.path) + "\n"), member.path.c_str());
            }
        }
    }

    void manualIsReadByMan() {
        QProcess man;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("MANROFFSEQ", "");
        environment.insert("LC_ALL", "C.UTF-8");
        man.setProcessEnvironment(environment);
        man.start("man", {"--warnings", "-l", QString(RESOURCES_DIR) + "/../docs/touchstonectl.1"});
        QVERIFY2(man.waitForStarted(), "man is not installed");
        QVERIFY(man.waitForFinished());
        QCOMPARE(man.readAllStandardError(), QByteArray());
        QVERIFY(man.readAllStandardOutput().contains("TOUCHSTONECTL"));
    }

    void bashCompletes_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("groups") << "touchstonectl ca" << "case";
        QTest::newRow("commands") << "touchstonectl case sh" << "show";
        QTest::newRow("after a global option") << "touchstonectl --office /tmp case lo" << "log";
        QTest::newRow("options") << "touchstonectl case list --li" << "--limit";
        QTest::newRow("global options") << "touchstonectl verify --js" << "--json";
        QTest::newRow("choices of an option") << "touchstonectl evidence add R F --category wit" << "witness";
        QTest::newRow("choices of another command's option") << "touchstonectl person add --role cus" << "custodian";
        QTest::newRow("choices of a word") << "touchstonectl completion fi" << "fish";
        QTest::newRow("files") << "touchstonectl report import /etc/host" << "/etc/hostname";
    }
    void bashCompletes() {
        QFETCH(QString, line);
        QFETCH(QString, expected);
        QProcess bash;
        bash.start("bash", {"--norc", "-c",
                            QString::fromStdString(app::completionScript(m_program, "bash", Language::en)) +
                                "COMP_WORDS=(" + line +
                                "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _touchstonectl; "
                                "printf '%s\\n' \"${COMPREPLY[@]}\""});
        QVERIFY(bash.waitForFinished());
        const QString offered = QString::fromUtf8(bash.readAllStandardOutput());
        QVERIFY2(offered.split('\n').contains(expected),
                 qPrintable(offered + QString::fromUtf8(bash.readAllStandardError())));
    }

    void otherShellsReadTheirScripts() {
        for (const QString shell : {"bash", "zsh", "fish"}) {
            QTemporaryDir folder;
            const QString file = folder.filePath("completion");
            writeBytes(file,
                       QByteArray::fromStdString(app::completionScript(m_program, shell.toStdString(), Language::en)));
            QProcess check;
            check.start(shell, {shell == "fish" ? "--no-execute" : "-n", file});
            if (!check.waitForStarted()) continue; // not installed here
            QVERIFY(check.waitForFinished());
            QCOMPARE(check.readAllStandardError(), QByteArray());
            QCOMPARE(check.exitCode(), 0);
        }
    }

    void nothingSteersTheTerminal() {
        QCOMPARE(app::forTerminal("a\x1b[31mb"), std::string("a\xef\xbf\xbd[31mb"));
        QCOMPARE(app::forTerminal("a\r\x07z"), std::string("a\xef\xbf\xbd\xef\xbf\xbdz"));
        QCOMPARE(app::forTerminal("\xc2\x9b"
                                  "31m"),
                 std::string("\xef\xbf\xbd"
                             "31m")); // CSI in one character
        QCOMPARE(app::forTerminal("\xe2\x80\xae"
                                  "cod"),
                 std::string("\xef\xbf\xbd"
                             "cod")); // right-to-left override
        QCOMPARE(app::forTerminal("\xff\xfe"), std::string("\xef\xbf\xbd\xef\xbf\xbd"));
        QCOMPARE(app::forTerminal("锑锭\t166 吨\n"), std::string("锑锭\t166 吨\n"));
    }

    void columnsAreAsWideAsTheyLook() {
        QCOMPARE(app::displayWidth("锑a"), std::size_t{3});
        app::Columns columns;
        columns.row({"锑", "x"});
        columns.row({"abcd", "y"});
        QCOMPARE(columns.text(), std::string("锑    x\nabcd  y\n"));
    }
};

QTEST_GUILESS_MAIN(TestCtlTable)
#include "test_ctl_table.moc"
