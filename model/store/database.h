// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one door to SQLite: an encrypted store, its statements and its transactions.
//
// A thin layer over the C API of SQLCipher, which is linked statically with its symbols hidden, so
// that the plain SQLite some other library brings into the process can neither replace it nor see
// its files (docs/decisions/sqlcipher-pages.md).
//
// Threads: a Database and everything made from it belong to one thread at a time; any number of
// Databases may be open on one file, one for each thread. Only Interrupter may be used from
// another thread. Nothing here throws; misuse (a wrong column, a statement that outlives its
// database) ends the process.

#include "crypto/bytes.h"
#include "crypto/secret.h"
#include "model/base/result.h"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace model {

using crypto::Bytes;
using crypto::ByteView;

enum class OpenMode {
    create,    ///< the file must not exist; it is made, readable by its owner only
    readWrite, ///< the file must exist; it is probed read-only before anything may be written
    readOnly,  ///< the file must exist; neither it nor its write-ahead log is ever changed
};

/// What may be tuned about pages. The page size is part of the file's format.
struct PageProfile {
    int pageBytes = 4096;     ///< a power of two, 512 to 65536
    int cacheKib = 16384;     ///< memory for cached pages of this connection, filled as needed
    int busyTimeoutMs = 5000; ///< how long to wait for another connection's lock
};

/// What the caller knows about a store before it is opened.
struct OpenChecks {
    /// The key was proved right by other means (the vault unwraps it with authenticated
    /// encryption). SQLCipher cannot tell a wrong key from a damaged first page; with this set an
    /// unreadable first page is reported as damage, else as a wrong key.
    bool keyVerified = false;
    /// The highest schema version (`PRAGMA user_version`) this program understands.
    int newestVersion = std::numeric_limits<int>::max();
};

class Database;

/// A prepared statement on loan from its Database's cache; goes back, reset, when destroyed.
/// Parameters are counted from 1, columns from 0, as in SQLite. Must not outlive its Database.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// Binds a copy of `value`: an integer, bool, double, enum, text, bytes, id, digest,
    /// std::nullopt or an optional of these. A failure (value too large) is reported by the next step().
    template <typename T>
    Statement& bind(int position, const T& value);

    /// Resets, then binds all values in order, from parameter 1.
    template <typename... Values>
    Statement& with(const Values&... values);

    /// True: a row is there to be read. False: done, and reset for the next use.
    Result<bool> step();

    /// Steps to the end, whatever rows there are.
    Result<void> run();

    /// Makes the statement ready to run again; bound values stay.
    void reset();

    /// The value of a column of the present row: std::int64_t, int, bool, double, an enum,
    /// std::string, Bytes, or an optional of these (empty for NULL); also std::string_view and
    /// ByteView, valid until the next step().
    template <typename T>
    T get(int column) const;
    bool isNull(int column) const;
    int columns() const;

private:
    friend class Database;
    struct Lease;
    explicit Statement(std::unique_ptr<Lease> lease);

    void bound(int code);
    void checkColumn(int column) const;
    void bindInteger(int position, std::int64_t value);
    void bindReal(int position, double value);
    void bindText(int position, std::string_view value);
    void bindBlob(int position, ByteView value);
    void bindNull(int position);
    std::int64_t integerAt(int column) const;
    double realAt(int column) const;
    std::string_view textAt(int column) const;
    ByteView blobAt(int column) const;

    std::unique_ptr<Lease> m_lease;
};

/// Stops whatever a Database is running, from any thread, at any time, also after the Database is
/// gone. The interrupted call returns Code::cancelled and its transaction is rolled back.
class Interrupter {
public:
    void interrupt() const;

private:
    friend class Database;
    struct Target;
    explicit Interrupter(std::shared_ptr<Target> target) : m_target(std::move(target)) {}
    std::shared_ptr<Target> m_target;
};

/// An open connection to one encrypted store.
class Database {
public:
    /// Opens or creates the store at `path` with a raw 32-byte key.
    ///
    /// Errors: notFound (no such file), locked (wrong key), damaged (not an encrypted store,
    /// truncated, changed: `where` names the file), newer (written by a newer program), failed
    /// (no permission, disk full, in use, or a SQLite without encryption). After any error the
    /// files are as they were; a file that create() began is removed.
    static Result<Database> open(const std::filesystem::path& path, const crypto::Secret& key, OpenMode mode,
                                 const PageProfile& pages = {}, const OpenChecks& checks = {});

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// A statement for one SQL text, from the cache if it was used before. The text is the
    /// program's own: values are bound, never pasted in.
    Result<Statement> prepare(std::string_view sql);

