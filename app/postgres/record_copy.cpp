// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/record_copy.h"

#include "model/vault/record_schema.h"

namespace postgres {

using model::RecordTable;

namespace {

Result<void> stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) return fail(Code::cancelled, {"It was stopped", "已停止"});
    return {};
}

/// Ends the transaction of a copy that was not committed.
class Ending {
public:
    explicit Ending(Connection& connection) : m_connection(connection) {}
    ~Ending() {
        if (!m_done) m_connection.endLater("ROLLBACK");
    }
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;
    Result<void> commit() {
        m_done = true;
        return m_connection.commit("");
    }

private:
    Connection& m_connection;
    bool m_done = false;
};

Result<void> copyRows(model::Database& from, const RecordTable& table, CopyIn& to, const std::stop_token& stop) {
    TRY_ASSIGN(auto rows, from.prepare("SELECT * FROM " + std::string(table.name)));
    for (;;) {
        TRY(stopped(stop));
        TRY_ASSIGN(const bool found, rows.step());
        if (!found) return {};
        TRY(to.row(table.types.size()));
        for (std::size_t i = 0; i < table.types.size(); ++i) {
            const int column = static_cast<int>(i);
            if (table.types[i] == 'i') to.field(rows.get<std::int64_t>(column));
            else to.field(rows.get<ByteView>(column));
        }
    }
}

/// Whether the last commit of the office is in the database, and so all before it.
Result<bool> hasAlready(Connection& connection, const model::Commit& last) {
    static const Query kSame{"same", "SELECT bytes FROM touchstone.hub_commit WHERE number = $1::bigint", "b"};
    TRY_ASSIGN(const auto rows, connection.run(kSame, Params().add(static_cast<std::int64_t>(last.number))));
    return rows.count() == 1 && std::ranges::equal(rows.bytes(0, 0), last.bytes);
}

Result<void> copyRows(Connection& from, const RecordTable& table, model::Database& to, TwiceThere& twice,
                      const std::stop_token& stop) {
    const std::string name(table.name);
    TRY(from.script("DECLARE rows_of_" + name + " NO SCROLL CURSOR FOR SELECT " + std::string(table.columns) +
                    " FROM touchstone." + name));
    const Query next{"fetch", "FETCH 500 FROM rows_of_" + name, table.types};
    std::string places;
    for (std::size_t i = 0; i < table.types.size(); ++i) places += i == 0 ? "?" : ", ?";
    TRY_ASSIGN(auto insert, to.prepare("INSERT OR IGNORE INTO " + name + " VALUES (" + places + ")"));
    for (;;) {
        TRY(stopped(stop));
        TRY_ASSIGN(const auto rows, from.ask(next));
        if (rows.count() == 0) return {};
        for (std::size_t row = 0; row < rows.count(); ++row) {
            insert.reset();
            for (std::size_t i = 0; i < table.types.size(); ++i) {
                const int column = static_cast<int>(i);
                if (table.types[i] == 'i') insert.bind(column + 1, rows.integer(row, column));
                else insert.bind(column + 1, rows.bytes(row, column));
            }
            TRY(insert.run());
            if (to.changes() == 0) twice.push_back(name + " " + std::to_string(rows.integer(row, 0)));
        }
    }
}

} // namespace

Result<Adopted> copyInto(PostgresStore& to, model::EmbeddedStore& from, const std::stop_token& stop) {
    TRY_ASSIGN(const auto number, from.record().lastCommit());
    TRY_ASSIGN(const auto last, from.record().commit(number));
    TRY_ASSIGN(const auto begun, to.beginTurn());
    Ending ending(*begun.connection);
    const auto& there = begun.beginning;
    if (there.last) {
        TRY_ASSIGN(const bool same, hasAlready(*begun.connection, last.commit));
        if (same) return Adopted::before;
    }
    if (there.last || there.subjects > 0 || there.acts > 0 || there.events > 0) {
        return fail(Code::refused, {"The database has another office", "数据库中已有其他单位"},
                    {"Use a database of its own for each office", "请为每个单位使用单独的数据库"}, to.name());
    }
    for (const auto& table : model::kRecordTables) {
        const std::string sql = "COPY touchstone." + std::string(table.name) + " (" + std::string(table.columns) +
                                ") FROM STDIN (FORMAT binary)";
        TRY(begun.connection->copyIn(
            sql, [&](CopyIn& rows) { return copyRows(from.record().database(), table, rows, stop); }));
    }
    TRY(ending.commit());
    return Adopted::now;
}

Result<TwiceThere> copyOutOf(PostgresStore& from, model::EmbeddedStore& to, const std::stop_token& stop) {
    TRY_ASSIGN(const auto begun, from.beginReading());
    const Ending ending(*begun.connection);
    TwiceThere twice;
    auto& database = to.record().database();
    TRY_ASSIGN(auto transaction, model::Transaction::begin(database));
    for (const auto& table : model::kRecordTables) TRY(copyRows(*begun.connection, table, database, twice, stop));
    TRY(transaction.commit());
    return twice;
}

} // namespace postgres
