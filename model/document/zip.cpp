// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/zip.h"

#include "model/document/words.h"

#include <minizip/zip.h>

#include <algorithm>
#include <cstdio>

namespace model::document {
namespace {

/// A file in memory, as the library writes one: it goes back to the head of an entry when the entry's size is known.
struct Memory {
    crypto::Bytes bytes;
    std::size_t at = 0;
};

Memory& memory(voidpf stream) { return *static_cast<Memory*>(stream); }

voidpf openMemory(voidpf opaque, const void*, int) { return opaque; }
int closeMemory(voidpf, voidpf) { return 0; }
int memoryError(voidpf, voidpf) { return 0; }
uLong readMemory(voidpf, voidpf stream, void* to, uLong size) {
    Memory& file = memory(stream);
    const std::size_t count = std::min<std::size_t>(size, file.bytes.size() - file.at);
    std::copy_n(file.bytes.data() + file.at, count, static_cast<std::uint8_t*>(to));
    file.at += count;
    return count;
}
uLong writeMemory(voidpf, voidpf stream, const void* from, uLong size) {
    Memory& file = memory(stream);
    if (file.bytes.size() < file.at + size) file.bytes.resize(file.at + size);
    std::copy_n(static_cast<const std::uint8_t*>(from), size, file.bytes.data() + file.at);
    file.at += size;
    return size;
}
ZPOS64_T tellMemory(voidpf, voidpf stream) { return memory(stream).at; }
long seekMemory(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    Memory& file = memory(stream);
    const std::size_t from = origin == SEEK_CUR ? file.at : origin == SEEK_END ? file.bytes.size() : 0;
    if (from + offset > file.bytes.size()) return -1;
    file.at = from + offset;
    return 0;
}

bool add(zipFile archive, const ZipEntry& entry) {
    zip_fileinfo info{};
    info.dosDate = (1U << 21) | (1U << 16); // 1 January 1980
    if (zipOpenNewFileInZip64(archive, entry.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                              Z_DEFAULT_COMPRESSION, 0) != ZIP_OK) {
        return false;
    }
    const bool written =
        zipWriteInFileInZip(archive, entry.data.data(), static_cast<unsigned>(entry.data.size())) == ZIP_OK;
    return zipCloseFileInZip(archive) == ZIP_OK && written;
}

} // namespace

Result<crypto::Bytes> zipped(std::span<const ZipEntry> entries) {
    if (std::ranges::any_of(entries, [](const ZipEntry& one) { return one.data.size() > kMostEntry; })) {
        return fail(Code::tooLarge,
                    {"The document is too large for a word processor.", "文书过大，文字处理软件无法打开。"});
    }
    Memory file;
    zlib_filefunc64_def functions{.zopen64_file = openMemory,
                                  .zread_file = readMemory,
                                  .zwrite_file = writeMemory,
                                  .ztell64_file = tellMemory,
                                  .zseek64_file = seekMemory,
                                  .zclose_file = closeMemory,
                                  .zerror_file = memoryError,
                                  .opaque = &file};
    const zipFile archive = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
    bool good = archive != nullptr;
    for (const auto& entry : entries) good = good && add(archive, entry);
    if (archive) good = zipClose(archive, nullptr) == ZIP_OK && good;
    if (!good) return fail(Code::failed, {"The document could not be packed.", "无法打包文书。"});
    return std::move(file.bytes);
}

} // namespace model::document
