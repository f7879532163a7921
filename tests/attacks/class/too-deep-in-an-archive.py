# Attack: a file below ten folders
# Threat: F.3 #1
# Gets: refused
# Says: too many folders
import pack

pack.zip_of("mallory.zip", ("a/" * 10 + "nursery.c", pack.MINE))
