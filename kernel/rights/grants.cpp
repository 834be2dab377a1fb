#include "kernel/rights/grants.h"

#include <algorithm>

namespace yc::rights {
namespace {

base::WallTime earlier_end(base::WallTime a, base::WallTime b) {
  if (a.unix_ms == 0) return b;
  if (b.unix_ms == 0) return a;
  return std::min(a, b);
}

bool is_principal(store::SubjectKind kind) {
  return kind == store::SubjectKind::person || kind == store::SubjectKind::organisation;
}

}  // namespace

std::size_t GrantBook::Hash::operator()(const Key& key) const noexcept {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;  // of the golden ratio, spreads bits
  std::uint64_t hash = static_cast<std::uint64_t>(key.kind);
  for (const std::uint64_t part : {key.space, key.id, key.subject}) {
    hash = (hash ^ part) * kOdd;
    hash ^= hash >> 32;
  }
  return static_cast<std::size_t>(hash);
}

GrantBook::Key GrantBook::key_of(const Object& object, const Subject& subject) {
  Key key;
  key.kind = object.kind();
  if (key.kind != ObjectKind::work) key.space = object.space.value;
  if (key.kind == ObjectKind::parcel) key.id = object.parcel.value;
  if (key.kind == ObjectKind::entity) key.id = object.entity.value;
  if (key.kind == ObjectKind::work) key.id = object.work.value;
  if (is_principal(subject.kind)) key.subject = subject.id;
  return key;
}

std::size_t GrantBook::chain_of(const Object& object, std::array<Key, 4>& chain) {
  std::size_t length = 0;
  chain[length++] = {};
  if (object.work) {
    chain[length++] = {ObjectKind::work, 0, object.work.value, 0};
    return length;
  }
  const std::uint64_t space = object.space.value;
  if (object.space) chain[length++] = {ObjectKind::space, space, 0, 0};
  if (object.parcel) chain[length++] = {ObjectKind::parcel, space, object.parcel.value, 0};
  if (object.entity) chain[length++] = {ObjectKind::entity, space, object.entity.value, 0};
  return length;
}

bool GrantBook::binds(const Subject& subject, const Holder& holder) {
  switch (subject.kind) {
    case store::SubjectKind::role:
      return subject.id == static_cast<std::uint64_t>(store::Role::moderator)
                 ? holder.standing >= Standing::moderator
                 : holder.standing == Standing::administrator;
    case store::SubjectKind::tier:
      return static_cast<std::uint64_t>(holder.tier) >= subject.id;
    case store::SubjectKind::person:
    case store::SubjectKind::organisation:
    case store::SubjectKind::everyone:
      break;
  }
  return true;  // a person or organisation was found by its id
}

const GrantBook::List* GrantBook::list_of(Key key, std::uint64_t subject) const {
  key.subject = subject;
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

void GrantBook::add(const Grant& grant, base::WallTime now) {
  if (grants_.size() >= sweep_at_) forget_lapsed(now);
  Entry entry{grant, grant.from, grant.until, {}};
  if (grant.parent) {
    const auto parent = grants_.find(grant.parent);
    if (parent == grants_.end()) return;
    entry.from = std::max(entry.from, parent->second.from);
    entry.until = earlier_end(entry.until, parent->second.until);
    parent->second.passed_on.push_back(grant.id);
  }
  const auto [at, is_new] = grants_.emplace(grant.id, std::move(entry));
  if (!is_new) return;
  by_key_[key_of(grant.object, grant.subject)].push_back(&at->second);
  if (is_principal(grant.subject.kind)) by_subject_[{grant.subject.id}].push_back(&at->second);
}

void GrantBook::revoke(base::GrantId id) {
  const auto found = grants_.find(id);
  if (found == grants_.end()) return;
  if (const auto parent = grants_.find(found->second.grant.parent); parent != grants_.end())
    std::erase(parent->second.passed_on, id);
  std::vector<base::GrantId> falling{id};  // a list, not recursion: a chain may be long
  while (!falling.empty()) {
    const base::GrantId next = falling.back();
    falling.pop_back();
    const auto& below = grants_.at(next).passed_on;
    falling.insert(falling.end(), below.begin(), below.end());
    erase(next);
  }
}

void GrantBook::erase(base::GrantId id) {
  const auto found = grants_.find(id);
  const Entry* entry = &found->second;
  const Grant& grant = entry->grant;
  const auto forget = [entry](auto& index, const auto& key) {
    const auto at = index.find(key);
    if (at == index.end()) return;
    std::erase(at->second, entry);
    if (at->second.empty()) index.erase(at);
  };
  forget(by_key_, key_of(grant.object, grant.subject));
  if (is_principal(grant.subject.kind)) forget(by_subject_, base::PrincipalId{grant.subject.id});
  grants_.erase(found);
}

void GrantBook::forget_lapsed(base::WallTime now) {
  std::vector<base::GrantId> lapsed;
  for (const auto& [id, entry] : grants_) {
    if (entry.until.unix_ms != 0 && entry.until <= now) lapsed.push_back(id);
  }
  for (const base::GrantId id : lapsed) revoke(id);  // what was passed on ended no later
  sweep_at_ = std::max<std::size_t>(1024, grants_.size() * 2);
}

const Grant* GrantBook::find(base::GrantId id) const {
  const auto found = grants_.find(id);
  return found == grants_.end() ? nullptr : &found->second.grant;
}

std::vector<Grant> GrantBook::on(const Object& object) const {
  std::vector<Grant> out;
  const Key wanted = key_of(object, {});
  for (const auto& [key, list] : by_key_) {
    if (key.kind != wanted.kind || key.space != wanted.space || key.id != wanted.id) continue;
    for (const Entry* entry : list) out.push_back(entry->grant);
  }
  std::ranges::sort(out, {}, &Grant::id);
  return out;
}

std::vector<Grant> GrantBook::of(const Subject& subject) const {
  std::vector<Grant> out;
  const auto found = by_subject_.find({subject.id});
  if (found == by_subject_.end() || !is_principal(subject.kind)) return out;
  for (const Entry* entry : found->second) out.push_back(entry->grant);
  return out;
}

}  // namespace yc::rights
