// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace model {

/// What a check digit says of a number that was typed or copied.
enum class CheckDigit {
    fits,      ///< it is what the rest asks for
    wrong,     ///< a character was mistyped, left out or changed places
    malformed, ///< not the length or the characters of such a number at all
};

/// The number without blanks, hyphens and dots, in capitals: how it is signed and compared.
std::string plainIdentifier(std::string_view typed);

// Each takes a number in the form of plainIdentifier(). The digit is a guard against slips of the hand; it does not say
// that the number was ever issued.

/// Unified social credit code of an organisation: 18 characters without I, O, S, V and Z, the last of them by weights
/// of powers of 3 modulo 31 (GB 32100-2015, 5 and annex A).
CheckDigit checkSocialCreditCode(std::string_view code);
/// Citizen identity number: 17 digits and a check character, which may be X (GB 11643-1999; ISO 7064 MOD 11-2).
CheckDigit checkResidentId(std::string_view number);
/// Legal entity identifier: 18 letters or digits and two check digits (ISO 17442; ISO 7064 MOD 97-10).
CheckDigit checkLei(std::string_view lei);
/// IMO number of a ship or company, with or without the letters IMO: 7 digits, the last by weights 7 to 2 (IMO
/// resolution A.1117(30)).
CheckDigit checkImo(std::string_view number);

} // namespace model
