#include "kernel/gateway/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel/crowd/directory.h"
#include "kernel/space/refusal.h"

namespace yc::gateway {
namespace {

constexpr std::int64_t kNewGuestRetryS = 5;

using Acts = std::span<const rights::Act>;
using enum rights::Act;
constexpr std::array kEnter{enter};
constexpr std::array kTravel{enter, visit_space};
constexpr std::array kSay{speak_near, speak_space, speak_direct};
constexpr std::array kSpeakAloud{speak_aloud};
constexpr std::array kEmote{rights::Act::emote};
constexpr std::array kChangeLook{change_look};
constexpr std::array kTeleport{teleport};
constexpr std::array kLightLantern{light_lantern};
constexpr std::array kBlock{block};
constexpr std::array kReport{report};
constexpr std::array kModerate{mute, kick, ban};
constexpr std::array kFindPeople{see_people};
constexpr std::array kAskCompany{follow, summon};
constexpr Acts kNothing{};  // whoever came in may

// Messages that mean the same in every space.
bool is_sent_anywhere(std::string_view type) {
  return type == schema::Arrived::kType || type == schema::Ping::kType ||
         type == schema::Travel::kType || type == schema::Stay::kType ||
         type == schema::Leave::kType;
}

}  // namespace

// name, the state in which a client may send it, what it asks rights for, handler
const Session::MessageRow Session::kMessages[] = {
    {schema::Hello::kType, State::greeting, kEnter, &Session::hello},
    {schema::Say::kType, State::present, kSay, &Session::forward<schema::Say>},
    {schema::Caption::kType, State::present, kSpeakAloud, &Session::forward<schema::Caption>},
    {schema::Emote::kType, State::present, kEmote, &Session::forward<schema::Emote>},
    {schema::ChangeLook::kType, State::present, kChangeLook, &Session::forward<schema::ChangeLook>},
    {schema::Teleport::kType, State::present, kTeleport, &Session::forward<schema::Teleport>},
    {schema::LightLantern::kType, State::present, kLightLantern,
     &Session::forward<schema::LightLantern>},
    {schema::Block::kType, State::present, kBlock, &Session::forward<schema::Block>},
    {schema::Report::kType, State::present, kReport, &Session::forward<schema::Report>},
    {schema::Moderate::kType, State::present, kModerate, &Session::forward<schema::Moderate>},
    {schema::FindPeople::kType, State::present, kFindPeople, &Session::find_people},
    {schema::Travel::kType, State::present, kTravel, &Session::travel},
    {schema::Arrived::kType, State::present, kNothing, &Session::arrived},
    {schema::Stay::kType, State::present, kNothing, &Session::stay},
    {schema::AskCompany::kType, State::present, kAskCompany, &Session::ask_company},
    {schema::Ping::kType, State::present, kNothing, &Session::ping},
    {schema::Leave::kType, State::present, kNothing, &Session::leave},
};

// Of a binary message: what a body does in the city is part of having come in.
struct FrameRow {
  std::string_view name;
  std::uint8_t kind;
  Acts acts;
};
constexpr FrameRow kFrames[] = {
    {"pose", schema::PoseFrame::kKind, kEnter},
    {"hands_pose", schema::HandsPoseFrame::kKind, kEnter},
    {"voice", schema::VoiceFrame::kKind, kSpeakAloud},
};

std::vector<AskedDoor> Session::doors() {
  std::vector<AskedDoor> doors;
  for (const MessageRow& row : kMessages) doors.push_back({row.name, row.acts});
  for (const FrameRow& row : kFrames) doors.push_back({row.name, row.acts});
  return doors;
}

Session::Session(SessionServices& services, FrameHub& hub, base::Executor& shard,
                 space::Door::Caller caller)
    : services_(services),
      hub_(hub),
      shard_(shard),
      caller_(std::move(caller)),
      opened_at_(services.clock.monotonic()) {}

void Session::opened(WsChannel& channel) {
  channel_ = &channel;
}

void Session::on_text(std::string_view message) {
  const auto json = base::parse_json(message);
  if (!json) return break_off(schema::Reason::bad_message, json.error());
  const auto type = json->is_object() ? json->find("type") : json->end();
  const bool has_type = json->is_object() && type != json->end() && type->is_string();
  const std::string name = has_type ? type->get<std::string>() : std::string();
  const auto row = std::ranges::find(kMessages, std::string_view(name), &MessageRow::name);
  const bool early = state_ == State::entering;  // its welcome is on the way
  if (row == std::end(kMessages) || row->state != (early ? State::present : state_)) {
    return break_off(schema::Reason::unknown_message,
                     {base::ErrorCode::bad_input, "no message of this name may be sent now",
                      "see docs/protocol.md"});
  }
  if (early) return;
  if (!arrived_ && !is_sent_anywhere(name)) return drop_unarrived(*json);
  (this->*row->handle)(*json);
}

void Session::on_binary(std::span<const std::byte> message) {
  if (state_ == State::entering) return;
  if (!arrived_ && state_ == State::present) return;
  const std::uint8_t kind = message.empty() ? 0 : static_cast<std::uint8_t>(message.front());
  if (state_ == State::present && kind == schema::PoseFrame::kKind) {
    return forward_frame<schema::PoseFrame>(message);
  }
  if (state_ == State::present && kind == schema::HandsPoseFrame::kKind) {
    return forward_frame<schema::HandsPoseFrame>(message);
  }
  if (state_ == State::present && kind == schema::VoiceFrame::kKind) return speak(message);
  break_off(schema::Reason::unknown_message,
            {base::ErrorCode::bad_input, "no frame of this kind may be sent now",
             "see docs/protocol.md"});
}

void Session::hello(const base::Json& message) {
  const auto hello = schema::Hello::parse(message);
  if (!hello) return break_off(schema::Reason::bad_message, hello.error());
  const bool is_new = hello->token.empty() && !caller_.person;
  if (is_new && !services_.new_guests.take(caller_.address, services_.clock.monotonic())) {
    schema::Refused why = refusal(schema::Reason::rate_limited, "too many new guests at once",
                                  "come back in a moment; see limits.new-guests-per-second");
    why.retry_after_s = kNewGuestRetryS;
    return channel_->refuse(std::move(why));
  }
  state_ = State::entering;
  awaiting_answer_ = shared_from_this();
  services_.door.knock(*hello, caller_, {weak_from_this(), &shard_});
}

void Session::ping(const base::Json& message) {
  const auto ping = schema::Ping::parse(message);
  if (!ping) return refuse_field(ping.error(), message);
  channel_->send_text(base::dump_json(space_->answer(*ping).to_json()));
}

// Answered here from the snapshot that all share: the tick has no part in it.
void Session::find_people(const base::Json& message) {
  const auto question = schema::FindPeople::parse(message);
  if (!question) return refuse_field(question.error(), message);
  if (const auto decision = services_.rights.decide(actor_, rights::Act::see_people, here());
      !decision) {
    return refuse(space::refused_by(decision, services_.clock.wall()));
  }
  const double wait_s =
      space_->settings().limit_rates ? questions_.take(services_.clock.monotonic()) : 0.0;
  if (wait_s > 0.0) {
    schema::Refused why =
        refusal(schema::Reason::rate_limited, "too many in a short time", "wait a moment");
    why.retry_after_s = static_cast<std::int64_t>(std::ceil(wait_s));
    return refuse(std::move(why));
  }
  const crowd::SnapshotPtr latest = hub_.latest(space_->premises().id);
  if (latest == nullptr) return;  // before the first tick nobody is to be found
  const schema::FoundPeople answer = crowd::find_people(*latest, handle_, *question);
  interest_->note_told(*latest, answer.found);
  channel_->send_text(base::dump_json(answer.to_json()));
}

void Session::leave(const base::Json&) {
  depart();
  channel_->close(WsCloseCode::normal, "goodbye");
}

template <typename Message>
void Session::forward(const base::Json& message) {
  auto parsed = Message::parse(message);
  if (!parsed) return refuse_field(parsed.error(), message);
  std::int64_t nonce = 0;
  if constexpr (requires { parsed->nonce; }) nonce = parsed->nonce;
  submit(std::move(*parsed), nonce);
}

template <typename Frame>
void Session::forward_frame(std::span<const std::byte> bytes) {
  auto frame = Frame::decode(bytes);
  if (!frame) return break_off(schema::Reason::bad_message, frame.error());
  submit(std::move(*frame), 0);
}

void Session::submit(space::Command command, std::int64_t nonce) {
  const bool ephemeral = std::holds_alternative<schema::PoseFrame>(command) ||
                         std::holds_alternative<schema::HandsPoseFrame>(command);
  const auto taken = space_->submit(id_, std::move(command));
  if (taken || ephemeral) return;  // unanswered, a pose is told again
  schema::Refused refused =
      refusal(schema::Reason::internal, taken.error().cause, taken.error().remedy);
  refused.nonce = nonce;
  channel_->send_text(base::dump_json(refused.to_json()));
}

// Said once, and the person stays.
void Session::refuse(const schema::Refused& why) {
  services_.metrics.refused(name_of(why.reason));
  channel_->send_text(base::dump_json(why.to_json()));
}

// A field that breaks the schema.
void Session::refuse_field(const base::Error& error, const base::Json& message) {
  schema::Refused why = refusal(schema::Reason::bad_message, error.cause, error.remedy);
  const auto nonce = message.find("nonce");
  if (nonce != message.end() && nonce->is_number_unsigned()) {
    why.nonce = static_cast<std::int64_t>(
        std::min<std::uint64_t>(nonce->get<std::uint64_t>(), 0xffff'ffff));
  }
  refuse(why);
}

void Session::break_off(schema::Reason reason, const base::Error& error) {
  depart();
  channel_->refuse(refusal(reason, error.cause, error.remedy));
}

// The way in by which this connection came: signed out, or the account is closed.
bool Session::has_ended() {
  if (services_.ended == nullptr) return false;
  const std::uint64_t version = services_.ended->version();
  if (std::exchange(seen_ended_, version) == version) return false;
  return services_.ended->holds(caller_.session, actor_.person);
}

void Session::on_sweep(base::MonotonicTime now) {
  if (has_ended()) {
    return break_off(schema::Reason::signed_out,
                     {base::ErrorCode::denied, "this session was ended", "sign in again", {}});
  }
  if (state_ != State::greeting || now - opened_at_ <= services_.greeting_time) return;
  channel_->refuse(refusal(schema::Reason::silent, "no hello came in time",
                           "say hello first; see limits.greeting-seconds"));
}

void Session::closed() {
  channel_ = nullptr;
  depart();
}

// Tells the space, if it knows of us, and asks for no more frames.
void Session::depart() {
  const State before = std::exchange(state_, State::gone);
  leave_line();
  if (before != State::present) return;  // an answer still under way finds us gone: entered()
  leave_space();
  if (services_.together != nullptr) services_.together->left(actor_.person, weak_from_this());
  services_.metrics.sessions_present.set(static_cast<double>(services_.presence.size()));
}

void Session::leave_space() {
  hub_.leave(space_->premises().id, *this);
  services_.presence.remove(stay_here());
  space_->leave(id_);
  voice_room_ = nullptr;
}

void Session::entered(const space::Entered& entered) {
  // Moved by the space itself, another one may still have a request of ours to answer.
  const bool answers = entered.travelled || !travelling_;
  const auto keep = answers ? std::exchange(awaiting_answer_, nullptr) : nullptr;
  if (state_ != State::entering && state_ != State::present)
    return entered.space->leave(entered.id);
  if (state_ == State::present) {
    leave_space();
    arrived_ = false;
  }
  state_ = State::present;
  seen_ended_ = 0;  // what was looked at before did not know of this person yet
  space_ = entered.space;
  id_ = entered.id;
  actor_ = entered.actor;
  handle_ = entered.handle;
  interest_ = std::make_unique<crowd::Interest>(entered.handle, services_.interest);
  hearing_ = std::make_unique<media::Hearing>(entered.handle, services_.hearing);
  const base::SpaceId here = space_->premises().id;
  hub_.join(here, *this);
  services_.presence.add(stay_here(),
                         {space_, entered.handle, entered.actor, services_.clock.wall()});
  services_.metrics.sessions_present.set(static_cast<double>(services_.presence.size()));
  channel_->send_text(*entered.welcome);
  friends_here_.clear();
  if (services_.together != nullptr) {
    services_.together->entered({actor_, space_, handle_, weak_from_this(), &shard_});
  }
  if (answers) end_travel();
}

void Session::text(space::SharedText message) {
  if (state_ == State::present) channel_->send_text(*message);
}

void Session::frame(std::vector<std::byte> bytes) {
  if (state_ == State::present) channel_->send_binary(bytes);
}

// By the space in which they are, or by the one that they knocked at.
void Session::close(const schema::Refused& why) {
  const auto keep = travelling_ ? nullptr : std::exchange(awaiting_answer_, nullptr);
  depart();
  if (channel_ != nullptr) channel_->refuse(why);
}

void Session::tell(const crowd::Snapshot* snapshot, const crowd::Detail& detail,
                   std::span<const media::VoiceRoundPtr> rounds, FrameDesk& desk) {
  if (!channel_->idle()) {
    // Behind: what is stale by the time it could go out is not made at all. The crowd waits for the
    // next tick, not for the socket: a frame in between would be at most a tick fresher, and one
    // more for a line that cannot take what it has. A voice is worth nothing afterwards.
    if (snapshot != nullptr) services_.metrics.frames_skipped.add();
    services_.metrics.voices_skipped.add(static_cast<double>(rounds.size()));
    return;
  }
  desk.batch.clear();
  if (snapshot != nullptr) see(*snapshot, detail, desk);
  for (const media::VoiceRoundPtr& round : rounds) hear(*round, desk);
  if (desk.batch.messages() > 0) channel_->send(desk.batch);
}

void Session::see(const crowd::Snapshot& snapshot, const crowd::Detail& detail, FrameDesk& desk) {
  crowd::Interest& interest = *interest_;
  if (!interest.look(snapshot, detail)) return;
  if (interest.encode_people(desk.text)) desk.batch.add_text(desk.text);
  if (interest.encode_looks(desk.frame)) desk.batch.add_binary(desk.frame);
  if (interest.encode_crowd(desk.frame)) desk.batch.add_binary(desk.frame);
  if (interest.encode_cells(desk.frame)) desk.batch.add_binary(desk.frame);
  if (interest.encode_hands(desk.frame)) desk.batch.add_binary(desk.frame);
}

}  // namespace yc::gateway
