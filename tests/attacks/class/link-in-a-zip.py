# Attack: the same in a zip
# Threat: F.3 #3
# Gets: refused
# Says: is a link
import pack

pack.zip_link("mallory.zip", "nursery.c", pack.HIDDEN)
