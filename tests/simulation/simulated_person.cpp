#include "tests/simulation/simulated_person.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kernel/crowd/cell_reader.h"
#include "kernel/crowd/wire_position.h"
#include "schema/messages.h"

namespace yc::simulation {
namespace {

using geometry::Vec3;

constexpr double kStepS = 0.05;
constexpr double kReachM = 70.0;
constexpr double kSpeakChance = 0.02;
constexpr double kLanternChance = 0.05;
constexpr double kLieChance = 0.01;
constexpr double kHandsChance = 0.5;
constexpr double kBlockChance = 0.002;
constexpr double kModerateChance = 0.02;
constexpr double kToLantern = 0.5;           // of the ways that people choose
constexpr double kIntoHouse = 0.5;           // of those that liars choose
constexpr std::int16_t kHeadOfFirst = 1000;  // height of the head, by which a witness knows whose
constexpr std::uint64_t kBansMost = 2;
// Between a decision and its last trace on a line that delays.
constexpr base::Duration kSlack = std::chrono::seconds(2);
constexpr std::size_t kLongestMessage = 1 << 20;

}  // namespace

SimulatedPerson::SimulatedPerson(Witness& witness, int index, Part part)
    : witness_(witness), index_(index), part_(part) {}

void SimulatedPerson::connect(std::unique_ptr<base::ByteStream> stream) {
  stream_ = std::move(stream);
  parser_ = std::make_unique<gateway::WsParser>(gateway::WsSide::client, kLongestMessage);
  handshake_.clear();
  unsent_.clear();
  said_.clear();
  orders_.clear();
  blocking_.clear();
  connected_at_ = witness_.clock.monotonic();
  upgraded_ = present_ = gone_ = false;
  last_tick_ = 0;
  stream_->start(*this);
  const std::string request =
      "GET /ws HTTP/1.1\r\nHost: city\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
      std::string(part_ == Part::moderator ? "Manages: yes\r\n\r\n" : "\r\n");
  const auto bytes = std::as_bytes(std::span(request));
  unsent_.assign(bytes.begin(), bytes.end());
  flush();
}

void SimulatedPerson::act() {
  if (gone_) stream_ = nullptr;
  if (stream_ == nullptr || !present_) return;
  walk();
  tell_pose();
  if (witness_.random.chance(kSpeakChance)) speak();
  if (witness_.random.chance(kLanternChance)) light_lantern();
  if (wears_headset() && witness_.random.chance(kHandsChance)) show_hands();
  if (witness_.random.chance(kBlockChance)) block_somebody();
  if (part_ == Part::moderator && witness_.random.chance(kModerateChance)) moderate_somebody();
}

void SimulatedPerson::walk() {
  const double dx = goal_.x - state_.feet.x;
  const double dz = goal_.z - state_.feet.z;
  const double left = std::hypot(dx, dz);
  base::Random& random = witness_.random;
  if (left < 1.0 || random.chance(0.02)) {
    goal_ = {(random.unit() * 2 - 1) * kReachM, 0, (random.unit() * 2 - 1) * kReachM};
    const auto& lanterns = witness_.premises.manifest.lanterns;
    if (random.chance(kToLantern)) goal_ = lanterns[random.below(lanterns.size())].position;
    if (part_ == Part::liar && random.chance(kIntoHouse)) goal_ = kHouse.center();
    return;
  }
  const double speed = 5.0;
  const bool lies = part_ == Part::liar;
  if (lies && random.chance(kLieChance)) {
    state_.feet = goal_;  // at once, through whatever is between
  } else if (lies) {      // straight through walls
    state_.feet += Vec3{dx / left * speed * kStepS, 0.0, dz / left * speed * kStepS};
  } else {
    state_ = geometry::step(*witness_.premises.ground, state_,
                            {dx / left * speed, dz / left * speed, random.chance(0.02)}, kStepS);
  }
}

void SimulatedPerson::tell_pose() {
  time_ms_ += 50;
  if (!crowd::fits_wire(state_.feet)) return;
  schema::PoseFrame pose;
  pose.sequence = ++sequence_;
  pose.time_ms = time_ms_;
  pose.gait = 1;
  crowd::set_position(pose, crowd::to_wire(state_.feet));
  std::array<std::byte, schema::PoseFrame::kHeaderSize> bytes;
  pose.write(bytes.data());
  send(gateway::WsOpcode::binary, bytes);
}

void SimulatedPerson::speak() {
  schema::Say say;
  say.nonce = ++nonce_;
  say.scope = witness_.random.chance(0.5) ? schema::SayScope::near : schema::SayScope::space;
  say.text = "person " + std::to_string(index_) + " says " + std::to_string(nonce_);
  said_[nonce_] = {say.text, witness_.clock.monotonic()};
  send(say);
}

void SimulatedPerson::show_hands() {
  schema::HandsPoseFrame pose;
  pose.head_y = static_cast<std::int16_t>(kHeadOfFirst + index_);
  pose.present = 7;
  std::array<std::byte, schema::HandsPoseFrame::kHeaderSize> bytes;
  pose.write(bytes.data());
  send(gateway::WsOpcode::binary, bytes);
}

void SimulatedPerson::block_somebody() {
  const std::int64_t handle = witness_.some_handle();
  const Witness::Seat* other = witness_.seat(handle);
  if (other == nullptr || other->index == index_ || !blocking_.empty()) return;
  blocking_ = other->token;
  blocking_nonce_ = nonce_;
  if (witness_.sabotage == Sabotage::unsent_blocks) return;
  send(schema::Block{handle, true});
}

void SimulatedPerson::moderate_somebody() {
  const std::int64_t handle = witness_.some_handle();
  const Witness::Seat* other = witness_.seat(handle);
  if (other == nullptr || other->index == index_) return;
  schema::Moderate order;
  order.nonce = ++nonce_;
  order.handle = handle;
  order.act = static_cast<schema::ModerateAct>(witness_.random.below(4));
  if (order.act == schema::ModerateAct::unmute) return;  // would end what is to be checked
  if (order.act == schema::ModerateAct::ban && witness_.bans_ordered++ >= kBansMost) return;
  order.minutes = order.act == schema::ModerateAct::kick ? 0 : 1;
  order.reason = "simulated";
  if (witness_.sabotage == Sabotage::unsent_sanctions) {
    return witness_.sanctioned(order.act, other->token);
  }
  orders_[order.nonce] = {order.act, other->token};
  send(order);
}

void SimulatedPerson::light_lantern() {
  for (const space::LanternSpot& lantern : witness_.premises.manifest.lanterns) {
    if (geometry::distance(lantern.position, state_.feet) > 4.0) continue;
    send(schema::LightLantern{lantern.id});
    return;
  }
}

void SimulatedPerson::send(gateway::WsOpcode opcode, std::span<const std::byte> payload) {
  if (stream_ == nullptr || gone_) return;
  base::Bytes frame;
  gateway::append_frame(frame, opcode, payload, std::array<std::uint8_t, 4>{1, 2, 3, 4});
  unsent_.insert(unsent_.end(), frame.begin(), frame.end());
  flush();
}

void SimulatedPerson::flush() {
  if (stream_ == nullptr || unsent_.empty()) return;
  const std::size_t taken = stream_->write(unsent_);
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(taken));
}

