// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub_folder.h"
#include "model/workspace/parts.h"

namespace model {

Result<void> Workspace::Parts::openWay() {
    remote.reset();
    if (!address || address->host.empty() || !connect) return {};
    TRY_ASSIGN(auto transport, connect(*address, stop));
    remote = std::make_unique<RemoteHub>(std::move(transport), *address, officeFile.fingerprint, person, identity);
    return {};
}

const std::optional<HubAddress>& Workspace::hubAddress() const { return m_parts->address; }

Result<void> Workspace::Parts::leaveOwnHub() {
    TRY_ASSIGN(const auto signer, hub.store->identity());
    HubAddress nowhere{{}, 0, {}, signer.publicPart()};
    TRY(writeHubFile(folder, nowhere));
    hub = {};
    address = std::move(nowhere);
    return {};
}

Result<std::string> Workspace::handOver(const std::filesystem::path& file) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    if (!parts.hub.store && !parts.address->host.empty()) {
        return fail(Code::refused, {"This office has a hub elsewhere already", "本单位已使用其他服务器"},
                    {"Only the hub itself has the whole record", "完整记录在该服务器上"});
    }
    const auto key = crypto::Secret::random(32, *parts.random);
    if (parts.hub.store) {
        TRY(parts.hub.store->handOver(file, key));
        // From here on the store takes nothing; if this is as far as it comes, the next unlock goes on (enter()).
        TRY(parts.leaveOwnHub());
    } else {
        // No hub was connected yet: the file or its code may have been lost.
        TRY_ASSIGN(const auto opens, openHubKey(parts.folder, parts.person, parts.identity));
        TRY_ASSIGN(const auto store, EmbeddedStore::open(parts.folder / "hub.db", opens, parts.officeFile.suite));
        TRY(store->handOver(file, key));
    }
    return handoverCode(parts.officeFile.suite, key);
}

namespace {

/// Nobody is asked to take another identity: a person cannot know more than the register says.
std::unexpected<Error> anotherIdentity(const crypto::PublicIdentity& shown, const crypto::PublicIdentity& registered,
                                       std::string where) {
    return fail(
        Code::refused,
        model::fill({"This hub says that it is this office's, but shows another identity: {0}; the register has {1}",
                     "该服务器自称属于本单位，但出示了另一身份：{0}；名册所载为 {1}"},
                    keyFingerprint(shown).hex(), keyFingerprint(registered).hex()),
        {"Do not use it. A hub that was handed over or moved keeps its identity; ask an administrator what happened",
         "请勿使用。移交或迁移的服务器保持原有身份；请向系统管理员核实"},
        std::move(where));
}

} // namespace

Result<void> Workspace::connectHub(const std::string& host, std::uint16_t port, std::optional<Digest> pin) {
    Parts& parts = *m_parts;
    if (parts.hub.store) {
        return fail(
            Code::refused, {"This office is its own hub", "本单位自带服务器"},
            {"Hand it over to a hub first: touchstonectl hub hand-over", "请先移交：touchstonectl hub hand-over"});
    }
    if (!parts.connect) return fail(Code::usage, {"This program has no way to a hub", "本程序无法连接服务器"});
    const auto before = parts.address;
    parts.address = HubAddress{host, port, pin, parts.office.exists() ? parts.office.hub : before->hub};
    const auto reached = [&]() -> Result<void> {
        TRY(parts.openWay());
        TRY_ASSIGN(const auto hello, parts.remote->hello());
        if (hello.founding == parts.officeFile.fingerprint) {
            if (hello.identity == parts.address->hub) return {};
            return anotherIdentity(hello.identity, parts.address->hub, host + ":" + std::to_string(port));
        }
        return fail(Code::refused, {"That is the hub of another office", "该服务器属于其他单位"},
                    {"Check the address", "请核对地址"}, host + ":" + std::to_string(port));
    };
    if (auto done = reached(); !done) {
        parts.address = before;
        TRY(parts.openWay());
        return done;
    }
    TRY(writeHubFile(parts.folder, *parts.address));
    TRY(parts.exchange());
    return {};
}

} // namespace model
