#include "tests/simulation/simulated_city.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

#include "kernel/base/assert.h"
#include "kernel/base/simulated_disk.h"
#include "kernel/base/simulation.h"
#include "kernel/gateway/gateway.h"
#include "kernel/gateway/session.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/sqlite_vfs.h"
#include "kernel/store/stream.h"
#include "tests/simulation/simulated_person.h"

namespace yc::simulation {
namespace {

using geometry::Vec3;
using std::chrono::milliseconds;

constexpr char kFolder[] = "city";
constexpr base::Duration kStep = milliseconds(50);
constexpr base::Duration kIdle = std::chrono::seconds(2);
constexpr int kLanterns = 4;
constexpr double kLanternsLitS = 3.0;
constexpr double kReconnectChance = 0.05;  // each 50 ms
constexpr double kLiars = 0.2;
constexpr base::LinkProfile kLink{milliseconds(5), milliseconds(120), 0.0005, 65'536};

void add_quad(std::vector<geometry::Triangle>& soup, Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
  soup.push_back({a, b, c});
  soup.push_back({a, c, d});
}

std::vector<geometry::Triangle> house() {
  const Vec3 l = kHouse.min;
  const Vec3 h = kHouse.max;
  std::vector<geometry::Triangle> soup;
  add_quad(soup, {l.x, l.y, l.z}, {l.x, l.y, h.z}, {l.x, h.y, h.z}, {l.x, h.y, l.z});
  add_quad(soup, {h.x, l.y, l.z}, {h.x, h.y, l.z}, {h.x, h.y, h.z}, {h.x, l.y, h.z});
  add_quad(soup, {l.x, l.y, l.z}, {l.x, h.y, l.z}, {h.x, h.y, l.z}, {h.x, l.y, l.z});
  add_quad(soup, {l.x, l.y, h.z}, {h.x, l.y, h.z}, {h.x, h.y, h.z}, {l.x, h.y, h.z});
  add_quad(soup, {l.x, h.y, l.z}, {l.x, h.y, h.z}, {h.x, h.y, h.z}, {h.x, h.y, l.z});
  return soup;
}

space::Premises make_premises(bool with_house) {
  space::Premises premises = space::flat_premises(200.0);
  std::vector<geometry::Triangle> soup;
  if (with_house) soup = house();
  add_quad(soup, {-100, 0, -100}, {-100, 0, 100}, {100, 0, 100}, {100, 0, -100});
  auto ground = std::make_shared<geometry::CollisionWorld>();
  auto cells = geometry::cut_into_cells(soup).value();
  for (geometry::CollisionCell& cell : cells) ground->add(std::move(cell));
  premises.ground = std::move(ground);
  premises.manifest.lanterns.clear();
  for (int i = 0; i < kLanterns; ++i) {
    premises.manifest.lanterns.push_back(
        {"lantern-" + std::to_string(i), {i % 2 * 16.0 - 8.0, 1.5, i / 2 * 24.0 - 12.0}});
  }
  return premises;
}

// Everything of one server, between two failures of its power.
class Server final : public gateway::Site {
 public:
  Server(base::SimulatedScheduler& scheduler, base::SimulatedDisk& disk, std::uint64_t seed,
         const space::Premises& premises)
      : scheduler_(scheduler),
        vfs_(disk, seed),
        disk_executor_(scheduler.make_executor()),
        tick_executor_(scheduler.make_executor()),
        open_executor_(scheduler.make_executor()),
        shard_executor_(scheduler.make_executor()),
        parts_{disk, scheduler, scheduler.random(), *disk_executor_, nullptr, vfs_.name()},
        counters_(metrics_),
        visitors_(gateway::Limits{}),
        context_{scheduler, {}, *this, counters_, visitors_, {}, false, false},
        addresses_(context_.limits),
        new_guests_(context_.limits) {
    auto opened = store::Store::open(kFolder, store::OpenMode::serve, parts_);
    if (!opened) throw std::runtime_error(opened.error().cause);
    store_ = *std::move(opened);
    identity_ = std::make_unique<identity::Identity>(*store_, scheduler, scheduler.random());
    rights_ = rights::Rights::open(*store_, scheduler).value();
    appoint_manager();
    space::SpaceSettings settings;
    settings.lanterns_lit_s = kLanternsLitS;
    spaces_ = space::Spaces::open(premises, {settings, kIdle},
                                  {*tick_executor_, *open_executor_, scheduler, scheduler.random(),
                                   *store_, *identity_, *rights_, metrics_})
                  .value();
    door_ = std::make_unique<space::Door>(*spaces_, *store_, *identity_);
    services_ = std::make_unique<gateway::SessionServices>(
        gateway::SessionServices{*spaces_, *door_, *rights_, presence_, scheduler, counters_,
                                 new_guests_, context_.limits.greeting, crowd::InterestSettings{}});
    shard_ =
        std::make_unique<gateway::GatewayShard>(*shard_executor_, context_, addresses_, nullptr);
    spaces_->watch(*shard_executor_,
                   [this](base::SpaceId space, const crowd::SnapshotPtr& snapshot) {
                     hub_.deliver(space, snapshot);
                   });
    spaces_->start();
  }

  void accept(std::unique_ptr<base::ByteStream> stream) {
    shard_executor_->post([this, stream = std::move(stream)]() mutable {
      if (shard_ != nullptr) shard_->accept(std::move(stream));
    });
  }
  base::Executor& shard_executor() { return *shard_executor_; }
  space::Space& space() { return spaces_->city(); }
  store::Store& store() { return *store_; }
  const store::StoreParts& parts() const { return parts_; }

  // Ends all that is under way; with the power off nothing more can become durable by this.
  void stop() {
    spaces_->stop([] {});
    shard_executor_->post([this] { shard_->close_all([this] { shard_ = nullptr; }); });
    scheduler_.run_for(std::chrono::seconds(5));
  }

  void answer(const gateway::RequestContext&, gateway::Reply reply) override {
    reply(gateway::json_response(404, "only people here"));
  }
  std::expected<std::shared_ptr<gateway::WsEndpoint>, gateway::HttpResponse> open_websocket(
      const gateway::RequestContext& context) override {
    const bool manages = !context.request.header("manages").empty();
    return std::make_shared<gateway::Session>(
        *services_, hub_, *shard_executor_,
        space::Door::Caller{context.address, manages ? manager_ : base::PrincipalId{}});
  }

 private:
  void appoint_manager() {
    const auto roles = store_->roles().value();
    if (!roles.empty()) {
      manager_ = roles.front().person;
      return;
    }
    manager_ = base::PrincipalId{store_->new_id().value()};
    const base::StreamId stream = store::person_stream(manager_);
    store::GuestAdmitted admitted;
    admitted.person = manager_;
    admitted.name = store::PrivateText("Manager");
    const store::RoleGranted granted{manager_, store::Role::administrator};
    YC_ASSERT(store_->append_now({{{stream, {}, admitted}, {stream, {}, granted}}, {}}));
  }

  base::SimulatedScheduler& scheduler_;
  store::DiskVfs vfs_;
  std::unique_ptr<base::Executor> disk_executor_;
  std::unique_ptr<base::Executor> tick_executor_;
  std::unique_ptr<base::Executor> open_executor_;
  std::unique_ptr<base::Executor> shard_executor_;
  store::StoreParts parts_;
  base::Metrics metrics_;
  gateway::GatewayMetrics counters_;
  gateway::AddressBook visitors_;
  gateway::GatewayContext context_;
  gateway::AddressBook addresses_;
  gateway::NewGuests new_guests_;
  gateway::Presence presence_;
  gateway::FrameHub hub_{scheduler_, metrics_, std::chrono::milliseconds(50), "0"};
  base::PrincipalId manager_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<identity::Identity> identity_;
  std::unique_ptr<rights::Rights> rights_;
  std::unique_ptr<space::Spaces> spaces_;
  std::unique_ptr<space::Door> door_;
  std::unique_ptr<gateway::SessionServices> services_;
  std::unique_ptr<gateway::GatewayShard> shard_;
};

class City {
 public:
  explicit City(const CityRun& run)
      : run_(run),
        scheduler_(run.seed),
        far_(scheduler_.make_executor()),
        disk_(run.seed),
        premises_(make_premises(true)),
        judged_in_(make_premises(run.sabotage != Sabotage::open_walls)),
        witness_(premises_, scheduler_.random(), scheduler_, run.sabotage) {
    disk_.ignore_syncs(run.sabotage == Sabotage::lying_disk);
    using enum SimulatedPerson::Part;
    for (int i = 0; i < run.people; ++i) {
      const auto part = i == run.people - 1 ? moderator : i < run.people * kLiars ? liar : honest;
      people_.push_back(std::make_unique<SimulatedPerson>(witness_, i, part));
    }
  }

  CityOutcome all() {
    for (int life = 1; life <= run_.lives && witness_.failure.empty(); ++life) {
      live(life < run_.lives);
    }
    return outcome();
  }

 private:
  void live(bool power_fails) {
    try {
      server_ = std::make_unique<Server>(scheduler_, disk_, run_.seed, judged_in_);
    } catch (const std::runtime_error& refused) {
      return witness_.broke(std::string("the store is lost: ") + refused.what());
    }
    witness_.new_life();
    check_promises();
    const auto steps = static_cast<int>(run_.seconds_a_life / 0.05);
    for (int i = 0; i < steps && witness_.failure.empty(); ++i) step();
    if (power_fails) disk_.cut_power_after(scheduler_.random().below(40) + 1);
    for (int i = 0; i < 100 && disk_.has_power() && power_fails; ++i) step();
    if (power_fails) disk_.cut_power();
    if (!power_fails) check_promises();
    server_->stop();
    server_ = nullptr;
    scheduler_.run_for(std::chrono::seconds(1));
    if (power_fails) disk_.restart();
  }

  void step() {
    for (const auto& person : people_) {
      if (!person->connected() && scheduler_.random().chance(kReconnectChance)) {
        auto [near_end, far_end] =
            base::make_simulated_link(scheduler_, server_->shard_executor(), *far_, kLink);
        person->connect(std::move(far_end));
        server_->accept(std::move(near_end));
      }
      person->act();
    }
    scheduler_.run_for(kStep);
    look_for_ghosts();
  }

  void look_for_ghosts() {
    const crowd::SnapshotPtr snapshot = server_->space().latest();
    ++snapshots_;
    for (std::size_t i = 0; i < snapshot->size(); ++i) {
      const Vec3 feet = crowd::from_wire(crowd::position_of(snapshot->entry(i).record));
      if (kHouse.contains(feet)) witness_.broke("somebody is inside the house");
    }
  }

  void check_promises() {
    witness_.check_promises(server_->store());
    const auto report = store::verify(kFolder, server_->parts());
    if (!report || !report->clean()) witness_.broke("verify finds faults");
  }

  CityOutcome outcome() {
    CityOutcome out;
    out.failure = witness_.failure;
    out.hash = base::to_hex(witness_.hash.finish());
    out.welcomes = witness_.welcomes;
    out.crowd_frames = witness_.crowd_frames;
    out.corrections = witness_.corrections;
    out.expelled = witness_.expelled;
    out.chat_acknowledged = witness_.acknowledged_chat.size();
    for (const auto& [lantern, times] : witness_.lit) out.lanterns_lit += times;
    out.lantern_rounds = witness_.darkened;
    out.hands = witness_.hands;
    out.blocks = witness_.blocks;
    out.sanctions = witness_.sanctions;
    out.snapshots = snapshots_;
    return out;
  }

  const CityRun run_;
  base::SimulatedScheduler scheduler_;
  std::unique_ptr<base::Executor> far_;
  base::SimulatedDisk disk_;
  space::Premises premises_;
  space::Premises judged_in_;  // what the server believes of the world
  Witness witness_;
  std::unique_ptr<Server> server_;
  std::vector<std::unique_ptr<SimulatedPerson>> people_;
  std::uint64_t snapshots_ = 0;
};

}  // namespace

CityOutcome simulate(const CityRun& run) {
  return City(run).all();
}

std::string CityOutcome::text() const {
  return (failure.empty() ? "held" : "BROKEN: " + failure) + "; welcomes " +
         std::to_string(welcomes) + ", crowd frames " + std::to_string(crowd_frames) +
         ", corrections " + std::to_string(corrections) + ", expelled " + std::to_string(expelled) +
         ", chat " + std::to_string(chat_acknowledged) + ", lanterns " +
         std::to_string(lanterns_lit) + " in rounds " + std::to_string(lantern_rounds) +
         ", hands " + std::to_string(hands) + ", blocks " + std::to_string(blocks) +
         ", sanctions " + std::to_string(sanctions) + ", hash " + hash;
}

}  // namespace yc::simulation
