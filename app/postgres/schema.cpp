// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/schema.h"

#include "app/postgres/connection.h"

#include <array>

namespace postgres {

namespace {

/// The tables of model/vault/record_schema.h, and no more: rows are numbered by whoever has the turn. What points where
/// is held by the turn that writes both ends, and by `check`; a foreign key would look each of them up once more.
constexpr const char* kFirst = R"sql(
CREATE SCHEMA touchstone;
CREATE TABLE touchstone.version (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);
CREATE TABLE touchstone.turn ();
COMMENT ON TABLE touchstone.turn IS 'locked by the process that writes';
CREATE TABLE touchstone.subject (
    n  bigint PRIMARY KEY,
    id bytea NOT NULL UNIQUE
);
CREATE TABLE touchstone.act (
    n         bigint PRIMARY KEY,
    id        bytea NOT NULL UNIQUE,
    bytes     bytea STORAGE EXTERNAL NOT NULL,
    signature bytea NOT NULL,
    events    bytea STORAGE EXTERNAL NOT NULL
);
CREATE TABLE touchstone.event (
    n         bigint PRIMARY KEY,
    id        bytea NOT NULL UNIQUE,
    subject   bigint NOT NULL,
    act       bigint NOT NULL,
    act_index bigint NOT NULL,
    bytes     bytea STORAGE EXTERNAL NOT NULL
);
CREATE TABLE touchstone.sealed (
    event bigint PRIMARY KEY,
    bytes bytea STORAGE EXTERNAL NOT NULL
);
CREATE TABLE touchstone.hub_commit (
    number    bigint PRIMARY KEY,
    bytes     bytea NOT NULL,
    signature bytea NOT NULL,
    links     bytea STORAGE EXTERNAL NOT NULL
);
CREATE TABLE touchstone.link (
    subject      bigint NOT NULL,
    seq          bigint NOT NULL,
    event        bigint NOT NULL UNIQUE,
    time         bigint NOT NULL,
    hash         bytea NOT NULL,
    hub_commit   bigint NOT NULL,
    commit_index bigint NOT NULL,
    PRIMARY KEY (subject, seq)
);
CREATE UNIQUE INDEX link_commit ON touchstone.link (hub_commit, commit_index);
CREATE TABLE touchstone.refusal (
    event     bigint PRIMARY KEY,
    bytes     bytea NOT NULL,
    signature bytea NOT NULL
);
CREATE FUNCTION touchstone.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record only grows';
END
$$;
INSERT INTO touchstone.version (number) VALUES (1);
)sql";

constexpr std::array kKept = {"subject", "act", "event", "link", "hub_commit", "refusal"};

std::string firstStep() {
    std::string sql = kFirst;
    for (const std::string table : kKept)
        sql += "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON touchstone." + table +
               " EXECUTE FUNCTION touchstone.refuse_change();\n";
    return sql;
}

/// The version of the tables; 0: there are none.
Result<int> versionOf(Connection& connection) {
    TRY_ASSIGN(const auto there, connection.script("SELECT to_regclass('touchstone.version') IS NOT NULL"));
    if (there.text(0, 0) != "t") return 0;
    static const Query kVersion{"version", "SELECT number FROM touchstone.version", "i"};
    TRY_ASSIGN(const auto rows, connection.run(kVersion));
    return rows.count() == 0 ? 0 : static_cast<int>(rows.integer(0, 0));
}

} // namespace

Result<void> checkVersion(std::int64_t number, const std::string& where) {
    if (number == kSchemaVersion) return {};
    if (number > kSchemaVersion)
        return fail(Code::newer,
                    {"The tables in the database are of a newer program", "数据库中的表属于更新版本的程序"},
                    {"Use the newer touchstone-hub", "请使用更新版本的 touchstone-hub"}, where);
    return fail(Code::failed,
                number == 0 ? model::Text{"This database has no tables of a hub", "该数据库中没有服务器的数据表"}
                            : model::Text{"The tables in the database are of an older program",
                                          "数据库中的表属于较早版本的程序"},
                {"Bring them to this version: touchstone-hub migrate", "请升级：touchstone-hub migrate"}, where);
}

Result<Migration> migrate(const Address& address) {
    TRY_ASSIGN(const auto connection, Connection::open(address));
    // Two at once would make the same tables; the lock has the number of these letters.
    TRY(connection->script("BEGIN; SELECT pg_advisory_xact_lock(x'746f756368'::bigint)"));
    TRY_ASSIGN(const int from, versionOf(*connection));
    if (from > kSchemaVersion) TRY(checkVersion(from, address.name));
    if (from == kSchemaVersion) return Migration{from, from};
    TRY(connection->script(firstStep()));
    TRY(connection->commit(""));
    return Migration{from, kSchemaVersion};
}

} // namespace postgres
