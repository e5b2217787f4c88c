// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"

namespace ui {

class CaseFilePage;

/// What can be done with an open case, the same in every window that shows one. `whyNot` says why no case can be worked
/// on in this window now. The page must outlive the registry.
void addCaseActions(ActionRegistry& actions, CaseFilePage& page, const WhyNot& whyNot);

} // namespace ui
