#pragma once
// One function per part kind of the recipe language (kernel/scene/vocabulary.cpp names their
// fields). Each draws in the part's own frame: metres, y up, front towards -z.

#include "kernel/import/pen.h"
#include "kernel/scene/recipe.h"

namespace yc::import::shapes {

using scene::Record;

void box(const Record& part, Pen& pen);
void cylinder(const Record& part, Pen& pen);
void lathe(const Record& part, Pen& pen);
void extrude(const Record& part, Pen& pen);
void beam(const Record& part, Pen& pen);
void tube(const Record& part, Pen& pen);
void paving(const Record& part, Pen& pen);
void hull(const Record& part, Pen& pen);
void rock(const Record& part, Pen& pen);

void roof(const Record& part, Pen& pen);
void gable(const Record& part, Pen& pen);
void brackets(const Record& part, Pen& pen);
void lattice(const Record& part, Pen& pen);
void lantern(const Record& part, Pen& pen);

void truss(const Record& part, Pen& pen);
void arch_wall(const Record& part, Pen& pen);
void arch_rib(const Record& part, Pen& pen);
void cable(const Record& part, Pen& pen);
void railing(const Record& part, Pen& pen);
void stairs(const Record& part, Pen& pen);

void column(const Record& part, Pen& pen);
void clock(const Record& part, Pen& pen);

void tree(const Record& part, Pen& pen);
void hedge(const Record& part, Pen& pen);

// The function of a kind; null for group and use, which the recipe itself resolves.
using Builder = void (*)(const Record&, Pen&);
Builder builder_of(scene::PartKind kind);

}  // namespace yc::import::shapes
