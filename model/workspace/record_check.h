// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/vault/record.h"
#include "model/workspace/workspace.h"

namespace model {

/// Checks one store's truth tables from the bytes up: pages, references, commits, acts, events, chains and refusals.
/// Every check names its table and row; none stops the others. Knows nothing of what the events mean.
class RecordCheck {
public:
    /// Findings and counts go to `report`, their places after `prefix`. `waiting` is SQL that gives the rows of events
    /// that need no link yet; empty if there are none. The references must outlive this.
    RecordCheck(Record& record, const RegisterState& office, std::string prefix, std::string_view waiting,
                VerifyReport& report, const Progress& progress, const std::stop_token& stop)
        : m_record(record), m_office(office), m_prefix(std::move(prefix)), m_waiting(waiting), m_report(report),
          m_progress(progress), m_stop(stop) {}

    /// Errors only if it was stopped or the store cannot be read at all.
    Result<void> everything();
    /// The links of a case. Their findings are those of everything().
    Result<std::vector<StoredLink>> chain(std::int64_t row);
    Result<std::vector<std::int64_t>> rowsOf(std::string_view sql);

private:
    void finding(const std::string& place, Text what) {
        m_report.findings.push_back({m_prefix + place, std::move(what)});
    }
    void finding(const Error& error, const std::string& place) {
        finding(error.where.empty() ? place : error.where, error.what);
    }
    Result<void> stopped() const;
    Result<void> pages();
    Result<void> references();
    Result<void> commits();
    Result<void> acts();
    Result<void> events();
    Result<void> oneEvent(std::int64_t row, StoredAct& act);
    Result<void> checkSeen(std::int64_t event, const EventHeader& header);
    Result<void> chains();
    Result<void> checkLink(const StoredLink& link, std::int64_t row, std::uint64_t seq, const Digest& previous);
    Result<void> refusals();
    const std::vector<Digest>* linksOf(std::uint64_t number);

    Record& m_record;
    const RegisterState& m_office;
    std::string m_prefix;
    std::string m_waiting;
    VerifyReport& m_report;
    const Progress& m_progress;
    const std::stop_token& m_stop;
    StoredCommit m_commit; ///< the one last looked at
};

} // namespace model
