#include "apps/yuancheng/swarm.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <sstream>
#include <thread>

#include "apps/yuancheng/commands.h"
#include "apps/yuancheng/swarm_bot.h"
#include "kernel/base/disk.h"
#include "kernel/space/manifest.h"

namespace yc::apps {
namespace {

using base::Duration;
using base::MonotonicTime;

constexpr Duration kStep = std::chrono::milliseconds(50);  // at most 20 poses a second
// To be read to the end: no other event follows.
constexpr std::uint32_t kHungUp = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr Duration kPollEvery = std::chrono::milliseconds(1);
constexpr Duration kMostBehind = std::chrono::seconds(1);
// Of very many, each acts less often, to leave the machine to the server.
constexpr Duration kLongStep = std::chrono::milliseconds(100);
constexpr int kVeryMany = 4000;
constexpr Duration kJoinPatience = std::chrono::seconds(60);
constexpr Duration kSettling = std::chrono::seconds(2);  // between joining and measuring
constexpr Duration kSampleEvery = std::chrono::milliseconds(500);
constexpr Duration kFollowEvery = std::chrono::milliseconds(20);
constexpr Duration kLateEvery = std::chrono::seconds(3);
constexpr std::size_t kWatched = 48;  // viewers that decode every record
constexpr std::size_t kNearest = 32;
constexpr std::size_t kFarSamples = 64;
constexpr double kFarM = 100.0;
constexpr int kLatecomers = 3;
constexpr int kFewestWithLatecomers = 50;
constexpr Duration kAskTimeEvery = std::chrono::milliseconds(500);
constexpr std::uint64_t kSpacesFileMax = 1024 * 1024;
constexpr double kGroundReachM = 400.0;  // cells of the ground farther off are not fetched

volatile std::sig_atomic_t told_to_stop = 0;

double seconds_of(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

// ---- the ground that the server walks on too
// -----------------------------------------------------

base::Status fetch_cells(const WsUrl& url, const space::Manifest& manifest, const base::Json& json,
                         SwarmGround& ground) {
  const base::Json& cells = json["collision"]["cells"];
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double x = (cells[i]["x"].get<double>() + 0.5) * geometry::kCollisionCellM;
    const double z = (cells[i]["z"].get<double>() + 0.5) * geometry::kCollisionCellM;
    if (std::hypot(x - ground.center.x, z - ground.center.z) > kGroundReachM) continue;
    const std::string path = "/blob/" + manifest.collision_cells[i].text();
    YC_TRY(const std::string bytes, http_get(url, path));
    YC_TRY(geometry::CollisionCell cell,
           geometry::read_collision_cell(std::as_bytes(std::span(bytes))));
    ground.world.add(std::move(cell));
  }
  return {};
}

base::Status fetch_city(const WsUrl& url, const std::string& space, SwarmGround& ground) {
  YC_TRY(const std::string text, http_get(url, "/api/manifests/" + space));
  YC_TRY(const base::Json json, base::parse_json(text));
  YC_TRY(const space::Manifest manifest, space::read_manifest(json));
  ground.center = manifest.spawn;
  for (const space::Place& place : manifest.places) {
    if (place.id.find("plaza") == place.id.npos) continue;
    ground.center = place.position;
    ground.place = place.id;
    break;
  }
  return fetch_cells(url, manifest, json, ground);
}

// The city's, or the flat square that a server without a city offers.
SwarmGround find_ground(const WsUrl& url, const std::string& space) {
  SwarmGround ground;
  if (const base::Status city = fetch_city(url, space, ground); !city) {
    std::fprintf(stderr, "no city to fetch (%s): walking on flat ground\n",
                 city.error().cause.c_str());
    const space::Premises flat = space::flat_premises();
    ground = {};
    ground.world = *flat.ground;
  }
  return ground;
}

// ---- the loop -----------------------------------------------------------------------------------

class Swarm {
 public:
  Swarm(const SwarmOptions& options, WsUrl url, const base::Clock& clock, base::Random& random,
        const SwarmGround& ground, std::vector<std::string> spaces);
  ~Swarm() { ::close(epoll_); }

  int join();                   // returns how many have
  std::string why_not() const;  // somebody has not
  void measure();
  base::Json report();

 private:
  void start_one();
  void run_until(MonotonicTime end);
  void act_due();
  void take_events();
  void sample();
  void sample_viewer(const SwarmBot& viewer, MonotonicTime now);
  void find_others(const SwarmBot& viewer, std::size_t count);
  float staleness_ms(const SwarmBot& viewer, std::size_t other, MonotonicTime now);
  bool is_late(const SwarmBot& bot) const;
  void follow_latecomers(MonotonicTime now);
  bool all_settled() const;

