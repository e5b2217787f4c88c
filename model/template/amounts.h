// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/law/money.h"

#include <optional>
#include <string_view>
#include <vector>

namespace model {

/// Amounts of renminbi in capital numerals ("壹佰捌拾贰万元整") in a text, each as it stands there and what it comes
/// to; nothing where it is no amount that can be read.
struct CapitalAmount {
    std::string text;
    std::optional<law::Money> amount;
};
std::vector<CapitalAmount> capitalAmounts(std::string_view text);

/// What is doubtful about the amounts of a paragraph: one in words that no figure beside it says, or that cannot be
/// read. A paragraph without figures is not doubted.
std::vector<Text> amountDoubts(std::string_view paragraph);

} // namespace model
