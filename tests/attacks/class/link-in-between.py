# Attack: a folder below that is a link to alice
# Threat: F.3 #3
# Gets: nothing
import os

os.mkdir("mallory")
os.symlink("../alice", "mallory/src")
