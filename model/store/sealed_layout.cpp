// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/sealed_layout.h"

#include "model/store/database_error.h"
#include "model/store/evidence_store.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace {

constexpr std::string_view kMagic = "TSEVID";
constexpr std::uint8_t kVersion = 1;
constexpr std::uint64_t kSmallest = 4096;
constexpr std::uint64_t kLargest = 1ULL << 50; // a petabyte: sizes beyond are damage, and sums cannot overflow

} // namespace

std::uint64_t paddedSize(std::uint64_t size) {
    if (size <= kSmallest) return kSmallest;
    const int exponent = std::bit_width(size) - 1;
    const int kept = std::bit_width(static_cast<unsigned>(exponent));
    const std::uint64_t mask = (1ULL << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

std::uint64_t SealedLayout::fileSize() const {
    const std::uint64_t padded = paddedSize(plainSize);
    return kHeaderSize + padded + chunksOf(padded) * crypto::kAeadTagSize + kFooterSize;
}

std::size_t SealedLayout::lengthOf(std::uint64_t chunk) const {
    const std::uint64_t plain = std::min<std::uint64_t>(chunkSize, plainSize - chunk * chunkSize);
    return static_cast<std::size_t>(plain) + crypto::kAeadTagSize;
}

crypto::Bytes sealedHeader(crypto::Suite suite, std::uint32_t chunkSize) {
    crypto::Bytes header(kMagic.begin(), kMagic.end());
    crypto::appendU8(header, kVersion);
    crypto::appendU8(header, static_cast<std::uint8_t>(suite));
    crypto::appendU32(header, chunkSize);
    crypto::appendU32(header, 0);
    return header;
}

SealedReader::SealedReader(SealedReader&& other) noexcept
    : m_path(std::move(other.m_path)), m_file(std::exchange(other.m_file, -1)), m_suite(other.m_suite),
      m_layout(other.m_layout), m_sealer(std::move(other.m_sealer)), m_sealed(std::move(other.m_sealed)),
      m_plain(std::move(other.m_plain)) {}

SealedReader::~SealedReader() {
    crypto::wipe(m_plain);
    if (m_file >= 0) ::close(m_file);
}

std::unexpected<Error> SealedReader::damaged(const std::string& place) const {
    return fail(Code::damaged,
                {"This piece of evidence is damaged: it is not what was taken in, or the key is not its key.",
                 "该证据已损坏：与存入时不一致，或密钥不匹配。"},
                {"Fetch it again from a backup or from another desk.", "请从备份或其他终端重新获取。"},
                m_path.string() + ": " + place);
}

/// Reads exactly `length` bytes into m_sealed.
Result<void> SealedReader::load(std::uint64_t offset, std::size_t length) {
    m_sealed.resize(length);
    for (std::size_t done = 0; done < length;) {
        const ssize_t got = ::pread(m_file, m_sealed.data() + done, length - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(systemError(errno, m_path.string()));
        if (got == 0) return damaged("ends at byte " + std::to_string(offset + done));
        done += static_cast<std::size_t>(got);
    }
    return {};
}

Result<SealedReader> SealedReader::open(const std::filesystem::path& path, const crypto::Secret& itemKey) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) {
        if (errno != ENOENT) return std::unexpected(systemError(errno, path.string()));
        return fail(Code::notFound, {"This piece of evidence is not on this machine.", "本机没有该证据。"},
                    {"Fetch it from the desk that took it in, or from a backup.", "请从存入该证据的终端或备份获取。"},
                    path.string());
    }
    SealedReader reader(path, file);
    struct stat info{};
    if (::fstat(file, &info) != 0) return std::unexpected(systemError(errno, path.string()));
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (!S_ISREG(info.st_mode) || size < SealedLayout::kHeaderSize + SealedLayout::kFooterSize) {
        return reader.damaged("too short");
    }
    (void)::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);

    TRY(reader.load(0, SealedLayout::kHeaderSize));
    crypto::ByteReader header(reader.m_sealed);
    const crypto::ByteView magic = header.take(kMagic.size());
    const std::uint8_t version = header.u8();
    const auto suite = crypto::suiteFromByte(header.u8());
    const std::uint32_t chunkSize = header.u32();
    const bool known = std::ranges::equal(magic, crypto::asBytes(kMagic)) && suite && std::has_single_bit(chunkSize) &&
                       chunkSize >= 4096 && chunkSize <= 64 * 1024 * 1024 && header.u32() == 0;
    if (!known || version == 0) return reader.damaged("header");
    if (version > kVersion) {
        return fail(
            Code::newer,
            {"This piece of evidence was stored by a newer version of the program.", "该证据由更新版本的程序存入。"},
            {"Update this program.", "请升级本程序。"}, path.string());
    }
    reader.m_suite = *suite;
    reader.m_layout.chunkSize = chunkSize;
    reader.m_sealer = std::make_unique<crypto::ChunkSealer>(*suite, itemKey);

    TRY(reader.load(size - SealedLayout::kFooterSize, SealedLayout::kFooterSize));
    if (!reader.m_sealer->open(SealedLayout::kFooterIndex, true, reader.m_sealed, reader.m_plain)) {
        return reader.damaged("footer");
    }
    reader.m_layout.plainSize = crypto::ByteReader(reader.m_plain).u64();
    if (reader.m_layout.plainSize > kLargest || reader.m_layout.fileSize() != size) return reader.damaged("size");
    return reader;
}

Result<crypto::ByteView> SealedReader::chunk(std::uint64_t index) {
    TRY(load(m_layout.offsetOf(index), m_layout.lengthOf(index)));
    if (!m_sealer->open(index, index + 1 == m_layout.chunks(), m_sealed, m_plain)) {
        const std::uint64_t first = index * m_layout.chunkSize;
        return damaged("chunk " + std::to_string(index) + " of " + std::to_string(m_layout.chunks()) + ", bytes " +
                       std::to_string(first) + " to " + std::to_string(first + m_sealed.size() - crypto::kAeadTagSize));
    }
    return m_plain;
}

Result<void> SealedReader::checkPadding() {
    const crypto::Bytes zeros(m_layout.chunkSize);
    std::uint64_t left = m_layout.paddingSize();
    std::uint64_t offset = SealedLayout::kHeaderSize + m_layout.sealedSize();
    crypto::Bytes expected;
    for (std::uint64_t block = 0; left > 0; ++block) {
        m_sealer->seal(SealedLayout::kPaddingIndex + block, false, zeros, expected);
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, expected.size()));
        TRY(load(offset, count));
        if (!std::ranges::equal(m_sealed, crypto::ByteView(expected).first(count))) {
            return damaged("padding at byte " + std::to_string(offset));
        }
        left -= count;
        offset += count;
    }
    return {};
}

} // namespace model
