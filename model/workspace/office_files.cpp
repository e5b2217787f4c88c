// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/office_files.h"

#include "crypto/aead.h"
#include "crypto/derive.h"
#include "crypto/envelope.h"
#include "model/base/cbor.h"
#include "model/base/token.h"
#include "model/workspace/new_folder.h"
#include "model/workspace/tokens.h"

#include <algorithm>

namespace model {

namespace {

constexpr std::uint64_t kVersion = 1;
/// Of an identity file whose signing key is on a token: an earlier program has no way to it.
constexpr std::uint64_t kVersionOnToken = 2;
constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kTokenSaltSize = 32;
constexpr std::string_view kRenewal = ".new"; ///< ends the name of a folder with keys that wait

crypto::Suite readSuite(CborReader& in) {
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(in.unsignedInt(), 255)));
    if (!suite) in.fault("unknown suite");
    return suite.value_or(crypto::Suite::intl1);
}

/// The version that a file says, at most `newest`.
Result<std::uint64_t> checkVersion(CborReader& in, const std::filesystem::path& path, std::uint64_t newest = kVersion) {
    const auto version = in.unsignedInt();
    if (in.ok() && version > newest) {
        return fail(Code::newer,
                    {"The office was written by a newer version of the program", "该单位数据由更新版本的程序写入"},
                    {"Update the program; nothing was changed", "请更新程序；未作任何更改"}, path.string());
    }
    return version;
}

/// What the sealed keys are bound to: everything in the file before them.
Bytes boundPart(const IdentityFile& file) {
    CborWriter out;
    out.array(file.token ? 12 : 10).unsignedInt(file.token ? kVersionOnToken : kVersion);
    out.unsignedInt(static_cast<std::uint64_t>(file.suite)).bytes(file.person.view());
    out.text(file.label).text(file.name).bytes(file.identity.encode());
    if (file.token) {
        const auto& [token, key] = *file.token;
        out.text(token.label).text(token.serial).text(token.manufacturer).text(token.model);
        out.bytes(key).bytes(file.salt);
        return std::move(out).take();
    }
    out.unsignedInt(file.cost.memoryKiB).unsignedInt(file.cost.passes).unsignedInt(file.cost.lanes).bytes(file.salt);
    return std::move(out).take();
}

} // namespace

