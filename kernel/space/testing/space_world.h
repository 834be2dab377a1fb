#pragma once
// A space with its store, doors and guests on one simulated thread, in two lines of a test.

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "kernel/base/assert.h"
#include "kernel/crowd/wire_position.h"
#include "kernel/space/door.h"
#include "kernel/space/space.h"
#include "kernel/store/stream.h"
#include "kernel/store/testing/test_world.h"

namespace yc::space::testing {

inline constexpr base::Duration kIdle = std::chrono::seconds(60);
inline constexpr base::Duration kTick = std::chrono::milliseconds(50);

// One person as the server sees the far end: remembers all that was said to it.
class Guest final : public Outlet {
 public:
  void entered(const Entered& told) override {
    entry = told;
    is_in = true;
    take(*told.welcome);
  }
  void text(SharedText message) override { take(*message); }
  void frame(std::vector<std::byte> bytes) override {
    const auto correction = schema::CorrectionFrame::decode(bytes);
    YC_ASSERT(correction.has_value());
    corrections.push_back(*correction);
  }
  void close(const schema::Refused& why) override {
    closed = why;
    is_closed = true;
  }
  void queued(const schema::Queued& told, std::shared_ptr<Space> space) override {
    line = std::move(space);
    places.push_back(told.place);
  }
  void turned_away(const schema::Refused& why) override { away.push_back(why.reason); }
  void leads(base::SpaceId space, const std::string& place) override {
    led_to.emplace_back(space, place);
  }

  // Messages of this type so far.
  std::vector<base::Json> heard(std::string_view type) const {
    std::vector<base::Json> found;
    for (const base::Json& message : messages) {
      if (message["type"] == type) found.push_back(message);
    }
    return found;
  }
  std::string last_reason() const {
    const auto refusals = heard("refused");
    return refusals.empty() ? std::string() : refusals.back()["reason"].get<std::string>();
  }

  Entered entry;
  bool is_in = false;
  bool is_closed = false;
  schema::Refused closed;
  std::vector<base::Json> messages;
  std::shared_ptr<Space> line;
  std::vector<std::int64_t> places;  // in it, as told
  std::vector<schema::Reason> away;
  std::vector<std::pair<base::SpaceId, std::string>> led_to;
  std::vector<schema::CorrectionFrame> corrections;
  geometry::Vec3 position;  // where this client believes to be
  std::uint16_t sequence = 0;
  std::uint32_t time_ms = 0;
  std::string token;

 private:
  void take(const std::string& text) {
    const auto json = base::parse_json(text);
    YC_ASSERT(json.has_value());
    messages.push_back(*json);
    if ((*json)["type"] != "welcome" && (*json)["type"] != "moved") return;
    position = {(*json)["x"].get<double>(), (*json)["y"].get<double>(), (*json)["z"].get<double>()};
    if ((*json)["type"] == "welcome") token = (*json)["token"].get<std::string>();
  }
};

using GuestPtr = std::shared_ptr<Guest>;

class SpaceWorld {
 public:
  explicit SpaceWorld(SpaceSettings given = {}, std::uint64_t seed = 1,
                      Premises given_premises = flat_premises())
      : store_world(seed), settings(given), premises(std::move(given_premises)) {
    store_world.open();
    tick_executor = scheduler().make_executor();
    shard = scheduler().make_executor();
    open_executor = scheduler().make_executor();
    identity =
        std::make_unique<identity::Identity>(*store_world.store, scheduler(), scheduler().random());
    auto opened_rights = rights::Rights::open(*store_world.store, scheduler());
    YC_ASSERT(opened_rights.has_value());
    rights = *std::move(opened_rights);
    open_space();
  }
  ~SpaceWorld() { close_space(); }

  void open_space() {
    auto opened = Spaces::open(premises, {settings, kIdle},
                               {*tick_executor, *open_executor, scheduler(), scheduler().random(),
                                *store_world.store, *identity, *rights, metrics});
    YC_ASSERT(opened.has_value());
    spaces = *std::move(opened);
    space = &spaces->city();
    door = std::make_unique<Door>(*spaces, *store_world.store, *identity);
    spaces->start();
    run(2);
  }
  void close_space() {
    if (spaces == nullptr) return;
    spaces->stop([] {});
    run(4);
    space = nullptr;
    spaces = nullptr;
  }

