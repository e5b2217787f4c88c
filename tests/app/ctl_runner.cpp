// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include "app/ctl/commands.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr int kPassphraseDescriptor = 9;
constexpr int kPatience = 240'000;

bool segmentMatches(const QString& pattern, const QString& segment) {
    return pattern == segment || pattern == "*" || (pattern == "*[]" && segment.endsWith("[]"));
}

/// Whether `path` is documented as it stands, and whether something below it is.
std::pair<bool, bool> documented(const std::vector<QStringList>& members, const QStringList& path) {
    bool exact = false;
    bool below = false;
    for (const QStringList& member : members) {
        if (member.size() < path.size()) continue;
        bool fits = true;
        for (qsizetype i = 0; i < path.size() && fits; ++i) {
            const bool last = i + 1 == path.size();
            fits = segmentMatches(member[i], path[i]) || (last && segmentMatches(member[i], path[i] + "[]"));
        }
        if (!fits) continue;
        const bool items = member[path.size() - 1].endsWith("[]") && !path.last().endsWith("[]");
        if (member.size() == path.size() && !items) exact = true;
        else below = true;
    }
    return {exact, below};
}

QString walk(const std::vector<QStringList>& members, const QStringList& path, const QJsonValue& value) {
    if (!path.isEmpty() && !path.last().endsWith("[]")) {
        const auto [exact, below] = documented(members, path);
        if (!exact && !below) return path.join('.');
        if (!below) return {};
    }
    if (value.isArray()) {
        QStringList items = path;
        items.last() += "[]";
        for (const QJsonValue& item : value.toArray()) {
            const QString wrong = walk(members, items, item);
            if (!wrong.isEmpty()) return wrong;
        }
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString wrong = walk(members, path + QStringList{it.key()}, it.value());
            if (!wrong.isEmpty()) return wrong;
        }
    }
    return {};
}

} // namespace

QString undocumentedMember(const QString& command, const QJsonObject& data) {
    const app::Program program = app::program();
    for (const app::Command& one : program.commands) {
        if (QString::fromStdString(one.path()) != command) continue;
        std::vector<QStringList> members;
        for (const app::Member& member : one.members) members.push_back(QString::fromStdString(member.path).split('.'));
        return walk(members, {}, data);
    }
    return "no command " + command;
}

Ctl Ctl::as(const QString& label) const {
    Ctl other = *this;
    other.person = label;
    other.passphrase = "practice " + label;
    return other;
}

CtlResult Ctl::words(const QStringList& arguments, const QStringList& more) const {
    return run(arguments, false, more);
}

CtlResult Ctl::json(const QStringList& arguments, const QStringList& more) const {
    CtlResult result = run(arguments, true, more);
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(result.out, &fault);
    if (!document.isObject()) {
        qCritical("no JSON (%s): exit %d\n%s\n%s", qPrintable(fault.errorString()), result.exit, result.out.constData(),
                  result.err.constData());
        return result;
    }
    result.json = document.object();
    if (result.json["ok"].toBool() != (result.exit == 0))
        qFatal("\"ok\" and the exit code disagree: %s", result.out.constData());
    if (result.json.contains("error")) {
        for (const char* member : {"code", "what", "where", "cite", "cure"}) {
            if (!result.error().contains(member)) qFatal("the error lacks %s", member);
        }
    }
    if (result.json.contains("data")) {
        const QString command = arguments.size() > 1 ? arguments[0] + " " + arguments[1] : arguments[0];
        QString wrong = undocumentedMember(command, result.data());
        if (wrong.startsWith("no command")) wrong = undocumentedMember(arguments[0], result.data());
        if (!wrong.isEmpty())
            qFatal("%s prints a member that is not documented: %s", qPrintable(command), qPrintable(wrong));
    }
    return result;
}

CtlResult Ctl::run(QStringList arguments, bool asJson, const QStringList& more) const {
    // In front of the operands: after "--" everything is one.
    QStringList options{"--lang", language};
    if (!office.isEmpty()) options << "--office" << office;
    if (!person.isEmpty()) options << "--person" << person;
    if (asJson) options << "--json";
    int ends[2] = {-1, -1};
    if (!passphrase.isEmpty() || !more.isEmpty()) {
        if (pipe2(ends, O_CLOEXEC) != 0) qFatal("no pipe");
        QByteArray lines = passphrase.isEmpty() ? QByteArray{} : passphrase.toUtf8() + "\n";
        for (const QString& one : more) lines += one.toUtf8() + "\n";
        if (write(ends[1], lines.constData(), static_cast<std::size_t>(lines.size())) != lines.size())
            qFatal("no passphrase");
        close(ends[1]);
        options << "--passphrase-fd" << QString::number(kPassphraseDescriptor);
    }
    QProcess process;
    process.setChildProcessModifier([&ends] {
        if (ends[0] >= 0) dup2(ends[0], kPassphraseDescriptor);
        setsid(); // without a terminal: nothing can be asked
    });
    process.start(QString(PROGRAM_DIR) + "/touchstonectl", options + arguments);
    if (!process.waitForStarted()) qFatal("touchstonectl does not start: %s", qPrintable(process.errorString()));
    if (ends[0] >= 0) close(ends[0]);
    if (!input.isEmpty()) process.write(input);
    process.closeWriteChannel();
    if (signalAfter > 0) {
        QTest::qSleep(signalAfter);
        kill(static_cast<pid_t>(process.processId()), SIGINT);
    }
    if (!process.waitForFinished(kPatience)) {
        process.kill();
        process.waitForFinished();
    }
    CtlResult result;
    result.exit = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128 + process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

QMap<QString, QByteArray> digests(const QString& folder) {
    QMap<QString, QByteArray> found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        found[path.mid(folder.size())] = QCryptographicHash::hash(readBytes(path), QCryptographicHash::Sha256).toHex();
    }
    return found;
}

void writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

QByteArray readBytes(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
}
