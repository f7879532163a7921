/*
 * Lists that are threaded through their members, a red-black tree, a heap and
 * a ring, written as kernels write them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define READ_ONCE(x)	(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile typeof(x) *)&(x) = (v))
#define barrier()	__asm__ __volatile__("" ::: "memory")
#define BIT(n)		(1UL << (n))
#define GENMASK(h, l)	(((~0UL) << (l)) & (~0UL >> (63 - (h))))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define container_of(ptr, type, member) ({				\
	const typeof(((type *)0)->member) *__mptr = (ptr);		\
	(type *)((char *)__mptr - offsetof(type, member)); })
#define WARN_ON(condition) ({						\
	int __ret = !!(condition);					\
	if (unlikely(__ret))						\
		fprintf(stderr, "%s:%d\n", __FILE__, __LINE__);		\
	unlikely(__ret); })
#define ERR_PTR(e)	((void *)(long)(e))
#define IS_ERR(p)	((unsigned long)(p) >= (unsigned long)-4095)
#define DEFINE_NODE(name) struct node name = { .key = __COUNTER__ }

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_for_each_entry(pos, head, member)				\
	for (pos = list_entry((head)->next, typeof(*pos), member);	\
	     &pos->member != (head);					\
	     pos = list_entry(pos->member.next, typeof(*pos), member))
#define list_for_each_entry_safe(pos, n, head, member)			\
	for (pos = list_entry((head)->next, typeof(*pos), member),	\
	     n = list_entry(pos->member.next, typeof(*pos), member);	\
	     &pos->member != (head);					\
	     pos = n, n = list_entry(n->member.next, typeof(*n), member))

static inline void __list_add(struct list_head *new, struct list_head *prev,
			      struct list_head *next)
{
	next->prev = new;
	new->next = next;
	new->prev = prev;
	WRITE_ONCE(prev->next, new);
}

static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	__list_add(new, head->prev, head);
}

static inline void list_del(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	WRITE_ONCE(entry->prev->next, entry->next);
	entry->next = entry->prev = NULL;
}

static inline int list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

enum color { RED, BLACK };

struct node {
	struct node *parent, *left, *right;
	enum color color;
	unsigned long key;
	struct list_head list;
};

struct root {
	struct node *node;
	unsigned int n;
	int (*less)(const struct node *, const struct node *);
};

static void replace(struct root *root, struct node *old, struct node *new)
{
	if (!old->parent)
		root->node = new;
	else if (old->parent->left == old)
		old->parent->left = new;
	else
		old->parent->right = new;
	if (new)
		new->parent = old->parent;
}

static void rotate_left(struct root *root, struct node *x)
{
	struct node *y = x->right;

	if ((x->right = y->left))
		y->left->parent = x;
	replace(root, x, y);
	y->left = x;
	x->parent = y;
}

static void rotate_right(struct root *root, struct node *x)
{
	struct node *y = x->left;

	if ((x->left = y->right))
		y->right->parent = x;
	replace(root, x, y);
	y->right = x;
	x->parent = y;
}

static void insert_color(struct root *root, struct node *node)
{
	struct node *parent, *gparent, *uncle, *tmp;

	while ((parent = node->parent) && parent->color == RED) {
		gparent = parent->parent;
		if (parent == gparent->left) {
			uncle = gparent->right;
			if (uncle && uncle->color == RED) {
				uncle->color = parent->color = BLACK;
				gparent->color = RED;
				node = gparent;
				continue;
			}
			if (node == parent->right) {
				rotate_left(root, parent);
				tmp = parent, parent = node, node = tmp;
			}
			parent->color = BLACK;
			gparent->color = RED;
			rotate_right(root, gparent);
		} else {
			uncle = gparent->left;
			if (uncle && uncle->color == RED) {
				uncle->color = parent->color = BLACK;
				gparent->color = RED;
				node = gparent;
				continue;
			}
			if (node == parent->left) {
				rotate_right(root, parent);
				tmp = parent, parent = node, node = tmp;
			}
			parent->color = BLACK;
			gparent->color = RED;
			rotate_left(root, gparent);
		}
	}
	root->node->color = BLACK;
}

static struct node *insert(struct root *root, struct node *node)
{
	struct node **link = &root->node, *parent = NULL;

	while (*link) {
		parent = *link;
		if (root->less(node, parent))
			link = &parent->left;
		else if (root->less(parent, node))
			link = &parent->right;
		else
			return ERR_PTR(-17);
	}
	node->parent = parent;
	node->left = node->right = NULL;
	node->color = RED;
	*link = node;
	root->n++;
	insert_color(root, node);
	return node;
}

static struct node *first(const struct root *root)
{
	struct node *n = root->node;

	if (!n)
		return NULL;
	while (n->left)
		n = n->left;
	return n;
}

static struct node *next(const struct node *node)
{
	struct node *parent;

	if (node->right) {
		node = node->right;
		while (node->left)
			node = node->left;
		return (struct node *)node;
	}
	while ((parent = node->parent) && node == parent->right)
		node = parent;
	return parent;
}

static int by_key(const struct node *a, const struct node *b)
{
	return a->key < b->key;
}

static int depth(const struct node *node, int *blacks)
{
	int left, right;

	if (!node)
		return *blacks = 0;
	left = depth(node->left, blacks);
	right = depth(node->right, blacks);
	*blacks += node->color == BLACK;
	return 1 + (left > right ? left : right);
}

struct ring {
	unsigned int head, tail;
	unsigned int mask;
	void *slots[];
};

static bool ring_put(struct ring *ring, void *item)
{
	unsigned int head = ring->head;

	if (head - READ_ONCE(ring->tail) > ring->mask)
		return false;
	ring->slots[head & ring->mask] = item;
	__atomic_store_n(&ring->head, head + 1, __ATOMIC_RELEASE);
	return true;
}

static void *ring_take(struct ring *ring)
{
	unsigned int tail = ring->tail;
	void *item;

	if (__atomic_load_n(&ring->head, __ATOMIC_ACQUIRE) == tail)
		return NULL;
	item = ring->slots[tail & ring->mask];
	barrier();
	WRITE_ONCE(ring->tail, tail + 1);
	return item;
}

static void sift(unsigned long *heap, size_t n, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= n)
			break;
		if (child + 1 < n && heap[child + 1] < heap[child])
			child++;
		if (heap[i] <= heap[child])
			break;
		heap[i] ^= heap[child];
		heap[child] ^= heap[i];
		heap[i] ^= heap[child];
		i = child;
	}
}

static inline uint64_t cycles(void)
{
#if defined(__x86_64__)
	uint32_t low, high;

	__asm__ __volatile__("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
#elif defined(__aarch64__)
	uint64_t value;

	__asm__ __volatile__("mrs %0, cntvct_el0" : "=r"(value));
	return value;
#else
	return 0;
#endif
}

static LIST_HEAD(all);

int tree_main(void)
{
	struct root root = { .less = by_key };
	struct node *node, *tmp;
	struct ring *ring;
	unsigned long heap[64], flags = GENMASK(7, 4) | BIT(0);
	int blacks, err = 0;
	size_t i;

	ring = calloc(1, sizeof(*ring) + 16 * sizeof(ring->slots[0]));
	if (!ring)
		return -12;
	ring->mask = 15;
	for (i = 0; i < ARRAY_SIZE(heap); i++) {
		node = malloc(sizeof(*node));
		if (WARN_ON(!node)) {
			err = -12;
			goto out;
		}
		node->key = heap[i] = cycles() ^ flags;
		if (IS_ERR(insert(&root, node))) {
			free(node);
			continue;
		}
		list_add_tail(&node->list, &all);
		if (!ring_put(ring, node))
			(void)ring_take(ring);
	}
	for (i = ARRAY_SIZE(heap) / 2; i-- > 0;)
		sift(heap, ARRAY_SIZE(heap), i);
	for (node = first(&root); node; node = next(node))
		printf("%lu%c", node->key, node->color == RED ? 'r' : 'b');
	printf("\n%d\n", depth(root.node, &blacks));
	list_for_each_entry(node, &all, list)
		if (node->key & 1)
			break;
out:
	list_for_each_entry_safe(node, tmp, &all, list) {
		list_del(&node->list);
		free(node);
	}
	free(ring);
	return err ? err : !list_empty(&all);
}