void SimulatedPerson::on_bytes(std::span<const std::byte> bytes) {
  const std::array who{static_cast<std::byte>(index_)};
  witness_.hash.add(who);
  witness_.hash.add(bytes);
  if (!upgraded_) {
    handshake_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto end = handshake_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    upgraded_ = true;
    schema::Hello hello;
    hello.protocol = schema::kProtocolVersion;
    hello.name = "person " + std::to_string(index_);
    hello.token = token_;
    send(hello);
    const std::string rest = handshake_.substr(end + 4);
    parser_->feed(std::as_bytes(std::span(rest)), *this);
    return;
  }
  if (parser_->feed(bytes, *this)) witness_.broke("the server broke RFC 6455");
}

void SimulatedPerson::on_ping(std::span<const std::byte> payload) {
  send(gateway::WsOpcode::pong, payload);
}

void SimulatedPerson::on_message(bool is_text, std::span<const std::byte> message) {
  if (is_text) {
    const auto json =
        base::parse_json({reinterpret_cast<const char*>(message.data()), message.size()});
    if (!json) {
      return witness_.broke("a text message that is no JSON");
    }
    return on_text(*json);
  }
  if (const auto crowd = schema::CrowdFrame::decode(message)) return on_crowd(message, *crowd);
  if (const auto cells = schema::CrowdCellsFrame::decode(message)) {
    return on_cells(message, *cells);
  }
  if (const auto looks = schema::LooksFrame::decode(message)) {
    for (std::size_t i = 0; i < looks->count; ++i) {
      meet(schema::LooksFrame::record(message, i).handle, "seen by their looks");
    }
    return;
  }
  if (const auto hands = schema::HandsFrame::decode(message)) return on_hands(message, *hands);
  if (const auto correction = schema::CorrectionFrame::decode(message)) {
    ++witness_.corrections;
    state_ = {crowd::from_wire(crowd::position_of(*correction)), 0.0, false};
    return;
  }
  witness_.broke("a binary message that is no frame");
}

// This person sees or hears somebody.
void SimulatedPerson::meet(std::int64_t handle, const std::string& how) {
  const Witness::Seat* other = witness_.seat(handle);
  if (other == nullptr) return;  // their own welcome is still on its way
  if (blocked_.contains(other->token)) witness_.broke("somebody blocked was " + how);
  const base::MonotonicTime now = witness_.clock.monotonic();
  if (witness_.bound(schema::ModerateAct::ban, other->token, now, kSlack)) {
    witness_.broke("somebody banned was " + how);
  }
}

