#include "kernel/media/mixer.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace yc::media {
namespace {

constexpr base::Duration kRound = std::chrono::milliseconds(kRoundMs);

struct Counters {
  explicit Counters(base::Metrics& metrics)
      : packets(metrics.counter("yc_media_packets_total", "Voice packets taken")),
        dropped(metrics.counter("yc_media_packets_dropped_total",
                                "Voice packets left out: too many at once, or nobody's")),
        speakers(metrics.gauge("yc_media_speakers", "People heard in the last round")),
        beds(metrics.gauge("yc_media_beds", "Murmurs mixed in the last round")),
        shed(metrics.counter("yc_media_bed_shed_total",
                             "Cells without a murmur and voices left out of one, to save work")),
        late_rounds(metrics.counter("yc_media_late_rounds_total",
                                    "Rounds left out because the machine was behind")),
        round_seconds(metrics.histogram("yc_media_round_seconds", "Time that one round took",
                                        {0.001, 0.002, 0.005, 0.01, 0.02, 0.04})) {}
  base::Counter& packets;
  base::Counter& dropped;
  base::Gauge& speakers;
  base::Gauge& beds;
  base::Counter& shed;
  base::Counter& late_rounds;
  base::Histogram& round_seconds;
};

}  // namespace

class Mixer::Room {
 public:
  Room(const MixerSettings& settings, RoomParts given)
      : inbox(settings.packets_per_round),
        parts(std::move(given)),
        builder(settings.rounds, parts.stages),
        beds(settings.beds) {}

  VoiceInbox inbox;
  const RoomParts parts;
  // On the mixer's executor:
  RoundBuilder builder;
  Beds beds;
  PacketBatch batch;
};

class Mixer::State : public std::enable_shared_from_this<State> {
 public:
  State(const MixerSettings& given_settings, MixerParts given)
      : settings(given_settings), parts(given), counters(parts.metrics) {}

  void start() {
    next_due_ = parts.clock.monotonic();
    schedule();
  }

  RoomPtr enter(RoomParts room_parts) {
    const std::lock_guard lock(rooms_mutex_);
    std::erase_if(rooms_, [](const auto& room) { return room.second.expired(); });
    std::weak_ptr<Room>& known = rooms_[room_parts.space];
    if (RoomPtr room = known.lock()) return room;
    RoomPtr made = std::make_shared<Room>(settings, std::move(room_parts));
    known = made;
    return made;
  }

  const MixerSettings settings;
  const MixerParts parts;
  Counters counters;
  std::vector<std::pair<base::Executor*, Watcher>> watchers;

 private:
  void make_rounds() {
    const base::MonotonicTime began = parts.clock.monotonic();
    ++number_;
    for (const RoomPtr& room : held_rooms()) {
      room->inbox.take(room->batch);
      if (!room->batch.packets.empty()) publish(*room);
    }
    counters.speakers.set(static_cast<double>(speakers_));
    counters.beds.set(static_cast<double>(bed_count_));
    if (speakers_ > 0) {
      const base::Duration took = parts.clock.monotonic() - began;
      counters.round_seconds.observe(std::chrono::duration<double>(took).count());
    }
    speakers_ = 0;
    bed_count_ = 0;
    schedule();
  }

  std::vector<RoomPtr> held_rooms() {
    std::vector<RoomPtr> held;
    const std::lock_guard lock(rooms_mutex_);
    held.reserve(rooms_.size());
    for (const auto& [space, room] : rooms_) {
      if (RoomPtr alive = room.lock()) held.push_back(std::move(alive));
    }
    return held;
  }

  void publish(Room& room) {
    auto round = room.builder.build(number_, room.batch, room.parts.latest());
    round->space = room.parts.space;
    room.beds.mix(*round);
    counters.packets.add(static_cast<double>(room.batch.packets.size()));
    counters.dropped.add(static_cast<double>(room.builder.dropped()));
    counters.shed.add(static_cast<double>(room.beds.shed()));
    speakers_ += round->speakers.size();
    bed_count_ += round->beds.size();
    const VoiceRoundPtr made = std::move(round);
    for (const auto& [shard, watcher] : watchers) {
      shard->post([self = shared_from_this(), &watcher, made] { watcher(made); });
    }
  }

  void schedule() {
    next_due_ = next_due_ + kRound;
    const base::MonotonicTime at = parts.clock.monotonic();
    if (at - next_due_ > kRound) {  // far behind: leave rounds out, as the tick does
      counters.late_rounds.add(static_cast<double>((at - next_due_) / kRound));
      next_due_ = at;
    }
    parts.executor.post_after(std::max(next_due_ - at, base::Duration{0}),
                              [weak = weak_from_this()] {
                                if (const auto self = weak.lock()) self->make_rounds();
                              });
  }

  std::mutex rooms_mutex_;
  std::unordered_map<base::SpaceId, std::weak_ptr<Room>> rooms_;
  std::uint32_t number_ = 0;
  std::size_t speakers_ = 0;
  std::size_t bed_count_ = 0;
  base::MonotonicTime next_due_;
};

Mixer::Mixer(MixerSettings settings, MixerParts parts)
    : state_(std::make_shared<State>(settings, parts)) {}

Mixer::~Mixer() = default;

Mixer::RoomPtr Mixer::enter(RoomParts parts) {
  return state_->enter(std::move(parts));
}

base::Status Mixer::submit(Room& room, std::uint16_t speaker, const schema::VoiceFrame& frame,
                           std::span<const std::byte> packet) {
  if (!is_voice_packet(packet)) {
    return base::fail(base::ErrorCode::bad_input, "a voice frame holds no Opus packet of 40 ms",
                      "see docs/protocol.md");
  }
  if (!room.inbox.push(speaker, frame, packet)) state_->counters.dropped.add();
  return {};
}

void Mixer::watch(base::Executor& shard, Watcher watcher) {
  state_->watchers.emplace_back(&shard, std::move(watcher));
}

void Mixer::start() {
  state_->parts.executor.post([state = state_] { state->start(); });
}

}  // namespace yc::media
