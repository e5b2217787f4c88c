// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/address.h"

#include <algorithm>
#include <array>
#include <libpq-fe.h>
#include <memory>

namespace postgres {

namespace {

using Option = std::pair<const char*, const char*>;

/// A server that vanished without a word is given up within some 15 seconds.
constexpr std::array<Option, 8> kOurs = {{{"target_session_attrs", "read-write"},
                                          {"connect_timeout", "5"},
                                          {"keepalives_idle", "5"},
                                          {"keepalives_interval", "3"},
                                          {"keepalives_count", "3"},
                                          {"tcp_user_timeout", "15000"},
                                          {"client_encoding", "UTF8"},
                                          {"fallback_application_name", "touchstone-hub"}}};

struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
};

std::unexpected<Error> noAddress(std::string_view why) {
    const std::string words(why);
    return fail(Code::usage,
                {"This is no address of a PostgreSQL database: " + words, "这不是 PostgreSQL 数据库地址：" + words},
                {"Write postgresql://USER@HOST/DATABASE", "请写成 postgresql://用户@主机/数据库"});
}

/// Whether there may be a password in it, which words about it might repeat.
bool mayTellASecret(std::string_view uri) {
    const auto user = uri.substr(std::min(uri.find("//") + 2, uri.size()));
    return uri.contains("password") || user.substr(0, user.find('@')).contains(':');
}

/// "one,two:5433" of the lists "one,two" and ",5433".
std::string places(std::string_view hosts, std::string_view ports) {
    const auto next = [](std::string_view& list) {
        const auto one = list.substr(0, list.find(','));
        list.remove_prefix(std::min(one.size() + 1, list.size()));
        return std::string(one);
    };
    std::string all;
    do {
        if (!all.empty()) all += ',';
        all += next(hosts);
        if (const auto port = next(ports); !port.empty()) all += ":" + port;
    } while (!hosts.empty());
    return all;
}

bool isSecret(std::string_view keyword) { return keyword == "password" || keyword == "sslpassword"; }

} // namespace

Result<Address> readAddress(std::string_view uri) {
    if (!uri.starts_with("postgresql://") && !uri.starts_with("postgres://")) return noAddress("postgresql://…");
    char* said = nullptr;
    const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(std::string(uri).c_str(), &said));
    const std::unique_ptr<char, Free> words(said);
    if (!options) return noAddress(mayTellASecret(uri) || said == nullptr ? "…" : said);
    Address address;
    std::string host, port, database;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        const std::string_view keyword = option->keyword;
        if (isSecret(keyword)) {
            return fail(Code::usage,
                        {"A password in the address can be read by everyone on this machine",
                         "地址中的口令会被本机上的任何人读到"},
                        {"Put it into a password file (PGPASSFILE or passfile=FILE, mode 0600), or let the server know "
                         "the hub by its certificate or its user",
                         "请写入口令文件（PGPASSFILE 或 passfile=文件，权限 0600），或由服务器以证书或系统用户识别"});
        }
        if (keyword == "host") host = option->val;
        if (keyword == "port") port = option->val;
        if (keyword == "dbname") database = option->val;
        address.parameters.emplace_back(option->keyword, option->val);
    }
    for (const auto& [keyword, value] : kOurs) {
        const auto same = [&](const auto& one) { return one.first == keyword; };
        if (std::ranges::none_of(address.parameters, same)) address.parameters.emplace_back(keyword, value);
    }
    address.name = "postgresql://" + places(host, port) + "/" + database;
    return address;
}

} // namespace postgres
