// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/hub_link.h"

#include "model/workspace/hub_line.h"
#include "ui/session/session.h"

#include <QRandomGenerator>

#include <algorithm>

namespace ui {

namespace {

/// Seconds for which the hub may hold back an answer while there is no news.
constexpr std::uint64_t kHeldBack = 25;
/// The look that needs no hint of the hub's, and the longest time between two tries.
constexpr int kLook = 120'000;
constexpr int kLongest = 20'000;
/// An exchange that ends sooner is not told of: the words would only flicker.
constexpr int kSlow = 500;
/// A hub that was away a moment ago is not asked again for each thing that is said.
constexpr std::chrono::seconds kBreath{5};

/// So that desks do not come all at once after a hub was away: up to a fifth more or less.
int spread(int milliseconds) {
    const int fifth = milliseconds / 5;
    return milliseconds - fifth + static_cast<int>(QRandomGenerator::global()->bounded(2 * fifth + 1));
}

/// Whether the same may go well a little later.
bool passes(model::Code code) {
    return code == model::Code::network || code == model::Code::failed || code == model::Code::partial;
}

} // namespace

/// One for what is asked, one that listens for news; each is used on its worker's thread alone.
struct HubLink::Lines {
    std::unique_ptr<LinePort> asks, listens;
};

HubLink::HubLink(Session& session) : m_session(session) {
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlow);
    m_next.setSingleShot(true);
    connect(&m_slow, &QTimer::timeout, this, [this] { show(LinkState::exchanging); });
    connect(&m_next, &QTimer::timeout, this, &HubLink::begin);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::open) start();
        if (state == Session::State::locked) stop();
    });
    connect(&session, &Session::said, this, &HubLink::onSaid);
}

HubLink::~HubLink() { m_stop.request_stop(); }

void HubLink::start() {
    stop();
    if (!m_session.office().hubElsewhere) return;
    m_stop = {};
    show(LinkState::exchanging);
    m_session.write(
        this,
        [stop = m_stop.get_token()](WriterPort& office) -> Result<std::shared_ptr<Lines>> {
            auto lines = std::make_shared<Lines>();
            TRY_ASSIGN(lines->asks, office.line(stop));
            TRY_ASSIGN(lines->listens, office.line(stop));
            return lines;
        },
        [this](Result<std::shared_ptr<Lines>> lines) {
            if (!lines) return show(LinkState::stopped, std::move(lines).error());
            m_lines = *std::move(lines);
            begin();
        });
}

void HubLink::stop() {
    m_stop.request_stop();
    ++m_life;
    m_lines.reset();
    m_running = m_again = m_waits = m_paused = m_carrying = false;
    m_failures = 0;
    m_commit = 0;
    m_slow.stop();
    m_next.stop();
    m_view = {};
    emit changed();
}

void HubLink::exchangeNow() {
    if (!m_lines) return;
    m_failures = 0;
    m_paused = false;
    if (!m_running) show(LinkState::exchanging);
    begin();
}

void HubLink::agree(const model::HubQuestion& question) {
    if (!m_lines) return;
    m_session.write(
        this, [question](WriterPort& office) { return office.agree(question); },
        [this](const Result<void>&) { exchangeNow(); });
}

void HubLink::stayStopped() {
    if (m_view.state != LinkState::asks) return;
    m_next.stop();
}

void HubLink::setPaused(bool paused) {
    if (!m_lines || paused == m_paused) return;
    m_paused = paused;
    if (!paused) return exchangeNow();
    m_next.stop();
    if (!m_running) show(LinkState::paused);
}

void HubLink::onSaid() {
    if (m_running) {
        m_again = true;
        return;
    }
    const bool breathes = m_view.state == LinkState::away && m_next.remainingTime() > 0 && m_view.again &&
                          *m_view.again - m_clock->now() > kBreath && m_failures > 1;
    if (m_view.state == LinkState::stopped || m_view.state == LinkState::asks || breathes) return;
    begin();
}

void HubLink::begin() {
    if (!m_lines || m_paused) return;
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    m_again = false;
    m_next.stop();
    m_slow.start();
    m_session.write(
        this, [](WriterPort& office) { return office.beginExchange(); },
        [this](Result<model::ExchangeStep> step) { onStep(std::move(step)); });
}

void HubLink::onStep(Result<model::ExchangeStep> step) {
    if (!step) return onError(step.error());
    if (!step->ask) return onNews(step->news);
    m_asks.post([&session = m_session, self = QPointer<HubLink>(this), life = m_life, lines = m_lines,
                 step = std::make_shared<model::ExchangeStep>(*std::move(step))] {
        auto answer = std::make_shared<model::HubAnswer>(lines->asks->put(*step));
        session.tell(self, [self, life, answer] {
            if (self->m_life != life) return;
            self->m_session.write(
                self.data(), [answer](WriterPort& office) { return office.goOnWithExchange(std::move(*answer)); },
                [self](Result<model::ExchangeStep> next) { self->onStep(std::move(next)); });
        });
    });
}

