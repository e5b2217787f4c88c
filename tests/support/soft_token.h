// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/token.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <filesystem>
#include <stdexcept>

/// A real SoftHSM2 with tokens of its own, in a folder that goes with it. It is reached as it is (kSoft), or through a
/// module that behaves like hardware (kStrict, tests/support/strict_token.cpp). Only one at a time: SoftHSM is told by
/// the environment where its tokens are.
class SoftToken {
public:
    static constexpr const char* kSoft = SOFTHSM_MODULE;
    static constexpr const char* kStrict = STRICT_TOKEN_MODULE;
    static constexpr std::string_view kPin = "135790";

    explicit SoftToken(const QString& label = QStringLiteral("Li Wei")) {
        QDir(m_folder.path()).mkdir(QStringLiteral("tokens"));
        QDir(m_folder.path()).mkdir(QStringLiteral("strict"));
        QFile configuration(m_folder.filePath(QStringLiteral("softhsm2.conf")));
        if (!configuration.open(QIODevice::WriteOnly)) throw std::runtime_error("no place for a token");
        configuration.write("directories.tokendir = " + tokens().toUtf8() +
                            "\nobjectstore.backend = file\nlog.level = ERROR\n");
        configuration.close();
        qputenv("SOFTHSM2_CONF", configuration.fileName().toUtf8());
        qputenv("STRICT_TOKEN", m_folder.filePath(QStringLiteral("strict")).toUtf8());
        add(label);
    }
    ~SoftToken() {
        qunsetenv("SOFTHSM2_CONF");
        qunsetenv("STRICT_TOKEN");
    }
    SoftToken(const SoftToken&) = delete;
    SoftToken& operator=(const SoftToken&) = delete;

    /// Another token, with the same PIN.
    void add(const QString& label) const {
        QProcess tool;
        tool.start(QStringLiteral("softhsm2-util"),
                   {QStringLiteral("--init-token"), QStringLiteral("--free"), QStringLiteral("--label"), label,
                    QStringLiteral("--pin"), QString::fromLatin1(kPin.data()), QStringLiteral("--so-pin"),
                    QStringLiteral("24680246")});
        if (!tool.waitForFinished() || tool.exitCode() != 0)
            throw std::runtime_error("softhsm2-util: " + tool.readAllStandardError().toStdString());
    }
    /// Whether something is so of the strict module, see there.
    void set(const char* what, bool so = true) const {
        const std::filesystem::path file =
            m_folder.filePath(QStringLiteral("strict/") + QLatin1String(what)).toStdString();
        if (!so) std::filesystem::remove(file);
        else if (!QFile(QString::fromStdString(file.string())).open(QIODevice::WriteOnly))
            throw std::runtime_error("no place for a token");
    }
    /// Gives the token of the strict module this serial number.
    void setSerial(const QByteArray& serial) const {
        QFile file(m_folder.filePath(QStringLiteral("strict/serial")));
        if (!file.open(QIODevice::WriteOnly) || file.write(serial) != serial.size())
            throw std::runtime_error("no place for a token");
    }
    /// Takes the tokens of SoftHSM itself away, or brings them back.
    void hide(bool gone) const {
        const std::string place = tokens().toStdString(), away = place + ".gone";
        if (!gone) std::filesystem::remove(place);
        std::filesystem::rename(gone ? place : away, gone ? away : place);
        if (gone) std::filesystem::create_directory(place);
    }
    /// How many keys, of both halves, are on the tokens of SoftHSM, by its files.
    [[nodiscard]] std::size_t keys() const {
        std::size_t all = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tokens().toStdString())) {
            const auto& path = entry.path();
            all += path.extension() == ".object" && path.filename() != "token.object" ? 1U : 0U;
        }
        return all;
    }
    static crypto::ByteView pin() { return crypto::asBytes(kPin); }

private:
    [[nodiscard]] QString tokens() const { return m_folder.filePath(QStringLiteral("tokens")); }
    QTemporaryDir m_folder;
};
