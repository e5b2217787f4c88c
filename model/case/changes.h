// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/state.h"

#include <optional>

namespace model {

/// A field that somebody else changed after a person last looked.
struct FieldChange {
    std::string field;
    Place place;        ///< of the value that shows
    std::string before; ///< the value that the person saw or stated last; empty where there was none
    /// The person's own value, where it was theirs that was overwritten: they are told, and may put it back.
    std::optional<std::string> mine = std::nullopt;
};

/// What others changed in these fields after entry `since` of the case. A field that has again the value the person
/// knew is not changed; what the person said themselves they know. Fields in the order of their names.
std::vector<FieldChange> changesByOthers(const std::map<std::string, Fact>& fields, PersonId me, std::uint64_t since);

/// An entry of the chronology or a party that others stated, changed or withdrew.
struct ItemChange {
    ItemId item;
    Place place;            ///< of the last statement
    bool isNew = false;     ///< first stated after the person looked
    bool withdrawn = false; ///< and was there when they looked
    std::vector<FieldChange> fields = {};
};
std::vector<ItemChange> changesByOthers(const std::vector<StatedItem>& items, PersonId me, std::uint64_t since);

/// What a person stated of a field and somebody else stated anew without having known it: both were said at the same
/// time, and the later one shows.
struct Overwritten {
    std::string field;
    std::string base; ///< what the field held before; empty where there was nothing
    std::string mine;
    std::string theirs; ///< what shows
    Place place;        ///< of theirs
    friend bool operator==(const Overwritten& a, const Overwritten& b) {
        return a.field == b.field && a.place.event == b.place.event;
    }
};
/// The fields in which this person was overwritten, in the order of their names. Once somebody who knew of it has
/// stated the field again, or the values are the same, there is nothing left to decide.
std::vector<Overwritten> overwrittenFields(const std::map<std::string, Fact>& fields, PersonId me);

/// The number of the last entry of the case that this person said themselves; the head where they said nothing yet, as
/// for somebody to whom nothing is old.
std::uint64_t lastOwnEntry(const CaseState& state, PersonId me);

} // namespace model
