#pragma once
// What a scene file may say: kinds (of components and of recipe parts), each a table of fields. One
// reader checks every kind against its table; docs/formats.md shows the same tables and a test
// compares them.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/geometry/geodesy.h"

namespace yc::scene {

enum class FieldType {
  number,
  integer,
  flag,       // true or false
  vec2,       // [a, b]
  vec3,       // [a, b, c]
  points2,    // [[a, b], ...]
  points3,    // [[a, b, c], ...]
  geo_point,  // [lon, lat] WGS84 degrees, at most five decimals (about 1 m; plan/rules-of-law.md
              // L-15)
  geo_line,   // [[lon, lat], ...]
  color,      // "#rrggbb" or a name of the recipe's palette
  choice,     // one of a fixed list of words
  name,       // lower-case letters, digits and underscores
  localized,  // {"zh": "...", "en": "..."}
};

struct Field {
  std::string_view name;
  FieldType type = FieldType::number;
  bool required = false;
  double fallback = 0.0;  // of numbers, flags and choices (index) that are left out
  double min = -1e5;      // of every number inside
  double max = 1e5;
  std::string_view choices = {};  // space-separated, of a choice
};

struct Kind {
  std::string_view name;
  std::span<const Field> fields;
};

struct Localized {
  std::string zh;
  std::string en;
};

using Palette = std::map<std::string, unsigned, std::less<>>;  // name -> 0xrrggbb

// Values checked against a Kind. Asking for a field that the kind does not have is a caller's
// mistake.
class Record {
 public:
  bool given(std::string_view field) const;  // written in the file, not filled in
  double number(std::string_view field) const;
  int integer(std::string_view field) const { return static_cast<int>(number(field)); }
  bool flag(std::string_view field) const { return number(field) != 0.0; }
  int choice(std::string_view field) const { return integer(field); }
  unsigned color(std::string_view field) const { return static_cast<unsigned>(number(field)); }
  geometry::Vec3 vec2(std::string_view field) const;  // y of the result is the second number
  geometry::Vec3 vec3(std::string_view field) const;
  std::vector<geometry::Vec3> points(std::string_view field) const;  // 2D points: z = 0
  geometry::LonLat geo_point(std::string_view field) const;
  std::vector<geometry::LonLat> geo_line(std::string_view field) const;
  const std::string& text(std::string_view field) const;
  Localized localized(std::string_view field) const;

 private:
  friend class RecordReader;
  struct Value {
    bool given = false;
    int width = 1;  // numbers per point
    std::vector<double> numbers;
    std::string text;
    std::string second;
  };
  const Value& at(std::string_view field) const;
  std::map<std::string, Value, std::less<>> values_;
};

bool is_name(std::string_view text);

}  // namespace yc::scene