  base::SimulatedScheduler& scheduler() { return store_world.scheduler; }
  void run(int ticks) { scheduler().run_for(kTick * ticks); }

  // `person` is that of a session.
  GuestPtr knock(schema::Hello hello, const std::string& address = "10.0.0.1",
                 base::PrincipalId person = {}) {
    auto guest = std::make_shared<Guest>();
    shard->post([this, guest, hello = std::move(hello), address, person] {
      door->knock(hello, {address, person}, {guest, shard.get()});
    });
    run(3);
    return guest;
  }
  static schema::Hello hello(const std::string& name) {
    schema::Hello message;
    message.protocol = schema::kProtocolVersion;
    message.name = name;
    return message;
  }
  GuestPtr enter(const std::string& name) {
    GuestPtr guest = knock(hello(name));
    YC_ASSERT(guest->is_in);
    return guest;
  }
  GuestPtr enter_moderator(const std::string& name) {
    const base::PrincipalId person = store_world.admit(name);
    YC_ASSERT(store_world.put(store::person_stream(person),
                              store::RoleGranted{person, store::Role::moderator}));
    GuestPtr guest = knock(hello(name), "10.0.0.1", person);
    YC_ASSERT(guest->is_in);
    return guest;
  }
  GuestPtr come_back(const GuestPtr& before) {
    schema::Hello again = hello(before->messages.front()["you"]["name"].get<std::string>());
    again.token = before->token;
    return knock(again);
  }
  void leave(const GuestPtr& guest) {
    guest->entry.space->leave(guest->entry.id);
    run(1);
  }
  base::PrincipalId person_of(const GuestPtr& guest) const { return guest->entry.actor.person; }

  template <typename Message>
  void say(const GuestPtr& guest, const Message& message, int ticks = 3) {
    YC_ASSERT(guest->entry.space->submit(guest->entry.id, message));
    run(ticks);
  }

  // Reports a pose `by` further, `ms` later by the client's clock, and lets as much time pass.
  void step(const GuestPtr& guest, geometry::Vec3 by, int ms = 50) {
    report(guest, guest->position + by, ms);
    scheduler().run_for(std::chrono::milliseconds(ms));
  }
  void report(const GuestPtr& guest, geometry::Vec3 at, int ms) {
    guest->position = at;
    guest->time_ms += static_cast<std::uint32_t>(ms);
    schema::PoseFrame pose;
    pose.sequence = ++guest->sequence;
    pose.time_ms = guest->time_ms;
    pose.gait = 1;
    crowd::set_position(pose, crowd::to_wire(at));
    YC_ASSERT(guest->entry.space->submit(guest->entry.id, pose));
  }
  // Walks over flat ground at 5 m/s until there.
  void walk_to(const GuestPtr& guest, geometry::Vec3 target) {
    for (;;) {
      const geometry::Vec3 way = target - guest->position;
      const double left = std::hypot(way.x, way.z);
      if (left < 0.01) return;
      const double share = std::min(1.0, 0.25 / left);
      step(guest, {way.x * share, 0.0, way.z * share});
    }
  }
  // Where the server says this guest is.
  geometry::Vec3 seen_at(const GuestPtr& guest) const {
    const crowd::SnapshotPtr snapshot = guest->entry.space->latest();
    const std::uint32_t entry = snapshot->find(guest->entry.handle);
    YC_ASSERT(entry != crowd::kNoEntry);
    return crowd::from_wire(crowd::position_of(snapshot->entry(entry).record));
  }
  bool is_here(const GuestPtr& guest) const {
    return guest->entry.space->latest()->find(guest->entry.handle) != crowd::kNoEntry;
  }

  store::testing::TestWorld store_world;
  SpaceSettings settings;
  Premises premises;
  base::Metrics metrics;
  std::unique_ptr<base::Executor> tick_executor;
  std::unique_ptr<base::Executor> shard;
  std::unique_ptr<base::Executor> open_executor;
  std::unique_ptr<identity::Identity> identity;
  std::unique_ptr<rights::Rights> rights;
  std::unique_ptr<Spaces> spaces;
  Space* space = nullptr;  // the city
  std::unique_ptr<Door> door;
};

}  // namespace yc::space::testing
