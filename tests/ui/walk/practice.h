// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <functional>
#include <vector>

namespace walk {

/// The passphrases that a practice office's README.txt states, by label.
std::function<QString(const QString& label)> practicePassphrases(const std::filesystem::path& office);
/// Two files of its folder of papers.
std::vector<std::filesystem::path> practicePapers(const std::filesystem::path& office);

} // namespace walk
