// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/office_log.h"

#include "model/case/body.h"
#include "model/workspace/parts.h"
#include "model/workspace/summary.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace model {

namespace {

/// The words of every kind; the compiler names one that is missing.
struct KindTitle {
    Text operator()(const ReportReceived&) const { return {"Report received", "收到举报"}; }
    Text operator()(const FactsSet&) const { return {"Facts stated", "填写事实"}; }
    Text operator()(const NoteAdded&) const { return {"Note", "备注"}; }
    Text operator()(const DocumentMade&) const { return {"Document made", "制作文书"}; }
    Text operator()(const EvidenceAdded&) const { return {"Evidence taken in", "录入证据"}; }
    Text operator()(const EvidenceExcluded&) const { return {"Evidence excluded", "排除证据"}; }
    Text operator()(const ChronologyEntered&) const { return {"Chronology", "大事记"}; }
    Text operator()(const PartyStated&) const { return {"Party", "涉案主体"}; }
    Text operator()(const PersonAssigned&) const { return {"Person assigned", "指派人员"}; }
    Text operator()(const PersonReleased&) const { return {"Person released", "解除指派"}; }
    Text operator()(const KeysGiven&) const { return {"Keys given again", "重新给予密钥"}; }
    Text operator()(const CaseHanded&) const { return {"Handed to another unit", "移交处室"}; }
    Text operator()(const StepDone&) const { return {"Step taken", "办理步骤"}; }
    Text operator()(const TrackStep&) const { return {"Step of a side procedure", "办理另行程序步骤"}; }
    Text operator()(const EventWithdrawn&) const { return {"Entry taken back", "撤回记录"}; }
    Text operator()(const CaseOpened&) const { return {"Case opened", "查阅案件"}; }
    Text operator()(const OfficeFounded&) const { return {"Office founded", "设立单位"}; }
    Text operator()(const PersonAdded&) const { return {"Person admitted", "准许加入"}; }
    Text operator()(const PersonChanged&) const { return {"Person changed", "变更人员"}; }
    Text operator()(const UnitFounded&) const { return {"Unit founded", "设立密钥组"}; }
    Text operator()(const UnitJoined&) const { return {"Unit joined", "加入密钥组"}; }
    Text operator()(const UnitStaffed&) const { return {"Unit's people changed", "变更处室人员"}; }
    Text operator()(const UnitTurned&) const { return {"Unit got new keys", "密钥组更换密钥"}; }
    Text operator()(const IdentityProposed&) const { return {"New keys proposed", "提议更换密钥"}; }
    Text operator()(const IdentityDeclined&) const { return {"New keys declined", "否决更换密钥"}; }
    Text operator()(const IdentityReplaced&) const { return {"New keys approved", "批准更换密钥"}; }
    Text operator()(const WorkflowAdopted&) const { return {"Workflow adopted", "启用流程"}; }
    Text operator()(const CalendarAdopted&) const { return {"Calendar adopted", "启用日历"}; }
    Text operator()(const TemplateAdopted&) const { return {"Document template adopted", "启用文书模板"}; }
    Text operator()(const UnknownBody&) const { return {"Entry of a newer kind", "较新类型的记录"}; }
};

template <typename Body, std::size_t... I>
void addKinds(std::vector<LogKind>& out, std::index_sequence<I...>) {
    const auto add = [&]<typename One>(const One& body) {
        if constexpr (requires { One::kKind; }) out.push_back({One::kKind, KindTitle{}(body)});
    };
    (add(std::variant_alternative_t<I, Body>{}), ...);
}

} // namespace

std::span<const LogKind> logKinds() {
    static const std::vector<LogKind> kKinds = [] {
        std::vector<LogKind> out;
        addKinds<CaseBody>(out, std::make_index_sequence<std::variant_size_v<CaseBody>>());
        addKinds<RegisterBody>(out, std::make_index_sequence<std::variant_size_v<RegisterBody>>());
        return out;
    }();
    return kKinds;
}