    /// Runs a script of any number of statements, such as a schema; rows are dropped.
    Result<void> execute(std::string_view script);

    /// Ends the transaction that is open and keeps nothing of it; nothing if none is. An interruption does not keep it
    /// from that: a transaction that stayed open would refuse the next one.
    void rollBack();

    /// Prepares, binds, runs to the end.
    template <typename... Values>
    Result<void> run(std::string_view sql, const Values&... values);

    /// The single value of the first row of a query; notFound if there is no row.
    template <typename T, class... Values>
    Result<T> value(std::string_view sql, const Values&... values);

    /// From now on this connection refuses to update, delete, replace, drop or alter anything of
    /// these tables: they can only grow. The tables must exist. Holds for the connection, so each
    /// writer calls it once after opening. A refused statement gives Code::refused.
    Result<void> protectTables(std::span<const std::string_view> tables);

    Result<int> userVersion();
    Result<void> setUserVersion(int version);

    /// Moves the write-ahead log into the file and empties it.
    Result<void> checkpoint();

    /// Checks every page's authentication code and the structure of all tables and indexes.
    /// Takes as long as reading the whole file. Damage is Code::damaged, naming the pages.
    Result<void> verifyPages();

    std::int64_t lastRowId() const;
    /// Rows changed by the last statement that changed any.
    std::int64_t changes() const;
    bool inTransaction() const;
    const std::filesystem::path& path() const;
    Interrupter interrupter() const;

    /// For the other files of this folder (the tokenizer); null only after a move.
    sqlite3* handle() const;

    struct Impl;

private:
    friend class Statement;
    explicit Database(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// A write transaction: takes the write lock at once, and rolls back unless committed.
/// Must not outlive its Database. They do not nest.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Makes everything since begin() durable: when this returns it survives power loss.
    /// On an error all of it is rolled back.
    Result<void> commit();

private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

/// Checks, without any file, that the SQLite in this program is SQLCipher and can encrypt.
/// Database::open does this each time; a program also does it when it starts.
Result<void> storageGuard();

// ---- inline parts

namespace detail {
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
} // namespace detail

template <typename T>
Statement& Statement::bind(int position, const T& value) {
    if constexpr (std::is_same_v<T, std::nullopt_t>) {
        bindNull(position);
    } else if constexpr (detail::IsOptional<T>::value) {
        if (value) bind(position, *value);
        else bindNull(position);
    } else if constexpr (std::is_enum_v<T>) {
        bindInteger(position, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_integral_v<T>) {
        static_assert(sizeof(T) < 8 || std::is_signed_v<T>, "SQLite has no unsigned 64-bit integer");
        bindInteger(position, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
        bindReal(position, static_cast<double>(value));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        bindText(position, value);
    } else if constexpr (requires {
                             { value.view() } -> std::same_as<ByteView>;
                         }) {
        bindBlob(position, value.view()); // ids and digests
    } else {
        static_assert(std::is_convertible_v<const T&, ByteView>, "not a value SQLite can hold");
        bindBlob(position, value);
    }
    return *this;
}

template <typename... Values>
Statement& Statement::with(const Values&... values) {
    reset();
    int position = 0;
    (bind(++position, values), ...);
    return *this;
}

template <typename T>
T Statement::get(int column) const {
    if constexpr (detail::IsOptional<T>::value) {
        if (isNull(column)) return std::nullopt;
        return get<typename T::value_type>(column);
    } else if constexpr (std::is_same_v<T, bool>) {
        return integerAt(column) != 0;
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
        return static_cast<T>(integerAt(column));
    } else if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(realAt(column));
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
        return T(textAt(column));
    } else if constexpr (std::is_same_v<T, Bytes>) {
        const ByteView bytes = blobAt(column);
        return Bytes(bytes.begin(), bytes.end());
    } else {
        static_assert(std::is_same_v<T, ByteView>, "not a value SQLite can give");
        return blobAt(column);
    }
}

template <typename... Values>
Result<void> Database::run(std::string_view sql, const Values&... values) {
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(std::move(statement.error()));
    return statement->with(values...).run();
}

template <typename T, class... Values>
Result<T> Database::value(std::string_view sql, const Values&... values) {
    static_assert(!std::is_same_v<T, std::string_view> && !std::is_same_v<T, ByteView>,
                  "the row is gone when value() returns: ask for a copy");
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(std::move(statement.error()));
    auto row = statement->with(values...).step();
    if (!row) return std::unexpected(std::move(row.error()));
    if (!*row) {
        return fail(Code::notFound, {"There is no such entry.", "没有该记录。"});
    }
    return statement->get<T>(0);
}

} // namespace model
