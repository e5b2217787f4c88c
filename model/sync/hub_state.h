// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/fold.h"
#include "model/workflow/judge.h"
#include "model/vault/record.h"

#include <memory>
#include <unordered_map>

namespace model {

/// The register and the clear states of cases, folded from the hub's record and kept while nobody else writes to it.
class HubState {
public:
    explicit HubState(Record& record) : m_record(&record) {}

    /// Forgets everything if another process has written since the last look. Call at the start of each transaction.
    Result<void> refresh();
    /// Forgets everything: after a transaction that was rolled back.
    void forget();
    /// Says that this process itself has sealed up to this commit.
    void sealedUpTo(std::uint64_t commit) { m_commit = commit; }

    [[nodiscard]] RegisterState& office() { return m_office; }
    /// The register's row; 0 before the founding.
    [[nodiscard]] std::int64_t officeRow() const { return m_officeRow; }
    void setOfficeRow(std::int64_t row) { m_officeRow = row; }
    /// The clear state of a case.
    Result<CaseState*> caseState(std::int64_t row);
    /// The definition of this digest, or null.
    const Definition* definition(const std::string& digest);
    /// The calendar in force, or null.
    const law::Calendar* calendar();

private:
    Result<void> loadOffice();

    Record* m_record;
    std::uint64_t m_commit = 0;
    bool m_loaded = false;
    RegisterState m_office;
    std::int64_t m_officeRow = 0;
    std::unordered_map<std::int64_t, std::unique_ptr<CaseState>> m_cases;
    std::unordered_map<std::string, std::unique_ptr<Definition>> m_definitions;
    std::string m_calendarText;
    std::optional<law::Calendar> m_calendar;
};

} // namespace model
