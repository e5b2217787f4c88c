// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub_folder.h"

#include "model/base/cbor.h"
#include "model/store/whole_file.h"

#include <algorithm>

namespace model {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kKeySize = 32;

struct HubKey {
    crypto::Suite suite = crypto::Suite::intl1;
    crypto::Secret key;
};

Result<HubKey> readHubKey(const fs::path& folder) {
    const auto path = folder / "hub.key";
    auto bytes = readHashed(path);
    if (!bytes) {
        if (bytes.error().code != Code::notFound) return std::unexpected(std::move(bytes).error());
        return fail(Code::notFound, {"There is no hub in this folder", "该文件夹中没有服务器"},
                    {"Take an office over first: touchstone-hub adopt", "请先接收单位：touchstone-hub adopt"},
                    folder.string());
    }
    CborReader in(*bytes);
    in.arrayOf(3);
    if (in.unsignedInt() != kVersion) in.fault("unknown version");
    const auto number = in.unsignedInt();
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(number, 255)));
    if (!suite) in.fault("unknown suite");
    const auto key = in.bytesOf(kKeySize);
    TRY(in.finish("key of the hub"));
    HubKey read{*suite, crypto::Secret(key)};
    crypto::wipe(*bytes);
    return read;
}

Result<HubKey> readCode(std::string_view code) {
    auto bytes = crypto::fromHex(code);
    const auto suite = crypto::suiteFromByte(bytes && bytes->size() == kKeySize + 1 ? bytes->front() : 0);
    if (!suite) {
        return fail(Code::usage, {"This is no code of a handover", "这不是移交码"},
                    {"It has 66 hexadecimal digits", "移交码为 66 位十六进制数"});
    }
    HubKey read{*suite, crypto::Secret(ByteView(*bytes).subspan(1))};
    crypto::wipe(*bytes);
    return read;
}

std::unexpected<Error> cannot(const Text& what, const std::error_code& error, const fs::path& path) {
    return fail(Code::failed, fill(what, error.message()),
                {"Check the disk and the permissions of the folder", "请检查磁盘空间和文件夹权限"}, path.string());
}

Result<void> copyOver(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::copy_file(from, to, error);
    if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return cannot({"The file cannot be copied: {0}", "文件无法复制：{0}"}, error, to);
    return {};
}

} // namespace

Result<EmbeddedHub> openHubFolder(const fs::path& folder, const Clock& clock) {
    TRY_ASSIGN(const auto key, readHubKey(folder));
    return EmbeddedHub::open(folder / "hub.db", key.key, key.suite, clock);
}

std::string handoverCode(crypto::Suite suite, const crypto::Secret& key) {
    const auto byte = static_cast<std::uint8_t>(suite);
    return crypto::toHex(std::span(&byte, 1)) + crypto::toHex(key.view());
}

Result<void> adoptHandover(const fs::path& folder, const fs::path& file, std::string_view code) {
    std::error_code error;
    if (fs::exists(folder / "hub.key", error) || fs::exists(folder / "hub.db", error)) {
        return fail(Code::refused, {"There is a hub in this folder already", "该文件夹中已有服务器"},
                    {"Choose another folder", "请选择其他文件夹"}, folder.string());
    }
    TRY_ASSIGN(const auto key, readCode(code));
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return cannot({"The folder cannot be made: {0}", "文件夹无法创建：{0}"}, error, folder);
    const auto store = folder / "hub.db";
    const auto all = [&]() -> Result<void> {
        TRY(copyOver(file, store));
        TRY_ASSIGN(auto database,
                   Database::open(store, key.key, OpenMode::readWrite, {}, {.newestVersion = EmbeddedStore::kVersion}));
        TRY(database.verifyPages());
        CborWriter out;
        out.array(3).unsignedInt(kVersion).unsignedInt(static_cast<std::uint64_t>(key.suite)).bytes(key.key.view());
        // Last, because with it there is a hub.
        return writeHashed(folder / "hub.key", out.view());
    };
    auto done = all();
    if (!done) {
        for (const char* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) fs::remove(folder / name, error);
    }
    return done;
}

} // namespace model
