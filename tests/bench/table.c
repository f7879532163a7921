// The tables of a comparison, for people and as JSON.
#include "drive.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const program_names[N_PROGRAMS] = {"ours", "Go", "Boost", "asyncio",
                                               "Trio"};

// Floors and goals are those of the table "What this runtime is to reach".
const struct row rows[N_ROWS] = {
    {"spawn", "spawn+close, 1,000", "ns", "ns", 1, 1, 12, 20, 6, false},
    {"spawn_live", "  with 1,000 alive", "ns", "ns", 1, 1, 41, 60, 2.4, false},
    {"yield", "yield, one switch", "ns", "ns", 1, 1, 2.3, 5, 10, false},
    {"stream_0", "stream of 0, an item", "ns", "ns", 1, 0, 6, 15, 6, false},
    {"stream_64", "stream of 64", "ns", "ns", 1, 0, 0, 10, 3, false},
    {"live_tasks", "guarded live tasks", "tasks", "", 1, 0, 1e5, 1e6, 0, true},
    {"idle_bytes", "an idle task", "B", "KB", 1e3, 2, 4097, 4200, 0, false},
    {"cancel", "cancel+join 100,000", "ns", "us", 1e3, 2, 207, 250, 0, false},
    {"deadline", "timed scope, 100,000", "ns", "ns", 1, 0, 93, 150, 0, false},
    {"deadline_again", "  100,000 pending", "ns", "ns", 1, 0, 93, 150, 0,
     false},
    {"lateness", "lateness in a storm", "ns", "ms", 1e6, 3, 0, 1e5, 0, false},
    {"lint", "lint, 20,000 lines", "parses", "parses", 1, 2, 0, 1.3, 0, false},
};

const char *const costs[N_COSTS] = {"spawn", "yield", "cancel",
                                    "deadline_again"};
const size_t sizes[N_SIZES] = {1000, 10 * 1000, 100 * 1000, 1000 * 1000};

// ---- samples --------------------------------------------------------------

