// Gradescope's "Export Submissions":
//
//     assignment_NNN_export/submission_MMM/nursery.c
//     assignment_NNN_export/submission_metadata.yml
//
// The list has, for each folder, who handed it in: several if they are a group,
// each of whom gets the same files. It is YAML as Ruby writes it:
//
//     submission_MMM:
//       :submitters:
//       - :name: Ada Lovelace
//         :sid: '123'
//         :email: ada@example.edu
//       :created_at: 2026-10-02 21:58:03.123456 Z
//
// It has only the submission that counts, so there is one for each. Nobody is
// matched by a name: two people may have the same.
#include "intake.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <yaml.h>

enum { MOST_LIST_BYTES = 32 * 1024 * 1024, MOST_LEVELS = 64, MOST_GROUP = 50 };

static const char list_name[] = "submission_metadata.yml";

static bool fits(const struct taking *taking, const struct names *names)
{
    (void)taking;
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->list[i].text, list_name) == 0)
            return true;
    return false;
}

// ---- times -----------------------------------------------------------------

// "2026-10-02 14:58:03.123 -07:00", or with a T, or with Z; "" if it is none.
static char *time_in_utc(const char *text)
{
    struct tm at = {0};
    int n = 0, hours = 0, minutes = 0;
    char sign = '+', result[32];
    if (sscanf(text, "%d-%d-%d%*1[Tt ]%d:%d:%d%n", &at.tm_year, &at.tm_mon,
               &at.tm_mday, &at.tm_hour, &at.tm_min, &at.tm_sec, &n) != 6 ||
        n == 0)
        return check_format("%s", "");
    text += n;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    text += strspn(text, " ");
    bool zoned = (*text == '+' || *text == '-') &&
                 (sscanf(text, "%c%2d:%2d", &sign, &hours, &minutes) == 3 ||
                  sscanf(text, "%c%2d%2d", &sign, &hours, &minutes) == 3);
    if (!zoned)
        hours = minutes = 0;
    int seconds = 60 * (60 * hours + minutes);
    at.tm_year -= 1900;
    at.tm_mon -= 1;
    time_t when = timegm(&at) - (sign == '-' ? -seconds : seconds);
    if (gmtime_r(&when, &at) == NULL ||
        strftime(result, sizeof(result), "%Y-%m-%dT%H:%M:%SZ", &at) == 0)
        result[0] = 0;
    return check_format("%s", result);
}

// ---- the list --------------------------------------------------------------

struct submitter {
    char *sid, *email;
};

// Reading the list, event by event: where we are in it.
struct reader {
    struct taking *taking;
    const struct names *names;
    bool *listed; // for each name
    int depth;
    bool is_map[MOST_LEVELS + 1];
    bool has_key[MOST_LEVELS + 1]; // the next in this map is a value

    // The submission that is being read.
    char *folder; // "submission_MMM"
    char *field;  // ":submitters" or ":created_at", ...
    char *part;   // of a submitter: ":sid"
    char *created;
    struct submitter group[MOST_GROUP];
    size_t n_group;
};

static void set(char **text, const char *value)
{
    free(*text);
    *text = check_format("%s", value);
}

static bool is(const char *text, const char *word)
{
    // Some write the words without Ruby's colon.
    return text != NULL && (strcmp(text, word) == 0 ||
                            (text[0] == ':' && strcmp(text + 1, word) == 0));
}

static int by_text(const void *text, const void *name)
{
    return strcmp(text, ((const struct name *)name)->text);
}

// Notes that a folder is in the list; false if there is none.
static bool find_folder(struct reader *r, const char *text)
{
    const struct name *name = bsearch(text, r->names->list, r->names->n,
                                      sizeof(struct name), by_text);
    if (name == NULL)
        return false;
    r->listed[name - r->names->list] = true;
    return S_ISDIR(name->kind);
}

static void add_parcel(struct reader *r, const struct submitter *who)
{
    const char *id = who->sid[0] != 0     ? who->sid
                     : who->email[0] != 0 ? who->email
                                          : r->folder;
    struct parcel *parcel = parcel_add(r->taking, r->folder, id, r->folder);
    parcel->is_folder = true;
    set(&parcel->email, who->email);
    free(parcel->received);
    parcel->received = time_in_utc(r->created != NULL ? r->created : "");
}

static void end_group(struct reader *r)
{
    for (size_t i = 0; i < r->n_group; i++) {
        free(r->group[i].sid);
        free(r->group[i].email);
    }
    r->n_group = 0;
    free(r->created);
    r->created = NULL;
}

