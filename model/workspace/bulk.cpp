// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/bulk.h"

#include "model/workflow/bulk.h"
#include "model/workspace/parts.h"

#include <algorithm>
#include <unordered_set>

namespace model {

namespace {

/// Cases that are kept in one transaction and exchanged together: making a thing durable costs more than signing it.
constexpr std::size_t kBatch = 25;

/// One command over cases, batch after batch.
class Bulk {
public:
    Bulk(Workspace::Parts& parts, const BulkCommand& command, BulkOutcome& out)
        : m_parts(parts), m_command(command), m_out(out) {}

    /// False: it broke off, and `out` says why.
    bool batch(std::span<const CaseId> cases, const std::stop_token& stop) {
        m_items.clear();
        m_said.clear();
        m_submissions.clear();
        std::vector<Workspace::Parts::Acting> acts;
        for (const auto& id : cases) {
            if (stop.stop_requested()) break;
            auto acting = say(id);
            if (acting) {
                m_said.push_back(m_items.size() - 1);
                acts.push_back(*std::move(acting));
            } else {
                m_items.back().error = std::move(acting.error());
            }
        }
        auto kept = keep(acts);
        if (!kept) return breakOff(std::move(kept.error()));
        Result<Exchanged> exchanged;
        if (!acts.empty()) exchanged = m_parts.exchangeOrWait(m_submissions);
        if (exchanged) {
            auto settled = settle(*exchanged);
            if (!settled) exchanged = std::unexpected(std::move(settled.error()));
        }
        for (auto& item : m_items) {
            ++(item.done() ? m_out.done : m_out.refused);
            m_out.items.push_back(std::move(item));
        }
        // What was kept waits, and goes with the next exchange.
        return exchanged ? true : breakOff(std::move(exchanged.error()));
    }

private:
    using Intent = Workspace::Parts::Intent;

    Result<Workspace::Parts::Acting> say(CaseId id) {
        m_items.push_back({id, {}, {}, {}});
        TRY_ASSIGN(const auto loaded, m_parts.load(id));
        m_items.back().reference = loaded.state.reference;
        TRY_ASSIGN(const auto intent, std::visit([&](const auto& one) { return intend(loaded, one); }, m_command));
        TRY_ASSIGN(auto acting, m_parts.actOn(loaded, intent));
        TRY(acting.sign());
        m_items.back().receipt.done = m_parts.doneBy(loaded, intent.body, acting.events().front().id);
        return acting;
    }

    Result<Intent> intend(const LoadedCase& loaded, const BulkAssign& assign) {
        return m_parts.assigning(loaded, assign.person, assign.role);
    }
    Result<Intent> intend(const LoadedCase& loaded, const BulkRelease& release) {
        return m_parts.releasing(loaded, release.person, release.role);
    }
    Result<Intent> intend(const LoadedCase& loaded, const BulkTakeStep& take) {
        // Of the case's own definition: an older one may say otherwise of a step of the same name.
        const auto definition = m_parts.definitionOf(loaded.state.workflow);
        if (const Step* step = definition ? definition->anyStep(take.step) : nullptr) TRY(allowedInBulk(*step));
        return m_parts.stepping(loaded, take.step, take.form);
    }
    Result<Intent> intend(const LoadedCase& loaded, const BulkGiveKeys& give) {
        return m_parts.givingKeys(loaded, give.person);
    }
    Result<Intent> intend(const LoadedCase&, const BulkNote& note) { return Intent{NoteAdded{note.text}, {}, {}}; }

    /// Makes the acts durable, all or none.
    Result<void> keep(std::vector<Workspace::Parts::Acting>& acts) {
        if (acts.empty()) return {};
        TRY_ASSIGN(auto transaction, Transaction::begin(m_parts.vault->database()));
        for (auto& acting : acts) TRY(acting.put());
        TRY(transaction.commit());
        for (std::size_t i = 0; i < acts.size(); ++i) {
            auto submission = acts[i].handOver();
            Receipt& receipt = m_items[m_said[i]].receipt;
            receipt.act = submission.act.id;
            for (const auto& event : submission.events) receipt.events.push_back(event.id);
            m_submissions.push_back(std::move(submission));
        }
        return {};
    }

    /// What the hub said of each.
    Result<void> settle(Exchanged& exchanged) {
        for (const auto at : m_said) {
            BulkItem& item = m_items[at];
            for (const auto& event : item.receipt.events) {
                const auto refusal = std::ranges::find(exchanged.refused, event, &Refusal::event);
                if (refusal != exchanged.refused.end()) {
                    item.receipt.refused.push_back(refusal->reason);
                    item.receipt.done.reset();
                    item.error = refusal->reason;
                    continue;
                }
                TRY_ASSIGN(const auto row, m_parts.vault->record().findEvent(event));
                if (!row) continue;
                TRY_ASSIGN(const bool linked, m_parts.vault->record().isLinked(*row));
                if (linked) ++item.receipt.sealed;
            }
        }
        return {};
    }

    bool breakOff(Error error) {
        m_out.broken = std::move(error);
        return false;
    }

    Workspace::Parts& m_parts;
    const BulkCommand& m_command;
    BulkOutcome& m_out;
    std::vector<BulkItem> m_items;   ///< of this batch
    std::vector<std::size_t> m_said; ///< those of them with an act, in the order of the submissions
    std::vector<Submission> m_submissions;
};

/// Whether the command can be done to any case at all.
Result<void> checkCommand(const RegisterState& office, const BulkCommand& command) {
    if (const auto* note = std::get_if<BulkNote>(&command)) return checkNote(note->text);
    const auto* assign = std::get_if<BulkAssign>(&command);
    const auto* release = std::get_if<BulkRelease>(&command);
    const auto* give = std::get_if<BulkGiveKeys>(&command);
    if ((give != nullptr && !office.person(give->person)) || (assign != nullptr && !office.person(assign->person)) ||
        (release != nullptr && !office.person(release->person)))
        return fail(Code::notFound, {"There is no such person", "无此人员"});
    return {};
}

} // namespace

Result<BulkOutcome> Workspace::bulk(std::span<const CaseId> cases, const BulkCommand& command, const Progress& progress,
                                    std::stop_token stop) {
    TRY(checkCommand(m_parts->office, command));
    if (const auto* take = std::get_if<BulkTakeStep>(&command)) {
        // Said once of the step rather than once of each case.
        const auto current = m_parts->definitionOf(m_parts->office.currentWorkflow);
        if (const Step* step = current ? current->anyStep(take->step) : nullptr) TRY(allowedInBulk(*step));
    }
    std::vector<CaseId> each;
    each.reserve(cases.size());
    std::unordered_set<CaseId> seen;
    for (const auto& id : cases) {
        if (seen.insert(id).second) each.push_back(id);
    }
    BulkOutcome out;
    Bulk bulk(*m_parts, command, out);
    if (progress) progress(0, each.size());
    for (std::size_t at = 0; at < each.size(); at += kBatch) {
        if (stop.stop_requested()) break;
        if (!bulk.batch(std::span(each).subspan(at, std::min(kBatch, each.size() - at)), stop)) break;
        if (progress) progress(out.items.size(), each.size());
    }
    out.left = each.size() - out.items.size();
    out.stopped = stop.stop_requested() && out.left != 0;
    return out;
}

} // namespace model
