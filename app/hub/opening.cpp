// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/opening.h"

#include "app/postgres/record_copy.h"
#include "app/postgres/schema.h"
#include "model/hub/hub_folder.h"

#include <cerrno>
#include <cstring>
#include <cstdlib>
#include <utility>

namespace app {

namespace {

namespace fs = std::filesystem;

/// A folder of its own for as long as this lives, readable by this user only.
class TemporaryFolder {
public:
    static Result<TemporaryFolder> make() {
        std::error_code error;
        std::string name = (fs::temp_directory_path(error) / "touchstone-hub-XXXXXX").string();
        if (error || ::mkdtemp(name.data()) == nullptr) {
            const std::string words = error ? error.message() : std::strerror(errno); // single use, copied at once
            return fail(Code::failed, {"No temporary folder can be made: " + words, "无法创建临时文件夹：" + words},
                        {"Let TMPDIR name a folder with room for the record", "请将 TMPDIR 设为空间足够的文件夹"},
                        name);
        }
        return TemporaryFolder(name);
    }
    TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder() {
        std::error_code error;
        if (!m_path.empty()) fs::remove_all(m_path, error);
    }
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(fs::path path) : m_path(std::move(path)) {}
    fs::path m_path;
};

struct OpenedDatabase {
    crypto::Identity identity;
    std::unique_ptr<postgres::PostgresStore> store;
};

Result<OpenedDatabase> openDatabase(const Invocation& call) {
    TRY_ASSIGN(auto address, postgres::readAddress(call.value("store")));
    TRY_ASSIGN(auto identity, model::openIdentityFolder(call.value("folder")));
    TRY_ASSIGN(auto store, postgres::PostgresStore::open(std::move(address), identity.suite()));
    return OpenedDatabase{std::move(identity), std::move(store)};
}

std::unexpected<Error> anotherIdentity(const std::string& where) {
    return fail(Code::refused,
                {"The identity in the folder is not that of the office in the database",
                 "该文件夹中的身份不是数据库中单位的服务器身份"},
                {"Name the folder and the database that belong together", "请指定彼此对应的文件夹和数据库"}, where);
}

Result<model::VerifyReport> examineFolder(const fs::path& folder, const model::Clock& clock,
                                          const std::stop_token& stop) {
    TRY_ASSIGN(const auto embedded, model::openHubFolder(folder, clock));
    TRY_ASSIGN(const auto* const office, embedded.hub->office());
    model::VerifyReport report;
    TRY(model::RecordCheck(embedded.store->record(), *office, "hub.db ", "", report, {}, stop).everything());
    return report;
}

Result<model::VerifyReport> examineDatabase(const Invocation& call, const model::Clock& clock, crypto::Random& random,
                                            const std::stop_token& stop) {
    TRY_ASSIGN(const auto opened, openDatabase(call));
    TRY_ASSIGN(const auto folder, TemporaryFolder::make());
    const auto suite = opened.identity.suite();
    const auto key = crypto::Secret::random(32, random);
    // The copy gets an identity of nobody: it signs nothing.
    TRY_ASSIGN(auto copy, model::EmbeddedStore::create(folder.path() / "record.db", key,
                                                       crypto::Identity::generate(suite, random)));
    TRY_ASSIGN(const auto twice, postgres::copyOutOf(*opened.store, *copy, stop));
    const std::string prefix = opened.store->name() + " ";
    model::VerifyReport report;
    for (const auto& place : twice) report.findings.push_back({prefix + place, {"It is there twice", "重复出现"}});
    model::Hub hub(*copy, crypto::Identity::generate(suite, random), clock);
    TRY_ASSIGN(const auto* const office, hub.office());
    if (office->exists() && office->hub != opened.identity.publicPart()) return anotherIdentity(opened.store->name());
    TRY(model::RecordCheck(copy->record(), *office, prefix, "", report, {}, stop).everything());
    return report;
}

Result<void> adoptIntoDatabase(const Invocation& call, std::string_view code, crypto::Random& random,
                               const std::stop_token& stop) {
    const fs::path folder = call.value("folder");
    TRY_ASSIGN(auto address, postgres::readAddress(call.value("store")));
    if (const auto there = model::openIdentityFolder(folder); there || there.error().code != Code::notFound) {
        if (!there) return std::unexpected(there.error());
        return fail(Code::refused, {"There is a hub in this folder already", "该文件夹中已有服务器"},
                    {"Choose another folder", "请选择其他文件夹"}, folder.string());
    }
    TRY_ASSIGN(const auto file, model::openHandover(call.value("FILE"), code));
    TRY_ASSIGN(const auto identity, file->identity());
    TRY_ASSIGN(const auto store, postgres::PostgresStore::open(std::move(address), identity.suite()));
    TRY(postgres::copyInto(*store, *file, stop));
    // Afterwards: with a folder and no record nobody could go on, and a record without a folder is taken once more.
    return model::makeIdentityFolder(folder, identity, random);
}

} // namespace

Result<OpenedHub> openHub(const Invocation& call, const model::Clock& clock) {
    if (!call.has("store")) {
        TRY_ASSIGN(auto embedded, model::openHubFolder(call.value("folder"), clock));
        TRY_ASSIGN(const bool gone, embedded.store->handedOver());
        if (gone) {
            return fail(Code::refused,
                        {"This hub was handed over, and is served from elsewhere", "该服务器已移交，由别处提供服务"},
                        {"Serve it from where it was taken over; if nobody did, hand it over once more",
                         "请在接收处提供服务；如尚未接收，可再次移交"},
                        call.value("folder"));
        }
        return OpenedHub{std::move(embedded.store), std::move(embedded.hub)};
    }
    TRY_ASSIGN(auto opened, openDatabase(call));
    auto hub = std::make_unique<model::Hub>(*opened.store, std::move(opened.identity), clock);
    TRY_ASSIGN(const auto* const office, hub->office());
    if (!office->exists()) {
        return fail(Code::notFound, {"There is no office in this database", "该数据库中没有单位"},
                    {"Take one over first: touchstone-hub adopt --store", "请先接收单位：touchstone-hub adopt --store"},
                    opened.store->name());
    }
    if (office->hub != hub->identity().publicPart()) return anotherIdentity(opened.store->name());
    return OpenedHub{std::move(opened.store), std::move(hub)};
}

Result<model::VerifyReport> examineHub(const Invocation& call, const model::Clock& clock, crypto::Random& random,
                                       const std::stop_token& stop) {
    if (call.has("store")) return examineDatabase(call, clock, random, stop);
    return examineFolder(call.value("folder"), clock, stop);
}

Result<void> adoptOffice(const Invocation& call, std::string_view code, crypto::Random& random,
                         const std::stop_token& stop) {
    if (call.has("store")) return adoptIntoDatabase(call, code, random, stop);
    return model::adoptHandover(call.value("folder"), call.value("FILE"), code);
}

Result<HandedOver> handOverHub(const Invocation& call, const model::Clock& clock, crypto::Random& random) {
    TRY_ASSIGN(const auto embedded, model::openHubFolder(call.value("folder"), clock));
    const auto key = crypto::Secret::random(32, random);
    TRY_ASSIGN(const bool before, embedded.store->handedOver());
    TRY(embedded.store->handOver(call.value("FILE"), key));
    return HandedOver{model::handoverCode(embedded.hub->identity().suite(), key), before};
}

Result<Reply> migrateStore(const Invocation& call, const Output& output) {
    TRY_ASSIGN(const auto address, postgres::readAddress(call.value("store")));
    TRY_ASSIGN(const auto done, postgres::migrate(address));
    Reply reply;
    reply.data = {{"from", done.from}, {"to", done.to}};
    const std::string from = std::to_string(done.from), to = std::to_string(done.to);
    if (done.from == done.to)
        reply.words =
            output.in(model::fill({"The tables are of version {0} already.\n", "数据表已是版本 {0}。\n"}, to));
    else if (done.from == 0)
        reply.words =
            output.in(model::fill({"The tables of version {0} were made.\n", "已创建版本 {0} 的数据表。\n"}, to));
    else
        reply.words = output.in(model::fill(
            {"The tables were brought from version {0} to {1}.\n", "数据表已从版本 {0} 升级到 {1}。\n"}, from, to));
    return reply;
}

} // namespace app
