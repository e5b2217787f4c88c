// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/parts.h"

#include "crypto/envelope.h"

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

/// Removes what a founding that failed has made.
class Cleanup {
public:
    explicit Cleanup(std::filesystem::path folder, bool existed) : m_folder(std::move(folder)), m_existed(existed) {}
    ~Cleanup() {
        if (m_done) return;
        std::error_code ignored;
        if (!m_existed) {
            std::filesystem::remove_all(m_folder, ignored);
            return;
        }
        for (const auto& entry : std::filesystem::directory_iterator(m_folder, ignored)) {
            std::filesystem::remove_all(entry.path(), ignored);
        }
    }
    void done() { m_done = true; }

private:
    std::filesystem::path m_folder;
    bool m_existed;
    bool m_done = false;
};

Result<bool> takeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    const bool existed = std::filesystem::exists(folder, error);
    if (existed && !std::filesystem::is_empty(folder, error)) {
        return fail(Code::usage, {"The folder is not empty", "文件夹不为空"},
                    {"Choose a new or empty folder", "请选择新的或空的文件夹"}, folder.string());
    }
    std::filesystem::create_directories(folder / "people", error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return systemError(error, folder);
    return existed;
}

Result<void> checkRequest(const std::string& label, const std::set<Role>& roles, ByteView passphrase) {
    if (label.empty() || label.size() > 200)
        return fail(Code::usage, {"A label is needed for the unlock page", "请填写登录页显示的名称"});
    if (roles.empty()) return fail(Code::usage, {"A person needs at least one role", "人员至少须有一个角色"});
    if (passphrase.empty()) return fail(Code::usage, {"A passphrase is needed", "请设置口令"});
    return {};
}

/// Puts together what is behind an unlocked office; the register is not read yet.
std::unique_ptr<Workspace::Parts> assemble(const std::filesystem::path& folder, const OfficeFile& file, PersonId person,
                                           PersonKeys keys, crypto::Secret hubKey, Vault vault,
                                           std::unique_ptr<Hub> hub, EvidenceStore evidence, Surroundings with) {
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
                                                               .evidence = std::move(evidence),
                                                               .keys = {},
                                                               .office = {},
                                                               .officeKeys = {},
                                                               .definitions = {},
                                                               .calendar = {},
                                                               .checkedActs = {}});
    parts->keys.person = person;
    parts->keys.identity = &parts->identity;
    return parts;
}

} // namespace

Workspace::Workspace(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Workspace::~Workspace() = default;

Result<OfficeInfo> inspectOffice(const std::filesystem::path& folder) {
    TRY_ASSIGN(const auto file, readOfficeFile(folder));
    OfficeInfo info{folder, file.suite, file.fingerprint, {}};
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "people", error)) {
        const auto id = PersonId::fromHex(entry.path().filename().string());
        if (!id) continue;
        auto identity = readIdentityFile(folder, *id);
        if (!identity) continue; // the others can still unlock; the damaged one says so when it is tried
        info.profiles.push_back({*id, identity->label, std::filesystem::exists(entry.path() / "hub.sealed")});
    }
    if (error) return systemError(error, folder);
    std::ranges::sort(info.profiles, {}, &Profile::label);
    return info;
}

