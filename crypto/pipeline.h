// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/chunk.h"

#include <functional>
#include <stop_token>

/// Taking in a large file: hashing, sealing, reading and writing at the same time, in constant memory.
namespace crypto {

struct SealOptions {
    std::size_t chunkSize = 1024 * 1024; ///< plain bytes of a chunk; 4 KiB to 64 MiB
    unsigned threads = 0;                ///< workers; 0 means as many as cores, at most 4 (hashing is the limit then)
    unsigned buffers = 0;                ///< chunks in flight, each 2 × chunkSize; 0 means 2 × workers + 4
};

/// What came out of sealing a whole file.
struct SealedStream {
    Digest plainSha256; ///< SHA-256 of all plain bytes, whatever the suite
    Digest address;     ///< content address of the sealed chunks, see ChunkList
    std::uint64_t plainBytes = 0;
    std::uint64_t chunks = 0;
};

/// Seals one file, chunk by chunk. Workers take whatever is there to do: the next chunk in order to hash (one at a
/// time, a digest cannot be split), else any chunk to seal; so the whole takes about as long as hashing alone when
/// there are two cores.
class SealPipeline {
public:
    /// Fills the span as far as it can and says how many bytes; 0 is the end. Called on a thread of the pipeline.
    using Source = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
    /// Takes sealed chunk `index`; the view is valid during the call. Called on the thread that called run(), in
    /// order.
    using Sink = std::function<Result<void>(std::uint64_t index, bool last, ByteView sealed)>;
    /// Plain bytes sealed and taken by the sink so far. Called on the thread that called run().
    using Progress = std::function<void(std::uint64_t bytesDone)>;

    SealPipeline(Suite suite, const Secret& itemKey, SealOptions options = {});

    /// Returns when everything was taken by the sink. A fault of the source or the sink is returned as it is,
    /// Fault::exhausted after a stop request; the chunks taken so far are then of no use. Plain buffers are wiped.
    /// May be called once only: a second file needs a key of its own.
    Result<SealedStream> run(const Source& source, const Sink& sink, std::stop_token stop = {},
                             const Progress& progress = {});

private:
    Suite m_suite;
    Secret m_itemKey;
    SealOptions m_options;
    bool m_used = false;
};

} // namespace crypto
