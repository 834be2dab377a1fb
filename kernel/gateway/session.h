#pragma once
// One person's WebSocket in the city, on its shard:
//
//   greeting --hello--> entering --entered by the space--> present --leave, close--> gone
//                                                          |     ^
//                                                          travel, and entered by another space
//
// Who travels stays in the one space until the other has let them in. From then on what comes is
// dropped until the client says `arrived`: it was meant for people and things of the space before.
//
// Messages are rows of one table (session.cpp). The space is told by its inbox and answers through
// space::Outlet; crowd frames are made here, late, from the newest snapshot.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/crowd/interest.h"
#include "kernel/gateway/ended_sessions.h"
#include "kernel/gateway/frame_hub.h"
#include "kernel/gateway/gateway_metrics.h"
#include "kernel/gateway/limits.h"
#include "kernel/gateway/presence.h"
#include "kernel/gateway/together.h"
#include "kernel/gateway/ws_protocol.h"
#include "kernel/media/hearing.h"
#include "kernel/media/mixer.h"
#include "kernel/space/door.h"
#include "kernel/space/rate_limit.h"

namespace yc::gateway {

// What all sessions share; must outlive them.
struct SessionServices {
  space::Spaces& spaces;
  space::Door& door;
  rights::Rights& rights;
  Presence& presence;
  const base::Clock& clock;
  GatewayMetrics& metrics;
  NewGuests& new_guests;
  base::Duration greeting_time;
  crowd::InterestSettings interest;
  media::Mixer* mixer = nullptr;  // null: nobody speaks aloud here
  media::HearingSettings hearing{};
  const EndedSessions* ended = nullptr;  // null: none ends (tests)
  Together* together = nullptr;          // null: nobody is told of others (tests)
};

// A way in from outside, and what it asks rights for.
struct AskedDoor {
  std::string_view name;
  std::span<const rights::Act> acts;
};

class Session final : public WsEndpoint,
                      public space::Outlet,
                      public PersonLine,
                      public std::enable_shared_from_this<Session> {
 public:
  Session(SessionServices& services, FrameHub& hub, base::Executor& shard,
          space::Door::Caller caller);

  static std::vector<AskedDoor> doors();  // messages and binary frames

  void opened(WsChannel& channel) override;
  void on_text(std::string_view message) override;
  void on_binary(std::span<const std::byte> message) override;
  void on_sweep(base::MonotonicTime now) override;
  void closed() override;

  void entered(const space::Entered& entered) override;
  void text(space::SharedText message) override;
  void frame(std::vector<std::byte> bytes) override;
  void close(const schema::Refused& why) override;
  void queued(const schema::Queued& told, std::shared_ptr<space::Space> space) override;
  void turned_away(const schema::Refused& why) override;
  void leads(base::SpaceId space, const std::string& place) override;

  void notify(space::SharedText message) override;                            // session_company.cpp
  void bring(const std::string& space, const std::string& place) override;    // session_company.cpp
  void come_beside(std::uint16_t handle) override;                            // session_company.cpp
  void note_friend(base::SpaceId, std::uint16_t handle, bool here) override;  // session_company.cpp

  // While present: tells what is new in this snapshot (null: not its turn) and in these rounds of
  // voices, in one write. May end the session.
  void tell(const crowd::Snapshot* snapshot, const crowd::Detail& detail,
            std::span<const media::VoiceRoundPtr> rounds, FrameDesk& desk);
  std::uint16_t handle() const { return handle_; }

 private:
  enum class State { greeting, entering, present, gone };
  struct MessageRow {
    std::string_view name;
    State state;
    std::span<const rights::Act> acts;  // asked here or in the space, empty: nothing
    void (Session::*handle)(const base::Json& message);
  };
  static const MessageRow kMessages[];

  void hello(const base::Json& message);
  void ping(const base::Json& message);
  void find_people(const base::Json& message);
  void leave(const base::Json& message);
  void travel(const base::Json& message);       // session_travel.cpp
  void arrived(const base::Json& message);      // session_travel.cpp
  void stay(const base::Json& message);         // session_travel.cpp
  void ask_company(const base::Json& message);  // session_company.cpp
  void travel_to(std::string_view key, const std::string& place);
  void drop_unarrived(const base::Json& message);
  void leave_line();
  bool end_travel();
  void leave_space();
  rights::Where here() const { return {space_->premises().id, {}}; }
  Presence::Stay stay_here() const { return {space_->premises().id, id_}; }
  template <typename Message>
  void forward(const base::Json& message);
  template <typename Frame>
  void forward_frame(std::span<const std::byte> bytes);
  void see(const crowd::Snapshot& snapshot, const crowd::Detail& detail, FrameDesk& desk);
  void hear(const media::VoiceRound& round, FrameDesk& desk);  // session_voice.cpp
  void speak(std::span<const std::byte> bytes);                // session_voice.cpp
  void refuse_voice(schema::Refused why);
  void submit(space::Command command, std::int64_t nonce);
  void refuse(const schema::Refused& why);
  void refuse_field(const base::Error& error, const base::Json& message);
  void break_off(schema::Reason reason, const base::Error& error);
  void depart();
  bool has_ended();

  SessionServices& services_;
  FrameHub& hub_;
  base::Executor& shard_;
  space::Door::Caller caller_;
  WsChannel* channel_ = nullptr;
  State state_ = State::greeting;
  base::MonotonicTime opened_at_;
  std::shared_ptr<space::Space> space_;    // while present
  std::shared_ptr<space::Space> line_of_;  // the full space in whose line this person is
  bool travelling_ = false;                // another space has been asked
  std::optional<std::pair<std::string, std::string>> next_travel_;  // space, place: after that
  bool arrived_ = true;  // in space_, as far as the client knows
  space::RateLimit travels_{0.5, 5.0};
  space::RateLimit companies_{0.2, 6.0};
  space::ParticipantId id_;
  rights::Actor actor_;
  std::uint64_t seen_ended_ = 0;  // version of services_.ended when we looked
  std::uint16_t handle_ = 0;
  std::unique_ptr<crowd::Interest> interest_;
  std::vector<std::uint16_t> friends_here_;  // in space_, as many as are told first
  space::RateLimit questions_{2.0, 8.0};
  std::unique_ptr<media::Hearing> hearing_;
  media::Mixer::RoomPtr voice_room_;  // from the first word on
  // A microphone makes 25 packets a second; those of two seconds may come at once.
  space::RateLimit voice_packets_{30.0, 50.0};
  space::RateLimit voice_refusals_{0.5, 1.0};  // said, not counted: 25 a second help nobody
  // While the space has a knock of ours to answer, so that the answer finds somebody who can say
  // that nobody is there any more.
  std::shared_ptr<Session> awaiting_answer_;
};

}  // namespace yc::gateway
