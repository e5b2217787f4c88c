// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that lists and search read, which can be folded anew from the record: their schema, and what writes them.
#include "model/store/search_tokenizer.h"
#include "model/vault/derived_tables.h"
#include "model/vault/office_log.h"
#include "model/vault/vault.h"

namespace model {

namespace {

// One row a case, and the words it is found by. Everything here can be folded anew from the record.
constexpr std::string_view kDerivedSchema = R"sql(
CREATE TABLE case_row (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL,
    reference TEXT NOT NULL,
    title     TEXT NOT NULL,
    title_key BLOB NOT NULL, -- orders the titles, Chinese by pinyin
    stage     TEXT NOT NULL,
    mineral   TEXT NOT NULL,
    violation TEXT NOT NULL,
    channel   TEXT NOT NULL,
    assignees TEXT NOT NULL,
    opened    INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    due       TEXT NOT NULL,
    evidence  INTEGER NOT NULL,
    flags     INTEGER NOT NULL,
    closed    INTEGER NOT NULL,
    decided   INTEGER NOT NULL,
    fine      TEXT NOT NULL,
    fine_fen  INTEGER NOT NULL
) STRICT;
-- With the flags in the index, the open cases of a million are listed without reading a row of them.
CREATE INDEX case_row_changed ON case_row (changed, flags);
-- With all that reports are counted by, so that the overview of a million reads no row of them either.
CREATE INDEX case_row_opened ON case_row (opened, flags, stage, mineral, violation, channel);
CREATE INDEX case_row_title ON case_row (title_key);
CREATE INDEX case_row_stage ON case_row (stage, changed);
CREATE INDEX case_row_inbox ON case_row (stage, opened);
CREATE INDEX case_row_due ON case_row (due) WHERE due <> '';
CREATE INDEX case_row_mine ON case_row (changed) WHERE flags & 8;
CREATE INDEX case_row_closed ON case_row (closed) WHERE closed <> 0;
CREATE INDEX case_row_decided ON case_row (decided, fine, fine_fen) WHERE decided <> 0;
CREATE INDEX case_row_waiting ON case_row (changed) WHERE flags & 6;
CREATE INDEX case_row_overwritten ON case_row (changed) WHERE flags & 32;
CREATE INDEX case_row_unread ON case_row (changed, flags) WHERE flags & 16;
CREATE TABLE case_person ( -- who is on which case
    n      INTEGER NOT NULL,
    person BLOB NOT NULL,
    open   INTEGER NOT NULL, -- of the case, so that a person's load is counted without reading it
    due    TEXT NOT NULL,
    PRIMARY KEY (n, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_person_load ON case_person (person, open, due);
CREATE TABLE case_stay ( -- the stages that a case has left, and how long it was in each
    n      INTEGER NOT NULL,
    stage  TEXT NOT NULL,
    opened INTEGER NOT NULL, -- of the case
    spent  INTEGER NOT NULL, -- milliseconds
    PRIMARY KEY (n, stage)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_stay_stage ON case_stay (stage, opened, spent);
CREATE TABLE case_period ( -- what runs in the open cases
    due     TEXT NOT NULL, -- the last day
    n       INTEGER NOT NULL,
    period  TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    cite    TEXT NOT NULL,
    started INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    beside  TEXT NOT NULL, -- the side track whose it is, or empty
    PRIMARY KEY (due, n, period, beside)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_period_case ON case_period (n);
CREATE TABLE case_penalty ( -- the penalties that were approved, as later ones are held against them
    n         INTEGER PRIMARY KEY,
    governing TEXT NOT NULL, -- the article
    decided   INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    fine_fen  INTEGER NOT NULL,
    basis_fen INTEGER, -- what the fine is measured by
    serious   INTEGER NOT NULL,
    extreme   INTEGER NOT NULL,
    others    TEXT NOT NULL, -- further articles, blanks between
    grounds   TEXT NOT NULL
) STRICT;
CREATE INDEX case_penalty_governing ON case_penalty (governing, decided);
CREATE TABLE log_entry ( -- every sealed event in the hub's order, so that the log is filtered without opening it
    n       INTEGER PRIMARY KEY, -- see logKey()
    subject INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    event   INTEGER NOT NULL,
    author  BLOB NOT NULL,
    kind    TEXT NOT NULL,
    time    INTEGER NOT NULL
) STRICT;
CREATE TABLE words_owed (n INTEGER PRIMARY KEY) STRICT; -- cases that search does not find yet
CREATE TABLE report_key (key INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT; -- to know a report that comes a second time
)sql";

/// Parts of a list in one text; none has a blank in it.
std::string words(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& one : all) out += (out.empty() ? "" : " ") + one;
    return out;
}

} // namespace

Result<void> createDerived(Database& database) {
    TRY(database.execute(kDerivedSchema));
    TRY(database.execute(searchTableSql("case_text", {"text"})));
    // FTS5 gathers 1 MiB before it writes a segment; the segments of a bulk import would be merged again and again.
    return database.execute("INSERT INTO case_text (case_text, rank) VALUES ('hashsize', 16777216)");
}

Result<void> Vault::putRow(const CaseRow& row, std::span<const PersonId> people, PersonId me) {
    const bool mine = std::ranges::contains(people, me);
    // Twenty Chinese characters: more of a title is not read to find its place.
    constexpr std::size_t kKeySize = 64;
    const std::string titleKey = m_collation->key(row.title, kKeySize);
    const int flags = (row.closed ? 1 : 0) | (row.waiting ? 2 : 0) | (row.refused ? 4 : 0) | (mine ? 8 : 0) |
                      (row.unread ? 16 : 0) | (row.overwritten ? 32 : 0);
    TRY(m_database->run(
        "INSERT INTO case_row (n, id, reference, title, stage, mineral, channel, assignees, opened, changed, due, "
        "evidence, flags, violation, closed, decided, fine, fine_fen, title_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) "
        "ON CONFLICT (n) DO UPDATE SET reference = ?3, title = ?4, stage = ?5, mineral = ?6, channel = ?7, "
        "assignees = ?8, opened = ?9, changed = ?10, due = ?11, evidence = ?12, flags = ?13, violation = ?14, "
        "closed = ?15, decided = ?16, fine = ?17, fine_fen = ?18, title_key = ?19",
        row.row, row.id, row.reference, row.title, row.stage, row.mineral, row.channel, row.assignees,
        static_cast<std::int64_t>(row.opened.time_since_epoch().count()),
        static_cast<std::int64_t>(row.changed.time_since_epoch().count()), row.due,
        static_cast<std::int64_t>(row.evidence), flags, row.violation,
        static_cast<std::int64_t>(row.closedAt.time_since_epoch().count()),
        static_cast<std::int64_t>(row.decidedAt.time_since_epoch().count()), row.fine, row.fineFen,
        crypto::asBytes(titleKey)));
    TRY(m_database->run("DELETE FROM case_person WHERE n = ?1", row.row));
    for (const auto& person : people) {
        TRY(m_database->run(
            "INSERT INTO case_person (n, person, open, due) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", row.row,
            person, !row.closed, row.due));
    }
    return {};
}

Result<void> Vault::putStays(const CaseRow& row, std::span<const Stay> stays) {
    TRY(m_database->run("DELETE FROM case_stay WHERE n = ?1", row.row));
    for (const auto& stay : stays) {
        TRY(m_database->run("INSERT INTO case_stay (n, stage, opened, spent) VALUES (?1, ?2, ?3, ?4)", row.row,
                            stay.stage, static_cast<std::int64_t>(row.opened.time_since_epoch().count()),
                            static_cast<std::int64_t>(stay.spent.count())));
    }
    return {};
}

Result<void> Vault::putPeriods(const CaseRow& row, std::span<const RunningPeriod> periods) {
    TRY(m_database->run("DELETE FROM case_period WHERE n = ?1", row.row));
    for (const auto& one : periods) {
        TRY(m_database->run(
            "INSERT INTO case_period (due, n, period, name_en, name_zh, cite, started, covered, beside) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            formatDate(one.due), row.row, one.period, one.name.en, one.name.zh, one.cite,
            static_cast<std::int64_t>(one.started.time_since_epoch().count()), one.covered, one.beside));
    }
    return {};
}

Result<void> Vault::putPenalty(const CaseRow& row, const std::optional<law::PenaltyFeatures>& penalty) {
    TRY(m_database->run("DELETE FROM case_penalty WHERE n = ?1", row.row));
    if (!penalty) return {};
    return m_database->run(
        "INSERT INTO case_penalty (n, governing, decided, place, kind, fine_fen, basis_fen, serious, "
        "extreme, others, grounds) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        row.row, penalty->governing.str(), static_cast<std::int64_t>(row.decidedAt.time_since_epoch().count()),
        static_cast<std::int64_t>(penalty->place), law::proposalKindName(penalty->kind), penalty->fineFen,
        penalty->basisFen, penalty->serious, penalty->extreme, words(penalty->others), words(penalty->grounds));
}

Result<bool> Vault::putLog(std::size_t mostCommits) {
    TRY_ASSIGN(const auto from, m_database->value<std::int64_t>("SELECT coalesce(max(n), 0) FROM log_entry"));
    const auto done = logCommit(from);
    TRY_ASSIGN(const auto last, m_record->lastCommit());
    if (done >= last) return false;
    // From the next commit of which something is here: this person may see nothing of thousands in a row.
    TRY_ASSIGN(auto next, m_database->prepare("SELECT min(hub_commit) FROM link WHERE hub_commit > ?1"));
    TRY(next.with(static_cast<std::int64_t>(done)).step());
    const auto first = static_cast<std::uint64_t>(next.get<std::int64_t>(0));
    if (first == 0) return false;
    const std::uint64_t upTo = first < last && mostCommits < last - first ? first + mostCommits - 1 : last;
    TRY_ASSIGN(auto insert, m_database->prepare("INSERT INTO log_entry (n, subject, seq, event, author, kind, time) "
                                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    TRY_ASSIGN(auto links,
               m_database->prepare("SELECT l.hub_commit, l.commit_index, l.subject, l.seq, l.event, l.time, e.bytes "
                                   "FROM link l CROSS JOIN event e ON e.n = l.event "
                                   "WHERE l.hub_commit BETWEEN ?1 AND ?2 ORDER BY l.hub_commit, l.commit_index"));
    links.with(static_cast<std::int64_t>(first), static_cast<std::int64_t>(upTo));
    for (;;) {
        TRY_ASSIGN(const bool found, links.step());
        if (!found) return upTo < last;
        // What cannot be read is an entry all the same: a log that leaves something out is none.
        const auto event = readEvent(links.get<ByteView>(6), {});
        TRY(insert
                .with(logKey(static_cast<std::uint64_t>(links.get<std::int64_t>(0)),
                             static_cast<std::uint64_t>(links.get<std::int64_t>(1))),
                      links.get<std::int64_t>(2), links.get<std::int64_t>(3), links.get<std::int64_t>(4),
                      event ? event->header.author : PersonId{}, event ? event->header.kind : std::string("?"),
                      links.get<std::int64_t>(5))
                .run());
    }
}

Result<void> Vault::putWords(std::int64_t caseRow, std::string_view words) {
    TRY(m_database->run("DELETE FROM words_owed WHERE n = ?1", caseRow));
    return m_database->run("INSERT OR REPLACE INTO case_text (rowid, text) VALUES (?1, ?2)", caseRow, words);
}

Result<void> Vault::oweWords(std::int64_t caseRow) {
    return m_database->run("INSERT INTO words_owed (n) VALUES (?1) ON CONFLICT DO NOTHING", caseRow);
}

Result<std::vector<std::int64_t>> Vault::wordsOwed(std::size_t most) const {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT n FROM words_owed ORDER BY n DESC LIMIT ?1"));
    query.with(static_cast<std::int64_t>(most));
    std::vector<std::int64_t> rows;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return rows;
        rows.push_back(query.get<std::int64_t>(0));
    }
}

Result<std::optional<std::int64_t>> Vault::reportKnown(Database& database, std::int64_t key) {
    TRY_ASSIGN(auto query, database.prepare("SELECT n FROM report_key WHERE key = ?1"));
    TRY_ASSIGN(const bool found, query.with(key).step());
    if (!found) return std::nullopt;
    return query.get<std::int64_t>(0);
}

Result<void> Vault::putReport(std::int64_t key, std::int64_t caseRow) {
    return m_database->run("INSERT INTO report_key (key, n) VALUES (?1, ?2) ON CONFLICT DO NOTHING", key, caseRow);
}

Result<void> Vault::clearDerived() {
    TRY(m_database->execute(
        "DROP TABLE IF EXISTS case_row; DROP TABLE IF EXISTS case_text; DROP TABLE IF EXISTS report_key; "
        "DROP TABLE IF EXISTS words_owed; DROP TABLE IF EXISTS case_person; DROP TABLE IF EXISTS case_stay; "
        "DROP TABLE IF EXISTS case_period; DROP TABLE IF EXISTS case_penalty; "
        "DROP TABLE IF EXISTS log_entry;"));
    return createDerived(*m_database);
}

Result<bool> Vault::derivedAreCurrent() const {
    TRY_ASSIGN(const auto stored, setting("derived"));
    return stored && *stored == Bytes{static_cast<std::uint8_t>(kDerivedVersion)};
}

Result<void> Vault::markDerivedCurrent() {
    return setSetting("derived", Bytes{static_cast<std::uint8_t>(kDerivedVersion)});
}

} // namespace model
