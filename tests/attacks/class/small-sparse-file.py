# Attack: a small file of the lab with a hole in it
# Threat: F.3 #1
# Gets: refused
# Says: is a sparse file
import os
import subprocess

with open("nursery.c", "wb") as file:
    file.truncate(400 << 10)
    file.write(b"int mallory;\n")
subprocess.run(["tar", "--sparse", "-cf", "mallory.tar", "nursery.c"],
               check=True)
os.unlink("nursery.c")
