// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/office_files.h"

#include "crypto/aead.h"
#include "crypto/envelope.h"
#include "model/base/cbor.h"
#include "model/workspace/new_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace model {

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kFileLimit = 64 * 1024;
constexpr std::size_t kSaltSize = 16;

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

/// The bytes and their hash: a small file that is damaged must be told from one that a passphrase does not open.
Bytes withHash(crypto::ByteView bytes) {
    Bytes out(bytes.begin(), bytes.end());
    const auto hash = crypto::sha256(bytes);
    out.insert(out.end(), hash.bytes.begin(), hash.bytes.end());
    return out;
}

Result<Bytes> readHashed(const std::filesystem::path& path) {
    TRY_ASSIGN(auto bytes, readWhole(path, kFileLimit));
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

crypto::Suite readSuite(CborReader& in) {
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(in.unsignedInt(), 255)));
    if (!suite) in.fault("unknown suite");
    return suite.value_or(crypto::Suite::intl1);
}

Result<void> checkVersion(CborReader& in, const std::filesystem::path& path) {
    const auto version = in.unsignedInt();
    if (in.ok() && version > kVersion) {
        return fail(Code::newer,
                    {"The office was written by a newer version of the program", "该单位数据由更新版本的程序写入"},
                    {"Update the program; nothing was changed", "请更新程序；未作任何更改"}, path.string());
    }
    return {};
}

/// What the sealed keys are bound to: everything in the file before them.
Bytes boundPart(const IdentityFile& file) {
    CborWriter out;
    out.array(10).unsignedInt(kVersion).unsignedInt(static_cast<std::uint64_t>(file.suite)).bytes(file.person.view());
    out.text(file.label).text(file.name).bytes(file.identity.encode());
    out.unsignedInt(file.cost.memoryKiB).unsignedInt(file.cost.passes).unsignedInt(file.cost.lanes).bytes(file.salt);
    return std::move(out).take();
}

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

Result<void> writeOfficeFile(const std::filesystem::path& folder, const OfficeFile& file) {
    CborWriter out;
    out.array(4).unsignedInt(kVersion).unsignedInt(static_cast<std::uint64_t>(file.suite)).bytes(file.office.view());
    out.bytes(file.fingerprint.view());
    return writeWhole(folder / "office.cbor", withHash(out.view()));
}

Result<OfficeFile> readOfficeFile(const std::filesystem::path& folder) {
    const auto path = folder / "office.cbor";
    auto bytes = readHashed(path);
    if (!bytes) {
        if (bytes.error().code == Code::notFound) {
            return fail(Code::notFound, {"There is no office in this folder", "该文件夹中没有单位数据"},
                        {"Found one, or name the right folder", "请新设单位，或指定正确的文件夹"}, folder.string());
        }
        return std::unexpected(bytes.error());
    }
    CborReader in(*bytes);
    OfficeFile file;
    in.arrayOf(4);
    TRY(checkVersion(in, path));
    file.suite = readSuite(in);
    if (const auto id = CaseId::from(in.bytesOf(16))) file.office = *id;
    if (const auto digest = Digest::fromBytes(in.bytesOf(32))) file.fingerprint = *digest;
    TRY(in.finish("office file"));
    return file;
}

std::filesystem::path personFolder(const std::filesystem::path& folder, PersonId person) {
    return folder / "people" / person.hex();
}

Result<PersonKeys> makeKeys(const std::filesystem::path& folder, PersonId person, const PersonRequest& request,
                            crypto::Suite suite, ByteView passphrase, crypto::PassphraseCost cost,
                            crypto::Random& random) {
    PersonKeys keys{crypto::Identity::generate(suite, random), crypto::Secret::random(32, random)};
    IdentityFile file{suite, person, request.label, request.name, keys.identity.publicPart(), cost, Bytes(kSaltSize),
                      {}};
    random.fill(file.salt);
    const auto stretched = crypto::stretch(passphrase, file.salt, cost);
    if (!stretched) {
        return fail(
            Code::usage, {"The passphrase cannot be used", "该口令无法使用"},
            {"Use at least one character, and a cost of 64 MiB or more", "请至少输入一个字符，内存成本不低于 64 MiB"});
    }
    const auto identity = keys.identity.exportSecret();
    auto plain = crypto::Secret::ofSize(32 + identity.size());
    std::ranges::copy(keys.vaultKey.view(), plain.mutableView().begin());
    std::ranges::copy(identity.view(), plain.mutableView().begin() + 32);
    const Bytes bound = boundPart(file);
    file.sealedKeys = crypto::seal(suite, *stretched, plain.view(), bound, random);
    CborWriter out;
    out.array(2).bytes(bound).bytes(file.sealedKeys);
    // The person's folder is there with the file in it or not at all: an empty one would stand for nobody.
    TRY_ASSIGN(auto whole, NewFolder::beginInside(personFolder(folder, person), "person"));
    std::error_code error;
    std::filesystem::create_directory(whole.path(), error);
    if (!error) std::filesystem::permissions(whole.path(), std::filesystem::perms::owner_all, error);
    if (error)
        return fail(Code::failed,
                    {"The folder cannot be made: " + error.message(), "文件夹无法创建：" + error.message()});
    TRY(writeWhole(whole.path() / "identity.cbor", withHash(out.view())));
    TRY(whole.finish());
    return keys;
}

