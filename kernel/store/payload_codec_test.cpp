#include "kernel/store/payload_codec.h"

#include <gtest/gtest.h>

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

TEST(PayloadCodec, EveryKindReadsBackAsWritten) {
  const base::Digest digest = base::sha256("x");
  PrivateText text;
  text.entry = 40;
  text.commitment = digest;
  const std::vector<Payload> all = {
      IdsLeased{9},
      GuestAdmitted{{1}, 2, digest, text},
      PersonRenamed{{1}, text},
      LookChanged{{1}, 2},
      TokenRevoked{{1}},
      PersonBlocked{{1}, {2}},
      PersonUnblocked{{1}, {2}},
      RoleGranted{{1}, Role::moderator},
      RoleRemoved{{1}, Role::administrator},
      LinkMade{1, digest, -5},
      LinkUsed{1, {2}},
      SessionOpened{1, {2}, digest, 3},
      SessionRevoked{1},
      ChatSaid{{1}, {2}, ChatScope::direct, {3}, text},
      ReportFiled{{1}, {2}, {3}, {4}, ReportReason::other, text},
      ReportClosed{{1}, CaseOutcome::banned, text},
      SanctionPlaced{{1}, SanctionKind::kick, {2}, text, text, text, {3}, 4},
      SanctionLifted{{1}, text},
      LanternLit{{1}, "crane", {2}},
      LanternsDarkened{{1}},
      BlobsStored{{{digest, "glb", 7}, {digest, "", 8}}},
      SpacePublished{{1}, "city", digest},
      SettingChanged{"name", "{}"},
      TextsErased{ErasureReason::order, {{1}, {2}}},
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
  };
  ASSERT_EQ(all.size(), std::variant_size_v<Payload>) << "a new event belongs in this list";
  for (const Payload& event : all) {
    const auto read = decode_payload(kind_of(event), 1, encoded(event));
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
    const auto read = decode_payload(static_cast<std::uint16_t>(1 + random.below(70)), 1, bytes);
    if (read) {
      EXPECT_EQ(encoded(*read), bytes);
    }
  }
}

}  // namespace
}  // namespace yc::store
