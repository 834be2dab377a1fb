#include "kernel/gateway/api_session.h"

#include "kernel/gateway/session_cookie.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr base::Duration kSessionLifetime = std::chrono::hours(24 * 30);

// The words of the reason are for a guest's token; this is about the link.
ProblemDetail link_detail(const base::Error& error) {
  ProblemDetail out = detail_of(error);
  out.zh = "这个链接已被使用或已过期。";
  out.remedy_zh = "请向管理员索取新的链接。";
  return out;
}

}  // namespace

void SessionApi::add_to(Api& api) {
  api.add(*this, &SessionApi::enter_by_link);
  api.add(*this, &SessionApi::leave_session);
}

void SessionApi::enter_by_link(const ApiCaller& who, const EnterByLinkRequest& request,
                               ReplyTo<EnterByLinkRequest> reply) {
  parts_.identity.enter_by_link(
      request.token, request.name, kSessionLifetime, parts_.file_executor,
      [reply = std::move(reply),
       secure = who.secure](base::Result<identity::OpenedSession> opened) mutable {
        if (opened) {
          reply.set("Set-Cookie", session_cookie(opened->token, kSessionLifetime, secure));
          return reply({opened->expires.unix_ms});
        }
        const base::Error& error = opened.error();
        if (error.code == base::ErrorCode::bad_input) {
          return reply.refuse(Reason::name_invalid, detail_of(error));
        }
        if (error.code == base::ErrorCode::not_found) {
          return reply.refuse(Reason::token_unknown, link_detail(error));
        }
        reply.fail(error);
      });
}

void SessionApi::leave_session(const ApiCaller& who, const LeaveSessionRequest&,
                               ReplyTo<LeaveSessionRequest> reply) {
  reply.set("Set-Cookie", session_cookie("", base::Duration{0}, who.secure));
  const auto session = parts_.identity.find_session(who.session_token);
  if (!session && session.error().code != base::ErrorCode::not_found) {
    return reply.fail(session.error());
  }
  if (!session) return reply({});
  parts_.identity.revoke_session(session->id, session->person, parts_.file_executor,
                                 when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
