// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The certificate with which a server can begin at once, and by what people compare one. Pure but for the files named.
namespace net {

/// SHA-256 of a certificate's DER.
using Fingerprint = std::array<std::uint8_t, 32>;

/// Makes an EC P-256 key and a certificate signed by itself for these names (host names or IP addresses, at least one),
/// valid from a day before `now`, so that a clock that is late still takes it, for ten years. Both files are PEM, the
/// key's has mode 0600, and either both are there afterwards or neither. Code::refused when one of them exists: nothing
/// is overwritten. Code::usage without names or with one that is none. Code::failed when the disk fails.
model::Result<void> makeSelfSigned(const std::filesystem::path& certificate, const std::filesystem::path& key,
                                   const std::vector<std::string>& names, model::Instant now);

/// The fingerprint of the first certificate in a PEM file. Code::failed when it cannot be read, Code::malformed when it
/// holds none.
model::Result<Fingerprint> certificateFingerprint(const std::filesystem::path& pem);

/// 64 hexadecimal digits in lower case.
std::string formatFingerprint(const Fingerprint& fingerprint);
/// Reads what formatFingerprint() writes, or what other programs show: either case, with colons or spaces between.
/// Code::malformed for anything else.
model::Result<Fingerprint> readFingerprint(std::string_view text);

} // namespace net
