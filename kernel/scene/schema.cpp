#include "kernel/scene/schema.h"

#include <algorithm>
#include <cmath>

#include "kernel/base/assert.h"
#include "kernel/scene/read.h"

namespace yc::scene {
namespace {

using base::Json;

constexpr std::size_t kMaxPoints = 4096;
constexpr std::size_t kMaxTextBytes = 2000;

std::vector<std::string_view> words(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    const auto space = list.find(' ');
    out.push_back(list.substr(0, space));
    list = space == std::string_view::npos ? std::string_view{} : list.substr(space + 1);
  }
  return out;
}

std::string number_text(double value) {
  std::string text = std::to_string(value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

base::Result<double> read_number(const Json& json, const std::string& pointer, double min,
                                 double max) {
  if (!json.is_number()) return fault(pointer, "must be a number");
  const double value = json.get<double>();
  if (!(value >= min && value <= max)) {
    return fault(pointer, "must lie between " + number_text(min) + " and " + number_text(max) +
                              ", is " + number_text(value));
  }
  return value;
}

base::Result<double> read_degrees(const Json& json, const std::string& pointer, double limit) {
  YC_TRY(const double value, read_number(json, pointer, -limit, limit));
  const double scaled = value * 1e5;
  if (std::abs(scaled - std::round(scaled)) > 1e-4) {
    return fault(pointer, "has more than five decimals",
                 "round public points to five decimals (about one metre)");
  }
  return value;
}

}  // namespace

std::unexpected<base::Error> fault(const std::string& pointer, const std::string& cause,
                                   const std::string& remedy) {
  return base::fail(base::ErrorCode::bad_input, pointer + ": " + cause, remedy);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

base::Result<unsigned> read_color(const std::string& text, const std::string& pointer,
                                  const Palette& palette) {
  if (const auto found = palette.find(text); found != palette.end()) return found->second;
  const bool hex = text.size() == 7 && text[0] == '#' &&
                   text.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
  if (!hex) {
    return fault(pointer, "\"" + text + "\" is neither #rrggbb (lower case) nor in the palette",
                 "add it to the recipe's palette");
  }
  return static_cast<unsigned>(std::stoul(text.substr(1), nullptr, 16));
}

class RecordReader {
 public:
  RecordReader(const std::string& pointer, const Palette& palette)
      : pointer_(pointer), palette_(palette) {}

  base::Status read(const Field& field, const Json& json) {
    const std::string where = pointer_ + "/" + std::string(field.name);
    Record::Value& value = record.values_[std::string(field.name)];
    if (!json.contains(field.name)) {
      if (field.required) return fault(where, "is missing");
      fill(field, value);
      return {};
    }
    value.given = true;
    return read_value(field, json[std::string(field.name)], where, value);
  }

  Record record;

 private:
  static void fill(const Field& field, Record::Value& value) {
    value.width = field.type == FieldType::points3 || field.type == FieldType::vec3 ? 3 : 2;
    switch (field.type) {
      case FieldType::vec3:
        value.numbers = {field.fallback, field.fallback, field.fallback};
        break;
      case FieldType::vec2:
      case FieldType::geo_point:
        value.numbers = {field.fallback, field.fallback};
        break;
      case FieldType::points2:
      case FieldType::points3:
      case FieldType::geo_line:
        break;
      default:
        value.numbers = {field.fallback};
    }
  }

  base::Status read_value(const Field& field, const Json& json, const std::string& where,
                          Record::Value& value) {
    switch (field.type) {
      case FieldType::number:
        return read_numbers(field, Json::array({json}), where, 1, value, false);
      case FieldType::integer:
        if (!json.is_number_integer()) return fault(where, "must be a whole number");
        return read_numbers(field, Json::array({json}), where, 1, value, false);
      case FieldType::flag:
        if (!json.is_boolean()) return fault(where, "must be true or false");
        value.numbers = {json.get<bool>() ? 1.0 : 0.0};
        return {};
      case FieldType::vec2:
        return read_numbers(field, json, where, 2, value, false);
      case FieldType::vec3:
        return read_numbers(field, json, where, 3, value, false);
      case FieldType::geo_point:
        return read_numbers(field, json, where, 2, value, true);
      case FieldType::points2:
        return read_points(field, json, where, 2, value, false);
      case FieldType::points3:
        return read_points(field, json, where, 3, value, false);
      case FieldType::geo_line:
        return read_points(field, json, where, 2, value, true);
      case FieldType::color:
      case FieldType::choice:
      case FieldType::name:
        return read_word(field, json, where, value);
      case FieldType::localized:
        return read_localized(json, where, value);
    }
    return {};
  }

  base::Status read_numbers(const Field& field, const Json& json, const std::string& where,
                            int count, Record::Value& value, bool geo) {
    if (!json.is_array() || json.size() != static_cast<std::size_t>(count)) {
      return fault(where, "must be a list of " + std::to_string(count) + " numbers");
    }
    value.width = count;
    for (int i = 0; i < count; ++i) {
      const std::string item = count == 1 ? where : where + "/" + std::to_string(i);
      double number = 0.0;
      if (geo) {
        YC_TRY(number, read_degrees(json[static_cast<std::size_t>(i)], item, i == 0 ? 180 : 90));
      } else {
        YC_TRY(number, read_number(json[static_cast<std::size_t>(i)], item, field.min, field.max));
      }
      value.numbers.push_back(number);
    }
    return {};
  }

  base::Status read_points(const Field& field, const Json& json, const std::string& where,
                           int count, Record::Value& value, bool geo) {
    if (!json.is_array() || json.size() < 2)
      return fault(where, "must be a list of two or more points");
    if (json.size() > kMaxPoints) {
      return fault(where, "has more than " + std::to_string(kMaxPoints) + " points");
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
      YC_CHECK(read_numbers(field, json[i], where + "/" + std::to_string(i), count, value, geo));
    }
    return {};
  }

  base::Status read_word(const Field& field, const Json& json, const std::string& where,
                         Record::Value& value) {
    if (!json.is_string()) return fault(where, "must be a word in quotes");
    value.text = json.get<std::string>();
    if (field.type == FieldType::color) {
      YC_TRY(const unsigned color, read_color(value.text, where, palette_));
      value.numbers = {static_cast<double>(color)};
    } else if (field.type == FieldType::choice) {
      const auto allowed = words(field.choices);
      const auto found = std::ranges::find(allowed, value.text);
      if (found == allowed.end()) {
        return fault(where, "\"" + value.text.substr(0, 40) +
                                "\" is not one of: " + std::string(field.choices));
      }
      value.numbers = {static_cast<double>(found - allowed.begin())};
    } else if (!is_name(value.text)) {
      return fault(where, "must be 1 to 64 lower-case letters, digits or underscores");
    }
    return {};
  }

  static base::Status read_localized(const Json& json, const std::string& where,
                                     Record::Value& value) {
    if (!json.is_object() || json.size() != 2) {
      return fault(where, "must be an object with exactly zh and en");
    }
    for (const char* language : {"zh", "en"}) {
      if (!json.contains(language) || !json[language].is_string()) {
        return fault(where + "/" + language, "must be a text");
      }
      if (json[language].get_ref<const std::string&>().size() > kMaxTextBytes) {
        return fault(where + "/" + language, "is longer than 2000 bytes");
      }
    }
    value.text = json["zh"].get<std::string>();
    value.second = json["en"].get<std::string>();
    return {};
  }

  const std::string& pointer_;
  const Palette& palette_;
};

base::Result<Record> read_record(std::span<const Field> fields, const Json& json,
                                 const std::string& pointer, const Palette& palette,
                                 std::span<const std::string_view> structural) {
  if (!json.is_object()) return fault(pointer, "must be an object");
  RecordReader reader(pointer, palette);
  for (const Field& field : fields) YC_CHECK(reader.read(field, json));
  for (const auto& [key, value] : json.items()) {
    const bool known = std::ranges::any_of(fields, [&](const Field& f) { return f.name == key; }) ||
                       std::ranges::find(structural, key) != structural.end();
    if (!known) return fault(pointer + "/" + key.substr(0, 64), "is not a field of this kind");
  }
  return std::move(reader.record);
}

const Record::Value& Record::at(std::string_view field) const {
  const auto found = values_.find(field);
  YC_ASSERT(found != values_.end());
  return found->second;
}

bool Record::given(std::string_view field) const {
  return at(field).given;
}

double Record::number(std::string_view field) const {
  const Value& value = at(field);
  YC_ASSERT(!value.numbers.empty());
  return value.numbers[0];
}

geometry::Vec3 Record::vec2(std::string_view field) const {
  const Value& value = at(field);
  YC_ASSERT(value.numbers.size() == 2);
  return {value.numbers[0], value.numbers[1], 0.0};
}

geometry::Vec3 Record::vec3(std::string_view field) const {
  const Value& value = at(field);
  YC_ASSERT(value.numbers.size() == 3);
  return {value.numbers[0], value.numbers[1], value.numbers[2]};
}

std::vector<geometry::Vec3> Record::points(std::string_view field) const {
  const Value& value = at(field);
  const auto width = static_cast<std::size_t>(value.width);
  std::vector<geometry::Vec3> out;
  for (std::size_t i = 0; i + width <= value.numbers.size(); i += width) {
    out.push_back(
        {value.numbers[i], value.numbers[i + 1], width == 3 ? value.numbers[i + 2] : 0.0});
  }
  return out;
}

geometry::LonLat Record::geo_point(std::string_view field) const {
  const geometry::Vec3 v = vec2(field);
  return {v.x, v.y};
}

std::vector<geometry::LonLat> Record::geo_line(std::string_view field) const {
  std::vector<geometry::LonLat> out;
  for (const geometry::Vec3& p : points(field)) out.push_back({p.x, p.y});
  return out;
}

const std::string& Record::text(std::string_view field) const {
  return at(field).text;
}

Localized Record::localized(std::string_view field) const {
  const Value& value = at(field);
  return {value.text, value.second};
}

}  // namespace yc::scene
