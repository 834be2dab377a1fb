#pragma once
// Reading of checked records and recipes from JSON; apart from schema.h so that users of a scene do
// not compile a JSON library.

#include "kernel/base/json.h"
#include "kernel/base/result.h"
#include "kernel/scene/recipe.h"

namespace yc::scene {

// Reads `json` (an object) against the fields. Keys in `structural` are left to the caller; any
// other unknown key is an error. `pointer` names the object ("city.json#/entities/3") in errors.
base::Result<Record> read_record(std::span<const Field> fields, const base::Json& json,
                                 const std::string& pointer, const Palette& palette = {},
                                 std::span<const std::string_view> structural = {});

// bad_input with the pointer in front.
std::unexpected<base::Error> fault(const std::string& pointer, const std::string& cause,
                                   const std::string& remedy = {});

base::Result<unsigned> read_color(const std::string& text, const std::string& pointer,
                                  const Palette& palette);

base::Result<Recipe> read_recipe(const base::Json& json, const std::string& pointer);

}  // namespace yc::scene
