#include "apps/yuancheng/city_server.h"

#include <future>

#include "apps/yuancheng/city_import.h"
#include "apps/yuancheng/commands.h"
#include "apps/yuancheng/housekeeping.h"
#include "apps/yuancheng/settings_check.h"
#include "kernel/base/log.h"
#include "kernel/gateway/gateway.h"
#include "kernel/gateway/routes.h"
#include "kernel/gateway/socket.h"
#include "kernel/rights/rights.h"
#include "kernel/space/door.h"

namespace yc::apps {
namespace {

using gateway::GatewayShard;
using gateway::IoShard;

constexpr base::Duration kLinkLifetime = std::chrono::hours(24);
constexpr auto kGoodbyeTime = std::chrono::seconds(5);
constexpr std::uint64_t kPemMax = 1024 * 1024;
constexpr double kSecondsPerMinute = 60;
constexpr std::int64_t kRenewBeforeMs = 30LL * 24 * 3600 * 1000;

std::unexpected<ServeFailure> failed(base::Error error, int code) {
  return std::unexpected(ServeFailure{std::move(error), code});
}

base::Result<std::string> read_text(base::Disk& disk, const std::string& path) {
  YC_TRY(const base::Bytes bytes, base::read_file(disk, path, kPemMax));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// The names by which a browser may ask for this server.
std::vector<std::string> certificate_names(const std::string& listen) {
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  if (listen == "0.0.0.0" || listen == "::") {
    const std::vector<std::string> own = gateway::local_addresses();
    if (own.empty()) {
      base::log_warning("certificate_for_localhost_only",
                        {{"cause", "the system does not tell this machine's addresses"},
                         {"remedy", "allow AF_NETLINK, or name one address in listen"}});
    }
    names.insert(names.end(), own.begin(), own.end());
  } else if (std::ranges::find(names, listen) == names.end()) {
    names.push_back(listen);
  }
  return names;
}

// The pair kept in the data folder, made at the first start, and again when it would soon be over
// or the server has other names.
base::Result<gateway::TlsPair> self_signed_pair(Machine& machine, const std::string& data_folder,
                                                const std::string& listen) {
  const std::vector<std::string> names = certificate_names(listen);
  const std::string certificate = data_folder + "/tls/certificate.pem";
  const std::string key = data_folder + "/tls/key.pem";
  if (machine.disk.exists(certificate) && machine.disk.exists(key)) {
    YC_TRY(const std::string certificate_pem, read_text(machine.disk, certificate));
    YC_TRY(const std::string key_pem, read_text(machine.disk, key));
    const base::WallTime soon{machine.clock.wall().unix_ms + kRenewBeforeMs};
    if (gateway::is_certificate_for(certificate_pem, names, soon))
      return gateway::TlsPair{certificate_pem, key_pem};
    base::log_info("certificate_made_anew", {{"file", certificate}});
  }
  YC_TRY(const gateway::TlsPair pair, gateway::make_self_signed(names, machine.clock.wall()));
  YC_CHECK(machine.disk.make_folders(data_folder + "/tls"));
  YC_CHECK(base::write_file_atomically(machine.disk, key, std::as_bytes(std::span(pair.key_pem))));
  YC_CHECK(base::write_file_atomically(machine.disk, certificate,
                                       std::as_bytes(std::span(pair.certificate_pem))));
  return pair;
}

// Null for a server without TLS.
base::Result<std::unique_ptr<gateway::TlsContext>> make_tls(Machine& machine,
                                                            const base::Settings& settings,
                                                            const std::string& data_folder) {
  const std::string& certificate = settings.text("tls-cert");
  const std::string& key = settings.text("tls-key");
  if (certificate.empty() != key.empty()) {
    return base::fail(base::ErrorCode::bad_input, "only one of tls-cert and tls-key is given",
                      "give both");
  }
  gateway::TlsPair pair;
  if (!certificate.empty()) {
    YC_TRY(pair.certificate_pem, read_text(machine.disk, certificate));
    YC_TRY(pair.key_pem, read_text(machine.disk, key));
  } else if (settings.flag("tls-self-signed")) {
    YC_TRY(pair, self_signed_pair(machine, data_folder, settings.text("listen")));
  } else {
    return nullptr;
  }
  return gateway::TlsContext::make_server(pair);
}

space::SpaceSettings space_settings(const base::Settings& settings) {
  space::SpaceSettings out;
  out.tick_hz = static_cast<int>(settings.integer("space.tick-hz"));
  out.max_people = static_cast<std::size_t>(settings.integer("space.capacity"));
  out.max_waiting = static_cast<std::size_t>(settings.integer("space.queue"));
  out.inbox_capacity = static_cast<std::size_t>(settings.integer("space.inbox-commands"));
  out.lanterns_lit_s = settings.number("space.lanterns-lit-seconds");
  out.hearing_m = settings.number("voice.hearing-m");
  const double day_minutes = settings.number("space.day-minutes");
  if (day_minutes > 0) out.day_length_s = day_minutes * kSecondsPerMinute;
  out.limit_rates = !settings.flag("limits.relax-loopback");
  return out;
}

crowd::InterestSettings interest_settings(const base::Settings& settings) {
  crowd::InterestSettings out;
  const auto kbit_per_s =
      static_cast<std::size_t>(settings.integer("crowd.viewer-kbit-per-second"));
  out.bytes_per_second = kbit_per_s * 1000 / 8;
  out.tick_hz = static_cast<int>(settings.integer("space.tick-hz"));
  return out;
}

media::HearingSettings hearing_settings(const base::Settings& settings) {
  media::HearingSettings out;
  out.hearing_m = settings.number("voice.hearing-m");
  out.bytes_per_round = static_cast<std::size_t>(settings.integer("voice.bytes-per-round"));
  return out;
}

media::MixerSettings mixer_settings(const base::Settings& settings) {
  media::MixerSettings out;
  out.rounds.hearing_m = out.beds.hearing_m = settings.number("voice.hearing-m");
  out.beds.cells = static_cast<std::size_t>(settings.integer("voice.murmurs"));
  out.beds.decoded = static_cast<std::size_t>(settings.integer("voice.murmur-voices"));
  return out;
}

// Returns when everything posted before has run.
void run_out(base::Executor& executor) {
  std::promise<void> done;
  executor.post([&done] { done.set_value(); });
  done.get_future().wait();
}

}  // namespace

// In the order of dependency.
struct CityServer::Parts {
  Parts(Machine& m, const base::Settings& s, std::string folder)
      : machine(m), settings(s), data_folder(std::move(folder)), metrics(m.metrics) {}