void samples_add(struct samples *samples, double value)
{
    if (samples->n < MOST_ROUNDS)
        samples->values[samples->n++] = value;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double samples_median(const struct samples *samples)
{
    struct samples sorted = *samples;
    if (sorted.n == 0)
        return NAN;
    qsort(sorted.values, sorted.n, sizeof(sorted.values[0]), compare);
    return sorted.values[sorted.n / 2];
}

// ---- words ----------------------------------------------------------------

// "26.8 ns" into text; "-" if there is no value.
static const char *with_unit(const struct row *row, double value, char *text,
                             size_t bytes)
{
    if (isnan(value))
        snprintf(text, bytes, "-");
    else
        snprintf(text, bytes, "%.*f %s", row->decimals, value / row->scale,
                 row->unit);
    return text;
}

static bool is_better(const struct row *row, double a, double b)
{
    return row->more_is_better ? a > b : a < b;
}

static enum program best_peer(const struct results *results, size_t r)
{
    enum program best = OURS; // nobody
    for (enum program p = GO; p < N_PROGRAMS; p++) {
        double value = samples_median(&results->of[r][p]);
        double to_beat = samples_median(&results->of[r][best]);
        if (!isnan(value) &&
            (best == OURS || is_better(&rows[r], value, to_beat)))
            best = p;
    }
    return best;
}

// How many times better a is than b.
static double times_better(const struct row *row, double a, double b)
{
    return row->more_is_better ? a / b : b / a;
}

// "yes", "no", or why it cannot be said.
static const char *reached(const struct results *results, size_t r)
{
    const struct row *row = &rows[r];
    double ours = samples_median(&results->of[r][OURS]);
    double go = samples_median(&results->of[r][GO]);
    if (isnan(ours) || row->reach == 0)
        return "";
    if (ours != row->reach && !is_better(row, ours, row->reach))
        return "no";
    if (row->times_go != 0 && isnan(go))
        return "no Go";
    return row->times_go == 0 || go / ours >= row->times_go ? "yes" : "no";
}

// ---- tables ---------------------------------------------------------------

static void print_row(const struct results *results, size_t r)
{
    const struct row *row = &rows[r];
    double ours = samples_median(&results->of[r][OURS]);
    enum program best = best_peer(results, r);
    double theirs = best != OURS ? samples_median(&results->of[r][best]) : NAN;
    char a[32], b[32], peer[64] = "-", ratio[32] = "", goal[64] = "";
    if (best != OURS) {
        snprintf(peer, sizeof(peer), "%s %s", program_names[best],
                 with_unit(row, theirs, b, sizeof(b)));
        snprintf(ratio, sizeof(ratio), "%.1f", times_better(row, ours, theirs));
    }
    if (row->reach != 0)
        snprintf(goal, sizeof(goal), "%.10g %s", row->reach / row->scale,
                 row->unit);
    if (row->times_go != 0)
        snprintf(goal + strlen(goal), sizeof(goal) - strlen(goal), ", %gx Go",
                 row->times_go);
    printf("%-20s %10s  %-20s %6s  %-14s %s\n", row->title,
           with_unit(row, ours, a, sizeof(a)), peer, ratio, goal,
           reached(results, r));
}

static void print_comparison(const struct results *results)
{
    printf("\n%-20s %10s  %-20s %6s  %-13s%s\n", "", "ours", "best peer",
           "ratio", "to reach", "reached");
    for (size_t r = 0; r < N_ROWS; r++)
        print_row(results, r);
}

static void print_peers(const struct results *results)
{
    printf("\n%-20s", "medians");
    for (enum program p = OURS; p < N_PROGRAMS; p++)
        printf(" %11s", program_names[p]);
    printf("\n");
    for (size_t r = 0; r < N_ROWS; r++) {
        char text[32];
        printf("%-20s", rows[r].title);
        for (enum program p = OURS; p < N_PROGRAMS; p++)
            printf(" %11s",
                   with_unit(&rows[r], samples_median(&results->of[r][p]), text,
                             sizeof(text)));
        printf("\n");
    }
    for (enum program p = OURS; p < N_PROGRAMS; p++)
        if (results->missing[p])
            printf("%s is not installed here.\n", program_names[p]);
}

// Cost a task at each size, and the largest of them over the smallest.
static void print_growth(const struct results *results)
{
    printf("\n%-14s", "ns a task, of");
    for (size_t i = 0; i < N_SIZES; i++)
        printf(" %10zu", sizes[i]);
    printf("  %s\n", "largest/least");
    for (size_t c = 0; c < N_COSTS; c++) {
        double least = INFINITY, largest = 0;
        printf("%-14s", costs[c]);
        for (size_t i = 0; i < N_SIZES; i++) {
            double cost = samples_median(&results->growth[c][i]);
            least = fmin(least, cost);
            largest = fmax(largest, cost);
            printf(" %10.1f", cost);
        }
        printf("  %4.1f %s\n", largest / least,
               largest <= 3 * least ? "flat" : "grows");
    }
}

// From save to verdict, of each lab's solution, of which one file has changed.
static void print_verdicts(const struct results *results)
{
    printf("\none file saved, to the verdict, to reach %d ms\n", VERDICT_MS);
    for (size_t i = 0; i < results->n_verdicts; i++) {
        const struct verdict *v = &results->verdicts[i];
        double ms = samples_median(&v->ms);
        if (v->why != NULL)
            printf("%-20s %s\n", v->lab, v->why);
        else
            printf("%-20s %7.0f ms  %s\n", v->lab, ms,
                   ms <= VERDICT_MS ? "yes" : "no");
    }
}

void table_print(struct results *results)
{
    print_comparison(results);
    print_peers(results);
    print_growth(results);
    print_verdicts(results);
}

// ---- JSON -----------------------------------------------------------------

static void put_value(FILE *out, double value)
{
    if (isnan(value))
        fprintf(out, "null");
    else
        fprintf(out, "%.2f", value);
}

static void put_peers(FILE *out, const struct results *results, size_t r)
{
    const char *comma = "";
    for (enum program p = GO; p < N_PROGRAMS; p++) {
        double value = samples_median(&results->of[r][p]);
        if (isnan(value))
            continue;
        fprintf(out, "%s\"%s\": %.2f", comma, program_names[p], value);
        comma = ", ";
    }
}

static void put_row(FILE *out, const struct results *results, size_t r)
{
    fprintf(out, "%s\n  {\"name\": \"%s\", \"unit\": \"%s\", \"ours\": ",
            r > 0 ? "," : "", rows[r].name, rows[r].base);
    put_value(out, samples_median(&results->of[r][OURS]));
    fprintf(out, ", \"peers\": {");
    put_peers(out, results, r);
    fprintf(out, "}, \"floor\": ");
    put_value(out, rows[r].floor != 0 ? rows[r].floor : NAN);
    fprintf(out, "}");
}

static void put_growth(FILE *out, const struct results *results)
{
    for (size_t c = 0; c < N_COSTS; c++)
        for (size_t i = 0; i < N_SIZES; i++) {
            fprintf(out,
                    ",\n  {\"name\": \"growth %s %zu\", \"unit\": \"ns\", "
                    "\"ours\": ",
                    costs[c], sizes[i]);
            put_value(out, samples_median(&results->growth[c][i]));
            fprintf(out, ", \"peers\": {}, \"floor\": null}");
        }
}

static void put_verdicts(FILE *out, const struct results *results)
{
    for (size_t i = 0; i < results->n_verdicts; i++) {
        fprintf(out,
                ",\n  {\"name\": \"verdict %s\", \"unit\": \"ms\", "
                "\"ours\": ",
                results->verdicts[i].lab);
        put_value(out, samples_median(&results->verdicts[i].ms));
        fprintf(out, ", \"peers\": {}, \"floor\": null}");
    }
}

bool table_write_json(const struct results *results, const char *path)
{
    FILE *out = fopen(path, "w");
    if (out == NULL)
        return false;
    fprintf(out, "[");
    for (size_t r = 0; r < N_ROWS; r++)
        put_row(out, results, r);
    put_growth(out, results);
    put_verdicts(out, results);
    fprintf(out, "\n]\n");
    return fclose(out) == 0;
}
// private: linnet-0f5d3f897d262c7d
