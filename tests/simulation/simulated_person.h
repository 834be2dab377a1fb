#pragma once
// Somebody who visits a simulated city: connects over a link that delays and breaks, walks, talks,
// shows their hands, lights lanterns, blocks people, sometimes lies about where they are, and tells
// the witness what was promised. One of them manages the city: mutes, kicks and bans.

#include <map>
#include <memory>
#include <set>
#include <string>

#include "kernel/base/byte_stream.h"
#include "kernel/gateway/websocket.h"
#include "kernel/geometry/walk.h"
#include "schema/frames.h"
#include "tests/simulation/witness.h"

namespace yc::simulation {

class SimulatedPerson final : private base::ByteStream::Handler, private gateway::WsSink {
 public:
  enum class Part { honest, liar, moderator };
  SimulatedPerson(Witness& witness, int index, Part part);

  bool connected() const { return stream_ != nullptr; }
  void connect(std::unique_ptr<base::ByteStream> stream);
  void act();  // every 50 ms

 private:
  void on_bytes(std::span<const std::byte> bytes) override;
  void on_writable() override { flush(); }
  void on_closed() override { gone_ = true; }
  void on_message(bool is_text, std::span<const std::byte> message) override;
  void on_ping(std::span<const std::byte> payload) override;
  void on_pong(std::span<const std::byte>) override {}
  void on_close(std::uint16_t, std::string_view) override { gone_ = true; }

  void on_text(const base::Json& message);
  void on_welcome(const base::Json& message);
  void on_said(std::int64_t nonce);
  void on_refused(const base::Json& message);
  void on_lantern(const base::Json& lantern);
  void on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame);
  void on_cells(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame);
  void on_hands(std::span<const std::byte> bytes, const schema::HandsFrame& frame);
  void meet(std::int64_t handle, const std::string& how);
  void walk();
  void tell_pose();
  void speak();
  void light_lantern();
  void show_hands();
  void block_somebody();
  void moderate_somebody();
  bool wears_headset() const { return index_ % 3 == 0; }
  void send(gateway::WsOpcode opcode, std::span<const std::byte> payload);
  template <typename Message>
  void send(const Message& message) {
    const std::string text = base::dump_json(message.to_json());
    send(gateway::WsOpcode::text, std::as_bytes(std::span(text)));
  }
  void flush();

  Witness& witness_;
  int index_;
  Part part_;
  std::unique_ptr<base::ByteStream> stream_;
  std::unique_ptr<gateway::WsParser> parser_;
  std::string handshake_;
  std::vector<std::byte> unsent_;
  bool upgraded_ = false;
  bool present_ = false;
  bool gone_ = false;
  base::MonotonicTime connected_at_;
  base::MonotonicTime welcomed_at_;
  std::string token_;
  geometry::WalkState state_;
  geometry::Vec3 goal_;
  std::uint16_t sequence_ = 0;
  std::uint32_t time_ms_ = 0;
  std::uint32_t last_tick_ = 0;
  std::int64_t nonce_ = 0;
  struct Said {
    std::string text;
    base::MonotonicTime at;
  };
  struct Order {
    schema::ModerateAct act = schema::ModerateAct::mute;
    std::string token;
  };
  std::map<std::int64_t, Said> said_;  // waiting for an answer
  std::map<std::int64_t, Order> orders_;
  // A block that is done is not answered, but a later text is: by then it is durable.
  std::string blocking_;                      // token; empty = nobody
  std::int64_t blocking_nonce_ = 0;           // of the text before
  std::set<std::string> blocked_;             // tokens
  std::set<std::string> shining_;             // lanterns, as this person knows
  std::map<std::string, std::uint64_t> lit_;  // as often as this person saw it
  std::uint64_t darkened_ = 0;
};

}  // namespace yc::simulation