  Machine& machine;
  const base::Settings settings;
  const std::string data_folder;
  gateway::GatewayMetrics metrics;
  base::ThreadExecutor file_executor{"files", machine.clock};
  base::ThreadExecutor tick_executor{"tick", machine.clock};
  base::ThreadExecutor open_executor{"spaces", machine.clock};
  base::ThreadExecutor voice_executor{"voices", machine.clock};
  base::ThreadExecutor people_executor{"people", machine.clock};
  std::unique_ptr<store::Store> store;
  std::unique_ptr<rights::Rights> rights;
  std::unique_ptr<identity::Identity> identity;
  std::vector<std::unique_ptr<base::ThreadExecutor>> password_threads;
  std::unique_ptr<identity::Service> accounts;
  std::shared_ptr<gateway::EndedSessions> ended = std::make_shared<gateway::EndedSessions>();
  gateway::WebPages pages;
  std::unique_ptr<space::Spaces> spaces;
  std::unique_ptr<space::Door> door;
  std::unique_ptr<space::SpaceOffice> office;
  std::unique_ptr<space::Invitations> invitations;
  gateway::Presence presence;
  std::unique_ptr<gateway::NewGuests> new_guests;
  std::unique_ptr<media::Mixer> mixer;  // null without voices
  std::shared_ptr<gateway::Together> together;
  std::unique_ptr<gateway::SessionServices> sessions;
  std::unique_ptr<Housekeeping> housekeeping;
  std::unique_ptr<gateway::CitySite> site;
  std::unique_ptr<gateway::TlsContext> tls;
  std::unique_ptr<gateway::AddressBook> visitors;  // behind trusted proxies
  std::unique_ptr<gateway::GatewayContext> context;
  std::unique_ptr<gateway::AddressBook> addresses;
  std::vector<std::unique_ptr<IoShard>> io;
  std::vector<std::unique_ptr<gateway::FrameHub>> hubs;
  std::vector<std::unique_ptr<GatewayShard>> shards;
  std::unique_ptr<gateway::Listener> listener;

