#include "kernel/base/simulation.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "kernel/base/assert.h"

namespace yc::base {

// Keeps the order of its own tasks: each runs no earlier than the one posted before it for the same
// instant, because order numbers grow and the tie is fixed per executor and instant.
class SimulatedExecutor final : public Executor {
 public:
  SimulatedExecutor(SimulatedScheduler& scheduler, std::uint64_t salt)
      : scheduler_(scheduler), salt_(salt) {}

  void post(Task task) override { post_after(Duration{0}, std::move(task)); }

  void post_after(Duration delay, Task task) override {
    const MonotonicTime due = scheduler_.monotonic() + std::max(delay, Duration{0});
    scheduler_.schedule(due, tie(due), std::move(task));
  }

 private:
  // Differs from instant to instant, so no executor always goes first.
  std::uint64_t tie(MonotonicTime due) const {
    std::uint64_t z = salt_ ^ static_cast<std::uint64_t>(due.since_start.count());
    z = (z ^ (z >> 33)) * 0xff51afd7ed558ccdULL;
    return z ^ (z >> 33);
  }

  SimulatedScheduler& scheduler_;
  std::uint64_t salt_;
};

SimulatedScheduler::SimulatedScheduler(std::uint64_t seed, WallTime start)
    : random_(seed), start_(start) {}

SimulatedScheduler::~SimulatedScheduler() = default;

WallTime SimulatedScheduler::wall() const {
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now_.since_start);
  return {start_.unix_ms + passed.count()};
}

std::unique_ptr<Executor> SimulatedScheduler::make_executor() {
  return std::make_unique<SimulatedExecutor>(*this, random_.next_u64());
}

void SimulatedScheduler::schedule(MonotonicTime due, std::uint64_t tie, Task task) {
  queue_.emplace(std::tuple(due, tie, order_++), std::move(task));
}

bool SimulatedScheduler::run_next(MonotonicTime limit) {
  if (queue_.empty()) return false;
  const auto first = queue_.begin();
  const MonotonicTime due = std::get<0>(first->first);
  if (due > limit) return false;
  Task task = std::move(first->second);
  queue_.erase(first);
  now_ = std::max(now_, due);
  task();
  return true;
}

void SimulatedScheduler::run_for(Duration span) {
  const MonotonicTime end = now_ + span;
  while (run_next(end)) {
  }
  now_ = end;
}

bool SimulatedScheduler::run_until_idle(Duration limit) {
  const MonotonicTime end = now_ + limit;
  while (run_next(end)) {
  }
  return queue_.empty();
}

namespace {

// State of both directions. Ends hold it together, so a task in flight never outlives it.
struct Link {
  struct Side {
    Executor* executor = nullptr;
    ByteStream::Handler* handler = nullptr;
    bool gone = false;  // the end was destroyed
    bool paused = false;
    bool was_short = false;  // a write() took less than given
    std::deque<std::vector<std::byte>> unread;
    std::size_t in_flight = 0;  // bytes written to this side and not read yet
    MonotonicTime last_arrival;
  };

  Link(SimulatedScheduler& s, LinkProfile p) : scheduler(s), profile(p) {}

