# Attack: bytes that are called an archive
# Threat: F.3 #1
# Gets: refused
# Says: It is damaged
import os

import pack

pack.write("mallory.zip", os.urandom(5000))
