# Attack: a file of eight gigabytes that are not there
# Threat: F.3 #1
# Gets: refused
# Says: More than 8 MiB are in it
import os
import subprocess

with open("nursery.c", "wb") as file:
    file.truncate(8 << 30)
subprocess.run(["tar", "--sparse", "-cf", "mallory.tar", "nursery.c"],
               check=True)
os.unlink("nursery.c")
