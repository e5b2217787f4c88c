// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/workspace/workspace.h"
#include "ui/session/office_port.h"
#include "ui/session/worker.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>

namespace ui {

class Session;

/// How this desk stands with a hub that is elsewhere.
enum class LinkState : std::uint8_t {
    own,        ///< the office is its own hub: there is nothing to wait for
    exchanging, ///< an exchange is under way
    upToDate,   ///< the last exchange brought everything
    away,       ///< the hub could not be reached; it is tried again by itself
    paused,     ///< the person does not want any exchange
    asks,       ///< it stopped with a question, and goes on when that is answered or no longer there
    stopped,    ///< something is wrong that trying again does not mend
};

struct LinkView {
    LinkState state = LinkState::own;
    std::optional<model::Instant> last = {};         ///< when everything was here last
    std::optional<model::Error> error = {};          ///< away, stopped: why
    std::optional<model::Instant> again = {};        ///< away: when it is tried again
    std::optional<model::HubQuestion> question = {}; ///< asks: what; it stays while it is looked whether it still is
    bool sendsFiles = false;                         ///< files of evidence are on their way to the hub
    std::size_t unsentFiles = 0;                     ///< files that could not be handed over when it was tried last
    std::optional<model::Error> filesError = {};     ///< why
};

/// Keeps this desk in exchange with a hub elsewhere while the office is open: at once when something was said here,
/// when the hub says that there is news, after each wait when it could not be reached, and every few minutes whatever
/// the hub says. After an exchange the files of evidence that the hub lacks follow. The hub is asked on threads of its
/// own, so that neither the writer nor the windows wait for it.
/// GUI thread.
class HubLink : public QObject {
    Q_OBJECT
public:
    explicit HubLink(Session& session);
    ~HubLink() override;

    [[nodiscard]] const LinkView& view() const { return m_view; }
    /// Nothing is on its way.
    [[nodiscard]] bool resting() const { return !m_running; }
    /// Exchanges now, whatever went wrong before.
    void exchangeNow();
    /// The person agrees to what it asks, and it goes on.
    void agree(const model::HubQuestion& question);
    /// The person does not: it stays stopped, and looks no more by itself until the office is locked.
    void stayStopped();
    /// While it is paused everything that is said waits; it lasts until the office is locked.
    void setPaused(bool paused);

    /// Fetches pieces of evidence of a case that are on the hub only, one after the other with what else is fetched;
    /// `progress` is called on the thread that fetches, `then` here, unless `context` is gone or the office was locked.
    void fetch(CaseId id, const std::vector<ItemId>& items, std::stop_token stop, QObject* context,
               model::EvidenceTransfer::Progress progress, std::function<void(Result<model::TransferOutcome>)> then);

signals:
    void changed();
    /// An exchange has ended, well or not.
    void rested();
    void came(const model::News& news);
    /// The hub had lost so many commits and took them back from here.
    void gaveBack(std::uint64_t commits);
    /// This person works in the office no more: they have left, or new keys have replaced theirs.
    void left();

private:
    struct Lines;

    void start();
    void stop();
    void onSaid();
    void begin();
    void onStep(Result<model::ExchangeStep> step);
    void onNews(const model::News& news);
    void onQuestion();
    void onError(const Error& error);
    void tryAgainAfter(const Error& error);
    void sendFiles();
    void onFilesSent(const model::TransferOutcome& outcome);
    void waitForNews();
    void onWaited(std::uint64_t after, const Result<bool>& news);
    void show(LinkState state, std::optional<Error> error = {});

    Session& m_session;
    std::unique_ptr<model::Clock> m_clock = model::systemClock();
    LinkView m_view;
    std::shared_ptr<Lines> m_lines; ///< null: the office is locked, or its own hub
    std::stop_source m_stop;
    std::uint64_t m_life = 0;   ///< counts starts: what an earlier one waited for is dropped
    std::uint64_t m_commit = 0; ///< the last that this desk has
    bool m_running = false;
    bool m_again = false;    ///< something was said since it began
    bool m_waits = false;    ///< a request for news is at the hub
    bool m_carrying = false; ///< files are looked for, or on their way
    bool m_paused = false;
    int m_failures = 0; ///< in a row
    QTimer m_slow;      ///< an exchange that takes long enough to be told of
    QTimer m_next;      ///< the next try, or the look that needs no news
    Worker m_asks{"hub"};
    Worker m_listens{"hub-news"};
    Worker m_carries{"hub-files"};
    Worker m_fetches{"hub-fetch"};
};

} // namespace ui
