// What a member of a result says, whether or not it is there.
#include "grade.h"

const char *result_string(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

int result_int(const json_t *object, const char *name)
{
    return (int)json_number_value(json_object_get(object, name));
}
