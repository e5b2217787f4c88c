// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A hub's record in PostgreSQL.
namespace postgres {

using model::Code;
using model::Error;
using model::fail;
using model::Result;

/// Where the database is, as libpq is told.
struct Address {
    std::vector<std::pair<std::string, std::string>> parameters; ///< of the connection, those of the hub included
    std::string name; ///< for messages: hosts and database; never who, never a secret
};

/// Reads "postgresql://USER@HOST:PORT,HOST:PORT/DATABASE?…" as libpq does, and adds what a hub needs where the URI does
/// not say otherwise: only a server that takes writes, a connection that is given up within seconds when its server is
/// gone. Code::usage if it is none, or if it holds a password: that would be seen by everyone who lists processes.
Result<Address> readAddress(std::string_view uri);

} // namespace postgres
