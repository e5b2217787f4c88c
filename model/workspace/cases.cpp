// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/step_documents.h"
#include "model/workspace/parts.h"

namespace model {

Result<Receipt> Workspace::setFacts(CaseId id, const Form& values) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    const auto definition = m_parts->definitionOf(loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    FactsSet body;
    for (const auto& [field, value] : values) {
        const Field* fact = definition->fact(field);
        if (!fact)
            return fail(Code::refused, {"There is no fact \"" + field + "\"", "没有“" + field + "”这一事实"},
                        {"Check its name", "请检查名称"}, field);
        TRY_ASSIGN(auto canonical, canonicalValue(*fact, value));
        // What is as it was need not be said again.
        if (canonical != loaded.state.fact(field)) body.values.emplace(field, std::move(canonical));
    }
    if (body.values.empty()) return Receipt{};
    return m_parts->sayInCase(loaded, {std::move(body), {}, {}});
}

Result<Receipt> Workspace::addNote(CaseId id, const std::string& text) {
    TRY(checkNote(text));
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    return m_parts->sayInCase(loaded, {NoteAdded{text}, {}, {}});
}

Result<Receipt> Workspace::assign(CaseId id, PersonId person, const std::string& role) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto assigning, m_parts->assigning(loaded, person, role));
    return m_parts->sayInCase(loaded, assigning);
}

Result<Receipt> Workspace::release(CaseId id, PersonId person, const std::string& role) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto releasing, m_parts->releasing(loaded, person, role));
    return m_parts->sayInCase(loaded, releasing);
}

Result<Receipt> Workspace::takeStep(CaseId id, const std::string& step, const Form& typed,
                                    const std::optional<Digest>& on) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto stepping, m_parts->stepping(loaded, step, typed, on));
    return m_parts->sayInCase(loaded, stepping);
}

Result<void> checkNote(const std::string& text) {
    if (!isUtf8(text)) return fail(Code::malformed, {"The note is not UTF-8", "备注不是 UTF-8"});
    if (text.size() > 64 * 1024)
        return fail(Code::tooLarge, {"The note is over 64 KiB", "备注超过 64 KiB"},
                    {"Take it in as evidence", "请作为证据录入"});
    return {};
}

Result<Workspace::Parts::Intent> Workspace::Parts::givingKeys(const LoadedCase& loaded, PersonId who) {
    const Person* found = office.person(who);
    if (!found) return fail(Code::notFound, {"There is no such person", "无此人员"});
    std::vector<KeyGrant> granted;
    for (const auto& [epoch, key] : loaded.keys) granted.push_back({epoch, key.copy()});
    return Intent{KeysGiven{who}, {{who.bytes, found->identity}}, std::move(granted)};
}

Result<Workspace::Parts::Intent> Workspace::Parts::assigning(const LoadedCase& loaded, PersonId who,
                                                             const std::string& role) {
    const Person* found = office.person(who);
    if (!found) return fail(Code::notFound, {"There is no such person", "无此人员"});
    std::vector<KeyGrant> granted; // all epochs: who joins a case reads what was said before
    for (const auto& [epoch, key] : loaded.keys) granted.push_back({epoch, key.copy()});
    return Intent{PersonAssigned{who, role}, {{who.bytes, found->identity}}, std::move(granted)};
}

Result<Workspace::Parts::Intent> Workspace::Parts::releasing(const LoadedCase& loaded, PersonId who,
                                                             const std::string& role) {
    // The epoch turns: those who stay get a key that the one who leaves never had.
    CaseState after = loaded.state;
    std::erase_if(after.assignments, [&](const Assignment& a) { return a.person == who && a.role == role; });
    auto staying = readersBut(loaded.state, after.isAssigned(who) ? std::nullopt : std::optional(who.bytes));
    if (loaded.keys.empty()) return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"});
    std::vector<KeyGrant> turned;
    turned.push_back({loaded.keys.rbegin()->first + 1, crypto::Secret::random(32, *random)});
    return Intent{PersonReleased{who, role}, std::move(staying), std::move(turned)};
}

