// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/invitation.h"

#include "model/workspace/new_folder.h"
#include "model/workspace/office_files.h"
#include "model/store/whole_file.h"
#include "model/workspace/parts.h"
#include "model/workspace/setup_rules.h"

#include <nlohmann/json.hpp>

namespace model {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kVersion = 1;
/// Of an invitation for somebody who is in the register: an earlier program would make a new person of them.
constexpr std::int64_t kVersionForPerson = 2;

/// Reads the members of a small JSON file that people carry. The first fault sticks.
class Members {
public:
    Members(std::string_view bytes, std::string_view kind, Text noun, std::int64_t newest = kVersion)
        : m_noun(std::move(noun)) {
        m_json = bytes.size() <= kInvitationLimit ? Json::parse(bytes, nullptr, false) : Json();
        if (!m_json.is_object() || m_json.value("touchstone", Json()) != Json(kind)) fault("touchstone");
        const auto version = number("version", 1, INT64_MAX);
        if (!m_error && version > newest) {
            m_error = Error{Code::newer,
                            {"This file is from a newer version of the program", "该文件由更新版本的程序写入"},
                            {"Update the program", "请更新程序"}};
        }
        m_read = 2;
    }
    [[nodiscard]] bool has(const char* member) const { return m_json.is_object() && m_json.contains(member); }

