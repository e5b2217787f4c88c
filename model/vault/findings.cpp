// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/findings.h"

namespace model {

Result<void> Findings::create(Database& database) {
    return database.execute(R"sql(
CREATE TABLE IF NOT EXISTS finding ( -- what the hub was named for
    n     INTEGER PRIMARY KEY,
    key   BLOB NOT NULL UNIQUE, -- the same thing, however often it is found, has one
    shows INTEGER NOT NULL,     -- 1: to others, by what the hub signed
    file  BLOB NOT NULL
) STRICT;
)sql");
}

Result<bool> Findings::keep(const Digest& key, bool shows, ByteView file) {
    TRY_ASSIGN(const auto there, m_db.value<std::int64_t>("SELECT count(*) FROM finding WHERE shows = ?1", shows));
    if (there >= (shows ? kShownMost : kOthersMost)) return false;
    TRY(m_db.run("INSERT INTO finding (key, shows, file) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", key.view(), shows,
                 file));
    return m_db.changes() > 0;
}

Result<std::vector<Findings::Kept>> Findings::all() const {
    TRY_ASSIGN(auto query, m_db.prepare("SELECT n, file FROM finding ORDER BY n"));
    std::vector<Kept> out;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return out;
        out.push_back({query.get<std::int64_t>(0), query.get<Bytes>(1)});
    }
}

Result<std::optional<Bytes>> Findings::file(std::int64_t number) const {
    TRY_ASSIGN(auto query, m_db.prepare("SELECT file FROM finding WHERE n = ?1"));
    TRY_ASSIGN(const bool found, query.with(number).step());
    if (!found) return std::nullopt;
    return query.get<Bytes>(0);
}

} // namespace model
