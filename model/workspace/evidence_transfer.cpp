// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/evidence_transfer.h"

#include "model/store/evidence_arrival.h"
#include "model/store/open_file.h"
#include "model/sync/evidence_fetching.h"
#include "model/sync/evidence_sending.h"
#include "model/sync/remote_hub.h"
#include "model/workspace/transfer_plan.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace model {

namespace {

using Plan = EvidenceTransfer::Plan;
/// What is told to a machine of states about a step, while nobody else speaks to it.
using Telling = std::move_only_function<Result<void>()>;

constexpr unsigned kConnections = 2;

Result<void> unlessStopped(const std::stop_token& stop) {
    if (stop.stop_requested())
        return fail(Code::cancelled, {"Stopped; what was moved stays", "已停止，已传输的部分保留"});
    return {};
}

/// Errors that are of one item; after others the whole run is over.
bool isOfOneItem(const Error& error) {
    return error.code == Code::malformed || error.code == Code::tooLarge || error.code == Code::damaged;
}

/// The steps of sending.
class Sender {
public:
    using Machine = EvidenceSending;
    static constexpr unsigned kHands = 0; ///< a file is read just before it is sent
    explicit Sender(const Plan& plan) : m_plan(plan), m_machine(itemsOf(plan), plan.person) {}

    Machine& machine() { return m_machine; }
    [[nodiscard]] std::uint64_t done() const { return m_machine.bytesSent(); }
    std::optional<Machine::Step> next(bool) { return m_machine.next(); }

    Result<Telling> perform(const Machine::Step& step, RemoteHub* hub, const std::stop_token& stop) {
        return std::visit([&](const auto& one) { return perform(one, hub, stop); }, step);
    }

    void conclude(TransferOutcome& outcome) const {
        for (std::size_t i = 0; i < m_plan.files.size(); ++i) {
            const auto& file = m_plan.files[i];
            const auto& item = m_machine.items()[i];
            const bool onHub = m_machine.end(i) == SendingEnd::onHub;
            const auto known = m_plan.store.standing(file.name.address);
            const bool news = !known || known->onHub != onHub || known->sum != item.sum;
            const bool decided = onHub || m_machine.end(i) == SendingEnd::waits;
            if (item.sum && news && decided && !(outcome.ended && !onHub))
                (void)m_plan.store.remember(file.name.address, {*item.sum, onHub});
            outcome.items.push_back({file.name.caseId, file.item, onHub ? EvidencePlace::both : EvidencePlace::hereOnly,
                                     m_machine.error(i)});
        }
    }

private:
    static std::vector<Machine::Item> itemsOf(const Plan& plan) {
        std::vector<Machine::Item> items;
        for (const auto& file : plan.files) {
            const auto known = plan.store.standing(file.name.address);
            items.push_back(
                {file.name, file.size, known ? std::optional(known->sum) : std::nullopt, file.key.size() > 0});
        }
        return items;
    }

    Result<Telling> perform(const Machine::Ask& ask, RemoteHub* hub, const std::stop_token&) {
        std::vector<EvidenceName> names;
        for (const auto item : ask.items) names.push_back(m_plan.files[item].name);
        TRY_ASSIGN(auto held, hub->evidence(names));
        return [this, ask, held = std::move(held)] { return m_machine.asked(ask, held); };
    }

    Result<Telling> perform(const Machine::Examine& step, RemoteHub*, const std::stop_token& stop) {
        auto sum = examine(m_plan.files[step.item], stop);
        if (!sum && sum.error().code == Code::cancelled) return std::unexpected(sum.error());
        return [this, step, sum = std::move(sum)]() -> Result<void> {
            m_machine.examined(step, sum);
            return {};
        };
    }

