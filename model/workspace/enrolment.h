// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

namespace model {

/// What is handed to a person who shall join: where the office is, and which one it is. It holds no secret, and lets
/// nobody in; what it protects from is asking to join another office than the one that was meant (docs/formats.md).
struct Enrolment {
    std::filesystem::path folder; ///< absolute
    Digest fingerprint{};
    friend bool operator==(const Enrolment&, const Enrolment&) = default;
};

inline constexpr std::size_t kEnrolmentLimit = 64 * 1024; ///< bytes of an enrolment file

/// The enrolment of the office in this folder.
Result<Enrolment> enrolmentOf(const std::filesystem::path& folder);
std::string writeEnrolment(const Enrolment& enrolment);
/// Code::malformed if it is none, Code::newer if a later version of the program wrote it.
Result<Enrolment> readEnrolment(std::string_view bytes);
/// The office that a person may ask to join: of its own folder, or of an enrolment file. Code::refused if the office
/// in the file's folder is another one than the file names.
Result<OfficeInfo> officeToJoin(const std::filesystem::path& fileOrFolder);

} // namespace model