    std::string text(const char* member) {
        ++m_read;
        const auto found = m_json.is_object() ? m_json.find(member) : m_json.end();
        if (m_error || found == m_json.end() || !found->is_string()) return fault(member), std::string();
        return found->get<std::string>();
    }
    std::int64_t number(const char* member, std::int64_t least, std::int64_t most) {
        ++m_read;
        const auto found = m_json.is_object() ? m_json.find(member) : m_json.end();
        if (m_error || found == m_json.end() || !found->is_number_integer()) return fault(member), least;
        const auto value = found->get<std::int64_t>();
        if (value < least || value > most) return fault(member), least;
        return value;
    }
    /// Exactly `size` bytes in hexadecimal digits; 0: any number.
    Bytes hex(const char* member, std::size_t size) {
        auto bytes = crypto::fromHex(text(member));
        if (!bytes || (size != 0 && bytes->size() != size)) return fault(member), Bytes(size);
        return *std::move(bytes);
    }
    Digest digest(const char* member) { return Digest::fromBytes(hex(member, 32)).value_or(Digest{}); }
    template <typename T>
    T id(const char* member) {
        return T::from(hex(member, 16)).value_or(T{});
    }
    crypto::PublicIdentity identity(const char* member) {
        auto read = crypto::PublicIdentity::decode(hex(member, 0));
        if (!read) return fault(member), crypto::PublicIdentity{};
        return *std::move(read);
    }
    void fault(const std::string& member) {
        if (m_error) return;
        m_error = Error{Code::malformed,
                        fill({"This is no {0}", "这不是{0}"}, m_noun),
                        {"Ask for a new one", "请索取新的文件"},
                        "\"" + member + "\""};
    }
    template <typename T>
    Result<T> finish(T value) {
        if (!m_error && m_json.size() != m_read) fault("members that are not known");
        if (m_error) return std::unexpected(*m_error);
        return value;
    }

private:
    Json m_json;
    Text m_noun;
    std::size_t m_read = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<Invitation> invitationOf(const fs::path& folder) {
    TRY_ASSIGN(const auto office, readOfficeFile(folder));
    TRY_ASSIGN(auto hub, readHubFile(folder));
    if (hub && !hub->host.empty()) return Invitation{office.suite, office.office, office.fingerprint, *std::move(hub)};
    return fail(Code::refused, {"This office has no hub that others can reach", "本单位没有可供他人连接的服务器"},
                {"Hand it over to a hub and connect it first", "请先移交并连接服务器"}, folder.string());
}

Result<std::optional<Invitation>> invitationAt(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return std::nullopt;
    const auto bytes = readWhole(file, kInvitationLimit);
    if (!bytes && bytes.error().code == Code::tooLarge) return std::nullopt;
    if (!bytes) return std::unexpected(bytes.error());
    const auto json = Json::parse(crypto::asText(*bytes), nullptr, false);
    if (!json.is_object() || json.value("touchstone", Json()) != Json("invitation")) return std::nullopt;
    auto invitation = readInvitation(crypto::asText(*bytes));
    if (!invitation) {
        invitation.error().where = file.string();
        return std::unexpected(std::move(invitation).error());
    }
    return *std::move(invitation);
}

std::string writeInvitation(const Invitation& invitation) {
    Json json{{"touchstone", "invitation"},
              {"version", invitation.person ? kVersionForPerson : kVersion},
              {"suite", std::string(crypto::suiteName(invitation.suite))},
              {"office", invitation.office.hex()},
              {"fingerprint", invitation.fingerprint.hex()},
              {"host", invitation.hub.host},
              {"port", invitation.hub.port},
              {"pin", invitation.hub.pin ? invitation.hub.pin->hex() : ""},
              {"hub", crypto::toHex(invitation.hub.hub.encode())}};
    if (invitation.person) json["person"] = invitation.person->hex();
    return json.dump(2) + "\n";
}

Result<Invitation> readInvitation(std::string_view bytes) {
    Members in(bytes, "invitation", {"invitation", "邀请文件"}, kVersionForPerson);
    Invitation invitation;
    const auto suite = crypto::parseSuite(in.text("suite"));
    if (suite) invitation.suite = *suite;
    else in.fault("suite");
    invitation.office = in.id<CaseId>("office");
    invitation.fingerprint = in.digest("fingerprint");
    invitation.hub.host = in.text("host");
    if (invitation.hub.host.empty()) in.fault("host");
    invitation.hub.port = static_cast<std::uint16_t>(in.number("port", 1, 65535));
    const auto pin = in.text("pin");
    if (auto digest = Digest::fromHex(pin)) invitation.hub.pin = *digest;
    else if (!pin.empty()) in.fault("pin");
    invitation.hub.hub = in.identity("hub");
    if (in.has("person")) invitation.person = in.id<PersonId>("person");
    return in.finish(std::move(invitation));
}

std::string writeJoinRequest(const JoinRequest& request) {
    return Json{{"touchstone", "request"},        {"version", kVersion},
                {"person", request.person.hex()}, {"fingerprint", request.fingerprint.hex()},
                {"name", request.name},           {"identity", crypto::toHex(request.identity.encode())}}
               .dump(2) +
           "\n";
}

Result<JoinRequest> readJoinRequest(std::string_view bytes) {
    Members in(bytes, "request", {"request to join", "加入申请"});
    JoinRequest request;
    request.person = in.id<PersonId>("person");
    request.fingerprint = in.digest("fingerprint");
    request.name = in.text("name");
    if (!checkPersonName(request.name)) in.fault("name");
    request.identity = in.identity("identity");
    return in.finish(std::move(request));
}

Result<JoinRequest> joinByInvitation(const fs::path& place, const Invitation& invitation, const PersonRequest& request,
                                     ByteView passphrase, const Surroundings& with, const Doing& doing,
                                     std::stop_token stop) {
    TRY(checkPersonName(request.name));
    TRY(checkLabel(request.label));
    TRY(checkNewPassphrase(passphrase));
    TRY_ASSIGN(auto folder, NewFolder::begin(place));
    std::error_code error;
    fs::create_directories(folder.path() / "people", error);
    if (!error) fs::permissions(folder.path(), fs::perms::owner_all, error);
    if (error) {
        return fail(Code::failed, fill({"The folder cannot be made: {0}", "文件夹无法创建：{0}"}, error.message()), {},
                    place.string());
    }
    TRY(writeOfficeFile(folder.path(), {invitation.suite, invitation.office, invitation.fingerprint}));
    TRY(writeHubFile(folder.path(), invitation.hub));
    PersonRequest whose = request;
    whose.person = invitation.person;
    TRY_ASSIGN(const auto person,
               Workspace::requestToJoin(folder.path(), whose, passphrase, with, doing, std::move(stop)));
    TRY_ASSIGN(const auto file, readIdentityFile(folder.path(), person));
    JoinRequest made{person, invitation.fingerprint, request.name, file.identity};
    TRY(writeWhole(folder.path() / kRequestFile, crypto::asBytes(writeJoinRequest(made))));
    TRY(folder.finish());
    return made;
}

namespace {

/// Who has asked to join from another machine is kept among the drafts of the administrator who got the request.
constexpr std::string_view kAsking = "asks-to-join/";

} // namespace

Result<PersonId> Workspace::takeInRequest(const fs::path& file) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    TRY_ASSIGN(const auto bytes, readWhole(file, kInvitationLimit));
    auto request = readJoinRequest(crypto::asText(bytes));
    if (!request) {
        request.error().where = file.string();
        return std::unexpected(std::move(request).error());
    }
    TRY(parts.mayTake(*request));
    if (parts.office.person(request->person) != nullptr) return parts.takeInRenewal(*request);
    TRY(parts.vault->keepDraft(std::string(kAsking) + request->person.hex(), writeJoinRequest(*request)));
    return request->person;
}

Result<std::vector<JoinRequest>> Workspace::Parts::asking() const {
    std::vector<JoinRequest> all;
    TRY_ASSIGN(const auto drafts, vault->drafts(kAsking));
    for (const auto& text : drafts) {
        TRY_ASSIGN(auto request, readJoinRequest(text));
        if (office.person(request.person) == nullptr) all.push_back(std::move(request));
    }
    return all;
}

Result<void> Workspace::Parts::forgetAsking(PersonId asked) const {
    return vault->keepDraft(std::string(kAsking) + asked.hex(), {});
}

Result<void> Workspace::Parts::mayTake(const JoinRequest& request) const {
    if (request.fingerprint != officeFile.fingerprint) {
        return fail(Code::refused, {"This request is for another office", "该申请属于其他单位"},
                    {"Ask the person to use an invitation of this office", "请其使用本单位的邀请文件重新申请"});
    }
    if (hub.store) {
        return fail(Code::refused, {"This office has no hub that others can reach", "本单位没有可供他人连接的服务器"},
                    {"Hand it over to a hub and connect it first", "请先移交并连接服务器"});
    }
    return {};
}

} // namespace model
