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
        : database(std::move(db)), identity(std::move(id)), clock(&time), record(database, identity.suite()),
          state(record) {}

    /// Says of damage which store it is in: every desk has the same tables.
    template <typename T>
    Result<T> placed(Result<T> result) const {
        const std::string path = database.path().string();
        if (!result && result.error().code == Code::damaged && !result.error().where.contains(path)) {
            result.error().where = path + ": " + result.error().where;
        }
        return result;
    }
};

} // namespace model
