// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "crypto/random.h"
#include "model/hub/hub.h"
#include "model/workspace/record_check.h"

#include <filesystem>

/// Where a hub's record is: in its folder, or in the database that --store names.
namespace app {

struct OpenedHub {
    std::unique_ptr<model::HubStore> store;
    std::unique_ptr<model::Hub> hub; ///< over the store
};

/// Opens the hub of `--folder` and `--store`. Code::refused if the folder's identity is not that of the office in the
/// database, Code::notFound if there is no hub or no office.
Result<OpenedHub> openHub(const Invocation& call, const model::Clock& clock);

/// Holds the whole record of the hub against itself. A record in a database is first copied, as it is at one moment,
/// into an encrypted file in the folder for temporary files; it needs as much room there.
Result<model::VerifyReport> examineHub(const Invocation& call, const model::Clock& clock, crypto::Random& random,
                                       const std::stop_token& stop);

/// Takes over the office in a file that was handed over. `code` is read by nobody else afterwards.
Result<void> adoptOffice(const Invocation& call, std::string_view code, crypto::Random& random,
                         const std::stop_token& stop);

struct HandedOver {
    std::string code;    ///< opens the file; a secret
    bool before = false; ///< it was handed over before, and the file holds what that one held
};

/// Writes the hub of `--folder`, which keeps its record itself, into `FILE` with its identity, and takes nothing from
/// then on. Code::refused if its record is in a database: that is copied with the database's own tools.
Result<HandedOver> handOverHub(const Invocation& call, const model::Clock& clock, crypto::Random& random);

/// Brings the tables of `--store` to this version and says what was done.
Result<Reply> migrateStore(const Invocation& call, const Output& output);

} // namespace app
