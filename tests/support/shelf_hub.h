// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/folder_shelf.h"
#include "model/hub/hub_folder.h"
#include "model/hub/service.h"
#include "tests/support/office.h"

#include <mutex>

/// The office of a test after it was handed over to a hub of its own, which is in this process and is spoken to in
/// bytes. Requests may come from several threads.
class ShelfHub {
public:
    using Answer = model::Transport::Answer;
    /// Looks at a call before it is answered; what it returns is the answer instead. Under the lock.
    using Between = std::function<std::optional<model::Result<Answer>>(const model::Service::Call& call)>;

    /// Connects `admin` of the office, who hands it over.
    ShelfHub(TestOffice& office, const std::filesystem::path& folder)
        : m_folder(folder), m_random(crypto::systemRandom()),
          shelf(folder / "evidence", model::FolderShelf::Options{0, {}}) {
        const auto file = office.scratch() / "handover";
        const auto code = must(office.as("admin")->handOver(file));
        must(model::adoptHandover(folder, file, code));
        m_hub = must(model::openHubFolder(folder, office.clock()));
        m_service.emplace(*m_hub.hub, m_hub.hub->identity(), office.clock(), *m_random, &shelf);
        must(as(office, "admin")->connectHub("hub", 1, {}));
    }

    [[nodiscard]] model::Surroundings with(TestOffice& office) {
        auto surroundings = office.with();
        surroundings.connect = [this](const model::HubAddress&,
                                      std::stop_token stop) -> model::Result<std::unique_ptr<model::Transport>> {
            return std::make_unique<Way>(*this, std::move(stop));
        };
        return surroundings;
    }
    /// Unlocks the office's own folder with a way to this hub.
    std::unique_ptr<model::Workspace> as(TestOffice& office, const std::string& label) {
        return must(model::Workspace::unlock(office.folder(), office.id(label), crypto::asBytes(label), with(office)));
    }

    void between(Between between) {
        const std::lock_guard lock(m_mutex);
        m_between = std::move(between);
    }
    /// Requests of this target that came to the hub.
    std::size_t calls(std::string_view target) {
        const std::lock_guard lock(m_mutex);
        return m_calls[std::string(target)];
    }

private:
    class Way final : public model::Transport {
    public:
        Way(ShelfHub& hub, std::stop_token stop) : m_hub(hub), m_stop(std::move(stop)) {}
        model::Result<Answer> send(std::string_view target, crypto::ByteView token, crypto::Bytes body,
                                   std::uint64_t) override {
            if (m_stop.stop_requested()) return model::fail(model::Code::cancelled, model::same("stopped"));
            return m_hub.answer({target == "/v1/hello" ? "GET" : "POST", target, token, body});
        }

    private:
        ShelfHub& m_hub;
        std::stop_token m_stop;
    };

    model::Result<Answer> answer(const model::Service::Call& call) {
        model::Service::Reply reply;
        {
            const std::lock_guard lock(m_mutex);
            if (m_between) {
                if (auto instead = m_between(call)) return *std::move(instead);
            }
            ++m_calls[std::string(call.target)];
            reply = m_service->answer(call);
        }
        if (reply.work) reply = reply.work();
        return Answer{reply.status, std::move(reply.body)};
    }

    std::filesystem::path m_folder;
    std::unique_ptr<crypto::Random> m_random;
    std::mutex m_mutex;
    Between m_between;
    std::map<std::string, std::size_t> m_calls;
    model::EmbeddedHub m_hub;
    std::optional<model::Service> m_service;

public:
    model::FolderShelf shelf;
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
};
