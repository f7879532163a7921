# Attack: the same in one stream
# Threat: F.3 #1
# Gets: refused
# Says: More than 8 MiB are in it
import pack

pack.tar("mallory.tar.gz", pack.file("zeros", bytes(100 << 20)),
         pack.file("nursery.c"), mode="w:gz")
