#pragma once
// What a space holds, used on the tick executor unless a name says otherwise. One file a concern:
// space.cpp (the tick), arrivals.cpp, line.cpp, movement.cpp, conversation.cpp, order.cpp,
// lantern_round.cpp, portals.cpp.

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kernel/space/inbox.h"
#include "kernel/space/lanterns.h"
#include "kernel/space/participant.h"
#include "kernel/space/refusal.h"
#include "kernel/space/space.h"
#include "kernel/space/spot.h"

namespace yc::space {

class Space::State : public std::enable_shared_from_this<Space::State> {
 public:
  State(Premises premises, SpaceSettings settings, SpaceParts parts);

  // --- space.cpp
  base::Status load();
  void start(base::Duration phase);
  void stop(base::Task stopped);
  void tick();

  // --- arrivals.cpp
  void arrive(EnterRequest request);
  void admit(EnterRequest request);
  void depart(ParticipantId id);
  void send_away(Participant& participant, schema::Refused why);  // and forgets the participant

  // --- line.cpp
  void give_up(const OutletRef& outlet);

  // --- portals.cpp
  bool is_empty() const;
  void let_go(base::PrincipalId person, const OutletRef& outlet);
  std::vector<EnterRequest> release_all(const schema::Refused& why);
  std::vector<EnterRequest> release_unwelcome();
  void set_portals(std::vector<store::Portal> portals);

  // --- order.cpp
  void bind_sanction(const store::SanctionPlaced& sanction);
  void tell_time_ends(base::PrincipalId person, int minutes);
  void close_to(base::PrincipalId person, schema::Refused why);

  // --- conversation.cpp
  // Where the person is here and it is not so already.
  void bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked);

  void set_title(std::string title) { title_ = std::move(title); }
  void set_capacity(std::size_t max_people) { max_people_ = max_people; }
  void set_slow_mode(base::Duration between_lines) { slow_mode_ = between_lines; }

  // --- any thread
  crowd::SnapshotPtr latest() const;
  schema::Pong answer(const schema::Ping& ping) const;

  const Premises premises;
  const SpaceSettings settings;
  const SpaceParts parts;
  Inbox inbox;
  // A shard that is behind is told of the newest snapshot only.
  struct Watch {
    Watch(base::Executor& on, Watcher tell) : shard(on), watcher(std::move(tell)) {}
    base::Executor& shard;
    Watcher watcher;
    std::mutex mutex;
    crowd::SnapshotPtr waiting;  // for its turn on the shard; null = told
  };
  std::vector<std::unique_ptr<Watch>> watches;

 private:
  struct Counters {
    explicit Counters(base::Metrics& metrics);
    base::Gauge& people;
    base::Histogram& tick_seconds;
    base::Histogram& tick_gap_seconds;
    base::Counter& late_ticks;
    base::Counter& corrections;
    base::Counter& expelled;
    base::Counter& rate_limited;
    base::Counter& said;
  };

  // --- space.cpp: the steps of the tick
  void take_commands();
  void end_emotes();
  void follow_lanterns();
  void publish_snapshot();
  void schedule_next_tick();
  void show(Watch& watch, const crowd::SnapshotPtr& snapshot);
  crowd::SnapshotEntry sample(Participant& participant);

  // --- arrivals.cpp
  schema::Refused why_not(const EnterRequest& request);
  void welcome(Participant& participant, const std::string& token, bool travelled);
  void publish_card(const Participant& participant);
  void find_hidden_again(const crowd::HiddenPtr& apart);
  void find_hidden(Participant& participant);
  geometry::Vec3 free_spot_near(geometry::Vec3 position);
  Spot find_stand(const EnterRequest& request);
  std::optional<geometry::Vec3> room_at(geometry::Vec3 spot) const;

  // --- line.cpp
  bool is_full() const;
  void wait_in_line(EnterRequest request);
  void serve_line();
  void tell_place(const EnterRequest& request, std::size_t index);

  // --- portals.cpp
  std::vector<schema::Portal> portals_told() const;
  template <typename Leaves>
  std::vector<EnterRequest> release_if(const schema::Refused& why, Leaves leaves);

  // --- movement.cpp
  void follow_motion(Participant& participant);
  bool goes_on(const Participant& participant, const schema::CrowdRecord& next) const;

