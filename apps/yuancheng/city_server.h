#pragma once
// Everything of a running city, put together. Made in the order of dependency, taken apart in the
// reverse order:
//
//   store - rights, identity - space (tick) - site, sessions - shards - listener

#include <memory>
#include <string>

#include "apps/yuancheng/tools.h"
#include "kernel/base/settings.h"

namespace yc::apps {

struct ServeFailure {
  base::Error error;
  int exit_code = 1;
};

class CityServer {
 public:
  // Listens when it returns.
  static std::expected<std::unique_ptr<CityServer>, ServeFailure> open(
      Machine& machine, const base::Settings& settings, const std::string& data_folder);
  // Says goodbye to everybody and closes the store.
  ~CityServer();

  std::string url() const;
  // Link that makes its opener the first administrator; empty when there is one already.
  base::Result<std::string> first_administrator_link();

 private:
  struct Parts;
  explicit CityServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace yc::apps
