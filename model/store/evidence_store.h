// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Evidence on this machine: each item one sealed file, named by its content address, in a directory that tells no more
// than the number of items and their padded sizes. The bytes are the same here, on the hub and in a backup.
//
// A file of the store, integers big-endian:
//   header   "TSEVID" | version u8 = 1 | suite u8 | chunk size u32 | 0 u32                                16 bytes
//   chunks   the item in chunks of `chunk size` plain bytes, the last one shorter (crypto/chunk.h)   +16 bytes each
//   padding  sealed zero bytes, chunk indexes from 2^63, cut to length
//   footer   the plain size, u64, sealed as chunk 2^64-1                                                 24 bytes
// The padding makes the whole as long as an item of padme(plain size), at least 4096, would be without padding: at most
// 12 % more, and an observer learns no more than the size's order and a few leading bits (Padmé, PETS 2019).

#include "crypto/digest.h"
#include "crypto/secret.h"
#include "crypto/suite.h"
#include "model/base/clock.h"
#include "model/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace model {

/// What is known of an item when it was taken in; the caller signs it into the case.
struct StoredItem {
    crypto::Digest address;       ///< its name here and on the hub (crypto::ChunkList)
    std::uint64_t plainSize = 0;  ///< bytes
    std::uint64_t storedSize = 0; ///< bytes of its file, padded
    std::uint32_t chunkSize = 0;  ///< plain bytes of each chunk but the last
    crypto::Digest sha256;        ///< of the plain bytes: what `sha256sum` says of the original
};

/// Threads: any, at the same time; the object holds nothing but its place. Several processes may use one directory.
class EvidenceStore {
public:
    /// Fills the span as far as it can and says how many bytes; 0 is the end. Called on another thread than take()'s.
    using Source = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
    /// Gets verified plain bytes in order. An error ends the reading and is passed on.
    using Sink = std::function<Result<void>(crypto::ByteView)>;
    /// Bytes done, and bytes in all (0 if unknown). Called on the thread that called.
    using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

    struct Entry {
        crypto::Digest address;
        std::uint64_t storedSize = 0;
    };

    /// The directory is made if there is none, for its owner only.
    static Result<EvidenceStore> open(const std::filesystem::path& directory);

    /// Takes in a file: hashes, seals and writes it in one pass over the source, in under 40 MB of memory whatever its
    /// size. When this returns the item is durable. `itemKey` (32 bytes) must be fresh for each item.
    /// Errors: notFound, usage (not a file), failed (cannot be read, disk full, changed while it was read), cancelled.
    /// After an error there is nothing left of it.
    Result<StoredItem> take(const std::filesystem::path& source, crypto::Suite suite, const crypto::Secret& itemKey,
                            const Progress& progress = {}, std::stop_token stop = {}) const;
    /// The same from any source. `expectedSize` is for the progress and a first look at the free space; 0 if unknown.
    Result<StoredItem> take(const Source& source, std::uint64_t expectedSize, crypto::Suite suite,
                            const crypto::Secret& itemKey, const Progress& progress = {},
                            std::stop_token stop = {}) const;

    /// Opens an item chunk by chunk. Each chunk is authenticated before the sink sees it, but the sink has seen the
    /// chunks before a damaged one when Code::damaged comes back: write to a temporary place.
    Result<void> read(const crypto::Digest& address, const crypto::Secret& itemKey, const Sink& sink,
                      std::stop_token stop = {}) const;

    /// Reads all of it and compares: every byte of the file, and SHA-256 of the plain bytes. Code::damaged names the
    /// place.
    Result<void> verify(const crypto::Digest& address, const crypto::Secret& itemKey,
                        const crypto::Digest& expectedSha256, const Progress& progress = {},
                        std::stop_token stop = {}) const;

    bool has(const crypto::Digest& address) const;

    /// What is remembered of an item's file besides: the sum over its parts when it was last read through, and whether
    /// the hub had the same. Only to spare work: it may be lost at any time.
    struct Standing {
        crypto::Digest sum;
        bool onHub = false;
    };
    std::optional<Standing> standing(const crypto::Digest& address) const;
    Result<void> remember(const crypto::Digest& address, const Standing& standing) const;

    /// All items, by address.
    Result<std::vector<Entry>> list() const;
    /// Removes an item for good, with what is remembered of it; only for an erasure that the law asks for. notFound if
    /// there is none.
    Result<void> erase(const crypto::Digest& address) const;
    /// Removes what a crash left behind and says how many files. Of what is fetched (EvidenceArrival) only what nobody
    /// went on with for 30 days, if it is said what time it is. Does nothing while anyone takes something in.
    Result<int> sweep(std::optional<Instant> now = {}) const;

    const std::filesystem::path& directory() const { return m_directory; }
    /// The sealed file of an item, for copying it as it is.
    std::filesystem::path pathOf(const crypto::Digest& address) const;

private:
    friend class EvidenceArrival;
    static Result<void> verifyFile(const std::filesystem::path& path, const crypto::Digest& address,
                                   const crypto::Secret& itemKey, const crypto::Digest& expectedSha256,
                                   const Progress& progress, const std::stop_token& stop);
    explicit EvidenceStore(std::filesystem::path directory) : m_directory(std::move(directory)) {}
    std::filesystem::path m_directory;
};

/// The size to which an item of `size` bytes is padded.
std::uint64_t paddedSize(std::uint64_t size);

} // namespace model
