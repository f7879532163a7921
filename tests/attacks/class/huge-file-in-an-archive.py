# Attack: a source of a megabyte
# Threat: F.3 #11
# Gets: refused
# Says: has more than 512 KiB
import os

import pack

pack.zip_of("mallory.zip", ("nursery.c", os.urandom(1000000)))