void SimulatedPerson::on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame) {
  ++witness_.crowd_frames;
  if (last_tick_ != 0 && frame.tick <= last_tick_) {
    witness_.broke("two frames of one tick, or a tick that goes back");
  }
  last_tick_ = frame.tick;
  const base::MonotonicTime now = witness_.clock.monotonic();
  // A kick sends away whoever is there; one who comes in while it is decided may stay.
  const auto kicked_at = witness_.bound_at(schema::ModerateAct::kick, token_);
  if (kicked_at && welcomed_at_ + kSlack < *kicked_at && now >= *kicked_at + kSlack) {
    witness_.broke("somebody kicked is still there");
  }
  if (witness_.bound(schema::ModerateAct::ban, token_, now, kSlack)) {
    witness_.broke("somebody banned is still there");
  }
  for (std::size_t i = 0; i < frame.count; ++i) {
    meet(schema::CrowdFrame::record(bytes, i).handle, "seen");
  }
}

void SimulatedPerson::on_cells(std::span<const std::byte> bytes,
                               const schema::CrowdCellsFrame& frame) {
  crowd::CellReader reader(bytes, frame);
  for (crowd::CellMotion motion; reader.next(motion);) meet(motion.handle, "seen from afar");
}

void SimulatedPerson::on_hands(std::span<const std::byte> bytes, const schema::HandsFrame& frame) {
  for (std::size_t i = 0; i < frame.count; ++i) {
    const schema::HandsRecord record = schema::HandsFrame::record(bytes, i);
    meet(record.handle, "seen by their hands");
    const Witness::Seat* other = witness_.seat(record.handle);
    if (other == nullptr) continue;
    ++witness_.hands;
    if (record.head_y != kHeadOfFirst + other->index || record.present != 7) {
      witness_.broke("the hands of one person were shown as another's");
    }
  }
}

void SimulatedPerson::on_text(const base::Json& message) {
  const std::string type = message["type"];
  if (type == "welcome") {
    on_welcome(message);
  } else if (type == "said") {
    on_said(message["nonce"]);
  } else if (type == "heard") {
    meet(message["from"], "heard");
  } else if (type == "lantern_lit") {
    on_lantern(message["lantern"]);
  } else if (type == "lanterns_dark") {
    shining_.clear();
    witness_.darkened = std::max(witness_.darkened, ++darkened_);
  } else if (type == "refused") {
    on_refused(message);
  }
}

void SimulatedPerson::on_welcome(const base::Json& message) {
  present_ = true;
  welcomed_at_ = witness_.clock.monotonic();
  ++witness_.welcomes;
  if (token_ != message["token"].get<std::string>())
    blocked_.clear();  // another person, who blocks nobody
  token_ = message["token"];
  witness_.seated(message["you"]["handle"], {index_, token_});
  if (witness_.bound(schema::ModerateAct::ban, token_, connected_at_, {})) {
    witness_.broke("somebody banned was let in");
  }
  shining_.clear();
  for (const base::Json& lantern : message["lanterns"]) {
    if (lantern["lit"]) shining_.insert(lantern["id"].get<std::string>());
  }
  state_ = {{message["x"], message["y"], message["z"]}, 0.0, false};
  goal_ = state_.feet;
}

void SimulatedPerson::on_said(std::int64_t nonce) {
  if (const auto order = orders_.extract(nonce)) {
    return witness_.sanctioned(order.mapped().act, order.mapped().token);
  }
  const auto said = said_.extract(nonce);
  if (!said) return;
  witness_.acknowledged_chat.insert(said.mapped().text);
  if (witness_.bound(schema::ModerateAct::mute, token_, said.mapped().at, kSlack)) {
    witness_.broke("somebody muted has spoken");
  }
  if (blocking_.empty() || nonce <= blocking_nonce_) return;
  if (blocked_.insert(std::exchange(blocking_, {})).second) ++witness_.blocks;
}

void SimulatedPerson::on_lantern(const base::Json& lantern) {
  const std::string id = lantern["id"];
  if (!lantern["lit"]) return witness_.broke("a dark lantern was told as lit");
  if (!shining_.insert(id).second) return;  // told again, because this person tried to light it
  std::uint64_t& most = witness_.lit[id];
  most = std::max(most, ++lit_[id]);
}

void SimulatedPerson::on_refused(const base::Json& message) {
  const std::string reason = message["reason"];
  if (reason == "token_unknown") witness_.broke("a guest who was welcomed is forgotten");
  if (reason == "impossible_pose") ++witness_.expelled;
  if (reason == "no_such_person" && message["nonce"] == 0) blocking_.clear();
}

}  // namespace yc::simulation
