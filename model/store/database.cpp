// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/database_impl.h"

#include <algorithm>
#include <cctype>
#include <format>
#include <utility>

namespace model {

Database::Database(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Error Database::Impl::error(int code) const {
    Error error = databaseError(db, code, path.string());
    if (error.code == Code::refused && !refusedTable.empty()) error.where += ": " + refusedTable;
    return error;
}

Result<Statement> Database::prepare(std::string_view sql) {
    crypto::require(m_impl != nullptr, "a database that was moved away");
    std::string text(sql);
    sqlite3_stmt* statement = nullptr;
    if (const auto cached = m_impl->cache.extract(text)) {
        statement = cached.mapped();
    } else {
        const int code = sqlite3_prepare_v3(m_impl->db, text.c_str(), static_cast<int>(text.size() + 1),
                                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) return std::unexpected(m_impl->error(code));
        crypto::require(statement != nullptr, "an empty statement");
    }
    auto lease = std::make_unique<Statement::Lease>(m_impl.get(), statement, std::move(text));
    return Statement(std::move(lease));
}

Result<void> Database::execute(std::string_view script) {
    crypto::require(m_impl != nullptr, "a database that was moved away");
    const int code = sqlite3_exec(m_impl->db, std::string(script).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(m_impl->error(code));
    return {};
}

void Database::rollBack() {
    // An interruption strikes once, at the latest when the next statement begins.
    constexpr int kMost = 10'000;
    for (int i = 0; i < kMost && inTransaction(); ++i)
        (void)sqlite3_exec(m_impl->db, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Database::protectTables(std::span<const std::string_view> tables) {
    for (const std::string_view table : tables) {
        const std::string name(table);
        const bool plain = std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
        crypto::require(plain && !name.empty(), "a table name of letters");
        // The authorizer refuses the statement; the triggers also stop INSERT OR REPLACE and UPSERT, which it does not
        // see as a deletion.
        if (!m_impl->protectedTables.contains(name) && sqlite3_db_readonly(m_impl->db, "main") == 0) {
            for (const char* action : {"DELETE", "UPDATE"}) {
                TRY(execute(std::format("CREATE TEMP TRIGGER keep_{0}_{1} BEFORE {1} ON main.{0} "
                                        "BEGIN SELECT RAISE(ABORT, 'insert only'); END",
                                        name, action)));
            }
        }
        m_impl->protectedTables.insert(name);
    }
    return {};
}

Result<int> Database::userVersion() { return value<int>("PRAGMA user_version"); }

Result<void> Database::setUserVersion(int version) { return execute("PRAGMA user_version=" + std::to_string(version)); }

Result<void> Database::checkpoint() {
    const int code = sqlite3_wal_checkpoint_v2(m_impl->db, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(m_impl->error(code));
    return {};
}

Result<void> Database::verifyPages() {
    // A power loss in the middle of a checkpoint leaves half-written pages in the file, while the log still has them
    // whole. The check of the pages looks at the file alone, so the log goes there first, as far as nobody reads an
    // older state.
    (void)sqlite3_wal_checkpoint_v2(m_impl->db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    constexpr int kReported = 5;
    for (const std::string_view pragma : {"PRAGMA cipher_integrity_check", "PRAGMA integrity_check(5)"}) {
        TRY_ASSIGN(auto statement, prepare(pragma));
        std::string found;
        int count = 0;
        while (true) {
            TRY_ASSIGN(const bool row, statement.step());
            if (!row) break;
            const auto line = statement.get<std::string>(0);
            if (line == "ok") continue;
            if (++count <= kReported) found += (found.empty() ? "" : "; ") + line;
        }
        if (count > 0) {
            Error error = m_impl->error(SQLITE_CORRUPT);
            error.where += ": " + found + (count > kReported ? "; …" : "");
            return std::unexpected(std::move(error));
        }
    }
    return {};
}

std::int64_t Database::lastRowId() const { return sqlite3_last_insert_rowid(m_impl->db); }
std::int64_t Database::changes() const { return sqlite3_changes64(m_impl->db); }
bool Database::inTransaction() const { return sqlite3_get_autocommit(m_impl->db) == 0; }
const std::filesystem::path& Database::path() const { return m_impl->path; }
Interrupter Database::interrupter() const { return Interrupter(m_impl->target); }
sqlite3* Database::handle() const { return m_impl ? m_impl->db : nullptr; }

void Interrupter::interrupt() const {
    const std::lock_guard lock(m_target->mutex);
    if (m_target->db) sqlite3_interrupt(m_target->db);
}

// ---- statements

Statement::Statement(std::unique_ptr<Lease> lease) : m_lease(std::move(lease)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Result<bool> Statement::step() {
    crypto::require(m_lease != nullptr, "a statement that was moved away");
    int code = std::exchange(m_lease->failure, SQLITE_OK);
    if (code == SQLITE_OK) code = sqlite3_step(m_lease->statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_lease->statement);
        return false;
    }
    Error error = m_lease->database->error(code); // before the reset, which may forget the reason
    sqlite3_reset(m_lease->statement);
    return std::unexpected(std::move(error));
}

Result<void> Statement::run() {
    while (true) {
        TRY_ASSIGN(const bool row, step());
        if (!row) return {};
    }
}

void Statement::reset() {
    sqlite3_reset(m_lease->statement);
    m_lease->failure = SQLITE_OK;
}

void Statement::bound(int code) {
    crypto::require(code != SQLITE_RANGE && code != SQLITE_MISUSE, "no such parameter, or a statement that is running");
    if (code != SQLITE_OK) m_lease->failure = code;
}

// A null pointer would bind NULL where an empty value is meant.
void Statement::bindText(int position, std::string_view value) {
    bound(sqlite3_bind_text64(m_lease->statement, position, value.data() ? value.data() : "", value.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
}
void Statement::bindBlob(int position, ByteView value) {
    const void* data = value.data() ? static_cast<const void*>(value.data()) : "";
    bound(sqlite3_bind_blob64(m_lease->statement, position, data, value.size(), SQLITE_TRANSIENT));
}
void Statement::bindInteger(int position, std::int64_t value) {
    bound(sqlite3_bind_int64(m_lease->statement, position, value));
}
void Statement::bindReal(int position, double value) {
    bound(sqlite3_bind_double(m_lease->statement, position, value));
}
void Statement::bindNull(int position) { bound(sqlite3_bind_null(m_lease->statement, position)); }

int Statement::columns() const { return sqlite3_column_count(m_lease->statement); }

void Statement::checkColumn(int column) const {
    crypto::require(column >= 0 && column < sqlite3_data_count(m_lease->statement), "no such column, or no row");
}
bool Statement::isNull(int column) const {
    checkColumn(column);
    return sqlite3_column_type(m_lease->statement, column) == SQLITE_NULL;
}
std::int64_t Statement::integerAt(int column) const {
    checkColumn(column);
    return sqlite3_column_int64(m_lease->statement, column);
}
double Statement::realAt(int column) const {
    checkColumn(column);
    return sqlite3_column_double(m_lease->statement, column);
}
std::string_view Statement::textAt(int column) const {
    checkColumn(column);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_lease->statement, column));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(m_lease->statement, column)))
                : std::string_view();
}
ByteView Statement::blobAt(int column) const {
    checkColumn(column);
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_lease->statement, column));
    return data ? ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(m_lease->statement, column)))
                : ByteView();
}

// ---- transactions

Result<Transaction> Transaction::begin(Database& database) {
    crypto::require(!database.inTransaction(), "transactions do not nest");
    TRY(database.run("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}

Transaction::~Transaction() {
    // An error may have rolled it back already; then there is nothing to do.
    if (m_database) m_database->rollBack();
}

Result<void> Transaction::commit() {
    crypto::require(m_database != nullptr, "a transaction that has ended");
    auto done = m_database->run("COMMIT");
    if (!done) m_database->rollBack();
    m_database = nullptr;
    return done;
}

} // namespace model
