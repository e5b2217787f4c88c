// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/course.h"
#include "model/workspace/parts.h"
#include "model/workspace/report_case.h"

#include <algorithm>

namespace model {

namespace {

/// What a case is found by.
std::string searchWords(const CaseState& state) {
    std::string words = state.reference;
    const auto add = [&](const std::string& text) {
        if (text.empty()) return;
        words += '\n';
        words += text;
    };
    for (const auto& [field, fact] : state.facts) add(fact.value);
    // Of the report only what no fact repeats: every character indexed twice would double the cost of a bulk import.
    static constexpr std::string_view kOnlyInReport[] = {"external_id", "id",        "declared_name", "declared_hs",
                                                         "true_hs",     "authority", "decision_no",   "reporter"};
    for (const auto field : kOnlyInReport) {
        const auto found = state.report.find(std::string(field));
        if (found != state.report.end()) add(found->second);
    }
    for (const auto& note : state.notes) add(note.text);
    for (const auto& party : state.parties) {
        if (party.withdrawn) continue;
        for (const char* field : {"name", "other_names", "identifier", "representative", "address"})
            add(party.value(field));
    }
    for (const auto& entry : state.chronology) {
        if (!entry.withdrawn) add(entry.value("text"));
    }
    for (const auto& item : state.evidence) {
        if (!item.withdrawn) add(item.name);
    }
    const auto addForms = [&](const std::vector<StepTaken>& steps) {
        for (const auto& step : steps) {
            for (const auto& [field, value] : step.form) add(value);
        }
    };
    addForms(state.steps);
    for (const auto& one : state.tracks) addForms(one.steps);
    return words;
}

} // namespace

namespace {

/// What was never looked at is unread for whoever it is, and else what somebody else has said since.
bool isUnread(const CaseState& state, PersonId me, std::optional<std::uint64_t> seen) {
    return !seen || state.lastOfOthers(me) > *seen;
}

} // namespace

std::vector<RunningPeriod> Workspace::Parts::runningPeriods(const Definition& definition, const CaseState& state,
                                                            bool over) {
    std::vector<RunningPeriod> out;
    for (const auto& deadline : deadlines(definition, state, calendar(), clock->now())) {
        const bool runs = deadline.status == DeadlineStatus::running || deadline.status == DeadlineStatus::overdue;
        if (!deadline.due || !runs || deadline.whose == Whose::party || (over && !deadline.on)) continue;
        const OpenedTrack* beside = deadline.on ? state.track(*deadline.on) : nullptr;
        out.push_back({deadline.id,
                       beside
                           ? model::fill({"{0}: {1}", "{0}：{1}"}, titleOf(definition, state, *beside), deadline.title)
                           : deadline.title,
                       deadline.basis == Basis::law ? deadline.cite : "", *deadline.due, deadline.started,
                       deadline.covered, beside ? beside->id.hex() : ""});
    }
    return out;
}

Result<void> Workspace::Parts::writeRow(std::int64_t row, const CaseState& state, bool waiting, bool refused,
                                        Words words) {
    CaseRow line;
    line.row = row;
    line.id = state.id;
    line.reference = state.reference;
    line.title = state.fact("title");
    line.stage = state.stage;
    line.mineral = state.fact("mineral");
    line.channel = state.channel;
    line.violation = state.fact("violation");
    std::vector<PersonId> people;
    for (const auto& assignment : state.assignments) {
        people.push_back(assignment.person);
        const std::string name = nameOf(assignment.person);
        if (line.assignees.find(name) != std::string::npos) continue;
        line.assignees += (line.assignees.empty() ? "" : ", ") + name;
    }
    line.opened = state.opened.time;
    line.changed = std::max(state.changed, state.opened.time);
    line.evidence = static_cast<std::uint32_t>(
        std::ranges::count_if(state.evidence, [](const EvidenceItem& item) { return !item.withdrawn; }));
    line.waiting = waiting;
    line.refused = refused;
    TRY_ASSIGN(const auto overwritten, overwrittenIn(state));
    line.overwritten = !overwritten.empty();
    TRY_ASSIGN(const auto seen, vault->seenUpTo(row));
    line.unread = isUnread(state, person, seen);
    std::vector<Stay> stays;
    std::vector<RunningPeriod> periods;
    std::optional<law::PenaltyFeatures> penalty;
    if (const auto definition = definitionOf(state.workflow)) {
        const Stage* stage = definition->stage(state.stage);
        const bool over = stage && stage->final;
        // What goes on beside a case that has ended still has to be done.
        line.closed = over && std::ranges::all_of(state.tracks, [&](const OpenedTrack& one) {
                          return hasEnded(*definition, state, one);
                      });
        auto course = courseOf(state, *definition);
        stays = std::move(course.stays);
        line.closedAt = course.closed;
        line.decidedAt = course.decided;
        line.fine = std::move(course.fine);
        line.fineFen = course.fineFen;
        penalty = std::move(course.penalty);
        const bool begun = !state.steps.empty() || !state.tracks.empty() ||
                           std::ranges::any_of(definition->deadlines, &DeadlineDefinition::startsOnOpening);
        if (begun) periods = runningPeriods(*definition, state, over);
        if (!periods.empty()) line.due = formatDate(std::ranges::min(periods, {}, &RunningPeriod::due).due);
    }
    TRY(vault->putRow(line, people, person));
    TRY(vault->putStays(line, stays));
    TRY(vault->putPeriods(line, periods));
    TRY(vault->putPenalty(line, penalty));
    return words == Words::owe ? vault->oweWords(row) : vault->putWords(row, searchWords(state));
}

namespace {

/// The commit up to which the derived tables were written.
constexpr std::string_view kDerivedUpTo = "derived-commit";
/// The digest of the calendar by which they were counted.
constexpr std::string_view kCountedBy = "derived-calendar";

Bytes digestOf(crypto::Suite suite, const std::string& calendar) {
    const auto digest = crypto::digest(suite, crypto::asBytes(calendar));
    return {digest.bytes.begin(), digest.bytes.end()};
}

} // namespace

Result<void> Workspace::Parts::markDerived() {
    TRY_ASSIGN(const auto last, vault->record().lastCommit());
    Bytes number;
    crypto::appendU64(number, last);
    return vault->setSetting(kDerivedUpTo, number);
}

Result<void> Workspace::Parts::catchUp() {
    TRY_ASSIGN(const auto mark, vault->setting(kDerivedUpTo));
    if (!mark) return markDerived(); // a new vault, whose derived tables are as empty as the record
    const std::uint64_t upTo = crypto::ByteReader(*mark).u64();
    // CROSS JOIN keeps the order: what waits or was refused is little, and the events are many.
    TRY_ASSIGN(auto query,
               vault->database().prepare("SELECT subject FROM link WHERE hub_commit > ?1 "
                                         "UNION SELECT e.subject FROM pending p CROSS JOIN event e ON e.n = p.event "
                                         "UNION SELECT e.subject FROM refusal r CROSS JOIN event e ON e.n = r.event"));
    query.with(static_cast<std::int64_t>(upTo));
    std::vector<std::int64_t> rows;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) break;
        rows.push_back(query.get<std::int64_t>(0));
    }
    TRY_ASSIGN(const auto officeRow, vault->record().findCase(officeFile.office));
    std::erase(rows, officeRow.value_or(0));
    TRY(refreshRows(rows));
    return countAnew();
}

