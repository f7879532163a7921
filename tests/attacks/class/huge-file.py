# Attack: a source of a megabyte
# Threat: F.3 #11
# Gets: refused
# Says: has more than 512 KiB
import pack

pack.write("mallory/nursery.c", b"int a;\n" * 150000)
