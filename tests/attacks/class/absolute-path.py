# Attack: paths that begin at the root
# Threat: F.3 #2
# Gets: refused
# Says: leads out of the archive
import os

import pack

pack.tar("mallory.tar", pack.file(os.path.abspath("alice/nursery.c")),
         pack.file("/tmp/attack-was-here"))
