// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/overview.h"

#include "model/filter/fields.h"
#include "model/store/database.h"
#include "model/vault/case_query.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace model {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kOldest = 5;

Condition is(FilterField field, std::string value) { return {field, Comparison::is, false, {std::move(value)}}; }

/// Counts by a text without making a text for each row.
struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Counts = std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>>;

void count(Counts& counts, std::string_view value) {
    const auto found = counts.find(value);
    if (found != counts.end()) ++found->second;
    else counts.emplace(value, 1);
}

class Reading {
public:
    Reading(Database& database, const OverviewQuery& query, Instant now)
        : m_database(database), m_query(query), m_today(chinaDate(now)) {
        if (m_query.smallest == 2) m_query.smallest = kSmallGroup; // as hideSmallGroups() takes it
        m_out.asked = m_query;
        m_out.at = now;
        m_parts = partsOf(query.period);
    }

    Result<Overview> all() {
        // One picture: what the writer adds meanwhile comes with the next one.
        TRY(m_database.execute("BEGIN"));
        auto read = everything();
        m_database.rollBack();
        TRY(read);
        return std::move(m_out);
    }

private:
    Result<void> everything() {
        TRY(reports());
        TRY_ASSIGN(const bool few, tooFewEver());
        if (few) return withhold();
        TRY(closings());
        TRY(now());
        TRY(load());
        TRY(oldest());
        TRY(stays());
        return fines();
    }

    /// Whether all cases that are asked about, whenever they came, are a small group themselves: what the office has
    /// done with them then says how many there are.
    Result<bool> tooFewEver() {
        TRY_ASSIGN(auto statement, ask("SELECT n FROM case_row", base(), " LIMIT " + std::to_string(m_query.smallest)));
        std::uint64_t found = 0;
        TRY(rows(statement, [&](const Statement&) { ++found; }));
        return found != 0 && found < m_query.smallest;
    }

    /// Nothing is said of them but that there are few.
    Result<void> withhold() {
        for (const auto& person : m_query.people) m_out.load.push_back({person, {}, {}});
        m_out.load.push_back({});
        m_out.stages = {};
        m_out.stages.withheld = true;
        return {};
    }

    /// The filter of the query with more conditions.
    [[nodiscard]] CaseFilter base() const { return {m_query.filter.conditions, CaseOrder::changed, true}; }
    [[nodiscard]] CaseFilter with(std::vector<Condition> conditions) const {
        CaseFilter filter = base();
        std::ranges::move(conditions, std::back_inserter(filter.conditions));
        return filter;
    }
    [[nodiscard]] CaseFilter within(FilterField field, const Period& period) const {
        CaseFilter filter = base();
        addPeriod(filter, field, period);
        return filter;
    }
    [[nodiscard]] CaseFilter within(FilterField field, Condition condition) const {
        CaseFilter filter = within(field, m_query.period);
        filter.conditions.push_back(std::move(condition));
        return filter;
    }

    Result<Statement> ask(const std::string& what, const CaseFilter& filter, const std::string& behind = {}) {
        const auto asked = where(filter, m_today);
        TRY_ASSIGN(auto statement, m_database.prepare(what + asked.sql + behind));
        for (std::size_t i = 0; i < asked.values.size(); ++i) statement.bind(static_cast<int>(i + 1), asked.values[i]);
        return statement;
    }
    /// Calls `each` for every row.
    template <typename Each>
    static Result<void> rows(Statement& statement, const Each& each) {
        for (;;) {
            TRY_ASSIGN(const bool found, statement.step());
            if (!found) return {};
            each(statement);
        }
    }
    Result<Figure> counted(CaseFilter filter) {
        TRY_ASSIGN(auto statement, ask("SELECT count(*) FROM case_row", filter));
        TRY_ASSIGN(const bool found, statement.step());
        const auto number = found ? statement.get<std::int64_t>(0) : 0;
        return Figure{static_cast<std::uint64_t>(number), std::move(filter)};
    }

