// What lasts of spaces: made, changed, copied, archived; and erased with their owner.
#include "kernel/space/space_office.h"

#include <gtest/gtest.h>

#include "kernel/store/maintenance.h"
#include "kernel/store/stream.h"
#include "kernel/store/testing/test_world.h"

namespace yc::space {
namespace {

constexpr base::PrincipalId kMei{501};
constexpr base::PrincipalId kBen{502};

class SpaceOfficeTest : public ::testing::Test {
 protected:
  SpaceOfficeTest() {
    world_.open();
    executor_ = world_.scheduler.make_executor();
    EXPECT_TRUE(
        world_.put(store::city_stream(), store::TemplatePublished{"plaza", base::sha256("plaza")}));
  }
  template <typename T, typename Call>
  base::Result<T> ask(Call&& call) {
    SpaceOffice office(*world_.store, {}, spaces_max_);
    base::Result<T> answer = base::fail(base::ErrorCode::unavailable, "no answer");
    call(office, [&](base::Result<T> told) { answer = std::move(told); });
    world_.scheduler.run_for(std::chrono::seconds(1));
    return answer;
  }
  base::Result<base::SpaceId> make(const std::string& name,
                                   const std::string& template_name = "plaza") {
    return ask<base::SpaceId>([&](SpaceOffice& office, Done<base::SpaceId> done) {
      office.make(
          {store::SpaceKind::community, kMei, name, template_name, store::Visibility::open, 30},
          kMei, *executor_, std::move(done));
    });
  }
  std::string refused(const std::string& name) {
    const auto made = make(name);
    return made ? "made" : made.error().cause;
  }

  store::testing::TestWorld world_;
  std::unique_ptr<base::Executor> executor_;
  std::size_t spaces_max_ = 100;
};

TEST_F(SpaceOfficeTest, ASpaceIsAsItWasAskedFor) {
  const auto id = make("  Reading   Room ");
  ASSERT_TRUE(id);
  const auto space = world_.store->made_space(*id);
  ASSERT_TRUE(space);
  EXPECT_EQ(space->kind, store::SpaceKind::community);
  EXPECT_EQ(space->owner, kMei);
  EXPECT_EQ(space->template_name, "plaza");
  EXPECT_EQ(space->manifest, base::sha256("plaza"));
  EXPECT_EQ(space->visibility, store::Visibility::open);
  EXPECT_EQ(space->capacity, 30u);
  EXPECT_EQ(space->archived.unix_ms, 0);
  EXPECT_EQ(world_.store->spaces_of(kMei, {}, 10)->size(), 1u);
  EXPECT_EQ(world_.store->open_spaces({}, 10)->size(), 1u);
  EXPECT_TRUE(world_.store->open_spaces(*id, 10)->empty()) << "the page after it";
}

TEST_F(SpaceOfficeTest, AnOwnerHasAsManyAsTheSettingSaysWithArchivedOnes) {
  spaces_max_ = 2;
  const auto first = make("First");
  ASSERT_TRUE(first && make("Second"));
  ASSERT_TRUE(ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
    office.archive(*first, {kMei, {}}, *executor_, std::move(done));
  }));
  const auto third = make("Third");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(third.error().remedy.contains("limits.spaces-per-owner"));
  const auto copy = ask<base::SpaceId>([&](SpaceOffice& office, Done<base::SpaceId> done) {
    office.copy(*first, "Third", kMei, kMei, *executor_, std::move(done));
  });
  EXPECT_FALSE(copy);
}

TEST_F(SpaceOfficeTest, NamesThatStandForSomethingElseAreRefused) {
  EXPECT_NE(refused(""), "made");
  EXPECT_NE(refused("12345"), "made") << "an id";
  EXPECT_NE(refused("a/b"), "made") << "a path";
  EXPECT_NE(refused(std::string(kSpaceNameMax + 1, 'a')), "made");
  EXPECT_EQ(refused(std::string(kSpaceNameMax, 'a')), "made");
  EXPECT_FALSE(make("Room", "castle")) << "no such template";
}

TEST_F(SpaceOfficeTest, ACopyHasItsPartsAndAnotherOwnerAndIsClosed) {
  const base::SpaceId id = *make("Room");
  using Ids = Done<std::uint64_t>;
  ASSERT_TRUE(ask<std::uint64_t>([&](SpaceOffice& office, Ids done) {
    office.make_parcel({id, {{0, 0}, {4, 0}, {4, 4}}, 0, 3}, kMei, *executor_, std::move(done));
  }));
  ASSERT_TRUE(ask<std::uint64_t>([&](SpaceOffice& office, Ids done) {
    office.set_portal({0, id, 1, 0, 2, 1.5, {}, "crane"}, kMei, *executor_, std::move(done));
  }));
  ASSERT_TRUE(ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
    office.set_charter(id, "Be kind", kMei, *executor_, std::move(done));
  }));
  const auto copy = ask<base::SpaceId>([&](SpaceOffice& office, Done<base::SpaceId> done) {
    office.copy(id, "Room too", kBen, kBen, *executor_, std::move(done));
  });
  ASSERT_TRUE(copy);
  const auto space = world_.store->made_space(*copy);
  EXPECT_EQ(space->owner, kBen);
  EXPECT_EQ(space->copied_from, id);
  EXPECT_EQ(space->visibility, store::Visibility::closed);
  EXPECT_EQ(space->charter, "Be kind");
  const auto parcels = world_.store->parcels(*copy);
  ASSERT_EQ(parcels->size(), 1u);
  EXPECT_EQ(parcels->front().corners.size(), 3u);
  EXPECT_EQ(parcels->front().corners[1].x_cm, 400);
  EXPECT_EQ(parcels->front().top_cm, 300);
  EXPECT_EQ(world_.store->portals(*copy)->front().to_place, "crane");
}

