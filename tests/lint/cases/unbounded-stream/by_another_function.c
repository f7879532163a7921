// A function of the program that says what it takes is known by that.
#include "mark.h"
#include "stream.h"

struct queue;

struct queue *queue_new(const char *name, int64_t room MARK_CAPACITY);
struct queue *list_new(const char *name, int64_t room);

struct queue *makes(bool marked)
{
    return marked ? queue_new("orders", STREAM_UNBOUNDED) // <- unbounded-stream
                  : list_new("orders", STREAM_UNBOUNDED);
}
