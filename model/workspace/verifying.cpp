// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/files.h"
#include "model/workspace/parts.h"
#include "model/workspace/record_check.h"

#include <algorithm>

namespace model {

namespace {

/// Checks what this person holds: the records from the bytes up, and whether each entry should be where it is.
class Verification {
public:
    Verification(Workspace::Parts& parts, const Progress& progress, std::stop_token stop)
        : m_parts(parts), m_record(parts.vault->record()), m_progress(progress), m_stop(std::move(stop)),
          m_check(m_record, parts.office, "", "SELECT event FROM pending", m_report, m_progress, m_stop) {}

    Result<VerifyReport> run(bool withEvidence) {
        TRY(unlessDamaged(vault(withEvidence)));
        TRY(unlessDamaged(hub()));
        return std::move(m_report);
    }

private:
    /// The register as it stood from one of its links on.
    struct Snapshot {
        std::uint64_t commit;
        std::uint64_t index;
        RegisterState state;
    };

    void finding(const std::string& place, Text what) { m_report.findings.push_back({place, std::move(what)}); }
    void finding(const Error& error, const std::string& place) {
        finding(error.where.empty() ? place : error.where, error.what);
    }
    Result<void> stopped() {
        if (m_stop.stop_requested()) return fail(Code::cancelled, {"The verification was stopped", "验证已停止"});
        return {};
    }

    /// A store that cannot be read on is a finding; it does not take back what was found before.
    Result<void> unlessDamaged(Result<void> checked) {
        if (checked || checked.error().code != Code::damaged) return checked;
        finding(checked.error(), "store");
        return {};
    }

    Result<void> vault(bool withEvidence) {
        TRY(m_check.everything());
        TRY(office());
        return cases(withEvidence);
    }

