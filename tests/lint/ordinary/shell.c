/* A shell of pipes, in the old way: fork, exec, wait, signals, globals. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <pwd.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define MAXARGS 64
#define MAXJOBS 16
#define isoctal(c) ((c) >= '0' && (c) <= '7')
#ifdef lint
#define UNUSED(x) (x) = (x)
#else
#define UNUSED(x) (void)(x)
#endif

typedef struct cmd {
	char *argv[MAXARGS];
	int argc, in, out, append;
	struct cmd *pipe;
} cmd_t;

static struct job {
	pid_t pgid;
	enum { NONE, RUNNING, STOPPED, DONE } state;
	char text[80];
} jobs[MAXJOBS], *current = jobs;

static int status, interactive;
static sigjmp_buf top;
static struct termios tty;
char *prompt = "$ ";

static int do_cd(), do_exit(), do_jobs(), do_umask(), do_times();

static const struct builtin {
	const char *name;
	int (*func)();
} builtins[] = {
	{ "cd", do_cd }, { "exit", do_exit }, { "jobs", do_jobs },
	{ "umask", do_umask }, { "times", do_times }, { 0, 0 },
};

static void interrupt(sig)
int sig;
{
	UNUSED(sig);
	siglongjmp(top, 1);
}

static void reap(int sig)
{
	int s, saved = errno;
	pid_t pid;
	struct job *j;

	(void)sig;
	while ((pid = waitpid(-1, &s, WNOHANG | WUNTRACED)) > 0)
		for (j = jobs; j < jobs + MAXJOBS; j++)
			if (j->pgid == pid)
				j->state = WIFSTOPPED(s) ? STOPPED : DONE;
	errno = saved;
}

static int do_cd(c)
cmd_t *c;
{
	const char *to = c->argc > 1 ? c->argv[1] : getenv("HOME");
	struct passwd *pw;

	if (to == NULL && (pw = getpwuid(getuid())) != NULL)
		to = pw->pw_dir;
	if (to == NULL || chdir(to) < 0) {
		perror(to);
		return 1;
	}
	return 0;
}

static int do_exit(c)
cmd_t *c;
{
	exit(c->argc > 1 ? atoi(c->argv[1]) : status);
	/* NOTREACHED */
}

static int do_jobs()
{
	register struct job *j;

	for (j = jobs; j < &jobs[MAXJOBS]; ++j)
		switch (j->state) {
		case NONE:
			continue;
		case DONE:
			j->state = NONE;
			/*FALLTHROUGH*/
		default:
			printf("[%d] %s\n", (int)(j - jobs), j->text);
		}
	return 0;
}

static int do_umask(c)
cmd_t *c;
{
	mode_t m = 0;
	char *p;

	if (c->argc < 2) {
		umask(m = umask(0));
		return printf("%03o\n", (unsigned)m) < 0;
	}
	for (p = c->argv[1]; isoctal(*p); p++)
		m = m << 3 | (*p - '0');
	if (*p)
		return 1;
	umask(m);
	return 0;
}

static int do_times()
{
	struct rusage self, kids;

	if (getrusage(RUSAGE_SELF, &self) || getrusage(RUSAGE_CHILDREN, &kids))
		return 1;
	printf("%ld.%03lds %ld.%03lds\n", (long)self.ru_utime.tv_sec,
	    (long)self.ru_utime.tv_usec / 1000, (long)kids.ru_utime.tv_sec,
	    (long)kids.ru_utime.tv_usec / 1000);
	return 0;
}

static char *word(pp)
char **pp;
{
	char *p = *pp, *to, *start, quote = 0;

	while (isspace((unsigned char)*p))
		p++;
	if (*p == 0)
		return NULL;
	for (start = to = p; *p; p++) {
		if (quote ? *p == quote : *p == '"' || *p == '\'') {
			quote = quote ? 0 : *p;
			continue;
		}
		if (!quote && (isspace((unsigned char)*p) || *p == '|'))
			break;
		if (*p == '\\' && p[1])
			p++;
		*to++ = *p;
	}
	*pp = *p && *p != '|' ? p + 1 : p;
	if (to != start || quote)
		*to = 0;
	return start;
}

static cmd_t *parse(line)
char *line;
{
	cmd_t *c = calloc(1, sizeof *c);
	char *w;
	glob_t g;
	size_t i;

	if (c == NULL)
		return NULL;
	c->in = c->out = -1;
	while (*line && *line != '|' && (w = word(&line)) != NULL)
		if (*w == '<' && w[1])
			c->in = open(w + 1, O_RDONLY);
		else if (*w == '>' && w[1])
			c->out = open(w + 1, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		else if (strpbrk(w, "*?[") && glob(w, 0, 0, &g) == 0) {
			for (i = 0; i < g.gl_pathc && c->argc < MAXARGS - 1; i++)
				c->argv[c->argc++] = strdup(g.gl_pathv[i]);
			globfree(&g);
		} else if (c->argc < MAXARGS - 1)
			c->argv[c->argc++] = w;
	if (*line == '|')
		c->pipe = parse(line + 1);
	return c;
}

static int builtin(cmd_t *c)
{
	const struct builtin *b;

	for (b = builtins; b->name; b++)
		if (!strcmp(b->name, c->argv[0]))
			return status = (*b->func)(c), 1;
	return 0;
}

static void become(cmd_t *c, int in, int out)
{
	if (in >= 0)
		dup2(in, 0), close(in);
	if (out >= 0)
		dup2(out, 1), close(out);
	signal(SIGINT, SIG_DFL);
	execvp(c->argv[0], c->argv);
	fprintf(stderr, "%s: %s\n", c->argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void execute(cmd_t *c)
{
	int fd[2], in = c->in, s;
	pid_t pid = 0, last = 0;

	for (; c; c = c->pipe) {
		fd[0] = fd[1] = -1;
		if (c->argc == 0 || (!c->pipe && in < 0 && builtin(c)))
			break;
		if (c->pipe && pipe(fd) < 0) {
			perror("pipe");
			return;
		}
		switch (pid = vfork()) {
		case -1:
			perror("fork");
			return;
		case 0:
			become(c, in, c->pipe ? fd[1] : c->out);
		default:
			last = pid;
		}
		if (in >= 0)
			close(in);
		if (fd[1] >= 0)
			close(fd[1]);
		in = fd[0];
	}
	while (last > 0 && (pid = wait(&s)) != -1)
		if (pid == last)
			status = WIFEXITED(s) ? WEXITSTATUS(s) : 128 + WTERMSIG(s);
}

static int here(name)
char *name;
{
	DIR *d = opendir(name);
	struct dirent *e;
	struct stat st;
	int n = 0;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && !lstat(e->d_name, &st) &&
		    (st.st_mode & S_IFMT) == S_IFREG)
			n++;
	return d ? closedir(d), n : -1;
}

int shell_main(argc, argv)
int argc;
char **argv;
{
	static char line[1024];
	cmd_t *c, *n;

	if (argc > 1 && freopen(argv[1], "r", stdin) == NULL)
		return 2;
	interactive = isatty(0) && tcgetattr(0, &tty) == 0;
	signal(SIGCHLD, reap);
	if (sigsetjmp(top, 1))
		putchar('\n');
	signal(SIGINT, interrupt);
	for (;;) {
		if (interactive)
			fputs(prompt, stdout), fflush(stdout);
		if (!fgets(line, sizeof line, stdin))
			break;
		strncpy(current->text, line, sizeof current->text - 1);
		for (execute(c = parse(line)); c; c = n)
			n = c->pipe, free(c);
		if (status > 128 && here(".") < 0)
			goto out;
	}
out:
	return status;
}