    /// Whether the file is what was signed, and its sum. What is sent was looked at before, so that damage on this
    /// machine is found here and not by others.
    [[nodiscard]] Result<Digest> examine(const TransferFile& file, const std::stop_token& stop) const {
        const auto& address = file.name.address;
        TRY(m_plan.store.verify(address, file.key, file.sha256, {}, stop));
        TRY_ASSIGN(const auto open, OpenFile::open(m_plan.store.pathOf(address), OpenFile::How::read));
        TRY_ASSIGN(const auto size, open.size());
        if (size != file.size) {
            return fail(Code::damaged,
                        {"The sealed file has another size than was signed", "密封文件大小与签名内容不一致"},
                        {"Fetch it again from a backup or from another desk.", "请从备份或其他终端重新获取。"});
        }
        PartSums sums;
        Bytes part;
        for (std::uint64_t i = 0; i < partsOf(size); ++i) {
            TRY(unlessStopped(stop));
            part.resize(static_cast<std::size_t>(partSize(size, i)));
            TRY(readWhole(open, i, part));
            sums.add(crypto::sha256(part));
        }
        return sums.finish();
    }

    static Result<void> readWhole(const OpenFile& file, std::uint64_t part, std::span<std::uint8_t> out) {
        TRY_ASSIGN(const auto got, file.readAt(part * kPartBytes, out));
        if (got == out.size()) return {};
        return fail(Code::damaged, {"The sealed file is cut short", "密封文件不完整"},
                    {"Fetch it again from a backup or from another desk.", "请从备份或其他终端重新获取。"});
    }

    Result<Telling> perform(const Machine::Put& put, RemoteHub* hub, const std::stop_token&) {
        const auto& file = m_plan.files[put.item];
        std::optional<Error> here;
        const auto fill = [&](std::span<std::uint8_t> out) -> Result<void> {
            auto read = [&]() -> Result<void> {
                TRY_ASSIGN(const auto open,
                           OpenFile::open(m_plan.store.pathOf(file.name.address), OpenFile::How::read));
                return readWhole(open, put.part, out);
            }();
            if (!read) here = read.error();
            return read;
        };
        const auto size = static_cast<std::size_t>(partSize(file.size, put.part));
        const auto sent = hub->putPart(file.name, put.part, size, fill);
        if (!here && !sent && !isOfOneItem(sent.error()) && sent.error().code != Code::notFound)
            return std::unexpected(sent.error());
        return [this, put, here, sent]() -> Result<void> {
            const bool unknown = !here && !sent && sent.error().code == Code::notFound;
            if (here || (!sent && !unknown)) m_machine.failed(put.item, here ? *here : sent.error());
            m_machine.put(put, sent ? std::optional(*sent) : std::nullopt);
            return {};
        };
    }

    const Plan& m_plan;
    Machine m_machine;
};

/// The steps of fetching.
class Fetcher {
public:
    using Machine = EvidenceFetching;
    /// Threads that open, read through and make durable what comes over the connections, so that these need not wait.
    static constexpr unsigned kHands = 2;
    explicit Fetcher(const Plan& plan) : m_plan(plan), m_machine(itemsOf(plan)), m_arrivals(plan.files.size()) {}

    Machine& machine() { return m_machine; }
    [[nodiscard]] std::uint64_t done() const { return m_machine.bytesHere(); }
    std::optional<Machine::Step> next(bool withHub) { return m_machine.next(withHub); }

    /// `hub` is there for what was to be done with it.
    Result<Telling> perform(const Machine::Step& step, RemoteHub* hub, const std::stop_token& stop) {
        return std::visit([&](const auto& one) { return perform(one, hub, stop); }, step);
    }

    void conclude(TransferOutcome& outcome) const {
        for (std::size_t i = 0; i < m_plan.files.size(); ++i) {
            const auto& file = m_plan.files[i];
            const auto place = placeOf(m_machine.end(i));
            auto error = m_machine.error(i);
            if (!error && place != EvidencePlace::both && place != EvidencePlace::notHere) error = notHereError(place);
            outcome.items.push_back({file.name.caseId, file.item, place, std::move(error)});
        }
    }

private:
    /// A copy on its way. Parts of it come on several threads.
    struct Arriving {
        std::mutex mutex;
        EvidenceArrival arrival;
    };

    static EvidencePlace placeOf(FetchingEnd end) {
        switch (end) {
        case FetchingEnd::here: return EvidencePlace::both;
        case FetchingEnd::notOnHub:
        case FetchingEnd::unknown: return EvidencePlace::nowhere;
        case FetchingEnd::damaged:
        case FetchingEnd::failed: return EvidencePlace::onHub;
        case FetchingEnd::waits: break;
        }
        return EvidencePlace::notHere;
    }

