// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/server_error.h"

namespace postgres {

using model::Code;
using model::Error;

namespace {

/// All that passes by itself is Code::network: a desk tries again.
Error described(std::string_view state, bool lost) {
    const auto is = [&](std::string_view prefix) { return state.starts_with(prefix); };
    if (is("55P03") || is("40"))
        return {Code::network,
                {"Another process of the hub did not end its turn in time", "服务器的另一进程未及时结束其写入"},
                {"It is tried again by itself", "将自动重试"}};
    if (is("25006"))
        return {Code::network,
                {"This database takes nothing: it is a copy of another", "该数据库不接受写入：它是另一数据库的副本"},
                {"Wait until the new primary is there", "请等待新的主库就绪"}};
    if (lost || is("08") || is("57P"))
        return {Code::network,
                {"The database cannot be reached", "无法连接数据库"},
                {"It is tried again by itself; see that PostgreSQL runs", "将自动重试；请确认 PostgreSQL 正在运行"}};
    if (is("53"))
        return {Code::failed,
                {"The database has no room", "数据库资源不足"},
                {"Give it space, memory or connections", "请增加磁盘空间、内存或连接数"}};
    if (is("42P01") || is("3F"))
        return {Code::failed,
                {"This database has no tables of a hub", "该数据库中没有服务器的数据表"},
                {"Make them: touchstone-hub migrate", "请先创建：touchstone-hub migrate"}};
    if (is("42501"))
        return {Code::failed,
                {"The hub's user may not do this in the database", "服务器所用的数据库用户没有此权限"},
                {"Give it the rights that the manual names", "请按手册授予权限"}};
    if (is("28") || is("3D"))
        return {Code::failed,
                {"The database does not let the hub in", "数据库拒绝服务器登录"},
                {"Check the user, the database and the password file", "请检查用户、数据库和口令文件"}};
    if (is("XX00"))
        return {Code::damaged,
                {"The database says that it is damaged", "数据库报告其已损坏"},
                {"Stop, keep it as it is, and restore a backup", "请停止使用并保留现状，再恢复备份"}};
    return {Code::failed,
            {"The database refuses", "数据库拒绝执行"},
            {"See the log of PostgreSQL", "请查看 PostgreSQL 日志"}};
}

} // namespace

Error serverError(std::string_view state, std::string_view words, bool lost, const std::string& where) {
    Error error = described(state, lost);
    words = words.substr(0, words.find('\n'));
    if (!words.empty()) {
        error.what.en += ": " + std::string(words);
        error.what.zh += "：" + std::string(words);
    }
    error.where = state.empty() ? where : where + " " + std::string(state);
    return error;
}

} // namespace postgres