    Result<void> office() {
        TRY_ASSIGN(const auto row, m_record.findCase(m_parts.officeFile.office));
        if (!row) {
            finding("subject of the register", {"The register is missing", "名册缺失"});
            return {};
        }
        m_officeRow = *row;
        TRY_ASSIGN(const auto links, m_check.chain(*row));
        RegisterState state;
        for (const auto& link : links) {
            auto stored = m_record.event(link.event);
            if (!stored) continue; // told by events()
            const auto body = readRegisterBody(stored->event.header, nullptr);
            const std::string place = "register link " + std::to_string(link.link.seq);
            if (auto verdict = allowed(state, stored->event.header, body); !verdict)
                finding(place, verdict.error().what);
            if (link.link.seq == 1 && stored->event.id != m_parts.officeFile.fingerprint) {
                finding(place, {"The register does not begin with the founding that this desk trusts",
                                "名册并非以本机信任的设立事件开始"});
            }
            apply(state, stored->event, body, Landing{link.link.seq, link.hash, link.link.time, false, link.at()});
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

    Result<void> cases(bool withEvidence) {
        TRY_ASSIGN(const auto rows, m_check.rowsOf("SELECT n FROM subject ORDER BY n"));
        std::uint64_t done = 0;
        for (const auto row : rows) {
            if (row == m_officeRow) continue;
            if (done++ % 256 == 0) {
                TRY(stopped());
                if (m_progress) m_progress(done, rows.size());
            }
            std::vector<std::uint64_t> sealedForNobody; // under a key that was never given
            auto loaded =
                loadCase(*m_parts.vault, row, [&](const ReadEvent& read, const CaseState& met) -> Result<void> {
                    if (!read.link) return {};
                    if (read.contents == Contents::noKey) sealedForNobody.push_back(read.link->link.seq);
                    else contents(read, linkPlace(row, read.link->link.seq));
                    const RegisterState& office = registerAt(*read.link);
                    const auto* const report = std::get_if<ReportReceived>(read.body);
                    const auto definition = m_parts.definitionOf(report ? report->workflow : met.workflow);
                    Recipients recipients;
                    if (!read.stored->event.header.keys.empty()) {
                        TRY_ASSIGN(const auto act, m_record.actHeader(read.stored->act));
                        recipients = recipientsOf(act);
                    }
                    const Bench bench{
                        &office,       definition.get(), m_calendars.of(office.calendar), read.link->link.time,
                        read.readable, recipients};
                    if (auto verdict = allowed(met, read.stored->event.header, *read.body, bench); !verdict) {
                        finding(linkPlace(row, read.link->link.seq),
                                model::fill({"It should not have been sealed: {0}", "本不应被封存：{0}"},
                                            verdict.error().what));
                    }
                    return {};
                });
            if (!loaded) {
                finding(loaded.error(), "subject " + std::to_string(row));
                continue;
            }
            // Who was given none of the case's keys cannot tell; who was given some was given all.
            if (loaded->keys.empty()) sealedForNobody.clear();
            for (const auto seq : sealedForNobody) {
                finding(linkPlace(row, seq), {"Its contents are sealed under a key that was never given to its readers",
                                              "其内容所用密钥从未交给可阅读案件的人员"});
            }
            for (const auto& item : filesOf(loaded->state)) TRY(file(item, withEvidence));
        }
        return {};
    }

    static std::string linkPlace(std::int64_t row, std::uint64_t seq) {
        return "link " + std::to_string(row) + "/" + std::to_string(seq);
    }

    /// The hub seals what it cannot read. That its readers cannot read it either comes out here.
    void contents(const ReadEvent& read, const std::string& place) {
        if (read.contents == Contents::unopened) {
            finding(place, {"Its contents do not open with the case's key: its author sealed them wrongly",
                            "其内容无法用案件密钥打开：作者封装有误"});
        }
        if (read.contents == Contents::unknown) {
            finding(place, {"Its contents are not what an entry of this kind holds: its author wrote them wrongly",
                            "其内容不是此类记录应有的内容：作者书写有误"});
        }
    }

    Result<void> file(const CaseFile& item, bool whole) {
        ++m_report.items;
        const std::string place = "evidence/" + item.address.hex();
        if (!m_parts.evidence.has(item.address)) {
            if (m_parts.address) { // it is fetched when it is needed
                ++m_report.away;
                return {};
            }
            finding(place, {"The sealed file is missing", "密封文件缺失"});
            return {};
        }
        if (!whole || !item.readable) return {};
        auto checked = m_parts.evidence.verify(item.address, crypto::Secret(*item.itemKey), item.sha256, {}, m_stop);
        if (!checked && checked.error().code == Code::cancelled) return checked;
        if (!checked) finding(place, checked.error().what);
        return {};
    }

    /// The hub's own store, which is on this machine and has the same tables, must hold in itself; and it must tell the
    /// history that this desk was given, and more of it if anything.
    Result<void> hub() {
        if (!m_parts.hub.store) return {}; // it is elsewhere, and what it says is checked when it comes
        VerifyReport counts;
        const auto whole =
            RecordCheck(m_parts.hub.store->record(), m_parts.office, "hub.db ", "", counts, m_progress, m_stop)
                .everything();
        for (auto& found : counts.findings) m_report.findings.push_back(std::move(found));
        TRY(whole);
        TRY_ASSIGN(const auto mine, m_record.lastCommit());
        TRY_ASSIGN(const auto theirs, m_parts.hub.store->record().lastCommit());
        if (theirs < mine)
            finding("hub.db", {"The hub's record ends before what it handed out: its end was removed",
                               "服务器记录短于其已给出的内容，末尾已被删除"});
        for (std::uint64_t number = 1; number <= std::min(mine, theirs); ++number) {
            auto here = m_record.commit(number);
            auto there = m_parts.hub.store->record().commit(number);
            if (!there) finding(there.error(), "hub.db hub_commit " + std::to_string(number));
            else if (here && here->commit.hash != there->commit.hash) {
                finding("hub.db hub_commit " + std::to_string(number),
                        {"The hub tells another history than it handed out", "服务器的历史与其已给出的不同"});
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
    law::AdoptedCalendars m_calendars; ///< each entry is judged by the one of its place
    std::int64_t m_officeRow = 0;
    RecordCheck m_check;
};

} // namespace

Result<VerifyReport> Workspace::verify(bool withEvidence, const Progress& progress, std::stop_token stop) const {
    return Verification(*m_parts, progress, std::move(stop)).run(withEvidence);
}

} // namespace model
