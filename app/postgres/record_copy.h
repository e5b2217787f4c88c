// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/postgres_store.h"
#include "model/hub/embedded_store.h"

#include <stop_token>

/// A whole record from one store into another, row by row as it is: nothing is judged and nothing made anew.
namespace postgres {

enum class Adopted {
    now,    ///< it was copied
    before, ///< the database had it already, and perhaps more since
};

/// Copies the record of an office into the database, in one transaction. Code::refused if another record is there.
/// Code::cancelled if it was stopped; then the database is as it was.
Result<Adopted> copyInto(PostgresStore& to, model::EmbeddedStore& from, const std::stop_token& stop);

/// What could not be copied because a row of its number was there: a place such as "event 7".
using TwiceThere = std::vector<std::string>;

/// Copies the record as it is in the database at one moment into an empty store.
Result<TwiceThere> copyOutOf(PostgresStore& from, model::EmbeddedStore& to, const std::stop_token& stop);

} // namespace postgres
