// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace model {

/// The truth tables. Rows are numbered in the order they came, so that what was said together lies together.
inline constexpr std::string_view kRecordSchema = R"sql(
CREATE TABLE subject (            -- the cases, and the register, which is a log like any case
    n       INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE act (                -- what one author signed in one go
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE,
    bytes     BLOB NOT NULL,      -- exactly what was signed
    signature BLOB NOT NULL,
    events    BLOB NOT NULL       -- the ids of all its events, 32 bytes each, in the order of the Merkle tree
) STRICT;
CREATE TABLE event (              -- what a person said; never changed
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE,
    subject   INTEGER NOT NULL REFERENCES subject(n),
    act       INTEGER NOT NULL REFERENCES act(n),
    act_index INTEGER NOT NULL,
    bytes     BLOB NOT NULL
) STRICT;
CREATE TABLE sealed (             -- the sealed parts: a table of their own, so that a lawful erasure leaves the events alone
    event   INTEGER PRIMARY KEY REFERENCES event(n),
    bytes   BLOB NOT NULL
) STRICT;
CREATE TABLE hub_commit (         -- what the hub signed in one go
    number    INTEGER PRIMARY KEY,
    bytes     BLOB NOT NULL,
    signature BLOB NOT NULL,
    links     BLOB NOT NULL       -- the hashes of all its links, 32 bytes each, in the order of the Merkle tree
) STRICT;
CREATE TABLE link (               -- where an event landed
    subject      INTEGER NOT NULL REFERENCES subject(n),
    seq          INTEGER NOT NULL,
    event        INTEGER NOT NULL UNIQUE REFERENCES event(n),
    time         INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    hub_commit   INTEGER NOT NULL REFERENCES hub_commit(number) DEFERRABLE INITIALLY DEFERRED,
    commit_index INTEGER NOT NULL,
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_commit ON link (hub_commit, commit_index);
CREATE TABLE refusal (            -- what the hub would not seal, for good
    event     INTEGER PRIMARY KEY REFERENCES event(n),
    bytes     BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
)sql";

inline constexpr std::array<std::string_view, 6> kTruthTables = {"subject", "act",        "event",
                                                                 "link",    "hub_commit", "refusal"};

/// A table of the record as another store may take it over: its columns in order, and what they hold, i numbers and b
/// bytes.
struct RecordTable {
    std::string_view name, columns, types;
};
/// In an order in which each names only what is there already.
inline constexpr std::array<RecordTable, 7> kRecordTables = {{
    {"subject", "n, id", "ib"},
    {"act", "n, id, bytes, signature, events", "ibbbb"},
    {"event", "n, id, subject, act, act_index, bytes", "ibiiib"},
    {"sealed", "event, bytes", "ib"},
    {"hub_commit", "number, bytes, signature, links", "ibbb"},
    {"link", "subject, seq, event, time, hash, hub_commit, commit_index", "iiiibii"},
    {"refusal", "event, bytes, signature", "ibb"},
}};

} // namespace model
