// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inside model/store: where things lie in a sealed evidence file (see evidence_store.h), and reading it.

#include "crypto/chunk.h"
#include "model/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace model {

struct SealedLayout {
    static constexpr std::uint32_t kChunkSize = 1024 * 1024; // of new items
    static constexpr std::size_t kHeaderSize = 16;
    static constexpr std::size_t kFooterSize = 8 + crypto::kAeadTagSize;
    static constexpr std::uint64_t kPaddingIndex = 1ULL << 63;
    static constexpr std::uint64_t kFooterIndex = ~0ULL;

    std::uint64_t plainSize = 0;
    std::uint32_t chunkSize = kChunkSize;

    std::uint64_t chunks() const { return chunksOf(plainSize); }
    std::uint64_t sealedSize() const { return plainSize + chunks() * crypto::kAeadTagSize; }
    std::uint64_t fileSize() const;
    std::uint64_t paddingSize() const { return fileSize() - kHeaderSize - sealedSize() - kFooterSize; }
    std::uint64_t offsetOf(std::uint64_t chunk) const {
        return kHeaderSize + chunk * (chunkSize + crypto::kAeadTagSize);
    }
    /// Sealed bytes of a chunk.
    std::size_t lengthOf(std::uint64_t chunk) const;

private:
    std::uint64_t chunksOf(std::uint64_t size) const { return size == 0 ? 1 : (size - 1) / chunkSize + 1; }
};

crypto::Bytes sealedHeader(crypto::Suite suite, std::uint32_t chunkSize);

/// A sealed file that is open for reading. One thread at a time.
class SealedReader {
public:
    /// Reads and checks header, footer and size.
    static Result<SealedReader> open(const std::filesystem::path& path, const crypto::Secret& itemKey);
    SealedReader(SealedReader&& other) noexcept;
    SealedReader& operator=(SealedReader&&) = delete;
    ~SealedReader();

    const SealedLayout& layout() const { return m_layout; }
    crypto::Suite suite() const { return m_suite; }
    /// The plain bytes of a chunk, valid until the next call; sealed() is what it was made from.
    Result<crypto::ByteView> chunk(std::uint64_t index);
    crypto::ByteView sealed() const { return m_sealed; }
    /// Whether the padding is what it must be.
    Result<void> checkPadding();

private:
    SealedReader(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}
    Result<void> load(std::uint64_t offset, std::size_t length);
    std::unexpected<Error> damaged(const std::string& place) const;

    std::filesystem::path m_path;
    int m_file;
    crypto::Suite m_suite = crypto::Suite::intl1;
    SealedLayout m_layout;
    std::unique_ptr<crypto::ChunkSealer> m_sealer;
    crypto::Bytes m_sealed, m_plain;
};

} // namespace model
