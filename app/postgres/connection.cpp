// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/connection.h"

#include "app/postgres/server_error.h"

#include <charconv>
#include <libpq-fe.h>

namespace postgres {

namespace {

constexpr int kLeastVersion = 150000;
constexpr std::size_t kCopyPiece = 256 * 1024;
constexpr std::uint32_t kBigint = 20, kBytea = 17; ///< type numbers of PostgreSQL

/// What holds for the whole session. Every question is by keys, so a plan that reads whole tables is a mistake whatever
/// the statistics say; JIT is off because the price of such plans would set it off. A process that stands still in its
/// turn, or whose machine is gone, is put out by the server, so that it does not keep the others waiting.
constexpr const char* kSession = R"sql(
SET search_path = '';
SET bytea_output = 'hex';
SET client_min_messages = warning;
SET lock_timeout = '5s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = '30s';
SET idle_session_timeout = 0;
SET tcp_keepalives_idle = 5;
SET tcp_keepalives_interval = 3;
SET tcp_keepalives_count = 3;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET jit = off;
SELECT current_setting('server_version_num'), current_setting('server_encoding'), current_setting('fsync'),
       current_setting('full_page_writes'), coalesce(current_setting('touchstone.without_fsync', true), 'off'),
       current_setting('synchronous_commit')
)sql";

std::string_view fieldOf(const PGresult* result, int field) {
    const char* const text = result ? PQresultErrorField(result, field) : nullptr;
    return text ? text : "";
}

void appendField(Bytes& to, std::int64_t value) {
    crypto::appendU32(to, 8);
    crypto::appendU64(to, static_cast<std::uint64_t>(value));
}

void appendField(Bytes& to, ByteView value) {
    crypto::appendU32(to, static_cast<std::uint32_t>(value.size()));
    crypto::append(to, value);
}

/// A one-dimensional array in PostgreSQL's binary form.
template <typename T>
Bytes arrayOf(std::span<const T> values, std::uint32_t type) {
    Bytes out;
    crypto::appendU32(out, values.empty() ? 0 : 1);
    crypto::appendU32(out, 0); // no NULL in it
    crypto::appendU32(out, type);
    if (values.empty()) return out;
    crypto::appendU32(out, static_cast<std::uint32_t>(values.size()));
    crypto::appendU32(out, 1);
    for (const auto& value : values) appendField(out, value);
    return out;
}

} // namespace

Params& Params::add(std::int64_t value) {
    Bytes out;
    crypto::appendU64(out, static_cast<std::uint64_t>(value));
    m_values.push_back(std::move(out));
    return *this;
}

Params& Params::add(std::span<const std::int64_t> values) {
    m_values.push_back(arrayOf(values, kBigint));
    return *this;
}

Params& Params::add(std::span<const ByteView> values) {
    m_values.push_back(arrayOf(values, kBytea));
    return *this;
}

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }

std::size_t Rows::count() const { return static_cast<std::size_t>(PQntuples(m_result.get())); }

bool Rows::isNull(std::size_t row, int column) const {
    return PQgetisnull(m_result.get(), static_cast<int>(row), column) != 0;
}

std::int64_t Rows::integer(std::size_t row, int column) const {
    crypto::ByteReader in(bytes(row, column));
    return static_cast<std::int64_t>(in.u64());
}

ByteView Rows::bytes(std::size_t row, int column) const { return crypto::asBytes(text(row, column)); }

std::string_view Rows::text(std::size_t row, int column) const {
    const int at = static_cast<int>(row);
    if (PQgetisnull(m_result.get(), at, column)) return {};
    return {PQgetvalue(m_result.get(), at, column), static_cast<std::size_t>(PQgetlength(m_result.get(), at, column))};
}

void Connection::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const Address& address) {
    std::unique_ptr<Connection> connection(new Connection(address.name));
    TRY(connection->connect(address));
    TRY(connection->settle());
    return connection;
}

