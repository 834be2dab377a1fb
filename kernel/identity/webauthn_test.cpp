#include "kernel/identity/webauthn.h"

#include <gtest/gtest.h>

#include "kernel/base/base64url.h"
#include "kernel/base/simulation.h"
#include "kernel/identity/assertion.h"
#include "kernel/identity/testing/authenticator.h"

namespace yc::identity {
namespace {

using testing::Authenticator;
using testing::bytes_from_hex;
using testing::Ceremony;
using testing::KeyKind;

const Site kCity{"https://city.example", "city.example"};

class WebAuthnTest : public ::testing::Test {
 protected:
  std::string challenge(Purpose purpose = Purpose::sign_in) {
    return webauthn.make_challenge({purpose, kCity, {}}).value();
  }
  Ceremony ceremony(Purpose purpose = Purpose::sign_in) { return {challenge(purpose)}; }

  // The key as it is kept after a sound creation.
  NewPasskey enrolled(Authenticator& authenticator) {
    return webauthn
        .finish_creation(Purpose::sign_up, authenticator.create(ceremony(Purpose::sign_up)))
        .value();
  }
  base::Result<std::uint32_t> check(const NewPasskey& kept, const PasskeyAssertion& assertion) {
    YC_TRY(const Challenge asked, webauthn.begin_assertion(assertion));
    return WebAuthn::check_assertion(asked, kept.key, kept.counter, assertion);
  }
  std::string_view refusal_of_creation(const PasskeyCreation& creation) {
    const auto made = webauthn.finish_creation(Purpose::sign_up, creation);
    return made ? "taken" : made.error().reason;
  }
  std::string_view refusal(const NewPasskey& kept, const PasskeyAssertion& assertion) {
    const auto checked = check(kept, assertion);
    return checked ? "taken" : checked.error().reason;
  }

