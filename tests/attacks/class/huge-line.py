# Attack: a line of ten megabytes
# Threat: F.3 #11
# Gets: refused
# Says: has more than 512 KiB
import pack

pack.write("mallory/nursery.c", b"int a; " * 1500000)
