// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>

// For model/store and the layers above it that keep sealed files.

namespace model {

/// A file that is open, read and written at places; closed when it ends. Errors are systemError()'s and name the path.
/// Threads: any, at the same time.
class OpenFile {
public:
    enum class How : std::uint8_t {
        read,
        write,  ///< for reading too; it must be there
        create, ///< the same; made for its owner only if it is not there
        begin,  ///< the same; it must not be there
    };
    /// `durable`: what is written is durable when the call returns. Symbolic links are not followed.
    static Result<OpenFile> open(const std::filesystem::path& path, How how, bool durable = false);
    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&&) = delete;
    ~OpenFile();

    /// Fills `out` as far as there is something; how many bytes.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::uint8_t> out) const;
    Result<void> writeAt(std::uint64_t offset, crypto::ByteView bytes) const;
    /// The same past the page cache where the file system can, for much that is not read again soon: it costs less than
    /// half as much. `offset` is a multiple of 4096. sync() is needed all the same.
    Result<void> writePastCache(std::uint64_t offset, crypto::ByteView bytes) const;
    Result<std::uint64_t> size() const;
    Result<void> resize(std::uint64_t size) const;
    /// Makes what was written durable.
    Result<void> sync() const;
    /// Takes the file for this process and object alone, without waiting. False if somebody has it.
    [[nodiscard]] bool takeAlone() const;

private:
    OpenFile(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}
    std::filesystem::path m_path;
    int m_file;
};

/// Whether a folder is on a network file system whose clients write whole pages unless they are told otherwise (NFS):
/// small pieces of one file that several machines write must be written durably there.
bool isOnNetwork(const std::filesystem::path& folder);

/// Bytes that may still be written to the file system of a folder; the largest number where it does not say.
std::uint64_t freeBytesAt(const std::filesystem::path& folder);

} // namespace model
