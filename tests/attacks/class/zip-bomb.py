# Attack: an archive of 200 kB with 200 MB in it
# Threat: F.3 #1
# Gets: refused
# Says: More than 8 MiB are in it
import pack

pack.zip_of("mallory.zip", ("nursery.c", pack.MINE),
            ("zeros", bytes(200 << 20)))
