// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "model/hub/hub_folder.h"
#include "model/hub/service.h"
#include "model/workspace/hub_line.h"
#include "tests/support/office.h"
#include "tests/support/service_transport.h"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

/// The hub of an office as if it were on another machine: handed over, adopted, and reached by bytes. The way to it can
/// be cut. Any thread, one request at a time.
class FarHub {
public:
    explicit FarHub(TestOffice& office) : m_office(office), m_folder(office.scratch() / "hub") {
        const auto file = office.scratch() / "office.handover";
        const std::string code = must(office.as("admin")->handOver(file));
        must(model::adoptHandover(m_folder, file, code));
        m_hub = must(model::openHubFolder(m_folder, office.clock()));
        m_service.emplace(*m_hub.hub, m_hub.hub->identity(), office.clock(), *m_random);
        must(as("admin")->connectHub("hub.example", 1, {}));
    }

    /// What a desk needs to work with it.
    [[nodiscard]] model::Surroundings with(bool inSteps = false) {
        auto with = m_office.with();
        with.connect = [this](const model::HubAddress&, const std::stop_token& stop) {
            return model::Result<std::unique_ptr<model::Transport>>(std::make_unique<Way>(*this, stop));
        };
        with.exchangesInSteps = inSteps;
        return with;
    }
    std::unique_ptr<model::Workspace> as(const std::string& label, bool inSteps = false) {
        return must(
            model::Workspace::unlock(m_office.folder(), m_office.id(label), crypto::asBytes(label), with(inSteps)));
    }

    /// Keeps its record as it is now, or sets it back to what was kept: as a backup does, by a new process.
    void keep(const std::filesystem::path& copy) {
        const std::lock_guard lock(m_mutex);
        std::filesystem::create_directories(copy);
        copyRecord(m_folder, copy);
    }
    void setBack(const std::filesystem::path& copy) {
        const std::lock_guard lock(m_mutex);
        m_service.reset();
        m_hub = {};
        copyRecord(copy, m_folder);
        m_hub = must(model::openHubFolder(m_folder, m_office.clock()));
        m_service.emplace(*m_hub.hub, m_hub.hub->identity(), m_office.clock(), *m_random);
    }
    /// For a test whose desks are at rest.
    [[nodiscard]] model::Hub& hub() { return *m_hub.hub; }
    [[nodiscard]] std::uint64_t lastCommit() {
        const std::lock_guard lock(m_mutex);
        return must(m_hub.hub->lastCommit());
    }
    /// From now on it signs with other keys, over the same record.
    void changeKeys(crypto::Identity keys) {
        const std::lock_guard lock(m_mutex);
        m_service.reset();
        m_hub.hub = std::make_unique<model::Hub>(*m_hub.store, std::move(keys), m_office.clock());
        m_service.emplace(*m_hub.hub, m_hub.hub->identity(), m_office.clock(), *m_random);
    }

    std::atomic<bool> away = false; ///< nothing reaches it
    std::atomic<int> calls = 0;     ///< requests that did
    std::atomic<int> failing = -1;  ///< so many more requests are answered, then one is lost; below 0: none is

private:
    /// Lets go of the hub between two looks at a request that waits for news, as a server would.
    class Way final : public model::Transport {
    public:
        Way(FarHub& hub, std::stop_token stop) : m_hub(hub), m_stop(std::move(stop)) {}
        model::Result<Answer> send(std::string_view target, crypto::ByteView token, crypto::Bytes body,
                                   std::uint64_t wait) override {
            const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(wait);
            for (;;) {
                if (m_stop.stop_requested()) return model::fail(model::Code::cancelled, {"Stopped", "已停止"});
                if (m_hub.away || m_hub.failing-- == 0) {
                    return model::fail(model::Code::network, {"The hub cannot be reached", "无法连接服务器"});
                }
                ++m_hub.calls;
                const std::lock_guard lock(m_hub.m_mutex);
                auto answer = ServiceTransport(*m_hub.m_service).send(target, token, body, wait);
                if (wait == 0 || std::chrono::steady_clock::now() >= until || hasNews(answer)) return answer;
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        }

    private:
        static bool hasNews(const model::Result<Answer>& answer) {
            if (!answer || answer->status != 200) return true;
            const auto changes = model::wire::readChangesAnswer(answer->body);
            return !changes || !changes->commits.empty();
        }
        FarHub& m_hub;
        std::stop_token m_stop;
    };

    static void copyRecord(const std::filesystem::path& from, const std::filesystem::path& to) {
        for (const char* part : {"hub.db", "hub.db-wal", "hub.db-shm"}) {
            std::filesystem::remove(to / part);
            if (std::filesystem::exists(from / part) && std::string_view(part) != "hub.db-shm")
                std::filesystem::copy_file(from / part, to / part);
        }
    }

    TestOffice& m_office;
    std::filesystem::path m_folder;
    model::EmbeddedHub m_hub;
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();
    std::optional<model::Service> m_service;
    std::mutex m_mutex;
};

/// Runs an exchange in steps to its end. `between` is called before each answer is taken.
inline model::Result<model::News> exchangeInSteps(model::Workspace& desk, model::HubLine& line,
                                                  const std::function<void()>& between = {}) {
    auto step = desk.beginExchange();
    while (step && step->ask) {
        auto answer = line.put(*step->ask);
        if (between) between();
        step = desk.goOnWithExchange(std::move(answer));
    }
    if (!step) return std::unexpected(std::move(step).error());
    return std::move(step->news);
}
