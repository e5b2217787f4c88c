// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/self_test.h"

#include "crypto/aead.h"
#include "crypto/derive.h"
#include "crypto/digest.h"
#include "crypto/suite_keys.h"

#include <algorithm>
#include <array>
#include <botan/ec_group.h>
#include <botan/ec_scalar.h>
#include <botan/pubkey.h>
#include <botan/pwdhash.h>
#include <botan/sm2.h>
#include <botan/system_rng.h>
#include <exception>

namespace crypto {

namespace {

// Ed25519: RFC 8032, 7.1, test 2; the message is 0x72.
constexpr std::string_view kEdSeed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
constexpr std::string_view kEdPublic = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr std::string_view kEdSignature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

// X25519: RFC 7748, 5.2, first vector.
constexpr std::string_view kXScalar = "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4";
constexpr std::string_view kXPoint = "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c";
constexpr std::string_view kXShared = "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552";

// ML-KEM-768, FIPS 203. Wycheproof, testvectors_v1/mlkem_768_test.json, tcId 2.
constexpr std::string_view kKemSeed =
    "7c9935a0b07694aa0c6d10e4db6b1add2fd81a25ccb148032dcd739936737f2d8626ed79d451140800e03b59b956f8210e556067"
    "407d13dc90fa9e8b872bfb8f";
// SHA-256 of its encapsulation key.
constexpr std::string_view kKemPublicSha256 = "86adbca81f4fee893e2fb58fb98aa2fe188f501fed268d7f4056f8c05c4e53c4";
constexpr std::string_view kKemShared = "e7184a0975ee3470878d2d159ec83129c8aec253d4ee17b4810311d198cd0368";
constexpr std::string_view kKemCiphertext =
    "c8391085b8d3ea9794212541b2914f08964d33521d3f67ad66096ebfb1f706424b49558f755b5625bae236f2e0079601c766f7d9"
    "60808f7e2bb0c7a5e066ed346de628f8c57eebabbb0c22d911548463693ef3ce52a53f7ff415f00e657ae1c5a48fa5ec6e4be5cf"
    "462daffc84d2f6d5ff55dc9bbe8bb0d725ec64fd4cd4bd8dba0a844e8b5ce4b6a28934d7f7a050991fe185b506b451dabfad52d5"
    "2cb2114ca7d9a5cf986c8fdc1bc10ec0c1869e50c03c55a76192a1049aca636ba9020bdaa8d0f58c763b0b89845ca06d4c4ddc21"
    "433e16b9c62e44871fdbc05ba218af871fdd7dcfa464e60faa5265264ce1391bd9a8c5faa7626d5f159b9805b975710a3503a0b8"
    "58a11c6a647cc0e19ac88b1be9056c95b4d2087d0951d1d2f4992491117e6347794ba54571ec49bba71af3413d38a30bf5872248"
    "d1f6d07c86baf782e73d2637f043d341a00921857d8b21ddf3e1d6310036ed27af49e5de1b900fe4de79808ff29f9570859612b1"
    "5adc01fbb265b305b1e3a12ae419da5b74261fa284c101da3d8dca8b2e4521aca571ef44a058e844ff32b16d5aaea05f7f3af8e2"
    "ab16222e347662eddfb891d0ecc2a55c5638f9dde92d9a3d544a5f901ac501acd1ea6a010201fcb10ad702c425a94bdf5890d500"
    "a2a147eee1d1fcba8c3abe7c2dfe70f346f033d816a0b2791b4f0b2d956d9ee5971715399a5688302495e2e07c1c8c01527184bc"
    "d0c208bc159f2e13318c0bb3dd24a6a7fc849f83385ed4dba07fe1d7bd5640cc9ed5ccfdd68763cb0d0edf61b292177fc1d2d3c1"
    "1dd0495056bcb12558aebcfddef9feb4aebc57afd9023c65cfe65a24e33f1b00111e92e63e011eaf0b212cf95743cd07f5189ece"
    "1f205b7f6fcb2e6b1961b5404cebe47c8cd13b8599d5b49e6d87eeda36e9b8fc4c00635896aa2b75896e336d1b612ee13db811e1"
    "f07e61748d920f4865f3f11741399dc6162c91ca168a02329dff821d58198712dd558abb099b3a0baf9da1b730b2aa73bcf58d74"
    "f357b06f7211c804b6c8af16ff3509fad1d35b14bfdced7db8a6a25c48e5956480724daa057cd660b67ee3e472574182679d4858"
    "38a6476eac02141075c812af7967ba7c9185cc2abd2a4545b80f3d3104d58d654a57792dcfabbe9c0715e8de2ef81ef404c8168f"
    "d7a43efab3d448e686a088efd26a26159948926723d7eccc39e3c1b719cf8becb7be7e964f22cd8cb1b7e25e800ea97d60a64cc0"
    "bbd9cb407a3ab9f88f5e29169eeafd4e0322fde6590ae093ce8feeae98b622caa7556ff426c9e7a404ce69355830a7a67767a76c"
    "7d9a97b84bfcf50a02f75c235d2f9c671138049ffc7c8055926c03eb3fb87f9695185a42eca9a41655873d30a6b3bf428b246223"
    "484a8ff61ee3eeafff10e99c2c13a76284d063e56ab711a35a85b5383df81da23490f66e8ea3fcba067f5530c6541c2b8f74717c"
    "35023e7b9b3956c3ee2ff84ba03ccf4b4b5321b9240895481bc6d63c1693c1847852f8e97f50a133532ac3ee1e52d464";

// AES-256-GCM: McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
constexpr std::string_view kGcmKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
constexpr std::string_view kGcmNonce = "cafebabefacedbaddecaf888";
constexpr std::string_view kGcmPlain =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
    "b16aedf5aa0de657ba637b39";
constexpr std::string_view kGcmSealed =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
    "c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b";
constexpr std::string_view kGcmAssociated = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

// SM4-GCM: RFC 8998, A.2.1. A key of 32 bytes of which SM4 takes the first 16.
constexpr std::string_view kSm4Key = "0123456789abcdeffedcba987654321000000000000000000000000000000000";
constexpr std::string_view kSm4Nonce = "00001234567800000000abcd";
constexpr std::string_view kSm4Plain =
    "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffff"
    "eeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa";
constexpr std::string_view kSm4Sealed =
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15"
    "a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec";

// SM2: GB/T 32918.5-2017, annex A: signature of "message digest", and ciphertext of "encryption standard" in the form
// of GM/T 0009, one key for both.
constexpr std::string_view kSm2Private = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
constexpr std::string_view kSm2Public = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                                        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
constexpr std::string_view kSm2Signature = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                                           "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
constexpr std::string_view kSm2Ciphertext =
    "307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73022100e858f9d81e5430a57b36"
    "daab8f950a3c64e6ee6a63094d99283aff767e124df0042059983c18f809e262923c53aec295d30383b54e39d609d160af"
    "cb1908d0bd8766041321886ca989ca9c7d58087307ca93092d651efa";

// HKDF: RFC 5869, A.1, first 32 bytes; the same input with SM3 is an answer of OpenSSL 3.
constexpr std::string_view kHkdfSecret = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";
constexpr std::string_view kHkdfSalt = "000102030405060708090a0b0c";
constexpr std::string_view kHkdfInfo = "f0f1f2f3f4f5f6f7f8f9";
constexpr std::string_view kHkdfSha256 = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf";
constexpr std::string_view kHkdfSm3 = "c69fe91b7aaee2dd5718d72dcaee0cce93f1b8e41f792da51261b6a517e68b36";

// Argon2id: RFC 9106, 5.3.
constexpr std::string_view kArgonOut = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";

Bytes hex(std::string_view digits) { return fromHex(digits).value_or(Bytes{}); }

bool digestsAnswer() {
    return digest(Suite::intl1, asBytes("abc")).hex() == // FIPS 180-2, B.1
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" &&
           digest(Suite::gm1, asBytes("abc")).hex() == // GB/T 32905, A.1
               "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
}

bool hkdfAnswers() {
    const auto derived = [](Suite suite) {
        return toHex(hkdf(suite, hex(kHkdfSecret), hex(kHkdfSalt), hex(kHkdfInfo), 32).view());
    };
    return derived(Suite::intl1) == kHkdfSha256 && derived(Suite::gm1) == kHkdfSm3;
}

bool aeadAnswers(Suite suite, std::string_view key, std::string_view nonce, std::string_view plain,
                 std::string_view sealed) {
    Aead aead(suite);
    aead.rekey(hex(key));
    const Bytes expected = hex(sealed);
    Bytes out;
    aead.sealWith(hex(nonce), hex(plain), hex(kGcmAssociated), out);
    if (out != expected) return false;
    Bytes changed = expected;
    changed.back() ^= 1;
    if (aead.openWith(hex(nonce), changed, hex(kGcmAssociated), out)) return false;
    return aead.openWith(hex(nonce), expected, hex(kGcmAssociated), out) && out == hex(plain);
}

bool intl1Answers() {
    Bytes secret = hex(kEdSeed);
    append(secret, hex(kXScalar));
    append(secret, hex(kKemSeed));
    const auto keys = intl1::keysFrom(secret);
    if (!keys || keys->publicPart.verifyKey != hex(kEdPublic)) return false;
    if (sha256(ByteView(keys->publicPart.agreeKey).subspan(32)).hex() != kKemPublicSha256) return false;

    const Bytes message{0x72};
    const Bytes signature = hex(kEdSignature);
    const auto signedHere = keys->signing->sign(message);
    if (!signedHere || *signedHere != signature) return false;
    if (!intl1::checkVerifyKey(hex(kEdPublic)) || !intl1::check(hex(kEdPublic), message, signature)) return false;
    if (intl1::check(hex(kEdPublic), asBytes("s"), signature)) return false;

    Bytes sent = hex(kXPoint);
    append(sent, hex(kKemCiphertext));
    const auto shared = keys->agreement->decapsulate(sent);
    Bytes expected = hex(kXShared);
    append(expected, hex(kKemShared));
    return shared && equal(shared->view(), expected);
}

bool gm1Answers() {
    Bytes secret = hex(kSm2Private);
    append(secret, hex(kSm2Private));
    const auto keys = gm1::keysFrom(secret);
    if (!keys || keys->publicPart.verifyKey != hex(kSm2Public)) return false;

    const Bytes sm2Public = hex(kSm2Public);
    const ByteView message = asBytes("message digest");
    if (!gm1::checkVerifyKey(sm2Public) || !gm1::check(sm2Public, message, hex(kSm2Signature))) return false;
    if (gm1::check(sm2Public, asBytes("message Digest"), hex(kSm2Signature))) return false;
    const auto signature = keys->signing->sign(message);
    if (!signature || !gm1::check(sm2Public, message, *signature)) return false;

    const auto group = Botan::EC_Group::from_name("sm2p256v1");
    const Botan::SM2_PrivateKey key(group, Botan::EC_Scalar::deserialize(group, hex(kSm2Private)).value());
    Botan::PK_Decryptor_EME decryptor(key, Botan::system_rng(), "SM3");
    return equal(decryptor.decrypt(hex(kSm2Ciphertext)), asBytes("encryption standard"));
}

bool argonAnswers() {
    std::array<std::uint8_t, 32> passphrase;
    std::array<std::uint8_t, 16> salt;
    std::array<std::uint8_t, 8> key;
    std::array<std::uint8_t, 12> associated;
    passphrase.fill(1);
    salt.fill(2);
    key.fill(3);
    associated.fill(4);
    std::array<std::uint8_t, 32> out;
    Botan::PasswordHashFamily::create_or_throw("Argon2id")
        ->from_params(32, 3, 4)
        ->derive_key(out.data(), out.size(), reinterpret_cast<const char*>(passphrase.data()), passphrase.size(),
                     salt.data(), salt.size(), associated.data(), associated.size(), key.data(), key.size());
    return toHex(out) == kArgonOut;
}

} // namespace

Result<void> selfTest() {
    try {
        if (digestsAnswer() && hkdfAnswers() && aeadAnswers(Suite::intl1, kGcmKey, kGcmNonce, kGcmPlain, kGcmSealed) &&
            aeadAnswers(Suite::gm1, kSm4Key, kSm4Nonce, kSm4Plain, kSm4Sealed) && intl1Answers() && gm1Answers() &&
            argonAnswers()) {
            return {};
        }
    } catch (const std::exception&) {
        return std::unexpected(Fault::damaged); // an algorithm is not in the library
    }
    return std::unexpected(Fault::damaged);
}

} // namespace crypto