  // --- one for each command
  void handle(Participant& participant, const schema::PoseFrame& pose);  // movement.cpp
  void handle(Participant& participant, const schema::HandsPoseFrame& pose);
  void handle(Participant& participant, const schema::Emote& emote);
  void handle(Participant& participant, const schema::Teleport& teleport);
  void handle(Participant& participant, const schema::Say& say);  // conversation.cpp
  void handle(Participant& participant, const schema::Caption& caption);
  void handle(Participant& participant, const schema::ChangeLook& change);
  void handle(Participant& participant, const schema::Report& report);
  void handle(Participant& participant, const schema::Block& block);
  void handle(Participant& participant, const schema::Moderate& moderate);   // order.cpp
  void handle(Participant& participant, const schema::LightLantern& light);  // lantern_round.cpp
  void handle(Participant& participant, const schema::Travel& travel);       // portals.cpp

  // --- conversation.cpp
  struct Utterance {
    schema::Heard heard;
    store::ChatScope scope = store::ChatScope::near;
    geometry::Vec3 from;
    base::PrincipalId speaker;
    base::PrincipalId to;
  };
  void deliver_utterance(const Utterance& utterance);
  bool hears(const Participant& hearer, const Participant* speaker, const Utterance& utterance);
  bool may_speak_already(Participant& participant, std::int64_t nonce);

  // --- order.cpp
  void tell_measures(const Participant& participant);
  void tell_recorded(const Participant& participant, const rights::Untold& measure);
  void note_told(const Participant& participant, base::CaseId sanction);
  void unmute(Participant& moderator, const schema::Moderate& moderate, const rights::Where& where);

  // --- saying things to people
  base::MonotonicTime now() const { return parts.clock.monotonic(); }
  rights::Where here() const { return {premises.id, {}}; }
  rights::Where here(const rights::Actor& target) const { return {premises.id, target.person}; }
  // True when rights and the limit allow it; else the participant has been told.
  bool may(Participant& participant, rights::Act act, RateLimit& limit, std::int64_t nonce = 0,
           const rights::Where* where = nullptr);
  void refuse(const Participant& participant, schema::Refused why, std::int64_t nonce);
  void refuse(ParticipantId id, schema::Refused why, std::int64_t nonce);
  template <typename Message>
  void tell(const Participant& participant, const Message& message) {
    tell_text(participant, text_of(message));
  }
  template <typename Message>
  void tell_everyone(const Message& message) {
    tell_those(text_of(message), [](const Participant&) { return true; });
  }
  // One task for each shard, however many hear it.
  template <typename Hears>
  void tell_those(const SharedText& text, Hears&& hears) {
    std::vector<std::pair<base::Executor*, Outlets>> shards;
    participants_.each([&](const Participant& p) {
      if (!hears(p)) return;
      auto at = std::ranges::find(shards, p.outlet.shard, &decltype(shards)::value_type::first);
      if (at == shards.end()) at = shards.insert(at, {p.outlet.shard, {}});
      at->second.push_back(p.outlet.outlet);
    });
    for (auto& [shard, outlets] : shards) tell_outlets(*shard, std::move(outlets), text);
  }
  template <typename Message>
  static SharedText text_of(const Message& message) {
    return std::make_shared<const std::string>(base::dump_json(message.to_json()));
  }
  static void tell_text(const Participant& participant, SharedText text);
  using Outlets = std::vector<std::weak_ptr<Outlet>>;
  static void tell_outlets(base::Executor& shard, Outlets outlets, SharedText text);
  // Appends one event; `done` runs on the tick executor with the outcome, unless the space is gone.
  template <typename Done>
  void append(store::NewEvent event, Done done) {
    store::Batch batch;
    batch.events.push_back(std::move(event));
    parts.store.append(std::move(batch), parts.tick_executor,
                       [self = shared_from_this(), done = std::move(done)](
                           base::Result<store::Appended> outcome) mutable { done(outcome); });
  }

  Counters counters_;
  CityClock city_clock_;
  Participants participants_;
  crowd::Roster roster_;
  std::shared_ptr<const crowd::Roster> published_roster_;
  crowd::SnapshotBuilder snapshot_builder_;
  Lanterns lanterns_;
  std::vector<store::Portal> portals_;
  std::string title_;
  std::size_t max_people_;
  base::Duration slow_mode_{0};    // between two lines of one person
  std::deque<EnterRequest> line_;  // while it is full
  bool line_moved_ = false;        // and not everybody in it has been told
  base::MonotonicTime line_told_;
  std::vector<Inbox::Item> commands_;  // of this tick
  base::MonotonicTime arrived_;        // when the one under way came in
  std::uint32_t tick_ = 0;
  base::Duration period_;
  base::MonotonicTime tick_at_;  // when the tick under way was due
  base::MonotonicTime began_;    // the last tick, really
  base::MonotonicTime next_due_;
  bool running_ = false;

  mutable std::mutex snapshot_mutex_;
  crowd::SnapshotPtr snapshot_;
};

}  // namespace yc::space
