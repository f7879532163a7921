# Attack: a link to a folder, then a file in that folder
# Threat: F.3 #2, F.3 #3
# Gets: nothing
import tarfile

import pack

pack.tar("mallory.tar", pack.tar_entry("out", tarfile.SYMTYPE, target="../../alice"),
         pack.file("out/else.c"))
