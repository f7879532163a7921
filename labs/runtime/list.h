// A doubly linked list whose links live inside the things it holds.
//
// The head is a link too, and an empty list is a head that points at itself:
// so there is no special case at either end, and a thing can leave its list
// without knowing which list it is in.
#pragma once
#include "must.h"
#include <stdbool.h>

struct list {
    struct list *next; // the first member; from a member, the one after it
    struct list *prev; // the last member; from a member, the one before it
};

// Makes head an empty list, or a link that is in no list.
static inline void list_init(struct list *head)
{
    head->next = head->prev = head;
}

static inline bool list_empty(const struct list *head)
{
    return head->next == head;
}

// Adds link as the last member.
static inline void list_push(struct list *head, struct list *link)
{
    link->prev = head->prev;
    link->next = head;
    head->prev->next = link;
    head->prev = link;
}

// Takes link out of its list. Doing so twice is harmless.
static inline void list_remove(struct list *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
    list_init(link);
}

// Removes and returns the first member, or NULL if there is none.
static inline struct list *list_pop(struct list *head)
{
    if (list_empty(head))
        return NULL;
    struct list *first = head->next;
    list_remove(first);
    return first;
}

// Visits every member in order. The body may remove the visited link, and
// only that one.
#define list_each(link, head)                                                  \
    for (struct list *link = (head)->next, *link##_next = link->next;          \
         link != (head); link = link##_next, link##_next = link->next)
