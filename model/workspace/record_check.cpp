// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/record_check.h"

#include "model/vault/vault.h"
#include "model/workspace/office_log.h"

#include <algorithm>
#include <format>

namespace model {

Result<void> RecordCheck::everything() {
    TRY(pages());
    TRY(references());
    TRY(commits());
    TRY(acts());
    TRY(events());
    TRY(chains());
    return refusals();
}

Result<void> RecordCheck::stopped() const {
    if (m_stop.stop_requested()) return fail(Code::cancelled, {"The verification was stopped", "验证已停止"});
    return {};
}

Result<std::vector<std::int64_t>> RecordCheck::rowsOf(std::string_view sql) {
    TRY_ASSIGN(auto query, m_record.database().prepare(sql));
    std::vector<std::int64_t> rows;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return rows;
        rows.push_back(query.get<std::int64_t>(0));
    }
}

Result<void> RecordCheck::pages() {
    auto checked = m_record.database().verifyPages();
    if (!checked && checked.error().code != Code::damaged) return checked;
    if (!checked) finding(checked.error(), "pages");
    return {};
}

/// Rows that point to rows that are not there, and events that are nowhere: what a changed row number leaves behind.
Result<void> RecordCheck::references() {
    {
        TRY_ASSIGN(auto query, m_record.database().prepare("PRAGMA foreign_key_check"));
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) break;
            if (query.isNull(1)) continue; // a link, which has no row number: told below
            finding(query.get<std::string>(0) + " " + std::to_string(query.get<std::int64_t>(1)),
                    fill({"It belongs to a row of {0} that is not there", "所属的 {0} 表中的行不存在"},
                         query.get<std::string>(2)));
        }
    }
    {
        TRY_ASSIGN(
            auto query,
            m_record.database().prepare(
                "SELECT subject, seq FROM link WHERE subject NOT IN (SELECT n FROM subject) OR event NOT IN (SELECT n FROM event) "
                "OR hub_commit NOT IN (SELECT number FROM hub_commit) OR seq < 1"));
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) break;
            finding("link " + std::to_string(query.get<std::int64_t>(0)) + "/" +
                        std::to_string(query.get<std::int64_t>(1)),
                    {"It has no place, or belongs to a case, an event or a commit that is not there",
                     "其序号无效，或所属的案件、事件、提交记录不存在"});
        }
    }
    for (const std::string table : {"subject", "act"}) {
        TRY_ASSIGN(const auto unused,
                   rowsOf(std::format("SELECT n FROM {0} WHERE n NOT IN (SELECT {0} FROM event)", table)));
        for (const auto row : unused)
            finding(std::format("{} {}", table, row), {"No event belongs to it", "没有任何事件属于它"});
    }
    std::string sql =
        "SELECT n FROM event WHERE n NOT IN (SELECT event FROM link) AND n NOT IN (SELECT event FROM refusal)";
    if (!m_waiting.empty()) sql += " AND n NOT IN (" + m_waiting + ")";
    TRY_ASSIGN(const auto lost, rowsOf(sql));
    for (const auto row : lost) {
        finding("event " + std::to_string(row),
                {"It is neither sealed, nor refused, nor does it wait", "该事件既未封存，也未被拒绝，也不在等待"});
    }
    return {};
}

Result<void> RecordCheck::commits() {
    // By the rows that are there and not by counting, because a damaged number may be any number.
    TRY_ASSIGN(const auto numbers, rowsOf("SELECT number FROM hub_commit ORDER BY number"));
    Digest previous{};
    std::int64_t expected = 1;
    for (const auto number : numbers) {
        TRY(stopped());
        ++m_report.commits;
        const std::string place = "hub_commit " + std::to_string(number);
        if (number != expected) finding(place, {"Commits before it are missing", "之前的提交记录缺失"});
        expected = number + 1;
        auto commit = m_record.commit(static_cast<std::uint64_t>(number));
        if (!commit) {
            finding(commit.error(), place);
            continue;
        }
        if (auto checked = verifyCommit(commit->commit, m_office.hub, previous, commit->links); !checked)
            finding(place, checked.error().what);
        previous = commit->commit.hash;
    }
    return {};
}

Result<void> RecordCheck::acts() {
    TRY_ASSIGN(const auto rows, rowsOf("SELECT n FROM act ORDER BY n"));
    for (const auto row : rows) {
        TRY(stopped());
        ++m_report.acts;
        const std::string place = "act " + std::to_string(row);
        auto act = m_record.act(row);
        if (!act) {
            finding(act.error(), place);
            continue;
        }
        const Person* author = m_office.person(act->act.author);
        if (!author) finding(place, {"Its author is not in the register", "作者不在名册中"});
        else if (auto checked = verifyStored(m_record, *act, *author); !checked) finding(place, checked.error().what);
    }
    return {};
}

Result<void> RecordCheck::events() {
    TRY_ASSIGN(const auto rows, rowsOf("SELECT n FROM event ORDER BY n"));
    StoredAct act;
    std::uint64_t done = 0;
    for (const auto row : rows) {
        if (done++ % 4096 == 0) {
            TRY(stopped());
            if (m_progress) m_progress(done, rows.size());
        }
        ++m_report.events;
        TRY(oneEvent(row, act));
    }
    return {};
}

