// Who handed in what: parcels as they are found, and the list of the class that
// comes of them.
#include "intake.h"
#include <stdlib.h>
#include <string.h>

// ---- parcels and strays -----------------------------------------------------

struct parcel *parcel_add(struct taking *taking, const char *from,
                          const char *id, const char *path)
{
    size_t n = taking->n_parcels;
    if ((n & (n - 1)) == 0) {
        size_t room = n == 0 ? 1 : 2 * n;
        taking->parcels =
            realloc(taking->parcels, room * sizeof(taking->parcels[0]));
        must(taking->parcels != NULL);
    }
    struct parcel *parcel = &taking->parcels[taking->n_parcels++];
    *parcel = (struct parcel){
        .from = check_format("%s", from),
        .id = check_format("%s", id),
        .email = check_format("%s", ""),
        .path = path != NULL ? check_format("%s", path) : NULL,
        .received = check_format("%s", ""),
        .attempt = 1,
    };
    return parcel;
}

struct parcel *parcel_last(struct taking *taking, const char *id)
{
    struct parcel *last = taking->n_parcels == 0
                              ? NULL
                              : &taking->parcels[taking->n_parcels - 1];
    return last != NULL && strcmp(last->id, id) == 0 ? last : NULL;
}

static void parcel_free(struct parcel *parcel)
{
    free(parcel->from);
    free(parcel->id);
    free(parcel->email);
    free(parcel->path);
    things_free(&parcel->loose);
    free(parcel->received);
    free(parcel->key);
    free(parcel->why);
}

void parcels_free(struct taking *taking)
{
    for (size_t i = 0; i < taking->n_parcels; i++)
        parcel_free(&taking->parcels[i]);
    free(taking->parcels);
}

void stray_add(struct taking *taking, const char *from, char *why)
{
    struct intake *intake = taking->intake;
    intake->strays = realloc(intake->strays, (intake->n_strays + 1) *
                                                 sizeof(intake->strays[0]));
    must(intake->strays != NULL);
    intake->strays[intake->n_strays++] =
        (struct stray){.from = clean_name(from, 200), .why = why};
}

// ---- the list of the class --------------------------------------------------

// A line of the class; parcel may be NULL, then nothing came.
static void add_submission(struct taking *taking, const char *key,
                           const struct person *person,
                           const struct parcel *parcel)
{
    struct submission *s = &taking->intake->list[taking->intake->n++];
    *s = (struct submission){
        .student = check_format("%s", key),
        .person = person,
        .from = parcel != NULL ? clean_name(parcel->from, 200)
                               : check_format("%s", ""),
        .folder = check_format("%s/%s", taking->folder, key),
        .digest = check_format("%s", ""),
        .received = check_format("%s", parcel != NULL ? parcel->received : ""),
        .attempt = parcel != NULL ? parcel->attempt : 1,
    };
}

static int by_student(const void *a, const void *b)
{
    return strcmp(((const struct submission *)a)->student,
                  ((const struct submission *)b)->student);
}

static int key_of_parcel(const void *key, const void *parcel)
{
    return strcmp(key, ((const struct parcel *)parcel)->key);
}

// The parcels that have a key are the first, in its order.
struct parcel *parcel_of(const struct taking *taking, const char *key)
{
    return taking->n_keys == 0
               ? NULL
               : bsearch(key, taking->parcels, taking->n_keys,
                         sizeof(struct parcel), key_of_parcel);
}

struct submission *submission_find(const struct intake *intake,
                                   const char *student)
{
    const struct submission wanted = {.student = (char *)student};
    return intake->n == 0 ? NULL
                          : bsearch(&wanted, intake->list, intake->n,
                                    sizeof(wanted), by_student);
}

void class_list(struct taking *taking)
{
    struct intake *intake = taking->intake;
    const struct roster *roster = taking->roster;
    size_t n = roster != NULL ? roster->n_people : taking->n_parcels;
    intake->list = calloc(n + 1, sizeof(intake->list[0]));
    must(intake->list != NULL);
    while (taking->n_keys < taking->n_parcels &&
           taking->parcels[taking->n_keys].key != NULL)
        taking->n_keys++;
    for (size_t i = 0; i < n; i++) {
        if (roster != NULL) {
            const struct person *person = &roster->people[i];
            add_submission(taking, person->student, person,
                           parcel_of(taking, person->student));
        } else if (taking->parcels[i].key != NULL) {
            add_submission(taking, taking->parcels[i].key, NULL,
                           &taking->parcels[i]);
        }
    }
    for (size_t i = 0; i < taking->n_parcels; i++)
        if (taking->parcels[i].key == NULL)
            stray_add(taking, taking->parcels[i].from,
                      check_format("%s", taking->parcels[i].why));
    qsort(intake->list, intake->n, sizeof(intake->list[0]), by_student);
}