  SimulatedScheduler& scheduler;
  LinkProfile profile;
  Side sides[2];
  bool broken = false;
};

void notify_closed(const std::shared_ptr<Link>& link, int side) {
  link->sides[side].executor->post([link, side] {
    Link::Side& me = link->sides[side];
    if (me.gone || me.handler == nullptr) return;
    std::exchange(me.handler, nullptr)->on_closed();
  });
}

void break_link(const std::shared_ptr<Link>& link) {
  if (std::exchange(link->broken, true)) return;
  notify_closed(link, 0);
  notify_closed(link, 1);
}

void offer_room(const std::shared_ptr<Link>& link, int side) {
  if (!std::exchange(link->sides[side].was_short, false)) return;
  link->sides[side].executor->post([link, side] {
    Link::Side& me = link->sides[side];
    if (!me.gone && me.handler != nullptr) me.handler->on_writable();
  });
}

// Hands what has arrived at a side to its handler, unless it reads no more.
void deliver(const std::shared_ptr<Link>& link, int side) {
  Link::Side& me = link->sides[side];
  while (!me.unread.empty() && !me.paused && !me.gone && me.handler != nullptr) {
    const std::vector<std::byte> bytes = std::move(me.unread.front());
    me.unread.pop_front();
    me.in_flight -= bytes.size();
    me.handler->on_bytes(bytes);
    offer_room(link, 1 - side);
  }
}

class SimulatedStream final : public ByteStream {
 public:
  SimulatedStream(std::shared_ptr<Link> link, int side) : link_(std::move(link)), side_(side) {}
  ~SimulatedStream() override {
    mine().gone = true;
    break_link(link_);
  }

  void start(Handler& handler) override {
    mine().handler = &handler;
    if (link_->broken) notify_closed(link_, side_);
    mine().executor->post([link = link_, side = side_] { deliver(link, side); });
  }

  std::size_t write(std::span<const std::byte> bytes) override {
    if (link_->broken || bytes.empty()) return 0;
    Link::Side& other = link_->sides[1 - side_];
    const std::size_t room =
        link_->profile.buffer_bytes - std::min(other.in_flight, link_->profile.buffer_bytes);
    const std::size_t taken = std::min(room, bytes.size());
    mine().was_short = taken < bytes.size();
    if (taken > 0) send(other, bytes.first(taken));
    if (link_->scheduler.random().chance(link_->profile.break_per_write)) break_link(link_);
    return taken;
  }

  std::size_t pending_bytes() const override { return link_->sides[1 - side_].in_flight; }
  void pause_reading() override { mine().paused = true; }
  void resume_reading() override {
    mine().paused = false;
    mine().executor->post([link = link_, side = side_] { deliver(link, side); });
  }

  void close() override {
    // After the bytes on their way, as TCP does.
    Link::Side& other = link_->sides[1 - side_];
    const Duration wait = std::max(other.last_arrival - link_->scheduler.monotonic(), Duration{0});
    other.executor->post_after(wait, [link = link_] { break_link(link); });
  }

  std::string peer_address() const override { return "127.0.0.1"; }

 private:
  Link::Side& mine() { return link_->sides[side_]; }

  void send(Link::Side& other, std::span<const std::byte> bytes) {
    const LinkProfile& profile = link_->profile;
    const auto spread =
        static_cast<std::uint64_t>((profile.delay_max - profile.delay_min).count() + 1);
    const Duration delay =
        profile.delay_min +
        Duration(link_->scheduler.random().below(std::max<std::uint64_t>(spread, 1)));
    const MonotonicTime now = link_->scheduler.monotonic();
    other.last_arrival = std::max(now + delay, other.last_arrival);
    other.in_flight += bytes.size();
    std::vector<std::byte> copy(bytes.begin(), bytes.end());
    other.executor->post_after(other.last_arrival - now,
                               [link = link_, side = 1 - side_, copy = std::move(copy)]() mutable {
                                 if (link->broken) return;
                                 link->sides[side].unread.push_back(std::move(copy));
                                 deliver(link, side);
                               });
  }

  std::shared_ptr<Link> link_;
  int side_;
};

}  // namespace

std::pair<std::unique_ptr<ByteStream>, std::unique_ptr<ByteStream>> make_simulated_link(
    SimulatedScheduler& scheduler, Executor& left, Executor& right, LinkProfile profile) {
  YC_ASSERT(profile.delay_min <= profile.delay_max);
  auto link = std::make_shared<Link>(scheduler, profile);
  link->sides[0].executor = &left;
  link->sides[1].executor = &right;
  return {std::make_unique<SimulatedStream>(link, 0), std::make_unique<SimulatedStream>(link, 1)};
}

}  // namespace yc::base
