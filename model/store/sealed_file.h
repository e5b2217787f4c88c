// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inside model/store: writing one large file durably, fast, and without filling the page cache.

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace model {

/// A file that grows at its end under a temporary name, and gets its own name when it is whole and durable. Until then,
/// and after any error, its destructor removes it. Bytes go to the disk past the page cache (O_DIRECT) on a thread of
/// its own; where the file system cannot do that, through the cache with write-back kept rolling, so that the final
/// fsync has little left to do either way. Keeps 3 blocks of 4 MiB. One thread at a time.
class SealedFile {
public:
    /// Makes the temporary file, readable by its owner only.
    static Result<std::unique_ptr<SealedFile>> create(const std::filesystem::path& directory,
                                                      const std::string& temporary);
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;
    ~SealedFile();

    Result<void> append(crypto::ByteView bytes);
    std::uint64_t size() const { return m_size; }

    /// Makes the bytes durable, then the name: after power loss there is the whole file or no file. An older file of
    /// this name is replaced. The time of change is set to a constant, which tells nothing.
    Result<void> finish(const std::string& name);

private:
    static constexpr std::size_t kBlock = 4 * 1024 * 1024;
    static constexpr std::size_t kBlocks = 3;
    struct Free {
        void operator()(std::uint8_t* memory) const { std::free(memory); }
    };

    SealedFile(std::filesystem::path directory, std::string temporary, int file);
    void writeBlocks(std::stop_token stop);
    int writeBlock(const std::uint8_t* block, std::uint64_t offset);
    int flush();
    std::unexpected<Error> failure(int reason) const;

    std::filesystem::path m_directory;
    std::string m_temporary;
    int m_file;
    bool m_direct = false;
    bool m_named = false;
    std::uint64_t m_size = 0;
    std::unique_ptr<std::uint8_t[], Free> m_memory;

    // Blocks are filled and written in a ring. m_filled counts those handed over, m_written those on their way to the
    // disk.
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_filled = 0;
    std::uint64_t m_written = 0;
    int m_failure = 0;
    std::jthread m_writer; // last: it ends before the rest
};

/// writes all of it at an offset; an errno value or 0.
int writeAll(int file, crypto::ByteView bytes, std::uint64_t offset);

} // namespace model
