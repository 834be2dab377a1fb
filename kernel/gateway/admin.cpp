#include "kernel/gateway/admin.h"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "kernel/identity/name.h"

namespace yc::gateway {
namespace {

constexpr std::string_view kPrefix = "/api/admin/";
constexpr std::size_t kListMax = 200;
constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::size_t kReasonMaxCharacters = 200;
constexpr std::uint64_t kReportFiled = 1;  // the sequence of a report that nobody has closed
constexpr std::int64_t kMinutesMax = 5'256'000;
constexpr base::Duration kLinkLifetime = std::chrono::hours(24);

template <typename Enum, std::size_t N>
std::optional<Enum> named(std::string_view name, const std::array<store::Named<Enum>, N>& names) {
  const auto found = std::ranges::find(names, name, &store::Named<Enum>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

// Ids are 64-bit: JSON carries them as text.
std::string id_text(std::uint64_t id) {
  return std::to_string(id);
}

std::optional<std::uint64_t> read_id(const base::Json& body, const char* name) {
  const auto field = body.find(name);
  if (field == body.end() || !field->is_string()) return std::nullopt;
  const std::string text = field->get<std::string>();
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string read_text(const base::Json& body, const char* name) {
  const auto field = body.find(name);
  if (field == body.end() || !field->is_string()) return {};
  return field->get<std::string>();
}

// What an operator wrote for others to read; nothing when it is too long.
std::optional<std::string> read_note(const base::Json& body, const char* name) {
  std::string text = identity::clean_text(read_text(body, name));
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  if (std::ranges::count_if(text, starts) > kReasonMaxCharacters) return std::nullopt;
  return text;
}

HttpResponse bad_body(std::string cause) {
  return error_response(400, "bad_message",
                        {base::ErrorCode::bad_input, std::move(cause), "see docs/api.md"});
}

HttpResponse failure(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::bad_input:
      return error_response(400, "bad_message", error);
    case base::ErrorCode::not_found:
      return error_response(404, "not_found", error);
    case base::ErrorCode::denied:
      return error_response(403, "denied", error);
    case base::ErrorCode::conflict:
      return error_response(409, "conflict", error);
    default:
      return error_response(503, "not_durable", error);
  }
}

// Answers {} once an event is durable.
template <typename Value>
auto when_durable(Reply reply) {
  return [reply = std::move(reply)](base::Result<Value> done) mutable {
    reply(done ? json_response(200, base::Json::object()) : failure(done.error()));
  };
}

// The sum of all samples of a metric in Prometheus text.
double metric_value(std::string_view text, std::string_view name) {
  double sum = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.starts_with(name)) continue;
    const char next = line.size() > name.size() ? line[name.size()] : ' ';
    if (next != ' ' && next != '{') continue;
    const std::string_view value = line.substr(line.rfind(' ') + 1);
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    sum += number;
  }
  return sum;
}

}  // namespace

base::Error origin_error() {
  return {base::ErrorCode::denied,
          "the page that asks comes from another site, or from a name that is not public-url",
          "set public-url to the address of this city, or add the site to allowed-origins"};
}

struct AdminApi::Row {
  std::string_view method;
  std::string_view name;
  rights::Act act;  // asked before the handler runs
  void (AdminApi::*handle)(const Call& call, Reply reply);
};

const AdminApi::Row AdminApi::kRows[] = {
    {"GET", "state", rights::Act::see_operator_page, &AdminApi::state},
    {"POST", "sanction", rights::Act::see_operator_page,
     &AdminApi::sanction},                                              // and mute, kick, ban
    {"POST", "lift", rights::Act::see_operator_page, &AdminApi::lift},  // and mute or ban
    {"POST", "close-report", rights::Act::close_report, &AdminApi::close_report},
    {"POST", "setting", rights::Act::change_settings, &AdminApi::set_setting},
    {"POST", "backup", rights::Act::change_settings, &AdminApi::backup},
    {"POST", "make-link", rights::Act::manage_roles, &AdminApi::make_link},
};

AdminApi::AdminApi(SiteParts parts, StartBackup start_backup)
    : parts_(parts), start_backup_(std::move(start_backup)), started_(parts.clock.monotonic()) {}

void AdminApi::answer(const RequestContext& context, const rights::Actor& who, Reply reply) {
  const HttpRequest& request = context.request;
  const std::string_view name = std::string_view(request.path).substr(kPrefix.size());
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const auto row = std::ranges::find_if(
      kRows, [&](const Row& r) { return r.name == name && r.method == method; });
  if (row == std::end(kRows)) {
    return reply(failure({base::ErrorCode::not_found, "there is no such call", "see docs/api.md"}));
  }
  if (const auto decision = parts_.rights.decide(who, row->act, {space_id(), {}}); !decision) {
    return reply(error_response(who.person ? 403 : 401, "denied",
                                {base::ErrorCode::denied, "this needs an administrator",
                                 "enter by the link that the server printed"}));
  }
  base::Json body = base::Json::object();
  if (method == "POST") {
    auto parsed = base::parse_json(request.body.empty() ? "{}" : request.body);
    if (!parsed || !parsed->is_object()) return reply(bad_body("the body is not a JSON object"));
    body = std::move(*parsed);
  }
  // They ask the store, and some wait for its disk: not on the shard.
  parts_.file_executor.post([this, row, call = Call{who, std::move(body), context.shard},
                             reply = std::move(reply)]() mutable {
    base::Executor& shard = call.shard;
    (this->*row->handle)(call, [&shard, reply = std::move(reply)](HttpResponse response) mutable {
      shard.post([reply = std::move(reply), response = std::move(response)]() mutable {
        reply(std::move(response));
      });
    });
  });
}

base::SpaceId AdminApi::space_id() const {
  return parts_.sessions.spaces.city().premises().id;
}

std::string AdminApi::name_of_person(base::PrincipalId id) const {
  if (!id) return {};
  const auto person = parts_.store.person(id);
  return person ? person->name : std::string();
}

base::Json AdminApi::people() const {
  base::Json out = base::Json::array();
  crowd::SnapshotPtr snapshot;
  base::SpaceId of;
  for (const PresentPerson& present : parts_.sessions.presence.all()) {
    const space::Premises& premises = present.space->premises();
    if (snapshot == nullptr || premises.id != of) snapshot = present.space->latest();
    of = premises.id;
    const crowd::PersonCard* card = snapshot->roster().find(present.handle);
    out.push_back({{"handle", present.handle},
                   {"space", premises.manifest.space},
                   {"person", id_text(present.actor.person.value)},
                   {"name", card != nullptr ? card->name : std::string()},
                   {"moderator", card != nullptr && card->moderator},
                   {"address", present.actor.address},
                   {"since_unix_ms", present.since.unix_ms}});
  }
  return out;
}

base::Json AdminApi::load() const {
  const std::string metrics = parts_.metrics.prometheus_text();
  const double ticks = metric_value(metrics, "yc_space_tick_seconds_count");
  const double tick_seconds = metric_value(metrics, "yc_space_tick_seconds_sum");
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  const auto uptime = parts_.clock.monotonic() - started_;
  return {{"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(uptime).count()},
          {"tick", parts_.sessions.spaces.city().latest()->tick()},
          {"tick_hz", parts_.sessions.spaces.city().settings().tick_hz},
          {"tick_mean_ms", ticks > 0 ? tick_seconds / ticks * 1000 : 0.0},
          {"late_ticks", metric_value(metrics, "yc_space_late_ticks_total")},
          {"connections", metric_value(metrics, "yc_gateway_connections_open")},
          {"refused", metric_value(metrics, "yc_gateway_refused_total")},
          {"frames_skipped", metric_value(metrics, "yc_gateway_frames_skipped_total")},
          {"sent_bytes", metric_value(metrics, "yc_gateway_websocket_sent_bytes_total")},
          {"cpu_s", seconds(usage.ru_utime) + seconds(usage.ru_stime)},
          {"memory_peak_bytes", static_cast<std::int64_t>(usage.ru_maxrss) * 1024},
          {"capacity", parts_.sessions.spaces.city().settings().max_people}};
}

base::Result<base::Json> AdminApi::disk() const {
  YC_TRY(const store::StoreFacts facts, parts_.store.facts());
  return base::Json{{"events", facts.events},
                    {"people_known", facts.people},
                    {"blobs", facts.blob_count},
                    {"blob_bytes", facts.blob_bytes},
                    {"database_bytes", facts.database_bytes},
                    {"free_bytes", facts.free_bytes},
                    {"last_backup_unix_ms", facts.last_backup.at.unix_ms},
                    {"last_backup_bytes", facts.last_backup.bytes}};
}

base::Result<base::Json> AdminApi::reports() const {
  YC_TRY(const auto rows, parts_.store.reports(false, kListMax));
  base::Json out = base::Json::array();
  for (const store::Report& row : rows) {
    out.push_back({{"id", id_text(row.id.value)},
                   {"open", row.open},
                   {"reason", name_of(row.reason)},
                   {"text", row.text},
                   {"reporter", id_text(row.reporter.value)},
                   {"reporter_name", name_of_person(row.reporter)},
                   {"subject", id_text(row.subject.value)},
                   {"subject_name", name_of_person(row.subject)},
                   {"filed_unix_ms", row.filed.unix_ms},
                   {"outcome", row.open ? "" : name_of(row.outcome)},
                   {"note", row.note}});
  }
  return out;
}

base::Result<base::Json> AdminApi::sanctions() const {
  YC_TRY(const auto rows, parts_.store.sanctions(kListMax));
  const std::int64_t now = parts_.clock.wall().unix_ms;
  base::Json out = base::Json::array();
  for (const store::Sanction& row : rows) {
    const bool over = row.lifted.unix_ms != 0 || row.kind == store::SanctionKind::kick ||
                      (row.until.unix_ms != 0 && row.until.unix_ms <= now);
    out.push_back({{"id", id_text(row.id.value)},
                   {"kind", name_of(row.kind)},
                   {"person", id_text(row.person.value)},
                   {"name", name_of_person(row.person)},
                   {"by_address", !row.address.empty()},
                   {"by_device", !row.device.empty()},
                   {"reason", row.reason},
                   {"by", name_of_person(row.by)},
                   {"placed_unix_ms", row.placed.unix_ms},
                   {"until_unix_ms", row.until.unix_ms},
                   {"lifted_unix_ms", row.lifted.unix_ms},
                   {"in_force", !over}});
  }
  return out;
}

base::Result<base::Json> AdminApi::settings() const {
  YC_TRY(const auto changed, parts_.store.settings());
  base::Json out = base::Json::array();
  for (const base::Setting& setting : base::all_settings()) {
    std::string value;
    switch (setting.kind) {
      case base::SettingKind::integer:
        value = std::to_string(parts_.settings.integer(setting.name));
        break;
      case base::SettingKind::number:
        value = base::dump_json(parts_.settings.number(setting.name));
        break;
      case base::SettingKind::text:
        value = parts_.settings.text(setting.name);
        break;
      case base::SettingKind::flag:
        value = parts_.settings.flag(setting.name) ? "on" : "off";
        break;
    }
    const auto live = changed.find(std::string(setting.name));
    if (live != changed.end() && !live->second.empty()) value = live->second;
    out.push_back({{"name", setting.name},
                   {"value", value},
                   {"unit", setting.unit},
                   {"help", setting.help},
                   {"live", setting.live}});
  }
  return out;
}

void AdminApi::state(const Call& call, Reply reply) {
  const auto all = [&]() -> base::Result<base::Json> {
    base::Json out{{"people", people()}, {"load", load()}};
    out["you"] = {{"person", id_text(call.who.person.value)},
                  {"name", name_of_person(call.who.person)}};
    out["now_unix_ms"] = parts_.clock.wall().unix_ms;
    YC_TRY(out["disk"], disk());
    YC_TRY(out["reports"], reports());
    YC_TRY(out["sanctions"], sanctions());
    YC_TRY(out["settings"], settings());
    return out;
  }();
  reply(all ? json_response(200, *all) : failure(all.error()));
}

// {"kind":"mute|kick|ban|unmute","person":id,"minutes":n,"reason":text,"report":id?}
void AdminApi::sanction(const Call& call, Reply reply) {
  const auto person = read_id(call.body, "person");
  const std::string kind_name = read_text(call.body, "kind");
  const auto kind = named(kind_name, store::kSanctionKindNames);
  const auto reason = read_note(call.body, "reason");
  if (!person || (!kind && kind_name != "unmute")) {
    return reply(bad_body("kind or person is missing or wrong"));
  }
  if (!reason || reason->empty()) {
    return reply(bad_body("the reason is empty or longer than 200 characters"));
  }
  std::int64_t minutes = 0;
  if (const auto field = call.body.find("minutes"); field != call.body.end()) {
    if (!field->is_number_integer()) return reply(bad_body("minutes is not a whole number"));
    minutes = std::clamp<std::int64_t>(field->get<std::int64_t>(), 0, kMinutesMax);
  }
  const base::PrincipalId target{*person};
  const rights::Where where{space_id(), target};
  if (!kind) {
    return parts_.rights.unmute(call.who, where, *reason, parts_.file_executor,
                                when_durable<store::Appended>(std::move(reply)));
  }
  rights::SanctionRequest request;
  request.kind = *kind;
  request.person = target;
  request.reason = *reason;
  if (const auto report = read_id(call.body, "report")) request.report = base::CaseId{*report};
  if (minutes > 0) request.until = {parts_.clock.wall().unix_ms + minutes * kMsPerMinute};
  for (const PresentPerson& present : parts_.sessions.presence.all()) {
    if (present.actor.person != target || *kind != store::SanctionKind::ban) continue;
    request.address = present.actor.address;
    request.device = present.actor.device;
  }
  parts_.rights.place_sanction(call.who, where, std::move(request), parts_.file_executor,
                               when_durable<base::CaseId>(std::move(reply)));
}

// {"sanction":id,"reason":text}
void AdminApi::lift(const Call& call, Reply reply) {
  const auto sanction = read_id(call.body, "sanction");
  const auto reason = read_note(call.body, "reason");
  if (!sanction) return reply(bad_body("sanction is not an id"));
  if (!reason) return reply(bad_body("the reason is longer than 200 characters"));
  parts_.rights.lift_sanction(call.who, base::CaseId{*sanction}, *reason, parts_.file_executor,
                              when_durable<store::Appended>(std::move(reply)));
}

// {"report":id,"outcome":"no_action|warned|muted|kicked|banned","note":text}
void AdminApi::close_report(const Call& call, Reply reply) {
  const auto id = read_id(call.body, "report");
  const auto outcome = named(read_text(call.body, "outcome"), store::kCaseOutcomeNames);
  const auto note = read_note(call.body, "note");
  if (!id || !outcome) return reply(bad_body("report or outcome is missing or wrong"));
  if (!note) return reply(bad_body("the note is longer than 200 characters"));
  const auto report = parts_.store.report(base::CaseId{*id});
  if (!report) return reply(failure(report.error()));
  if (!report->open) {
    return reply(failure({base::ErrorCode::conflict, "the report is closed already", "reload"}));
  }
  store::Batch batch;
  batch.events.push_back({store::case_stream(report->id), call.who.person,
                          store::ReportClosed{report->id, *outcome, *note}});
  batch.expected.push_back({store::case_stream(report->id), kReportFiled});
  parts_.store.append(std::move(batch), parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

// {"name":setting,"value":text}; an empty value goes back to the file's.
void AdminApi::set_setting(const Call& call, Reply reply) {
  const std::string name = read_text(call.body, "name");
  const std::string value = read_text(call.body, "value");
  const base::Setting* setting = base::find_setting(name);
  if (setting == nullptr || !setting->live) {
    return reply(bad_body("this setting cannot be changed while the city runs"));
  }
  if (!value.empty()) {
    base::Settings trial;
    const auto legal = trial.set(name, value, base::SettingOrigin::flag);
    if (!legal) return reply(failure(legal.error()));
  }
  store::Batch batch;
  batch.events.push_back(
      {store::city_stream(), call.who.person, store::SettingChanged{name, value}});
  parts_.store.append(std::move(batch), parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

void AdminApi::backup(const Call& call, Reply reply) {
  start_backup_(parts_.file_executor,
                [reply = std::move(reply)](base::Result<std::string> file) mutable {
                  reply(file ? json_response(200, {{"file", *file}}) : failure(file.error()));
                });
}

void AdminApi::make_link(const Call& call, Reply reply) {
  const auto link = parts_.identity.make_administrator_link(kLinkLifetime, call.who.person);
  if (!link) return reply(failure(link.error()));
  reply(json_response(200, {{"path", "/console#enter=" + link->token},
                            {"expires_unix_ms", link->expires.unix_ms}}));
}

}  // namespace yc::gateway
