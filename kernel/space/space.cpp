#include "kernel/space/space.h"

#include <algorithm>
#include <utility>

#include "kernel/base/assert.h"
#include "kernel/base/log.h"
#include "kernel/space/space_state.h"

namespace yc::space {
namespace {

using base::Duration;

Duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

double to_seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

// Hands that have not been heard of for this long are no longer shown.
constexpr Duration kHandsLast = std::chrono::seconds(2);

}  // namespace

// ---- the tick -----------------------------------------------------------------------------------

void Space::State::tick() {
  if (!running_) return;
  const base::MonotonicTime began = now();
  if (tick_ > 0) counters_.tick_gap_seconds.observe(to_seconds(began - began_));
  began_ = began;
  ++tick_;
  tick_at_ = next_due_;
  take_commands();
  serve_line();
  end_emotes();
  follow_lanterns();
  publish_snapshot();
  counters_.tick_seconds.observe(to_seconds(now() - began));
  schedule_next_tick();
}

void Space::State::take_commands() {
  inbox.take(commands_);
  for (const Inbox::Item& item : commands_) {
    // Looked up for each command: the one before may have sent its sender away.
    Participant* participant = participants_.find(item.from);
    if (participant == nullptr) continue;
    arrived_ = item.arrived;
    std::visit([&](const auto& command) { handle(*participant, command); }, item.command);
  }
}

void Space::State::end_emotes() {
  const base::MonotonicTime at = now();
  participants_.each([&](Participant& participant) {
    if (participant.emote != 0 && at >= participant.emote_until) participant.emote = 0;
    if (participant.hands != nullptr && at - participant.hands_at > kHandsLast) {
      participant.hands = nullptr;
    }
  });
}

void Space::State::publish_snapshot() {
  if (published_roster_->version() != roster_.version()) {
    published_roster_ = std::make_shared<const crowd::Roster>(roster_);
  }
  std::vector<crowd::SnapshotEntry> entries;
  entries.reserve(participants_.size());
  participants_.each([&](Participant& participant) { entries.push_back(sample(participant)); });
  const crowd::SnapshotPtr snapshot =
      snapshot_builder_.build(tick_, tick_at_, std::move(entries), published_roster_);
  {
    const std::lock_guard lock(snapshot_mutex_);
    snapshot_ = snapshot;
  }
  for (const auto& watch : watches) show(*watch, snapshot);
  const Neighbourhood* city = parts.neighbourhood;
  counters_.people.set(
      static_cast<double>(city != nullptr ? city->people() : participants_.size()));
}

void Space::State::show(Watch& watch, const crowd::SnapshotPtr& snapshot) {
  {
    const std::lock_guard lock(watch.mutex);
    if (std::exchange(watch.waiting, snapshot) != nullptr) return;
  }
  watch.shard.post([self = shared_from_this(), &watch] {
    crowd::SnapshotPtr newest;
    {
      const std::lock_guard lock(watch.mutex);
      newest = std::exchange(watch.waiting, nullptr);
    }
    watch.watcher(newest);
  });
}

crowd::SnapshotEntry Space::State::sample(Participant& participant) {
  follow_motion(participant);
  return {participant.record,       participant.motion_tick,
          participant.changed_tick, participant.motion.sequence(),
          participant.hidden,       participant.hands};
}

void Space::State::schedule_next_tick() {
  next_due_ = next_due_ + period_;
  const base::MonotonicTime at = now();
  if (at - next_due_ > period_) {
    // Far behind: leave ticks out instead of running them in a burst. Their numbers too, so that a
    // tick's number goes on telling its time.
    const auto left_out = (at - next_due_) / period_;
    counters_.late_ticks.add(static_cast<double>(left_out));
    tick_ += static_cast<std::uint32_t>(left_out);
    next_due_ = next_due_ + period_ * left_out;
  }
  parts.tick_executor.post_after(std::max(next_due_ - at, Duration{0}),
                                 [self = shared_from_this()] { self->tick(); });
}

// ---- life cycle ---------------------------------------------------------------------------------

Space::State::Counters::Counters(base::Metrics& metrics)
    : people(metrics.gauge("yc_space_people", "People in all spaces now")),
      tick_seconds(metrics.histogram("yc_space_tick_seconds", "Time that one tick took",
                                     {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2})),
      tick_gap_seconds(
          metrics.histogram("yc_space_tick_gap_seconds", "Time from one tick's begin to the next's",
                            {0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.15, 0.2, 0.5})),
      late_ticks(metrics.counter("yc_space_late_ticks_total",
                                 "Ticks left out because the machine was behind")),
      corrections(metrics.counter("yc_space_corrections_total",
                                  "Poses refused and answered with a correction")),
      expelled(metrics.counter("yc_space_expelled_total",
                               "Participants sent away for impossible poses")),
      rate_limited(metrics.counter("yc_space_rate_limited_total",
                                   "Messages refused because they came too often")),
      said(metrics.counter("yc_space_said_total", "Chat messages made durable and delivered")) {}

Space::State::State(Premises given_premises, SpaceSettings given_settings, SpaceParts given_parts)
    : premises(std::move(given_premises)),
      settings(given_settings),
      parts(given_parts),
      inbox(settings.inbox_capacity),
      counters_(parts.metrics),
      city_clock_{settings.day_length_s},
      published_roster_(std::make_shared<const crowd::Roster>()),
      snapshot_builder_(settings.tick_hz),
      lanterns_(premises.manifest.lanterns, seconds_of(settings.lanterns_lit_s)),
      title_(premises.title),
      max_people_(settings.max_people),
      period_(seconds_of(1.0 / settings.tick_hz)) {
  YC_ASSERT(settings.tick_hz >= 1 && settings.tick_hz <= 60);
  YC_ASSERT(settings.max_people <= 60'000);
  YC_ASSERT(settings.day_length_s > 0);
  snapshot_ = snapshot_builder_.build(0, now(), {}, published_roster_);
}

base::Status Space::State::load() {
  YC_TRY(std::vector<store::LitLantern> lit, parts.store.lit_lanterns(premises.id));
  std::sort(lit.begin(), lit.end(), [](const auto& a, const auto& b) { return a.lit < b.lit; });
  for (const store::LitLantern& lantern : lit) {
    const auto person = parts.store.person(lantern.person);  // may have been erased
    lanterns_.settle(lantern.lantern, person ? person->name : std::string(), lantern.lit);
  }
  YC_TRY(portals_, parts.store.portals(premises.id));
  return {};
}

void Space::State::start(Duration phase) {
  YC_ASSERT(!running_);
  running_ = true;
  next_due_ = now();
  next_due_ = next_due_ + (phase - next_due_.since_start % period_) % period_;
  schedule_next_tick();
}

void Space::State::stop(base::Task stopped) {
  running_ = false;
  for (const EnterRequest& request : std::exchange(line_, {})) {
    turn_away(request, refused(schema::Reason::shutting_down, "the server is stopping",
                               "come back in a moment"));
  }
  std::vector<ParticipantId> ids;
  participants_.each([&](const Participant& participant) { ids.push_back(participant.id); });
  for (const ParticipantId id : ids) {
    send_away(*participants_.find(id), refused(schema::Reason::shutting_down,
                                               "the server is stopping", "come back in a moment"));
  }
  stopped();
}

// ---- the public face ----------------------------------------------------------------------------

base::Result<std::unique_ptr<Space>> Space::open(Premises premises, SpaceSettings settings,
                                                 SpaceParts parts) {
  auto state = std::make_shared<State>(std::move(premises), settings, parts);
  YC_CHECK(state->load());
  return std::unique_ptr<Space>(new Space(std::move(state)));
}

Space::Space(std::shared_ptr<State> state) : state_(std::move(state)) {}
Space::~Space() = default;

void Space::start() {
  state_->parts.tick_executor.post([state = state_] {
    state->start(state->parts.clock.monotonic().since_start);  // at once
  });
}

void Space::start_now(base::Duration phase) {
  state_->start(phase);
}

void Space::stop(base::Task stopped) {
  state_->parts.tick_executor.post([state = state_, stopped = std::move(stopped)]() mutable {
    state->stop(std::move(stopped));
  });
}

void Space::enter(EnterRequest request) {
  state_->parts.tick_executor.post([state = state_, request = std::move(request)]() mutable {
    state->arrive(std::move(request));
  });
}

void Space::leave(ParticipantId id) {
  state_->parts.tick_executor.post([state = state_, id] { state->depart(id); });
}

void Space::give_up(const OutletRef& outlet) {
  state_->parts.tick_executor.post([state = state_, outlet] { state->give_up(outlet); });
}

void Space::arrive(EnterRequest request) {
  state_->arrive(std::move(request));
}
bool Space::is_empty() const {
  return state_->is_empty();
}
void Space::let_go(base::PrincipalId person, const OutletRef& outlet) {
  state_->let_go(person, outlet);
}
std::vector<EnterRequest> Space::release_all(const schema::Refused& why) {
  return state_->release_all(why);
}
std::vector<EnterRequest> Space::release_unwelcome() {
  return state_->release_unwelcome();
}
void Space::bind_sanction(const store::SanctionPlaced& sanction) {
  state_->bind_sanction(sanction);
}
void Space::bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked) {
  state_->bind_block(person, other, blocked);
}
void Space::tell_time_ends(base::PrincipalId person, int minutes) {
  state_->tell_time_ends(person, minutes);
}
void Space::close_to(base::PrincipalId person, schema::Refused why) {
  state_->close_to(person, std::move(why));
}
void Space::set_title(std::string title) {
  state_->set_title(std::move(title));
}
void Space::set_slow_mode(base::Duration between_lines) {
  state_->set_slow_mode(between_lines);
}
void Space::set_capacity(std::size_t max_people) {
  state_->set_capacity(max_people);
}
void Space::set_portals(std::vector<store::Portal> portals) {
  state_->set_portals(std::move(portals));
}
void Space::stop_now() {
  state_->stop([] {});
}

base::Status Space::submit(ParticipantId id, Command command) {
  return state_->inbox.push(id, std::move(command), state_->parts.clock.monotonic());
}

schema::Pong Space::answer(const schema::Ping& ping) const {
  return state_->answer(ping);
}
crowd::SnapshotPtr Space::latest() const {
  return state_->latest();
}

void Space::watch(base::Executor& shard, Watcher watcher) {
  state_->watches.push_back(std::make_unique<State::Watch>(shard, std::move(watcher)));
}

const Premises& Space::premises() const {
  return state_->premises;
}
const SpaceSettings& Space::settings() const {
  return state_->settings;
}

crowd::SnapshotPtr Space::State::latest() const {
  const std::lock_guard lock(snapshot_mutex_);
  return snapshot_;
}

schema::Pong Space::State::answer(const schema::Ping& ping) const {
  const crowd::SnapshotPtr snapshot = latest();
  schema::Pong pong;
  pong.sent_ms = ping.sent_ms;
  // A tick that is late has begun all the same: a number tells its time.
  const Duration since = std::max(now() - snapshot->at(), Duration{0});
  pong.tick = snapshot->tick() + static_cast<std::uint32_t>(since / period_);
  pong.tick_fraction = to_seconds(since % period_) / to_seconds(period_);
  pong.city_hour = city_clock_.hour(parts.clock.wall());
  return pong;
}

}  // namespace yc::space
