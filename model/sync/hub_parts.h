// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/hub.h"
#include "model/sync/hub_state.h"

namespace model {

struct Hub::Parts {
    Database database;
    crypto::Identity identity;
    const Clock* clock;
    Record record;
    HubState state;

    Parts(Database db, crypto::Identity id, const Clock& time)
        : database(std::move(db)), identity(std::move(id)), clock(&time), record(database, identity.suite()), state(record) {}
};

} // namespace model
