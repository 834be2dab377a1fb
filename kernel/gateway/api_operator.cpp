#include "kernel/gateway/api_operator.h"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr base::Duration kLinkLifetime = std::chrono::hours(24);

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

OperatorApi::OperatorApi(const SiteParts& parts)
    : parts_(parts), started_(parts.clock.monotonic()) {}

void OperatorApi::add_to(Api& api) {
  api.add(*this, &OperatorApi::see_operator_state);
  api.add(*this, &OperatorApi::list_settings);
  api.add(*this, &OperatorApi::change_setting);
  api.add(*this, &OperatorApi::make_administrator_link);
}

CityLoad OperatorApi::load() const {
  const std::string metrics = parts_.metrics.prometheus_text();
  const double ticks = metric_value(metrics, "yc_space_tick_seconds_count");
  const double tick_seconds = metric_value(metrics, "yc_space_tick_seconds_sum");
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  const auto uptime = parts_.clock.monotonic() - started_;
  CityLoad out;
  out.people = static_cast<std::int64_t>(parts_.sessions.presence.size());
  out.capacity = static_cast<std::int64_t>(parts_.sessions.spaces.city().settings().max_people);
  out.uptime_s = std::chrono::duration_cast<std::chrono::seconds>(uptime).count();
  out.tick = static_cast<std::int64_t>(parts_.sessions.spaces.city().latest()->tick());
  out.tick_hz = parts_.sessions.spaces.city().settings().tick_hz;
  out.tick_mean_ms = ticks > 0 ? tick_seconds / ticks * 1000 : 0.0;
  out.late_ticks = metric_value(metrics, "yc_space_late_ticks_total");
  out.connections = metric_value(metrics, "yc_gateway_connections_open");
  out.refused = metric_value(metrics, "yc_gateway_refused_total");
  out.frames_skipped = metric_value(metrics, "yc_gateway_frames_skipped_total");
  out.sent_bytes = metric_value(metrics, "yc_gateway_websocket_sent_bytes_total");
  out.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  out.memory_peak_bytes = static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
  return out;
}

base::Result<CityDisk> OperatorApi::disk() const {
  YC_TRY(const store::StoreFacts facts, parts_.store.facts());
  const auto whole = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  CityDisk out;
  out.events = whole(facts.events);
  out.people_known = whole(facts.people);
  out.open_reports = whole(facts.open_reports);
  out.blobs = whole(facts.blob_count);
  out.blob_bytes = whole(facts.blob_bytes);
  out.database_bytes = whole(facts.database_bytes);
  out.free_bytes = whole(facts.free_bytes);
  out.last_backup_unix_ms = facts.last_backup.at.unix_ms;
  out.last_backup_bytes = whole(facts.last_backup.bytes);
  return out;
}

void OperatorApi::see_operator_state(const ApiCaller& who, const SeeOperatorStateRequest&,
                                     ReplyTo<SeeOperatorStateRequest> reply) {
  const auto facts = disk();
  if (!facts) return reply.fail(facts.error());
  SeeOperatorStateAnswer answer{
      named_person(parts_.store, who.person), parts_.clock.wall().unix_ms, load(), *facts, {}};
  for (const rights::Act act : parts_.rights.allowed_acts(who.actor, who.where))
    answer.may.emplace_back(rights::act_name(act));
  reply(answer);
}

std::string OperatorApi::value_of(const base::Setting& setting) const {
  switch (setting.kind) {
    case base::SettingKind::integer:
      return std::to_string(parts_.settings.integer(setting.name));
    case base::SettingKind::number:
      return base::dump_json(parts_.settings.number(setting.name));
    case base::SettingKind::text:
      return parts_.settings.text(setting.name);
    case base::SettingKind::flag:
      return parts_.settings.flag(setting.name) ? "on" : "off";
  }
  return {};
}

void OperatorApi::list_settings(const ApiCaller&, const ListSettingsRequest& request,
                                ReplyTo<ListSettingsRequest> reply) {
  const auto changed = parts_.store.settings();
  if (!changed) return reply.fail(changed.error());
  std::vector<const base::Setting*> wanted;
  for (const base::Setting& setting : base::all_settings()) {
    if (setting.name > request.after.value_or("")) wanted.push_back(&setting);
  }
  std::ranges::sort(wanted, {}, [](const base::Setting* setting) { return setting->name; });
  reply(page_of<ListSettingsAnswer>(
      wanted, request.limit,
      [&](const base::Setting* setting) {
        const auto live = changed->find(std::string(setting->name));
        const bool is_changed = live != changed->end() && !live->second.empty();
        return Setting{std::string(setting->name),
                       is_changed ? live->second : value_of(*setting),
                       std::string(setting->unit),
                       std::string(setting->help),
                       setting->live,
                       std::string(setting->default_value),
                       is_changed};
      },
      [](const Setting& last) { return last.name; }));
}

void OperatorApi::change_setting(const ApiCaller& who, const ChangeSettingRequest& request,
                                 ReplyTo<ChangeSettingRequest> reply) {
  const base::Setting* setting = base::find_setting(request.name);
  if (setting == nullptr) return reply.refuse(Reason::not_found);
  if (!setting->live) return reply.refuse(Reason::setting_fixed);
  if (!request.value.empty()) {
    base::Settings trial;
    const auto legal = trial.set(request.name, request.value, base::SettingOrigin::flag);
    if (!legal) {
      ProblemDetail detail = detail_of(legal.error());
      detail.field = "value";
      detail.zh = "这项设置不能取这个值。";
      return reply.refuse(Reason::bad_input, detail);
    }
  }
  store::Batch batch;
  batch.events.push_back(
      {store::city_stream(), who.person, store::SettingChanged{request.name, request.value}});
  store::add_record(batch, who.by());
  parts_.store.append(std::move(batch), parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

void OperatorApi::make_administrator_link(const ApiCaller& who, const MakeAdministratorLinkRequest&,
                                          ReplyTo<MakeAdministratorLinkRequest> reply) {
  const auto link = parts_.identity.make_administrator_link(kLinkLifetime, who.by());
  if (!link) return reply.fail(link.error());
  reply({"/console#enter=" + link->token, link->expires.unix_ms});
}

}  // namespace yc::gateway
