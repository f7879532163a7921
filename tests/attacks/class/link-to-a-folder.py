# Attack: a folder that is a link to alice's
# Threat: F.3 #3, F.3 #9
# Gets: stray
# Says: It is a symbolic link
import os

os.symlink("alice", "mallory")
