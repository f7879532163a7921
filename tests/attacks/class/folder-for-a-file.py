# Attack: a folder in the place of the source
# Threat: F.3 #3
# Gets: refused
# Says: is a folder
import pack

pack.write("mallory/nursery.c/nursery.c")
