#include "kernel/store/payload_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "kernel/base/random.h"
#include "schema/events.h"

namespace yc::store {
namespace {

std::vector<std::byte> encoded(const Payload& payload) {
  PayloadWriter writer;
  std::visit([&](const auto& event) { event.write(writer); }, payload);
  return writer.take();
}

std::uint16_t kind_of(const Payload& payload) {
  return std::visit([](const auto& event) { return event.kKind; }, payload);
}

std::uint8_t version_of(const Payload& payload) {
  return std::visit([](const auto& event) { return event.kVersion; }, payload);
}

// Written out by hand from schema/events.json: lantern_lit = space u64, text, principal u64.
TEST(PayloadCodec, LaysOutFieldsAsTheSchemaSays) {
  const Payload event = LanternLit{{0x0102}, "ab", {3}};
  const std::array<unsigned, 20> expected = {0x02, 0x01, 0,   0,   0, 0, 0, 0,   // space
                                             2,    0,    'a', 'b',               // lantern
                                             3,    0,    0,   0,   0, 0, 0, 0};  // person
  const auto bytes = encoded(event);
  ASSERT_EQ(bytes.size(), expected.size());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    EXPECT_EQ(std::to_integer<unsigned>(bytes[i]), expected[i]) << "byte " << i;
}

std::vector<Payload> events_of_the_city(const PrivateText& text, const Digest& digest) {
  return {
      IdsLeased{9},
      GuestAdmitted{{1}, 2, digest, text},
      PersonRenamed{{1}, text},
      LookChanged{{1}, 2},
      TokenRevoked{{1}},
      PersonBlocked{{1}, {2}},
      PersonUnblocked{{1}, {2}},
      RoleGranted{{1}, Role::moderator},
      RoleRemoved{{1}, Role::administrator},
      LinkMade{1, digest, -5, {2}},
      LinkUsed{1, {2}},
      SessionOpened{1, {2}, digest, 3, SessionWay::second_device, 4, text},
      SessionRevoked{1},
      ChatSaid{{1}, {2}, ChatScope::direct, {3}, text},
      ReportFiled{{1}, {2}, {3}, {4}, ReportReason::other, text},
      ReportClosed{{1}, CaseOutcome::banned, text, 2, 1},
      SanctionPlaced{{1}, SanctionKind::kick, {2}, text, text, text, {3}, 4, {5}},
      SanctionLifted{{1}, text},
      LanternLit{{1}, "crane", {2}},
      LanternsDarkened{{1}},
      BlobsStored{{{digest, "glb", 7}, {digest, "", 8}}},
      SpacePublished{{1}, "city", digest},
      SettingChanged{"name", "{}"},
      TextsErased{ErasureReason::order, {{1}, {2}}},
      GrantGiven{1, {2}, 3, 4, 5, SubjectKind::tier, 6, 7, true, -8, 9, {10}, 11},
      GrantRevoked{1, {2}},
      TemplatePublished{"plaza", digest},
      SpaceMade{
          {1}, SpaceKind::community, {2}, text, "plaza", digest, Visibility::unlisted, 30, {3}},
      SpaceRenamed{{1}, {2}, text},
      SpaceChanged{{1}, Visibility::closed, 5, 60},
      SpaceArchived{{1}},
      SpaceRestored{{1}},
      ParcelMade{1, {2}, {{-100, 200}, {300, 200}, {300, 400}}, -10, 250},
      ParcelRemoved{1, {2}},
      PortalSet{1, {2}, -3, 4, 5, 150, {6}, "stage"},
      PortalRemoved{1, {2}},
      NoticePinned{1, {2}, {3}, text},
      NoticeRemoved{1, {2}},
      CharterSet{{1}, {2}, text},
      InvitationMade{1, {2}, digest, 3, 4, 5, {6}},
      InvitationUsed{1, {2}, 3},
      InvitationRevoked{1},
  };
}

std::vector<Payload> events_of_accounts(const PrivateText& text, const Digest& digest) {
  return {
      CitizenEnrolled{{1}, text, text},
      ProfileChanged{{1}, text},
      PasskeyAdded{1, {2}, -257, 3, text, text, text},
      PasswordSet{1, {2}, text},
      CredentialRenamed{1, {2}, text},
      CredentialRemoved{1, {2}},
      CredentialUsed{1, {2}, 3},
      RecoveryCodesSet{1, {2}, {{digest}, {digest}}},
      RecoveryCodeUsed{1, {2}, 3},
      VerificationRequested{{1}, {2}, VerificationKind::organisation, text},
      VerificationDecided{{1}, {2}, true, text},
      ConsentChanged{{1}, "voice", 2, true},
      ApiKeyMade{1, {2}, digest, 31, -3, text},
      ApiKeyRevoked{1, {2}},
      OrganisationMade{{1}, {2}, text},
      TierSet{{1}, Tier::verified_person, {2}},
      MemberAdded{{1}, {2}, MemberRole::officer},
      MemberRemoved{{1}, {2}},
      AccountClosed{{1}},
      SessionSeen{1},
  };
}

std::vector<Payload> events_of_people_and_order(const PrivateText& text) {
  return {
      // people together
      FriendAsked{{1}, {2}},
      FriendAccepted{{1}, {2}},
      FriendEnded{{1}, {2}},
      MessageSent{{1}, {2}, {3}, text},
      MessagesRead{{1}, {2}, {3}, {4}},
      GroupMade{{1}, {2}, text},
      GroupRenamed{{1}, {2}, text},
      GroupJoined{{1}, {2}, GroupRole::member},
      GroupLeft{{1}, {2}},
      GatheringPlanned{{1}, {2}, {3}, "plaza", 4, -5, text, text},
      GatheringChanged{{1}, {2}, {3}, "", -4, 5, text, text},
      GatheringCancelled{{1}},
      GatheringJoined{{1}, {2}, 30},
      GatheringLeft{{1}, {2}},
      GatheringReminded{{1}, {2}},
      PrivacySet{{1}, Audience::everyone, Audience::friends, Audience::nobody, Audience::friends},
      NoticesRead{{1}, 2},
      NoticesCleared{{1}, 2},
      // order
      CaseTaken{{1}, {2}},
      AppealFiled{{1}, {2}, {3}, text},
      AppealDecided{{1}, AppealOutcome::lifted, text},
      ActRecorded{"ban", {1}, {2}, 3, text, "chat.retention-days"},
      AgeBandSet{{1}, AgeBand::under_14, AgeEvidence::guardian},
      GuardianAsked{{1}, {2}},
      GuardianConfirmed{{1}, {2}},
      GuardianEnded{{1}, {2}},
      GuardianLimitsSet{{1}, {2}, 96, 600, 1200, Audience::nobody, 45},
      TimeSpent{{1}, 20'000, 30},
      SanctionTold{{1}, {2}},
  };
}

TEST(PayloadCodec, EveryKindReadsBackAsWritten) {
  const base::Digest digest = base::sha256("x");
  PrivateText text;
  text.entry = 40;
  text.commitment = digest;
  std::vector<Payload> all = events_of_the_city(text, digest);
  std::ranges::copy(events_of_accounts(text, digest), std::back_inserter(all));
  std::ranges::copy(events_of_people_and_order(text), std::back_inserter(all));
  ASSERT_EQ(all.size(), std::variant_size_v<Payload::variant>)
      << "a new event belongs in this list";
  for (const Payload& event : all) {
    const auto read = decode_payload(kind_of(event), version_of(event), encoded(event));
    ASSERT_TRUE(read) << kind_of(event);
    EXPECT_EQ(*read, event) << kind_of(event);
  }
}

TEST(PayloadCodec, RefusesWhatIsShortLongOrOutOfRange) {
  const Payload event = RoleGranted{{1}, Role::moderator};
  auto bytes = encoded(event);
  const std::uint16_t kind = kind_of(event);
  EXPECT_FALSE(decode_payload(kind, 1, std::span(bytes).first(bytes.size() - 1)));
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(decode_payload(kind, 1, bytes));
  bytes.pop_back();
  bytes.back() = std::byte{3};  // no such role
  EXPECT_FALSE(decode_payload(kind, 1, bytes));
}

TEST(PayloadCodec, UnknownKindsAndVersionsAreNamed) {
  EXPECT_NE(decode_payload(9999, 1, {}).error().cause.find("event kind 9999"), std::string::npos);
  EXPECT_NE(decode_payload(1, 200, {}).error().cause.find("version 200 of event ids_leased"),
            std::string::npos);
}

TEST(PayloadCodec, RandomBytesNeverReadBackDifferently) {
  base::SeededRandom random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::vector<std::byte> bytes(random.below(120));
    random.fill(bytes);
    const auto read = decode_payload(static_cast<std::uint16_t>(1 + random.below(109)), 1, bytes);
    if (read && version_of(*read) == 1) {
      EXPECT_EQ(encoded(*read), bytes);
    }
  }
}

}  // namespace
}  // namespace yc::store
