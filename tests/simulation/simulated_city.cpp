#include "tests/simulation/simulated_city.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "kernel/base/simulated_disk.h"
#include "kernel/base/simulation.h"
#include "kernel/gateway/gateway.h"
#include "kernel/gateway/session.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/sqlite_vfs.h"
#include "tests/simulation/simulated_person.h"

namespace yc::simulation {
namespace {

using geometry::Vec3;
using std::chrono::milliseconds;

constexpr char kFolder[] = "city";
constexpr base::Duration kStep = milliseconds(50);
constexpr int kLanterns = 40;
constexpr double kReconnectChance = 0.05;  // each 50 ms
constexpr double kLiars = 0.2;
constexpr base::LinkProfile kLink{milliseconds(5), milliseconds(120), 0.0005, 65'536};

// A house without a door: nobody may ever be in it.
constexpr geometry::Box kHouse{{20.0, 0.0, -10.0}, {40.0, 5.0, 10.0}};

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

space::Premises premises_with_house() {
  space::Premises premises = space::flat_premises(200.0);
  auto soup = house();
  add_quad(soup, {-100, 0, -100}, {-100, 0, 100}, {100, 0, 100}, {100, 0, -100});
  auto ground = std::make_shared<geometry::CollisionWorld>();
  auto cells = geometry::cut_into_cells(soup).value();
  for (geometry::CollisionCell& cell : cells) ground->add(std::move(cell));
  premises.ground = std::move(ground);
  premises.manifest.lanterns.clear();
  for (int i = 0; i < kLanterns; ++i) {
    premises.manifest.lanterns.push_back(
        {"lantern-" + std::to_string(i), {i % 8 * 16.0 - 60.0, 1.5, i / 8 * 24.0 - 50.0}});
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
        shard_executor_(scheduler.make_executor()),
        parts_{disk, scheduler, scheduler.random(), *disk_executor_, nullptr, vfs_.name()},
        counters_(metrics_),
        context_{scheduler, {}, *this, counters_, {}, false, false},
        addresses_(context_.limits) {
    store_ = store::Store::open(kFolder, store::OpenMode::serve, parts_).value();
    identity_ = std::make_unique<identity::Identity>(*store_, scheduler, scheduler.random());
    rights_ = rights::Rights::open(*store_, scheduler).value();
    space::SpaceSettings settings;
    settings.lanterns_lit_s = 1e6;
    space_ = space::Space::open(premises, settings,
                                {*tick_executor_, scheduler, scheduler.random(), *store_,
                                 *identity_, *rights_, metrics_})
                 .value();
    door_ = std::make_unique<space::Door>(*space_, *store_, *identity_, *rights_, scheduler);
    services_ = std::make_unique<gateway::SessionServices>(
        gateway::SessionServices{*space_, *door_, *rights_, presence_, scheduler, counters_,
                                 context_.limits.greeting, crowd::InterestSettings{}});
    shard_ =
        std::make_unique<gateway::GatewayShard>(*shard_executor_, context_, addresses_, nullptr);
    space_->watch(*shard_executor_,
                  [this](const crowd::SnapshotPtr& snapshot) { hub_.deliver(snapshot); });
    space_->start();
  }

  void accept(std::unique_ptr<base::ByteStream> stream) {
    shard_executor_->post([this, stream = std::move(stream)]() mutable {
      if (shard_ != nullptr) shard_->accept(std::move(stream));
    });
  }
  base::Executor& shard_executor() { return *shard_executor_; }
  space::Space& space() { return *space_; }
  store::Store& store() { return *store_; }
  const store::StoreParts& parts() const { return parts_; }

  // Ends all that is under way; with the power off nothing more can become durable by this.
  void stop() {
    space_->stop([] {});
    shard_executor_->post([this] { shard_->close_all([this] { shard_ = nullptr; }); });
    scheduler_.run_for(std::chrono::seconds(5));
  }

  void answer(const gateway::RequestContext&, gateway::Reply reply) override {
    reply(gateway::json_response(404, "only people here"));
  }
  std::expected<std::shared_ptr<gateway::WsEndpoint>, gateway::HttpResponse> open_websocket(
      const gateway::RequestContext& context) override {
    return std::make_shared<gateway::Session>(*services_, hub_, *shard_executor_,
                                              space::Door::Caller{context.address, {}});
  }

 private:
  base::SimulatedScheduler& scheduler_;
  store::DiskVfs vfs_;
  std::unique_ptr<base::Executor> disk_executor_;
  std::unique_ptr<base::Executor> tick_executor_;
  std::unique_ptr<base::Executor> shard_executor_;
  store::StoreParts parts_;
  base::Metrics metrics_;
  gateway::GatewayMetrics counters_;
  gateway::GatewayContext context_;
  gateway::AddressBook addresses_;
  gateway::Presence presence_;
  gateway::FrameHub hub_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<identity::Identity> identity_;
  std::unique_ptr<rights::Rights> rights_;
  std::unique_ptr<space::Space> space_;
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
        premises_(premises_with_house()),
        witness_{premises_, scheduler_.random(), {}, {}, 0, 0, 0, 0, {}, {}} {
    for (int i = 0; i < run.people; ++i) {
      people_.push_back(std::make_unique<SimulatedPerson>(witness_, i, i < run.people * kLiars));
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
    server_ = std::make_unique<Server>(scheduler_, disk_, run_.seed, premises_);
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
      if (kHouse.contains(feet)) witness_.failure = "somebody is inside the house";
    }
  }

  void check_promises() {
    const auto lines =
        server_->store().chat(premises_.id, static_cast<std::uint64_t>(INT64_MAX), 1'000'000);
    if (!lines) return fail("the chat cannot be read: " + lines.error().text());
    std::set<std::string> kept;
    for (const store::ChatLine& line : *lines) kept.insert(line.text);
    for (const std::string& text : witness_.acknowledged_chat) {
      if (!kept.contains(text)) return fail("acknowledged chat is lost: " + text);
    }
    std::set<std::string> lit;
    const auto lanterns = server_->store().lit_lanterns(premises_.id).value();
    for (const store::LitLantern& lantern : lanterns) lit.insert(lantern.lantern);
    for (const std::string& lantern : witness_.acknowledged_lanterns) {
      if (!lit.contains(lantern)) return fail("a lantern seen lit is dark: " + lantern);
    }
    const auto report = store::verify(kFolder, server_->parts());
    if (!report || !report->clean()) fail("verify finds faults");
  }

  void fail(std::string what) { witness_.failure = std::move(what); }

  CityOutcome outcome() {
    CityOutcome out;
    out.failure = witness_.failure;
    out.hash = base::to_hex(witness_.hash.finish());
    out.welcomes = witness_.welcomes;
    out.crowd_frames = witness_.crowd_frames;
    out.corrections = witness_.corrections;
    out.expelled = witness_.expelled;
    out.chat_acknowledged = witness_.acknowledged_chat.size();
    out.lanterns_acknowledged = witness_.acknowledged_lanterns.size();
    out.snapshots = snapshots_;
    return out;
  }

  const CityRun run_;
  base::SimulatedScheduler scheduler_;
  std::unique_ptr<base::Executor> far_;
  base::SimulatedDisk disk_;
  space::Premises premises_;
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
         std::to_string(lanterns_acknowledged) + ", hash " + hash;
}

}  // namespace yc::simulation
