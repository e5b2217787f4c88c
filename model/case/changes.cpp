// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/changes.h"

#include <algorithm>

namespace model {

namespace {

/// Whether a person knows of what was said there: it is theirs, or had landed when they looked. What waits here was
/// said on this desk.
bool known(const Place& place, PersonId me, std::uint64_t since) {
    return place.by == me || (place.seq != 0 && place.seq <= since);
}

std::optional<FieldChange> changeOf(const std::string& field, const Fact& fact, PersonId me, std::uint64_t since) {
    if (fact.edits == 0 || known(fact.place, me, since)) return std::nullopt;
    FieldChange change{field, fact.place, {}};
    for (auto at = fact.earlier.rbegin(); at != fact.earlier.rend(); ++at) {
        if (!known(at->place, me, since)) continue;
        change.before = at->value;
        if (at->place.by == me) change.mine = at->value;
        break;
    }
    if (change.before == fact.value) return std::nullopt;
    return change;
}

} // namespace

std::vector<FieldChange> changesByOthers(const std::map<std::string, Fact>& fields, PersonId me, std::uint64_t since) {
    std::vector<FieldChange> changes;
    for (const auto& [field, fact] : fields) {
        if (auto change = changeOf(field, fact, me, since)) changes.push_back(*std::move(change));
    }
    return changes;
}

std::vector<ItemChange> changesByOthers(const std::vector<StatedItem>& items, PersonId me, std::uint64_t since) {
    std::vector<ItemChange> changes;
    for (const auto& item : items) {
        if (known(item.place, me, since)) continue;
        ItemChange change{item.id, item.place};
        change.isNew = !known(item.entered, me, since);
        change.withdrawn = item.withdrawn;
        if (change.isNew && change.withdrawn) continue; // came and went between two looks
        if (!change.isNew) change.fields = changesByOthers(item.fields, me, since);
        if (change.isNew || change.withdrawn || !change.fields.empty()) changes.push_back(std::move(change));
    }
    return changes;
}

std::vector<Overwritten> overwrittenFields(const std::map<std::string, Fact>& fields, PersonId me) {
    std::vector<Overwritten> out;
    for (const auto& [field, fact] : fields) {
        if (fact.place.by == me || fact.place.seq == 0 || !fact.readable) continue;
        const auto own = std::find_if(fact.earlier.rbegin(), fact.earlier.rend(),
                                      [&](const EarlierValue& one) { return one.place.by == me; });
        if (own == fact.earlier.rend() || own->value == fact.value) continue;
        const auto knew = [&](const Place& place) { return place.seen >= own->place.seq; };
        const bool decided = knew(fact.place) || std::any_of(fact.earlier.rbegin(), own,
                                                             [&](const EarlierValue& one) { return knew(one.place); });
        if (decided) continue;
        const auto before = std::next(own);
        out.push_back(
            {field, before == fact.earlier.rend() ? std::string() : before->value, own->value, fact.value, fact.place});
    }
    return out;
}

std::uint64_t lastOwnEntry(const CaseState& state, PersonId me) {
    for (std::size_t at = state.chain.size(); at > 0; --at) {
        const Entered& one = state.chain[at - 1];
        if (one.author == me && !one.silent) return at; // that they looked says nothing
    }
    return state.head.seq;
}

} // namespace model
