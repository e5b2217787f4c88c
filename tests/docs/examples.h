// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"

#include <QFile>
#include <QRegularExpression>
#include <QString>
#include <QTextStream>

/// The examples of a document of bytes (FORMATS_MD): fenced blocks whose first line is ```hex NAME or ```json NAME.
namespace examples {

/// The text of an example as it stands, or a null string.
inline QString textOf(const QString& name) {
    QFile file(QStringLiteral(FORMATS_MD));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QString all = QString::fromUtf8(file.readAll());
    const QRegularExpression block("```(?:hex|json) " + QRegularExpression::escape(name) + "\\n(.*?)\\n```",
                                   QRegularExpression::DotMatchesEverythingOption);
    const auto match = block.match(all);
    return match.hasMatch() ? match.captured(1) : QString();
}

/// The digits of an example, without spaces and without what stands behind ';' on a line.
inline QString hexOf(const QString& name) {
    QString digits;
    for (const QString& line : textOf(name).split('\n'))
        digits += line.section(';', 0, 0).remove(QRegularExpression("\\s"));
    return digits;
}

inline crypto::Bytes bytesOf(const QString& name) {
    return crypto::fromHex(hexOf(name).toStdString()).value_or(crypto::Bytes{});
}

/// Prints what the document should say, when TOUCHSTONE_PRINT is set: for a person who changes a format and the
/// document. True if it printed: then there is nothing to compare with yet.
inline bool print(const QString& name, const QString& digits) {
    if (!qEnvironmentVariableIsSet("TOUCHSTONE_PRINT")) return false;
    QTextStream out(stdout);
    out << "```hex " << name << "\n";
    for (qsizetype at = 0; at < digits.size(); at += 120) out << digits.mid(at, 120) << "\n";
    out << "```\n";
    return true;
}

} // namespace examples

/// The example of this name is these bytes.
#define IS_EXAMPLE(name, bytes)                                                                                        \
    do {                                                                                                               \
        const QString digits = QString::fromStdString(crypto::toHex(bytes));                                           \
        if (examples::print(QStringLiteral(name), digits)) break;                                                      \
        QCOMPARE(digits, examples::hexOf(QStringLiteral(name)));                                                       \
    } while (false)
