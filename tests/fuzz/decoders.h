// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"

#include <string>
#include <vector>

namespace fuzz {

/// A reader of bytes that come from others, with the promise that it is held to: it never crashes, and where it is of
/// our own formats, what it takes is exactly what would be written (one value, one encoding).
struct Decoder {
    const char* name;
    /// Reads the bytes in every way that this decoder has. Says what is wrong; empty if all holds.
    std::string (*hold)(crypto::ByteView bytes);
    /// Good bytes to begin with. The first one says which of several readers takes the rest, where there are several.
    std::vector<crypto::Bytes> (*seeds)();
};

const std::vector<Decoder>& decoders();
/// Null: there is none of that name.
const Decoder* decoder(const std::string& name);

} // namespace fuzz
