// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

// What must hold before an office is founded or somebody asks to join one. Workspace::found() and requestToJoin() pass
// through these, and a page asks each of them beside the line that it is about, so that both say the same. Any thread.

namespace model {

inline constexpr std::size_t kMaxLabel = 60;        ///< characters
inline constexpr std::size_t kMaxName = 200;        ///< characters, of a person or an office
inline constexpr std::size_t kMaxPassphrase = 1024; ///< bytes
inline constexpr std::size_t kShortPassphrase = 12; ///< characters; below it passphraseAdvice() has something to say
inline constexpr std::size_t kMaxFolderPath = 340;  ///< bytes: SQLite opens paths of 512, and ours go on from here
inline constexpr std::uint64_t kRoomToFound = 64'000'000; ///< bytes free on the disk

// --- pure

/// One line, not empty, and nobody of `taken` has it.
Result<void> checkLabel(const std::string& label, std::span<const Profile> taken = {});
Result<void> checkPersonName(const std::string& name);
Result<void> checkOfficeName(const std::string& name);
Result<void> checkRoles(const std::set<Role>& roles);
/// Not empty and not over the limit. There is no rule for its strength; passphraseAdvice() says what is weak.
Result<void> checkNewPassphrase(ByteView passphrase);
Result<void> checkRepeated(ByteView passphrase, ByteView again);
/// What to think of before this passphrase is taken; empty if nothing.
Text passphraseAdvice(ByteView passphrase);
/// A path that an office can have: absolute and short enough for all that is made below it.
Result<void> checkFolderPath(const std::filesystem::path& folder);
Result<void> checkRoom(std::uint64_t freeBytes, const std::filesystem::path& where);
/// A clock that shows a day before the program was made would date every signature wrongly.
Result<void> checkClock(Instant now, Date built);

// --- these look at the machine, and change nothing

/// Whether an office can be founded in this folder: checkFolderPath(), nothing in it, a place beside it that can be
/// written, and room.
Result<void> checkNewFolder(const std::filesystem::path& folder);
/// The primitives give right answers and the store encrypts: without that nothing may be opened either.
Result<void> checkProgram();
/// checkProgram(), and a clock that is not before the day of the build.
Result<void> checkMachine(const Clock& clock);

} // namespace model
