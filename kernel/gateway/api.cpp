#include "kernel/gateway/api.h"

#include <charconv>

#include "kernel/base/address.h"
#include "kernel/gateway/api_account.h"
#include "kernel/gateway/api_appeals.h"
#include "kernel/gateway/api_backups.h"
#include "kernel/gateway/api_calendar.h"
#include "kernel/gateway/api_cases.h"
#include "kernel/gateway/api_minors.h"
#include "kernel/gateway/api_operator.h"
#include "kernel/gateway/api_order.h"
#include "kernel/gateway/api_organisations.h"
#include "kernel/gateway/api_oversight.h"
#include "kernel/gateway/api_people.h"
#include "kernel/gateway/api_places.h"
#include "kernel/gateway/api_rights.h"
#include "kernel/gateway/api_search.h"
#include "kernel/gateway/api_session.h"
#include "kernel/gateway/api_sign_in.h"
#include "kernel/gateway/api_spaces.h"
#include "kernel/gateway/session_cookie.h"
#include "kernel/identity/name.h"

namespace yc::gateway {
namespace {

using schema::api::Asker;
using schema::api::kOperations;
using schema::api::OperationRow;

constexpr std::string_view kBearer = "Bearer ";

// The key of Authorization: Bearer, or empty.
std::string_view key_of(const HttpRequest& request) {
  const std::string_view field = request.header("authorization");
  return field.starts_with(kBearer) ? field.substr(kBearer.size()) : std::string_view{};
}

rights::Act act_named(std::string_view name) {
  for (int i = 0; i < rights::kActCount; ++i) {
    if (rights::act_name(static_cast<rights::Act>(i)) == name) return static_cast<rights::Act>(i);
  }
  YC_ASSERT(false && "schema/api.json names an act that the rights table does not have");
  return {};
}

ProblemDetail why_not(const rights::Decision& decision) {
  ProblemDetail out;
  out.en = decision.text;
  return out;
}

base::Digest digest_of(const HttpRequest& request) {
  return base::sha256(request.method + " " + request.target + "\n" + request.body);
}

// The thing on which an operation acts, but for its space and its person.
struct NamedSubject {
  std::uint64_t id = 0;
  std::string name;
};

NamedSubject subject_of(const OperationRow& row, const base::Json& fields) {
  NamedSubject out;
  for (const auto& parameter : row.parameters) {
    if (!parameter.in_path || parameter.of == "space" || parameter.of == "principal") continue;
    const auto found = fields.find(parameter.name);
    if (found == fields.end() || !found->is_string()) continue;
    const std::string text = found->get<std::string>();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.id);
    if (error != std::errc{} || end != text.data() + text.size()) {
      out.id = 0;
      out.name = text;
    }
  }
  return out;
}

HttpResponse too_many_acts(Language language) {
  HttpResponse response =
      problem(Reason::rate_limited, language,
              detail_of({base::ErrorCode::denied, "too many acts of one person",
                         "send fewer; the operator may raise limits.acts-per-second"}));
  response.set("Retry-After", "5");
  return response;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= kIdempotencyKeyMax &&
         std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

// One call on its way from the shard to its handler and back.
struct Api::Work {
  Operation operation{};
  ApiCaller who;
  base::Json fields;
  std::string key;  // Idempotency-Key, where the operation takes one
  base::Digest digest{};
  ApiFinish finish;
};

std::string ApiCaller::counted_as() const {
  if (person) return std::to_string(person.value);
  return "address " + base::address_group(actor.address);
}

ProblemDetail bad_field(std::string_view name, std::string en, std::string zh) {
  ProblemDetail out;
  out.en = std::move(en);
  out.zh = std::move(zh);
  out.field = name;
  return out;
}

schema::api::NamedPerson named_person(store::Store& store, base::PrincipalId id) {
  if (!id) return {};
  const auto person = store.person(id);
  return {id, person ? person->name : std::string()};
}

schema::api::NamedPerson named_principal(store::Store& store, base::PrincipalId id) {
  if (const auto organisation = store.organisation(id)) return {id, organisation->name};
  return named_person(store, id);
}

std::unique_ptr<Api> make_api(const SiteParts& parts, BackupDesk* backups) {
  std::vector<std::unique_ptr<ApiSubject>> subjects;
  subjects.push_back(std::make_unique<SessionApi>(parts));
  subjects.push_back(std::make_unique<OperatorApi>(parts));
  subjects.push_back(std::make_unique<BackupsApi>(parts, backups));
  subjects.push_back(std::make_unique<OversightApi>(parts));
  subjects.push_back(std::make_unique<OrderApi>(parts));
  subjects.push_back(std::make_unique<CasesApi>(parts));
  subjects.push_back(std::make_unique<AppealsApi>(parts));
  subjects.push_back(std::make_unique<MinorsApi>(parts));
  subjects.push_back(std::make_unique<SignInApi>(parts));
  subjects.push_back(std::make_unique<AccountApi>(parts));
  subjects.push_back(std::make_unique<OrganisationsApi>(parts));
  subjects.push_back(std::make_unique<PeopleApi>(parts));
  subjects.push_back(std::make_unique<CalendarApi>(parts));
  subjects.push_back(std::make_unique<SpacesApi>(parts));
  subjects.push_back(std::make_unique<RightsApi>(parts));
  subjects.push_back(std::make_unique<PlacesApi>(parts));
  subjects.push_back(std::make_unique<SearchApi>(parts));
  return std::make_unique<Api>(parts, std::move(subjects));
}

Api::Api(SiteParts parts, std::vector<std::unique_ptr<ApiSubject>> subjects)
    : parts_(parts),
      subjects_(std::move(subjects)),
      acts_of_(parts.settings.number("limits.acts-per-second")) {
  for (const auto& subject : subjects_) subject->add_to(*this);
  for (std::size_t i = 0; i < kOperations.size(); ++i) {
    YC_ASSERT(handlers_[i] != nullptr);
    if (!kOperations[i].act.empty()) acts_[i] = act_named(kOperations[i].act);
  }
}

void Api::set(Operation operation, Handler handler) {
  Handler& place = handlers_[static_cast<std::size_t>(operation)];
  YC_ASSERT(place == nullptr);
  place = std::move(handler);
}

bool Api::knows(const HttpRequest& request) {
  return !std::holds_alternative<std::monostate>(match_operation(request.method, request.path));
}

// Texts of FieldReader begin with "request.field ".
HttpResponse Api::refused_fields(const base::Error& error, Language language) {
  const auto dot = error.cause.find('.');
  const auto space = error.cause.find(' ');
  std::string field;
  if (dot < space) field = error.cause.substr(dot + 1, space - dot - 1);
  std::string zh =
      field.empty() ? "请求正文不是 JSON 对象。" : "字段 " + field + " 缺失或不合要求。";
  return problem(Reason::bad_input, language, bad_field(field, error.cause, std::move(zh)));
}

base::Result<rights::Actor> Api::actor_by_key(std::string_view key,
                                              const std::string& address) const {
  YC_TRY(const store::ApiKey known, parts_.accounts.accounts.find_by_key(key));
  return rights::Actor{known.person, address, {}, {known.scopes}};
}

// What an operation is about: the space, parcel and person that its path names, else the city's
// space.
rights::Where Api::where_of(const OperationRow& row, std::string_view path) const {
  rights::Where where;
  where.space = base::SpaceId{id_in_path(row, path, "space")};
  if (!where.space) where.space = parts_.sessions.spaces.city().premises().id;
  where.parcel = base::ParcelId{id_in_path(row, path, "parcel")};
  where.target = base::PrincipalId{id_in_path(row, path, "principal")};
  return where;
}

// Who asks, if they may: origin, then sign-in, then the act of the row.
std::expected<ApiCaller, HttpResponse> Api::caller_of(const OperationRow& row,
                                                      const RequestContext& context,
                                                      const rights::Actor& by_cookie) const {
  const HttpRequest& request = context.request;
  ApiCaller who;
  who.language = language_of(request);
  who.secure = context.secure;
  who.origin = request.header("origin");
  who.user_agent = request.header("user-agent");
  const auto no = [&](Reason reason, const ProblemDetail& detail = {}) {
    return std::unexpected(problem(reason, who.language, detail));
  };
  if (const std::string_view key = key_of(request); !key.empty()) {
    // A browser sends no key by itself, so no page of another site can act with one.
    if (row.who == Asker::session) return no(Reason::sign_in_needed);
    const auto actor = actor_by_key(key, context.address);
    if (!actor) return no(Reason::key_unknown);
    who.actor = *actor;
  } else {
    if (!is_allowed_origin(request, parts_.settings)) {
      return no(Reason::origin_refused, detail_of(origin_error()));
    }
    who.actor = by_cookie;
    // A guest has no cookie; looking where they were let in they may say who they are.
    const std::string_view token = request.header(kGuestTokenField);
    if (row.who == Asker::anyone && row.method == "GET" && !who.actor.person && !token.empty()) {
      if (const auto guest = parts_.identity.guest_of(token)) who.actor.person = guest->id;
    }
    who.session_token = request.cookie(kSessionCookie);
  }
  who.person = who.actor.person;
  if (row.who != Asker::anyone && !who.person) return no(Reason::sign_in_needed);
  if (row.act.empty()) return who;
  const rights::Act act = acts_[static_cast<std::size_t>(&row - kOperations.data())];
  who.where = where_of(row, request.path);
  const auto decision = parts_.rights.decide(who.actor, act, who.where);
  if (!decision) return no(reason_named(decision.reason, Reason::denied), why_not(decision));
  return who;
}

std::optional<HttpResponse> Api::keep(Operation operation, const base::Json& fields,
                                      std::string_view reason, ApiCaller& who) const {
  const OperationRow& row = row_of(operation);
  if (!row.has_reason) return std::nullopt;  // it only reads, or is nobody else's business
  who.actor.because = identity::clean_text(reason);
  if (row.act.empty()) return std::nullopt;  // the handler finds out what it was
  const rights::Act act = acts_[static_cast<std::size_t>(operation)];
  const NamedSubject on = subject_of(row, fields);
  rights::Where where = who.where;
  if (where.space == parts_.sessions.spaces.city().premises().id) where.space = {};
  if (rights::rule_of(act).recorded == rights::Recorded::by_role) where = who.where;
  auto kept = parts_.rights.record(who.actor, act, where, on.id, on.name);
  if (!kept) return problem_of(kept.error(), who.language);
  who.record = *std::move(kept);
  return std::nullopt;
}

void Api::answer(const RequestContext& context, const rights::Actor& by_cookie, Reply reply) {
  const HttpRequest& request = context.request;
  const Language language = language_of(request);
  const ApiMatch match = match_operation(request.method, request.path);
  if (const auto* other = std::get_if<OtherMethods>(&match)) {
    HttpResponse response;
    response.status = 204;
    if (request.method != "OPTIONS") response = problem(Reason::method_unknown, language);
    response.set("Allow", other->allow);
    return reply(std::move(response));
  }
  if (!std::holds_alternative<Operation>(match)) return reply(problem(Reason::not_found, language));
  const auto operation = std::get<Operation>(match);
  const OperationRow& row = row_of(operation);
  auto who = caller_of(row, context, by_cookie);
  if (!who) return reply(std::move(who).error());
  if (row.method != "GET" && who->person &&
      !acts_of_.take(who->counted_as(), parts_.clock.monotonic())) {
    return reply(too_many_acts(language));
  }
  auto fields = read_fields(row, request);
  if (!fields) return reply(refused_fields(fields.error(), language));
  Work work{operation, std::move(*who), std::move(*fields), {}, {}, {}};
  if (row.idempotent) work.key = request.header("idempotency-key");
  if (!work.key.empty() && !is_key(work.key)) {
    return reply(problem(Reason::bad_input, language,
                         bad_field("Idempotency-Key", "the key is not 1 to 128 visible characters",
                                   "键须为 1 至 128 个可见的 ASCII 字符。")));
  }
  if (!work.key.empty()) work.digest = digest_of(request);
  work.finish = [&shard = context.shard, reply = std::move(reply)](HttpResponse response) mutable {
    shard.post([reply = std::move(reply), response = std::move(response)]() mutable {
      reply(std::move(response));
    });
  };
  // Handlers ask the store, and some wait for its disk: not on the shard.
  parts_.file_executor.post([this, work = std::move(work)]() mutable {
    work.key.empty() ? this->work(std::move(work)) : work_once(std::move(work));
  });
}

void Api::work(Work work) {
  handlers_[static_cast<std::size_t>(work.operation)](work.who, work.fields,
                                                      std::move(work.finish));
}

// With a key: done once, and answered so again. A failure of the server is no answer to keep.
void Api::work_once(Work work) {
  const std::string who = work.who.counted_as();
  const auto look = answers_.look(who, work.key, work.digest, parts_.clock.monotonic());
  if (const auto* before = std::get_if<HttpResponse>(&look)) return work.finish(*before);
  const auto no = [&](Reason reason) { work.finish(problem(reason, work.who.language)); };
  switch (std::get<IdempotencyBook::Verdict>(look)) {
    case IdempotencyBook::Verdict::other_request:
      return no(Reason::idempotency_key_reused);
    case IdempotencyBook::Verdict::still_working:
      return no(Reason::still_working);
    case IdempotencyBook::Verdict::full:
      return no(Reason::rate_limited);
    case IdempotencyBook::Verdict::first:
      break;
  }
  work.finish = [this, who, key = work.key,
                 finish = std::move(work.finish)](HttpResponse response) mutable {
    if (response.status < 500) {
      answers_.answered(who, key, response, parts_.clock.monotonic());
    } else {
      answers_.forget(who, key);
    }
    finish(std::move(response));
  };
  this->work(std::move(work));
}

}  // namespace yc::gateway
