// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "crypto/identity.h"
#include "model/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace model {

/// Where a hub is, and by what it is known.
struct HubAddress {
    std::string host; ///< a name or an IP address
    std::uint16_t port = 0;
    std::optional<crypto::Digest>
        pin;                    ///< SHA-256 of its TLS certificate; nothing: the machine's authorities vouch for it
    crypto::PublicIdentity hub; ///< the identity with which it signs
    friend bool operator==(const HubAddress&, const HubAddress&) = default;
};

/// A way to a hub. It moves bytes and knows nothing of them. One thread at a time.
class Transport {
public:
    struct Answer {
        int status = 0; ///< of HTTP
        crypto::Bytes body;
    };
    virtual ~Transport() = default;
    /// Sends a request and waits for its answer, at most `wait` seconds longer than the hub needs. `token` is empty
    /// before a session. Code::network if there is no answer; then nobody knows whether the hub has taken the request.
    virtual Result<Answer> send(std::string_view target, crypto::ByteView token, crypto::Bytes body,
                                std::uint64_t wait) = 0;
};

/// Makes a way to a hub; nothing is sent yet. After a stop whatever is on its way ends at once, with Code::cancelled.
using Connect = std::function<Result<std::unique_ptr<Transport>>(const HubAddress&, std::stop_token stop)>;

} // namespace model
