# Attack: ten thousand files and more beside the source
# Threat: F.3 #11
# Gets: refused
# Says: more than 10000 things
import pack

pack.write("mallory/nursery.c")
for i in range(10500):
    pack.write("mallory/f%d" % i, b"")
