#pragma once
// The one table of routes (routes.cpp), and what its handlers need. What is below /api is in api.h.

#include <memory>
#include <string>
#include <vector>

#include "kernel/base/settings.h"
#include "kernel/gateway/http_protocol.h"
#include "kernel/gateway/session.h"
#include "kernel/gateway/web_files.h"
#include "kernel/identity/service.h"
#include "kernel/rights/rights.h"
#include "kernel/space/door.h"
#include "kernel/space/invitations.h"
#include "kernel/space/space_office.h"
#include "kernel/store/store.h"

namespace yc::gateway {

// All must outlive the site.
struct SiteParts {
  const base::Settings& settings;
  const base::Clock& clock;
  base::Metrics& metrics;
  base::Executor& file_executor;  // reads blobs and compresses them; handlers of the API run here
  const WebPages& pages;
  store::Store& store;
  identity::Identity& identity;
  identity::Service& accounts;
  rights::Rights& rights;
  SessionServices& sessions;
  space::SpaceOffice& office;
  space::Invitations& invitations;
};

// Backups beside the data folder. Each `done` is posted to reply_on; work goes on elsewhere, one
// at a time (conflict).
class BackupDesk {
 public:
  struct Kept {
    std::string name;  // of the file
    std::uint64_t bytes = 0;
  };
  struct Checked {
    std::string fault;  // empty = sound
    std::uint64_t blobs = 0;
    std::uint64_t bytes = 0;
  };
  struct Restored {
    std::string folder;
    std::string command;  // that serves it
    std::uint64_t events = 0;
    std::uint64_t blobs = 0;
  };
  template <typename T>
  using Done = std::move_only_function<void(base::Result<T>)>;

  virtual ~BackupDesk() = default;
  virtual std::string folder() const = 0;
  virtual base::Result<std::vector<Kept>> list() = 0;  // newest first
  virtual void make(base::Executor& reply_on, Done<std::string> done) = 0;
  // name: of list(), else not_found.
  virtual void check(const std::string& name, base::Executor& reply_on, Done<Checked> done) = 0;
  // Into a new folder beside the data, never into the data that is served.
  virtual void restore(const std::string& name, base::Executor& reply_on, Done<Restored> done) = 0;
};

// Fields that every answer bears.
void add_security_headers(HttpResponse& response);

// False when the name asked for is nobody's whom the operator knows: a page elsewhere can point its
// own name at this machine (DNS rebinding). Any name is known to a server that others can reach and
// that has no public-url.
bool is_known_host(const HttpRequest& request, const base::Settings& settings);

// A page of another site may not act or connect in a visitor's name. True without Origin
// (programs), for the host asked if it is a known one, the public URL and the allowed origins.
bool is_allowed_origin(const HttpRequest& request, const base::Settings& settings);
base::Error origin_error();

class CitySite final : public Site {
 public:
  CitySite(SiteParts parts, BackupDesk& backups);
  ~CitySite() override;

  void answer(const RequestContext& context, Reply reply) override;
  std::expected<std::shared_ptr<WsEndpoint>, HttpResponse> open_websocket(
      const RequestContext& context) override;

  // The hub of the sessions of a shard. Call for each shard before serving.
  void add_hub(base::Executor& shard, FrameHub& hub);
  void set_stopping() { stopping_ = true; }

 private:
  struct Route;
  static const Route kRoutes[];

  void page(const RequestContext& context, Reply reply);
  void console(const RequestContext& context, Reply reply);
  void file(const RequestContext& context, Reply reply);
  void healthz(const RequestContext& context, Reply reply);
  void readyz(const RequestContext& context, Reply reply);
  void metrics(const RequestContext& context, Reply reply);
  void manifest(const RequestContext& context, Reply reply);
  void blob(const RequestContext& context, Reply reply);
  void api_page(const RequestContext& context, Reply reply);
  void open_api(const RequestContext& context, Reply reply);

  void send_page(std::string_view path, const RequestContext& context, Reply reply);
  void send_blob(const store::BlobName& name, const RequestContext& context, bool as_manifest,
                 Reply reply);
  WebFilePtr make_blob(const store::BlobName& name, const std::string& key, bool immutable);
  rights::Actor actor_of(const RequestContext& context) const;
  rights::Actor visitor_of(const RequestContext& context) const;

  SiteParts parts_;
  std::unique_ptr<class Api> api_;
  WebFilePtr open_api_;
  FileCache blobs_;
  std::vector<std::pair<base::Executor*, FrameHub*>> hubs_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace yc::gateway
