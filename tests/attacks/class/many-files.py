# Attack: twenty thousand files beside the source
# Threat: F.3 #11
# Gets: refused
# Says: more than 10000 things
import pack

pack.write("mallory/nursery.c")
for i in range(20000):
    pack.write("mallory/f%d" % i, b"")
