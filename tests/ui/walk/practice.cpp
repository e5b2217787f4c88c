// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/practice.h"

#include "tests/ui/walk/walk.h"

#include <QFile>
#include <QMap>

#include <algorithm>

namespace walk {

std::function<QString(const QString& label)> practicePassphrases(const std::filesystem::path& office) {
    QFile readme(QString::fromStdString((office / "README.txt").string()));
    if (!readme.open(QIODevice::ReadOnly)) throw Lost("there is no practice office in " + office.string());
    QMap<QString, QString> all;
    for (const QString& line : QString::fromUtf8(readme.readAll()).split(u'\n')) {
        const auto parts = line.split(u'\t');
        if (parts.size() == 2) all[parts[0]] = parts[1];
    }
    return [all](const QString& label) { return all.value(label); };
}

std::vector<std::filesystem::path> practicePapers(const std::filesystem::path& office) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(office / "papers")) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    if (files.size() < 2) throw Lost("the practice office has no papers");
    files.resize(2);
    return files;
}

} // namespace walk
