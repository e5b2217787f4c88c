// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

/// What a run of the real program gave.
struct CtlResult {
    int exit = -1; ///< 128 + the signal where one ended it
    QByteArray out;
    QByteArray err;
    QJsonObject json; ///< of a run with --json

    [[nodiscard]] QJsonObject data() const { return json["data"].toObject(); }
    [[nodiscard]] QJsonObject error() const { return json["error"].toObject(); }
    [[nodiscard]] QString errorCode() const { return error()["code"].toString(); }
};

/// Runs touchstonectl as a child process, the way a script would: passphrases by file descriptor, nothing in its
/// arguments.
class Ctl {
public:
    QString office;     ///< --office, if not empty
    QString person;     ///< --person, if not empty
    QString passphrase; ///< the first line of the descriptor
    QString language = "en";

    /// In words.
    [[nodiscard]] CtlResult words(const QStringList& arguments, const QStringList& morePassphrases = {}) const;
    /// With --json. Checks that the answer has the promised shape and holds only what the table documents.
    [[nodiscard]] CtlResult json(const QStringList& arguments, const QStringList& morePassphrases = {}) const;
    [[nodiscard]] Ctl as(const QString& label) const;

    QByteArray input;    ///< standard input
    int signalAfter = 0; ///< milliseconds after which SIGINT is sent; 0: never

private:
    [[nodiscard]] CtlResult run(QStringList arguments, bool asJson, const QStringList& morePassphrases) const;
};

/// What is wrong with the members of an answer to this command, or an empty text.
QString undocumentedMember(const QString& command, const QJsonObject& data);

/// SHA-256 of every file below a folder, by relative path: to see that nothing was written.
QMap<QString, QByteArray> digests(const QString& folder);

/// A file with these bytes.
void writeBytes(const QString& path, const QByteArray& bytes);
QByteArray readBytes(const QString& path);
