#include "kernel/identity/identity.h"

#include <gtest/gtest.h>

#include "kernel/identity/name.h"
#include "kernel/store/testing/test_world.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using std::chrono::hours;
using store::testing::TestWorld;

std::string cleaned(std::string_view text) {
  const auto name = clean_name(text);
  return name ? *name : "<" + name.error().cause + ">";
}

TEST(Name, IsTrimmedAndItsSpacesAreSingle) {
  EXPECT_EQ(cleaned("  Yellow \xC2\xA0 Crane\xE3\x80\x80"), "Yellow Crane");
  EXPECT_EQ(cleaned("黄鹤楼"), "黄鹤楼");
  EXPECT_EQ(cleaned("\xEF\xBC\xAC\xEF\xBD\x89"), "Li") << "full-width Latin is narrowed";
}

TEST(Name, LengthIsInCharactersNotBytes) {
  std::string name;
  for (std::size_t i = 0; i < kNameMaxCharacters; ++i) name += "鹤";
  EXPECT_EQ(cleaned(name), name);
  EXPECT_FALSE(clean_name(name + "鹤"));
  EXPECT_FALSE(clean_name(name.substr(3) + " 鹤")) << "an inner space counts";
}

TEST(Name, RefusesWhatNobodySees) {
  for (const std::string_view bad :
       {"", "   ", "a\nb", "a\x7F", "a\xE2\x80\x8B", "a\xE2\x80\xAE\x62", "\xEE\x80\x80",
        "\xF3\xA0\x80\x81", "a\xEF\xBB\xBF", "\xE3\x85\xA4"})
    EXPECT_FALSE(clean_name(bad)) << bad;
  EXPECT_FALSE(clean_name(std::string_view("a\0b", 3)));
}

TEST(Name, RefusesBytesThatAreNotUtf8) {
  for (const std::string_view bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE9\xB9", "\xFF"})
    EXPECT_EQ(cleaned(bad), "<the name is not valid UTF-8>");
}

TEST(Name, AllowsTwoAccentsNotATower) {
  const std::string accent = "\xCC\x81";
  EXPECT_TRUE(clean_name("e" + accent + accent));
  EXPECT_FALSE(clean_name("e" + accent + accent + accent));
  EXPECT_FALSE(clean_name(accent + "e"));
}

TEST(Text, LosesWhatOthersCouldNotReadOrWouldReadWrongly) {
  EXPECT_EQ(clean_text("  hello\r\n\tthere "), "hello   there");
  EXPECT_EQ(clean_text(std::string("a\0b\x7f"
                                   "c",
                                   5)),
            "a b c");
  EXPECT_EQ(clean_text("pay \u202Eyob\u202C me\u2066!\u2069"), "pay yob me!");
  EXPECT_EQ(clean_text("a\u2028b"), "a b");
  EXPECT_EQ(clean_text("\xff"
                       "a\xc3"),
            "a");
  EXPECT_EQ(clean_text("\n \u202E\t"), "");
}

TEST(Text, KeepsEveryLanguageAndFamiliesOfEmoji) {
  for (const char* text :
       {"你好，武汉！", "مرحبا", "می\u200Cخواهم", "👩\u200D👩\u200D👧", "é", "🇨🇳❤\uFE0F"}) {
    EXPECT_EQ(clean_text(text), text);
  }
}

TEST(Name, LookAlikesShareASkeleton) {
  EXPECT_EQ(name_skeleton("Admin"), name_skeleton("\xD0\x90"
                                                  "dm1n"))
      << "Cyrillic A, digit one";
  EXPECT_EQ(name_skeleton("Li Bo"), name_skeleton("lib0"));
  EXPECT_NE(name_skeleton("Admin"), name_skeleton("Badmin"));
}

class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() {
    world_.open();
    identity_.emplace(*world_.store, world_.scheduler, world_.scheduler.random());
  }

  base::Result<Guest> admit(GuestRequest request) {
    std::optional<base::Result<Guest>> outcome;
    identity_->admit_guest(std::move(request), *world_.executor,
                           [&](base::Result<Guest> guest) { outcome = std::move(guest); });
    world_.run();
    return outcome.value();
  }

  base::Result<OpenedSession> enter(const std::string& token, const std::string& name = "Chief") {
    std::optional<base::Result<OpenedSession>> outcome;
    identity_->enter_by_link(token, name, hours(12), *world_.executor,
                             [&](base::Result<OpenedSession> s) { outcome = std::move(s); });
    world_.run();
    return outcome.value();
  }

  TestWorld world_;
  std::optional<Identity> identity_;
};

