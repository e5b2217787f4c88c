// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/office_folder.h"

namespace app {

std::filesystem::path officeFolder(const std::filesystem::path& named) {
    std::error_code unknown; // what cannot be looked at is no office file, and inspecting the office says why
    if (named.filename() != "office.cbor" || !std::filesystem::is_regular_file(named, unknown)) return named;
    return named.has_parent_path() ? named.parent_path() : std::filesystem::path(".");
}

std::filesystem::path firstOffice(const std::filesystem::path& named, const std::filesystem::path& usedLast,
                                  const std::filesystem::path& own) {
    if (named.empty()) return usedLast.empty() ? own : usedLast;
    const auto folder = std::filesystem::absolute(officeFolder(named)).lexically_normal();
    return folder.has_filename() ? folder : folder.parent_path(); // "." and "office/" end with a slash
}

} // namespace app
