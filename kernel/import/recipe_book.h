#pragma once
// Recipes made into meshes at one level of detail, each once.

#include <map>
#include <string>

#include "kernel/import/pen.h"
#include "kernel/scene/recipe.h"

namespace yc::import {

class RecipeBook {
 public:
  using Recipes = std::map<std::string, scene::Recipe, std::less<>>;

  RecipeBook(const Recipes& recipes, const Detail& detail) : recipes_(recipes), detail_(detail) {}

  // The recipe's mesh in its own frame. The scene loader has made sure that it exists.
  const Mesh& mesh(const std::string& name);
  const Detail& detail() const { return detail_; }

 private:
  void draw(const std::vector<scene::Part>& parts, Mesh& out, const Pen& pen);
  void draw_once(const scene::Part& part, Mesh& out, const Pen& pen);

  const Recipes& recipes_;
  Detail detail_;
  std::map<std::string, Mesh> meshes_;
};

}  // namespace yc::import
