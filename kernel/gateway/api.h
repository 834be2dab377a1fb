#pragma once
// The HTTP API: the one table from operations (schema/api.json) to handlers, and what is asked
// before each. The subjects (api_operator.h ...) put their handlers into it.

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kernel/base/assert.h"
#include "kernel/gateway/api_path.h"
#include "kernel/gateway/idempotency.h"
#include "kernel/gateway/limits.h"
#include "kernel/gateway/problem.h"
#include "kernel/gateway/routes.h"
#include "kernel/store/by.h"

namespace yc::gateway {

// Who asks, as a handler sees them; the act of the operation's row is allowed already.
struct ApiCaller {
  rights::Actor actor;
  base::PrincipalId person;   // signed in, or zero
  std::string session_token;  // of the cookie, or empty
  bool secure = false;        // over TLS
  std::string origin;         // of the page that asks, or empty
  std::string user_agent;
  Language language = Language::en;
  rights::Where where;                    // what the operation is about
  std::vector<store::NewEvent> record{};  // of the row's act, where the audit trail keeps it

  store::By by() const { return {person, record}; }  // for what goes into one batch with it
  // Whose limits count: the person's, or the address of who is nobody yet.
  std::string counted_as() const;
};

using ApiFinish = std::move_only_function<void(HttpResponse)>;

// How a handler answers: once, on the file executor, at once or later.
template <typename Answer>
class ApiReply {
 public:
  ApiReply(ApiFinish finish, int status, Language language)
      : finish_(std::move(finish)), status_(status), language_(language) {}

  void operator()(const Answer& answer) {
    HttpResponse response;
    response.status = status_;
    if (status_ != 204) response = json_response(status_, answer.to_json());
    for (auto& [name, value] : headers_) response.set(std::move(name), std::move(value));
    finish_(std::move(response));
  }
  void refuse(Reason reason, const ProblemDetail& detail = {}) {
    finish_(problem(reason, language_, detail));
  }
  void fail(const base::Error& error) { finish_(problem_of(error, language_)); }
  void set(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
  }

 private:
  ApiFinish finish_;
  int status_;
  Language language_;
  std::vector<std::pair<std::string, std::string>> headers_;
};

// A field that parse() could not check. name: as in the request.
ProblemDetail bad_field(std::string_view name, std::string en, std::string zh);

// Answers an Answer without fields once something is durable.
template <typename Value, typename Answer>
auto when_durable(ApiReply<Answer> reply) {
  return [reply = std::move(reply)](base::Result<Value> done) mutable {
    done ? reply(Answer{}) : reply.fail(done.error());
  };
}

// One page of rows of which one more than the limit was asked; place_of: where the next begins.
template <typename Answer, typename Rows, typename ToItem, typename PlaceOf>
Answer page_of(const Rows& rows, std::int64_t limit, ToItem&& to_item, PlaceOf&& place_of) {
  Answer page;
  for (const auto& row : rows) {
    if (page.items.size() == static_cast<std::size_t>(limit)) {
      page.next = place_of(page.items.back());
      break;
    }
    page.items.push_back(to_item(row));
  }
  return page;
}

// Enums of the schema and of the store share their names.
template <typename To, std::size_t N>
To by_name(std::string_view name, const std::array<std::string_view, N>& names) {
  const auto found = std::ranges::find(names, name);
  YC_ASSERT(found != names.end());
  return static_cast<To>(found - names.begin());
}
template <typename To, std::size_t N, typename From>
To store_enum(From value, const std::array<store::Named<To>, N>& names) {
  const auto found = std::ranges::find(names, name_of(value), &store::Named<To>::second);
  YC_ASSERT(found != names.end());
  return found->first;
}

// The name is empty for nobody and for whom the store no longer names.
schema::api::NamedPerson named_person(store::Store& store, base::PrincipalId id);
// Also of an organisation.
schema::api::NamedPerson named_principal(store::Store& store, base::PrincipalId id);

class Api;

// The handlers of one subject; lives as long as the table.
class ApiSubject {
 public:
  virtual ~ApiSubject() = default;
  virtual void add_to(Api& api) = 0;
};

class Api {
 public:
  // Every operation of the schema has a handler afterwards.
  Api(SiteParts parts, std::vector<std::unique_ptr<ApiSubject>> subjects);

  // A row of the table: the request's type says which operation it is.
  template <typename Subject, typename Request>
  void add(Subject& subject, void (Subject::*handle)(const ApiCaller&, const Request&,
                                                     ApiReply<typename Request::Answer>)) {
    set(Request::kOperation,
        [this, &subject, handle](const ApiCaller& who, const base::Json& fields, ApiFinish finish) {
          const auto request = Request::parse(fields);
          if (!request) return finish(refused_fields(request.error(), who.language));
          ApiCaller caller = who;
          std::string_view because;
          if constexpr (requires { request->reason; }) because = request->reason;
          if (auto refused = keep(Request::kOperation, fields, because, caller))
            return finish(std::move(*refused));
          const int status = row_of(Request::kOperation).status;
          (subject.*handle)(
              caller, *request,
              ApiReply<typename Request::Answer>(std::move(finish), status, who.language));
        });
  }

  // True if the path is one of an operation.
  static bool knows(const HttpRequest& request);
  // On the shard; the handler runs on the file executor. by_cookie: whom the session cookie names.
  void answer(const RequestContext& context, const rights::Actor& by_cookie, Reply reply);

 private:
  using Handler =
      std::function<void(const ApiCaller& who, const base::Json& fields, ApiFinish finish)>;
  struct Work;

  static HttpResponse refused_fields(const base::Error& error, Language language);
  // Takes down why somebody acts, and what the audit trail keeps of it; an answer where it must say
  // why and does not.
  std::optional<HttpResponse> keep(Operation operation, const base::Json& fields,
                                   std::string_view reason, ApiCaller& who) const;
  void set(Operation operation, Handler handler);
  rights::Where where_of(const schema::api::OperationRow& row, std::string_view path) const;
  base::Result<rights::Actor> actor_by_key(std::string_view key, const std::string& address) const;
  std::expected<ApiCaller, HttpResponse> caller_of(const schema::api::OperationRow& row,
                                                   const RequestContext& context,
                                                   const rights::Actor& by_cookie) const;
  void work(Work work);
  void work_once(Work work);

  SiteParts parts_;
  std::vector<std::unique_ptr<ApiSubject>> subjects_;
  std::array<Handler, schema::api::kOperationCount> handlers_;
  std::array<rights::Act, schema::api::kOperationCount> acts_{};
  Paces acts_of_;            // of people: all but what only reads
  IdempotencyBook answers_;  // on the file executor
};

// All subjects of this server: one line each.
std::unique_ptr<Api> make_api(const SiteParts& parts, BackupDesk* backups);

}  // namespace yc::gateway