Result<std::unique_ptr<Workspace>> Workspace::found(const FoundRequest& request, ByteView passphrase,
                                                    Surroundings with) {
    auto roles = request.roles;
    roles.insert(Role::administrator);
    TRY(checkRequest(request.label, roles, passphrase));
    TRY_ASSIGN(const bool existed, takeFolder(request.folder));
    Cleanup cleanup(request.folder, existed);

    OfficeFile file{request.suite, newId<CaseTag>(*with.random), {}};
    const auto founder = newId<PersonTag>(*with.random);
    TRY_ASSIGN(auto keys, makeKeys(request.folder, founder, {"", request.label, roles, request.certified},
                                   request.suite, passphrase, request.cost, *with.random));
    auto hubKey = crypto::Secret::random(32, *with.random);
    TRY(shareHubKey(request.folder, founder, keys.identity.publicPart(), hubKey, *with.random));
    TRY_ASSIGN(auto hub, Hub::create(request.folder / "hub.db", hubKey, request.suite, *with.clock, *with.random));
    TRY_ASSIGN(auto vault,
               Vault::create(personFolder(request.folder, founder) / "vault.db", keys.vaultKey, request.suite));
    TRY_ASSIGN(auto evidence, EvidenceStore::open(request.folder / "evidence"));

    auto parts = assemble(request.folder, file, founder, std::move(keys), std::move(hubKey), std::move(vault),
                          std::move(hub), std::move(evidence), with);
    parts->office.epoch = 1;
    parts->officeKeys.emplace(1, crypto::Secret::random(32, *with.random));

    Person person{founder, request.name, roles, request.certified, true, parts->identity.publicPart(), {}};
    auto unitIdentity = crypto::Identity::generate(request.suite, *with.random);
    Unit unit{newId<UnitTag>(*with.random), std::string(kOfficeUnit), unitIdentity.publicPart(), {}};
    const auto sealed =
        crypto::sealTo(person.identity, unitIdentity.exportSecret().view(), unit.id.view(), *with.random);
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
    file.fingerprint = say(OfficeFounded{parts->hub->identity(), person, request.officeName}, grants).id;
    say(UnitFounded{unit}, {});
    say(WorkflowAdopted{std::string(shippedDefinition())}, {});
    acting.admit(recipient, identity);
    parts->officeFile = file;
    TRY(acting.save());
    TRY_ASSIGN(const auto receipt, acting.settle());
    if (!receipt.refused.empty()) return std::unexpected(receipt.refused.front());
    // Last, because a folder is an office from the moment it has this file.
    TRY(writeOfficeFile(request.folder, file));
    cleanup.done();
    return std::unique_ptr<Workspace>(new Workspace(std::move(parts)));
}

Result<std::unique_ptr<Workspace>> Workspace::unlock(const std::filesystem::path& folder, PersonId person,
                                                     ByteView passphrase, Surroundings with) {
    TRY_ASSIGN(const auto file, readOfficeFile(folder));
    TRY_ASSIGN(const auto identityFile, readIdentityFile(folder, person));
    TRY_ASSIGN(auto keys, openKeys(identityFile, passphrase));
    TRY_ASSIGN(auto hubKey, openHubKey(folder, person, keys.identity));
    const auto vaultPath = personFolder(folder, person) / "vault.db";
    std::error_code error;
    const bool first = !std::filesystem::exists(vaultPath, error);
    TRY_ASSIGN(auto vault, first ? Vault::create(vaultPath, keys.vaultKey, file.suite)
                                 : Vault::open(vaultPath, keys.vaultKey, file.suite));
    TRY_ASSIGN(auto hub, Hub::open(folder / "hub.db", hubKey, file.suite, *with.clock));
    TRY_ASSIGN(auto evidence, EvidenceStore::open(folder / "evidence"));
    TRY(evidence.sweep());

    auto parts = assemble(folder, file, person, std::move(keys), std::move(hubKey), std::move(vault), std::move(hub),
                          std::move(evidence), with);
    TRY(parts->reloadOffice());
    TRY(openUnits(parts->keys, parts->office));
    auto workspace = std::unique_ptr<Workspace>(new Workspace(std::move(parts)));
    TRY_ASSIGN(const bool current, workspace->m_parts->vault->derivedAreCurrent());
    if (!current) TRY(workspace->rebuild({}, {}));
    else TRY(workspace->m_parts->catchUp());
    TRY(workspace->exchange());
    return workspace;
}

Result<PersonId> Workspace::requestToJoin(const std::filesystem::path& folder, const PersonRequest& request,
                                          ByteView passphrase, Surroundings with) {
    TRY(checkRequest(request.label, request.roles.empty() ? std::set<Role>{Role::officer} : request.roles, passphrase));
    TRY_ASSIGN(const auto file, readOfficeFile(folder));
    const auto person = newId<PersonTag>(*with.random);
    TRY(makeKeys(folder, person, request, file.suite, passphrase, crypto::measureCost(std::chrono::milliseconds(500)),
                 *with.random));
    return person;
}

} // namespace model
