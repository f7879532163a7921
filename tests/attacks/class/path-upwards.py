# Attack: paths that lead to alice
# Threat: F.3 #2
# Gets: refused
# Says: leads out of the archive
import pack

pack.tar("mallory.tar", pack.file("../alice/nursery.c"),
         pack.file("../../submissions/alice/nursery.c"))
