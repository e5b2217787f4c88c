// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/open_file.h"

#include "model/store/database_error.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <linux/magic.h>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace {

int flagsOf(OpenFile::How how) {
    switch (how) {
    case OpenFile::How::read: return O_RDONLY;
    case OpenFile::How::write: return O_RDWR;
    case OpenFile::How::create: return O_RDWR | O_CREAT;
    case OpenFile::How::begin: return O_RDWR | O_CREAT | O_EXCL;
    }
    return O_RDONLY;
}

} // namespace

Result<OpenFile> OpenFile::open(const std::filesystem::path& path, How how, bool durable) {
    const int flags = flagsOf(how) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (durable ? O_DSYNC : 0);
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0) return std::unexpected(systemError(errno, path.string()));
    return OpenFile(path, file);
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_file(std::exchange(other.m_file, -1)) {}

OpenFile::~OpenFile() {
    if (m_file >= 0) ::close(m_file);
}

Result<std::size_t> OpenFile::readAt(std::uint64_t offset, std::span<std::uint8_t> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t got = ::pread(m_file, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(systemError(errno, m_path.string()));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Result<void> OpenFile::writeAt(std::uint64_t offset, crypto::ByteView bytes) const {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return std::unexpected(systemError(done < 0 ? errno : EIO, m_path.string()));
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
    return {};
}

Result<void> OpenFile::writePastCache(std::uint64_t offset, crypto::ByteView bytes) const {
    constexpr std::size_t kAlignment = 4096, kBlock = 1024 * 1024;
    // A handle of its own: how a file is written is a property of the open file, which others use at the same time.
    const OpenFile direct(m_path, ::open(m_path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_DIRECT));
    const std::size_t whole = bytes.size() / kAlignment * kAlignment;
    const auto free = [](void* memory) { std::free(memory); };
    const std::unique_ptr<void, decltype(free)> block(
        direct.m_file >= 0 && whole > 0 ? std::aligned_alloc(kAlignment, kBlock) : nullptr, free);
    std::size_t done = 0;
    while (block && done < whole) {
        const auto piece = bytes.subspan(done, std::min(kBlock, whole - done));
        std::memcpy(block.get(), piece.data(), piece.size());
        const crypto::ByteView aligned(static_cast<const std::uint8_t*>(block.get()), piece.size());
        // Some file systems let a file be opened so and refuse to write.
        if (!direct.writeAt(offset + done, aligned)) break;
        done += piece.size();
    }
    return writeAt(offset + done, bytes.subspan(done));
}

Result<std::uint64_t> OpenFile::size() const {
    struct stat info{};
    if (::fstat(m_file, &info) != 0) return std::unexpected(systemError(errno, m_path.string()));
    return static_cast<std::uint64_t>(info.st_size);
}

Result<void> OpenFile::resize(std::uint64_t size) const {
    if (::ftruncate(m_file, static_cast<off_t>(size)) != 0) return std::unexpected(systemError(errno, m_path.string()));
    return {};
}

Result<void> OpenFile::sync() const {
    if (::fdatasync(m_file) != 0) return std::unexpected(systemError(errno, m_path.string()));
    return {};
}

bool OpenFile::takeAlone() const { return ::flock(m_file, LOCK_EX | LOCK_NB) == 0; }

bool isOnNetwork(const std::filesystem::path& folder) {
    struct statfs info{};
    return ::statfs(folder.c_str(), &info) == 0 && info.f_type == NFS_SUPER_MAGIC;
}

std::uint64_t freeBytesAt(const std::filesystem::path& folder) {
    struct statvfs info{};
    if (::statvfs(folder.c_str(), &info) != 0) return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

} // namespace model