  base::Status open_store();
  base::Status load_pages();
  std::string source_folder() const;
  base::Status import_city();
  void add_templates();
  base::Status open_space();
  base::Status open_site();
  void make_shards();
  base::Status listen();
  void say_goodbye();
};

base::Status CityServer::Parts::open_store() {
  YC_TRY(store, store::Store::open(data_folder, store::OpenMode::serve, machine.store_parts()));
  const auto profile = rights::profile_named(settings.text("policy.profile"));
  if (!profile) {
    return base::fail(base::ErrorCode::bad_input,
                      "there is no policy.profile \"" + settings.text("policy.profile") + "\"",
                      "use open or cn; see docs/rights.md");
  }
  YC_TRY(rights, rights::Rights::open(*store, machine.clock, *profile));
  identity = std::make_unique<identity::Identity>(*store, machine.clock, machine.random);
  password_threads = identity::make_password_threads(settings, machine.clock);
  identity::ServiceParts parts{*store, machine.clock, machine.random, *identity, file_executor, {}};
  for (const auto& thread : password_threads) parts.password_threads.push_back(thread.get());
  identity::apply_settings(settings, parts);
  accounts = std::make_unique<identity::Service>(std::move(parts));
  accounts->sessions.watch([ended = ended](const identity::Ended& e) { ended->note(e); });
  return accounts->accounts.finish_deletions();
}

base::Status CityServer::Parts::load_pages() {
  std::string folder = settings.text("web");
  if (folder.empty()) folder = find_beside_program("web");
  if (folder.empty()) {
    return base::fail(base::ErrorCode::not_found, "the web pages are not beside the program",
                      "name their folder with --web");
  }
  YC_TRY(pages, gateway::WebPages::load(machine.disk, folder));
  return {};
}

// Of the city and its templates; empty where there is none.
std::string CityServer::Parts::source_folder() const {
  const std::string& given = settings.text("city");
  return given.empty() ? find_beside_program("city") : given;
}

base::Status CityServer::Parts::import_city() {
  const std::string source = source_folder();
  if (source.empty()) {
    return base::fail(base::ErrorCode::not_found,
                      "no city is published in " + data_folder + " and no source is given",
                      "name the source with --city, or run yuancheng import first");
  }
  if (const auto listed = machine.disk.list(source); !listed) {
    return base::fail(base::ErrorCode::not_found, "the source of the city is not at " + source,
                      "give its folder with --city");
  }
  base::log_info("city_import_started", {{"source", source}});
  YC_TRY(const ImportReport done,
         import_into(*store, machine.disk, source, [](const std::string& line) {
           base::log_info("city_import", {{"progress", line}});
         }));
  base::log_info("city_imported", {{"files", done.files}, {"bytes", done.bytes}});
  return {};
}

// A city published before there were templates gets those of its source. It can do without.
void CityServer::Parts::add_templates() {
  const auto known = store->templates();
  const std::string source = source_folder();
  if (source.empty() || !known || !known->empty()) return;
  const auto done = import_templates(*store, machine.disk, source, [](const std::string&) {});
  if (done) return base::log_info("templates_imported", {{"files", done->files}});
  base::log_warning("templates_not_imported", {{"cause", done.error().text()}});
}

// The published city; the first start bakes and publishes it.
base::Status CityServer::Parts::open_space() {
  auto premises = space::load_premises(*store, "city");
  if (!premises && premises.error().code == base::ErrorCode::not_found) {
    YC_CHECK(import_city());
    premises = space::load_premises(*store, "city");
  }
  if (!premises) return std::unexpected(premises.error());
  add_templates();
  const auto idle = std::chrono::seconds(settings.integer("space.idle-seconds"));
  YC_TRY(spaces, space::Spaces::open(std::move(*premises), {space_settings(settings), idle},
                                     {tick_executor, open_executor, machine.clock, machine.random,
                                      *store, *identity, *rights, machine.metrics}));
  door = std::make_unique<space::Door>(*spaces, *store, *identity);
  office = std::make_unique<space::SpaceOffice>(
      *store, space::owner_founds(*store),
      static_cast<std::size_t>(settings.integer("limits.spaces-per-owner")));
  invitations =
      std::make_unique<space::Invitations>(*store, machine.clock, machine.random, *rights);
  return {};
}

base::Status CityServer::Parts::open_site() {
  const gateway::Limits limits = gateway::Limits::from(settings);
  new_guests = std::make_unique<gateway::NewGuests>(limits);
  if (settings.flag("voice.on")) {
    mixer = std::make_unique<media::Mixer>(
        mixer_settings(settings),
        media::MixerParts{voice_executor, machine.clock, machine.metrics});
  }
  together = gateway::Together::make(
      {*store, *rights, *spaces, machine.clock, people_executor, machine.metrics});
  sessions = std::make_unique<gateway::SessionServices>(gateway::SessionServices{
      *spaces, *door, *rights, presence, machine.clock, metrics, *new_guests, limits.greeting,
      interest_settings(settings), mixer.get(), hearing_settings(settings), ended.get(),
      together.get()});
  housekeeping = std::make_unique<Housekeeping>(machine, *store, settings, data_folder);
  site = std::make_unique<gateway::CitySite>(
      gateway::SiteParts{settings, machine.clock, machine.metrics, file_executor, pages, *store,
                         *identity, *accounts, *rights, *sessions, *office, *invitations},
      *housekeeping);
  YC_TRY(tls, make_tls(machine, settings, data_folder));
  YC_TRY(auto proxies, base::AddressSet::parse(settings.text("trusted-proxies")));
  visitors = std::make_unique<gateway::AddressBook>(limits);
  context = std::make_unique<gateway::GatewayContext>(
      gateway::GatewayContext{machine.clock, limits, *site, metrics, *visitors, std::move(proxies),
                              tls != nullptr, settings.flag("echo-route")});
  addresses = std::make_unique<gateway::AddressBook>(limits);
  return {};
}

void CityServer::Parts::make_shards() {
  const auto count = static_cast<std::size_t>(settings.integer("io-shards"));
  const base::Duration period =
      base::Duration(std::chrono::seconds(1)) / settings.integer("space.tick-hz");
  for (std::size_t i = 0; i < count; ++i) {
    io.push_back(std::make_unique<IoShard>("shard-" + std::to_string(i)));
    hubs.push_back(std::make_unique<gateway::FrameHub>(machine.clock, machine.metrics, period,
                                                       std::to_string(i)));
    shards.push_back(std::make_unique<GatewayShard>(*io[i], *context, *addresses, tls.get()));
    site->add_hub(*io[i], *hubs[i]);
    spaces->watch(*io[i],
                  [hub = hubs[i].get()](base::SpaceId space, const crowd::SnapshotPtr& snapshot) {
                    hub->deliver(space, snapshot);
                  });
    if (!mixer) continue;
    mixer->watch(*io[i], [hub = hubs[i].get()](media::VoiceRoundPtr round) {
      hub->deliver(std::move(round));
    });
  }
}

base::Status CityServer::Parts::listen() {
  std::vector<IoShard*> all;
  for (const auto& shard : io) all.push_back(shard.get());
  YC_TRY(listener,
         gateway::Listener::open(
             all, settings.text("listen"), static_cast<std::uint16_t>(settings.integer("port")),
             [this](std::size_t shard, std::unique_ptr<base::ByteStream> stream) {
               shards[shard]->accept(std::move(stream));
             }));
  return {};
}

// No new connections; everybody in the city is told shutting_down; what is written is sent.
void CityServer::Parts::say_goodbye() {
  if (site) site->set_stopping();
  listener.reset();
  if (spaces) {
    auto stopped = std::make_shared<std::promise<void>>();
    auto waiting = stopped->get_future();
    spaces->stop([stopped] { stopped->set_value(); });
    waiting.wait_for(kGoodbyeTime);
  }
  std::vector<std::future<void>> closed;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    auto done = std::make_shared<std::promise<void>>();
    closed.push_back(done->get_future());
    io[i]->post([this, i, done] {
      shards[i]->close_all([this, i, done] {
        shards[i].reset();
        done->set_value();
      });
    });
  }
  for (auto& waiting : closed) waiting.wait();
  // What is under way may still answer to a shard: let it, before the shards go. An operator's call
  // begins on the file executor, may append or ask for a backup, and is answered there.
  run_out(file_executor);
  housekeeping.reset();    // after the last that may ask it; a backup under way is finished
  run_out(open_executor);  // a space that was being read
  run_out(machine.disk_executor);
  run_out(tick_executor);
  run_out(file_executor);
  mixer.reset();            // no session is left to speak
  run_out(voice_executor);  // a round under way may still be posted
  io.clear();
}

CityServer::CityServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

CityServer::~CityServer() {
  parts_->say_goodbye();
}

std::expected<std::unique_ptr<CityServer>, ServeFailure> CityServer::open(
    Machine& machine, const base::Settings& settings, const std::string& data_folder) {
  auto parts = std::make_unique<Parts>(machine, settings, data_folder);
  Parts& p = *parts;
  if (auto sound = check_settings(settings); !sound) return failed(sound.error(), kBadUsage);
  // Before the first start bakes a city for a minute.
  const auto port = static_cast<std::uint16_t>(settings.integer("port"));
  if (auto free = gateway::Listener::probe(settings.text("listen"), port); !free) {
    return failed(free.error(), kCannotListen);
  }
  if (auto done = p.load_pages(); !done) return failed(done.error(), kBadUsage);
  if (auto done = p.open_store(); !done) return failed(done.error(), kBadData);
  // From here on what was started is stopped in order, also after a failure.
  std::unique_ptr<CityServer> server(new CityServer(std::move(parts)));
  if (auto done = p.open_space(); !done) return failed(done.error(), kBadData);
  if (auto done = p.open_site(); !done) return failed(done.error(), kBadUsage);
  p.make_shards();
  if (auto done = p.listen(); !done) return failed(done.error(), kCannotListen);
  p.spaces->start();
  if (p.mixer) p.mixer->start();
  return server;
}

std::string CityServer::url() const {
  const std::string& shown = parts_->settings.text("public-url");
  if (!shown.empty()) return shown;
  std::string host = parts_->settings.text("listen");
  if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return (parts_->tls ? "https://" : "http://") + host + ":" +
         std::to_string(parts_->listener->port());
}

base::Result<std::string> CityServer::first_administrator_link() {
  YC_TRY(const bool present, parts_->identity->has_administrator());
  if (present) return std::string();
  YC_TRY(const identity::MadeLink link,
         parts_->identity->make_administrator_link(kLinkLifetime, {}));
  return url() + "/console#enter=" + link.token;
}

}  // namespace yc::apps
