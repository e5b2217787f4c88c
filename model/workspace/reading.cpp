// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/changes.h"
#include "model/workflow/queues.h"
#include "model/workspace/parts.h"
#include "model/workspace/summary.h"
#include "model/workspace/undo.h"

#include <algorithm>

namespace model {

PersonId Workspace::me() const { return m_parts->person; }
const RegisterState& Workspace::office() const { return m_parts->office; }
const std::filesystem::path& Workspace::folder() const { return m_parts->folder; }
std::string Workspace::nameOf(PersonId id) const { return m_parts->nameOf(id); }
const law::Calendar* Workspace::calendar() const { return m_parts->calendar(); }

std::string Workspace::Parts::nameOf(PersonId id) const {
    const Person* found = office.person(id);
    if (found && found->name != "?" && !found->name.empty()) return found->name;
    const auto unit = office.units.find(UnitId{id.bytes});
    if (unit != office.units.end()) return unit->second.name;
    return id.hex().substr(0, 8);
}

std::shared_ptr<const Definition> Workspace::Parts::definitionOf(const std::string& digest) {
    const auto known = definitions.find(digest);
    if (known != definitions.end()) return known->second;
    const auto text = office.workflows.find(digest);
    if (text == office.workflows.end()) return nullptr;
    auto parsed = parseDefinition(text->second);
    if (!parsed) return nullptr;
    return definitions.emplace(digest, std::make_shared<const Definition>(*std::move(parsed))).first->second;
}

Result<std::shared_ptr<const Definition>> Workspace::definition(const std::string& digest) const {
    if (auto found = m_parts->definitionOf(digest)) return found;
    return fail(Code::notFound, {"The register has no such workflow", "名册中没有该流程"}, {}, digest);
}

Result<std::int64_t> Workspace::Parts::rowOf(CaseId id) const {
    TRY_ASSIGN(const auto row, vault->record().findCase(id));
    if (row && id != officeFile.office) return *row;
    return fail(Code::notFound, {"There is no such case, or you may not see it", "无此案件，或您无权查看"}, {},
                id.hex());
}

Result<LoadedCase> Workspace::Parts::load(CaseId id) {
    TRY_ASSIGN(const auto row, rowOf(id));
    TRY_ASSIGN(auto loaded, loadCase(*vault, row));
    if (loaded.state.exists()) return loaded;
    return fail(Code::notFound, {"There is no such case, or you may not see it", "无此案件，或您无权查看"}, {},
                id.hex());
}

Result<CaseState> Workspace::state(CaseId id) const {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    return std::move(loaded.state);
}

namespace {

/// Whether the case has changed after this entry of its chain.
bool changedSince(const CaseState& state, std::uint64_t seq) {
    const auto after =
        state.chain.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(seq, state.chain.size()));
    return std::any_of(after, state.chain.end(), [](const Entered& one) { return !one.silent; });
}

/// Something that this person said, and what it met.
struct Mine {
    CaseBody body;
    Met met;
};

/// Says of each entry of the log whether it was taken back, and whether this person can undo it; `mine` is what they
/// said, by its place in the log.
void sayUndoable(CaseView& view, const std::map<std::size_t, Mine>& mine, const Workspace::Parts& parts) {
    for (std::size_t i = 0; i < view.log.size(); ++i) {
        LogEntry& entry = view.log[i];
        const auto back = view.state.withdrawn.find(entry.event);
        if (back != view.state.withdrawn.end()) entry.withdrawn = back->second;
        const auto own = mine.find(i);
        entry.undoable = own != mine.end() && view.definition && !entry.withdrawn &&
                         mayUndo(*view.definition, view.state, parts.office, parts.person, entry.event,
                                 own->second.body, own->second.met);
    }
}

} // namespace

