// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/unsettled.h"

#include "model/workspace/parts.h"
#include "model/workspace/summary.h"

namespace model {

namespace {

std::unexpected<Error> noneSuch(const Digest& event) {
    return fail(Code::notFound, {"Nothing of this kind is open", "没有此项待处理内容"},
                {"It may have been settled meanwhile", "可能已在此期间处理"}, event.hex());
}

/// Reads what was said in an event of this desk, opened as far as the person holds its key.
struct Said {
    StoredEvent stored;
    CaseBody body;
    bool readable = false;
};
Result<Said> readSaid(const Vault& vault, const CaseKeys& keys, std::int64_t eventRow) {
    Said out;
    TRY_ASSIGN(out.stored, vault.record().event(eventRow));
    const auto& header = out.stored.event.header;
    std::optional<Bytes> plain;
    const auto key = keys.find(header.epoch);
    if (header.sealedHash && key != keys.end()) {
        PartSealer sealer(vault.record().suite());
        if (auto opened = sealer.open(out.stored.event, key->second)) plain = *std::move(opened);
    }
    const Bytes* contents = plain ? &*plain : nullptr;
    out.body = readCaseBodySoFar(header, contents);
    out.readable = !header.sealedHash || contents != nullptr;
    return out;
}

/// Gathers what is open, case by case.
class Gather {
public:
    explicit Gather(Workspace::Parts& parts) : m_parts(parts) {}

    Result<void> waiting(std::vector<Unsettled>& out, std::span<const std::int64_t> rows) {
        for (const auto row : rows) {
            TRY_ASSIGN(auto one, describe(row));
            if (one.kind == CaseOpened::kKind) continue; // that somebody looked asks for nobody's attention
            out.push_back(std::move(one));
        }
        return {};
    }

    Result<void> refused(std::vector<Unsettled>& out, std::span<const std::int64_t> rows) {
        for (const auto row : rows) {
            TRY_ASSIGN(auto one, describe(row));
            TRY_ASSIGN(auto refusal, m_parts.vault->record().refusal(row));
            one.reason = refusal ? std::move(refusal->reason) : Error{};
            out.push_back(std::move(one));
        }
        return {};
    }

    Result<void> overwritten(std::vector<OverwrittenField>& out, std::span<const std::int64_t> cases) {
        for (const auto row : cases) {
            TRY_ASSIGN(const auto* const at, load(row));
            const auto definition = m_parts.definitionOf(at->state.workflow);
            TRY_ASSIGN(auto fields, m_parts.overwrittenIn(at->state));
            for (auto& field : fields) {
                const Field* fact = definition ? definition->fact(field.field) : nullptr;
                Field shown = fact ? *fact : Field{};
                if (!fact) {
                    shown.id = field.field;
                    shown.title = same(field.field);
                }
                const std::string by = m_parts.nameOf(field.place.by);
                out.push_back({at->state.id, at->state.reference, at->state.fact("title"), std::move(shown),
                               std::move(field), by});
            }
        }
        return {};
    }

private:
    /// The case of this row; what was loaded last is kept, because much of one case comes together.
    Result<const LoadedCase*> load(std::int64_t caseRow) {
        if (m_case.row != caseRow || !m_loaded) {
            TRY_ASSIGN(m_case, loadCase(*m_parts.vault, caseRow));
            m_loaded = true;
        }
        return &m_case;
    }

    Result<Unsettled> describe(std::int64_t eventRow) {
        TRY_ASSIGN(const auto keys, m_parts.vault->record().eventKeys(eventRow));
        TRY_ASSIGN(const auto caseId, m_parts.vault->record().caseAt(keys.caseRow));
        const auto names = [&](PersonId person) { return m_parts.nameOf(person); };
        if (caseId == m_parts.officeFile.office) {
            TRY_ASSIGN(const auto stored, m_parts.vault->record().event(eventRow));
            const auto& header = stored.event.header;
            return Unsettled{caseId,          {},          {},
                             stored.event.id, header.kind, summarise(readRegisterBody(header, nullptr), names),
                             header.time,     {}};
        }
        TRY_ASSIGN(const auto* const at, load(keys.caseRow));
        TRY_ASSIGN(const auto said, readSaid(*m_parts.vault, at->keys, eventRow));
        const auto& header = said.stored.event.header;
        const auto definition = m_parts.definitionOf(at->state.workflow);
        const std::string reference = at->state.exists() ? at->state.reference : caseReference(caseId, header.time);
        return Unsettled{caseId,
                         reference,
                         at->state.fact("title"),
                         said.stored.event.id,
                         header.kind,
                         summarise(said.body, said.readable, at->state, definition.get(), names),
                         header.time,
                         {}};
    }

