// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

/// Checks a record from the bytes up. Every check names its place; none stops the others.
class Verification {
public:
    Verification(Workspace::Parts& parts, const Progress& progress, std::stop_token stop)
        : m_parts(parts), m_record(parts.vault->record()), m_progress(progress), m_stop(std::move(stop)) {}

    Result<VerifyReport> run(bool withEvidence) {
        TRY(pages());
        TRY(office());
        TRY(commits());
        TRY(acts());
        TRY(events());
        TRY(cases(withEvidence));
        TRY(refusals());
        TRY(hub());
        return std::move(m_report);
    }

private:
    /// The register as it stood from one of its links on.
    struct Snapshot {
        std::uint64_t commit;
        std::uint64_t index;
        RegisterState state;
    };

    void finding(std::string place, Text what) { m_report.findings.push_back({std::move(place), std::move(what)}); }
    void finding(const Error& error, std::string place) {
        finding(error.where.empty() ? std::move(place) : error.where, error.what);
    }
    Result<void> stopped() {
        if (m_stop.stop_requested()) return fail(Code::cancelled, {"The verification was stopped", "验证已停止"});
        return {};
    }

    Result<void> pages() {
        auto checked = m_parts.vault->database().verifyPages();
        if (!checked && checked.error().code != Code::damaged) return checked;
        if (!checked) finding(checked.error(), "vault.db");
        return {};
    }