    static std::vector<Machine::Item> itemsOf(const Plan& plan) {
        std::vector<Machine::Item> items;
        for (const auto& file : plan.files) items.push_back({file.name, file.size});
        return items;
    }

    Result<Telling> perform(const Machine::Ask& ask, RemoteHub* hub, const std::stop_token&) {
        std::vector<EvidenceName> names;
        for (const auto item : ask.items) names.push_back(m_plan.files[item].name);
        TRY_ASSIGN(auto held, hub->evidence(names));
        return [this, ask, held = std::move(held)] { return m_machine.asked(ask, held); };
    }

    Result<Telling> perform(const Machine::Begin& step, RemoteHub*, const std::stop_token&) {
        const auto& file = m_plan.files[step.item];
        m_arrivals[step.item].reset();
        auto arrival = EvidenceArrival::open(m_plan.store, file.name.address, step.copy.sum, file.size, kPartBytes);
        return [this, step, arrival = std::move(arrival)]() mutable -> Result<void> {
            if (!arrival) {
                m_machine.failed(step.item, arrival.error());
                return {};
            }
            const auto parts = arrival->parts();
            m_arrivals[step.item].reset(new Arriving{{}, *std::move(arrival)});
            m_machine.begun(step, parts);
            return {};
        };
    }

    Result<Telling> perform(const Machine::Get& get, RemoteHub* hub, const std::stop_token&) {
        const auto& file = m_plan.files[get.item];
        std::optional<Error> here;
        const auto size = static_cast<std::size_t>(partSize(file.size, get.part));
        const auto use = [&](ByteView bytes) -> Result<void> {
            auto& arriving = *m_arrivals[get.item];
            const std::lock_guard lock(arriving.mutex);
            auto taken = arriving.arrival.take(get.part, bytes);
            if (!taken) here = taken.error();
            return taken;
        };
        const auto got = hub->getPart({file.name, get.copy.from, get.part}, size, use);
        const bool gone = !got && (got.error().code == Code::notFound || got.error().code == Code::damaged);
        if (!here && !got && !gone && !isOfOneItem(got.error())) return std::unexpected(got.error());
        return [this, get, here, got, gone]() -> Result<void> {
            if (here || (!got && !gone)) m_machine.failed(get.item, here ? *here : got.error());
            m_machine.got(get, got.has_value());
            return {};
        };
    }

    Result<Telling> perform(const Machine::End& step, RemoteHub*, const std::stop_token& stop) {
        const auto& file = m_plan.files[step.item];
        const auto right = m_arrivals[step.item]->arrival.finish(file.key, file.sha256, stop);
        m_arrivals[step.item].reset();
        if (!right && right.error().code == Code::cancelled) return std::unexpected(right.error());
        if (right && *right) (void)m_plan.store.remember(file.name.address, {step.copy.sum, true});
        return [this, step, right]() -> Result<void> {
            if (right) m_machine.ended(step, *right);
            else m_machine.failed(step.item, right.error());
            return {};
        };
    }

    const Plan& m_plan;
    Machine m_machine;
    std::vector<std::unique_ptr<Arriving>> m_arrivals; ///< each used only by steps of its item
};

/// Does the steps of one side on a few threads, most of them with a connection of their own.
template <class Side>
class Crew {
public:
    Crew(const Plan& plan, const EvidenceTransfer::Progress& progress, std::stop_token stop)
        : m_plan(plan), m_side(plan), m_progress(progress), m_outer(std::move(stop)),
          m_onStop(m_outer, [this] { m_stop.request_stop(); }) {}

    TransferOutcome run() {
        {
            std::vector<std::jthread> others;
            const bool several = m_plan.files.size() > 1 || partsOf(m_plan.files.front().size) > 1;
            for (unsigned i = 1; several && i < kConnections; ++i) others.emplace_back([this] { connect(false); });
            for (unsigned i = 0; several && i < Side::kHands; ++i)
                others.emplace_back([this] { work(nullptr, false); });
            connect(true);
        }
        TransferOutcome outcome;
        outcome.ended = std::move(m_fault);
        outcome.bytes = m_side.done();
        m_side.conclude(outcome);
        return outcome;
    }

private:
    void end(Error error) {
        if (!m_fault) m_fault = std::move(error);
        m_stop.request_stop();
        m_changed.notify_all();
    }

