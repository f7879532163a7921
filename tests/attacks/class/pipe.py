# Attack: a named pipe, which nobody will ever write to
# Threat: F.3 #3
# Gets: refused
# Says: is a named pipe
import os

os.mkdir("mallory")
os.mkfifo("mallory/nursery.c")
