# Attack: a Makefile, headers, tests and a library of its own beside the source
# Threat: F.3 #7
# Gets: taken
# Says: Makefile
import pack

pack.write("mallory/nursery.c")
for name in ("Makefile", "check.h", "uv.h", "nursery.h", "nursery.h.gch",
             "test_nursery.c", "judge.c", "rubric.tsv", "libuv.so",
             ".gdbinit", "specs"):
    pack.write("mallory/" + name, b"all:\n\ttouch /tmp/attack-was-here\n")
