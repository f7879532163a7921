// A class for a test: a folder IN to hand in to, and one for the copies.
#pragma once
#include "grade.h"

struct classroom;

// Lab 1 with its one file, or a lab of two files. Ends with classroom_close.
struct classroom *classroom_open(void);
struct classroom *classroom_open_lab(const char *first, const char *second);
void classroom_close(struct classroom *c);

// The roster, as the text of its file. There is none until then.
void enrol(struct classroom *c, const char *text);

// Makes a file in IN, and the folders above it; "": IN itself is the file.
void hand_in(struct classroom *c, const char *path, const char *text);
void hand_in_bytes(struct classroom *c, const char *path, const char *bytes,
                   size_t n);
void hand_in_folder(struct classroom *c, const char *path);
void classroom_remove(struct classroom *c, const char *path);

// Reads the class; the intake is the classroom's, until the next.
struct intake *take_class(struct classroom *c);
struct error *try_class(struct classroom *c);

// Paths that last until the classroom is closed.
const char *in_path(struct classroom *c, const char *path);
const char *copy_path(struct classroom *c, const char *path);

const struct submission *submission_of(const struct intake *intake,
                                       const char *student);
void expect_stray(const struct intake *intake, const char *from,
                  const char *why);
void expect_copy(struct classroom *c, const char *path, const char *text);
void expect_no_copy(struct classroom *c, const char *path);

// From now on IN is this below what it was. Takes path.
void in_is(struct classroom *c, char *path);

// A file in the only folder of what was unpacked (free with free).
char *only_unpacked(struct classroom *c, const char *file);

// Makes a tar with one file in it.
void hand_in_tar(struct classroom *c, const char *path, const char *name,
                 const char *text);
// private: linnet-0f5d3f897d262c7d
