// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/files.h"
#include "model/workspace/parts.h"
#include "model/workspace/transfer_plan.h"

#include <algorithm>

namespace model {

namespace {

/// What a case's file of evidence is checked by; nothing where this person may not read it.
std::optional<TransferFile> fileOf(const CaseState& state, const CaseFile& item) {
    if (!item.readable) return std::nullopt;
    return TransferFile{{state.id, item.address}, item.id, item.storedSize, crypto::Secret(*item.itemKey), item.sha256};
}

/// The files of evidence on this machine that sealed events name, by case; without keys.
Result<std::vector<TransferFile>> filesHere(const Vault& vault, const EvidenceStore& store) {
    TRY_ASSIGN(auto query,
               vault.database().prepare("SELECT event FROM log_entry WHERE kind IN (?1, ?2) ORDER BY subject, seq"));
    static_assert(std::size(kFileKinds) == 2);
    query.with(kFileKinds[0], kFileKinds[1]);
    std::vector<std::int64_t> events;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) break;
        events.push_back(query.get<std::int64_t>(0));
    }
    std::vector<TransferFile> files;
    std::set<EvidenceName> met;
    for (const auto row : events) {
        TRY_ASSIGN(const auto stored, vault.record().event(row));
        const auto body = readCaseBody(stored.event.header, nullptr);
        const auto added = fileAddedBy(body);
        if (!added || !store.has(added->address)) continue;
        const EvidenceName name{stored.event.header.caseId, added->address};
        if (met.insert(name).second) files.push_back({name, added->id, added->storedSize, {}, {}});
    }
    return files;
}

Result<void> needHub(Workspace::Parts& parts) {
    if (!parts.address) {
        return fail(Code::refused, {"This office has no hub elsewhere; its evidence is on this machine",
                                    "本单位没有其他服务器，证据都在本机"});
    }
    if (!parts.remote) return std::unexpected(parts.port().error());
    return {};
}

Result<EvidenceTransfer> transferOf(const Workspace::Parts& parts, EvidenceTransfer::Plan::Way way,
                                    std::vector<TransferFile> files) {
    return EvidenceTransfer(std::make_shared<const EvidenceTransfer::Plan>(
        EvidenceTransfer::Plan{way, parts.evidence, *parts.address, parts.connect, parts.officeFile.fingerprint,
                               parts.person, parts.identity.share(), std::move(files)}));
}

} // namespace

Result<EvidenceTransfer> Workspace::evidenceToSend(bool again) const {
    Parts& parts = *m_parts;
    TRY(needHub(parts));
    TRY_ASSIGN(const auto stored, parts.evidence.list());
    const auto waits = [&](const Digest& address) {
        const auto known = parts.evidence.standing(address);
        return !known || !known->onHub;
    };
    const bool some = std::ranges::any_of(stored, [&](const auto& one) { return again || waits(one.address); });
    std::vector<TransferFile> files;
    // Only what is new is looked for in the vault, and most of the time there is nothing.
    if (some) {
        TRY_ASSIGN(files, filesHere(*parts.vault, parts.evidence));
    }
    std::erase_if(files, [&](const TransferFile& file) { return !again && !waits(file.name.address); });
    std::optional<LoadedCase> loaded;
    for (auto& file : files) {
        if (!waits(file.name.address)) continue; // asked about; if the hub has lost it, the next run sends it
        if (!loaded || loaded->state.id != file.name.caseId) {
            TRY_ASSIGN(loaded, m_parts->load(file.name.caseId));
        }
        const auto all = filesOf(loaded->state);
        const auto item = std::ranges::find(all, file.name.address, &CaseFile::address);
        if (item == all.end()) continue;
        if (auto whole = fileOf(loaded->state, *item)) file = *std::move(whole);
    }
    return transferOf(parts, EvidenceTransfer::Plan::Way::send, std::move(files));
}

Result<EvidenceTransfer> Workspace::evidenceToFetch(CaseId id, std::span<const ItemId> items, bool again) const {
    Parts& parts = *m_parts;
    TRY(needHub(parts));
    TRY_ASSIGN(const auto loaded, m_parts->load(id));
    std::vector<TransferFile> files;
    for (const auto& item : filesOf(loaded.state)) {
        if (!items.empty() && !std::ranges::contains(items, item.id)) continue;
        if (!again && parts.evidence.has(item.address)) continue;
        auto file = fileOf(loaded.state, item);
        if (file) files.push_back(*std::move(file));
        else if (!items.empty())
            return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"}, {}, item.id.hex());
    }
    return transferOf(parts, EvidenceTransfer::Plan::Way::fetch, std::move(files));
}

Result<std::vector<EvidencePlace>> Workspace::evidencePlaces(const CaseState& state, bool ask) const {
    const Parts& parts = *m_parts;
    const auto all = filesOf(state);
    const bool elsewhere = parts.address.has_value();
    std::vector<EvidencePlace> places;
    for (const auto& item : all) {
        const auto known = parts.evidence.standing(item.address);
        if (!parts.evidence.has(item.address)) places.push_back(EvidencePlace::notHere);
        else if (!elsewhere) places.push_back(EvidencePlace::here);
        else places.push_back(known && known->onHub ? EvidencePlace::both : EvidencePlace::hereOnly);
    }
    if (!ask || !elsewhere || !parts.remote) return places;
    std::vector<EvidenceName> names;
    for (const auto& item : all) names.push_back({state.id, item.address});
    for (std::size_t from = 0; from < names.size(); from += kEvidenceNamesLimit) {
        const auto some = std::span(names).subspan(from, std::min(kEvidenceNamesLimit, names.size() - from));
        TRY_ASSIGN(const auto held, parts.remote->evidence(some));
        for (std::size_t i = 0; i < held.size(); ++i) {
            auto& place = places[from + i];
            const bool onHub = held[i] && !held[i]->copies.empty();
            // Whether the hub's file is this one is known when it was compared; until then it is not said.
            if (place == EvidencePlace::notHere) place = onHub ? EvidencePlace::onHub : EvidencePlace::nowhere;
            else if (!onHub) place = EvidencePlace::hereOnly;
        }
    }
    return places;
}

} // namespace model
