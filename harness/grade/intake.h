// What the parts of the intake share.
//
//     form  ->  parcels     who handed in something, and where it lies
//     parcel -> things      what is in it, by name
//     things -> submission  the lab's files among them, copied
#pragma once
#include "grade.h"
#include <sys/types.h>

enum {
    MOST_FILE_BYTES = 512 * 1024,
    MOST_DEPTH = 4,      // folders below each other that are looked into
    MOST_THINGS = 10000, // in one submission
    MOST_PARCELS = 1000000,
};

// ---- things ----------------------------------------------------------------

// Something that is in what was handed in.
struct thing {
    char *path;      // as it is called there: "lab1/nursery.c"; a folder ends
                     // with '/'
    char *at;        // where its bytes are, below the root; NULL: nowhere
    const char *why; // it cannot be taken: "is a symbolic link"; or NULL

    // Of several uploads of one file, on Canvas.
    int again;
    unsigned long long number;
};

struct things {
    int root; // an open folder: borrowed
    struct thing *list;
    size_t n;
    bool owned;    // close root with the things
    char *refused; // a sentence: why none of it can be taken; or NULL
};

// Keeps why; copies path and at.
void things_add(struct things *things, const char *path, const char *at,
                const char *why);
void things_free(struct things *things);

// Why a thing of that kind (S_IFLNK, ...) cannot be taken; NULL for a file.
const char *why_not(mode_t kind);

// Lists a folder, level by level, down to the one that has a file of the lab.
// What is below that stays one thing.
void things_of_folder(struct things *things, const char *folder,
                      const struct check_lab *lab);

// True for the name of an archive that can be unpacked; *stem is the length of
// what it is called without the ending.
bool is_archive(const char *name, size_t *stem);

// ---- files -----------------------------------------------------------------

// Opens what lies below root, without following any link; -1 and errno.
int open_beneath(int root, const char *path, int flags);

// A name in a folder, and what it is: S_IFREG, S_IFDIR, ...
struct name {
    char *text;
    mode_t kind;
};
struct names {
    struct name *list; // in the order of their bytes
    size_t n;
    bool more; // there are others
};

// Lists a folder below root ("": root itself), `most` names at most.
struct error *names_read(int root, const char *folder, size_t most,
                         struct names *names) MUST_CHECK;
void names_free(struct names *names);

// The whole of a regular file with one name, of `most` bytes at most. NULL
// where it is not to be had: *why says why.
char *read_beneath(int root, const char *path, size_t most, size_t *n,
                   const char **why);

// ---- parcels ---------------------------------------------------------------

// Columns of the roster, as bits.
enum column {
    COLUMN_STUDENT = 1 << 0,
    COLUMN_SIS = 1 << 1,
    COLUMN_LOGIN = 1 << 2,
    COLUMN_EMAIL = 1 << 3,
    COLUMN_CANVAS = 1 << 4,
    COLUMN_MOODLE = 1 << 5,
};

// What one person handed in, before it has been looked into.
struct parcel {
    char *from;     // the name it came by, as it is
    char *id;       // what tells who it is
    char *email;    // so does this; ""
    char *path;     // a folder or an archive below IN; NULL: none
    bool is_folder; // else an archive
    struct things loose; // files that lie about, as if in a folder
    char *received; // "2026-10-02T21:58:03Z" or ""
    int attempt;

    // Who that is.
    char *key; // NULL: nobody, and why it is not taken
    char *why;
    const struct person *person;
};

struct taking {
    const struct grade_options *options;
    const struct check_lab *lab;
    const struct roster *roster; // or NULL
    const char *folder;          // of all copies
    int root;                    // where what came lies: open
    bool unpacked;               // that is what was in an archive
    char **kept; // names in the folder of what is unpacked that are of use
    size_t n_kept;
    size_t n_unpacked; // so far
    struct parcel *parcels;
    size_t n_parcels;
    size_t n_keys;         // those that have a key are the first
    struct intake *intake; // what comes of it
};

// Lists the archive that fd is, of which files that may be the lab's are
// unpacked; they become the things' root. What is wrong with it is `refused`.
//
// Checkpoint.
struct error *things_of_archive(struct things *things, struct taking *taking,
                                int fd) MUST_CHECK;

// Unpacks the archive that fd is, which is what a whole class handed in; root
// becomes the folder that has it.
//
// Checkpoint.
//
// @return INVALID  it is refused: the message says why
struct error *taking_unpack(struct taking *taking, int fd) MUST_CHECK;

// The folder among the copies where archives are unpacked. No student's key can
// be its name.
#define UNPACKED ".unpacked"

// A line of what unpack lists; see unpack.c.
struct archive_entry_line {
    char kind;
    long long number;
    char *path; // free with free
};

// Reads the line at *at, which moves on; false at the end.
bool archive_next(const char **at, struct archive_entry_line *entry);

// A name for what comes out: of the archive, and of what is looked for in it.
// It stays among what is unpacked until a time when nobody asks for it.
char *archive_name(struct taking *taking, int fd, bool class);

// Runs unpack. What it lists, or "! " and why the archive is refused, is
// *listing (free with free).
//
// Checkpoint.
struct error *archive_unpack(const struct taking *taking, int fd, bool class,
                             const char *folder, char **listing) MUST_CHECK;

// What was kept of it in a folder; NULL if that was not finished.
char *archive_listing(const char *folder);
struct error *archive_keep_listing(const char *folder,
                                   const char *listing) MUST_CHECK;

// Removes what was unpacked of archives that are no longer there.
void unpacked_sweep(const struct taking *taking);

// The copies: picks the lab's files among things and puts them where s->folder
// is, which has nothing else after that.
struct error *things_take(const struct things *things,
                          const struct check_lab *lab,
                          struct submission *s) MUST_CHECK;

// One line of a name that may be anything; free with free.
char *clean_name(const char *name, size_t most);

// Adds a parcel; copies all text. It has no loose files yet.
struct parcel *parcel_add(struct taking *taking, const char *from,
                          const char *id, const char *path);

// The parcel that was added last if it has that id, or NULL: what one person
// handed in may be several names, which are beside each other.
struct parcel *parcel_last(struct taking *taking, const char *id);

// Frees all of them.
void parcels_free(struct taking *taking);

// The parcel of a student, or NULL: once they are matched.
struct parcel *parcel_of(const struct taking *taking, const char *key);

// Makes the list of the class, and the strays, of parcels that are matched.
void class_list(struct taking *taking);
struct submission *submission_find(const struct intake *intake,
                                   const char *student);

// Takes the files of all who are in the list, and removes what is there of
// others.
//
// Checkpoint.
struct error *class_take(struct taking *taking) MUST_CHECK;

// Notes what belongs to nobody. Takes why.
void stray_add(struct taking *taking, const char *from, char *why);

// A way in which submissions come.
struct form {
    const char *name;      // "Moodle's download"
    unsigned columns;      // enum column: where an id is looked for
    const char *in_roster; // where that is, for a sentence
    bool (*fits)(const struct taking *taking, const struct names *names);
    struct error *(*read)(struct taking *taking,
                          const struct names *names) MUST_CHECK;
};
extern const struct form form_folders, form_moodle, form_canvas,
    form_gradescope;

// Finds out who each parcel is from: sets key and person, or why.
void parcels_match(struct taking *taking, const struct form *form);

// True if the roster has a student of that key, number, login or address.
bool is_known(const struct roster *roster, const char *name);

// The name of the lab's file, or NULL.
const char *lab_file(const struct check_lab *lab, const char *name);