Result<void> writeOfficeFile(const std::filesystem::path& folder, const OfficeFile& file) {
    CborWriter out;
    out.array(4).unsignedInt(kVersion).unsignedInt(static_cast<std::uint64_t>(file.suite)).bytes(file.office.view());
    out.bytes(file.fingerprint.view());
    return writeHashed(folder / "office.cbor", out.view());
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

Result<void> writeHubFile(const std::filesystem::path& folder, const HubAddress& address) {
    CborWriter out;
    out.array(5).unsignedInt(kVersion).bytes(address.hub.encode()).text(address.host).unsignedInt(address.port);
    if (address.pin) out.bytes(address.pin->view());
    else out.null();
    return writeHashed(folder / "hub.cbor", out.view());
}

Result<std::optional<HubAddress>> readHubFile(const std::filesystem::path& folder) {
    const auto path = folder / "hub.cbor";
    auto bytes = readHashed(path);
    if (!bytes && bytes.error().code == Code::notFound) return std::nullopt;
    if (!bytes) return std::unexpected(std::move(bytes).error());
    CborReader in(*bytes);
    HubAddress address;
    in.arrayOf(5);
    TRY(checkVersion(in, path));
    if (auto hub = crypto::PublicIdentity::decode(in.bytes())) address.hub = *std::move(hub);
    else in.fault("no identity");
    address.host = in.text();
    const auto port = in.unsignedInt();
    if (port > 65535) in.fault("no port");
    address.port = static_cast<std::uint16_t>(port);
    if (!in.tryNull()) {
        if (const auto pin = Digest::fromBytes(in.bytesOf(32))) address.pin = *pin;
    }
    TRY(in.finish("hub file"));
    return address;
}

std::filesystem::path personFolder(const std::filesystem::path& folder, PersonId person) {
    return folder / "people" / person.hex();
}

std::filesystem::path renewalFolder(const std::filesystem::path& folder, PersonId person) {
    return folder / "people" / (person.hex() + std::string(kRenewal));
}

namespace {

/// What a token signs so that its keys open: nothing else that is ever signed begins like this.
constexpr std::string_view kOpening = "touchstone identity key\n";

Result<crypto::Secret> stretched(const Sealing& sealing, const IdentityFile& file) {
    auto key = crypto::stretch(sealing.secret, file.salt, file.cost);
    if (key) return *std::move(key);
    return fail(
        Code::usage, {"The passphrase cannot be used", "该口令无法使用"},
        {"Use at least one character, and a cost of 64 MiB or more", "请至少输入一个字符，内存成本不低于 64 MiB"});
}

/// The key under which an identity file is sealed, from what only the token can say: Ed25519 signs the same words the
/// same each time, and the signature is kept nowhere.
Result<crypto::Secret> sealingKey(const crypto::TokenKey& key, const IdentityFile& file) {
    Bytes words = crypto::toBytes(crypto::asBytes(kOpening));
    crypto::append(words, file.person.view());
    crypto::append(words, file.salt);
    auto signature = key.sign(words);
    if (!signature) return std::unexpected(tokenError(signature.error()));
    auto derived = crypto::deriveKey(file.suite, *signature, "touchstone identity on a token 1", file.salt);
    crypto::wipe(*signature);
    return derived;
}

Bytes sealKeys(const IdentityFile& file, const crypto::Secret& under, const PersonKeys& keys, crypto::Random& random) {
    const auto identity = keys.identity.exportSecret();
    auto plain = crypto::Secret::ofSize(32 + identity.size());
    std::ranges::copy(keys.vaultKey.view(), plain.mutableView().begin());
    std::ranges::copy(identity.view(), plain.mutableView().begin() + 32);
    return crypto::seal(file.suite, under, plain.view(), boundPart(file), random);
}

/// The person's folder is there with the file in it or not at all: an empty one would stand for nobody.
Result<void> writeIdentityAt(const std::filesystem::path& place, const IdentityFile& file) {
    CborWriter out;
    out.array(2).bytes(boundPart(file)).bytes(file.sealedKeys);
    TRY_ASSIGN(auto whole, NewFolder::beginInside(place, "person"));
    std::error_code error;
    std::filesystem::create_directory(whole.path(), error);
    if (!error) std::filesystem::permissions(whole.path(), std::filesystem::perms::owner_all, error);
    if (error)
        return fail(Code::failed,
                    {"The folder cannot be made: " + error.message(), "文件夹无法创建：" + error.message()});
    TRY(writeHashed(whole.path() / "identity.cbor", out.view()));
    return whole.finish();
}

/// The rest of makeKeysOnToken(), once there is a key.
Result<PersonKeys> sealOnToken(const std::filesystem::path& place, IdentityFile file,
                               const std::shared_ptr<crypto::TokenKey>& key, const Sealing& sealing,
                               crypto::Random& random) {
    PersonKeys keys{crypto::Identity::generateWith(key, random), crypto::Secret::random(32, random)};
    file.identity = keys.identity.publicPart();
    file.token = TokenPlace{key->token(), key->id()};
    file.salt.resize(kTokenSaltSize);
    random.fill(file.salt);
    TRY_ASSIGN(const auto under, sealingKey(*key, file));
    file.sealedKeys = sealKeys(file, under, keys, random);
    // Opened once as every unlock will: before anybody rests on it, and with the PIN typed anew.
    keys.identity.letGo();
    TRY_ASSIGN(auto opened, openKeys(file, sealing.secret, sealing.tokens));
    TRY(writeIdentityAt(place, file));
    return opened;
}

Result<PersonKeys> makeKeysOnToken(const std::filesystem::path& place, IdentityFile file, const Sealing& sealing,
                                   crypto::Random& random) {
    TRY(checkTokenSuite(file.suite));
    if (!sealing.tokens) return std::unexpected(noTokens());
    auto key = crypto::TokenKey::make(*sealing.tokens, *sealing.token, sealing.secret, random);
    if (!key) return std::unexpected(tokenError(key.error()));
    const Bytes id = (*key)->id(), verifyKey = (*key)->verifyKey();
    auto keys = sealOnToken(place, std::move(file), *key, sealing, random);
    if (keys) return keys;
    (*key)->close();
    if (auto again = crypto::TokenKey::open(*sealing.tokens, *sealing.token, sealing.secret, id, verifyKey))
        (void)(*again)->remove(); // it came to nothing; if the token is gone, it keeps a key that nobody knows
    return keys;
}

Result<PersonKeys> makeKeysAt(const std::filesystem::path& place, PersonId person, const PersonRequest& request,
                              crypto::Suite suite, const Sealing& sealing, crypto::Random& random) {
    IdentityFile file{suite, person, request.label, request.name, {}, sealing.cost, Bytes(kSaltSize), {}};
    if (sealing.token) return makeKeysOnToken(place, std::move(file), sealing, random);
    PersonKeys keys{crypto::Identity::generate(suite, random), crypto::Secret::random(32, random)};
    file.identity = keys.identity.publicPart();
    random.fill(file.salt);
    TRY_ASSIGN(const auto under, stretched(sealing, file));
    file.sealedKeys = sealKeys(file, under, keys, random);
    TRY(writeIdentityAt(place, file));
    return keys;
}

} // namespace

Result<PersonKeys> makeKeys(const std::filesystem::path& folder, PersonId person, const PersonRequest& request,
                            crypto::Suite suite, const Sealing& sealing, crypto::Random& random) {
    return makeKeysAt(personFolder(folder, person), person, request, suite, sealing, random);
}

namespace {

Result<IdentityFile> readIdentityAt(const std::filesystem::path& place, PersonId person) {
    const auto path = place / "identity.cbor";
    TRY_ASSIGN(const auto bytes, readHashed(path));
    CborReader outer(bytes);
    outer.arrayOf(2);
    const auto bound = outer.bytes();
    const auto sealed = outer.bytes();
    TRY(outer.finish("identity file"));
    CborReader in(bound);
    IdentityFile file;
    const auto members = in.array(12);
    TRY_ASSIGN(const auto version, checkVersion(in, path, kVersionOnToken));
    if (members != (version == kVersionOnToken ? 12U : 10U)) in.fault("another number of members");
    file.suite = readSuite(in);
    if (const auto id = PersonId::from(in.bytesOf(16))) file.person = *id;
    file.label = in.text();
    file.name = in.text();
    if (auto identity = crypto::PublicIdentity::decode(in.bytes())) file.identity = *std::move(identity);
    else in.fault("not a public identity");
    const auto number = [&] {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(in.unsignedInt(), 0xffffffff));
    };
    if (version == kVersionOnToken) {
        TokenPlace at;
        for (auto* const text : {&at.token.label, &at.token.serial, &at.token.manufacturer, &at.token.model})
            *text = in.text();
        at.key = crypto::toBytes(in.bytesOf(crypto::kTokenKeyIdSize));
        if (file.suite != crypto::Suite::intl1) in.fault("a token in this suite");
        file.token = std::move(at);
    } else {
        file.cost.memoryKiB = number();
        file.cost.passes = number();
        file.cost.lanes = number();
    }
    const auto salt = in.bytesOf(file.token ? kTokenSaltSize : kSaltSize);
    file.salt.assign(salt.begin(), salt.end());
    TRY(in.finish("identity file"));
    if (file.person != person)
        return fail(Code::damaged, {"The identity file is another person's", "身份文件属于他人"}, {}, path.string());
    file.sealedKeys.assign(sealed.begin(), sealed.end());
    return file;
}

Result<void> shareHubKeyAt(const std::filesystem::path& place, PersonId person, const crypto::PublicIdentity& to,
                           const crypto::Secret& hubKey, crypto::Random& random) {
    const auto sealed = crypto::sealTo(to, hubKey.view(), person.view(), random);
    if (!sealed)
        return fail(Code::failed, {"The hub's key cannot be sealed to this person", "无法将服务器密钥封装给该人员"});
    return writeWhole(place / "hub.sealed", *sealed);
}

} // namespace

