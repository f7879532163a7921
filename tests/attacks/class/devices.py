# Attack: a device and a pipe in the place of a file
# Threat: F.3 #3
# Gets: refused
# Says: is no file of C
import tarfile

import pack

pack.tar("mallory.tar",
         pack.tar_entry("nursery.c", tarfile.CHRTYPE, device=(1, 5)),
         pack.tar_entry("a/nursery.c", tarfile.FIFOTYPE))
