# Attack: ten thousand files, all of them empty
# Threat: F.3 #1
# Gets: refused
# Says: More than 64 files
import pack

pack.tar("mallory.tar.gz", *[pack.file("f%d" % i, b"") for i in range(10000)],
         pack.file("nursery.c"), mode="w:gz")