Result<IdentityFile> readIdentityFile(const std::filesystem::path& folder, PersonId person) {
    const auto path = personFolder(folder, person) / "identity.cbor";
    TRY_ASSIGN(const auto bytes, readHashed(path));
    CborReader outer(bytes);
    outer.arrayOf(2);
    const auto bound = outer.bytes();
    const auto sealed = outer.bytes();
    TRY(outer.finish("identity file"));
    CborReader in(bound);
    IdentityFile file;
    in.arrayOf(10);
    TRY(checkVersion(in, path));
    file.suite = readSuite(in);
    if (const auto id = PersonId::from(in.bytesOf(16))) file.person = *id;
    file.label = in.text();
    file.name = in.text();
    if (auto identity = crypto::PublicIdentity::decode(in.bytes())) file.identity = *std::move(identity);
    else in.fault("not a public identity");
    const auto number = [&] {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(in.unsignedInt(), 0xffffffff));
    };
    file.cost.memoryKiB = number();
    file.cost.passes = number();
    file.cost.lanes = number();
    const auto salt = in.bytesOf(kSaltSize);
    file.salt.assign(salt.begin(), salt.end());
    TRY(in.finish("identity file"));
    if (file.person != person)
        return fail(Code::damaged, {"The identity file is another person's", "身份文件属于他人"}, {}, path.string());
    file.sealedKeys.assign(sealed.begin(), sealed.end());
    return file;
}

Result<PersonKeys> openKeys(const IdentityFile& file, ByteView passphrase) {
    const Error wrong{Code::locked,
                      {"Passphrase not accepted. Nothing was changed", "口令不正确，未作任何更改"},
                      {"Check Caps Lock and the keyboard layout, and try again", "请检查大写锁定和键盘布局后重试"}};
    const auto stretched = crypto::stretch(passphrase, file.salt, file.cost);
    if (!stretched) return std::unexpected(wrong);
    crypto::Aead aead(file.suite);
    aead.rekey(stretched->view());
    const ByteView sealed(file.sealedKeys);
    if (sealed.size() < crypto::kAeadNonceSize + crypto::kAeadTagSize + 32) return std::unexpected(wrong);
    Bytes opened;
    if (!aead.openWith(sealed.first(crypto::kAeadNonceSize), sealed.subspan(crypto::kAeadNonceSize), boundPart(file),
                       opened)) {
        return std::unexpected(wrong);
    }
    const crypto::Secret plain(opened);
    crypto::wipe(opened);
    auto identity = crypto::Identity::import(file.suite, plain.view().subspan(32));
    if (!identity || identity->publicPart() != file.identity) {
        return fail(Code::damaged, {"The keys in the identity file are not valid", "身份文件中的密钥无效"});
    }
    return PersonKeys{*std::move(identity), crypto::Secret(plain.view().first(32))};
}

Result<void> shareHubKey(const std::filesystem::path& folder, PersonId person, const crypto::PublicIdentity& to,
                         const crypto::Secret& hubKey, crypto::Random& random) {
    const auto sealed = crypto::sealTo(to, hubKey.view(), person.view(), random);
    if (!sealed)
        return fail(Code::failed, {"The hub's key cannot be sealed to this person", "无法将服务器密钥封装给该人员"});
    return writeWhole(personFolder(folder, person) / "hub.sealed", *sealed);
}

Result<crypto::Secret> openHubKey(const std::filesystem::path& folder, PersonId person,
                                  const crypto::Identity& identity) {
    const auto path = personFolder(folder, person) / "hub.sealed";
    auto sealed = readWhole(path, kFileLimit);
    if (!sealed && sealed.error().code == Code::notFound) {
        return fail(Code::locked, {"An administrator has not admitted this person yet", "系统管理员尚未批准该人员加入"},
                    {"Ask an administrator to admit you", "请联系系统管理员批准"});
    }
    TRY(sealed);
    auto key = crypto::openSealed(identity, *sealed, person.view());
    if (!key || key->size() != 32) {
        return fail(Code::damaged, {"The hub's key does not open", "服务器密钥无法打开"},
                    {"Ask an administrator to admit you again", "请由系统管理员重新批准"}, path.string());
    }
    return *std::move(key);
}

} // namespace model
