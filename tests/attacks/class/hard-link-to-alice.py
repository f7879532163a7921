# Attack: a hard link to what alice has handed in
# Threat: F.3 #3
# Gets: refused
# Says: is a hard link
import os

os.mkdir("mallory")
os.link("alice/nursery.c", "mallory/nursery.c")