Result<void> RecordCheck::oneEvent(std::int64_t row, StoredAct& act) {
    const std::string place = "event " + std::to_string(row);
    auto stored = m_record.event(row);
    if (!stored) {
        finding(stored.error(), place);
        return {};
    }
    if (act.row != stored->act) {
        auto read = m_record.act(stored->act);
        if (!read) return {}; // told by acts() or references()
        act = *std::move(read);
    }
    if (stored->actIndex >= act.events.size() || act.events[stored->actIndex] != stored->event.id ||
        stored->event.header.author != act.act.author) {
        finding(place, {"The event is not in the act that it is said to be in", "事件不在所称的签名行为中"});
    }
    const auto caseId = m_record.caseAt(stored->caseRow);
    if (!caseId || *caseId != stored->event.header.caseId) {
        finding(place + ", subject " + std::to_string(stored->caseRow),
                {"The event is filed under another case", "事件被归入其他案件"});
    }
    return checkSeen(row, stored->event.header);
}

/// Every author signed which head of the case they saw. Another one than the chain has there means that somebody was
/// shown another history, or said so falsely: the one cannot be told from the other by what was signed.
Result<void> RecordCheck::checkSeen(std::int64_t event, const EventHeader& header) {
    const Seen& seen = header.seen;
    if (seen.seq == 0) return {};
    TRY_ASSIGN(auto query, m_record.database().prepare(
                               "SELECT saw.hash FROM link own LEFT JOIN link saw ON saw.subject = own.subject "
                               "AND saw.seq = ?2 WHERE own.event = ?1"));
    TRY_ASSIGN(const bool sealed, query.with(event, static_cast<std::int64_t>(seen.seq)).step());
    if (!sealed) return {};
    if (query.isNull(0) || !std::ranges::equal(query.get<ByteView>(0), seen.link.bytes)) {
        const Person* author = m_office.person(header.author);
        finding(
            "event " + std::to_string(event),
            model::fill({"{0} signed \"{1}\" on another history of the case than this one: either the hub showed them "
                         "another, or they state it falsely",
                         "{0}签署“{1}”时所称的案件历史与本记录不同：或为服务器曾出示另一历史，或为作者陈述不实"},
                        same(author ? author->name : header.author.hex()), logKindTitle(header.kind)));
    }
    return {};
}

Result<void> RecordCheck::chains() {
    TRY_ASSIGN(const auto rows, rowsOf("SELECT DISTINCT subject FROM link ORDER BY subject"));
    for (const auto row : rows) {
        TRY(stopped());
        TRY_ASSIGN(const auto links, chain(row));
        Digest previous{};
        std::uint64_t seq = 0;
        for (const auto& link : links) {
            ++m_report.links;
            TRY(checkLink(link, row, ++seq, previous));
            seq = link.link.seq;
            previous = link.hash;
        }
    }
    return {};
}

Result<std::vector<StoredLink>> RecordCheck::chain(std::int64_t row) {
    std::vector<StoredLink> links;
    auto read = m_record.links(row, 0, [&](const StoredLink& link) -> Result<void> {
        links.push_back(link);
        return {};
    });
    if (!read) finding(read.error(), "link " + std::to_string(row));
    return links;
}

Result<void> RecordCheck::checkLink(const StoredLink& link, std::int64_t row, std::uint64_t seq,
                                    const Digest& previous) {
    const std::string place = "link " + std::to_string(row) + "/" + std::to_string(link.link.seq);
    if (link.link.seq != seq || link.link.previous != previous) {
        finding(place, {"The link does not follow the one before it", "链接未接续前一条"});
    }
    if (linkHash(m_record.suite(), link.link) != link.hash)
        finding(place, {"The link does not have its hash", "链接与其哈希不符"});
    const auto* const hashes = linksOf(link.commit);
    if (!hashes || link.commitIndex >= hashes->size() || (*hashes)[link.commitIndex] != link.hash) {
        finding(place, {"The link is not in its commit", "链接不在其提交记录中"});
    }
    return {};
}

const std::vector<Digest>* RecordCheck::linksOf(std::uint64_t number) {
    if (m_commit.commit.number != number) {
        auto commit = m_record.commit(number);
        if (!commit) return nullptr;
        m_commit = *std::move(commit);
    }
    return &m_commit.links;
}

Result<void> RecordCheck::refusals() {
    TRY_ASSIGN(const auto rows, rowsOf("SELECT event FROM refusal ORDER BY event"));
    for (const auto row : rows) {
        const std::string place = "refusal " + std::to_string(row);
        auto refusal = m_record.refusal(row);
        if (!refusal) {
            finding(refusal.error(), place);
            continue;
        }
        const auto keys = m_record.eventKeys(row);
        if (!keys || !verifyRefusal(**refusal, m_office.hub) || keys->id != (*refusal)->event) {
            finding(place, {"The refusal is not the hub's", "拒绝记录不属于服务器"});
        }
    }
    return {};
}

} // namespace model
