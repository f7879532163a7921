# Attack: a hard link to what alice has handed in, in an archive
# Threat: F.3 #3
# Gets: refused
# Says: is a link
import tarfile

import pack

pack.tar("mallory.tar", pack.tar_entry("nursery.c", tarfile.LNKTYPE,
                                       target="../alice/nursery.c"))