    Result<void> now() {
        TRY_ASSIGN(m_out.open, counted(with({is(FilterField::is, "open")})));
        TRY_ASSIGN(m_out.overdue, counted(with({is(FilterField::is, "overdue")})));
        TRY_ASSIGN(m_out.undecided, counted(with({is(FilterField::is, "undecided")})));
        m_out.undecided.filter.order = CaseOrder::opened;
        m_out.undecided.filter.descending = false;
        if (m_query.toDecide.empty()) return {};
        TRY_ASSIGN(m_out.toDecide, counted(with({{FilterField::stage, Comparison::is, false, m_query.toDecide}})));
        m_out.toDecide.filter.order = CaseOrder::due;
        m_out.toDecide.filter.descending = false;
        return {};
    }

    /// Of an office's own tables the index alone is read; with conditions, the cases that they hold for.
    Result<void> load() {
        const auto asked = where(base(), m_today);
        const std::string among = asked.sql.empty() ? "" : " AND n IN (SELECT n FROM case_row" + asked.sql + ")";
        TRY_ASSIGN(auto statement,
                   m_database.prepare("SELECT person, count(*), sum(due <> '' AND due < ?" +
                                      std::to_string(asked.values.size() + 1) + ") FROM case_person WHERE open = 1" +
                                      among + " GROUP BY person"));
        for (std::size_t i = 0; i < asked.values.size(); ++i) statement.bind(static_cast<int>(i + 1), asked.values[i]);
        statement.bind(static_cast<int>(asked.values.size() + 1), formatDate(m_today));
        std::map<PersonId, std::pair<std::uint64_t, std::uint64_t>> loads;
        for (const auto& person : m_query.people) loads[person];
        TRY(rows(statement, [&](const Statement& row) {
            if (const auto person = PersonId::from(row.get<ByteView>(0)))
                loads[*person] = {static_cast<std::uint64_t>(row.get<std::int64_t>(1)),
                                  static_cast<std::uint64_t>(row.get<std::int64_t>(2))};
        }));
        for (const auto& [person, numbers] : loads) {
            const auto condition = is(FilterField::assigned, person.hex());
            m_out.load.push_back({person,
                                  {numbers.first, byDeadline(with({is(FilterField::is, "open"), condition}))},
                                  {numbers.second, byDeadline(with({is(FilterField::is, "overdue"), condition}))}});
        }
        std::ranges::stable_sort(m_out.load, std::greater{}, [](const OfficerLoad& one) { return *one.open.number; });
        OfficerLoad nobody;
        TRY_ASSIGN(nobody.open, counted(with({is(FilterField::is, "open"), is(FilterField::assigned, "nobody")})));
        TRY_ASSIGN(nobody.overdue,
                   counted(with({is(FilterField::is, "overdue"), is(FilterField::assigned, "nobody")})));
        m_out.load.push_back(std::move(nobody));
        return {};
    }
    static CaseFilter byDeadline(CaseFilter filter) {
        filter.order = CaseOrder::due;
        filter.descending = false;
        return filter;
    }

    /// How old a case is says in which week it came. Where the number of a week is hidden, five ages in order could
    /// give it back, and so could months: the first of a period may be all in one of its weeks.
    Result<void> oldest() {
        const bool ages = !m_tooFew && std::ranges::all_of(m_out.weeks, [](const OverviewWeek& week) {
            return week.received.number.has_value();
        });
        TRY_ASSIGN(auto statement, ask("SELECT id, reference, stage, opened FROM case_row", m_out.undecided.filter,
                                       " ORDER BY opened, n LIMIT " + std::to_string(kOldest)));
        return rows(statement, [&](const Statement& row) {
            OldCase one;
            if (const auto id = CaseId::from(row.get<ByteView>(0))) one.id = *id;
            one.reference = row.get<std::string>(1);
            one.stage = row.get<std::string>(2);
            one.opened = Instant{std::chrono::milliseconds{row.get<std::int64_t>(3)}};
            if (ages) one.days = (sys_days(m_today) - sys_days(chinaDate(one.opened))).count();
            m_out.oldest.push_back(std::move(one));
        });
    }