Result<void> Workspace::Parts::countAnew() {
    const Bytes now = digestOf(officeFile.suite, office.calendar);
    TRY_ASSIGN(const auto before, vault->setting(kCountedBy));
    if (before == now) return {};
    std::vector<std::int64_t> rows;
    {
        TRY_ASSIGN(auto query, vault->database().prepare("SELECT DISTINCT n FROM case_period ORDER BY n"));
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) break;
            rows.push_back(query.get<std::int64_t>(0));
        }
    }
    // In parts, as a rebuild: it is done again if it is cut short.
    constexpr std::size_t kBatch = 500;
    for (std::size_t i = 0; i < rows.size(); i += kBatch)
        TRY(refreshRows(std::span(rows).subspan(i, std::min(kBatch, rows.size() - i))));
    return vault->setSetting(kCountedBy, now);
}

Result<void> Workspace::Parts::catchUpLog() {
    // Some commits at a time: a vault that has no log yet may have a million of them.
    constexpr std::size_t kCommits = 1'000;
    for (bool more = true; more;) {
        TRY_ASSIGN(auto transaction, Transaction::begin(vault->database()));
        TRY_ASSIGN(more, vault->putLog(kCommits));
        TRY(transaction.commit());
    }
    return {};
}

Result<void> Workspace::Parts::refreshRows(std::span<const std::int64_t> rows, Words words) {
    if (rows.empty()) return catchUpLog(); // the register may have grown
    TRY_ASSIGN(auto transaction, Transaction::begin(vault->database()));
    for (const auto row : rows) {
        TRY_ASSIGN(const auto loaded, loadCase(*vault, row));
        if (!loaded.state.exists()) continue; // only refused events, or none that this person may see
        TRY_ASSIGN(const auto refused, vault->refusedOf(row));
        TRY(writeRow(row, loaded.state, loaded.waiting, !refused.empty(), words));
        if (!loaded.state.report.empty()) {
            Form report = loaded.state.report;
            report.erase("reporter"); // the key is of what was reported, whoever reported it
            TRY(vault->putReport(reportKey(report), row));
        }
    }
    TRY(markDerived());
    TRY(vault->putLog());
    return transaction.commit();
}

