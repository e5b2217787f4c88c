// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace app {

/// The folder of the office that a person or a file manager named: the folder itself, or the one that holds the file
/// where this is an office file (office.cbor). Anything else is given back as it is, and the unlock page says what is
/// wrong with it. Relative paths stay relative.
std::filesystem::path officeFolder(const std::filesystem::path& named);

/// The office that the desk begins with: the one that was named, else the one that was used last, else the folder for
/// an office of one's own. Whole, because it is remembered and the next start may be from elsewhere.
std::filesystem::path firstOffice(const std::filesystem::path& named, const std::filesystem::path& usedLast,
                                  const std::filesystem::path& own);

} // namespace app