    /// All divisions of the reports of the period in one pass over one index.
    Result<void> reports() {
        const auto filter = within(FilterField::opened, m_query.period);
        TRY_ASSIGN(auto statement, ask("SELECT opened, stage, mineral, violation, channel FROM case_row", filter));
        std::vector<std::uint64_t> weeks(m_parts.size(), 0);
        std::uint64_t all = 0;
        Counts stages;
        Counts minerals;
        Counts violations;
        Counts channels;
        TRY(rows(statement, [&](const Statement& row) {
            ++all;
            ++weeks[partOf(row.get<std::int64_t>(0))];
            count(stages, row.get<std::string_view>(1));
            count(minerals, row.get<std::string_view>(2));
            count(violations, row.get<std::string_view>(3));
            count(channels, row.get<std::string_view>(4));
        }));
        // So few reports in all are a small group themselves: then nothing is said of them.
        m_tooFew = all != 0 && all < m_query.smallest;
        m_out.received = {all, filter};
        if (m_tooFew) m_out.received = {};
        m_out.minerals = divided(minerals, FilterField::mineral, true);
        m_out.violations = divided(violations, FilterField::violation, true);
        m_out.channels = divided(channels, FilterField::channel, true);
        m_out.stages = divided(stages, FilterField::stage, false);
        takeWeeks(weeks, FilterField::opened, &OverviewWeek::received, m_query.smallest);
        return {};
    }

    Division divided(const Counts& counts, FilterField field, bool guarded) const {
        Division out;
        if (m_tooFew) {
            out.withheld = true;
            return out;
        }
        std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
        std::ranges::sort(sorted, [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        std::vector<std::uint64_t> sizes;
        sizes.reserve(sorted.size());
        for (const auto& [value, size] : sorted) sizes.push_back(size);
        const auto shown = hideSmallGroups(sizes, guarded ? m_query.smallest : 0);
        out.withheld = shown.withheld;
        out.hidden = shown.hidden;
        out.inThem = shown.inThem;
        if (shown.withheld) return out;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            OverviewGroup group{sorted[i].first, {shown.shown[i], {}}};
            if (shown.shown[i])
                group.cases.filter =
                    within(FilterField::opened, is(field, sorted[i].first.empty() ? "none" : sorted[i].first));
            out.groups.push_back(std::move(group));
        }
        // In the order of their sizes the hidden ones would say which is the smallest.
        std::ranges::stable_partition(out.groups, [](const auto& one) { return one.cases.number.has_value(); });
        const auto hidden = std::ranges::find_if(out.groups, [](const auto& one) { return !one.cases.number; });
        std::ranges::sort(hidden, out.groups.end(), {}, &OverviewGroup::value);
        return out;
    }

    Result<void> closings() {
        const auto filter = within(FilterField::closed, m_query.period);
        TRY_ASSIGN(auto statement, ask("SELECT closed FROM case_row", filter));
        std::vector<std::uint64_t> weeks(m_parts.size(), 0);
        std::uint64_t all = 0;
        TRY(rows(statement, [&](const Statement& row) {
            ++all;
            ++weeks[partOf(row.get<std::int64_t>(0))];
        }));
        // When a case ends is the office's own work. Hidden, it would be what is received less what is open.
        m_out.closed = {all, filter};
        takeWeeks(weeks, FilterField::closed, &OverviewWeek::closed, 0);
        return {};
    }

    void takeWeeks(const std::vector<std::uint64_t>& sizes, FilterField field, Figure OverviewWeek::* which,
                   std::uint64_t smallest) {
        if (m_out.weeks.empty()) {
            for (const auto& part : m_parts) m_out.weeks.push_back({part, {}, {}});
        }
        auto shown = hideSmallGroups(sizes, smallest);
        if (smallest != 0 && m_tooFew) shown.withheld = true;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            Figure& figure = m_out.weeks[i].*which;
            if (shown.withheld || !shown.shown[i]) continue;
            figure = {shown.shown[i], within(field, m_parts[i])};
        }
    }