TEST_F(IdentityTest, AGuestComesBackWithTheirToken) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  EXPECT_TRUE(guest.is_new);
  EXPECT_EQ(guest.token.size(), 64u);
  const Guest again = admit({"Lotus", 5, guest.token}).value();
  EXPECT_EQ(again.id, guest.id);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(admit({"Lotus", 5, std::string(64, '0')}).error().code, ErrorCode::not_found);
}

TEST_F(IdentityTest, TheTokenItselfIsNotStored) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  EXPECT_EQ(world_.store->person_by_token(base::sha256(guest.token))->id, guest.id);
  EXPECT_FALSE(world_.store->person_by_token(*base::digest_from_hex(guest.token)));
}

TEST_F(IdentityTest, AReturningGuestMayCarryANewNameAndLook) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  EXPECT_EQ(admit({" Heron ", 6, guest.token})->name, "Heron");
  EXPECT_EQ(world_.store->person(guest.id)->name, "Heron");
  EXPECT_EQ(world_.store->person(guest.id)->look, 6u);
  const std::uint64_t events = world_.store->last_position();
  ASSERT_TRUE(admit({"Heron", 6, guest.token}));
  EXPECT_EQ(world_.store->last_position(), events) << "no change, no event";
}

TEST_F(IdentityTest, ARevokedTokenOpensNothing) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  ASSERT_TRUE(world_.put(store::person_stream(guest.id), store::TokenRevoked{guest.id}));
  EXPECT_FALSE(admit({"Lotus", 5, guest.token}));
}

TEST_F(IdentityTest, ALinkMakesOneAdministratorOnce) {
  EXPECT_FALSE(identity_->has_administrator().value());
  const MadeLink link = identity_->make_administrator_link(hours(1), {}).value();
  const OpenedSession session = enter(link.token).value();
  EXPECT_TRUE(identity_->has_administrator().value());
  EXPECT_EQ(identity_->find_session(session.token)->person, session.person);
  EXPECT_EQ(enter(link.token).error().code, ErrorCode::not_found);
}

TEST_F(IdentityTest, OfTwoWhoRaceForALinkOneWins) {
  const MadeLink link = identity_->make_administrator_link(hours(1), {}).value();
  int won = 0;
  int lost = 0;
  for (int i = 0; i < 2; ++i) {
    identity_->enter_by_link(link.token, "Chief", hours(1), *world_.executor,
                             [&](const base::Result<OpenedSession>& s) { ++(s ? won : lost); });
  }
  world_.run();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 1);
}

TEST_F(IdentityTest, ALinkExpires) {
  const MadeLink link = identity_->make_administrator_link(hours(1), {}).value();
  world_.scheduler.run_for(hours(1));
  EXPECT_FALSE(enter(link.token));
}

TEST_F(IdentityTest, ASessionExpiresAndCanBeRevoked) {
  const auto session = enter(identity_->make_administrator_link(hours(1), {})->token).value();
  const auto other = enter(identity_->make_administrator_link(hours(1), {})->token, "Vice").value();
  identity_->revoke_session(other.id, session.person, *world_.executor, [](const auto&) {});
  world_.run();
  EXPECT_FALSE(identity_->find_session(other.token));
  EXPECT_TRUE(identity_->find_session(session.token));
  world_.scheduler.run_for(hours(12));
  EXPECT_FALSE(identity_->find_session(session.token));
}

TEST_F(IdentityTest, AGuestMayNotPassForAnAdministrator) {
  ASSERT_TRUE(enter(identity_->make_administrator_link(hours(1), {})->token, "Chief"));
  EXPECT_EQ(admit({"CH\xD0\x86"
                   "EF",
                   0, ""})
                .error()
                .code,
            ErrorCode::bad_input)
      << "Cyrillic I";
  EXPECT_TRUE(admit({"Chiefs", 0, ""}));
}

}  // namespace
}  // namespace yc::identity
