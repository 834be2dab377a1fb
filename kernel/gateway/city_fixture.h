#pragma once
// The gateway with a whole city behind it, on one simulated thread, and visitors on simulated
// links.

#include <gtest/gtest.h>

#include "kernel/base/simulated_disk.h"
#include "kernel/gateway/gateway_fixture.h"
#include "kernel/gateway/routes.h"
#include "kernel/space/testing/space_world.h"

namespace yc::gateway {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline base::Bytes bytes(std::string_view text) {
  const auto span = std::as_bytes(std::span(text));
  return {span.begin(), span.end()};
}

inline WebPages small_pages() {
  base::SimulatedDisk disk(1);
  const auto put = [&](const std::string& path, std::string_view text) {
    EXPECT_TRUE(disk.make_folders(base::folder_of(path)));
    EXPECT_TRUE(base::write_file_atomically(disk, path, bytes(text)));
  };
  put("web/index.html", "<title>visit</title>");
  put("web/console.html", "<title>console</title>");
  put("web/assets/app-1234.js", std::string(5000, ';'));
  put("web/assets/app-1234.js.map", "secret source");
  auto pages = WebPages::load(disk, "web");
  EXPECT_TRUE(pages.has_value());
  return std::move(*pages);
}

// One that can be kept busy.
class FileExecutor final : public base::Executor {
 public:
  explicit FileExecutor(base::SimulatedScheduler& scheduler) : runs_(scheduler.make_executor()) {}
  void post(base::Task task) override {
    busy ? waiting_.push_back(std::move(task)) : runs_->post(std::move(task));
  }
  void post_after(base::Duration delay, base::Task task) override {
    runs_->post_after(delay, std::move(task));
  }
  // What waits is run without a pause, as a thread does, so before the disk answers any of it.
  void go_on() {
    busy = false;
    runs_->post([tasks = std::exchange(waiting_, {})]() mutable {
      for (base::Task& task : tasks) task();
    });
  }
  bool busy = false;

 private:
  std::unique_ptr<base::Executor> runs_;
  std::vector<base::Task> waiting_;
};

// Time as a busy shard has it: each look at the clock comes so much later than the one before.
class WorkClock final : public base::Clock {
 public:
  explicit WorkClock(const base::Clock& clock) : clock_(clock) {}
  base::MonotonicTime monotonic() const override {
    spent_ += work;
    return clock_.monotonic() + spent_;
  }
  base::WallTime wall() const override { return clock_.wall(); }
  base::Duration thread_cpu() const override { return spent_ += work; }
  base::Duration work{0};

 private:
  const base::Clock& clock_;
  mutable base::Duration spent_{0};
};

inline space::Premises with_stages(std::vector<media::Stage> stages) {
  space::Premises premises = space::flat_premises();
  premises.manifest.stages = std::move(stages);
  return premises;
}

// A desk that writes nothing.
class CountedBackups final : public BackupDesk {
 public:
  std::string folder() const override { return "backups"; }
  base::Result<std::vector<Kept>> list() override {
    return std::vector<Kept>(static_cast<std::size_t>(made), Kept{"city.backup", 7});
  }
  void make(base::Executor& reply_on, Done<std::string> done) override {
    ++made;
    reply_on.post([done = std::move(done)]() mutable { done("city.backup"); });
  }
  void check(const std::string&, base::Executor& reply_on, Done<Checked> done) override {
    reply_on.post([done = std::move(done)]() mutable { done(Checked{{}, 3, 7}); });
  }
  void restore(const std::string& name, base::Executor& reply_on, Done<Restored> done) override {
    reply_on.post([name, done = std::move(done)]() mutable {
      done(Restored{"restored/" + name, "yuancheng serve --data restored/" + name, 5, 3});
    });
  }
  int made = 0;
};

class CityWorld {
 public:
  explicit CityWorld(Limits limits = {}, std::vector<media::Stage> stages = {})
      : world({}, 1, with_stages(std::move(stages))),
        pages(small_pages()),
        file_executor(world.scheduler()),
        far(world.scheduler().make_executor()),
        counters(world.metrics),
        new_guests(limits),
        people_executor(world.scheduler().make_executor()),
        together(Together::make({*world.store_world.store, *world.rights, *world.spaces,
                                 world.scheduler(), *people_executor, world.metrics})),
        mixer_executor(world.scheduler().make_executor()),
        mixer({}, {*mixer_executor, world.scheduler(), world.metrics}),
        sessions{*world.spaces,
                 *world.door,
                 *world.rights,
                 presence,
                 world.scheduler(),
                 counters,
                 new_guests,
                 limits.greeting,
                 crowd::InterestSettings{},
                 &mixer,
                 {},
                 ended.get(),
                 together.get()},
        password_executor(world.scheduler().make_executor()),
        accounts(account_parts()),
        office(*world.store_world.store, space::owner_founds(*world.store_world.store)),
        invitations(*world.store_world.store, world.scheduler(), world.scheduler().random(),
                    *world.rights),
        site({settings, world.scheduler(), world.metrics, file_executor, pages,
              *world.store_world.store, *world.identity, accounts, *world.rights, sessions, office,
              invitations},
             backups),
        visitors(limits),
        context{world.scheduler(), limits, site, counters, visitors, {}, false, false},
        addresses(limits),
        shard(*world.shard, context, addresses, nullptr) {
    accounts.sessions.watch([book = ended](const identity::Ended& e) { book->note(e); });
    site.add_hub(*world.shard, hub);
    world.spaces->watch(*world.shard,
                        [this](base::SpaceId space, const crowd::SnapshotPtr& snapshot) {
                          hub.deliver(space, snapshot);
                        });
    mixer.watch(*world.shard,
                [this](media::VoiceRoundPtr round) { hub.deliver(std::move(round)); });
    mixer.start();
  }