static void end_submission(struct reader *r)
{
    if (!find_folder(r, r->folder))
        stray_add(r->taking, r->folder,
                  check_format("It is in Gradescope's list, and there is no "
                               "such folder."));
    else if (r->n_group == 0)
        stray_add(r->taking, r->folder,
                  check_format("Gradescope's list does not say who handed it "
                               "in."));
    else
        for (size_t i = 0; i < r->n_group; i++)
            add_parcel(r, &r->group[i]);
    end_group(r);
}

// In a map of submitters below ":submitters".
static bool in_group(const struct reader *r)
{
    return r->depth == 4 && r->is_map[1] && r->is_map[2] && !r->is_map[3] &&
           r->is_map[4] && is(r->field, "submitters");
}

static void on_key(struct reader *r, const char *text)
{
    if (r->depth == 1)
        set(&r->folder, text);
    else if (r->depth == 2)
        set(&r->field, text);
    else if (in_group(r))
        set(&r->part, text);
}

static void on_value(struct reader *r, const char *text)
{
    // A number that is missing is written as nothing, or as ~.
    const char *value = strcmp(text, "~") == 0 ? "" : text;
    if (r->depth == 2 && is(r->field, "created_at"))
        set(&r->created, value);
    if (!in_group(r) || r->n_group == 0)
        return;
    struct submitter *who = &r->group[r->n_group - 1];
    if (is(r->part, "sid"))
        set(&who->sid, value);
    else if (is(r->part, "email"))
        set(&who->email, value);
}

// A value of a map, or an item of a sequence, is over.
static void turn(struct reader *r)
{
    if (r->depth > 0 && r->is_map[r->depth])
        r->has_key[r->depth] = false;
}

static bool enter(struct reader *r, bool map)
{
    if (r->depth == MOST_LEVELS)
        return false;
    r->depth++;
    r->is_map[r->depth] = map;
    r->has_key[r->depth] = false;
    if (in_group(r) && r->n_group < MOST_GROUP)
        r->group[r->n_group++] = (struct submitter){
            .sid = check_format("%s", ""), .email = check_format("%s", "")};
    return true;
}

static void leave(struct reader *r)
{
    if (r->depth == 2 && r->is_map[1] && r->folder != NULL)
        end_submission(r);
    r->depth--;
    turn(r);
}

static void on_scalar(struct reader *r, const char *text)
{
    if (r->depth > 0 && r->is_map[r->depth] && !r->has_key[r->depth]) {
        on_key(r, text);
        r->has_key[r->depth] = true;
        return;
    }
    on_value(r, text);
    turn(r);
}

// False at the end, or if it makes no sense.
static bool on_event(struct reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        on_scalar(r, (const char *)event->data.scalar.value);
        return true;
    case YAML_ALIAS_EVENT:
        on_scalar(r, "");
        return true;
    case YAML_MAPPING_START_EVENT:
        return enter(r, true);
    case YAML_SEQUENCE_START_EVENT:
        return enter(r, false);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        leave(r);
        return true;
    default:
        return event->type != YAML_STREAM_END_EVENT;
    }
}

// True if the list could be read to its end.
static bool read_list(struct reader *r, const char *bytes, size_t n)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true, ended = false;
    must(yaml_parser_initialize(&parser) == 1);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
    while (more && yaml_parser_parse(&parser, &event) == 1) {
        more = on_event(r, &event);
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return ended;
}

// ---- the form --------------------------------------------------------------

static void reader_end(struct reader *r)
{
    end_group(r); // What an end of the list has left open.
    free(r->listed);
    free(r->folder);
    free(r->field);
    free(r->part);
}

static struct error *read_all(struct reader *r)
{
    const char *why = "is no list of Gradescope's";
    size_t n;
    char *bytes =
        read_beneath(r->taking->root, list_name, MOST_LIST_BYTES, &n, &why);
    bool ok = bytes != NULL && read_list(r, bytes, n);
    if (bytes != NULL)
        why = "is no list of Gradescope's";
    free(bytes);
    if (ok)
        return NULL;
    return error_new(&INVALID, "%s in %s %s; export the submissions once more",
                     list_name, r->taking->options->in, why);
}

static struct error *read_names(struct taking *taking,
                                const struct names *names)
{
    struct reader r = {.taking = taking, .names = names};
    r.listed = calloc(names->n, sizeof(r.listed[0]));
    must(r.listed != NULL);
    struct error *err = read_all(&r);
    for (size_t i = 0; err == NULL && i < names->n; i++)
        if (strcmp(names->list[i].text, list_name) != 0 && !r.listed[i])
            stray_add(taking, names->list[i].text,
                      check_format("It is not in Gradescope's list."));
    reader_end(&r);
    return err;
}

const struct form form_gradescope = {
    .name = "Gradescope's export",
    .columns = COLUMN_STUDENT | COLUMN_SIS,
    .in_roster = "number (in \"student\" or \"sis\") or address",
    .fits = fits,
    .read = read_names,
};