  const SwarmOptions& options_;
  WsUrl url_;
  const base::Clock& clock_;
  SwarmShared shared_;
  std::vector<std::unique_ptr<SwarmBot>> bots_;
  int epoll_;
  std::vector<std::byte> scratch_ = std::vector<std::byte>(256 * 1024);
  Duration step_;
  MonotonicTime next_act_;
  std::size_t next_bot_ = 0;
  int latecomers_;
  struct Latecomer {
    std::size_t index;
    bool nearest_known = false;
    bool all_known = false;
  };
  std::vector<Latecomer> late_;
  std::vector<geometry::Vec3> truth_;                   // where each is, by index
  std::vector<std::pair<double, std::size_t>> others_;  // squared distance, index
};

Swarm::Swarm(const SwarmOptions& options, WsUrl url, const base::Clock& clock, base::Random& random,
             const SwarmGround& ground, std::vector<std::string> spaces)
    : options_(options),
      url_(std::move(url)),
      clock_(clock),
      shared_{clock, random, ground, base::SeededRandom(options.seed), {}},
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      step_(options.people > kVeryMany ? kLongStep : kStep),
      next_act_(clock.monotonic()),
      latecomers_(options.people >= kFewestWithLatecomers && spaces.empty() ? kLatecomers : 0) {
  shared_.spaces = std::move(spaces);
  shared_.totals.asked = options.people;
}

void Swarm::start_one() {
  const std::size_t index = bots_.size();
  bots_.push_back(std::make_unique<SwarmBot>(shared_, options_.pattern, static_cast<int>(index)));
  if (static_cast<int>(index) < options_.speak) bots_.back()->speak();
  auto socket = Socket::connect(url_);
  if (!socket) {
    ++shared_.totals.refused[socket.error().cause];
    return;
  }
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = index;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket->fd(), &event);
  bots_.back()->connect(std::move(*socket), url_);
  // What viewers see is compared with where the others are in one space only.
  if (!shared_.spaces.empty()) return;
  const auto people = static_cast<std::size_t>(options_.people);
  if (index % std::max<std::size_t>(1, people / kWatched) == 0 || is_late(*bots_.back())) {
    bots_.back()->watch();
  }
}

int Swarm::join() {
  const auto gap =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(1.0 / options_.join_rate));
  for (int i = 0; i < options_.people - latecomers_; ++i) {
    start_one();
    run_until(clock_.monotonic() + gap);
  }
  const MonotonicTime give_up = clock_.monotonic() + kJoinPatience;
  while (!all_settled() && clock_.monotonic() < give_up) run_until(clock_.monotonic() + kStep);
  return shared_.totals.joined;
}

std::string Swarm::why_not() const {
  const auto& refused = shared_.totals.refused;
  return refused.empty() ? "the server did not answer"
                         : "the first was told: " + refused.begin()->first;
}

bool Swarm::all_settled() const {
  return std::all_of(bots_.begin(), bots_.end(),
                     [](const auto& bot) { return bot->client() == nullptr || bot->settled(); });
}

void Swarm::measure() {
  // Only now: whoever is stopped while people join has nothing to report.
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { told_to_stop = 1; });
  run_until(clock_.monotonic() + kSettling);
  shared_.totals.late_ms.clear();
  for (const auto& bot : bots_) {
    if (bot->present()) bot->begin_measuring();
  }
  shared_.measuring = true;
  const double cpu_before = cpu_seconds();
  const MonotonicTime begin = clock_.monotonic();
  const MonotonicTime end =
      begin + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(options_.seconds));
  MonotonicTime next_sample = begin + kSampleEvery;
  MonotonicTime next_late = begin + kLateEvery;
  MonotonicTime next_ask = begin;
  for (MonotonicTime now = begin; now < end && told_to_stop == 0; now = clock_.monotonic()) {
    run_until(now + kFollowEvery);
    if (now >= next_ask) {
      bots_.front()->ask_time();
      next_ask = now + kAskTimeEvery;
    }
    if (now >= next_late && static_cast<int>(late_.size()) < latecomers_) {
      late_.push_back({bots_.size()});
      start_one();
      next_late = now + kLateEvery;
    }
    follow_latecomers(clock_.monotonic());
    if (now < next_sample) continue;
    sample();
    next_sample = now + kSampleEvery;
  }
  shared_.measuring = false;
  shared_.totals.measured_s = seconds_of(clock_.monotonic() - begin);
  shared_.totals.cpu_s = cpu_seconds() - cpu_before;
}

