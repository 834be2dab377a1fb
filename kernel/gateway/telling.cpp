#include "kernel/gateway/telling.h"

#include <algorithm>

#include "kernel/store/view.h"
#include "schema/api.h"

namespace yc::gateway {
namespace {

constexpr std::string_view kMessage = "message";
constexpr std::string_view kCount = "count";

}  // namespace

Telling::Telling(store::Store& store, const Connections& connections, const Later& later,
                 base::Metrics& metrics)
    : store_(store),
      social_(store),
      connections_(connections),
      later_(later),
      told_(metrics.counter("yc_notices_told_total", "Notices told to people who were connected")),
      dropped_(metrics.counter("yc_notices_dropped_total",
                               "Events not told at once, because too many waited")) {}

bool Telling::read(const store::Event& event, News& news) {
  news.position = event.position;
  const auto counts = [&](base::PrincipalId one, base::PrincipalId other = {}) {
    news.one = one;
    news.other = other;
    return true;
  };
  const auto gives_notices = [&] { return news.gives_notices = true; };
  return std::visit(
      store::Overload{[&](const store::MessageSent& e) {
                        news.is_message = true;
                        news.group = e.group;
                        return counts(e.sender, e.recipient);
                      },
                      [&](const store::FriendAsked&) { return gives_notices(); },
                      [&](const store::FriendAccepted&) { return gives_notices(); },
                      [&](const store::GroupJoined&) { return gives_notices(); },
                      [&](const store::GatheringChanged&) { return gives_notices(); },
                      [&](const store::GatheringCancelled&) { return gives_notices(); },
                      [&](const store::GatheringReminded&) { return gives_notices(); },
                      [&](const store::ReportClosed&) { return gives_notices(); },
                      [&](const store::SanctionPlaced&) { return gives_notices(); },
                      [&](const store::SanctionLifted&) { return gives_notices(); },
                      [&](const store::AppealDecided&) { return gives_notices(); },
                      [&](const store::VerificationDecided&) { return gives_notices(); },
                      [&](const store::GuardianAsked&) { return gives_notices(); },
                      [&](const store::FriendEnded& e) { return counts(e.person, e.other); },
                      [&](const store::MessagesRead& e) { return counts(e.reader); },
                      [&](const store::NoticesRead& e) { return counts(e.person); },
                      [&](const store::NoticesCleared& e) { return counts(e.person); },
                      [](const auto&) { return false; }},
      event.payload);
}

void Telling::observe(const std::vector<store::Event>& events) {
  std::vector<News> all;
  for (const store::Event& event : events) {
    if (News news; read(event, news)) all.push_back(news);
  }
  if (all.empty()) return;
  if (waiting_ + all.size() > kMostWaiting) {
    return dropped_.add(static_cast<double>(all.size()));
  }
  waiting_ += all.size();
  later_.post([this, all = std::move(all)] {
    for (const News& news : all) tell(news);
    waiting_ -= all.size();
  });
}

void Telling::tell(const News& news) {
  if (news.is_message) return tell_message(news);
  if (news.gives_notices) return tell_notices(news.position);
  tell_count(news.one);
  if (news.other) tell_count(news.other);
}

// A block between two ends their messages where they are written; in a group they only fall silent.
void Telling::tell_message(const News& news) {
  std::vector<base::PrincipalId> readers;
  if (news.group) {
    const auto members = social_.members(news.group);
    if (!members) return;
    for (const store::GroupMember& member : *members) readers.push_back(member.person);
  } else {
    readers.push_back(news.other);
  }
  schema::Notice notice;
  notice.kind = kMessage;
  notice.id = news.position;
  notice.person = news.one.value;
  notice.subject = news.group.value;
  for (const base::PrincipalId reader : readers) {
    if (reader == news.one || !connections_.has(reader)) continue;
    if (!blocks(reader, news.one)) send(reader, notice);
  }
}

void Telling::tell_notices(std::uint64_t position) {
  const auto rows = social_.told_at(position);
  if (!rows) return;
  for (const store::Told& row : *rows) {
    if (!connections_.has(row.person)) continue;
    schema::Notice notice;
    // In the order of store::NoticeKind, which begins at 1.
    notice.kind = schema::api::kNoticeKindNames[static_cast<std::size_t>(row.kind) - 1];
    notice.id = position;
    notice.person = row.other.value;
    notice.subject = row.subject;
    send(row.person, std::move(notice));
  }
}

void Telling::tell_count(base::PrincipalId person) {
  if (!connections_.has(person)) return;
  schema::Notice notice;
  notice.kind = kCount;
  send(person, std::move(notice));
}

void Telling::greet(base::PrincipalId person) {
  const auto unread = social_.unread(person);
  if (unread && *unread > 0) tell_count(person);
}

void Telling::send(base::PrincipalId person, schema::Notice notice) {
  if (notice.person != 0) {
    if (const auto other = store_.person({notice.person})) notice.name = other->name;
  }
  if (const auto unread = social_.unread(person)) {
    notice.unread = static_cast<std::int64_t>(*unread);
  }
  connections_.tell_message(person, notice);
  told_.add();
}

bool Telling::blocks(base::PrincipalId person, base::PrincipalId other) {
  const auto blocked = store_.blocked_by(person);
  return blocked && std::ranges::binary_search(*blocked, other);
}

}  // namespace yc::gateway
