# Attack: a symbolic link to a hidden test, in an archive
# Threat: F.3 #3
# Gets: refused
# Says: is a link
import tarfile

import pack

pack.tar("mallory.tar",
         pack.tar_entry("nursery.c", tarfile.SYMTYPE, target=pack.HIDDEN))
