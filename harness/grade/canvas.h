// Canvas's gradebook: which of its columns is a lab's. See to_canvas.c.
#pragma once
#include "grade.h"

// Chooses the column whose title fits the lab best: "Lab 1", "lab01: more", one
// that has the lab's name, and else the only one of an assignment. `points` is
// the row of the maxima, or 0.
//
// @return INVALID  there is none, or several fit: the message names them, and
//                  says what to do
struct error *canvas_column(const struct report *report, const struct csv *csv,
                            size_t points, int *column) MUST_CHECK;
