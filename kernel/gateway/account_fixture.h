#pragma once
// People with accounts, for tests.

#include <string>

#include "kernel/gateway/city_fixture.h"

namespace yc::gateway {

// The field of the session cookie of somebody new, as city.post and city.get take it.
inline std::string sign_up(CityWorld& city, const std::string& name) {
  const std::string answer = city.post("/api/sign-up", "",
                                       {{"account_name", name},
                                        {"display_name", name},
                                        {"look", "0"},
                                        {"password", "lanterns over two rivers"}});
  EXPECT_TRUE(is_status(answer, 201)) << answer;
  const auto start = answer.find("yc_session=");
  if (start == std::string::npos) return {};
  return "Cookie: " + answer.substr(start, answer.find(';', start) - start) + "\r\n";
}

}  // namespace yc::gateway
