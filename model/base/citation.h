// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"

#include <string_view>

namespace model {

/// How people read a citation of the record, such as "APL 57; MOF22 6" or "ECL 35(2)". English keeps the short form,
/// which the documentation explains; Chinese names the law, "《行政处罚法》第57条；《商务部行政处罚实施办法》第6条".
/// What does not name a known law is left as it is. Pure.
Text citation(std::string_view cite);

} // namespace model
