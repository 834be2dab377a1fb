#include "kernel/identity/sessions.h"

#include <algorithm>
#include <array>

#include "kernel/identity/name.h"
#include "kernel/store/view.h"

namespace yc::identity {
namespace {

using base::ErrorCode;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMaxBrowserBytes = 64;

struct Mark {
  std::string_view sign;
  std::string_view name;
};

// In the order in which they must be asked: most browsers also carry the names of others.
constexpr std::array<Mark, 8> kBrowsers = {{{"MicroMessenger", "WeChat"},
                                            {"Edg", "Edge"},
                                            {"OPR/", "Opera"},
                                            {"SamsungBrowser", "Samsung Internet"},
                                            {"OculusBrowser", "Meta Quest Browser"},
                                            {"Firefox", "Firefox"},
                                            {"Chrom", "Chrome"},
                                            {"Safari", "Safari"}}};
constexpr std::array<Mark, 7> kSystems = {{{"Android", "Android"},
                                           {"iPhone", "iPhone"},
                                           {"iPad", "iPad"},
                                           {"HarmonyOS", "HarmonyOS"},
                                           {"Windows", "Windows"},
                                           {"Mac OS", "macOS"},
                                           {"Linux", "Linux"}}};

template <std::size_t N>
std::string_view first_of(const std::array<Mark, N>& marks, std::string_view text) {
  const auto found =
      std::ranges::find_if(marks, [text](const Mark& mark) { return text.contains(mark.sign); });
  return found == marks.end() ? std::string_view() : found->name;
}

store::NewEvent revocation(std::uint64_t session, base::PrincipalId by) {
  return {store::session_stream(session), by, store::SessionRevoked{session}};
}

}  // namespace

std::string new_secret(base::Random& random) {
  std::array<std::byte, kSecretBytes> secret;
  random.fill(secret);
  return base::to_hex(secret);
}

std::string browser_family(std::string_view user_agent) {
  const std::string_view browser = first_of(kBrowsers, user_agent);
  const std::string_view system = first_of(kSystems, user_agent);
  if (browser.empty() || system.empty()) return std::string(browser.empty() ? system : browser);
  return std::string(browser) + ", " + std::string(system);
}

Sessions::Sessions(store::Store& store, const base::Clock& clock, base::Random& random,
                   base::Duration lifetime)
    : store_(store), clock_(clock), random_(random), lifetime_(lifetime) {}

base::Result<OpenedSession> Sessions::open(store::Batch& batch, base::PrincipalId person,
                                           store::SessionWay way, std::uint64_t credential,
                                           const Caller& caller) {
  YC_TRY(const std::uint64_t id, store_.new_id());
  YC_TRY(const auto others, list(person));
  for (std::size_t i = 0; i + kMaxSessions <= others.size(); ++i)
    batch.events.push_back(revocation(others[i].id, person));
  OpenedSession opened{id, person, new_secret(random_), after(clock_.wall(), lifetime_)};
  store::SessionOpened event{
      id, person, base::sha256(opened.token), opened.expires.unix_ms, way, credential, {}};
  event.browser = clean_text(caller.browser.substr(0, kMaxBrowserBytes));
  batch.events.push_back({store::session_stream(id), person, std::move(event)});
  return opened;
}

base::Result<std::vector<store::Session>> Sessions::list(base::PrincipalId person) {
  return store_.sessions_of(person, clock_.wall());
}

void Sessions::revoke(std::uint64_t session, base::PrincipalId person, base::Executor& reply_on,
                      Done<store::Appended> done) {
  const auto found = store_.session(session);
  if (!found || found->person != person || found->revoked)
    return reply<store::Appended>(
        reply_on, std::move(done),
        base::fail(ErrorCode::not_found, "you have no such session", "look at the list again"));
  store_.append({{revocation(session, person)}, {}}, reply_on, std::move(done));
}

void Sessions::revoke_others(base::PrincipalId person, std::uint64_t kept, base::Executor& reply_on,
                             Done<std::size_t> done) {
  const auto sessions = list(person);
  if (!sessions)
    return reply<std::size_t>(reply_on, std::move(done), std::unexpected(sessions.error()));
  store::Batch batch;
  for (const store::Session& session : *sessions) {
    if (session.id != kept) batch.events.push_back(revocation(session.id, person));
  }
  const std::size_t count = batch.events.size();
  if (count == 0) return reply<std::size_t>(reply_on, std::move(done), count);
  store_.append(std::move(batch), reply_on, then_give(std::move(done), count));
}

bool Sessions::is_live(std::uint64_t session) {
  const auto found = store_.session(session);
  return found && !found->revoked && found->expires > clock_.wall();
}

void Sessions::note_seen(const store::Session& session) {
  if (clock_.wall() < after(session.seen, kSeenEvery)) return;
  // Nobody waits for it, and one that is lost comes again: the answer goes to nobody.
  store_.append_unanswered(
      {{{store::session_stream(session.id), session.person, store::SessionSeen{session.id}}}, {}});
}

void Sessions::watch(std::function<void(const Ended&)> watcher) {
  store_.add_observer([watcher = std::move(watcher)](const std::vector<store::Event>& events) {
    for (const store::Event& event : events) {
      std::visit(store::Overload{
                     [&](const store::SessionRevoked& e) {
                       watcher({e.session, 0, {}});
                     },
                     [&](const store::ApiKeyRevoked& e) {
                       watcher({0, e.key, {}});
                     },
                     [&](const store::AccountClosed& e) {
                       watcher({0, 0, e.person});
                     },
                     [](const auto&) {},
                 },
                 event.payload);
    }
  });
}

}  // namespace yc::identity
