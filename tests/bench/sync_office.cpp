// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/sync_office.h"

#include "app/link/http_transport.h"
#include "app/postgres/postgres_store.h"
#include "app/postgres/schema.h"
#include "model/hub/hub_folder.h"
#include "model/intake/report_writer.h"

namespace bench {

namespace {

constexpr const char* kHub = PROGRAM_DIR "/touchstone-hub";

std::string words(const QString& text) { return text.toStdString(); }

void importCases(model::Workspace& office, const fs::path& file, std::uint64_t count) {
    std::vector<model::intake::ReportRow> rows(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        rows[i].line = i + 1;
        rows[i].report.externalId = "bench-" + std::to_string(i);
        rows[i].report.title = model::same("Case " + std::to_string(i));
        rows[i].report.narrativeEn = "A case of the bench, number " + std::to_string(i);
    }
    {
        std::ofstream out(file, std::ios::trunc);
        model::intake::writeReports(out, model::intake::ReportFormat::jsonLines, rows,
                                    model::intake::Reporters::leaveOut);
    }
    if (must(office.importReports({file}, {}, {})).taken != count) std::exit(1);
}

} // namespace

/// Bytes over the loopback interface so far, with the headers of TCP and IP.
double loopback() {
    std::ifstream devices("/proc/self/net/dev");
    for (std::string line; std::getline(devices, line);) {
        const auto colon = line.find(':');
        if (colon != std::string::npos && line.substr(0, colon).ends_with("lo"))
            return std::stod(line.substr(colon + 1));
    }
    return 0;
}

SyncOffice::SyncOffice(fs::path place, std::uint64_t cases)
    : m_place(std::move(place)), m_postgres({"fsync=on", "synchronous_commit=on", "max_wal_size=8GB"}) {
    const auto folder = m_place / "office";
    const model::Surroundings with{m_clock.get(), m_random.get()};
    const crypto::PassphraseCost cost{crypto::kMinMemoryKiB, 1, 1};
    const model::FoundRequest request{folder,   "Bench",  crypto::Suite::intl1,
                                      "Author", "author", {model::Role::administrator, model::Role::officer},
                                      false,    cost};
    const auto founder = must(model::Workspace::found(request, crypto::asBytes("author"), with));
    const auto reader =
        must(founder->addPerson({"Reader", "reader", {model::Role::officer}, false}, crypto::asBytes("reader")));
    importCases(*founder, m_place / "reports.jsonl", cases);
    m_file = must(model::readOfficeFile(folder));
    m_people.push_back({founder->me(), must(model::openKeys(must(model::readIdentityFile(folder, founder->me())),
                                                            crypto::asBytes("author")))});
    m_people.push_back(
        {reader, must(model::openKeys(must(model::readIdentityFile(folder, reader)), crypto::asBytes("reader")))});
    const auto code = must(founder->handOver(m_place / "record"));
    m_base = m_postgres.makeDatabase();
    must(postgres::migrate(must(postgres::readAddress(words(m_postgres.uri(m_base))))));
    Child adopt(
        {kHub, "adopt", m_place / "record", "--folder", m_place / "hub", "--store", words(m_postgres.uri(m_base))});
    adopt.say(code + "\n");
    if (adopt.wait() != 0) must(model::Result<void>(model::fail(model::Code::failed, model::same("not adopted"))));
    m_hub = must(model::openIdentityFolder(m_place / "hub")).publicPart();
}

SyncOffice::Running SyncOffice::startHub(bool tls) {
    Running running;
    running.database = m_postgres.makeDatabase("TEMPLATE " + m_base);
    std::vector<std::string> command{
        kHub,       "serve",      "--folder", m_place / "hub", "--store", words(m_postgres.uri(running.database)),
        "--listen", "127.0.0.1:0"};
    if (!tls) command.emplace_back("--no-tls");
    running.process = std::make_unique<Child>(command, Child::Hear::errors);
    const auto line = running.process->line();
    const auto pin = crypto::Digest::fromHex(member(line, "pin"));
    if (tls && !pin) must(model::Result<void>(model::fail(model::Code::failed, model::same("no hub: " + line))));
    running.address = {"127.0.0.1", static_cast<std::uint16_t>(std::stoi(member(line, "port"))),
                       pin ? std::optional(*pin) : std::nullopt, m_hub};
    return running;
}

void SyncOffice::fill(const Running& running, const std::function<void(model::Hub&)>& work) {
    const auto store = must(postgres::PostgresStore::open(
        must(postgres::readAddress(words(m_postgres.uri(running.database)))), m_file.suite));
    model::Hub hub(*store, must(model::openIdentityFolder(m_place / "hub")), *m_clock);
    work(hub);
}

std::unique_ptr<model::RemoteHub> SyncOffice::way(const Running& running, Who who) const {
    return std::make_unique<model::RemoteHub>(must(app::httpWay(running.address, {})), running.address,
                                              m_file.fingerprint, person(who).id, person(who).keys.identity);
}

} // namespace bench