Text logKindTitle(std::string_view kind) {
    const auto kinds = logKinds();
    const auto found = std::ranges::find(kinds, kind, &LogKind::kind);
    return found == kinds.end() ? same(std::string(kind)) : found->title;
}

Text signatureTitle(SignatureState state) {
    switch (state) {
    case SignatureState::valid: return {"signed", "签名有效"};
    case SignatureState::invalid: return {"SIGNATURE INVALID", "签名无效"};
    case SignatureState::unknownAuthor: return {"author unknown", "作者不明"};
    }
    std::unreachable();
}

struct OfficeLog::Parts {
    Vault vault;
    CaseId officeId;
    Interrupter interrupter;
    RegisterState office;
    std::uint64_t links = 0; ///< of the register when it was read
    std::unordered_map<std::string, std::shared_ptr<const Definition>> definitions;
    std::unordered_map<std::int64_t, SignatureState> acts; ///< by row: one signature covers many events

    /// The register again, if it has grown.
    Result<void> readOffice() {
        TRY_ASSIGN(const auto row, vault.record().findCase(officeId));
        if (!row) return {};
        TRY_ASSIGN(const auto now, vault.database().value<std::int64_t>(
                                       "SELECT coalesce(max(seq), 0) FROM link WHERE subject = ?1", *row));
        if (std::cmp_equal(now, links)) return {};
        TRY_ASSIGN(auto loaded, loadRegister(vault, *row));
        office = std::move(loaded.state);
        links = static_cast<std::uint64_t>(now);
        acts.clear();
        return {};
    }

    [[nodiscard]] std::string nameOf(PersonId id) const {
        const Person* found = office.person(id);
        if (found != nullptr && found->name != "?" && !found->name.empty()) return found->name;
        return id.hex().substr(0, 8);
    }

    std::shared_ptr<const Definition> definitionOf(const std::string& digest) {
        if (const auto known = definitions.find(digest); known != definitions.end()) return known->second;
        const auto text = office.workflows.find(digest);
        if (text == office.workflows.end()) return nullptr;
        auto parsed = parseDefinition(text->second);
        if (!parsed) return nullptr;
        return definitions.emplace(digest, std::make_shared<const Definition>(*std::move(parsed))).first->second;
    }

    Result<SignatureState> signature(std::int64_t actRow, PersonId author) {
        constexpr std::size_t kKept = 10'000;
        if (acts.size() > kKept) acts.clear();
        if (const auto known = acts.find(actRow); known != acts.end()) return known->second;
        const Person* person = office.person(author);
        auto state = SignatureState::unknownAuthor;
        if (person != nullptr) {
            const auto act = vault.record().act(actRow);
            const bool holds = act && act->act.author == author && verifyStored(vault.record(), *act, *person);
            if (!act && act.error().code == Code::cancelled) return std::unexpected(act.error());
            state = holds ? SignatureState::valid : SignatureState::invalid;
        }
        return acts.emplace(actRow, state).first->second;
    }
};