void Swarm::run_until(MonotonicTime end) {
  while (clock_.monotonic() < end) {
    act_due();
    take_events();
  }
}

// Each bot acts once a step, one after another through the step.
void Swarm::act_due() {
  if (bots_.empty()) return;
  const Duration gap = step_ / static_cast<Duration::rep>(bots_.size());
  // Far behind: nobody walked meanwhile. To catch up at once would be to run faster than people do.
  if (clock_.monotonic() - next_act_ > kMostBehind) next_act_ = clock_.monotonic();
  for (MonotonicTime now = clock_.monotonic(); next_act_ <= now; now = clock_.monotonic()) {
    const double late_ms = seconds_of(now - next_act_) * 1000.0;
    if (shared_.measuring) shared_.totals.late_ms.push_back(static_cast<float>(late_ms));
    bots_[next_bot_]->act(seconds_of(step_), next_act_);
    next_bot_ = (next_bot_ + 1) % bots_.size();
    next_act_ = next_act_ + gap;
  }
}

// What has come in since the last time, all at once: to wake for each message would cost more than
// to read it.
void Swarm::take_events() {
  constexpr int kEvents = 512;
  epoll_event events[kEvents];
  const int count = ::epoll_wait(epoll_, events, kEvents, 0);
  for (int i = 0; i < count; ++i) {
    const std::size_t index = events[i].data.u64;
    WsClient& client = *bots_[index]->client();
    if (!client.is_closed() && (events[i].events & EPOLLOUT) != 0) client.take_writable();
    if (!client.is_closed() && (events[i].events & ~EPOLLOUT) != 0) {
      client.take_readable(scratch_, (events[i].events & kHungUp) != 0);
    }
  }
  if (count < kEvents) std::this_thread::sleep_for(kPollEvery);
}

void Swarm::sample() {
  const MonotonicTime now = clock_.monotonic();
  truth_.resize(bots_.size());
  for (std::size_t i = 0; i < bots_.size(); ++i) truth_[i] = bots_[i]->feet(now);
  for (const auto& viewer : bots_) {
    if (viewer->present() && viewer->view() != nullptr && !is_late(*viewer)) {
      sample_viewer(*viewer, now);
    }
  }
}

// Others by their distance, the nearest `count` in front.
void Swarm::find_others(const SwarmBot& viewer, std::size_t count) {
  others_.clear();
  const geometry::Vec3 me = truth_[static_cast<std::size_t>(viewer.index())];
  for (std::size_t i = 0; i < bots_.size(); ++i) {
    if (!bots_[i]->present() || bots_[i].get() == &viewer) continue;
    const geometry::Vec3 way = truth_[i] - me;
    others_.emplace_back(way.x * way.x + way.z * way.z, i);
  }
  count = std::min(count, others_.size());
  std::nth_element(others_.begin(), others_.begin() + static_cast<std::ptrdiff_t>(count),
                   others_.end());
}

void Swarm::sample_viewer(const SwarmBot& viewer, MonotonicTime now) {
  find_others(viewer, kNearest);
  SwarmTotals& totals = shared_.totals;
  const double tick = shared_.time.tick_at(now);
  for (std::size_t i = 0; i < std::min(kNearest, others_.size()); ++i) {
    const std::size_t other = others_[i].second;
    totals.staleness_ms.push_back(staleness_ms(viewer, other, now));
    if (!viewer.view()->knows(bots_[other]->handle())) continue;
    const crowd::PlanePoint shown = viewer.view()->shown(bots_[other]->handle(), tick);
    totals.error_m.push_back(
        static_cast<float>(std::hypot(shown.x - truth_[other].x, shown.z - truth_[other].z)));
  }
  for (std::size_t i = 0; i < kFarSamples && !others_.empty(); ++i) {
    const auto pick =
        static_cast<std::size_t>(shared_.random.unit() * static_cast<double>(others_.size()));
    if (others_[pick].first > kFarM * kFarM) continue;
    totals.staleness_100_m_ms.push_back(staleness_ms(viewer, others_[pick].second, now));
  }
}

