// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/print.h"
#include "tests/ui/fake_due.h"

#include <chrono>
#include <thread>

namespace fake {

/// The lists of an office of values.
class Reader : public ReaderPort {
public:
    explicit Reader(std::shared_ptr<Office> office) : m_office(std::move(office)) {}
    Result<std::vector<std::int64_t>> rows(const model::CaseFilter& filter, std::size_t limit) override {
        ++m_office->rowsAsked;
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->filters.push_back(filter);
        }
        std::vector<std::int64_t> all;
        if (printFilter(filter).starts_with("is:waiting") || printFilter(filter) == "nothing") return all;
        for (std::int64_t i = 1; i <= m_office->rows && (limit == 0 || all.size() < limit); ++i) {
            all.push_back(filter.descending ? m_office->rows + 1 - i : i);
        }
        return all;
    }
    Result<std::uint64_t> count(const model::CaseFilter& filter) override {
        if (printFilter(filter).starts_with("due<=0d")) return static_cast<std::uint64_t>(m_office->dueToday);
        const std::string line = printFilter(filter);
        if (line.starts_with("is:waiting")) return static_cast<std::uint64_t>(m_office->waiting);
        if (line.starts_with("is:refused")) return static_cast<std::uint64_t>(m_office->refusedCases);
        if (line.starts_with("is:overwritten")) {
            const std::lock_guard guard(m_office->mutex);
            return m_office->standing.overwritten.size();
        }
        return static_cast<std::uint64_t>(m_office->rows);
    }
    Result<std::vector<model::CaseRow>> page(std::span<const std::int64_t> rows) override {
        ++m_office->pagesAsked;
        while (m_office->holdPages) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::vector<model::CaseRow> page;
        for (const auto row : rows) {
            model::CaseRow one;
            one.row = row;
            one.id = caseOf(row);
            one.reference = referenceOf(row);
            one.stage = stageOf(row);
            one.title = std::string(kCanary) + " " + std::to_string(row);
            {
                const std::lock_guard guard(m_office->mutex);
                one.unread = m_office->unread.contains(one.id);
            }
            one.changed = model::Instant(std::chrono::milliseconds(1'770'000'000'000 + row));
            page.push_back(one);
        }
        return page;
    }
    Result<std::optional<std::int64_t>> rowOf(CaseId) override { return std::nullopt; }
    Result<std::vector<std::pair<std::string, std::uint64_t>>> stageCounts() override {
        return std::vector<std::pair<std::string, std::uint64_t>>{
            {"received", static_cast<std::uint64_t>(m_office->rows)}};
    }
    Result<std::uint64_t> unsearchable() override { return static_cast<std::uint64_t>(m_office->unsearchable); }
    Result<std::vector<model::ChosenCase>> chosen(const model::CaseSelection& selection) override {
        std::vector<model::ChosenCase> out;
        for (std::int64_t row = 1; row <= m_office->rows; ++row) {
            if (selection.contains(row)) out.push_back({row, caseOf(row), referenceOf(row)});
        }
        return out;
    }
    Result<model::CaseSummary> summary(const model::CaseSelection& selection) override {
        ++m_office->summariesAsked;
        model::CaseSummary out;
        std::map<std::string, std::uint64_t> stages;
        TRY_ASSIGN(const auto cases, chosen(selection));
        for (const auto& one : cases) ++stages[stageOf(one.row)];
        out.cases = cases.size();
        out.stages.assign(stages.begin(), stages.end());
        if (!cases.empty()) {
            out.minerals = {{"antimony", cases.size()}};
            out.people = {{m_office->me, 1}};
            out.nobody = cases.size() - 1;
            out.overdue = 1;
        }
        return out;
    }
    Result<model::Overview> overview(const model::OverviewQuery& query) override {
        ++m_office->overviewsAsked;
        while (m_office->holdOverview) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return overviewOf(query, m_office->me, static_cast<std::uint64_t>(m_office->rows));
    }
    Result<std::vector<model::Precedent>> precedents(const model::law::ArticleId& governing, CaseId but) override {
        return precedentsOf(governing, but);
    }
    Result<std::vector<model::DuePeriod>> due(const model::DueQuery& query) override { return duePeriods(query); }
    Result<std::vector<std::pair<model::Date, std::uint64_t>>> dueDays(const model::DueQuery& query) override {
        TRY_ASSIGN(const auto periods, due(query));
        return fake::dueDays(periods);
    }
    Result<std::vector<std::int64_t>> logKeys(const model::LogQuery& query, std::size_t limit) override {
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->logQueries.push_back(query);
        }
        std::vector<std::int64_t> keys;
        if (query.kinds == std::vector<std::string>{"note.added"}) return keys;
        for (std::int64_t i = m_office->logEntries; i > 0 && (limit == 0 || keys.size() < limit); --i)
            keys.push_back(i);
        return keys;
    }
    Result<std::vector<model::OfficeLogEntry>> logPage(std::span<const std::int64_t> keys) override {
        ++m_office->logPagesAsked;
        std::vector<model::OfficeLogEntry> page;
        for (const auto key : keys) {
            model::OfficeLogEntry entry;
            entry.key = key;
            entry.commit = static_cast<std::uint64_t>(key);
            entry.time = model::Instant(std::chrono::milliseconds(1'770'000'000'000 + key));
            entry.inRegister = key % 10 == 0;
            entry.caseId = caseOf(key);
            if (!entry.inRegister) entry.reference = "2026-" + std::to_string(100000 + key);
            entry.author = m_office->me;
            entry.authorName = "Officer Canary";
            entry.kind = "step.taken";
            entry.what = {std::string(kCanary) + " " + std::to_string(key), std::string(kCanary) + "记录"};
            entry.readable = true;
            entry.signature = key % 7 == 0 ? model::SignatureState::invalid : model::SignatureState::valid;
            page.push_back(entry);
        }
        return page;
    }
    void interrupt() override { ++m_office->interrupts; }

private:
    std::shared_ptr<Office> m_office;
};

} // namespace fake
