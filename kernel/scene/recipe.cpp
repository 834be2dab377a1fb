#include "kernel/scene/recipe.h"

#include <algorithm>

#include "kernel/scene/read.h"

namespace yc::scene {
namespace {

using base::Json;

constexpr int kMaxGroupDepth = 12;
constexpr std::size_t kMaxRepeats = 4;
constexpr std::size_t kMaxPartsInList = 4000;

const Kind* find_kind(std::span<const Kind> kinds, const std::string& name) {
  const auto found = std::ranges::find(kinds, name, &Kind::name);
  return found == kinds.end() ? nullptr : &*found;
}

base::Result<Repeat> read_repeat(const Json& json, const std::string& pointer) {
  if (!json.is_object() || json.size() != 1) {
    return fault(pointer, "must be an object with one of line, ring, levels, mirror");
  }
  const std::string name = json.begin().key();
  const Kind* kind = find_kind(repeat_kinds(), name);
  if (kind == nullptr) return fault(pointer, "\"" + name.substr(0, 40) + "\" is not a repeat");
  YC_TRY(Record values, read_record(kind->fields, json.begin().value(), pointer + "/" + name));
  return Repeat{static_cast<Repeat::Kind>(kind - repeat_kinds().data()), std::move(values)};
}

base::Result<std::vector<Part>> read_parts(const Json& json, const std::string& pointer,
                                           const Palette& palette, int depth);

base::Status read_repeats(const Json& json, const std::string& pointer, Part& part) {
  if (!json.contains("repeat")) return {};
  const Json& repeats = json["repeat"];
  if (!repeats.is_array() || repeats.size() > kMaxRepeats) {
    return fault(pointer + "/repeat", "must be a list of at most four repeats");
  }
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    YC_TRY(Repeat repeat, read_repeat(repeats[i], pointer + "/repeat/" + std::to_string(i)));
    part.repeats.push_back(std::move(repeat));
  }
  return {};
}

// One object holds the common fields, those of its kind, and the structural keys.
base::Result<Part> read_part(const Json& json, const std::string& pointer, const Palette& palette,
                             int depth) {
  if (!json.is_object()) return fault(pointer, "must be an object");
  if (!json.contains("part") || !json["part"].is_string()) {
    return fault(pointer + "/part", "is missing", "name the kind of part, for example \"box\"");
  }
  const std::string name = json["part"].get<std::string>();
  const Kind* kind = find_kind(part_kinds(), name);
  if (kind == nullptr)
    return fault(pointer + "/part", "\"" + name.substr(0, 40) + "\" is not a part");

  Part part;
  part.kind = static_cast<PartKind>(kind - part_kinds().data());
  std::vector<std::string_view> others = {"part", "repeat"};
  if (part.kind == PartKind::group) others.push_back("parts");
  std::vector<std::string_view> beside_common = others;
  for (const Field& field : kind->fields) beside_common.push_back(field.name);
  std::vector<std::string_view> beside_kind = others;
  for (const Field& field : common_part_fields()) beside_kind.push_back(field.name);
  YC_TRY(part.common, read_record(common_part_fields(), json, pointer, palette, beside_common));
  YC_TRY(part.values, read_record(kind->fields, json, pointer, palette, beside_kind));
  YC_CHECK(read_repeats(json, pointer, part));
  if (part.kind == PartKind::group) {
    if (!json.contains("parts")) return fault(pointer + "/parts", "is missing");
    YC_TRY(part.parts, read_parts(json["parts"], pointer + "/parts", palette, depth + 1));
  }
  return part;
}

base::Result<std::vector<Part>> read_parts(const Json& json, const std::string& pointer,
                                           const Palette& palette, int depth) {
  if (depth > kMaxGroupDepth) return fault(pointer, "groups are nested deeper than 12");
  if (!json.is_array() || json.size() > kMaxPartsInList) {
    return fault(pointer, "must be a list of at most 4000 parts");
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < json.size(); ++i) {
    YC_TRY(Part part, read_part(json[i], pointer + "/" + std::to_string(i), palette, depth));
    parts.push_back(std::move(part));
  }
  return parts;
}

base::Result<Palette> read_palette(const Json& json, const std::string& pointer) {
  Palette palette;
  if (!json.is_object()) return fault(pointer, "must be an object of colours");
  for (const auto& [name, value] : json.items()) {
    const std::string where = pointer + "/" + name.substr(0, 64);
    if (!is_name(name)) return fault(where, "names use lower-case letters, digits and underscores");
    if (!value.is_string()) return fault(where, "must be a colour such as \"#d9a441\"");
    YC_TRY(const unsigned color, read_color(value.get<std::string>(), where, {}));
    palette.emplace(name, color);
  }
  return palette;
}

double copies(const Repeat& repeat) {
  if (repeat.kind != Repeat::Kind::mirror) return repeat.values.number("count");
  return repeat.values.choice("axis") == 2 ? 4.0 : 2.0;
}

double expanded(const std::vector<Part>& parts) {
  double total = 0.0;
  for (const Part& part : parts) {
    double count = part.kind == PartKind::group ? expanded(part.parts) : 1.0;
    for (const Repeat& repeat : part.repeats) count *= copies(repeat);
    total += count;
  }
  return total;
}

}  // namespace

base::Result<Recipe> read_recipe(const Json& json, const std::string& pointer) {
  if (!json.is_object()) return fault(pointer, "must be an object");
  Recipe recipe;
  Palette palette;
  for (const auto& [key, value] : json.items()) {
    const bool known = key == "name" || key == "palette" || key == "parts" || key == "note";
    if (!known) return fault(pointer + "/" + key.substr(0, 64), "is not a field of a recipe");
  }
  if (!json.contains("name") || !json["name"].is_string() ||
      !is_name(json["name"].get_ref<const std::string&>())) {
    return fault(pointer + "/name", "must be 1 to 64 lower-case letters, digits or underscores");
  }
  recipe.name = json["name"].get<std::string>();
  if (json.contains("palette")) {
    YC_TRY(palette, read_palette(json["palette"], pointer + "/palette"));
  }
  if (!json.contains("parts")) return fault(pointer + "/parts", "is missing");
  YC_TRY(recipe.parts, read_parts(json["parts"], pointer + "/parts", palette, 0));
  if (expanded_parts(recipe) > kMaxRecipeParts) {
    return fault(pointer, "grows to more than 200000 parts", "lower the counts of its repeats");
  }
  return recipe;
}

double expanded_parts(const Recipe& recipe) {
  return expanded(recipe.parts);
}

void collect_uses(const std::vector<Part>& parts, std::vector<std::string>& out) {
  for (const Part& part : parts) {
    if (part.kind == PartKind::use) out.push_back(part.values.text("recipe"));
    collect_uses(part.parts, out);
  }
}

}  // namespace yc::scene
