# Attack: handed in long before it was due, as the file says
# Threat: F.3 #64
# Gets: taken
import os

import pack

pack.write("mallory/nursery.c")
os.utime("mallory/nursery.c", (0, 0))
os.utime("mallory", (0, 0))
