# Attack: objects, counts and times from the future
# Threat: F.3 #8, F.3 #64
# Gets: taken
# Says: nursery.o
import os

import pack

for name in ("nursery.c", "nursery.o", "nursery.c.gcda", "nursery.c.gcno",
             "result.json", "sealed.o", "runner"):
    pack.write("mallory/" + name)
    os.utime("mallory/" + name, (4102444800, 4102444800))