Result<IdentityFile> readIdentityFile(const std::filesystem::path& folder, PersonId person) {
    return readIdentityAt(personFolder(folder, person), person);
}

namespace {

std::unexpected<Error> notValid() {
    return fail(Code::damaged, {"The keys in the identity file are not valid", "身份文件中的密钥无效"});
}

/// What was sealed under this key: the vault's key, and what there is of the identity. `wrong` where it does not open.
Result<crypto::Secret> unseal(const IdentityFile& file, const crypto::Secret& under, const Error& wrong) {
    crypto::Aead aead(file.suite);
    aead.rekey(under.view());
    const ByteView sealed(file.sealedKeys);
    if (sealed.size() < crypto::kAeadNonceSize + crypto::kAeadTagSize + 32) return std::unexpected(wrong);
    Bytes opened;
    if (!aead.openWith(sealed.first(crypto::kAeadNonceSize), sealed.subspan(crypto::kAeadNonceSize), boundPart(file),
                       opened)) {
        return std::unexpected(wrong);
    }
    crypto::Secret plain(opened);
    crypto::wipe(opened);
    return plain;
}

Result<PersonKeys> openWithToken(const IdentityFile& file, ByteView pin, crypto::Tokens* tokens) {
    if (!tokens) return std::unexpected(noTokens());
    auto key = crypto::TokenKey::open(*tokens, file.token->token, pin, file.token->key, file.identity.verifyKey);
    if (!key) return std::unexpected(tokenError(key.error()));
    TRY_ASSIGN(const auto under, sealingKey(**key, file));
    // The PIN was right and the key is the one that the file names: what does not open was changed.
    TRY_ASSIGN(const auto plain, unseal(file, under, notValid().error()));
    auto identity = crypto::Identity::importWith(*std::move(key), plain.view().subspan(32));
    if (!identity || identity->publicPart() != file.identity) return notValid();
    return PersonKeys{*std::move(identity), crypto::Secret(plain.view().first(32))};
}

} // namespace