OfficeLog::OfficeLog(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
OfficeLog::~OfficeLog() = default;
OfficeLog::OfficeLog(OfficeLog&&) noexcept = default;
OfficeLog& OfficeLog::operator=(OfficeLog&&) noexcept = default;

void OfficeLog::interrupt() { m_parts->interrupter.interrupt(); }

Result<std::vector<std::int64_t>> OfficeLog::keys(const LogQuery& query, std::size_t limit) {
    return logKeys(m_parts->vault.database(), query, limit);
}

Result<std::uint64_t> OfficeLog::count(const LogQuery& query) { return logCount(m_parts->vault.database(), query); }

namespace {

/// What is read once for all entries of a case on one page. Its keys are not: here is what kind of thing was said, and
/// what was said is read in the case, where it is noted who looked.
struct CaseAtHand {
    CaseKeys keys;   ///< of the register, which everybody reads
    CaseState state; ///< only what the words of an entry need: the workflow
};

Result<CaseAtHand> caseAtHand(Vault& vault, std::int64_t subject, bool isRegister) {
    CaseAtHand out;
    if (isRegister) {
        TRY_ASSIGN(out.keys, caseKeys(vault, subject));
        return out;
    }
    TRY_ASSIGN(auto query, vault.database().prepare("SELECT event FROM link WHERE subject = ?1 AND seq = 1"));
    TRY_ASSIGN(const bool found, query.with(subject).step());
    if (!found) return out;
    const auto row = query.get<std::int64_t>(0);
    query.reset();
    TRY_ASSIGN(const auto first, vault.record().event(row));
    const auto body = readCaseBody(first.event.header, nullptr);
    if (const auto* report = std::get_if<ReportReceived>(&body)) out.state.workflow = report->workflow;
    return out;
}

} // namespace

Result<std::vector<OfficeLogEntry>> OfficeLog::page(std::span<const std::int64_t> keys) {
    Parts& parts = *m_parts;
    TRY(parts.readOffice());
    TRY_ASSIGN(const auto lines, logLines(parts.vault.database(), keys));
    std::unordered_map<std::int64_t, CaseAtHand> cases;
    PartSealer sealer(parts.vault.record().suite());
    std::vector<OfficeLogEntry> page;
    page.reserve(lines.size());
    for (const auto& line : lines) {
        OfficeLogEntry entry{.key = line.key,
                             .commit = logCommit(line.key),
                             .seq = line.seq,
                             .time = line.time,
                             .caseId = line.caseId,
                             .inRegister = line.caseId == parts.officeId,
                             .reference = line.reference,
                             .author = line.author,
                             .authorName = parts.nameOf(line.author),
                             .kind = line.kind,
                             .what = {"This entry is damaged", "该记录已损坏"}};
        const auto stored = parts.vault.record().event(line.event);
        if (!stored) {
            if (stored.error().code == Code::cancelled) return std::unexpected(stored.error());
            page.push_back(std::move(entry));
            continue;
        }
        TRY_ASSIGN(entry.signature, parts.signature(stored->act, line.author));
        auto found = cases.find(line.subject);
        if (found == cases.end()) {
            TRY_ASSIGN(auto fresh, caseAtHand(parts.vault, line.subject, entry.inRegister));
            found = cases.emplace(line.subject, std::move(fresh)).first;
        }
        const auto& atHand = found->second;
        const auto& header = stored->event.header;
        const auto key = atHand.keys.find(header.epoch);
        std::optional<Bytes> plain;
        if (!stored->event.sealed.empty() && key != atHand.keys.end()) {
            if (auto opened = sealer.open(stored->event, key->second)) plain = *std::move(opened);
        }
        const Bytes* contents = plain ? &*plain : nullptr;
        const auto names = [&](PersonId person) { return parts.nameOf(person); };
        if (entry.inRegister) {
            entry.what = summarise(readRegisterBodySoFar(header, contents), names);
            entry.readable = !header.sealedHash || contents;
        } else {
            const auto definition = parts.definitionOf(atHand.state.workflow.empty() ? parts.office.currentWorkflow
                                                                                     : atHand.state.workflow);
            entry.readable = !header.sealedHash;
            entry.what =
                summarise(readCaseBody(header, nullptr), entry.readable, atHand.state, definition.get(), names);
        }
        page.push_back(std::move(entry));
    }
    return page;
}

Result<OfficeLog> Workspace::officeLog() const {
    TRY_ASSIGN(auto vault, m_parts->vault->openReading(m_parts->vaultKey));
    auto interrupter = vault.database().interrupter();
    return OfficeLog(std::make_unique<OfficeLog::Parts>(
        OfficeLog::Parts{std::move(vault), m_parts->officeFile.office, std::move(interrupter), {}, 0, {}, {}}));
}

} // namespace model
