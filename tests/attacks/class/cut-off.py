# Attack: an archive that ends too soon
# Threat: F.3 #1
# Gets: refused
# Says: It is damaged
import os

import pack

pack.tar("mallory.tar.gz", pack.file("nursery.c", os.urandom(100000)),
         mode="w:gz")
data = open("mallory.tar.gz", "rb").read()
pack.write("mallory.tar.gz", data[:len(data) // 2])
