// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"

#include <QFile>
#include <QString>
#include <QtTest>
#include <map>
#include <string>
#include <vector>

/// Reads tests/data/crypto/*.vec: blocks of "name = value" lines parted by empty lines, # before a comment. Each file
/// says where its vectors come from.
class Vector {
public:
    std::map<std::string, std::string> fields;

    bool has(const char* name) const { return fields.contains(name); }
    std::string text(const char* name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
    crypto::Bytes bytes(const char* name) const { return crypto::fromHex(text(name)).value(); }
    unsigned number(const char* name) const { return static_cast<unsigned>(std::stoul(text(name))); }
    bool valid() const { return text("valid") == "1"; }
    /// For messages of failing tests.
    QByteArray label() const { return QByteArray("case ") + QByteArray::fromStdString(text("id")); }
};

inline std::vector<Vector> readVectors(const char* fileName) {
    QFile file(QStringLiteral(TEST_DATA_DIR "/crypto/") + QLatin1String(fileName));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no vectors %s", fileName);
    std::vector<Vector> vectors;
    bool inBlock = false;
    for (const QByteArray& raw : file.readAll().split('\n')) {
        const QByteArray line = raw.trimmed();
        if (line.startsWith('#')) continue;
        if (line.isEmpty()) {
            inBlock = false;
            continue;
        }
        if (!inBlock) vectors.emplace_back();
        inBlock = true;
        const auto equals = line.indexOf('=');
        if (equals < 0) qFatal("not a vector: %s", line.constData());
        const std::string name = line.first(equals).trimmed().toStdString();
        vectors.back().fields[name] = line.sliced(equals + 1).trimmed().toStdString();
    }
    if (vectors.empty()) qFatal("no vectors in %s", fileName);
    return vectors;
}
