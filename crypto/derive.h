// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/secret.h"
#include "crypto/suite.h"

#include <memory>
#include <string_view>

/// Keys from keys: HKDF (RFC 5869) with the HMAC of the suite's digest.
namespace crypto {

/// A key of 32 bytes for one purpose. `label` names the purpose (1 to 255 bytes, a constant of the program),
/// `context` the object it is for (at most 64 KiB). HKDF with an empty salt and
///   info = u8 length of label || label || context.
/// Any thread.
Secret deriveKey(Suite suite, ByteView secret, std::string_view label, ByteView context);

/// The same keys as deriveKey(), for many of them from one secret: extracts once, about 1 µs a key after that.
/// One thread at a time.
class Deriver {
public:
    Deriver(Suite suite, ByteView secret);
    Deriver(Deriver&&) noexcept;
    Deriver& operator=(Deriver&&) noexcept;
    ~Deriver();

    Secret derive(std::string_view label, ByteView context);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// HKDF as RFC 5869 has it; `size` at most 255 * 32. What deriveKey() is made of; prefer that one.
Secret hkdf(Suite suite, ByteView secret, ByteView salt, ByteView info, std::size_t size);

} // namespace crypto
