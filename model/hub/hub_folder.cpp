// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub_folder.h"

#include "crypto/aead.h"
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

Result<void> makeFolder(const fs::path& folder) {
    std::error_code error;
    for (const char* name : {"hub.key", "hub.db"}) {
        if (!fs::exists(folder / name, error)) continue;
        return fail(Code::refused, {"There is a hub in this folder already", "该文件夹中已有服务器"},
                    {"Choose another folder", "请选择其他文件夹"}, folder.string());
    }
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return cannot({"The folder cannot be made: {0}", "文件夹无法创建：{0}"}, error, folder);
    return {};
}

Result<void> writeHubKey(const fs::path& folder, crypto::Suite suite, const crypto::Secret& key) {
    CborWriter out;
    out.array(3).unsignedInt(kVersion).unsignedInt(static_cast<std::uint64_t>(suite)).bytes(key.view());
    return writeHashed(folder / "hub.key", out.view());
}

/// What the identity is sealed for, so that nothing else under the key can stand in its place.
constexpr std::string_view kIdentityContext = "touchstone hub identity\n";

} // namespace

Result<EmbeddedHub> openHubFolder(const fs::path& folder, const Clock& clock) {
    TRY_ASSIGN(const auto key, readHubKey(folder));
    std::error_code error;
    if (fs::exists(folder / "hub.identity", error)) {
        return fail(Code::refused,
                    {"The record of this hub is in a database elsewhere", "该服务器的记录保存在其他数据库中"},
                    {"Name the database: --store", "请以 --store 指定数据库"}, folder.string());
    }
    return EmbeddedHub::open(folder / "hub.db", key.key, key.suite, clock);
}

std::string handoverCode(crypto::Suite suite, const crypto::Secret& key) {
    const auto byte = static_cast<std::uint8_t>(suite);
    return crypto::toHex(std::span(&byte, 1)) + crypto::toHex(key.view());
}

Result<void> adoptHandover(const fs::path& folder, const fs::path& file, std::string_view code) {
    TRY_ASSIGN(const auto key, readCode(code));
    TRY(makeFolder(folder));
    const auto store = folder / "hub.db";
    const auto all = [&]() -> Result<void> {
        TRY(copyOver(file, store));
        TRY_ASSIGN(auto database,
                   Database::open(store, key.key, OpenMode::readWrite, {}, {.newestVersion = EmbeddedStore::kVersion}));
        TRY(database.verifyPages());
        // Last, because with it there is a hub.
        return writeHubKey(folder, key.suite, key.key);
    };
    auto done = all();
    if (!done) {
        std::error_code error;
        for (const char* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) fs::remove(folder / name, error);
    }
    return done;
}

Result<std::unique_ptr<EmbeddedStore>> openHandover(const fs::path& file, std::string_view code) {
    TRY_ASSIGN(const auto key, readCode(code));
    {
        TRY_ASSIGN(auto database,
                   Database::open(file, key.key, OpenMode::readOnly, {}, {.newestVersion = EmbeddedStore::kVersion}));
        TRY(database.verifyPages());
    }
    return EmbeddedStore::open(file, key.key, key.suite, OpenMode::readOnly);
}

Result<void> makeIdentityFolder(const fs::path& folder, const crypto::Identity& identity, crypto::Random& random) {
    TRY(makeFolder(folder));
    const auto key = crypto::Secret::random(kKeySize, random);
    const auto secret = identity.exportSecret();
    CborWriter out;
    out.array(2).unsignedInt(kVersion);
    out.bytes(crypto::seal(identity.suite(), key, secret.view(), crypto::asBytes(kIdentityContext), random));
    TRY(writeHashed(folder / "hub.identity", out.view()));
    auto written = writeHubKey(folder, identity.suite(), key); // last, because with it there is a hub
    std::error_code error;
    if (!written) fs::remove(folder / "hub.identity", error);
    return written;
}

Result<crypto::Identity> openIdentityFolder(const fs::path& folder) {
    TRY_ASSIGN(const auto key, readHubKey(folder));
    const auto path = folder / "hub.identity";
    std::error_code error;
    if (!fs::exists(path, error)) {
        return fail(Code::refused, {"This hub has its record in its own folder", "该服务器的记录在其自己的文件夹中"},
                    {"Leave --store out, or choose another folder", "请去掉 --store，或选择其他文件夹"},
                    folder.string());
    }
    TRY_ASSIGN(const auto bytes, readHashed(path));
    CborReader in(bytes);
    in.arrayOf(2);
    if (in.unsignedInt() != kVersion) in.fault("unknown version");
    const auto sealed = in.bytes();
    TRY(in.finish("identity of the hub"));
    if (auto secret = crypto::open(key.suite, key.key, sealed, crypto::asBytes(kIdentityContext))) {
        auto identity = crypto::Identity::import(key.suite, *secret);
        crypto::wipe(*secret);
        if (identity) return *std::move(identity);
    }
    return fail(Code::damaged, {"The identity of the hub does not open with its key", "服务器身份无法以其密钥打开"},
                {"Restore hub.identity and hub.key, which belong together", "请恢复成对的 hub.identity 与 hub.key"},
                path.string());
}

} // namespace model
