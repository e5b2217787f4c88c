// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <array>
#include <memory>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

/// Three machines with PostgreSQL under Patroni and etcd, each in a network namespace of its own behind one switch, as
/// an office would run them: synchronous replication, one primary, another one elected when it is gone. To be run by
/// tests/support/in_network.sh, which ends all of it.
class PatroniCluster {
public:
    static constexpr int kMachines = 3;

    PatroniCluster() {
        const auto* user = getpwnam("postgres");
        if (user == nullptr) qFatal("there is no user postgres");
        if (chmod(m_folder.path().toUtf8().constData(), 0755) != 0) qFatal("chmod"); // they are the server's, inside
        ip({"link", "add", "switch", "type", "bridge"});
        ip({"address", "add", "10.77.0.254/24", "dev", "switch"});
        ip({"link", "set", "switch", "up"});
        for (int n = 1; n <= kMachines; ++n) {
            const auto machine = name(n);
            ip({"netns", "add", machine});
            ip({"link", "add", port(n), "type", "veth", "peer", "name", "eth0", "netns", machine});
            ip({"link", "set", port(n), "master", "switch", "up"});
            ip({"-n", machine, "address", "add", address(n) + "/24", "dev", "eth0"});
            ip({"-n", machine, "link", "set", "eth0", "up"});
            ip({"-n", machine, "link", "set", "lo", "up"});
            const QString folder = place(n);
            if (!QDir().mkpath(folder)) qFatal("no folder");
            writeConfiguration(n);
            if (chown(folder.toUtf8().constData(), user->pw_uid, user->pw_gid) != 0) qFatal("chown");
        }
        for (int n = 1; n <= kMachines; ++n) start(n);
    }
    ~PatroniCluster() {
        for (int n = 1; n <= kMachines; ++n) kill(n);
    }
    PatroniCluster(const PatroniCluster&) = delete;
    PatroniCluster& operator=(const PatroniCluster&) = delete;

    /// Switches a machine on.
    void start(int n) {
        QStringList cluster;
        for (int i = 1; i <= kMachines; ++i) cluster << name(i) + "=http://" + address(i) + ":2380";
        const QString peer = "http://" + address(n) + ":2380";
        const QString client = "http://" + address(n) + ":2379";
        run(n, "etcd",
            {"etcd", "--name", name(n), "--data-dir", place(n) + "/etcd", "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", cluster.join(','), "--initial-cluster-state", "new"});
        run(n, "patroni", {"patroni", place(n) + "/patroni.yml"});
    }
    /// Power is gone: everything on it ends at once.
    void kill(int n) {
        const auto pids = output("ip", {"netns", "pids", name(n)}).split('\n');
        QStringList all{"-9"};
        for (const auto& pid : pids) {
            if (!pid.isEmpty()) all << QString::fromLatin1(pid);
        }
        if (all.size() > 1) output("kill", all);
        for (auto& process : m_processes[static_cast<std::size_t>(n - 1)]) {
            process->kill();
            process->waitForFinished();
        }
        m_processes[static_cast<std::size_t>(n - 1)].clear();
    }
    /// Pulls the cable, or puts it back.
    void setConnected(int n, bool connected) { ip({"link", "set", port(n), connected ? "up" : "down"}); }

    /// The machine that takes what is written now; 0: none.
    [[nodiscard]] int primary() const {
        for (int n = 1; n <= kMachines; ++n) {
            if (ask(n, "SELECT NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::bool") == "t")
                return n;
        }
        return 0;
    }
    /// How many machines have a copy without which the primary acknowledges nothing.
    [[nodiscard]] int synchronous(int primary) const {
        return ask(primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')").toInt();
    }
    [[nodiscard]] int followers(int primary) const {
        return ask(primary, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'").toInt();
    }
    QByteArray ask(int n, const QString& sql, const QString& database = "postgres") const {
        return output(POSTGRES_BIN "/psql",
                      {"-XAtq", "-d", "host=" + address(n) + " user=postgres connect_timeout=2 dbname=" + database,
                       "-c", sql})
            .trimmed();
    }
    /// Where a hub finds whichever of them is the primary.
    [[nodiscard]] QString uri(const QString& database) const {
        QStringList hosts;
        for (int n = 1; n <= kMachines; ++n) hosts << address(n);
        return "postgresql://touchstone@" + hosts.join(',') + "/" + database + "?connect_timeout=2";
    }
    /// What the machines wrote, for when something went wrong.
    [[nodiscard]] QByteArray logs() const {
        QByteArray all;
        for (int n = 1; n <= kMachines; ++n) {
            for (const char* what : {"etcd", "patroni"}) {
                QFile file(place(n) + "/" + what + ".log");
                if (file.open(QIODevice::ReadOnly))
                    all += "--- " + name(n).toUtf8() + " " + what + "\n" + file.readAll().right(3000);
            }
        }
        return all;
    }

private:
    static QString name(int n) { return "machine" + QString::number(n); }
    static QString port(int n) { return "port" + QString::number(n); }
    static QString address(int n) { return "10.77.0." + QString::number(n); }
    [[nodiscard]] QString place(int n) const { return m_folder.filePath(name(n)); }

    static QByteArray output(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished(30'000);
        return process.readAllStandardOutput();
    }
    static void ip(const QStringList& arguments) {
        QProcess process;
        process.start("ip", arguments);
        if (!process.waitForFinished(30'000) || process.exitCode() != 0)
            qFatal("ip %s: %s", qPrintable(arguments.join(' ')), process.readAllStandardError().constData());
    }
    void run(int n, const char* log, const QStringList& command) {
        auto process = std::make_unique<QProcess>();
        process->setWorkingDirectory(place(n));
        process->setStandardOutputFile(place(n) + "/" + log + ".log", QIODevice::Append);
        process->setStandardErrorFile(place(n) + "/" + log + ".log", QIODevice::Append);
        process->start("ip", QStringList{"netns", "exec", name(n), "setpriv", "--reuid=postgres", "--regid=postgres",
                                         "--clear-groups", "--"} +
                                 command);
        if (!process->waitForStarted(30'000)) qFatal("%s does not start", log);
        m_processes[static_cast<std::size_t>(n - 1)].push_back(std::move(process));
    }
    void writeConfiguration(int n) const {
        QStringList etcd;
        for (int i = 1; i <= kMachines; ++i) etcd << address(i) + ":2379";
        QFile file(place(n) + "/patroni.yml");
        if (!file.open(QIODevice::WriteOnly)) qFatal("no configuration");
        file.write(QStringLiteral(R"(scope: touchstone
name: %1
restapi: {listen: '%2:8008', connect_address: '%2:8008'}
etcd3: {hosts: '%3'}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters: {max_connections: 50, synchronous_commit: 'on', wal_log_hints: 'on'}
  initdb: [{encoding: UTF8}, {locale: C}]
postgresql:
  listen: '%2:5432'
  connect_address: '%2:5432'
  data_dir: '%4/data'
  bin_dir: '%5'
  pgpass: '%4/pgpass'
  authentication:
    superuser: {username: postgres}
    replication: {username: replicator}
    rewind: {username: postgres}
  parameters: {unix_socket_directories: '%4'}
  pg_hba:
    - local all all trust
    - host all all 10.77.0.0/24 trust
    - host replication all 10.77.0.0/24 trust
)")
                       .arg(name(n), address(n), etcd.join(','), place(n), QStringLiteral(POSTGRES_BIN))
                       .toUtf8());
    }

    QTemporaryDir m_folder;
    std::array<std::vector<std::unique_ptr<QProcess>>, kMachines> m_processes;
};
