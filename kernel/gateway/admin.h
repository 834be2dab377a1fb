#pragma once
// What the operator's page (/console) shows and does: /api/admin/*. docs/api.md describes each;
// every call asks rights::decide first.

#include <string>
#include <string_view>

#include "kernel/gateway/routes.h"

namespace yc::gateway {

base::Error origin_error();

class AdminApi {
 public:
  AdminApi(SiteParts parts, StartBackup start_backup);

  void answer(const RequestContext& context, const rights::Actor& who, Reply reply);

 private:
  struct Call {  // one request, as its handler sees it, on the file executor
    rights::Actor who;
    base::Json body;  // an object; empty for GET
    base::Executor& shard;
  };
  struct Row;
  static const Row kRows[];

  void state(const Call& call, Reply reply);
  void sanction(const Call& call, Reply reply);
  void lift(const Call& call, Reply reply);
  void close_report(const Call& call, Reply reply);
  void set_setting(const Call& call, Reply reply);
  void backup(const Call& call, Reply reply);
  void make_link(const Call& call, Reply reply);

  base::Json people() const;
  base::Json load() const;
  base::Result<base::Json> disk() const;
  base::Result<base::Json> reports() const;
  base::Result<base::Json> sanctions() const;
  base::Result<base::Json> settings() const;
  std::string name_of_person(base::PrincipalId id) const;
  base::SpaceId space_id() const;

  SiteParts parts_;
  StartBackup start_backup_;
  base::MonotonicTime started_;
};

}  // namespace yc::gateway
