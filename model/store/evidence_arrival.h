// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/evidence_store.h"
#include "model/store/open_file.h"

#include <map>

namespace model {

/// The begin of the names of what is fetched and not whole.
inline constexpr std::string_view kArriving = "fetching-";

/// A sealed file that comes from elsewhere, part by part, into an evidence store. Until it is whole and was found to be
/// what was signed, it has a name that no item has. What came before an interruption is there the next time, from the
/// first part on. One thread at a time; one process and object has it alone.
class EvidenceArrival {
public:
    /// Begins, or goes on. `size` is that of the file, all parts but the last have `partBytes`. `copy` tells copies of
    /// an item apart. Code::failed if somebody else fetches it, or the disk has no room.
    static Result<EvidenceArrival> open(const EvidenceStore& store, const crypto::Digest& address,
                                        const crypto::Digest& copy, std::uint64_t size, std::uint64_t partBytes);

    /// Parts that are here, from the first on.
    [[nodiscard]] std::uint64_t parts() const { return m_parts; }
    /// Takes a part; one that comes before others waits in memory for them.
    Result<void> take(std::uint64_t part, crypto::ByteView bytes);
    /// When all is here: whether it is what was signed; then it is durable, in its place, and replaces what was there.
    /// If not, nothing of it is left. An error leaves it for the next time.
    Result<bool> finish(const crypto::Secret& itemKey, const crypto::Digest& expectedSha256,
                        const std::stop_token& stop);

private:
    EvidenceArrival(std::filesystem::path directory, std::filesystem::path path, crypto::Digest address,
                    std::uint64_t partBytes, OpenFile file, std::uint64_t parts)
        : m_directory(std::move(directory)), m_path(std::move(path)), m_address(address), m_partBytes(partBytes),
          m_file(std::move(file)), m_parts(parts) {}

    std::filesystem::path m_directory, m_path;
    crypto::Digest m_address;
    std::uint64_t m_partBytes;
    OpenFile m_file;
    std::uint64_t m_parts;
    std::map<std::uint64_t, crypto::Bytes> m_early;
};

} // namespace model
