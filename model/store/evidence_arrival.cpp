// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/evidence_arrival.h"

#include "model/store/database_error.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

Result<EvidenceArrival> EvidenceArrival::open(const EvidenceStore& store, const crypto::Digest& address,
                                              const crypto::Digest& copy, std::uint64_t size, std::uint64_t partBytes) {
    constexpr std::size_t kCopyDigits = 16; // enough to tell the few copies of one item apart
    const auto path =
        store.directory() / (std::string(kArriving) + address.hex() + "-" + copy.hex().substr(0, kCopyDigits));
    TRY_ASSIGN(auto file, OpenFile::open(path, OpenFile::How::create));
    if (!file.takeAlone()) {
        return fail(Code::failed, {"This piece of evidence is being fetched already", "该证据正在下载"},
                    {"Wait until that has ended", "请等待其完成"}, path.string());
    }
    TRY_ASSIGN(const auto there, file.size());
    // A part that is there in part comes anew; so does everything where the file is longer than it may be.
    const std::uint64_t all = size / partBytes + (size % partBytes != 0 ? 1 : 0);
    std::uint64_t parts = there == size ? all : there / partBytes;
    if (there > size) parts = 0;
    const auto kept = std::min(parts * partBytes, size);
    if (freeBytesAt(store.directory()) < size - kept)
        return std::unexpected(systemError(ENOSPC, store.directory().string()));
    if (kept != there) TRY(file.resize(kept));
    return EvidenceArrival(store.directory(), path, address, partBytes, std::move(file), parts);
}

Result<void> EvidenceArrival::take(std::uint64_t part, crypto::ByteView bytes) {
    if (part != m_parts) {
        if (part > m_parts) m_early.insert_or_assign(part, crypto::toBytes(bytes));
        return {};
    }
    TRY(m_file.writePastCache(m_parts * m_partBytes, bytes));
    ++m_parts;
    for (auto next = m_early.find(m_parts); next != m_early.end(); next = m_early.find(m_parts)) {
        TRY(m_file.writePastCache(m_parts * m_partBytes, next->second));
        m_early.erase(next);
        ++m_parts;
    }
    return {};
}

Result<bool> EvidenceArrival::finish(const crypto::Secret& itemKey, const crypto::Digest& expectedSha256,
                                     const std::stop_token& stop) {
    const auto right = EvidenceStore::verifyFile(m_path, m_address, itemKey, expectedSha256, {}, stop);
    if (!right) {
        if (right.error().code != Code::damaged) return std::unexpected(right.error());
        (void)::unlink(m_path.c_str());
        return false;
    }
    TRY(m_file.sync());
    constexpr timespec kTime{946684800, 0}; // as of everything that is taken in (SealedFile::finish)
    const timespec times[2] = {kTime, kTime};
    (void)::utimensat(AT_FDCWD, m_path.c_str(), times, 0);
    const auto place = m_directory / m_address.hex();
    if (std::rename(m_path.c_str(), place.c_str()) != 0) return std::unexpected(systemError(errno, place.string()));
    if (auto error = syncDirectory(m_directory)) return std::unexpected(*std::move(error));
    return true;
}

} // namespace model
