// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace model {

/// The columns that the list of cases can be ordered by. Each has an index.
enum class CaseOrder : std::uint8_t { changed, opened, due, reference, title, stage };

/// What a condition asks about. The names are those of filterFields().
enum class FilterField : std::uint8_t {
    words,     ///< the full text: title, narrative, parties, goods, notes, names of evidence
    stage,     ///< a stage of the workflow
    mineral,   ///< the fact "mineral"
    violation, ///< the fact "violation"
    channel,   ///< how the report came
    assigned,  ///< a person on the case
    reference, ///< the case's number, or how it begins
    opened,    ///< the day the case was opened, in China
    changed,   ///< the day of its last change
    closed,    ///< the day it came to its end; of closed cases
    decided,   ///< the day its penalty was approved, where that approval stands
    due,       ///< the nearest deadline that runs
    evidence,  ///< how many pieces of evidence it has
    passed,    ///< a stage that it was in and has left
    fine,      ///< where its approved fine stands in the range that the law gives: see finePlaces()
    is,        ///< open, closed, mine, waiting, refused, overdue, undecided
};

enum class Comparison : std::uint8_t { is, less, atMost, more, atLeast };

/// One condition. Several values mean any of them. The values are canonical:
///   words           as typed
///   stage, passed, mineral, violation, channel, fine   the value, not its title; "none" where a mineral, violation or
///                   channel is not stated
///   assigned        a person's id (32 hexadecimal digits), "me" or "nobody"
///   opened, changed, closed, decided   a day, month or year ("2026-03-04", "2026-03", "2026"), or an age in days
///   ("7d") with a comparison due             as opened, but days that are left ("7d"); or "none" evidence        a
///   number
struct Condition {
    FilterField field = FilterField::words;
    Comparison comparison = Comparison::is;
    bool negated = false;
    std::vector<std::string> values;
    friend bool operator==(const Condition&, const Condition&) = default;
};

/// Which cases a list shows, and in which order: all conditions hold together; none shows all cases.
struct CaseFilter {
    std::vector<Condition> conditions;
    CaseOrder order = CaseOrder::changed;
    bool descending = true;

    /// Whether it looks into the text of cases.
    [[nodiscard]] bool searches() const;
    friend bool operator==(const CaseFilter&, const CaseFilter&) = default;
};

} // namespace model
