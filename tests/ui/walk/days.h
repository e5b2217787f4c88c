// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/walk/walk.h"

// The days of three people at a practice office, by keyboard alone. Each begins at the list, unlocked as the person it
// is named for, and returns how many keys the work took. They throw Lost.
namespace walk {

/// Twelve new reports: nine are accepted, two of them handed to a case officer, three are turned away with a reason.
int officersDay(Person& at, ui::MainWindow& window);
/// From the list to a proposal that is signed: the case is begun, gets these papers as evidence and its facts. Without
/// the words that are typed.
int investigatorsDay(Person& at, ui::MainWindow& window, const std::vector<std::filesystem::path>& papers);
/// A proposal is approved and the decision signed. Without the words that are typed.
int supervisorsDay(Person& at, ui::MainWindow& window);

} // namespace walk