  base::SimulatedScheduler scheduler{1};
  WebAuthn webauthn{scheduler, scheduler.random(), 100};
};

TEST_F(WebAuthnTest, EachKindOfKeySignsIn) {
  for (const KeyKind kind : {KeyKind::es256, KeyKind::eddsa, KeyKind::rs256}) {
    Authenticator authenticator(kind);
    const NewPasskey kept = enrolled(authenticator);
    EXPECT_EQ(kept.credential_id, authenticator.raw_credential_id());
    EXPECT_EQ(refusal(kept, authenticator.sign(ceremony())), "taken");
  }
}

TEST_F(WebAuthnTest, AChallengeIsGoodOnceForFiveMinutesAndForItsPurpose) {
  Authenticator authenticator;
  const NewPasskey kept = enrolled(authenticator);
  const PasskeyAssertion first = authenticator.sign(ceremony());
  EXPECT_EQ(refusal(kept, first), "taken");
  EXPECT_EQ(refusal(kept, first), "challenge_unknown") << "used";
  const Ceremony late = ceremony();
  scheduler.run_for(kChallengeLifetime);
  EXPECT_EQ(refusal(kept, authenticator.sign(late)), "challenge_unknown") << "expired";
  EXPECT_EQ(refusal(kept, authenticator.sign({"AAAA"})), "challenge_unknown") << "made up";
  EXPECT_EQ(refusal(kept, authenticator.sign(ceremony(Purpose::sign_up))), "challenge_unknown");
  EXPECT_EQ(refusal_of_creation(authenticator.create(ceremony(Purpose::add_passkey))),
            "challenge_unknown");
}

TEST_F(WebAuthnTest, AWrongAnswerUsesTheChallengeUpToo) {
  Authenticator authenticator;
  const NewPasskey kept = enrolled(authenticator);
  Ceremony asked = ceremony();
  asked.origin = "https://evil.example";
  EXPECT_EQ(refusal(kept, authenticator.sign(asked)), "ceremony_wrong_origin");
  asked.origin = kCity.origin;
  EXPECT_EQ(refusal(kept, authenticator.sign(asked)), "challenge_unknown");
}

TEST_F(WebAuthnTest, EachFaultOfASignInHasItsOwnReason) {
  Authenticator authenticator(KeyKind::es256, 7);
  const NewPasskey kept = enrolled(authenticator);
  const auto with = [&](auto change) {
    Ceremony asked = ceremony();
    change(asked);
    return refusal(kept, authenticator.sign(asked));
  };
  EXPECT_EQ(with([](Ceremony& c) { c.origin = "http://city.example"; }), "ceremony_wrong_origin");
  EXPECT_EQ(with([](Ceremony& c) { c.cross_origin = true; }), "ceremony_wrong_origin");
  EXPECT_EQ(with([](Ceremony& c) { c.type = "webauthn.create"; }), "ceremony_wrong_type");
  EXPECT_EQ(with([](Ceremony& c) { c.rp_id = "evil.example"; }), "passkey_wrong_site");
  EXPECT_EQ(with([](Ceremony& c) { c.flags = 0x04; }), "passkey_user_absent");
  EXPECT_EQ(with([](Ceremony& c) { c.flags = 0x01; }), "taken") << "presence is enough here";
  Authenticator other(KeyKind::es256, 7);
  EXPECT_EQ(refusal(kept, other.sign(ceremony())), "passkey_wrong_key");
  PasskeyAssertion changed = authenticator.sign(ceremony());
  changed.authenticator_data.back() ^= std::byte{1};  // the counter, after signing
  EXPECT_EQ(refusal(kept, changed), "passkey_wrong_key");
  changed = authenticator.sign(ceremony());
  changed.authenticator_data.resize(36);
  EXPECT_EQ(refusal(kept, changed), "passkey_malformed");
}

TEST_F(WebAuthnTest, ACounterMustGrowUnlessThePasskeyDoesNotCount) {
  Authenticator counting(KeyKind::es256, 7);
  NewPasskey kept = enrolled(counting);
  EXPECT_EQ(kept.counter, 7u);
  EXPECT_EQ(check(kept, counting.sign(ceremony())).value(), 8u);
  kept.counter = 9;
  EXPECT_EQ(refusal(kept, counting.sign(ceremony())), "passkey_counter") << "stays at 9";
  counting.counter = 3;
  EXPECT_EQ(refusal(kept, counting.sign(ceremony())), "passkey_counter") << "sinks";
  counting.counter = 0;
  EXPECT_EQ(refusal(kept, counting.sign(ceremony())), "passkey_counter") << "sinks to nothing";
  Authenticator synced;
  kept = enrolled(synced);
  EXPECT_EQ(refusal(kept, synced.sign(ceremony())), "taken");
  EXPECT_EQ(refusal(kept, synced.sign(ceremony())), "taken");
}

TEST_F(WebAuthnTest, EachFaultOfACreationHasItsOwnReason) {
  Authenticator authenticator;
  const auto with = [&](auto change) {
    Ceremony asked = ceremony(Purpose::sign_up);
    change(asked);
    return refusal_of_creation(authenticator.create(asked));
  };
  EXPECT_EQ(with([](Ceremony& c) { c.origin = "https://city.example:8443"; }),
            "ceremony_wrong_origin");
  EXPECT_EQ(with([](Ceremony& c) { c.type = "webauthn.get"; }), "ceremony_wrong_type");
  EXPECT_EQ(with([](Ceremony& c) { c.rp_id = "example"; }), "passkey_wrong_site");
  EXPECT_EQ(with([](Ceremony& c) { c.flags = 0; }), "passkey_user_absent");
  PasskeyCreation cut = authenticator.create(ceremony(Purpose::sign_up));
  cut.attestation_object.pop_back();
  EXPECT_EQ(refusal_of_creation(cut), "passkey_malformed");
  authenticator.claimed_algorithm = -47;  // ES256K
  EXPECT_EQ(with([](Ceremony&) {}), "passkey_algorithm");
  authenticator.claimed_algorithm = -8;  // EdDSA with a key of P-256
  EXPECT_EQ(with([](Ceremony&) {}), "passkey_algorithm");
}

TEST_F(WebAuthnTest, ASiteMayAskForMoreThanPresence) {
  Site strict = kCity;
  strict.require_verification = true;
  Authenticator authenticator;
  Ceremony asked{webauthn.make_challenge({Purpose::sign_up, strict, {}}).value()};
  asked.flags = 0x01;
  EXPECT_EQ(refusal_of_creation(authenticator.create(asked)), "passkey_user_unverified");
}

TEST_F(WebAuthnTest, OpenChallengesAreBounded) {
  for (int i = 0; i < 100; ++i) challenge();
  const auto full = webauthn.make_challenge({Purpose::sign_in, kCity, {}});
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, base::ErrorCode::full);
  EXPECT_TRUE(full.error().remedy.contains("limits.passkey-challenges"));
  scheduler.run_for(kChallengeLifetime);
  EXPECT_TRUE(webauthn.make_challenge({Purpose::sign_in, kCity, {}})) << "old ones are dropped";
}

TEST_F(WebAuthnTest, ClientDataThatIsNoneIsRefused) {
  for (const char* json : {"", "{", "[]", "null", R"({"type":"webauthn.get"})",
                           R"({"type":1,"challenge":"AAAA","origin":"https://city.example"})"}) {
    PasskeyAssertion assertion;
    assertion.client_data_json = testing::bytes_of(json);
    EXPECT_EQ(webauthn.begin_assertion(assertion).error().reason, "passkey_malformed") << json;
  }
}

// WebAuthn Level 3, section 16.2: ES256 credential with no attestation.
TEST(WebAuthnVectors, TheOneOfTheStandardIsReadAndItsSignatureHolds) {
  const auto attestation = read_attestation(bytes_from_hex(
      "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9"
      "c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4"
      "c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d"
      "23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c1"
      "2cc68ed73290af2e2664796b9220"));
  ASSERT_TRUE(attestation) << attestation.error().text();
  EXPECT_EQ(base::to_hex(attestation->credential_id),
            "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4");
  EXPECT_EQ(attestation->data.rp_id_hash, base::sha256("example.org"));
  EXPECT_TRUE(attestation->data.user_present);
  EXPECT_FALSE(attestation->data.user_verified);
  EXPECT_EQ(attestation->key.algorithm, kEs256);

  const ByteVector client_data = bytes_from_hex(
      "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c"
      "5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268"
      "747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d");
  const ByteVector data =
      bytes_from_hex("bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000");
  ByteVector signature = bytes_from_hex(
      "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b"
      "93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87");
  const SignedAssertion assertion{"example.org", data, base::sha256(client_data), signature};
  EXPECT_TRUE(is_signed_by(attestation->key, assertion));
  signature.back() ^= std::byte{1};
  EXPECT_FALSE(is_signed_by(attestation->key, assertion));
}

// Only claimed: no memory is taken for it, and no depth of nesting costs stack.
TEST(Attestation, ClaimedLengthsAndDeepNestingAreRefusedCheaply) {
  for (const char* hex :
       {"bb7fffffffffffffff", "a163666d749b7fffffffffffffff", "a163666d745b7fffffffffffffff00",
        "bf63666d74ff", "a168617574684461746140"})
    EXPECT_FALSE(read_attestation(bytes_from_hex(hex))) << hex;
  ByteVector nested = bytes_from_hex("a163666d74");
  nested.resize(kMaxAttestationBytes, std::byte{0x81});
  EXPECT_FALSE(read_attestation(nested));
}

}  // namespace
}  // namespace yc::identity