Readers Workspace::Parts::readersBut(const CaseState& state,
                                     const std::optional<std::array<std::uint8_t, 16>>& leaver) const {
    Readers out;
    for (const auto& reader : state.readers) {
        if (leaver == reader) continue;
        if (const Person* found = office.person(PersonId{reader})) out.emplace_back(reader, found->identity);
        const auto unit = office.units.find(UnitId{reader});
        if (unit != office.units.end()) out.emplace_back(reader, unit->second.sealedTo());
    }
    return out;
}

Result<Workspace::Parts::Intent> Workspace::Parts::handing(const LoadedCase& loaded, UnitId to) {
    const auto unit = office.units.find(to);
    if (unit == office.units.end()) return fail(Code::notFound, {"There is no such unit", "无此处室"}, {}, "unit");
    if (loaded.keys.empty()) return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"});
    // Who takes over reads what was said before, and what comes after is under a key that the unit before never had.
    std::vector<KeyGrant> granted;
    for (const auto& [epoch, key] : loaded.keys) granted.push_back({epoch, key.copy()});
    granted.push_back({loaded.keys.rbegin()->first + 1, crypto::Secret::random(32, *random)});
    auto readers = readersBut(loaded.state, loaded.state.unit.bytes);
    readers.emplace_back(to.bytes, unit->second.sealedTo());
    return Intent{CaseHanded{to}, std::move(readers), std::move(granted)};
}

Result<Workspace::Parts::Intent> Workspace::Parts::stepping(const LoadedCase& loaded, const std::string& step,
                                                            const Form& typed, const std::optional<Digest>& on) {
    const auto definition = definitionOf(loaded.state.workflow);
    if (!definition) return fail(Code::newer, {"The workflow of the case is not known here", "不认识该案件的流程"});
    const Step* found = definition->anyStep(step);
    if (!found)
        return fail(Code::notFound, {"There is no step \"" + step + "\"", "没有“" + step + "”这一步骤"}, {}, step);
    TRY_ASSIGN(const OpenedTrack* own, trackMovedBy(*definition, loaded.state, *found, on));
    TRY_ASSIGN(auto form, canonicalForm(found->form, typed));
    takeOver(*definition, *found, loaded.state, form, own);
    TRY(needReason(loaded.state.id, *found, form));
    const std::string& from = own ? own->stage : loaded.state.stage;
    StepDone done{step, from, targetOf(*found, from), found->role, std::move(form), {}};
    if (const auto day = done.form.find(found->dated); day != done.form.end()) done.day = parseDate(day->second);
    done.documents = documentsToSign(*definition, loaded.state, *found, own);
    if (found->track.empty()) return Intent{std::move(done), {}, {}};
    return Intent{TrackStep{std::move(done), found->track, own ? std::optional(own->id) : std::nullopt}, {}, {}};
}

Result<bool> Workspace::noteOpened(CaseId id) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    // Who sees the log only has looked at nothing; who looks again on the same day is noted already. Whatever else the
    // judge says against it is told: what is shown then is shown without a trace.
    if (!isReader(loaded.state, m_parts->office, m_parts->person)) return false;
    if (m_parts->ended) return false; // what they keep on their own machine they look at without telling anybody
    TRY_ASSIGN(const auto sealed, m_parts->lastSealed());
    const Date day = chinaDate(std::max(m_parts->clock->now(), sealed));
    if (loaded.state.openedOn(m_parts->person, day)) return false;
    TRY_ASSIGN(const auto receipt, m_parts->sayInCase(loaded, {CaseOpened{}, {}, {}}));
    if (receipt.refused.empty()) return true;
    TRY_ASSIGN(loaded, m_parts->load(id)); // it may have been noted from another desk meanwhile
    if (loaded.state.openedOn(m_parts->person, day)) return false;
    return std::unexpected(receipt.refused.front());
}

Result<void> Workspace::keepDraft(const std::string& key, const std::string& text) {
    return m_parts->vault->keepDraft(key, text);
}

Result<std::string> Workspace::draft(const std::string& key) const { return m_parts->vault->draft(key); }

} // namespace model
