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

/// The shipped procedure with side tracks beside it: tests/data/workflow/penalty-tracks.json.
std::string trackedDefinition();
/// Puts it in force in a practice office, and makes a case that is investigated, with two seizures open and one ended.
void addCaseWithTracks(const std::filesystem::path& office);

/// Puts the whole procedure in force in a practice office, and makes a case in which a penalty is proposed and one of
/// the two papers is made that the head must approve.
void addCaseWithPapers(const std::filesystem::path& office);

} // namespace walk
