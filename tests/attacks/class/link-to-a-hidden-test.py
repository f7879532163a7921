# Attack: a link to a hidden test
# Threat: F.3 #3
# Gets: refused
# Says: is a symbolic link
import os

import pack

os.mkdir("mallory")
os.symlink(pack.HIDDEN, "mallory/nursery.c")