    Result<void> stays() {
        if (m_tooFew) return {};
        const auto from = startOfDay(m_query.period.first).time_since_epoch().count();
        const auto to = startOfDay(Date(sys_days(m_query.period.last) + days{1})).time_since_epoch().count();
        const auto asked = where(base(), m_today);
        const auto bound = asked.values.size();
        const std::string among = asked.sql.empty() ? "" : " AND n IN (SELECT n FROM case_row" + asked.sql + ")";
        TRY_ASSIGN(auto statement, m_database.prepare("SELECT stage, spent FROM case_stay WHERE opened >= ?" +
                                                      std::to_string(bound + 1) + " AND opened < ?" +
                                                      std::to_string(bound + 2) + among));
        for (std::size_t i = 0; i < bound; ++i) statement.bind(static_cast<int>(i + 1), asked.values[i]);
        statement.bind(static_cast<int>(bound + 1), from).bind(static_cast<int>(bound + 2), to);
        std::map<std::string, std::vector<std::int64_t>, std::less<>> spent;
        TRY(rows(statement, [&](const Statement& row) {
            const auto stage = row.get<std::string_view>(0);
            auto found = spent.find(stage);
            if (found == spent.end()) found = spent.emplace(stage, std::vector<std::int64_t>{}).first;
            found->second.push_back(row.get<std::int64_t>(1));
        }));
        for (auto& [stage, times] : spent) {
            constexpr double kDay = 86'400'000;
            const auto middle = times.begin() + std::ssize(times) / 2;
            std::ranges::nth_element(times, middle);
            double median = static_cast<double>(*middle);
            if (times.size() % 2 == 0)
                median = (median + static_cast<double>(*std::ranges::max_element(times.begin(), middle))) / 2;
            m_out.days.push_back(
                {stage, median / kDay, {times.size(), within(FilterField::opened, is(FilterField::passed, stage))}});
        }
        std::ranges::stable_sort(m_out.days, std::greater{}, &StageDays::median);
        return {};
    }

    Result<void> fines() {
        const auto filter = within(FilterField::decided, m_query.period);
        TRY_ASSIGN(auto statement, ask("SELECT fine, fine_fen FROM case_row", filter));
        Counts places;
        m_out.fineSum = 0;
        TRY(rows(statement, [&](const Statement& row) {
            count(places, row.get<std::string_view>(0));
            std::int64_t sum = 0;
            if (m_out.fineSum && !__builtin_add_overflow(*m_out.fineSum, row.get<std::int64_t>(1), &sum))
                m_out.fineSum = sum;
            else m_out.fineSum.reset();
        }));
        const auto add = [&](std::string_view place) {
            const auto found = places.find(place);
            if (found == places.end()) return;
            m_out.fines.push_back(
                {found->first, {found->second, within(FilterField::decided, is(FilterField::fine, found->first))}});
        };
        for (const auto& place : finePlaces()) add(place.value);
        return {};
    }

    /// Which part of the period a moment is in. Rows come in the order of time or nearly so.
    std::size_t partOf(std::int64_t moment) {
        if (m_starts.empty()) {
            for (const auto& part : m_parts) m_starts.push_back(startOfDay(part.first).time_since_epoch().count());
        }
        const auto after = std::ranges::upper_bound(m_starts, moment);
        return after == m_starts.begin() ? 0 : static_cast<std::size_t>(after - m_starts.begin() - 1);
    }

    Database& m_database;
    OverviewQuery m_query;
    Date m_today;
    bool m_tooFew = false;
    std::vector<Period> m_parts;
    std::vector<std::int64_t> m_starts;
    Overview m_out;
};

} // namespace

Result<Overview> readOverview(Database& database, const OverviewQuery& query, Instant now) {
    return Reading(database, query, now).all();
}

} // namespace model
