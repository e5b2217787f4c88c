// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/aead.h"
#include "crypto/digest.h"

#include <cstdint>

/// Sealing a large file in chunks, so that any chunk can be sent, stored and opened alone, and none can be exchanged,
/// dropped, repeated, or added at the end (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
///
///   key    = deriveKey(item key, "touchstone chunk 1", {})
///   nonce  = 00 00 00 || u64 index || u8 last (1 for the last chunk, else 0)
///   sealed = ciphertext || tag 16, no associated data
///
/// Every file has at least one chunk; an empty file has one empty chunk. All chunks but the last have the same plain
/// size, which is not zero; that is the reader's to hold. The item key must be fresh for each file.
namespace crypto {

/// Seals and opens chunks of one file. One thread at a time; make one for each thread, from the same key.
class ChunkSealer {
public:
    /// `itemKey` has 32 bytes.
    ChunkSealer(Suite suite, const Secret& itemKey);

    /// Makes `out` the sealed chunk; `plain` must not lie inside it. Reuses the memory of `out`.
    void seal(std::uint64_t index, bool last, ByteView plain, Bytes& out);
    /// Makes `out` the plain chunk. Fault::malformed when too short, Fault::wrongKey when it is not this chunk of
    /// this file; `out` is empty then.
    Result<void> open(std::uint64_t index, bool last, ByteView sealed, Bytes& out);

private:
    Aead m_aead;
};

/// The content address of a sealed file: the suite's digest over
///   "touchstone chunk list 1" || for each chunk, in order: u32 sealed length || its tag 16.
///
/// Hashing every sealed byte again would double the work, and hashing is what limits taking in a file. The tag
/// already authenticates its chunk under the file's key: without the key nobody can make another chunk with the same
/// tag. Who has the key could (GCM does not commit to its key or message), so the address is a name and a check
/// against accident and outsiders; what evidence IS, is said by the SHA-256 of its plain bytes in the signed event,
/// checked whenever it is read.
class ChunkList {
public:
    explicit ChunkList(Suite suite);
    /// Adds the next sealed chunk, of at least 16 bytes and under 4 GiB.
    void add(ByteView sealed);
    Digest address();

private:
    Hasher m_hasher;
};

} // namespace crypto
