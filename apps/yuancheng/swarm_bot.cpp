#include "apps/yuancheng/swarm_bot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <utility>

#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/wire_position.h"
#include "schema/look.h"

namespace yc::apps {
namespace {

constexpr double kTalkPerSecond = 0.02;  // of each one on a plaza
constexpr std::uint8_t kGaitStand = 0;
constexpr std::uint8_t kGaitWalk = 1;
constexpr std::uint8_t kGaitRun = 2;

double ms_between(base::MonotonicTime from, base::MonotonicTime to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// As the page of a new visitor draws one.
std::uint64_t any_look(base::Random& random) {
  std::uint64_t look = 0;
  for (const schema::LookPart& part : schema::kLookParts) {
    look |= random.below(static_cast<std::uint64_t>(part.count)) << part.shift;
  }
  return look;
}

bool names(std::string_view message, std::string_view type) {
  return message.find("\"type\":\"" + std::string(type) + "\"") != message.npos;
}

}  // namespace

SwarmBot::SwarmBot(SwarmShared& shared, SwarmPattern pattern, int index)
    : shared_(shared),
      pattern_(pattern),
      index_(index),
      look_(any_look(shared.looks)),
      walker_(pattern, index, shared.random) {}

void SwarmBot::connect(Socket socket, const WsUrl& url) {
  client_ = std::make_unique<WsClient>(std::move(socket), url, shared_.random, *this);
  connected_at_ = shared_.clock.monotonic();
}

// Spread over the whole ground from the start.
void SwarmBot::on_open() {
  schema::Hello hello;
  hello.protocol = schema::kProtocolVersion;
  hello.name = "swarm " + std::to_string(index_ + 1);
  hello.look = look_;
  const auto anywhere = [&] {
    return (shared_.random.unit() * 2.0 - 1.0) * shared_.ground.reach_m;
  };
  const geometry::Vec3 spot = shared_.ground.center + geometry::Vec3{anywhere(), 0.0, anywhere()};
  std::array<char, 128> place;
  std::snprintf(place.data(), place.size(), "%.2f,%.2f,%.2f,0.0", spot.x, spot.y, spot.z);
  hello.place = place.data();
  if (const auto& spaces = shared_.spaces; !spaces.empty()) {
    hello.space = spaces[static_cast<std::size_t>(index_) % spaces.size()];
  }
  send(hello);
}

void SwarmBot::on_text(std::string_view message) {
  // Names of people come often and are of no use here: not parsed.
  if (names(message, "people")) return;
  if (names(message, "heard")) {
    ++shared_.totals.heard;
    return;
  }
  const auto json = base::parse_json(message);
  if (!json) return client_->close("a message that is no JSON");
  if (names(message, "welcome")) {
    const auto welcome = schema::Welcome::parse(*json);
    if (!welcome) return client_->close("a welcome against the schema");
    on_welcome(*welcome);
  } else if (names(message, "pong")) {
    const auto pong = schema::Pong::parse(*json);
    if (!pong) return client_->close("a pong against the schema");
    shared_.time.add(asked_at_, shared_.clock.monotonic(),
                     static_cast<double>(pong->tick) + pong->tick_fraction);
  } else if (names(message, "refused") && !present_) {
    refused_ = true;
    ++shared_.totals.refused[(*json)["reason"].get<std::string>()];
  }
}

void SwarmBot::on_welcome(const schema::Welcome& welcome) {
  present_ = true;
  ++shared_.totals.joined;
  welcomed_at_ = stepped_at_ = told_at_ = shared_.clock.monotonic();
  shared_.totals.join_ms.push_back(static_cast<float>(ms_between(connected_at_, welcomed_at_)));
  walker_.put({welcome.x, welcome.y, welcome.z});
  crowd::set_position(told_, crowd::to_wire(walker_.feet()));
  history_.add(told_, welcomed_at_);
  handle_ = static_cast<std::uint16_t>(welcome.you.handle);
  shared_.time.reset(static_cast<int>(welcome.tick_hz));
  if (watches_) view_ = std::make_unique<SwarmView>(shared_.time.tick_hz());
  ask_time();
}

void SwarmBot::ask_time() {
  asked_at_ = shared_.clock.monotonic();
  send(schema::Ping{0.0});
}

void SwarmBot::on_binary(std::span<const std::byte> message) {
  if (const auto frame = schema::CrowdFrame::decode(message)) return on_crowd(message, *frame);
  if (const auto frame = schema::CrowdCellsFrame::decode(message)) {
    return on_cells(message, *frame);
  }
  if (const auto correction = schema::CorrectionFrame::decode(message)) {
    ++shared_.totals.corrections[std::to_string(correction->cause)];
    walker_.put(crowd::from_wire(crowd::position_of(*correction)));
    tell_motion();
    return;
  }
  if (const auto voices = schema::VoicesFrame::decode(message)) {
    if (shared_.measuring) count_.hear(voices->count, message.size());
    return;
  }
  if (schema::HandsFrame::decode(message) || schema::LooksFrame::decode(message)) return;
  client_->close("a frame against the schema");
}

void SwarmBot::on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame) {
  if (shared_.measuring) count_.take(frame.tick, frame.count);
  told_at_ = shared_.clock.monotonic();
  if (view_) view_->take(bytes, frame, now_tick(frame.tick));
}

// Until the first pong, that of the frame.
double SwarmBot::now_tick(std::uint32_t frame_tick) const {
  if (!shared_.time.known()) return frame_tick;
  return shared_.time.tick_at(shared_.clock.monotonic());
}

void SwarmBot::on_cells(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame) {
  if (shared_.measuring) count_.cell_records += frame.count;
  if (view_) view_->take(bytes, frame, now_tick(frame.tick));
}

geometry::Vec3 SwarmBot::feet(base::MonotonicTime now) const {
  geometry::Vec3 feet = walker_.feet();
  const double since_s = ms_between(stepped_at_, now) / 1000.0;
  feet.x += walker_.velocity_x() * since_s;
  feet.z += walker_.velocity_z() * since_s;
  return feet;
}

void SwarmBot::on_closed(std::string_view why) {
  if (shared_.measuring && present_) ++shared_.totals.closed[std::string(why)];
  if (!present_ && !refused_) ++shared_.totals.refused[std::string(why)];
  present_ = false;
}

void SwarmBot::act(double seconds, base::MonotonicTime due) {
  if (!present_) return;
  if (voice_) {
    voice_->speak(seconds,
                  [this](std::span<const std::byte> frame) { client_->send_binary(frame); });
  }
  walker_.advance(shared_.ground, seconds);
  clock_s_ = std::chrono::duration<double>(due.since_start).count();
  stepped_at_ = shared_.clock.monotonic();
  if (must_tell()) tell_motion();
  if (pattern_ == SwarmPattern::plaza && shared_.random.chance(kTalkPerSecond * seconds)) {
    say_or_wave();
  }
}

// The rule of docs/protocol.md, "Motions".
bool SwarmBot::must_tell() const {
  const bool told_moving = told_.velocity_x != 0 || told_.velocity_z != 0;
  if (told_moving != walker_.moving()) return true;
  if (!told_moving) return false;
  const double since_s = clock_s_ - told_s_;
  if (since_s >= schema::kCrowdRenewS) return true;
  const geometry::Vec3 off = crowd::from_wire(crowd::position_of(told_)) - walker_.feet();
  const double x = off.x + crowd::velocity_from_wire(told_.velocity_x) * since_s;
  const double z = off.z + crowd::velocity_from_wire(told_.velocity_z) * since_s;
  return std::hypot(x, z) > schema::kCrowdToleranceM ||
         std::abs(off.y) > schema::kCrowdToleranceHeightM ||
         std::abs(std::remainder(walker_.yaw() - told_yaw_, 2 * std::numbers::pi)) >
             schema::kCrowdToleranceTurn;
}

void SwarmBot::tell_motion() {
  if (!crowd::fits_wire(walker_.feet())) return;
  schema::PoseFrame pose;
  pose.sequence = ++sequence_;
  pose.time_ms = static_cast<std::uint32_t>(clock_s_ * 1000.0);
  const crowd::WirePosition position = crowd::to_wire(walker_.feet());
  crowd::set_position(pose, position);
  pose.yaw = crowd::yaw_to_u16(walker_.yaw());
  pose.gait = !walker_.moving() ? kGaitStand : walker_.runs() ? kGaitRun : kGaitWalk;
  pose.velocity_x = crowd::velocity_to_wire(walker_.velocity_x());
  pose.velocity_z = crowd::velocity_to_wire(walker_.velocity_z());
  std::array<std::byte, schema::PoseFrame::kHeaderSize> bytes;
  pose.write(bytes.data());
  crowd::set_position(told_, position);
  told_.velocity_x = pose.velocity_x;
  told_.velocity_z = pose.velocity_z;
  told_s_ = clock_s_;
  told_yaw_ = walker_.yaw();
  history_.add(told_, shared_.clock.monotonic());
  client_->send_binary(bytes);
}

void SwarmBot::say_or_wave() {
  if (shared_.random.chance(0.5)) {
    send(schema::Emote{schema::EmoteEmote::wave});
  } else {
    send(schema::Say{sequence_ + 1u, schema::SayScope::near, 0, "hello from the swarm"});
  }
}

void SwarmBot::begin_measuring() {
  count_ = {};
  count_.bytes_in_before = client_->bytes_in();
  count_.bytes_out_before = client_->bytes_out();
}

ViewerBytes SwarmBot::received() const {
  return {count_, client_->bytes_in(), client_->bytes_out()};
}

}  // namespace yc::apps
