# Attack: an archive that grows a thousand times, below all other limits
# Threat: F.3 #1
# Gets: refused
# Says: 100 times its own size
import pack

pack.zip_of("mallory.zip", ("nursery.c", pack.MINE), ("zeros", bytes(7 << 20)))