TEST_F(SpaceOfficeTest, AParcelIsASimplePolygonWithAHeight) {
  const base::SpaceId id = *make("Room");
  const auto parcel = [&](std::vector<ParcelRequest::Corner> corners, double bottom, double top) {
    return ask<std::uint64_t>([&](SpaceOffice& office, Done<std::uint64_t> done) {
             office.make_parcel({id, corners, bottom, top}, kMei, *executor_, std::move(done));
           })
        .has_value();
  };
  EXPECT_TRUE(parcel({{0, 0}, {4, 0}, {4, 4}, {0, 4}}, 0, 3));
  EXPECT_FALSE(parcel({{0, 0}, {4, 4}, {4, 0}, {0, 4}}, 0, 3)) << "a bow tie";
  EXPECT_FALSE(parcel({{0, 0}, {4, 0}}, 0, 3));
  EXPECT_FALSE(parcel({{0, 0}, {4, 0}, {4, 4}}, 3, 3));
  EXPECT_FALSE(parcel({{0, 0}, {4, 0}, {4e9, 4}}, 0, 3));
}

TEST_F(SpaceOfficeTest, AChangeThatCannotBeWholeIsNotMade) {
  const base::SpaceId id = *make("Room");
  const auto change = [&](SpaceChange wanted) {
    return ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
      office.change(id, wanted, kMei, *executor_, std::move(done));
    });
  };
  EXPECT_FALSE(change({"Study", {}, 999'999, {}}));
  EXPECT_FALSE(change({"12345", store::Visibility::closed, {}, {}}));
  EXPECT_EQ(world_.store->made_space(id)->name, "Room");
  EXPECT_EQ(world_.store->made_space(id)->visibility, store::Visibility::open);
  const std::uint64_t before = world_.store->last_position();
  EXPECT_TRUE(change({"Study", store::Visibility::closed, {}, {}}));
  EXPECT_EQ(world_.store->last_position(), before + 2);
  EXPECT_EQ(world_.store->made_space(id)->name, "Study");
  EXPECT_EQ(world_.store->made_space(id)->visibility, store::Visibility::closed);
}

TEST_F(SpaceOfficeTest, EverythingWrittenIsReplayedAndErasedWithTheOwner) {
  const base::SpaceId id = *make("Room");
  ASSERT_TRUE(ask<std::uint64_t>([&](SpaceOffice& office, Done<std::uint64_t> done) {
    office.pin_notice(id, "Lesson at nine", kBen, *executor_, std::move(done));
  }));
  ASSERT_TRUE(ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
    office.change(id, {"Study", {}, {}, {}}, kMei, *executor_, std::move(done));
  }));
  ASSERT_TRUE(ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
    office.change(id, {{}, store::Visibility::unlisted, 5, 10}, kMei, *executor_, std::move(done));
  }));
  ASSERT_TRUE(ask<store::Appended>([&](SpaceOffice& office, Done<store::Appended> done) {
    const SpaceChange slower{{}, {}, {}, 20};
    office.change(id, slower, kMei, *executor_, std::move(done));
  }));
  EXPECT_EQ(world_.store->made_space(id)->visibility, store::Visibility::unlisted);
  EXPECT_EQ(world_.store->made_space(id)->capacity, 5u);
  EXPECT_EQ(world_.store->made_space(id)->name, "Study");
  EXPECT_EQ(world_.store->made_space(id)->slow_mode_s, 20u);
  EXPECT_EQ(world_.store->notices(id)->front().text, "Lesson at nine");
  // Two names and a notice.
  EXPECT_EQ(*world_.store->erase_person(kMei, kMei), 3u);
  EXPECT_EQ(world_.store->made_space(id)->name, "");
  EXPECT_EQ(world_.store->notices(id)->front().text, "");
  EXPECT_TRUE(world_.store->space_names({}, 10)->empty() ||
              world_.store->space_names({}, 10)->front().name.empty());
  const auto report = store::verify(world_.folder, world_.parts());
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->clean()) << (report->faults.empty() ? "" : report->faults.front());
}

}  // namespace
}  // namespace yc::space