  // The cheapest password hash that libsodium takes: what is tested does not depend on it.
  identity::ServiceParts account_parts() {
    identity::ServiceParts parts{
        *world.store_world.store, world.scheduler(), world.scheduler().random(),
        *world.identity,          file_executor,     {password_executor.get()}};
    parts.cost = {1, 8};
    return parts;
  }

  void run(base::Duration span) { world.scheduler().run_for(span); }

  std::unique_ptr<Client> connect() {
    auto [near_end, far_end] = base::make_simulated_link(
        world.scheduler(), *world.shard, *far, {milliseconds(5), milliseconds(20), 0, 65536});
    auto client = std::make_unique<Client>(std::move(far_end));
    world.shard->post(
        [this, end = std::move(near_end)]() mutable { shard.accept(std::move(end)); });
    return client;
  }

  // The whole answer to one request.
  std::string ask(const std::string& method, const std::string& path,
                  const std::string& fields = "", const std::string& body = "") {
    auto client = connect();
    client->send(method + " " + path + " HTTP/1.1\r\nHost: city\r\nConnection: close\r\n" + fields +
                 (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
                 "\r\n" + body);
    run(seconds(3));
    return client->got;
  }

  std::unique_ptr<Client> open_websocket(const std::string& fields = "") {
    auto client = connect();
    client->send("GET /ws HTTP/1.1\r\n" + kUpgradeFields + fields + "\r\n");
    run(milliseconds(200));
    return client;
  }

  static void say(Client& client, const base::Json& message) {
    client.send(client_frame(WsOpcode::text, base::dump_json(message)));
  }

  std::unique_ptr<Client> enter(const std::string& name, const std::string& fields = "") {
    auto client = open_websocket(fields);
    say(*client, space::testing::SpaceWorld::hello(name).to_json());
    run(seconds(1));
    EXPECT_TRUE(client->has("\"type\":\"welcome\"")) << name;
    return client;
  }

  // The cookie of a new administrator.
  std::string administrate() {
    const auto link = world.identity->make_administrator_link(std::chrono::hours(1), {});
    EXPECT_TRUE(link.has_value());
    const std::string answer =
        ask("POST", "/api/session/by-link", "", "{\"token\":\"" + link->token + "\"}");
    const auto start = answer.find("yc_session=");
    EXPECT_NE(start, std::string::npos) << answer;
    return "Cookie: " + answer.substr(start, answer.find(';', start) - start) + "\r\n";
  }

  // What the API answers to a GET, or to a call with a body.
  base::Json get(const std::string& path, const std::string& cookie) {
    return body_of(ask("GET", path, cookie));
  }
  std::string post(const std::string& path, const std::string& cookie, const base::Json& body) {
    return ask("POST", path, cookie, base::dump_json(body));
  }
  static base::Json body_of(const std::string& answer) {
    const auto json = base::parse_json(answer.substr(answer.find("\r\n\r\n") + 4));
    EXPECT_TRUE(json.has_value()) << answer;
    return json ? *json : base::Json();
  }

  space::testing::SpaceWorld world;
  base::Settings settings;
  WebPages pages;
  FileExecutor file_executor;
  std::unique_ptr<base::Executor> far;
  GatewayMetrics counters;
  Presence presence;
  NewGuests new_guests;
  std::unique_ptr<base::Executor> people_executor;
  std::shared_ptr<Together> together;
  std::unique_ptr<base::Executor> mixer_executor;
  media::Mixer mixer;
  std::shared_ptr<EndedSessions> ended = std::make_shared<EndedSessions>();
  SessionServices sessions;
  std::unique_ptr<base::Executor> password_executor;
  identity::Service accounts;
  space::SpaceOffice office;
  space::Invitations invitations;
  CountedBackups backups;
  CitySite site;
  AddressBook visitors;
  GatewayContext context;
  AddressBook addresses;
  WorkClock hub_clock{world.scheduler()};
  FrameHub hub{hub_clock, world.metrics, space::testing::kTick, "0"};
  GatewayShard shard;
};

inline bool is_status(const std::string& answer, int status) {
  return answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}

}  // namespace yc::gateway