    Workspace::Parts& m_parts;
    LoadedCase m_case;
    bool m_loaded = false;
};

/// Takes away what is more than can be shown.
bool cut(std::vector<std::int64_t>& rows) {
    if (rows.size() <= kStandingMost) return false;
    rows.resize(kStandingMost);
    return true;
}

/// Everything that a person typed into what was refused, as lines of a note.
std::string wordsOf(const Said& said, const Definition* definition) {
    std::string words;
    const auto add = [&](const std::vector<Field>* fields, const Form& form) {
        for (const auto& [id, value] : form) {
            if (value.empty()) continue;
            std::string name = id;
            if (fields) {
                const auto field = std::ranges::find(*fields, id, &Field::id);
                if (field != fields->end()) name = field->title.zh + " " + field->title.en;
            }
            words += name + ": " + value + "\n";
        }
    };
    if (const auto* const facts = std::get_if<FactsSet>(&said.body))
        add(definition ? &definition->facts : nullptr, facts->values);
    if (const auto* const note = std::get_if<NoteAdded>(&said.body)) words += note->text + "\n";
    const StepDone* taken = std::get_if<StepDone>(&said.body);
    if (const auto* const beside = std::get_if<TrackStep>(&said.body)) taken = beside;
    if (taken) {
        const Step* step = definition ? definition->anyStep(taken->step) : nullptr;
        add(step ? &step->form : nullptr, taken->form);
    }
    if (const auto* const entry = std::get_if<ChronologyEntered>(&said.body)) add(nullptr, entry->fields);
    if (const auto* const party = std::get_if<PartyStated>(&said.body)) add(nullptr, party->fields);
    return words;
}

} // namespace

Result<std::vector<Overwritten>> Workspace::Parts::overwrittenIn(const CaseState& state) const {
    auto all = overwrittenFields(state.facts, person);
    std::vector<Overwritten> open;
    for (auto& one : all) {
        TRY_ASSIGN(const auto row, vault->record().findEvent(one.place.event));
        TRY_ASSIGN(const bool settled, row ? vault->isSettled(*row, one.field) : Result<bool>(true));
        if (!settled) open.push_back(std::move(one));
    }
    return open;
}

Result<Standing> Workspace::standing() const {
    Parts& parts = *m_parts;
    Standing out;
    Gather gather(parts);
    TRY_ASSIGN(auto waiting, parts.vault->pending());
    TRY_ASSIGN(auto refused, parts.vault->refused());
    TRY_ASSIGN(auto cases, parts.vault->overwrittenCases());
    for (auto* rows : {&waiting, &refused, &cases}) out.more = cut(*rows) || out.more;
    TRY(gather.waiting(out.waiting, waiting));
    TRY(gather.refused(out.refused, refused));
    TRY(gather.overwritten(out.overwritten, cases));
    return out;
}

Result<void> Workspace::setSettled(std::span<const Settlement> decided, bool settled) {
    Parts& parts = *m_parts;
    std::vector<std::int64_t> events;
    std::set<std::int64_t> cases;
    for (const auto& one : decided) {
        TRY_ASSIGN(const auto row, parts.vault->record().findEvent(one.event));
        if (!row) return noneSuch(one.event);
        TRY_ASSIGN(const auto keys, parts.vault->record().eventKeys(*row));
        TRY_ASSIGN(const auto id, parts.vault->record().caseAt(keys.caseRow));
        if (id != one.caseId) return noneSuch(one.event);
        if (one.field.empty()) {
            TRY_ASSIGN(const auto refusal, parts.vault->record().refusal(*row));
            if (!refusal) return noneSuch(one.event);
        } else {
            TRY_ASSIGN(const auto loaded, loadCase(*parts.vault, keys.caseRow));
            const auto all = overwrittenFields(loaded.state.facts, parts.person);
            const bool open = std::ranges::any_of(all, [&](const Overwritten& other) {
                return other.field == one.field && other.place.event == one.event;
            });
            if (!open) return noneSuch(one.event);
        }
        events.push_back(*row);
        if (id != parts.officeFile.office) cases.insert(keys.caseRow);
    }
    TRY_ASSIGN(auto transaction, Transaction::begin(parts.vault->database()));
    for (std::size_t i = 0; i < events.size(); ++i) TRY(parts.vault->setSettled(events[i], decided[i].field, settled));
    TRY(transaction.commit());
    const std::vector<std::int64_t> rows(cases.begin(), cases.end());
    return rows.empty() ? Result<void>() : parts.refreshRows(rows);
}

Result<Receipt> Workspace::putBack(CaseId id, const std::string& field) {
    TRY_ASSIGN(const auto loaded, m_parts->load(id));
    const auto all = overwrittenFields(loaded.state.facts, m_parts->person);
    const auto found = std::ranges::find(all, field, &Overwritten::field);
    if (found == all.end()) {
        return fail(Code::notFound, {"Nobody has overwritten this field", "该字段未被他人覆盖"},
                    {"It may have been stated anew meanwhile", "可能已在此期间重新填写"}, field);
    }
    return setFacts(id, {{field, found->mine}});
}

Result<Receipt> Workspace::noteRefused(const Digest& event) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(const auto row, parts.vault->record().findEvent(event));
    if (!row) return noneSuch(event);
    TRY_ASSIGN(const auto refusal, parts.vault->record().refusal(*row));
    TRY_ASSIGN(const bool settled, parts.vault->isSettled(*row, {}));
    TRY_ASSIGN(const auto keys, parts.vault->record().eventKeys(*row));
    TRY_ASSIGN(const auto id, parts.vault->record().caseAt(keys.caseRow));
    if (!refusal || settled || id == parts.officeFile.office) return noneSuch(event);
    TRY_ASSIGN(const auto loaded, parts.load(id));
    TRY_ASSIGN(const auto said, readSaid(*parts.vault, loaded.keys, *row));
    const auto definition = parts.definitionOf(loaded.state.workflow);
    const auto names = [&](PersonId person) { return parts.nameOf(person); };
    const Text summary = summarise(said.body, said.readable, loaded.state, definition.get(), names);
    std::string text = "未被接受 Not accepted: " + summary.zh + " / " + summary.en + "\n" + refusal->reason.what.zh +
                       " / " + refusal->reason.what.en + "\n" + wordsOf(said, definition.get());
    TRY_ASSIGN(auto receipt, addNote(id, text));
    const Settlement decided{id, event, {}};
    TRY(setSettled(std::span(&decided, 1), true));
    return receipt;
}

} // namespace model
