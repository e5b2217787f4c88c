// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/sealed_file.h"

#include "crypto/check.h"
#include "model/store/database_error.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace {

constexpr std::size_t kAlignment = 4096;
constexpr time_t kTime = 946684800; // 2000-01-01T00:00:00Z

} // namespace

int writeAll(int file, crypto::ByteView bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return errno;
        if (done == 0) return EIO;
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
    return 0;
}

Result<std::unique_ptr<SealedFile>> SealedFile::create(const std::filesystem::path& directory,
                                                       const std::string& temporary) {
    const auto path = directory / temporary;
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return std::unexpected(systemError(errno, path.string()));
    return std::unique_ptr<SealedFile>(new SealedFile(directory, temporary, file));
}

SealedFile::SealedFile(std::filesystem::path directory, std::string temporary, int file)
    : m_directory(std::move(directory)), m_temporary(std::move(temporary)), m_file(file),
      m_memory(static_cast<std::uint8_t*>(std::aligned_alloc(kAlignment, kBlock * kBlocks))) {
    crypto::require(m_memory != nullptr, "no memory for a file's blocks");
    m_direct = ::fcntl(m_file, F_SETFL, ::fcntl(m_file, F_GETFL) | O_DIRECT) == 0;
    m_writer = std::jthread([this](std::stop_token stop) { writeBlocks(std::move(stop)); });
}

SealedFile::~SealedFile() {
    m_writer.request_stop();
    if (m_writer.joinable()) m_writer.join();
    ::close(m_file);
    if (!m_named) ::unlink((m_directory / m_temporary).c_str());
}

std::unexpected<Error> SealedFile::failure(int reason) const {
    return std::unexpected(systemError(reason, m_directory.string()));
}

Result<void> SealedFile::append(crypto::ByteView bytes) {
    while (!bytes.empty()) {
        const std::size_t used = m_size % kBlock;
        const std::uint64_t block = m_size / kBlock;
        if (used == 0) { // a block must be free to begin it
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return block - m_written < kBlocks || m_failure != 0; });
            if (m_failure != 0) return failure(m_failure);
        }
        const std::size_t count = std::min(bytes.size(), kBlock - used);
        std::memcpy(m_memory.get() + block % kBlocks * kBlock + used, bytes.data(), count);
        bytes = bytes.subspan(count);
        m_size += count;
        if (used + count == kBlock) {
            {
                const std::lock_guard lock(m_mutex);
                ++m_filled;
            }
            m_changed.notify_all();
        }
    }
    return {};
}

void SealedFile::writeBlocks(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [&] { return m_written < m_filled; })) {
        const std::uint64_t block = m_written;
        lock.unlock();
        const int reason = writeBlock(m_memory.get() + block % kBlocks * kBlock, block * kBlock);
        lock.lock();
        ++m_written;
        if (reason != 0) m_failure = reason;
        m_changed.notify_all();
        if (reason != 0 || stop.stop_requested()) return;
    }
}

int SealedFile::writeBlock(const std::uint8_t* block, std::uint64_t offset) {
    int reason = writeAll(m_file, {block, kBlock}, offset);
    if (m_direct && reason == EINVAL) { // accepted the flag, but not the write
        m_direct = false;
        (void)::fcntl(m_file, F_SETFL, ::fcntl(m_file, F_GETFL) & ~O_DIRECT);
        reason = writeAll(m_file, {block, kBlock}, offset);
    }
    if (reason != 0 || m_direct) return reason;
    // Begin to write this block, and wait for the one before the last, so that never more than two are in the cache.
    (void)::sync_file_range(m_file, static_cast<off64_t>(offset), kBlock, SYNC_FILE_RANGE_WRITE);
    if (offset >= 2 * kBlock) {
        (void)::sync_file_range(m_file, static_cast<off64_t>(offset - 2 * kBlock), kBlock,
                                SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    }
    return 0;
}

/// Writes what is left after the last whole block, and makes everything durable.
int SealedFile::flush() {
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_written == m_filled || m_failure != 0; });
        if (m_failure != 0) return m_failure;
    }
    const std::uint64_t start = m_size / kBlock * kBlock;
    const std::size_t rest = m_size % kBlock;
    if (rest > 0) {
        (void)::fcntl(m_file, F_SETFL, ::fcntl(m_file, F_GETFL) & ~O_DIRECT);
        const std::uint8_t* block = m_memory.get() + m_size / kBlock % kBlocks * kBlock;
        if (const int reason = writeAll(m_file, {block, rest}, start)) return reason;
    }
    const timespec times[2] = {{kTime, 0}, {kTime, 0}};
    (void)::futimens(m_file, times);
    return ::fsync(m_file) == 0 ? 0 : errno;
}

Result<void> SealedFile::finish(const std::string& name) {
    if (const int reason = flush()) return failure(reason);
    if (::rename((m_directory / m_temporary).c_str(), (m_directory / name).c_str()) != 0) return failure(errno);
    m_named = true;
    if (auto error = syncDirectory(m_directory)) return std::unexpected(*std::move(error));
    return {};
}

} // namespace model
