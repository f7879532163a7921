# Structured concurrency in C, lab by lab.    `make` lists what can be done.
#
# One rule compiles. A module is one header and one source; a lab's object comes
# from solutions/, but for the lab that is being checked. What is built is below
# build/, by flavour: plain, asan, clang.

# No built-in rules: to look for one for each header takes longer than a build.
MAKEFLAGS += -rR

CC       = gcc
WARN     = -Wall -Wextra -Werror
CFLAGS   = -std=gnu11 -D_GNU_SOURCE -g $(WARN)
SANITIZE = -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
DIRS     = labs/runtime $(wildcard labs/[0-9]-*) harness harness/lint harness/grade tests build/harness
LLVM    := $(lastword $(shell ls -d /usr/lib/llvm-*/include/clang-c 2>/dev/null | sort -V))
CPPFLAGS = $(addprefix -I,$(DIRS)) $(if $(LLVM),-isystem $(LLVM:/clang-c=)) -MMD -MP
MACHINE := $(shell uname -m)

# What is private is a source or, in a student's copy, a sealed object, which lies
# below SEALED as it will below build/.
SEALED   = harness/sealed/$(MACHINE)
sealed   = $(patsubst $(SEALED)/%,%,$(wildcard $(SEALED)/$(1)))
sources  = $(basename $(wildcard $(1)))
private  = $(basename $(wildcard $(1)) $(patsubst plain/%,%,$(call sealed,plain/$(1:.c=.o))))
objects  = $(addprefix build/$(1)/,$(addsuffix .o,$(2)))

