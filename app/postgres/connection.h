// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/address.h"
#include "crypto/bytes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>

struct pg_conn;
struct pg_result;

namespace postgres {

using crypto::Bytes;
using crypto::ByteView;

/// A question with a name under which the server keeps its plan. `columns` are the types of the answer: i a bigint, b a
/// bytea. Values are handed over as parameters, never pasted in.
struct Query {
    const char* name;
    std::string sql;
    std::string_view columns;
};

/// Parameters of a query in the binary form, in order.
class Params {
public:
    Params& add(std::int64_t value);
    Params& add(std::span<const std::int64_t> values); ///< bigint[]
    Params& add(std::span<const ByteView> values);     ///< bytea[]; views must last until it was run

    [[nodiscard]] const std::vector<Bytes>& values() const { return m_values; }

private:
    std::vector<Bytes> m_values;
};

/// An answer. Rows and columns are counted from 0.
class Rows {
public:
    explicit Rows(pg_result* result) : m_result(result) {}

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] bool isNull(std::size_t row, int column) const;
    /// 0 where it is NULL.
    [[nodiscard]] std::int64_t integer(std::size_t row, int column) const;
    /// Empty where it is NULL; as long as this lives.
    [[nodiscard]] ByteView bytes(std::size_t row, int column) const;
    /// As sent: for answers of Connection::script(), which are text.
    [[nodiscard]] std::string_view text(std::size_t row, int column) const;

private:
    friend class Connection;
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> m_result;
};

class CopyIn;

/// One connection to a server. One thread at a time. Once it is lost it stays so.
class Connection {
public:
    /// Connects, and makes the session one in which what is committed is durable. Code::network if the server cannot be
    /// reached, Code::failed if it lets nobody in or is none on which a record may be kept: too old, not UTF-8, without
    /// fsync (unless it says itself that it may be: `touchstone.without_fsync = on`).
    static Result<std::unique_ptr<Connection>> open(const Address& address);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<Rows> run(const Query& query, const Params& params = {});
    /// The same without a plan that is kept, for what is asked seldom.
    Result<Rows> ask(const Query& query);
    /// Runs statements of the program's own; the answer of the last, as text. After an error the rest was not run.
    Result<Rows> script(const std::string& sql);
    /// Ends a transaction without waiting for the answer, which is taken with the next question.
    void endLater(const char* sql);
    /// Commits. An error whose code is network may have committed all the same.
    Result<void> commit(const std::string& before);

    /// Runs `COPY … FROM STDIN (FORMAT binary)`; `body` gives the rows.
    Result<void> copyIn(const std::string& sql, const std::function<Result<void>(CopyIn&)>& body);

    /// Whether there is no use in asking it again.
    [[nodiscard]] bool isLost() const;
    /// Whether a transaction is open.
    bool inTransaction();
    [[nodiscard]] int socket() const;
    [[nodiscard]] int backend() const;
    /// Takes what has come; the processes that sent a notification. An error if the connection is lost.
    Result<std::vector<int>> notifications();

private:
    friend class CopyIn;
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    explicit Connection(std::string name) : m_name(std::move(name)) {}

    Result<void> connect(const Address& address);
    Result<void> settle();
    Result<void> prepare(const Query& query);
    Result<Rows> taken(pg_result* result);
    Result<Rows> typed(pg_result* result, const Query& query);
    std::unexpected<Error> error(const pg_result* result);

    std::string m_name;
    std::unique_ptr<pg_conn, Close> m_connection;
    std::set<std::string_view> m_prepared;
    bool m_warned = false; ///< the server warned of something since this was set to false
    bool m_unfit = false;  ///< the server is there, and takes nothing
};

/// The rows of a copy, one field after the other.
class CopyIn {
public:
    Result<void> row(std::size_t fields);
    void field(std::int64_t value);
    void field(ByteView value);

private:
    friend class Connection;
    explicit CopyIn(Connection& connection);
    Result<void> flush();

    Connection& m_connection;
    Bytes m_buffer;
};

} // namespace postgres