    /// Works with a connection of its own.
    void connect(bool first) {
        auto transport = m_plan.connect(m_plan.address, m_stop.get_token());
        if (!transport) {
            const std::lock_guard lock(m_mutex);
            return end(std::move(transport).error());
        }
        RemoteHub hub(*std::move(transport), m_plan.address, m_plan.fingerprint, m_plan.person, m_plan.identity);
        work(&hub, first);
    }

    /// Goes on until all is done or something ended it; without a hub it does what needs none.
    void work(RemoteHub* hub, bool first) {
        const auto token = m_stop.get_token();
        std::unique_lock lock(m_mutex);
        while (!m_fault && !m_side.machine().finished()) {
            if (auto stopped = unlessStopped(token); !stopped) return end(std::move(stopped).error());
            auto step = m_side.next(hub != nullptr);
            if (!step) {
                const auto before = m_count;
                m_changed.wait(lock, token, [&] { return m_count != before || m_fault; });
            } else {
                lock.unlock();
                auto telling = m_side.perform(*step, hub, token);
                lock.lock();
                auto told = telling ? (*telling)() : Result<void>(std::unexpected(std::move(telling).error()));
                if (!told) return end(std::move(told).error());
                ++m_count;
                m_changed.notify_all();
            }
            if (first && m_progress) m_progress(m_side.done(), m_side.machine().bytesInAll());
        }
        m_changed.notify_all();
    }

    const Plan& m_plan;
    Side m_side;
    const EvidenceTransfer::Progress& m_progress;
    std::stop_token m_outer;
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_onStop;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_count = 0; ///< steps that were done
    std::optional<Error> m_fault;
};

} // namespace

Text placeTitle(EvidencePlace place) {
    switch (place) {
    case EvidencePlace::here: return {"On this machine", "在本机"};
    case EvidencePlace::hereOnly: return {"On this machine, not yet on the hub", "在本机，尚未上传到服务器"};
    case EvidencePlace::both: return {"On this machine and on the hub", "本机和服务器上均有"};
    case EvidencePlace::onHub: return {"On the hub, not on this machine", "在服务器上，本机没有"};
    case EvidencePlace::nowhere: return {"Neither here nor on the hub yet", "本机没有，也尚未上传到服务器"};
    case EvidencePlace::notHere: return {"Not on this machine", "本机没有"};
    }
    return {};
}

std::string_view placeName(EvidencePlace place) {
    switch (place) {
    case EvidencePlace::here: return "here";
    case EvidencePlace::hereOnly: return "hereOnly";
    case EvidencePlace::both: return "both";
    case EvidencePlace::onHub: return "hub";
    case EvidencePlace::nowhere: return "nowhere";
    case EvidencePlace::notHere: return "notHere";
    }
    return {};
}

Error notHereError(EvidencePlace place) {
    Text cure{"Fetch it from the hub: under Evidence, or with touchstonectl evidence fetch",
              "请从服务器获取：在“证据”中，或用 touchstonectl evidence fetch"};
    if (place == EvidencePlace::nowhere)
        cure = {"Whoever took it in has to exchange with the hub", "请存入者与服务器同步"};
    if (place == EvidencePlace::here) // an office without a hub elsewhere has nowhere to fetch it from
        return {Code::notFound,
                {"This piece of evidence is not on this machine.", "本机没有该证据。"},
                {"Restore it from a backup", "请从备份恢复"}};
    return {Code::notFound, placeTitle(place), std::move(cure)};
}

std::size_t TransferOutcome::failed() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(items, [](const TransferredItem& one) { return one.error.has_value(); }));
}

bool EvidenceTransfer::empty() const { return m_plan->files.empty(); }

TransferOutcome EvidenceTransfer::run(const Progress& progress, std::stop_token stop) const {
    if (empty()) return {};
    if (m_plan->way == Plan::Way::send) return Crew<Sender>(*m_plan, progress, std::move(stop)).run();
    return Crew<Fetcher>(*m_plan, progress, std::move(stop)).run();
}

} // namespace model
