// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <filesystem>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

/// A PostgreSQL server of a test's own, on a socket in a temporary folder, with everybody let in. It ends with the
/// test, however that ends. PostgreSQL refuses to run as root, so where the test does, the server runs as nobody. It
/// does not wait for the disk, and says that it may be used so; a test that needs another setting gives it.
class PostgresServer {
public:
    /// `settings` are as "fsync=on", and hold until the server is stopped for good.
    explicit PostgresServer(QStringList settings = {}) : m_settings(std::move(settings)) {
        if (geteuid() == 0) m_user = getpwnam("nobody");
        if (m_user != nullptr && chown(folder().toUtf8().constData(), m_user->pw_uid, m_user->pw_gid) != 0)
            qFatal("the folder of the server cannot be given away");
        QProcess made;
        prepare(made, "initdb");
        made.start(program("initdb"), {"-D", folder() + "/data", "-U", "touchstone", "-A", "trust", "-E", "UTF8",
                                       "--no-locale", "--no-sync", "--no-instructions"});
        if (!made.waitForFinished(kPatience) || made.exitCode() != 0)
            qFatal("initdb: %s", (made.readAllStandardError() + made.errorString().toUtf8()).constData());
        start();
    }
    ~PostgresServer() { stop(SIGQUIT); }
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    void start() {
        QStringList arguments{"-D", folder() + "/data", "-k", folder()};
        for (const QString& setting :
             QStringList{"listen_addresses=", "fsync=off", "touchstone.without_fsync=on", "max_connections=60"} +
                 m_settings)
            arguments << "-c" << setting;
        prepare(m_process, "server");
        m_process.start(program("postgres"), arguments);
        const QDeadlineTimer patience(kPatience);
        while (ask("postgres", "SELECT 1") != "1") {
            if (m_process.state() == QProcess::NotRunning || patience.hasExpired())
                qFatal("postgres does not start, see %s", qPrintable(folder()));
        }
    }
    /// SIGINT ends it in order, with every connection; SIGQUIT at once, as a loss of power would.
    void stop(int signal = SIGINT) {
        if (m_process.state() == QProcess::NotRunning) return;
        ::kill(static_cast<pid_t>(m_process.processId()), signal);
        if (!m_process.waitForFinished(kPatience)) m_process.kill();
        m_process.waitForFinished(kPatience);
    }

    /// A new and empty database. `how` goes behind CREATE DATABASE.
    QString makeDatabase(const QString& how = {}) {
        const QString name = "office_" + QString::number(++m_databases);
        run("postgres", "CREATE DATABASE " + name + " " + how);
        return name;
    }
    [[nodiscard]] QString uri(const QString& database) const {
        return "postgresql://touchstone@/" + database + "?host=" + folder();
    }

    /// Runs SQL as the superuser; a failure ends the test.
    void run(const QString& database, const QString& sql) const {
        auto [code, out, err] = psql(database, sql);
        if (code != 0) qFatal("psql: %s\n%s", qPrintable(sql), err.constData());
    }
    /// The answer without headings, columns parted by |.
    [[nodiscard]] QByteArray ask(const QString& database, const QString& sql) const {
        return std::get<1>(psql(database, sql)).trimmed();
    }
    /// What the server says to SQL that it refuses; empty if it does not.
    [[nodiscard]] QByteArray refusal(const QString& database, const QString& sql) const {
        auto [code, out, err] = psql(database, sql);
        return code == 0 ? QByteArray() : err;
    }

private:
    static constexpr int kPatience = 60'000;

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    static QString program(const char* name) { return QDir(POSTGRES_BIN).filePath(name); }

    void prepare(QProcess& process, const char* log) const {
        process.setWorkingDirectory(folder());
        process.setStandardErrorFile(folder() + "/" + log + ".log", QIODevice::Append);
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setChildProcessModifier([user = m_user] {
            if (user != nullptr &&
                (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
                _exit(126);
            prctl(PR_SET_PDEATHSIG, SIGQUIT);
        });
    }
    [[nodiscard]] std::tuple<int, QByteArray, QByteArray> psql(const QString& database, const QString& sql) const {
        QProcess asked;
        asked.start(program("psql"), {"-XAtq", "-v", "ON_ERROR_STOP=1", "-d", uri(database), "-c", sql});
        asked.waitForFinished(kPatience);
        return {asked.exitStatus() == QProcess::NormalExit ? asked.exitCode() : -1, asked.readAllStandardOutput(),
                asked.readAllStandardError()};
    }

    QTemporaryDir m_folder;
    QStringList m_settings;
    const passwd* m_user = nullptr; ///< null: as the test itself
    QProcess m_process;
    int m_databases = 0;
};
