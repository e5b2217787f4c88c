// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/whole_file.h"

#include "crypto/digest.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

namespace {

std::unexpected<Error> systemError(const Text& what, const std::filesystem::path& path) {
    const std::string reason = std::strerror(errno);
    return fail(Code::failed, {what.en + ": " + reason, what.zh + "：" + reason},
                {"Check the disk and the permissions of the folder", "请检查磁盘空间和文件夹权限"}, path.string());
}

class File {
public:
    explicit File(int fd) : m_fd(fd) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (m_fd >= 0) ::close(m_fd);
    }
    [[nodiscard]] int fd() const { return m_fd; }

private:
    int m_fd;
};

} // namespace

Result<void> syncFolder(const std::filesystem::path& folder) {
    const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.fd() < 0 || ::fsync(file.fd()) != 0)
        return systemError({"The folder cannot be synced", "文件夹无法同步到磁盘"}, folder);
    return {};
}

Result<void> writeWhole(const std::filesystem::path& path, ByteView bytes) {
    std::filesystem::path temporary = path;
    temporary += ".new";
    {
        const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.fd() < 0) return systemError({"The file cannot be written", "文件无法写入"}, temporary);
        for (ByteView rest = bytes; !rest.empty();) {
            const auto written = ::write(file.fd(), rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return systemError({"The file cannot be written", "文件无法写入"}, temporary);
            rest = rest.subspan(static_cast<std::size_t>(written));
        }
        if (::fsync(file.fd()) != 0) return systemError({"The file cannot be synced", "文件无法同步到磁盘"}, temporary);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return systemError({"The file cannot be put in place", "文件无法就位"}, path);
    return syncFolder(path.parent_path());
}

Result<Bytes> readWhole(const std::filesystem::path& path, std::size_t limit) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd() < 0) {
        const auto code = errno == ENOENT ? Code::notFound : Code::failed;
        return fail(code,
                    {"The file cannot be opened: " + std::string(std::strerror(errno)),
                     "文件无法打开：" + std::string(std::strerror(errno))},
                    {}, path.string());
    }
    Bytes bytes;
    std::array<std::uint8_t, 16384> buffer{};
    for (;;) {
        const auto got = ::read(file.fd(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return systemError({"The file cannot be read", "文件无法读取"}, path);
        if (got == 0) return bytes;
        bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + got);
        if (bytes.size() > limit) return fail(Code::tooLarge, {"The file is too large", "文件过大"}, {}, path.string());
    }
}

Result<void> writeHashed(const std::filesystem::path& path, ByteView bytes) {
    Bytes out(bytes.begin(), bytes.end());
    const auto hash = crypto::sha256(bytes);
    out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
    return writeWhole(path, out);
}

Result<Bytes> readHashed(const std::filesystem::path& path) {
    TRY_ASSIGN(auto bytes, readWhole(path, kHashedFileLimit));
    const Error damaged{Code::damaged,
                        {"The file is damaged", "文件已损坏"},
                        {"Restore it from a backup; nothing was changed", "请从备份恢复；未作任何更改"},
                        path.string()};
    if (bytes.size() < 32) return std::unexpected(damaged);
    const ByteView all(bytes);
    const auto hash = crypto::sha256(all.first(bytes.size() - 32));
    if (!std::ranges::equal(hash.bytes, all.last(32))) return std::unexpected(damaged);
    bytes.resize(bytes.size() - 32);
    return bytes;
}

} // namespace model
