#include "schema/field_reader.h"

#include <algorithm>
#include <charconv>

namespace yc::schema {

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::unexpected<base::Error> FieldReader::fault(const char* name, std::string_view what) const {
  return base::fail(base::ErrorCode::bad_input,
                    std::string(message_) + "." + name + " " + std::string(what),
                    "see docs/protocol.md");
}

base::Result<const base::Json*> FieldReader::find(const char* name) const {
  const auto found = json_.find(name);
  if (!json_.is_object() || found == json_.end()) return fault(name, "is missing");
  return &*found;
}

bool FieldReader::has(const char* name) const {
  const auto found = json_.find(name);
  return json_.is_object() && found != json_.end() && !found->is_null();
}

base::Result<const base::Json*> FieldReader::find_list(const char* name, std::size_t max) const {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_array()) return fault(name, "is not a list");
  if (field->size() > max) return fault(name, "has more than " + std::to_string(max) + " items");
  return field;
}

base::Status FieldReader::text(const char* name, std::size_t min, std::size_t max,
                               std::string& out) {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_string()) return fault(name, "is not text");
  out = field->get<std::string>();
  const std::size_t characters = count_characters(out);
  if (characters >= min && characters <= max) return {};
  return fault(name, "must have " + std::to_string(min) + " to " + std::to_string(max) +
                         " characters, has " + std::to_string(characters));
}

base::Status FieldReader::integer(const char* name, std::int64_t min, std::int64_t max,
                                  std::int64_t& out) {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_number_integer()) return fault(name, "is not an integer");
  // Unsigned values above the signed range would wrap when read as signed.
  const bool too_large = field->is_number_unsigned() &&
                         field->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (!too_large) out = field->get<std::int64_t>();
  if (!too_large && out >= min && out <= max) return {};
  return fault(name, "is outside " + std::to_string(min) + " to " + std::to_string(max));
}

base::Status FieldReader::number(const char* name, double min, double max, double& out) {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_number()) return fault(name, "is not a number");
  out = field->get<double>();
  if (std::isfinite(out) && out >= min && out <= max) return {};
  return fault(name, "is out of range");
}

base::Status FieldReader::boolean(const char* name, bool& out) {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_boolean()) return fault(name, "is not true or false");
  out = field->get<bool>();
  return {};
}

base::Status FieldReader::u64(const char* name, std::uint64_t& out) {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_string()) return fault(name, "is not a decimal string");
  const auto& digits = field->get_ref<const std::string&>();
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, out);
  if (error == std::errc{} && stop == end && !digits.empty()) return {};
  return fault(name, "is not a whole number of 64 bits");
}

base::Result<std::size_t> FieldReader::choice_index(const char* name,
                                                    std::span<const std::string_view> names) const {
  YC_TRY(const base::Json* field, find(name));
  if (!field->is_string()) return fault(name, "is not text");
  const auto found = std::ranges::find(names, field->get_ref<const std::string&>());
  if (found == names.end()) return fault(name, "is not one of the choices");
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace yc::schema
