// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/leaving.h"

#include "model/workspace/parts.h"

#include <algorithm>

namespace model {

namespace {

/// The open cases that a person is assigned to, by row.
Result<std::vector<std::int64_t>> openCasesOf(const Vault& vault, PersonId person) {
    TRY_ASSIGN(auto query, vault.database().prepare("SELECT n FROM case_person WHERE person = ?1 AND open ORDER BY n"));
    query.with(person);
    std::vector<std::int64_t> rows;
    for (;;) {
        TRY_ASSIGN(const bool more, query.step());
        if (!more) return rows;
        rows.push_back(query.get<std::int64_t>(0));
    }
}

/// One role of somebody who leaves, handed to a successor over cases.
class HandingOver {
public:
    HandingOver(Workspace& workspace, PersonId from, HandedOver& out)
        : m_workspace(workspace), m_from(from), m_out(out) {}

    Result<void> role(const Successor& to, const std::vector<HeldCase>& cases, const Progress& progress,
                      const std::stop_token& stop) {
        std::vector<CaseId> lacking, ready;
        for (const auto& one : cases) {
            TRY_ASSIGN(const auto state, m_workspace.state(one.id));
            (state.isAssigned(to.person, to.role) ? ready : lacking).push_back(one.id);
        }
        TRY_ASSIGN(const auto assigned, m_workspace.bulk(lacking, BulkAssign{to.person, to.role}, progress, stop));
        for (const auto& item : assigned.items) {
            if (item.done()) ready.push_back(item.id);
            else m_out.items.push_back({item.id, item.reference, to.role, to.person, false, item.error});
        }
        m_out.refused += assigned.refused;
        m_out.left += assigned.left;
        TRY_ASSIGN(const auto released, m_workspace.bulk(ready, BulkRelease{m_from, to.role}, progress, stop));
        for (const auto& item : released.items)
            m_out.items.push_back({item.id, item.reference, to.role, to.person, true, item.error});
        m_out.done += released.done;
        m_out.refused += released.refused;
        m_out.left += released.left;
        m_out.stopped = assigned.stopped || released.stopped;
        for (const auto* outcome : {&assigned, &released}) {
            if (outcome->broken) m_out.broken = outcome->broken;
        }
        return {};
    }

private:
    Workspace& m_workspace;
    PersonId m_from;
    HandedOver& m_out;
};

} // namespace

std::set<std::string> Holdings::roles() const {
    std::set<std::string> all;
    for (const auto& one : cases) all.insert(one.roles.begin(), one.roles.end());
    return all;
}

std::uint64_t Holdings::waiting() const {
    return static_cast<std::uint64_t>(std::ranges::count(cases, true, &HeldCase::waits));
}

Result<Holdings> Workspace::holdings(PersonId person) const {
    Parts& parts = *m_parts;
    if (!parts.office.person(person)) return fail(Code::notFound, {"There is no such person", "无此人员"});
    Holdings out;
    out.person = person;
    TRY_ASSIGN(const auto rows, openCasesOf(*parts.vault, person));
    for (const auto row : rows) {
        TRY_ASSIGN(const auto loaded, loadCase(*parts.vault, row));
        HeldCase one{loaded.state.id, loaded.state.reference, loaded.state.fact("title"), {}, false};
        for (const auto& assignment : loaded.state.assignments) {
            if (assignment.person == person) one.roles.push_back(assignment.role);
        }
        if (const auto definition = parts.definitionOf(loaded.state.workflow)) {
            const auto steps =
                stepsFrom(*definition, loaded.state, parts.office, person, parts.clock->now(), parts.calendar());
            one.waits = std::ranges::any_of(steps, [&](const StepOption& step) {
                return step.mine && step.allowed() && !step.opens() && std::ranges::contains(one.roles, step.role);
            });
        }
        out.cases.push_back(std::move(one));
    }
    for (const auto& [id, unit] : parts.office.units) {
        const auto staying = unit.staying();
        if (!staying.contains(person)) continue;
        out.units.push_back(unit.name);
        if (staying.size() == 1) out.alone.push_back(unit.name);
    }
    return out;
}

Result<HandedOver> Workspace::handCasesOver(PersonId from, std::span<const Successor> successors,
                                            const Progress& progress, std::stop_token stop) {
    for (const auto& one : successors) {
        if (one.person == from)
            return fail(Code::usage, {"Nobody is their own successor", "不得移交给本人"}, {}, one.role);
    }
    TRY_ASSIGN(const auto held, holdings(from));
    HandedOver out;
    HandingOver handing(*this, from, out);
    std::set<std::string> open = held.roles();
    for (const auto& to : successors) {
        open.erase(to.role);
        std::vector<HeldCase> cases;
        for (const auto& one : held.cases) {
            if (std::ranges::contains(one.roles, to.role)) cases.push_back(one);
        }
        TRY(handing.role(to, cases, progress, stop));
        if (out.stopped || out.broken) return out;
    }
    for (const auto& one : held.cases) {
        out.left += static_cast<std::uint64_t>(
            std::ranges::count_if(one.roles, [&](const std::string& role) { return open.contains(role); }));
    }
    return out;
}

} // namespace model