void HubLink::onNews(const model::News& news) {
    m_running = false;
    m_failures = 0;
    m_commit = news.commit;
    m_slow.stop();
    m_view.question = news.asks;
    if (news.givenBack > 0) emit gaveBack(news.givenBack);
    if (news.asks) return onQuestion();
    m_view.last = m_clock->now();
    show(m_paused ? LinkState::paused : LinkState::upToDate);
    if (!news.cases.empty() || news.office) emit came(news);
    emit rested();
    if (news.left) {
        emit left();
        return;
    }
    if (m_again) return begin();
    m_next.start(spread(kLook));
    waitForNews();
    sendFiles();
}

void HubLink::onQuestion() {
    show(m_paused ? LinkState::paused : LinkState::asks);
    emit rested();
    // Another desk may answer it, or the administrator mend it.
    if (!m_paused) m_next.start(spread(kLook));
}

void HubLink::sendFiles() {
    if (m_carrying || m_paused) return;
    m_carrying = true;
    m_session.write(
        this, [](WriterPort& office) { return office.filesToSend(); },
        [this](Result<FileWork> work) {
            if (!work || !*work) {
                m_carrying = false;
                m_view.unsentFiles = 0;
                m_view.filesError = work ? std::nullopt : std::optional(work.error());
                emit changed();
                return;
            }
            m_view.sendsFiles = true;
            emit changed();
            m_carries.post([&session = m_session, self = QPointer<HubLink>(this), life = m_life,
                            stop = m_stop.get_token(), work = *std::move(work)] {
                auto outcome = std::make_shared<model::TransferOutcome>(work({}, stop));
                session.tell(self, [self, life, outcome] {
                    if (self->m_life == life) self->onFilesSent(*outcome);
                });
            });
        });
}

void HubLink::onFilesSent(const model::TransferOutcome& outcome) {
    // What did not go is tried again after the next exchange; the hub is asked then what it lacks.
    m_carrying = m_view.sendsFiles = false;
    m_view.unsentFiles = outcome.failed();
    m_view.filesError = outcome.ended;
    for (const auto& item : outcome.items) {
        if (!m_view.filesError && item.error) m_view.filesError = item.error;
    }
    emit changed();
}

void HubLink::fetch(CaseId id, const std::vector<ItemId>& items, std::stop_token stop, QObject* context,
                    model::EvidenceTransfer::Progress progress,
                    std::function<void(Result<model::TransferOutcome>)> then) {
    m_session.write(
        context, [id, items](WriterPort& office) { return office.filesToFetch(id, items); },
        [this, stop = std::move(stop), context = QPointer<QObject>(context), progress = std::move(progress),
         then = std::move(then)](Result<FileWork> work) mutable {
            if (!work) return then(std::unexpected(work.error()));
            if (!*work) return then(model::TransferOutcome{});
            m_fetches.post([&session = m_session, self = QPointer<HubLink>(this), life = m_life, stop = std::move(stop),
                            context, progress = std::move(progress), then = std::move(then),
                            work = *std::move(work)]() mutable {
                auto outcome = std::make_shared<model::TransferOutcome>(work(progress, std::move(stop)));
                session.tell(context, [self, life, outcome, then = std::move(then)] {
                    if (self && self->m_life == life) then(std::move(*outcome));
                });
            });
        });
}

void HubLink::onError(const Error& error) {
    m_running = false;
    m_slow.stop();
    if (error.code == model::Code::cancelled) return;
    if (m_paused) show(LinkState::paused, error);
    else if (!passes(error.code)) show(LinkState::stopped, error);
    else tryAgainAfter(error);
    emit rested();
    if (error.code == model::Code::ended) emit left();
}

void HubLink::tryAgainAfter(const Error& error) {
    constexpr int kFirst = 1'000;
    const int wait = spread(std::min(kLongest, kFirst << std::min(m_failures++, 8)));
    m_next.start(wait);
    m_view.again = m_clock->now() + std::chrono::milliseconds(wait);
    show(LinkState::away, error);
}

void HubLink::waitForNews() {
    if (m_waits || m_paused || !m_lines) return;
    m_waits = true;
    m_listens.post(
        [&session = m_session, self = QPointer<HubLink>(this), life = m_life, lines = m_lines, after = m_commit] {
            auto news = std::make_shared<Result<bool>>(lines->listens->waitForNews(after, kHeldBack));
            session.tell(self, [self, life, after, news] {
                if (self->m_life == life) self->onWaited(after, *news);
            });
        });
}

void HubLink::onWaited(std::uint64_t after, const Result<bool>& news) {
    m_waits = false;
    if (m_running || m_paused) return; // whatever it was about is looked for now, or not wanted
    if (!news) return onError(news.error());
    if (*news && m_commit <= after) return begin();
    waitForNews();
}

void HubLink::show(LinkState state, std::optional<Error> error) {
    m_view.state = state;
    m_view.error = std::move(error);
    if (state != LinkState::away) m_view.again.reset();
    emit changed();
}

} // namespace ui