// For how long what the viewer knows of the other has not been true. While it is true: since the
// viewer last heard from the server at all.
float Swarm::staleness_ms(const SwarmBot& viewer, std::size_t other, MonotonicTime now) {
  MonotonicTime true_at = std::max(viewer.welcomed_at(), bots_[other]->welcomed_at());
  const std::uint16_t handle = bots_[other]->handle();
  if (viewer.view()->knows(handle)) {
    const auto replaced =
        bots_[other]->history().replaced_at(viewer.view()->held(handle, shared_.time));
    true_at = replaced ? *replaced : viewer.told_at();
  } else {
    ++shared_.totals.unseen;
  }
  return static_cast<float>(seconds_of(now - true_at) * 1000.0);
}

// Those who come into the finished crowd, one after another.
bool Swarm::is_late(const SwarmBot& bot) const {
  return bot.index() >= options_.people - latecomers_;
}

void Swarm::follow_latecomers(MonotonicTime now) {
  for (Latecomer& late : late_) {
    const SwarmBot& viewer = *bots_[late.index];
    if (!viewer.present() || late.all_known) continue;
    truth_.resize(bots_.size());
    for (std::size_t i = 0; i < bots_.size(); ++i) truth_[i] = bots_[i]->feet(now);
    find_others(viewer, kNearest);
    const auto ms = static_cast<float>(seconds_of(now - viewer.welcomed_at()) * 1000.0);
    const std::size_t nearest = std::min(kNearest, others_.size());
    const auto known = [&](const auto& other) {
      return viewer.view()->knows(bots_[other.second]->handle());
    };
    if (!late.nearest_known &&
        std::all_of(others_.begin(), others_.begin() + static_cast<std::ptrdiff_t>(nearest),
                    known)) {
      late.nearest_known = true;
      shared_.totals.nearest_known_ms.push_back(ms);
    }
    std::erase_if(others_, [](const auto& other) { return other.first > kFarM * kFarM; });
    const auto count = std::count_if(others_.begin(), others_.end(), known);
    if (static_cast<double>(count) >= 0.95 * static_cast<double>(others_.size())) {
      late.all_known = true;
      shared_.totals.all_known_ms.push_back(ms);
    }
  }
}

// Everybody leaves at once before anything is reckoned: nobody stays who does not read.
base::Json Swarm::report() {
  std::vector<ViewerBytes> viewers;
  for (const auto& bot : bots_) {
    if (bot->present()) viewers.push_back(bot->received());
    if (bot->client() != nullptr) bot->client()->close("done");
  }
  return swarm_report(shared_.totals, viewers);
}

base::Status write_report(const SwarmOptions& options, const base::Json& report) {
  const std::string text = report.dump(2) + "\n";
  if (options.report.empty()) {
    std::fputs(text.c_str(), stdout);
    return {};
  }
  base::RealDisk disk;
  return base::write_file_atomically(disk, options.report, std::as_bytes(std::span(text)));
}

// One key a line.
base::Result<std::vector<std::string>> read_spaces(const std::string& file) {
  std::vector<std::string> keys;
  if (file.empty()) return keys;
  base::RealDisk disk;
  YC_TRY(const base::Bytes bytes, base::read_file(disk, file, kSpacesFileMax));
  std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) keys.push_back(line);
  }
  if (!keys.empty()) return keys;
  return base::fail(base::ErrorCode::bad_input, file + " names no space", "write a key a line");
}

}  // namespace

base::Result<SwarmPattern> parse_swarm_pattern(const std::string& name) {
  if (name == "wander") return SwarmPattern::wander;
  if (name == "stroll") return SwarmPattern::stroll;
  if (name == "plaza") return SwarmPattern::plaza;
  if (name == "flow") return SwarmPattern::flow;
  return base::fail(base::ErrorCode::bad_input, "there is no pattern \"" + name + "\"",
                    "choose wander, stroll, plaza or flow");
}

int swarm(const SwarmOptions& options) {
  auto url = parse_ws_url(options.url);
  if (!url) return report_error(url.error(), kBadUsage);
  const base::SystemClock clock;
  base::SeededRandom random(options.seed);
  auto spaces = read_spaces(options.spaces);
  if (!spaces) return report_error(spaces.error(), kBadUsage);
  const SwarmGround ground = find_ground(*url, spaces->empty() ? "city" : spaces->front());
  Swarm swarm(options, *url, clock, random, ground, *std::move(spaces));
  if (swarm.join() == 0) {
    return report_error({base::ErrorCode::unavailable, "nobody could join", swarm.why_not()},
                        kFailed);
  }
  swarm.measure();
  const base::Json report = swarm.report();
  if (const base::Status written = write_report(options, report); !written) {
    return report_error(written.error(), kFailed);
  }
  return report["people_joined"] == options.people ? kDone : kFailed;
}

}  // namespace yc::apps