Result<std::size_t> Workspace::indexWords(std::size_t most) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(auto rows, parts.vault->wordsOwed(most));
    if (rows.empty()) return 0;
    std::ranges::sort(rows); // the index takes texts in ascending order without writing a segment for each
    TRY_ASSIGN(auto transaction, Transaction::begin(parts.vault->database()));
    for (const auto row : rows) {
        TRY_ASSIGN(const auto loaded, loadCase(*parts.vault, row));
        TRY(parts.vault->putWords(row, searchWords(loaded.state)));
    }
    TRY(transaction.commit());
    return rows.size();
}

Result<std::uint64_t> Workspace::rebuild(const Progress& progress, std::stop_token stop) {
    Parts& parts = *m_parts;
    std::vector<std::int64_t> rows;
    {
        TRY_ASSIGN(const auto officeRow, parts.vault->record().findCase(parts.officeFile.office));
        TRY_ASSIGN(auto query, parts.vault->database().prepare("SELECT n FROM subject WHERE n <> ?1 ORDER BY n"));
        query.with(officeRow.value_or(0));
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) break;
            rows.push_back(query.get<std::int64_t>(0));
        }
    }
    {
        TRY_ASSIGN(auto transaction, Transaction::begin(parts.vault->database()));
        TRY(parts.vault->setSetting("derived", Bytes{0})); // a rebuild that is cut short is done again
        TRY(parts.vault->clearDerived());
        TRY(transaction.commit());
    }
    TRY(parts.catchUpLog());
    constexpr std::size_t kBatch = 500;
    for (std::size_t i = 0; i < rows.size(); i += kBatch) {
        if (stop.stop_requested())
            return fail(Code::cancelled, {"The rebuild was stopped; it will be done at the next unlock",
                                          "重建已停止，下次解锁时将重新进行"});
        TRY(parts.refreshRows(std::span(rows).subspan(i, std::min(kBatch, rows.size() - i))));
        if (progress) progress(std::min(i + kBatch, rows.size()), rows.size());
    }
    TRY(parts.vault->setSetting(kCountedBy, digestOf(parts.officeFile.suite, parts.office.calendar)));
    TRY(parts.vault->markDerivedCurrent());
    return rows.size();
}

} // namespace model
