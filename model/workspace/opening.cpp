// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

#include "crypto/envelope.h"
#include "model/workspace/new_folder.h"
#include "model/workspace/setup_rules.h"

namespace model {

namespace {

template <typename T>
Id<T> newId(crypto::Random& random) {
    Id<T> id;
    random.fill(id.bytes);
    return id;
}

std::unexpected<Error> systemError(const std::error_code& error, const std::filesystem::path& path) {
    return fail(Code::failed, {"The folder cannot be used: " + error.message(), "文件夹无法使用：" + error.message()},
                {}, path.string());
}

/// Says what comes next, unless the person has stopped it.
Result<void> next(const Text& doing, const Doing& say, const std::stop_token& stop) {
    if (stop.stop_requested())
        return fail(Code::cancelled, {"Stopped; nothing was left behind", "已停止，未留下任何内容"});
    if (say) say(doing);
    return {};
}

/// Makes keys under a passphrase, at a cost that is measured where none is given, or on a token.
Result<PersonKeys> measureAndMakeKeys(decltype(makeKeys) make, const std::filesystem::path& folder, PersonId person,
                                      const PersonRequest& request, crypto::Suite suite, ByteView secret,
                                      crypto::PassphraseCost cost, const Surroundings& with, const Doing& doing,
                                      const std::stop_token& stop) {
    if (request.token) {
        TRY(next({"Making the key on the token, and trying it out", "正在智能密码钥匙中生成密钥并试用"}, doing, stop));
        return make(folder, person, request, suite, {secret, {}, request.token, with.tokens}, *with.random);
    }
    if (cost == crypto::PassphraseCost{}) {
        TRY(next(
            {"Measuring what a guess of the passphrase can be made to cost here", "正在测量本机上猜一次口令的代价"},
            doing, stop));
        cost = crypto::measureCost(kPassphraseTime);
    }
    TRY(next({"Making keys, and sealing them under the passphrase", "正在生成密钥，并用口令封装"}, doing, stop));
    return make(folder, person, request, suite, {secret, cost}, *with.random);
}

/// Removes a key from its token again, unless what it was made for came about.
class UnusedKey {
public:
    UnusedKey() = default;
    UnusedKey(const UnusedKey&) = delete;
    UnusedKey& operator=(const UnusedKey&) = delete;
    ~UnusedKey() {
        if (m_identity) m_identity->discard();
    }
    void hold(const crypto::Identity& identity) { m_identity = identity.share(); }
    void used() { m_identity.reset(); }

private:
    std::optional<crypto::Identity> m_identity;
};

/// Puts together what is behind an unlocked office; the register is not read yet.
std::unique_ptr<Workspace::Parts> assemble(const std::filesystem::path& folder, const OfficeFile& file, PersonId person,
                                           PersonKeys keys, crypto::Secret hubKey, Vault vault, EmbeddedHub hub,
                                           EvidenceStore evidence, const Surroundings& with) {
    auto parts =
        std::unique_ptr<Workspace::Parts>(new Workspace::Parts{.folder = folder,
                                                               .officeFile = file,
                                                               .person = person,
                                                               .identity = std::move(keys.identity),
                                                               .vaultKey = std::move(keys.vaultKey),
                                                               .hubKey = std::move(hubKey),
                                                               .clock = with.clock,
                                                               .random = with.random,
                                                               .vault = std::make_unique<Vault>(std::move(vault)),
                                                               .hub = std::move(hub),
                                                               .address = {},
                                                               .remote = {},
                                                               .connect = with.connect,
                                                               .stop = with.stop,
                                                               .tokens = with.tokens,
                                                               .inSteps = with.exchangesInSteps,
                                                               .round = {},
                                                               .ended = {},
                                                               .evidence = std::move(evidence),
                                                               .keys = {},
                                                               .office = {},
                                                               .officeKeys = {},
                                                               .definitions = {},
                                                               .calendars = {},
                                                               .checkedActs = {}});
    parts->keys.person = person;
    parts->keys.identity = &parts->identity;
    return parts;
}

} // namespace

Workspace::Workspace(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Workspace::~Workspace() {
    // What is under way on other threads shares the keys: the token is locked with the office all the same.
    m_parts->identity.letGo();
}

Result<OfficeInfo> inspectOffice(const std::filesystem::path& folder) {
    TRY_ASSIGN(const auto file, readOfficeFile(folder));
    OfficeInfo info{folder, file.suite, file.fingerprint, {}};
    std::error_code error;
    const bool elsewhere = std::filesystem::exists(folder / "hub.cbor", error);
    for (const auto& entry : std::filesystem::directory_iterator(folder / "people", error)) {
        const auto id = PersonId::fromHex(entry.path().filename().string());
        if (!id) continue;
        auto identity = readIdentityFile(folder, *id);
        if (!identity) continue; // the others can still unlock; the damaged one says so when it is tried
        // Whether somebody is admitted is in the register, which a hub elsewhere has.
        const bool admitted = elsewhere || std::filesystem::exists(entry.path() / "hub.sealed");
        auto& profile = info.profiles.emplace_back();
        profile = {*id, identity->label, admitted, keyFingerprint(identity->identity)};
        if (identity->token) profile.token = identity->token->token;
    }
    if (error) return systemError(error, folder);
    std::ranges::sort(info.profiles, {}, &Profile::label);
    return info;
}

Result<std::unique_ptr<Workspace>> Workspace::found(const FoundRequest& request, ByteView passphrase,
                                                    const Surroundings& with, const Doing& doing,
                                                    std::stop_token stop) {
    TRY(checkOfficeName(request.officeName));
    TRY(checkLabel(request.label));
    TRY(checkPersonName(request.name));
    TRY(checkNewPassphrase(passphrase));
    TRY_ASSIGN(auto folder, NewFolder::begin(request.folder));
    UnusedKey made;
    const auto holding = [&made](const crypto::Identity& identity) { made.hold(identity); };
    TRY_ASSIGN(auto keys, build(folder.path(), request, passphrase, with, doing, stop, holding));
    TRY(next({"Putting the folder in its place", "正在使文件夹就位"}, doing, stop));
    TRY(folder.finish());
    made.used();
    return enter(request.folder, std::move(keys), with);
}

Result<Workspace::Keys> Workspace::build(const std::filesystem::path& folder, const FoundRequest& request,
                                         ByteView passphrase, const Surroundings& with, const Doing& doing,
                                         const std::stop_token& stop,
                                         const std::function<void(const crypto::Identity&)>& made) {
    auto roles = request.roles;
    roles.insert(Role::administrator);
    std::error_code error;
    std::filesystem::create_directories(folder / "people", error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return systemError(error, folder);

    OfficeFile file{request.suite, newId<CaseTag>(*with.random), {}};
    const auto founder = newId<PersonTag>(*with.random);
    PersonRequest person;
    person.label = request.label;
    person.token = request.token;
    TRY_ASSIGN(auto keys, measureAndMakeKeys(makeKeys, folder, founder, person, request.suite, passphrase, request.cost,
                                             with, doing, stop));
    made(keys.identity);
    auto hubKey = crypto::Secret::random(32, *with.random);
    TRY(shareHubKey(folder, founder, keys.identity.publicPart(), hubKey, *with.random));
    TRY(next({"Making the encrypted stores", "正在建立加密存储"}, doing, stop));
    TRY_ASSIGN(auto hub, EmbeddedHub::create(folder / "hub.db", hubKey, request.suite, *with.clock, *with.random));
    TRY_ASSIGN(auto vault, Vault::create(personFolder(folder, founder) / "vault.db", keys.vaultKey, request.suite));
    TRY_ASSIGN(auto evidence, EvidenceStore::open(folder / "evidence"));
    TRY(next({"Writing and signing the first record", "正在写入并签署第一条记录"}, doing, stop));

    auto parts = assemble(folder, file, founder, std::move(keys), std::move(hubKey), std::move(vault), std::move(hub),
                          std::move(evidence), with);
    parts->office.epoch = 1;
    parts->officeKeys.emplace(1, crypto::Secret::random(32, *with.random));

    const Person first{founder, request.name, roles, request.certified, true, parts->identity.publicPart(), {}};
    auto unitIdentity = crypto::Identity::generate(request.suite, *with.random);
    Unit unit{newId<UnitTag>(*with.random), std::string(kOfficeUnit), unitIdentity.publicPart(), {}};
    const auto sealed =
        crypto::sealTo(first.identity, unitIdentity.exportSecret().view(), unit.id.view(), *with.random);
    if (!sealed) return fail(Code::failed, {"A key cannot be sealed to the founder", "无法向设立者封装密钥"});
    unit.members[founder] = *sealed;

    const std::array<std::uint8_t, 16> recipient = founder.bytes;
    const crypto::PublicIdentity identity = parts->identity.publicPart();
    Parts::Acting acting(*parts);
    const auto key = parts->officeKeys.find(1);
    std::vector<KeyGrant> grants;
    grants.push_back({1, key->second.copy()});
    const auto say = [&](const RegisterBody& body, std::span<const KeyGrant> with_) -> const Event& {
        return acting.say({file.office, writeBody(body), {}, 1, &key->second, with_});
    };
    file.fingerprint =
        say(OfficeFounded{parts->hub.hub->identity().publicPart(), first, request.officeName}, grants).id;
    say(UnitFounded{unit}, {});
    say(WorkflowAdopted{std::string(shippedDefinition())}, {});
    say(CalendarAdopted{std::string(law::Calendar::shippedPack())}, {});
    acting.admit(recipient, identity);
    parts->officeFile = file;
    TRY(acting.save());
    TRY_ASSIGN(const auto receipt, acting.settle());
    if (!receipt.refused.empty()) return std::unexpected(receipt.refused.front());
    TRY(writeOfficeFile(folder, file));
    // The stores are closed with their parts: they must not be open while the folder changes its name.
    return Keys{file, founder, {std::move(parts->identity), std::move(parts->vaultKey)}, std::move(parts->hubKey)};
}

namespace {

/// Whether what did not open the keys of the folder may be tried at those that wait to replace them. A PIN that one
/// token did not take is not tried at another, which would count it; where the token is lost, nothing was tried yet.
bool mayBeOfNewKeys(const IdentityFile& file, const IdentityFile& waiting, const Error& error) {
    if (error.code == Code::locked) return !(file.token && waiting.token);
    return file.token && error.code != Code::damaged;
}

/// Whether a secret opens keys that were made to replace those of the folder, and now have. Code::refused if it opens
/// them and they wait for their approval; `error`, with which those of the folder did not open, if it opens neither.
Result<bool> takeUpIfApproved(const std::filesystem::path& folder, const OfficeFile& file, const IdentityFile& own,
                              const std::optional<HubAddress>& address, ByteView secret, const Surroundings& with,
                              const Error& error) {
    const auto waiting = readRenewal(folder, own.person);
    if (!waiting || !*waiting || !mayBeOfNewKeys(own, **waiting, error)) return false;
    const auto keys = openKeys(**waiting, secret, with.tokens);
    if (!keys && keys.error().code == Code::locked && error.code != Code::locked) return std::unexpected(keys.error());
    if (!keys) return false;
    const auto waits = [] {
        return fail(Code::refused, {"Your new keys wait to be approved", "您的新密钥正等待批准"},
                    {"An administrator proposes them, and a second person approves them",
                     "须由系统管理员提议，并由第二人批准"});
    };
    // In a stand-alone office the desk of who approved them puts them in their place.
    if (!address || address->host.empty() || !with.connect) return waits();
    TRY_ASSIGN(auto transport, with.connect(*address, with.stop));
    RemoteHub hub(std::move(transport), *address, file.fingerprint, own.person, keys->identity);
    ChangesAsk least;
    least.limit = 1;
    const auto asked = hub.changes(own.person, least);
    if (!asked && asked.error().code == Code::locked) return waits();
    TRY(asked);
    TRY(takeUpNewKeys(folder, own.person, {}, *with.random));
    return true;
}

} // namespace

Result<std::unique_ptr<Workspace>> Workspace::unlock(const std::filesystem::path& folder, PersonId person,
                                                     ByteView passphrase, const Surroundings& with) {
    TRY_ASSIGN(const auto file, readOfficeFile(folder));
    TRY_ASSIGN(const auto identityFile, readIdentityFile(folder, person));
    TRY_ASSIGN(const auto address, readHubFile(folder));
    auto opened = openKeys(identityFile, passphrase, with.tokens);
    if (!opened) {
        TRY_ASSIGN(const bool renewed,
                   takeUpIfApproved(folder, file, identityFile, address, passphrase, with, opened.error()));
        if (renewed) return unlock(folder, person, passphrase, with);
    }
    TRY_ASSIGN(auto keys, std::move(opened));
    crypto::Secret hubKey;
    if (!address) {
        TRY_ASSIGN(hubKey, openHubKey(folder, person, keys.identity));
    }
    return enter(folder, {file, person, std::move(keys), std::move(hubKey)}, with);
}

Result<std::unique_ptr<Workspace>> Workspace::enter(const std::filesystem::path& folder, Keys keys,
                                                    const Surroundings& with) {
    const auto& file = keys.office;
    const auto vaultPath = personFolder(folder, keys.person) / "vault.db";
    std::error_code error;
    const bool first = !std::filesystem::exists(vaultPath, error);
    TRY_ASSIGN(auto vault, first ? Vault::create(vaultPath, keys.own.vaultKey, file.suite)
                                 : Vault::open(vaultPath, keys.own.vaultKey, file.suite));
    TRY_ASSIGN(auto address, readHubFile(folder));
    EmbeddedHub hub;
    if (!address) {
        TRY_ASSIGN(hub, EmbeddedHub::open(folder / "hub.db", keys.hub, file.suite, *with.clock));
    }
    TRY_ASSIGN(auto evidence, EvidenceStore::open(folder / "evidence"));
    TRY(evidence.sweep(with.clock->now()));

    auto parts = assemble(folder, file, keys.person, std::move(keys.own), std::move(keys.hub), std::move(vault),
                          std::move(hub), std::move(evidence), with);
    parts->address = std::move(address);
    if (parts->hub.store) {
        TRY_ASSIGN(const bool gone, parts->hub.store->handedOver());
        if (gone) TRY(parts->leaveOwnHub());
    }
    TRY(parts->openWay());
    TRY(parts->reloadOffice());
    TRY(openUnits(parts->keys, parts->office));
    auto workspace = std::unique_ptr<Workspace>(new Workspace(std::move(parts)));
    TRY_ASSIGN(const bool current, workspace->m_parts->vault->derivedAreCurrent());
    if (!current) TRY(workspace->rebuild({}, {}));
    else TRY(workspace->m_parts->catchUp());
    const bool exchanges = workspace->m_parts->exchangesByItself() && !with.opensWithoutHub;
    if (exchanges || !workspace->office().exists()) {
        if (auto exchanged = workspace->m_parts->exchange(); !exchanged) {
            // Without its hub one works with what is here, if anything is.
            const bool away = workspace->hubAddress() && exchanged.error().code == Code::network;
            const bool over = workspace->ended().has_value();
            if (!(away || over) || !workspace->office().exists()) return std::unexpected(std::move(exchanged).error());
        }
    }
    // After the exchange, which brings what the register says by now.
    workspace->m_parts->lookWhetherEnded();
    // What is on one's own machine one keeps; in a folder that all share one has nothing any more.
    if (workspace->ended() && !workspace->hubAddress()) return std::unexpected(*workspace->ended());
    TRY(workspace->m_parts->placeNewKeys());
    return workspace;
}

Result<PersonId> Workspace::requestToJoin(const std::filesystem::path& folder, const PersonRequest& request,
                                          ByteView passphrase, const Surroundings& with, const Doing& doing,
                                          std::stop_token stop) {
    TRY(checkPersonName(request.name));
    TRY_ASSIGN(const auto office, inspectOffice(folder));
    TRY(checkLabel(request.label, office.profiles));
    TRY(checkNewPassphrase(passphrase));
    const auto person = request.person.value_or(newId<PersonTag>(*with.random));
    TRY(measureAndMakeKeys(makeKeys, folder, person, request, office.suite, passphrase, {}, with, doing, stop));
    return person;
}

Result<crypto::PublicIdentity> renewKeys(const std::filesystem::path& folder, crypto::Suite suite,
                                         const PersonRequest& request, ByteView passphrase, const Surroundings& with,
                                         const Doing& doing, const std::stop_token& stop) {
    TRY_ASSIGN(const auto keys, measureAndMakeKeys(makeNewKeys, folder, *request.person, request, suite, passphrase, {},
                                                   with, doing, stop));
    return keys.identity.publicPart();
}

} // namespace model
