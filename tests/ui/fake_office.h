// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/fake_writer.h"

namespace fake {

/// The way into an office of values.
class Gate : public GatePort {
public:
    explicit Gate(std::shared_ptr<Office> office) : m_office(std::move(office)) {}
    Result<model::OfficeInfo> inspect() override { return officeToJoin(m_folder); }
    Result<std::unique_ptr<WriterPort>> unlock(PersonId, crypto::ByteView passphrase) override {
        if (crypto::asText(passphrase) != kPassphrase) {
            return model::fail(model::Code::locked, {"The passphrase is wrong", "口令不正确"});
        }
        return std::make_unique<Writer>(m_office);
    }
    Result<std::optional<crypto::TokenInfo>> tokenAsked(const model::Profile&) override { return std::nullopt; }
    std::string tokenModule() override { return "/usr/lib/token.so"; }
    Result<std::vector<crypto::TokenInfo>> tokensHere(const std::string&) override { return {}; }
    void choose(const std::filesystem::path& folder) override { m_folder = folder; }
    Result<void> checkMachine() override {
        if (m_office->machineFault) return std::unexpected(*m_office->machineFault);
        return {};
    }
    Result<void> checkNewFolder(const std::filesystem::path&) override {
        if (m_office->placeFault) return std::unexpected(*m_office->placeFault);
        return {};
    }
    Result<model::OfficeInfo> officeToJoin(const std::filesystem::path& fileOrFolder) override {
        if (m_office->none) {
            return model::fail(model::Code::notFound, {"There is no office in this folder", "该文件夹中没有办公室"}, {},
                               fileOrFolder.string());
        }
        model::OfficeInfo info;
        info.folder = fileOrFolder;
        info.profiles = {{m_office->me, "officer", true}, {PersonId{}, "second", true}};
        return info;
    }
    Result<PersonId> found(const model::FoundRequest&, const ui::NewKeys&, const model::Doing& doing,
                           std::stop_token stop) override {
        TRY(work(doing, stop));
        m_office->none = false;
        return m_office->me;
    }
    Result<PersonId> join(const std::filesystem::path&, const model::PersonRequest&, const ui::NewKeys&,
                          const model::Doing& doing, std::stop_token stop) override {
        TRY(work(doing, stop));
        return PersonId{};
    }
    Result<model::Digest> askForNewKeys(PersonId, const ui::NewKeys&) override {
        model::Digest made;
        made.bytes.fill(0x5a);
        return made;
    }
    Result<bool> isInvitation(const std::filesystem::path& file) override { return file.extension() == ".invitation"; }
    Result<PersonId> joinByInvitation(const std::filesystem::path&, const std::filesystem::path&,
                                      const model::PersonRequest&, const ui::NewKeys&, const model::Doing& doing,
                                      std::stop_token stop) override {
        TRY(work(doing, stop));
        return m_office->me;
    }
    Result<void> makePractice(const std::filesystem::path&, const model::Doing& doing, std::stop_token stop) override {
        TRY(work(doing, stop));
        m_office->none = false;
        return {};
    }

private:
    Result<void> work(const model::Doing& doing, const std::stop_token& stop) {
        doing({"Making keys", "正在生成密钥"});
        while (m_office->holdSetup && !stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (stop.stop_requested()) return model::fail(model::Code::cancelled, {"Stopped", "已停止"});
        return {};
    }
    std::shared_ptr<Office> m_office;
    std::filesystem::path m_folder = "/office";
};

inline crypto::Secret secret(const char* words = kPassphrase) { return crypto::Secret(crypto::asBytes(words)); }

} // namespace fake
