// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/random.h"
#include "model/hub/hub.h"
#include "model/sync/remote_hub.h"
#include "model/workspace/office_files.h"
#include "tests/bench/child.h"
#include "tests/support/postgres.h"

#include <filesystem>
#include <functional>

/// An office for the bench of the exchange: a real PostgreSQL that waits for the disk, a real hub over TLS, and desks
/// that are the program's exchange over an encrypted vault, without the tables that lists are made of.
namespace bench {

namespace fs = std::filesystem;

/// Two people: who says everything, and who gets it.
enum class Who { author, reader };

/// Bytes over the loopback interface so far, with the headers of TCP and IP.
double loopback();

class SyncOffice {
public:
    /// An office with so many cases. `place` is a folder on a disk.
    SyncOffice(fs::path place, std::uint64_t cases);

    /// A hub process on a database with nothing but the cases in it. It ends with this.
    struct Running {
        QString database;
        std::unique_ptr<Child> process;
        model::HubAddress address;
    };
    /// Without TLS it stands behind a proxy of the same machine that speaks it.
    Running startHub(bool tls = true);
    /// A hub in this process on the database of another.
    void fill(const Running& running, const std::function<void(model::Hub&)>& work);
    /// The server writes what it has in memory, so that it does not while something is measured.
    void settle() const { m_postgres.run("postgres", "CHECKPOINT"); }

    struct Person {
        model::PersonId id;
        model::PersonKeys keys;
    };
    [[nodiscard]] const Person& person(Who who) const { return m_people[static_cast<std::size_t>(who)]; }
    [[nodiscard]] const model::OfficeFile& file() const { return m_file; }
    [[nodiscard]] const fs::path& place() const { return m_place; }
    [[nodiscard]] const model::Clock& clock() const { return *m_clock; }
    /// The hub as this person reaches it.
    std::unique_ptr<model::RemoteHub> way(const Running& running, Who who) const;

private:
    fs::path m_place;
    std::unique_ptr<model::Clock> m_clock = model::systemClock();
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();
    PostgresServer m_postgres;
    QString m_base;
    model::OfficeFile m_file;
    std::vector<Person> m_people;
    crypto::PublicIdentity m_hub;
};

} // namespace bench