SWITCH   = $(or $(basename $(wildcard labs/runtime/switch_$(MACHINE).S)),labs/runtime/switch_ucontext)
RUNTIME  = $(filter-out %_ucontext,$(call sources,labs/runtime/*.c)) $(SWITCH)
OUTSIDE  = $(addprefix labs/runtime/,io pipe process process_run signals)
LINT     = labs/4-lint/ast $(call private,solutions/4-lint/*.c)
LINTER   = $(filter-out %/main,$(call sources,harness/lint/*.c)) $(LINT)
MODULES  = $(filter-out $(LINT),$(call private,solutions/*/*.c))
LIBCLANG = -L$(LLVM:/include/clang-c=/lib) -lclang
LABS     = $(sort $(patsubst tests/%/,%,$(dir $(call private,tests/[0-9]-*/scenarios*.c))))
CAGED    = harness/counted harness/crash $(filter-out $(OUTSIDE),$(RUNTIME))
RUNNER   = harness/runner $(CAGED)
JUDGE    = $(call sources,harness/judge*.c harness/play*.c) $(RUNTIME)
CHECKER  = $(call sources,harness/checker*.c)
TOLD     = $(addprefix harness/checker_,tool lab plain without)
INTAKE   = $(call sources,harness/grade/intake*.c) $(addprefix harness/grade/,roster csv csv_fill digest keep folder)
VERIFY   = $(call sources,harness/verify*.c) $(INTAKE) $(TOLD)
GRADE    = $(filter-out %/main %/unpack,$(call sources,harness/grade/*.c)) $(TOLD)
CAGE     = $(filter-out harness/cage_rules,$(call sources,harness/cage*.c))

# A student's copy has all that students need, for one kind of machine.
ifeq ($(wildcard tests),)
$(if $(filter test tests verify bench grade regrade attacks handout gradescope,$(MAKECMDGOALS)),$(error \
	make $(MAKECMDGOALS) is for instructors: a student's copy has no solutions and no hidden tests))
$(if $(LABS),,$(error This copy is for $(notdir $(wildcard harness/sealed/*)), and this machine \
	is $(MACHINE): ask for a copy that was made on one of these))
endif

help:
	@cat harness/help.txt

# ---- students ---------------------------------------------------------------------

ARGS = $(if $(T),--test '$(T)') $(if $(V),--verbose) $(if $(SEED),--seed '$(SEED)') \
	$(if $(SRC),--src '$(SRC)') $(if $(TESTS),--tests '$(TESTS)')

# Only for what is asked for: a file called labels.c is none.
ifneq ($(filter lab%,$(MAKECMDGOALS)),)
$(filter lab%,$(MAKECMDGOALS)): lab%: deps
	@$(MAKE) -s --no-print-directory kit LAB=$*
	@build/harness/check --lab '$*' $(ARGS)
endif

hint coverage debug: deps
	@$(MAKE) -s --no-print-directory kit
	@build/harness/check --lab '$(LAB)' --$@ $(ARGS)

own: deps
	@$(MAKE) -s --no-print-directory -j$$(nproc) kit $(if $(LAB),own-kit)
	@build/harness/check --lab '$(LAB)' --own $(ARGS)

mine: deps
	@$(MAKE) -s --no-print-directory kit mine-kit LAB=
	@build/harness/check --mine $(ARGS)

submit: deps
	@$(MAKE) -s --no-print-directory kit
	@harness/submit '$(LAB)' $(if $(SRC),--src '$(SRC)')

# A class, and again. What is said here goes on by the environment, as it is, so
# that a name may have any character.
$(if $(filter grade regrade,$(MAKECMDGOALS)),$(foreach v,IN OUT ROSTER CANVAS MOODLE,$(eval override export $(v) := $$(value $(v)))))
grade regrade:
	@harness/deps grade
	@harness/grade/start $@

# Any program, with the reference modules: make run FILE=labs/1-nursery/examples/forget.c
run: deps
	@test -f '$(FILE)' || { echo 'Which program? Say FILE=path.c, for example'; ls labs/*/examples/*.c; exit 2; } >&2
	@$(MAKE) -s --no-print-directory build/run/$(basename $(FILE))
	@build/run/$(basename $(FILE))

build/run/%: build/plain/%.o build/plain/course.a
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv

# Reads C source, ours if no FILE is said. Not what is wrong on purpose, nor what
# is for another machine, nor what needs libraries that only instructors have.
UNLINTED = labs/4-lint/rules/%/bad.c labs/4-lint/examples/dangling.c tests/lint/cases/% tests/4-lint/corpus/% tests/attacks/% tests/harness/cage/% \
	$(addsuffix .c,$(filter-out $(SWITCH),labs/runtime/switch_ucontext)) $(if $(wildcard /usr/include/nettle),,harness/grade/% tests/grade/%)
LINTED   = $(filter-out $(UNLINTED),$(shell find $(wildcard labs solutions harness tests) -name '*.c' | sort))
COMPILED = $(filter -std% -D%,$(CFLAGS)) $(filter-out -M%,$(CPPFLAGS))

# With SRC=labs by the student's rule in place of the solution's.
lint: deps
	@$(MAKE) -s --no-print-directory $(LINTS) build/harness/cage_filters.inc build/harness/lint_files.inc
	@$(LINTS) $(if $(FILE),'$(FILE)',$(LINTED)) -- $(COMPILED)

LINTS    = build/harness/lint$(if $(filter labs labs/%,$(SRC)),-labs)

# Lab 4 reads C by libclang, which only it and the lint need.
deps:
	@harness/deps $(if $(or $(filter lab4 lint bench handout,$(MAKECMDGOALS)),$(filter 4,$(LAB))),lint)

# ---- what a check needs: launcher, judge, and all but the student's object ------------

CHOSEN   = $(if $(LAB),$(filter $(LAB)-%,$(LABS)),$(LABS))
CLOSED   = $(filter-out $(foreach l,$(LABS),solutions/$(l)/%),$(MODULES))

# Lab 4 is no part of the runtime but a program over libclang: what compiler and
# linker need for it, what is given, and the files that its judge has in it.
COMPILE_4-lint = $(if $(LLVM),-isystem $(LLVM:/clang-c=))
LINK_4-lint    = $(LIBCLANG)
GIVEN_4-lint   = labs/4-lint/ast
CORPUS_4-lint  = build/kit/4-lint/corpus.o
HEADER_4-lint  = build/headers/task.pch
TOGETHER = $(foreach l,$(LABS),$(if $(LINK_$(l)),,$(l)))
planted  = $(patsubst tests/$(1)/broken/%.patch,build/kit/$(1)/planted/%.o,$(wildcard tests/$(1)/broken/*.patch)) \
	$(addprefix build/,$(call sealed,kit/$(1)/planted/*.o))

kit: build/harness/cage build/harness/check $(if $(LLVM),build/harness/lint) $(foreach l,$(CHOSEN), \
	$(addprefix build/kit/$(l)/,judge plain.o asan.o api offers files library) $(HEADER_$(l)))

# For a class.
class-kit: build/harness/grade build/harness/verify $(if $(wildcard harness/grade/unpack.c),build/harness/unpack) $(addsuffix /digest,$(addprefix build/kit/,$(CHOSEN)))

# For the student's own tests: the solution and its broken versions, sealed.
own-kit: $(foreach l,$(CHOSEN),$(addprefix build/kit/$(l)/,own-plain.o own-asan.o solution-plain.o solution-asan.o planted.tsv))

# For the student's own runtime: nothing of the labs that are open.
mine-kit: build/kit/labs $(foreach l,$(TOGETHER),$(addprefix build/kit/$(l)/mine-,plain.o asan.o))

define KIT
build/kit/$(1)/judge: $(call objects,plain,$(JUDGE) $(call private,tests/$(1)/judge*.c)) $$(CORPUS_$(1))
	@mkdir -p $$(@D)
	$(CC) -o $$@ $$^ -luv -ljansson $$(CHECK)
build/kit/$(1)/api build/kit/$(1)/files: $(call objects,plain,$(call private,solutions/$(1)/*.c))
build/kit/$(1)/api:
	@mkdir -p $$(@D)
	nm -g --defined-only $$^ | sed -n 's/.* [TDBR] //p' > $$@
build/kit/$(1)/files:
	@mkdir -p $$(@D)
	printf '%s\n' $$(patsubst %.o,%.c,$$(^F)) > $$@
build/kit/$(1)/offers: build/kit/$(1)/plain.o $(if $(LINK_$(1)),$(LLVM:/include/clang-c=/lib/libclang.so))
	nm -g --defined-only $$< | sed -n 's/.* [TDBR] //p' > $$@
	$(if $(LINK_$(1)),nm -D --defined-only $$(word 2,$$^) | sed -n 's/.* T \(clang_[^@]*\).*/\1/p' >> $$@)
build/kit/$(1)/library: Makefile
	@mkdir -p $$(@D)
	printf '%s\n' '$(COMPILE_$(1))' '$(LINK_$(1))' > $$@
# Of all that a verdict rests on.
build/kit/$(1)/digest: $(addprefix build/kit/$(1)/,judge plain.o asan.o api offers files library) $(HEADER_$(1)) labs/$(1)/rubric.tsv build/harness/check build/harness/cage
	sha256sum $$^ | sha256sum | sed 's/^/sha256:/; s/ .*//' > $$@
build/kit/$(1)/own-%.o: $$(addprefix build/%/,$$(addsuffix .o,harness/own $(CAGED) $(filter-out solutions/$(1)/%,$(MODULES)))) $$(addprefix build/counted/%/,$$(addsuffix .o,$(GIVEN_$(1))))
	@mkdir -p $$(@D)
	ld -r -S -o $$@ $$^
build/kit/$(1)/mine-%.o: $$(addprefix build/%/,$$(addsuffix .o,$(RUNNER) $(call private,tests/$(1)/scenarios*.c) $(CLOSED))) build/kit/labs
	@mkdir -p $$(@D)
	ld -r -o $$@ $$(filter %.o,$$^)
build/kit/$(1)/solution-plain.o build/kit/$(1)/solution-asan.o $(call planted,$(1)): \
		harness/plant $(wildcard solutions/$(1)/* labs/*/*.h) $(addprefix build/kit/$(1)/,api library)
build/kit/$(1)/planted/%.o: tests/$(1)/broken/%.patch
	harness/plant $(1) $$< $$@ $(CC) -O1
build/kit/$(1)/planted.tsv: $(call planted,$(1))
build/kit/$(1)/%.o: $$(addprefix build/%/,$$(addsuffix .o,$(RUNNER) $(call private,tests/$(1)/scenarios*.c) $(filter-out solutions/$(1)/%,$(MODULES)))) $$(addprefix build/counted/%/,$$(addsuffix .o,$(GIVEN_$(1))))
	@mkdir -p $$(@D)
	ld -r -o $$@ $$^
endef
$(foreach l,$(LABS),$(eval $(call KIT,$(l))))

# By patterns, so that they are not for a copy that has only what they make.
build/kit/%/solution-plain.o: solutions/%
	harness/plant $* - $@ $(CC) -O1
build/kit/%/solution-asan.o: solutions/%
	harness/plant $* - $@ $(CC) -O1 $(SANITIZE)
# A line each: its name, and a hidden test that finds it.
build/kit/%/planted.tsv: tests/%/broken
	awk '/^Killed by: / && !seen[FILENAME]++ { sub(/,$$/, "", $$3); n = FILENAME; gsub(/.*\/|[.]patch$$/, "", n); print n "\t" $$3 }' \
		$(wildcard tests/$*/broken/*.patch) /dev/null > $@
# A line each, with its length: what is in a file may be anything. The top bit of
# each byte is turned over, so that nobody reads it who looks for something else.
build/kit/%/corpus.o: tests/%/corpus
	@mkdir -p $(@D)
	cd $< && for f in */*.c; do printf '%s %d\n' $$f $$(wc -c <$$f); cat $$f; done | LC_ALL=C tr '\0-\377' '\200-\377\0-\177' > $(abspath $(@D))/corpus
	cd $(@D) && ld -r -z noexecstack -b binary -o corpus.o corpus
build/kit/4-lint/corpus.o: Makefile $(wildcard tests/4-lint/corpus/* tests/4-lint/corpus/*/*.c)

# What is given in a lab is counted as the student's: a file not closed is left.
build/counted/%.o: build/%.o
	@mkdir -p $(@D)
	objcopy $(foreach f,malloc calloc realloc free,--redefine-sym=$(f)=counted_$(f)) $< $@

# The header that nearly all of these files begin with.
build/harness/precompile: build/plain/harness/precompile.o
	@mkdir -p $(@D)
	$(CC) -o $@ $^ $(LIBCLANG)
build/headers/task.pch: build/harness/precompile $(wildcard labs/runtime/*.h)
	@mkdir -p $(@D)
	build/harness/precompile labs/runtime/task.h $@ -std=gnu11 -D_GNU_SOURCE -Ilabs/runtime -x c-header

# The tests that are folders of files, in the order of the rubric.
build/harness/lint_files.inc: labs/4-lint/rubric.tsv $(wildcard tests/4-lint/corpus)
	@mkdir -p $(@D)
	cut -f 1 $< | while read -r id; do [ ! -d tests/4-lint/corpus/$$id ] || echo "FILES($$id)"; done > $@
$(foreach f,plain asan clang,build/$(f)/tests/4-lint/scenarios.o build/$(f)/tests/4-lint/judge.o): build/harness/lint_files.inc

# For a student's copy: all that is made of private sources.
SEALS = $(foreach l,$(LABS),$(call objects,plain,$(call sources,$(addprefix tests/$(l)/,judge*.c scenarios*.c) solutions/$(l)/*.c)) \
	$(call objects,asan,$(filter-out $(LINT),$(call sources,tests/$(l)/scenarios*.c solutions/$(l)/*.c))) \
	$(addprefix build/kit/$(l)/,solution-plain.o solution-asan.o planted.tsv) $(call planted,$(l)) $(CORPUS_$(l)))

handout: deps
	@$(MAKE) -s --no-print-directory -j$$(nproc) seals
	@harness/handout $(SEALS)
seals: $(SEALS)

# The labs that are one runtime; written anew only when that changes.
build/kit/labs: always
	@mkdir -p $(@D)
	@echo '$(TOGETHER)' | tr ' ' '\n' | cmp -s - $@ || echo '$(TOGETHER)' | tr ' ' '\n' > $@

build/harness/check: $(call objects,plain,$(CHECKER) $(RUNTIME) $(MODULES))
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv -ljansson
build/harness/verify: $(call objects,plain,$(VERIFY) $(RUNTIME) $(MODULES)) | build/harness/unpack
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv $(GRADED)

# A class. What reads archives is a program of its own, run in the cage.
build/harness/grade: $(call objects,plain,harness/grade/main $(GRADE) $(RUNTIME) $(MODULES))
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv $(GRADED)
GRADED = -ljansson -lnettle -lyaml -lm
build/harness/unpack: build/plain/harness/grade/unpack.o
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -larchive

# An autograder for Gradescope, and what makes its results.json of a check's.
gradescope:
	@harness/deps gradescope
	@harness/gradescope/pack '$(LAB)'
build/harness/gradescope: $(call objects,plain,harness/gradescope/results $(addprefix harness/grade/,to_gradescope feedback member write keep) \
		$(TOLD) $(RUNTIME) $(MODULES))
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv -ljansson

build/harness/cage: $(call objects,plain,$(CAGE))
	$(CC) -static -o $@ $^

# The command with a student's rule in the place of the solution's.
build/harness/lint-labs: $(call objects,plain,harness/lint/main $(patsubst solutions/%,labs/%,$(LINTER))) build/plain/course.a
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -ljansson $(LIBCLANG) -luv
build/plain/labs/4-lint/lint.o: WARN += -Wno-error

# libseccomp works the filters out once; the launcher only loads them.
build/harness/cage_filters.inc: build/plain/harness/cage_rules.o
	@mkdir -p $(@D)
	$(CC) -o build/harness/cage-rules $< -lseccomp
	build/harness/cage-rules > $@
build/plain/harness/cage_filter.o: build/harness/cage_filters.inc

# ---- the course itself -------------------------------------------------------------

CHECK  = -lcheck -lsubunit -lm -lrt -pthread
SUITES = $(call sources,tests/*/*_test.c)
THREADED = tests/runtime/loop_test
TOOLS  = tests/suite tests/sweep
INMATES = $(patsubst tests/harness/cage/%.c,build/test/cage/%,$(wildcard tests/harness/cage/*.c))
suite  = build/test/$(1)/$(subst /,-,$(patsubst tests/%,%,$(2)))

LINT_tests/4-lint/lint_test = $(LINT)
$(foreach s,$(filter tests/lint/%,$(SUITES)),$(eval LINT_$(s) = tests/lint/linted $(LINTER)))
$(foreach s,$(filter tests/grade/%,$(SUITES)),$(eval GRADE_$(s) = $(filter-out %_test,$(call sources,tests/grade/*.c)) $(GRADE)))

EXAMPLES = $(call sources,labs/*/examples/*.c)
ALL_SUITES = $(foreach f,plain asan clang,$(foreach s,$(SUITES),$(call suite,$(f),$(s)))) \
	$(foreach s,$(THREADED),$(call suite,tsan,$(s)))

tests: kit own-kit mine-kit class-kit build/harness/verify build/test/pages-write build/harness/gradescope $(INMATES) $(ALL_SUITES) $(addprefix build/run/,$(EXAMPLES))

# The longest first.
test:
	@harness/deps test
	@$(MAKE) -s -j2 --no-print-directory tests
	@tests/run build/harness/verify $(ALL_SUITES) tests/handout tests/grade/run tests/grade/slurm-run tests/pages/run tests/examples tests/arm tests/lint/own \
		'tests/behaviours --check' 'tests/attacks/table --check' tests/attacks/reports \
		'valgrind -q --error-exitcode=1 build/test/plain/0-event-event_test checkpoint order waiter'

verify:
	@harness/deps test
	-@$(MAKE) -s --no-print-directory -k -j$$(nproc) kit own-kit mine-kit build/harness/verify
	@build/harness/verify

# With LAYERS=1 each without each layer of defence, for half an hour.
attacks:
	@harness/deps test
	@$(MAKE) -s --no-print-directory -j$$(nproc) kit class-kit build/harness/verify
	@$(if $(LAYERS),tests/attacks/layers,tests/run 'build/harness/verify --attacks' tests/attacks/reports)

bench: deps
	@$(MAKE) -s --no-print-directory -f tests/bench/Makefile kit measure

clean:
	rm -rf build

define SUITE
$(call suite,$(1),$(2)): $(call objects,$(1),$(2) $(TOOLS) $(if $(filter tests/harness/%,$(2)),tests/harness/caged) $(LINT_$(2)) $(GRADE_$(2))) build/$(1)/course.a $(if $(filter tests/lint/%,$(2)),| build/test/$(1)/lint) $(if $(GRADE_$(2)),| build/harness/cage build/harness/unpack)
	@mkdir -p $$(@D)
	$(3) -o $$@ $$^ -luv $(CHECK) $(if $(LINT_$(2)),-ljansson $(LIBCLANG)) $(if $(GRADE_$(2)),$(GRADED) -larchive)
endef
define COURSE
build/$(1)/course.a: $(call objects,$(1),$(RUNTIME) $(MODULES))
	rm -f $$@
	ar rcs $$@ $$^
$(4): $(call objects,$(1),harness/lint/main $(LINTER)) build/$(1)/course.a
	@mkdir -p $$(@D)
	$(2) -o $$@ $$^ -luv -ljansson $(LIBCLANG)
$(foreach s,$(3),$(eval $(call SUITE,$(1),$(s),$(2))))
endef
$(eval $(call COURSE,plain,$(CC),$(SUITES),build/harness/lint build/test/plain/lint))
$(eval $(call COURSE,asan,$(CC) $(SANITIZE),$(SUITES),build/test/asan/lint))
$(eval $(call COURSE,clang,clang,$(SUITES),build/test/clang/lint))
$(eval $(call COURSE,tsan,$(CC) -fsanitize=thread,$(THREADED),build/test/tsan/lint))

# Pages to look at.
build/test/pages-write: $(call objects,plain,tests/pages/write tests/grade/class $(GRADE)) build/plain/course.a
	@mkdir -p $(@D)
	$(CC) -o $@ $^ -luv $(GRADED)

build/test/cage/%: tests/harness/cage/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -O1 $(or $(CAGED_$*),-static) -o $@ $< -pthread $(if $(filter older,$*),-lseccomp)
CAGED_older    = -g
CAGED_overflow = -fsanitize=address -fno-sanitize-recover=all
CAGED_shift    = -fsanitize=undefined -fno-sanitize-recover=all

# ---- one rule compiles, for each flavour ------------------------------------------------

define FLAVOUR
build/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$(2) $$(CPPFLAGS) $$(CFLAGS) -c -o $$@ $$<
build/$(1)/%.o: %.S
	@mkdir -p $$(@D)
	$(2) -c -o $$@ $$<
endef
$(eval $(call FLAVOUR,plain,$(CC) -O2))
$(eval $(call FLAVOUR,asan,$(CC) -O1 $(SANITIZE)))
$(eval $(call FLAVOUR,clang,clang -O0))
$(eval $(call FLAVOUR,tsan,$(CC) -O1 -fsanitize=thread))

build/%: $(SEALED)/%
	@mkdir -p $(@D)
	cp $< $@

# A command reads no dependencies: it calls make again for what it needs.
COMMANDS = help lab% hint coverage own mine submit debug run lint handout grade regrade gradescope deps test verify attacks bench clean
-include $(if $(filter-out $(COMMANDS),$(MAKECMDGOALS)),$(shell find build -name '*.d' 2>/dev/null))
.PHONY: $(filter-out lab%,$(COMMANDS)) kit own-kit mine-kit seals class-kit tests always
.PRECIOUS: build/%.o