    Result<std::vector<std::int64_t>> rowsOf(std::string_view sql) {
        TRY_ASSIGN(auto query, m_parts.vault->database().prepare(sql));
        std::vector<std::int64_t> rows;
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) return rows;
            rows.push_back(query.get<std::int64_t>(0));
        }
    }

    /// The links of a case, each checked against its hash, its place in the chain and its commit.
    Result<std::vector<StoredLink>> chain(std::int64_t row) {
        std::vector<StoredLink> links;
        Digest previous{};
        std::uint64_t seq = 0;
        auto read = m_record.links(row, 0, [&](const StoredLink& link) -> Result<void> {
            const std::string place = "link " + std::to_string(row) + "/" + std::to_string(link.link.seq);
            ++m_report.links;
            if (link.link.seq != ++seq || link.link.previous != previous) {
                finding(place, {"The link does not follow the one before it", "链接未接续前一条"});
                seq = link.link.seq;
            }
            if (linkHash(m_record.suite(), link.link) != link.hash) finding(place, {"The link does not have its hash", "链接与其哈希不符"});
            const auto* const hashes = linksOf(link.commit);
            if (!hashes || link.commitIndex >= hashes->size() || (*hashes)[link.commitIndex] != link.hash) {
                finding(place, {"The link is not in its commit", "链接不在其提交记录中"});
            }
            previous = link.hash;
            links.push_back(link);
            return {};
        });
        if (!read) finding(read.error(), "link " + std::to_string(row));
        return links;
    }

    const std::vector<Digest>* linksOf(std::uint64_t number) {
        if (m_commit.commit.number != number) {
            auto commit = m_record.commit(number);
            if (!commit) return nullptr;
            m_commit = *std::move(commit);
        }
        return &m_commit.links;
    }

    Result<void> office() {
        TRY_ASSIGN(const auto row, m_record.findCase(m_parts.officeFile.office));
        if (!row) {
            finding("register", {"The register is missing", "名册缺失"});
            return {};
        }
        m_officeRow = *row;
        TRY_ASSIGN(const auto links, chain(*row));
        RegisterState state;
        for (const auto& link : links) {
            auto stored = m_record.event(link.event);
            if (!stored) continue; // told by events()
            const auto body = readRegisterBody(stored->event.header, nullptr);
            const std::string place = "register link " + std::to_string(link.link.seq);
            if (auto verdict = allowed(state, stored->event.header, body); !verdict) finding(place, verdict.error().what);
            if (link.link.seq == 1 && stored->event.id != m_parts.officeFile.fingerprint) {
                finding(place, {"The register does not begin with the founding that this desk trusts", "名册并非以本机信任的设立事件开始"});
            }
            apply(state, stored->event, body, Landing{link.link.seq, link.hash, link.link.time, false});
            m_register.push_back({link.commit, link.commitIndex, state});
        }
        return {};
    }

    /// The register as it stood when a link was sealed.
    const RegisterState& registerAt(const StoredLink& link) {
        const auto later = std::ranges::upper_bound(m_register, std::pair(link.commit, link.commitIndex), {},
                                                    [](const Snapshot& s) { return std::pair(s.commit, s.index); });
        return later == m_register.begin() ? m_nobody : std::prev(later)->state;
    }

    Result<void> commits() {
        TRY_ASSIGN(const auto last, m_record.lastCommit());
        Digest previous{};
        for (std::uint64_t number = 1; number <= last; ++number) {
            TRY(stopped());
            ++m_report.commits;
            auto commit = m_record.commit(number);
            if (!commit) {
                finding(commit.error(), "hub_commit " + std::to_string(number));
                continue;
            }
            const auto checked = verifyCommit(commit->commit, m_parts.office.hub, previous, commit->links);
            if (!checked) finding("hub_commit " + std::to_string(number), checked.error().what);
            previous = commit->commit.hash;
        }
        return {};
    }

    Result<void> acts() {
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
            const Person* author = m_parts.office.person(act->act.author);
            if (!author) finding(place, {"Its author is not in the register", "作者不在名册中"});
            else if (auto checked = verifyAct(act->act, author->identity, act->events); !checked) finding(place, checked.error().what);
        }
        return {};
    }

    Result<void> events() {
        TRY_ASSIGN(const auto rows, rowsOf("SELECT n FROM event ORDER BY n"));
        StoredAct act;
        for (const auto row : rows) {
            if (m_report.events % 4096 == 0) {
                TRY(stopped());
                if (m_progress) m_progress(m_report.events, rows.size());
            }
            ++m_report.events;
            const std::string place = "event " + std::to_string(row);
            auto stored = m_record.event(row);
            if (!stored) {
                finding(stored.error(), place);
                continue;
            }
            if (act.row != stored->act) {
                auto read = m_record.act(stored->act);
                if (!read) continue; // told by acts()
                act = *std::move(read);
            }
            if (stored->actIndex >= act.events.size() || act.events[stored->actIndex] != stored->event.id ||
                stored->event.header.author != act.act.author) {
                finding(place, {"The event is not in the act that it is said to be in", "事件不在所称的签名行为中"});
            }
            TRY_ASSIGN(const auto caseId, m_record.caseAt(stored->caseRow));
            if (caseId != stored->event.header.caseId) finding(place, {"The event is filed under another case", "事件被归入其他案件"});
        }
        return {};
    }

    Result<void> cases(bool withEvidence) {
        TRY_ASSIGN(const auto rows, rowsOf("SELECT n FROM subject ORDER BY n"));
        std::uint64_t done = 0;
        for (const auto row : rows) {
            if (row == m_officeRow) continue;
            if (done++ % 256 == 0) {
                TRY(stopped());
                if (m_progress) m_progress(done, rows.size());
            }
            TRY_ASSIGN(const auto links, chain(row));
            auto loaded = loadCase(*m_parts.vault, row, [&](const ReadEvent& read, const CaseState& met) -> Result<void> {
                if (!read.link) return {};
                const RegisterState& office = registerAt(*read.link);
                const auto* const report = std::get_if<ReportReceived>(read.body);
                const auto definition = m_parts.definitionOf(report ? report->workflow : met.workflow);
                const Bench bench{&office, definition.get(), m_parts.calendarOrNull(), read.link->link.time, read.readable};
                if (auto verdict = allowed(met, read.stored->event.header, *read.body, bench); !verdict) {
                    finding("link " + std::to_string(row) + "/" + std::to_string(read.link->link.seq),
                            model::fill({"It should not have been sealed: {0}", "本不应被封存：{0}"}, verdict.error().what));
                }
                return {};
            });
            if (!loaded) {
                finding(loaded.error(), "subject " + std::to_string(row));
                continue;
            }
            for (const auto& item : loaded->state.evidence) TRY(evidence(item, withEvidence));
        }
        return {};
    }

    Result<void> evidence(const EvidenceItem& item, bool whole) {
        ++m_report.items;
        const std::string place = "evidence/" + item.address.hex();
        if (!m_parts.evidence.has(item.address)) {
            finding(place, {"The sealed file is missing", "密封文件缺失"});
            return {};
        }
        if (!whole || !item.readable) return {};
        auto checked = m_parts.evidence.verify(item.address, crypto::Secret(item.itemKey), item.sha256, {}, m_stop);
        if (!checked && checked.error().code == Code::cancelled) return checked;
        if (!checked) finding(place, checked.error().what);
        return {};
    }

    Result<void> refusals() {
        TRY_ASSIGN(const auto rows, rowsOf("SELECT event FROM refusal ORDER BY event"));
        for (const auto row : rows) {
            const std::string place = "refusal " + std::to_string(row);
            auto refusal = m_record.refusal(row);
            if (!refusal) {
                finding(refusal.error(), place);
                continue;
            }
            TRY_ASSIGN(const auto id, m_parts.vault->database().value<Bytes>("SELECT id FROM event WHERE n = ?1", row));
            if (!verifyRefusal(**refusal, m_parts.office.hub) || !std::ranges::equal(id, (*refusal)->event.bytes)) {
                finding(place, {"The refusal is not the hub's", "拒绝记录不属于服务器"});
            }
        }
        return {};
    }

    /// The hub must tell the history that this desk was given, and more of it if anything.
    Result<void> hub() {
        TRY_ASSIGN(const auto mine, m_record.lastCommit());
        TRY_ASSIGN(const auto theirs, m_parts.hub->record().lastCommit());
        if (theirs < mine) finding("hub.db", {"The hub's record ends before what it handed out: its end was removed", "服务器记录短于其已给出的内容，末尾已被删除"});
        for (std::uint64_t number = 1; number <= std::min(mine, theirs); ++number) {
            auto here = m_record.commit(number);
            auto there = m_parts.hub->record().commit(number);
            if (!there) finding(there.error(), "hub.db hub_commit " + std::to_string(number));
            else if (here && here->commit.hash != there->commit.hash) {
                finding("hub.db hub_commit " + std::to_string(number), {"The hub tells another history than it handed out", "服务器的历史与其已给出的不同"});
            }
        }
        return {};
    }

    Workspace::Parts& m_parts;
    Record& m_record;
    const Progress& m_progress;
    std::stop_token m_stop;
    VerifyReport m_report;
    std::vector<Snapshot> m_register;
    RegisterState m_nobody;
    std::int64_t m_officeRow = 0;
    StoredCommit m_commit;
};

} // namespace

Result<VerifyReport> Workspace::verify(bool withEvidence, const Progress& progress, std::stop_token stop) const {
    return Verification(*m_parts, progress, std::move(stop)).run(withEvidence);
}

} // namespace model
