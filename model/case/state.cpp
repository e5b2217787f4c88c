// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/state.h"

#include <algorithm>
#include <ranges>

namespace model {

const std::string& CaseState::fact(const std::string& field) const {
    static const std::string none;
    const auto found = facts.find(field);
    return found == facts.end() ? none : found->second.value;
}

bool CaseState::isAssigned(PersonId person, const std::string& role) const {
    return std::ranges::any_of(assignments, [&](const Assignment& a) { return a.person == person && a.role == role; });
}

bool CaseState::isAssigned(PersonId person) const {
    return std::ranges::any_of(assignments, [&](const Assignment& a) { return a.person == person; });
}

const StepTaken* CaseState::lastStep(const std::string& step) const {
    const auto reversed = std::views::reverse(steps);
    const auto found = std::ranges::find(reversed, step, &StepTaken::step);
    return found == reversed.end() ? nullptr : &*found;
}

} // namespace model
