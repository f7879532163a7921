# Attack: paths in the manner of another system
# Threat: F.3 #2
# Gets: refused
# Says: leads out of the archive
import pack

pack.zip_of("mallory.zip", ("..\\alice\\nursery.c", pack.MINE),
            ("a\\..\\..\\..\\alice\\nursery.c", pack.MINE))
