#include "kernel/social/talks.h"

#include <algorithm>

#include "kernel/identity/name.h"

namespace yc::social {
namespace {

using base::ErrorCode;
using base::fail;
using store::GroupRole;

base::Result<std::string> readable(std::string_view text) {
  std::string clean = identity::clean_text(text);
  if (clean.empty())
    return fail(ErrorCode::bad_input, "nothing readable was written", "write something");
  if (identity::count_characters(clean) > Talks::kTextMaxCharacters)
    return fail(ErrorCode::bad_input, "the message is longer than 2000 characters",
                "send it in parts");
  return clean;
}

constexpr int kTriesToLeave = 5;  // each message in the group changes its stream

std::unexpected<base::Error> not_a_member() {
  return fail(ErrorCode::denied, "only members of the group may do this", "ask a member");
}

}  // namespace

base::Result<GroupRole> Talks::role(base::GroupId group, base::PrincipalId person) {
  auto role = store::Social(store_).membership(group, person);
  if (!role && role.error().code == ErrorCode::not_found) return not_a_member();
  return role;
}

// ---- messages -----------------------------------------------------------------------------------

base::Status Talks::check_send(base::PrincipalId sender, store::Peer peer) {
  if (static_cast<bool>(peer.person) == static_cast<bool>(peer.group))
    return fail(ErrorCode::bad_input, "a message goes to a person or to a group", "name one");
  if (peer.group) {
    YC_TRY([[maybe_unused]] const GroupRole is_member, role(peer.group, sender));
    return {};
  }
  if (peer.person == sender)
    return fail(ErrorCode::bad_input, "this is yourself", "choose somebody else");
  return check_approach(store_, sender, peer.person, Approach::write);
}

void Talks::send(base::PrincipalId sender, store::Peer peer, std::string_view text,
                 base::Executor& reply_on, store::Done<store::Message> done) {
  auto clean = readable(text);
  if (!clean)
    return store::reply<store::Message>(reply_on, std::move(done), std::unexpected(clean.error()));
  if (const auto checked = check_send(sender, peer); !checked)
    return store::reply<store::Message>(reply_on, std::move(done),
                                        std::unexpected(checked.error()));
  const base::StreamId stream =
      peer.group ? store::group_stream(peer.group) : store::person_stream(sender);
  store::append_one(
      store_, stream, sender,
      store::MessageSent{sender, peer.person, peer.group, store::PrivateText(*clean)}, reply_on,
      [this, done = std::move(done)](const base::Result<store::Appended>& appended) mutable {
        if (!appended) return done(std::unexpected(appended.error()));
        done(store::Social(store_).message({appended->last_position}));
      });
}

void Talks::mark_read(base::PrincipalId reader, store::Peer peer, base::MessageId up_to,
                      base::Executor& reply_on, store::WhenAppended done) {
  const std::uint64_t to = std::min(up_to.value, store_.last_position());
  const auto before = store::Social(store_).read_up_to(reader, peer);
  if (!before) return store::refuse(reply_on, std::move(done), before.error());
  if (to <= *before) return store::reply<store::Appended>(reply_on, std::move(done), {});
  store::append_one(store_, store::person_stream(reader), reader,
                    store::MessagesRead{reader, peer.person, peer.group, {to}}, reply_on,
                    std::move(done));
}

void Talks::erase(base::PrincipalId sender, base::MessageId message, base::Executor& reply_on,
                  store::WhenAppended done) {
  const auto known = store::Social(store_).message(message);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  if (known->sender != sender) {
    return store::refuse(reply_on, std::move(done),
                         {ErrorCode::denied, "only who wrote it may erase it", ""});
  }
  const auto erased = store_.erase_message(message, sender);
  if (!erased) return store::refuse(reply_on, std::move(done), erased.error());
  store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
}

// ---- groups -------------------------------------------------------------------------------------

void Talks::make_group(base::PrincipalId owner, std::string_view name, base::Executor& reply_on,
                       store::Done<base::GroupId> done) {
  const auto refused = [&](base::Error error) {
    store::reply<base::GroupId>(reply_on, std::move(done), std::unexpected(std::move(error)));
  };
  auto clean = identity::clean_name(name);
  if (!clean) return refused(clean.error());
  const auto groups = store::Social(store_).groups(owner);
  if (!groups) return refused(groups.error());
  if (groups->size() >= kGroupsMax)
    return refused({ErrorCode::full, "you are in a hundred groups", "leave one first"});
  const auto id = store_.new_id();
  if (!id) return refused(id.error());
  const base::GroupId group{*id};
  store::append_one(
      store_, store::group_stream(group), owner,
      store::GroupMade{group, owner, store::PrivateText(*clean)}, reply_on,
      [group, done = std::move(done)](const base::Result<store::Appended>& made) mutable {
        if (!made) return done(std::unexpected(made.error()));
        done(group);
      });
}

void Talks::rename_group(base::PrincipalId by, base::GroupId group, std::string_view name,
                         base::Executor& reply_on, store::WhenAppended done) {
  const auto clean = identity::clean_name(name);
  if (!clean) return store::refuse(reply_on, std::move(done), clean.error());
  const auto own = role(group, by);
  if (!own) return store::refuse(reply_on, std::move(done), own.error());
  if (*own != GroupRole::owner) {
    return store::refuse(reply_on, std::move(done),
                         {ErrorCode::denied, "only the owner names the group", "ask the owner"});
  }
  store::append_one(store_, store::group_stream(group), by,
                    store::GroupRenamed{group, by, store::PrivateText(*clean)}, reply_on,
                    std::move(done));
}

base::Status Talks::check_add(base::PrincipalId by, base::GroupId group, base::PrincipalId person) {
  YC_TRY([[maybe_unused]] const GroupRole is_member, role(group, by));
  store::Social social(store_);
  const auto state = social.friendship(by, person);
  if (!state && state.error().code != ErrorCode::not_found) return std::unexpected(state.error());
  if (!state || *state != store::FriendState::friends)
    return fail(ErrorCode::denied, "only friends can be added to a group", "befriend them first");
  YC_TRY(const auto members, social.members(group));
  if (members.size() >= kMembersMax)
    return fail(ErrorCode::full, "the group has a hundred members", "make another group");
  YC_TRY(const auto groups, social.groups(person));
  if (groups.size() >= kGroupsMax) return fail(ErrorCode::full, "they are in a hundred groups", "");
  return {};
}

void Talks::add(base::PrincipalId by, base::GroupId group, base::PrincipalId person,
                base::Executor& reply_on, store::WhenAppended done) {
  if (const auto checked = check_add(by, group, person); !checked)
    return store::refuse(reply_on, std::move(done), checked.error());
  if (store::Social(store_).membership(group, person))
    return store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  store::append_one(store_, store::group_stream(group), by,
                    store::GroupJoined{group, person, GroupRole::member}, reply_on,
                    std::move(done));
}

base::Result<store::Batch> Talks::leaving(base::PrincipalId by, base::GroupId group,
                                          base::PrincipalId person) {
  const base::StreamId stream = store::group_stream(group);
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  YC_TRY(const GroupRole own, role(group, by));
  YC_TRY(const GroupRole leaver, role(group, person));
  if (by != person && own != GroupRole::owner)
    return fail(ErrorCode::denied, "only the owner sends others away", "ask the owner");
  store::Batch batch;
  batch.events.push_back({stream, by, store::GroupLeft{group, person}});
  if (leaver == GroupRole::owner) {
    // Who is to inherit may have left by the time this is written.
    batch.expected = {{stream, sequence}};
    YC_TRY(const auto members, store::Social(store_).members(group));
    const auto heir = std::ranges::find(members, GroupRole::member, &store::GroupMember::role);
    if (heir != members.end())
      batch.events.push_back(
          {stream, by, store::GroupJoined{group, heir->person, GroupRole::owner}});
  }
  return batch;
}

void Talks::remove(base::PrincipalId by, base::GroupId group, base::PrincipalId person,
                   base::Executor& reply_on, store::WhenAppended done) {
  leave(by, group, person, kTriesToLeave, reply_on, std::move(done));
}

void Talks::leave(base::PrincipalId by, base::GroupId group, base::PrincipalId person, int tries,
                  base::Executor& reply_on, store::WhenAppended done) {
  auto batch = leaving(by, group, person);
  if (!batch) return store::refuse(reply_on, std::move(done), batch.error());
  store_.append(*std::move(batch), reply_on,
                [this, by, group, person, tries, &reply_on,
                 done = std::move(done)](base::Result<store::Appended> left) mutable {
                  const bool again = !left && left.error().code == ErrorCode::conflict && tries > 1;
                  if (!again) return done(std::move(left));
                  leave(by, group, person, tries - 1, reply_on, std::move(done));
                });
}

}  // namespace yc::social
