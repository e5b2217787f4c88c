// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <memory>

typedef struct _PangoFontMap PangoFontMap; // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): Pango's

namespace model::document {

/// Lets go of a GObject or one of its descendants.
struct Unref {
    void operator()(void* object) const;
};

/// The families a document is set in, the first that is installed; named one by one, because the system's choice for
/// Chinese follows the locale and may be the Japanese forms.
inline constexpr const char* kFamilies = "Noto Serif CJK SC,Noto Sans CJK SC";

/// The fonts installed on the system, seen without its or the user's settings (no aliases, no hinting, no fonts of the
/// user), so that a document looks the same for everyone. Code::failed if none of kFamilies is there.
Result<std::unique_ptr<PangoFontMap, Unref>> systemFonts();

} // namespace model::document