Result<PersonKeys> openKeys(const IdentityFile& file, ByteView secret, crypto::Tokens* tokens) {
    if (file.token) return openWithToken(file, secret, tokens);
    const Error wrong{Code::locked,
                      {"Passphrase not accepted. Nothing was changed", "口令不正确，未作任何更改"},
                      {"Check Caps Lock and the keyboard layout, and try again", "请检查大写锁定和键盘布局后重试"}};
    const auto under = crypto::stretch(secret, file.salt, file.cost);
    if (!under) return std::unexpected(wrong);
    TRY_ASSIGN(const auto plain, unseal(file, *under, wrong));
    auto identity = crypto::Identity::import(file.suite, plain.view().subspan(32));
    if (!identity || identity->publicPart() != file.identity) return notValid();
    return PersonKeys{*std::move(identity), crypto::Secret(plain.view().first(32))};
}

Result<void> shareHubKey(const std::filesystem::path& folder, PersonId person, const crypto::PublicIdentity& to,
                         const crypto::Secret& hubKey, crypto::Random& random) {
    return shareHubKeyAt(personFolder(folder, person), person, to, hubKey, random);
}

Result<PersonKeys> makeNewKeys(const std::filesystem::path& folder, PersonId person, const PersonRequest& request,
                               crypto::Suite suite, const Sealing& sealing, crypto::Random& random) {
    const auto place = renewalFolder(folder, person);
    std::error_code error;
    std::filesystem::remove_all(place, error); // nobody has approved those
    if (error)
        return fail(Code::failed,
                    {"The folder cannot be emptied: " + error.message(), "文件夹无法清空：" + error.message()}, {},
                    place.string());
    return makeKeysAt(place, person, request, suite, sealing, random);
}

Result<std::optional<IdentityFile>> readRenewal(const std::filesystem::path& folder, PersonId person) {
    auto file = readIdentityAt(renewalFolder(folder, person), person);
    if (file) return *std::move(file);
    if (file.error().code == Code::notFound) return std::nullopt;
    return std::unexpected(std::move(file).error());
}

std::vector<PersonId> renewals(const std::filesystem::path& folder) {
    std::vector<PersonId> all;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "people", error)) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(kRenewal)) continue;
        if (const auto id = PersonId::fromHex(name.substr(0, name.size() - kRenewal.size()))) all.push_back(*id);
    }
    std::ranges::sort(all);
    return all;
}

Result<void> takeUpNewKeys(const std::filesystem::path& folder, PersonId person, const crypto::Secret& hubKey,
                           crypto::Random& random) {
    const auto renewed = renewalFolder(folder, person);
    const auto place = personFolder(folder, person);
    if (!hubKey.view().empty()) {
        TRY_ASSIGN(const auto file, readIdentityAt(renewed, person));
        TRY(shareHubKeyAt(renewed, person, file.identity, hubKey, random));
    }
    std::error_code error;
    if (std::filesystem::exists(place, error)) {
        auto before = place;
        for (unsigned n = 1; before == place || std::filesystem::exists(before, error); ++n) {
            before = place;
            before += ".before-" + std::to_string(n);
        }
        std::filesystem::rename(place, before, error);
    }
    if (!error) std::filesystem::rename(renewed, place, error);
    if (!error) return {};
    return fail(Code::failed,
                {"The new keys cannot be put in their place: " + error.message(), "新密钥无法就位：" + error.message()},
                {}, place.string());
}

Result<crypto::Secret> openHubKey(const std::filesystem::path& folder, PersonId person,
                                  const crypto::Identity& identity) {
    const auto path = personFolder(folder, person) / "hub.sealed";
    auto sealed = readWhole(path, kHashedFileLimit);
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
