// The generated codecs keep what messages.json and frames.json promise.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "schema/api.h"
#include "schema/frames.h"
#include "schema/look.h"
#include "schema/messages.h"
#include "schema/reasons.h"

namespace yc::schema {
namespace {

base::Json say(std::string text) {
  return {{"type", "say"}, {"nonce", 7}, {"scope", "near"}, {"to", 0}, {"text", std::move(text)}};
}

TEST(Messages, ParseReadsEveryField) {
  const auto parsed = Say::parse(say("你好"));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->nonce, 7);
  EXPECT_EQ(parsed->scope, SayScope::near);
  EXPECT_EQ(parsed->text, "你好");
}

TEST(Messages, LengthCountsCharactersNotBytes) {
  std::string five_hundred;
  for (int i = 0; i < 500; ++i) five_hundred += "汉";
  EXPECT_TRUE(Say::parse(say(five_hundred)));
  EXPECT_FALSE(Say::parse(say(five_hundred + "汉")));
  EXPECT_FALSE(Say::parse(say("")));
}

TEST(Messages, FaultNamesMessageAndField) {
  base::Json json = say("x");
  json["scope"] = "galaxy";
  EXPECT_EQ(Say::parse(json).error().cause, "say.scope is not one of the choices");
  json = say("x");
  json.erase("nonce");
  EXPECT_EQ(Say::parse(json).error().cause, "say.nonce is missing");
  EXPECT_FALSE(Say::parse(base::Json::array()));
}

TEST(Messages, IntegersOutOfRangeAreRefused) {
  base::Json json = say("x");
  for (const base::Json& bad : {base::Json(0), base::Json(-1), base::Json(4294967296LL),
                                base::Json(UINT64_MAX), base::Json(1.5), base::Json("1")}) {
    json["nonce"] = bad;
    EXPECT_FALSE(Say::parse(json)) << bad;
  }
}

TEST(Messages, U64TravelsAsDecimalText) {
  ChangeLook look{.name = "江", .look = UINT64_MAX};
  const base::Json json = look.to_json();
  EXPECT_EQ(json.at("look"), "18446744073709551615");
  EXPECT_EQ(ChangeLook::parse(json)->look, UINT64_MAX);
  for (const char* bad : {"", "-1", "18446744073709551616", "1x"}) {
    EXPECT_FALSE(ChangeLook::parse({{"name", "a"}, {"look", bad}})) << bad;
  }
}

TEST(Frames, PoseHasTheDocumentedBytes) {
  PoseFrame pose;
  pose.sequence = 0x0201;
  pose.cell_x = -1;
  std::array<std::byte, PoseFrame::kHeaderSize> bytes{};
  pose.write(bytes.data());
  // kind, sequence, time, cell_x, cell_z, offset_x, offset_z, height, yaw, pitch, gait, velocity
  static_assert(PoseFrame::kHeaderSize == 1 + 2 + 4 + 2 + 2 + 2 + 2 + 2 + 2 + 1 + 1 + 1 + 1);
  EXPECT_EQ(bytes[0], std::byte{4});
  EXPECT_EQ(bytes[1], std::byte{1});
  EXPECT_EQ(bytes[2], std::byte{2});
  EXPECT_EQ(bytes[7], std::byte{0xFF});
  EXPECT_EQ(PoseFrame::decode(bytes)->cell_x, -1);
}

TEST(Frames, WrongLengthOrKindIsRefused) {
  std::array<std::byte, CrowdFrame::kHeaderSize + CrowdRecord::kSize> bytes{};
  CrowdFrame frame;
  frame.count = 1;
  frame.write(bytes.data());
  EXPECT_TRUE(CrowdFrame::decode(bytes));
  EXPECT_FALSE(CrowdFrame::decode(std::span(bytes).first(bytes.size() - 1)));
  EXPECT_FALSE(CrowdFrame::decode({}));
  EXPECT_FALSE(PoseFrame::decode(bytes));
}

TEST(Frames, ATailIsWhatFollowsTheHeaderUpToItsLimit) {
  std::vector<std::byte> bytes(VoiceFrame::kHeaderSize + 3);
  VoiceFrame voice;
  voice.sequence = 9;
  voice.loudness = 200;
  voice.write(bytes.data());
  bytes.back() = std::byte{7};
  const auto read = VoiceFrame::decode(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sequence, 9);
  EXPECT_EQ(read->loudness, 200);
  ASSERT_EQ(read->tail(bytes).size(), 3u);
  EXPECT_EQ(read->tail(bytes).back(), std::byte{7});
  bytes.resize(VoiceFrame::kHeaderSize + VoiceFrame::kTailMax);
  EXPECT_TRUE(VoiceFrame::decode(bytes));
  bytes.resize(bytes.size() + 1);
  EXPECT_FALSE(VoiceFrame::decode(bytes));
}

TEST(Frames, ATailThatRecordsCutMustBeUsedUp) {
  constexpr std::size_t kFixed = VoicesFrame::kHeaderSize + 2 * VoicesRecord::kSize;
  std::vector<std::byte> bytes(kFixed + 5);
  VoicesFrame voices;
  voices.count = 2;
  voices.write(bytes.data());
  VoicesRecord{1, 10, 200, 2}.write(bytes.data() + VoicesFrame::kHeaderSize);
  VoicesRecord{2, 20, 190, 3}.write(bytes.data() + VoicesFrame::kHeaderSize + VoicesRecord::kSize);
  ASSERT_TRUE(VoicesFrame::decode(bytes));
  EXPECT_EQ(VoicesFrame::record(bytes, 1).length, 3);
  EXPECT_FALSE(VoicesFrame::decode(std::span(bytes).first(kFixed + 4)));
  bytes.push_back({});
  EXPECT_FALSE(VoicesFrame::decode(bytes));
  EXPECT_FALSE(VoicesFrame::decode(std::span(bytes).first(kFixed - 1)));
}

TEST(Api, FieldsLeftOutHaveTheirDefaultOrAreAbsent) {
  const base::Json least{{"kind", "ban"}, {"person", "7"}, {"reason", "spam"}};
  const auto parsed = api::PlaceSanctionRequest::parse(least);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->kind, api::SanctionKind::ban);
  EXPECT_EQ(parsed->person, base::PrincipalId{7});
  EXPECT_EQ(parsed->minutes, 0);
  EXPECT_FALSE(parsed->report);
  EXPECT_FALSE(parsed->to_json().contains("report"));
  base::Json more = least;
  more["report"] = "18446744073709551615";
  more["minutes"] = nullptr;
  const auto full = api::PlaceSanctionRequest::parse(more);
  ASSERT_TRUE(full);
  EXPECT_EQ(full->report, base::CaseId{UINT64_MAX});
  EXPECT_EQ(full->to_json().at("report"), "18446744073709551615");
}