Result<void> Connection::connect(const Address& address) {
    std::vector<const char*> keywords, values;
    for (const auto& [keyword, value] : address.parameters) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    m_connection.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
    if (!m_connection) return std::unexpected(serverError("53200", "", false, m_name));
    PQsetNoticeReceiver(
        m_connection.get(),
        [](void* self, const PGresult* notice) {
            if (fieldOf(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING")
                static_cast<Connection*>(self)->m_warned = true;
        },
        this);
    if (PQstatus(m_connection.get()) != CONNECTION_OK) return error(nullptr);
    return {};
}

/// Sets the session up and looks whether a record may be kept here. Asked at each connection, because it may lead to
/// another server each time.
Result<void> Connection::settle() {
    TRY_ASSIGN(const auto rows, script(kSession));
    const auto setting = [&](int column) { return std::string(rows.text(0, column)); };
    const auto unfit = [&](const model::Text& what, const model::Text& cure) {
        return fail(Code::failed, what, cure, m_name);
    };
    int version = 0;
    const auto number = rows.text(0, 0);
    std::from_chars(number.data(), number.data() + number.size(), version);
    if (version < kLeastVersion)
        return unfit({"This PostgreSQL is too old", "PostgreSQL 版本过旧"},
                     {"Use 15 or later", "请使用 15 或更高版本"});
    if (setting(1) != "UTF8")
        return unfit({"The database is not in UTF-8", "数据库编码不是 UTF-8"},
                     {"Make it with ENCODING 'UTF8'", "请以 ENCODING 'UTF8' 创建"});
    if ((setting(2) != "on" || setting(3) != "on") && setting(4) != "on")
        return unfit({"This PostgreSQL may lose what it has confirmed: fsync or full_page_writes is off",
                      "该 PostgreSQL 可能丢失已确认的数据：fsync 或 full_page_writes 已关闭"},
                     {"Switch both on", "请开启这两项设置"});
    // What waits for copies to apply it is kept; what waits for less than this disk, and the copies' where there are
    // some, is not enough.
    if (setting(5) != "on" && setting(5) != "remote_apply") TRY(script("SET synchronous_commit = on"));
    return {};
}

std::unexpected<Error> Connection::error(const pg_result* result) {
    const auto severity = fieldOf(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const auto state = fieldOf(result, PG_DIAG_SQLSTATE);
    if (severity == "FATAL" || severity == "PANIC" || state == "25006") m_unfit = true;
    auto words = fieldOf(result, PG_DIAG_MESSAGE_PRIMARY);
    if (words.empty()) words = PQerrorMessage(m_connection.get());
    return std::unexpected(serverError(state, words, isLost(), m_name));
}

Result<Rows> Connection::taken(pg_result* result) {
    Rows rows(result);
    const auto status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
    return error(result);
}

Result<Rows> Connection::script(const std::string& sql) { return taken(PQexec(m_connection.get(), sql.c_str())); }

Result<void> Connection::prepare(const Query& query) {
    if (m_prepared.contains(query.name)) return {};
    TRY(taken(PQprepare(m_connection.get(), query.name, query.sql.c_str(), 0, nullptr)));
    m_prepared.insert(query.name);
    return {};
}

Result<Rows> Connection::run(const Query& query, const Params& params) {
    TRY(prepare(query));
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
    for (const auto& value : params.values()) {
        values.push_back(reinterpret_cast<const char*>(value.data()));
        lengths.push_back(static_cast<int>(value.size()));
        formats.push_back(1);
    }
    return typed(PQexecPrepared(m_connection.get(), query.name, static_cast<int>(values.size()), values.data(),
                                lengths.data(), formats.data(), 1),
                 query);
}

Result<Rows> Connection::ask(const Query& query) {
    return typed(PQexecParams(m_connection.get(), query.sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), query);
}

Result<Rows> Connection::typed(pg_result* result, const Query& query) {
    TRY_ASSIGN(auto rows, taken(result));
    bool same = PQnfields(result) == static_cast<int>(query.columns.size());
    for (std::size_t i = 0; same && i < query.columns.size(); ++i)
        same = PQftype(result, static_cast<int>(i)) == (query.columns[i] == 'i' ? kBigint : kBytea);
    if (same) return rows;
    return fail(Code::damaged, {"The tables in the database are not those of a hub", "数据库中的表不是服务器的数据表"},
                {"Restore the database from a backup", "请从备份恢复数据库"}, m_name);
}

void Connection::endLater(const char* sql) {
    if (!isLost() && PQsendQuery(m_connection.get(), sql) == 0) m_unfit = true;
}

Result<void> Connection::commit(const std::string& before) {
    m_warned = false;
    auto* const result = PQexec(m_connection.get(), (before + "COMMIT").c_str());
    const auto done = taken(result);
    if (!done) {
        if (isLost()) {
            return fail(Code::network,
                        {"The database was lost while it kept this; whether it did is not known",
                         "保存时与数据库的连接中断，是否已保存尚不可知"},
                        {"It is sent again by itself; nothing is kept twice", "将自动重新发送，不会重复保存"}, m_name);
        }
        return std::unexpected(done.error());
    }
    if (std::string_view(PQcmdStatus(result)) != "COMMIT")
        return fail(Code::failed, {"The database did not keep this", "数据库未保存此内容"}, {}, m_name);
    // Somebody broke off the wait for the copies: it is kept here, and could be lost with this machine.
    if (m_warned)
        return fail(Code::network,
                    {"The database kept this, but perhaps not on its copies", "数据库已保存，但其副本可能尚未保存"},
                    {"It is sent again by itself", "将自动重新发送"}, m_name);
    return {};
}

Result<void> Connection::copyIn(const std::string& sql, const std::function<Result<void>(CopyIn&)>& body) {
    {
        const Rows begun(PQexec(m_connection.get(), sql.c_str()));
        if (PQresultStatus(begun.m_result.get()) != PGRES_COPY_IN) return error(begun.m_result.get());
    }
    CopyIn rows(*this);
    auto given = body(rows);
    if (given) given = rows.flush();
    const bool ended = PQputCopyEnd(m_connection.get(), given ? nullptr : "broken off") == 1;
    const auto done = taken(PQgetResult(m_connection.get()));
    if (!given) return given;
    if (!ended) return error(nullptr);
    if (!done) return std::unexpected(done.error());
    return {};
}

bool Connection::isLost() const { return m_unfit || PQstatus(m_connection.get()) != CONNECTION_OK; }

bool Connection::inTransaction() {
    while (auto* const result = PQgetResult(m_connection.get())) PQclear(result);
    return PQtransactionStatus(m_connection.get()) != PQTRANS_IDLE && !isLost();
}

int Connection::socket() const { return PQsocket(m_connection.get()); }

int Connection::backend() const { return PQbackendPID(m_connection.get()); }

Result<std::vector<int>> Connection::notifications() {
    if (PQconsumeInput(m_connection.get()) == 0) return error(nullptr);
    std::vector<int> senders;
    while (auto* const note = PQnotifies(m_connection.get())) {
        senders.push_back(note->be_pid);
        PQfreemem(note);
    }
    return senders;
}

CopyIn::CopyIn(Connection& connection) : m_connection(connection) {
    crypto::append(m_buffer, crypto::asBytes(std::string_view("PGCOPY\n\377\r\n\0", 11)));
    crypto::appendU64(m_buffer, 0); // no flags, nothing behind them
}

Result<void> CopyIn::row(std::size_t fields) {
    if (m_buffer.size() >= kCopyPiece) TRY(flush());
    crypto::appendU16(m_buffer, static_cast<std::uint16_t>(fields));
    return {};
}

void CopyIn::field(std::int64_t value) { appendField(m_buffer, value); }
void CopyIn::field(ByteView value) { appendField(m_buffer, value); }

Result<void> CopyIn::flush() {
    const auto* const data = reinterpret_cast<const char*>(m_buffer.data());
    if (PQputCopyData(m_connection.m_connection.get(), data, static_cast<int>(m_buffer.size())) != 1)
        return m_connection.error(nullptr);
    m_buffer.clear();
    return {};
}

} // namespace postgres
