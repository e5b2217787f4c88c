// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/embedded_store.h"

#include <filesystem>

// A hub's folder (docs/formats.md):
//   hub.db     the store
//   hub.key    suite and key of the store; who can read this file can read the store, and sign as the hub
//   evidence/  sealed files (model/hub/folder_shelf.h)
// Where the record is in a database elsewhere:
//   hub.identity  the hub's signing identity, sealed under hub.key
//   hub.key       suite and key; who can read both files can sign as the hub

namespace model {

/// Opens a hub's folder. Code::notFound if there is no hub in it, Code::refused if its record is in a database
/// elsewhere.
Result<EmbeddedHub> openHubFolder(const std::filesystem::path& folder, const Clock& clock);

/// What is told when an office is handed over, besides the file: suite and key of the store in it, 66 hexadecimal
/// digits. A secret until it is taken over.
std::string handoverCode(crypto::Suite suite, const crypto::Secret& key);

/// Makes a hub's folder of a file that an office handed over; the file stays. Whether the record holds is for the
/// caller to check, who opens it for that. Code::refused if there is a hub already, Code::usage if the code is none,
/// Code::locked or damaged if it does not open the file. Nothing is left behind after an error.
Result<void> adoptHandover(const std::filesystem::path& folder, const std::filesystem::path& file,
                           std::string_view code);

/// Opens the file that an office handed over, to read it, and checks its pages. Errors as of adoptHandover().
Result<std::unique_ptr<EmbeddedStore>> openHandover(const std::filesystem::path& file, std::string_view code);

/// Makes the folder of a hub whose record is in a database elsewhere. Code::refused if there is a hub already.
Result<void> makeIdentityFolder(const std::filesystem::path& folder, const crypto::Identity& identity,
                                crypto::Random& random);
/// Who the hub of such a folder is. Code::notFound if there is no hub in it, Code::refused if its record is in it.
Result<crypto::Identity> openIdentityFolder(const std::filesystem::path& folder);

} // namespace model
