// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <csignal>

/// touchstone-hub serve as a child process.
class HubProcess {
public:
    static constexpr int kPatience = 120'000;

    explicit HubProcess(const QString& folder, const QString& listen = "127.0.0.1:0", const QStringList& more = {}) {
        m_process.setProgram(QStringLiteral(PROGRAM_DIR "/touchstone-hub"));
        m_process.setArguments(QStringList{"serve", "--folder", folder, "--listen", listen} + more);
        m_process.setReadChannel(QProcess::StandardError);
        m_process.start();
    }
    ~HubProcess() { kill(); }
    HubProcess(const HubProcess&) = delete;
    HubProcess& operator=(const HubProcess&) = delete;

    /// Waits for the line that says where it listens.
    bool isUp() {
        if (!waitFor("\"event\":\"serving\"")) return false;
        const auto line = QJsonDocument::fromJson(m_log.split('\n').value(0)).object();
        m_port = line["port"].toInt();
        m_pin = line["pin"].toString();
        return m_port != 0;
    }
    /// Waits until the log has these words; false if it ends before.
    bool waitFor(const char* words) {
        while (!log().contains(words)) {
            if (!m_process.waitForReadyRead(kPatience)) break;
        }
        return log().contains(words) && m_process.state() == QProcess::Running;
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    /// Asks it to stop. Its exit code.
    int stop() {
        if (m_process.state() != QProcess::Running) return -1; // 0 would be all of us
        signal(SIGTERM);
        m_process.waitForFinished(kPatience);
        (void)log();
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    void kill() {
        m_process.kill();
        m_process.waitForFinished(kPatience);
    }
    [[nodiscard]] QString address() const { return "127.0.0.1:" + QString::number(m_port); }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString pin() const { return m_pin; }
    QByteArray log() {
        m_log += m_process.readAllStandardError();
        return m_log;
    }

private:
    QProcess m_process;
    QByteArray m_log;
    int m_port = 0;
    QString m_pin;
};

struct HubRun {
    int exit = -1;
    QByteArray out, err;
    [[nodiscard]] QJsonObject data() const { return QJsonDocument::fromJson(out).object()["data"].toObject(); }
};

/// Any other command of touchstone-hub.
inline HubRun hub(const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    process.start(QStringLiteral(PROGRAM_DIR "/touchstone-hub"), arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(HubProcess::kPatience);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

/// What a hub answers to a GET, with its header, over TLS as anybody's client would ask.
inline QByteArray page(const HubProcess& from, const char* target) {
    QProcess client;
    client.start("openssl", {"s_client", "-quiet", "-tls1_3", "-connect", from.address()});
    client.write(QByteArray("GET ") + target + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n");
    client.waitForFinished(HubProcess::kPatience);
    return client.readAllStandardOutput();
}
