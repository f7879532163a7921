# Attack: names that are options, commands, several lines
# Threat: F.3 #5
# Gets: taken
# Says: -fplugin=evil.so
import pack

pack.tar("mallory.tar", pack.file("nursery.c"), pack.file("-fplugin=evil.so"),
         pack.file("@args"), pack.file("$(touch attack-was-here).c"),
         pack.file("a\nalice/nursery.h"), pack.file("\033[2Jb.c"))
