// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/certificate.h"
#include "app/net/tls.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

using namespace net;
namespace fs = std::filesystem;

/// The certificate a server begins with, and how it is named.
class TestCertificate : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    model::Instant m_now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 4)};

    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private slots:
    void isMadeForItsNames() {
        QVERIFY(makeSelfSigned(at("a.pem"), at("a.key"), {"hub.example", "127.0.0.1", "2001:db8::1"}, m_now));
        struct stat info{};
        QCOMPARE(::stat(at("a.key").c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QVERIFY(TlsContext::server(at("a.pem"), at("a.key")));

        std::FILE* file = std::fopen(at("a.pem").c_str(), "r");
        X509* made = PEM_read_X509(file, nullptr, nullptr, nullptr);
        std::fclose(file);
        QVERIFY(made != nullptr);
        QCOMPARE(X509_check_host(made, "hub.example", 0, 0, nullptr), 1);
        QCOMPARE(X509_check_host(made, "other.example", 0, 0, nullptr), 0);
        QCOMPARE(X509_check_ip_asc(made, "127.0.0.1", 0), 1);
        QCOMPARE(X509_check_ip_asc(made, "2001:db8::1", 0), 1);
        std::time_t start = 1772582400 - 24 * 3600; // 2026-03-04 UTC, a day before
        QVERIFY(X509_cmp_time(X509_get0_notBefore(made), &start) <= 0);
        start -= 2;
        QVERIFY(X509_cmp_time(X509_get0_notBefore(made), &start) > 0);
        X509_free(made);
    }

    void nothingIsOverwritten() {
        QVERIFY(makeSelfSigned(at("b.pem"), at("b.key"), {"localhost"}, m_now));
        const auto before = certificateFingerprint(at("b.pem"));
        const auto again = makeSelfSigned(at("b.pem"), at("b.key"), {"localhost"}, m_now);
        QVERIFY(!again && again.error().code == model::Code::refused);
        QCOMPARE(*certificateFingerprint(at("b.pem")), *before);
        // The key alone is there: no certificate is added to it.
        fs::remove(at("b.pem"));
        QVERIFY(!makeSelfSigned(at("b.pem"), at("b.key"), {"localhost"}, m_now));
        QVERIFY(!fs::exists(at("b.pem")));
    }

    void eitherBothAreWrittenOrNeither() {
        const auto result = makeSelfSigned(at("missing/c.pem"), at("c.key"), {"localhost"}, m_now);
        QVERIFY(!result && result.error().code == model::Code::failed);
        QVERIFY(!fs::exists(at("c.key")));
        for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString()))
            QVERIFY2(!entry.path().string().contains(".new."), entry.path().c_str());
    }

    void namesAreNames() {
        for (const auto& names : std::vector<std::vector<std::string>>{
                 {}, {""}, {"a b"}, {"hub,IP:1.2.3.4"}, {"hub.example", "http://hub"}, {"@section"}}) {
            const auto result = makeSelfSigned(at("d.pem"), at("d.key"), names, m_now);
            QVERIFY(!result && result.error().code == model::Code::usage);
            QVERIFY(!fs::exists(at("d.pem")) && !fs::exists(at("d.key")));
        }
    }

    void theFingerprintIsThatOfTheDer() {
        QVERIFY(makeSelfSigned(at("e.pem"), at("e.key"), {"localhost"}, m_now));
        const auto shown = certificateFingerprint(at("e.pem"));
        QVERIFY(shown);
        const auto text = formatFingerprint(*shown);
        QCOMPARE(text.size(), 64U);
        QCOMPARE(*readFingerprint(text), *shown);
        std::string colons;
        for (std::size_t i = 0; i < text.size(); i += 2) colons += (i == 0 ? "" : ":") + text.substr(i, 2);
        std::ranges::transform(colons, colons.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        QCOMPARE(*readFingerprint(colons), *shown);
        QVERIFY(!readFingerprint(text.substr(2)));
        QVERIFY(!readFingerprint(text + "00"));
        QVERIFY(!readFingerprint(""));
        const auto key = certificateFingerprint(at("e.key"));
        QVERIFY(!key && key.error().code == model::Code::malformed);
        const auto none = certificateFingerprint(at("none"));
        QVERIFY(!none && none.error().code == model::Code::failed);
    }

    void theKeyMustBelongToTheCertificate() {
        QVERIFY(makeSelfSigned(at("f.pem"), at("f.key"), {"localhost"}, m_now));
        QVERIFY(makeSelfSigned(at("g.pem"), at("g.key"), {"localhost"}, m_now));
        const auto mixed = TlsContext::server(at("f.pem"), at("g.key"));
        QVERIFY(!mixed && mixed.error().code == model::Code::malformed);
        const auto none = TlsContext::server(at("none"), at("g.key"));
        QVERIFY(!none && none.error().code == model::Code::failed);
        QVERIFY(!none.error().what.zh.empty() && !none.error().cure.zh.empty());
    }
};

QTEST_APPLESS_MAIN(TestCertificate)
#include "test_certificate.moc"