Result<CaseView> Workspace::view(CaseId id) const {
    Parts& parts = *m_parts;
    TRY_ASSIGN(const auto row, parts.rowOf(id));
    CaseView view;
    const auto names = [&](PersonId person) { return parts.nameOf(person); };
    std::vector<LogEntry> log;
    std::map<std::size_t, Mine> mine; // by its place in the log: what could perhaps be undone
    TRY_ASSIGN(auto loaded,
               loadCase(*parts.vault, row, [&](const ReadEvent& read, const CaseState& met) -> Result<void> {
                   const auto& [stored, link, body, readable, contents] = read;
                   auto known = parts.checkedActs.find(stored->act);
                   if (known == parts.checkedActs.end()) {
                       const Person* author = parts.office.person(stored->event.header.author);
                       TRY_ASSIGN(const auto act, parts.vault->record().act(stored->act));
                       known = parts.checkedActs
                                   .emplace(stored->act, author && verifyStored(parts.vault->record(), act, *author))
                                   .first;
                   }
                   TRY_ASSIGN(const auto act, parts.vault->record().actHeader(stored->act));
                   LogEntry entry;
                   entry.event = stored->event.id;
                   entry.act = act.id;
                   entry.authorTime = stored->event.header.time;
                   entry.author = stored->event.header.author;
                   entry.kind = stored->event.header.kind;
                   entry.seen = stored->event.header.seen;
                   entry.signatureValid = known->second;
                   entry.readable = readable;
                   const auto definition =
                       parts.definitionOf(met.workflow.empty() ? parts.office.currentWorkflow : met.workflow);
                   entry.summary = summarise(*body, readable, met, definition.get(), names);
                   entry.time = entry.authorTime;
                   if (link) {
                       entry.seq = link->link.seq;
                       entry.link = link->hash;
                       entry.commit = link->commit;
                       entry.time = link->link.time;
                       entry.behind = changedSince(met, entry.seen.seq);
                   }
                   if (entry.author == parts.person && readable)
                       mine.emplace(log.size(), Mine{*body, metBy(*body, met)});
                   log.push_back(std::move(entry));
                   return {};
               }));
    if (!loaded.state.exists())
        return fail(Code::notFound, {"There is no such case, or you may not see it", "无此案件，或您无权查看"}, {},
                    id.hex());
    view.state = std::move(loaded.state);
    view.log = std::move(log);
    view.definition = parts.definitionOf(view.state.workflow);
    view.chronology = chronologyOf(view.state, view.definition.get());
    TRY_ASSIGN(view.places, evidencePlaces(view.state, false));
    // The mark that makes a case unread says how far they looked. What they said since is no look: of others' words
    // between they may know nothing.
    TRY_ASSIGN(const auto seen, parts.vault->seenUpTo(row));
    view.known = seen.value_or(lastOwnEntry(view.state, parts.person));
    sayUndoable(view, mine, parts);
    if (view.definition) {
        const Instant now = parts.clock->now();
        view.steps = stepsFrom(*view.definition, view.state, parts.office, parts.person, now, parts.calendar());
        view.deadlines = deadlines(*view.definition, view.state, parts.calendar(), now);
        view.missing = completeness(*view.definition, view.state, parts.office, now, parts.calendar());
    }
    TRY_ASSIGN(const auto refused, parts.vault->refusedOf(row));
    for (const auto eventRow : refused) {
        TRY_ASSIGN(const auto stored, parts.vault->record().event(eventRow));
        TRY_ASSIGN(const auto refusal, parts.vault->record().refusal(eventRow));
        const auto body = readCaseBody(stored.event.header, nullptr);
        view.refused.push_back({stored.event.id, stored.event.header.kind,
                                summarise(body, false, view.state, view.definition.get(), names),
                                refusal ? refusal->reason : Error{}, stored.event.header.time});
    }
    return view;
}

Result<CaseId> Workspace::find(std::string_view referenceOrId) const {
    // A reference is the year and the first 40 bits of the id, so both are looked up as a beginning of the id.
    std::string digits;
    for (const char c : referenceOrId) {
        if (c != '-' && c != ' ') digits.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
    }
    Bytes low;
    if (digits.size() == 12) {
        static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        std::uint64_t bits = 0;
        for (const char c : digits.substr(4)) {
            const auto value = kAlphabet.find(c);
            if (value == std::string_view::npos) {
                bits = ~std::uint64_t{0};
                break;
            }
            bits = bits << 5 | value;
        }
        if (bits != ~std::uint64_t{0}) {
            for (int shift = 32; shift >= 0; shift -= 8) low.push_back(static_cast<std::uint8_t>(bits >> shift));
        }
    }
    std::string lower(referenceOrId);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (const auto id = CaseId::fromHex(lower)) low.assign(id->bytes.begin(), id->bytes.end());
    if (low.empty()) {
        return fail(Code::usage,
                    {"\"" + std::string(referenceOrId) + "\" is not the number of a case",
                     "“" + std::string(referenceOrId) + "”不是案件编号"},
                    {"Give a number such as 2026-7K2F-QX3M, or the id", "请输入如 2026-7K2F-QX3M 的编号，或案件标识"});
    }
    Bytes high = low;
    low.resize(16, 0x00);
    high.resize(16, 0xff);
    TRY_ASSIGN(auto query,
               m_parts->vault->database().prepare("SELECT id FROM subject WHERE id BETWEEN ?1 AND ?2 LIMIT 2"));
    TRY_ASSIGN(const bool found, query.with(low, high).step());
    if (!found)
        return fail(Code::notFound, {"There is no such case, or you may not see it", "无此案件，或您无权查看"}, {},
                    std::string(referenceOrId));
    const auto id = CaseId::from(query.get<ByteView>(0));
    TRY_ASSIGN(const bool second, query.step());
    if (second)
        return fail(Code::usage, {"Two cases have this number", "有两个案件使用该编号"},
                    {"Give the whole id", "请输入完整标识"}, std::string(referenceOrId));
    return *id;
}

OverviewQuery overviewQueryOf(const RegisterState& office, const Definition* workflow, const Period& period) {
    OverviewQuery query;
    query.period = period;
    if (workflow != nullptr) query.toDecide = stagesLedBy(*workflow, Role::supervisor, false);
    for (const auto& [id, person] : office.people) {
        if (office.has(id, Role::investigator)) query.people.push_back(id);
    }
    return query;
}

Result<CaseList> Workspace::list() const { return m_parts->vault->openList(m_parts->vaultKey, *m_parts->clock); }

} // namespace model
