#pragma once
// Reads the fields of a JSON object and checks each against its description in messages.json or
// api.json.

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/json.h"
#include "kernel/base/result.h"

namespace yc::schema {

inline constexpr double kLowestNumber = std::numeric_limits<double>::lowest();
inline constexpr double kHighestNumber = std::numeric_limits<double>::max();

// Characters (code points) of UTF-8 text that the JSON parser has accepted.
std::size_t count_characters(std::string_view utf8);

class FieldReader {
 public:
  // message: name for error texts. json may be of any type; a non-object lacks every field.
  FieldReader(const base::Json& json, std::string_view message) : json_(json), message_(message) {}

  base::Status text(const char* name, std::size_t min, std::size_t max, std::string& out);
  base::Status integer(const char* name, std::int64_t min, std::int64_t max, std::int64_t& out);
  base::Status number(const char* name, double min, double max, double& out);
  base::Status boolean(const char* name, bool& out);
  base::Status u64(const char* name, std::uint64_t& out);  // decimal string
  bool has(const char* name) const;                        // there, and not null

  template <typename Tag>
  base::Status id(const char* name, base::Id<Tag>& out) {
    return u64(name, out.value);
  }
  template <typename Enum, std::size_t N>
  base::Status choice(const char* name, const std::array<std::string_view, N>& names, Enum& out) {
    YC_TRY(const std::size_t index, choice_index(name, names));
    out = static_cast<Enum>(index);
    return {};
  }
  template <typename T>
  base::Status object(const char* name, T& out) {
    YC_TRY(const base::Json* field, find(name));
    YC_TRY(out, T::parse(*field));
    return {};
  }
  template <typename T>
  base::Status list(const char* name, std::size_t max, std::vector<T>& out) {
    YC_TRY(const base::Json* field, find_list(name, max));
    for (const base::Json& item : *field) {
      if constexpr (requires { T::parse(item); }) {
        YC_TRY(T parsed, T::parse(item));
        out.push_back(std::move(parsed));
      } else if constexpr (std::is_same_v<T, std::string>) {
        if (!item.is_string()) return fault(name, "holds something other than text");
        out.push_back(item.template get<std::string>());
      } else {
        if (!item.is_number_integer()) return fault(name, "holds something other than integers");
        out.push_back(item.template get<T>());
      }
    }
    return {};
  }

 private:
  std::unexpected<base::Error> fault(const char* name, std::string_view what) const;
  base::Result<const base::Json*> find(const char* name) const;
  base::Result<const base::Json*> find_list(const char* name, std::size_t max) const;
  base::Result<std::size_t> choice_index(const char* name,
                                         std::span<const std::string_view> names) const;

  const base::Json& json_;
  std::string_view message_;
};

template <typename T>
base::Json json_list(const std::vector<T>& items) {
  base::Json out = base::Json::array();
  for (const T& item : items) out.push_back(item.to_json());
  return out;
}

}  // namespace yc::schema
