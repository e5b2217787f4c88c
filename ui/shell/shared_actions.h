// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/theme/theme.h"

namespace ui {

class KeySheet;
class Page;
class Palette;

// What can be done in every window of the desk, told once: the main window and the windows of cases add these to their
// registries, each with what they mean there.

/// Moving between the panes of the page that `page` gives; it is null while the office is locked.
void addPaneActions(ActionRegistry& actions, std::function<Page*()> page, const WhyNot& whenOpen);
/// Locking the office.
void addLockAction(ActionRegistry& actions, std::function<void(const Text& reason)> lock, const WhyNot& whenOpen);
/// Language and colours.
void addLookActions(ActionRegistry& actions, std::function<void(Language)> language,
                    std::function<void(Scheme)> scheme);
/// The sheet of keys, which begins with those of the page that `page` gives, and the palette.
void addHelpActions(ActionRegistry& actions, KeySheet& keys, Palette& palette, std::function<Page*()> page);

} // namespace ui