TEST(Api, WhatIsGivenIsCheckedAlsoWhereItMayBeLeftOut) {
  base::Json json{{"kind", "ban"}, {"person", "7"}, {"reason", "spam"}, {"report", 5}};
  EXPECT_EQ(api::PlaceSanctionRequest::parse(json).error().cause,
            "place_sanction.report is not a decimal string");
  json["report"] = "5";
  json["minutes"] = -1;
  EXPECT_EQ(api::PlaceSanctionRequest::parse(json).error().cause,
            "place_sanction.minutes is outside 0 to 5256000");
  EXPECT_FALSE(api::PlaceSanctionRequest::parse("text"));
}

TEST(Reasons, HaveAStatusAndWordsInBothLanguages) {
  EXPECT_EQ(kReasonRows.size(), kReasonNames.size());
  EXPECT_EQ(status_of(Reason::conflict), 409);
  EXPECT_EQ(text_of(Reason::denied, Language::en).title, "You may not do this here.");
  EXPECT_EQ(text_of(Reason::denied, Language::zh).title, "您在这里不能这样做。");
}

TEST(Look, EveryPartIsCheckedAgainstItsChoices) {
  EXPECT_TRUE(is_valid_look(0));
  EXPECT_TRUE(is_valid_look(3));  // body has four choices
  EXPECT_FALSE(is_valid_look(4));
  EXPECT_FALSE(is_valid_look(1ULL << 63));
  std::uint64_t last_of_each = 0;
  for (const LookPart& part : kLookParts) {
    last_of_each |= static_cast<std::uint64_t>(part.count - 1) << part.shift;
  }
  EXPECT_TRUE(is_valid_look(last_of_each));
  for (const LookPart& part : kLookParts) {
    EXPECT_FALSE(is_valid_look(last_of_each + (1ULL << part.shift))) << part.shift;
  }
}

}  // namespace
}  // namespace yc::schema
